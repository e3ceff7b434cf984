//! Lean workers behind sessions: the pool, its limits, and the steps that kill.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use serde::de::DeserializeOwned;

use super::{
    LeanCommand,
    protocol::{CheckReply, DeclsReply, ErrorKind, ErrorReply, ModulesReply, Op, Wanted},
    worker::{Fault, LeanWorker},
};
use crate::prover::{
    Limit, ProverError, StepLimits,
    pool::{Lease, Pool, PoolOptions, Spawn},
    process::{Death, Watch},
};

/// A step that killed this many workers is not tried again.
const KILLS: u32 = 2;

/// What Lean workers may use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeanOptions {
    /// How many, and when they are replaced between requests.
    pub pool: PoolOptions,
    /// A worker that grows over this many bytes is killed, whatever it is doing.
    pub kill_memory: u64,
    /// How long a start may take.
    pub start_time: Duration,
    /// How long it may take to elaborate a header with its imports, and to check a text.
    pub open_time: Duration,
    /// Heartbeats in thousands for each command of a header or a text.
    pub open_heartbeats: u64,
}

impl Default for LeanOptions {
    fn default() -> Self {
        LeanOptions {
            pool: PoolOptions::default(),
            kill_memory: 4 << 30,
            start_time: Duration::from_secs(180),
            open_time: Duration::from_secs(300),
            open_heartbeats: 400_000,
        }
    }
}

/// Starts Lean workers.
#[derive(Debug)]
pub struct LeanSpawn {
    command: LeanCommand,
    time: Duration,
}

impl Spawn for LeanSpawn {
    type Worker = LeanWorker;

    async fn spawn(&self) -> Result<LeanWorker, ProverError> {
        LeanWorker::start(&self.command, self.time).await
    }
}

/// A place for a Lean worker.
pub type LeanLease = Lease<LeanSpawn>;

/// Lean workers that sessions share; clones are the same pool.
#[derive(Clone)]
pub struct LeanPool {
    workers: Pool<LeanSpawn>,
    options: Arc<LeanOptions>,
    label: Arc<str>,
    killers: Arc<Mutex<Killers>>,
}

impl LeanPool {
    /// A pool that starts its first worker when it is needed.
    ///
    /// # Panics
    /// Outside of a tokio runtime.
    pub fn new(command: LeanCommand, options: LeanOptions) -> Self {
        LeanPool {
            label: command.label.as_str().into(),
            workers: Pool::new(LeanSpawn { command, time: options.start_time }, options.pool.clone()),
            options: Arc::new(options),
            killers: Arc::default(),
        }
    }

    /// Waits for a place.
    ///
    /// # Errors
    /// If the pool was shut down.
    pub async fn lease(&self) -> Result<LeanLease, ProverError> {
        self.workers.lease().await
    }

    /// Starts a worker ahead of need.
    pub fn warm(&self) {
        self.workers.warm();
    }

    /// Ends all workers that are not leased, for good.
    pub async fn shutdown(&self) {
        self.workers.shutdown().await;
    }

    /// What the pool was made with.
    pub fn options(&self) -> &LeanOptions {
        &self.options
    }

    /// Checks a whole text.
    ///
    /// # Errors
    /// If no worker can be had, or the text kills two of them.
    pub async fn check(&self, text: &str) -> Result<CheckReply, ProverError> {
        self.once(Op::Check { text, heartbeats: self.options.open_heartbeats }).await
    }

    /// Lists `limit` of the wanted declarations after the first `offset`.
    ///
    /// # Errors
    /// If no worker can be had, or the header does not elaborate.
    pub async fn decls(
        &self,
        header: &str,
        wanted: Wanted<'_>,
        offset: usize,
        limit: usize,
    ) -> Result<DeclsReply, ProverError> {
        self.once(Op::Decls { header, wanted, offset, limit }).await
    }

    /// Lists the modules that a header imports, directly or not.
    ///
    /// # Errors
    /// If no worker can be had, or the header does not elaborate.
    pub async fn modules(&self, header: &str) -> Result<ModulesReply, ProverError> {
        self.once(Op::Modules { header }).await
    }

