//! Which group to work on next.
//!
//! A group stands in the frontier with the best thing that can be done for it: try its best proposal,
//! or ask for (more) proposals. [`super::Search`] keeps the standings up to date; a group that is
//! settled or irrelevant does not stand.

use std::{cmp::Ordering, collections::BTreeSet};

use super::{GroupId, Route};

/// How a group stands in the frontier.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standing {
    /// Where the best thing to do leads: the route with that step on it.
    pub route: Route,
    /// When the group was last worked on, as a count of work given out; 0 for never.
    pub last: u64,
}

/// An order of work.
///
/// Implementations must be deterministic: the same calls, the same answers.
pub trait Frontier: Send {
    /// Sets how a group stands, or takes it out.
    fn set(&mut self, group: GroupId, standing: Option<Standing>);

    /// The group to work on next.
    fn best(&self) -> Option<GroupId>;

    /// How good a route is; of several routes to a group, the best one counts.
    fn score(&self, route: &Route) -> f64;
}

/// Best first by length-normalised cumulative log-probability.
///
/// The score of a route is `sum / length^alpha - patience * wait`. With `alpha` 0 deep routes pay for
/// their length in full, with 1 (the mean log-probability a step) they do not pay at all.
///
/// `wait` counts the open siblings that are worked on before this group. A step is proved only when all
/// groups it left are, so it is best to work on one of them at a time; but none of them must starve
/// while another one is hard, so waiting costs a fixed amount of score and not the turn itself.
///
/// Equal scores go to the group that was worked on least recently, then to the oldest.
#[derive(Clone, Debug)]
pub struct BestFirst {
    alpha: f64,
    patience: f64,
    queue: BTreeSet<Key>,
    /// The key of each group in the queue.
    keys: Vec<Option<Key>>,
}

impl BestFirst {
    /// An empty frontier.
    pub fn new(alpha: f64, patience: f64) -> Self {
        BestFirst { alpha, patience, queue: BTreeSet::new(), keys: Vec::new() }
    }
}

impl Frontier for BestFirst {
    fn set(&mut self, group: GroupId, standing: Option<Standing>) {
        let key = standing.map(|it| Key { score: self.score(&it.route), last: it.last, group });
        let at = group.0 as usize;
        if self.keys.len() <= at {
            self.keys.resize(at + 1, None);
        }
        if let Some(old) = std::mem::replace(&mut self.keys[at], key) {
            self.queue.remove(&old);
        }
        self.queue.extend(key);
    }

    fn best(&self) -> Option<GroupId> {
        self.queue.first().map(|it| it.group)
    }

    fn score(&self, route: &Route) -> f64 {
        let length = f64::from(route.length.max(1)).powf(self.alpha);
        route.log_prob / length - self.patience * f64::from(route.wait)
    }
}

/// Orders the best group first.
#[derive(Clone, Copy, Debug)]
struct Key {
    score: f64,
    last: u64,
    group: GroupId,
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
