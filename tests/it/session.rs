//! Sessions and the certifier on workers that follow a script: what they ask, and what they survive.

use std::{collections::BTreeSet, time::Duration};

use proofwright::{
    prover::{
        Certification, Certifier, Limit, ProverError, Session, StateId, StepLimits, Verdict,
        lean::{
            certifier::{Candidate, CertifyLimits, LeanCertifier},
            pool::{LeanOptions, LeanPool},
            session::LeanSession,
        },
        pool::PoolOptions,
    },
    theorem::{ProverKind, Theorem},
};

use crate::fake_worker::FakeWorker;

const LIMITS: StepLimits = StepLimits { heartbeats: 7, time: Duration::from_secs(10) };
const SOON: StepLimits = StepLimits { heartbeats: 7, time: Duration::from_millis(200) };

fn pool_with(fake: &FakeWorker, pool: PoolOptions) -> LeanPool {
    LeanPool::new(fake.command.clone(), LeanOptions { pool, ..LeanOptions::default() })
}

fn pool(fake: &FakeWorker) -> LeanPool {
    pool_with(fake, PoolOptions::default())
}

fn theorem() -> Theorem {
    let statement = "theorem t : p := by sorry";
    Theorem::new("t", ProverKind::Lean, "variable (p : Prop)", statement, 17..statement.len())
}

/// The states of the groups that a step left.
async fn progress(session: &mut LeanSession, state: StateId, step: &str) -> Vec<StateId> {
    match session.step(state, step, LIMITS).await.unwrap() {
        Verdict::Progress { groups } => groups.iter().map(|group| group.state).collect(),
        other => panic!("{step}: {other:?}"),
    }
}

fn inconclusive(limit: Limit) -> Verdict {
    Verdict::Inconclusive { limit }
}

const SPLIT: (&str, &str) = (r#""tactic":"split""#, "progress a b");
const NEXT: (&str, &str) = (r#""tactic":"next""#, "progress c");

#[tokio::test]
async fn states_are_made_again_when_the_worker_was_killed() {
    let fake = FakeWorker::new(&[SPLIT, NEXT]);
    let mut session = LeanSession::new(&pool(&fake));
    let root = session.open(&theorem()).await.unwrap().state;
    let halves = progress(&mut session, root, "split").await;
    let last = progress(&mut session, halves[0], "next").await[0];
    assert_eq!(session.step(last, "die", LIMITS).await.unwrap(), inconclusive(Limit::Crash));
    assert_eq!(fake.asked(), ["open", "split", "next", "die"]);

    assert_eq!(session.step(last, "done", LIMITS).await.unwrap(), Verdict::Closed);
    assert_eq!(fake.asked()[4..], ["open", "split", "next", "done"]);
    assert_eq!(session.restarts(), 1);
    // What came with it is there too.
    assert_eq!(session.step(halves[1], "done", LIMITS).await.unwrap(), Verdict::Closed);
    assert_eq!(session.step(root, "done", LIMITS).await.unwrap(), Verdict::Closed);
    assert_eq!(fake.asked()[8..], ["done", "done"]);
}

#[tokio::test]
async fn a_step_that_killed_two_workers_is_refused_in_every_session() {
    let fake = FakeWorker::new(&[]);
    let pool = pool(&fake);
    let mut session = LeanSession::new(&pool);
    let root = session.open(&theorem()).await.unwrap().state;
    for _ in 0..4 {
        assert_eq!(session.step(root, "die", LIMITS).await.unwrap(), inconclusive(Limit::Crash));
    }
    assert_eq!(fake.asked(), ["open", "die", "open", "die"]);
    drop(session);
    let mut session = LeanSession::new(&pool);
    let root = session.open(&theorem()).await.unwrap().state;
    assert_eq!(session.step(root, "die", LIMITS).await.unwrap(), inconclusive(Limit::Crash));
    assert_eq!(session.step(root, "done", LIMITS).await.unwrap(), Verdict::Closed);
    assert_eq!(fake.asked()[4..], ["open", "done"]);
}

#[tokio::test]
async fn forgotten_states_are_freed_along_with_the_next_request() {
    let fake = FakeWorker::new(&[SPLIT]);
    let pool = pool(&fake);
    let mut session = LeanSession::new(&pool);
    let root = session.open(&theorem()).await.unwrap().state;
    let halves = progress(&mut session, root, "split").await;
    session.forget(&[root, halves[0], halves[0]]);
    assert_eq!(fake.asked(), ["open", "split"]);
    session.step(halves[1], "done", LIMITS).await.unwrap();
    assert_eq!(fake.asked(), ["open", "split", "drop", "done"]);
    // The end of a session frees what is left, when the worker is next used.
    drop(session);
    let mut session = LeanSession::new(&pool);
    session.open(&theorem()).await.unwrap();
    assert_eq!(fake.asked()[4..], ["drop", "open"]);

    let log = std::fs::read_to_string(fake.dir.path().join("log")).unwrap();
    let pid: u64 = log.split(' ').next().unwrap().parse().unwrap();
    let dropped: Vec<Vec<u64>> = log
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line.split_once(' ')?.1).ok())
        .filter_map(|request| serde_json::from_value(request.get("states")?.clone()).ok())
        .collect();
    let first = pid * 1000 + 1;
    assert_eq!(dropped, [vec![first, first + 1], vec![first + 2]]);
}

