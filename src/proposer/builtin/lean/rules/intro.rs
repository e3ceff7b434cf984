//! Introduction: everything that can be moved to the left of the turnstile, at once.

use super::Steps;
use crate::proposer::builtin::lean::{priors, text, view::View};

pub(super) fn rule(v: &View<'_>) -> Steps {
    let target = v.target();
    match v.head() {
        "forall" | "->" => {
            let names = names(v);
            let all = format!("intro {}", names.join(" "));
            let mut out = vec![(all, priors::INTRO)];
            if names.len() > 1 {
                out.push((format!("intro {}", names[0]), priors::INTRO - 1.5));
            }
            out.push(("intros\nsubst_vars\ngrind".into(), priors::GUESS));
            out
        }
        "Not" if target.starts_with("¬∃ ") => {
            let x = text::tokens(target).get(2).copied().filter(|x| text::usable(x)).unwrap_or("x");
            let (x, h) = (v.fresh(x), v.fresh("h"));
            vec![
                (format!("intro ⟨{x}, {h}⟩"), priors::INTRO),
                (format!("intro ⟨{x}, {h}⟩\nsimp_all\n<;> omega"), priors::GUESS),
            ]
        }
        "Not" => vec![(format!("intro {}", v.fresh("h")), priors::SAFE)],
        "Ne" => vec![(format!("intro {}", v.fresh("h")), priors::GUESS)],
        "Iff" => vec![
            ("constructor".into(), priors::SAFE),
            ("constructor <;> intro h <;> grind".into(), priors::TARGETED),
            ("constructor <;> intro h <;> simp_all".into(), priors::GUESS),
        ],
        "And" => {
            let parts = text::split_top(target, &["∧"]).len();
            let holes = vec!["?_"; parts].join(", ");
            vec![
                (format!("refine ⟨{holes}⟩"), priors::SAFE),
                ("refine ⟨?_, ?_⟩ <;> grind".into(), priors::GUESS),
                ("and_intros <;> simp_all <;> omega".into(), priors::GUESS),
            ]
        }
        "Eq" if equates_functions(v) => {
            vec![("funext x".into(), priors::SAFE), ("ext\ngrind".into(), priors::GUESS)]
        }
        "IsLeast" | "IsGreatest" | "ExistsUnique" | "Function.Injective" => Vec::new(),
        _ => Vec::new(),
    }
}

/// Names for the target's binders: those it has itself, fresh `h` names for premises.
fn names(v: &View<'_>) -> Vec<String> {
    let mut taken: Vec<String> = Vec::new();
    let pick = |stem: &str, taken: &mut Vec<String>| {
        let stem = if text::usable(stem) { stem } else { "x" };
        let mut name = stem.to_owned();
        let mut n = 0;
        while v.taken(&name) || taken.contains(&name) {
            n += 1;
            name = format!("{stem}{n}");
        }
        taken.push(name);
    };
    let mut rest = v.target();
    if let Some(f) = text::forall(rest) {
        let arrows = text::split_top(f.body, &["→"]).len() - 1;
        let bounds = f.premises.saturating_sub(arrows);
        if bounds > 0 && f.names.len() == bounds {
            for n in &f.names {
                pick(n, &mut taken);
                pick("h", &mut taken);
            }
        } else {
            f.names.iter().for_each(|n| pick(n, &mut taken));
            (0..bounds).for_each(|_| pick("h", &mut taken));
        }
        rest = f.body;
    }
    let arrows = text::split_top(rest, &["→"]).len() - 1;
    if !rest.starts_with('∃') {
        (0..arrows).for_each(|_| pick("h", &mut taken));
    }
    if taken.is_empty() {
        pick("h", &mut taken);
    }
    taken
}

/// Whether the two sides are functions: one of them is a lambda, or a bare function variable.
fn equates_functions(v: &View<'_>) -> bool {
    let Some(r) = v.relation() else { return false };
    [r.left, r.right]
        .iter()
        .any(|s| s.starts_with("fun ") || v.vars().any(|h| h.name == **s && h.ty.contains('→')))
}

#[cfg(test)]
mod tests {
    use crate::proposer::builtin::lean::testing::{first, steps};

    #[test]
    fn binders_keep_their_names_and_premises_get_fresh_ones() {
        assert_eq!(first("h : a = b ⊢forall ∀ (x y : ℕ), x < y → y ≠ 0"), "intro x y h1");
        assert_eq!(first("⊢forall ∀ n ≥ 3, t n = 1"), "intro n h");
        assert_eq!(first("⊢-> a = b → b = a"), "intro h");
    }

    #[test]
    fn conjunctions_open_into_all_their_parts() {
        assert!(steps("⊢And a = 1 ∧ b = 2 ∧ c = 3").contains(&"refine ⟨?_, ?_, ?_⟩".to_owned()));
        assert!(!steps("⊢Eq a = 1").iter().any(|s| s.starts_with("refine ⟨")));
    }
}
