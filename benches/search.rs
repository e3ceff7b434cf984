//! What the search costs with a prover that answers at once: verdicts a second, bytes a node, and whether both
//! stay as the tree grows.
//!
//! `cargo bench --bench search` grows a tree to 10^6 nodes with each strategy; `-- NAME` with one, as
//! `-- mcts` or `-- best-first:alpha=1+beam`; a number is the number of nodes.

#![expect(clippy::print_stdout, reason = "a program that reports what it measured")]

use std::{fs, process::Command, time::Instant};

use futures::{FutureExt, future::BoxFuture};
use proofwright::{
    driver::{self, Settings},
    proposer::{Ask, Proposal, Proposals, Proposer, ProposerError},
    prover::{Goal, GoalGroup, ProverError, Session, StateId, StepLimits, Verdict},
    search::{Budget, Next, Search, SearchOptions, StepState, Strategy},
    theorem::{ProverKind, Theorem},
};
use tokio_util::sync::CancellationToken;

/// Steps proposed for each group.
const STEPS: u64 = 8;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), ProverError> {
    let args: Vec<String> = std::env::args().skip(1).filter(|it| !it.starts_with("--")).collect();
    let nodes = args.iter().find_map(|it| it.parse().ok()).unwrap_or(1_000_000);
    let merging = args.iter().find_map(|it| it.strip_prefix("merging=")?.parse().ok()).unwrap_or(1);
    let is_strategy = |it: &String| it.parse::<usize>().is_err() && !it.starts_with("merging=");
    let strategies: Vec<String> = args.into_iter().filter(is_strategy).collect();
    if strategies.is_empty() {
        let usual = Strategy::names().chain(["best-first+mcts"]).map(|it| (it, 1));
        // How merging weighs.
        for (strategy, merging) in usual.chain([("best-first", 0), ("best-first", 3), ("best-first", 5)]) {
            apart(strategy, nodes, merging);
        }
        return drive(50_000).await;
    }
    for strategy in strategies {
        grow(&strategy.parse().unwrap_or_else(|it| panic!("{it}")), nodes, merging);
    }
    Ok(())
}

/// Grows a tree in a process of its own, so that the memory is its own.
fn apart(strategy: &str, nodes: usize, merging: u64) {
    let program = std::env::current_exe().expect("a running program has a file");
    let args = [strategy.to_owned(), nodes.to_string(), format!("merging={merging}")];
    #[expect(clippy::disallowed_methods, reason = "it is this program again, and ends by itself")]
    let status = Command::new(program).args(args).status();
    assert!(status.is_ok_and(|it| it.success()), "{strategy} failed");
}

/// Grows a tree of `nodes` goal groups and steps, and reports at each power of ten.
///
/// Of eight steps, `merging` lead to a goal that is there already.
fn grow(strategy: &Strategy, nodes: usize, merging: u64) {
    println!("{strategy}, {merging} of eight steps lead to a goal that is there");
    let before = resident();
    let mut world = World { merging, ..World::default() };
    let options = SearchOptions { strategy: strategy.clone(), ..steps_only() };
    let mut search = Search::new(world.group(0), options, Budget::default());
    let (mut report, mut verdicts, mut begun, mut last) = (1_000, 0_u64, Instant::now(), 0_u64);
    loop {
        match search.next() {
            Next::Propose { group, .. } => {
                let goal = search.goal(group).state.0;
                search.proposed(group, world.proposals(u64::from(goal)));
            }
            Next::Try { step, state, text, .. } => {
                search.verdict(step, world.verdict(state, &text));
                verdicts += 1;
            }
            other => panic!("the world has no end, but the search says {other:?}"),
        }
        let tree = search.tree();
        let size = tree.groups().len() + tree.steps().len();
        if size >= report {
            let seconds = begun.elapsed().as_secs_f64();
            let rate = (verdicts - last) as f64 / seconds;
            let text = text_bytes(&search);
            let bytes = resident().saturating_sub(before).saturating_sub(text) as f64 / size as f64;
            let counts = search.counts();
            println!(
                "  {size:>8} nodes: {rate:>8.0} verdicts/s, {bytes:>4.0} bytes a node and {:.0} of text, depth {}",
                text as f64 / size as f64,
                counts.depth
            );
            if size >= nodes {
                return;
            }
            (report, begun, last) = (report * 10, Instant::now(), verdicts);
        }
    }
}

/// A search that asks for nothing but steps, and has no end.
fn steps_only() -> SearchOptions {
    SearchOptions { max_depth: u32::MAX, proofs: 0, drafts: 0, ..SearchOptions::default() }
}

