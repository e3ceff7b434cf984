//! What a new theorem has to pass: the prover understands it, it is new, it says something, and its proof is certified.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{
    driver::vacuous,
    lemma::normal::key_of_goal,
    prover::{Certificate, Certification, Certifier, GoalGroup, ProverError, Session, StepLimits, Verdict},
    theorem::Theorem,
};

/// Why something is left out of the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dropped {
    /// It has no proof, or one that the certifier refuses.
    NotCertified,
    /// The prover does not understand the statement.
    NotUnderstood,
    /// It has a form that this does not read.
    Form,
    /// It states what an earlier theorem states.
    Duplicate,
    /// It is what it was derived from, as far as the prover sees.
    Same,
    /// One tactic proves it.
    Trivial,
    /// What it supposes contradicts itself.
    Vacuous,
    /// It has a part in more than one part of the data.
    Leak,
    /// The model gave nothing that can be read.
    Unreadable,
    /// The time was over before it.
    Timeout,
    /// The prover broke on it.
    Broke,
}

impl Dropped {
    /// The reason in words that go behind a number.
    pub fn words(self) -> &'static str {
        match self {
            Dropped::NotCertified => "not certified",
            Dropped::NotUnderstood => "not understood by the prover",
            Dropped::Form => "of a form that is not read",
            Dropped::Duplicate => "stated before",
            Dropped::Same => "the same as what they were derived from",
            Dropped::Trivial => "trivial",
            Dropped::Vacuous => "with hypotheses that contradict each other",
            Dropped::Leak => "met in another part of the data",
            Dropped::Unreadable => "not readable",
            Dropped::Timeout => "cut off by the time",
            Dropped::Broke => "that broke the prover",
        }
    }
}

/// What one tactic proves.
pub const TRIVIAL: &str =
    "intros\nfirst\n| rfl\n| assumption\n| contradiction\n| decide\n| omega\n| (simp; done)";

/// A theorem that was opened and found worth a proof.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The goals that it states.
    pub group: GoalGroup,
    /// Equal for theorems that state the same up to the names of variables.
    pub key: String,
}

/// Opens a theorem.
///
/// # Errors
/// If no prover can be had. What is wrong with the theorem comes with the prover's message.
pub async fn open<S: Session>(
    session: &mut S,
    theorem: &Theorem,
) -> Result<Result<Opened, (Dropped, String)>, ProverError> {
    let group = match session.open(theorem).await {
        Ok(group) => group,
        Err(ProverError::Statement { message } | ProverError::Died { message, .. }) => {
            return Ok(Err((Dropped::NotUnderstood, message)));
        }
        Err(error) => return Err(error),
    };
    let key = match &group.goals[..] {
        [goal] => key_of_goal(goal),
        _ => None,
    };
    Ok(match key {
        Some(key) => Ok(Opened { group, key }),
        None => {
            session.forget(&[group.state]);
            Err((Dropped::Form, "its goal cannot be stated by itself".into()))
        }
    })
}

/// Why a theorem that was opened is not worth a proof: it is `known`, one of `steps` closes it, which says why, or what it
/// supposes contradicts itself.
///
/// # Errors
/// If no prover can be had.
pub async fn judge<S: Session>(
    session: &mut S,
    theorem: &Theorem,
    opened: &Opened,
    known: &BTreeSet<String>,
    steps: &[(Dropped, &str)],
    limits: StepLimits,
) -> Result<Option<Dropped>, ProverError> {
    if known.contains(&opened.key) {
        return Ok(Some(Dropped::Duplicate));
    }
    let is_vacuous = vacuous::may_be(theorem, &opened.group).then_some((Dropped::Vacuous, vacuous::STEP));
    for (why, step) in steps.iter().copied().chain(is_vacuous) {
        match session.step(opened.group.state, step, limits).await? {
            Verdict::Closed => return Ok(Some(why)),
            Verdict::Progress { groups } => {
                session.forget(&groups.iter().map(|it| it.state).collect::<Vec<_>>());
            }
            Verdict::Rejected { .. } | Verdict::Inconclusive { .. } => {}
        }
    }
    Ok(None)
}

/// Has a proof certified.
///
/// # Errors
/// If no prover can be had. A refusal comes with its reason.
pub async fn certify<C: Certifier>(
    certifier: &mut C,
    theorem: &Theorem,
    proof: &str,
) -> Result<Result<Certificate, (Dropped, String)>, ProverError> {
    Ok(match certifier.certify(theorem, proof).await? {
        Certification::Certified(certificate) => Ok(certificate),
        Certification::Refused { reason } => Err((Dropped::NotCertified, reason)),
    })
}
