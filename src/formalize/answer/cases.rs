//! Small cases, each decided by the prover.

use std::collections::BTreeSet;

use tokio::time::Instant;

use super::conjecture::{Case, Is};
use crate::{
    driver::Settings,
    formalize::reading::{Domain, Number, Prop, Question, Rel, Variable},
    prover::{ProverError, Session, StateId, StepLimits, Verdict},
    theorem::{ProverKind, Theorem},
};

/// Where cases are decided.
const STATEMENT: &str = "theorem cases : False := by sorry";
/// What decides nearly all of them, and what else is tried where it does not.
const QUICK: &str = "decide";
const SLOW: &str = "first | decide +kernel | omega | grind | (simp; done)";

/// The largest number that is tried for one which a definition says there is.
const WITNESS: i64 = 25;

/// What looks at cases; the time and the steps of a search are more than enough for it.
pub(super) struct Cases<'a, S> {
    session: &'a mut S,
    root: StateId,
    limits: StepLimits,
    until: Option<Instant>,
    question: &'a Question,
    /// What is tried, the quickest first.
    tactics: Vec<String>,
}

impl<'a, S: Session> Cases<'a, S> {
    /// Makes the prover ready for cases of a question.
    ///
    /// # Errors
    /// If the prover cannot be had.
    pub(super) async fn new(
        session: &'a mut S,
        header: &str,
        question: &'a Question,
        settings: &Settings,
    ) -> Result<Self, ProverError> {
        let hole = STATEMENT.len() - "by sorry".len()..STATEMENT.len();
        let theorem = Theorem::new("cases", ProverKind::Lean, header, STATEMENT, hole);
        let root = session.open(&theorem).await?.state;
        let until = settings.budget.time.map(|it| Instant::now() + it);
        let mut tactics = vec![QUICK.to_owned(), SLOW.to_owned()];
        let defined = question.defined();
        if !defined.is_empty() {
            let witnesses: String =
                (-WITNESS..=WITNESS).map(|it| format!(" | exact ⟨{it}, by decide⟩")).collect();
            tactics[1] =
                format!("(simp only [{}]; first | decide | omega | grind{witnesses})", defined.join(", "));
        }
        Ok(Cases { session, root, limits: settings.step, until, question, tactics })
    }

    /// Whether there is no time left for more.
    pub(super) fn is_over(&self) -> bool {
        self.until.is_some_and(|it| it <= Instant::now())
    }

    /// Whether the prover proves a statement in one step.
    async fn proves(&mut self, stated: &str, tactic: &str) -> Result<bool, ProverError> {
        let step = format!("have case : {stated} := by {tactic}");
        let verdict = self.session.step(self.root, &step, self.limits).await?;
        let Verdict::Progress { groups } = verdict else { return Ok(false) };
        self.session.forget(&groups.iter().map(|it| it.state).collect::<Vec<_>>());
        Ok(true)
    }

    /// Whether a statement in which nothing is free is proved, or its negation; none if neither is.
    pub(super) async fn holds(&mut self, prop: &Prop) -> Result<Option<bool>, ProverError> {
        let Ok(stated) = self.question.lean(prop, &[]) else { return Ok(None) };
        let negated = format!("¬ ({stated})");
        for nth in 0..self.tactics.len() {
            let tactic = self.tactics[nth].clone();
            if self.proves(&stated, &tactic).await? {
                return Ok(Some(true));
            }
            if self.proves(&negated, &tactic).await? {
                return Ok(Some(false));
            }
        }
        Ok(None)
    }

    /// What becomes of a statement for such values, if they are among those that the question is about.
    pub(super) async fn case(&mut self, prop: &Prop, values: &[Number]) -> Result<Case, ProverError> {
        let is = match self.is_meant(values).await? {
            Some(true) => {
                let holds = self.holds(&at(prop, &self.question.variables, values)).await?;
                holds.map_or(Is::Unknown, Is::Known)
            }
            Some(false) => Is::NotMeant,
            None => Is::Unknown,
        };
        Ok(Case { values: values.to_vec(), is })
    }

