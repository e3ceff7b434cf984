//! Finishers: one step that ends the goal, with the arguments that fit.

use super::Steps;
use crate::proposer::builtin::lean::{
    priors,
    view::{Number, View},
};

pub(super) fn rule(v: &View<'_>) -> Steps {
    // Negations of whole statements are what refutations begin with: no library has them.
    let may_be_lemma = v.path.is_empty() && !(v.head() == "Not" && v.goal.hyps.is_empty());
    let mut out: Steps = vec![
        ("grind".into(), priors::GRIND),
        ("simp_all".into(), priors::SIMP),
        ("simp".into(), priors::GUESS - 0.6),
        ("exact?".into(), if may_be_lemma { priors::SEARCH_FIRST } else { priors::SEARCH }),
        ("simp_all <;> grind".into(), priors::GUESS - 0.5),
        ("grind (splits := 20) (ematch := 12) (gen := 12)".into(), priors::FACT - 0.5),
    ];
    let integers = !v.numbers(&[Number::Nat, Number::Int]).is_empty();
    let linear = integers || v.carriers().next().is_none() && (v.uses("Nat") || v.uses("Int"));
    if linear {
        out.push(("omega".into(), priors::DECISION));
        out.push(("simp_all <;> omega".into(), priors::GUESS));
    }
    if v.head() == "Eq" {
        out.push(("rfl".into(), priors::DECISION));
        out.push(("ac_rfl".into(), priors::SEARCH));
        out.push(("subst_vars\nrfl".into(), priors::FACT - 0.5));
    }
    if v.head() == "False" {
        out.push(("contradiction".into(), priors::SIMP));
        out.push(("simp at *".into(), priors::FACT));
    }
    if v.goal.consts.iter().any(|c| c.starts_with("BitVec")) {
        out.push(("bv_decide".into(), priors::DECISION));
    }
    if v.uses("Lean.Grind.Field")
        || !v.numbers(&[Number::Field, Number::OrderedField, Number::Rat]).is_empty()
    {
        out.push(("grobner".into(), priors::GUESS));
    }
    decide(v, &mut out);
    definitions(v, &mut out);
    if v.mathlib {
        for (n, t) in [
            "norm_num",
            "linarith",
            "nlinarith",
            "positivity",
            "ring",
            "field_simp",
            "aesop",
            "norm_num [*] at *",
        ]
        .iter()
        .enumerate()
        {
            out.push(((*t).into(), priors::nth(priors::SIMP, n)));
        }
    }
    out
}

/// Closed goals are computed; what a hypothesis fixes is put in first.
fn decide(v: &View<'_>, out: &mut Steps) {
    let values = v.vars().filter(|h| v.occurs_in_goal(&h.name)).count();
    if values == 0 {
        out.push(("decide".into(), priors::DECISION));
        out.push(("decide +kernel".into(), priors::DECISION - 0.4));
    } else if v.props().count() == 0 {
        out.push(("decide +revert".into(), priors::GUESS));
    }
    let functions = v.foralls().into_iter().filter_map(|(h, f)| defining(h, &f)).collect::<Vec<_>>();
    if !functions.is_empty() {
        let substs: Vec<String> =
            functions.iter().map(|(h, f)| format!("obtain rfl : {f} = _ := funext {h}")).collect();
        out.push((format!("{}\ndecide +kernel", substs.join("\n")), priors::GUESS));
        let names: Vec<&str> = functions.iter().map(|(h, _)| h.as_str()).collect();
        out.push((format!("simp only [{}]\ndecide +kernel", names.join(", ")), priors::FACT));
        out.push((format!("simp only [{}] at *\ngrind", names.join(", ")), priors::GUESS));
        let places: Vec<&str> = v
            .props()
            .filter(|h| functions.iter().any(|(own, f)| *own != h.name && View::occurs(f, &h.ty)))
            .map(|h| h.name.as_str())
            .collect();
        if !places.is_empty() {
            out.push((
                format!("simp only [{}] at {} ⊢", names.join(", "), places.join(" ")),
                priors::REWRITE + 0.5,
            ));
            out.push((
                format!("simp only [{}] at {}", names.join(", "), places.join(" ")),
                priors::REWRITE + 0.7,
            ));
        }
    }
    let fixed = v.props().any(|h| {
        crate::proposer::builtin::lean::text::relation(&h.ty)
            .is_some_and(|r| r.op == "=" && [r.left, r.right].iter().any(|s| v.vars().any(|x| x.name == **s)))
    });
    if fixed {
        out.push(("subst_vars\ndecide".into(), priors::SIMP - 0.2));
        out.push(("subst_vars\ngrind".into(), priors::GUESS));
        out.push(("subst_vars\nsimp [Nat.pow_mod, Nat.add_mod, Nat.mul_mod]".into(), priors::FACT));
    }
}

/// `h : ∀ x, f x = body`, where the body does not mention `f`: its name and `f`.
fn defining(
    h: &crate::prover::Hyp,
    f: &crate::proposer::builtin::lean::text::Forall<'_>,
) -> Option<(String, String)> {
    let r =
        crate::proposer::builtin::lean::text::relation(f.body).filter(|r| r.op == "=" && f.premises == 0)?;
    let (function, args) = r.left.split_once(' ')?;
    let plain = f.names.len() == 1 && args == f.names[0] && !View::occurs(function, r.right);
    plain.then(|| (h.name.clone(), function.to_owned()))
}

/// Definitions of the header that the goal mentions, unfolded, and what the header proves of them.
fn definitions(v: &View<'_>, out: &mut Steps) {
    let defs = v.definitions();
    if !defs.is_empty() {
        let list = defs.join(", ");
        out.push((format!("simp [{list}]"), priors::SIMP));
        out.push((format!("grind [{list}]"), priors::SIMP));
        out.push((format!("simp_all [{list}]"), priors::GUESS));
        out.push((format!("simp_all [{list}]\n<;> grind"), priors::GUESS - 0.3));
        out.push((format!("simp [{list}] at *\nomega"), priors::GUESS));
        let plain: Vec<&str> = defs.iter().copied().filter(|d| !v.header.recursive(d)).collect();
        if !plain.is_empty() {
            out.push((format!("simp only [{}] at *", plain.join(", ")), priors::REWRITE));
            out.push((format!("unfold {}\ndecide", plain.join(" ")), priors::FACT));
        }
    }
    let theorems = v.facts();
    if !theorems.is_empty() {
        let list = theorems.join(", ");
        out.push((format!("grind [{list}]"), priors::TARGETED));
        out.push((format!("simp [{list}]"), priors::GUESS));
        out.push((format!("simp_all [{list}]"), priors::FACT));
    }
}

#[cfg(test)]
mod tests {
    use crate::proposer::builtin::lean::testing::{steps, steps_with};

    #[test]
    fn finishers_fit_the_goal() {
        let s = steps("a : ℕ ⊢Eq a + 0 = a {Nat}");
        assert!(s.contains(&"omega".to_owned()) && s.contains(&"rfl".to_owned()));
        assert!(!s.contains(&"decide".to_owned()), "a variable is left");
        assert!(steps("⊢Eq 2 + 2 = 4 {Nat}").contains(&"decide".to_owned()));
    }

    #[test]
    fn definitions_of_the_header_are_unfolded() {
        let s = steps_with(
            "def double (n : Nat) := n + n\ntheorem double_zero : double 0 = 0 := rfl\n",
            "a : ℕ ⊢Eq double a = 2 * a {double Nat}",
        );
        assert!(s.contains(&"simp [double]".to_owned()));
        assert!(s.contains(&"grind [double_zero]".to_owned()));
    }
}
