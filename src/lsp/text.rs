//! A text that is edited: bytes, lines, and positions as clients count them.

use std::ops::Range;

use lsp_types::{Position, PositionEncodingKind};

/// What a client counts columns in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// 16-bit units; what a client counts that says nothing.
    #[default]
    Utf16,
    /// Code points.
    Utf32,
}

impl Encoding {
    /// The one to use with a client that understands `offered`, the one it likes best first.
    pub fn negotiate(offered: Option<&[PositionEncodingKind]>) -> Encoding {
        let known = |kind: &PositionEncodingKind| match kind.as_str() {
            "utf-8" => Some(Encoding::Utf8),
            "utf-16" => Some(Encoding::Utf16),
            "utf-32" => Some(Encoding::Utf32),
            _ => None,
        };
        offered.unwrap_or_default().iter().find_map(known).unwrap_or_default()
    }

    /// As the protocol names it.
    pub fn kind(self) -> PositionEncodingKind {
        match self {
            Encoding::Utf8 => PositionEncodingKind::UTF8,
            Encoding::Utf16 => PositionEncodingKind::UTF16,
            Encoding::Utf32 => PositionEncodingKind::UTF32,
        }
    }

    fn width(self, letter: char) -> usize {
        match self {
            Encoding::Utf8 => letter.len_utf8(),
            Encoding::Utf16 => letter.len_utf16(),
            Encoding::Utf32 => 1,
        }
    }
}

/// A text with an index of its lines. Lines end in `\n`, `\r\n` or `\r`, as the protocol has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    text: String,
    /// Where each line begins, in bytes. **The first is 0.**
    starts: Vec<usize>,
}

impl Text {
    /// Indexes a text.
    pub fn new(text: String) -> Text {
        let starts = [0].into_iter().chain(line_ends(&text, 0)).collect();
        Text { text, starts }
    }

    /// The text itself.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// How many lines there are; at least one.
    pub fn lines(&self) -> usize {
        self.starts.len()
    }

    /// Replaces a range of bytes, which must begin and end between letters.
    pub fn replace(&mut self, range: Range<usize>, with: &str) {
        // What stands next to the change may become one end of line with it, or be parted from it.
        let first = self.line_of(range.start.saturating_sub(1));
        let last = self.line_of((range.end + 1).min(self.text.len()));
        let begin = self.starts[first];
        let end = self.starts.get(last + 1).copied().unwrap_or(self.text.len());
        self.text.replace_range(range.clone(), with);
        let moved = |at: usize| at - range.len() + with.len();
        let changed = begin..moved(end);
        for start in &mut self.starts[last + 1..] {
            *start = moved(*start);
        }
        let is_last = last + 1 == self.starts.len();
        let new = line_ends(&self.text[changed.clone()], begin).filter(|it| is_last || *it < changed.end);
        self.starts.splice(first + 1..last + 1, new.collect::<Vec<_>>());
    }

    /// The byte at a position. Beyond the end of a line is its end, beyond the end of the text is that, and amid a letter
    /// is before it.
    pub fn byte(&self, position: Position, encoding: Encoding) -> usize {
        let Some(line) = self.line(position.line as usize) else { return self.text.len() };
        let mut left = position.character as usize;
        for (at, letter) in self.text[line.clone()].char_indices() {
            let width = encoding.width(letter);
            if left < width {
                return line.start + at;
            }
            left -= width;
        }
        line.end
    }

    /// The position of a byte; that of the letter it belongs to, if it is amid one.
    pub fn position(&self, byte: usize, encoding: Encoding) -> Position {
        let byte = byte.min(self.text.len());
        let line = self.line_of(byte);
        let letters = self.text[self.starts[line]..].char_indices();
        let before = letters.take_while(|(at, it)| self.starts[line] + at + it.len_utf8() <= byte);
        let column: usize = before.map(|it| encoding.width(it.1)).sum();
        Position::new(line as u32, column as u32)
    }

    /// The bytes that a range of positions covers; empty if it ends before it begins.
    pub fn bytes(&self, range: lsp_types::Range, encoding: Encoding) -> Range<usize> {
        let start = self.byte(range.start, encoding);
        start..self.byte(range.end, encoding).max(start)
    }

    /// The positions of a range of bytes.
    pub fn range(&self, bytes: &Range<usize>, encoding: Encoding) -> lsp_types::Range {
        lsp_types::Range::new(self.position(bytes.start, encoding), self.position(bytes.end, encoding))
    }

    /// A line without its end.
    fn line(&self, line: usize) -> Option<Range<usize>> {
        let start = *self.starts.get(line)?;
        let end = self.starts.get(line + 1).copied().unwrap_or(self.text.len());
        let text = &self.text[start..end];
        let text = text.strip_suffix('\n').unwrap_or(text);
        Some(start..start + text.strip_suffix('\r').unwrap_or(text).len())
    }

    fn line_of(&self, byte: usize) -> usize {
        self.starts.partition_point(|it| *it <= byte) - 1
    }
}

