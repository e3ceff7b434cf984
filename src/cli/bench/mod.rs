//! `proofwright bench`: a corpus from its first statement to its summary, in a folder that a crash leaves whole.

use std::{
    path::{Path, PathBuf},
    time::{Instant, SystemTime},
};

use futures::StreamExt;
use tokio_util::sync::CancellationToken;

use super::{
    Exit,
    args::{BenchArgs, BenchCommand, Common},
    embeddings::Embeddings,
    error::CliError,
    print,
    prove::GRACE,
    report,
    settings::Settings,
    stop,
};
use crate::{
    driver::{self, Record, Sources},
    lemma::{Index, Provenance, Retrieval},
    proposer::{Proposer, spec},
    prover::{Certifier, ProverError, Session},
    run::{Claim, Row, Run, RunFolder, Summary, counted, utc},
    theorem::{ProverKind, Theorem},
};

mod board;
mod compare;
mod config;
mod corpus;
mod filter;
mod fstar;
mod lean;
mod summary;
mod watch;

use board::Board;
use corpus::Selected;
use watch::Watcher;

/// What a run needs beside its prover.
struct Bench<'a> {
    args: &'a BenchArgs,
    common: &'a Common,
    settings: &'a Settings,
    selected: &'a Selected,
    /// One for each attempt, which has a seed of its own.
    proposers: Vec<Box<dyn Proposer>>,
    index: Option<Index>,
    embeddings: Option<Embeddings>,
    stop: CancellationToken,
}

pub(super) async fn run(args: BenchArgs, common: &Common) -> Result<Exit, CliError> {
    if let Some(BenchCommand::Compare(it)) = &args.command {
        return compare::run(it, common);
    }
    let settings = Settings::new(common, Some(&args.search))?;
    let proposers = (0..args.pass).map(|attempt| {
        let mut options = settings.models.clone();
        options.seed = options.seed.wrapping_add(attempt.into());
        spec::build(&settings.proposers, &options, &|name| std::env::var(name).ok())
    });
    let proposers = proposers.collect::<Result<Vec<_>, _>>()?;
    let embeddings = Embeddings::of(&settings, common.quiet);
    let embeddings = if settings.index.named.is_some() { embeddings? } else { None };
    if args.search.embeddings.is_some() && embeddings.is_none() {
        return Err(CliError::usage("there is no index whose premises `--embeddings` could rank")
            .hint("name one with `--index FILE`; it may be a new one, for the library alone"));
    }
    let selected = corpus::select(&args, &settings)?;
    if args.list {
        selected.list(common);
        return Ok(Exit::Success);
    }
    let folder = folder(&args);
    let provenance = Provenance {
        run: Some(folder.display().to_string()),
        corpus: args.corpora.first().map(|it| it.display().to_string()),
        ..Provenance::default()
    };
    let index = settings.index.named(provenance)?;
    let claim = Claim::take(&folder, args.resume)?;
    let bench = Bench {
        args: &args,
        common,
        settings: &settings,
        selected: &selected,
        proposers,
        index,
        embeddings,
        stop: stop::on_signal(),
    };
    match selected.prover {
        ProverKind::Lean => lean::run(&bench, claim).await,
        ProverKind::Fstar => fstar::run(&bench, claim).await,
    }
}

/// The folder that is named, or one after the time and the first corpus.
fn folder(args: &BenchArgs) -> PathBuf {
    args.out.clone().unwrap_or_else(|| {
        let stem = args.corpora.first().and_then(|it| it.file_stem()).unwrap_or_default();
        let time = utc(SystemTime::now()).replace([':', '-'], "");
        Path::new("runs").join(format!("{time}-{}", stem.to_string_lossy()))
    })
}

