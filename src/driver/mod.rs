//! The loop around a search: proposals in flight, verdicts in, deadlines, then the script and its certificate.

use std::{collections::VecDeque, time::Duration};

use futures::{FutureExt, StreamExt, future::BoxFuture, stream::FuturesUnordered};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::{
    lemma::{LemmaId, Prepared, Retrieval},
    proposer::{Ask, Proposals, Proposer, Usage, Wanted, Who},
    prover::{GoalGroup, Limit, ProverError, Session, StateId, StepLimits, Verdict},
    search::{
        Budget, Counts, GroupId, Next, Order, Outcome, Reason, Search, SearchOptions, Spent, Style, Tree,
        WriteId,
        journal::Event,
        minimise::{Minimiser, finishers},
    },
    theorem::Theorem,
};

mod journal;
mod lemmas;
mod library;
mod prove;
pub mod record;
mod refute;
pub(crate) mod vacuous;

pub use journal::Written;
pub use lemmas::{Subgoal, Used};
pub use library::add_library;
pub use prove::prove;
pub use record::{Record, Status, TreeSize};
pub use refute::refute;

use lemmas::Drawn;

/// Most steps that work do so in a fraction of what a step may use at most, and a few of those that do not
/// would eat up the budget: so steps are tried with this fraction first.
const HASTE: u32 = 5;

/// How to prove one theorem.
#[derive(Clone, Debug)]
pub struct Settings {
    /// What the search may spend.
    pub budget: Budget,
    /// How it goes about it.
    pub search: SearchOptions,
    /// What one step may use when it is tried for the last time; before, a fifth of that.
    pub step: StepLimits,
    /// Proposals wanted from a proposer that samples.
    pub samples: usize,
    /// Whether to try to refute the statement as well, on a small share of the steps.
    pub refute: bool,
    /// Shorter scripts that are tried once a proof is found.
    pub minimise: usize,
}

/// What a step of F* may use in the end. A query that fails takes several times as long as one that does not.
const FSTAR_STEP: StepLimits = StepLimits { heartbeats: 20_000, time: Duration::from_secs(6) };

/// What a step of F* loses that was not proved at the first, small limits: nearly all of these are false.
const FSTAR_ATTEMPT_COST: f64 = 2.0;

impl Settings {
    /// The same where F* checks the steps.
    #[must_use]
    pub fn for_fstar(&self) -> Settings {
        let search = SearchOptions { attempt_cost: FSTAR_ATTEMPT_COST, ..self.search.clone() };
        Settings { step: FSTAR_STEP, search, ..self.clone() }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            budget: Budget { time: Some(Duration::from_secs(60)), ..Budget::default() },
            search: SearchOptions::default(),
            step: StepLimits::default(),
            samples: 8,
            refute: true,
            minimise: 24,
        }
    }
}

/// How a search stands, for those who watch.
#[derive(Clone, Copy, Debug)]
pub struct Progress {
    /// Size of the tree.
    pub counts: Counts,
    /// What was spent.
    pub spent: Spent,
}

/// What a search draws on.
#[derive(Clone, Copy)]
pub struct Sources<'a> {
    /// Where steps come from.
    pub proposer: &'a dyn Proposer,
    /// Where lemmas and premises come from.
    pub index: Option<&'a dyn Retrieval>,
}

impl<'a> Sources<'a> {
    /// A proposer, and no index.
    pub fn new(proposer: &'a dyn Proposer) -> Self {
        Sources { proposer, index: None }
    }
}

/// A script that proves what was searched for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The script; it rests on nothing but the theorem's header.
    pub script: String,
    /// The same without the proofs of the lemmas that it calls.
    pub short: String,
    /// Those lemmas.
    pub uses: Vec<LemmaId>,
    /// Their proofs, as the script begins with them.
    pub haves: String,
}

