//! Proving what a document has open, and putting into it what was certified.

use std::{ops::Range, sync::Arc, time::Duration};

use futures::{FutureExt, future::BoxFuture};
use lsp_types::{MessageType, Position, TextEdit, Url};
use tokio_util::sync::CancellationToken;

use super::{
    assistant::Assistant,
    document::Revision,
    draft,
    explain::{Watching, explanation},
    holes::{Hole, Key, Kind, by_check, lean_target},
    look::{Found, Patience},
    look_fstar::NO_LEMMA,
    minimise::finished_in,
    open::{Doing, Outcome, State},
    progress::Shown,
    show,
    work::{Job, JobId, Lane},
};
use crate::{
    driver::{self, Record, Sources, Status},
    lemma::Retrieval,
    prover::{
        Certification, Certifier, ProverError, Session,
        fstar::{
            certifier::{FstarCertifier, FstarLimits},
            session::FstarSession,
        },
        lean::session::LeanSession,
    },
    theorem::{ProverKind, Target, Theorem},
};

/// How long a search that was cancelled may take to say what it has.
const GRACE: Duration = Duration::from_millis(50);
/// How often an edit is offered that the client refuses because the text went on.
const OFFERS: u32 = 5;

/// What is searched for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Aim {
    Proof,
    Refutation,
}

/// A declaration of a text of some time, which is to be proved or refuted.
#[derive(Clone)]
struct Wanted {
    aim: Aim,
    name: String,
    key: Key,
    declaration: Range<usize>,
    revision: Revision,
}

/// How work for a declaration is spoken of.
pub(super) struct Words {
    /// What is being done, with a capital letter.
    pub(super) doing: &'static str,
    /// To what.
    pub(super) name: String,
    /// What is said before the reason if nothing came of it.
    pub(super) failed: &'static str,
}

/// Something that was certified in the text of some time, or is a draft.
pub(super) struct Proof {
    pub(super) theorem: Theorem,
    /// The whole declaration.
    pub(super) candidate: String,
    /// What is to stand in the text, in place of `range`.
    pub(super) text: String,
    pub(super) range: Range<usize>,
    /// What stood above that.
    pub(super) above: String,
    pub(super) revision: Revision,
    /// Whether it has holes, and only has to be accepted with them.
    pub(super) is_draft: bool,
}

impl Assistant {
    /// Has what is at a position proved; nothing if there is no hole.
    pub(super) fn prove_at(&self, uri: &Url, position: Position) -> Vec<JobId> {
        let hole = self.with(uri, |it| it.hole_at(position).cloned()).flatten();
        self.submit(uri, hole.into_iter().collect(), Aim::Proof)
    }

    /// Has all holes of a document proved.
    pub(super) fn prove_all(&self, uri: &Url) -> Vec<JobId> {
        let mut holes = self.with(uri, |it| it.holes.clone()).unwrap_or_default();
        holes.retain(|it| !matches!(it.kind, Kind::Definition(_)));
        self.submit(uri, holes, Aim::Proof)
    }

    /// Has what is at a position refuted; nothing if there is no hole.
    pub(super) fn refute_at(&self, uri: &Url, position: Position) -> Vec<JobId> {
        let hole = self.with(uri, |it| it.hole_at(position).cloned()).flatten();
        self.submit(uri, hole.into_iter().collect(), Aim::Refutation)
    }

    /// Ends what is being done for the hole or the theorem at a position, or for all of the document; says how many jobs those are.
    pub(super) fn cancel_at(&self, uri: &Url, position: Option<Position>) -> usize {
        let jobs: Vec<JobId> = self
            .with(uri, |open| {
                let only = position.map(|it| {
                    let byte = open.document.byte(it);
                    let hole = open.hole_at(it).map(|it| it.key.declaration);
                    hole.or_else(|| finished_in(open, &(byte..byte)).map(|it| it.key()))
                });
                let is_meant = |doing: &Doing| only.is_none_or(|it| it == Some(doing.declaration));
                open.jobs.iter().filter(|it| is_meant(it.1)).map(|it| *it.0).collect()
            })
            .unwrap_or_default();
        jobs.iter().for_each(|it| self.work.cancel(*it));
        jobs.len()
    }

    fn submit(&self, uri: &Url, mut holes: Vec<Hole>, aim: Aim) -> Vec<JobId> {
        // All holes of a declaration are proved together: no part of it can be certified by itself.
        holes.dedup_by(|a, b| a.declaration == b.declaration);
        let jobs = holes.into_iter().filter_map(|hole| {
            let Hole { name, key, declaration, .. } = hole;
            let (revision, busy) = self.with(uri, |open| {
                let busy = open.jobs.values().any(|it| it.declaration == key.declaration);
                (open.document.revision(), busy)
            })?;
            let wanted = Wanted { aim, name, key, declaration, revision };
            if busy { None } else { self.submit_search(uri, wanted) }
        });
        let jobs = jobs.collect();
        self.show_soon(uri);
        jobs
    }

