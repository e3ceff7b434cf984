//! An open document: its text and version, and where a range of an earlier text stands now.

use std::{borrow::Cow, collections::VecDeque, ops::Range, sync::Arc};

use lsp_types::TextDocumentContentChangeEvent;

use super::text::{Encoding, Text};

/// So many changes are remembered.
const MEMORY: usize = 4096;

/// A moment in the life of a document: how many changes it had. Grows with each, whatever the client's versions are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Revision(pub u64);

/// An open document. Its text is kept with `\n` where the client has `\r\n`, as Lean reads its files: lines and columns are
/// the same in both.
#[derive(Clone, Debug)]
pub struct Document {
    text: Text,
    /// Whether the client has `\r\n`.
    crlf: bool,
    version: i32,
    revision: Revision,
    /// The last changes, the one that led to `revision` last.
    changes: VecDeque<Change>,
    encoding: Encoding,
}

/// What one change did.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Change {
    /// What was replaced, in the text before.
    range: Range<usize>,
    /// How many bytes stand there now.
    len: usize,
}

/// The text at one moment.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// The text.
    pub text: Arc<str>,
    /// When that was.
    pub revision: Revision,
    /// The client's number for it.
    pub version: i32,
}

/// Changes were not taken in, because the document has a later version already.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("changes to version {sent} came when version {known} was there already, and were left out")]
pub struct OutOfOrder {
    /// The version that they were sent with.
    pub sent: i32,
    /// The version that there is.
    pub known: i32,
}

impl Document {
    /// A document as it was opened.
    pub fn new(text: String, version: i32, encoding: Encoding) -> Document {
        let (revision, changes) = (Revision::default(), VecDeque::new());
        let crlf = text.contains("\r\n");
        Document { text: Text::new(unix(&text).into_owned()), crlf, version, revision, changes, encoding }
    }

    /// A text with the ends of line that the client has.
    pub fn to_client(&self, text: &str) -> String {
        if self.crlf { text.replace('\n', "\r\n") } else { text.to_owned() }
    }

    /// The text of now.
    pub fn text(&self) -> &str {
        self.text.as_str()
    }

    /// The client's version of now.
    pub fn version(&self) -> i32 {
        self.version
    }

    /// The moment of now.
    pub fn revision(&self) -> Revision {
        self.revision
    }

    /// The text of now, to be looked at later.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot { text: self.text().into(), revision: self.revision, version: self.version }
    }

    /// Takes in changes, one after the other.
    ///
    /// # Errors
    /// If they are older than what is there; nothing is changed then.
    pub fn change(
        &mut self,
        version: i32,
        changes: &[TextDocumentContentChangeEvent],
    ) -> Result<(), OutOfOrder> {
        if version <= self.version {
            return Err(OutOfOrder { sent: version, known: self.version });
        }
        self.version = version;
        for change in changes {
            match change.range {
                Some(range) => self.replace(self.text.bytes(range, self.encoding), &unix(&change.text)),
                None => self.renew(&unix(&change.text)),
            }
        }
        Ok(())
    }

    /// Takes in a whole text, as the change of what differs: what stands before and after it stays where it is.
    fn renew(&mut self, new: &str) {
        let old = self.text.as_str();
        let same = old.bytes().zip(new.bytes()).take_while(|(a, b)| a == b).count();
        let before = (0..=same).rev().find(|it| old.is_char_boundary(*it) && new.is_char_boundary(*it));
        let before = before.unwrap_or(0);
        let (a, b) = (&old[before..], &new[before..]);
        let same = a.bytes().rev().zip(b.bytes().rev()).take_while(|(a, b)| a == b).count();
        let parted = |it: &usize| a.is_char_boundary(a.len() - it) && b.is_char_boundary(b.len() - it);
        let after = (0..=same).rev().find(parted).unwrap_or(0);
        let range = before..old.len() - after;
        self.replace(range, &new[before..new.len() - after]);
    }

    fn replace(&mut self, range: Range<usize>, with: &str) {
        if self.text()[range.clone()] == *with {
            return;
        }
        self.text.replace(range.clone(), with);
        self.revision.0 += 1;
        if self.changes.len() == MEMORY {
            self.changes.pop_front();
        }
        self.changes.push_back(Change { range, len: with.len() });
    }

    /// Where a range of the text at `from` stands now; `None` if something in it or next to it was changed, or it is so
    /// long ago that nobody knows.
    pub fn carry(&self, range: &Range<usize>, from: Revision) -> Option<Range<usize>> {
        let since = usize::try_from(self.revision.0.checked_sub(from.0)?).ok()?;
        let first = self.changes.len().checked_sub(since)?;
        self.changes.range(first..).try_fold(range.clone(), |range, change| {
            if range.end < change.range.start {
                Some(range)
            } else if change.range.end < range.start {
                let moved = |at: usize| at - change.range.len() + change.len;
                Some(moved(range.start)..moved(range.end))
            } else {
                None
            }
        })
    }

    /// The positions of a range of bytes of the text of now.
    pub fn range(&self, bytes: &Range<usize>) -> lsp_types::Range {
        self.text.range(bytes, self.encoding)
    }

    /// The byte at a position.
    pub fn byte(&self, position: lsp_types::Position) -> usize {
        self.text.byte(position, self.encoding)
    }

    /// The bytes that a range of positions covers.
    pub fn bytes(&self, range: lsp_types::Range) -> Range<usize> {
        self.text.bytes(range, self.encoding)
    }
}

