//! What speaks for and against a formal statement, each with its evidence.

use std::time::Duration;

use serde::Serialize;
use tokio_util::sync::CancellationToken;

use crate::{
    driver::{self, Record, Settings, Sources, Status, vacuous},
    prover::{Certifier, GoalGroup, ProverError, Session, Verdict as Stepped},
    search::Budget,
    theorem::{ProverKind, Theorem},
};

use super::{checks::checks, instance::instance, model::meaning::Opinion};

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
    /// It takes more than one tactic, or more than the solver: else it may say less than was meant.
    Depth,
    /// It says what the text says, as models see it.
    Meaning,
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
    /// What judges think of its meaning.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub opinions: Vec<Opinion>,
}

impl Judgement {
    pub(super) fn add(&mut self, check: Check, verdict: Verdict, evidence: impl Into<String>) {
        self.stands &= verdict != Verdict::Failed;
        self.findings.push(Finding { check, verdict, evidence: evidence.into() });
    }
}

/// The search for a refutation has so much of the time, and no more than so many steps.
const SHARE: u32 = 4;
const STEPS: u64 = 80;

/// Opens a statement; what the prover has against it is a value.
pub(super) async fn opened<S: Session>(
    session: &mut S,
    theorem: &Theorem,
) -> Result<Result<GoalGroup, String>, ProverError> {
    match session.open(theorem).await {
        Ok(group) => Ok(Ok(group)),
        Err(ProverError::Statement { message }) => Ok(Err(message)),
        // Somebody may have written what is too much for it; the next statement has another process.
        Err(error @ ProverError::Died { .. }) => Ok(Err(format!("it is too much to elaborate: {error}"))),
        Err(error) => Err(error),
    }
}

/// What is wrong with the names in a statement that was opened, if something is.
pub(super) fn undeclared(theorem: &Theorem, group: &GoalGroup) -> Option<String> {
    let names = group.goals.iter().flat_map(|it| &it.hyps).map(|it| it.name.as_str());
    let names: Vec<String> = theorem.undeclared(names).iter().map(|it| format!("`{it}`")).collect();
    let all = names.join(", ");
    (!names.is_empty())
        .then(|| format!("nothing declares {all}: Lean takes it for any value (is it misspelt?)"))
}

/// Looks for what is wrong with a statement that has a hole for its proof.
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
    let mut judgement =
        Judgement { stands: true, findings: Vec::new(), refutation: None, opinions: Vec::new() };
    let group = match opened(session, theorem).await? {
        Ok(group) => group,
        Err(message) => {
            judgement.add(Check::Elaborates, Verdict::Failed, message);
            return Ok(judgement);
        }
    };
    match undeclared(theorem, &group) {
        Some(what) => judgement.add(Check::Elaborates, Verdict::Doubtful, what),
        None => judgement.add(Check::Elaborates, Verdict::Passed, "the prover understands it"),
    }
    let checks = checks(theorem, &group);
    let none = [None; 3];
    let steps =
        checks.as_ref().map_or(none, |it| [it.form.as_deref(), it.contradiction.as_deref(), Some(&it.plain)]);
    let mut closed = [false; 3];
    for (closed, step) in closed.iter_mut().zip(steps) {
        if let Some(step) = step {
            *closed = session.step(group.state, step, settings.step).await? == Stepped::Closed;
        }
    }
    session.forget(&[group.state]);
    let [by_form, contradictory, is_plain] = closed;
    if let Some(checks) = &checks {
        if by_form || checks.is_said_again {
            let why = "it is true by its form alone, whatever it speaks of";
            judgement.add(Check::Form, Verdict::Failed, why);
            return Ok(judgement);
        }
        judgement.add(Check::Form, Verdict::Passed, "it is no tautology by its form");
        if contradictory {
            judgement.add(Check::Hypotheses, Verdict::Failed, vacuous::MESSAGE);
            return Ok(judgement);
        }
        judgement.add(Check::Hypotheses, Verdict::Passed, "no contradiction was found in what it supposes");
        if is_plain {
            judgement.add(Check::Refutation, Verdict::Passed, "it is true");
            judgement.add(Check::Depth, Verdict::Doubtful, checks.depth[0]);
            return Ok(judgement);
        }
    }
    let time = settings.budget.time.map(|it| (it / SHARE).max(Duration::from_secs(1)));
    let steps = settings.budget.steps.map_or(STEPS, |it| it.min(STEPS));
    let small =
        Settings { budget: Budget { time, steps: Some(steps), ..settings.budget }, ..settings.clone() };
    let record = driver::refute(session, certifier, sources, theorem, &small, cancel, &mut |_| {}).await?;
    let spent = record.spent.steps;
    match record.status {
        Status::Disproved => {
            let script = record.script.as_deref().unwrap_or_default();
            let evidence = match instance(session, theorem, script, settings.step).await? {
                Some(at) => format!("it is false, and its negation is proved: for {at}"),
                None => {
                    let between = if theorem.prover == ProverKind::Lean { "; " } else { " " };
                    let lines: Vec<&str> = script.lines().map(str::trim).collect();
                    format!("its negation is proved: {}", lines.join(between))
                }
            };
            judgement.add(Check::Refutation, Verdict::Failed, evidence);
        }
        _ => judgement.add(Check::Refutation, Verdict::Passed, format!("no refutation in {spent} steps")),
    }
    judgement.refutation = Some(record);
    if judgement.stands
        && let Some(checks) = checks
    {
        judgement.add(Check::Depth, Verdict::Passed, checks.depth[1]);
    }
    Ok(judgement)
}
