//! One declaration, from its holes to its certificate.

use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::{Found, Record, Searched, Settings, Sources, Status, Subgoal, Watch, lemmas, refute, search};
use crate::{
    lemma::{Provenance, Retrieval, normal::key_of_goal},
    prover::{Certificate, Certification, Certifier, ProverError, Session},
    search::{Budget, Outcome},
    theorem::{ProverKind, Theorem, fill, refutation::refutation},
};

/// Fills the holes of one declaration and certifies it: the record says `proved` only with a certificate.
///
/// `holes` are the same declaration, once for each hole; there is at least one. The budget is for each. What is proved is
/// kept in the index, if there is one.
///
/// # Errors
/// If the prover cannot be had; a statement that does not elaborate is a record of its own.
pub async fn prove<S: Session, C: Certifier>(
    session: &mut S,
    certifier: &mut C,
    sources: Sources<'_>,
    holes: &[Theorem],
    settings: &Settings,
    cancel: &CancellationToken,
    watch: &mut dyn Watch,
) -> Result<Record, ProverError> {
    let (restarts, begun) = (session.restarts(), Instant::now());
    let theorem = &holes[0];
    if holes.len() == 1
        && let Some(index) = sources.index
        && let Some(mut record) = known(certifier, index, theorem).await?
    {
        record.spent.wall_ms += begun.elapsed().as_millis() as u64;
        return Ok(record);
    }
    let mut record = Record::empty(theorem);
    let mut found = Vec::new();
    let refutation = refutation(theorem).filter(|_| settings.refute && holes.len() == 1);
    let mut refuted = None;
    for hole in holes {
        let searched = match &refutation {
            Some(it) => {
                let theorems = (hole, &it.negation);
                let both = match theorem.prover {
                    ProverKind::Lean => {
                        refute::both(session, sources, theorems, settings, cancel, watch).await
                    }
                    ProverKind::Fstar => {
                        refute::after(session, sources, theorems, settings, cancel, watch).await
                    }
                };
                both.map(|(proved, other)| {
                    refuted = other.filter(|it| it.outcome == Outcome::Proved);
                    proved
                })
            }
            None => search(session, sources, hole, settings, cancel, watch).await,
        };
        match searched {
            Ok(searched) => {
                record.add(&searched);
                if searched.outcome != Outcome::Proved {
                    break;
                }
                found.push(searched);
            }
            Err(ProverError::Statement { message }) => {
                record = Record::statement_error(theorem, message);
                break;
            }
            Err(error) => return Err(error),
        }
    }
    if found.len() == holes.len() {
        let mut refusal = None;
        for attempt in 0..found.iter().map(|it| it.scripts.len()).max().unwrap_or(0) {
            let of = |it: &Searched| it.scripts[attempt.min(it.scripts.len() - 1)].clone();
            let scripts: Vec<Found> = found.iter().map(of).collect();
            let texts = holes.iter().zip(&scripts);
            let texts = texts.map(|(hole, it)| (hole.hole.clone(), hole.proof_text(&it.script)));
            let candidate = fill(&theorem.statement, &texts.collect::<Vec<_>>());
            match certifier.certify(theorem, &candidate).await? {
                Certification::Certified(certificate) => {
                    let texts: Vec<&str> = scripts.iter().map(|it| it.script.as_str()).collect();
                    record.prove(&texts, candidate.clone(), certificate.clone());
                    if let ([script], [searched], Some(index)) = (&scripts[..], &found[..], sources.index) {
                        let kept = Kept { index, theorem, searched, source: record.source.clone() };
                        kept.theorem(script, candidate, certificate, &mut record);
                        kept.subgoals(certifier, cancel).await?;
                    }
                    refusal = None;
                    break;
                }
                Certification::Refused { reason } => {
                    refusal = refusal.or(Some((scripts[0].script.clone(), reason)))
                }
            }
        }
        if let ([searched], true) = (&found[..], refusal.is_some() && !cancel.is_cancelled())
            && once_more(session, certifier, sources, (theorem, searched), settings, cancel, &mut record)
                .await?
        {
            refusal = None;
        }
        if let Some((script, reason)) = refusal {
            record.refuse(script, &reason);
        }
    }
    if let (Some(refutation), Some(refuted)) = (refutation, refuted) {
        refute::certify(certifier, &refutation, &refuted, &mut record).await?;
        // The search for a proof was ended for it.
        if record.status == Status::Unproved && !cancel.is_cancelled() {
            record.doubt();
        }
    }
    record.spent.restarts = session.restarts() - restarts;
    record.spent.wall_ms += begun.elapsed().as_millis() as u64;
    Ok(record)
}

