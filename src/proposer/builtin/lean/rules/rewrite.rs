//! Hypotheses used one at a time: rewriting, substituting, applying.

use super::Steps;
use crate::proposer::builtin::lean::{
    priors,
    text::{self, relation},
    view::View,
};

pub(super) fn rule(v: &View<'_>) -> Steps {
    let mut out = Steps::new();
    let mut rewrites = 0;
    for h in v.props() {
        let conclusion = conclusion(&h.ty);
        let name = &h.name;
        if let Some(r) = relation(conclusion).filter(|r| r.op == "=") {
            let variable = |s: &str| v.vars().any(|x| x.name == s);
            let plain = conclusion.len() == h.ty.len();
            if plain && (variable(r.left) || variable(r.right)) {
                out.push((format!("subst {name}"), priors::REWRITE + 0.3));
            }
            let head = text::tokens(r.left).first().copied().unwrap_or("");
            if rewrites < 5 && text::tokens(v.target()).contains(&head) {
                out.push((format!("rw [{name}]"), priors::nth(priors::REWRITE, rewrites)));
                rewrites += 1;
            }
            let head = text::tokens(r.right).first().copied().unwrap_or("");
            if plain && rewrites < 5 && text::is_ident(head) && text::tokens(v.target()).contains(&head) {
                out.push((format!("rw [← {name}]"), priors::nth(priors::FACT, rewrites)));
            }
        }
        let same_head = h.head.as_deref().is_some_and(|hd| hd == v.head());
        if same_head && (h.ty.starts_with('∀') || h.ty.contains('→')) {
            out.push((format!("apply {name}"), priors::APPLY));
            out.push((format!("exact {name} _ (by grind)"), priors::FACT));
        } else if h.ty == v.target() {
            out.push((format!("exact {name}"), priors::EXACT));
        } else if h.head.as_deref() == Some("Exists") && v.head() == "Exists" {
            out.push((format!("exact {name}"), priors::APPLY));
        }
    }
    let rewriting: Vec<&str> = v
        .props()
        .filter(|h| relation(conclusion(&h.ty)).is_some_and(|r| r.op == "="))
        .map(|h| h.name.as_str())
        .take(6)
        .collect();
    if !rewriting.is_empty() {
        out.push((format!("simp [{}]", rewriting.join(", ")), priors::GUESS));
        out.push((format!("simp only [{}]", rewriting.join(", ")), priors::FACT));
    }
    if v.head() == "Eq" && v.uses("HPow.hPow") {
        out.push((
            "simp [Nat.pow_succ, Nat.mul_add, Nat.add_mul, Nat.mul_comm, Nat.mul_left_comm]".into(),
            priors::FACT - 0.5,
        ));
    }
    out
}

/// What a quantified or conditional statement concludes.
fn conclusion(ty: &str) -> &str {
    let body = text::forall(ty).map_or(ty, |f| f.body);
    text::split_top(body, &["→"]).last().copied().unwrap_or(body)
}

#[cfg(test)]
mod tests {
    use crate::proposer::builtin::lean::testing::steps;

    #[test]
    fn equations_rewrite_what_occurs() {
        let s = steps("f : ℕ → ℕ; a : ℕ; h : ∀ (x : ℕ), f x = 2 @Eq; k : a = f 3 @Eq; ⊢Eq f a = 2");
        assert!(s.contains(&"rw [h]".to_owned()) && s.contains(&"subst k".to_owned()));
        assert!(!steps("h : g x = 2 @Eq; ⊢Eq f a = 2").contains(&"rw [h]".to_owned()));
    }

    #[test]
    fn a_hypothesis_with_the_targets_head_is_applied() {
        let s = steps("h : ∀ (x : ℕ), 0 < x → x ≤ g x @LE.le; ⊢LE.le a ≤ g a");
        assert!(s.contains(&"apply h".to_owned()));
    }
}
