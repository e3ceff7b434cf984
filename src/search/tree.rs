//! The AND/OR tree: goal groups, the steps tried on them, and what is known of both.
//!
//! A *group* is an OR node: one of its steps must work. A *step* is an AND node: all groups it leaves
//! must be proved. Equal groups are one node, so the tree is really a graph; a step that would close a
//! circle is refused or waits, which keeps every chain of open groups finite.
//!
//! What is known only ever grows: `Open` becomes `Proved` or `Exhausted`, a group that no open step
//! needs any more is irrelevant for good. An equal group met later is then a new node.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{
    proposer::Proposal,
    prover::{GoalGroup, Limit, StateId},
};

/// A goal group of the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct GroupId(pub u32);

/// A step of the tree: a proposal at one group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct StepId(pub u32);

/// What is known of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupState {
    /// Neither proved nor given up.
    Open,
    /// One of its steps is proved.
    Proved,
    /// No more proposals will come, and every step has failed.
    Exhausted {
        /// Whether a limit had a part in it: the group is then not known to resist its proposals.
        inconclusive: bool,
    },
}

/// What is known of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepState {
    /// Proposed, not tried yet.
    Untried,
    /// Being tried.
    InFlight,
    /// The prover refused it, or what it left cannot be put into a script.
    Rejected {
        /// Why.
        reason: String,
    },
    /// A limit ended it.
    Inconclusive {
        /// Which one.
        limit: Limit,
    },
    /// It left groups at the depth limit.
    TooDeep,
    /// It leads back to its own group or to one above, without which its group was not needed then.
    Cycle,
    /// It leads back to a group above, but its own group is also needed without that one: it works as
    /// soon as the group above is proved in another way.
    Waiting,
    /// It left groups, and they are not all proved.
    Progress,
    /// It left nothing, or only groups that are proved.
    Proved,
    /// One of the groups it left is exhausted.
    Dead {
        /// Whether each of those is exhausted only because of a limit.
        inconclusive: bool,
    },
}

impl StepState {
    /// Why it does not work, if that is known.
    pub fn failure(&self) -> Option<String> {
        Some(match self {
            StepState::Rejected { reason } => reason.clone(),
            StepState::Cycle => "leads back to a goal that was there before".into(),
            StepState::Inconclusive { limit: Limit::Heartbeats } => "ran out of heartbeats".into(),
            StepState::Inconclusive { limit: Limit::Time } => "ran out of time".into(),
            StepState::Inconclusive { limit: Limit::Memory } => "ran out of memory".into(),
            StepState::Inconclusive { limit: Limit::Crash } => "crashed the prover".into(),
            _ => return None,
        })
    }
}

/// A group that a step left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Child {
    /// The group.
    pub group: GroupId,
    /// Where its goals stand in the goal list that the step left, ascending.
    pub positions: Vec<usize>,
}

/// An OR node.
#[derive(Clone, Debug)]
pub struct Group {
    /// The goals, and the proof state to try steps on.
    pub goal: GoalGroup,
    /// What is known of it.
    pub state: GroupState,
    /// Whether an open step, or the root, still needs it.
    pub relevant: bool,
    /// Whether no more proposals will come.
    pub complete: bool,
    /// The steps that left it, oldest first.
    pub parents: Vec<StepId>,
    /// The steps proposed for it, oldest first.
    pub steps: Vec<StepId>,
    /// At least that of each group above it, see [`Tree::closes_circle`].
    pub(super) level: u32,
}

impl Group {
    /// Whether work on it can still help.
    pub fn is_live(&self) -> bool {
        self.relevant && self.state == GroupState::Open
    }
}

/// An AND node.
#[derive(Clone, Debug)]
pub struct Step {
    /// The group it is for.
    pub group: GroupId,
    /// Its text (without trailing white space), log-probability and source.
    pub proposal: Proposal,
    /// What is known of it.
    pub state: StepState,
    /// What it left, in the order of the first goals.
    pub children: Vec<Child>,
    /// How often it was tried and is to be tried again.
    pub attempts: u32,
}