#[tokio::test]
async fn forgotten_ancestors_are_made_again_and_freed_again() {
    let fake = FakeWorker::new(&[SPLIT, NEXT]);
    let mut session = LeanSession::new(&pool(&fake));
    let root = session.open(&theorem()).await.unwrap().state;
    let halves = progress(&mut session, root, "split").await;
    let last = progress(&mut session, halves[0], "next").await[0];
    session.forget(&[root, halves[0], halves[1]]);
    session.step(last, "die", LIMITS).await.unwrap();
    session.step(last, "done", LIMITS).await.unwrap();
    session.step(last, "done", LIMITS).await.unwrap();
    assert_eq!(fake.asked()[3..], ["drop", "die", "open", "split", "next", "drop", "done", "done"]);
}

#[tokio::test]
async fn a_step_that_takes_too_long_costs_a_worker_and_not_the_session() {
    let fake = FakeWorker::new(&[]);
    let options = PoolOptions { spares: 1, spare_memory: 0, ..PoolOptions::default() };
    let mut session = LeanSession::new(&pool_with(&fake, options));
    let root = session.open(&theorem()).await.unwrap().state;
    assert_eq!(session.step(root, "hang", SOON).await.unwrap(), inconclusive(Limit::Time));
    assert_eq!(session.step(root, "done", LIMITS).await.unwrap(), Verdict::Closed);
    assert_eq!((session.restarts(), fake.asked().len()), (1, 4));
}

#[tokio::test]
async fn a_step_that_was_abandoned_costs_a_worker_and_not_the_session() {
    let fake = FakeWorker::new(&[]);
    let mut session = LeanSession::new(&pool(&fake));
    let root = session.open(&theorem()).await.unwrap().state;
    for _ in 0..3 {
        let step = session.step(root, "hang", LIMITS);
        tokio::time::timeout(Duration::from_millis(100), step).await.unwrap_err();
    }
    assert_eq!(session.step(root, "done", LIMITS).await.unwrap(), Verdict::Closed);
    assert_eq!(session.restarts(), 3);
}

