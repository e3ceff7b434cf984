//! `bench` on F*: each file has the F* that its folder asks for.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use super::Bench;
use crate::{
    cli::{Exit, error::CliError},
    prover::fstar::{
        Fstar,
        certifier::{FstarCertifier, FstarLimits},
        session::FstarSession,
    },
    run::Claim,
};

pub(super) async fn run(bench: &Bench<'_>, claim: Claim) -> Result<Exit, CliError> {
    let mut provers: BTreeMap<&str, Arc<Fstar>> = BTreeMap::new();
    for statement in &bench.selected.statements {
        if !provers.contains_key(statement.source.as_str()) {
            let quiet = bench.common.quiet || !provers.is_empty();
            let fstar = bench.settings.fstar(Some(Path::new(&statement.source)), quiet)?;
            provers.insert(&statement.source, Arc::new(fstar));
        }
    }
    let mut versions: Vec<&str> = provers.values().map(|it| it.version.as_str()).collect();
    versions.sort_unstable();
    versions.dedup();
    let drive = bench.settings.drive.for_fstar();
    let opened = bench.open(claim, &versions.join("; "), &drive)?;
    bench.embed().await;
    bench
        .all(opened, &drive, async |theorem, index, attempt| {
            let fstar = &provers[bench.selected.statements[index].source.as_str()];
            let mut certifier = FstarCertifier::new(Arc::clone(fstar), FstarLimits::default());
            attempt.prove(&mut FstarSession::new(Arc::clone(fstar)), &mut certifier, theorem).await
        })
        .await
}
