//! The index that searches draw on: the store's lemmas, and the premises of the library, ranked.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, OnceLock, PoisonError, RwLock},
};

use futures::{FutureExt, future::BoxFuture};
use serde::Serialize;

use super::{
    Lemma, LemmaId, Prepared, Provenance, Retrieval,
    embed::{Nearby, Vectors},
    library::{
        Progress,
        background::{Indexing, Standing},
        imports,
    },
    near::Near,
    normal::{key_of_goal, key_of_type},
    rank::{Premises, Query, Ranker},
    store::{Store, StoreError},
};
use crate::{
    proposer::Embedder,
    prover::{Declaration, Goal, GoalGroup, Premise},
    theorem::{ProverKind, Theorem, fstar_statement::stated},
};

/// Lemmas that are offered to one search, beside those that they call.
const LEMMAS: usize = 8;
/// Facts of the library that are offered for one goal.
const PREMISES: usize = 24;

/// Constants that say nothing of what a statement is about.
const COMMON: &[&str] = &[
    "And",
    "Eq",
    "Exists",
    "False",
    "GE.ge",
    "GT.gt",
    "HAdd.hAdd",
    "HDiv.hDiv",
    "HMod.hMod",
    "HMul.hMul",
    "HPow.hPow",
    "HSub.hSub",
    "Iff",
    "Int",
    "LE.le",
    "LT.lt",
    "List",
    "Membership.mem",
    "Nat",
    "Ne",
    "Neg.neg",
    "Not",
    "OfNat.ofNat",
    "Or",
    "True",
];

/// The lemmas of a store and the premises of libraries.
pub struct Index {
    store: Store,
    provenance: Provenance,
    /// The lemmas as they were when they were last looked at.
    lemmas: Mutex<Option<Arc<Lemmas>>>,
    /// The premises of each list of imports.
    libraries: RwLock<BTreeMap<Vec<String>, Arc<Set>>>,
    /// What is being indexed on the side, for which imports.
    pending: Mutex<Vec<(Vec<String>, Indexing)>>,
    /// Embeddings, if they are wanted.
    near: OnceLock<Near>,
}

/// Premises, with their vectors once these were asked for.
struct Set {
    premises: Arc<Premises>,
    nearby: OnceLock<Nearby>,
}

impl Set {
    fn new(premises: Arc<Premises>) -> Self {
        Set { premises, nearby: OnceLock::new() }
    }
}

/// What was found for a query.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Match {
    /// Its name.
    pub name: String,
    /// Its type.
    #[serde(rename = "type")]
    pub ty: String,
    /// The module of the library that it comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub module: Option<String>,
    /// Whether it is a lemma of the index.
    #[serde(rename = "lemma")]
    pub is_lemma: bool,
    /// How good it is, by all rankers; higher is better.
    pub score: f64,
    /// Its rank with each ranker that found it, from 1.
    pub ranks: BTreeMap<&'static str, u32>,
}

/// What was in the store at one time.
struct Lemmas {
    generation: u64,
    /// By name.
    all: BTreeMap<String, Lemma>,
    ranked: Set,
}

impl Index {
    /// An index of the lemmas in `store`; those that are kept get what is known of `provenance`.
    pub fn new(store: Store, provenance: Provenance) -> Self {
        Index {
            store,
            provenance,
            lemmas: Mutex::default(),
            libraries: RwLock::default(),
            pending: Mutex::default(),
            near: OnceLock::new(),
        }
    }

    /// From now on what is near to a goal counts as well, of those premises that have a vector among `vectors`. Only the first
    /// embeddings count.
    pub fn set_embeddings(&self, embedder: Arc<dyn Embedder>, vectors: Vectors) {
        self.near.get_or_init(|| Near::new(embedder, vectors));
    }

