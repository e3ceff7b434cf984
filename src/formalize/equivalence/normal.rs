//! The step that shows two ways to say something to be one: both are brought into the same form, and compared part by part.
//!
//! It knows that `∃ q, a = m * q + r` is a remainder, that the order of sums and products does not matter, and what powers with a
//! numeral are. It is a proof like any other, and is certified as one.

use super::general::{definitions, words};
use crate::proposer::builtin::multiples;

/// What ends what is left.
const ENDS: &str = "first | omega | grind";

/// The step for a claim, as Lean prints it, and the same with what the header defines put in.
pub fn steps(header: &str, claim: &str) -> Vec<String> {
    let defined: Vec<String> =
        definitions(header).filter(|name| words(claim).any(|it| it == *name)).map(str::to_owned).collect();
    let mut out = vec![step(claim, &[])];
    if !defined.is_empty() {
        out.push(step(&format!("{header}\n{claim}"), &defined));
    }
    out
}

fn step(said: &str, defined: &[String]) -> String {
    let (facts, mut names) = multiples::facts(said);
    names.extend_from_slice(defined);
    names
        .extend(["not_exists", "Nat.pow_two", "Int.pow_succ", "Int.pow_zero", "Int.one_mul"].map(Into::into));
    let ordered: Vec<String> = ["Nat", "Int"]
        .iter()
        .flat_map(|ty| {
            ["add_comm", "add_left_comm", "mul_comm", "mul_left_comm"].map(|it| format!("{ty}.{it}"))
        })
        .collect();
    let alike = "repeat first | refine forall_congr' fun _ => ?_ | refine exists_congr fun _ => ?_ | refine and_congr_right fun _ => ?_";
    format!(
        "intros\n{facts}(try simp only [{}]) <;>\nfirst\n| omega\n| (({alike}) <;> {ENDS})\n| grind\n\
         | ((simp only [{}]) <;> first | omega | (({alike}) <;> {ENDS}) | grind)",
        names.join(", "),
        ordered.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_are_given_for_the_numbers_that_are_spoken_of() {
        let step = |claim: &str| steps("", claim).concat();
        let shown = step("∀ (n : Nat), (∃ (k : Nat), (n = (2 * k))) ↔ (n % 2 = 0)");
        assert!(shown.contains("have n0 : ∀ a m : Nat, (∃ q, a = m * q) ↔ m ∣ a"), "{shown}");
        assert!(!shown.contains("have i"), "{shown}");
        assert!(!step("∀ (n : Nat), (n = 0)").contains("have"));
    }

    #[test]
    fn definitions_are_put_in_where_they_are_spoken_of() {
        let header = "def even (n : Int) : Prop := ∃ k, n = 2 * k";
        assert_eq!(steps(header, "∀ (n : Int), (n = 0)").len(), 1);
        let steps = steps(header, "∀ (n : Int), ((even n) ↔ ((2 : Int) ∣ n))");
        assert!(!steps[0].contains("even") && steps[1].contains("even, not_exists"), "{steps:?}");
        assert!(steps[1].contains("have i0"), "{steps:?}");
    }
}
