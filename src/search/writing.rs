//! Whole proofs: asked for at the root, cut into the steps that they are made of, repaired.
//!
//! A proof is tried as a whole first. If that does not work, its tactics are tried one after the other, each at the
//! goal where it stands in the text: what works of it is in the tree as steps, and where it fails there is a goal left for
//! the search. A `have` whose proof fails is kept with its proof open. What failed, and where, goes into an ask for repair. In a draft
//! the open proofs are meant to be open.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::Arc,
};

use serde::{Deserialize, Serialize};

use super::{GroupId, GroupState, Search, StepId, StepState, Tree, plan::Asking};
use crate::{
    proposer::{FailedProof, Fault, Proposal, Proposals},
    theorem::{
        ProverKind,
        lean_script::{Shape, Tactic, tactics},
    },
};

/// An ask for whole proofs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct WriteId(pub u32);

/// What is asked for, beside steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Order {
    /// Whole proofs.
    Proofs,
    /// Whole proofs in place of one that failed.
    Repairs(FailedProof),
    /// Sketches with open proofs.
    Drafts,
}

/// Steps after which a theorem is not thought easy any more.
const EASY: u64 = 16;

/// What is known of the faults of a proof is told up to so many.
const FAULTS: usize = 4;

/// The whole proofs of a search.
#[derive(Debug, Default)]
pub(super) struct Writing {
    /// What is still to be asked for.
    todo: VecDeque<Order>,
    in_flight: BTreeMap<WriteId, (Order, bool)>,
    asked: u32,
    plantings: Vec<Planting>,
    /// Proofs that came before.
    seen: BTreeSet<String>,
    /// Groups that no more steps will be proposed for, unless a proof has some.
    held: Vec<GroupId>,
}

/// A proof whose steps are put into the tree.
#[derive(Clone, Debug)]
struct Planting {
    proof: Proposal,
    repairs: u32,
    /// What is still to be done, the innermost block last.
    frames: Vec<Frame>,
    /// What is being tried.
    trying: Option<Trying>,
    faults: Vec<Fault>,
}

/// A block of tactics, and the goals that it is for.
#[derive(Clone, Debug)]
struct Frame {
    goals: VecDeque<GroupId>,
    tactics: VecDeque<Tactic>,
}

/// A tactic at the first goal of the innermost block.
#[derive(Clone, Debug)]
struct Trying {
    tactic: Tactic,
    how: How,
    step: Option<StepId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum How {
    /// The whole proof.
    Proof,
    /// The tactic as it stands.
    Whole,
    /// The tactic with its own proofs left open.
    Open,
}

impl Writing {
    pub(super) fn new(orders: Vec<Order>) -> Self {
        Writing { todo: orders.into(), ..Writing::default() }
    }

    /// Whether no proof will come any more.
    pub(super) fn is_over(&self) -> bool {
        self.todo.is_empty() && self.in_flight.is_empty() && self.plantings.is_empty()
    }

    pub(super) fn asks_in_flight(&self) -> usize {
        self.in_flight.len()
    }

    pub(super) fn paid_in_flight(&self) -> usize {
        self.in_flight.values().filter(|it| it.1).count()
    }

    pub(super) fn expects(&self, ask: WriteId) -> bool {
        self.in_flight.contains_key(&ask)
    }

    /// Keeps a group from being given up while a proof may still come.
    pub(super) fn hold(&mut self, group: GroupId) {
        self.held.push(group);
    }

    /// Whether a proof waits for the verdict on a step.
    pub(super) fn awaits(&self, step: StepId) -> bool {
        self.plantings.iter().any(|it| it.trying.as_ref().is_some_and(|it| it.step == Some(step)))
    }

