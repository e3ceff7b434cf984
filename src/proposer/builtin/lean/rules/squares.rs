//! Inequalities over ordered rings: squares and products that imply them go to `grind` as facts.

use super::Steps;
use crate::proposer::builtin::lean::{
    poly::Poly,
    priors,
    rational::Rational,
    text::{self, relation},
    view::{Number, View},
};

const SQ: &str = "Lean.Grind.OrderedRing.sq_nonneg";
const POS: &str = "Lean.Grind.OrderedRing.mul_pos";
const MUL: &str = "Lean.Grind.OrderedRing.mul_nonneg";

pub(super) fn rule(v: &View<'_>) -> Steps {
    let mut out = Vec::new();
    let order = v.relation().filter(|r| matches!(r.op, "<" | "≤" | ">" | "≥" | "="));
    if let Some(r) = &order {
        naturals(v, r, &mut out);
    }
    if !v.has_ordered_ring() || order.is_none() && v.head() != "False" {
        return out;
    }
    let exact = exact(v);
    if !exact.is_empty() {
        out.push((facts(&exact), priors::EXACT));
    }
    let ring = v.numbers(&[Number::OrderedField, Number::Int, Number::Rat]);
    let variables: Vec<&str> = ring.into_iter().filter(|x| v.occurs_in_goal(x)).take(4).collect();
    let inequality = order.as_ref().is_some_and(|r| r.op != "=") || v.head() == "False";
    neighbours(v, &mut out);
    if !inequality || variables.is_empty() {
        return out;
    }
    let mut pairs: Vec<String> = Vec::new();
    for (i, x) in variables.iter().enumerate() {
        for y in &variables[i + 1..] {
            pairs.push(format!("{x} - {y}"));
            pairs.push(format!("{x} + {y}"));
        }
    }
    let differences: Vec<String> = pairs.iter().filter(|p| p.contains(" - ")).cloned().collect();
    let own = order.as_ref().and_then(|r| difference(r.left, r.right)).filter(|p| p.1.degree() == 1);
    let singles: Vec<String> =
        own.map(|p| p.0).into_iter().chain(variables.iter().map(|x| (*x).to_owned())).collect();
    out.push((facts(&[singles.clone(), pairs.clone()].concat()), priors::TARGETED - 0.3));
    if variables.len() > 1 {
        let mut fourth: Vec<String> = pairs.iter().map(|p| format!("({p}) ^ 2")).collect();
        fourth.extend(differences.iter().map(|d| format!("({d}) * ({})", d.replace(" - ", " + "))));
        fourth.extend(products(&variables));
        out.push((facts(&[pairs, fourth].concat()), priors::GUESS));
    }
    let signs = signs(v);
    if signs.len() >= 2 || signs.len() == 1 && v.head() != "False" {
        out.push((signed_products(&signs, &differences), priors::GUESS));
    }
    if v.mathlib {
        let list: Vec<String> =
            singles.iter().chain(&differences).map(|s| format!("sq_nonneg ({s})")).collect();
        out.push((format!("nlinarith [{}]", list.join(", ")), priors::TARGETED));
    }
    out
}

/// Integers: squares of what lies one beside the value.
fn neighbours(v: &View<'_>, out: &mut Steps) {
    let integers = v.numbers(&[Number::Int]);
    let lines: Vec<String> = integers
        .iter()
        .filter(|x| v.occurs_in_goal(x))
        .take(2)
        .flat_map(|x| ["+", "-"].map(|sign| format!("{x} {sign} 1")))
        .collect();
    if !lines.is_empty() && v.props().any(|h| h.ty.contains('*') || h.ty.contains('^')) {
        out.push((facts(&lines), priors::GUESS));
    }
}

/// Inequalities between naturals: the same squares, over the integers.
fn naturals(v: &View<'_>, r: &text::Relation<'_>, out: &mut Steps) {
    let vars: Vec<&str> =
        v.numbers(&[Number::Nat]).into_iter().filter(|x| v.occurs_in_goal(x)).take(3).collect();
    let quadratic = [r.left, r.right].iter().any(|s| Poly::parse(s).is_some_and(|p| p.degree() > 1));
    if r.op == "=" || vars.is_empty() || !quadratic {
        return;
    }
    let mut lines = String::new();
    for (i, x) in vars.iter().enumerate() {
        for y in &vars[i + 1..] {
            lines.push_str(&format!("have := {SQ} (a := ({x} : Int) - {y})\n"));
        }
        lines.push_str(&format!("have := {SQ} (a := ({x} : Int))\n"));
    }
    out.push((format!("{lines}grind"), priors::TARGETED));
}

