//! What a search asks of the index.

use futures::future::{BoxFuture, FutureExt, ready};

use super::Lemma;
use crate::{
    proposer::Usage,
    prover::{GoalGroup, Premise},
    theorem::Theorem,
};

/// What it took to be ready for goals.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prepared {
    /// What it cost.
    pub usage: Usage,
    /// What went wrong, for the user; the same words as long as it is the same. The goals are served all the same.
    pub complaint: Option<String>,
}

/// Finds what may serve a proof, and keeps what was proved.
pub trait Retrieval: Send + Sync {
    /// The lemma that states just this behind just this header.
    fn known(&self, theorem: &Theorem) -> Option<Lemma>;

    /// Asks elsewhere for what [`Retrieval::lemmas`] and [`Retrieval::premises`] can use for these goals, and keeps it.
    ///
    /// One that asks nobody is ready at once.
    fn prepare<'a>(&'a self, _goals: &'a GoalGroup) -> BoxFuture<'a, Prepared> {
        ready(Prepared::default()).boxed()
    }

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
