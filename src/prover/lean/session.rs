//! A conversation with Lean about one theorem that outlives the process behind it.

use std::time::Duration;

use super::{
    behind::Behind,
    pool::{LeanLease, LeanPool},
    protocol::{self, CheckReply, ErrorKind, Op, OpenReply, StepReply},
    worker::Fault,
};
use crate::{
    prover::{GoalGroup, Limit, ProverError, Session, StateId, StepLimits, Verdict},
    theorem::Theorem,
};

/// Re-making a state is given this many times what its steps were given at first.
const PATIENCE: u32 = 3;

/// How much longer than it may take a step that does not end is waited for, before its worker is killed:
/// the worker ends most steps in time by itself, and another one takes seconds to get as far.
const GRACE: Duration = Duration::from_secs(2);

/// A session on the workers of a [`LeanPool`].
///
/// A state is known by how it was made: when the worker is replaced, states are made again, each
/// when it is next used, by replaying the steps that led to it; their fingerprints must come out the same.
pub struct LeanSession {
    pool: LeanPool,
    /// Held from the first use to the end of the session.
    lease: Option<LeanLease>,
    made: Vec<Made>,
    states: Vec<State>,
    /// What the last step found, if it says so.
    found: Option<String>,
}

/// Something that made states: the opening of a theorem, or a step that worked.
struct Made {
    by: Making,
    /// The states it made, in the worker's order.
    states: Vec<StateId>,
}

#[derive(Clone)]
enum Making {
    Open(Box<Theorem>),
    Step { parent: StateId, step: String, limits: StepLimits },
}

struct State {
    fingerprint: String,
    /// Index into `made`.
    made: usize,
    /// Which worker of the lease last had it, and that worker's number for it.
    remote: Option<(u32, u64)>,
    /// Nobody will ask for it, though others may be made from it.
    forgotten: bool,
}

/// Why a state cannot be stepped on.
enum Lost {
    /// Nothing can be had any more.
    Broken(ProverError),
    /// The worker died on the way.
    Worker,
    /// This state cannot be made again.
    State,
}

impl From<ProverError> for Lost {
    fn from(error: ProverError) -> Self {
        Lost::Broken(error)
    }
}

impl LeanSession {
    /// A session that takes its worker from `pool` when it is first used.
    pub fn new(pool: &LeanPool) -> Self {
        LeanSession { pool: pool.clone(), lease: None, made: Vec::new(), states: Vec::new(), found: None }
    }

    /// The session's place in the pool, with a worker in it that can be asked.
    async fn lease(&mut self) -> Result<&mut LeanLease, ProverError> {
        let lease = match self.lease.take() {
            Some(lease) => lease,
            None => self.pool.lease().await?,
        };
        let lease = self.lease.insert(lease);
        if lease.is_worn() {
            lease.discard();
        }
        lease.worker().await?;
        Ok(lease)
    }

    fn lose_worker(&mut self) {
        if let Some(lease) = &mut self.lease {
            lease.discard();
        }
    }

    /// Which worker this is, of those that the session had; `None` while there is none.
    fn worker(&self) -> Option<u32> {
        self.lease.as_ref().and_then(|lease| lease.current().map(|_| lease.taken()))
    }

    /// The worker's number for a state, if the worker of now has it.
    fn remote(&self, state: StateId) -> Option<u64> {
        let (worker, remote) = self.states[state.0 as usize].remote?;
        (self.worker() == Some(worker)).then_some(remote)
    }

    /// Takes in the states that `by` made, as they were first told.
    fn keep(&mut self, by: Making, groups: Vec<protocol::Group>) -> Vec<GoalGroup> {
        let made = self.made.len();
        let worker = self.worker();
        let first = self.states.len() as u32;
        let ids = first..first + groups.len() as u32;
        self.made.push(Made { by, states: ids.clone().map(StateId).collect() });
        let taken = ids.zip(groups).map(|(id, group)| {
            let protocol::Group { state, fingerprint, positions, goals } = group;
            let remote = worker.map(|worker| (worker, state));
            self.states.push(State { fingerprint: fingerprint.clone(), made, remote, forgotten: false });
            GoalGroup { state: StateId(id), goals, fingerprint, positions }
        });
        taken.collect()
    }

