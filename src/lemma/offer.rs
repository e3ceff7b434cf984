//! A lemma as text: declared before a theorem while a proof is searched for, and put into the proof that was found.
//!
//! A theorem is certified behind its own header, which has no lemma of the index in it. So a script that calls lemmas is
//! given their proofs as well, each as a `have` before its first line.

use super::{Lemma, LemmaId};
use crate::{
    prover::Premise,
    theorem::{ProverKind, Theorem, lean_statement::form},
};

/// A lemma that a search may draw on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The lemma.
    pub id: LemmaId,
    /// What it is called in scripts.
    pub local: String,
    /// Its type, as the prover prints it.
    pub ty: String,
    /// `theorem LOCAL BINDERS : TYPE := by …`
    pub declaration: String,
    /// `LOCAL BINDERS : TYPE`
    stated: String,
    /// Its proof, as tactic lines.
    script: String,
    /// Local names of the lemmas that its script calls.
    pub calls: Vec<String>,
}

/// What the lemma with this name is called in scripts: no statement has such a name by chance.
pub fn local_name(name: &str) -> String {
    format!("lemma_{name}")
}

impl Offer {
    /// The lemma as an offer; none if its statement has a form that cannot stand within a proof.
    ///
    /// `names` are those of the lemmas in `lemma.uses`.
    pub fn new(lemma: &Lemma, names: &[&str]) -> Option<Offer> {
        if lemma.theorem.prover != ProverKind::Lean {
            return None;
        }
        let form = form(&lemma.theorem)?;
        // What a line break ends, or a blank is part of, does not survive being put on one line.
        let broken = |it: &str| it.contains("--") || it.contains('"');
        if !form.scope.is_empty() || !form.universes.is_empty() || broken(form.binders) || broken(form.ty) {
            return None;
        }
        let local = local_name(&lemma.name);
        let one_line = |it: &str| it.split_whitespace().collect::<Vec<_>>().join(" ");
        let (binders, ty) = (one_line(form.binders), one_line(form.ty));
        let gap = if binders.is_empty() { "" } else { " " };
        let stated = format!("{local}{gap}{binders} : {ty}");
        Some(Offer {
            id: lemma.id.clone(),
            ty: lemma.ty.clone(),
            declaration: proved("theorem", &stated, &lemma.script),
            stated,
            script: lemma.script.clone(),
            calls: names.iter().map(|it| local_name(it)).collect(),
            local,
        })
    }

    /// `have LOCAL BINDERS : TYPE := by …`, behind the `have`s of other lemmas: those that it does not call are put out of the
    /// way, so that its proof is among what it was found among.
    fn have(&self, others: &[&str]) -> String {
        let unused = others.iter().copied().filter(|it| !self.calls.iter().any(|call| call == it));
        let unused: Vec<&str> = unused.collect();
        match unused.is_empty() {
            true => proved("have", &self.stated, &self.script),
            false => proved("have", &self.stated, &format!("clear {}\n{}", unused.join(" "), self.script)),
        }
    }

    /// A theorem that Lean accepts if the statement can stand within a proof; the proof of the lemma is not looked at again.
    pub fn within(&self) -> String {
        format!(
            "theorem {}_within (absurd : False) : True := by\n  have {} := by exact absurd.elim\n  trivial",
            self.local, self.stated
        )
    }

    /// The lemma as a fact that steps may use.
    pub fn premise(&self) -> Premise {
        Premise { name: self.local.clone(), ty: self.ty.clone(), is_lemma: true }
    }
}

/// Which of `offers` a script calls, by itself or through others; in their order, which must be such that none calls a
/// later one.
pub fn called<'a>(script: &str, offers: &'a [Offer]) -> Vec<&'a Offer> {
    let mut called = Vec::new();
    for offer in offers.iter().rev() {
        let by_others = called.iter().any(|it: &&Offer| it.calls.contains(&offer.local));
        if by_others || mentions(script, &offer.local) {
            called.push(offer);
        }
    }
    called.reverse();
    called
}

/// `KEYWORD STATED := by SCRIPT`
fn proved(keyword: &str, stated: &str, script: &str) -> String {
    let head = format!("{keyword} {stated} := ");
    let hole = head.len()..head.len() + "by sorry".len();
    Theorem::new("", ProverKind::Lean, "", head + "by sorry", hole).with_script(script)
}

/// The proofs of the lemmas that a script calls, as `have`s; nothing if it calls none.
pub fn haves(script: &str, offers: &[Offer]) -> String {
    let called = called(script, offers);
    let locals: Vec<&str> = called.iter().map(|it| it.local.as_str()).collect();
    let mut lines: Vec<String> = called.iter().zip(0..).map(|(it, at)| it.have(&locals[..at])).collect();
    let unused: Vec<&str> = locals.iter().copied().filter(|it| !mentions(script, it)).collect();
    if !unused.is_empty() {
        lines.push(format!("clear {}", unused.join(" ")));
    }
    without_locals(&lines.join("\n"), &locals)
}

/// The script with the proofs of the lemmas that it calls; as it is, if it calls none.
pub fn inline(script: &str, offers: &[Offer]) -> String {
    let haves = haves(script, offers);
    if haves.is_empty() {
        return script.to_owned();
    }
    let locals: Vec<&str> = called(script, offers).iter().map(|it| it.local.as_str()).collect();
    format!("{haves}\n{}", without_locals(script, &locals))
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

/// Whether a text has a name in it as a word of its own; a field of it (`NAME.symm`) counts.
pub fn mentions(text: &str, name: &str) -> bool {
    let part = |it: char| it.is_alphanumeric() || matches!(it, '_' | '\'' | '.' | '!' | '?' | '₀'..='₉');
    text.match_indices(name).any(|(at, _)| {
        let after = &text[at + name.len()..];
        !text[..at].ends_with(part) && !after.starts_with(|it| part(it) && it != '.')
    })
}

#[cfg(test)]
mod tests {
    use super::*;
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
            offer.within(),
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