/// Squares whose sum is the target, up to a multiple of one hypothesis.
fn exact(v: &View<'_>) -> Vec<String> {
    // The target as a polynomial that is to be shown non-negative; for `False`, the hypotheses alone.
    let goals: Vec<Poly> = match v.relation() {
        Some(r) if matches!(r.op, "≤" | "<") => {
            difference(r.right, r.left).into_iter().map(|d| d.1).collect()
        }
        Some(r) if matches!(r.op, "≥" | ">") => {
            difference(r.left, r.right).into_iter().map(|d| d.1).collect()
        }
        None if v.head() == "False" => vec![Poly::default()],
        _ => return Vec::new(),
    };
    let mut givens: Vec<(Poly, bool)> = Vec::new();
    for h in v.props() {
        let Some(r) = relation(&h.ty) else { continue };
        let (low, high) = if matches!(r.op, "≥" | ">") { (r.right, r.left) } else { (r.left, r.right) };
        if matches!(r.op, "=" | "<" | "≤" | ">" | "≥")
            && let Some((_, p)) = difference(high, low)
        {
            givens.push((p, r.op == "="));
        }
    }
    for goal in &goals {
        if goal.degree() > 1
            && let Some(s) = goal.squares().filter(|s| !s.is_empty())
        {
            return s;
        }
        for (p, equation) in &givens {
            for (num, den) in [(1, 1), (1, 2), (2, 1), (1, 4), (4, 1)] {
                for sign in [1, -1] {
                    // An inequality may only be subtracted: goal = λ·given + squares with λ ≥ 0.
                    if sign < 0 && !equation {
                        continue;
                    }
                    let found = Rational::new(-sign * num, den)
                        .and_then(|f| goal.plus(f, p))
                        .and_then(|q| q.squares());
                    if let Some(s) = found.filter(|s| !s.is_empty()) {
                        return s;
                    }
                }
            }
        }
    }
    Vec::new()
}

/// `high - low` as text and polynomial.
fn difference(high: &str, low: &str) -> Option<(String, Poly)> {
    let high_poly = Poly::parse(high)?;
    let low_poly = Poly::parse(low)?;
    let p = high_poly.plus(Rational::new(-1, 1)?, &low_poly)?;
    Some((format!("{} - {}", text::paren(high), text::paren(low)), p))
}

/// Terms that a hypothesis says are not negative (or, if the flag is set, positive), written as differences; conjunctions are opened.
fn signs(v: &View<'_>) -> Vec<(String, bool)> {
    let mut out = Vec::new();
    for h in v.props() {
        let parts = text::split_top(&h.ty, &["∧"]);
        for part in parts {
            let Some(r) = relation(part) else { continue };
            let (low, high) = match r.op {
                "<" | "≤" => (r.left, r.right),
                ">" | "≥" => (r.right, r.left),
                _ => continue,
            };
            if Poly::parse(high).is_none() || Poly::parse(low).is_none_or(|p| p.degree() > 2) {
                continue;
            }
            let term = if low == "0" {
                high.to_owned()
            } else {
                format!("{} - {}", text::paren(high), text::paren(low))
            };
            out.push((term, matches!(r.op, "<" | ">")));
        }
    }
    out.truncate(4);
    out
}

fn products(variables: &[&str]) -> Vec<String> {
    let mut out = Vec::new();
    for (i, x) in variables.iter().enumerate() {
        out.extend(variables[i + 1..].iter().map(|y| format!("{x} * {y}")));
    }
    out
}

fn facts(squares: &[String]) -> String {
    let mut seen: Vec<&String> = Vec::new();
    for s in squares {
        if !seen.contains(&s) {
            seen.push(s);
        }
    }
    let lines: Vec<String> = seen.into_iter().take(14).map(|s| format!("have := {SQ} (a := {s})")).collect();
    format!("{}\ngrind", lines.join("\n"))
}

/// Products of all pairs of non-negative terms.
fn signed_products(signs: &[(String, bool)], squares: &[String]) -> String {
    let mut lines = Vec::new();
    for (i, (a, positive)) in signs.iter().enumerate() {
        for (b, too) in &signs[i..] {
            let lemma = if *positive && *too { POS } else { MUL };
            lines.push(format!("have := {lemma} (a := {a}) (b := {b}) (by grind) (by grind)"));
        }
    }
    lines.extend(squares.iter().map(|s| format!("have := {SQ} (a := {s})")));
    lines.push("grind".into());
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use crate::proposer::builtin::lean::testing::steps;

    const FIELD: &str = "inst : Lean.Grind.OrderedRing ℝ; x : ℝ; y : ℝ; ";

    #[test]
    fn the_square_is_completed() {
        let s = steps(&format!("{FIELD}⊢LE.le 10 * x ≤ 28 * x ^ 2 + 1"));
        assert_eq!(s[0], "have := Lean.Grind.OrderedRing.sq_nonneg (a := 28 * x - 5)\ngrind");
        let s = steps(&format!("{FIELD}h : x ^ 2 + y ^ 2 = 2; ⊢LE.le x * y ≤ 1"));
        assert_eq!(s[0], "have := Lean.Grind.OrderedRing.sq_nonneg (a := x - y)\ngrind");
    }

    #[test]
    fn naturals_get_their_squares_over_the_integers() {
        let s = steps("a : ℕ; b : ℕ; ⊢LE.le 2 * (a * b) ≤ a * a + b * b {Nat}");
        assert!(s.iter().any(|s| s.contains("sq_nonneg (a := (a : Int) - b)")));
        assert!(!steps("x : ℕ; ⊢LE.le x ≤ x + x {Nat}").iter().any(|s| s.contains("sq_nonneg")));
    }
}
