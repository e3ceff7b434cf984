//! What provers are to do: a queue of jobs, the ones that a person waits for before searches, each of which can be ended.
//!
//! Knows nothing of provers; what a job does is its own matter.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use futures::future::BoxFuture;
use tokio::{
    sync::{mpsc, oneshot},
    task::{Id, JoinSet},
    time::timeout,
};
use tokio_util::sync::CancellationToken;

/// How long jobs have to come to an end when everything ends.
const GRACE: Duration = Duration::from_millis(500);

/// Which jobs keep each other waiting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lane {
    /// Looking at a document: one at a time, those that a person waits for first.
    Look,
    /// Searching for proofs: as many at once as the settings say.
    Search,
}

/// Tells jobs apart; later ones are greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JobId(pub u64);

/// A job that waits for its turn.
pub struct Job {
    /// Which jobs it waits for.
    pub lane: Lane,
    /// Those with a smaller number go first.
    pub rank: u8,
    /// A job with the same subject that is still waiting is ended in favour of this one.
    pub subject: Option<String>,
    /// What is to be done; is run in any case, with a token that was cancelled before if it was ended while it waited, so
    /// that it can tell its end.
    pub run: Box<dyn FnOnce(JobId, CancellationToken) -> BoxFuture<'static, ()> + Send>,
}

enum Order {
    Submit(JobId, Job, CancellationToken),
    Cancel(JobId),
    Searches(usize),
    Stop(oneshot::Sender<()>),
}

/// The queue and what is being done; clones are the same. The jobs end when the last clone goes.
#[derive(Clone)]
pub struct Work(Arc<Inner>);

struct Inner {
    orders: mpsc::UnboundedSender<Order>,
    next: std::sync::atomic::AtomicU64,
}

impl Work {
    /// Nothing to do yet; at most `searches` searches are made at once.
    ///
    /// # Panics
    /// Outside of a tokio runtime.
    pub fn new(searches: usize) -> Work {
        let (orders, received) = mpsc::unbounded_channel();
        let actor = Actor { searches, waiting: Vec::new(), running: BTreeMap::new(), tasks: JoinSet::new() };
        tokio::spawn(actor.run(received));
        Work(Arc::new(Inner { orders, next: 0.into() }))
    }

    /// Puts a job into the queue.
    pub fn submit(&self, job: Job) -> JobId {
        let id = JobId(self.0.next.fetch_add(1, std::sync::atomic::Ordering::Relaxed));
        self.order(Order::Submit(id, job, CancellationToken::new()));
        id
    }

    /// Ends a job, whether it waits or is being done; one that is over stays as it is.
    pub fn cancel(&self, id: JobId) {
        self.order(Order::Cancel(id));
    }

    /// From now on so many searches may be made at once.
    pub fn set_searches(&self, searches: usize) {
        self.order(Order::Searches(searches));
    }

    /// Ends all jobs and waits until nothing of them is left. No job is taken any more.
    pub async fn stop(&self) {
        let (tell, told) = oneshot::channel();
        self.order(Order::Stop(tell));
        // Without an answer it was stopped before.
        let _ = told.await;
    }

    fn order(&self, order: Order) {
        // After the end there is nothing to be ordered.
        let _ = self.0.orders.send(order);
    }
}

struct Waiting {
    id: JobId,
    job: Job,
    token: CancellationToken,
}

struct Running {
    id: JobId,
    lane: Lane,
    token: CancellationToken,
}

struct Actor {
    searches: usize,
    /// In the order in which they came.
    waiting: Vec<Waiting>,
    running: BTreeMap<Id, Running>,
    tasks: JoinSet<()>,
}

impl Actor {
    async fn run(mut self, mut orders: mpsc::UnboundedReceiver<Order>) {
        loop {
            tokio::select! {
                order = orders.recv() => match order {
                    Some(Order::Submit(id, job, token)) => self.submit(Waiting { id, job, token }),
                    Some(Order::Cancel(id)) => self.cancel(id),
                    Some(Order::Searches(searches)) => self.searches = searches,
                    Some(Order::Stop(tell)) => {
                        orders.close();
                        self.stop().await;
                        let _ = tell.send(());
                        return;
                    }
                    None => return self.stop().await,
                },
                Some(ended) = self.tasks.join_next_with_id() => {
                    // One that panicked has ended, too.
                    let task = ended.map_or_else(|error| error.id(), |it| it.0);
                    self.running.remove(&task);
                }
            }
            self.begin();
        }
    }

    fn submit(&mut self, new: Waiting) {
        if new.job.subject.is_some() {
            let old = self.waiting.extract_if(.., |it| it.job.subject == new.job.subject);
            let old: Vec<_> = old.collect();
            old.into_iter().for_each(|it| self.end(it));
        }
        self.waiting.push(new);
    }

    fn cancel(&mut self, id: JobId) {
        if let Some(at) = self.waiting.iter().position(|it| it.id == id) {
            let job = self.waiting.remove(at);
            self.end(job);
        }
        for running in self.running.values().filter(|it| it.id == id) {
            running.token.cancel();
        }
    }