/// A text with `\n` for each `\r\n`.
fn unix(text: &str) -> Cow<'_, str> {
    if text.contains("\r\n") { text.replace("\r\n", "\n").into() } else { text.into() }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use lsp_types::Position;
    use proptest::{collection::vec, prelude::*};

    use super::*;

    fn document(text: &str) -> Document {
        Document::new(text.into(), 1, Encoding::Utf32)
    }

    fn whole(text: &str) -> TextDocumentContentChangeEvent {
        TextDocumentContentChangeEvent { range: None, range_length: None, text: text.into() }
    }

    fn part(document: &Document, bytes: Range<usize>, text: &str) -> TextDocumentContentChangeEvent {
        let range = Some(document.range(&bytes));
        TextDocumentContentChangeEvent { range, range_length: None, text: text.into() }
    }

    proptest! {
        /// What is carried is the same text still; what is not was touched, by an edit of it or next to it.
        #[test]
        fn what_is_carried_was_left_alone(
            edits in vec((0usize..40, 0usize..4, "[xyz]{0,3}", any::<bool>()), 0..8), start in 0usize..30, len in 1usize..6,
        ) {
            // All letters differ, so that each can be told from any other.
            let text: String = ('A'..='Z').chain('0'..='9').collect();
            let mut document = document(&text);
            let range = start..start + len;
            let wanted = &text[range.clone()];
            let mut touched = false;
            for (version, (at, gone, with, all)) in (2..).zip(edits) {
                let now = document.text().to_owned();
                let (at, end) = (at.min(now.len()), (at + gone).min(now.len()));
                let place = now.find(wanted);
                let mut new = now.clone();
                new.replace_range(at..end, &with);
                let change = if all { whole(&new) } else { part(&document, at..end, &with) };
                document.change(version, &[change]).unwrap();
                prop_assert_eq!(document.text(), &new);
                if let Some(place) = place.filter(|_| new != now) {
                    touched |= at <= place + len && end >= place;
                }
            }
            match document.carry(&range, Revision(0)) {
                Some(now) => prop_assert_eq!(&document.text()[now], wanted),
                None => prop_assert!(touched),
            }
        }
    }

    #[test]
    fn changes_that_come_too_late_are_refused() {
        let mut document = document("abc");
        document.change(5, &[whole("abcd")]).unwrap();
        let refused = document.change(4, &[whole("zzz")]);
        assert_eq!(refused, Err(OutOfOrder { sent: 4, known: 5 }));
        assert_eq!(document.change(5, &[whole("zzz")]), Err(OutOfOrder { sent: 5, known: 5 }));
        assert_eq!((document.text(), document.version(), document.revision()), ("abcd", 5, Revision(1)));
    }

    #[test]
    fn several_changes_at_once_follow_each_other() {
        let mut document = document("𝕜 a\r\nb");
        let at =
            |line, from, to| Some(lsp_types::Range::new(Position::new(line, from), Position::new(line, to)));
        let change = |range, text: &str| TextDocumentContentChangeEvent { range, ..whole(text) };
        document.change(2, &[change(at(0, 2, 3), "xy"), change(at(1, 0, 9), "c")]).unwrap();
        assert_eq!(document.text(), "𝕜 xy\nc");
        assert_eq!(document.to_client("a\nb"), "a\r\nb");
        assert_eq!(document.carry(&(0..4), Revision(0)), Some(0..4));
        assert_eq!(document.carry(&(4..6), Revision(0)), None);
    }

    #[test]
    fn a_change_that_was_forgotten_is_not_carried_over() {
        let mut document = document("target ");
        for version in 2..MEMORY as i32 + 3 {
            let end = document.text().len();
            let change = part(&document, end..end, "x");
            document.change(version, &[change]).unwrap();
        }
        assert_eq!(document.carry(&(0..6), Revision(0)), None);
        assert_eq!(document.carry(&(0..6), Revision(1)), Some(0..6));
    }

    #[test]
    fn a_keystroke_in_a_long_file_costs_little() {
        let line = "theorem t (n : Nat) (h : 0 < n) : n ≠ 0 := by sorry\n";
        let mut document = document(&line.repeat(2000));
        let begun = Instant::now();
        let strokes = 200;
        for version in 0..strokes {
            let at = document.byte(Position::new(1000, 10));
            let change = part(&document, at..at, "x");
            document.change(version + 2, &[change]).unwrap();
        }
        let each = begun.elapsed() / strokes as u32;
        assert!(each.as_micros() < 1000, "{each:?} for a keystroke");
    }
}
