//! Induction: on naturals and lists, with what must vary generalised, and along recursive functions.

use super::Steps;
use crate::proposer::builtin::lean::{
    priors, text,
    view::{Number, View},
};

pub(super) fn rule(v: &View<'_>) -> Steps {
    let mut out = Steps::new();
    // A second induction inside the first is seldom what was missing.
    let nested = v.path.iter().filter(|s| s.starts_with("induction") || s.starts_with("cases")).count();
    if nested >= 2 {
        return out;
    }
    let lemmas = lemmas(v);
    let naturals: Vec<&str> =
        v.numbers(&[Number::Nat]).into_iter().filter(|n| View::occurs(n, v.target())).collect();
    for (rank, n) in naturals.iter().take(3).enumerate() {
        let prior = |base| priors::nth(base, rank * 2) - nested as f64;
        let ih = v.fresh("ih");
        let mut generalising = String::new();
        let bound: Vec<&str> =
            v.props().filter(|h| View::occurs(n, &h.ty)).map(|h| h.name.as_str()).collect();
        let varying: Vec<&str> = v
            .vars()
            .filter(|h| {
                h.name != **n
                    && v.occurs_in_target(&h.name)
                    && (h.ty == "ℕ" || h.ty == "Nat" || h.ty.starts_with("List"))
            })
            .map(|h| h.name.as_str())
            .collect();
        if !varying.is_empty() {
            generalising = format!(" generalizing {}", varying.join(" "));
        }
        out.push((
            format!("induction {n} with\n| zero => ?_\n| succ {n} {ih} => ?_"),
            prior(priors::INDUCTION_OPEN),
        ));
        let simp = if lemmas.is_empty() { "simp_all".to_owned() } else { format!("simp_all [{lemmas}]") };
        let clear = if bound.is_empty() { String::new() } else { format!("clear {}\n", bound.join(" ")) };
        for (i, (base, step)) in [
            (simp.clone(), format!("grind [Nat.pow_succ{}]", comma(&lemmas))),
            (simp.clone(), format!("{simp} <;> grind")),
            ("simp <;> grind".into(), format!("simp [{ih}{}] <;> grind", comma(&lemmas))),
            (simp.clone(), format!("simp_all [Nat.pow_succ{}] <;> omega", comma(&lemmas))),
            ("grind".into(), "grind".into()),
            ("decide".into(), "rw [Nat.pow_succ]; omega".into()),
        ]
        .into_iter()
        .enumerate()
        {
            let text = format!("induction {n} with\n| zero => {base}\n| succ {n} {ih} => {step}");
            out.push((text.clone(), priors::nth(prior(priors::INDUCTION), i)));
            if i == 5 && !clear.is_empty() {
                out.push((format!("{clear}{text}"), prior(priors::GUESS)));
            }
        }
        let base = text::tokens(v.target())
            .windows(2)
            .find(|w| w[1] == "^" && w[0].parse::<u64>().is_ok_and(|b| b > 1))
            .map(|w| w[0]);
        // `… ≤ B ^ n`: the induction hypothesis times `B`.
        let power = format!(" ^ {n}");
        if let (Some(at), "LE.le" | "LT.lt" | "GE.ge" | "GT.gt") = (v.target().find(&power), v.head())
            && let Some(b) = text::last_argument(&v.target()[..at])
        {
            out.push((
                format!(
                    "induction {n} with\n| zero => first | simp_all | grind\n\
                     | succ {n} {ih} => have := Nat.mul_le_mul_right {b} {ih}; grind [Nat.pow_succ{}]",
                    comma(&lemmas)
                ),
                prior(priors::INDUCTION - 0.2),
            ));
        }
        if bound.is_empty() {
            two_steps(v, n, &lemmas, &mut out);
        }
        let instances: String = v
            .foralls()
            .into_iter()
            .filter(|(_, f)| f.ty.is_some_and(|t| t == "ℕ" || t == "Nat") && f.premises == 0)
            .map(|(h, f)| match f.names.len() {
                1 => {
                    let sums = naturals.iter().filter(|m| v.target().contains(&format!("{m} + {n}")));
                    let sums: String = sums.map(|m| format!("have := {} ({m} + {n}); ", h.name)).collect();
                    format!("have := {0} 0; have := {0} {n}; {sums}", h.name)
                }
                2 => format!("have := {0} 0 0; have := {0} {n} 1; have := {0} 1 {n}; ", h.name),
                _ => String::new(),
            })
            .collect();
        if !instances.is_empty() {
            let zero = instances.replace(&format!(" {n}"), " 0");
            out.push((
                format!("induction {n} with\n| zero => {zero}grind\n| succ {n} {ih} => {instances}first | grind | (simp only [← Nat.add_assoc] at *; omega)"),
                prior(priors::INDUCTION),
            ));
        }
        if let Some(b) = base {
            out.push((
                format!(
                    "induction {n} with\n| zero => first | simp_all | grind\n\
                     | succ {n} {ih} => have := Nat.lt_pow_self (n := {n} + 1) (show 1 < {b} by decide); grind"
                ),
                prior(priors::INDUCTION - 0.1),
            ));
        }
        if !generalising.is_empty() {
            out.push((
                format!("induction {n}{generalising} with\n| zero => ?_\n| succ {n} {ih} => ?_"),
                prior(priors::INDUCTION_WIDE),
            ));
            let list = if lemmas.is_empty() { String::new() } else { format!(" [{lemmas}]") };
            out.push((
                format!("induction {n}{generalising} <;> first | grind{list} | ({simp}; done) | ({simp} <;> grind)"),
                prior(priors::INDUCTION - 0.4),
            ));
        }
        out.push((
            format!("induction {n} using Nat.strongRecOn with\n| _ {n} {ih} => ?_"),
            prior(priors::INDUCTION_WIDE),
        ));
        from_base(v, n, &bound, &lemmas, &mut out);
        if let Some(start) = start_of(v, n) {
            out.push((format!("obtain ⟨k, rfl⟩ := Nat.exists_eq_add_of_le {start}"), prior(priors::FACT)));
        }
        let all: Vec<String> = naturals.iter().map(|n| format!("cases {n}")).collect();
        if rank == 0 {
            out.push((format!("{} <;> {simp} <;> grind", all.join(" <;> ")), priors::GUESS));
            out.push((format!("{} <;> {simp}", all.join(" <;> ")), priors::GUESS));
        }
        out.push((format!("cases {n} with\n| zero => ?_\n| succ {n} => ?_"), prior(priors::CHOICE)));
    }
    lists(v, &lemmas, &mut out);
    for f in v.definitions().into_iter().filter(|f| v.header.recursive(f)) {
        out.push((format!("fun_induction {f} <;> simp_all"), priors::INDUCTION_WIDE));
        out.push((format!("fun_induction {f} <;> grind"), priors::INDUCTION_WIDE));
    }
    out
}

