//! Case analysis on hypotheses and on the target.

use super::Steps;
use crate::proposer::builtin::lean::{priors, text, view::View};

pub(super) fn rule(v: &View<'_>) -> Steps {
    let mut out = Steps::new();
    for (n, h) in v.props().enumerate() {
        let prior = |base| priors::nth(base, n.min(4));
        let name = &h.name;
        match h.head.as_deref().unwrap_or("") {
            "And" => {
                let parts = text::split_top(&h.ty, &["∧"]).len();
                let names: Vec<String> = (0..parts).map(|i| fresh_part(v, name, i)).collect();
                out.push((format!("obtain ⟨{}⟩ := {name}", names.join(", ")), prior(priors::SAFE)));
            }
            "Exists" if h.ty.starts_with('∃') => {
                let x = text::tokens(&h.ty).get(1).copied().filter(|x| text::usable(x)).unwrap_or("x");
                let x = v.fresh(x);
                out.push((format!("obtain ⟨{x}, {name}⟩ := {name}"), prior(priors::SAFE)));
                out.push((format!("obtain ⟨{x}, {name}⟩ := {name}\ngrind"), prior(priors::TARGETED)));
            }
            "Or" => {
                let parts = text::split_top(&h.ty, &["∨"]).len();
                let pattern = vec![name.as_str(); parts].join(" | ");
                out.push((format!("rcases {name} with {pattern}"), prior(priors::SAFE - 0.4)));
            }
            "Iff" => out.push((format!("obtain ⟨{0}, {0}'⟩ := {name}", name), prior(priors::FACT))),
            "Not" if v.head() == "False" => out.push((format!("apply {name}"), prior(priors::APPLY))),
            "False" => out.push(("contradiction".into(), priors::EXACT)),
            _ => {}
        }
        if h.ty.contains("if ") && h.ty.contains(" then ") {
            out.push((format!("split at {name}"), prior(priors::CHOICE)));
        }
    }
    target(v, &mut out);
    for h in v.vars() {
        let ty = text::tokens(&h.ty);
        if matches!(ty.first(), Some(&("List" | "Option" | "Bool" | "Sum" | "Prod" | "Fin")))
            && v.occurs_in_goal(&h.name)
        {
            out.push((format!("cases {}", h.name), priors::CHOICE));
            out.push((format!("cases {} <;> simp_all", h.name), priors::GUESS));
            out.push((format!("cases {} <;> grind", h.name), priors::GUESS));
        }
    }
    let propositions: Vec<&str> = v.vars().filter(|h| h.ty == "Prop").map(|h| h.name.as_str()).collect();
    for p in propositions.iter().take(3) {
        out.push((format!("by_cases {} : {p}", v.fresh("h")), priors::FACT));
    }
    if !propositions.is_empty() {
        let all: Vec<String> = propositions.iter().take(5).map(|p| format!("by_cases {p}")).collect();
        out.push((format!("{} <;> simp_all", all.join(" <;> ")), priors::TARGETED));
    }
    out
}

fn target(v: &View<'_>, out: &mut Steps) {
    let t = v.target();
    if t.contains("if ") && t.contains(" then ") || t.contains("match ") {
        out.push(("split".into(), priors::SAFE));
        out.push(("split <;> simp_all".into(), priors::TARGETED));
        out.push(("split <;> grind".into(), priors::GUESS));
    }
    match v.head() {
        "Or" => {
            out.push(("left".into(), priors::CHOICE));
            out.push(("right".into(), priors::CHOICE - 0.1));
            let parts = text::split_top(t, &["∨"]);
            out.push((format!("by_cases {} : {}", v.fresh("h"), parts[0]), priors::FACT));
        }
        "IsLeast" | "IsGreatest" => extremum(v, out),
        "False" | "And" | "Exists" | "forall" | "->" | "Iff" => {}
        _ => out.push(("false_or_by_contra".into(), priors::FACT)),
    }
    if matches!(v.head(), "LE.le" | "LT.lt" | "GE.ge" | "GT.gt" | "Ne" | "Not") {
        out.push(("false_or_by_contra\nsimp_all\nomega".into(), priors::FACT));
    }
}

/// Membership by computation, and the bound by trying everything below.
fn extremum(v: &View<'_>, out: &mut Steps) {
    out.push(("constructor".into(), priors::GUESS));
    let Some(value) =
        text::tokens(v.target()).last().copied().filter(|n| n.parse::<u64>().is_ok_and(|n| n <= 500))
    else {
        return;
    };
    let Some((x, body)) = v.target().split_once("fun ").and_then(|(_, r)| r.split_once(" => ")) else {
        return;
    };
    let Some(end) = body.rfind(')') else { return };
    let body = &body[..end];
    let (x, h, key) = (x.trim(), v.fresh("h"), v.fresh("key"));
    if v.head() == "IsLeast" && text::usable(x) {
        out.push((
            format!(
                "refine ⟨by simp <;> decide, ?_⟩\nintro {x} {h}\nfalse_or_by_contra\nhave {key} : ∀ {x} < {value}, ¬({body}) := by decide +kernel\nexact {key} {x} (by omega) {h}"
            ),
            priors::TARGETED,
        ));
    }
}

fn fresh_part(v: &View<'_>, name: &str, i: usize) -> String {
    if i == 0 { name.to_owned() } else { v.fresh(&format!("{name}{}", "'".repeat(i))) }
}

#[cfg(test)]
mod tests {
    use crate::proposer::builtin::lean::testing::steps;

    #[test]
    fn hypotheses_are_taken_apart_by_their_heads() {
        let s = steps("h : ∃ x, x * x = 2 @Exists; k : a = 1 ∧ b = 2 @And; o : p ∨ q @Or; ⊢False False");
        for want in ["obtain ⟨x, h⟩ := h", "obtain ⟨k, k'⟩ := k", "rcases o with o | o"] {
            assert!(s.contains(&want.to_owned()), "{want}");
        }
    }

    #[test]
    fn sides_are_chosen_only_of_a_disjunction() {
        assert!(steps("⊢Or a = 1 ∨ a = 2").contains(&"left".to_owned()));
        assert!(!steps("⊢Eq a = 1").contains(&"left".to_owned()));
    }
}
