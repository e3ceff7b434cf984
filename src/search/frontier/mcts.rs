//! Monte-Carlo tree search: a way from the root, chosen by what came of the ways before.

use std::collections::BTreeMap;

use super::{Frontier, GroupId, Route, Standing, StepId, Tree, ordered::likely, slot};

/// Goes down from the root by PUCT, and is rewarded for what is new.
///
/// At each group it weighs the best thing to do there against the steps that led on. The weight is
/// `value / visits + c * prior * sqrt(visits of the group) / (1 + visits)`, where the prior is the step's probability
/// among those that are weighed (PUCT). Steps that are under way count as visits without value
/// (virtual loss), so that searches at once spread out. The reward is 1 for a step that closes its goals or leaves a
/// group that nobody saw before, and 0 else (the RMax exploration of DeepSeek-Prover-V1.5); older
/// rewards count for less, by `discount` with each newer one, as what is new does not stay new.
#[derive(Clone, Debug)]
pub struct Mcts {
    c: f64,
    discount: f64,
    alpha: f64,
    groups: Vec<Place>,
    steps: Vec<Edge>,
    /// The ways by which the steps in flight were chosen.
    ways: BTreeMap<StepId, Vec<StepId>>,
    /// The way to the group that was answered last.
    way: Vec<StepId>,
    standing: usize,
}

/// What is kept of a group.
#[derive(Clone, Debug, Default)]
struct Place {
    standing: Option<Standing>,
    /// Steps that left groups.
    led_on: Vec<StepId>,
    visits: f64,
    /// Whether there may be something to do here or below.
    awake: bool,
}

/// What is kept of a step.
#[derive(Clone, Copy, Debug, Default)]
struct Edge {
    visits: f64,
    value: f64,
    in_flight: u32,
}

/// What can be done at a group.
#[derive(Clone, Copy)]
struct Choice {
    /// None for the best thing to do there.
    step: Option<StepId>,
    weight: f64,
}

/// Which of the choices has the most weight; of equals the older step, and before it what is to be done at the group.
fn best(choices: &[Choice]) -> Option<usize> {
    let key = |it: &Choice| it.step.map_or(0, |it| it.0 + 1);
    let better = |a: &Choice, b: &Choice| a.weight.total_cmp(&b.weight).then(key(b).cmp(&key(a)));
    (0..choices.len()).max_by(|&a, &b| better(&choices[a], &choices[b]))
}

impl Mcts {
    /// An empty frontier; `alpha` is for the score of routes, see [`super::Order::Likely`].
    pub fn new(c: f64, discount: f64, alpha: f64) -> Self {
        Mcts {
            c,
            discount,
            alpha,
            groups: Vec::new(),
            steps: Vec::new(),
            ways: BTreeMap::new(),
            way: Vec::new(),
            standing: 0,
        }
    }

    /// Goes down from a group; if there is nothing to do, it sleeps until something wakes it.
    fn descend(&mut self, tree: &Tree, group: GroupId) -> Option<GroupId> {
        let mut choices = self.choices(tree, group);
        while let Some(best) = best(&choices) {
            let Some(step) = choices.swap_remove(best).step else { return Some(group) };
            self.way.push(step);
            while let Some(child) = self.child(tree, step) {
                if let Some(found) = self.descend(tree, child) {
                    return Some(found);
                }
            }
            self.way.pop();
        }
        slot(&mut self.groups, group.0).awake = false;
        None
    }

