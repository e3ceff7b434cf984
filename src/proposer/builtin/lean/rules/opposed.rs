//! What is said to exist is taken, and what it is said to do with every value is put to the test at a few values near it.

use super::Steps;
use crate::proposer::builtin::lean::{
    priors,
    text::{self, paren},
    view::View,
};

pub(super) fn rule(v: &View<'_>) -> Steps {
    let said = v.target().strip_prefix('¬').filter(|it| v.head() == "Not" && it.starts_with('∃'));
    let closer = said.and_then(|it| closer(v, it));
    closer.map(|it| (it, priors::DECISION)).into_iter().collect()
}

/// Values that are tried together.
const VALUES: usize = 9;

/// What closes the goal `¬ (P → ∃ N, A ∧ ∀ n, B)`, if `body` is of this form: `N` is taken, and `n` is `N`, `N + 1` and
/// the numbers of the statement.
pub(super) fn closer(v: &View<'_>, body: &str) -> Option<String> {
    let mut rest = body.trim();
    while !rest.starts_with('∃') {
        rest = text::implication(rest)?.1;
    }
    let (names, inner) = rest.strip_prefix('∃')?.split_once(", ")?;
    let names: Vec<&str> = names.split_whitespace().collect();
    if !names.iter().all(|it| text::usable(it)) {
        return None;
    }
    let (path, universal) = universal(inner)?;
    let values = values(v, &names, universal)?;
    let tries: String = values.iter().map(|it| format!("(try have := k{path} {it}); ")).collect();
    let defined = v.definitions();
    let mut finish = "omega | grind | (simp at *; done)".to_owned();
    if !defined.is_empty() || body.contains('∣') {
        let with: String = defined.iter().map(|it| format!("{it}, ")).collect();
        finish += &format!(
            " | grind [{with}→ Nat.le_of_dvd] | (simp [{with}Nat.dvd_add_right (Nat.dvd_refl _)] at *; omega)"
        );
    }
    let taken = format!("(intro ⟨{}, k⟩; {tries}(try dsimp only at *); first | {finish})", names.join(", "));
    // What is supposed is shown first.
    Some(match rest == body.trim() {
        true => taken,
        false => format!(
            "((repeat' refine Classical.not_imp.mpr ⟨?_, ?_⟩) <;> first | decide | {taken} | (intros; (try dsimp only at *); omega) | (simp; done) | grind)"
        ),
    })
}

/// The part of a conjunction that is about all values, and the way to it: `.2.1`.
fn universal(inner: &str) -> Option<(String, &str)> {
    let parts = text::split_top(inner, &["∧"]);
    let at = parts.iter().position(|it| it.starts_with('∀') || it.starts_with("(∀"))?;
    let before = ".2".repeat(at);
    match parts[at].strip_prefix('(').and_then(|it| it.strip_suffix(')')) {
        Some(part) if at + 1 < parts.len() => Some((before + ".1", part)),
        Some(part) => Some((before, part)),
        None => Some((before, &inner[inner.find(parts[at])?..])),
    }
}

/// Arguments for one or two variables of what is said of all values.
fn values(v: &View<'_>, names: &[&str], universal: &str) -> Option<Vec<String>> {
    let (groups, _) = text::binders(universal)?;
    let mut of_each = Vec::new();
    for (bracket, group) in groups {
        let (variables, ty) = group.split_once(" : ").filter(|_| matches!(bracket, None | Some('(')))?;
        let mut some: Vec<String> = Vec::new();
        if v.number(ty).is_some() {
            // Where what is taken is no number, the type says so at once.
            some.extend(
                names.iter().flat_map(|it| [format!("(({it} : {ty}) + 1)"), format!("({it} : {ty})")]),
            );
            some.extend(["0", "1"].map(str::to_owned));
            some.extend(v.numerals().iter().filter(|it| (2..1000).contains(*it)).map(u64::to_string));
            some.push("2".to_owned());
        } else if ty.contains('→') {
            // The diagonal: what is taken is a value of a function.
            some.extend(names.iter().map(|it| paren(&format!("fun _ => {it}"))));
        } else {
            some.extend(names.iter().map(|it| (*it).to_owned()));
        }
        of_each.extend(variables.split_whitespace().map(|_| some.clone()));
    }
    let all = match &of_each[..] {
        [one] => one.clone(),
        [first, second] => {
            let second = |x: &String| second.iter().take(3).map(|y| format!("{x} {y}")).collect::<Vec<_>>();
            first.iter().take(3).flat_map(second).collect()
        }
        _ => return None,
    };
    Some(all.into_iter().take(VALUES).collect())
}

#[cfg(test)]
mod tests {
    use crate::proposer::builtin::lean::testing::{steps, steps_with};

    fn step(header: &str, goal: &str) -> Option<String> {
        steps_with(header, goal).into_iter().find(|it| it.contains("intro ⟨") && it.contains("try have"))
    }

    #[test]
    fn what_is_taken_is_put_to_the_test_next_to_it() {
        let header = "def prime (p : Nat) : Prop := 2 ≤ p";
        let step =
            step(header, "h : ∃ p, prime p ∧ ∀ (n : Nat), 2 ≤ n → p ∣ n; ⊢False False {prime}").unwrap();
        assert!(
            step.contains("(intro ⟨p, k⟩; (try have := k.2 ((p : Nat) + 1)); (try have := k.2 (p : Nat));"),
            "{step}"
        );
        assert!(step.contains("simp [prime, Nat.dvd_add_right (Nat.dvd_refl _)] at *; omega"), "{step}");
    }

    #[test]
    fn what_is_supposed_is_shown() {
        let goal = "h : ∀ (f : Nat → Nat), (∀ (n : Nat), f n ≤ 9) → ∃ N, ∀ (n : Nat), N ≤ n → f n = f N; ⊢False False";
        let step = step("", goal).unwrap();
        assert!(step.contains("(h (fun _ => 0)) ?_ <;> ((repeat' refine Classical.not_imp"), "{step}");
    }

    #[test]
    fn functions_have_it_as_their_value() {
        let goal = "h : ∃ s, ∀ (f : Nat → Nat → Bool) (n : Nat), f n ≠ s; ⊢False False";
        assert!(step("", goal).unwrap().contains("(try have := k (fun _ => s) 0)"));
        let goal = goal.replace("h : ", "⊢Not ¬").replace("; ⊢False False", "");
        assert!(step("", &goal).unwrap().starts_with("(intro ⟨s, k⟩;"));
    }

    #[test]
    fn what_is_said_of_no_other_value_is_left_alone() {
        for goal in ["h : ∃ p, p < 0; ⊢False False", "h : ∀ (n : Nat), ∃ m, m < n; ⊢False False"] {
            assert_eq!(step("", goal), None);
        }
        assert!(!steps("h : ∃ p, ∀ (n : Nat), p ≤ n; ⊢Eq 0 = 1").iter().any(|it| it.contains("try have")));
    }
}
