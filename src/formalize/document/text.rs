//! Paragraphs of plain text and Markdown.

use super::{Piece, is_left_out, kind};

/// The paragraphs, with what marks them; those that are left out are left out.
pub(super) fn pieces(text: &str, is_markdown: bool) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    // The mark of a heading waits for its paragraph.
    let mut heading: Option<Piece> = None;
    for (line, block) in blocks(text, is_markdown) {
        let is_heading = is_markdown && block.starts_with('#');
        let plain = if is_markdown { without_marks(&block) } else { block };
        match (mark(&plain, is_heading), is_heading) {
            (Some(piece), true) if piece.text.is_empty() => heading = Some(Piece { line, ..piece }),
            (Some(piece), _) => {
                heading = None;
                pieces.push(Piece { line, ..piece });
            }
            (None, true) => heading = None,
            (None, false) => match heading.take() {
                Some(piece) => pieces.push(Piece { text: plain, ..piece }),
                None => pieces.push(Piece { text: plain, line, ..Piece::default() }),
            },
        }
    }
    pieces.retain(|it| !is_left_out(&it.word));
    pieces
}

/// Paragraphs, headings and items of lists, each with its line; code is left out.
fn blocks(text: &str, is_markdown: bool) -> Vec<(usize, String)> {
    let mut blocks: Vec<(usize, String)> = Vec::new();
    let (mut is_open, mut is_code) = (false, false);
    for (nth, line) in text.lines().enumerate() {
        let mut line = line.trim();
        if is_markdown {
            line = line.trim_start_matches(['>', ' ']);
            if line.starts_with("```") || line.starts_with("~~~") {
                is_code = !is_code;
                is_open = false;
                continue;
            }
        }
        if is_code || line.is_empty() {
            is_open = false;
            continue;
        }
        let is_heading = is_markdown && line.starts_with('#');
        let is_item = is_markdown && ["- ", "* ", "+ "].iter().any(|it| line.starts_with(it));
        match blocks.last_mut() {
            Some((_, block)) if is_open && !is_heading && !is_item => {
                block.push(' ');
                block.push_str(line);
            }
            _ => blocks.push((nth + 1, line.trim_start_matches(['-', '+']).trim().to_owned())),
        }
        is_open = !is_heading;
    }
    blocks
}

/// A block without headings' and emphasis' signs. A single `*` between words is a sign of arithmetic.
fn without_marks(block: &str) -> String {
    let text = block.trim_start_matches('#').trim().replace("**", "").replace("__", "");
    let mut out = String::new();
    let letters: Vec<char> = text.chars().collect();
    for (at, it) in letters.iter().enumerate() {
        let is_space = |it: Option<&char>| it.is_none_or(|it| it.is_whitespace());
        let before = at.checked_sub(1).and_then(|it| letters.get(it));
        let after = letters.get(at + 1);
        // `*Proof.*`: a word on one side, and nothing that could be multiplied on the other.
        let is_mark = *it == '*'
            && (is_space(before) && after.is_some_and(|it| it.is_alphabetic())
                || before.is_some_and(|it| it.is_alphabetic() || matches!(it, '.' | ':' | ')'))
                    && is_space(after));
        if !is_mark {
            out.push(*it);
        }
    }
    out
}

/// `Theorem 1 (Title). Text`: what a block is marked as. A heading need not end its mark.
fn mark(block: &str, is_heading: bool) -> Option<Piece> {
    let end = block.find(|it: char| !it.is_alphabetic()).unwrap_or(block.len());
    let word = block[..end].to_lowercase();
    if kind(&word).is_none() && !is_left_out(&word) {
        return None;
    }
    let mut rest = block[end..].trim_start();
    let digits = rest.find(|it: char| !it.is_ascii_digit() && it != '.').unwrap_or(rest.len());
    let number = rest[..digits].trim_end_matches('.').to_owned();
    rest = &rest[number.len()..];
    rest = rest.trim_start();
    let mut title = String::new();
    if let Some(inner) = rest.strip_prefix('(')
        && let Some(close) = inner.find(')')
    {
        title = inner[..close].to_owned();
        rest = inner[close + 1..].trim_start();
    }
    let ends = rest.starts_with(['.', ':']) || rest.is_empty();
    if !ends && !is_heading {
        return None;
    }
    let text = rest.trim_start_matches(['.', ':']).trim().to_owned();
    Some(Piece { word, number, title, text, ..Piece::default() })
}
