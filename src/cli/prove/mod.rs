//! `proofwright prove`: fill the holes of a file, or prove one statement.

use std::{path::Path, time::Duration};

use futures::StreamExt;
use tokio_util::sync::CancellationToken;

use super::{
    Exit,
    args::{Common, ProveArgs},
    edit::Edited,
    embeddings::Embeddings,
    error::CliError,
    print,
    progress::Board,
    settings::{Settings, read},
    stop,
};
use crate::{
    driver::{self, Record, Sources, Status},
    lemma::{Index, Provenance, Retrieval},
    proposer::{Proposer, spec},
    prover::{Certifier, ProverError, Session},
    theorem::{ProverKind, Target},
};

pub(super) mod fstar;
mod lean;

/// How long a run goes on after it was asked to stop.
pub(super) const GRACE: Duration = Duration::from_secs(10);

/// The text to work on, and where it came from.
struct Source {
    text: String,
    /// Bytes of `text` that were put in front of what the user gave.
    prefix: usize,
}

/// One run of the command.
struct Run<'a> {
    args: &'a ProveArgs,
    common: &'a Common,
    settings: &'a Settings,
    proposer: &'a dyn Proposer,
    index: Option<Index>,
    embeddings: Option<Embeddings>,
    source: Source,
    stop: CancellationToken,
}

pub(super) async fn run(args: ProveArgs, common: &Common) -> Result<Exit, CliError> {
    let settings = Settings::new(common, Some(&args.search))?;
    // What is wrong with a proposer should be known before a prover is started.
    let proposer = spec::build(&settings.proposers, &settings.models, &|name| std::env::var(name).ok())?;
    let embeddings = Embeddings::of(&settings, common.quiet)?;
    let prover = settings.prover(args.file.as_deref());
    let source = source(&args, prover)?;
    if args.in_place && near(&args).is_none() {
        return Err(CliError::usage("`--in-place` needs a file").hint("stdin cannot be written back"));
    }
    let stop = stop::on_signal();
    let run = near(&args).map(|it| it.display().to_string());
    let index = settings.index.usual(Provenance { run, ..Provenance::default() })?;
    let proposer = &*proposer;
    let run = Run { args: &args, common, settings: &settings, proposer, index, embeddings, source, stop };
    match prover {
        ProverKind::Lean => lean::run(&run).await,
        ProverKind::Fstar => fstar::run(&run).await,
    }
}

/// The file on disk that is worked on, if it is one.
fn near(args: &ProveArgs) -> Option<&Path> {
    args.file.as_deref().filter(|it| it.as_os_str() != "-")
}

fn source(args: &ProveArgs, prover: ProverKind) -> Result<Source, CliError> {
    let mut prefix = match &args.header {
        Some(path) => read(path)?,
        None => String::new(),
    };
    if !prefix.is_empty() && !prefix.ends_with('\n') {
        prefix.push('\n');
    }
    let body = match (&args.statement, &args.file) {
        (Some(statement), _) => match prover {
            ProverKind::Lean => lean::statement_text(statement),
            ProverKind::Fstar => {
                if crate::theorem::fstar_text::module(&prefix).is_none() {
                    prefix.insert_str(0, "module Statement\n");
                }
                fstar::statement_text(statement)
            }
        },
        (None, Some(path)) => read(path)?,
        (None, None) => {
            return Err(CliError::usage("there is nothing to prove: name a file or a `--statement`"));
        }
    };
    Ok(Source { prefix: prefix.len(), text: prefix + &body })
}

