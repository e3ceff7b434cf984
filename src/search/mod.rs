//! The search: it holds the tree, says what to do next, and takes in what came of it.
//!
//! No I/O, no clock, no chance: the same answers in the same order give the same tree. The driver around
//! it calls [`Search::next`] until that says [`Next::Wait`] or [`Next::Done`], does what it says, and brings back
//! [`Search::proposed`] and [`Search::verdict`] in any order. Proposals are tried one by one, the best of
//! the whole tree first, because each try costs the prover milliseconds to seconds.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use serde::{Deserialize, Serialize};

use crate::{
    proposer::{Proposals, Tally, Who},
    prover::{GoalGroup, Limit, StateId, Verdict},
    theorem::ProverKind,
};

pub mod budget;
pub mod check;
mod circles;
mod events;
pub mod frontier;
pub mod journal;
mod learn;
pub mod minimise;
mod plan;
pub mod script;
pub mod tree;
mod writing;

pub use budget::{Budget, Reason, Spent};
pub use check::check;
pub use frontier::{Frontier, Standing, Strategy};
use learn::{Learned, step_shape};
pub use plan::Route;
use plan::{Asking, Move, Plan};
pub use script::{Line, Proof, Script, Style};
pub use tree::{Child, Group, GroupId, GroupState, Step, StepId, StepState, Tree};
use writing::Writing;
pub use writing::{Order, WriteId};

/// How to search.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SearchOptions {
    /// The most steps on a way from the root to the end of a proof.
    pub max_depth: u32,
    /// The most times that one group is asked proposals for.
    pub max_rounds: u32,
    /// Whose steps they are; a whole proof is cut into steps as its text is laid out.
    pub prover: ProverKind,
    /// In which order to work.
    pub strategy: Strategy,
    /// Whether the proposer is a mixture of members that cost calls and of others: then these answer first.
    pub split: bool,
    /// Whole proofs that are asked for before steps.
    pub proofs: u32,
    /// Sketches of proofs that are asked for.
    pub drafts: u32,
    /// How often a whole proof that fails is to be repaired.
    pub repairs: u32,
    /// How often a step is tried that runs out of time or heartbeats; each attempt may be given more of them.
    pub attempts: u32,
    /// What a step loses in log-probability with each attempt that did not end.
    pub attempt_cost: f64,
}

impl Default for SearchOptions {
    fn default() -> Self {
        SearchOptions {
            max_depth: 48,
            max_rounds: 8,
            prover: ProverKind::Lean,
            strategy: Strategy::default(),
            split: false,
            proofs: 4,
            drafts: 1,
            repairs: 2,
            attempts: 2,
            attempt_cost: 1.0,
        }
    }
}

/// What the driver is to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// Get proposals for a group and bring them back with [`Search::proposed`].
    Propose {
        /// The group.
        group: GroupId,
        /// How many times it was asked before.
        round: u32,
        /// Which members of a mixture to ask.
        who: Who,
        /// Whether a proposer that costs calls may be asked; if not, only those that cost none.
        paid: bool,
    },
    /// Get whole proofs of the root and bring them back with [`journal::Event::Written`].
    Write {
        /// The ask.
        ask: WriteId,
        /// What is asked for.
        order: Order,
        /// How many are wanted.
        samples: u32,
        /// Whether a proposer that costs calls may be asked; if not, only those that cost none.
        paid: bool,
    },
    /// Try a step and bring the verdict back with [`Search::verdict`].
    Try {
        /// The step.
        step: StepId,
        /// The group it is for.
        group: GroupId,
        /// The proof state of that group.
        state: StateId,
        /// The text of the step.
        text: String,
        /// How often it was tried before, and did not end within its limits.
        attempt: u32,
    },
    /// Nothing, until something in flight comes back.
    Wait,
    /// It is over; what is in flight is not wanted any more.
    Done(Outcome),
}

/// How a search ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The root is proved: [`Search::proof`] has the proof.
    Proved,
    /// It is not, and not refuted either.
    Unproved(Reason),
}