/// Induction that carries two neighbours, or a positive value, along.
fn two_steps(v: &View<'_>, n: &str, lemmas: &str, out: &mut Steps) {
    let next: String = replace(v.target(), n, &format!("({n} + 1)"));
    let key = v.fresh("key");
    let list = if lemmas.is_empty() { String::new() } else { format!(" [{lemmas}]") };
    let proof = format!(
        "intro {n}\n  induction {n} with\n  | zero => first | (simp_all{list}; done) | grind{list}\n  | succ {n} ih => first | grind{list} | (simp_all{list}; grind) | (simp_all{list}; omega)"
    );
    out.push((
        format!(
            "have {key} : ∀ {n} : Nat, ({}) ∧ ({next}) := by\n  {proof}\nexact ({key} {n}).1",
            v.target()
        ),
        priors::GUESS,
    ));
    for f in v.definitions().into_iter().filter(|f| text::applications(v.target(), f).contains(&n)).take(2) {
        out.push((
            format!(
                "have {key} : ∀ {n} : Nat, ({}) ∧ 0 < {f} {n} := by\n  {proof}\nexact ({key} {n}).1",
                v.target()
            ),
            priors::GUESS - 0.2,
        ));
    }
}

/// Puts a term in place of an identifier.
fn replace(term: &str, name: &str, by: &str) -> String {
    let mut out = String::new();
    let mut rest = term;
    while let Some(at) = rest.find(name) {
        let after = &rest[at + name.len()..];
        let free = !rest[..at].chars().next_back().is_some_and(|c| text::is_word(c) || c == '.')
            && !after.chars().next().is_some_and(text::is_word);
        out.push_str(&rest[..at]);
        out.push_str(if free { by } else { name });
        rest = after;
    }
    out.push_str(rest);
    out
}

