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

/// Values that a hypothesis is put to at most.
const MOST: usize = 6;

/// What closes the goal if its hypotheses contradict each other, also where one of them is about all values and fails for one.
fn contradiction(group: &GoalGroup) -> String {
    let instances: String = group.goals.iter().map(|it| instances(&it.hyps)).collect();
    instances + vacuous::STEP
}

/// Hypotheses about all values, put to those there are, numbers also to 0, 1 and the lengths of lists; what is said to exist
/// is taken before.
fn instances(hyps: &[Hyp]) -> String {
    let mut steps = String::new();
    let mut said: Vec<(String, String)> = Vec::new();
    let named = |it: &&Hyp| !it.name.contains('✝');
    let mut values: Vec<(String, String)> = hyps
        .iter()
        .filter(|it| it.kind == HypKind::Var && named(it))
        .map(|it| (it.name.clone(), it.ty.clone()))
        .collect();
    let lists: Vec<String> =
        values.iter().filter(|it| it.1.starts_with("List ")).map(|it| format!("{}.length", it.0)).collect();
    values.extend(lists.into_iter().map(|it| (it, "Nat".to_owned())));
    for hyp in hyps.iter().filter(|it| it.kind == HypKind::Prop).filter(named) {
        let taken = hyp.ty.strip_prefix("∃ ").and_then(|it| it.split_once(", "));
        match taken.filter(|it| !it.0.contains([' ', '(']) && it.1.starts_with('∀')) {
            // Of which type it is, is not written.
            Some((name, body)) => {
                let (name, of) = (format!("{name}_{}", hyp.name), format!("all_{}", hyp.name));
                steps.push_str(&format!("obtain ⟨{name}, {of}⟩ := {}\n", hyp.name));
                values.push((name, String::new()));
                said.push((of, body.to_owned()));
            }
            None => said.push((hyp.name.clone(), hyp.ty.clone())),
        }
    }
    for (name, all) in &said {
        let binder = all.strip_prefix("∀ (").and_then(|it| it.split_once(')'));
        let Some(ty) = binder.and_then(|it| it.0.split_once(" : ")).map(|it| it.1) else { continue };
        let numbers = ["0", "1"].into_iter().filter(|_| matches!(ty, "Nat" | "Int"));
        for value in numbers {
            steps.push_str(&format!("have := {name} {value}\n"));
        }
        for (value, of) in values.iter().filter(|it| it.1 == ty || it.1.is_empty()).take(MOST) {
            let step = format!("have := {name} {value}");
            steps.push_str(&if of.is_empty() { format!("try {step}\n") } else { step + "\n" });
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
    fn hypotheses_about_all_values_are_put_to_a_few() {
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
        let hyps = [
            hyp("xs", "List Nat", HypKind::Var),
            hyp("h", "∀ (i : Nat), xs[i]! < xs[i + 1]!", HypKind::Prop),
        ];
        assert_eq!(instances(&hyps), "have := h 0\nhave := h 1\nhave := h xs.length\n");
        let hyps =
            [hyp("k", "∃ x, ∀ (y : A), R x y", HypKind::Prop), hyp("h", "∀ (x : A), ¬R x x", HypKind::Prop)];
        assert_eq!(instances(&hyps), "obtain ⟨x_k, all_k⟩ := k\ntry have := all_k x_k\ntry have := h x_k\n");
    }
}