    /// Takes in states that were made again.
    ///
    /// Says no if they are not the same as before.
    fn renew(&mut self, made: usize, groups: &[protocol::Group]) -> bool {
        let ids = self.made[made].states.clone();
        let same = ids.len() == groups.len()
            && ids
                .iter()
                .zip(groups)
                .all(|(id, group)| self.states[id.0 as usize].fingerprint == group.fingerprint);
        let worker = self.worker();
        if !same {
            self.free(groups.iter().map(|group| group.state));
            return false;
        }
        for (&id, group) in ids.iter().zip(groups) {
            // A sibling may be there still.
            if self.remote(id).is_some() {
                self.free([group.state]);
            } else {
                self.states[id.0 as usize].remote = worker.map(|worker| (worker, group.state));
            }
        }
        true
    }

    fn free(&mut self, remotes: impl IntoIterator<Item = u64>) {
        if let Some(worker) = self.lease.as_mut().and_then(LeanLease::current_mut) {
            worker.free(remotes);
        }
    }

    /// Frees what the worker holds for a state.
    fn release(&mut self, state: StateId) {
        if let Some(remote) = self.remote(state) {
            self.free([remote]);
            self.states[state.0 as usize].remote = None;
        }
    }

    /// The worker's number for a state, which is made again if need be.
    async fn make(&mut self, state: StateId) -> Result<u64, Lost> {
        // A worker may die on the way for no fault of the replay.
        for _ in 0..2 {
            self.lease().await?;
            match self.replay(state).await {
                Err(Lost::Worker) => {}
                made => return made,
            }
        }
        Err(Lost::State)
    }

    async fn replay(&mut self, state: StateId) -> Result<u64, Lost> {
        let mut missing = Vec::new();
        let mut at = state;
        while self.remote(at).is_none() {
            let made = self.states[at.0 as usize].made;
            missing.push((at, made));
            match &self.made[made].by {
                Making::Open(_) => break,
                Making::Step { parent, .. } => at = *parent,
            }
        }
        for &(_, made) in missing.iter().rev() {
            let groups = match self.made[made].by.clone() {
                Making::Open(theorem) => vec![self.open_remote(&theorem).await?.group],
                Making::Step { parent, step, limits } => {
                    let limits = StepLimits { time: limits.time * PATIENCE, ..limits };
                    let remote = self.remote(parent).ok_or(Lost::Worker)?;
                    match self.step_remote(remote, &step, limits).await? {
                        Ok(StepReply::Progress { groups, .. }) => groups,
                        Err(Fault::Died(..)) => {
                            self.lose_worker();
                            return Err(Lost::Worker);
                        }
                        _ => return Err(Lost::State),
                    }
                }
            };
            if !self.renew(made, &groups) {
                return Err(Lost::State);
            }
        }
        // Only the states that somebody may ask for are worth their memory.
        for (at, made) in missing {
            let siblings = self.made[made].states.clone();
            for id in siblings.into_iter().chain([at]).filter(|id| *id != state) {
                if self.states[id.0 as usize].forgotten {
                    self.release(id);
                }
            }
        }
        self.remote(state).ok_or(Lost::State)
    }

    async fn open_remote(&mut self, theorem: &Theorem) -> Result<OpenReply, ProverError> {
        let heartbeats = self.pool.options().open_heartbeats;
        let op = Op::Open { header: &theorem.header, text: &theorem.statement, nth: theorem.nth, heartbeats };
        let pool = self.pool.clone();
        pool.ask_twice(self.lease().await?, op).await
    }

    async fn step_remote(
        &mut self,
        remote: u64,
        step: &str,
        limits: StepLimits,
    ) -> Result<Result<StepReply, Fault>, ProverError> {
        let StepLimits { heartbeats, time } = limits;
        let op = Op::Step { state: remote, tactic: step, heartbeats, time: (time.as_millis() as u64).max(1) };
        let watch = self.pool.watch(time + GRACE);
        let lease = self.lease.as_mut().expect("a state of the worker was just looked up");
        Ok(lease.worker().await?.ask(op, watch).await)
    }
}

impl Session for LeanSession {
    async fn open(&mut self, theorem: &Theorem) -> Result<GoalGroup, ProverError> {
        let reply = self.open_remote(theorem).await?;
        if reply.group.goals.is_empty() {
            return Err(ProverError::Protocol {
                prover: "lean".into(),
                message: format!("{} was opened without a goal", theorem.name),
            });
        }
        let groups = self.keep(Making::Open(Box::new(theorem.clone())), vec![reply.group]);
        Ok(groups.into_iter().next().expect("one group was given and one was kept"))
    }

