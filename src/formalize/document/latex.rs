//! Environments of LaTeX.

use std::collections::BTreeMap;

use super::{Broken, Piece, is_left_out, kind};

/// An environment that is open.
struct Open {
    name: String,
    line: usize,
    /// Where its text begins.
    start: usize,
}

/// The environments that are definitions or statements; without any, the paragraphs.
pub(super) fn pieces(text: &str) -> Result<Vec<Piece>, Broken> {
    let text = without_comments(text);
    let titles = titles(&text);
    let word = |name: &str| {
        let name = name.trim_end_matches('*');
        titles.get(name).cloned().unwrap_or_else(|| name.to_lowercase())
    };
    let (mut open, mut pieces): (Vec<Open>, Vec<Piece>) = (Vec::new(), Vec::new());
    let mut at = 0;
    while let Some(found) = text[at..].find(['\\']).map(|it| it + at) {
        let line = text[..found].matches('\n').count() + 1;
        let rest = &text[found..];
        let (is_begin, after) = match (rest.strip_prefix("\\begin"), rest.strip_prefix("\\end")) {
            (Some(after), _) => (true, after),
            (_, Some(after)) if after.trim_start().starts_with('{') => (false, after),
            _ => {
                at = found + 1 + rest[1..].chars().next().map_or(0, char::len_utf8);
                continue;
            }
        };
        let name = after.trim_start().strip_prefix('{').and_then(|it| it.split_once('}'));
        let Some((name, _)) = name.filter(|it| !it.0.contains(['\n', '\\', '{'])) else {
            let what = if is_begin { "\\begin" } else { "\\end" };
            return Err(Broken { line, message: format!("`{what}` without the name of an environment") });
        };
        at = found + rest.find('}').map_or(rest.len(), |it| it + 1);
        if is_begin {
            open.push(Open { name: name.to_owned(), line, start: at });
            continue;
        }
        let Some(last) = open.pop() else {
            return Err(Broken { line, message: format!("`\\end{{{name}}}` closes nothing") });
        };
        if last.name != name {
            let message = format!(
                "`\\end{{{name}}}` stands where `\\end{{{}}}` is due, for line {}",
                last.name, last.line
            );
            return Err(Broken { line, message });
        }
        let inside = open.iter().any(|it| is_left_out(&word(&it.name)) || kind(&word(&it.name)).is_some());
        if kind(&word(name)).is_some() && !inside {
            pieces.push(piece(word(name), &text[last.start..found], last.line)?);
        }
    }
    if let Some(Open { name, line, .. }) = open.first() {
        return Err(Broken { line: *line, message: format!("`\\begin{{{name}}}` is never closed") });
    }
    if pieces.is_empty() {
        return Ok(paragraphs(&text));
    }
    Ok(pieces)
}

/// The same with what stands behind `%` blanked.
fn without_comments(text: &str) -> String {
    let comment = |line: &str| {
        let mut escaped = false;
        line.char_indices()
            .find(|(_, it)| {
                let found = *it == '%' && !escaped;
                escaped = *it == '\\' && !escaped;
                found
            })
            .map(|it| it.0)
    };
    text.lines().map(|line| &line[..comment(line).unwrap_or(line.len())]).collect::<Vec<_>>().join("\n")
}

/// What `\newtheorem{name}{Title}` says that environments are.
fn titles(text: &str) -> BTreeMap<String, String> {
    let mut titles = BTreeMap::new();
    for (at, _) in text.match_indices("\\newtheorem") {
        let rest = text[at..].trim_start_matches("\\newtheorem").trim_start_matches('*');
        let mut found = Vec::new();
        let mut rest = rest.trim_start();
        while found.len() < 2 {
            if let Some((_, after)) = rest.strip_prefix('[').and_then(|it| it.split_once(']')) {
                rest = after.trim_start();
            } else if let Some((inner, after)) = rest.strip_prefix('{').and_then(|it| it.split_once('}')) {
                found.push(inner.trim().to_owned());
                rest = after.trim_start();
            } else {
                break;
            }
        }
        if let [name, title] = &found[..] {
            titles.insert(name.clone(), title.to_lowercase());
        }
    }
    titles
}

