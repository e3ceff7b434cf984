//! Witnesses for existentials: small numerals, and terms that the goal already speaks of.

use super::Steps;
use crate::proposer::builtin::lean::{
    priors,
    text::{self, paren},
    view::{Number, View},
};

pub(super) fn rule(v: &View<'_>) -> Steps {
    if v.head() != "Exists" {
        return Steps::new();
    }
    let mut out = Steps::new();
    let mut terms: Vec<String> = Vec::new();
    let target = v.target();
    let mut add = |t: &str| {
        let t = t.trim().to_owned();
        if !t.is_empty() && !terms.contains(&t) {
            terms.push(t);
        }
    };
    let bound = text::tokens(target).get(1).copied().unwrap_or("");
    let body = target.split_once(", ").map_or(target, |(_, b)| b);
    // `∃ x, x = t` and `∃ x, t = x` give the witness away; so do the sides of `m * x = t`.
    for part in text::split_top(body, &["∧", "∨"]) {
        if let Some(r) = text::relation(part).filter(|r| r.op == "=") {
            for (a, b) in [(r.left, r.right), (r.right, r.left)] {
                if a == bound && !View::occurs(bound, b) {
                    add(b);
                }
                if View::occurs(bound, a) && !View::occurs(bound, b) {
                    if let Some(t) = solution(bound, a, b) {
                        add(&t);
                    }
                    if let Some(factor) = text::split_top(a, &[" * "]).into_iter().find(|f| *f != bound) {
                        add(&format!("{} / {}", paren(b), paren(factor)));
                    }
                    if a == format!("{bound} + {bound}") {
                        add(&format!("{} / 2", paren(b)));
                    }
                }
            }
        }
    }
    // Between two bounds there is their middle; just beyond one bound there is the next number.
    let (mut below, mut above) = (Vec::new(), Vec::new());
    for part in text::split_top(body, &["∧"]) {
        let Some(r) = text::relation(part).filter(|r| matches!(r.op, "<" | "≤")) else { continue };
        if r.right == bound && !View::occurs(bound, r.left) {
            below.push(r.left.to_owned());
        } else if r.left == bound && !View::occurs(bound, r.right) {
            above.push(r.right.to_owned());
        }
    }
    for b in &below {
        above.iter().for_each(|a| add(&format!("({b} + {a}) / 2")));
        add(&format!("{b} + 1"));
    }
    above.iter().for_each(|a| add(&format!("{a} - 1")));
    // `∃ x, f x = y` with functions at hand: their values at what is at hand.
    for f in v.vars().filter(|f| f.ty.contains(" → ") && !f.ty.ends_with("Prop")) {
        for h in v.props() {
            text::applications(&h.ty, &f.name)
                .into_iter()
                .filter(|a| v.taken(a))
                .for_each(|a| add(&format!("{} {a}", f.name)));
        }
        let domain = f.ty.split(" → ").next().unwrap_or("");
        v.vars().filter(|x| x.ty == domain).for_each(|x| add(&format!("{} {}", f.name, x.name)));
    }
    for x in v.vars().filter(|x| !matches!(v.number(&x.ty), None | Some(Number::Nat | Number::Int))) {
        for y in v.vars().filter(|y| y.ty == x.ty && y.name > x.name) {
            add(&format!("({} + {}) / 2", x.name, y.name));
        }
    }
    v.vars().filter(|h| !h.ty.starts_with("Type") && h.ty != "Prop").for_each(|h| add(&h.name));
    for n in ["0", "1"] {
        add(n);
    }
    let beyond = v.numbers(&[Number::Nat, Number::Int]).into_iter().take(2);
    beyond.for_each(|x| add(&format!("{x} + 1")));
    for n in ["2", "3"] {
        add(n);
    }
    v.numerals().into_iter().filter(|n| *n <= 1000).for_each(|n| add(&n.to_string()));
    let names: Vec<&str> = v.vars().filter(|h| v.number(&h.ty).is_some()).map(|h| h.name.as_str()).collect();
    for x in names.iter().take(2) {
        for t in [
            format!("{x} + 1"),
            format!("{x} - 1"),
            format!("2 * {x}"),
            format!("{x} / 2"),
            format!("{x} * {x}"),
            format!("-{x}"),
        ] {
            add(&t);
        }
    }
    for (i, x) in names.iter().enumerate().take(3) {
        for y in &names[i + 1..] {
            add(&format!("{x} + {y}"));
            add(&format!("{x} * {y}"));
            add(&format!("max {x} {y}"));
        }
    }
    for (n, t) in terms.iter().take(12).enumerate() {
        out.push((format!("exact ⟨{t}, by first | omega | grind⟩"), priors::nth(priors::SIMP, n)));
        out.push((format!("refine ⟨{t}, ?_⟩"), priors::nth(priors::CHOICE, n)));
    }
    pairs(v, &mut out);
    let first: Vec<String> =
        terms.iter().take(16).map(|t| format!("exact ⟨{t}, by first | decide | omega | simp_all⟩")).collect();
    out.push((format!("first\n| {}", first.join("\n| ")), priors::SIMP));
    out
}

