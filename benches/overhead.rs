//! What the driver costs beside the prover: its own time for each step, and the memory of a worker.
//!
//! `cargo bench --bench overhead` runs both parts, `-- scripted` only the first, which needs no Lean;
//! `-- lean` only the second. A number is the number of steps.

#![expect(clippy::print_stdout, reason = "a program that reports what it measured")]

use std::{
    fs,
    time::{Duration, Instant},
};

use futures::{FutureExt, future::BoxFuture};
use proofwright::{
    driver::{self, Settings},
    proposer::{Ask, Proposal, Proposals, Proposer, ProposerError},
    prover::{
        Goal, GoalGroup, ProverError, Session, StateId, StepLimits, Verdict,
        lean::{
            pool::{LeanOptions, LeanPool},
            runtime::{RuntimeChoice, resolve},
            session::LeanSession,
        },
        pool::PoolOptions,
    },
    search::{Budget, SearchOptions},
    theorem::{ProverKind, Theorem},
};
use tokio_util::sync::CancellationToken;

/// Steps of one search; the next search begins with no state of the one before.
const SEARCH: u64 = 1_000;

/// A Lean worker is recycled after this many requests, so that the run sees it happen.
const USES: u64 = 2_500;

/// The memory of the workers is looked at this often, in steps.
const LOOK: usize = 250;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), ProverError> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let asked = |part: &str| args.iter().any(|it| it == part);
    let steps = args.iter().find_map(|it| it.parse().ok()).unwrap_or(10_000);
    if asked("scripted") || !asked("lean") {
        let mut session = Timed::new(Endless::default());
        run(&mut session, steps).await?;
        session.report("scripted prover");
    }
    if asked("lean") || !asked("scripted") {
        let runtime = resolve(RuntimeChoice::Embedded, None, None, &mut |_| {}).await?;
        let pool = PoolOptions { max_uses: USES, ..PoolOptions::default() };
        let pool = LeanPool::new(runtime.command(), LeanOptions { pool, ..LeanOptions::default() });
        let mut session = Timed::new(LeanSession::new(&pool));
        run(&mut session, steps).await?;
        session.report(&runtime.describe());
        session.report_memory();
        drop(session);
        pool.shutdown().await;
    }
    Ok(())
}

/// Searches until `steps` were tried; no search can end before its share is spent.
async fn run<S: Session>(session: &mut Timed<S>, steps: u64) -> Result<(), ProverError> {
    let statement = "theorem t (n : Nat) (p : Nat → Prop) : p n := by sorry";
    let hole = statement.find("by sorry").unwrap_or_default()..statement.len();
    let theorem = Theorem::new("t", ProverKind::Lean, "", statement, hole);
    let mut left = steps;
    while left > 0 {
        let budget = Budget { time: None, steps: Some(left.min(SEARCH)), ..Budget::default() };
        let search = SearchOptions { proofs: 0, drafts: 0, ..SearchOptions::default() };
        let settings = Settings { budget, search, ..Settings::default() };
        let cancel = CancellationToken::new();
        let searched =
            driver::search(session, driver::Sources::new(&Mixed), &theorem, &settings, &cancel, &mut |_| {})
                .await?;
        assert!(searched.spent.steps > 0, "a search ended before it began: {:?}", searched.outcome);
        left = left.saturating_sub(searched.spent.steps);
        session.left = None;
    }
    Ok(())
}

/// Eight steps for each goal: two that lead on, six that the prover refuses.
struct Mixed;

impl Proposer for Mixed {
    fn name(&self) -> &str {
        "mixed"
    }

    fn propose<'a>(&'a self, ask: Ask<'a>) -> BoxFuture<'a, Result<Proposals, ProposerError>> {
        let depth = ask.path.len();
        let lead = |k: usize| format!("have h{depth} : n + {k} = {k} + n := Nat.add_comm n {k}");
        let fail = ["omega", "assumption", "rfl", "exact absurd rfl id", "constructor", "cases p n"];
        let steps = [lead(2 * depth), lead(2 * depth + 1)].into_iter().chain(fail.map(String::from));
        let proposal = |(i, step)| Proposal { step, log_prob: -1.0 - i as f64 / 8.0, source: "mixed".into() };
        let proposals = steps.enumerate().map(proposal).collect();
        async { Ok(Proposals { proposals, exhausted: true, ..Proposals::default() }) }.boxed()
    }
}

/// A prover that answers at once and never runs out of goals.
#[derive(Default)]
struct Endless {
    states: u32,
}

impl Endless {
    fn group(&mut self) -> GoalGroup {
        let state = StateId(self.states);
        self.states += 1;
        let target = format!("p {}", state.0);
        let goal = Goal {
            case: None,
            hyps: Vec::new(),
            target: target.clone(),
            head: None,
            consts: Vec::new(),
            definition: None,
        };
        GoalGroup { state, goals: vec![goal], fingerprint: target, positions: vec![0] }
    }
}

