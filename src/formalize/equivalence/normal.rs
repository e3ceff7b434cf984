//! The step that shows two ways to say something to be one: both are brought into the same form, and compared part by part.
//!
//! It knows that `∃ q, a = m * q + r` is a remainder, that the order of sums and products does not matter, and what powers with a
//! numeral are. It is a proof like any other, and is certified as one.

use crate::proposer::builtin::multiples;

/// What ends what is left.
const ENDS: &str = "first | omega | grind";

/// The step for a claim, as Lean prints it.
pub fn step(claim: &str) -> String {
    let (facts, mut names) = multiples::facts(claim);
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
        let step = step("∀ (n : Nat), (∃ (k : Nat), (n = (2 * k))) ↔ (n % 2 = 0)");
        assert!(
            step.contains("have n2 : ∀ a m r : Nat, (∃ q, a = m * q + r) ↔ (r ≤ a ∧ m ∣ a - r)"),
            "{step}"
        );
        assert!(!step.contains("have i"), "{step}");
        assert!(!super::step("∀ (n : Nat), (n = 0)").contains("have"));
    }
}
