//! What becomes of the drafts for one informal statement: judged, ranked, proved.

use serde::Serialize;
use tokio_util::sync::CancellationToken;

use super::{
    Draft,
    answer::proof::Scripts,
    equivalence::Comparison,
    group::{Compared, Group},
    judge::{Judgement, judge, opened},
    model::Asked,
    reading::Definition,
};
use crate::{
    driver::{self, Record, Settings, Sources, Status},
    prover::{Certifier, ProverError, Session},
    theorem::{ProverKind, Theorem},
};

/// What came of one informal statement.
#[derive(Clone, Debug, Serialize)]
pub struct Formalized {
    /// The text.
    pub informal: String,
    /// Why there is nothing below, if so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// The formal statements, the best first.
    pub candidates: Vec<Candidate>,
    /// Those that stand, with those that say the same together, the best first; empty before they are compared.
    pub groups: Vec<Group>,
    /// What the text leaves open, as far as candidates differ in it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ambiguities: Vec<String>,
    /// The search for a proof of the best one, if that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proof: Option<Record>,
    /// What was asked of models for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub models: Option<Asked>,
    /// Where it stands in its document.
    #[serde(flatten)]
    pub place: Option<Place>,
    /// What it says of a word, if it is a definition.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub definition: Option<Definition>,
}

/// A place in a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    /// What it is called there.
    pub name: String,
    /// The line where it begins, from 1.
    pub line: usize,
}

/// A formal statement with what is known of it.
#[derive(Clone, Debug, Serialize)]
pub struct Candidate {
    /// The statement.
    #[serde(flatten)]
    pub draft: Draft,
    /// What speaks for and against it.
    #[serde(flatten)]
    pub judgement: Judgement,
    /// The others that it was compared with.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub compared: Vec<Compared>,
    /// Whether it says the same as the reference, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<Comparison>,
}

impl Candidate {
    /// One that was judged, and not compared yet.
    pub fn new(draft: Draft, judgement: Judgement) -> Self {
        Candidate { draft, judgement, compared: Vec::new(), reference: None }
    }
}

impl Formalized {
    /// Of a text that nothing could be made of.
    pub fn none(informal: &str, error: String) -> Self {
        let (informal, error) = (informal.into(), Some(error));
        Formalized {
            informal,
            error,
            candidates: Vec::new(),
            groups: Vec::new(),
            ambiguities: Vec::new(),
            proof: None,
            models: None,
            place: None,
            definition: None,
        }
    }

    /// Puts what is rejected last; else the likeliest stay first.
    pub fn rank(&mut self) {
        self.candidates.sort_by_key(|it| !it.judgement.stands);
    }

    /// The best one, if it stands.
    pub fn best(&self) -> Option<&Candidate> {
        self.candidates.first().filter(|it| it.judgement.stands)
    }

    /// Whether there is a formal statement that stands or, where a proof was asked for, one that is proved; of a definition,
    /// whether it is one.
    pub fn is_done(&self, with_proof: bool) -> bool {
        match with_proof {
            _ if self.definition.is_some() => self.error.is_none(),
            true => self.proof.as_ref().is_some_and(|it| it.status == Status::Proved),
            false => self.best().is_some(),
        }
    }
}

/// A header with a definition behind it.
pub fn with_definition(header: &str, definition: &Definition) -> String {
    let gap = if header.trim().is_empty() { "" } else { "\n\n" };
    format!("{}{gap}{}\n", header.trim_end(), definition.lean)
}

/// The prover and what it may spend.
pub struct Pipeline<'a, S, C> {
    /// Where statements are elaborated and searched.
    pub session: &'a mut S,
    /// Where what was found is certified.
    pub certifier: &'a mut C,
    /// Who proposes steps.
    pub sources: Sources<'a>,
    /// What one search may spend.
    pub settings: &'a Settings,
    /// Ends it all.
    pub cancel: &'a CancellationToken,
}

impl<S: Session, C: Certifier> Pipeline<'_, S, C> {
    /// Judges the drafts for a text, which come with the likeliest first.
    ///
    /// # Errors
    /// If the prover cannot be had.
    pub async fn judged(
        &mut self,
        informal: &str,
        name: &str,
        drafts: Vec<Draft>,
    ) -> Result<Formalized, ProverError> {
        let mut candidates = Vec::new();
        for draft in drafts {
            let Some(theorem) = draft.theorem(name) else { continue };
            let Pipeline { session, certifier, sources, settings, cancel } = self;
            let judgement = judge(*session, *certifier, *sources, &theorem, settings, cancel).await?;
            candidates.push(Candidate::new(draft, judgement));
        }
        let mut formalized =
            Formalized { error: None, candidates, ..Formalized::none(informal, String::new()) };
        formalized.rank();
        Ok(formalized)
    }

    /// Has the prover look at a definition, which stands behind `header`.
    ///
    /// # Errors
    /// If the prover cannot be had.
    pub async fn defined(
        &mut self,
        informal: &str,
        header: &str,
        definition: Definition,
    ) -> Result<Formalized, ProverError> {
        const NOTHING: &str = "theorem nothing : True := by sorry";
        let hole = NOTHING.len() - "by sorry".len()..NOTHING.len();
        let header = with_definition(header, &definition);
        let theorem = Theorem::new("nothing", ProverKind::Lean, header, NOTHING, hole);
        let error = match opened(self.session, &theorem).await? {
            Ok(group) => {
                self.session.forget(&[group.state]);
                None
            }
            Err(message) => Some(message),
        };
        let definition = Some(definition);
        Ok(Formalized { error, definition, ..Formalized::none(informal, String::new()) })
    }

    /// Searches for a proof of the best candidate, if one stands.
    ///
    /// # Errors
    /// If the prover cannot be had.
    pub async fn prove(&mut self, formalized: &mut Formalized, name: &str) -> Result<(), ProverError> {
        let Some(best) = formalized.best() else { return Ok(()) };
        let Some(theorem) = best.draft.theorem(name) else { return Ok(()) };
        let Pipeline { session, certifier, sources, settings, cancel } = self;
        let scripts = best.draft.answer.as_ref().map_or(&[][..], |it| &it.scripts);
        let proposer = Scripts { inner: sources.proposer, theorem: name, scripts };
        let sources = Sources { proposer: &proposer, ..*sources };
        // What is told in a few words needs no long look for shorter ones.
        let minimise = if scripts.is_empty() { settings.minimise } else { settings.minimise.min(8) };
        let settings = &Settings { minimise, ..(*settings).clone() };
        let holes = [theorem];
        let record =
            driver::prove(*session, *certifier, sources, &holes, settings, cancel, &mut |_| {}).await?;
        formalized.proof = Some(record);
        Ok(())
    }
}
