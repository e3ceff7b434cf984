use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering::SeqCst};

use tokio::time::advance;

use super::*;

/// Counts what is alive; starts take a second of the paused clock.
#[derive(Clone, Default)]
struct Fakes {
    started: Arc<AtomicUsize>,
    alive: Arc<AtomicUsize>,
    failing: Arc<AtomicUsize>,
    memory: Arc<AtomicU64>,
}

struct Fake {
    number: usize,
    uses: u64,
    ready: AtomicBool,
    fakes: Fakes,
}

impl Drop for Fake {
    fn drop(&mut self) {
        self.fakes.alive.fetch_sub(1, SeqCst);
    }
}

impl Worker for Fake {
    fn is_ready(&self) -> bool {
        self.ready.load(SeqCst)
    }
    fn uses(&self) -> u64 {
        self.uses
    }
    fn memory(&self) -> Option<u64> {
        Some(self.fakes.memory.load(SeqCst))
    }
    async fn stop(self) {}
}

impl Spawn for Fakes {
    type Worker = Fake;
    async fn spawn(&self) -> Result<Fake, ProverError> {
        let number = self.started.fetch_add(1, SeqCst);
        sleep(Duration::from_secs(1)).await;
        if self.failing.load(SeqCst) > 0 {
            self.failing.fetch_sub(1, SeqCst);
            return Err(ProverError::Start { prover: "fake".into(), message: format!("attempt {number}") });
        }
        self.alive.fetch_add(1, SeqCst);
        Ok(Fake { number, uses: 0, ready: true.into(), fakes: self.clone() })
    }
}

fn pool(workers: usize, spares: usize) -> (Fakes, Pool<Fakes>) {
    let fakes = Fakes::default();
    let options = PoolOptions { workers, spares, spare_memory: 0, min_uses: 1, ..PoolOptions::default() };
    (fakes.clone(), Pool::new(fakes, options))
}

/// Lets background starts come to their end.
async fn settle() {
    sleep(Duration::from_secs(30)).await;
}

#[tokio::test(start_paused = true)]
async fn a_killed_worker_is_replaced_by_a_spare_without_waiting() {
    let (fakes, pool) = pool(1, 1);
    let mut lease = pool.lease().await.unwrap();
    assert_eq!(lease.worker().await.unwrap().number, 0);
    settle().await;
    assert_eq!(fakes.alive.load(SeqCst), 2);
    lease.discard();
    let begun = Instant::now();
    assert_eq!(lease.worker().await.unwrap().number, 1);
    assert_eq!(begun.elapsed(), Duration::ZERO);
    settle().await;
    assert_eq!((fakes.started.load(SeqCst), fakes.alive.load(SeqCst)), (3, 2));
}

#[tokio::test(start_paused = true)]
async fn who_waits_first_is_served_first_and_no_more_than_allowed_at_once() {
    let (fakes, pool) = pool(2, 0);
    let order = Arc::new(Mutex::new(Vec::new()));
    let mut tasks = Vec::new();
    for n in 0..6 {
        let (pool, order, fakes) = (pool.clone(), Arc::clone(&order), fakes.clone());
        tasks.push(tokio::spawn(async move {
            let mut lease = pool.lease().await.unwrap();
            lease.worker().await.unwrap().uses += 1;
            assert!(fakes.alive.load(SeqCst) <= 2);
            order.lock().unwrap().push(n);
            sleep(Duration::from_millis(10 + n)).await;
        }));
        tokio::task::yield_now().await;
    }
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(*order.lock().unwrap(), [0, 1, 2, 3, 4, 5]);
    assert_eq!(fakes.started.load(SeqCst), 2);
}

#[tokio::test(start_paused = true)]
async fn worn_grown_and_broken_workers_are_not_given_out_again() {
    let (fakes, pool) = pool(1, 0);
    for (n, wear) in [
        (|worker: &mut Fake| worker.uses = 10_000) as fn(&mut Fake),
        |worker| *worker.ready.get_mut() = false,
        |worker| {
            worker.uses = 1;
            worker.fakes.memory.store(9 << 30, SeqCst);
        },
    ]
    .into_iter()
    .enumerate()
    {
        let mut lease = pool.lease().await.unwrap();
        let worker = lease.worker().await.unwrap();
        assert_eq!(worker.number, n);
        wear(worker);
        drop(lease);
        assert_eq!(fakes.alive.load(SeqCst), 0);
    }
}

