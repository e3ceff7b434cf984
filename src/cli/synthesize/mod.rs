//! `proofwright synthesize`: data sets of certified theorems, from what was proved.

use std::{collections::BTreeMap, pin::pin};

use futures::{StreamExt, stream};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use super::{
    Exit,
    args::{Common, SynthesizeArgs},
    error::CliError,
    lemmas::provers::Provers,
    print,
    settings::Settings,
    stop,
};
use crate::{
    lemma::{LemmaId, normal::key_of_type, rank::Premises},
    prover::{
        ProverError,
        lean::{certifier::LeanCertifier, pool::LeanPool, runtime::Runtime, session::LeanSession},
    },
    synthesize::{
        admit::{self, Dropped},
        export::{Data, Lesson, Parts},
        folder::Folder,
        item::{Item, Origin, Yield},
        root::{Given, Root},
    },
    theorem::{ProverKind, fstar_statement::stated},
};

mod given;
mod mutants;
mod seeds;
mod summary;

use given::{Proved, Text};
use mutants::Libraries;
use seeds::Seeds;
use summary::Summary;

/// What one run of the command has so far.
struct Maker<'a> {
    args: &'a SynthesizeArgs,
    common: &'a Common,
    settings: &'a Settings,
    stop: CancellationToken,
    folder: Folder,
    /// Certified theorems, in the order of the work.
    items: Vec<Item>,
    /// The first so many of them were derived from nothing.
    roots: usize,
    dropped: BTreeMap<Dropped, u64>,
    lessons: Vec<Lesson>,
}

/// Lean, as the work shares it.
struct Lean {
    runtime: Runtime,
    pool: LeanPool,
    certifier: LeanCertifier,
    /// What can be invoked of the library.
    libraries: Libraries,
}

pub(super) async fn run(args: SynthesizeArgs, common: &Common) -> Result<Exit, CliError> {
    let settings = Settings::new(common, Some(&args.search))?;
    let mut texts = given::files(&args, &settings)?;
    texts.extend(given::lemmas(&settings)?);
    let mut proved = given::runs(&args.from)?;
    let seeds = Seeds::of(&args, &settings)?;
    if texts.is_empty() && proved.is_empty() && seeds.is_none() {
        return Err(CliError::usage("there is nothing to make data from").hint(
            "name Lean files with finished proofs, an index of lemmas with `--index FILE`, runs with `--from DIR`, or \
             concepts for a model with `--seeds FILE`",
        ));
    }
    let stop = stop::on_signal();
    let lean_texts = || {
        let all = texts.iter().chain(proved.iter().filter_map(|it| it.text.as_ref()));
        all.map(|it| it.text.as_str()).chain(seeds.iter().map(|_| ""))
    };
    let lean = match lean_texts().next() {
        None => None,
        Some(_) => {
            let near = args.files.first().map(|it| it.as_path());
            let started = async {
                let runtime = settings.lean(near, common.quiet).await?;
                let pool = settings.pool(&runtime, settings.jobs);
                let certifier = settings.certifier(&runtime, None);
                let libraries = match args.premises.min(args.mutations) {
                    0 => Libraries::new(),
                    _ => mutants::libraries(lean_texts(), (&pool, runtime.project())).await?,
                };
                Ok::<_, CliError>(Lean { runtime, pool, certifier, libraries })
            };
            tokio::select! {
                lean = started => Some(lean?),
                () = stop.cancelled() => return Ok(Exit::Interrupted),
            }
        }
    };
    let config = config(&args, &settings, (&texts, &proved, seeds.as_ref()), lean.as_ref());
    let mut maker = Maker {
        folder: Folder::open(&args.out, &config)?,
        args: &args,
        common,
        settings: &settings,
        stop,
        items: Vec::new(),
        roots: 0,
        dropped: BTreeMap::new(),
        lessons: Vec::new(),
    };
    let outcome = maker.make(&texts, &mut proved, seeds.as_ref(), lean.as_ref()).await;
    if let Some(lean) = &lean {
        tokio::join!(lean.pool.shutdown(), lean.certifier.shutdown());
    }
    // What there is, is put out whatever happened.
    let finished = outcome.is_ok() && !maker.stop.is_cancelled();
    let exit = maker.put_out(finished)?;
    outcome.map(|()| exit)
}

