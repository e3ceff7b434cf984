//! `proofwright check`: certify finished proofs that people bring.

use std::path::Path;

use serde::Serialize;

use super::{
    Exit,
    args::{CheckArgs, Common},
    error::CliError,
    print,
    settings::{Settings, read},
    stop,
};
use crate::theorem::ProverKind;

pub(super) mod fstar;
pub(super) mod lean;

/// What is reported of a file.
#[derive(Debug, Serialize)]
struct FileReport {
    file: String,
    status: FileStatus,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    theorems: Vec<TheoremReport>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum FileStatus {
    Certified,
    Rejected,
    Error,
}

#[derive(Debug, Serialize)]
struct TheoremReport {
    name: String,
    status: FileStatus,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    axioms: Vec<String>,
}

pub(super) async fn run(args: CheckArgs, common: &Common) -> Result<Exit, CliError> {
    let settings = Settings::new(common, None)?;
    let first = args.files.first().map(|it| it.as_path());
    let prover = settings.prover(first);
    if let Some(other) = args.files.iter().find(|it| settings.prover(Some(it.as_path())) != prover) {
        return Err(CliError::usage(format!(
            "{} is for another prover than the first file",
            other.display()
        ))
        .hint("check Lean and F* files by themselves"));
    }
    let against = args.against.as_deref().map(read).transpose()?;
    let stop = stop::on_signal();
    let work = async {
        match prover {
            ProverKind::Lean => lean::run(&args, common, &settings, against.as_deref()).await,
            ProverKind::Fstar => fstar::run(&args, common, &settings, against.as_deref()).await,
        }
    };
    tokio::select! {
        outcome = work => outcome,
        () = stop.cancelled() => Ok(Exit::Interrupted),
    }
}

/// Checks each file that can be read, and reports on all.
async fn each(
    args: &CheckArgs,
    common: &Common,
    mut check: impl AsyncFnMut(&Path, &str) -> Result<FileReport, CliError>,
) -> Result<Exit, CliError> {
    let mut all = true;
    let mut usage = false;
    for path in &args.files {
        let report = match read(path) {
            Ok(text) => check(path, &text).await?,
            Err(error) => {
                usage = true;
                failed(path, FileStatus::Error, error.message)
            }
        };
        all &= report.status == FileStatus::Certified;
        if common.json {
            print::json(&report);
        } else {
            print::out(&readable(&report));
        }
    }
    Ok(match (all, usage) {
        (true, _) => Exit::Success,
        (false, true) => Exit::Usage,
        (false, false) => Exit::Unproved,
    })
}

/// The report on a file of which these theorems were looked at.
fn report(path: &Path, theorems: Vec<TheoremReport>) -> FileReport {
    if theorems.is_empty() {
        return failed(path, FileStatus::Rejected, "there is no theorem in it".into());
    }
    let bad = theorems.iter().find(|it| it.status != FileStatus::Certified);
    let status = bad.map_or(FileStatus::Certified, |_| FileStatus::Rejected);
    let reason = bad.map(|it| format!("{}: {}", it.name, it.reason.as_deref().unwrap_or("not certified")));
    FileReport { file: path.display().to_string(), status, reason, theorems }
}

fn rejected(name: &str, reason: String) -> TheoremReport {
    TheoremReport {
        name: name.into(),
        status: FileStatus::Rejected,
        reason: Some(reason),
        axioms: Vec::new(),
    }
}

fn failed(path: &Path, status: FileStatus, reason: String) -> FileReport {
    FileReport { file: path.display().to_string(), status, reason: Some(reason), theorems: Vec::new() }
}

fn readable(report: &FileReport) -> String {
    let word = |status| match status {
        FileStatus::Certified => "certified",
        FileStatus::Rejected => "rejected ",
        FileStatus::Error => "error    ",
    };
    let mut out = format!("{} {}", word(report.status), report.file);
    if report.theorems.is_empty()
        && let Some(reason) = &report.reason
    {
        out.push_str(&format!(": {reason}"));
    }
    out.push('\n');
    for theorem in &report.theorems {
        out.push_str(&format!("  {} {}", word(theorem.status), theorem.name));
        match &theorem.reason {
            Some(reason) => out.push_str(&format!(": {}", reason.trim().replace('\n', "\n    "))),
            None if theorem.axioms.is_empty() => out.push_str(" (no axioms but what the library rests on)"),
            None => out.push_str(&format!(" ({})", theorem.axioms.join(", "))),
        }
        out.push('\n');
    }
    out
}
