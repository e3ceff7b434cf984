//! What the server is between messages: the open documents, the settings, the provers, and the work.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock},
    time::Duration,
};

use lsp_types::{ClientCapabilities, Diagnostic, MessageType, TextDocumentContentChangeEvent, Url};
use rustix::{
    io::Errno,
    process::{Pid, test_kill_process},
};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use tower_lsp::Client;

use super::{
    complete,
    document::{Document, Revision},
    holes::by_text,
    open::Open,
    provers::Provers,
    settings::{SECTION, Settings},
    show::{self, StatusNotification},
    text::Encoding,
    work::Work,
    worth::Worth,
};
use crate::theorem::ProverKind;

/// A text that nobody typed in for so long is looked at for holes ...
const PAUSE: Duration = Duration::from_millis(40);
/// ... and given to the prover.
const CHECK_PAUSE: Duration = Duration::from_millis(300);

/// How often the process of the client is looked for.
const CLIENT_PAUSE: Duration = Duration::from_secs(3);

/// What the client can do.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Abilities {
    pub(super) encoding: Encoding,
    pub(super) configuration: bool,
    pub(super) watches_configuration: bool,
    pub(super) progress: bool,
    pub(super) refreshes_hints: bool,
    pub(super) versioned_edits: bool,
}

impl Abilities {
    pub(super) fn of(client: &ClientCapabilities) -> Abilities {
        let general = client.general.as_ref();
        let workspace = client.workspace.as_ref();
        let is = |it: Option<bool>| it == Some(true);
        Abilities {
            encoding: Encoding::negotiate(general.and_then(|it| it.position_encodings.as_deref())),
            configuration: is(workspace.and_then(|it| it.configuration)),
            watches_configuration: is(
                workspace.and_then(|it| it.did_change_configuration.as_ref()?.dynamic_registration)
            ),
            progress: is(client.window.as_ref().and_then(|it| it.work_done_progress)),
            refreshes_hints: is(workspace.and_then(|it| it.inlay_hint.as_ref()?.refresh_support)),
            versioned_edits: is(workspace.and_then(|it| it.workspace_edit.as_ref()?.document_changes)),
        }
    }
}

/// The state of the server; clones are the same.
#[derive(Clone)]
pub(super) struct Assistant(Arc<Inner>);

pub(super) struct Inner {
    pub(super) client: Client,
    pub(super) work: Work,
    pub(super) provers: Provers,
    /// What it was started with.
    base: Settings,
    /// The same with what the client said first.
    first: OnceLock<Settings>,
    settings: RwLock<Arc<Settings>>,
    abilities: OnceLock<Abilities>,
    documents: Mutex<BTreeMap<Url, Open>>,
    /// Documents whose state is to be shown anew.
    changed: mpsc::UnboundedSender<Url>,
    /// What the user was told, each once.
    told: Mutex<BTreeSet<String>>,
    worth: Mutex<Worth>,
    pub(super) ending: CancellationToken,
    /// Cancelled when the process of the client is no more.
    client_gone: CancellationToken,
}

impl std::ops::Deref for Assistant {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl Assistant {
    pub(super) fn new(client: Client, base: Settings, ending: CancellationToken) -> Assistant {
        let (changed, shown) = mpsc::unbounded_channel();
        let worth = complete::learned(base.learned.as_deref());
        let assistant = Assistant(Arc::new(Inner {
            client,
            work: Work::new(base.jobs),
            provers: Provers::default(),
            settings: RwLock::new(Arc::new(base.clone())),
            base,
            first: OnceLock::new(),
            abilities: OnceLock::new(),
            documents: Mutex::default(),
            changed,
            told: Mutex::default(),
            worth: Mutex::new(worth),
            ending,
            client_gone: CancellationToken::new(),
        }));
        tokio::spawn(assistant.clone().show(shown));
        assistant
    }

    /// A document was opened; says nothing of one that is neither Lean nor F*.
    pub(super) fn opened(&self, uri: &Url, language: &str, text: String, version: i32) {
        let Some(prover) = language_of(uri, language) else { return };
        let document = Document::new(text, version, self.abilities().encoding);
        let open = Open::new(uri, prover, document);
        let old = self.documents().insert(uri.clone(), open);
        old.into_iter().flat_map(|it| it.jobs).for_each(|it| self.work.cancel(it.0));
        self.look_later(uri, Revision::default());
    }