    /// What can be done at a group, as far as anybody is awake there.
    fn choices(&self, tree: &Tree, group: GroupId) -> Vec<Choice> {
        let place = &self.groups[group.0 as usize];
        let own = place.standing.map(|it| (None, it.log_prob));
        let live = place.led_on.iter().filter(|&&it| tree.is_live(it));
        let live = live.map(|&it| (Some(it), tree.step(it).proposal.log_prob));
        let all: Vec<(Option<StepId>, f64)> = own.into_iter().chain(live).collect();
        let most = all.iter().map(|it| it.1).fold(f64::NEG_INFINITY, f64::max);
        // Whoever sleeps counts here too, so that it makes no difference when it was found to sleep.
        let total: f64 = all.iter().map(|it| (it.1 - most).exp()).sum();
        let seen = (1.0 + place.visits).sqrt();
        let weight = |(step, log_prob): (Option<StepId>, f64)| {
            let edge = step.and_then(|it| self.steps.get(it.0 as usize)).copied().unwrap_or_default();
            let visits = edge.visits + f64::from(edge.in_flight);
            let value = if visits > 0.0 { edge.value / visits } else { 0.0 };
            value + self.c * (log_prob - most).exp() / total * seen / (1.0 + visits)
        };
        let choice = |it: (Option<StepId>, f64)| Choice { step: it.0, weight: weight(it) };
        let awake = all.into_iter().filter(|it| it.0.is_none_or(|it| self.child(tree, it).is_some()));
        awake.map(choice).collect()
    }

    /// Which of the groups that a step left is to be worked on: the one that was visited least.
    fn child(&self, tree: &Tree, step: StepId) -> Option<GroupId> {
        let awake = |it: &GroupId| {
            tree.group(*it).is_live() && self.groups.get(it.0 as usize).is_some_and(|it| it.awake)
        };
        let visits = |it: &GroupId| self.groups[it.0 as usize].visits;
        let children = tree.step(step).children.iter().map(|it| it.group).filter(awake);
        children.reduce(|best, it| if visits(&it) < visits(&best) { it } else { best })
    }

    fn wake(&mut self, tree: &Tree, group: GroupId) {
        let mut todo = vec![group];
        while let Some(group) = todo.pop() {
            let place = slot(&mut self.groups, group.0);
            if !std::mem::replace(&mut place.awake, true) {
                todo.extend(tree.group(group).parents.iter().map(|&it| tree.step(it).group));
            }
        }
    }
}

impl Frontier for Mcts {
    fn set(&mut self, tree: &Tree, group: GroupId, standing: Option<Standing>) {
        let old = std::mem::replace(&mut slot(&mut self.groups, group.0).standing, standing);
        self.standing += usize::from(standing.is_some());
        self.standing -= usize::from(old.is_some());
        if standing.is_some() {
            self.wake(tree, group);
        }
    }

    fn best(&mut self, tree: &Tree) -> Option<GroupId> {
        if self.standing == 0 {
            return None;
        }
        self.way.clear();
        if let Some(found) = self.descend(tree, Tree::ROOT) {
            return Some(found);
        }
        // A group that stands may have become reachable by a way that sleeps.
        for place in &mut self.groups {
            place.awake = true;
        }
        self.way.clear();
        self.descend(tree, Tree::ROOT)
    }

    fn score(&self, route: &Route) -> f64 {
        likely(route, self.alpha)
    }

    fn given(&mut self, _tree: &Tree, step: Option<StepId>) {
        let Some(step) = step else { return };
        let mut way = std::mem::take(&mut self.way);
        way.push(step);
        for it in &way {
            slot(&mut self.steps, it.0).in_flight += 1;
        }
        self.ways.insert(step, way);
    }

    fn came(&mut self, tree: &Tree, step: StepId, news: bool) {
        let node = tree.step(step);
        if !node.children.is_empty() {
            let led_on = &mut slot(&mut self.groups, node.group.0).led_on;
            if !led_on.contains(&step) {
                led_on.push(step);
            }
            self.wake(tree, node.group);
        }
        for it in self.ways.remove(&step).unwrap_or_default() {
            let edge = slot(&mut self.steps, it.0);
            edge.in_flight -= 1;
            edge.visits = self.discount * edge.visits + 1.0;
            edge.value = self.discount * edge.value + f64::from(u8::from(news));
            let place = slot(&mut self.groups, tree.step(it).group.0);
            place.visits = self.discount * place.visits + 1.0;
        }
    }
}
