//! Several strategies on one tree.

use super::{Frontier, GroupId, Route, Standing, StepId, Tree};

/// Lets its members choose in turn, on one tree and one budget.
///
/// What one of them finds is there for all. The first says how good a route is.
pub struct Portfolio {
    members: Vec<Box<dyn Frontier>>,
    turn: usize,
}

impl Portfolio {
    /// A portfolio of at least one member.
    pub fn new(members: Vec<Box<dyn Frontier>>) -> Self {
        assert!(!members.is_empty(), "a portfolio has members");
        Portfolio { members, turn: 0 }
    }
}

impl Frontier for Portfolio {
    fn set(&mut self, tree: &Tree, group: GroupId, standing: Option<Standing>) {
        self.members.iter_mut().for_each(|it| it.set(tree, group, standing));
    }

    fn best(&mut self, tree: &Tree) -> Option<GroupId> {
        self.members[self.turn].best(tree)
    }

    fn score(&self, route: &Route) -> f64 {
        self.members[0].score(route)
    }

    fn given(&mut self, tree: &Tree, step: Option<StepId>) {
        self.members[self.turn].given(tree, step);
        // To ask costs no try: whoever asked has the turn still.
        if step.is_some() {
            self.turn = (self.turn + 1) % self.members.len();
        }
    }

    fn came(&mut self, tree: &Tree, step: StepId, news: bool) {
        self.members.iter_mut().for_each(|it| it.came(tree, step, news));
    }
}
