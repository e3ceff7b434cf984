//! The record of a theorem: what `--json` prints, one object a line.

use serde::{Deserialize, Serialize};

use super::{Searched, Used};
use crate::{
    lemma::{Lemma, offer::mentions},
    proposer::Micros,
    prover::Certificate,
    theorem::{ProverKind, Theorem},
};

/// What is known of a theorem in the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// There is a certificate.
    Proved,
    /// There is none, and nothing else is known.
    Unproved,
    /// Its negation has a certificate.
    Disproved,
    /// It could not be worked on.
    Error,
}

/// What a record says was spent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpentRecord {
    /// From opening the statement to the certificate, in milliseconds.
    pub wall_ms: u64,
    /// Steps tried.
    pub steps: u64,
    /// Requests to a model.
    pub calls: u64,
    /// Tokens in and out of a model.
    pub tokens: u64,
    /// What they cost, in millionths of what prices are given in; only if there are prices.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<Micros>,
    /// Whether some of the tokens are estimated, as an endpoint did not count them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub estimated: bool,
    /// Prover processes that were replaced.
    pub restarts: u32,
}

impl SpentRecord {
    /// Adds what more was spent.
    pub fn add(&mut self, more: &SpentRecord) {
        self.wall_ms += more.wall_ms;
        self.steps += more.steps;
        self.calls += more.calls;
        self.tokens += more.tokens;
        self.cost = Micros::sum(self.cost, more.cost);
        self.estimated |= more.estimated;
        self.restarts += more.restarts;
    }
}

/// Size of the tree.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TreeSize {
    /// Goal groups.
    pub goals: usize,
    /// Steps tried.
    pub steps: u64,
    /// Longest way from the root.
    pub depth: u32,
}

/// All that is reported of a theorem.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Its name.
    pub theorem: String,
    /// `lean` or `fstar`.
    pub prover: ProverKind,
    /// What is known.
    pub status: Status,
    /// Why it is not proved: `exhausted`, `timeout`, `max_steps`, `max_calls`, `max_tokens`, `max_cost`,
    /// `cancelled`, `prover_error` or `statement_error`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The reason in more words, where there are any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// The tactic lines that fill the hole, or that prove the negation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub script: Option<String>,
    /// The whole declaration; of what is disproved, one of its negation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proof: Option<String>,
    /// The certificate of `proof`; there is one if and only if it is proved or disproved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate: Option<Certificate>,
    /// What was spent.
    pub spent: SpentRecord,
    /// Size of the tree.
    pub tree: TreeSize,
    /// Which proposers the proof's steps came from; `index` if it was there as it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Premises that the proof uses, of those that were offered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub premises: Vec<Used>,
    /// The seed of the run.
    pub seed: u64,
}

impl Record {
    /// Takes in a search, before anything is certified.
    pub(super) fn add(&mut self, searched: &Searched) {
        let Searched { outcome, counts, spent, before, complaints, sources, used, .. } = searched;
        self.spent.wall_ms += before.as_millis() as u64;
        self.reason = outcome.reason().map(|it| it.to_string());
        if !complaints.is_empty() {
            self.message = Some(complaints.join("; "));
        }
        self.spent.add(&SpentRecord {
            steps: spent.steps,
            calls: spent.calls,
            tokens: spent.tokens,
            cost: spent.cost,
            estimated: spent.estimated,
            ..SpentRecord::default()
        });
        self.tree.goals += counts.groups;
        self.tree.steps += counts.steps;
        self.tree.depth = self.tree.depth.max(counts.depth);
        if !sources.is_empty() {
            self.source = Some(sources.join("+"));
        }
        self.premises.extend(used.iter().cloned());
    }

    /// Takes in a proof from the index, and its certificate of now.
    pub(super) fn known(&mut self, lemma: &Lemma, certificate: Certificate) {
        self.prove(&[&lemma.whole_script()], lemma.proof.clone(), certificate);
        self.source = Some("index".into());
    }

    /// Says something that the user should know.
    pub(super) fn complain(&mut self, text: &str) {
        self.message = Some(self.message.take().map_or(text.to_owned(), |it| format!("{it}; {text}")));
    }

    /// The record of a theorem that was not worked on.
    pub fn empty(theorem: &Theorem) -> Self {
        Record {
            theorem: theorem.name.clone(),
            prover: theorem.prover,
            status: Status::Unproved,
            reason: None,
            message: None,
            script: None,
            proof: None,
            certificate: None,
            spent: SpentRecord::default(),
            tree: TreeSize::default(),
            source: None,
            premises: Vec::new(),
            seed: 0,
        }
    }

    /// The record of a theorem whose statement does not elaborate.
    pub fn statement_error(theorem: &Theorem, message: String) -> Self {
        Record::error(theorem, "statement_error", message)
    }

    /// The record of a theorem that the prover broke on.
    pub fn prover_error(theorem: &Theorem, message: String) -> Self {
        Record::error(theorem, "prover_error", message)
    }

    fn error(theorem: &Theorem, reason: &str, message: String) -> Self {
        Record {
            status: Status::Error,
            reason: Some(reason.into()),
            message: Some(message),
            ..Record::empty(theorem)
        }
    }

    /// Takes in the certificate for `proof`, whose holes are filled with `scripts`.
    pub(super) fn prove(&mut self, scripts: &[&str], proof: String, certificate: Certificate) {
        self.status = Status::Proved;
        self.reason = None;
        // Lean's axioms are those of its library; F*'s are what the user's own text assumes.
        if self.prover == ProverKind::Fstar && !certificate.axioms.is_empty() {
            self.complain(&format!("it rests on what is assumed: {}", certificate.axioms.join(", ")));
        }
        self.premises.retain(|it| scripts.iter().any(|script| mentions(script, &it.name)));
        self.script = Some(scripts.join("\n\n"));
        self.proof = Some(proof);
        self.certificate = Some(certificate);
    }

    /// Takes in the certificate for `proof`, a proof of the negation; what was done for the statement itself before that
    /// does not count.
    pub(super) fn disprove(
        &mut self,
        refuted: &Searched,
        script: &str,
        proof: String,
        certificate: Certificate,
    ) {
        (self.spent, self.tree) = (SpentRecord::default(), TreeSize::default());
        self.add(refuted);
        self.status = Status::Disproved;
        self.script = Some(script.to_owned());
        self.proof = Some(proof);
        self.certificate = Some(certificate);
    }

    /// Takes in that the certifier refused what would refute it.
    pub(super) fn doubt(&mut self) {
        self.reason = Some("prover_error".into());
        self.message = Some("the search found a refutation that is not certified".into());
    }

    /// Takes in that the certifier refused what the search found.
    pub(super) fn refuse(&mut self, script: String, reason: &str) {
        self.reason = Some("prover_error".into());
        self.message = Some(format!("the search found a proof that is not certified: {reason}"));
        self.script = Some(script);
        self.source = None;
    }
}