impl Bench<'_> {
    /// Works on all that is not done yet and says what came of it.
    async fn all(
        &self,
        opened: Opened,
        drive: &driver::Settings,
        prove: impl AsyncFn(&Theorem, usize, Attempt<'_>) -> Result<Record, ProverError>,
    ) -> Result<Exit, CliError> {
        let Opened { mut folder, mut run, todo } = opened;
        let total = self.selected.statements.len() * self.args.pass as usize;
        let finished = counted(&run.rows).into_values().filter(|it| !it.is_to_repeat());
        let board = Board::new(total, finished.map(|it| &it.record), self.common.quiet, self.common.verbose);
        if !self.common.quiet && todo.len() < total {
            print::note(&format!("{} of {total} attempts are done already", total - todo.len()));
        }
        let before = run.rows.iter().map(|it| it.ended_ms).max().unwrap_or(0);
        let begun = Instant::now();
        let (prove, board) = (&prove, &board);
        let job = async |todo: Todo| {
            let (attempt, index, started_at) = (todo.attempt, todo.index, utc(SystemTime::now()));
            let record = self.one(todo, drive, prove, board).await;
            (attempt, index, started_at, record)
        };
        let jobs = futures::stream::iter(todo).map(job).buffer_unordered(self.settings.jobs);
        tokio::pin!(jobs);
        // After a stop, what is about to be certified is waited for, but not a prover that is busy.
        let grace = async {
            self.stop.cancelled().await;
            tokio::time::sleep(GRACE).await;
        };
        tokio::pin!(grace);
        let mut trouble: Option<CliError> = None;
        loop {
            let done = tokio::select! {
                done = jobs.next() => done,
                () = &mut grace => None,
            };
            let Some((attempt, index, started_at, record)) = done else { break };
            let record = match record {
                Ok(record) => record,
                // Without a prover the rest would fail alike; what was proved is kept.
                Err(error) => {
                    trouble = Some(error.into());
                    break;
                }
            };
            // What was interrupted is not known to fail, and is tried again.
            if record.reason.as_deref() == Some("cancelled") {
                continue;
            }
            let id = self.selected.statements[index].id.clone();
            board.done(&id, &record);
            let ended_ms = before + begun.elapsed().as_millis() as u64;
            let row = Row { id, index, attempt, started_at, ended_ms, record };
            if self.common.json {
                print::json(&row);
            }
            if let Err(error) = folder.add(&row) {
                trouble = Some(error.into());
                break;
            }
            run.rows.push(row);
        }
        board.finish();
        self.finish(&folder, &run, trouble)
    }

    /// Has the index draw on embeddings, if they are wanted.
    async fn embed(&self) {
        if let (Some(index), Some(embeddings)) = (&self.index, &self.embeddings) {
            embeddings.serve(index, &self.stop).await;
        }
    }

    /// Begins the run in its folder, or goes on with it; `version` is that of the prover.
    fn open(&self, claim: Claim, version: &str, drive: &driver::Settings) -> Result<Opened, CliError> {
        let config = config::config(self, version, drive)?;
        let statements = &self.selected.statements;
        let (folder, run) = if self.args.resume {
            claim.resume(&config, statements)?
        } else {
            let headers =
                self.selected.theorems.iter().map(|it| it.as_ref().map_or("", |it| it.header.as_str()));
            let folder = claim.begin(&config, statements, &headers.collect::<Vec<_>>())?;
            if !self.common.quiet {
                let (chosen, found) = (statements.len(), self.selected.found);
                print::note(&format!("{chosen} of {found} statements, run in {}", folder.path().display()));
            }
            let path = folder.path().to_owned();
            (folder, Run { path, config, statements: statements.clone(), ..Run::default() })
        };
        for note in &run.notes {
            print::note(&format!("{} {note}", print::paint("warning:", "1;33")));
        }
        let known = counted(&run.rows);
        let mut todo = Vec::new();
        // All first attempts come first, so that an interrupted run says something of every statement.
        for attempt in 0..self.args.pass {
            for (index, statement) in statements.iter().enumerate() {
                let row = known.get(&(statement.id.as_str(), attempt));
                if row.is_none_or(|it| it.is_to_repeat()) {
                    // What ended for the prover's sake begins anew.
                    todo.push(Todo {
                        attempt,
                        index,
                        path: run.tree(&statement.id, attempt),
                        resume: row.is_none(),
                    });
                }
            }
        }
        Ok(Opened { folder, run, todo })
    }

    /// One attempt at one statement.
    async fn one(
        &self,
        Todo { attempt, index, path, resume }: Todo,
        drive: &driver::Settings,
        prove: &impl AsyncFn(&Theorem, usize, Attempt<'_>) -> Result<Record, ProverError>,
        board: &Board,
    ) -> Result<Record, ProverError> {
        let statement = &self.selected.statements[index];
        let Some(theorem) = &self.selected.theorems[index] else {
            let nothing = Theorem::new(&statement.name, self.selected.prover, "", "", 0..0);
            let reason = statement.error.clone().unwrap_or_default();
            let place = format!("{}:{}: {reason}", statement.source, statement.line);
            return Ok(self.seeded(Record::statement_error(&nothing, place), attempt));
        };
        if self.stop.is_cancelled() {
            return Ok(Record { reason: Some("cancelled".into()), ..Record::empty(theorem) });
        }
        let watch = Watcher { board, id: &statement.id, budget: drive.budget.time, path, resume };
        let proposer = &*self.proposers[attempt as usize];
        let lemmas = self.index.as_ref().map(|it| -> &dyn Retrieval { it });
        let sources = Sources { proposer, index: lemmas };
        let this = Attempt { sources, drive, stop: &self.stop, watch };
        let record = match prove(theorem, index, this).await {
            // A theorem that kills its prover whenever it is opened says nothing about the others.
            Err(ProverError::Died { message, .. } | ProverError::Protocol { message, .. }) => {
                Record::prover_error(theorem, message)
            }
            other => other?,
        };
        Ok(self.seeded(record, attempt))
    }

    fn seeded(&self, record: Record, attempt: u32) -> Record {
        Record { seed: self.settings.seed.wrapping_add(attempt.into()), ..record }
    }

    /// Writes and prints the summary.
    fn finish(&self, folder: &RunFolder, run: &Run, trouble: Option<CliError>) -> Result<Exit, CliError> {
        let summary = Summary::of(run, self.args.pass);
        let written = folder.summarise(&summary);
        if self.common.json {
            print::json(&serde_json::json!({ "summary": summary, "run": folder.path() }));
        } else {
            print::out(&summary::text(&summary));
        }
        summary::shout(&summary);
        if !summary.is_complete() && !self.common.quiet {
            print::note(&format!(
                "{} of {} attempts are recorded; go on with the same command and `--out {} --resume`",
                summary.attempts.done,
                summary.attempts.of,
                folder.path().display()
            ));
        }
        if let Some(trouble) = trouble {
            return Err(trouble);
        }
        written?;
        if !self.args.no_report {
            report::write(run, &summary, &folder.path().join("report"), self.common)?;
        }
        Ok(if self.stop.is_cancelled() {
            Exit::Interrupted
        } else if summary.proved == summary.statements && summary.untrue_proved.is_empty() {
            Exit::Success
        } else {
            Exit::Unproved
        })
    }
}

/// A run folder, and what is to be done in it.
struct Opened {
    folder: RunFolder,
    run: Run,
    todo: Vec<Todo>,
}

/// An attempt that is to be made.
struct Todo {
    attempt: u32,
    /// The place of the statement.
    index: usize,
    /// Where its search is written down.
    path: PathBuf,
    /// Whether to go on with what is written there.
    resume: bool,
}

/// What one attempt is made with.
struct Attempt<'a> {
    sources: Sources<'a>,
    drive: &'a driver::Settings,
    stop: &'a CancellationToken,
    watch: Watcher<'a>,
}

impl Attempt<'_> {
    /// Searches, and certifies what is found.
    async fn prove<S: Session, C: Certifier>(
        self,
        session: &mut S,
        certifier: &mut C,
        theorem: &Theorem,
    ) -> Result<Record, ProverError> {
        let Attempt { sources, drive, stop, mut watch } = self;
        let holes = std::slice::from_ref(theorem);
        driver::prove(session, certifier, sources, holes, drive, stop, &mut watch).await
    }
}
