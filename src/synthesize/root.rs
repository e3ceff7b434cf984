//! Known theorems: certified once more where they are taken up, with what can be invoked on them.

use std::{collections::BTreeSet, sync::Arc};

use super::{
    admit::{self, Dropped},
    export::Parts,
    item::{Item, Origin, Yield},
    mutate::Invocable,
    source::{Place, Source},
};
use crate::{
    lemma::rank::{Premises, Query},
    prover::{Certifier, Declaration, Goal, Premise, ProverError, Session},
};

/// Theorems of the data itself that are tried as lemmas on one of them, the nearest.
const SIBLINGS: usize = 8;

/// A theorem with its proof, before it is certified.
#[derive(Clone, Debug)]
pub struct Given {
    /// Where it comes from.
    pub origin: Origin,
    /// The file, run or index.
    pub source: String,
    /// The text that it stands in.
    pub text: Arc<Source>,
    /// Where it stands there.
    pub place: Place,
}

impl Given {
    /// Its name.
    pub fn name(&self) -> &str {
        self.text.name(&self.place)
    }

    /// What identifies the work on it.
    pub fn work(&self) -> String {
        let all = self.text.behind_all(&self.place);
        let mut hasher = blake3::Hasher::new();
        for part in [&self.text.header(&all), "\0", self.text.declaration(&self.place)] {
            hasher.update(part.as_bytes());
        }
        format!("theorem {}", &hasher.finalize().to_hex()[..32])
    }

    /// Certifies it, behind a header without the theorems that it does not need.
    ///
    /// # Errors
    /// If no prover can be had.
    pub async fn certify<S: Session, C: Certifier>(
        &self,
        session: &mut S,
        certifier: &mut C,
    ) -> Result<Yield, ProverError> {
        let mut yielded = Yield::default();
        let mut why = Dropped::Form;
        // What a theorem draws on without a word is found in the whole of what is above it.
        let all = self.text.behind_all(&self.place);
        for place in [&self.place, &all] {
            let Some(finished) = self.text.finished(place) else { break };
            let opened = match admit::open(session, &finished.theorem).await? {
                Ok(opened) => opened,
                Err((reason, _)) => {
                    why = reason;
                    continue;
                }
            };
            session.forget(&[opened.group.state]);
            match admit::certify(certifier, &finished.theorem, &finished.written).await? {
                Ok(certificate) => {
                    let about = (self.origin, self.source.as_str(), opened.key);
                    let texts = (finished.script, finished.written);
                    let item = Item::new(&finished.theorem, about, texts, certificate);
                    yielded.items.push(item);
                    return Ok(yielded);
                }
                Err((reason, _)) => why = reason,
            }
        }
        yielded.drop(why);
        Ok(yielded)
    }

    /// The theorem with the certificate that it got.
    pub fn root(&self, item: Item) -> Root {
        let all = self.text.behind_all(&self.place);
        let place = if item.header == self.text.header(&self.place) { self.place.clone() } else { all };
        Root { item, text: Arc::clone(&self.text), place }
    }
}

/// A certified theorem of a Lean text.
#[derive(Clone, Debug)]
pub struct Root {
    /// The theorem.
    pub item: Item,
    text: Arc<Source>,
    place: Place,
}

impl Root {
    /// The header with this theorem behind it.
    pub fn header(&self) -> String {
        self.text.header_with(&[&self.place])
    }

    /// Lemmas that can be invoked on this theorem, the best first, and a header with all of them and the theorem in it: those
    /// of `roots` that belong to the same part of the data and are near to `goal`, and `library`.
    pub fn invocables(
        &self,
        goal: &Goal,
        roots: &[Root],
        parts: &Parts,
        library: &[Premise],
    ) -> (Vec<Invocable>, String) {
        let part = |it: &Root| parts.get(&it.item.root);
        let may = |it: &&Root| it.item.key != self.item.key && part(it) == part(self) && self.reaches(it);
        let candidates: Vec<&Root> = roots.iter().filter(may).collect();
        let near = nearest(goal, &candidates);
        let mut lemmas: Vec<Invocable> = near
            .iter()
            .map(|it| Invocable {
                name: it.item.name.clone(),
                ty: it.text.ty(&it.place).to_owned(),
                header: self.header_with(&[it]),
            })
            .collect();
        let header = self.header();
        lemmas.extend(library.iter().map(|it| Invocable {
            name: it.name.clone(),
            ty: it.ty.clone(),
            header: header.clone(),
        }));
        (lemmas, self.header_with(&near))
    }

    /// Whether a theorem can be declared before this one: it stands in reach in the same text, or behind nothing that is not
    /// there.
    fn reaches(&self, other: &Root) -> bool {
        let (header, name) = (&other.item.header, &other.item.name);
        if Arc::ptr_eq(&self.text, &other.text) {
            return self.text.reaches(&self.place, &other.place);
        }
        let is_there = self.item.header.contains(name.as_str()) || *name == self.item.name;
        !is_there && self.item.header.starts_with(header.trim_end())
    }

    /// The header with other theorems and this one in it.
    fn header_with(&self, others: &[&Root]) -> String {
        let (here, elsewhere): (Vec<&Root>, Vec<&Root>) =
            others.iter().partition(|it| Arc::ptr_eq(&self.text, &it.text));
        if elsewhere.is_empty() {
            let places: Vec<&Place> = here.iter().map(|it| &it.place).chain([&self.place]).collect();
            return self.text.header_with(&places);
        }
        // What is from elsewhere comes last: it needs nothing of this text but how that begins.
        let places: Vec<&Place> = here.iter().map(|it| &it.place).chain([&self.place]).collect();
        let mut seen = BTreeSet::new();
        let declared = elsewhere.iter().filter(|it| seen.insert(it.item.name.as_str()));
        let declared: String = declared.map(|it| format!("{}\n\n", it.item.proof)).collect();
        format!("{}{declared}", self.text.header_with(&places))
    }
}

/// Those of some theorems that have to do with a goal, the nearest first.
fn nearest<'a>(goal: &Goal, roots: &[&'a Root]) -> Vec<&'a Root> {
    let declaration = |it: &&Root| Declaration {
        name: it.item.key.clone(),
        kind: "theorem".into(),
        ty: it.text.ty(&it.place).to_owned(),
        consts: Vec::new(),
        module: None,
        doc: None,
    };
    let Ok(premises) = Premises::build(roots.iter().map(declaration).collect()) else { return Vec::new() };
    let hits = premises.search(&Query::of_goal(goal), SIBLINGS, &|_| true);
    let found = hits.iter().filter_map(|hit| premises.get(hit.index));
    found.filter_map(|it| roots.iter().copied().find(|root| root.item.key == it.name())).collect()
}
