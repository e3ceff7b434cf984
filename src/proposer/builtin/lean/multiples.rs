//! `∃ q, a = m * q + r` as a divisibility, which can be computed and which decision procedures read.

/// Shapes of an existential statement about a multiple, with and without a remainder.
const SHAPES: [&str; 6] = ["m * q", "q * m", "m * q + r", "q * m + r", "r + m * q", "r + q * m"];

/// Proofs of that for the kinds of numbers that a text speaks of, as steps, and their names; nothing where no number is said to exist.
pub(crate) fn facts(text: &str) -> (String, Vec<String>) {
    let (mut facts, mut names) = (String::new(), Vec::new());
    for (ty, letter) in [("Nat", 'n'), ("Int", 'i')] {
        if text.contains('∃') && text.contains(ty) {
            multiples(ty, letter, shapes(text), &mut facts, &mut names);
        }
    }
    (facts, names)
}

/// Which of the shapes a text may have: each takes its time to be proved.
fn shapes(text: &str) -> [bool; 6] {
    let (mut out, mut rest) = ([false; 6], text);
    let ends = |it: &str, of: fn(&char) -> bool| it.chars().next_back().is_some_and(|it| of(&it));
    let begins = |it: &str, of: fn(&char) -> bool| it.chars().next().is_some_and(|it| of(&it));
    let is_number = |it: &char| it.is_ascii_digit() || matches!(it, '(' | ')');
    let is_word = |it: &char| it.is_alphanumeric() || matches!(it, '_' | '\'' | '✝');
    while let Some((before, behind)) = rest.split_once(" * ") {
        let both = ends(before, is_word) && !ends(before, is_number) && !begins(behind, is_number);
        out[0] |= both || ends(before, is_number);
        out[1] |= both || begins(behind, is_number);
        rest = behind;
    }
    if text.contains(" + ") {
        (out[2], out[3]) = (out[0], out[1]);
        // A sum's second part is a product.
        let second = text.split(" + ").skip(1);
        let is_product = second.into_iter().any(|it| {
            it.starts_with('(') || it.split_once(" * ").is_some_and(|it| it.0.chars().all(|it| is_word(&it)))
        });
        (out[4], out[5]) = (is_product && out[0], is_product && out[1]);
    }
    // Those that others rest on.
    out[2] |= out[3] || out[4];
    out[3] |= out[5];
    out[0] |= out[1];
    out[2] |= out[3];
    out
}

/// That what is a multiple, or one with a remainder, is divisible, for each shape and with the sides of the equation either way.
fn multiples(ty: &str, letter: char, of: [bool; 6], facts: &mut String, names: &mut Vec<String>) {
    for (at, shape) in SHAPES.iter().enumerate().filter(|it| of[it.0]) {
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
    fn facts_are_those_that_are_needed() {
        let of = |text| facts(text).1.join(" ");
        assert_eq!(of("def odd (n : Int) : Prop := ∃ k : Int, n = 2 * k + 1"), "i0 i0' i2 i2'");
        assert_eq!(of("∃ (k : Nat), (n = ((2 : Nat) * k))"), "n0 n0'");
        assert_eq!(of("∃ (k : Nat), (n = (k * (2 : Nat)))"), "n0 n0' n1 n1'");
        assert_eq!(of("∃ k : Nat, n = d * k"), "n0 n0' n1 n1'");
        assert_eq!(of("∃ k : Nat, n = 1 + k * 2"), "n0 n0' n1 n1' n2 n2' n3 n3' n5 n5'");
        assert_eq!(of("∃ (k : Nat), (n = (1 + ((2 : Nat) * k)))"), "n0 n0' n2 n2' n4 n4'");
        assert_eq!(of("∃ k : Nat, k < n"), "");
    }
}
