//! Mutations of the theorems that are known, by what is known beside them and by the library.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    time::Duration,
};

use super::{Lean, Maker, lived};
use crate::{
    cli::{error::CliError, print},
    lemma::{
        library::{Environment, PREMISES, Shelf, imports},
        rank::{Premises, Query},
    },
    prover::{
        Goal, Premise, ProverError, Session,
        lean::{pool::LeanPool, runtime::Places, session::LeanSession},
    },
    synthesize::{
        admit,
        item::{Origin, Yield},
        mutate::{Limits, Subject, mutate},
        root::Root,
    },
};

/// The premises behind each list of imports, as far as they were indexed.
pub(super) type Libraries = BTreeMap<Vec<String>, Option<Premises>>;

impl Maker<'_> {
    /// Mutates each theorem.
    pub(super) async fn mutants(&mut self, roots: &[Root], lean: &Lean) -> Result<(), CliError> {
        let mut seen = BTreeSet::new();
        let work = roots.iter().filter(|it| seen.insert(it.item.key.as_str()));
        let work = work.map(|it| (format!("mutations of {}", it.item.key), it.item.name.clone(), it));
        let work: Vec<_> = work.collect();
        let known: BTreeSet<String> = self.items.iter().map(|it| it.key.clone()).collect();
        let parts = self.parts();
        let limits = Limits {
            most: self.args.mutations,
            time: self.settings.drive.budget.time.unwrap_or(Duration::MAX),
            step: self.settings.drive.step,
            seed: self.settings.seed,
        };
        let premises = self.args.premises;
        let mutate = async |root: &Root| {
            let mut session = LeanSession::new(&lean.pool);
            let Some(goal) = goal(&mut session, root).await? else { return Ok(Yield::default()) };
            let library = match lean.libraries.get(&imports(&root.item.header)) {
                Some(Some(library)) => nearest(library, &goal, premises),
                _ => Vec::new(),
            };
            let (lemmas, header) = root.invocables(&goal, roots, &parts, &library);
            let subject = Subject { item: &root.item, header: &header, lemmas: &lemmas, known: &known };
            lived(mutate(&mut session, &mut lean.certifier.clone(), subject, limits).await)
        };
        let most = self.args.limit.unwrap_or(usize::MAX);
        let seeds = self.items.iter().filter(|it| it.origin == Origin::Seed);
        let mut new: BTreeSet<String> = seeds.map(|it| it.key.clone()).collect();
        if new.len() >= most {
            return Ok(());
        }
        let enough = |yielded: &Yield| {
            new.extend(yielded.items.iter().map(|it| it.key.clone()));
            new.len() >= most
        };
        self.each(work, mutate, enough).await?;
        Ok(())
    }
}

/// What was indexed of the library behind the imports of each text.
pub(super) async fn libraries<'a>(
    texts: impl Iterator<Item = &'a str>,
    (pool, project): (&LeanPool, Option<&Path>),
) -> Result<Libraries, CliError> {
    let prover = pool.lease().await?.worker().await?.version();
    let shelf = Shelf::new(Places::of_this_process()?.cache.join(PREMISES));
    let mut libraries = Libraries::new();
    for text in texts {
        let environment = Environment::of(&prover, project, text);
        libraries.entry(environment.imports.clone()).or_insert_with(|| {
            let premises = shelf.open(&environment);
            if premises.is_none() {
                print::note(&format!(
                    "{} nothing of the library behind `import {}` is invoked, as it is not indexed (`proofwright setup` \
                     does Init and Std)",
                    print::paint("warning:", "1;33"),
                    environment.imports.join(" ")
                ));
            }
            premises
        });
    }
    Ok(libraries)
}

/// The goal that a theorem states.
async fn goal(session: &mut LeanSession, root: &Root) -> Result<Option<Goal>, ProverError> {
    let Ok(opened) = admit::open(session, &root.item.theorem()).await? else { return Ok(None) };
    session.forget(&[opened.group.state]);
    Ok(opened.group.goals.into_iter().next())
}

/// Theorems of the library that have to do with a goal, the nearest first.
fn nearest(library: &Premises, goal: &Goal, most: usize) -> Vec<Premise> {
    let hits =
        library.search(&Query::of_goal(goal), most, &|it| it.kind() == "theorem" && it.name() != "rfl");
    let found = hits.iter().filter_map(|hit| library.get(hit.index));
    found.map(|it| Premise { name: it.name().to_owned(), ty: it.ty().to_owned(), is_lemma: false }).collect()
}
