//! Finite searches: a bounded variable is tried at all its values.

use super::Steps;
use crate::proposer::builtin::lean::{
    priors,
    text::{self, relation},
    view::{Number, View},
};

pub(super) fn rule(v: &View<'_>) -> Steps {
    let mut out = Steps::new();
    intervals(v, &mut out);
    by_computation(v, &mut out);
    exponents(v, &mut out);
    out
}

/// A variable between two small numerals becomes a disjunction of its values.
fn intervals(v: &View<'_>, out: &mut Steps) {
    for x in v.numbers(&[Number::Nat, Number::Int]) {
        let natural = v.numbers(&[Number::Nat]).contains(&x);
        let (mut low, mut high) = (natural.then_some(0i64), None::<i64>);
        for part in v.props().flat_map(|h| text::split_top(&h.ty, &["∧"])) {
            let Some(r) = relation(part) else { continue };
            let (l, op, g) = match r.op {
                "<" | "≤" => (r.left, r.op, r.right),
                ">" => (r.right, "<", r.left),
                "≥" => (r.right, "≤", r.left),
                _ => continue,
            };
            let strict = i64::from(op == "<");
            if let (Ok(n), true) = (l.parse::<i64>(), g == x) {
                low = low.max(Some(n + strict));
            }
            if let (Ok(n), true) = (g.parse::<i64>(), l == x) {
                high = Some(high.unwrap_or(i64::MAX).min(n - strict));
            }
        }
        let (Some(low), Some(high)) = (low, high) else { continue };
        if !(0..=24).contains(&(high - low)) {
            continue;
        }
        let h = v.fresh("h");
        let values: Vec<String> = (low..=high).map(|n| format!("{x} = {n}")).collect();
        let patterns = vec![h.as_str(); values.len()].join(" | ");
        let head = format!("have {h} : {} := by omega\nrcases {h} with {patterns}", values.join(" ∨ "));
        out.push((format!("{head} <;> subst {h} <;> omega"), priors::TARGETED - 0.2));
        out.push((format!("{head} <;> subst {h} <;> simp_all"), priors::GUESS));
        out.push((format!("{head} <;> subst {h} <;> grind"), priors::GUESS));
        out.push((format!("{head} <;> subst {h}"), priors::FACT));
    }
}

/// One or two natural numbers bounded by what is given: `decide` over the box.
fn by_computation(v: &View<'_>, out: &mut Steps) {
    let vars: Vec<&str> = v.numbers(&[Number::Nat]).into_iter().filter(|x| v.occurs_in_goal(x)).collect();
    let others = v.vars().filter(|h| v.occurs_in_goal(&h.name)).count();
    if vars.is_empty()
        || vars.len() > 2
        || others != vars.len()
        || v.goal.consts.iter().any(|c| c == "Real" || c == "Rat")
    {
        return;
    }
    let premises: Vec<(&str, &str)> = v.props().map(|h| (h.name.as_str(), h.ty.as_str())).collect();
    if premises.is_empty() || premises.iter().any(|(_, t)| t.starts_with(['∀', '∃'])) {
        return;
    }
    let cap = if vars.len() == 1 { 500 } else { 80 };
    let Some(bound) = v.numerals().into_iter().rev().find(|n| (2..=cap).contains(n)) else { return };
    let mut statement = String::new();
    vars.iter().for_each(|x| statement.push_str(&format!("∀ {x} ≤ {bound}, ")));
    premises.iter().for_each(|(_, t)| statement.push_str(&format!("({t}) → ")));
    statement.push_str(v.target());
    let args: String = vars.iter().map(|x| format!(" {x} (by first | assumption | omega | grind)")).collect();
    let names: String = premises.iter().map(|(n, _)| format!(" {n}")).collect();
    let key = v.fresh("key");
    let finish = format!("have {key} : {statement} := by decide +kernel\nexact {key}{args}{names}");
    let facts: String =
        vars.iter().map(|x| format!("have : {x} ≤ {bound} := by first | omega | grind\n")).collect();
    out.push((
        format!("{facts}{finish}"),
        if vars.len() == 1 { priors::TARGETED } else { priors::TARGETED - 0.4 },
    ));
    let divisors: String = vars
        .iter()
        .map(|x| {
            format!("have : {x} ≤ {bound} := Nat.le_of_dvd (by omega) (by first | assumption | grind)\n")
        })
        .collect();
    if v.props().any(|h| h.ty.contains('∣')) {
        out.push((format!("{divisors}{finish}"), priors::GUESS));
    }
}