impl Session for Endless {
    async fn open(&mut self, _theorem: &Theorem) -> Result<GoalGroup, ProverError> {
        Ok(self.group())
    }

    async fn step(
        &mut self,
        _state: StateId,
        step: &str,
        _limits: StepLimits,
    ) -> Result<Verdict, ProverError> {
        Ok(match step.starts_with("have") {
            true => Verdict::Progress { groups: vec![self.group()] },
            false => Verdict::Rejected { reason: "it does not work here".into() },
        })
    }

    fn forget(&mut self, _states: &[StateId]) {}

    fn restarts(&self) -> u32 {
        0
    }
}

/// A session with a watch beside it.
struct Timed<S> {
    session: S,
    /// When the last step ended; what comes until the next one is the driver's own.
    left: Option<Instant>,
    own: Vec<Duration>,
    prover: Vec<Duration>,
    /// Resident memory of all workers, every [`LOOK`] steps.
    memory: Vec<u64>,
}

impl<S: Session> Timed<S> {
    fn new(session: S) -> Self {
        Timed { session, left: None, own: Vec::new(), prover: Vec::new(), memory: Vec::new() }
    }

    fn report(&self, prover: &str) {
        let (own, steps) = (Spread::of(&self.own), Spread::of(&self.prover));
        println!("{prover}: {} steps, {} restarts", self.prover.len(), self.session.restarts());
        println!("  driver, per step: {own}");
        println!("  prover, per step: {steps}");
        let share = own.total.as_secs_f64() / (own.total + steps.total).as_secs_f64();
        println!("  the driver's share of the time: {:.2} %", share * 100.0);
    }

    fn report_memory(&self) {
        let mib = |bytes: u64| bytes >> 20;
        let line: Vec<_> = self.memory.iter().map(|&it| mib(it).to_string()).collect();
        println!("  workers, MiB every {LOOK} steps: {}", line.join(" "));
        let (first, second) = self.memory.split_at(self.memory.len() / 2);
        let peak = |part: &[u64]| mib(part.iter().copied().max().unwrap_or(0));
        println!("  peak of the first half: {} MiB, of the second: {} MiB", peak(first), peak(second));
    }
}

impl<S: Session> Session for Timed<S> {
    async fn open(&mut self, theorem: &Theorem) -> Result<GoalGroup, ProverError> {
        self.session.open(theorem).await
    }

    async fn step(&mut self, state: StateId, step: &str, limits: StepLimits) -> Result<Verdict, ProverError> {
        self.own.extend(self.left.map(|it| it.elapsed()));
        let begun = Instant::now();
        let verdict = self.session.step(state, step, limits).await;
        self.prover.push(begun.elapsed());
        if self.prover.len().is_multiple_of(LOOK) {
            self.memory.push(children_memory());
        }
        self.left = Some(Instant::now());
        verdict
    }

    fn forget(&mut self, states: &[StateId]) {
        self.session.forget(states);
    }

    fn restarts(&self) -> u32 {
        self.session.restarts()
    }
}

/// How durations are spread.
struct Spread {
    median: Duration,
    high: Duration,
    longest: Duration,
    total: Duration,
}

impl Spread {
    fn of(all: &[Duration]) -> Spread {
        let mut sorted = all.to_vec();
        sorted.sort();
        let at = |share: f64| sorted.get((sorted.len() as f64 * share) as usize).copied().unwrap_or_default();
        Spread {
            median: at(0.5),
            high: at(0.99),
            longest: sorted.last().copied().unwrap_or_default(),
            total: all.iter().sum(),
        }
    }
}

impl std::fmt::Display for Spread {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Spread { median, high, longest, total } = self;
        write!(f, "median {median:.1?}, 99 % under {high:.1?}, longest {longest:.1?}, total {total:.1?}")
    }
}

/// Resident memory of all that this process started, in bytes; 0 where `/proc` does not tell.
fn children_memory() -> u64 {
    let mut processes = Vec::new();
    for entry in fs::read_dir("/proc").into_iter().flatten().flatten() {
        let Some(pid) = entry.file_name().to_str().and_then(|it| it.parse::<u32>().ok()) else { continue };
        let Ok(status) = fs::read_to_string(entry.path().join("status")) else { continue };
        let field = |name: &str| {
            let line = status.lines().find_map(|it| it.strip_prefix(name))?;
            line.trim_start_matches(':').split_whitespace().next()?.parse::<u64>().ok()
        };
        processes.push((pid, field("PPid").unwrap_or(0) as u32, field("VmRSS").unwrap_or(0) << 10));
    }
    let (mut family, mut sum) = (vec![std::process::id()], 0);
    while let Some(parent) = family.pop() {
        for (pid, _, bytes) in processes.iter().filter(|it| it.1 == parent) {
            family.push(*pid);
            sum += bytes;
        }
    }
    sum
}