/// All that the data depends on, but for how many are wanted and how fast.
fn config(
    args: &SynthesizeArgs,
    settings: &Settings,
    (texts, proved, seeds): (&[Text], &[Proved], Option<&Seeds>),
    lean: Option<&Lean>,
) -> Value {
    let mut hasher = blake3::Hasher::new();
    let lean_texts = texts.iter().chain(proved.iter().filter_map(|it| it.text.as_ref()));
    for part in lean_texts.flat_map(|it| [&it.source, &it.text]) {
        hasher.update(part.as_bytes()).update(b"\0");
    }
    for (theorem, proof) in proved.iter().filter_map(|it| it.fstar.as_ref()) {
        hasher.update(theorem.header.as_bytes()).update(proof.as_bytes()).update(b"\0");
    }
    let indexed = lean.iter().flat_map(|it| &it.libraries);
    let library: BTreeMap<String, Option<usize>> =
        indexed.map(|(imports, it)| (imports.join(" "), it.as_ref().map(Premises::len))).collect();
    let mut sources: Vec<&str> = texts.iter().map(|it| it.source.as_str()).collect();
    sources.extend(proved.iter().map(|it| it.source.split('/').next().unwrap_or_default()));
    sources.dedup();
    json!({
        "proofwright": env!("CARGO_PKG_VERSION"),
        "prover": lean.map(|it| it.runtime.version()),
        "library": library,
        "sources": sources,
        "texts": hasher.finalize().to_hex().as_str(),
        "seeds": seeds.map(Seeds::config),
        "seed": settings.seed,
        "parts": args.parts,
        "mutations": args.mutations,
        "premises": args.premises,
        "timeout_ms": settings.drive.budget.time.map(|it| it.as_millis() as u64),
    })
}

/// What kills its prover says nothing of the rest.
fn lived(yielded: Result<Yield, ProverError>) -> Result<Yield, CliError> {
    match yielded {
        Err(ProverError::Died { .. } | ProverError::Protocol { .. }) => {
            let mut yielded = Yield::default();
            yielded.drop(Dropped::Broke);
            Ok(yielded)
        }
        other => Ok(other?),
    }
}

