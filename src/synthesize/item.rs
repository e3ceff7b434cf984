//! A theorem of the data, as a line of it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{admit::Dropped, mutate::Mutation};
use crate::{
    lemma::{LemmaId, offer::mentions},
    prover::Certificate,
    theorem::{ProverKind, Theorem},
};

/// Where a theorem comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// A file that was given.
    File,
    /// The lemma index.
    Index,
    /// A run, with the search that proved it.
    Run,
    /// A mutation of another one.
    Mutation,
    /// A model, from concepts.
    Seed,
}

impl Origin {
    /// The origin in words that go behind a number.
    pub fn words(self) -> &'static str {
        match self {
            Origin::File => "from files",
            Origin::Index => "from the index",
            Origin::Run => "from runs",
            Origin::Mutation => "by mutation",
            Origin::Seed => "from concepts",
        }
    }
}

/// A certified theorem: a line of `theorems.PART.jsonl`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// BLAKE3 of prover, header and statement (hex), as the lemma index has it.
    pub id: String,
    /// The declared name.
    pub name: String,
    /// The prover that it is for.
    pub prover: ProverKind,
    /// Where it comes from.
    pub origin: Origin,
    /// The file, run or concepts that it comes from.
    pub source: String,
    /// Equal for theorems that state the same up to the names of variables.
    pub key: String,
    /// The key of the theorem that it was derived from; its own if it was not.
    pub root: String,
    /// What stands before it.
    pub header: String,
    /// The statement, with a hole for the proof.
    pub statement: String,
    /// What fills the hole.
    pub script: String,
    /// The whole declaration, which is what was certified.
    pub proof: String,
    /// How it was derived, if by mutation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mutation: Option<Mutation>,
    /// What it says in words, if a model said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub informal: Option<String>,
    /// The certificate of `proof` behind `header`.
    pub certificate: Certificate,
}

impl Item {
    /// A theorem with its proof, derived from nothing.
    pub fn new(
        theorem: &Theorem,
        (origin, source, key): (Origin, &str, String),
        (script, proof): (String, String),
        certificate: Certificate,
    ) -> Item {
        Item {
            id: LemmaId::of(theorem).0,
            name: theorem.name.clone(),
            prover: theorem.prover,
            origin,
            source: source.to_owned(),
            root: key.clone(),
            key,
            header: theorem.header.clone(),
            statement: theorem.statement.clone(),
            script,
            proof,
            mutation: None,
            informal: None,
            // How long it took is the one thing that differs from run to run.
            certificate: Certificate { wall_ms: 0, ..certificate },
        }
    }

    /// The theorem with its hole; for Lean.
    pub fn theorem(&self) -> Theorem {
        let hole = self.statement.len().saturating_sub("by sorry".len())..self.statement.len();
        Theorem::new(&self.name, self.prover, &self.header, &self.statement, hole)
    }

    /// Its name as it is written, without the namespaces that are open there.
    pub fn plain_name(&self) -> &str {
        let tails = self.name.match_indices('.').map(|it| &self.name[it.0 + 1..]);
        let mut names = std::iter::once(self.name.as_str()).chain(tails);
        names.find(|it| mentions(&self.statement, it)).unwrap_or(&self.name)
    }

    /// What it states, without the hole.
    pub fn stated(&self) -> &str {
        let holes = [("by sorry", ":="), ("admit ()", "=")];
        let stated = holes
            .iter()
            .find_map(|(hole, before)| self.statement.strip_suffix(hole)?.trim_end().strip_suffix(before));
        stated.unwrap_or(&self.statement).trim_end()
    }
}

/// What one piece of the work came to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Yield {
    /// Certified theorems.
    pub items: Vec<Item>,
    /// How many were left out for which reason.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub dropped: BTreeMap<Dropped, u64>,
}

impl Yield {
    /// Counts something that is left out.
    pub fn drop(&mut self, why: Dropped) {
        *self.dropped.entry(why).or_default() += 1;
    }
}