    /// A document was changed. Changes the state before it returns.
    pub(super) fn changed(&self, uri: &Url, version: i32, changes: &[TextDocumentContentChangeEvent]) {
        let changed = self.with(uri, |open| {
            let before = open.document.revision();
            open.document.change(version, changes)?;
            open.carry(before);
            open.typed = Some(tokio::time::Instant::now());
            // What was looked for is for the text that it was.
            open.completing.take().into_iter().for_each(|it| self.work.cancel(it));
            Ok(open.document.revision())
        });
        match changed {
            None => {}
            Some(Ok(revision)) => self.look_later(uri, revision),
            Some(Err(error)) => {
                let error: super::document::OutOfOrder = error;
                let text = format!(
                    "{uri}: {error}; close the file and open it again if holes seem to be in wrong places"
                );
                self.tell_once(uri, "order", MessageType::WARNING, text);
            }
        }
    }

    /// A document was closed: what is being done for it ends.
    pub(super) fn closed(&self, uri: &Url) {
        let open = self.documents().remove(uri);
        open.into_iter().flat_map(|it| it.jobs).for_each(|it| self.work.cancel(it.0));
        self.provers.close(uri);
        self.show_soon(uri);
    }

    /// Looks at a document once nobody typed for a while.
    fn look_later(&self, uri: &Url, revision: Revision) {
        let (assistant, uri) = (self.clone(), uri.clone());
        tokio::spawn(async move {
            let is_now = || assistant.with(&uri, |it| it.document.revision() == revision) == Some(true);
            tokio::time::sleep(PAUSE).await;
            if !is_now() {
                return;
            }
            assistant.look(&uri).await;
            tokio::time::sleep(CHECK_PAUSE - PAUSE).await;
            if is_now() && assistant.settings().check {
                assistant.check(&uri);
            }
        });
    }

    /// Sees to it that the holes are those of the text of now, for a command that comes right after a change.
    pub(super) async fn look_now(&self, uri: &Url) {
        if self.with(uri, |it| it.looked != Some(it.document.revision())) == Some(true) {
            self.look(uri).await;
        }
    }

    /// Finds the holes that the text seems to have.
    async fn look(&self, uri: &Url) {
        let Some((snapshot, prover)) = self.with(uri, |it| (it.document.snapshot(), it.prover)) else {
            return;
        };
        // A long text takes milliseconds, which others would wait for.
        let looking = tokio::task::spawn_blocking(move || by_text(prover, &snapshot.text));
        let Ok(holes) = looking.await else { return };
        self.with(uri, |open| {
            if open.document.revision() == snapshot.revision {
                open.found(holes);
            }
        });
        self.show_soon(uri);
    }

    /// What a document's state says, or what is to be done to it; nothing for one that is not open.
    pub(super) fn with<T>(&self, uri: &Url, look: impl FnOnce(&mut Open) -> T) -> Option<T> {
        self.documents().get_mut(uri).map(look)
    }

    fn documents(&self) -> MutexGuard<'_, BTreeMap<Url, Open>> {
        self.documents.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Shows the state of a document soon.
    pub(super) fn show_soon(&self, uri: &Url) {
        // Nobody is shown anything after the end.
        let _ = self.changed.send(uri.clone());
    }

    /// Shows the states of documents, in one place, so that nothing old comes after what is new.
    async fn show(self, mut changed: mpsc::UnboundedReceiver<Url>) {
        let mut last: BTreeMap<Url, Vec<Diagnostic>> = BTreeMap::new();
        loop {
            let first = tokio::select! {
                first = changed.recv() => first,
                () = self.ending.cancelled() => return,
            };
            let Some(first) = first else { return };
            let mut uris = BTreeSet::from([first]);
            while let Ok(more) = changed.try_recv() {
                uris.insert(more);
            }
            let mut differs = false;
            for uri in uris {
                let shown = self.with(&uri, |open| {
                    (show::diagnostics(open), show::status(&uri, open), open.document.version())
                });
                match shown {
                    Some((diagnostics, status, version)) => {
                        // Those of a long document are long; a keystroke elsewhere leaves them as they are.
                        if last.get(&uri) != Some(&diagnostics) {
                            differs = true;
                            last.insert(uri.clone(), diagnostics.clone());
                            self.client.publish_diagnostics(uri, diagnostics, Some(version)).await;
                        }
                        self.client.send_notification::<StatusNotification>(status).await;
                    }
                    None => {
                        last.remove(&uri);
                        self.client.publish_diagnostics(uri, Vec::new(), None).await;
                    }
                }
            }
            if differs && self.abilities().refreshes_hints {
                let client = self.client.clone();
                // The client answers when it likes.
                tokio::spawn(async move { client.inlay_hint_refresh().await });
            }
        }
    }

    /// What the client can do; nothing special before it says so.
    pub(super) fn abilities(&self) -> Abilities {
        self.abilities.get().copied().unwrap_or_default()
    }