/// `h : m ≤ n`: induction that starts at `m`.
fn from_base(v: &View<'_>, n: &str, bound: &[&str], lemmas: &str, out: &mut Steps) {
    let Some(h) = start_of(v, n) else { return };
    if bound.len() > 2 {
        return;
    }
    let ih = v.fresh("ih");
    let list = comma(lemmas);
    out.push((
        format!("induction {n}, {h} using Nat.le_induction with\n| base => ?_\n| succ {n} {h} {ih} => ?_"),
        priors::SEARCH - f64::from(!v.mathlib),
    ));
    out.push((
        format!(
            "obtain ⟨k, rfl⟩ := Nat.exists_eq_add_of_le {h}\nclear {h}\ninduction k with\n| zero => first | decide | simp_all{brackets} | grind\n\
             | succ k {ih} => first | grind [Nat.pow_succ{list}] | (simp_all [Nat.pow_succ, ← Nat.add_assoc{list}] <;> grind) | (simp_all [Nat.pow_succ, ← Nat.add_assoc{list}] <;> omega)",
            brackets = if lemmas.is_empty() { String::new() } else { format!(" [{lemmas}]") },
        ),
        priors::GUESS,
    ));
}

/// A hypothesis that bounds the variable from below by a numeral.
fn start_of(v: &View<'_>, n: &str) -> Option<String> {
    v.props()
        .find(|h| {
            text::relation(&h.ty)
                .is_some_and(|r| matches!(r.op, "≤" | "<") && r.right == n && r.left.parse::<u64>().is_ok())
        })
        .map(|h| h.name.clone())
}

fn lists(v: &View<'_>, lemmas: &str, out: &mut Steps) {
    let lists: Vec<&str> = v
        .vars()
        .filter(|h| h.ty.starts_with("List ") && View::occurs(&h.name, v.target()))
        .map(|h| h.name.as_str())
        .collect();
    for (rank, l) in lists.iter().enumerate() {
        let ih = v.fresh("ih");
        let (x, xs) = (v.fresh("x"), v.fresh("xs"));
        let others: Vec<&str> = v
            .vars()
            .filter(|h| {
                h.name != **l
                    && View::occurs(&h.name, v.target())
                    && !h.ty.starts_with("Type")
                    && !h.ty.contains('→')
            })
            .map(|h| h.name.as_str())
            .collect();
        let simp = if lemmas.is_empty() { "simp_all".to_owned() } else { format!("simp_all [{lemmas}]") };
        let prior = |base| priors::nth(base, rank * 2);
        let mut heads = vec![format!("induction {l}")];
        if !others.is_empty() {
            heads.push(format!("induction {l} generalizing {}", others.join(" ")));
        }
        for (i, head) in heads.iter().enumerate() {
            out.push((
                format!("{head} with\n| nil => ?_\n| cons {x} {xs} {ih} => ?_"),
                priors::nth(prior(priors::INDUCTION), i),
            ));
            out.push((format!("{head} <;> {simp}"), priors::nth(prior(priors::INDUCTION), i)));
            out.push((format!("{head} <;> {simp} <;> grind"), priors::nth(prior(priors::INDUCTION), i + 1)));
            out.push((format!("{head} <;> {simp} <;> omega"), priors::nth(prior(priors::INDUCTION), i + 2)));
            out.push((
                format!(
                    "{head} <;> grind{}",
                    if lemmas.is_empty() { String::new() } else { format!(" [{lemmas}]") }
                ),
                priors::nth(prior(priors::INDUCTION), i),
            ));
        }
    }
}

/// What the finishers of an induction are given: definitions, and what is proved of them.
pub(super) fn lemmas(v: &View<'_>) -> String {
    v.definitions().into_iter().chain(v.facts()).collect::<Vec<_>>().join(", ")
}

fn comma(lemmas: &str) -> String {
    if lemmas.is_empty() { String::new() } else { format!(", {lemmas}") }
}

#[cfg(test)]
mod tests {
    use crate::proposer::builtin::lean::testing::{steps, steps_with};

    #[test]
    fn induction_is_on_what_the_target_depends_on() {
        let s = steps("n : ℕ; m : ℕ; ⊢Eq 2 ^ n = 1 {Nat}");
        assert!(s.contains(&"induction n with\n| zero => ?_\n| succ n ih => ?_".to_owned()));
        assert!(!s.iter().any(|s| s.starts_with("induction m")));
    }

    #[test]
    fn an_accumulator_is_generalised() {
        let header = "def go : List Nat → Nat → Nat\n  | [], a => a\n  | x :: xs, a => go xs (a + x)\n";
        let s = steps_with(header, "l : List ℕ; a : ℕ; ⊢Eq go l a = go l 0 + a {go Nat}");
        assert!(s.iter().any(|s| s.starts_with("induction l generalizing a")));
        assert!(s.contains(&"fun_induction go <;> simp_all".to_owned()));
    }
}