    /// Takes back the asks that are in flight.
    pub(super) fn lose(&mut self) {
        for (_, (order, _)) in std::mem::take(&mut self.in_flight).into_iter().rev() {
            self.todo.push_front(order);
        }
    }
}

impl Planting {
    fn new(proof: Proposal, repairs: u32, prover: ProverKind) -> Self {
        let whole = Tactic { line: 1, text: proof.step.clone(), shape: Shape::Whole };
        let cut = if prover == ProverKind::Lean { tactics(&proof.step) } else { Vec::new() };
        let goals = VecDeque::from([Tree::ROOT]);
        let (trying, tactics) = match has_holes(&cut) {
            true => (None, cut.into()),
            false => (Some(Trying { tactic: whole, how: How::Proof, step: None }), VecDeque::new()),
        };
        Planting { proof, repairs, frames: vec![Frame { goals, tactics }], trying, faults: Vec::new() }
    }

    /// Notes that the tactic does not work at the first goal, and goes on behind it where that makes sense.
    fn fail(&mut self, tactic: &Tactic, message: String, goals: String) {
        let step = tactic.text.clone();
        self.faults.push(Fault { line: tactic.line, step, message, goals });
        self.leave();
    }

    /// Leaves the first goal open. What stands behind is for it, up to the next bullet.
    fn leave(&mut self) {
        let Some(frame) = self.frames.last_mut() else { return };
        frame.goals.pop_front();
        let is_apart = |it: &Tactic| matches!(it.shape, Shape::Bullet(_) | Shape::Case(_));
        while frame.tactics.front().is_some_and(|it| !is_apart(it)) {
            frame.tactics.pop_front();
        }
    }
}

fn has_holes(tactics: &[Tactic]) -> bool {
    tactics.iter().any(|it| match &it.shape {
        Shape::Hole => true,
        Shape::Bullet(inner) | Shape::AllGoals(inner) => has_holes(inner),
        Shape::Parts { holes, .. } => *holes,
        Shape::Whole | Shape::Case(_) => false,
    })
}

impl Search {
    /// The next ask for whole proofs, if there is one; sketches are for what is not proved in a few steps, or when there
    /// is nothing else to do.
    pub(super) fn next_order(&mut self, idle: bool) -> Option<(WriteId, Order, bool)> {
        let early = !idle && self.spent.steps < EASY;
        let at = self.writing.todo.iter().position(|it| !early || *it != Order::Drafts)?;
        let order = self.writing.todo.remove(at)?;
        let asked = self.paid_in_flight + self.writing.paid_in_flight() as u64;
        let forbidden = self.budget.forbids_call(&self.spent, asked);
        self.unpaid = self.unpaid.or(forbidden);
        let ask = WriteId(self.writing.asked);
        self.writing.asked += 1;
        self.writing.in_flight.insert(ask, (order.clone(), forbidden.is_none()));
        Some((ask, order, forbidden.is_none()))
    }

    /// Takes in whole proofs.
    pub(super) fn written(&mut self, ask: WriteId, answer: Proposals) {
        self.spent.add(answer.usage);
        let Some((order, _)) = self.writing.in_flight.remove(&ask) else { return };
        let repairs = if let Order::Repairs(failed) = &order { failed.repairs + 1 } else { 0 };
        for proof in answer.proposals {
            let proof = Proposal { step: proof.step.trim_end().to_owned(), ..proof };
            if !proof.step.is_empty() && self.writing.seen.insert(proof.step.clone()) {
                self.writing.plantings.push(Planting::new(proof, repairs, self.options.prover));
            }
        }
    }

    /// The next step of a whole proof that is to be tried, and how often it was tried before.
    pub(super) fn next_planted(&self) -> Option<(StepId, u32)> {
        let mut trying = self.writing.plantings.iter().filter_map(|it| it.trying.as_ref());
        trying.find_map(|it| {
            let step = it.step.filter(|it| self.tree.step(*it).state == StepState::Untried)?;
            // A whole proof takes longer than a step.
            let last = self.options.attempts.saturating_sub(1);
            Some((step, if it.how == How::Proof { last } else { 0 }))
        })
    }