    /// What is indexed on the side is the library of such imports as soon as it is there.
    pub fn set_pending(&self, imports: Vec<String>, indexing: Indexing) {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner).push((imports, indexing));
    }

    /// How far what is indexed on the side is; none if nothing is.
    pub fn indexing(&self) -> Option<Progress> {
        let pending = self.pending.lock().unwrap_or_else(PoisonError::into_inner);
        pending.iter().find_map(|(_, indexing)| match indexing.standing() {
            Standing::Working(progress) => Some(progress),
            Standing::Ready(_) | Standing::Failed(_) => None,
        })
    }

    /// Ends what is indexed on the side; what was listed is kept, and the next one goes on from there.
    pub async fn stop_indexing(&self) {
        let pending = std::mem::take(&mut *self.pending.lock().unwrap_or_else(PoisonError::into_inner));
        for (_, indexing) in pending {
            indexing.stop().await;
        }
    }

    /// Takes in what was indexed on the side.
    fn take_indexed(&self) {
        let mut pending = self.pending.lock().unwrap_or_else(PoisonError::into_inner);
        pending.retain(|(imports, indexing)| match indexing.standing() {
            Standing::Working(_) => true,
            Standing::Ready(premises) => {
                self.set_library(imports.clone(), premises);
                false
            }
            Standing::Failed(_) => false,
        });
    }

    /// From now on these are the premises of theorems behind such imports; see [`imports`].
    pub fn set_library(&self, imports: Vec<String>, premises: Arc<Premises>) {
        let mut libraries = self.libraries.write().unwrap_or_else(PoisonError::into_inner);
        libraries.insert(imports, Arc::new(Set::new(premises)));
    }

    /// The lemmas as they are now; none if they cannot be read.
    fn refreshed(&self) -> Option<Arc<Lemmas>> {
        let mut cached = self.lemmas.lock().unwrap_or_else(PoisonError::into_inner);
        let generation = self.store.generation().ok()?;
        if cached.as_ref().is_none_or(|it| it.generation != generation) {
            let all: BTreeMap<String, Lemma> =
                self.store.all(None).ok()?.into_iter().map(|it| (it.name.clone(), it)).collect();
            let ranked = Set::new(Arc::new(Premises::build(all.values().map(declaration).collect()).ok()?));
            *cached = Some(Arc::new(Lemmas { generation, all, ranked }));
        }
        cached.clone()
    }

    /// All that can be found, and whether it is the lemmas.
    pub fn sets(&self) -> Vec<(Arc<Premises>, bool)> {
        let lemmas = self.refreshed().map(|it| (Arc::clone(&it.ranked.premises), true));
        let libraries = self.libraries.read().unwrap_or_else(PoisonError::into_inner);
        lemmas.into_iter().chain(libraries.values().map(|it| (Arc::clone(&it.premises), false))).collect()
    }

    /// What people ask for, of lemmas and libraries, the best first; `nearby` is one more ranking of each.
    pub fn search(&self, query: &Query, most: usize, nearby: &dyn Fn(&Premises) -> Vec<u32>) -> Vec<Match> {
        let of = |premises: &Premises, is_lemma: bool| -> Vec<Match> {
            let hits = premises.search(&query.clone().also_ranked(nearby(premises)), most, &|_| true);
            let found = hits.iter().filter_map(|hit| Some((hit, premises.get(hit.index)?)));
            found
                .map(|(hit, it)| Match {
                    name: it.name().to_owned(),
                    ty: it.ty().to_owned(),
                    module: it.module().map(str::to_owned),
                    is_lemma,
                    score: hit.score,
                    ranks: Ranker::ALL
                        .iter()
                        .zip(hit.ranks)
                        .filter_map(|(ranker, rank)| Some((ranker.as_str(), rank?)))
                        .collect(),
                })
                .collect()
        };
        let mut found: Vec<Match> = self.sets().iter().flat_map(|it| of(&it.0, it.1)).collect();
        // Stable, so that of equals a lemma goes first.
        found.sort_by(|a, b| b.score.total_cmp(&a.score));
        found.truncate(most);
        found
    }

    fn library(&self, theorem: &Theorem) -> Option<Arc<Set>> {
        self.take_indexed();
        let libraries = self.libraries.read().unwrap_or_else(PoisonError::into_inner);
        libraries.get(&imports(&theorem.header)).cloned()
    }

    /// What serves at a goal, with what of the set is near to it.
    fn query(&self, goal: &Goal, set: &Set, is_visible: &dyn Fn(&str) -> bool) -> Query {
        let Some(near) = self.near.get() else { return Query::of_goal(goal) };
        let nearby = set.nearby.get_or_init(|| near.of_premises(&set.premises));
        let visible = |it: u32| set.premises.get(it as usize).is_some_and(|it| is_visible(it.name()));
        Query::of_goal(goal).also_ranked(near.ranking(goal, nearby, &visible))
    }
}

