//! Arithmetic beyond the finishers: casts, roots of polynomials, arithmetic progressions.

use super::Steps;
use crate::proposer::builtin::lean::{
    poly::Poly,
    priors,
    rational::Rational,
    text::{self, relation},
    view::{Number, View},
};

pub(super) fn rule(v: &View<'_>) -> Steps {
    let mut out = Steps::new();
    casts(v, &mut out);
    zero_products(v, &mut out);
    trichotomy(v, &mut out);
    gaps(v, &mut out);
    products(v, &mut out);
    sizes(v, &mut out);
    roots(v, &mut out);
    sequences(v, &mut out);
    cases_of_abs(v, &mut out);
    out
}

/// A natural number or integer whose equation lives in a field: prove it there, and come back.
fn casts(v: &View<'_>, out: &mut Steps) {
    let Some(r) = v.relation().filter(|r| r.op == "=") else { return };
    let texts: Vec<&str> = v.props().map(|h| h.ty.as_str()).collect();
    if !v.numbers(&[Number::Nat, Number::Int]).contains(&r.left) || !texts.iter().any(|t| t.contains('↑')) {
        return;
    }
    let mut fields: Vec<&str> =
        v.goal.consts.iter().any(|c| c == "Rat").then_some("Rat").into_iter().collect();
    fields.extend(v.carriers());
    for field in fields {
        out.push((
            format!("have : ({} : {field}) = {} := by grind\nexact_mod_cast this", r.left, r.right),
            priors::TARGETED,
        ));
    }
    out.push(("norm_cast at *\ngrind".into(), priors::GUESS));
    out.push(("push_cast at *\ngrind".into(), priors::FACT));
}

/// A product that is zero: one factor is. For a disjunction of equations the product is made first.
fn zero_products(v: &View<'_>, out: &mut Steps) {
    let lemma =
        if v.carriers().next().is_some() { "Lean.Grind.Field.of_mul_eq_zero" } else { "Int.mul_eq_zero.1" };
    for h in v.props() {
        let Some(r) = relation(&h.ty).filter(|r| r.op == "=" && r.right == "0") else { continue };
        if text::split_top(r.left, &[" * "]).len() == 2 && text::split_top(r.left, &[" + ", " - "]).len() == 1
        {
            out.push((format!("rcases {lemma} {0} with {0} | {0} <;> grind", h.name), priors::TARGETED));
        }
    }
    let sides: Vec<_> = text::split_top(v.target(), &["∨"]).into_iter().filter_map(relation).collect();
    if let [a, b] = &sides[..]
        && a.op == "="
        && b.op == "="
    {
        let h = v.fresh("h");
        out.push((
            format!(
                "have {h} : ({} - {}) * ({} - {}) = 0 := by grind\nrcases {lemma} {h} with {h} | {h} <;> grind",
                a.left,
                text::paren(a.right),
                b.left,
                text::paren(b.right)
            ),
            priors::TARGETED,
        ));
    }
    // A sum of squares that is zero: each of them is.
    let zeros: Vec<&str> = text::split_top(v.target(), &["∧"])
        .into_iter()
        .filter_map(relation)
        .filter(|r| r.op == "=" && r.right == "0" && v.vars().any(|x| x.name == r.left))
        .map(|r| r.left)
        .collect();
    if !zeros.is_empty() && v.has_ordered_ring() {
        let squares: String = v
            .numbers(&[Number::Int, Number::Rat, Number::OrderedField])
            .iter()
            .take(3)
            .map(|x| format!("have := Lean.Grind.OrderedRing.sq_nonneg (a := {x})\n"))
            .collect();
        let each: String = zeros
            .iter()
            .map(|x| format!("have : {x} = 0 := by\n  have h : {x} ^ 2 = 0 := by grind\n  first | exact Lean.Grind.Field.of_pow_eq_zero h | simpa using h | (simp [Int.pow_succ] at h; exact h)\n"))
            .collect();
        out.push((format!("{squares}{each}grind"), priors::GUESS));
    }
}