    /// Begins what there is room for.
    fn begin(&mut self) {
        for (lane, most) in [(Lane::Look, 1), (Lane::Search, self.searches)] {
            while self.running.values().filter(|it| it.lane == lane && !it.token.is_cancelled()).count()
                < most
                && let Some(at) = (0..self.waiting.len())
                    .filter(|at| self.waiting[*at].job.lane == lane)
                    .min_by_key(|at| self.waiting[*at].job.rank)
            {
                let job = self.waiting.remove(at);
                self.start(job);
            }
        }
    }

    /// Lets a job that waited tell its end.
    fn end(&mut self, job: Waiting) {
        job.token.cancel();
        self.start(job);
    }

    fn start(&mut self, Waiting { id, job, token }: Waiting) {
        let lane = job.lane;
        let task = self.tasks.spawn((job.run)(id, token.clone()));
        self.running.insert(task.id(), Running { id, lane, token });
    }

    async fn stop(&mut self) {
        for job in std::mem::take(&mut self.waiting) {
            self.end(job);
        }
        self.running.values().for_each(|it| it.token.cancel());
        let all = async { while self.tasks.join_next().await.is_some() {} };
        if timeout(GRACE, all).await.is_err() {
            self.tasks.shutdown().await;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use futures::FutureExt;

    use super::*;

    /// What jobs did, in order.
    #[derive(Clone, Default)]
    struct Log(Arc<Mutex<Vec<String>>>);

    impl Log {
        fn say(&self, text: String) {
            self.0.lock().unwrap().push(text);
        }

        fn take(&self) -> Vec<String> {
            std::mem::take(&mut *self.0.lock().unwrap())
        }

        /// A job that goes on until it is cancelled, or for so many milliseconds.
        fn job(&self, name: &'static str, lane: Lane, rank: u8, ms: u64) -> Job {
            let log = self.clone();
            let subject = name.split_once('/').map(|it| it.0.to_owned());
            let run = move |_, token: CancellationToken| {
                async move {
                    if token.is_cancelled() {
                        return log.say(format!("{name} never begun"));
                    }
                    log.say(format!("{name} begun"));
                    tokio::select! {
                        () = tokio::time::sleep(Duration::from_millis(ms)) => log.say(format!("{name} done")),
                        () = token.cancelled() => log.say(format!("{name} cancelled")),
                    }
                }
                .boxed()
            };
            Job { lane, rank, subject, run: Box::new(run) }
        }
    }

    async fn pass(ms: u64) {
        tokio::time::sleep(Duration::from_millis(ms)).await;
    }

    #[tokio::test(start_paused = true)]
    async fn looks_do_not_wait_for_searches_and_the_lower_rank_goes_first() {
        let (work, log) = (Work::new(1), Log::default());
        work.submit(log.job("search", Lane::Search, 0, 100));
        work.submit(log.job("check", Lane::Look, 1, 10));
        work.submit(log.job("goals", Lane::Look, 2, 10));
        work.submit(log.job("suggest", Lane::Look, 0, 10));
        work.submit(log.job("next", Lane::Search, 0, 10));
        pass(200).await;
        let said = log.take();
        assert_eq!(
            said.iter().filter(|it| it.ends_with("begun")).collect::<Vec<_>>(),
            ["search begun", "check begun", "suggest begun", "goals begun", "next begun"]
        );
        assert_eq!(said.len(), 10);
    }

    #[tokio::test(start_paused = true)]
    async fn a_later_job_takes_the_place_of_one_that_waits() {
        let (work, log) = (Work::new(1), Log::default());
        for name in ["check/1", "check/2", "check/3"] {
            work.submit(log.job(name, Lane::Look, 0, 10));
            pass(1).await;
        }
        pass(100).await;
        assert_eq!(
            log.take(),
            ["check/1 begun", "check/2 never begun", "check/1 done", "check/3 begun", "check/3 done"]
        );
    }

    #[tokio::test(start_paused = true)]
    async fn a_cancelled_job_makes_room_and_tells_its_end() {
        let (work, log) = (Work::new(1), Log::default());
        let first = work.submit(log.job("first", Lane::Search, 0, 1000));
        let second = work.submit(log.job("second", Lane::Search, 0, 1000));
        work.submit(log.job("third", Lane::Search, 0, 10));
        pass(1).await;
        work.cancel(second);
        work.cancel(first);
        pass(100).await;
        let mut said = log.take();
        said.sort();
        assert_eq!(
            said,
            ["first begun", "first cancelled", "second never begun", "third begun", "third done"]
        );
    }

    #[tokio::test(start_paused = true)]
    async fn stopping_ends_what_runs_and_what_waits() {
        let (work, log) = (Work::new(1), Log::default());
        work.submit(log.job("runs", Lane::Search, 0, 1_000_000));
        work.submit(log.job("waits", Lane::Search, 0, 1));
        let panics = |_, _| async { panic!("a job that panics") }.boxed();
        work.submit(Job { lane: Lane::Look, rank: 0, subject: None, run: Box::new(panics) });
        work.submit(log.job("after", Lane::Look, 0, 1));
        pass(10).await;
        work.stop().await;
        work.submit(log.job("late", Lane::Search, 0, 1));
        pass(10).await;
        work.stop().await;
        let mut said = log.take();
        said.sort();
        assert_eq!(said, ["after begun", "after done", "runs begun", "runs cancelled", "waits never begun"]);
    }
}
