//! A pool of workers that take long to start: warm spares, recycling, and a queue in front.
//!
//! Knows nothing of provers; what a worker does is its own matter.

use std::{
    collections::VecDeque,
    future::Future,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    time::Duration,
};

use futures::FutureExt as _;
use tokio::{
    runtime::Handle,
    sync::{OwnedSemaphorePermit, Semaphore, oneshot},
    time::{Instant, sleep},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::prover::{ProverError, process::available_memory};

/// A worker, as the pool sees it. Dropping it ends its process.
pub trait Worker: Send + 'static {
    /// Whether it can take a request now: it lives and is not amid one.
    fn is_ready(&self) -> bool;

    /// How many requests it has served.
    fn uses(&self) -> u64;

    /// Resident memory in bytes, if it can be told.
    fn memory(&self) -> Option<u64>;

    /// Ends it, and waits until nothing of it is left.
    fn stop(self) -> impl Future<Output = ()> + Send;
}

/// Starts workers.
pub trait Spawn: Send + Sync + 'static {
    /// What is started.
    type Worker: Worker;

    /// Starts a worker and waits until it has greeted.
    fn spawn(&self) -> impl Future<Output = Result<Self::Worker, ProverError>> + Send;
}

/// What a pool may use, and when its workers are worn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PoolOptions {
    /// Workers that may be leased at once.
    pub workers: usize,
    /// Idle workers that are kept ready beside the leased ones.
    pub spares: usize,
    /// Memory in bytes that must be available for a spare to be started.
    pub spare_memory: u64,
    /// A worker that has served this many requests is replaced.
    pub max_uses: u64,
    /// A worker that has grown to this many bytes is replaced, but not before [`PoolOptions::min_uses`].
    pub max_memory: u64,
    /// Requests that a worker serves before its memory is held against it: keeps a pool whose
    /// workers start out large from replacing them all the time.
    pub min_uses: u64,
    /// How often a start is tried before it is called failed.
    pub attempts: u32,
    /// No further attempt is made once starting has taken this long.
    pub patience: Duration,
    /// Idle workers are ended after this time.
    pub idle: Duration,
}

impl Default for PoolOptions {
    fn default() -> Self {
        PoolOptions {
            workers: 1,
            spares: 0,
            spare_memory: 2 << 30,
            max_uses: 10_000,
            max_memory: 5 << 29,
            min_uses: 64,
            attempts: 3,
            patience: Duration::from_secs(30),
            idle: Duration::from_secs(300),
        }
    }
}

/// Workers behind a queue; clones share them, and the last clone or lease to go ends them all.
pub struct Pool<S: Spawn>(Arc<Owner<S>>);

impl<S: Spawn> Clone for Pool<S> {
    fn clone(&self) -> Self {
        Pool(Arc::clone(&self.0))
    }
}

/// Held by pools and leases only, so that its drop is their end; tasks hold [`Shared`].
struct Owner<S: Spawn>(Arc<Shared<S>>);

impl<S: Spawn> Drop for Owner<S> {
    fn drop(&mut self) {
        drop(self.0.close());
    }
}

struct Shared<S: Spawn> {
    spawn: S,
    options: PoolOptions,
    /// One permit for each lease; gives them out first come, first served.
    slots: Arc<Semaphore>,
    state: Mutex<State<S::Worker>>,
    /// Cancelled when the pool closes: ends starts and the watch over idle workers.
    closing: CancellationToken,
    tasks: TaskTracker,
    runtime: Handle,
}

struct State<W> {
    /// Ready workers with the time they became idle, the freshest last.
    idle: VecDeque<(W, Instant)>,
    /// Leases that wait for a worker. **There are at least as many starts under way.**
    waiters: VecDeque<oneshot::Sender<Result<W, ProverError>>>,
    starting: usize,
    /// A task watches over the idle workers.
    swept: bool,
}

impl<S: Spawn> Pool<S> {
    /// A pool that starts its first worker when it is asked for one.
    ///
    /// # Panics
    /// Outside of a tokio runtime.
    pub fn new(spawn: S, options: PoolOptions) -> Self {
        let state = State { idle: VecDeque::new(), waiters: VecDeque::new(), starting: 0, swept: false };
        let shared = Shared {
            spawn,
            slots: Arc::new(Semaphore::new(options.workers.max(1))),
            options,
            state: Mutex::new(state),
            closing: CancellationToken::new(),
            tasks: TaskTracker::new(),
            runtime: Handle::current(),
        };
        Pool(Arc::new(Owner(Arc::new(shared))))
    }