    /// Goes on with each whole proof until its next step is in the tree and has no verdict yet.
    pub(super) fn grow(&mut self) {
        if self.writing.is_over() {
            return;
        }
        // Taken out, so that the tree can be changed meanwhile.
        for mut planting in std::mem::take(&mut self.writing.plantings) {
            self.advance(&mut planting);
            match planting.trying {
                Some(_) => self.writing.plantings.push(planting),
                None => self.planted(planting),
            }
        }
        self.end_writing();
    }

    fn advance(&mut self, planting: &mut Planting) {
        loop {
            while planting.trying.is_none() && !planting.frames.is_empty() {
                self.choose(planting);
            }
            let (Some(mut trying), Some(frame)) = (planting.trying.take(), planting.frames.last()) else {
                return;
            };
            let Some(&goal) = frame.goals.front() else { continue };
            let text = match (&trying.tactic.shape, trying.how) {
                (Shape::Parts { open, .. }, How::Open) => open,
                _ => &trying.tactic.text,
            };
            let Some(step) = trying.step.or_else(|| self.sow(goal, text.clone(), &planting.proof)) else {
                planting.leave();
                continue;
            };
            let node = self.tree.step(step);
            let waits =
                node.state == StepState::InFlight || node.state == StepState::Untried && node.attempts == 0;
            if waits && self.tree.group(goal).is_live() {
                planting.trying = Some(Trying { step: Some(step), ..trying });
                return;
            }
            trying.step = Some(step);
            self.reap(planting, trying, goal, step);
        }
    }

    /// Sets what is to be tried next, or takes a block away that is at its end.
    fn choose(&self, planting: &mut Planting) {
        let Some(frame) = planting.frames.last_mut() else { return };
        let is_proved = |it: &GroupId| self.tree.group(*it).state == GroupState::Proved;
        while frame.goals.front().is_some_and(is_proved) {
            frame.goals.pop_front();
        }
        let (Some(&goal), Some(tactic)) = (frame.goals.front(), frame.tactics.pop_front()) else {
            // A goal that nothing is written for is an error of the text, unless it was left open.
            let left = frame.goals.front().map(|&it| self.tree.group(it).goal.text());
            planting.frames.pop();
            if let Some(goals) = left {
                let line = planting.proof.step.lines().count();
                let message = "the proof ends, and a goal is left".to_owned();
                planting.faults.push(Fault { line, step: String::new(), message, goals });
            }
            return;
        };
        match tactic.shape {
            Shape::Hole => planting.leave(),
            Shape::Bullet(block) => {
                frame.goals.pop_front();
                planting.frames.push(Frame { goals: [goal].into(), tactics: block.into() });
            }
            Shape::AllGoals(block) => {
                for goal in std::mem::take(&mut frame.goals).into_iter().rev() {
                    planting.frames.push(Frame { goals: [goal].into(), tactics: block.clone().into() });
                }
            }
            Shape::Parts { holes: true, .. } => {
                planting.trying = Some(Trying { tactic, how: How::Open, step: None });
            }
            Shape::Case(ref tag) => {
                let named = |it: &GroupId| {
                    let case = self.tree.group(*it).goal.goals[0].case.as_deref().unwrap_or_default();
                    case == tag || case.ends_with(&format!(".{tag}"))
                };
                if let Some(at) = frame.goals.iter().position(named)
                    && let Some(goal) = frame.goals.remove(at)
                {
                    frame.goals.push_front(goal);
                }
                planting.trying = Some(Trying { tactic, how: How::Whole, step: None });
            }
            Shape::Whole | Shape::Parts { .. } => {
                planting.trying = Some(Trying { tactic, how: How::Whole, step: None });
            }
        }
    }

