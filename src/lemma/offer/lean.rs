//! Lean: a lemma as a `have`.

use super::{Form, Offer, mentions};
use crate::{
    lemma::Lemma,
    theorem::{ProverKind, Theorem, lean_statement::form},
};

/// A lemma in pieces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Have {
    /// `LOCAL BINDERS : TYPE`
    stated: String,
    /// Its proof, as tactic lines.
    script: String,
}

impl Have {
    pub(super) fn new(lemma: &Lemma, local: &str) -> Option<Have> {
        let form = form(&lemma.theorem)?;
        // What a line break ends, or a blank is part of, does not survive being put on one line.
        let broken = |it: &str| it.contains("--") || it.contains('"');
        if !form.scope.is_empty() || !form.universes.is_empty() || broken(form.binders) || broken(form.ty) {
            return None;
        }
        let one_line = |it: &str| it.split_whitespace().collect::<Vec<_>>().join(" ");
        let (binders, ty) = (one_line(form.binders), one_line(form.ty));
        let gap = if binders.is_empty() { "" } else { " " };
        Some(Have { stated: format!("{local}{gap}{binders} : {ty}"), script: lemma.script.clone() })
    }

    /// `theorem LOCAL BINDERS : TYPE := by …`
    pub(super) fn theorem(&self) -> String {
        proved("theorem", &self.stated, &self.script)
    }

    /// A theorem that Lean accepts if the statement can stand within a proof; the proof of the lemma is not looked at again.
    pub(super) fn within(&self, local: &str) -> String {
        format!(
            "theorem {local}_within (absurd : False) : True := by\n  have {} := by exact absurd.elim\n  trivial",
            self.stated
        )
    }

    /// `have LOCAL BINDERS : TYPE := by …`, behind the `have`s of other lemmas: those that it does not call are put out of the
    /// way, so that its proof is among what it was found among.
    fn behind(&self, others: &[&str], calls: &[String]) -> String {
        let unused = others.iter().copied().filter(|it| !calls.iter().any(|call| call == it));
        let unused: Vec<&str> = unused.collect();
        match unused.is_empty() {
            true => proved("have", &self.stated, &self.script),
            false => proved("have", &self.stated, &format!("clear {}\n{}", unused.join(" "), self.script)),
        }
    }
}

/// The `have`s of the lemmas that a script calls.
pub(super) fn haves(script: &str, called: &[&Offer]) -> String {
    let locals: Vec<&str> = called.iter().map(|it| it.local.as_str()).collect();
    let have = |(at, it): (usize, &&Offer)| match &it.form {
        Form::Lean(have) => Some(have.behind(&locals[..at], &it.calls)),
        Form::Fstar(_) => None,
    };
    let mut lines: Vec<String> = called.iter().enumerate().filter_map(have).collect();
    let unused: Vec<&str> = locals.iter().copied().filter(|it| !mentions(script, it)).collect();
    if !unused.is_empty() {
        lines.push(format!("clear {}", unused.join(" ")));
    }
    without_locals(&lines.join("\n"), &locals)
}

/// The script behind the `have`s of the lemmas that it calls.
pub(super) fn inline(script: &str, haves: &str, called: &[&Offer]) -> String {
    let locals: Vec<&str> = called.iter().map(|it| it.local.as_str()).collect();
    format!("{haves}\n{}", without_locals(script, &locals))
}

/// `KEYWORD STATED := by SCRIPT`
fn proved(keyword: &str, stated: &str, script: &str) -> String {
    let head = format!("{keyword} {stated} := ");
    let hole = head.len()..head.len() + "by sorry".len();
    Theorem::new("", ProverKind::Lean, "", head + "by sorry", hole).with_script(script)
}

/// The script with a lemma left out of the lists of facts that its tactics are given; none if it is called otherwise, too.
pub fn without(script: &str, local: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = script;
    while let Some(at) = rest.find('[')
        && let Some(end) = rest[at..].find(']')
    {
        let facts: Vec<&str> = rest[at + 1..at + end].split(',').map(str::trim).collect();
        let kept: Vec<&str> = facts.iter().copied().filter(|it| *it != local).collect();
        let before = rest[..at].trim_end();
        let may_be_empty = ["grind", "simp", "simp_all"].iter().any(|it| before.ends_with(it));
        match (kept.is_empty(), kept.len() == facts.len()) {
            (_, true) => out.push_str(&rest[..=at + end]),
            (true, false) if may_be_empty => out.push_str(before),
            (true, false) => return None,
            (false, false) => out.push_str(&format!("{}[{}]", &rest[..at], kept.join(", "))),
        }
        rest = &rest[at + end + 1..];
    }
    out.push_str(rest);
    (!mentions(&out, local)).then_some(out)
}

