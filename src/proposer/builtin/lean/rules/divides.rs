//! Divisibility by its lemmas: sums, differences, products and chains of what is known to be divided.

use super::Steps;
use crate::{
    proposer::builtin::lean::{
        poly::Poly,
        priors,
        rational::gcd,
        text,
        view::{Number, View},
    },
    prover::Hyp,
};

/// Lemmas that end in `k ∣ …`, each with its premises left open.
const LEMMAS: [&str; 5] = [
    "dvd_add ?_ ?_",
    "dvd_sub ?_ ?_",
    "dvd_mul_right_of_dvd ?_ _",
    "dvd_mul_left_of_dvd ?_ _",
    "dvd_trans ?_ ?_",
];

pub(super) fn rule(v: &View<'_>) -> Steps {
    let mut out = Steps::new();
    if v.head() != "Dvd.dvd" {
        bounds(v, &mut out);
        eliminated(v, &mut out);
        return out;
    }
    let target = v.target();
    quotients(v, &mut out);
    // The order of the premises of a chain is only found with a premise at hand.
    let usable = |lemma: &&&str| match &lemma[..7] {
        "dvd_add" => target.contains(" + "),
        "dvd_sub" => target.contains(" - "),
        "dvd_mul" => target.contains(" * "),
        _ => true,
    };
    let mut closed = Vec::new();
    for lemma in LEMMAS.iter().filter(&usable) {
        for kind in ["Nat", "Int"] {
            closed.push(format!("exact {kind}.{}", lemma.replace("?_", "(by assumption)")));
        }
    }
    out.push((format!("first\n| {}", closed.join("\n| ")), priors::SIMP));
    for (n, lemma) in LEMMAS.iter().filter(&usable).filter(|it| !it.starts_with("dvd_trans")).enumerate() {
        let step = format!("first\n| refine Nat.{lemma}\n| refine Int.{lemma}");
        out.push((step, priors::nth(priors::CHOICE, n)));
    }
    out
}

/// The divisibilities among the hypotheses: name, divisor and what is divided.
fn given<'a>(v: &View<'a>) -> Vec<(&'a str, &'a str, &'a str)> {
    let divides = |h: &'a Hyp| {
        text::relation(&h.ty).filter(|r| r.op == "∣").map(|r| (h.name.as_str(), r.left, r.right))
    };
    v.props().filter_map(divides).take(4).collect()
}

/// What is divided is a polynomial multiple of the divisor, perhaps after a hypothesis was put in.
fn quotients(v: &View<'_>, out: &mut Steps) {
    let Some(r) = text::relation(v.target()).filter(|r| r.op == "∣") else { return };
    let (Some(divisor), Some(mut divided)) = (Poly::parse(r.left), Poly::parse(r.right)) else { return };
    if let Some(q) = divided.quotient(&divisor) {
        out.push((format!("exact ⟨{q}, by grind⟩"), priors::EXACT));
        return;
    }
    let mut opened = String::new();
    for (n, (h, a, b)) in given(v).into_iter().enumerate() {
        let k = v.fresh(&format!("k{n}"));
        let product = Poly::parse(&format!("{} * {k}", text::paren(a)));
        if !v.vars().any(|x| x.name == b) || View::occurs(b, a) {
            continue;
        }
        let Some(next) = product.and_then(|p| divided.substitute(b, &p)) else { continue };
        divided = next;
        opened.push_str(&format!("obtain ⟨{k}, rfl⟩ := {h}\n"));
        if let Some(q) = divided.quotient(&divisor) {
            out.push((format!("{opened}exact ⟨{q}, by grind⟩"), priors::EXACT));
            return;
        }
    }
}

/// A natural that is not zero is no smaller than what divides it.
fn bounds(v: &View<'_>, out: &mut Steps) {
    if !v.uses("Nat") && v.numbers(&[Number::Nat]).is_empty() {
        return;
    }
    let lines: String = given(v)
        .into_iter()
        .map(|(h, _, b)| {
            format!(
                "all_goals rcases Nat.eq_zero_or_pos {b} with _ | _ <;> try have := Nat.le_of_dvd (by assumption) {h}\n",
                b = text::paren(b)
            )
        })
        .collect();
    if !lines.is_empty() {
        out.push((format!("{lines}all_goals first | omega | simp_all | grind"), priors::TARGETED));
    }
}

/// What divides two linear expressions in one variable divides the number that is left without it.
fn eliminated(v: &View<'_>, out: &mut Steps) {
    let given = given(v);
    let lines: Vec<_> =
        given.iter().filter_map(|(h, d, e)| Some((*h, *d, *e, Poly::parse(e)?.line()?))).collect();
    for (i, (h, d, e, (a, x, b))) in lines.iter().enumerate() {
        for (g, d2, f, (a2, x2, b2)) in &lines[i + 1..] {
            if d != d2 || x != x2 || *a <= 0 || *a2 <= 0 {
                continue;
            }
            let common = gcd(*a, *a2);
            let (a, a2) = (a / common, a2 / common);
            let (Some(left), Some(right)) = (a2.checked_mul(*b), a.checked_mul(*b2)) else { continue };
            let ((h, e, c), (g, f, c2)) =
                if left >= right { ((h, e, a2), (g, f, a)) } else { ((g, f, a), (h, e, a2)) };
            let rest = left.abs_diff(right);
            out.push((
                format!(
                    "have this : {d} ∣ {c} * {e} - {c2} * {f} := Nat.dvd_sub (Nat.dvd_mul_left_of_dvd {h} {c}) (Nat.dvd_mul_left_of_dvd {g} {c2})\n\
                     rw [show {c} * {e} - {c2} * {f} = {rest} by omega] at this\n\
                     first | exact Nat.dvd_one.mp this | exact this | (have := Nat.le_of_dvd (by decide) this; omega) | grind",
                    d = text::paren(d),
                    e = text::paren(e),
                    f = text::paren(f),
                ),
                priors::TARGETED,
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::proposer::builtin::lean::testing::steps;

    #[test]
    fn a_sum_is_divided_where_its_parts_are() {
        let s = steps("d : ℕ; a : ℕ; b : ℕ; ha : d ∣ a; hb : d ∣ b; ⊢Dvd.dvd d ∣ a + b");
        let finisher = s.iter().find(|it| it.contains("exact Nat.dvd_add (by assumption) (by assumption)"));
        assert!(finisher.is_some());
        assert!(s.contains(&"first\n| refine Nat.dvd_add ?_ ?_\n| refine Int.dvd_add ?_ ?_".to_owned()));
        assert!(!s.iter().any(|it| it.contains("dvd_sub")));
    }

    #[test]
    fn the_other_factor_is_computed() {
        let s = steps("a : ℕ; b : ℕ; h : a ∣ b; ⊢Dvd.dvd a ^ 2 ∣ b ^ 2");
        assert!(s.contains(&"obtain ⟨k0, rfl⟩ := h\nexact ⟨k0 ^ 2, by grind⟩".to_owned()));
    }

    #[test]
    fn a_common_divisor_of_two_lines_divides_a_number() {
        let s = steps("n : ℕ; d : ℕ; h : d ∣ 21 * n + 4; k : d ∣ 14 * n + 3; ⊢Eq d = 1 {Nat}");
        assert!(s.iter().any(|s| s.contains("3 * (14 * n + 3) - 2 * (21 * n + 4) = 1 by omega")));
    }
}
