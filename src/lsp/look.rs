//! Looking at a document with its prover: its holes, their goals, and what may serve them.

use std::{sync::Arc, time::Duration};

use futures::FutureExt;
use lsp_types::{MessageType, Url};
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

use super::{
    assistant::Assistant,
    document::{Revision, Snapshot},
    holes::{Hole, Kind, by_check, by_text, lean_target},
    open::{Checked, Known, Open, Outcome, State},
    provers::Lean,
    settings::Settings,
    work::{Job, Lane},
};
use crate::{
    driver,
    lemma::{Retrieval, library::imports},
    prover::{
        GoalGroup, Premise, ProverError, Session,
        fstar::session::FstarSession,
        lean::{session::LeanSession, survive},
    },
    theorem::{ProverKind, Target, Theorem},
};

/// How long a prover goes on with a text that is no longer there: about as long as another one takes to start.
const OUTDATED: Duration = Duration::from_secs(3);
/// How often that is looked at.
const GLANCE: Duration = Duration::from_millis(250);
/// So many goals are asked for before others have their turn.
const GOALS: usize = 8;

/// What goes first of what a person waits for.
const GOAL_RANK: u8 = 0;
const CHECK_RANK: u8 = 2;
const GOALS_RANK: u8 = 3;

/// For how long a text is looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Patience {
    /// While it is the document's, or a little longer.
    WhileItIsNow,
    /// To the end: what is asked for has its place in the text of later, too.
    ToTheEnd,
}

/// What there is to prove in a text of some time.
pub(super) struct Found {
    pub(super) target: Target,
    /// Whether the whole statement stands there, and not a part of it in another file.
    pub(super) whole: bool,
    /// What stands above it.
    pub(super) above: String,
    pub(super) revision: Revision,
}

impl Assistant {
    /// Has the prover look at a document.
    pub(super) fn check(&self, uri: &Url) {
        let (assistant, subject) = (self.clone(), Some(format!("check {uri}")));
        let uri = uri.clone();
        let run = move |_, token: CancellationToken| {
            async move {
                let Some(prover) = assistant.with(&uri, |it| it.prover) else { return };
                let checking = async {
                    match prover {
                        ProverKind::Lean => drop(assistant.checked(&uri, Patience::WhileItIsNow).await),
                        ProverKind::Fstar => assistant.check_fstar(&uri).await,
                    }
                };
                tokio::select! {
                    () = checking => {}
                    () = token.cancelled() => {}
                }
            }
            .boxed()
        };
        self.work.submit(Job { lane: Lane::Look, rank: CHECK_RANK, subject, run: Box::new(run) });
    }

    /// The Lean document as its prover sees it now; nothing if it was closed, changed for too long, or cannot be looked at,
    /// which the user is told.
    pub(super) async fn checked(&self, uri: &Url, patience: Patience) -> Option<(Lean, Arc<Checked>)> {
        let lean = self.lean(uri).await?;
        let (snapshot, known) = self.with(uri, |it| (it.document.snapshot(), it.checked.clone()))?;
        if let Some(known) = known.filter(|it| it.revision == snapshot.revision) {
            return Some((lean, known));
        }
        let Snapshot { text, revision, .. } = snapshot;
        let survived = tokio::select! {
            survived = survive::check(&lean.pool, &text) => survived,
            () = self.outdated(uri, revision, patience) => return None,
        };
        let survived = match survived {
            Ok(survived) => survived,
            Err(error) => {
                let text = format!("{uri}: its holes are not checked: {error}");
                self.tell_once(uri, &error.to_string(), MessageType::WARNING, text);
                return None;
            }
        };
        // What kills Lean is left blank, so that places are what they were.
        let mut said = by_check(&text, &survived.checked);
        if let Some(wrong) = said.header {
            let text = format!(
                "{uri}: Lean cannot import what it begins with, so nothing in it is checked: {wrong}"
            );
            self.tell_once(uri, &wrong, MessageType::WARNING, text);
            return None;
        }
        let checked = Arc::new(Checked { text: survived.text.into(), revision, reply: survived.checked });
        let left_out = survived.left_out;
        let unchecked = by_text(ProverKind::Lean, &text).into_iter();
        said.holes
            .extend(unchecked.filter(|it| left_out.iter().any(|out| out.contains(&it.declaration.start))));
        said.holes.sort_by_key(|it| it.range.start);
        self.with(uri, |open| {
            open.checked(Arc::clone(&checked), said.holes);
            for hole in &open.holes {
                let place = |it: &std::ops::Range<usize>| open.document.carry(it, revision);
                if left_out.iter().filter_map(place).any(|it| it.contains(&hole.declaration.start)) {
                    let detail =
                        "Lean does not live through this declaration; it is left out of what follows";
                    let outcome = Outcome::without(State::Crashed, hole.key, detail);
                    open.outcomes.insert(hole.key.declaration, outcome);
                }
            }
        });
        self.show_soon(uri);
        self.add_library(&lean, &checked.text).await;
        self.ask_goals(uri);
        Some((lean, checked))
    }

