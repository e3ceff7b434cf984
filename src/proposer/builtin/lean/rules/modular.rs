//! Divisibility and remainders: all cases of a variable modulo a small number.

use super::Steps;
use crate::proposer::builtin::lean::{
    priors, text,
    view::{Number, View},
};

pub(super) fn rule(v: &View<'_>) -> Steps {
    let texts: Vec<&str> = v.props().map(|h| h.ty.as_str()).chain([v.target()]).collect();
    let moduli = moduli(&texts);
    let mut out = Steps::new();
    if v.uses("Nat.gcd") {
        gcds(v, &mut out);
    }
    divisors(v, &mut out);
    symbolic(v, &mut out);
    squares_of_integers(v, &mut out);
    if moduli.is_empty() {
        return out;
    }
    let list = "Nat.pow_succ, Nat.mul_mod, Nat.add_mod, Nat.pow_mod, Int.pow_succ, Int.mul_emod, Int.add_emod, Int.sub_emod";
    out.push((format!("simp [{list}, *]"), priors::TARGETED));
    let variables = v.numbers(&[Number::Nat, Number::Int]);
    let based: Vec<&str> =
        variables.iter().copied().filter(|x| texts.iter().any(|t| occurs_as_base(x, t))).collect();
    for (n, (m, x)) in
        moduli.iter().filter(|m| **m <= 16).flat_map(|m| based.iter().map(move |x| (m, x))).enumerate()
    {
        let name = v.fresh("h");
        let cases: Vec<String> = (0..*m).map(|r| format!("{x} % {m} = {r}")).collect();
        let patterns = vec![name.as_str(); *m as usize].join(" | ");
        let head = format!("have {name} : {} := by omega\nrcases {name} with {patterns}", cases.join(" ∨ "));
        out.push((format!("{head} <;> simp [{list}, {name}]"), priors::nth(priors::TARGETED, n)));
        out.push((format!("{head} <;> simp_all [{list}]"), priors::nth(priors::GUESS, n)));
        out.push((format!("{head} <;> grind"), priors::nth(priors::GUESS, n)));
        if v.head() == "Dvd.dvd" {
            let apply = if v.uses("Int") { "Int.dvd_of_emod_eq_zero" } else { "Nat.dvd_of_mod_eq_zero" };
            out.push((
                format!("apply {apply}\n{head} <;> simp [{list}, {name}]"),
                priors::nth(priors::TARGETED, n),
            ));
        }
    }
    powers(v, &texts, &moduli, &mut out);
    if texts.iter().any(|t| t.contains('∣')) {
        out.push((
            "simp [Nat.dvd_iff_mod_eq_zero, Int.dvd_iff_emod_eq_zero] at *\n<;> omega".into(),
            priors::GUESS,
        ));
        out.push(("rw [Nat.dvd_iff_mod_eq_zero]".into(), priors::FACT));
    }
    out
}

/// Divisibility by something that is not a numeral: sums, products, and what divides two things.
fn divisors(v: &View<'_>, out: &mut Steps) {
    let given: Vec<(&str, &str)> = v
        .props()
        .filter_map(|h| text::relation(&h.ty).filter(|r| r.op == "∣").map(|r| (h.name.as_str(), r.left)))
        .take(3)
        .collect();
    let int = v.numbers(&[Number::Nat]).is_empty() && v.uses("Int");
    for (n, (h, _)) in given.iter().enumerate() {
        let k = v.fresh("k");
        out.push((format!("obtain ⟨{k}, {h}⟩ := {h}"), priors::nth(priors::CHOICE, n)));
    }
    if v.head() == "Dvd.dvd" && !given.is_empty() {
        let ks: Vec<String> =
            given.iter().enumerate().map(|(i, (h, _))| format!("obtain ⟨k{i}, rfl⟩ := {h}")).collect();
        out.push((format!("{}\nexact ⟨_, by grind⟩", ks.join("\n")), priors::FACT));
        if let [(h, _), (g, _), ..] = given[..] {
            let (add, left) = if int {
                ("Int.dvd_add", "Int.dvd_mul_of_dvd_right")
            } else {
                ("Nat.dvd_add", "Nat.dvd_mul_left_of_dvd")
            };
            let one = |h: &str| if int { format!("({left} {h})") } else { format!("({left} {h} _)") };
            out.push((
                format!("first\n| exact {add} {h} {g}\n| exact {add} {} {}", one(h), one(g)),
                priors::TARGETED,
            ));
            if int {
                out.push((format!("exact Int.dvd_sub {h} {g}"), priors::GUESS));
            }
        }
    }
    // What divides two numbers divides their combinations; one of these is often a small number.
    if let ([(h, d), (g, e), ..], false, "Eq" | "LE.le" | "False") = (&given[..], int, v.head())
        && d == e
    {
        for (n, (a, b)) in [(1, 1), (2, 3), (3, 2), (1, 2), (2, 1), (1, 3), (3, 1)].into_iter().enumerate() {
            for (p, q) in [(h, g), (g, h)] {
                out.push((
                    format!(
                        "have := Nat.dvd_sub (Nat.dvd_mul_left_of_dvd {p} {a}) (Nat.dvd_mul_left_of_dvd {q} {b})\nhave := Nat.le_of_dvd (by omega) this\nhave := Nat.pos_of_dvd_of_pos {p} (by omega)\nomega"
                    ),
                    priors::nth(priors::GUESS, n),
                ));
            }
        }
    }
}

