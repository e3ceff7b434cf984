//! Looking at an F* document: which of its declarations F* accepts, and what there is to prove in it.

use std::{ops::Range, path::Path, sync::Arc, time::Duration};

use futures::FutureExt;
use lsp_types::{MessageType, Url};
use tokio_util::sync::CancellationToken;

use super::{
    assistant::Assistant,
    document::{Revision, Snapshot},
    holes::{Hole, Kind, Opened, by_judged, targets_of_fstar},
    look::{Found, Patience, no_prover},
    work::{Job, Lane},
};
use crate::{
    prover::{
        ProverError,
        fstar::{Fstar, check::Reached},
    },
    theorem::{ProverKind, fstar_interface},
};

/// F* looks at a document for about so long before others have their turn.
const TURN: Duration = Duration::from_millis(500);
/// What is begun goes before what is not, so that one process is enough.
const FURTHER_RANK: u8 = 1;

/// Why nothing is searched for in the place of something that F* does not accept.
pub(super) const NO_LEMMA: &str =
    "F* does not accept it, and it is no lemma: another definition would be another thing";

impl Assistant {
    /// Has F* look at a document, a few declarations at a time.
    pub(super) async fn check_fstar(&self, uri: &Url) {
        if let Some(fstar) = self.fstar(uri).await {
            self.check_with(uri, fstar).await;
        }
    }

    async fn check_with(&self, uri: &Url, fstar: Arc<Fstar>) {
        let Some((Snapshot { text, revision, .. }, path)) =
            self.with(uri, |it| (it.document.snapshot(), it.path.clone()))
        else {
            return;
        };
        let interface = interface_of(path.as_deref());
        let mut file = self.provers.take_fstar_file(uri, &fstar);
        let report = tokio::select! {
            report = file.check(&text, interface.as_deref(), TURN) => report,
            // What is asked for midway is of no more use.
            () = self.outdated(uri, revision, Patience::WhileItIsNow) => return,
        };
        if self.with(uri, |_| ()).is_some() {
            self.provers.put_fstar_file(uri, file, self.settings().idle);
        }
        let report = match report {
            Ok(report) => report,
            Err(error) => {
                let why = match &error {
                    ProverError::Statement { message } => {
                        format!(
                            "F* does not accept what it begins with, so nothing in it is checked: {message}"
                        )
                    }
                    error => format!("its holes are not checked: {error}"),
                };
                self.tell_once(uri, &why, MessageType::WARNING, format!("{uri}: {why}"));
                self.with(uri, |it| it.judged(by_judged(&text, &[]), revision, None));
                self.show_soon(uri);
                return self.ask_goals(uri);
            }
        };
        let last = report.judged.last().map_or(0, |it| it.range.end);
        let more = (report.reached == Reached::Pause).then_some(last);
        let holes = by_judged(&text, &report.judged);
        let is_now = self.with(uri, |open| {
            open.judged(holes, revision, more);
            open.document.revision() == revision
        });
        self.show_soon(uri);
        match (report.reached, is_now) {
            // Another text is looked at when it comes to rest.
            (Reached::Pause, Some(true)) => return self.check_further(uri, fstar),
            (Reached::Stop(Some(why)), _) => {
                let line = text[..last].matches('\n').count() + 1;
                let text = format!("{uri}: what follows line {line} is not checked: {why}");
                self.tell_once(uri, &text, MessageType::WARNING, text.clone());
            }
            _ => {}
        }
        self.ask_goals(uri);
    }

    fn check_further(&self, uri: &Url, fstar: Arc<Fstar>) {
        let (assistant, subject) = (self.clone(), Some(format!("check further {uri}")));
        let uri = uri.clone();
        let run = move |_, token: CancellationToken| {
            async move {
                tokio::select! {
                    () = assistant.check_with(&uri, fstar) => {}
                    () = token.cancelled() => {}
                }
            }
            .boxed()
        };
        self.work.submit(Job { lane: Lane::Look, rank: FURTHER_RANK, subject, run: Box::new(run) });
    }

    /// What there is to prove now in a declaration of an F* document, which stood at a place at some time.
    pub(super) fn fstar_target(
        &self,
        uri: &Url,
        declaration: &Range<usize>,
        from: Revision,
    ) -> Option<Found> {
        let (place, Snapshot { text, revision, .. }, path, failing) = self.with(uri, |it| {
            let failing: Vec<Hole> = it.holes.iter().filter(|it| it.kind != Kind::Open).cloned().collect();
            (it.document.carry(declaration, from), it.document.snapshot(), it.path.clone(), failing)
        })?;
        let place = place?;
        let mut target = targets_of_fstar(&text, &failing).into_iter().find(|it| it.range == place)?;
        let mut whole = true;
        // With an interface a statement's `val` stands there, and only its `let` is in the file.
        if let Some(interface) = interface_of(path.as_deref()) {
            let opened = Opened::of(&text, &failing).text;
            let with_interface = targets_of_fstar(&fstar_interface::with_interface(&opened, &interface), &[]);
            if let Some(other) = with_interface.into_iter().find(|it| it.name() == target.name()) {
                whole = other.holes[0].statement == target.holes[0].statement;
                target.holes = other.holes;
            }
        }
        let above = text[..target.range.start].to_owned();
        Some(Found { target, whole, above, revision })
    }

    /// Whether no other text may take the place of a declaration that does not work.
    pub(super) fn is_definition(&self, uri: &Url, key: u64) -> bool {
        let is = |it: &Hole| it.key.declaration == key && matches!(it.kind, Kind::Definition(_));
        self.with(uri, |open| open.prover == ProverKind::Fstar && open.holes.iter().any(is)) == Some(true)
    }

    /// The F* for a document; the user is told if there is none.
    pub(super) async fn fstar(&self, uri: &Url) -> Option<Arc<Fstar>> {
        let path = self.with(uri, |it| it.path.clone())?;
        match self.provers.fstar(&self.settings(), path.as_deref()).await {
            Ok(fstar) => Some(fstar),
            Err(error) => {
                self.tell_of_all(MessageType::ERROR, no_prover(&error));
                None
            }
        }
    }
}

/// The interface that stands beside a module's file, if there is one that can be read.
fn interface_of(file: Option<&Path>) -> Option<String> {
    let module = file.filter(|it| it.extension().is_some_and(|it| it == "fst"))?;
    std::fs::read_to_string(module.with_extension("fsti")).ok()
}
