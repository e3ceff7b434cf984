//! The lemma index: what was certified is kept, what the library has is listed, and both are found again.
//!
//! What ranks is pure; only the store touches the disk.

pub mod embed;
pub mod exchange;
pub mod graph;
pub mod index;
pub mod library;
mod near;
pub mod normal;
pub mod offer;
pub mod rank;
mod retrieval;
pub mod store;

pub use index::Index;
pub use retrieval::{Prepared, Retrieval};

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{
    prover::Certificate,
    theorem::{ProverKind, Theorem},
};

/// What identifies a lemma: BLAKE3 (hex) of its prover, its header and its statement.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LemmaId(pub String);

impl LemmaId {
    /// The id of the lemma that states what `theorem` states.
    pub fn of(theorem: &Theorem) -> Self {
        let mut hasher = blake3::Hasher::new();
        for part in [theorem.prover.as_str(), "\0", &theorem.header, "\0", &theorem.statement] {
            hasher.update(part.as_bytes());
        }
        LemmaId(hasher.finalize().to_hex().to_string())
    }
}

impl fmt::Display for LemmaId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A certified theorem, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lemma {
    /// What identifies it.
    pub id: LemmaId,
    /// A name that no other lemma of the store has, and that can be written as a local name.
    pub name: String,
    /// Its statement as written, with the hole for the proof and the header it stands in.
    pub theorem: Theorem,
    /// Its type, as the prover prints it.
    #[serde(rename = "type")]
    pub ty: String,
    /// Equal for lemmas and goals that state the same up to the names of variables.
    pub key: String,
    /// What fills the hole. It may call the lemmas in `uses` by their names.
    pub script: String,
    /// The whole declaration that was certified; it rests on nothing but its header.
    pub proof: String,
    /// The lemmas that `script` calls.
    pub uses: Vec<LemmaId>,
    /// The certificate of `proof`.
    pub certificate: Certificate,
    /// Constants that its type mentions, sorted.
    pub consts: Vec<String>,
    /// Where it comes from.
    pub provenance: Provenance,
}

impl Lemma {
    /// What fills the hole in `proof`, as a script: with the proofs of the lemmas that it calls.
    ///
    /// It is `script` where the proof has another form than the statement, as with a `|` for each case.
    pub fn whole_script(&self) -> String {
        let Theorem { hole, statement, .. } = &self.theorem;
        let after = self.proof.strip_prefix(&statement[..hole.start]);
        let Some(filling) = after.and_then(|it| it.strip_suffix(&statement[hole.end..])) else {
            return self.script.clone();
        };
        let filling = filling.trim();
        if self.theorem.prover == ProverKind::Fstar {
            return filling.to_owned();
        }
        let Some(lines) = filling.strip_prefix("by").filter(|it| it.starts_with(char::is_whitespace)) else {
            return format!("exact {filling}");
        };
        let lines = lines.trim_matches('\n');
        let margin = |it: &str| it.len() - it.trim_start().len();
        let least = lines.lines().filter(|it| !it.trim().is_empty()).map(margin).min().unwrap_or(0);
        let dedented = lines.lines().map(|it| it.get(least..).unwrap_or_default());
        dedented.collect::<Vec<_>>().join("\n")
    }
}

/// Where a lemma comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// The run, or the file, that it was proved in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run: Option<String>,
    /// Which proposers its steps came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposer: Option<String>,
    /// The corpus that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corpus: Option<String>,
    /// The theorem that it was a goal of, if it was not stated by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goal_of: Option<String>,
}
