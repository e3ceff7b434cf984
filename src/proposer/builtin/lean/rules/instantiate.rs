//! Hypotheses that hold for all values, taken at the few values that matter.

use std::fmt::Write as _;

use super::Steps;
use crate::{
    proposer::builtin::lean::{
        priors,
        text::{self, Forall, paren},
        view::{Number, View},
    },
    prover::Hyp,
};

pub(super) fn rule(v: &View<'_>) -> Steps {
    let foralls = v.foralls();
    let mut out = Steps::new();
    let all: Vec<(String, Vec<String>)> =
        foralls.iter().map(|(h, f)| (h.name.clone(), values(v, h, f))).collect();
    let laws = laws(v);
    for (kind, pick) in [2usize, 4, 7].into_iter().enumerate() {
        let mut lines = String::new();
        for ((_, f), (name, values)) in foralls.iter().zip(&all) {
            for x in values.iter().take(if f.names.len() > 1 { pick * pick } else { pick }) {
                let _ = writeln!(lines, "have := {name} {x}");
            }
        }
        for l in &laws {
            let _ = writeln!(lines, "have := {l}");
        }
        if !lines.is_empty() {
            let prior = priors::nth(priors::TARGETED, kind * 2);
            out.push((format!("{lines}grind"), prior));
            if kind == 1 {
                out.push((format!("{lines}simp_all"), priors::GUESS - 0.5));
                out.push((format!("{lines}omega"), priors::GUESS - 0.5));
            }
        }
    }
    for ((_, f), (name, values)) in foralls.iter().zip(&all) {
        if f.premises > 0 {
            let args = vec!["(by grind)"; f.premises].join(" ");
            let lines: String = values.iter().take(4).fold(String::new(), |mut s, x| {
                let _ = writeln!(s, "have := {name} {x} {args}");
                s
            });
            if !lines.is_empty() && f.names.len() == 1 {
                out.push((format!("{lines}grind"), priors::GUESS));
            }
        }
        for (n, x) in values.iter().take(4).enumerate() {
            out.push((format!("have {} := {name} {x}", v.fresh("this")), priors::nth(priors::FACT, n)));
        }
    }
    for ((h, f), (name, values)) in foralls.iter().zip(&all) {
        if h.head.as_deref() != Some("Exists") && !f.body.starts_with('∃') {
            continue;
        }
        let (w, hw) = (
            v.fresh(text::tokens(f.body).get(1).copied().filter(|w| text::usable(w)).unwrap_or("w")),
            v.fresh("hw"),
        );
        for (n, x) in values.iter().filter(|x| v.taken(x)).take(3).enumerate() {
            out.push((format!("obtain ⟨{w}, {hw}⟩ := {name} {x}"), priors::nth(priors::CHOICE, n)));
        }
        if v.head() == "Exists" {
            out.push((format!("exact Classical.axiomOfChoice {name}"), priors::GUESS));
        }
    }
    if !laws.is_empty() {
        let lines = laws.iter().map(|l| format!("have := {l}")).collect::<Vec<_>>().join("\n");
        out.push((format!("{lines}\ngrind"), priors::TARGETED));
    }
    out
}

