//! Certifies whole proofs on a worker that runs no search.

use std::time::{Duration, Instant};

use super::{
    LeanCommand,
    pool::{LeanOptions, LeanPool},
    protocol::{CertifyReply, ErrorKind, Op},
    worker::{Fault, LeanWorker},
};
use crate::{
    prover::{
        Certificate, Certification, Certifier, Limit, ProverError,
        pool::{PoolOptions, Worker as _},
        process::Watch,
    },
    theorem::Theorem,
};

/// Axioms that a certified proof may rest on.
pub const ALLOWED_AXIOMS: [&str; 3] = ["propext", "Classical.choice", "Quot.sound"];

/// A whole proof to be certified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate<'a> {
    /// What stands before it: imports, opens, options, earlier declarations.
    pub header: &'a str,
    /// What is to be proved, with a hole; `None` asks for no more than what the candidate itself says.
    pub statement: Option<&'a str>,
    /// What stands before the statement in the file that demands it, if that is another file: the
    /// statement must mean the same there as behind `header`.
    pub statement_header: Option<&'a str>,
    /// The declaration with its proof.
    pub text: &'a str,
    /// The declared name.
    pub name: &'a str,
}

/// What certifying may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CertifyLimits {
    /// Heartbeats in thousands for each command.
    pub heartbeats: u64,
    /// Wall clock for the whole request.
    pub time: Duration,
    /// Resident memory in bytes.
    pub memory: u64,
}

impl Default for CertifyLimits {
    fn default() -> Self {
        CertifyLimits { heartbeats: 400_000, time: Duration::from_secs(120), memory: 4 << 30 }
    }
}

/// The certifier for Lean; clones share its one worker, and take turns.
///
/// **Its pool is its own: no process of it ever runs a search, and what runs code when it is elaborated
/// (`run_cmd`, `elab`, `macro`, …) has one that runs nothing else before or after.**
#[derive(Clone)]
pub struct LeanCertifier {
    pool: LeanPool,
    limits: CertifyLimits,
}

impl LeanCertifier {
    /// A certifier that starts its worker when it is first used.
    ///
    /// # Panics
    /// Outside of a tokio runtime.
    pub fn new(command: LeanCommand, limits: CertifyLimits) -> Self {
        let pool = PoolOptions { workers: 1, spares: 0, max_uses: 1000, ..PoolOptions::default() };
        let options = LeanOptions { pool, kill_memory: limits.memory, ..LeanOptions::default() };
        LeanCertifier { pool: LeanPool::new(command, options), limits }
    }

    /// Starts the worker ahead of need.
    pub fn warm(&self) {
        self.pool.warm();
    }

    /// Ends the worker, for good.
    pub async fn shutdown(&self) {
        self.pool.shutdown().await;
    }

    /// Certifies a whole proof.
    ///
    /// The hash in the certificate is the statement's, or that of the candidate's text if it has none.
    ///
    /// # Cancel safety
    /// Dropping the future midway costs the worker, never the certifier.
    ///
    /// # Errors
    /// Only if no worker can be started; what kills a worker is refused.
    pub async fn certify_text(&self, candidate: Candidate<'_>) -> Result<Certification, ProverError> {
        let mut lease = self.pool.lease().await?;
        // Until the worker says that the text runs code, which it does before it runs any.
        let mut alone = false;
        loop {
            let used = lease.worker().await?.uses() > 0;
            if used && alone {
                lease.discard();
                continue;
            }
            let verdict = certify_on(lease.worker().await?, candidate, alone, self.limits).await;
            if alone || matches!(verdict, Err(Fault::Died(..))) {
                lease.discard();
            }
            return Ok(match verdict {
                Ok(certification) => certification,
                Err(Fault::Refused(error)) if error.kind == ErrorKind::RunsCode && !alone => {
                    alone = true;
                    continue;
                }
                Err(Fault::Refused(error)) => Certification::Refused { reason: error.message },
                // What went on before it in this process may be to blame.
                Err(Fault::Died(death, _)) if used && death.limit() != Limit::Time => continue,
                Err(Fault::Died(_, text)) => Certification::Refused {
                    reason: format!("the prover did not live to certify it: {text}"),
                },
            });
        }
    }
}

