//! `bench` on Lean: one pool and one certifier for all statements.

use super::Bench;
use crate::{
    cli::{Exit, error::CliError},
    driver::Record,
    prover::{ProverError, Session, lean::session::LeanSession},
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
    let outcome = bench
        .all(opened, &settings.drive, async |theorem, _, attempt| {
            let mut session = LeanSession::new(&pool);
            // A header may take longer than the time for a statement; its worker keeps it.
            match session.open(theorem).await {
                Ok(root) => session.forget(&[root.state]),
                Err(ProverError::Statement { message }) => {
                    return Ok(Record::statement_error(theorem, message));
                }
                Err(error) => return Err(error),
            }
            attempt.prove(&mut session, &mut certifier.clone(), theorem).await
        })
        .await;
    tokio::join!(pool.shutdown(), certifier.shutdown());
    outcome
}