impl Step {
    /// Whether it has failed, and if so whether a limit had a part in it.
    fn failure(&self) -> Option<bool> {
        match self.state {
            StepState::Rejected { .. } | StepState::Cycle => Some(false),
            StepState::Inconclusive { .. } | StepState::TooDeep => Some(true),
            StepState::Dead { inconclusive } => Some(inconclusive),
            StepState::Untried
            | StepState::InFlight
            | StepState::Waiting
            | StepState::Progress
            | StepState::Proved => None,
        }
    }
}

/// The tree.
#[derive(Clone, Debug)]
pub struct Tree {
    pub(super) groups: Vec<Group>,
    pub(super) steps: Vec<Step>,
    /// Groups to merge with, by fingerprint.
    index: BTreeMap<String, Vec<GroupId>>,
    /// Groups of which something changed since the last [`Tree::take_touched`].
    touched: BTreeSet<GroupId>,
}

impl Tree {
    /// The root group.
    pub const ROOT: GroupId = GroupId(0);

    /// A tree of one open group.
    pub fn new(root: GoalGroup) -> Self {
        let mut tree =
            Tree { groups: Vec::new(), steps: Vec::new(), index: BTreeMap::new(), touched: BTreeSet::new() };
        tree.add_group(root);
        tree
    }

    /// The group of an id.
    pub fn group(&self, id: GroupId) -> &Group {
        &self.groups[id.0 as usize]
    }

    /// The step of an id.
    pub fn step(&self, id: StepId) -> &Step {
        &self.steps[id.0 as usize]
    }

    /// All groups, oldest first.
    pub fn groups(&self) -> impl ExactSizeIterator<Item = (GroupId, &Group)> {
        self.groups.iter().enumerate().map(|(at, it)| (GroupId(index_u32(at)), it))
    }

    /// All steps, oldest first.
    pub fn steps(&self) -> impl ExactSizeIterator<Item = (StepId, &Step)> {
        self.steps.iter().enumerate().map(|(at, it)| (StepId(index_u32(at)), it))
    }

    /// Whether an open group hopes for this step: only then are the groups it left worth work.
    pub fn is_live(&self, step: StepId) -> bool {
        let step = self.step(step);
        step.state == StepState::Progress && self.group(step.group).is_live()
    }

    /// Adds a proposal, unless its text is empty or already there.
    pub(super) fn propose(&mut self, group: GroupId, proposal: Proposal) -> Option<StepId> {
        let text = normalised(&proposal.step);
        if text.is_empty() || self.step_of(group, &text).is_some() {
            return None;
        }
        let log_prob = if proposal.log_prob.is_nan() { LEAST } else { proposal.log_prob.clamp(LEAST, 0.0) };
        let id = StepId(index_u32(self.steps.len()));
        self.steps.push(Step {
            group,
            proposal: Proposal { step: text, log_prob, source: proposal.source },
            state: StepState::Untried,
            children: Vec::new(),
            attempts: 0,
        });
        self.groups[group.0 as usize].steps.push(id);
        Some(id)
    }

    /// The step of that text at a group.
    pub(super) fn step_of(&self, group: GroupId, text: &str) -> Option<StepId> {
        let text = normalised(text);
        self.group(group).steps.iter().copied().find(|&it| self.step(it).proposal.step == text)
    }

    /// Notes that no more proposals will come for a group.
    pub(super) fn complete(&mut self, group: GroupId) {
        self.groups[group.0 as usize].complete = true;
        self.settle(group);
    }

    /// Sets what became of a step that leaves no groups.
    pub(super) fn set_step(&mut self, step: StepId, state: StepState) {
        let node = &mut self.steps[step.0 as usize];
        node.state = state;
        let group = node.group;
        self.settle(group);
    }

    /// Takes a step back that did not end within its limits: it is to be tried again, and is worth less.
    pub(super) fn try_again(&mut self, step: StepId, cost: f64) {
        let node = &mut self.steps[step.0 as usize];
        node.attempts += 1;
        node.proposal.log_prob -= cost;
        node.state = StepState::Untried;
        let group = node.group;
        self.touch(group);
    }

