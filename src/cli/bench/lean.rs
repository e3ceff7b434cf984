//! `bench` on Lean: one pool and one certifier for all statements.

use std::collections::BTreeSet;

use super::Bench;
use crate::{
    cli::{Exit, error::CliError},
    driver,
    lemma::library::imports,
    prover::lean::session::LeanSession,
    run::Claim,
};

pub(super) async fn run(bench: &Bench<'_>, claim: Claim) -> Result<Exit, CliError> {
    let settings = bench.settings;
    // A corpus in a Lake project is for that project's Lean.
    let near = bench.args.corpora.first().map(|it| it.as_path()).filter(|it| it.exists());
    let runtime = tokio::select! {
        runtime = settings.lean(near, bench.common.quiet) => runtime?,
        () = bench.stop.cancelled() => return Ok(Exit::Interrupted),
    };
    let opened = bench.open(claim, &runtime.version(), &settings.drive)?;
    let jobs = settings.jobs.min(opened.todo.len());
    let pool = settings.pool(&runtime, settings.jobs);
    let certifier = settings.certifier(&runtime, None);
    if jobs > 0 {
        certifier.warm();
    }
    // No statement is to pay for the start of its worker.
    let start = async || pool.lease().await?.worker().await.map(|_| ());
    let started = futures::future::try_join_all((0..jobs).map(|_| start()));
    tokio::select! {
        started = started => drop(started?),
        () = bench.stop.cancelled() => return Ok(Exit::Interrupted),
    }
    if let Some(index) = &bench.index {
        let mut seen = BTreeSet::new();
        for theorem in bench.selected.theorems.iter().flatten() {
            if seen.insert(imports(&theorem.header)) {
                driver::add_library(index, &pool, &runtime, &theorem.header).await?;
            }
        }
    }
    bench.embed().await;
    let outcome = bench
        .all(opened, &settings.drive, async |theorem, _, attempt| {
            attempt.prove(&mut LeanSession::new(&pool), &mut certifier.clone(), theorem).await
        })
        .await;
    if let Some(index) = &bench.index {
        index.stop_indexing().await;
    }
    tokio::join!(pool.shutdown(), certifier.shutdown());
    outcome
}