/// What came of a search.
#[derive(Clone, Debug)]
pub struct Searched {
    /// How it ended.
    pub outcome: Outcome,
    /// What it began with.
    pub root: GoalGroup,
    /// Scripts that the session accepted as a whole, the best first; empty unless proved.
    pub scripts: Vec<Found>,
    /// Premises that the steps of the proof use.
    pub used: Vec<Used>,
    /// Goals of the proof that are worth a lemma of their own.
    pub subgoals: Vec<Subgoal>,
    /// Which proposers the steps of the proof came from, sorted.
    pub sources: Vec<String>,
    /// Size of the tree.
    pub counts: Counts,
    /// What was spent.
    pub spent: Spent,
    /// Of that, the wall time of earlier runs that were cut off.
    pub before: Duration,
    /// What the user should know: of the statement, and what proposers failed with, each message once.
    pub complaints: Vec<String>,
}

/// Watches a search. Whatever takes a [`Progress`] is one that does no more.
pub trait Watch: Send {
    /// A verdict came.
    fn progress(&mut self, progress: Progress);

    /// Where the search for a hole of the declaration, counted from 0, is to be written down.
    fn journal(&mut self, _hole: usize) -> Option<Written> {
        None
    }
}

impl<F: FnMut(Progress) + Send> Watch for F {
    fn progress(&mut self, progress: Progress) {
        self(progress);
    }
}

/// What a proposer was asked for.
#[derive(Clone, Copy)]
enum For {
    Steps(GroupId),
    Proofs(WriteId),
}

type Asked<'a> = BoxFuture<'a, (For, Proposals)>;

