//! Facts that retrieval found: lemmas of the index, and those of the library.

use super::Steps;
use crate::{
    proposer::builtin::lean::{
        priors,
        text::{self, relation, split_top},
        view::View,
    },
    prover::Premise,
};

/// Lemmas of the index that are tried one by one.
const LEMMAS: usize = 6;
/// Facts of the library that are.
const LIBRARY: usize = 4;

pub(super) fn rule(v: &View<'_>) -> Steps {
    let mut out = Steps::new();
    let lemmas: Vec<&Premise> = v.premises.iter().filter(|it| it.is_lemma).take(LEMMAS).collect();
    for (nth, it) in lemmas.iter().enumerate() {
        one(v, it, nth, 0.0, &mut out);
        out.push((format!("grind [{}]", it.name), priors::nth(priors::TARGETED, nth)));
    }
    if lemmas.len() > 1 {
        let list = lemmas.iter().map(|it| it.name.as_str()).collect::<Vec<_>>().join(", ");
        out.push((format!("grind [{list}]"), priors::TARGETED - 0.3));
        out.push((format!("simp_all [{list}]"), priors::GUESS - 0.5));
    }
    let library: Vec<&Premise> = v.premises.iter().filter(|it| !it.is_lemma).take(LIBRARY).collect();
    for (nth, it) in library.iter().enumerate() {
        one(v, it, nth, priors::FROM_LIBRARY, &mut out);
        out.push((format!("grind [{}]", it.name), priors::nth(priors::GUESS + priors::FROM_LIBRARY, nth)));
    }
    out
}

/// What one fact is good for: to be applied, or to rewrite.
fn one(v: &View<'_>, it: &Premise, nth: usize, less: f64, out: &mut Steps) {
    let name = &it.name;
    let conclusion = conclusion(&it.ty);
    let target = text::tokens(v.target());
    let has = |side: &str| head(side).is_some_and(|it| target.contains(&it));
    let ours = relation(conclusion).map(|it| it.op);
    if ours == v.relation().map(|it| it.op) && (ours.is_some() || head(conclusion) == head(v.target())) {
        out.push((format!("apply {name}"), priors::nth(priors::APPLY + less, nth)));
    }
    let sides = match split_top(conclusion, &["↔"])[..] {
        [left, right] => Some((left, right)),
        _ => relation(conclusion).filter(|it| it.op == "=").map(|it| (it.left, it.right)),
    };
    if let Some((left, right)) = sides {
        if has(left) {
            out.push((format!("rw [{name}]"), priors::nth(priors::APPLY + less, nth)));
            out.push((format!("simp [{name}]"), priors::nth(priors::GUESS + less, nth)));
        }
        if has(right) {
            out.push((format!("rw [← {name}]"), priors::nth(priors::REWRITE + less, nth)));
        }
    }
}

/// The function that a term applies, or the operator that it is made with.
fn head(term: &str) -> Option<&str> {
    let of_operator = [" + ", " * ", " - ", " / ", " % ", " ^ ", " ++ ", " :: "];
    if let Some(it) = of_operator.iter().find(|it| split_top(term, &[**it]).len() > 1) {
        return Some(it.trim());
    }
    text::tokens(term).into_iter().find(|it| text::is_word(it.chars().next().unwrap_or(' ')))
}

/// What a quantified or conditional statement concludes.
fn conclusion(ty: &str) -> &str {
    let body = text::forall(ty).map_or(ty, |f| f.body);
    split_top(body, &["→"]).last().copied().unwrap_or(body)
}

#[cfg(test)]
mod tests {
    use crate::{proposer::builtin::lean::testing::steps_with_premises, prover::Premise};

    fn premise(name: &str, ty: &str, is_lemma: bool) -> Premise {
        Premise { name: name.into(), ty: ty.into(), is_lemma }
    }

    #[test]
    fn an_equation_rewrites_and_a_bound_is_applied() {
        let facts = [
            premise("lemma_tri", "∀ (n : Nat), tri n * 2 = n * (n + 1)", true),
            premise("Nat.le_trans", "∀ {n m k : Nat}, n ≤ m → m ≤ k → n ≤ k", false),
        ];
        let s = steps_with_premises(&facts, "n : ℕ ⊢Eq tri n * 2 + 0 = n * (n + 1)");
        assert!(s.contains(&"rw [lemma_tri]".to_owned()) && s.contains(&"grind [lemma_tri]".to_owned()));
        assert!(!s.contains(&"apply Nat.le_trans".to_owned()), "it concludes something else");
        let s = steps_with_premises(&facts, "n : ℕ ⊢LE.le n ≤ n * n");
        assert!(s.contains(&"apply Nat.le_trans".to_owned()));
        assert!(!s.contains(&"apply lemma_tri".to_owned()));
    }
}
