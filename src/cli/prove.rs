//! `proofwright prove`: fill the holes of a file, or prove one statement.

use std::{path::Path, sync::Mutex, time::Duration};

use futures::StreamExt;
use tokio_util::sync::CancellationToken;

use super::{
    Exit,
    args::{Common, ProveArgs},
    edit::Edited,
    error::CliError,
    print,
    progress::Board,
    settings::{Settings, read},
    stop,
};
use crate::{
    driver::{self, Record, Status},
    proposer::{Proposer, spec},
    prover::{
        ProverError,
        lean::{
            certifier::LeanCertifier,
            file::{self, Target},
            pool::LeanPool,
            session::LeanSession,
            survive,
        },
    },
};

/// How long a run goes on after it was asked to stop.
const GRACE: Duration = Duration::from_secs(10);

/// The text to work on, and where it came from.
struct Source {
    text: String,
    /// Bytes of `text` that were put in front of what the user gave.
    prefix: usize,
}

pub(super) async fn run(args: ProveArgs, common: &Common) -> Result<Exit, CliError> {
    let settings = Settings::new(common, Some(&args.search))?;
    // What is wrong with a proposer should be known before a prover is started.
    let proposer = spec::build(&settings.proposers, &settings.model(), &|name| std::env::var(name).ok())?;
    let source = source(&args)?;
    let near = args.file.as_deref().filter(|it| it.as_os_str() != "-");
    if args.in_place && near.is_none() {
        return Err(CliError::usage("`--in-place` needs a file").hint("stdin cannot be written back"));
    }
    let stop = stop::on_signal();
    let runtime = tokio::select! {
        runtime = settings.lean(near, common.quiet) => runtime?,
        () = stop.cancelled() => return Ok(Exit::Interrupted),
    };
    let pool = settings.pool(&runtime, settings.jobs);
    let certifier = settings.certifier(&runtime, None);
    let outcome = with_prover(&args, common, &settings, &*proposer, &source, &pool, &certifier, &stop).await;
    tokio::join!(pool.shutdown(), certifier.shutdown());
    outcome
}

fn source(args: &ProveArgs) -> Result<Source, CliError> {
    let mut prefix = match &args.header {
        Some(path) => read(path)?,
        None => String::new(),
    };
    if !prefix.is_empty() && !prefix.ends_with('\n') {
        prefix.push('\n');
    }
    let body = match (&args.statement, &args.file) {
        (Some(statement), _) => statement_text(statement),
        (None, Some(path)) => read(path)?,
        (None, None) => {
            return Err(CliError::usage("there is nothing to prove: name a file or a `--statement`"));
        }
    };
    Ok(Source { prefix: prefix.len(), text: prefix + &body })
}

/// A statement as it is typed, with a hole for its proof.
fn statement_text(typed: &str) -> String {
    let typed = typed.trim();
    let is_command =
        ["theorem ", "lemma ", "example", "def ", "instance", "@[", "open ", "variable ", "import "]
            .iter()
            .any(|it| typed.starts_with(it));
    let typed = if is_command { typed.to_owned() } else { format!("theorem statement : {typed}") };
    let has_hole = ["sorry", "admit"].iter().any(|it| typed.ends_with(it));
    let text =
        if has_hole { typed } else { format!("{} := by sorry", typed.trim_end_matches(":= by").trim_end()) };
    text + "\n"
}

