//! Whether a proposition is true, and where it is not.

use std::time::Duration;

use tokio::time::Instant;

use super::shape::stated;
use crate::{
    driver::{self, Settings, Status},
    formalize::{judge::opened, pipeline::Pipeline},
    prover::{Certification, Certifier, ProverError, Session, StateId, StepLimits, Verdict},
    search::{Budget, SearchOptions},
    theorem::{Theorem, refutation::refutation},
};

/// What is known of a proposition.
pub(super) enum Settled {
    /// It has a certificate.
    True,
    /// Its negation has; where it is false, or else how that was shown.
    False(String),
    Unknown,
}

/// Tried before a search for a refutation.
const NEAR: [&str; 2] = ["intros; exact Iff.rfl", "intros; omega"];
/// Tried after it.
const FARTHER: [&str; 7] = [
    "intros; simp_all; done",
    "intros; grind",
    "intros; simp only [forall_eq]; omega",
    "intros; simp only [forall_eq]; grind",
    "intros; constructor <;> intros <;> omega",
    "intros; constructor <;> intros <;> simp_all; done",
    "intros; constructor <;> intros <;> grind",
];

/// What one of these may take.
const STEP: Duration = Duration::from_secs(3);
/// What one search may spend.
const SEARCH: Duration = Duration::from_secs(5);
const STEPS: u64 = 60;

impl<S: Session, C: Certifier> Pipeline<'_, S, C> {
    /// Whether a proposition is true.
    pub(super) async fn settle(
        &mut self,
        header: &str,
        text: &str,
        until: Instant,
    ) -> Result<Settled, ProverError> {
        let theorem = stated("compared", header, text);
        // What cannot be said is not known.
        let Ok(group) = opened(self.session, &theorem).await? else { return Ok(Settled::Unknown) };
        let settled = self.settled(&theorem, group.state, until).await;
        self.session.forget(&[group.state]);
        settled
    }

    async fn settled(
        &mut self,
        theorem: &Theorem,
        root: StateId,
        until: Instant,
    ) -> Result<Settled, ProverError> {
        if self.closes(theorem, root, &NEAR).await? {
            return Ok(Settled::True);
        }
        let Some(settings) = self.small(until) else { return Ok(Settled::Unknown) };
        let Pipeline { session, certifier, sources, cancel, .. } = self;
        let record =
            driver::refute(*session, *certifier, *sources, theorem, &settings, cancel, &mut |_| {}).await?;
        if record.status == Status::Disproved {
            let script = record.script.unwrap_or_default();
            let at = self.counterexample(theorem, &script).await?;
            return Ok(Settled::False(at.unwrap_or_else(|| format!("by {}", script.replace('\n', "; ")))));
        }
        if self.closes(theorem, root, &FARTHER).await? {
            return Ok(Settled::True);
        }
        let Some(settings) = self.small(until) else { return Ok(Settled::Unknown) };
        let Pipeline { session, certifier, sources, cancel, .. } = self;
        let holes = std::slice::from_ref(theorem);
        let record =
            driver::prove(*session, *certifier, *sources, holes, &settings, cancel, &mut |_| {}).await?;
        Ok(if record.status == Status::Proved { Settled::True } else { Settled::Unknown })
    }

    /// Whether one of these steps closes the goal, and is a proof.
    async fn closes(
        &mut self,
        theorem: &Theorem,
        root: StateId,
        steps: &[&str],
    ) -> Result<bool, ProverError> {
        let limits = StepLimits { time: STEP, ..self.settings.step };
        for step in steps {
            if self.session.step(root, step, limits).await? == Verdict::Closed
                && let Certification::Certified(_) =
                    self.certifier.certify(theorem, &theorem.with_script(step)).await?
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// What one search may spend, if there is time left for it.
    fn small(&self, until: Instant) -> Option<Settings> {
        let time = until.saturating_duration_since(Instant::now()).min(SEARCH);
        (!time.is_zero()).then(|| Settings {
            budget: Budget { time: Some(time), steps: Some(STEPS), ..self.settings.budget },
            search: SearchOptions { proofs: 0, drafts: 0, ..self.settings.search.clone() },
            refute: false,
            minimise: 0,
            ..self.settings.clone()
        })
    }

    /// Where a proposition is false, if the script of its refutation tries values.
    async fn counterexample(
        &mut self,
        theorem: &Theorem,
        script: &str,
    ) -> Result<Option<String>, ProverError> {
        let (before, tried) = values(script);
        let negation = refutation(theorem).map(|it| it.negation);
        let (Some(negation), false) = (negation, tried.is_empty()) else { return Ok(None) };
        let root = self.session.open(&negation).await?.state;
        let limits = StepLimits { time: STEP, ..self.settings.step };
        let mut found = None;
        for (line, values) in tried {
            let step = format!("{before}{line}");
            if self.session.step(root, &step, limits).await? == Verdict::Closed {
                found = pairs(&theorem.statement, values);
                break;
            }
        }
        self.session.forget(&[root]);
        Ok(found)
    }
}

/// What a script does before it tries values, and each line that tries some, with them: `0 1` of `exact absurd (h 0 1) (by decide)`.
fn values(script: &str) -> (String, Vec<(&str, &str)>) {
    let mut before = String::new();
    let mut tried = Vec::new();
    for line in script.lines() {
        let values = line.split_once("exact absurd (h ").and_then(|it| it.1.split_once(") (by "));
        match values {
            Some((values, _)) => tried.push((line.trim_start_matches(['|', ' ']), values)),
            None if tried.is_empty() && line.trim() != "first" => before = format!("{before}{line}\n"),
            None => {}
        }
    }
    (before, tried)
}

/// `n = 0, m = -1`, for `∀ (n : Nat), ∀ (m : Int), …` and `0 (-1)`.
fn pairs(statement: &str, values: &str) -> Option<String> {
    let mut rest = statement.split_once(" : ").map_or(statement, |it| it.1);
    let mut names = Vec::new();
    while let Some((name, _)) = rest.strip_prefix("∀ (").and_then(|it| it.split_once(" : ")) {
        names.push(name);
        let Some(end) = rest.find("), ") else { break };
        rest = &rest[end + 3..];
    }
    let values = values.split(' ').map(|it| it.trim_matches(['(', ')']));
    let pairs = names.iter().zip(values).map(|it| format!("{} = {}", it.0, it.1));
    (!names.is_empty()).then(|| format!("for {}", pairs.collect::<Vec<_>>().join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_counterexample_is_read_from_the_script_of_a_refutation() {
        let script =
            "intro h\nfirst\n| exact absurd (h 0 0) (by decide)\n| exact absurd (h 3 (-1)) (by decide)";
        let (before, tried) = values(script);
        assert_eq!(before, "intro h\n");
        assert_eq!(tried[1], ("exact absurd (h 3 (-1)) (by decide)", "3 (-1)"));
        assert!(values("intro h\nomega").1.is_empty());
        let statement = "theorem compared : ∀ (n : Nat), ∀ (m : Int), (n < m) := by sorry";
        assert_eq!(pairs(statement, "3 (-1)").unwrap(), "for n = 3, m = -1");
        assert_eq!(pairs("theorem compared : 1 < 0 := by sorry", "3"), None);
    }
}