/// A lemma as it is ranked.
fn declaration(lemma: &Lemma) -> Declaration {
    Declaration {
        name: lemma.name.clone(),
        kind: "theorem".into(),
        ty: lemma.ty.clone(),
        consts: lemma.consts.clone(),
        module: None,
        doc: None,
    }
}

/// What a statement is about.
fn topics(consts: &[String]) -> BTreeSet<&str> {
    let says = |it: &&str| !COMMON.contains(it) && !it.rsplit('.').next().unwrap_or(it).starts_with("inst");
    consts.iter().map(String::as_str).filter(says).collect()
}

/// Whether a lemma may have to do with a goal: they share what they are about. Of numbers alone there is too much.
fn related(lemma: &Lemma, goal: &Goal) -> bool {
    !topics(&goal.consts).is_disjoint(&topics(&lemma.consts))
}

impl Retrieval for Index {
    fn known(&self, theorem: &Theorem) -> Option<Lemma> {
        self.store.statement(theorem).ok().flatten()
    }

    fn prepare<'a>(&'a self, goals: &'a GoalGroup) -> BoxFuture<'a, Prepared> {
        async {
            match (self.near.get(), goals.goals.first()) {
                (Some(near), Some(goal)) => near.prepare(goal).await,
                _ => Prepared::default(),
            }
        }
        .boxed()
    }

    fn lemmas(&self, theorem: &Theorem, root: &GoalGroup) -> Vec<Lemma> {
        let (Some(lemmas), Some(goal)) = (self.refreshed(), root.goals.first()) else { return Vec::new() };
        let own = LemmaId::of(theorem);
        let may = |it: &Lemma| it.theorem.prover == theorem.prover && it.id != own;
        let key = match theorem.prover {
            ProverKind::Lean => key_of_goal(goal),
            ProverKind::Fstar => Some(key_of_type(theorem.prover, stated(theorem))),
        };
        let mut chosen: Vec<&Lemma> =
            lemmas.all.values().filter(|it| may(it) && key.as_ref() == Some(&it.key)).collect();
        let is_visible = |it: &str| lemmas.all.get(it).is_some_and(|it| may(it) && related(it, goal));
        let query = self.query(goal, &lemmas.ranked, &is_visible);
        let ranked = &lemmas.ranked.premises;
        for hit in ranked.search(&query, LEMMAS, &|it| is_visible(it.name())) {
            let lemma = ranked.get(hit.index).and_then(|it| lemmas.all.get(it.name()));
            chosen.extend(lemma.filter(|it| !chosen.iter().any(|other| other.id == it.id)));
        }
        chosen.truncate(LEMMAS);
        // What they call has to be there too.
        let mut at = 0;
        while let Some(lemma) = chosen.get(at) {
            let missing = |id: &&LemmaId| !chosen.iter().any(|it| it.id == **id);
            let called: Vec<&LemmaId> = lemma.uses.iter().filter(missing).collect();
            chosen.extend(called.iter().filter_map(|id| lemmas.all.values().find(|it| it.id == **id)));
            at += 1;
        }
        chosen.into_iter().cloned().collect()
    }

