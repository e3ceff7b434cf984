//! Whether a proposition is true, and where it is not.

use std::time::Duration;

use tokio::time::Instant;

use super::{normal, shape::stated};
use crate::{
    driver::{self, Settings, Status},
    formalize::{instance::instance, judge::opened, pipeline::Pipeline},
    prover::{Certification, Certifier, ProverError, Session, StateId, StepLimits, Verdict},
    search::{Budget, SearchOptions},
    theorem::Theorem,
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
/// Tried after it, besides [`normal::steps`].
const FARTHER: [&str; 6] = [
    "intros; simp_all; done",
    "intros; grind",
    "intros; simp <;> first | exact ⟨0, by decide⟩ | exact ⟨1, by decide⟩ | exact ⟨2, by decide⟩",
    "intros; simp only [forall_eq]; first | omega | grind",
    "intros; constructor <;> intros <;> simp_all; done",
    "intros; constructor <;> intros <;> first | omega | grind",
];

/// What shows a conclusion by one supposition alone, and knows nothing else.
const BEGGED: [&str; 5] = [
    "intros; with_reducible assumption",
    "intros; with_reducible (symm; assumption)",
    "intros; rename_i supposed; with_reducible exact supposed _",
    "intros; rename_i supposed _; with_reducible exact supposed _",
    "intros; simp only [not_exists, Classical.not_forall, not_and, not_or, Classical.not_not, ne_eq, ge_iff_le, gt_iff_lt, and_comm, or_comm, eq_comm, iff_comm] at *; \
     with_reducible assumption",
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

    /// Whether a conclusion is what is supposed, in other words.
    pub(super) async fn is_begged(&mut self, header: &str, text: &str) -> Result<bool, ProverError> {
        let theorem = stated("compared", header, text);
        let Ok(group) = opened(self.session, &theorem).await? else { return Ok(false) };
        let closed = self.closes(&theorem, group.state, &BEGGED).await;
        self.session.forget(&[group.state]);
        closed
    }

    /// Whether a proposition is proved by one of the steps that are tried here.
    pub(super) async fn is_obvious(&mut self, header: &str, text: &str) -> Result<bool, ProverError> {
        let theorem = stated("compared", header, text);
        let Ok(group) = opened(self.session, &theorem).await? else { return Ok(false) };
        let closed = match self.closes(&theorem, group.state, &NEAR).await {
            Ok(false) => self.closes(&theorem, group.state, &farther(header, text)).await,
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
        let is_true = self.closes(theorem, root, &farther(&theorem.header, &theorem.statement)).await?;
        Ok(if is_true { Settled::True } else { Settled::Unknown })
    }

    /// Where a proposition is false, or how that was shown, by a longer search.
    pub(super) async fn falsified(
        &mut self,
        header: &str,
        text: &str,
        until: Instant,
    ) -> Result<Option<String>, ProverError> {
        // Who gives more time wants it to be used.
        let time = SEARCH.time.max(until.saturating_duration_since(Instant::now()) / 4);
        self.false_at(&stated("compared", header, text), until, Purse { time, ..SEARCH }).await
    }

    async fn false_at(
        &mut self,
        theorem: &Theorem,
        until: Instant,
        purse: Purse,
    ) -> Result<Option<String>, ProverError> {
        let Some(script) = self.refuted(theorem, until, purse).await? else { return Ok(None) };
        let limits = StepLimits { time: STEP, ..self.settings.step };
        let at = instance(self.session, theorem, &script, limits).await?.map(|it| format!("for {it}"));
        // All small values were computed together.
        let computed = script.contains("decide +kernel : ¬ ∀").then(|| "for small values".to_owned());
        let bundled = script.contains("first\n|").then(|| "at one of several values".to_owned());
        let by = || format!("by {}", script.replace('\n', "; "));
        Ok(Some(at.or(computed).or(bundled).unwrap_or_else(by)))
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

    /// Where one of two statements is false while the other one is proved, so that they cannot say the same.
    pub(super) async fn contrast(
        &mut self,
        first: &Theorem,
        second: &Theorem,
        until: Instant,
    ) -> Result<Option<String>, ProverError> {
        for (one, other) in [(second, first), (first, second)] {
            if let Some(at) = self.false_at(one, until, SEARCH).await?
                && self.proved(other, until).await?
            {
                return Ok(Some(at));
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
}

/// Steps that are tried for a claim after a refutation.
fn farther(header: &str, claim: &str) -> Vec<String> {
    normal::steps(header, claim).into_iter().chain(FARTHER.map(str::to_owned)).collect()
}
