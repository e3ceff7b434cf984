//! Trying to refute a statement while it is being proved, on the same session and a small share of its steps.

use std::{
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use tokio::{
    sync::{Mutex, Notify},
    time::Instant,
};
use tokio_util::sync::CancellationToken;

use super::{Found, Record, Searched, Settings, Sources, Status, Watch, search};
use crate::{
    prover::{
        Certification, Certifier, GoalGroup, Premise, ProverError, Session, StateId, StepLimits, Verdict,
    },
    search::{Budget, Outcome, SearchOptions},
    theorem::{
        Theorem,
        refutation::{Refutation, Ties, refutation},
    },
};

/// Steps that the proof has before the refutation has its first one.
const AHEAD: u64 = 6;

/// One part in so many of the time, and of the calls, is for the refutation while the proof goes on.
const SHARE: u32 = 8;

/// Steps that the refutation may have at least when the proof has come to its end without one.
const LEAST: u64 = 200;

/// Requests to a model for a refutation.
const CALLS: u64 = 4;

/// Searches for a proof of a theorem and of its negation; the second is only there if it was found.
///
/// # Errors
/// As [`search`] of the theorem; what goes wrong with the negation is of no account.
pub(super) async fn both<S: Session>(
    session: &mut S,
    sources: Sources<'_>,
    (theorem, negation): (&Theorem, &Theorem),
    settings: &Settings,
    cancel: &CancellationToken,
    watch: &mut dyn Watch,
) -> Result<(Searched, Option<Searched>), ProverError> {
    let turns = Arc::new(Turns::default());
    let session = Arc::new(Mutex::new(session));
    let mut first = Shared::new(&session, &turns, true);
    let mut second = Shared::new(&session, &turns, false);
    // What was proved of true statements seldom serves a negation, and would cost its small share.
    let without = Sources::new(sources.proposer);
    let (stop_first, stop_second) = (cancel.child_token(), cancel.child_token());
    let proving = search(&mut first, sources, theorem, settings, &stop_first, watch);
    let small = small(settings, settings.budget);
    let mut nobody = |_| {};
    let refuting = search(&mut second, without, negation, &small, &stop_second, &mut nobody);
    tokio::pin!(proving, refuting);
    let proved = tokio::select! {
        biased;
        proved = &mut proving => proved?,
        refuted = &mut refuting => {
            let refuted = refuted.ok();
            if refuted.as_ref().is_some_and(|it| it.outcome == Outcome::Proved) {
                stop_first.cancel();
            }
            return Ok((proving.await?, refuted));
        }
    };
    if proved.outcome == Outcome::Proved || cancel.is_cancelled() {
        return Ok((proved, None));
    }
    turns.end();
    let refuted = tokio::select! {
        biased;
        refuted = &mut refuting => refuted.ok(),
        () = turns.spent() => None,
    };
    Ok((proved, refuted))
}

/// Searches for a proof of a theorem, and then of its negation, on a session that can have but one statement open: with what
/// was left for that, and with what the proof did not need.
///
/// # Errors
/// As [`both`].
pub(super) async fn after<S: Session>(
    session: &mut S,
    sources: Sources<'_>,
    (theorem, negation): (&Theorem, &Theorem),
    settings: &Settings,
    cancel: &CancellationToken,
    watch: &mut dyn Watch,
) -> Result<(Searched, Option<Searched>), ProverError> {
    let time = settings.budget.time;
    let budget = Budget { time: time.map(|it| it - it / SHARE), ..settings.budget };
    let first = Settings { budget, ..settings.clone() };
    let proved = search(session, sources, theorem, &first, cancel, watch).await?;
    if proved.outcome == Outcome::Proved || cancel.is_cancelled() {
        return Ok((proved, None));
    }
    let budget = Budget {
        time: time.map(|it| it.saturating_sub(proved.spent.time).max(it / SHARE)),
        steps: Some(LEAST.max(proved.spent.steps / 4)),
        ..settings.budget
    };
    let without = Sources::new(sources.proposer);
    let refuted = search(session, without, negation, &small(settings, budget), cancel, &mut |_| {}).await;
    Ok((proved, refuted.ok()))
}

/// Searches for a refutation alone, with the whole budget: the record says `disproved` only with certificates, and else how
/// this search ended, which says nothing of a proof.
///
/// # Errors
/// If the prover cannot be had; a statement that has no negation to be proved is a record of its own.
pub async fn refute<S: Session, C: Certifier>(
    session: &mut S,
    certifier: &mut C,
    sources: Sources<'_>,
    theorem: &Theorem,
    settings: &Settings,
    cancel: &CancellationToken,
    watch: &mut dyn Watch,
) -> Result<Record, ProverError> {
    let Some(refutation) = refutation(theorem) else {
        return Ok(Record::statement_error(theorem, "its negation cannot be stated".into()));
    };
    let mut record = Record::empty(theorem);
    let without = Sources::new(sources.proposer);
    match search(session, without, &refutation.negation, settings, cancel, watch).await {
        Ok(refuted) => {
            record.add(&refuted);
            if refuted.outcome == Outcome::Proved {
                certify(certifier, &refutation, &refuted, &mut record).await?;
                if record.status == Status::Unproved {
                    record.doubt();
                }
            }
        }
        Err(ProverError::Statement { message }) => record = Record::statement_error(theorem, message),
        Err(error) => return Err(error),
    }
    Ok(record)
}

/// What the search for a refutation may spend and do.
fn small(settings: &Settings, budget: Budget) -> Settings {
    let calls = settings.budget.calls.map_or(CALLS, |it| (it / u64::from(SHARE)).min(CALLS));
    Settings {
        budget: Budget { calls: Some(calls), ..budget },
        search: SearchOptions { proofs: 0, drafts: 0, ..settings.search.clone() },
        ..settings.clone()
    }
}

/// Certifies a refutation: the record says `disproved` only with a certificate for the negation, one that the statement as
/// the prover understands it is false, and one that the negation says just that.
pub(super) async fn certify<C: Certifier>(
    certifier: &mut C,
    refutation: &Refutation,
    refuted: &Searched,
    record: &mut Record,
) -> Result<(), ProverError> {
    let Refutation { negation, ties } = refutation;
    if let Some(Ties { tie, tied, .. }) = ties
        && let Certification::Refused { .. } = certifier.certify(tie, tied).await?
    {
        return Ok(());
    }
    for Found { script, .. } in &refuted.scripts {
        if let Some(Ties { behind, .. }) = ties
            && let Certification::Refused { .. } =
                certifier.certify(behind, &behind.with_script(script)).await?
        {
            continue;
        }
        let candidate = negation.with_script(script);
        if let Certification::Certified(certificate) = certifier.certify(negation, &candidate).await? {
            record.disprove(refuted, script, candidate, certificate);
            break;
        }
    }
    Ok(())
}

/// Whose turn it is.
#[derive(Default)]
struct Turns {
    first: AtomicU64,
    second: AtomicU64,
    /// Time that the second one has used, in microseconds.
    used: AtomicU64,
    begun: OnceLock<Instant>,
    ended: AtomicBool,
    changed: Notify,
    spent: Notify,
}

impl Turns {
    /// Waits until the second search may have a step.
    async fn second(&self) {
        loop {
            let changed = self.changed.notified();
            let (first, second) = (self.first.load(Ordering::Relaxed), self.second.load(Ordering::Relaxed));
            let used = Duration::from_micros(self.used.load(Ordering::Relaxed));
            // Whether it comes to its end must not depend on the time, so that is counted in steps.
            let may = match self.ended.load(Ordering::Relaxed) {
                true => second < LEAST.max(first / 4),
                false => first >= AHEAD && used * SHARE <= self.begun().elapsed(),
            };
            if may {
                self.second.fetch_add(1, Ordering::Relaxed);
                return;
            }
            if self.ended.load(Ordering::Relaxed) {
                self.spent.notify_one();
            }
            changed.await;
        }
    }

    fn begun(&self) -> Instant {
        *self.begun.get_or_init(Instant::now)
    }

    fn first_had_one(&self) {
        self.begun();
        self.first.fetch_add(1, Ordering::Relaxed);
        self.changed.notify_waiters();
    }

    fn end(&self) {
        self.ended.store(true, Ordering::Relaxed);
        self.changed.notify_waiters();
    }

    async fn spent(&self) {
        self.spent.notified().await;
    }
}

/// A session that another search uses as well.
struct Shared<'a, S> {
    session: Arc<Mutex<&'a mut S>>,
    turns: Arc<Turns>,
    is_first: bool,
    /// States to forget as soon as the session is free.
    unused: Vec<StateId>,
    found: Option<String>,
    premises: Arc<[Premise]>,
    restarts: u32,
}

