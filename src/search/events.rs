//! Events from outside: what came of work that was given out.

use super::{GroupId, Search, StepId, StepState, journal::Event, plan::Asking};
use crate::prover::StateId;

impl Search {
    /// Takes in what happened, and says which proof states to forget.
    pub fn apply(&mut self, event: Event) -> Vec<StateId> {
        match event {
            Event::Proposed { group, answer } => self.proposed(group, answer),
            Event::Written { ask, answer } => {
                self.written(ask, answer);
                self.update();
                std::mem::take(&mut self.forgotten)
            }
            Event::Verdict { step, verdict } => self.verdict(step, verdict),
            Event::Reword { step, text } => {
                self.reword(step, text);
                Vec::new()
            }
            Event::Resumed { budget } => {
                (self.budget, self.unpaid) = (budget, None);
                self.lose();
                std::mem::take(&mut self.forgotten)
            }
        }
    }

    /// Whether an event is one that may come now.
    pub(super) fn expects(&self, event: &Event) -> bool {
        match event {
            Event::Proposed { group, .. } => self
                .plans
                .get(group.0 as usize)
                .is_some_and(|it| matches!(it.asking, Asking::InFlight { .. })),
            Event::Verdict { step, .. } | Event::Reword { step, .. } => {
                self.tree.steps.get(step.0 as usize).is_some_and(|it| it.state == StepState::InFlight)
            }
            Event::Written { ask, .. } => self.writing.expects(*ask),
            Event::Resumed { .. } => true,
        }
    }

    /// Takes back what is in flight: it was lost, and is to be given out again.
    fn lose(&mut self) {
        for at in 0..self.plans.len() {
            let (group, plan) = (GroupId(at as u32), &mut self.plans[at]);
            if let Asking::InFlight { round, who, .. } = plan.asking {
                plan.asking = Asking::Ready { round, who };
                self.tree.touch(group);
            }
            if plan.in_flight > 0 {
                plan.in_flight = 0;
                let steps = &self.tree.group(group).steps;
                let lost = |it: &&StepId| self.tree.step(**it).state == StepState::InFlight;
                plan.untried.extend(steps.iter().filter(lost));
                plan.sort(&self.tree);
            }
        }
        let lost: Vec<StepId> =
            self.tree.steps().filter(|it| it.1.state == StepState::InFlight).map(|it| it.0).collect();
        self.spent.steps -= lost.len() as u64;
        (self.asks_in_flight, self.paid_in_flight, self.steps_in_flight) = (0, 0, 0);
        for step in lost {
            self.frontier.came(&self.tree, step, false);
            self.tree.set_step(step, StepState::Untried);
        }
        self.writing.lose();
        self.update();
    }
}
