//! What a search asks of the index.

use super::Lemma;
use crate::{
    prover::{GoalGroup, Premise},
    theorem::Theorem,
};

/// Finds what may serve a proof, and keeps what was proved.
pub trait Retrieval: Send + Sync {
    /// The lemma that states just this behind just this header.
    fn known(&self, theorem: &Theorem) -> Option<Lemma>;

    /// Lemmas that may serve a proof of the goals that `theorem` begins with, together with those that they call, each
    /// behind what it calls. Never the theorem itself.
    fn lemmas(&self, theorem: &Theorem, root: &GoalGroup) -> Vec<Lemma>;

    /// The lemmas with these names, in this order; those that are not there any more are left out.
    fn named(&self, names: &[String]) -> Vec<Lemma>;

    /// Facts of the library that may serve at these goals, the best first.
    fn premises(&self, theorem: &Theorem, goals: &GoalGroup) -> Vec<Premise>;

    /// Whether a lemma that states this goal is there.
    fn has(&self, theorem: &Theorem, key: &str) -> bool;

    /// Keeps a lemma that was certified. The name may be changed; what it says when it fails is for the user.
    fn keep(&self, lemma: Lemma) -> Result<(), String>;
}