    fn named(&self, names: &[String]) -> Vec<Lemma> {
        let Some(lemmas) = self.refreshed() else { return Vec::new() };
        names.iter().filter_map(|it| lemmas.all.get(it).cloned()).collect()
    }

    fn premises(&self, theorem: &Theorem, goals: &GoalGroup) -> Vec<Premise> {
        let (Some(library), Some(goal)) = (self.library(theorem), goals.goals.first()) else {
            return Vec::new();
        };
        // `rfl` is a tactic, too, and nothing is said by offering it.
        let is_visible = |it: &str| it != theorem.name && it != "rfl";
        let query = self.query(goal, &library, &is_visible);
        let hits = library.premises.search(&query, PREMISES, &|it| is_visible(it.name()));
        let found = hits.iter().filter_map(|hit| library.premises.get(hit.index));
        found
            .map(|it| Premise { name: it.name().to_owned(), ty: it.ty().to_owned(), is_lemma: false })
            .collect()
    }

    fn has(&self, theorem: &Theorem, key: &str) -> bool {
        self.store.with_key(theorem.prover, key).is_ok_and(|it| !it.is_empty())
    }

    fn keep(&self, lemma: Lemma) -> Result<(), String> {
        let Provenance { run, corpus, .. } = self.provenance.clone();
        let provenance = Provenance { run, corpus, ..lemma.provenance.clone() };
        let said = |error: StoreError| format!("{error}; {}", error.hint());
        self.store.add(&Lemma { provenance, ..lemma }).map(drop).map_err(said)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{prover::StateId, testing::lemma::forged_lemma, theorem::ProverKind};

    fn goal(consts: &[&str]) -> GoalGroup {
        let goal = Goal {
            case: None,
            hyps: Vec::new(),
            target: "up 1 2 = 3".into(),
            head: Some("Eq".into()),
            consts: consts.iter().map(|it| (*it).to_owned()).collect(),
            definition: None,
        };
        GoalGroup { state: StateId(0), goals: vec![goal], fingerprint: String::new(), positions: vec![0] }
    }

    #[test]
    fn lemmas_are_offered_that_are_about_the_same_with_what_they_call_and_never_the_theorem_itself() {
        let folder = tempfile::tempdir().unwrap();
        let index = Index::new(Store::open(&folder.path().join("i.db")).unwrap(), Provenance::default());
        let about = |lemma: Lemma, consts: &[&str]| Lemma {
            consts: consts.iter().map(|it| (*it).to_owned()).collect(),
            ..lemma
        };
        let base = about(forged_lemma("base", &[]), &["Eq", "Nat"]);
        let up = about(forged_lemma("up_eq", &[&base]), &["Eq", "Nat", "up"]);
        let numbers = about(forged_lemma("numbers", &[]), &["Eq", "Nat", "instHAdd"]);
        for lemma in [&base, &up, &numbers] {
            index.keep(lemma.clone()).unwrap();
        }
        let names = |theorem: &Theorem, consts: &[&str]| -> Vec<String> {
            index.lemmas(theorem, &goal(consts)).into_iter().map(|it| it.name).collect()
        };
        let other = Theorem::new("t", ProverKind::Lean, "", "theorem t : up 1 2 = 3 := by sorry", 26..34);
        assert_eq!(names(&other, &["Eq", "Nat", "up"]), ["up_eq", "base"]);
        assert_eq!(names(&other, &["Eq", "Nat"]), [""; 0], "there is too much about numbers alone");
        assert_eq!(names(&up.theorem, &["Eq", "up"]), [""; 0]);
        assert_eq!(index.known(&up.theorem).map(|it| it.name).as_deref(), Some("up_eq"));
        assert_eq!(index.named(&["base".into(), "gone".into()]).len(), 1);
    }
}