/// Searches for a proof of `theorem`.
///
/// # Cancel safety
/// Cancelling through the token ends the search with what it has; dropping the future loses the search,
/// never the session.
///
/// # Errors
/// If the statement does not elaborate, or the prover cannot be had.
pub async fn search<S: Session>(
    session: &mut S,
    sources: Sources<'_>,
    theorem: &Theorem,
    settings: &Settings,
    cancel: &CancellationToken,
    watch: &mut dyn Watch,
) -> Result<Searched, ProverError> {
    let proposer = sources.proposer;
    let opened = session.open(theorem).await?;
    // A header may take longer than a proof, and is no part of the search for one.
    let begun = Instant::now();
    let may_be_vacuous = vacuous::may_be(theorem, &opened);
    let named = opened.goals.iter().flat_map(|it| &it.hyps).map(|it| it.name.as_str());
    let mut complaints: Vec<String> = theorem
        .undeclared(named)
        .into_iter()
        .map(|name| format!("nothing declares `{name}`: the prover takes it for any value (is it misspelt?)"))
        .collect();
    let written = watch.journal(theorem.nth);
    let past = written.as_ref().and_then(|it| it.past.as_ref()).map(|it| it.head.lemmas.as_slice());
    // The lemmas of an earlier run are chosen already.
    let mut owed = Usage::default();
    if let (Some(index), None) = (sources.index, past) {
        let prepared = tokio::select! {
            biased;
            prepared = index.prepare(&opened) => prepared,
            () = cancel.cancelled() => Prepared::default(),
            () = until(settings.budget.time.map(|it| begun + it)) => Prepared::default(),
        };
        complaints.extend(prepared.complaint);
        owed = prepared.usage;
    }
    let drawn = Drawn::new(session, sources.index, theorem, &opened, past).await?;
    let root = match drawn.offers.is_empty() {
        true => opened.clone(),
        false => session.open(&drawn.theorem).await?,
    };
    let root_state = root.state;
    let (mut search, mut writer, begun_anew) =
        journal::begin(session, &drawn, root, (settings, proposer.is_split()), written);
    complaints.extend(begun_anew);
    // What a run spent before it was cut off counts.
    let before = search.spent().time;
    // The script that a proof yields is tried on the root, which the search itself has no more use for then.
    let forget = |session: &mut S, mut unused: Vec<StateId>| {
        unused.retain(|it| ![root_state, opened.state].contains(it));
        session.forget(&unused);
    };
    let deadline = settings.budget.time.map(|it| begun + it.saturating_sub(before));
    let over = until(deadline);
    tokio::pin!(over);
    let mut asked: FuturesUnordered<Asked<'_>> = FuturesUnordered::new();
    let mut answers = VecDeque::new();
    let outcome = loop {
        search.set_elapsed(before + begun.elapsed());
        if cancel.is_cancelled() {
            search.cancel();
        }
        // A proposer that answers at once keeps the order of things the same in every run.
        while let Some(Some(answer)) = asked.next().now_or_never() {
            answers.push_back(answer);
        }
        for (what, answer) in answers.drain(..) {
            let mut answer = answered(answer, &mut complaints);
            answer.usage.add(std::mem::take(&mut owed));
            let event = match what {
                For::Steps(group) => Event::Proposed { group, answer },
                For::Proofs(ask) => Event::Written { ask, answer },
            };
            writer.event(search.spent().time, &event);
            forget(session, search.apply(event));
        }
        let next = search.next();
        if !matches!(next, Next::Wait | Next::Done(_)) {
            writer.given();
        }
        match next {
            Next::Done(outcome) => break outcome,
            Next::Propose { group, round, who, paid } => {
                let wanted = Owned { group, order: None, round, who, paid, samples: settings.samples };
                asked.push(ask(&search, proposer, &drawn, For::Steps(group), wanted));
            }
            Next::Write { ask: id, order, samples, paid } => {
                let samples = samples as usize;
                let wanted =
                    Owned { group: Tree::ROOT, order: Some(order), round: 0, who: Who::All, paid, samples };
                asked.push(ask(&search, proposer, &drawn, For::Proofs(id), wanted));
            }
            Next::Try { step, state, text, attempt, .. } => {
                let verdict = {
                    let haste = HASTE.pow(settings.search.attempts.saturating_sub(attempt + 1));
                    let StepLimits { heartbeats, time } = settings.step;
                    let limits = StepLimits { time: time / haste, heartbeats: heartbeats / u64::from(haste) };
                    let trying = session.step(state, &text, within(limits, deadline));
                    tokio::pin!(trying);
                    loop {
                        tokio::select! {
                            biased;
                            verdict = &mut trying => break verdict?,
                            () = cancel.cancelled() => break Verdict::Inconclusive { limit: Limit::Time },
                            Some(answer) = asked.next(), if !asked.is_empty() => answers.push_back(answer),
                        }
                    }
                };
                if verdict == Verdict::Closed
                    && let Some(found) = session.found().map(str::to_owned)
                    && closes(session, state, &found, within(settings.step, deadline)).await?
                {
                    let event = Event::Reword { step, text: found };
                    writer.event(search.spent().time, &event);
                    search.apply(event);
                }
                let event = Event::Verdict { step, verdict };
                writer.event(before + begun.elapsed(), &event);
                forget(session, search.apply(event));
                watch.progress(Progress { counts: search.counts(), spent: search.spent() });
            }
            Next::Wait => {
                tokio::select! {
                    Some(answer) = asked.next(), if !asked.is_empty() => answers.push_back(answer),
                    () = cancel.cancelled() => {}
                    () = &mut over => {}
                }
            }
        }
    };
    drop(asked);
    complaints.extend(writer.complaint.take());
    let mut searched = Searched {
        outcome,
        root: opened.clone(),
        scripts: Vec::new(),
        used: drawn.used(&search),
        subgoals: lemmas::subgoals(&search, &drawn, theorem),
        sources: Vec::new(),
        counts: search.counts(),
        spent: search.spent(),
        before,
        complaints,
    };
    if let Some(proof) = search.proof() {
        let mut sources: Vec<_> =
            proof.steps().iter().map(|&it| search.tree().step(it).proposal.source.to_string()).collect();
        sources.sort();
        sources.dedup();
        searched.sources = sources;
        let mut shorts: Vec<String> = Vec::new();
        for style in [Style::Readable, Style::Plain] {
            let script = proof.script(style).to_string();
            if shorts.contains(&script) || !closes(session, root_state, &script, settings.step).await? {
                continue;
            }
            let mut minimiser = Minimiser::new(&proof, style, finishers(theorem.prover), settings.minimise);
            while !cancel.is_cancelled()
                && let Some(candidate) = minimiser.next()
            {
                let works = closes(session, root_state, &candidate, settings.step).await?;
                minimiser.answer(works);
            }
            let best = minimiser.best().to_string();
            shorts.push(drawn.with_fewer(session, root_state, best, settings.step, cancel).await?);
            if !shorts.contains(&script) {
                shorts.push(script);
            }
            break;
        }
        // If neither is accepted as a whole, the certifier still has the last word on the plain one.
        if shorts.is_empty() {
            shorts.push(proof.script(Style::Plain).to_string());
        }
        searched.scripts = shorts.iter().map(|it| drawn.found(it)).collect();
        let StepLimits { heartbeats, time } = settings.step;
        // It tells of few theorems, and is tried on each.
        let little = 4 * HASTE;
        let little = StepLimits { time: time / little, heartbeats: heartbeats / u64::from(little) };
        if may_be_vacuous && closes(session, opened.state, vacuous::STEP, little).await? {
            searched.complaints.push(vacuous::MESSAGE.to_owned());
        }
    }
    session.forget(&[root_state, opened.state]);
    searched.spent.time = before + begun.elapsed();

    Ok(searched)
}