/// Numbers for progress lines and records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Groups in the tree.
    pub groups: usize,
    /// Those that are open and still needed.
    pub open: usize,
    /// Steps tried.
    pub steps: u64,
    /// Most steps on the way to a group.
    pub depth: u32,
}

/// A search for one proof.
pub struct Search {
    tree: Tree,
    options: SearchOptions,
    budget: Budget,
    spent: Spent,
    frontier: Box<dyn Frontier>,
    /// One for each group of the tree.
    plans: Vec<Plan>,
    /// Counts work given out.
    clock: u64,
    asks_in_flight: u64,
    paid_in_flight: u64,
    steps_in_flight: u64,
    depth: u32,
    /// Groups that are open and still needed.
    live: usize,
    learned: Learned,
    tallies: BTreeMap<Arc<str>, Tally>,
    writing: Writing,
    cancelled: bool,
    /// What kept a paid proposer from being asked.
    unpaid: Option<Reason>,
    /// Proof states to give back.
    forgotten: Vec<StateId>,
}

impl Search {
    /// A search for a proof of `root`.
    pub fn new(root: GoalGroup, options: SearchOptions, budget: Budget) -> Self {
        let frontier = options.strategy.frontier();
        let wanted = [(options.proofs, Order::Proofs), (options.drafts, Order::Drafts)];
        let orders = wanted.into_iter().filter(|it| it.0 > 0).map(|it| it.1).collect();
        let mut search = Search {
            tree: Tree::new(root),
            options,
            budget,
            spent: Spent::default(),
            frontier,
            plans: Vec::new(),
            clock: 0,
            asks_in_flight: 0,
            paid_in_flight: 0,
            steps_in_flight: 0,
            depth: 0,
            live: 0,
            learned: Learned::default(),
            tallies: BTreeMap::new(),
            writing: Writing::new(orders),
            cancelled: false,
            unpaid: None,
            forgotten: Vec::new(),
        };
        search.refresh();
        search
    }

