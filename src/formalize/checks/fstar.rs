//! The checks in F*: definitions of the lemma.

use super::Checks;
use crate::theorem::{
    Theorem,
    fstar_lemma::{Lemma, lemma},
};

/// What F* accepts under these options needs no solver: it simplifies it away.
const WITHOUT_SOLVER: &str = "--no_smt";

pub(super) fn checks(theorem: &Theorem) -> Option<Checks> {
    let val = theorem.statement[..theorem.hole.start].trim();
    let it = lemma(val, &theorem.name)?;
    let head = it.head(&theorem.name);
    let form = format!("#push-options \"{WITHOUT_SOLVER}\"\n{head} = ()\n#pop-options");
    // One that ends in `False` is there to say that its hypotheses contradict each other.
    let may_be_vacuous = !it.requires.is_empty() && it.ensures != "False";
    Some(Checks {
        form: (!computes(&it)).then_some(form),
        is_said_again: it.requires.iter().any(|supposed| same(supposed, &it.ensures)),
        contradiction: may_be_vacuous.then(|| format!("{head} = assert False")),
        plain: format!("{head} = ()"),
        depth: [
            "the solver proves it without a hint: is that all that is meant?",
            "the solver needs hints for it",
        ],
    })
}

fn same(a: &str, b: &str) -> bool {
    a.split_whitespace().eq(b.split_whitespace())
}

/// Whether it says what a computation with given numbers comes to, as `2 + 2 == 4` does and `4 == 4` does not.
fn computes(lemma: &Lemma) -> bool {
    let sides = lemma.ensures.split_once("==").filter(|it| !same(it.0, it.1));
    lemma.requires.is_empty()
        && sides.is_some()
        && !lemma.ensures.contains(|it: char| it.is_alphabetic() || it == '"')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theorem::ProverKind;

    fn of(val: &str) -> Checks {
        checks(&Theorem::new("t", ProverKind::Fstar, "module M\n", val, val.len()..val.len())).unwrap()
    }

    #[test]
    fn each_check_is_a_definition() {
        let it = of("val t : a:int -> b:int -> Lemma\n  (requires (a < 0 /\\ b > a))\n  (ensures (b > 0))");
        assert_eq!(it.form.unwrap(), "#push-options \"--no_smt\"\nlet t x0 x1 = ()\n#pop-options");
        assert_eq!(it.contradiction.unwrap(), "let t x0 x1 = assert False");
        assert_eq!((it.plain.as_str(), it.is_said_again), ("let t x0 x1 = ()", false));
    }

    #[test]
    fn what_is_not_to_be_checked_is_left_out() {
        assert!(of("val t : a:int -> Lemma (requires (a > 0 /\\ a < 5)) (ensures (a  > 0))").is_said_again);
        assert_eq!(of("val t : a:int -> Lemma (requires (a > a)) (ensures False)").contradiction, None);
        assert_eq!(of("val t : a:int -> Lemma (a + 1 > a)").contradiction, None);
        assert_eq!(of("val t : unit -> Lemma (2 + 2 == 4)").form, None);
        assert!(of("val t : unit -> Lemma (4 == 4)").form.is_some());
        assert!(of("val t : n:nat -> Lemma (n == n)").form.is_some());
    }
}
