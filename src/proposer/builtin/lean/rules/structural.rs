//! Induction and cases on types that the header declares.

use super::{Steps, induction::lemmas};
use crate::proposer::builtin::lean::{priors, text, view::View};

pub(super) fn rule(v: &View<'_>) -> Steps {
    let mut out = Steps::new();
    let nested = v.path.iter().filter(|s| s.starts_with("induction") || s.starts_with("cases")).count();
    if nested >= 2 {
        return out;
    }
    let declared = |ty: &str| text::tokens(ty).first().is_some_and(|it| v.header.is_inductive(it));
    let ours = v.vars().filter(|h| declared(&h.ty) && v.occurs_in_target(&h.name));
    let list = lemmas(v);
    let with = |tactic: &str| if list.is_empty() { tactic.to_owned() } else { format!("{tactic} [{list}]") };
    let (simp, grind) = (with("simp_all"), with("grind"));
    for (rank, x) in ours.take(2).enumerate() {
        let x = x.name.as_str();
        let prior = |base: f64, n: usize| priors::nth(base, 2 * rank + n) - nested as f64;
        let varying =
            v.vars().filter(|h| h.name != x && v.occurs_in_target(&h.name) && !h.ty.starts_with("Type"));
        let varying: Vec<&str> = varying.map(|h| h.name.as_str()).collect();
        let mut heads = vec![format!("induction {x}")];
        if !varying.is_empty() {
            heads.push(format!("induction {x} generalizing {}", varying.join(" ")));
        }
        for (n, head) in heads.iter().enumerate() {
            let ends =
                [grind.clone(), simp.clone(), format!("{simp} <;> grind"), format!("{simp} <;> omega")];
            for (m, end) in ends.iter().enumerate() {
                out.push((format!("{head} <;> {end}"), prior(priors::INDUCTION, n + m)));
            }
            out.push((head.clone(), prior(priors::INDUCTION_OPEN, n)));
        }
        out.push((format!("cases {x} <;> {simp}"), prior(priors::GUESS, 0)));
        out.push((format!("cases {x} <;> {grind}"), prior(priors::GUESS, 0)));
        out.push((format!("cases {x}"), prior(priors::CHOICE, 0)));
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::proposer::builtin::lean::testing::steps_with;

    #[test]
    fn a_type_of_the_header_is_taken_apart() {
        let header = "inductive Wood where\n  | bare\n  | fork (l r : Wood)\n\ndef Wood.size : Wood → Nat\n  | bare => 0\n";
        let s = steps_with(header, "t : Wood; n : ℕ; ⊢Eq t.size + n = n {Nat Wood.size}");
        assert!(s.contains(&"induction t <;> grind [Wood.size]".to_owned()));
        assert!(s.contains(&"induction t generalizing n <;> simp_all [Wood.size]".to_owned()));
        assert!(
            !steps_with(header, "o : Option ℕ; ⊢Eq o = o").iter().any(|it| it.starts_with("induction o"))
        );
    }
}