/// An environment with its title and label.
fn piece(word: String, inside: &str, line: usize) -> Result<Piece, Broken> {
    let broken = |message: &str| Err(Broken { line, message: message.into() });
    let bare = inside.replace("\\$", "").replace("\\{", "").replace("\\}", "");
    if bare.matches('$').count() % 2 == 1 {
        return broken("a `$` in it has no other one");
    }
    let (opened, closed) = (bare.matches('{').count(), bare.matches('}').count());
    if opened > closed {
        return broken("a `{` in it is never closed");
    }
    if closed > opened {
        return broken("a `}` in it closes nothing");
    }
    let (mut title, mut body) = (String::new(), inside.trim_start());
    if let Some((inner, after)) = body.strip_prefix('[').and_then(|it| it.split_once(']')) {
        title = cleaned(inner);
        body = after;
    }
    let label = body.split_once("\\label{").and_then(|it| it.1.split_once('}')).map_or("", |it| it.0);
    Ok(Piece { word, title, label: label.into(), text: cleaned(body), line, ..Piece::default() })
}

/// The paragraphs of a text without environments for statements.
fn paragraphs(text: &str) -> Vec<Piece> {
    let body = text.split_once("\\begin{document}").map_or(0, |it| it.0.len());
    let before = text[..body].matches('\n').count();
    let blocks = cleaned(&text[body..]);
    super::text::pieces(&blocks, false).into_iter().map(|it| Piece { line: it.line + before, ..it }).collect()
}

/// A text without commands that are about its looks; its lines stay as they are.
fn cleaned(text: &str) -> String {
    const GONE: [&str; 10] = [
        "\\label",
        "\\begin",
        "\\end",
        "\\cite",
        "\\documentclass",
        "\\usepackage",
        "\\section",
        "\\subsection",
        "\\title",
        "\\author",
    ];
    const BARE: [&str; 8] =
        ["\\emph", "\\textbf", "\\textit", "\\textsl", "\\textsc", "\\underline", "\\mbox", "\\textrm"];
    const SIGNS: [(&str, &str); 9] = [
        ("\\[", "$"),
        ("\\]", "$"),
        ("\\(", "$"),
        ("\\)", "$"),
        ("$$", "$"),
        ("\\\\", " "),
        ("~", " "),
        ("``", ""),
        ("''", ""),
    ];
    let mut out = String::new();
    let mut rest = text;
    // Braces that go with a command that is gone, by how deep they are.
    let (mut depth, mut bare): (usize, Vec<usize>) = (0, Vec::new());
    'text: while let Some(first) = rest.chars().next() {
        for name in GONE {
            if let Some(after) = argument(rest, name) {
                out.push_str(&"\n".repeat(rest[..rest.len() - after.len()].matches('\n').count()));
                rest = after;
                continue 'text;
            }
        }
        for name in BARE {
            if let Some(after) = rest.strip_prefix(name).and_then(|it| it.strip_prefix('{')) {
                depth += 1;
                bare.push(depth);
                rest = after;
                continue 'text;
            }
        }
        for (sign, with) in SIGNS {
            if let Some(after) = rest.strip_prefix(sign) {
                out.push_str(with);
                rest = after;
                continue 'text;
            }
        }
        let mut is_bare = false;
        match first {
            '{' => depth += 1,
            '}' => {
                is_bare = bare.last() == Some(&depth);
                if is_bare {
                    bare.pop();
                }
                depth = depth.saturating_sub(1);
            }
            _ => {}
        }
        if !is_bare {
            out.push(first);
        }
        rest = &rest[first.len_utf8()..];
    }
    out
}

/// What follows `\name*[…]{…}`, if the text begins so.
fn argument<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = text.strip_prefix(name)?.trim_start_matches('*').trim_start();
    while let Some(inner) = rest.strip_prefix('[') {
        rest = inner.split_once(']')?.1;
    }
    Some(rest.strip_prefix('{')?.split_once('}')?.1)
}
