//! The step that shows two ways to say something to be one: both are brought into the same form, and compared part by part.
//!
//! It knows that `∃ q, a = m * q + r` is a remainder, that the order of sums and products does not matter, and what powers with a
//! numeral are. It is a proof like any other, and is certified as one.

/// Shapes of an existential statement about a multiple, with and without a remainder.
const SHAPES: [&str; 6] = ["m * q", "q * m", "m * q + r", "q * m + r", "r + m * q", "r + q * m"];

/// What ends what is left.
const ENDS: &str = "first | omega | grind";

/// The step for a claim, as Lean prints it.
pub fn step(claim: &str) -> String {
    let mut facts = String::new();
    let mut names: Vec<String> = Vec::new();
    for (ty, letter) in [("Nat", 'n'), ("Int", 'i')] {
        if claim.contains('∃') && claim.contains(ty) {
            multiples(ty, letter, &mut facts, &mut names);
        }
    }
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

/// That what is a multiple, or one with a remainder, is divisible, for each shape and with the sides of the equation either way.
fn multiples(ty: &str, letter: char, facts: &mut String, names: &mut Vec<String>) {
    for (at, shape) in SHAPES.iter().enumerate() {
        let remains = shape.contains('r');
        let variables = if remains { "a m r" } else { "a m" };
        let divides = match (remains, ty) {
            (false, _) => "m ∣ a",
            (true, "Nat") => "(r ≤ a ∧ m ∣ a - r)",
            (true, _) => "m ∣ a - r",
        };
        // Each rests on one before it.
        let by_order = |of: usize, order: &str| {
            format!("(exists_congr fun q => by rw [{ty}.{order}_comm]).trans ({letter}{of} {variables})")
        };
        let proof = match at {
            0 => "Iff.rfl".to_owned(),
            1 => by_order(0, "mul"),
            2 if ty == "Nat" => {
                "⟨fun ⟨q, h⟩ => ⟨by omega, q, by omega⟩, fun ⟨h, q, k⟩ => ⟨q, by omega⟩⟩".to_owned()
            }
            2 => "⟨fun ⟨q, h⟩ => ⟨q, by omega⟩, fun ⟨q, k⟩ => ⟨q, by omega⟩⟩".to_owned(),
            3 => by_order(2, "mul"),
            4 => by_order(2, "add"),
            _ => by_order(3, "add"),
        };
        let name = format!("{letter}{at}");
        facts.push_str(&format!(
            "have {name} : ∀ {variables} : {ty}, (∃ q, a = {shape}) ↔ {divides} := fun {variables} => {proof}\n\
             have {name}' : ∀ {variables} : {ty}, (∃ q, {shape} = a) ↔ {divides} := fun {variables} => \
             (exists_congr fun q => eq_comm).trans ({name} {variables})\n"
        ));
        names.extend([name.clone(), name + "'"]);
    }
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
