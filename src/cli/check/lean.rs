//! `check` on Lean.

use std::{collections::BTreeMap, path::Path};

use super::{FileReport, FileStatus, TheoremReport, each, failed, rejected, report};
use crate::{
    cli::{
        Exit,
        args::{CheckArgs, Common},
        error::CliError,
        settings::Settings,
    },
    prover::{
        Certification, ProverError,
        lean::{
            certifier::{Candidate, LeanCertifier},
            file,
            pool::LeanPool,
            protocol::{CheckReply, Command},
        },
    },
};

/// The statements that `--against` demands.
struct Demanded {
    header: String,
    statement: String,
}

pub(super) async fn run(
    args: &CheckArgs,
    common: &Common,
    settings: &Settings,
    against: Option<&str>,
) -> Result<Exit, CliError> {
    let runtime = settings.lean(args.files.first().map(|it| it.as_path()), common.quiet).await?;
    let pool = settings.pool(&runtime, 1);
    let certifier = settings.certifier(&runtime, args.timeout);
    certifier.warm();
    let outcome = check_all(args, common, against, &pool, &certifier).await;
    tokio::join!(pool.shutdown(), certifier.shutdown());
    outcome
}

async fn check_all(
    args: &CheckArgs,
    common: &Common,
    against: Option<&str>,
    pool: &LeanPool,
    certifier: &LeanCertifier,
) -> Result<Exit, CliError> {
    let against_name = args.against.as_deref().unwrap_or(Path::new("")).display().to_string();
    let demanded = match against {
        Some(text) => Some(demanded(&against_name, text, pool).await?),
        None => None,
    };
    each(args, common, async |path, text| check_file(path, text, demanded.as_ref(), pool, certifier).await)
        .await
}

/// The theorems of the file with statements, by name.
async fn demanded(name: &str, text: &str, pool: &LeanPool) -> Result<BTreeMap<String, Demanded>, CliError> {
    let checked = pool.check(text).await?;
    let errors = file::errors(&checked, name, 0);
    if !errors.is_empty() {
        return Err(CliError::usage(format!("Lean does not accept the statements:\n{}", errors.join("\n")))
            .hint("correct the file with the statements first"));
    }
    let mut all = BTreeMap::new();
    for command in checked.commands.iter().filter(|it| is_theorem(it)) {
        let (Some(name), Some(header), Some(statement)) =
            (command.names.first(), text.get(..command.start), text.get(command.start..command.end))
        else {
            continue;
        };
        all.insert(name.clone(), Demanded { header: header.into(), statement: statement.into() });
    }
    if all.is_empty() {
        return Err(CliError::usage(format!("{name} has no theorem to demand"))
            .hint("write `theorem NAME : STATEMENT := by sorry` for each"));
    }
    Ok(all)
}

pub(in crate::cli) fn is_theorem(command: &Command) -> bool {
    matches!(command.decl.as_deref(), Some("theorem" | "lemma"))
}

async fn check_file(
    path: &Path,
    text: &str,
    demanded: Option<&BTreeMap<String, Demanded>>,
    pool: &LeanPool,
    certifier: &LeanCertifier,
) -> Result<FileReport, CliError> {
    let checked = match pool.check(text).await {
        Ok(checked) => checked,
        Err(error @ (ProverError::Died { .. } | ProverError::Statement { .. })) => {
            return Ok(failed(path, FileStatus::Error, error.to_string()));
        }
        Err(error) => return Err(error.into()),
    };
    let errors = file::errors(&checked, &path.display().to_string(), 0);
    if !errors.is_empty() {
        return Ok(failed(path, FileStatus::Error, errors.join("\n")));
    }
    let mut theorems = Vec::new();
    for command in checked.commands.iter().filter(|it| is_theorem(it)) {
        let Some(name) = command.names.first() else { continue };
        let demand = match demanded {
            None => None,
            Some(all) => match all.get(name) {
                Some(demand) => Some(demand),
                // A lemma on the way to what is demanded.
                None => continue,
            },
        };
        let (header, text) = (text.get(..command.start), text.get(command.start..command.end));
        let (Some(header), Some(text)) = (header, text) else { continue };
        let statement = demand.map(|it| it.statement.as_str());
        let statement_header = demand.map(|it| it.header.as_str());
        let candidate = Candidate { header, statement, statement_header, text, name };
        theorems.push(certify(name, candidate, &checked, certifier).await?);
    }
    for name in demanded.into_iter().flat_map(|it| it.keys()) {
        if !theorems.iter().any(|it| it.name == *name) {
            theorems.push(rejected(name, "the file does not prove it".into()));
        }
    }
    if demanded.is_none() {
        theorems.extend(unfinished(&checked));
    }
    Ok(report(path, theorems))
}

/// What the file holds beside its theorems that keeps it from being finished.
fn unfinished(checked: &CheckReply) -> Vec<TheoremReport> {
    let others = checked.commands.iter().filter(|it| !is_theorem(it));
    let found = others.filter_map(|it| {
        let inside = |at: usize| (it.start..it.end).contains(&at);
        let reason = if !it.holes.is_empty() {
            "it has a `sorry`"
        } else if checked.decls.iter().any(|decl| inside(decl.start) && decl.sorry) {
            "it rests on a `sorry`"
        } else if it.decl.is_none()
            && checked.decls.iter().any(|decl| inside(decl.start) && decl.kind == "theorem")
        {
            "it is declared together with others; only a theorem by itself is certified"
        } else {
            return None;
        };
        let kind = it.decl.as_deref().unwrap_or("a command").to_owned();
        let name = if it.names.is_empty() { kind } else { it.names.join(", ") };
        Some(TheoremReport {
            name,
            status: FileStatus::Rejected,
            reason: Some(reason.into()),
            axioms: Vec::new(),
        })
    });
    found.collect()
}

async fn certify(
    name: &str,
    candidate: Candidate<'_>,
    checked: &CheckReply,
    certifier: &LeanCertifier,
) -> Result<TheoremReport, ProverError> {
    let axioms =
        checked.decls.iter().find(|it| it.name == name).map(|it| it.axioms.clone()).unwrap_or_default();
    let report =
        |status, reason: Option<String>, axioms| TheoremReport { name: name.into(), status, reason, axioms };
    let rejected = |reason| Ok(report(FileStatus::Rejected, Some(reason), axioms.clone()));
    match certifier.certify_text(candidate).await? {
        Certification::Certified(certificate) => Ok(report(FileStatus::Certified, None, certificate.axioms)),
        Certification::Refused { reason } => rejected(reason),
    }
}