    fn submit_search(&self, uri: &Url, wanted: Wanted) -> Option<JobId> {
        let place = uri.clone();
        self.submit_for(uri, wanted.key.declaration, |assistant, job, token| {
            async move { assistant.run_search(&place, wanted, job, &token).await }.boxed()
        })
    }

    /// Has something done for a declaration, among the searches; it is listed with the document until it is over.
    pub(super) fn submit_for(
        &self,
        uri: &Url,
        declaration: u64,
        work: impl FnOnce(Assistant, JobId, CancellationToken) -> BoxFuture<'static, ()> + Send + 'static,
    ) -> Option<JobId> {
        let (assistant, place) = (self.clone(), uri.clone());
        let run = move |job, token: CancellationToken| {
            async move {
                let listed = Listed { assistant: assistant.clone(), uri: place.clone(), job };
                if !token.is_cancelled() {
                    assistant.note_job(&place, job, declaration, true);
                    work(assistant, job, token).await;
                }
                drop(listed);
            }
            .boxed()
        };
        let job = Job { lane: Lane::Search, rank: 0, subject: None, run: Box::new(run) };
        // Held while it is submitted, so that the job cannot end before it is listed.
        self.with(uri, |open| {
            let id = self.work.submit(job);
            open.jobs.insert(id, Doing { declaration, running: false });
            id
        })
    }

    /// The same for what shows its progress, says in the end what came of it, and tells the user if that is nothing.
    pub(super) fn submit_shown<F>(
        &self,
        uri: &Url,
        declaration: u64,
        Words { doing, name, failed }: Words,
        work: impl FnOnce(Assistant, Url, Arc<Shown>) -> F + Send + 'static,
    ) -> Option<JobId>
    where
        F: Future<Output = Result<String, String>> + Send,
    {
        let place = uri.clone();
        let job = self.submit_for(uri, declaration, move |assistant, job, token| {
            async move {
                let shown = Arc::new(Shown::begin(&assistant, job, format!("{doing} {name}")));
                let said = tokio::select! {
                    said = work(assistant.clone(), place, Arc::clone(&shown)) => said,
                    () = token.cancelled() => Ok("cancelled".into()),
                };
                let last = match said {
                    Ok(said) => format!("{name}: {said}"),
                    Err(why) => {
                        let text = format!("{name}: {failed}: {why}");
                        assistant.tell(MessageType::INFO, text.clone());
                        text
                    }
                };
                shown.end(last);
            }
            .boxed()
        });
        self.show_soon(uri);
        job
    }

    fn note_job(&self, uri: &Url, job: JobId, declaration: u64, running: bool) {
        self.with(uri, |it| it.jobs.insert(job, Doing { declaration, running }));
        self.show_soon(uri);
    }

    /// Searches for one declaration: what came of it is told, and its proof put into the text.
    async fn run_search(&self, uri: &Url, wanted: Wanted, job: JobId, token: &CancellationToken) {
        let doing = if wanted.aim == Aim::Proof { "Proving" } else { "Refuting" };
        let shown = Shown::begin(self, job, format!("{doing} {}", wanted.name));
        let proving = self.proving(uri, &wanted, &shown, token);
        let cancelled = async {
            token.cancelled().await;
            tokio::time::sleep(GRACE).await;
        };
        let outcome = tokio::select! {
            biased;
            outcome = proving => outcome,
            () = cancelled => (Outcome::without(State::Cancelled, wanted.key, "it was stopped"), None),
        };
        let (outcome, proof) = outcome;
        let mut last = format!("{}: {}", wanted.name, outcome.state.word());
        if outcome.state == State::NotChecked {
            // How it stands with the hole is not known any better than before.
            last = format!("{}: no search was made: {}", wanted.name, outcome.detail);
            self.tell(MessageType::WARNING, last.clone());
        } else if wanted.aim == Aim::Proof || outcome.state == State::Disproved {
            self.with(uri, |it| it.outcomes.insert(wanted.key.declaration, outcome));
            self.show_soon(uri);
        } else {
            // That it is not refuted says nothing of a proof.
            last = format!("{}: not refuted: {} ({})", wanted.name, outcome.state.word(), outcome.detail);
            self.tell(MessageType::INFO, last.clone());
        }
        if let Some(proof) = proof {
            let inserted = tokio::select! {
                inserted = self.insert(uri, &wanted.name, proof) => inserted,
                () = token.cancelled() => Err("it was stopped before it was put into the text".into()),
            };
            if let Err(why) = inserted {
                last = format!("{}: the certified proof was not put into the text: {why}", wanted.name);
                self.tell(MessageType::WARNING, last.clone());
            }
        }
        shown.end(last);
    }