/// A text in which no `grind […]` names one of these: `grind` uses what is local anyway, and refuses to be told to.
fn without_locals(text: &str, locals: &[&str]) -> String {
    const GRIND: &str = "grind [";
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(GRIND)
        && let Some(end) = rest[at..].find(']')
    {
        let named = rest[at + GRIND.len()..at + end].split(',').map(str::trim);
        // A name may have a sign of how it is to be used before it: `← name`.
        let kept = named.filter(|it| it.split_whitespace().last().is_none_or(|name| !locals.contains(&name)));
        let kept = kept.collect::<Vec<_>>().join(", ");
        out.push_str(&rest[..at]);
        out.push_str(&if kept.is_empty() { "grind".to_owned() } else { format!("{GRIND}{kept}]") });
        rest = &rest[at + end + 1..];
    }
    out + rest
}

/// The script with the bare names of lemmas: within a namespace they may have been called by their full ones.
pub fn unqualified(script: &str, offers: &[Offer]) -> String {
    let part = |it: char| it.is_alphanumeric() || matches!(it, '_' | '\'' | '.' | '«' | '»');
    offers.iter().fold(script.to_owned(), |script, offer| {
        let mut out = String::new();
        let mut rest = script.as_str();
        while let Some(at) = rest.find(&format!(".{}", offer.local)) {
            let before = rest[..at].trim_end_matches(part);
            out.push_str(before);
            rest = &rest[at + 1..];
            out.push_str(&rest[..offer.local.len()]);
            rest = &rest[offer.local.len()..];
        }
        out + rest
    })
}

#[cfg(test)]
mod tests {
    use super::{
        super::{Offer, inline},
        *,
    };
    use crate::testing::lemma::written_lemma;

    fn lemma(name: &str, statement: &str, script: &str) -> Lemma {
        written_lemma(name, "", statement, script)
    }

    #[test]
    fn a_lemma_is_declared_or_put_into_a_proof() {
        let it = lemma(
            "double_pos",
            "/-- why -/\n@[simp] theorem A.double_pos (n : Nat)\n    (h : 0 < n) : 0 < double n := by sorry",
            "unfold double\nomega",
        );
        let offer = Offer::new(&it, &[]).unwrap();
        assert_eq!(
            offer.declaration,
            "theorem lemma_double_pos (n : Nat) (h : 0 < n) : 0 < double n := by\n  unfold double\n  omega"
        );
        assert_eq!(
            offer.within,
            "theorem lemma_double_pos_within (absurd : False) : True := by\n  have lemma_double_pos (n : Nat) \
             (h : 0 < n) : 0 < double n := by exact absurd.elim\n  trivial"
        );
    }

    #[test]
    fn the_script_of_a_proof_is_what_fills_its_hole() {
        for script in ["simp", "intro h\ncases h with\n| inl a => simp\n| inr b =>\n  omega"] {
            assert_eq!(lemma("t", "theorem t : p := by sorry", script).whole_script(), script);
        }
    }

    #[test]
    fn what_cannot_stand_within_a_proof_is_not_offered() {
        for statement in [
            "open Nat in\ntheorem t : p := by sorry",
            "theorem t.{u} (α : Type u) : α = α := by sorry",
            "theorem t : p -- why\n  := by sorry",
        ] {
            assert_eq!(Offer::new(&lemma("t", statement, "simp"), &[]), None, "{statement}");
        }
    }

    #[test]
    fn a_script_is_given_what_it_calls_and_what_that_calls() {
        let a = Offer::new(&lemma("a", "theorem a : p := by sorry", "simp"), &[]).unwrap();
        let b = Offer::new(&lemma("b", "theorem b : q := by sorry", "exact lemma_a.symm"), &["a"]).unwrap();
        let c = Offer::new(&lemma("c", "theorem c : r := by sorry", "omega"), &[]).unwrap();
        let offers = [a, b, c];
        assert_eq!(
            inline("grind [foo, ← lemma_c]\n<;> grind [lemma_c] <;> grind [bar]", &offers),
            "have lemma_c : r := by omega\ngrind [foo]\n<;> grind <;> grind [bar]"
        );
        // What is only called by others is out of the way of the rest.
        assert_eq!(
            inline("rw [lemma_b, lemma_c]\nomega", &offers),
            "have lemma_a : p := by simp\nhave lemma_b : q := by exact lemma_a.symm\n\
             have lemma_c : r := by\n  clear lemma_a lemma_b\n  omega\nclear lemma_a\nrw [lemma_b, lemma_c]\nomega"
        );
        assert_eq!(
            unqualified("rw [A.B.lemma_b, lemma_a]; exact A.lemma_a", &offers),
            "rw [lemma_b, lemma_a]; exact lemma_a"
        );
        assert_eq!(
            inline("exact my_lemma_b lemma_bc lemma_b'", &offers),
            "exact my_lemma_b lemma_bc lemma_b'"
        );
    }

    #[test]
    fn a_fact_is_left_out_of_lists() {
        let without = |script: &str| without(script, "lemma_a");
        assert_eq!(without("grind [f, lemma_a]\nsimp [lemma_a]").as_deref(), Some("grind [f]\nsimp"));
        assert_eq!(
            without("have := [1]\ngrind [lemma_a, lemma_ab]").as_deref(),
            Some("have := [1]\ngrind [lemma_ab]")
        );
        assert_eq!(without("rw [lemma_a]"), None);
        assert_eq!(without("grind [lemma_a]\nexact lemma_a"), None);
    }
}
