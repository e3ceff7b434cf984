//! Whether two formal statements say the same, on the real Lean: `tests/formalize/equivalence.jsonl`.

use std::time::Duration;

use proofwright::{
    driver::{Settings, Sources},
    formalize::{equivalence::Relation, pipeline::Pipeline},
    proposer::builtin::Builtin,
    prover::lean::{
        certifier::{CertifyLimits, LeanCertifier},
        pool::{LeanOptions, LeanPool},
        session::LeanSession,
    },
    theorem::{ProverKind, Theorem},
};
use serde::Deserialize;
use tokio_util::sync::CancellationToken;

use crate::real;

#[derive(Deserialize)]
struct Pair {
    #[serde(default)]
    header: String,
    first: String,
    second: String,
    is: String,
    says: String,
}

fn theorem(header: &str, statement: &str) -> Theorem {
    let before = format!("theorem t {statement} := ");
    let hole = before.len()..before.len() + "by sorry".len();
    Theorem::new("t", ProverKind::Lean, header, format!("{before}by sorry"), hole)
}

#[tokio::test]
async fn statements_are_compared_point_by_point() {
    let real = real::lean().await;
    let pool = LeanPool::new(real.runtime.command(), LeanOptions::default());
    let mut certifier = LeanCertifier::new(real.runtime.command(), CertifyLimits::default());
    let (settings, cancel, builtin) = (Settings::default(), CancellationToken::new(), Builtin::default());
    let mut session = LeanSession::new(&pool);
    let mut pipeline = Pipeline {
        session: &mut session,
        certifier: &mut certifier,
        sources: Sources::new(&builtin),
        settings: &settings,
        cancel: &cancel,
    };
    let mut wrong = Vec::new();
    for line in include_str!("../formalize/equivalence.jsonl").lines() {
        let Pair { header, first, second, is, says } = serde_json::from_str(line).unwrap();
        let wanted: Relation = serde_json::from_value(is.into()).unwrap();
        let (first, second) = (theorem(&header, &first), theorem(&header, &second));
        // Neither may depend on which one is named first, but for the words.
        let there = pipeline.compare(&first, &second, Duration::from_secs(120)).await.unwrap();
        let back = pipeline.compare(&second, &first, Duration::from_secs(120)).await.unwrap();
        if there.relation != wanted || back.relation != wanted || !there.evidence.contains(&says) {
            wrong.push(format!("{}\n{}\n  {there:?}\n  {back:?}", first.statement, second.statement));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    pool.shutdown().await;
    certifier.shutdown().await;
}