#[tokio::test(start_paused = true)]
async fn a_worker_that_died_while_idle_is_passed_over() {
    let (fakes, pool) = pool(1, 0);
    pool.lease().await.unwrap().worker().await.unwrap();
    pool.shared().state().idle[0].0.ready.store(false, SeqCst);
    let mut lease = pool.lease().await.unwrap();
    assert_eq!(lease.worker().await.unwrap().number, 1);
    assert_eq!(fakes.alive.load(SeqCst), 1);
}

#[tokio::test(start_paused = true)]
async fn a_start_is_tried_again_and_then_its_last_error_is_told() {
    let (fakes, pool) = pool(1, 1);
    fakes.failing.store(2, SeqCst);
    let mut lease = pool.lease().await.unwrap();
    assert_eq!(lease.worker().await.unwrap().number, 2);
    lease.discard();
    fakes.failing.store(usize::MAX / 2, SeqCst);
    lease.worker().await.map(|w| w.number).unwrap_err();
    settle().await;
    let started = fakes.started.load(SeqCst);
    settle().await;
    assert_eq!(fakes.started.load(SeqCst), started, "a failing start goes on in the background");
    fakes.failing.store(0, SeqCst);
    lease.worker().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_waiter_that_went_away_leaves_its_worker_to_the_next() {
    let (fakes, pool) = pool(2, 0);
    let mut first = pool.lease().await.unwrap();
    let mut second = pool.lease().await.unwrap();
    tokio::select! {
        _ = first.worker() => panic!("a start takes a second"),
        () = advance(Duration::from_millis(500)) => {}
    }
    assert_eq!(second.worker().await.unwrap().number, 0);
    assert_eq!(fakes.started.load(SeqCst), 1);
}

#[tokio::test(start_paused = true)]
async fn idle_workers_are_ended_after_a_while() {
    let (fakes, pool) = pool(2, 1);
    pool.lease().await.unwrap().worker().await.unwrap();
    settle().await;
    assert!(fakes.alive.load(SeqCst) >= 1);
    sleep(Duration::from_secs(700)).await;
    assert_eq!(fakes.alive.load(SeqCst), 0);
    pool.lease().await.unwrap().worker().await.unwrap();
    assert!(fakes.alive.load(SeqCst) >= 1);
}

#[tokio::test(start_paused = true)]
async fn nothing_is_left_after_shutdown_or_after_the_last_owner() {
    let (fakes, pool) = pool(2, 2);
    let mut lease = pool.lease().await.unwrap();
    lease.worker().await.unwrap();
    settle().await;
    let waiting = tokio::spawn({
        let (a, b) = (pool.lease().await.unwrap(), pool.clone());
        async move {
            let refused = b.lease().await.is_err();
            drop(a);
            refused
        }
    });
    tokio::task::yield_now().await;
    pool.shutdown().await;
    assert!(waiting.await.unwrap());
    assert_eq!(fakes.alive.load(SeqCst), 1);
    drop(lease);
    assert_eq!(fakes.alive.load(SeqCst), 0);
    assert!(pool.lease().await.is_err());

    let (fakes, pool) = self::pool(1, 2);
    pool.lease().await.unwrap().worker().await.unwrap();
    sleep(Duration::from_millis(1500)).await;
    drop(pool);
    settle().await;
    assert_eq!(fakes.alive.load(SeqCst), 0);
}

#[tokio::test(start_paused = true)]
async fn spares_are_not_started_when_memory_is_short() {
    let fakes = Fakes::default();
    let options = PoolOptions { spares: 1, spare_memory: u64::MAX, ..PoolOptions::default() };
    let pool = Pool::new(fakes.clone(), options);
    let mut lease = pool.lease().await.unwrap();
    lease.worker().await.unwrap();
    settle().await;
    let known = available_memory().is_some();
    assert_eq!(fakes.alive.load(SeqCst), if known { 1 } else { 2 });
}
