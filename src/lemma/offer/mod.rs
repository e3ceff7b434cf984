//! A lemma as text: declared before a theorem while a proof is searched for, and put into the proof that was found.
//!
//! A theorem is certified behind its own header, which has no lemma of the index in it. So a script that calls lemmas is
//! given their proofs as well: in Lean as `have`s before its first line, in F* as local definitions.

mod fstar;
mod lean;

pub use lean::{unqualified, without};

use super::{Lemma, LemmaId};
use crate::{prover::Premise, theorem::ProverKind};

/// A lemma that a search may draw on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The lemma.
    pub id: LemmaId,
    /// What it is called in scripts.
    pub local: String,
    /// Its type, as the prover prints it.
    pub ty: String,
    /// The lemma under that name, as it stands in a header.
    pub declaration: String,
    /// A declaration that the prover accepts if the lemma can stand within a proof.
    pub within: String,
    /// Local names of the lemmas that its script calls.
    pub calls: Vec<String>,
    form: Form,
}

/// A lemma within a proof.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Form {
    Lean(lean::Have),
    /// `let NAME : TYPE = fun … -> … in`
    Fstar(String),
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
        let local = local_name(&lemma.name);
        let (declaration, within, form) = match lemma.theorem.prover {
            ProverKind::Lean => {
                let have = lean::Have::new(lemma, &local)?;
                (have.theorem(), have.within(&local), Form::Lean(have))
            }
            ProverKind::Fstar => {
                let fstar::Texts { declaration, definition } = fstar::texts(lemma, &local)?;
                (declaration, fstar::within(&definition, &local), Form::Fstar(definition))
            }
        };
        Some(Offer {
            id: lemma.id.clone(),
            ty: lemma.ty.clone(),
            calls: names.iter().map(|it| local_name(it)).collect(),
            local,
            declaration,
            within,
            form,
        })
    }

    /// Whether a lemma stands in a header with its proof, so that it need not be offered there.
    ///
    /// A header of Lean may have it without.
    pub fn is_in(lemma: &Lemma, header: &str) -> bool {
        lemma.theorem.prover == ProverKind::Fstar && header.contains(&lemma.ty)
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

/// The proofs of the lemmas that a script calls, as they stand before what it does; nothing if it calls none.
pub fn haves(script: &str, offers: &[Offer]) -> String {
    let called = called(script, offers);
    match called.first().map(|it| &it.form) {
        None => String::new(),
        Some(Form::Lean(_)) => lean::haves(script, &called),
        Some(Form::Fstar(_)) => fstar::definitions(&called),
    }
}

/// The script with the proofs of the lemmas that it calls; as it is, if it calls none.
pub fn inline(script: &str, offers: &[Offer]) -> String {
    let (haves, called) = (haves(script, offers), called(script, offers));
    match called.first().map(|it| &it.form) {
        None => script.to_owned(),
        Some(Form::Lean(_)) => lean::inline(script, &haves, &called),
        Some(Form::Fstar(_)) => fstar::inline(script, &haves),
    }
}

/// Whether a text has a name in it as a word of its own; a field of it (`NAME.symm`) counts.
pub fn mentions(text: &str, name: &str) -> bool {
    let part = |it: char| it.is_alphanumeric() || matches!(it, '_' | '\'' | '.' | '!' | '?' | '₀'..='₉');
    text.match_indices(name).any(|(at, _)| {
        let after = &text[at + name.len()..];
        !text[..at].ends_with(part) && !after.starts_with(|it| part(it) && it != '.')
    })
}
