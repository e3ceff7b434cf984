//! What the search means to do: the best way to each group, and the best thing to do there.

use std::cmp::Reverse;

use super::{GroupId, GroupState, Search, Standing, StepId, StepState, Tree, learn::goal_shape};
use crate::{proposer::Who, prover::GoalGroup};

/// A way from the root to a group, as far as its score needs it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Route {
    /// Sum of the log-probabilities of its steps.
    pub log_prob: f64,
    /// Number of its steps.
    pub length: u32,
    /// Open siblings that go before the groups on the way.
    pub wait: u32,
    /// Its last step; none at the root.
    pub via: Option<StepId>,
}

impl Route {
    pub(super) const ROOT: Route = Route { log_prob: 0.0, length: 0, wait: 0, via: None };

    pub(super) fn then(self, log_prob: f64, wait: u32, via: Option<StepId>) -> Route {
        Route { log_prob: self.log_prob + log_prob, length: self.length + 1, wait: self.wait + wait, via }
    }
}

/// How far the asking for a group has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asking {
    Ready { round: u32, who: Who },
    InFlight { round: u32, who: Who, paid: bool },
    Over,
}

/// What the search keeps of a group besides the tree.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    /// Length of the printed goals.
    pub(super) size: usize,
    /// What its goals have in common with others, see [`super::learn`].
    pub(super) shape: u64,
    /// The best way to it; none if it is settled or irrelevant.
    pub(super) route: Option<Route>,
    /// Untried steps, the best last.
    pub(super) untried: Vec<StepId>,
    pub(super) asking: Asking,
    /// What a proposal of the next round may be worth: as much as the worst one so far.
    pub(super) hope: Option<f64>,
    /// Whether those members of a mixture that cost nothing, and those that do, have nothing more to say.
    pub(super) silent: [bool; 2],
    /// How often proposals came.
    pub(super) rounds: u32,
    /// Steps being tried.
    pub(super) in_flight: u32,
    /// When work on it was last given out.
    pub(super) last: u64,
    /// Whether its proof state was given back.
    pub(super) released: bool,
}

impl Plan {
    pub(super) fn new(goal: &GoalGroup, split: bool) -> Self {
        Plan {
            size: goal.goals.iter().map(|it| it.text().len()).sum(),
            shape: goal_shape(goal),
            route: None,
            untried: Vec::new(),
            asking: Asking::Ready { round: 0, who: if split { Who::Free } else { Who::All } },
            hope: None,
            silent: [false; 2],
            rounds: 0,
            in_flight: 0,
            last: 0,
            released: false,
        }
    }

    /// Whether and whom to ask after an answer; `most` is the number of rounds.
    pub(super) fn answered(&mut self, round: u32, who: Who, exhausted: bool, most: u32) {
        match who {
            Who::All => self.silent = [exhausted; 2],
            Who::Free => self.silent[0] = exhausted,
            Who::Paid => self.silent[1] = exhausted,
        }
        // The next one in `Free, Paid, Free, ...` that has something to say.
        let next = match (who, self.silent) {
            (_, [true, true]) => None,
            (Who::All, _) => Some((round + 1, Who::All)),
            (Who::Free, [_, false]) => Some((round, Who::Paid)),
            (Who::Paid, [false, _]) | (Who::Free, _) => Some((round + 1, Who::Free)),
            (Who::Paid, _) => Some((round + 1, Who::Paid)),
        };
        self.asking = match next.filter(|it| it.0 < most) {
            Some((round, who)) => Asking::Ready { round, who },
            None => Asking::Over,
        };
    }

    /// Puts the untried steps in order.
    pub(super) fn sort(&mut self, tree: &Tree) {
        let log_prob = |it: &StepId| tree.step(*it).proposal.log_prob;
        self.untried.sort_by(|a, b| log_prob(a).total_cmp(&log_prob(b)).then(b.cmp(a)));
    }
}

/// What can be done for a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Move {
    Ask { round: u32, who: Who },
    Try(StepId),
}