    /// The step of that text at a group; none if the group needs no more steps.
    fn sow(&mut self, group: GroupId, text: String, proof: &Proposal) -> Option<StepId> {
        if !self.tree.group(group).is_live() {
            return None;
        }
        if let Some(known) = self.tree.step_of(group, &text) {
            return Some(known);
        }
        let source = Arc::clone(&proof.source);
        let step = self.tree.propose(group, Proposal { step: text, log_prob: proof.log_prob, source })?;
        self.add_plans();
        let plan = &mut self.plans[group.0 as usize];
        plan.untried.push(step);
        plan.sort(&self.tree);
        self.tree.touch(group);
        Some(step)
    }

    /// Whether, of the two goals that a `have … := ?_` leaves, the first is what goes on with the new fact: some versions of Lean
    /// put it there. What is to be shown has the hypotheses that were there before.
    fn goes_on(&self, before: GroupId, first: GroupId, second: GroupId) -> bool {
        let hyps = |it| &self.tree.group(it).goal.goals[0].hyps;
        hyps(second) == hyps(before) && hyps(first) != hyps(before)
    }

    /// Takes in what became of a tactic.
    fn reap(&self, planting: &mut Planting, trying: Trying, goal: GroupId, step: StepId) {
        let Trying { tactic, how, .. } = trying;
        let node = self.tree.step(step);
        let mut left: Vec<GroupId> = node.children.iter().map(|it| it.group).collect();
        if let ([first, second], Shape::Parts { proofs, .. }) = (&left[..], &tactic.shape)
            && proofs.len() == 1
            && self.goes_on(node.group, *first, *second)
        {
            left.reverse();
        }
        match &node.state {
            StepState::Proved if left.is_empty() => {
                planting.frames.last_mut().and_then(|it| it.goals.pop_front());
            }
            StepState::Proved | StepState::Progress | StepState::Waiting => {
                let Some(frame) = planting.frames.last_mut() else { return };
                frame.goals.pop_front();
                let proofs = match (&tactic.shape, how) {
                    (Shape::Parts { proofs, .. }, How::Open) => proofs.clone(),
                    _ => Vec::new(),
                };
                let apart = proofs.len().min(left.len());
                left[apart..].iter().rev().for_each(|it| frame.goals.push_front(*it));
                for (&goal, proof) in left.iter().zip(proofs).rev() {
                    planting.frames.push(Frame { goals: [goal].into(), tactics: proof.into() });
                }
            }
            failed => {
                let parts = matches!(tactic.shape, Shape::Parts { .. });
                let message = failed.failure().unwrap_or_else(|| "did not end within its limits".into());
                let cut = if how == How::Proof && self.options.prover == ProverKind::Lean {
                    tactics(&tactic.text)
                } else {
                    Vec::new()
                };
                match how {
                    How::Proof if cut.len() > 1 || cut.iter().any(|it| it.shape != Shape::Whole) => {
                        if let Some(frame) = planting.frames.last_mut() {
                            frame.tactics = cut.into();
                        }
                    }
                    How::Whole if parts => {
                        planting.trying = Some(Trying { tactic, how: How::Open, step: None });
                    }
                    _ => planting.fail(&tactic, message, self.tree.group(goal).goal.text()),
                }
            }
        }
    }

    /// A proof is at its end: what failed of it may be repaired.
    fn planted(&mut self, planting: Planting) {
        let Planting { proof, repairs, mut faults, .. } = planting;
        faults.truncate(FAULTS);
        let over = self.tree.group(Tree::ROOT).state == GroupState::Proved || faults.is_empty();
        if !over && repairs < self.options.repairs && self.unpaid.is_none() {
            let failed = FailedProof { proof: proof.step, faults, repairs };
            self.writing.todo.push_back(Order::Repairs(failed));
        }
    }

    /// Gives up what was held only for proofs that might come, if none will.
    fn end_writing(&mut self) {
        if self.writing.is_over() {
            for group in std::mem::take(&mut self.writing.held) {
                debug_assert_eq!(self.plans[group.0 as usize].asking, Asking::Over);
                self.tree.complete(group);
            }
        }
    }
}