/// The bytes after each end of line, counted from `from`.
fn line_ends(text: &str, from: usize) -> impl Iterator<Item = usize> + '_ {
    let bytes = text.as_bytes();
    let ends = bytes.iter().enumerate().filter(move |(at, it)| match it {
        b'\n' => true,
        b'\r' => bytes.get(at + 1) != Some(&b'\n'),
        _ => false,
    });
    ends.map(move |(at, _)| from + at + 1)
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*, sample::select};

    use super::*;

    const ENCODINGS: [Encoding; 3] = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];

    /// The lines of a text with their ends, one letter at a time.
    fn naive_lines(text: &str) -> Vec<String> {
        let mut lines = vec![String::new()];
        let letters: Vec<char> = text.chars().collect();
        for (at, &letter) in letters.iter().enumerate() {
            lines.last_mut().unwrap().push(letter);
            if letter == '\n' || letter == '\r' && letters.get(at + 1) != Some(&'\n') {
                lines.push(String::new());
            }
        }
        lines
    }

    fn naive_byte(text: &str, position: Position, encoding: Encoding) -> usize {
        let lines = naive_lines(text);
        let Some(line) = lines.get(position.line as usize) else { return text.len() };
        let start: usize = lines[..position.line as usize].iter().map(String::len).sum();
        let units = |it: &str| match encoding {
            Encoding::Utf8 => it.len(),
            Encoding::Utf16 => it.encode_utf16().count(),
            Encoding::Utf32 => it.chars().count(),
        };
        let line = line.trim_end_matches(['\r', '\n']);
        let cuts = line.char_indices().map(|it| it.0).chain([line.len()]);
        start + cuts.filter(|at| units(&line[..*at]) <= position.character as usize).max().unwrap()
    }

    fn texts() -> impl Strategy<Value = String> {
        let pieces = vec!["a", " ", "\t", "\n", "\r", "\r\n", "é", "∀", "𝕜", "𝓤", "sorry", "--"];
        vec(select(pieces), 0..24).prop_map(|it| it.concat())
    }

    fn boundary(text: &str, at: usize) -> usize {
        let cuts: Vec<usize> = text.char_indices().map(|it| it.0).chain([text.len()]).collect();
        cuts[at % cuts.len()]
    }

    proptest! {
        #[test]
        fn an_edited_text_is_as_if_it_were_new(
            text in texts(), edits in vec((any::<u16>(), any::<u16>(), texts()), 0..6),
        ) {
            let mut edited = Text::new(text.clone());
            let mut plain = text;
            for (a, b, with) in edits {
                let (a, b) = (boundary(&plain, a.into()), boundary(&plain, b.into()));
                edited.replace(a.min(b)..a.max(b), &with);
                plain.replace_range(a.min(b)..a.max(b), &with);
                prop_assert_eq!(&edited, &Text::new(plain.clone()));
                prop_assert_eq!(edited.lines(), naive_lines(&plain).len());
            }
        }

        #[test]
        fn positions_are_those_of_a_naive_count(text in texts(), line in 0u32..8, column in 0u32..20) {
            let indexed = Text::new(text.clone());
            for encoding in ENCODINGS {
                let position = Position::new(line, column);
                let byte = indexed.byte(position, encoding);
                prop_assert_eq!(byte, naive_byte(&text, position, encoding));
                for at in text.char_indices().map(|it| it.0) {
                    let there = indexed.position(at, encoding);
                    // Between the two letters of one end of line there is no position.
                    let amid = text[..at].ends_with('\r') && text[at..].starts_with('\n');
                    prop_assert_eq!(indexed.byte(there, encoding), at - usize::from(amid));
                }
            }
        }
    }

    #[test]
    fn letters_beyond_the_basic_plane_count_as_the_client_counts() {
        let text = Text::new("x 𝕜\tb\r\nc".into());
        let b = "x 𝕜\t".len();
        let columns = ENCODINGS.map(|it| text.position(b, it).character);
        assert_eq!(columns, [7, 5, 4]);
        assert_eq!(text.byte(Position::new(0, 3), Encoding::Utf16), 2, "amid a letter");
        assert_eq!(text.byte(Position::new(0, 99), Encoding::Utf16), b + 1, "before the end of the line");
        assert_eq!(text.byte(Position::new(9, 0), Encoding::Utf16), text.as_str().len());
        assert_eq!(text.position(99, Encoding::Utf8), Position::new(1, 1));
    }

    #[test]
    fn the_encoding_is_the_first_that_both_know() {
        let kinds = [PositionEncodingKind::new("ebcdic"), PositionEncodingKind::UTF32];
        assert_eq!(Encoding::negotiate(Some(&kinds)), Encoding::Utf32);
        assert_eq!(Encoding::negotiate(Some(&kinds[..1])), Encoding::Utf16);
        assert_eq!(Encoding::negotiate(None), Encoding::Utf16);
        assert_eq!(ENCODINGS.map(|it| Encoding::negotiate(Some(&[it.kind()]))), ENCODINGS);
    }
}
