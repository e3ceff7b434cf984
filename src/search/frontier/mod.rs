//! Which group to work on next: the strategies.
//!
//! A group stands in the frontier with the best thing that can be done for it: try its best proposal,
//! or ask for (more) proposals. [`super::Search`] keeps the standings up to date; a group that is
//! settled or irrelevant does not stand.

use super::{GroupId, Route, StepId, Tree};

mod beam;
mod mcts;
mod ordered;
mod portfolio;
mod strategy;

pub use beam::Beam;
pub use mcts::Mcts;
pub use ordered::{Order, Ordered};
pub use portfolio::Portfolio;
pub use strategy::{Strategy, StrategyError};

/// How a group stands in the frontier.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standing {
    /// Where the best thing to do leads: the route with that step on it.
    pub route: Route,
    /// The log-probability of that step alone; 0 where nothing is known of it.
    pub log_prob: f64,
    /// How often proposals were asked for before the best thing to do was known: 0 for what comes of the first time.
    pub round: u32,
    /// When the group was last worked on, as a count of work given out; 0 for never.
    pub last: u64,
}

/// An order of work.
///
/// Implementations must be deterministic: the same calls, the same answers.
pub trait Frontier: Send {
    /// Sets how a group stands, or takes it out.
    fn set(&mut self, tree: &Tree, group: GroupId, standing: Option<Standing>);

    /// The group to work on next; asked again before anything changed, it answers the same.
    fn best(&mut self, tree: &Tree) -> Option<GroupId>;

    /// How good a route is; of several routes to a group, the best one counts.
    fn score(&self, route: &Route) -> f64;

    /// Work on the group that [`Frontier::best`] answered last was given out: this step, or an ask.
    fn given(&mut self, _tree: &Tree, _step: Option<StepId>) {}

    /// The verdict on a step came; `news` is whether it closed its goals or left a group that was not there before.
    fn came(&mut self, _tree: &Tree, _step: StepId, _news: bool) {}
}

/// The value in a list that grows as it is written to.
fn slot<T: Clone + Default>(list: &mut Vec<T>, at: u32) -> &mut T {
    let at = at as usize;
    if list.len() <= at {
        list.resize(at + 1, T::default());
    }
    &mut list[at]
}