#[expect(clippy::too_many_arguments, reason = "the parts of one run, put together in one place")]
async fn with_prover(
    args: &ProveArgs,
    common: &Common,
    settings: &Settings,
    proposer: &dyn Proposer,
    source: &Source,
    pool: &LeanPool,
    certifier: &LeanCertifier,
    stop: &CancellationToken,
) -> Result<Exit, CliError> {
    let path = args.file.as_deref().unwrap_or(Path::new("statement"));
    let survived = tokio::select! {
        survived = survive::check(pool, &source.text) => survived?,
        () = stop.cancelled() => return Ok(Exit::Interrupted),
    };
    let name = if args.statement.is_some() { "statement".into() } else { path.display().to_string() };
    let header = source.text[..source.prefix].matches('\n').count();
    let errors = file::errors(&survived.checked, &name, header);
    let mut targets = file::targets(&survived.text, &survived.checked);
    targets.retain(|it| it.range.start >= source.prefix);
    if !args.theorem.is_empty() {
        for name in &args.theorem {
            if !targets.iter().any(|it| it.name() == name) {
                let names: Vec<_> = targets.iter().map(Target::name).collect();
                return Err(CliError::usage(format!("there is no theorem `{name}` with a hole"))
                    .hint(format!("those with holes are: {}", names.join(", "))));
            }
        }
        targets.retain(|it| args.theorem.iter().any(|name| name == it.name()));
    }
    for left_out in &survived.left_out {
        let line = source.text[..left_out.start].matches('\n').count() + 1;
        let place =
            if line > header { format!("{name}:{}", line - header) } else { format!("header:{line}") };
        print::note(&format!(
            "{} {place}: Lean does not live through the declaration here; it is left out of what follows",
            print::paint("warning:", "1;33")
        ));
    }
    if targets.is_empty() && survived.left_out.is_empty() {
        return match errors.is_empty() {
            true => Err(CliError::usage("there is no `sorry` to fill").hint(
                "write `theorem NAME : STATEMENT := by sorry`; `proofwright check` certifies finished proofs",
            )),
            false => Err(CliError::usage(format!("Lean does not accept the text:\n{}", errors.join("\n")))
                .hint(
                    "correct it first; what an import of a Lake project brings is there with `--project DIR`",
                )),
        };
    }
    for error in &errors {
        print::note(&format!("{} {error}", print::paint("lean:", "1;33")));
    }
    certifier.warm();
    let board = Board::new(targets.len(), common.quiet, common.verbose);
    let edited = Mutex::new(Edited::new(path, &source.text[source.prefix..]));
    let mut trouble: Option<CliError> = None;
    let mut records: Vec<Option<Record>> = vec![None; targets.len()];
    let job = async |index: usize| {
        let target = &targets[index];
        let record = prove(target, settings, proposer, pool, certifier, stop, &board).await;
        (index, record)
    };
    let jobs = futures::stream::iter(0..targets.len()).map(job).buffer_unordered(settings.jobs);
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
            let mut edited = edited.lock().unwrap_or_else(|it| it.into_inner());
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
    let edited = edited.into_inner().unwrap_or_else(|it| it.into_inner());
    if !common.json && !args.in_place {
        let text = if args.diff { edited.patch() } else { edited.text() };
        print::out(&text);
    }
    if let Some(error) = trouble {
        return Err(error);
    }
    if stop.is_cancelled() {
        return Ok(Exit::Interrupted);
    }
    let proved = records.iter().flatten().filter(|it| it.status == Status::Proved).count();
    // With names given, what else is in the file does not matter.
    let accepted = !args.theorem.is_empty() || errors.is_empty();
    let broken = |it: &Record| it.reason.as_deref() == Some("statement_error");
    Ok(if !accepted || records.iter().flatten().any(broken) {
        Exit::Usage
    } else if proved == targets.len() && survived.left_out.is_empty() {
        Exit::Success
    } else {
        Exit::Unproved
    })
}

async fn prove(
    target: &Target,
    settings: &Settings,
    proposer: &dyn Proposer,
    pool: &LeanPool,
    certifier: &LeanCertifier,
    stop: &CancellationToken,
    board: &Board,
) -> Result<Record, ProverError> {
    if stop.is_cancelled() {
        let mut record = Record::empty(&target.holes[0]);
        record.reason = Some("cancelled".into());
        return Ok(record);
    }
    let mut session = LeanSession::new(pool);
    let mut certifier = certifier.clone();
    let budget = settings.drive.budget.time;
    let mut watch = |progress| board.progress(target.name(), budget, progress);
    let proved = driver::prove(
        &mut session,
        &mut certifier,
        proposer,
        &target.holes,
        &settings.drive,
        stop,
        &mut watch,
    )
    .await;
    let record = match proved {
        // A theorem that kills Lean whenever it is opened says nothing about the others.
        Err(ProverError::Died { message, .. } | ProverError::Protocol { message, .. }) => {
            Record::prover_error(&target.holes[0], message)
        }
        other => other?,
    };
    Ok(Record { seed: settings.seed, ..record })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_is_completed_as_it_is_typed() {
        let text = statement_text("theorem t : 1 + 1 = 2");
        assert_eq!(text, "theorem t : 1 + 1 = 2 := by sorry\n");
        assert_eq!(statement_text("1 + 1 = 2"), "theorem statement : 1 + 1 = 2 := by sorry\n");
        assert_eq!(statement_text("theorem t : p := sorry"), "theorem t : p := sorry\n");
        assert_eq!(statement_text("theorem t : p := by"), "theorem t : p := by sorry\n");
    }
}