/// Congruences modulo a variable: both sides are reduced, and the hypothesis put in.
fn symbolic(v: &View<'_>, out: &mut Steps) {
    for h in v.props().filter(|h| h.ty.contains(" % ") && h.ty.contains(" = ")) {
        let name = &h.name;
        for (n, lemma) in
            ["Nat.add_mod", "Nat.mul_mod", "Int.add_emod", "Int.mul_emod", "Int.sub_emod"].iter().enumerate()
        {
            if v.target().contains(" % ") && v.uses(if lemma.starts_with("Nat") { "Nat" } else { "Int" }) {
                out.push((format!("rw [{lemma}, {name}, ← {lemma}]"), priors::nth(priors::GUESS, n)));
            }
        }
    }
}

/// An equation of squares that cannot hold: both sides are compared modulo a coefficient.
fn squares_of_integers(v: &View<'_>, out: &mut Steps) {
    let target = v.target();
    let (intro, equation) = match v.head() {
        "Ne" => ("intro h\n", target),
        "Not" if target.contains(" = ") => ("intro h\n", target),
        _ => return,
    };
    let variables = v.numbers(&[Number::Nat, Number::Int]);
    let based: Vec<&str> = variables.into_iter().filter(|x| occurs_as_base(x, equation)).take(2).collect();
    let coefficients = text::tokens(equation)
        .into_iter()
        .filter_map(|t| t.parse::<u64>().ok())
        .filter(|n| (3..=9).contains(n));
    for m in coefficients.collect::<std::collections::BTreeSet<_>>() {
        let mut lines = String::new();
        let mut names = Vec::new();
        for (i, x) in based.iter().enumerate() {
            let cases: Vec<String> = (0..m).map(|r| format!("{x} % {m} = {r}")).collect();
            let name = format!("h{x}");
            let patterns = vec![name.as_str(); m as usize].join(" | ");
            let join = if i == 0 { "" } else { " <;> " };
            lines.push_str(&format!("{join}rcases (by omega : {}) with {patterns}", cases.join(" ∨ ")));
            names.push(name);
        }
        if based.is_empty() {
            continue;
        }
        let list = "Nat.mul_mod, Nat.add_mod, Nat.pow_mod, Int.mul_emod, Int.add_emod, Int.pow_succ";
        out.push((
            format!(
                "{intro}have key := congrArg (· % {m}) h\n{lines} <;> simp [{list}, {}] at key",
                names.join(", ")
            ),
            priors::GUESS,
        ));
    }
}

/// `b ^ n` modulo `m`: the powers repeat, so `n` is taken modulo their period.
fn powers(v: &View<'_>, texts: &[&str], moduli: &[u64], out: &mut Steps) {
    for t in texts {
        let tokens = text::tokens(t);
        for w in tokens.windows(3) {
            let (Ok(b), "^", Some(n)) =
                (w[0].parse::<u64>(), w[1], v.numbers(&[Number::Nat]).into_iter().find(|x| *x == w[2]))
            else {
                continue;
            };
            for &m in moduli.iter().filter(|m| (2..=100).contains(*m)) {
                let Some(period) = period(b, m) else { continue };
                let step = (0..period).fold(1, |x, _| x * (b % m) % m);
                let key = v.fresh("key");
                let residues: Vec<String> =
                    (0..period).map(|r| format!("{n} = {period} * ({n} / {period}) + {r}")).collect();
                let h = v.fresh("h");
                let patterns = vec![h.as_str(); period as usize].join(" | ");
                out.push((
                    format!(
                        "have {key} : ∀ k, {b} ^ ({period} * k) % {m} = {step} := by\n  intro k\n  induction k with\n  | zero => rfl\n  \
                         | succ k ih => rw [Nat.mul_succ, Nat.pow_add, Nat.mul_mod, ih]\nhave {key} := {key} ({n} / {period})\n\
                         have {h} : {} := by omega\nrcases {h} with {patterns} <;> (rw [{h}] at *; simp [Nat.pow_add] at *; omega)",
                        residues.join(" ∨ ")
                    ),
                    priors::GUESS,
                ));
                out.push((
                    format!(
                        "false_or_by_contra\nhave {key} : ∀ k, {b} ^ ({period} * k) % {m} = {step} := by\n  intro k\n  induction k <;> grind\n\
                         have {key} := {key} ({n} / {period})\nhave {h} : {} := by omega\ngrind",
                        residues.join(" ∨ ")
                    ),
                    priors::GUESS + 0.3,
                ));
            }
        }
    }
}