    /// Waits for a free place; those who wait are served in order.
    ///
    /// # Errors
    /// If the pool was shut down.
    pub async fn lease(&self) -> Result<Lease<S>, ProverError> {
        let slot = Arc::clone(&self.shared().slots).acquire_owned().await.map_err(|_| shut_down())?;
        Ok(Lease { worker: None, taken: 0, pool: self.clone(), _slot: slot })
    }

    /// Starts a worker ahead of need, if none is ready or on its way.
    pub fn warm(&self) {
        let shared = self.shared();
        let mut state = shared.state();
        if state.idle.is_empty() && state.starting == 0 {
            shared.begin(&mut state, 1);
        }
    }

    /// Ends all idle workers and starts under way, and waits until they are gone.
    ///
    /// A leased worker ends when its lease does; nothing can be leased any more.
    pub async fn shutdown(&self) {
        let shared = self.shared();
        for worker in shared.close() {
            worker.stop().await;
        }
        shared.tasks.close();
        shared.tasks.wait().await;
    }

    /// What the pool was made with.
    pub fn options(&self) -> &PoolOptions {
        &self.shared().options
    }

    fn shared(&self) -> &Arc<Shared<S>> {
        &self.0.0
    }
}

impl<S: Spawn> Shared<S> {
    fn state(&self) -> MutexGuard<'_, State<S::Worker>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Refuses what comes, and gives out the idle workers for their end.
    fn close(&self) -> Vec<S::Worker> {
        self.closing.cancel();
        self.slots.close();
        let mut state = self.state();
        state.waiters.clear();
        state.idle.drain(..).map(|(worker, _)| worker).collect()
    }

    /// Starts as many workers as are waited for; when none is waited for, one spare if one is due.
    ///
    /// Spares come one at a time, so that they do not slow down what is at work.
    fn ensure(self: &Arc<Self>, state: &mut State<S::Worker>) {
        state.waiters.retain(|waiter| !waiter.is_closed());
        let missing = state.waiters.len().saturating_sub(state.starting);
        let quiet = missing == 0 && state.starting == 0;
        if quiet && state.idle.len() < self.options.spares && self.has_memory() {
            self.begin(state, 1);
        } else {
            self.begin(state, missing);
        }
    }

    /// Starts `count` workers in the background.
    fn begin(self: &Arc<Self>, state: &mut State<S::Worker>, count: usize) {
        if self.closing.is_cancelled() {
            return;
        }
        for _ in 0..count {
            state.starting += 1;
            let shared = Arc::clone(self);
            let start = async move {
                tokio::select! {
                    result = shared.start() => shared.arrived(result),
                    () = shared.closing.cancelled() => {}
                }
            };
            self.tasks.spawn_on(start, &self.runtime);
        }
    }

    fn has_memory(&self) -> bool {
        available_memory().is_none_or(|free| free >= self.options.spare_memory)
    }

    async fn start(&self) -> Result<S::Worker, ProverError> {
        let begun = Instant::now();
        let mut attempt = 0;
        loop {
            attempt += 1;
            match self.spawn.spawn().await {
                Ok(worker) => return Ok(worker),
                Err(error) => {
                    let hopeless = matches!(error, ProverError::Missing { .. });
                    if hopeless || attempt >= self.options.attempts || begun.elapsed() > self.options.patience
                    {
                        return Err(error);
                    }
                    sleep(Duration::from_millis(50) * attempt * attempt).await;
                }
            }
        }
    }

    fn arrived(self: &Arc<Self>, result: Result<S::Worker, ProverError>) {
        let mut state = self.state();
        state.starting -= 1;
        match result {
            Ok(worker) => {
                self.hand_over(&mut state, worker);
                self.ensure(&mut state);
            }
            // A waiter that another start may still serve goes on waiting; a failed spare is no
            // one's concern until it is needed, and then its start is tried again.
            Err(error) => {
                state.waiters.retain(|waiter| !waiter.is_closed());
                if state.waiters.len() > state.starting
                    && let Some(waiter) = state.waiters.pop_front()
                {
                    let _ = waiter.send(Err(error));
                }
            }
        }
    }

    /// Gives a ready worker to the first who waits, else keeps it.
    fn hand_over(self: &Arc<Self>, state: &mut State<S::Worker>, mut worker: S::Worker) {
        if self.closing.is_cancelled() {
            return;
        }
        while let Some(waiter) = state.waiters.pop_front() {
            match waiter.send(Ok(worker)) {
                Ok(()) => return,
                Err(Ok(back)) => worker = back,
                Err(Err(_)) => return,
            }
        }
        state.idle.push_back((worker, Instant::now()));
        if !state.swept {
            state.swept = true;
            let sweep = sweep(Arc::downgrade(self), self.options.idle, self.closing.clone());
            self.tasks.spawn_on(sweep, &self.runtime);
        }
    }