/// Values for the variables of a hypothesis, the likeliest first, one argument list each.
fn values(v: &View<'_>, h: &Hyp, f: &Forall<'_>) -> Vec<String> {
    let mut one: Vec<String> = Vec::new();
    let mut add = |s: &str| {
        let s = paren(s);
        if !one.contains(&s) {
            one.push(s);
        }
    };
    // Where the functions it speaks of are applied elsewhere.
    let texts: Vec<&str> =
        v.props().filter(|o| o.name != h.name).map(|o| o.ty.as_str()).chain([v.target()]).collect();
    let mut functions: Vec<&str> = Vec::new();
    for t in text::tokens(f.body) {
        let is_function = v.vars().any(|x| {
            (x.name == t || t.starts_with(&format!("{}.", x.name))) && (x.ty.contains('→') || t.contains('.'))
        });
        if is_function && !functions.contains(&t) {
            functions.push(t);
        }
    }
    for g in &functions {
        for t in texts.iter().rev() {
            for arg in text::applications(t, g) {
                if !free_of_goal(v, arg) && !t.starts_with('∀') {
                    add(arg);
                }
            }
        }
    }
    // Numerals of a small size, and those the target speaks of.
    let numeric = f.ty.is_none_or(|t| v.has_numerals(t));
    if numeric {
        let natural = f.ty.and_then(|t| v.number(t)) == Some(Number::Nat);
        for n in ["0", "1", "2"] {
            add(n);
        }
        if !natural && !h.ty.contains(": ℕ") {
            add("-1");
        }
        let target = text::tokens(v.target());
        target.iter().filter(|t| t.len() <= 3 && t.chars().all(|c| c.is_ascii_digit())).for_each(|t| add(t));
        add("3");
    }
    let ty = f.ty;
    if let Some(t) = ty.filter(|t| v.number(t).is_some()) {
        let next: &[&str] =
            if matches!(v.number(t), Some(Number::Nat | Number::Int)) { &["+ 1"] } else { &["/ 2", "+ 1"] };
        for x in v.vars().filter(|x| x.ty == t).take(2) {
            next.iter().for_each(|step| add(&format!("{} {step}", x.name)));
        }
    }
    for x in v.vars().filter(|x| ty.is_none_or(|t| t == x.ty) && !x.ty.contains('→') && x.ty != "Type") {
        add(&x.name);
    }
    if f.names.len() == 1 {
        return one;
    }
    // Several variables: pairs over the first few values.
    let few: Vec<String> = one.into_iter().take(4).collect();
    let mut out = vec![String::new()];
    for _ in &f.names {
        out = out.iter().flat_map(|p| few.iter().map(move |x| format!("{p} {x}"))).take(64).collect();
    }
    out.iter().map(|s| s.trim().to_owned()).collect()
}

/// Whether a term has an identifier that is neither a hypothesis nor a constant: a bound variable.
fn free_of_goal(v: &View<'_>, arg: &str) -> bool {
    View::free_idents(arg).any(|t| {
        let base = t.split('.').next().unwrap_or(t);
        !v.taken(base) && !v.goal.consts.iter().any(|c| c == t || c.ends_with(&format!(".{t}")))
    })
}

/// What a structure says of its own: the law fields of a variable, alone and at the values that occur.
fn laws(v: &View<'_>) -> Vec<String> {
    let mut out = Vec::new();
    for x in v.vars() {
        let Some(structure) = text::tokens(&x.ty).first().copied() else { continue };
        for (law, ty) in v.header.laws(structure) {
            out.push(format!("{}.{law}", x.name));
            let Some(f) = text::forall(ty) else { continue };
            if f.names.len() != 1 {
                continue;
            }
            let target = text::tokens(v.target());
            let mut seen: Vec<&str> = Vec::new();
            for t in target.into_iter().rev() {
                let numeral = t.chars().all(|c| c.is_ascii_digit());
                let variable = v.vars().any(|y| y.name == t && y.name != x.name);
                if (numeral || variable) && !seen.contains(&t) {
                    seen.push(t);
                    out.push(format!("{}.{law} {t}", x.name));
                }
            }
        }
    }
    out.truncate(8);
    out
}

#[cfg(test)]
mod tests {
    use crate::proposer::builtin::lean::testing::{steps, steps_with};

    #[test]
    fn a_functional_equation_is_taken_where_the_function_is_applied() {
        let s = steps("f : ℕ → ℕ; h : ∀ (x : ℕ), f (x + 3) = 2 * x; ⊢Eq f 600 = 4 {Nat}");
        assert!(s.iter().any(|s| s.contains("have := h 600\n") && s.ends_with("grind")));
        assert!(!s.iter().any(|s| s.contains("have := h (x + 3)")));
    }

    #[test]
    fn laws_of_a_structure_are_facts() {
        let header =
            "structure Equiv (α β : Type) where\n  toFun : α → β\n  left_inv : ∀ x, inv (toFun x) = x\n";
        let s = steps_with(header, "σ : Equiv ℝ ℝ; ⊢Eq σ.invFun 33 = 2");
        assert!(s.iter().any(|s| s.contains("have := σ.left_inv 2\n")));
    }
}