impl Search {
    /// The best thing to do for a group, and where it leads.
    pub(super) fn best_move(&self, group: GroupId) -> Option<(Move, Route)> {
        let plan = &self.plans[group.0 as usize];
        let route = plan.route?;
        let attempt = plan.untried.last().map(|&step| {
            let log_prob = self.tree.step(step).proposal.log_prob;
            (Move::Try(step), route.then(log_prob, 0, Some(step)))
        });
        let Asking::Ready { round, who } = plan.asking else { return attempt };
        // A model is asked at once, so that others' steps are tried while it thinks.
        let hope = plan.hope.filter(|_| round > 0 || who != Who::Paid);
        let ask = (Move::Ask { round, who }, hope.map_or(route, |it| route.then(it, 0, None)));
        match attempt {
            Some(attempt) if self.frontier.score(&attempt.1) >= self.frontier.score(&ask.1) => Some(attempt),
            _ => Some(ask),
        }
    }

    /// How a group stands in the frontier.
    pub(super) fn standing(&self, group: GroupId) -> Option<Standing> {
        let plan = &self.plans[group.0 as usize];
        let (best, route) = self.best_move(group)?;
        let (log_prob, round) = match best {
            Move::Try(step) => (self.tree.step(step).proposal.log_prob, plan.rounds.saturating_sub(1)),
            Move::Ask { round, .. } => (plan.hope.unwrap_or(0.0), round),
        };
        Some(Standing { route, log_prob, round, last: plan.last })
    }

    /// Gives each new group a plan.
    pub(super) fn add_plans(&mut self) {
        let split = self.options.split;
        let new = self.tree.groups[self.plans.len()..].iter();
        self.plans.extend(new.map(|it| Plan::new(&it.goal, split)));
    }

    /// Brings routes and frontier up to date with what changed in the tree.
    pub(super) fn refresh(&mut self) {
        let mut todo = self.tree.take_touched();
        self.add_plans();
        while let Some(group) = todo.pop_first() {
            let route = self.route(group);
            let node = self.tree.group(group);
            let plan = &mut self.plans[group.0 as usize];
            if plan.route != route {
                self.live += usize::from(route.is_some());
                self.live -= usize::from(plan.route.is_some());
                plan.route = route;
                let steps = node.steps.iter().map(|&it| self.tree.step(it));
                let open = steps.filter(|it| it.state == StepState::Progress);
                todo.extend(open.flat_map(|it| it.children.iter().map(|it| it.group)));
            }
            if !node.is_live() && plan.in_flight == 0 && !plan.released {
                plan.released = true;
                self.forgotten.push(node.goal.state);
            }
            self.depth = self.depth.max(route.map_or(0, |it| it.length));
            let standing = self.standing(group);
            self.frontier.set(&self.tree, group, standing);
        }
    }

    /// The best way to a group over steps that still hope for it.
    pub(super) fn route(&self, group: GroupId) -> Option<Route> {
        let node = self.tree.group(group);
        if !node.is_live() {
            return None;
        }
        let mut best = (group == Tree::ROOT).then_some(Route::ROOT);
        for &parent in node.parents.iter().filter(|&&it| self.tree.is_live(it)) {
            let step = self.tree.step(parent);
            let Some(above) = self.plans[step.group.0 as usize].route else { continue };
            let route = above.then(step.proposal.log_prob, self.wait(parent, group), Some(parent));
            if best.is_none_or(|it| self.frontier.score(&route) > self.frontier.score(&it)) {
                best = Some(route);
            }
        }
        best
    }

    /// How many open groups that a step left are worked on before this one: those with more text.
    ///
    /// More text is likely to be harder, and the sooner one group fails the more work is saved on the others.
    fn wait(&self, step: StepId, group: GroupId) -> u32 {
        let children = &self.tree.step(step).children;
        let mut order: Vec<GroupId> = Vec::new();
        for child in children {
            if self.tree.group(child.group).state == GroupState::Open && !order.contains(&child.group) {
                order.push(child.group);
            }
        }
        let size = |it: &GroupId| self.plans[it.0 as usize].size;
        order.sort_by_key(|it| Reverse(size(it)));
        order.iter().take_while(|&&it| it != group).fold(0, |n, _| n + 1)
    }

    pub(super) fn via(&self, group: GroupId) -> Option<StepId> {
        // The first parent of a group made it, and so is older.
        let made_by = || self.tree.group(group).parents.first().copied().filter(|_| group != Tree::ROOT);
        self.plans[group.0 as usize].route.map_or_else(made_by, |it| it.via)
    }
}
