//! The commands of `workspace/executeCommand`, and what they are given.

use lsp_types::{Position, Url};
use serde::Deserialize;
use serde_json::Value;

/// Searches for a proof of what is at a position.
pub const PROVE: &str = "proofwright.prove";
/// Searches for proofs of all holes of a document.
pub const PROVE_ALL: &str = "proofwright.proveAll";
/// Ends the searches for what is at a position; without one, all of the document.
pub const CANCEL: &str = "proofwright.cancel";

/// Looks for next steps for the hole at a position, which are among its code actions then.
pub const SUGGEST: &str = "proofwright.suggest";
/// Says how far the last search for what is at a position came; the answer has it as Markdown.
pub const EXPLAIN: &str = "proofwright.explain";
/// Searches for a proof of the negation of what is at a position.
pub const REFUTE: &str = "proofwright.refute";
/// The answer has the lemmas and facts that may serve at a position, the best first.
pub const SEARCH_LEMMAS: &str = "proofwright.searchLemmas";

/// Tells that a completion was used; clients send it with what they insert.
pub const USED: &str = "proofwright.used";

/// Makes the proof of the finished theorem at a position shorter.
pub const MINIMISE: &str = "proofwright.minimise";
/// Puts a sketch where the hole at a position is, with a hole for each of its parts.
pub const DRAFT: &str = "proofwright.draft";

/// All of them.
pub const ALL: [&str; 10] =
    [PROVE, PROVE_ALL, CANCEL, SUGGEST, EXPLAIN, REFUTE, SEARCH_LEMMAS, USED, MINIMISE, DRAFT];

/// What a command is about.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Subject {
    /// Which document.
    pub uri: Url,
    /// Where in it.
    pub position: Option<Position>,
}

impl Subject {
    /// Reads the arguments of a command: one object with `uri`, and `position` where that matters.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn of(arguments: &[Value]) -> Result<Subject, String> {
        let [only] = arguments else {
            return Err(format!(
                "it takes one object with `uri` and `position`, and was given {}",
                arguments.len()
            ));
        };
        Subject::deserialize(only)
            .map_err(|error| format!("its argument is to have `uri` and `position`: {error}"))
    }
}
