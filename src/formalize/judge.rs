//! What speaks for and against a formal statement, each with its evidence.

use std::time::Duration;

use serde::Serialize;
use tokio_util::sync::CancellationToken;

use crate::{
    driver::{self, Record, Settings, Sources, Status, vacuous},
    prover::{Certifier, ProverError, Session, Verdict as Stepped},
    search::Budget,
    theorem::Theorem,
};

/// What is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    /// The prover understands it.
    Elaborates,
    /// It is more than a tautology by its form, as `a = a` is, or a hypothesis said again.
    Form,
    /// What it supposes can be.
    Hypotheses,
    /// It is not false.
    Refutation,
    /// It takes more than one tactic: else it may say less than was meant.
    Depth,
}

/// How a check went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Nothing against it was found.
    Passed,
    /// The statement is rejected for it.
    Failed,
    /// Something to be looked at by a person.
    Doubtful,
}

/// A check with what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What was looked for.
    pub check: Check,
    /// How that went.
    pub verdict: Verdict,
    /// Why.
    pub evidence: String,
}

/// What is known of a statement.
#[derive(Clone, Debug, Serialize)]
pub struct Judgement {
    /// Whether nothing that was tried rejects it.
    pub stands: bool,
    /// The checks in order; none follows one that failed.
    pub findings: Vec<Finding>,
    /// The search for a refutation, if there was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refutation: Option<Record>,
}

impl Judgement {
    fn add(&mut self, check: Check, verdict: Verdict, evidence: impl Into<String>) {
        self.stands &= verdict != Verdict::Failed;
        self.findings.push(Finding { check, verdict, evidence: evidence.into() });
    }
}

/// True by its form alone, where this closes it.
const FORM: &str = "intros\nfirst\n| exact True.intro\n| assumption\n| with_reducible rfl";
/// What one tactic proves.
const ONE_TACTIC: &str = "intros\nfirst\n| rfl\n| decide\n| omega\n| (simp; done)";

/// The search for a refutation has so much of the time, and no more than so many steps.
const SHARE: u32 = 4;
const STEPS: u64 = 80;

/// Looks for what is wrong with a Lean statement that has a hole for its proof.
///
/// # Errors
/// If the prover cannot be had.
pub async fn judge<S: Session, C: Certifier>(
    session: &mut S,
    certifier: &mut C,
    sources: Sources<'_>,
    theorem: &Theorem,
    settings: &Settings,
    cancel: &CancellationToken,
) -> Result<Judgement, ProverError> {
    let mut judgement = Judgement { stands: true, findings: Vec::new(), refutation: None };
    let group = match session.open(theorem).await {
        Ok(group) => group,
        Err(ProverError::Statement { message }) => {
            judgement.add(Check::Elaborates, Verdict::Failed, message);
            return Ok(judgement);
        }
        Err(error) => return Err(error),
    };
    judgement.add(Check::Elaborates, Verdict::Passed, "the prover understands it");
    let mut closes = async |step: &str| {
        Ok::<_, ProverError>(session.step(group.state, step, settings.step).await? == Stepped::Closed)
    };
    let by_form = closes(FORM).await?;
    let contradictory = vacuous::may_be(theorem, &group) && closes(vacuous::STEP).await?;
    let one_tactic = closes(ONE_TACTIC).await?;
    session.forget(&[group.state]);
    if by_form {
        judgement.add(Check::Form, Verdict::Failed, "it is true by its form alone, whatever it speaks of");
        return Ok(judgement);
    }
    judgement.add(Check::Form, Verdict::Passed, "it is no tautology by its form");
    if contradictory {
        judgement.add(Check::Hypotheses, Verdict::Failed, vacuous::MESSAGE);
        return Ok(judgement);
    }
    judgement.add(Check::Hypotheses, Verdict::Passed, "no contradiction was found in what it supposes");
    if one_tactic {
        judgement.add(Check::Refutation, Verdict::Passed, "it is true");
        judgement.add(Check::Depth, Verdict::Doubtful, "one tactic proves it: is that all that is meant?");
        return Ok(judgement);
    }
    let time = settings.budget.time.map(|it| (it / SHARE).max(Duration::from_secs(1)));
    let steps = settings.budget.steps.map_or(STEPS, |it| it.min(STEPS));
    let small =
        Settings { budget: Budget { time, steps: Some(steps), ..settings.budget }, ..settings.clone() };
    let record = driver::refute(session, certifier, sources, theorem, &small, cancel, &mut |_| {}).await?;
    let spent = record.spent.steps;
    match record.status {
        Status::Disproved => {
            let script = record.script.as_deref().unwrap_or_default().replace('\n', "; ");
            judgement.add(Check::Refutation, Verdict::Failed, format!("its negation is proved: {script}"));
        }
        _ => judgement.add(Check::Refutation, Verdict::Passed, format!("no refutation in {spent} steps")),
    }
    judgement.refutation = Some(record);
    if judgement.stands {
        judgement.add(Check::Depth, Verdict::Passed, "no single tactic proves it");
    }
    Ok(judgement)
}