    /// Gives a step another text, unless its group has a step with that text.
    pub(super) fn reword(&mut self, step: StepId, text: String) {
        let group = self.step(step).group;
        if self.group(group).steps.iter().all(|&it| self.step(it).proposal.step != text) {
            self.steps[step.0 as usize].proposal.step = text;
        }
    }

    /// Takes in the groups that a step left; answers the proof states that the tree does not keep.
    pub(super) fn progress(&mut self, step: StepId, left: Vec<GoalGroup>) -> Vec<StateId> {
        let refuse = |tree: &mut Tree, state| {
            tree.set_step(step, state);
            left.iter().map(|it| it.state).collect()
        };
        let Some(positions) = positions(&left) else {
            let reason = "the goals it leaves depend on each other in a way no script can address".into();
            return refuse(self, StepState::Rejected { reason });
        };
        let known: Vec<_> = left.iter().map(|it| self.find(it)).collect();
        let group = self.step(step).group;
        let mut state = StepState::Progress;
        if known.iter().flatten().any(|&it| self.closes_circle(group, it)) {
            match known[..] {
                [Some(only)] if self.is_needed_without(group, only) => state = StepState::Waiting,
                _ => return refuse(self, StepState::Cycle),
            }
        }
        let mut unused = Vec::new();
        let mut children = Vec::new();
        for (goal, positions) in left.into_iter().zip(positions) {
            // Looked up again: two of the new groups may be equal.
            let child = match self.find(&goal) {
                Some(known) => {
                    unused.push(goal.state);
                    known
                }
                None => {
                    let new = self.add_group(goal);
                    self.groups[new.0 as usize].level = self.group(group).level;
                    new
                }
            };
            let parents = &mut self.groups[child.0 as usize].parents;
            if !parents.contains(&step) {
                parents.push(step);
            }
            children.push(Child { group: child, positions });
        }
        children.sort_by_key(|it| it.positions[0]);
        self.touched.extend(children.iter().map(|it| it.group));
        let node = &mut self.steps[step.0 as usize];
        node.children = children;
        node.state = state;
        self.touched.insert(node.group);
        self.settle_step(step);
        self.drop_irrelevant(step);
        unused
    }

    /// Notes that something changed of a group that the tree does not know of.
    pub(super) fn touch(&mut self, group: GroupId) {
        self.touched.insert(group);
    }

    /// Groups of which something changed since this was last called, in order.
    pub(super) fn take_touched(&mut self) -> BTreeSet<GroupId> {
        std::mem::take(&mut self.touched)
    }

    fn add_group(&mut self, goal: GoalGroup) -> GroupId {
        let id = GroupId(index_u32(self.groups.len()));
        self.index.entry(goal.fingerprint.clone()).or_default().push(id);
        self.groups.push(Group {
            goal,
            state: GroupState::Open,
            relevant: true,
            complete: false,
            parents: Vec::new(),
            steps: Vec::new(),
            level: 0,
        });
        self.touched.insert(id);
        id
    }

    /// The group to merge with, if there is one.
    pub(super) fn find(&self, goal: &GoalGroup) -> Option<GroupId> {
        let same = self.index.get(&goal.fingerprint)?;
        same.iter().copied().find(|&it| same_goals(&self.group(it).goal, goal))
    }

    /// What a group's steps say of it.
    pub(super) fn group_value(&self, group: GroupId) -> GroupState {
        let group = self.group(group);
        let mut steps = group.steps.iter().map(|&it| self.step(it));
        if steps.clone().any(|it| it.state == StepState::Proved) {
            return GroupState::Proved;
        }
        let failures: Option<Vec<bool>> = steps.by_ref().map(Step::failure).collect();
        match failures {
            Some(failures) if group.complete => {
                GroupState::Exhausted { inconclusive: failures.contains(&true) }
            }
            _ => GroupState::Open,
        }
    }

    /// What the groups that a step left say of it.
    pub(super) fn step_value(&self, step: StepId) -> StepState {
        let mut exhausted = None;
        let mut proved = true;
        for child in &self.step(step).children {
            match self.group(child.group).state {
                GroupState::Exhausted { inconclusive } => {
                    exhausted = Some(exhausted.unwrap_or(true) && inconclusive);
                }
                GroupState::Open => proved = false,
                GroupState::Proved => {}
            }
        }
        match exhausted {
            Some(inconclusive) => StepState::Dead { inconclusive },
            None if proved => StepState::Proved,
            None if self.step(step).state == StepState::Waiting => StepState::Waiting,
            None => StepState::Progress,
        }
    }