    async fn proving(
        &self,
        uri: &Url,
        wanted: &Wanted,
        shown: &Shown,
        token: &CancellationToken,
    ) -> (Outcome, Option<Proof>) {
        match self.with(uri, |it| it.prover) {
            Some(ProverKind::Lean) => self.proving_lean(uri, wanted, shown, token).await,
            Some(ProverKind::Fstar) => self.proving_fstar(uri, wanted, shown, token).await,
            None => (Outcome::without(State::Cancelled, wanted.key, "the document was closed"), None),
        }
    }

    async fn proving_lean(
        &self,
        uri: &Url,
        wanted: &Wanted,
        shown: &Shown,
        token: &CancellationToken,
    ) -> (Outcome, Option<Proof>) {
        let no = |state, text: &str| (Outcome::without(state, wanted.key, text), None);
        // Somebody may type elsewhere all the while.
        let Some((lean, checked)) = self.checked(uri, Patience::ToTheEnd).await else {
            return no(State::NotChecked, "its document could not be looked at");
        };
        let told = by_check(&checked.text, &checked.reply).holes;
        let hole = self.with(uri, |open| {
            let place = open.document.carry(&wanted.declaration, wanted.revision)?;
            let is_there =
                |it: &Hole| open.document.carry(&it.declaration, checked.revision).as_ref() == Some(&place);
            Some(told.into_iter().find(is_there))
        });
        let hole = match hole.flatten() {
            Some(Some(hole)) => hole,
            Some(None) => return no(State::Cancelled, "it is no hole any more"),
            None => return no(State::Cancelled, "its declaration was changed before the search began"),
        };
        let Some(target) = lean_target(&checked.text, &checked.reply, &hole) else {
            return no(State::Broken, "it has no proof that could be looked for");
        };
        let mut session = LeanSession::new(&lean.pool);
        let drive = self.settings().drive.clone();
        let mut certifier = lean.certifier.clone();
        let searching = (wanted.aim, &target, &drive);
        let searched = self.search(searching, &mut session, &mut certifier, shown, token).await;
        let above = checked.text[..target.range.start].to_owned();
        let found = Found { target, whole: true, above, revision: checked.revision };
        self.concluded(wanted.key, found, searched)
    }

    async fn proving_fstar(
        &self,
        uri: &Url,
        wanted: &Wanted,
        shown: &Shown,
        token: &CancellationToken,
    ) -> (Outcome, Option<Proof>) {
        let no = |state, text: &str| (Outcome::without(state, wanted.key, text), None);
        if self.is_definition(uri, wanted.key.declaration) {
            return no(State::NotChecked, NO_LEMMA);
        }
        let Some(fstar) = self.fstar(uri).await else { return no(State::NotChecked, "there is no F*") };
        let found = self.fstar_target(uri, &wanted.declaration, wanted.revision);
        let Some(found) = found else {
            return no(State::Cancelled, "its declaration was changed before the search began");
        };
        let drive = self.settings().drive.for_fstar();
        let mut session = FstarSession::new(Arc::clone(&fstar));
        let mut certifier = FstarCertifier::new(fstar, FstarLimits::default());
        let searching = (wanted.aim, &found.target, &drive);
        let searched = self.search(searching, &mut session, &mut certifier, shown, token).await;
        self.concluded(wanted.key, found, searched)
    }

    /// Searches, and says how far that came where it found nothing.
    async fn search<S: Session, C: Certifier>(
        &self,
        (aim, target, drive): (Aim, &Target, &driver::Settings),
        session: &mut S,
        certifier: &mut C,
        shown: &Shown,
        token: &CancellationToken,
    ) -> Result<(Record, Option<String>), ProverError> {
        let settings = self.settings();
        let proposer = settings.proposer();
        let proposer = proposer.map_err(|error| ProverError::Missing {
            message: error.complaint(),
            hint: "correct `proofwright.proposer` in the settings".into(),
        })?;
        let index = settings.index().map(|it| -> &dyn Retrieval { &**it });
        let sources = Sources { proposer: &*proposer, index };
        let mut watching = Watching::new(shown.reporter(drive.budget.time));
        let holes = &target.holes;
        let record = match aim {
            Aim::Proof => {
                driver::prove(session, certifier, sources, holes, drive, token, &mut watching).await?
            }
            Aim::Refutation => {
                driver::refute(session, certifier, sources, &holes[0], drive, token, &mut watching).await?
            }
        };
        let explained = record.status == Status::Unproved && !token.is_cancelled() && aim == Aim::Proof;
        let explanation = match explained.then(|| watching.into_journal()).flatten() {
            // A long one takes a while to be read.
            Some(journal) => tokio::task::spawn_blocking(move || explanation(&journal)).await.ok().flatten(),
            None => None,
        };
        Ok((record, explanation))
    }

