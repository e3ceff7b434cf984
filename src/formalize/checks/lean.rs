//! The checks in Lean: tactics.

use super::Checks;
use crate::{
    driver::vacuous,
    prover::{GoalGroup, Hyp, HypKind},
    theorem::Theorem,
};

/// True by its form alone, where this closes it.
const FORM: &str = "intros\nfirst\n| exact True.intro\n| with_reducible assumption\n| with_reducible rfl";
/// What one tactic proves.
const ONE_TACTIC: &str = "intros\nfirst\n| rfl\n| decide\n| omega\n| (simp; done)";

pub(super) fn checks(theorem: &Theorem, group: &GoalGroup) -> Checks {
    Checks {
        form: (!computes(group)).then(|| FORM.to_owned()),
        is_said_again: false,
        contradiction: vacuous::may_be(theorem, group).then(|| contradiction(group)),
        plain: ONE_TACTIC.to_owned(),
        depth: ["one tactic proves it: is that all that is meant?", "no single tactic proves it"],
    }
}

/// What closes the goal if its hypotheses contradict each other, also where one of them is about all numbers and fails for one.
fn contradiction(group: &GoalGroup) -> String {
    let instances: String = group.goals.iter().map(|it| instances(&it.hyps)).collect();
    instances + vacuous::STEP
}

/// Hypotheses about all numbers, put to 0, 1 and the numbers there are.
fn instances(hyps: &[Hyp]) -> String {
    let mut steps = String::new();
    for hyp in hyps.iter().filter(|it| it.kind == HypKind::Prop && !it.name.contains('✝')) {
        let binder = hyp.ty.strip_prefix("∀ (").and_then(|it| it.split_once(')'));
        let ty = binder.and_then(|it| it.0.split_once(" : ")).map(|it| it.1);
        let Some(ty @ ("Nat" | "Int")) = ty else { continue };
        let numbers =
            hyps.iter().filter(|it| it.kind == HypKind::Var && it.ty == ty && !it.name.contains('✝'));
        for value in ["0", "1"].into_iter().chain(numbers.map(|it| it.name.as_str())) {
            steps.push_str(&format!("have := {} {value}\n", hyp.name));
        }
    }
    steps
}

/// Whether it says what a computation with given numbers comes to, as `2 + 2 = 4` does and `4 = 4` does not.
fn computes(group: &GoalGroup) -> bool {
    let [goal] = &group.goals[..] else { return false };
    let sides = goal.target.split_once(" = ").filter(|it| it.0 != it.1);
    goal.hyps.is_empty() && sides.is_some() && !goal.target.contains(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hypotheses_about_all_numbers_are_put_to_a_few() {
        let hyp = |name: &str, ty: &str, kind| Hyp {
            name: name.into(),
            ty: ty.into(),
            kind,
            value: None,
            head: None,
        };
        let hyps = [
            hyp("N", "Nat", HypKind::Var),
            hyp("x", "Int", HypKind::Var),
            hyp("h", "∀ (n : Nat), n < N", HypKind::Prop),
            hyp("k", "0 < N", HypKind::Prop),
            hyp("g", "∀ (xs : List Nat), xs = []", HypKind::Prop),
        ];
        assert_eq!(instances(&hyps), "have := h 0\nhave := h 1\nhave := h N\n");
    }
}