    /// What was learned of suggestions.
    pub(super) fn worth(&self) -> MutexGuard<'_, Worth> {
        self.worth.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn set_abilities(&self, abilities: Abilities) {
        // The protocol allows to initialize once.
        let _ = self.abilities.set(abilities);
    }

    pub(super) fn settings(&self) -> Arc<Settings> {
        Arc::clone(&self.settings.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes in what the client says with its first message: it holds where its settings say nothing else later.
    pub(super) async fn configure_first(&self, said: &serde_json::Value) {
        self.configure(said).await;
        // The protocol allows to initialize once.
        let _ = self.first.set((*self.settings()).clone());
    }

    /// Takes in what the client's settings say now.
    pub(super) async fn configure(&self, said: &serde_json::Value) {
        // Some clients send the section, and some what has it.
        let said = said.get(SECTION).unwrap_or(said);
        let (settings, complaints) = self.first.get().unwrap_or(&self.base).with(said);
        if !complaints.is_empty() {
            self.tell(
                MessageType::WARNING,
                format!("settings: {}; the usual ones hold for these", complaints.join("; ")),
            );
        }
        let old = self.settings();
        let provers_differ = (old.jobs, old.idle) != (settings.jobs, settings.idle);
        self.work.set_searches(settings.jobs);
        *self.settings.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(settings);
        if provers_differ {
            self.provers.forget().await;
        }
    }

    /// Tells the user something.
    pub(super) fn tell(&self, kind: MessageType, text: String) {
        let client = self.client.clone();
        tokio::spawn(async move { client.show_message(kind, text).await });
    }

    /// Tells the user of a document, but not the same twice; `about` says what is the same.
    pub(super) fn tell_once(&self, uri: &Url, about: &str, kind: MessageType, text: String) {
        if self.with(uri, |it| it.told.insert(about.to_owned())) == Some(true) {
            self.tell(kind, text);
        }
    }

    /// Tells the user of what holds for all documents, but not the same twice.
    pub(super) fn tell_of_all(&self, kind: MessageType, text: String) {
        if self.told.lock().unwrap_or_else(PoisonError::into_inner).insert(text.clone()) {
            self.tell(kind, text);
        }
    }

    /// Writes a line to the client's log.
    pub(super) fn log(&self, text: String) {
        let client = self.client.clone();
        tokio::spawn(async move { client.log_message(MessageType::INFO, text).await });
    }

    /// Has the server end when a process is no more; a client that is killed may leave its end of the line to others.
    pub(super) fn end_with(&self, client: u32) {
        let Some(client) = i32::try_from(client).ok().and_then(Pid::from_raw) else { return };
        let (gone, ending) = (self.client_gone.clone(), self.ending.clone());
        tokio::spawn(async move {
            while test_kill_process(client) != Err(Errno::SRCH) {
                tokio::select! {
                    () = tokio::time::sleep(CLIENT_PAUSE) => {}
                    () = ending.cancelled() => return,
                }
            }
            gone.cancel();
        });
    }

    /// Waits until the process of the client is no more, if it named one.
    pub(super) async fn client_is_gone(&self) {
        self.client_gone.cancelled().await;
    }

    /// Ends all that is being done, and all provers.
    pub(super) async fn stop(&self) {
        self.ending.cancel();
        self.work.stop().await;
        self.provers.stop().await;
        if let Some(index) = &self.base.index {
            index.stop_indexing().await;
        }
    }
}

/// Which prover a document is for: by the client's word for its language, else by its name.
fn language_of(uri: &Url, language: &str) -> Option<ProverKind> {
    let ending = uri.path().rsplit('.').next().unwrap_or_default();
    match (language, ending) {
        // An interface states, and leaves its proofs to the module.
        (_, "fsti") => None,
        ("lean" | "lean4", _) => Some(ProverKind::Lean),
        ("fstar", _) => Some(ProverKind::Fstar),
        (_, "lean") => Some(ProverKind::Lean),
        (_, "fst") => Some(ProverKind::Fstar),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_what_the_client_says_or_the_name() {
        let uri = |text| Url::parse(text).unwrap();
        assert_eq!(language_of(&uri("untitled:Untitled-1"), "lean4"), Some(ProverKind::Lean));
        assert_eq!(language_of(&uri("file:///a/B.fst"), "plaintext"), Some(ProverKind::Fstar));
        assert_eq!(language_of(&uri("file:///a/b.lean"), ""), Some(ProverKind::Lean));
        assert_eq!(language_of(&uri("file:///a/b.md"), "markdown"), None);
        assert_eq!(language_of(&uri("file:///a/b.fsti"), "fstar"), None);
    }
}
