//! `check` on F*.

use std::{path::Path, sync::Arc};

use super::{FileReport, FileStatus, TheoremReport, each, failed, rejected, report};
use crate::{
    cli::{
        Exit,
        args::{CheckArgs, Common},
        error::CliError,
        settings::{Settings, with_interface},
    },
    prover::{
        Certification, Certifier as _, ProverError,
        fstar::{
            certifier::{FstarCertifier, FstarLimits},
            file,
        },
    },
    theorem::fstar_text,
};

pub(super) async fn run(
    args: &CheckArgs,
    common: &Common,
    settings: &Settings,
    against: Option<&str>,
) -> Result<Exit, CliError> {
    let mut limits = FstarLimits::default();
    limits.time = args.timeout.unwrap_or(limits.time);
    each(args, common, async |path, text| {
        let text = &*with_interface(path, text)?;
        let fstar = Arc::new(settings.fstar(Some(path), common.quiet)?);
        let mut certifier = FstarCertifier::new(fstar, limits);
        match against {
            Some(demanded) => check_against(path, text, demanded, &mut certifier).await,
            None => check_file(path, text, &certifier).await,
        }
    })
    .await
}

/// Every definition of a file by what stands in it, and the file as a whole by F*.
async fn check_file(path: &Path, text: &str, certifier: &FstarCertifier) -> Result<FileReport, CliError> {
    if let Err(message) = named_after(path, text) {
        return Ok(failed(path, FileStatus::Error, message));
    }
    let findings = match file::inspect(text) {
        Ok(findings) => findings,
        Err(reason) => return Ok(failed(path, FileStatus::Rejected, reason)),
    };
    let module = fstar_text::module(text).unwrap_or_default();
    let refused = match certifier.certify_file(&module, text).await {
        Ok(refused) => refused,
        Err(error @ ProverError::Statement { .. }) => {
            return Ok(failed(path, FileStatus::Error, error.to_string()));
        }
        Err(error) => return Err(error.into()),
    };
    if let Some(reason) = refused {
        return Ok(failed(path, FileStatus::Error, reason));
    }
    let granted = certifier.granted(&module, text)?;
    let theorems = findings.into_iter().map(|it| match it.refused {
        Some(reason) => rejected(&it.name, reason),
        None => certified(it.name, granted.clone()),
    });
    Ok(report(path, theorems.collect()))
}

pub(in crate::cli) fn named_after(path: &Path, text: &str) -> Result<(), String> {
    let module =
        fstar_text::module(text).ok_or("it does not say which module it is: it begins with `module NAME`")?;
    match path.file_stem().is_some_and(|it| it.to_string_lossy() == module) {
        true => Ok(()),
        false => Err(format!("it says that it is the module `{module}`: F* wants it in {module}.fst")),
    }
}

fn certified(name: String, axioms: Vec<String>) -> TheoremReport {
    TheoremReport { name, status: FileStatus::Certified, reason: None, axioms }
}

async fn check_against(
    path: &Path,
    text: &str,
    demanded: &str,
    certifier: &mut FstarCertifier,
) -> Result<FileReport, CliError> {
    if let Err(message) = named_after(path, text) {
        return Ok(failed(path, FileStatus::Error, message));
    }
    let demands = file::demands(text, demanded)
        .map_err(|it| CliError::usage(format!("the file with the statements: {it}")))?;
    let mut theorems = Vec::new();
    for demand in demands {
        let name = demand.theorem.name.clone();
        let candidate = match demand.candidate {
            Ok(candidate) => candidate,
            Err(reason) => {
                theorems.push(rejected(&name, reason));
                continue;
            }
        };
        theorems.push(match certifier.certify(&demand.theorem, &candidate).await {
            Ok(Certification::Certified(certificate)) => certified(name, certificate.axioms),
            Ok(Certification::Refused { reason }) => rejected(&name, reason),
            Err(error @ ProverError::Statement { .. }) => rejected(&name, error.to_string()),
            Err(error) => return Err(error.into()),
        });
    }
    Ok(report(path, theorems))
}