/// Whether a step closes its goals; what it leaves instead is forgotten.
///
/// # Errors
/// If no process can be had.
pub async fn closes<S: Session>(
    session: &mut S,
    state: StateId,
    step: &str,
    limits: StepLimits,
) -> Result<bool, ProverError> {
    let verdict = session.step(state, step, limits).await?;
    if let Verdict::Progress { groups } = &verdict {
        session.forget(&groups.iter().map(|it| it.state).collect::<Vec<_>>());
    }
    Ok(verdict == Verdict::Closed)
}

/// No more time than is left until the deadline.
fn within(limits: StepLimits, deadline: Option<Instant>) -> StepLimits {
    let left = deadline.map_or(limits.time, |it| it.saturating_duration_since(Instant::now()));
    StepLimits { time: limits.time.min(left), ..limits }
}

/// Waits until then, or for ever.
async fn until(deadline: Option<Instant>) {
    match deadline {
        Some(at) => tokio::time::sleep_until(at).await,
        None => std::future::pending().await,
    }
}

/// What is asked, apart from what the search knows.
struct Owned {
    group: GroupId,
    /// Steps where there is none.
    order: Option<Order>,
    round: u32,
    who: Who,
    paid: bool,
    samples: usize,
}

fn ask<'a>(
    search: &Search,
    proposer: &'a dyn Proposer,
    drawn: &'a Drawn<'_>,
    what: For,
    owned: Owned,
) -> Asked<'a> {
    let Owned { group: id, order, round, who, paid, samples } = owned;
    let group: GoalGroup = search.goal(id).clone();
    let path = search.path(id);
    let failed = search.failed(id);
    let tallies = search.tallies();
    let may_prepare = search.may_use_tokens();
    Box::pin(async move {
        let prepared = if may_prepare { drawn.prepare(&group).await } else { Prepared::default() };
        let premises = drawn.premises(&group);
        let wanted = match &order {
            None => Wanted::Steps,
            Some(Order::Proofs) => Wanted::Proofs,
            Some(Order::Repairs(failed)) => Wanted::Repairs(failed),
            Some(Order::Drafts) => Wanted::Drafts,
        };
        let ask = Ask {
            path: &path,
            failed: &failed,
            premises: &premises,
            samples,
            round,
            paid,
            who,
            wanted,
            tallies: &tallies,
            ..Ask::new(&drawn.theorem, &group)
        };
        let mut answer = proposer.propose(ask).await.unwrap_or_else(|error| Proposals {
            exhausted: true,
            complaints: vec![error.complaint()],
            ..Proposals::default()
        });
        answer.usage.add(prepared.usage);
        answer.complaints.extend(prepared.complaint);
        (what, answer)
    })
}

/// What a proposer answered; what went wrong is put among the complaints, once.
fn answered(mut answer: Proposals, complaints: &mut Vec<String>) -> Proposals {
    for text in std::mem::take(&mut answer.complaints) {
        if !complaints.contains(&text) {
            complaints.push(text);
        }
    }
    answer
}

impl Outcome {
    /// The reason that a record gives, when it is not proved.
    pub fn reason(self) -> Option<Reason> {
        match self {
            Outcome::Proved => None,
            Outcome::Unproved(reason) => Some(reason),
        }
    }
}
