//! What speaks for and against a formal statement, each with its evidence.

use std::time::Duration;

use serde::Serialize;
use tokio_util::sync::CancellationToken;

use crate::{
    driver::{self, Record, Settings, Sources, Status, vacuous},
    prover::{Certifier, GoalGroup, ProverError, Session, Verdict as Stepped},
    search::Budget,
    theorem::Theorem,
};

use super::model::meaning::Opinion;

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

/// True by its form alone, where this closes it.
const FORM: &str = "intros\nfirst\n| exact True.intro\n| with_reducible assumption\n| with_reducible rfl";
/// What one tactic proves.
const ONE_TACTIC: &str = "intros\nfirst\n| rfl\n| decide\n| omega\n| (simp; done)";

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

/// Whether it says what a computation with given numbers comes to, as `2 + 2 = 4` does and `4 = 4` does not.
fn computes(group: &GoalGroup) -> bool {
    let [goal] = &group.goals[..] else { return false };
    let sides = goal.target.split_once(" = ").filter(|it| it.0 != it.1);
    goal.hyps.is_empty() && sides.is_some() && !goal.target.contains(char::is_alphabetic)
}

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
    let mut closes = async |step: &str| {
        Ok::<_, ProverError>(session.step(group.state, step, settings.step).await? == Stepped::Closed)
    };
    let by_form = !computes(&group) && closes(FORM).await?;
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
