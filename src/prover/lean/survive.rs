//! Checking a text that may kill Lean: what does, is found and left out.

use std::{
    ops::Range,
    time::{Duration, Instant},
};

use super::{pool::LeanPool, protocol::CheckReply};
use crate::prover::ProverError;

/// So many parts of a text may be left out before it is given up.
const MOST: usize = 3;

/// A text that kills Lean only after this time is not asked about part by part.
const PATIENCE: Duration = Duration::from_secs(60);

/// A text as Lean survives it.
#[derive(Clone, Debug)]
pub struct Survived {
    /// The text, with blanks for what is left out, so that places stay what they are.
    pub text: String,
    /// What Lean says of it.
    pub checked: CheckReply,
    /// What is left out, in bytes of the text.
    pub left_out: Vec<Range<usize>>,
}

/// Checks a text, without the declarations that kill Lean.
///
/// # Errors
/// If no worker can be had, or too much would have to be left out.
pub async fn check(pool: &LeanPool, text: &str) -> Result<Survived, ProverError> {
    let begun = Instant::now();
    let mut text = text.to_owned();
    let mut left_out = Vec::new();
    loop {
        let died = match pool.check(&text).await {
            Ok(checked) => return Ok(Survived { text, checked, left_out }),
            Err(error @ ProverError::Died { .. }) => error,
            Err(error) => return Err(error),
        };
        if left_out.len() == MOST || begun.elapsed() > PATIENCE {
            return Err(died);
        }
        let blocks = blocks(&text);
        // The first block with which the text up to its end kills.
        let (mut low, mut high) = (0, blocks.len().saturating_sub(1));
        while low < high {
            let middle = (low + high) / 2;
            match pool.check(&text[..blocks[middle].end]).await {
                Ok(_) => low = middle + 1,
                Err(ProverError::Died { .. }) => high = middle,
                Err(error) => return Err(error),
            }
        }
        let Some(block) = blocks.get(low).filter(|it| !text[(*it).clone()].trim().is_empty()) else {
            return Err(died);
        };
        let blanks =
            text[block.clone()].bytes().map(|it| if it == b'\n' { '\n' } else { ' ' }).collect::<String>();
        text.replace_range(block.clone(), &blanks);
        left_out.push(block.clone());
    }
}

/// Parts of a text that each hold a declaration or a few, as far as its lines tell.
fn blocks(text: &str) -> Vec<Range<usize>> {
    let mut starts = vec![0];
    let mut at = 0;
    let mut before = "";
    for line in text.split_inclusive('\n') {
        if at > 0 && begins(before, line) {
            starts.push(at);
        }
        at += line.len();
        before = line;
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

/// Whether a declaration begins with this line, and not with the line before it.
fn begins(before: &str, line: &str) -> bool {
    const WORDS: [&str; 6] = ["theorem ", "lemma ", "example", "def ", "abbrev ", "instance"];
    if line.starts_with(char::is_whitespace) {
        return false;
    }
    let before = before.trim_end();
    let leads = before.starts_with("@[") || before.ends_with("-/") || before.ends_with(" in");
    let opens =
        ["/--", "@["].iter().chain(&WORDS).any(|it| line.starts_with(it)) || line.trim_end().ends_with(" in");
    before.is_empty() || (!leads && opens)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_where_declarations_begin() {
        let parts = [
            "import Init\nopen Nat\n\n",
            "/-- a -/\n@[simp]\ntheorem a : p := by\n  simp\n\n  done\n",
            "theorem b : q := by sorry\n",
            "open Nat in\nexample : r := by\n  sorry\n\n",
            "end A\n",
        ];
        let text = parts.concat();
        let found: Vec<_> = blocks(&text).into_iter().map(|it| text[it].to_owned()).collect();
        assert_eq!(found, parts);
        assert_eq!(blocks("").len(), 1);
    }
}