    /// Brings a group up to date with its steps, and with it all that hangs on it.
    fn settle(&mut self, group: GroupId) {
        self.touched.insert(group);
        let state = self.group_value(group);
        if state == self.group(group).state {
            return;
        }
        self.groups[group.0 as usize].state = state;
        for step in self.group(group).steps.clone() {
            self.drop_irrelevant(step);
        }
        for parent in self.group(group).parents.clone() {
            self.settle_step(parent);
        }
    }

    fn settle_step(&mut self, step: StepId) {
        self.touched.extend(self.steps[step.0 as usize].children.iter().map(|it| it.group));
        let state = self.step_value(step);
        if state == self.step(step).state {
            return;
        }
        self.steps[step.0 as usize].state = state;
        self.drop_irrelevant(step);
        self.settle(self.step(step).group);
    }

    /// Marks what only this step needed as irrelevant, if nothing hopes for the step any more.
    fn drop_irrelevant(&mut self, step: StepId) {
        let mut todo = vec![step];
        while let Some(step) = todo.pop() {
            for at in 0..self.step(step).children.len() {
                let group = self.step(step).children[at].group;
                self.touched.insert(group);
                let node = self.group(group);
                if group == Self::ROOT || !node.relevant || node.parents.iter().any(|&it| self.is_live(it)) {
                    continue;
                }
                todo.extend(&node.steps);
                if node.state == GroupState::Open {
                    let same = self.index.entry(node.goal.fingerprint.clone()).or_default();
                    same.retain(|&it| it != group);
                }
                self.groups[group.0 as usize].relevant = false;
            }
        }
    }
}

/// Log-probabilities are held above this, so that sums of them stay finite.
const LEAST: f64 = -1e6;

fn index_u32(len: usize) -> u32 {
    u32::try_from(len).expect("a search tree has fewer than 2^32 nodes")
}

/// A step's text without white space at its end and at the ends of its lines.
fn normalised(step: &str) -> String {
    step.lines().map(str::trim_end).collect::<Vec<_>>().join("\n").trim_end().to_string()
}

/// Whether two groups are the same obligation; the names of cases do not count.
fn same_goals(a: &GoalGroup, b: &GoalGroup) -> bool {
    let same =
        |(a, b): (&crate::prover::Goal, &crate::prover::Goal)| a.hyps == b.hyps && a.target == b.target;
    a.fingerprint == b.fingerprint && a.goals.len() == b.goals.len() && a.goals.iter().zip(&b.goals).all(same)
}

/// Where the goals of each group stand, if a script can reach every group by turning the goal list.
///
/// Groups without positions stand one after the other. Groups of several goals may be nested but
/// must not be interlocked (`a b a b`): no rotation brings such a group together.
fn positions(left: &[GoalGroup]) -> Option<Vec<Vec<usize>>> {
    let all: Vec<Vec<usize>> = if left.iter().all(|it| it.positions.is_empty()) {
        let mut next = 0..;
        left.iter().map(|it| next.by_ref().take(it.goals.len()).collect()).collect()
    } else {
        left.iter().map(|it| it.positions.clone()).collect()
    };
    let mut owner = BTreeMap::new();
    for (group, positions) in all.iter().enumerate() {
        let fits = positions.len() == left[group].goals.len() && positions.is_sorted();
        if !fits || positions.is_empty() || positions.iter().any(|&it| owner.insert(it, group).is_some()) {
            return None;
        }
    }
    if owner.keys().copied().ne(0..owner.len()) {
        return None;
    }
    let mut open: Vec<usize> = Vec::new();
    for (position, group) in owner {
        if all[group].first() == Some(&position) {
            open.push(group);
        }
        if open.last() != Some(&group) {
            return None;
        }
        if all[group].last() == Some(&position) {
            open.pop();
        }
    }
    Some(all)
}
