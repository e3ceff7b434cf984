//! `∃ q, a = m * q + r` as a divisibility, which can be computed and which decision procedures read.

/// Shapes of an existential statement about a multiple, with and without a remainder.
const SHAPES: [&str; 6] = ["m * q", "q * m", "m * q + r", "q * m + r", "r + m * q", "r + q * m"];

/// Proofs of that for the kinds of numbers that a text speaks of, as steps, and their names; nothing where no number is said to exist.
pub(crate) fn facts(text: &str) -> (String, Vec<String>) {
    let (mut facts, mut names) = (String::new(), Vec::new());
    for (ty, letter) in [("Nat", 'n'), ("Int", 'i')] {
        if text.contains('∃') && text.contains(ty) {
            multiples(ty, letter, &mut facts, &mut names);
        }
    }
    (facts, names)
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