impl Maker<'_> {
    async fn make(
        &mut self,
        texts: &[Text],
        proved: &mut [Proved],
        seeds: Option<&Seeds>,
        lean: Option<&Lean>,
    ) -> Result<(), CliError> {
        let mut roots = Vec::new();
        if let Some(lean) = lean {
            roots = self.lean(texts, proved, lean).await?;
        }
        self.fstar(proved).await?;
        if let (Some(seeds), Some(lean), false) = (seeds, lean, self.stop.is_cancelled()) {
            self.seeds(seeds, lean).await?;
        }
        self.roots = self.items.len();
        if let Some(lean) = lean
            && self.args.mutations > 0
            && !self.stop.is_cancelled()
        {
            self.mutants(&roots, lean).await?;
        }
        Ok(())
    }

    /// Certifies the theorems of Lean.
    async fn lean(
        &mut self,
        texts: &[Text],
        proved: &mut [Proved],
        lean: &Lean,
    ) -> Result<Vec<Root>, CliError> {
        let mut given: Vec<(Given, Option<usize>)> = Vec::new();
        let of_runs = proved.iter().enumerate().filter_map(|(at, it)| Some((it.text.as_ref()?, Some(at))));
        for (text, run) in texts.iter().map(|it| (it, None)).chain(of_runs) {
            let theorems = tokio::select! {
                theorems = given::theorems(text, &lean.pool) => theorems?,
                () = self.stop.cancelled() => return Ok(Vec::new()),
            };
            given.extend(theorems.into_iter().map(|it| (it, run)));
        }
        let work = given.iter().map(|it| (it.0.work(), format!("{} of {}", it.0.name(), it.0.source), &it.0));
        let certify = async |it: &Given| {
            lived(it.certify(&mut LeanSession::new(&lean.pool), &mut lean.certifier.clone()).await)
        };
        let yielded = self.each(work.collect(), certify, |_| false).await?;
        let mut roots = Vec::new();
        for ((given, run), yielded) in given.iter().zip(&yielded) {
            let Some(item) = yielded.items.first() else { continue };
            roots.push(given.root(item.clone()));
            if let Some(run) = run {
                self.learn(item, &mut proved[*run]);
            }
        }
        Ok(roots)
    }

    /// Certifies the theorems of F*, one after the other.
    async fn fstar(&mut self, proved: &mut [Proved]) -> Result<(), CliError> {
        if !proved.iter().any(|it| it.fstar.is_some()) || self.stop.is_cancelled() {
            return Ok(());
        }
        let mut provers =
            Provers::start(self.settings, self.common, &[ProverKind::Fstar], None, None).await?;
        for proved in proved {
            let Some((theorem, proof)) = &proved.fstar else { continue };
            let work = format!("theorem {}", LemmaId::of(theorem));
            let yielded = match self.folder.done(&work) {
                Some(yielded) => yielded.clone(),
                None => {
                    let mut yielded = Yield::default();
                    let certified = tokio::select! {
                        certified = admit::certify(&mut provers, theorem, proof) => certified?,
                        () = self.stop.cancelled() => break,
                    };
                    match certified {
                        Ok(certificate) => {
                            let key = key_of_type(ProverKind::Fstar, stated(theorem));
                            let about = (Origin::Run, proved.source.as_str(), key);
                            let texts = (proof.clone(), proof.clone());
                            yielded.items.push(Item::new(theorem, about, texts, certificate));
                        }
                        Err((why, _)) => yielded.drop(why),
                    }
                    self.folder.add(work, yielded.clone())?;
                    yielded
                }
            };
            self.take(&yielded);
            if let Some(item) = yielded.items.first() {
                self.learn(item, proved);
            }
        }
        provers.shutdown().await;
        Ok(())
    }

    /// Does each piece of work that was not done before, several at once, and keeps what it comes to in their order. Ends with
    /// the first after which there is `enough`.
    async fn each<T>(
        &mut self,
        work: Vec<(String, String, T)>,
        run: impl AsyncFn(T) -> Result<Yield, CliError>,
        mut enough: impl FnMut(&Yield) -> bool,
    ) -> Result<Vec<Yield>, CliError> {
        let (total, stop) = (work.len(), self.stop.clone());
        let before: Vec<_> = work.iter().map(|it| self.folder.done(&it.0).cloned()).collect();
        let mut running = pin!(
            stream::iter(work.into_iter().zip(before))
                .map(async |((work, label, it), before)| match before {
                    Some(yielded) => Ok::<_, CliError>((None, label, yielded)),
                    None => Ok((Some(work), label, run(it).await?)),
                })
                .buffered(self.settings.jobs)
        );
        let mut all = Vec::new();
        loop {
            let next = tokio::select! {
                next = running.next() => next,
                () = stop.cancelled() => None,
            };
            let Some(done) = next else { break };
            let (new, label, yielded) = done?;
            self.take(&yielded);
            if let Some(work) = new {
                self.folder.add(work, yielded.clone())?;
                self.tell(all.len() + 1, total, &label, &yielded);
            }
            let is_enough = enough(&yielded);
            all.push(yielded);
            if is_enough {
                break;
            }
        }
        Ok(all)
    }

    fn take(&mut self, yielded: &Yield) {
        self.items.extend(yielded.items.iter().cloned());
        for (why, count) in &yielded.dropped {
            *self.dropped.entry(*why).or_default() += count;
        }
    }

    fn tell(&self, nth: usize, total: usize, label: &str, yielded: &Yield) {
        if self.common.quiet {
            return;
        }
        let dropped: Vec<String> =
            yielded.dropped.iter().map(|(why, count)| format!("{count} {}", why.words())).collect();
        let certified = format!("{} certified", yielded.items.len());
        let said = std::iter::once(certified).chain(dropped).collect::<Vec<_>>().join(", ");
        print::note(&format!("{nth} of {total}: {label}: {said}"));
    }

    fn learn(&mut self, item: &Item, proved: &mut Proved) {
        self.lessons.push(Lesson {
            root: item.key.clone(),
            theorem: item.name.clone(),
            source: proved.source.clone(),
            pairs: std::mem::take(&mut proved.pairs),
            preferences: std::mem::take(&mut proved.preferences),
        });
    }

    fn parts(&self) -> Parts {
        Parts::of(&self.items[..self.roots], self.args.parts, self.settings.seed)
    }

    /// Writes what there is, and says how much that is.
    fn put_out(&mut self, finished: bool) -> Result<Exit, CliError> {
        if self.roots == 0 {
            self.roots = self.items.len();
        }
        let parts = self.parts();
        let data = Data::new(&self.items, &self.lessons, &parts, self.args.limit.unwrap_or(usize::MAX));
        let mut dropped = self.dropped.clone();
        data.dropped.iter().for_each(|(why, count)| *dropped.entry(*why).or_default() += count);
        let summary = Summary::new(&data, dropped, finished, self.settings.seed, self.args.parts);
        self.folder.put_out(&data, &serde_json::to_value(&summary).unwrap_or_default())?;
        if self.common.json {
            print::json(&summary);
        } else {
            print::out(&summary.text(&self.args.out.display().to_string()));
        }
        Ok(match self.stop.is_cancelled() {
            true => Exit::Interrupted,
            false if data.parts.iter().all(|it| it.theorems.is_empty()) => Exit::Unproved,
            false => Exit::Success,
        })
    }
}