/// Two naturals are equal because neither is smaller: what smaller would mean is multiplied out.
fn trichotomy(v: &View<'_>, out: &mut Steps) {
    let Some(r) = v.relation().filter(|r| r.op == "=") else { return };
    let naturals = v.numbers(&[Number::Nat]);
    if !naturals.contains(&r.left) || v.props().next().is_none() {
        return;
    }
    let (a, b) = (r.left, text::paren(r.right));
    let factors: Vec<&str> =
        naturals.iter().copied().filter(|x| *x != r.left && *x != r.right).take(2).collect();
    let scaled: String = factors
        .iter()
        .map(|d| format!("have := Nat.mul_le_mul_left {d} (Nat.succ_le_of_lt h)\n  "))
        .collect();
    let case = format!("· have := Nat.mul_self_lt_mul_self h\n  {scaled}first | omega | grind");
    out.push((
        format!("rcases Nat.lt_trichotomy {a} {b} with h | h | h\n{case}\n· exact h\n{case}"),
        priors::GUESS,
    ));
}

/// Inequalities between naturals, multiplied with each other and with the factors in the target.
fn products(v: &View<'_>, out: &mut Steps) {
    if !matches!(v.head(), "LE.le" | "LT.lt" | "GE.ge" | "GT.gt") || !v.target().contains(" * ") {
        return;
    }
    let naturals = v.numbers(&[Number::Nat]);
    let bounds: Vec<&str> = v
        .props()
        .filter(|h| text::relation(&h.ty).is_some_and(|r| matches!(r.op, "≤" | "<")))
        .filter(|h| naturals.iter().any(|x| View::occurs(x, &h.ty)))
        .map(|h| h.name.as_str())
        .take(3)
        .collect();
    let mut factors: Vec<String> = Vec::new();
    let sides = v.relation().into_iter().flat_map(|r| [r.left, r.right]);
    for factor in sides.flat_map(|side| text::split_top(side, &[" * "])) {
        let factor = text::paren(factor);
        if !factor.contains('*') && !factors.contains(&factor) {
            factors.push(factor);
        }
    }
    let mut lines = String::new();
    for (i, h) in bounds.iter().enumerate() {
        for k in &bounds[i..] {
            lines.push_str(&format!("have := Nat.mul_le_mul {h} {k}\n"));
        }
        for t in factors.iter().take(3) {
            lines.push_str(&format!("have := Nat.mul_le_mul_left {t} {h}\n"));
        }
    }
    if !lines.is_empty() {
        out.push((format!("{lines}first | omega | grind"), priors::GUESS));
    }
}

/// Absolute values of products of integers: those of the factors, multiplied.
fn sizes(v: &View<'_>, out: &mut Steps) {
    let integers = v.numbers(&[Number::Int]);
    if v.uses("Int.natAbs") {
        let nonzero = v.props().filter_map(|h| Some((h, h.ty.strip_suffix(" ≠ 0")?)));
        let lines: String = nonzero
            .flat_map(|(h, x)| {
                let others = integers.iter().filter(move |y| **y != x);
                others.map(move |y| {
                    format!("have := Nat.mul_le_mul_left {y}.natAbs (Int.natAbs_pos.mpr {})\n", h.name)
                })
            })
            .take(4)
            .collect();
        out.push((
            format!("simp only [Int.natAbs_mul] at *\n{lines}first | omega | grind"),
            priors::TARGETED,
        ));
    }
    for h in v.props() {
        let Some(r) = text::relation(&h.ty).filter(|r| r.op == "=" && r.right == "1") else { continue };
        if let [x, y] = text::split_top(r.left, &[" * "])[..]
            && integers.contains(&x)
            && integers.contains(&y)
        {
            out.push((
                format!(
                    "have size := congrArg Int.natAbs {}\nrw [Int.natAbs_mul] at size\n\
                     have := Nat.eq_one_of_mul_eq_one_right size\n\
                     rcases (by omega : {x} = 1 ∨ {x} = -1) with h | h <;> subst h <;> grind",
                    h.name
                ),
                priors::TARGETED,
            ));
        }
    }
}

