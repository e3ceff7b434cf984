//! Tells what a model thought from what it answers.

use std::ops::Range;

/// How thoughts begin and end in a text.
const TAGS: [(&str, &str); 6] = [
    ("<think>", "</think>"),
    ("<thinking>", "</thinking>"),
    ("<thought>", "</thought>"),
    ("<reasoning>", "</reasoning>"),
    ("[THINK]", "[/THINK]"),
    ("◁think▷", "◁/think▷"),
];

/// Where the answer stands: after the last thought, and before one that has no end.
pub(super) fn answer(text: &str) -> Range<usize> {
    let mut range = 0..text.len();
    for (open, close) in TAGS {
        // The opening tag is often part of the prompt, so that only the closing one is seen.
        if let Some(at) = text[range.clone()].rfind(close) {
            range.start += at + close.len();
        }
        if let Some(at) = text[range.clone()].find(open) {
            range.end = range.start + at;
        }
    }
    range
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thoughts_are_no_answer() {
        let said = |text: &'static str| &text[answer(text)];
        assert_eq!(said("simp"), "simp");
        assert_eq!(said("<think>a</think>b<think>c</think>d"), "d");
        assert_eq!(said("a</think>\nb"), "\nb");
        assert_eq!(said("b\n<think>and on"), "b\n");
        assert_eq!(said("[THINK]<think>x"), "");
        assert_eq!(said("◁think▷é◁/think▷é"), "é");
    }
}