    fn is_used_up(&self, worker: &S::Worker) -> bool {
        worker.uses() >= self.options.max_uses
    }

    fn is_overgrown(&self, worker: &S::Worker) -> bool {
        worker.uses() >= self.options.min_uses && worker.memory().is_some_and(|m| m > self.options.max_memory)
    }
}

/// Ends workers that were idle for too long, until none is idle.
async fn sweep<S: Spawn>(shared: Weak<Shared<S>>, idle: Duration, closing: CancellationToken) {
    let mut pause = idle;
    loop {
        tokio::select! {
            () = sleep(pause) => {}
            () = closing.cancelled() => return,
        }
        let Some(shared) = shared.upgrade() else { return };
        let mut state = shared.state();
        while state.idle.front().is_some_and(|(_, since)| since.elapsed() >= idle) {
            state.idle.pop_front();
        }
        match state.idle.front() {
            Some((_, since)) => pause = idle.saturating_sub(since.elapsed()),
            None => {
                state.swept = false;
                return;
            }
        }
    }
}

/// How many requests a leased worker serves between two looks at its memory, which take a millisecond.
const LOOK_EVERY: u64 = 32;

/// A place in a pool, with a worker in it once one was asked for.
pub struct Lease<S: Spawn> {
    worker: Option<S::Worker>,
    taken: u32,
    pool: Pool<S>,
    _slot: OwnedSemaphorePermit,
}

impl<S: Spawn> Lease<S> {
    /// The worker of this place: a spare if there is one, else one that is started now.
    ///
    /// # Cancel safety
    /// At worst a worker that was just handed over is lost.
    ///
    /// # Errors
    /// If no worker could be started, or the pool was shut down.
    pub async fn worker(&mut self) -> Result<&mut S::Worker, ProverError> {
        let worker = match self.worker.take() {
            Some(worker) => worker,
            None => {
                let worker = self.take().await?;
                self.taken += 1;
                worker
            }
        };
        Ok(self.worker.insert(worker))
    }

    /// The worker, if there is one in this place.
    pub fn current(&self) -> Option<&S::Worker> {
        self.worker.as_ref()
    }

    /// The worker, if there is one in this place, to be told something.
    pub fn current_mut(&mut self) -> Option<&mut S::Worker> {
        self.worker.as_mut()
    }

    /// Ends the worker of this place; the next [`Lease::worker`] is another one.
    pub fn discard(&mut self) {
        self.worker = None;
        let shared = self.pool.shared();
        shared.ensure(&mut shared.state());
    }

    /// How many workers this place has had; tells one worker from the next.
    pub fn taken(&self) -> u32 {
        self.taken
    }

    /// Whether the worker should be replaced before the next request: dead, or served or grown too much.
    pub fn is_worn(&self) -> bool {
        let shared = self.pool.shared();
        self.worker.as_ref().is_some_and(|worker| {
            !worker.is_ready()
                || shared.is_used_up(worker)
                || (worker.uses() % LOOK_EVERY == 0 && shared.is_overgrown(worker))
        })
    }

    async fn take(&self) -> Result<S::Worker, ProverError> {
        let shared = self.pool.shared();
        let waiting = {
            let mut state = shared.state();
            if shared.closing.is_cancelled() {
                return Err(shut_down());
            }
            let mut ready = None;
            while let Some((worker, _)) = state.idle.pop_back() {
                if worker.is_ready() {
                    ready = Some(worker);
                    break;
                }
            }
            let (tell, told) = oneshot::channel();
            if ready.is_none() {
                state.waiters.push_back(tell);
            }
            shared.ensure(&mut state);
            match ready {
                Some(worker) => return Ok(worker),
                None => told,
            }
        };
        waiting.await.unwrap_or_else(|_| Err(shut_down()))
    }
}

impl<S: Spawn> Drop for Lease<S> {
    fn drop(&mut self) {
        let Some(worker) = self.worker.take() else { return };
        let shared = self.pool.shared();
        let keep = worker.is_ready() && !shared.is_used_up(&worker) && !shared.is_overgrown(&worker);
        let mut state = shared.state();
        if keep {
            shared.hand_over(&mut state, worker);
        } else {
            // It is killed at once; who shuts the pool down waits until it is gone.
            let mut stop = Box::pin(worker.stop());
            if (&mut stop).now_or_never().is_none() {
                shared.tasks.spawn_on(stop, &shared.runtime);
            }
            shared.ensure(&mut state);
        }
    }
}

fn shut_down() -> ProverError {
    ProverError::Died { prover: "the prover pool".into(), message: "it was shut down".into() }
}

#[cfg(test)]
#[path = "pool_tests.rs"]
mod tests;