/// No integer lies between two neighbours: a product of such factors has a sign.
fn gaps(v: &View<'_>, out: &mut Steps) {
    if !matches!(v.head(), "LE.le" | "LT.lt" | "GE.ge" | "GT.gt") {
        return;
    }
    for x in v.numbers(&[Number::Int]).into_iter().filter(|x| v.occurs_in_target(x)).take(2) {
        let product = |a: String, b: String| {
            format!(
                "have := Lean.Grind.OrderedRing.mul_nonneg (a := {a}) (b := {b}) (by omega) (by omega)\n  grind"
            )
        };
        out.push((
            format!(
                "rcases (by omega : {x} ≤ 0 ∨ 1 ≤ {x}) with h | h\n· {}\n· {}",
                product(format!("-{x}"), format!("1 - {x}")),
                product(x.to_owned(), format!("{x} - 1"))
            ),
            priors::GUESS,
        ));
    }
}

/// `x = c` from a polynomial equation of which `c` is a root: the other factor has none.
fn roots(v: &View<'_>, out: &mut Steps) {
    let Some(r) = v.relation().filter(|r| r.op == "=") else { return };
    let Some((x, c)) = linear_root(v, r.left, r.right) else { return };
    let zero_product = match v.vars().find(|h| h.name == x).and_then(|h| v.number(&h.ty)) {
        Some(Number::Int) => "Int.mul_eq_zero.1",
        Some(Number::OrderedField | Number::Field) => "Lean.Grind.Field.of_mul_eq_zero",
        _ => return,
    };
    for h in v.props() {
        let Some(q) = relation(&h.ty)
            .filter(|r| r.op == "=")
            .and_then(|r| Poly::parse(r.left)?.plus(Rational::new(-1, 1)?, &Poly::parse(r.right)?))
            .and_then(|p| p.cofactor(x, c))
        else {
            continue;
        };
        let name = v.fresh("h");
        let mut step =
            format!("have {name} : ({x} - {}) * ({q}) = 0 := by grind\n", text::paren(&c.to_string()));
        // What keeps a quadratic cofactor from having roots of its own is the square of its derivative.
        if let Some(slope) = Poly::parse(&q).and_then(|p| p.derivative(x)).filter(|_| v.has_ordered_ring()) {
            step.push_str(&format!("have := Lean.Grind.OrderedRing.sq_nonneg (a := {slope})\n"));
        }
        step.push_str(&format!("rcases {zero_product} {name} with {name} | {name} <;> grind"));
        out.push((step, priors::TARGETED));
    }
}

/// `x = c` or `x + a = c`: the variable and its value.
fn linear_root<'a>(v: &View<'a>, left: &'a str, right: &str) -> Option<(&'a str, i64)> {
    let c: i64 = right.parse().ok()?;
    let tokens = text::tokens(left);
    let x = *tokens.first().filter(|x| v.vars().any(|h| h.name == **x))?;
    match tokens.as_slice() {
        [_] => Some((x, c)),
        [_, "+", a] => Some((x, c - a.parse::<i64>().ok()?)),
        [_, "-", a] => Some((x, c + a.parse::<i64>().ok()?)),
        _ => None,
    }
}