    /// Has the index draw on what a text imports, if there is one and it does not yet.
    async fn add_library(&self, lean: &Lean, text: &str) {
        let settings = self.settings();
        let Some(index) = settings.index() else { return };
        if self.provers.is_new(lean, imports(text)).await
            && let Err(error) = driver::add_library(index, &lean.pool, &lean.runtime, text).await
        {
            self.log(format!("no premises of the library: {error}"));
        }
    }

    /// The Lean for a document; the user is told if there is none.
    pub(super) async fn lean(&self, uri: &Url) -> Option<Lean> {
        let path = self.with(uri, |it| it.path.clone())?;
        let assistant = self.clone();
        let mut said = String::new();
        let mut events = move |event: crate::prover::lean::embedded::SetupEvent| {
            let headline = event.headline();
            if headline != said {
                assistant.log(headline.clone());
                said = headline;
            }
        };
        match self.provers.lean(&self.settings(), path.as_deref(), &mut events).await {
            Ok(lean) => Some(lean),
            Err(error) => {
                self.tell_of_all(MessageType::ERROR, no_prover(&error));
                None
            }
        }
    }

    /// Waits until a document has been another one for so long that it is not worth to go on, or is closed.
    pub(super) async fn outdated(&self, uri: &Url, revision: Revision, patience: Patience) {
        let begun = Instant::now();
        loop {
            sleep(GLANCE).await;
            match self.with(uri, |it| it.document.revision() == revision) {
                None => return,
                Some(false) if patience == Patience::WhileItIsNow && begun.elapsed() > OUTDATED => return,
                _ => {}
            }
        }
    }

    /// Asks for goals of holes that are not known, a few at a time.
    pub(super) fn ask_goals(&self, uri: &Url) {
        let is_fstar = self.with(uri, |it| it.prover) == Some(ProverKind::Fstar);
        let missing = |hole: &&Hole| (hole.checked || is_fstar) && !matches!(hole.kind, Kind::Definition(_));
        let holes = self.with(uri, |it| it.holes.clone()).unwrap_or_default();
        let mut wanted: Vec<Hole> = holes.iter().filter(missing).cloned().collect();
        wanted.retain(|hole| self.with(uri, |it| it.known(hole).is_none()) == Some(true));
        let more = wanted.len() > GOALS;
        wanted.truncate(GOALS);
        if !wanted.is_empty() {
            self.submit_goals(uri, wanted, GOALS_RANK, format!("goals {uri}"), more);
        }
    }

    /// Asks for the goal of one hole, which a person waits for.
    pub(super) fn ask_goal(&self, uri: &Url, hole: &Hole) {
        self.submit_goals(uri, vec![hole.clone()], GOAL_RANK, format!("goal {uri}"), false);
    }

    fn submit_goals(&self, uri: &Url, holes: Vec<Hole>, rank: u8, subject: String, more: bool) {
        let (assistant, uri) = (self.clone(), uri.clone());
        let run = move |_, token: CancellationToken| {
            async move {
                tokio::select! {
                    () = assistant.goals(&uri, &holes) => {}
                    () = token.cancelled() => return,
                }
                if more {
                    assistant.ask_goals(&uri);
                }
            }
            .boxed()
        };
        self.work.submit(Job { lane: Lane::Look, rank, subject: Some(subject), run: Box::new(run) });
    }

