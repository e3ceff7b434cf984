//! Whether a proposition is true, and where it is not.

use std::time::Duration;

use tokio::time::Instant;

use super::{normal, shape::stated};
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
/// Tried after it, besides [`normal::step`].
const FARTHER: [&str; 6] = [
    "intros; simp_all; done",
    "intros; grind",
    "intros; simp <;> first | exact ⟨0, by decide⟩ | exact ⟨1, by decide⟩ | exact ⟨2, by decide⟩",
    "intros; simp only [forall_eq]; first | omega | grind",
    "intros; constructor <;> intros <;> simp_all; done",
    "intros; constructor <;> intros <;> first | omega | grind",
];

/// What one of these may take.
const STEP: Duration = Duration::from_secs(3);

/// What one search may spend.
#[derive(Clone, Copy)]
struct Purse {
    steps: u64,
    time: Duration,
}

/// Most of what is false is seen to be so at small values, by the first steps.
const GLANCE: Purse = Purse { steps: 12, time: Duration::from_secs(3) };
const SEARCH: Purse = Purse { steps: 60, time: Duration::from_secs(5) };

impl<S: Session, C: Certifier> Pipeline<'_, S, C> {
    /// Whether a proposition is true, by single steps and a short search for a refutation.
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

    /// Whether a proposition is proved by one of the steps that are tried here.
    pub(super) async fn is_obvious(&mut self, header: &str, text: &str) -> Result<bool, ProverError> {
        let theorem = stated("compared", header, text);
        let Ok(group) = opened(self.session, &theorem).await? else { return Ok(false) };
        let closed = match self.closes(&theorem, group.state, &NEAR).await {
            Ok(false) => self.closes(&theorem, group.state, &farther(text)).await,
            other => other,
        };
        self.session.forget(&[group.state]);
        closed
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
        if let Some(at) = self.false_at(theorem, until, GLANCE).await? {
            return Ok(Settled::False(at));
        }
        let is_true = self.closes(theorem, root, &farther(&theorem.statement)).await?;
        Ok(if is_true { Settled::True } else { Settled::Unknown })
    }

    /// Where a proposition is false, or how that was shown, by a longer search.
    pub(super) async fn falsified(
        &mut self,
        header: &str,
        text: &str,
        until: Instant,
    ) -> Result<Option<String>, ProverError> {
        self.false_at(&stated("compared", header, text), until, SEARCH).await
    }

    async fn false_at(
        &mut self,
        theorem: &Theorem,
        until: Instant,
        purse: Purse,
    ) -> Result<Option<String>, ProverError> {
        let Some(script) = self.refuted(theorem, until, purse).await? else { return Ok(None) };
        let at = self.counterexample(theorem, &script).await?;
        // All small values were computed together.
        let computed = script.contains("decide +kernel : ¬ ∀").then(|| "for small values".to_owned());
        Ok(Some(at.or(computed).unwrap_or_else(|| format!("by {}", script.replace('\n', "; ")))))
    }

    /// The script of a refutation that has its certificates.
    async fn refuted(
        &mut self,
        theorem: &Theorem,
        until: Instant,
        purse: Purse,
    ) -> Result<Option<String>, ProverError> {
        let Some(settings) = self.small(until, purse) else { return Ok(None) };
        let Pipeline { session, certifier, sources, cancel, .. } = self;
        let record =
            driver::refute(*session, *certifier, *sources, theorem, &settings, cancel, &mut |_| {}).await?;
        Ok(record.script.filter(|_| record.status == Status::Disproved))
    }

    /// Whether a search finds a proof.
    async fn proved(&mut self, theorem: &Theorem, until: Instant) -> Result<bool, ProverError> {
        let Some(settings) = self.small(until, SEARCH) else { return Ok(false) };
        let Pipeline { session, certifier, sources, cancel, .. } = self;
        let holes = std::slice::from_ref(theorem);
        let record =
            driver::prove(*session, *certifier, *sources, holes, &settings, cancel, &mut |_| {}).await?;
        Ok(record.status == Status::Proved)
    }

    /// How one of two statements is refuted where the other one is proved, so that they cannot say the same.
    pub(super) async fn contrast(
        &mut self,
        first: &Theorem,
        second: &Theorem,
        until: Instant,
    ) -> Result<Option<String>, ProverError> {
        for (one, other) in [(second, first), (first, second)] {
            if let Some(script) = self.refuted(one, until, SEARCH).await?
                && self.proved(other, until).await?
            {
                return Ok(Some(script.replace('\n', "; ")));
            }
        }
        Ok(None)
    }

    /// Whether one of these steps closes the goal, and is a proof.
    async fn closes(
        &mut self,
        theorem: &Theorem,
        root: StateId,
        steps: &[impl AsRef<str>],
    ) -> Result<bool, ProverError> {
        let limits = StepLimits { time: STEP, ..self.settings.step };
        for step in steps {
            let step = step.as_ref();
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
    fn small(&self, until: Instant, purse: Purse) -> Option<Settings> {
        let time = until.saturating_duration_since(Instant::now()).min(purse.time);
        (!time.is_zero()).then(|| Settings {
            budget: Budget { time: Some(time), steps: Some(purse.steps), ..self.settings.budget },
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

/// Steps that are tried for a claim after a refutation.
fn farther(claim: &str) -> Vec<String> {
    std::iter::once(normal::step(claim)).chain(FARTHER.map(str::to_owned)).collect()
}

/// What a script does before it tries values, and each line that tries some, with them: `0 1` of `exact absurd (h 0 1) (by decide)`.
fn values(script: &str) -> (String, Vec<(&str, &str)>) {
    let mut before = String::new();
    let mut tried = Vec::new();
    for line in script.lines() {
        let values = line
            .split_once(" absurd (h ")
            .and_then(|it| it.1.split_once(") (by ").or_else(|| it.1.split_once(") ?_ <;> ")));
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
    let values = arguments(values);
    let pairs = names.iter().zip(values).map(|it| format!("{} = {}", it.0, it.1));
    (!names.is_empty()).then(|| format!("for {}", pairs.collect::<Vec<_>>().join(", ")))
}

/// The arguments of an application, each without its parentheses.
fn arguments(text: &str) -> Vec<&str> {
    let (mut out, mut depth, mut from) = (Vec::new(), 0, 0);
    for (at, it) in text.char_indices().chain([(text.len(), ' ')]) {
        match it {
            '(' | '[' | '⟨' => depth += 1,
            ')' | ']' | '⟩' => depth -= 1,
            ' ' if depth == 0 => {
                let one = &text[from..at];
                out.push(one.strip_prefix('(').and_then(|it| it.strip_suffix(')')).unwrap_or(one));
                from = at + 1;
            }
            _ => {}
        }
    }
    out
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
        assert_eq!(values("intro h\n(refine absurd (h 7) ?_ <;> (simp; done))").1[0].1, "7");
        assert_eq!(tried[1], ("exact absurd (h 3 (-1)) (by decide)", "3 (-1)"));
        assert!(values("intro h\nomega").1.is_empty());
        let statement = "theorem compared : ∀ (n : Nat), ∀ (m : Int), (n < m) := by sorry";
        assert_eq!(pairs(statement, "3 (-1)").unwrap(), "for n = 3, m = -1");
        let statement = "theorem compared : ∀ (f : Nat → Nat), ∀ (n : Nat), (f n = 0) := by sorry";
        assert_eq!(pairs(statement, "(fun x => x + (1)) 0").unwrap(), "for f = fun x => x + (1), n = 0");
        assert_eq!(pairs("theorem compared : 1 < 0 := by sorry", "3"), None);
    }
}