#[tokio::test]
async fn a_state_that_comes_out_different_is_never_stepped_on() {
    let first = "if [ -e second ]; then progress other b; else touch second; progress a b; fi";
    let fake = FakeWorker::new(&[(r#""tactic":"split""#, first)]);
    let mut session = LeanSession::new(&pool(&fake));
    let root = session.open(&theorem()).await.unwrap().state;
    let halves = progress(&mut session, root, "split").await;
    session.step(halves[0], "die", LIMITS).await.unwrap();
    assert_eq!(session.step(halves[0], "done", LIMITS).await.unwrap(), inconclusive(Limit::Crash));
    assert_eq!(session.step(root, "done", LIMITS).await.unwrap(), Verdict::Closed);
    assert_eq!(fake.asked()[3..], ["open", "split", "drop", "done"]);
}

#[tokio::test]
async fn a_state_that_the_worker_does_not_know_is_made_again() {
    let unknown = r#"if [ -e told ]; then reply '"verdict":"closed"'; else touch told; reply '"error":{"kind":"unknown_state","message":"m"}'; fi"#;
    let fake = FakeWorker::new(&[(r#""tactic":"finish""#, unknown)]);
    let mut session = LeanSession::new(&pool(&fake));
    let root = session.open(&theorem()).await.unwrap().state;
    assert_eq!(session.step(root, "finish", LIMITS).await.unwrap(), Verdict::Closed);
    assert_eq!(fake.asked(), ["open", "finish", "open", "finish"]);
    assert_eq!(session.restarts(), 0);
}

#[tokio::test]
async fn verdicts_are_passed_on() {
    let fake = FakeWorker::new(&[
        (r#""tactic":"beats""#, r#"reply '"verdict":"inconclusive","limit":"heartbeats"'"#),
        (r#""tactic":"broken""#, r#"reply '"error":{"kind":"internal","message":"m"}'"#),
        (r#""tactic":"empty""#, r#"reply '"verdict":"progress","groups":[]'"#),
    ]);
    let mut session = LeanSession::new(&pool(&fake));
    let group = session.open(&theorem()).await.unwrap();
    assert_eq!((group.fingerprint.as_str(), group.positions.as_slice()), ("root", [0].as_slice()));
    let root = group.state;
    assert_eq!(session.step(root, "beats", LIMITS).await.unwrap(), inconclusive(Limit::Heartbeats));
    let rejected = Verdict::Rejected { reason: "no rule for it".into() };
    assert_eq!(session.step(root, "no \"such\"\nstep", LIMITS).await.unwrap(), rejected);
    assert_eq!(session.step(root, "broken", LIMITS).await.unwrap(), inconclusive(Limit::Crash));
    assert_eq!(session.restarts(), 0);
    assert_eq!(session.step(root, "empty", LIMITS).await.unwrap(), inconclusive(Limit::Crash));
    assert_eq!(session.step(root, "done", LIMITS).await.unwrap(), Verdict::Closed);
    assert_eq!(session.restarts(), 1);
    let strange = session.step(StateId(99), "done", LIMITS).await.unwrap_err();
    assert!(matches!(strange, ProverError::Protocol { .. }));
}

#[tokio::test]
async fn the_hole_that_is_asked_for_is_opened() {
    let fake = FakeWorker::new(&[]);
    let theorem = Theorem { nth: 2, ..theorem() };
    LeanSession::new(&pool(&fake)).open(&theorem).await.unwrap();
    let log = std::fs::read_to_string(fake.dir.path().join("log")).unwrap();
    assert!(log.contains(r#""text":"theorem t : p := by sorry","nth":2"#), "{log}");
}

#[tokio::test]
async fn what_does_not_elaborate_is_the_statements_fault() {
    for kind in ["header", "statement"] {
        let action = format!(r#"reply '"error":{{"kind":"{kind}","message":"unknown p"}}'"#);
        let fake = FakeWorker::new(&[(r#""op":"open""#, &action)]);
        let error = LeanSession::new(&pool(&fake)).open(&theorem()).await.unwrap_err();
        assert!(matches!(error, ProverError::Statement { .. }), "{error}");
        assert!(error.to_string().ends_with("unknown p"));
    }
}

#[tokio::test]
async fn a_theorem_that_kills_two_workers_is_given_up() {
    let fake = FakeWorker::new(&[(r#""op":"open""#, "echo stack overflow >&2; exit 9")]);
    let error = LeanSession::new(&pool(&fake)).open(&theorem()).await.unwrap_err();
    let said = "fake Lean died: it exited with status 9; it last wrote: stack overflow";
    assert_eq!(error.to_string(), said);
    assert_eq!(fake.asked(), ["open", "open"]);
}

#[tokio::test]
async fn a_worker_is_recycled_between_steps() {
    let fake = FakeWorker::new(&[NEXT]);
    let mut session =
        LeanSession::new(&pool_with(&fake, PoolOptions { max_uses: 10, ..PoolOptions::default() }));
    let root = session.open(&theorem()).await.unwrap().state;
    let next = progress(&mut session, root, "next").await[0];
    for _ in 0..20 {
        assert_eq!(session.step(next, "done", LIMITS).await.unwrap(), Verdict::Closed);
    }
    let workers: BTreeSet<u32> = fake.log().into_iter().map(|(pid, _)| pid).collect();
    assert_eq!((workers.len(), session.restarts()), (3, 2));
}

#[tokio::test]
async fn sessions_take_turns() {
    let fake = FakeWorker::new(&[]);
    let pool = pool(&fake);
    let mut first = LeanSession::new(&pool);
    first.open(&theorem()).await.unwrap();
    let mut second = LeanSession::new(&pool);
    let theorem = theorem();
    let opening = tokio::time::timeout(Duration::from_millis(100), second.open(&theorem)).await;
    opening.unwrap_err();
    drop(first);
    second.open(&theorem).await.unwrap();
    let workers: BTreeSet<u32> = fake.log().into_iter().map(|(pid, _)| pid).collect();
    assert_eq!(workers.len(), 1);
}

fn candidate() -> Candidate<'static> {
    Candidate { header: "", statement: None, statement_header: None, text: "theorem t : p := h", name: "t" }
}

fn certifier(fake: &FakeWorker, time: Duration) -> LeanCertifier {
    LeanCertifier::new(fake.command.clone(), CertifyLimits { time, ..CertifyLimits::default() })
}

const CERTIFIED: (&str, &str) =
    (r#""op":"certify""#, r#"reply '"certified":true,"name":"t","axioms":["propext"],"ms":1'"#);

#[tokio::test]
async fn a_proof_is_certified_by_name_and_version() {
    let fake = FakeWorker::new(&[CERTIFIED]);
    let mut certifier = certifier(&fake, LIMITS.time);
    let certified = certifier.certify(&theorem(), "theorem t : p := by exact h").await.unwrap();
    let Certification::Certified(certificate) = certified else { panic!("{certified:?}") };
    assert_eq!(certificate.version, "Lean 0.0 (abc, sh) on fake Lean");
    assert_eq!(certificate.axioms, ["propext"]);
    let log = std::fs::read_to_string(fake.dir.path().join("log")).unwrap();
    assert!(
        log.contains(r#""statement":"theorem t : p := by sorry","candidate":"theorem t : p := by exact h""#)
    );
}

#[tokio::test]
async fn what_runs_code_has_a_process_of_its_own() {
    let fake = FakeWorker::new(&[
        (r#""header":"run_cmd'*'"alone":true"#, CERTIFIED.1),
        (r#""header":"run_cmd"#, r#"reply '"error":{"kind":"runs_code","message":"run_cmd"}'"#),
        CERTIFIED,
    ]);
    let certifier = certifier(&fake, LIMITS.time);
    for header in ["", "run_cmd a", "run_cmd b", "", ""] {
        let certified = certifier.certify_text(Candidate { header, ..candidate() }).await.unwrap();
        assert!(matches!(certified, Certification::Certified(_)), "{certified:?}");
    }
    let pids: Vec<u32> = fake.log().into_iter().map(|(pid, _)| pid).collect();
    // Asked of the process that is there, which refuses; then of one that nothing else is asked of.
    assert_eq!(fake.asked().len(), 7);
    assert_eq!(pids[0], pids[1]);
    let alone = [pids[2], pids[4]];
    assert!(alone.iter().all(|pid| pids.iter().filter(|it| *it == pid).count() == 1), "{pids:?}");
    assert_eq!(pids[5], pids[6]);
}

#[tokio::test]
async fn what_kills_the_certifier_is_refused() {
    for (action, why) in [("exit 4", "it exited with status 4"), ("sleep 600", "no answer within 300ms")] {
        let fake = FakeWorker::new(&[(r#""op":"certify""#, action)]);
        let certifier = certifier(&fake, Duration::from_millis(300));
        let Certification::Refused { reason } = certifier.certify_text(candidate()).await.unwrap() else {
            panic!("certified after {action}")
        };
        assert!(reason.contains(why), "{reason}");
        assert_eq!(fake.asked(), ["certify"]);
    }
}

#[tokio::test]
async fn a_death_on_a_used_process_is_tried_on_a_new_one() {
    let second =
        r#"if [ -e once ]; then rm once; exit 4; else touch once; reply '"certified":true,"name":"t"'; fi"#;
    let fake = FakeWorker::new(&[(r#""op":"certify""#, second)]);
    let certifier = certifier(&fake, LIMITS.time);
    for _ in 0..2 {
        let certified = certifier.certify_text(candidate()).await.unwrap();
        assert!(matches!(certified, Certification::Certified(_)), "{certified:?}");
    }
    assert_eq!(fake.asked().len(), 3);
}

#[tokio::test]
async fn a_certifier_that_cannot_start_is_an_error() {
    let mut fake = FakeWorker::new(&[]);
    fake.command.args = vec!["-c".into(), "exit 1".into()];
    let error = certifier(&fake, LIMITS.time).certify_text(candidate()).await.unwrap_err();
    assert_eq!(error.to_string(), "fake Lean did not start: it exited with status 1");
}