/// A sequence with constant differences is linear: proved by induction, then used where it is needed.
fn sequences(v: &View<'_>, out: &mut Steps) {
    for h in v.vars().filter(|h| h.ty.starts_with("ℕ → ") || h.ty.starts_with("Nat → ")) {
        let f = &h.name;
        let recursive = v.foralls().into_iter().any(|(_, a)| {
            text::applications(a.body, f).iter().filter(|s| s.contains('+') || s.contains('-')).count() > 0
        });
        if !recursive {
            continue;
        }
        let texts: Vec<&str> =
            v.props().filter(|p| !p.ty.starts_with('∀')).map(|p| p.ty.as_str()).chain([v.target()]).collect();
        let mut used: Vec<&str> = texts
            .iter()
            .flat_map(|t| text::applications(t, f))
            .filter(|a| a.chars().all(|c| c.is_ascii_digit()))
            .collect();
        used.sort_unstable();
        used.dedup();
        let key = v.fresh("key");
        let uses: String = used.iter().take(8).map(|n| format!("have := {key} {n}\n")).collect();
        out.push((
            format!(
                "have {key} : ∀ n : Nat, {f} n = {f} 0 + n * ({f} 1 - {f} 0) ∧ {f} (n + 1) = {f} 0 + (n + 1) * ({f} 1 - {f} 0) := by\n  \
                 intro n\n  induction n <;> grind\n{uses}grind"
            ),
            priors::GUESS,
        ));
        out.push((
            format!("have {key} : ∀ n : Nat, {f} (n + 1) = n + 1 + {f} 0 := by\n  intro n\n  induction n <;> grind\n{uses}grind"),
            priors::FACT,
        ));
        out.push((
            format!("have {key} : ∀ n : Nat, {f} (n + 1) = {f} 1 + n * ({f} 2 - {f} 1) ∧ {f} (n + 2) = {f} 1 + (n + 1) * ({f} 2 - {f} 1) := by\n  intro n\n  induction n <;> grind\n{}grind",
                used.iter().take(8).filter_map(|n| n.parse::<u64>().ok()).filter(|n| *n > 0).map(|n| format!("have := {key} {}\n", n - 1)).collect::<String>()),
            priors::GUESS,
        ));
    }
}

/// Absolute values are opened by cases, and the box they span gives its products.
fn cases_of_abs(v: &View<'_>, out: &mut Steps) {
    if !v.goal.consts.iter().any(|c| c == "abs" || c.ends_with(".abs")) {
        return;
    }
    let theorems = v.header.theorems_about(&["abs"]);
    if theorems.is_empty() {
        return;
    }
    let list = theorems.join(", ");
    out.push((format!("simp only [{list}] at *\ngrind"), priors::TARGETED));
    out.push((format!("simp only [{list}] at *\nsplit <;> grind"), priors::GUESS));
    let variables = v.numbers(&[Number::OrderedField, Number::Int, Number::Rat]);
    let holder = v.props().find(|h| h.ty.contains('|') || h.ty.contains("abs"));
    if let (Some(h), true) = (holder, variables.len() <= 2) {
        let lines: Vec<String> = variables
            .iter()
            .map(|x| format!("have := Lean.Grind.OrderedRing.mul_nonneg (a := 1 - {x}) (b := 1 + {x}) (by grind) (by grind)"))
            .collect();
        out.push((
            format!(
                "simp only [{list}] at {0}\nsplit at {0} <;> split at {0} <;> ({1}; grind)",
                h.name,
                lines.join("; ")
            ),
            priors::GUESS,
        ));
    }
}

#[cfg(test)]
mod tests {
    use crate::proposer::builtin::lean::testing::steps;

    #[test]
    fn an_equation_of_casts_is_proved_in_the_field() {
        let s = steps("a : ℕ; h : (5 : ℚ) / 8 * ↑a = 7; ⊢Eq a = 42 {Nat Rat}");
        assert!(s.contains(&"have : (a : Rat) = 42 := by grind\nexact_mod_cast this".to_owned()));
    }

    #[test]
    fn a_recursive_sequence_is_tried_as_linear() {
        let s = steps(
            "a : ℕ → ℤ; h : ∀ (n : ℕ), a (n + 2) - a (n + 1) = a (n + 1) - a n; ⊢Eq a 2010 = 8041 {Int}",
        );
        assert!(s.iter().any(|s| s.contains("have := key 2010\ngrind")));
    }
}