/// The least `p > 0` with `b ^ p ≡ 1 (mod m)`, if it is small.
fn period(b: u64, m: u64) -> Option<u64> {
    let mut x = 1;
    (1..=12).find(|_| {
        x = x * (b % m) % m;
        x == 1
    })
}

/// A common divisor divides every combination; two multiples are tried to cancel the variable.
fn gcds(v: &View<'_>, out: &mut Steps) {
    let Some((first, second)) = text::dotted(v.target(), "gcd") else { return };
    for (n, (a, b)) in [(1, 1), (2, 1), (1, 2), (3, 1), (1, 3), (3, 2), (2, 3)].into_iter().enumerate() {
        for (l, r, a, b) in [("left", "right", a, b), ("right", "left", b, a)] {
            out.push((
                format!(
                    "have := Nat.dvd_sub (Nat.dvd_mul_left_of_dvd (Nat.gcd_dvd_{l} {first} {second}) {a}) (Nat.dvd_mul_left_of_dvd (Nat.gcd_dvd_{r} {first} {second}) {b})\n\
                     have := Nat.le_of_dvd (by omega) this\nomega"
                ),
                priors::nth(priors::GUESS, n),
            ));
        }
    }
}

/// Moduli: numerals after `%`, before `∣`, and in the brackets of a congruence.
fn moduli(texts: &[&str]) -> Vec<u64> {
    let mut out = Vec::new();
    for t in texts {
        let tokens = text::tokens(t);
        for (i, tok) in tokens.iter().enumerate() {
            let candidate = match *tok {
                "%" | "MOD" | "ZMOD" => tokens.get(i + 1),
                "∣" => i.checked_sub(1).and_then(|i| tokens.get(i)),
                _ => None,
            };
            if let Some(m) = candidate.and_then(|m| m.parse().ok())
                && m > 1
                && !out.contains(&m)
            {
                out.push(m);
            }
        }
    }
    out
}

/// Whether a variable stands under a power or in a product: linear uses are for `omega`.
fn occurs_as_base(x: &str, t: &str) -> bool {
    let tokens = text::tokens(t);
    tokens.iter().enumerate().any(|(i, tok)| {
        let neighbour = |j: Option<&&str>| j.is_some_and(|n| matches!(*n, "^" | "*"));
        *tok == x && (neighbour(tokens.get(i + 1)) || i > 0 && tokens[i - 1] == "*")
            || *tok == x && t.contains(") ^")
    })
}

#[cfg(test)]
mod tests {
    use crate::proposer::builtin::lean::testing::steps;

    #[test]
    fn a_power_modulo_a_number_is_split_into_cases() {
        let s = steps("a : ℤ; ⊢Or a ^ 2 % 3 = 0 ∨ a ^ 2 % 3 = 1 {Int}");
        assert!(s.iter().any(|s| {
            s.starts_with("have h : a % 3 = 0 ∨ a % 3 = 1 ∨ a % 3 = 2 := by omega\nrcases h with h | h | h")
        }));
    }

    #[test]
    fn powers_of_a_number_use_their_period() {
        let s = steps("n : ℕ; ⊢Not ¬7 ∣ 2 ^ n + 1 {Nat}");
        assert!(s.iter().any(|s| s.contains("2 ^ (3 * k) % 7 = 1")));
    }

    #[test]
    fn without_a_modulus_nothing_is_split() {
        assert!(!steps("n : ℕ; ⊢Eq n + 1 = 1 + n {Nat}").iter().any(|s| s.contains('%')));
    }
}
