//! What is near to the goals of a search: their vectors, asked for once and kept for a while.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::time::{Instant, timeout};

use super::{
    Prepared,
    embed::{KEY, Nearby, Vectors, key, text_of_goal},
    rank::Premises,
};
use crate::{
    proposer::{Embedder, Usage},
    prover::Goal,
};

/// Goals whose vectors are kept: a search looks at them once more when it has come to its end.
const GOALS: usize = 4096;

/// Premises that are nearest to a goal go to the fusion by this many.
const MOST: usize = 256;

/// How long a goal waits for its vector.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long an embedder that failed is left alone.
const REST: Duration = Duration::from_secs(60);

/// The vectors of premises, and an embedder for goals.
pub(super) struct Near {
    embedder: Arc<dyn Embedder>,
    vectors: Arc<Vectors>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    goals: HashMap<[u8; KEY], Vec<f32>>,
    /// The same, the oldest first.
    order: VecDeque<[u8; KEY]>,
    /// Why nothing is asked, and until when.
    down: Option<(Instant, String)>,
}

impl Near {
    pub(super) fn new(embedder: Arc<dyn Embedder>, vectors: Vectors) -> Self {
        Near { embedder, vectors: Arc::new(vectors), state: Mutex::default() }
    }

    /// The vectors of premises, as far as there are some.
    pub(super) fn of_premises(&self, premises: &Premises) -> Nearby {
        self.vectors.of_premises(premises)
    }

    /// Asks for the vector of a goal, if it is not there.
    ///
    /// # Cancel safety
    /// Dropping the future loses the vector.
    pub(super) async fn prepare(&self, goal: &Goal) -> Prepared {
        let text = text_of_goal(goal);
        let key = key(&text);
        {
            let state = self.state();
            if state.goals.contains_key(&key) {
                return Prepared::default();
            }
            if let Some((until, why)) = &state.down
                && Instant::now() < *until
            {
                return Prepared { complaint: Some(why.clone()), ..Prepared::default() };
            }
        }
        let texts = [text.as_str()];
        let (vector, usage) = match timeout(PATIENCE, self.embedder.embed(&texts)).await {
            Ok(Ok(mut embedded)) => {
                let vector = embedded.vectors.pop().unwrap_or_default();
                let fits = self.vectors.fits(&vector).map(|()| vector);
                (fits.map_err(|it| format!("{}: {it}", self.embedder.model())), embedded.usage)
            }
            Ok(Err(error)) => (Err(error.complaint()), Usage::default()),
            Err(_) => {
                let (model, time) = (self.embedder.model(), PATIENCE.as_secs());
                (Err(format!("{model}: no vector of a goal came within {time} s")), Usage::default())
            }
        };
        // A call is a proposal that was asked for.
        let usage = Usage { calls: 0, ..usage };
        let mut state = self.state();
        match vector {
            Ok(vector) => {
                state.down = None;
                state.keep(key, vector);
                Prepared { usage, complaint: None }
            }
            Err(why) => {
                let why = format!("premises are ranked without embeddings: {why}");
                state.down = Some((Instant::now() + REST, why.clone()));
                Prepared { usage, complaint: Some(why) }
            }
        }
    }

    /// The premises that are nearest to a goal, the best first; none before its vector was asked for.
    pub(super) fn ranking(&self, goal: &Goal, nearby: &Nearby, is_visible: &dyn Fn(u32) -> bool) -> Vec<u32> {
        let vector = self.state().goals.get(&key(&text_of_goal(goal))).cloned();
        vector.map_or_else(Vec::new, |it| nearby.ranking(&it, MOST, is_visible))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn keep(&mut self, key: [u8; KEY], vector: Vec<f32>) {
        if self.goals.insert(key, vector).is_none() {
            self.order.push_back(key);
        }
        if self.order.len() > GOALS
            && let Some(oldest) = self.order.pop_front()
        {
            self.goals.remove(&oldest);
        }
    }
}