/// Bytes of the goals, steps and reasons in a tree.
fn text_bytes(search: &Search) -> usize {
    let goal =
        |it: &Goal| it.target.len() + it.hyps.iter().map(|it| it.name.len() + it.ty.len()).sum::<usize>();
    let groups = search
        .tree()
        .groups()
        .map(|(_, it)| it.goal.goals.iter().map(goal).sum::<usize>() + it.goal.fingerprint.len());
    let reason = |it: &StepState| if let StepState::Rejected { reason } = it { reason.len() } else { 0 };
    let steps = search.tree().steps().map(|(_, it)| it.proposal.step.len() + reason(&it.state));
    groups.sum::<usize>() + steps.sum::<usize>()
}

/// A run of the driver on it.
async fn drive(steps: u64) -> Result<(), ProverError> {
    let statement = "theorem t (n : Nat) : p n := by sorry";
    let hole = statement.find("by sorry").unwrap_or_default()..statement.len();
    let theorem = Theorem::new("t", ProverKind::Lean, "", statement, hole);
    let budget = Budget { time: None, steps: Some(steps), ..Budget::default() };
    let search = steps_only();
    let settings = Settings { budget, search, ..Settings::default() };
    let (mut world, begun, mut seen) = (World { merging: 1, ..World::default() }, Instant::now(), 0);
    let mut watch = |_| seen += 1;
    let cancel = CancellationToken::new();
    let searched = driver::search(
        &mut world,
        driver::Sources::new(&Instantly),
        &theorem,
        &settings,
        &cancel,
        &mut watch,
    )
    .await?;
    let rate = searched.spent.steps as f64 / begun.elapsed().as_secs_f64();
    println!("driver: {} steps, {rate:.0} verdicts/s", searched.spent.steps);
    assert_eq!(seen, steps, "the driver tells of each step");
    Ok(())
}

/// A prover without a proof: of eight steps, one leaves a new goal, one leaves two, some leave a goal that is
/// there already, and the rest is refused.
#[derive(Default)]
struct World {
    states: u32,
    /// The number of the goal in each state.
    goals: Vec<u64>,
    made: u64,
    /// Of eight steps, those that leave a goal that is there.
    merging: u64,
}

impl World {
    fn group(&mut self, goal: u64) -> GoalGroup {
        let state = StateId(self.states);
        self.states += 1;
        self.goals.push(goal);
        let target = format!("p {goal}");
        let goal = Goal {
            case: None,
            hyps: Vec::new(),
            target: target.clone(),
            head: Some("p".into()),
            consts: vec!["p".into()],
            definition: None,
        };
        GoalGroup { state, goals: vec![goal], fingerprint: target, positions: vec![0] }
    }

    fn proposals(&self, state: u64) -> Proposals {
        let proposal = |it: u64| Proposal {
            step: format!("step_{it}"),
            log_prob: -1.0 - ((state * 31 + it * 17) % 97) as f64 / 24.0,
            source: "world".into(),
        };
        Proposals { proposals: (0..STEPS).map(proposal).collect(), exhausted: true, ..Proposals::default() }
    }

    fn verdict(&mut self, state: StateId, step: &str) -> Verdict {
        let goal = self.goals[state.0 as usize];
        let step: u64 = step.strip_prefix("step_").and_then(|it| it.parse().ok()).unwrap_or(0);
        let new = |world: &mut World| {
            world.made += 1;
            let made = world.made;
            world.group(made)
        };
        match (goal + step) % STEPS {
            0 => Verdict::Progress { groups: vec![new(self)] },
            1 => Verdict::Progress { groups: vec![new(self), new(self)] },
            it if it < 2 + self.merging => {
                let near = goal + it - 1;
                Verdict::Progress { groups: vec![self.group(near.min(self.made))] }
            }
            _ => Verdict::Rejected { reason: "no".into() },
        }
    }
}

impl Session for World {
    async fn open(&mut self, _theorem: &Theorem) -> Result<GoalGroup, ProverError> {
        Ok(self.group(0))
    }

    async fn step(&mut self, state: StateId, step: &str, _: StepLimits) -> Result<Verdict, ProverError> {
        Ok(self.verdict(state, step))
    }

    fn forget(&mut self, _states: &[StateId]) {}

    fn restarts(&self) -> u32 {
        0
    }
}

struct Instantly;

impl Proposer for Instantly {
    fn name(&self) -> &str {
        "world"
    }

    fn propose<'a>(&'a self, ask: Ask<'a>) -> BoxFuture<'a, Result<Proposals, ProposerError>> {
        let world = World::default();
        async move { Ok(world.proposals(u64::from(ask.group.state.0))) }.boxed()
    }
}

/// Resident memory of this process in bytes; 0 where `/proc` does not tell.
fn resident() -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|it| it.strip_prefix("VmRSS:"));
    line.and_then(|it| it.split_whitespace().next()?.parse::<usize>().ok()).unwrap_or(0) << 10
}