    async fn step(&mut self, state: StateId, step: &str, limits: StepLimits) -> Result<Verdict, ProverError> {
        let Some(known) = self.states.get(state.0 as usize) else {
            let message = format!("there is no state {} in this session", state.0);
            return Err(ProverError::Protocol { prover: "lean".into(), message });
        };
        let fingerprint = known.fingerprint.clone();
        self.found = None;
        if let Some(limit) = self.pool.killers(|killers| killers.refuses(&fingerprint, step, limits)) {
            return Ok(Verdict::Inconclusive { limit });
        }
        for _ in 0..2 {
            let remote = match self.make(state).await {
                Ok(remote) => remote,
                Err(Lost::Broken(error)) => return Err(error),
                Err(Lost::Worker | Lost::State) => break,
            };
            match self.step_remote(remote, step, limits).await? {
                Ok(StepReply::Closed { found, .. }) => {
                    self.found = found;
                    return Ok(Verdict::Closed);
                }
                Ok(StepReply::Rejected { reason, .. }) => return Ok(Verdict::Rejected { reason }),
                Ok(StepReply::Inconclusive { limit, .. }) => return Ok(Verdict::Inconclusive { limit }),
                Ok(StepReply::Progress { groups, .. }) => {
                    if groups.is_empty() || groups.iter().any(|group| group.goals.is_empty()) {
                        // Whoever says so is not to be believed in anything else either.
                        self.lose_worker();
                        break;
                    }
                    let by = Making::Step { parent: state, step: step.to_owned(), limits };
                    return Ok(Verdict::Progress { groups: self.keep(by, groups) });
                }
                Err(Fault::Refused(error)) => match error.kind {
                    ErrorKind::UnknownState => self.states[state.0 as usize].remote = None,
                    ErrorKind::Internal => break,
                    _ => return Err(self.pool.refusal(error)),
                },
                Err(Fault::Died(death, _)) => {
                    self.lose_worker();
                    let limit = death.limit();
                    self.pool.killers(|killers| killers.note(&fingerprint, step, limit, limits));
                    return Ok(Verdict::Inconclusive { limit });
                }
            }
        }
        Ok(Verdict::Inconclusive { limit: Limit::Crash })
    }

    async fn accepts(&mut self, header: &str, declarations: &[String]) -> Result<Vec<bool>, ProverError> {
        let behind = Behind::new(header, declarations);
        let heartbeats = self.pool.options().open_heartbeats;
        let pool = self.pool.clone();
        let op = Op::Check { text: &behind.text, heartbeats };
        match pool.ask_twice::<CheckReply>(self.lease().await?, op).await {
            Ok(reply) => Ok(behind.accepted(&reply)),
            // One of them was too much for it.
            Err(ProverError::Died { .. }) => Ok(vec![false; declarations.len()]),
            Err(error) => Err(error),
        }
    }

    fn recall(
        &mut self,
        parent: StateId,
        step: &str,
        limits: StepLimits,
        groups: Vec<GoalGroup>,
    ) -> Option<Vec<GoalGroup>> {
        let (made, first) = (self.made.len(), self.states.len() as u32);
        let ids = first..first + groups.len() as u32;
        let by = Making::Step { parent, step: step.to_owned(), limits };
        self.made.push(Made { by, states: ids.clone().map(StateId).collect() });
        let fingerprints = groups.iter().map(|it| it.fingerprint.clone());
        self.states.extend(fingerprints.map(|fingerprint| State {
            fingerprint,
            made,
            remote: None,
            forgotten: false,
        }));
        let known = ids.zip(groups).map(|(id, group)| GoalGroup { state: StateId(id), ..group });
        Some(known.collect())
    }

    fn forget(&mut self, states: &[StateId]) {
        for &state in states {
            if (state.0 as usize) < self.states.len() {
                self.release(state);
                self.states[state.0 as usize].forgotten = true;
            }
        }
    }

    fn found(&self) -> Option<&str> {
        self.found.as_deref()
    }

    fn restarts(&self) -> u32 {
        self.lease.as_ref().map_or(0, |lease| lease.taken().saturating_sub(1))
    }
}

impl Drop for LeanSession {
    fn drop(&mut self) {
        for state in 0..self.states.len() as u32 {
            self.release(StateId(state));
        }
    }
}