/// The `x` of `m * x + t = b` (or `x * m`, or with the sum the other way round).
fn solution(x: &str, left: &str, right: &str) -> Option<String> {
    let parts = text::split_top(left, &[" + "]);
    let (with, without): (Vec<&str>, Vec<&str>) = parts.iter().partition(|p| View::occurs(x, p));
    let [term] = with[..] else { return None };
    let factors = text::split_top(term, &[" * "]);
    let rest = without.iter().fold(right.to_owned(), |r, p| format!("{r} - {}", paren(p)));
    match factors[..] {
        [only] if only == x => Some(rest),
        [a, b] if a == x || b == x => Some(format!("({rest}) / {}", paren(if a == x { b } else { a }))),
        _ => None,
    }
}

/// Two integers whose combination is wanted: small multiples of one and of what the target speaks of.
fn pairs(v: &View<'_>, out: &mut Steps) {
    let target = v.target();
    let two = text::tokens(target).iter().filter(|t| **t == "∃").count() == 2 || target.starts_with("∃ x y");
    if !two || !target.contains('=') {
        return;
    }
    let unit =
        v.numbers(&[Number::Int, Number::Nat]).into_iter().find(|n| View::occurs(n, target)).unwrap_or("1");
    let mut tries: Vec<(i32, i32)> = (-4..=4).flat_map(|a| (-4..=4).map(move |b| (a, b))).collect();
    tries.sort_by_key(|(a, b)| a.abs() + b.abs());
    let lines: Vec<String> =
        tries.iter().map(|(a, b)| format!("exact ⟨({a}) * {unit}, ({b}) * {unit}, by omega⟩")).collect();
    out.push((format!("first\n| {}", lines.join("\n| ")), priors::GUESS));
}

#[cfg(test)]
mod tests {
    use crate::proposer::builtin::lean::testing::steps;

    #[test]
    fn linear_equations_are_solved_for_the_witness() {
        let s = steps("a : ℚ; b : ℚ; ⊢Exists ∃ x, a * x + b = 0");
        assert!(s.contains(&"refine ⟨(0 - b) / a, ?_⟩".to_owned()));
    }

    #[test]
    fn the_goal_gives_the_witness_away() {
        let s = steps("a : ℕ; b : ℕ; ⊢Exists ∃ k, k = a + b");
        assert!(s.contains(&"exact ⟨a + b, by first | omega | grind⟩".to_owned()));
        let between = steps("x : Rat; y : Rat; h : x < y; ⊢Exists ∃ z, x < z ∧ z < y");
        assert!(between.contains(&"exact ⟨(x + y) / 2, by first | omega | grind⟩".to_owned()));
        assert!(steps("n : ℕ; ⊢Exists ∃ r, n * 6 = r + r").contains(&"refine ⟨(n * 6) / 2, ?_⟩".to_owned()));
    }
}