    /// Says what to do next, and counts it as in flight.
    #[expect(
        clippy::should_implement_trait,
        reason = "the word fits, and it is no iterator: it waits for answers"
    )]
    pub fn next(&mut self) -> Next {
        if let Some(outcome) = self.outcome() {
            return Next::Done(outcome);
        }
        if !self.budget.allows_step(&self.spent) {
            // Without tries, proposals are of no use; but a step in flight may still finish the proof.
            let done = Next::Done(Outcome::Unproved(Reason::MaxSteps));
            return if self.steps_in_flight > 0 { Next::Wait } else { done };
        }
        if let Some(ordered) = self.next_order(false) {
            return self.write(ordered);
        }
        if let Some((step, attempt)) = self.next_planted() {
            let group = self.tree.step(step).group;
            self.plans[group.0 as usize].untried.retain(|it| *it != step);
            let next = self.give(step, attempt);
            self.update();
            return next;
        }
        let Some(group) = self.frontier.best(&self.tree) else {
            if let Some(ordered) = self.next_order(true) {
                return self.write(ordered);
            }
            let done = Next::Done(Outcome::Unproved(self.exhausted()));
            let in_flight = self.steps_in_flight + self.asks_in_flight + self.writing.asks_in_flight() as u64;
            return if in_flight > 0 { Next::Wait } else { done };
        };
        let (action, _) = self.best_move(group).expect("a group in the frontier has something to do");
        self.clock += 1;
        let plan = &mut self.plans[group.0 as usize];
        plan.last = self.clock;
        let step = if let Move::Try(step) = action { Some(step) } else { None };
        self.frontier.given(&self.tree, step);
        let next = match action {
            Move::Ask { round, who } => {
                let asked = self.paid_in_flight + self.writing.paid_in_flight() as u64;
                let costs = who != Who::Free;
                let forbidden = costs.then(|| self.budget.forbids_call(&self.spent, asked)).flatten();
                self.unpaid = self.unpaid.or(forbidden);
                let paid = costs && forbidden.is_none();
                plan.asking = Asking::InFlight { round, who, paid };
                self.asks_in_flight += 1;
                self.paid_in_flight += u64::from(paid);
                self.tree.touch(group);
                Next::Propose { group, round, who, paid }
            }
            Move::Try(step) => {
                plan.untried.pop();
                self.give(step, self.tree.step(step).attempts)
            }
        };
        self.update();
        next
    }

    /// Gives an ask for whole proofs out.
    fn write(&self, (ask, order, paid): (WriteId, Order, bool)) -> Next {
        let samples = match order {
            Order::Proofs => self.options.proofs,
            Order::Drafts => self.options.drafts,
            Order::Repairs(_) => 1,
        };
        Next::Write { ask, order, samples, paid }
    }

    /// Gives a step out to be tried.
    fn give(&mut self, step: StepId, attempt: u32) -> Next {
        let group = self.tree.step(step).group;
        self.plans[group.0 as usize].in_flight += 1;
        self.steps_in_flight += 1;
        self.spent.steps += 1;
        self.tree.set_step(step, StepState::InFlight);
        let state = self.tree.group(group).goal.state;
        Next::Try { step, group, state, text: self.tree.step(step).proposal.step.clone(), attempt }
    }

    /// Takes in proposals for a group that [`Next::Propose`] named, and says which proof states to forget.
    ///
    /// A group that is not wanted any
    /// more takes no proposals.
    pub fn proposed(&mut self, group: GroupId, answer: Proposals) -> Vec<StateId> {
        self.spent.add(answer.usage);
        let plan = &mut self.plans[group.0 as usize];
        let Asking::InFlight { round, who, paid } = plan.asking else { return Vec::new() };
        self.asks_in_flight -= 1;
        self.paid_in_flight -= u64::from(paid);
        plan.asking = Asking::Over;
        plan.rounds = round + 1;
        if self.tree.group(group).is_live() {
            let goal = &self.tree.group(group).goal;
            let shape = plan.shape;
            let bias: Vec<f64> = answer
                .proposals
                .iter()
                .map(|it| self.learned.bias(shape, step_shape(goal, &it.step)))
                .collect();
            for (mut proposal, bias) in answer.proposals.into_iter().zip(bias) {
                proposal.log_prob += bias;
                let Some(step) = self.tree.propose(group, proposal) else { continue };
                let log_prob = self.tree.step(step).proposal.log_prob;
                plan.hope = Some(plan.hope.unwrap_or(0.0).min(log_prob));
                plan.untried.push(step);
            }
            plan.sort(&self.tree);
            plan.answered(round, who, answer.exhausted, self.options.max_rounds);
            if plan.asking == Asking::Over {
                match self.writing.is_over() {
                    true => self.tree.complete(group),
                    false => self.writing.hold(group),
                }
            }
        }
        self.tree.touch(group);
        self.update();
        std::mem::take(&mut self.forgotten)
    }

    /// Takes in the verdict on a step that [`Next::Try`] named, and says which proof states to forget.
    pub fn verdict(&mut self, step: StepId, verdict: Verdict) -> Vec<StateId> {
        debug_assert_eq!(self.tree.step(step).state, StepState::InFlight, "a verdict that nobody waits for");
        let group = self.tree.step(step).group;
        let plan = &mut self.plans[group.0 as usize];
        plan.in_flight -= 1;
        self.steps_in_flight -= 1;
        let (known, goal) = (self.tree.groups.len(), &self.tree.group(group).goal);
        let text = &self.tree.step(step).proposal.step;
        let worked = matches!(verdict, Verdict::Closed | Verdict::Progress { .. });
        self.learned.note(plan.shape, step_shape(goal, text), worked);
        if !matches!(verdict, Verdict::Inconclusive { .. }) {
            let source = &self.tree.step(step).proposal.source;
            let empty = || Tally { source: Arc::clone(source), ..Tally::default() };
            let tally = self.tallies.entry(Arc::clone(source)).or_insert_with(empty);
            tally.tried += 1;
            tally.survived += u64::from(worked);
        }
        let closed = verdict == Verdict::Closed;
        let planted = self.writing.awaits(step);
        let too_deep = !planted && plan.route.is_some_and(|it| it.length + 1 >= self.options.max_depth);
        match verdict {
            Verdict::Closed => self.tree.set_step(step, StepState::Proved),
            Verdict::Rejected { reason } => self.tree.set_step(step, StepState::Rejected { reason }),
            Verdict::Inconclusive { limit: Limit::Heartbeats | Limit::Time }
                if self.tree.step(step).attempts + 1 < self.options.attempts =>
            {
                self.tree.try_again(step, self.options.attempt_cost);
                plan.untried.push(step);
                plan.sort(&self.tree);
            }
            Verdict::Inconclusive { limit } => self.tree.set_step(step, StepState::Inconclusive { limit }),
            Verdict::Progress { groups } if too_deep => {
                self.forgotten.extend(groups.iter().map(|it| it.state));
                self.tree.set_step(step, StepState::TooDeep);
            }
            Verdict::Progress { groups } => {
                let unused = self.tree.progress(step, groups);
                self.forgotten.extend(unused);
            }
        }
        self.frontier.came(&self.tree, step, closed || self.tree.groups.len() > known);
        self.update();
        std::mem::take(&mut self.forgotten)
    }

    /// Puts another text in place of a step in flight, which is known to do the same.
    pub fn reword(&mut self, step: StepId, text: String) {
        debug_assert_eq!(self.tree.step(step).state, StepState::InFlight, "a step that is not being tried");
        self.tree.reword(step, text);
    }

    /// Says how much wall time has passed since the search began.
    pub fn set_elapsed(&mut self, time: Duration) {
        self.spent.time = time;
    }

    /// Ends the search; a proof that is there already stays.
    pub fn cancel(&mut self) {
        self.cancelled = true;
    }

    /// The tree as it stands.
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// The best proof in the tree, if the root is proved.
    pub fn proof(&self) -> Option<Proof<'_>> {
        Proof::find(&self.tree)
    }

    /// The goals of a group.
    pub fn goal(&self, group: GroupId) -> &GoalGroup {
        &self.tree.group(group).goal
    }

    /// The steps from the root to a group, on its best way.
    pub fn path(&self, group: GroupId) -> Vec<String> {
        let mut path = Vec::new();
        let mut at = group;
        while let Some(via) = self.via(at) {
            let step = self.tree.step(via);
            path.push(step.proposal.step.clone());
            at = step.group;
        }
        path.reverse();
        path
    }

    /// Steps that do not work at a group, each with the reason, oldest first.
    pub fn failed(&self, group: GroupId) -> Vec<(String, String)> {
        let steps = self.tree.group(group).steps.iter().map(|&it| self.tree.step(it));
        steps.filter_map(|it| Some((it.proposal.step.clone(), it.state.failure()?))).collect()
    }

    /// What came of each source's steps, sorted by source.
    pub fn tallies(&self) -> Vec<Tally> {
        self.tallies.values().cloned().collect()
    }

    /// What was spent so far.
    pub fn spent(&self) -> Spent {
        self.spent
    }

    /// Whether the budget has tokens and money left.
    pub fn may_use_tokens(&self) -> bool {
        self.budget.allows_tokens(&self.spent)
    }

    /// How large the tree is.
    pub fn counts(&self) -> Counts {
        Counts { groups: self.tree.groups.len(), open: self.live, steps: self.spent.steps, depth: self.depth }
    }

    /// How the search ended, if it has and not only for want of something to do.
    fn outcome(&self) -> Option<Outcome> {
        match self.tree.group(Tree::ROOT).state {
            GroupState::Proved => Some(Outcome::Proved),
            _ if self.cancelled => Some(Outcome::Unproved(Reason::Cancelled)),
            _ if self.budget.time_is_over(&self.spent) => Some(Outcome::Unproved(Reason::Timeout)),
            GroupState::Exhausted { .. } => Some(Outcome::Unproved(self.exhausted())),
            GroupState::Open => None,
        }
    }

    /// Brings everything up to date after an event.
    fn update(&mut self) {
        self.grow();
        self.refresh();
        if cfg!(debug_assertions)
            && self.tree.groups.len() + self.tree.steps.len() <= 200
            && let Err(wrong) = check(self)
        {
            panic!("the search is in disorder: {wrong}");
        }
    }

    fn exhausted(&self) -> Reason {
        self.unpaid.unwrap_or(Reason::Exhausted)
    }
}