    async fn goals(&self, uri: &Url, holes: &[Hole]) {
        let Some(prover) = self.with(uri, |it| it.prover) else { return };
        match prover {
            ProverKind::Lean => {
                let checked = self.checked(uri, Patience::WhileItIsNow).await;
                let Some((lean, checked)) = checked else { return };
                let mut session = LeanSession::new(&lean.pool);
                for hole in holes {
                    // The text may have gone on since somebody asked; then others ask again.
                    let Some(hole) = &self.same_hole(uri, hole, checked.revision) else { continue };
                    let target = lean_target(&checked.text, &checked.reply, hole);
                    if let Some(theorem) = target.and_then(|it| it.holes.into_iter().nth(hole.nth)) {
                        self.goal(uri, hole, &theorem, &mut session).await;
                    }
                }
            }
            ProverKind::Fstar => {
                let Some(fstar) = self.fstar(uri).await else { return };
                for hole in holes {
                    // Goals are asked for again where the text went on.
                    let now = self.with(uri, |it| it.document.revision()).unwrap_or_default();
                    let target = self.fstar_target(uri, &hole.declaration, now);
                    if let Some(theorem) = target.and_then(|it| it.target.holes.into_iter().next()) {
                        let mut session = FstarSession::new(Arc::clone(&fstar));
                        self.goal(uri, hole, &theorem, &mut session).await;
                    }
                }
            }
        }
    }

    /// A hole where it stands in the text of some time, if that is the text of now and it is there with all that is above it.
    pub(super) fn same_hole(&self, uri: &Url, hole: &Hole, revision: Revision) -> Option<Hole> {
        let is_same = |it: &&Hole| (it.key, it.nth) == (hole.key, hole.nth) && it.checked;
        let same = |open: &mut Open| {
            let is_now = open.document.revision() == revision;
            open.holes.iter().find(is_same).filter(|_| is_now).cloned()
        };
        self.with(uri, same).flatten()
    }

    /// Takes in the goal of one hole, and what the index has for it.
    async fn goal<S: Session>(&self, uri: &Url, hole: &Hole, theorem: &Theorem, session: &mut S) {
        let settings: Arc<Settings> = self.settings();
        let opened = session.open(theorem).await;
        let index = settings.index();
        let indexed = index.and_then(|it| it.known(theorem)).map(|it| it.name);
        let known = match opened {
            Ok(group) => {
                let lemmas = index.map(|it| it.lemmas(theorem, &group)).unwrap_or_default();
                let lemmas =
                    lemmas.into_iter().map(|it| Premise { name: it.name, ty: it.ty, is_lemma: true });
                let premises = lemmas.chain(self.facts(theorem, &group, session)).collect();
                session.forget(&[group.state]);
                Known { goal: Ok(group.text()), premises, indexed }
            }
            Err(ProverError::Statement { message }) => {
                Known { goal: Err(message), premises: Vec::new(), indexed }
            }
            // Another try may have more luck.
            Err(error) => {
                self.tell_once(uri, &error.to_string(), MessageType::WARNING, format!("{uri}: {error}"));
                return;
            }
        };
        let known = Arc::new(known);
        self.with(uri, |open| {
            open.facts.insert(hole.name.clone(), Arc::clone(&known));
            open.known.insert((hole.key, hole.nth), known);
        });
        self.show_soon(uri);
    }

    /// Facts that can be named at goals of a theorem that was opened. Lemmas of the index are declared only in a search.
    pub(super) fn facts<S: Session>(
        &self,
        theorem: &Theorem,
        group: &GoalGroup,
        session: &S,
    ) -> Vec<Premise> {
        let settings = self.settings();
        let index = settings.index();
        let library = index.map(|it| it.premises(theorem, group)).unwrap_or_default();
        session.premises().iter().cloned().chain(library).collect()
    }
}

/// What the user is told where a prover is missing.
pub(super) fn no_prover(error: &ProverError) -> String {
    match error {
        ProverError::Missing { message, hint } => {
            format!("holes are found by their text alone: {message}; {hint}")
        }
        _ => format!("holes are found by their text alone: {error}; `proofwright doctor` says what is here"),
    }
}