/// Searches for the proof again with the lemmas as hypotheses, if the one that was found behind them does not work so: what is
/// left of the budget is for that. Says whether it was found and certified.
async fn once_more<S: Session, C: Certifier>(
    session: &mut S,
    certifier: &mut C,
    sources: Sources<'_>,
    (theorem, first): (&Theorem, &Searched),
    settings: &Settings,
    cancel: &CancellationToken,
    record: &mut Record,
) -> Result<bool, ProverError> {
    let Some(haves) = first.scripts.first().map(|it| &it.haves).filter(|it| !it.is_empty()) else {
        return Ok(false);
    };
    let budget = Budget {
        time: settings.budget.time.map(|it| it.saturating_sub(first.spent.time)),
        steps: settings.budget.steps.map(|it| it.saturating_sub(first.spent.steps)),
        ..settings.budget
    };
    let settings = Settings { budget, ..settings.clone() };
    let (behind, haves) = match theorem.prover {
        ProverKind::Lean => (lemmas::with_haves(theorem, haves), format!("{haves}\n")),
        // What a query tells of a definition it may not tell of one within another: so it is done without.
        ProverKind::Fstar => (theorem.clone(), String::new()),
    };
    let without = Sources::new(sources.proposer);
    let searched = search(session, without, &behind, &settings, cancel, &mut |_| {}).await?;
    record.add(&searched);
    for Found { script, .. } in &searched.scripts {
        let candidate = behind.with_script(script);
        let Certification::Certified(certificate) = certifier.certify(theorem, &candidate).await? else {
            continue;
        };
        let script = format!("{haves}{script}");
        record.prove(&[&script], candidate.clone(), certificate.clone());
        if let Some(index) = sources.index {
            let found = Found { short: script.clone(), script, uses: Vec::new(), haves: String::new() };
            let kept = Kept { index, theorem, searched: first, source: record.source.clone() };
            kept.theorem(&found, candidate, certificate, record);
        }
        return Ok(true);
    }
    Ok(false)
}

/// The record of a theorem that is in the index as it is, certified again.
async fn known<C: Certifier>(
    certifier: &mut C,
    index: &dyn Retrieval,
    theorem: &Theorem,
) -> Result<Option<Record>, ProverError> {
    let Some(lemma) = index.known(theorem) else { return Ok(None) };
    let Certification::Certified(certificate) = certifier.certify(theorem, &lemma.proof).await? else {
        // Another version of the prover, most likely: the search will tell.
        return Ok(None);
    };
    let mut record = Record::empty(theorem);
    record.known(&lemma, certificate);
    Ok(Some(record))
}

/// What is kept of a proof.
struct Kept<'a> {
    index: &'a dyn Retrieval,
    theorem: &'a Theorem,
    searched: &'a Searched,
    source: Option<String>,
}

impl Kept<'_> {
    /// Keeps the theorem itself.
    fn theorem(&self, found: &Found, proof: String, certificate: Certificate, record: &mut Record) {
        let Some(goal) = self.searched.root.goals.first() else { return };
        let provenance = self.provenance(None);
        let lemma = lemmas::lemma(self.theorem, goal, found, proof, certificate, provenance);
        if let Err(complaint) = self.index.keep(lemma) {
            record.complain(&format!("it is proved, but not kept in the index: {complaint}"));
        }
    }

    /// Keeps goals of the proof that are worth it, each certified as a theorem of its own.
    async fn subgoals<C: Certifier>(
        &self,
        certifier: &mut C,
        cancel: &CancellationToken,
    ) -> Result<(), ProverError> {
        for Subgoal { statements, found } in &self.searched.subgoals {
            for (statement, goal) in statements {
                let known = |it: String| self.index.has(self.theorem, &it);
                if cancel.is_cancelled() || key_of_goal(goal).is_none_or(known) {
                    break;
                }
                let proof = statement.with_script(&found.script);
                if let Certification::Certified(certificate) = certifier.certify(statement, &proof).await? {
                    let provenance = self.provenance(Some(self.theorem.name.clone()));
                    let lemma = lemmas::lemma(statement, goal, found, proof, certificate, provenance);
                    // What is wrong with the index was said of the theorem itself.
                    let _ = self.index.keep(lemma);
                    break;
                }
            }
        }
        Ok(())
    }

    fn provenance(&self, goal_of: Option<String>) -> Provenance {
        Provenance { proposer: self.source.clone(), goal_of, ..Provenance::default() }
    }
}
