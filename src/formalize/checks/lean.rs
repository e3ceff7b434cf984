//! The checks in Lean: tactics.

use super::Checks;
use crate::{driver::vacuous, prover::GoalGroup, theorem::Theorem};

/// True by its form alone, where this closes it.
const FORM: &str = "intros\nfirst\n| exact True.intro\n| with_reducible assumption\n| with_reducible rfl";
/// What one tactic proves.
const ONE_TACTIC: &str = "intros\nfirst\n| rfl\n| decide\n| omega\n| (simp; done)";

pub(super) fn checks(theorem: &Theorem, group: &GoalGroup) -> Checks {
    Checks {
        form: (!computes(group)).then(|| FORM.to_owned()),
        is_said_again: false,
        contradiction: vacuous::may_be(theorem, group).then(|| vacuous::STEP.to_owned()),
        plain: ONE_TACTIC.to_owned(),
        depth: ["one tactic proves it: is that all that is meant?", "no single tactic proves it"],
    }
}

/// Whether it says what a computation with given numbers comes to, as `2 + 2 = 4` does and `4 = 4` does not.
fn computes(group: &GoalGroup) -> bool {
    let [goal] = &group.goals[..] else { return false };
    let sides = goal.target.split_once(" = ").filter(|it| it.0 != it.1);
    goal.hyps.is_empty() && sides.is_some() && !goal.target.contains(char::is_alphabetic)
}