    async fn once<R: DeserializeOwned>(&self, op: Op<'_>) -> Result<R, ProverError> {
        self.ask_twice(&mut self.lease().await?, op).await
    }

    /// Asks something that every worker can answer; a worker that dies is replaced once.
    pub(super) async fn ask_twice<R: DeserializeOwned>(
        &self,
        lease: &mut LeanLease,
        op: Op<'_>,
    ) -> Result<R, ProverError> {
        let watch = self.watch(self.options.open_time);
        let mut deaths = 0;
        loop {
            match lease.worker().await?.ask(op.clone(), watch).await {
                Ok(reply) => return Ok(reply),
                Err(Fault::Refused(error)) => return Err(self.refusal(error)),
                Err(Fault::Died(death, text)) => {
                    lease.discard();
                    deaths += 1;
                    // What took too long once takes too long again.
                    if deaths == 2 || matches!(death, Death::Time(_)) {
                        return Err(self.died(text));
                    }
                }
            }
        }
    }

    /// The limits of a request that may take `time`.
    pub(super) fn watch(&self, time: Duration) -> Watch {
        Watch { time, memory: Some(self.options.kill_memory) }
    }

    pub(super) fn refusal(&self, error: ErrorReply) -> ProverError {
        let ErrorReply { kind, message } = error;
        match kind {
            ErrorKind::Header => ProverError::Statement { message: format!("in its header: {message}") },
            ErrorKind::Statement | ErrorKind::RunsCode => ProverError::Statement { message },
            ErrorKind::Usage | ErrorKind::UnknownState | ErrorKind::Internal => {
                ProverError::Protocol { prover: self.label.to_string(), message }
            }
        }
    }

    pub(super) fn died(&self, message: String) -> ProverError {
        ProverError::Died { prover: self.label.to_string(), message }
    }

    /// What is known of the steps that killed workers of this pool, in whatever session.
    pub(super) fn killers<T>(&self, look: impl FnOnce(&mut Killers) -> T) -> T {
        look(&mut self.killers.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Steps that killed workers, by fingerprint of the state and text of the step.
#[derive(Debug, Default)]
pub(super) struct Killers(HashMap<(String, String), Kill>);

#[derive(Debug)]
struct Kill {
    times: u32,
    limit: Limit,
    /// The most time that any try was given.
    time: Duration,
}

impl Killers {
    /// Notes that a step killed a worker.
    pub(super) fn note(&mut self, fingerprint: &str, step: &str, limit: Limit, limits: StepLimits) {
        let new = Kill { times: 0, limit, time: Duration::ZERO };
        let kill = self.0.entry((fingerprint.to_owned(), step.to_owned())).or_insert(new);
        kill.times += 1;
        kill.limit = limit;
        kill.time = kill.time.max(limits.time);
    }

    /// The limit that a step is known to run into, if it is not to be tried again.
    ///
    /// More time than ever before is a new chance for what only ran out of time.
    pub(super) fn refuses(&self, fingerprint: &str, step: &str, limits: StepLimits) -> Option<Limit> {
        let kill = self.0.get(&(fingerprint.to_owned(), step.to_owned()))?;
        let chance = kill.limit == Limit::Time && limits.time > kill.time;
        (kill.times >= KILLS && !chance).then_some(kill.limit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_kills_refuse_a_step_and_more_time_is_a_new_chance() {
        let mut killers = Killers::default();
        let limits = |secs| StepLimits { time: Duration::from_secs(secs), ..StepLimits::default() };
        killers.note("f", "s", Limit::Time, limits(5));
        assert_eq!(killers.refuses("f", "s", limits(5)), None);
        killers.note("f", "s", Limit::Time, limits(3));
        assert_eq!(killers.refuses("f", "s", limits(5)), Some(Limit::Time));
        assert_eq!(killers.refuses("f", "s", limits(6)), None);
        assert_eq!(killers.refuses("f", "other", limits(5)), None);
        killers.note("f", "s", Limit::Crash, limits(6));
        assert_eq!(killers.refuses("f", "s", limits(60)), Some(Limit::Crash));
    }
}
