//! Sketches of proofs from the shape of the goal: a few `have`s that together give it, each to be proved by itself.

use super::{
    text::{split_top, usable},
    view::{Number, View},
};

/// The sketches for a goal, the most promising first.
pub(super) fn drafts(v: &View<'_>) -> Vec<String> {
    let all = [moduli(v), antisymmetry(v), conjuncts(v)];
    all.into_iter().flatten().collect()
}

/// What is divided by a product of coprime numbers is divided by each of them.
fn moduli(v: &View<'_>) -> Option<String> {
    let relation = v.relation()?;
    let (modulus, of): (u64, Box<dyn Fn(u64) -> String>) = match relation.op {
        "∣" => (relation.left.parse().ok()?, Box::new(|it| format!("{it} ∣ {}", relation.right))),
        "=" => {
            let (dividend, modulus) = relation.left.rsplit_once(" % ")?;
            let rest: u64 = relation.right.parse().ok()?;
            (modulus.parse().ok()?, Box::new(move |it| format!("{dividend} % {it} = {}", rest % it)))
        }
        _ => return None,
    };
    let parts = prime_powers(modulus);
    let haves = parts.iter().map(|it| format!("have by_{it} : {} := by sorry", of(*it)));
    (parts.len() > 1).then(|| haves.chain(["omega".to_owned()]).collect::<Vec<_>>().join("\n"))
}

/// `12` is `4 * 3`.
fn prime_powers(mut n: u64) -> Vec<u64> {
    let mut parts = Vec::new();
    if n > 1_000_000 {
        return parts;
    }
    let mut prime = 2;
    while n > 1 {
        let mut power = 1;
        while n.is_multiple_of(prime) {
            n /= prime;
            power *= prime;
        }
        if power > 1 {
            parts.push(power);
        }
        prime += 1;
    }
    parts
}

/// Numbers are equal if neither is the greater one.
fn antisymmetry(v: &View<'_>) -> Option<String> {
    let relation = v.relation().filter(|it| it.op == "=")?;
    let (left, right) = (relation.left, relation.right);
    let is_number = |it: &str| {
        v.vars().any(|h| h.name == it && matches!(v.number(&h.ty), Some(Number::Nat | Number::Int)))
    };
    let any = |side: &str| View::free_idents(side).any(&is_number);
    if v.head() != "Eq" || !(any(left) || any(right)) || [left, right].iter().any(|it| it.contains('[')) {
        return None;
    }
    Some(format!(
        "have at_most : {left} ≤ {right} := by sorry\nhave at_least : {right} ≤ {left} := by sorry\nomega"
    ))
}

/// What is said together is proved one after the other, the later with the earlier at hand.
fn conjuncts(v: &View<'_>) -> Option<String> {
    if v.head() != "And" || v.goal.hyps.iter().any(|it| !usable(&it.name) && v.occurs_in_target(&it.name)) {
        return None;
    }
    let parts = split_top(v.target(), &[" ∧ "]);
    // A quantifier reaches to the end.
    let reaches = |it: &&str| it.starts_with(['∃', '∀']) || it.contains("→");
    if parts.iter().rev().skip(1).any(reaches) {
        return None;
    }
    let have = |(at, it): (usize, &&str)| format!("have part_{} : {it} := by sorry", at + 1);
    let names: Vec<String> = (1..=parts.len()).map(|it| format!("part_{it}")).collect();
    let haves = parts.iter().enumerate().map(have);
    (parts.len() > 1)
        .then(|| haves.chain([format!("exact ⟨{}⟩", names.join(", "))]).collect::<Vec<_>>().join("\n"))
}

#[cfg(test)]
mod tests {
    use crate::proposer::builtin::lean::testing::drafts;

    #[test]
    fn a_composite_modulus_is_taken_apart() {
        assert_eq!(
            drafts("n : Nat; ⊢Dvd.dvd 12 ∣ n * (n + 1)"),
            ["have by_4 : 4 ∣ n * (n + 1) := by sorry\nhave by_3 : 3 ∣ n * (n + 1) := by sorry\nomega"]
        );
        let modulo = drafts("n : Nat; ⊢Eq n ^ 5 % 10 = 7");
        assert!(
            modulo[0].starts_with("have by_2 : n ^ 5 % 2 = 1 := by sorry\nhave by_5 : n ^ 5 % 5 = 2"),
            "{modulo:?}"
        );
        assert_eq!(drafts("n : Nat; ⊢Dvd.dvd 7 ∣ n"), [""; 0]);
        assert_eq!(drafts("n : Nat; ⊢Dvd.dvd n ∣ m"), [""; 0]);
    }

    #[test]
    fn equal_numbers_and_several_claims() {
        assert_eq!(
            drafts("n : Nat; m : Nat; ⊢Eq n = m"),
            ["have at_most : n ≤ m := by sorry\nhave at_least : m ≤ n := by sorry\nomega"]
        );
        assert_eq!(drafts("p : Prop; ⊢Eq p = q"), [""; 0]);
        assert_eq!(drafts("p : Prop; ⊢And (p ∧ ∃ x, q) ∧ r").len(), 1);
        assert_eq!(drafts("p : Prop; ⊢And p ∧ ∃ x, q ∧ r").len(), 0);
        assert_eq!(
            drafts("p : Prop; ⊢And p ∧ q ∧ r"),
            [
                "have part_1 : p := by sorry\nhave part_2 : q := by sorry\nhave part_3 : r := by sorry\nexact ⟨part_1, part_2, part_3⟩"
            ]
        );
    }
}