    /// Whether values are among those that the question is about.
    pub(super) async fn is_meant(&mut self, values: &[Number]) -> Result<Option<bool>, ProverError> {
        let question = self.question;
        for supposed in &question.supposed {
            let holds = self.holds(&at(supposed, &question.variables, values)).await?;
            if holds != Some(true) {
                return Ok(holds);
            }
        }
        Ok(Some(true))
    }

    /// What a number comes to for such values, if the prover agrees.
    pub(super) async fn value(
        &mut self,
        of: &crate::formalize::reading::Expr,
        values: &[Number],
    ) -> Result<Option<(Number, Domain)>, ProverError> {
        let question = self.question;
        let equals_itself = Prop::Compare(Rel::Eq, of.clone(), of.clone());
        let Prop::Compare(_, of, _) = at(&equals_itself, &question.variables, values) else {
            return Ok(None);
        };
        let Some((value, own)) = question.value(&of) else { return Ok(None) };
        let holds = self.holds(&Prop::Compare(Rel::Eq, of, value.expr_of(own))).await?;
        Ok((holds == Some(true)).then_some((value, own)))
    }
}

/// A statement for such values of its quantities.
fn at(prop: &Prop, variables: &[Variable], values: &[Number]) -> Prop {
    variables.iter().zip(values).fold(prop.clone(), |prop, (variable, value)| {
        prop.put(&variable.name, &value.expr_of(variable.domain))
    })
}

/// The values that are looked at first for so many quantities of such kinds, and others farther out: also those next to numbers that
/// the question speaks of, where a rule may begin or end.
pub(super) fn window(variables: &[Variable], spoken: &BTreeSet<u64>) -> Vec<Vec<Number>> {
    let values = |domain: Domain| -> Vec<Number> {
        let whole = |range: std::ops::RangeInclusive<i64>| range.map(Number::whole).collect::<Vec<_>>();
        match (domain, variables.len()) {
            (Domain::Nat, 1) => whole(0..=40),
            (Domain::Int, 1) => whole(-20..=20),
            (Domain::Nat, 2) => whole(0..=9),
            (Domain::Int, 2) => whole(-6..=6),
            (Domain::Nat, _) => whole(0..=4),
            (Domain::Int, _) => whole(-2..=2),
            (Domain::Rat, count) => {
                let (most, parts) = if count == 1 { (6, 3) } else { (3, 2) };
                let mut all: Vec<Number> = (1..=parts)
                    .flat_map(|below| {
                        (-most * below..=most * below).filter_map(move |above| Number::fraction(above, below))
                    })
                    .collect();
                all.sort();
                all.dedup();
                all
            }
        }
    };
    let mut all = vec![Vec::new()];
    for variable in variables {
        let values = values(variable.domain);
        all = all
            .into_iter()
            .flat_map(|before: Vec<Number>| values.iter().map(move |it| [before.as_slice(), &[*it]].concat()))
            .collect();
    }
    if let [variable] = variables {
        let spoken = spoken.iter().filter_map(|it| i64::try_from(*it).ok()).filter(|it| *it <= LARGEST);
        let near = spoken.take(SPOKEN).flat_map(|it| it - AROUND..=it + AROUND).filter(|it| *it > 0);
        let far = FAR.into_iter().chain(near).flat_map(|it| match variable.domain {
            Domain::Int => vec![-it, it],
            _ => vec![it],
        });
        all.extend(far.map(|it| vec![Number::whole(it)]));
        let mut seen = BTreeSet::new();
        all.retain(|it| seen.insert(it.clone()));
        all.sort();
    }
    all
}

/// So many numbers of the question are looked at, if they are no larger, with so many on each side.
const SPOKEN: usize = 3;
const LARGEST: i64 = 100_000;
const AROUND: i64 = 9;

/// Numbers farther out: squares, cubes, powers, and what is next to them.
const FAR: [i64; 14] = [48, 49, 50, 63, 64, 81, 99, 100, 120, 121, 125, 128, 144, 243];
