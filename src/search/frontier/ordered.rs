//! Strategies that give each group a score and take the best: best-first, breadth-first, depth-first.

use std::{cmp::Ordering, collections::BTreeSet};

use super::{Frontier, GroupId, Route, Standing, Tree, slot};

/// What makes a route good.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Order {
    /// Cumulative log-probability over the length to the power `alpha` (BFS-Prover's length normalisation).
    ///
    /// With 0 deep routes pay for their length in full, with 1 (the mean log-probability a step) they do not pay at all.
    Likely {
        /// The power.
        alpha: f64,
    },
    /// The shortest first, and among those the likeliest.
    Shallow,
    /// The longest first, and among those the likeliest.
    Deep,
}

/// More than the log-probabilities of a route can differ by where the length decides.
const LEVEL: f64 = 1e9;

impl Order {
    fn value(self, route: &Route) -> f64 {
        match self {
            Order::Likely { alpha } => likely(route, alpha),
            Order::Shallow => route.log_prob.max(-LEVEL / 2.0) - LEVEL * f64::from(route.length),
            Order::Deep => route.log_prob.max(-LEVEL / 2.0) + LEVEL * f64::from(route.length),
        }
    }
}

/// The log-probability of a route, normalised by its length.
pub(super) fn likely(route: &Route, alpha: f64) -> f64 {
    route.log_prob / f64::from(route.length.max(1)).powf(alpha)
}

/// Takes the group with the best score.
///
/// The score of a route is its value in the order less `patience * wait`. `wait` counts the open siblings that
/// are worked on before this group. A step is proved only when all groups it left are, so it is best to work on
/// one of them at a time; but none of them must starve while another one is hard, so waiting costs a fixed
/// amount of score and not the turn itself.
///
/// Equal scores go to the group that was worked on least recently, then to the oldest.
#[derive(Clone, Debug)]
pub struct Ordered {
    order: Order,
    patience: f64,
    queue: BTreeSet<Key>,
    /// The key of each group in the queue.
    keys: Vec<Option<Key>>,
}

impl Ordered {
    /// An empty frontier.
    pub fn new(order: Order, patience: f64) -> Self {
        Ordered { order, patience, queue: BTreeSet::new(), keys: Vec::new() }
    }
}

impl Frontier for Ordered {
    fn set(&mut self, _tree: &Tree, group: GroupId, standing: Option<Standing>) {
        let key = standing.map(|it| Key { score: self.score(&it.route), last: it.last, group });
        if let Some(old) = std::mem::replace(slot(&mut self.keys, group.0), key) {
            self.queue.remove(&old);
        }
        self.queue.extend(key);
    }

    fn best(&mut self, _tree: &Tree) -> Option<GroupId> {
        self.queue.first().map(|it| it.group)
    }

    fn score(&self, route: &Route) -> f64 {
        self.order.value(route) - self.patience * f64::from(route.wait)
    }
}

/// Orders the best group first.
#[derive(Clone, Copy, Debug)]
pub(super) struct Key {
    pub(super) score: f64,
    pub(super) last: u64,
    pub(super) group: GroupId,
}

impl Ord for Key {
    fn cmp(&self, other: &Self) -> Ordering {
        let score = other.score.total_cmp(&self.score);
        score.then(self.last.cmp(&other.last)).then(self.group.cmp(&other.group))
    }
}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Key {}