async fn certify_on(
    worker: &mut LeanWorker,
    candidate: Candidate<'_>,
    alone: bool,
    limits: CertifyLimits,
) -> Result<Certification, Fault> {
    let Candidate { header, statement, statement_header, text, name } = candidate;
    let axioms = ALLOWED_AXIOMS.map(String::from);
    let op = Op::Certify {
        header,
        statement,
        statement_header,
        candidate: text,
        name,
        axioms: &axioms,
        heartbeats: limits.heartbeats,
        alone,
    };
    let watch = Watch { time: limits.time, memory: Some(limits.memory) };
    let begun = Instant::now();
    let reply: CertifyReply = worker.ask(op, watch).await?;
    Ok(judge(reply, candidate, worker.version(), begun.elapsed()))
}

/// Makes the certificate, if the reply stands up to what can be looked at here.
fn judge(reply: CertifyReply, candidate: Candidate<'_>, version: String, wall: Duration) -> Certification {
    let refused = |reason: String| Certification::Refused { reason };
    if !reply.certified {
        let reason = reply.reason.unwrap_or_else(|| "the prover gives no reason".into());
        return refused(match reply.rule {
            Some(rule) => format!("{reason} (rule `{rule}`)"),
            None => reason,
        });
    }
    if let Some(axiom) = reply.axioms.iter().find(|axiom| !ALLOWED_AXIOMS.contains(&axiom.as_str())) {
        return refused(format!("it rests on the axiom {axiom} (rule `axioms`)"));
    }
    // An example has no name, and is certified under one that Lean's side gives it.
    let expected = if candidate.name == "example" { "proofwright_example" } else { candidate.name };
    if reply.name.as_deref() != Some(expected) {
        let other = reply.name.as_deref().unwrap_or("nothing");
        return refused(format!("{other} was certified in place of {} (rule `name`)", candidate.name));
    }
    let mut axioms = reply.axioms;
    axioms.sort();
    axioms.dedup();
    Certification::Certified(Certificate {
        prover: "lean".into(),
        version,
        axioms,
        statement_hash: hash(candidate.statement.unwrap_or(candidate.text)),
        header_hash: hash(candidate.header),
        wall_ms: wall.as_millis().try_into().unwrap_or(u64::MAX),
    })
}

fn hash(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex().to_string()
}

impl Certifier for LeanCertifier {
    async fn certify(&mut self, theorem: &Theorem, candidate: &str) -> Result<Certification, ProverError> {
        let candidate = Candidate {
            header: &theorem.header,
            statement: Some(&theorem.statement),
            statement_header: None,
            text: candidate,
            name: &theorem.name,
        };
        self.certify_text(candidate).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(reply: serde_json::Value) -> Certification {
        let candidate =
            Candidate { header: "h", statement: Some("s"), statement_header: None, text: "t", name: "n" };
        judge(serde_json::from_value(reply).unwrap(), candidate, "v".into(), Duration::ZERO)
    }

    #[test]
    fn a_certificate_names_what_was_proved_and_on_what() {
        let certified =
            judged(serde_json::json!({"certified": true, "name": "n", "axioms": ["propext", "Quot.sound"]}));
        let Certification::Certified(certificate) = certified else { panic!("{certified:?}") };
        assert_eq!(certificate.axioms, ["Quot.sound", "propext"]);
        assert_eq!(certificate.statement_hash, blake3::hash(b"s").to_hex().as_str());
        assert_eq!(certificate.header_hash, blake3::hash(b"h").to_hex().as_str());
    }

    #[test]
    fn a_yes_is_not_believed_against_its_own_axioms_or_name() {
        for (reply, rule) in [
            (serde_json::json!({"certified": true, "name": "n", "axioms": ["sorryAx"]}), "axioms"),
            (serde_json::json!({"certified": true, "name": "m", "axioms": []}), "name"),
            (serde_json::json!({"certified": true, "axioms": []}), "name"),
            (serde_json::json!({"certified": false, "rule": "kernel", "reason": "no"}), "kernel"),
        ] {
            let Certification::Refused { reason } = judged(reply) else { panic!("certified: {rule}") };
            assert!(reason.contains(&format!("`{rule}`")), "{reason}");
        }
    }
}
