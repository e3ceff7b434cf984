//! Where steps come from.

mod bandit;
pub mod builtin;
pub mod mixture;
pub mod model;
pub mod replay;
pub mod settings;
pub mod spec;
mod usage;

pub use model::endpoint::Embedded;
pub use usage::{Micros, Prices, Usage};

use std::sync::Arc;

use futures::future::BoxFuture;
use serde::{Deserialize, Serialize};

use crate::{
    prover::{GoalGroup, Premise},
    theorem::Theorem,
};

/// A step before it is tried.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Proposal {
    /// The proof text to try. May have several lines; the first is unindented.
    pub step: String,
    /// Natural logarithm of the proposer's own estimate that this step is the one; at most 0.
    pub log_prob: f64,
    /// Which proposer it came from: `builtin`, `openai:MODEL`.
    pub source: Arc<str>,
}

/// What a proposer is asked.
#[derive(Clone, Copy, Debug)]
pub struct Ask<'a> {
    /// The theorem under way.
    pub theorem: &'a Theorem,
    /// The goals to make a step on; the first is the main goal.
    pub group: &'a GoalGroup,
    /// The steps from the root to here, in order.
    pub path: &'a [String],
    /// Steps that were already refused here, with the prover's reason.
    pub failed: &'a [(String, String)],
    /// Facts that may serve, the best first.
    pub premises: &'a [Premise],
    /// How many proposals are wanted from a proposer that samples.
    pub samples: usize,
    /// How many times this group was asked before.
    pub round: u32,
    /// Whether a proposer that costs calls may answer; if not, only those that cost none.
    pub paid: bool,
    /// Which members of a mixture are to answer.
    pub who: Who,
    /// What is asked for.
    pub wanted: Wanted<'a>,
    /// What came of each source's steps so far in this search, sorted by source.
    pub tallies: &'a [Tally],
}

impl<'a> Ask<'a> {
    /// Asks for one step, with nothing known beside the goals.
    pub fn new(theorem: &'a Theorem, group: &'a GoalGroup) -> Self {
        Ask {
            theorem,
            group,
            path: &[],
            failed: &[],
            premises: &[],
            samples: 1,
            round: 0,
            paid: true,
            who: Who::All,
            wanted: Wanted::Steps,
            tallies: &[],
        }
    }
}

/// Members of a mixture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// All of them.
    All,
    /// Those that cost no calls, and so answer at once.
    Free,
    /// The others.
    Paid,
}

/// What a proposer is asked for. The answer is proposals in any case; what is longer than a step is cut into
/// steps by the search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted<'a> {
    /// Next steps.
    Steps,
    /// Proofs of the goals, as a whole.
    Proofs,
    /// Proofs as a whole, in place of one that failed.
    Repairs(&'a FailedProof),
    /// Sketches of proofs, of `have` statements whose own proofs are left open.
    Drafts,
}

/// A whole proof that does not work.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FailedProof {
    /// Its text.
    pub proof: String,
    /// What is wrong with it, in the order of the text; never empty.
    pub faults: Vec<Fault>,
    /// How many repairs led to it; 0 for a first try.
    pub repairs: u32,
}

/// One thing that is wrong with a proof.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fault {
    /// The line of the proof where the step begins, counted from 1.
    pub line: usize,
    /// The step that failed.
    pub step: String,
    /// What the prover said.
    pub message: String,
    /// The goals there, as printed.
    pub goals: String,
}

/// What came of the steps of one source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// The source, as proposals carry it.
    pub source: Arc<str>,
    /// Steps that were tried, and found to work or not.
    pub tried: u64,
    /// Those that closed their goals or left new ones.
    pub survived: u64,
}

/// Proposals, best first, and what they cost.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Proposals {
    /// The proposals.
    pub proposals: Vec<Proposal>,
    /// What they cost.
    pub usage: Usage,
    /// Whether asking again about the same group would bring nothing new.
    pub exhausted: bool,
    /// What went wrong on the way, for the user; the rest of the answer is good all the same.
    pub complaints: Vec<String>,
}

/// A proposer could not answer.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ProposerError {
    /// The endpoint cannot be reached, or refuses.
    #[error("{proposer}: {message}")]
    Endpoint {
        /// Which proposer.
        proposer: String,
        /// What happened; never holds a key.
        message: String,
        /// What the user can do.
        hint: String,
        /// Whether trying later may help.
        retryable: bool,
    },
    /// A setting is missing or wrong.
    #[error("{proposer}: {message}")]
    Config {
        /// Which proposer.
        proposer: String,
        /// What is wrong.
        message: String,
        /// What the user can do.
        hint: String,
    },
}

impl ProposerError {
    /// What happened and what the user can do, in one line.
    pub fn complaint(&self) -> String {
        let (ProposerError::Endpoint { hint, .. } | ProposerError::Config { hint, .. }) = self;
        format!("{self}; {hint}")
    }
}

/// Proposes steps for a goal group.
pub trait Proposer: Send + Sync {
    /// The name that proposals carry as their source.
    fn name(&self) -> &str;

    /// What draws in a mixture depend on; a recording has that of the model that was recorded.
    fn id(&self) -> &str {
        self.name()
    }

    /// Whether steps that carry this source are its own.
    fn owns(&self, source: &str) -> bool {
        source == self.name()
    }

    /// Whether what it is asked for costs calls, so that it is shared out in a mixture.
    fn is_paid(&self) -> bool {
        false
    }

    /// Whether it is a mixture of members that cost calls and of members that do not.
    fn is_split(&self) -> bool {
        false
    }

    /// Proposes steps, best first.
    ///
    /// # Errors
    /// What an endpoint or a setting did wrong; an empty answer is not an error.
    fn propose<'a>(&'a self, ask: Ask<'a>) -> BoxFuture<'a, Result<Proposals, ProposerError>>;
}

/// Turns texts into vectors.
pub trait Embedder: Send + Sync {
    /// The name of the model that does it.
    fn model(&self) -> &str;

    /// Embeds texts.
    ///
    /// # Errors
    /// What the endpoint or a setting did wrong.
    fn embed<'a>(&'a self, texts: &'a [&'a str]) -> BoxFuture<'a, Result<Embedded, ProposerError>>;
}