/// `b ^ x * c ^ y = n`: each exponent is below the first power that is larger than `n`, and the rest is computed.
fn exponents(v: &View<'_>, out: &mut Steps) {
    for h in v.props() {
        let Some(r) = relation(&h.ty).filter(|r| r.op == "=") else { continue };
        let Ok(value) = r.right.parse::<u64>() else { continue };
        let factors: Option<Vec<_>> =
            text::split_top(r.left, &[" * "]).into_iter().map(|f| power(v, f, value)).collect();
        let Some(powers) = factors.filter(|p| p.len() <= 2) else { continue };
        let mut step = String::new();
        for (i, (b, x, limit)) in powers.iter().enumerate() {
            step.push_str(&format!(
                "have : {x} < {limit} := by\n  false_or_by_contra\n  have h1 := Nat.pow_le_pow_right (n := {b}) (by omega) (show {limit} ≤ {x} by omega)\n"
            ));
            if let Some((j, (c, y, _))) = powers.iter().enumerate().find(|(j, _)| *j != i) {
                let product = if j > i { "h1 h2" } else { "h2 h1" };
                step.push_str(&format!(
                    "  have h2 := Nat.pow_pos (n := {y}) (show 0 < {c} by omega)\n  have := Nat.mul_le_mul {product}\n"
                ));
            }
            step.push_str("  omega\n");
        }
        let binders: String = powers.iter().map(|(_, x, limit)| format!("∀ {x} < {limit}, ")).collect();
        let args: String = powers.iter().map(|(_, x, _)| format!(" {x} (by assumption)")).collect();
        let key = v.fresh("key");
        step.push_str(&format!(
            "have {key} : {binders}{} → {} := by decide +kernel\nexact {key}{args} {}",
            h.ty,
            v.target(),
            h.name
        ));
        out.push((step, priors::TARGETED));
    }
}

/// `b ^ x` with a numeral and a variable: both, and the least exponent whose power is larger than `value`.
fn power<'a>(v: &View<'_>, factor: &'a str, value: u64) -> Option<(u64, &'a str, u32)> {
    let tokens = text::tokens(factor);
    let [b, "^", x] = tokens[..] else { return None };
    let b = b.parse::<u64>().ok().filter(|b| *b > 1 && v.numbers(&[Number::Nat]).contains(&x))?;
    let limit = (1..64).find(|e| b.checked_pow(*e).is_none_or(|p| p > value))?;
    Some((b, x, limit))
}

#[cfg(test)]
mod tests {
    use crate::proposer::builtin::lean::testing::steps;

    #[test]
    fn an_interval_becomes_its_values() {
        let s = steps("a : ℕ; h₀ : 1 ≤ a ∧ a < 4; ⊢Eq a * a = 4 {Nat}");
        assert!(
            s.contains(
                &"have h : a = 1 ∨ a = 2 ∨ a = 3 := by omega\nrcases h with h | h | h <;> subst h <;> omega"
                    .to_owned()
            )
        );
    }

    #[test]
    fn exponents_are_bounded_by_the_value() {
        let s = steps("x : ℕ; y : ℕ; h : 2 ^ x * 3 ^ y = 1296; ⊢Eq x + y = 8 {Nat}");
        assert!(s.iter().any(|s| s.contains("∀ x < 11, ∀ y < 7, 2 ^ x * 3 ^ y = 1296 → x + y = 8")));
    }

    #[test]
    fn a_bounded_box_is_computed() {
        let s = steps("x : ℕ; y : ℕ; h : x * y + (x + y) = 71; ⊢Eq x ^ 2 + y ^ 2 = 146 {Nat}");
        assert!(
            s.iter().any(|s| s.contains("∀ x ≤ 71, ∀ y ≤ 71, (x * y + (x + y) = 71) → x ^ 2 + y ^ 2 = 146"))
        );
    }
}