impl Run<'_> {
    /// What the user's text is called in messages.
    fn name(&self) -> String {
        match &self.args.file {
            Some(path) if self.args.statement.is_none() => path.display().to_string(),
            _ => "statement".into(),
        }
    }

    /// Keeps the targets that were asked for.
    fn choose(&self, targets: &mut Vec<Target>) -> Result<(), CliError> {
        targets.retain(|it| it.range.start >= self.source.prefix);
        if self.args.theorem.is_empty() {
            return Ok(());
        }
        for name in &self.args.theorem {
            if !targets.iter().any(|it| it.name() == name) {
                let names: Vec<_> = targets.iter().map(Target::name).collect();
                return Err(CliError::usage(format!("there is no theorem `{name}` with a hole"))
                    .hint(format!("those with holes are: {}", names.join(", "))));
            }
        }
        targets.retain(|it| self.args.theorem.iter().any(|name| name == it.name()));
        Ok(())
    }

    /// Works on all targets, some at once, and prints or writes what was certified.
    ///
    /// # Errors
    /// What ended the run early; what was proved before is printed all the same.
    async fn all(
        &self,
        targets: &[Target],
        prove: impl AsyncFn(&Target, &Board) -> Result<Record, ProverError>,
    ) -> Result<Vec<Option<Record>>, CliError> {
        let Run { args, common, source, stop, .. } = self;
        let path = args.file.as_deref().unwrap_or(Path::new("statement"));
        let board = Board::new(targets.len(), common.quiet, common.verbose);
        let mut edited = Edited::new(path, &source.text[source.prefix..]);
        let mut trouble: Option<CliError> = None;
        let mut records: Vec<Option<Record>> = vec![None; targets.len()];
        let (prove, board) = (&prove, &board);
        let job = async |index: usize| (index, self.one(&targets[index], prove, board).await);
        let jobs = futures::stream::iter(0..targets.len()).map(job).buffer_unordered(self.settings.jobs);
        tokio::pin!(jobs);
        // After a stop, what is about to be certified is waited for, but not a prover that is busy.
        let grace = async {
            stop.cancelled().await;
            tokio::time::sleep(GRACE).await;
        };
        tokio::pin!(grace);
        loop {
            let done = tokio::select! {
                done = jobs.next() => done,
                () = &mut grace => None,
            };
            let Some((index, record)) = done else { break };
            let record = match record {
                Ok(record) => record,
                // Without a prover the rest would fail alike; what was proved is kept.
                Err(error) => {
                    trouble = Some(error.into());
                    break;
                }
            };
            board.done(&record);
            if common.json {
                print::json(&record);
            }
            if let (Status::Proved, Some(proof)) = (record.status, &record.proof) {
                let range = &targets[index].range;
                // A part of the statement may stand in another file.
                let whole = source.text[range.clone()] == targets[index].holes[0].statement;
                let proof = record.script.as_ref().filter(|_| !whole).unwrap_or(proof);
                edited.put(range.start - source.prefix..range.end - source.prefix, proof.clone());
                if args.in_place
                    && let Err(error) = edited.write_back()
                {
                    trouble = Some(error);
                    break;
                }
            }
            records[index] = Some(record);
            if stop.is_cancelled() {
                break;
            }
        }
        board.finish();
        if !common.json && !args.in_place {
            let text = if args.diff { edited.patch() } else { edited.text() };
            print::out(&text);
        }
        trouble.map_or(Ok(records), Err)
    }

    async fn one(
        &self,
        target: &Target,
        prove: &impl AsyncFn(&Target, &Board) -> Result<Record, ProverError>,
        board: &Board,
    ) -> Result<Record, ProverError> {
        if self.stop.is_cancelled() {
            let mut record = Record::empty(&target.holes[0]);
            record.reason = Some("cancelled".into());
            return Ok(record);
        }
        let record = match prove(target, board).await {
            // A theorem that kills its prover whenever it is opened says nothing about the others.
            Err(ProverError::Died { message, .. } | ProverError::Protocol { message, .. }) => {
                Record::prover_error(&target.holes[0], message)
            }
            other => other?,
        };
        Ok(Record { seed: self.settings.seed, ..record })
    }

    /// Has the index draw on embeddings, if they are wanted.
    async fn embed(&self) {
        if let (Some(index), Some(embeddings)) = (&self.index, &self.embeddings) {
            embeddings.serve(index, &self.stop).await;
        }
    }

    fn sources(&self) -> Sources<'_> {
        let index = self.index.as_ref().map(|it| -> &dyn Retrieval { it });
        Sources { proposer: self.proposer, index }
    }

    /// Searches for one target.
    async fn search<S: Session, C: Certifier>(
        &self,
        target: &Target,
        session: &mut S,
        certifier: &mut C,
        drive: &driver::Settings,
        board: &Board,
    ) -> Result<Record, ProverError> {
        let indexing = || self.index.as_ref().and_then(Index::indexing);
        let mut watch =
            |progress| board.progress(target.name(), drive.budget.time, progress, indexing().as_ref());
        driver::prove(session, certifier, self.sources(), &target.holes, drive, &self.stop, &mut watch).await
    }

    /// How the command ends; `sound` says that there was nothing wrong with the text beside its holes.
    fn exit(&self, records: &[Option<Record>], sound: bool) -> Exit {
        let broken = |it: &Record| it.reason.as_deref() == Some("statement_error");
        if self.stop.is_cancelled() {
            Exit::Interrupted
        } else if !sound || records.iter().flatten().any(broken) {
            Exit::Usage
        } else if records.iter().all(|it| it.as_ref().is_some_and(|it| it.status == Status::Proved)) {
            Exit::Success
        } else {
            Exit::Unproved
        }
    }
}