    /// What came of a search.
    fn concluded(
        &self,
        key: Key,
        found: Found,
        searched: Result<(Record, Option<String>), ProverError>,
    ) -> (Outcome, Option<Proof>) {
        let (record, explanation) = match searched {
            Ok(searched) => searched,
            Err(ProverError::Missing { message, hint }) => {
                let text = format!("{message}; {hint}");
                return (Outcome::without(State::NotChecked, key, text), None);
            }
            Err(error) => return (Outcome::without(State::Crashed, key, error.to_string()), None),
        };
        let mut outcome = Outcome { explanation, ..Outcome::of(&record, key) };
        let proof = record.proof.filter(|_| outcome.state == State::Certified).map(|candidate| {
            // A part of the statement may stand in another file.
            let script = record.script.filter(|_| !found.whole);
            let text = script.unwrap_or_else(|| candidate.clone());
            let Found { target, above, revision, .. } = found;
            let (theorem, range) = (target.holes[0].clone(), target.range);
            Proof { theorem, candidate, text, range, above, revision, is_draft: false }
        });
        outcome.proof = proof.as_ref().map(|it| it.text.clone());
        (outcome, proof)
    }

    /// Puts a certified proof or a draft into the text of now; certifies or checks it anew if another text stands above it.
    ///
    /// # Errors
    /// Why it was not put there.
    pub(super) async fn insert(&self, uri: &Url, name: &str, proof: Proof) -> Result<(), String> {
        let mut certified = proof.above.clone();
        for _ in 0..OFFERS {
            let now = self.with(uri, |open| {
                let range = open.document.carry(&proof.range, proof.revision)?;
                let above = open.document.text()[..range.start].to_owned();
                let edit = show::edit(&open.document, &range, &proof.text);
                Some((above, edit, open.document.version()))
            });
            let Some((above, edit, version)) = now.ok_or("the document was closed")? else {
                return Err("its declaration was changed in the meantime".into());
            };
            if above != certified {
                self.certify_again(uri, &proof, &above).await?;
                certified = above;
                // The text may have gone on again.
                continue;
            }
            if self.apply(uri, name, edit, version).await {
                return Ok(());
            }
        }
        Err("the editor did not take the edit".into())
    }

    /// Certifies a proof, or checks a draft, behind another text.
    async fn certify_again(&self, uri: &Url, proof: &Proof, above: &str) -> Result<(), String> {
        const NO_PROVER: &str = "there is no prover any more";
        let certified = match proof.theorem.prover {
            ProverKind::Lean => {
                let lean = self.lean(uri).await.ok_or(NO_PROVER)?;
                if proof.is_draft {
                    let accepted = draft::accepted(&lean.pool, above, &proof.candidate).await;
                    let accepted = accepted.map_err(|it| it.to_string())?;
                    return accepted.map(drop).ok_or_else(|| {
                        "what stands above it was changed, and behind that Lean does not accept it".into()
                    });
                }
                let theorem = Theorem { header: above.to_owned(), ..proof.theorem.clone() };
                lean.certifier.clone().certify(&theorem, &proof.candidate).await
            }
            ProverKind::Fstar => {
                let fstar = self.fstar(uri).await.ok_or(NO_PROVER)?;
                let found = self.fstar_target(uri, &proof.range, proof.revision);
                let theorem = found.and_then(|it| it.target.holes.into_iter().next());
                let theorem = theorem.filter(|it| it.statement == proof.theorem.statement);
                let theorem = theorem.ok_or("its statement was changed in the meantime")?;
                FstarCertifier::new(fstar, FstarLimits::default()).certify(&theorem, &proof.candidate).await
            }
        };
        match certified {
            Ok(Certification::Certified(_)) => Ok(()),
            Ok(Certification::Refused { reason }) => Err(format!(
                "what stands above it was changed, and behind that it is not certified: {reason}"
            )),
            Err(error) => Err(error.to_string()),
        }
    }

    /// Asks the client to apply an edit to the text that it was made for.
    async fn apply(&self, uri: &Url, name: &str, edit: TextEdit, version: i32) -> bool {
        let edit = show::workspace_edit(uri, vec![edit], version, self.abilities().versioned_edits);
        match self.client.apply_edit(edit).await {
            Ok(answer) => answer.applied,
            Err(error) => {
                self.log(format!("{name}: the client does not apply edits: {error}"));
                false
            }
        }
    }
}

/// A job that is listed with its document; also one that panics is not listed any more when it is over.
struct Listed {
    assistant: Assistant,
    uri: Url,
    job: JobId,
}

impl Drop for Listed {
    fn drop(&mut self) {
        self.assistant.with(&self.uri, |it| it.jobs.remove(&self.job));
        self.assistant.show_soon(&self.uri);
    }
}