impl<'a, S: Session> Shared<'a, S> {
    fn new(session: &Arc<Mutex<&'a mut S>>, turns: &Arc<Turns>, is_first: bool) -> Self {
        Shared {
            session: Arc::clone(session),
            turns: Arc::clone(turns),
            is_first,
            unused: Vec::new(),
            found: None,
            premises: Arc::default(),
            restarts: 0,
        }
    }

    fn forget_unused(&mut self, session: &mut S) {
        session.forget(&std::mem::take(&mut self.unused));
    }
}

impl<S: Session> Session for Shared<'_, S> {
    async fn open(&mut self, theorem: &Theorem) -> Result<GoalGroup, ProverError> {
        if !self.is_first {
            self.turns.second().await;
        }
        let session = Arc::clone(&self.session);
        let mut session = session.lock().await;
        let root = session.open(theorem).await?;
        self.premises = session.premises();
        Ok(root)
    }

    async fn step(&mut self, state: StateId, step: &str, limits: StepLimits) -> Result<Verdict, ProverError> {
        if !self.is_first {
            self.turns.second().await;
        }
        let session = Arc::clone(&self.session);
        let mut session = session.lock().await;
        self.forget_unused(&mut session);
        let begun = Instant::now();
        let verdict = session.step(state, step, limits).await;
        self.found = session.found().map(str::to_owned);
        self.restarts = session.restarts();
        match self.is_first {
            true => self.turns.first_had_one(),
            false => {
                self.turns.used.fetch_add(begun.elapsed().as_micros() as u64, Ordering::Relaxed);
            }
        }
        verdict
    }

    async fn accepts(&mut self, header: &str, declarations: &[String]) -> Result<Vec<bool>, ProverError> {
        let session = Arc::clone(&self.session);
        session.lock().await.accepts(header, declarations).await
    }

    fn recall(
        &mut self,
        parent: StateId,
        step: &str,
        limits: StepLimits,
        groups: Vec<GoalGroup>,
    ) -> Option<Vec<GoalGroup>> {
        // The second search has not begun when the first one goes on with an earlier one.
        self.session.try_lock().ok()?.recall(parent, step, limits, groups)
    }

    fn forget(&mut self, states: &[StateId]) {
        self.unused.extend(states);
        if let Ok(mut session) = Arc::clone(&self.session).try_lock() {
            self.forget_unused(&mut session);
        }
    }

    fn found(&self) -> Option<&str> {
        self.found.as_deref()
    }

    fn premises(&self) -> Arc<[Premise]> {
        Arc::clone(&self.premises)
    }

    fn restarts(&self) -> u32 {
        self.restarts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        driver::Status,
        prover::Certificate,
        search::{Counts, Spent},
        theorem::{ProverKind, refutation::refutation},
    };

    /// Certifies everything but what begins with one of these.
    struct But(&'static [&'static str]);

    impl Certifier for But {
        async fn certify(
            &mut self,
            theorem: &Theorem,
            candidate: &str,
        ) -> Result<Certification, ProverError> {
            let refused = self.0.iter().any(|it| candidate.contains(it));
            Ok(match refused {
                true => Certification::Refused { reason: "no".into() },
                false => Certification::Certified(Certificate {
                    prover: "lean".into(),
                    version: theorem.name.clone(),
                    axioms: Vec::new(),
                    statement_hash: String::new(),
                    header_hash: String::new(),
                    wall_ms: 0,
                }),
            })
        }
    }

    async fn certified(but: &'static [&'static str]) -> Record {
        let statement = "theorem t : 1 = 2 := by sorry";
        let theorem = Theorem::new("t", ProverKind::Lean, "", statement, 21..statement.len());
        let found =
            |it: &str| Found { script: it.into(), short: it.into(), uses: Vec::new(), haves: String::new() };
        let root = GoalGroup {
            state: StateId(0),
            goals: Vec::new(),
            fingerprint: String::new(),
            positions: Vec::new(),
        };
        let refuted = Searched {
            outcome: Outcome::Proved,
            root,
            scripts: vec![found("simp"), found("decide")],
            used: Vec::new(),
            subgoals: Vec::new(),
            sources: vec!["builtin".into()],
            counts: Counts::default(),
            spent: Spent::default(),
            before: Duration::ZERO,
            complaints: Vec::new(),
        };
        let mut record = Record::empty(&theorem);
        certify(&mut But(but), &refutation(&theorem).unwrap(), &refuted, &mut record).await.unwrap();
        record
    }

    #[tokio::test]
    async fn a_refutation_needs_all_its_parts() {
        let record = certified(&[]).await;
        assert_eq!(record.status, Status::Disproved);
        assert_eq!(record.proof.as_deref(), Some("theorem t_is_false : ¬ (1 = 2) := by simp"));
        assert_eq!(record.certificate.unwrap().version, "t_is_false");
        assert_eq!(certified(&["¬ (1 = 2) := by simp"]).await.script.as_deref(), Some("decide"));
        let tied = &["t_is_false_says"][..];
        let behind = &["t_is_false : Not (type_of% @t)"];
        for part in [tied, behind, &["t_is_false : ¬ (1 = 2)"]] {
            let record = certified(part).await;
            assert_eq!((record.status, record.certificate), (Status::Unproved, None), "{part:?}");
        }
    }
}
