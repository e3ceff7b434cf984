//! How a prover is asked what is wrong with a statement: the steps, in its own language.

mod fstar;
mod lean;

use crate::{
    prover::GoalGroup,
    theorem::{ProverKind, Theorem},
};

/// Steps that tell something of a statement if they close it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Checks {
    /// It is true by its form alone.
    pub(super) form: Option<String>,
    /// It is one of its own hypotheses, which is seen without a step.
    pub(super) is_said_again: bool,
    /// What it supposes contradicts itself.
    pub(super) contradiction: Option<String>,
    /// It is true, and little is needed for that.
    pub(super) plain: String,
    /// What is said then, and what else.
    pub(super) depth: [&'static str; 2],
}

/// The checks of a statement that was opened; none if it cannot be told what they would be.
pub(super) fn checks(theorem: &Theorem, group: &GoalGroup) -> Option<Checks> {
    match theorem.prover {
        ProverKind::Lean => Some(lean::checks(theorem, group)),
        ProverKind::Fstar => fstar::checks(theorem),
    }
}
