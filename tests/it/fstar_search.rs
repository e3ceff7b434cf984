//! Whole searches on F*: from recordings of a real one, with faults, and on a real one where there is one.

use std::{
    env, fs,
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use futures::future::BoxFuture;
use proofwright::{
    driver::{self, Record, Settings, Status},
    proposer::{Ask, Proposal, Proposals, Proposer, ProposerError, Wanted},
    prover::{
        Certification, Certifier as _, Limit, ProverError, Session as _, StepLimits, Verdict,
        fstar::{
            Fstar,
            certifier::{FstarCertifier, FstarLimits},
            session::{FstarSession, SessionLimits},
        },
    },
    search::Budget,
    theorem::{Theorem, fstar_text::statements},
};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use crate::fstar::real_fstar;

const FILE: &str = "module Demo\nopen FStar.Mul\n\nlet rec sum (n:nat) : nat = if n = 0 then 0 else n + sum (n - 1)\n\n\
    let sum_positive (n:pos) : Lemma (sum n >= n) = ()\n\n\
    val twice_sum : n:nat -> m:nat -> Lemma (2 * sum n == n * (n + 1))\nlet twice_sum n m = admit ()\n";

fn theorem() -> Theorem {
    statements(FILE, true).remove(0).1
}

/// Proposes what a person wrote down; no result counts that is found with it.
struct Written;

const ROOT: [&str; 3] =
    ["let twice_sum n m = ()", "let twice_sum n m = undeclared n", "let rec twice_sum n m =\n  admit ()"];
const INNER: [&str; 4] =
    ["()", "if n = 0 then admit () else admit ()", "twice_sum (n - 1) m", "sum_positive (n + 1);\nadmit ()"];

impl Proposer for Written {
    fn name(&self) -> &str {
        "written"
    }

    fn propose<'a>(&'a self, ask: Ask<'a>) -> BoxFuture<'a, Result<Proposals, ProposerError>> {
        let root = ask.group.goals[0].definition.is_none();
        let steps: Vec<&str> = match ask.wanted {
            Wanted::Steps if root => ROOT.into(),
            Wanted::Steps => INNER.into(),
            _ => Vec::new(),
        };
        let proposals = (1..).zip(steps).map(|(n, step)| Proposal {
            step: step.into(),
            log_prob: -0.3 * f64::from(n),
            source: "written".into(),
        });
        let proposals = proposals.collect();
        Box::pin(async move { Ok(Proposals { proposals, exhausted: true, ..Proposals::default() }) })
    }
}

async fn prove(fstar: Fstar) -> Record {
    let fstar = Arc::new(fstar);
    let mut session = FstarSession::new(Arc::clone(&fstar));
    let mut certifier = FstarCertifier::new(fstar, FstarLimits::default());
    let budget = Budget { steps: Some(60), ..Budget::default() };
    let settings = Settings { budget, ..Settings::default() };
    let stop = CancellationToken::new();
    let holes = [theorem()];
    driver::prove(
        &mut session,
        &mut certifier,
        driver::Sources::new(&Written),
        &holes,
        &settings,
        &stop,
        &mut |_| {},
    )
    .await
    .unwrap()
}

pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fstar")
}

/// An F* that is played from recordings, or recorded; `settings` are lines for `replay.sh`.
pub(crate) fn played(place: &Path, settings: &str) -> Fstar {
    let program = env::current_exe().unwrap();
    let text = format!("PROGRAM='{}'\n{settings}\n", program.display());
    fs::write(place.join("settings"), text).unwrap();
    let path = env::join_paths(
        [place.to_owned()].into_iter().chain(env::split_paths(&env::var_os("PATH").unwrap())),
    );
    Fstar {
        program: folder().join("replay.sh"),
        version: "F* 0.9.7.0~dev, Z3 4.5.1".into(),
        warning: None,
        path: path.unwrap(),
        options: Vec::new(),
        include: Vec::new(),
        interface: false,
        mirror: None,
    }
}

fn check(record: &Record) {
    assert_eq!(record.status, Status::Proved, "{record:?}");
    let proof = "val twice_sum : n:nat -> m:nat -> Lemma (2 * sum n == n * (n + 1))\n\
        let rec twice_sum n m =\n  if n = 0 then () else twice_sum (n - 1) m";
    assert_eq!(record.proof.as_deref(), Some(proof));
    let certificate = record.certificate.as_ref().unwrap();
    assert!(certificate.version.starts_with("F* ") && certificate.axioms.is_empty());
    assert_eq!((record.spent.restarts, record.source.as_deref()), (0, Some("written")));
}

/// The same requests get the same answers: search, minimisation and certificate come out as they did on the real F*.
#[tokio::test]
async fn a_recorded_search_comes_out_the_same() {
    let place = tempfile::tempdir().unwrap();
    let recorded = folder().join("search");
    let record = prove(played(place.path(), &format!("FOLDER='{}'", recorded.display()))).await;
    check(&record);
}

#[tokio::test]
async fn a_real_search_comes_out_the_same() {
    let Some(fstar) = real_fstar() else { return };
    if env::var_os("PROOFWRIGHT_RECORDING").is_some() {
        let place = tempfile::tempdir().unwrap();
        let recorded = folder().join("search");
        let settings = format!("FOLDER='{}'\nREAL='{}'", recorded.display(), fstar.program.display());
        check(&prove(played(place.path(), &settings)).await);
        return;
    }
    check(&prove(fstar).await);
}

/// As a child of [`a_real_search_comes_out_the_same`] it stands between the session and a real F*, and writes down what is said.
#[test]
fn record() {
    let Some(file) = env::var_os("PROOFWRIGHT_RECORD") else { return };
    let command = env::var("PROOFWRIGHT_REAL").unwrap();
    let mut words = command.split(' ');
    let mut child = Command::new(words.next().unwrap())
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let file = Arc::new(Mutex::new(fs::File::create(file).unwrap()));
    let write = |file: &Mutex<fs::File>, dir: &str, line: &str| {
        let msg: Value = serde_json::from_str(line).unwrap_or_else(|_| json!(line));
        writeln!(file.lock().unwrap(), "{}", json!({"dir": dir, "msg": msg})).unwrap();
    };
    let (mut to, from) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
    let said = Arc::clone(&file);
    let reader = std::thread::spawn(move || {
        let mut out = std::io::stdout();
        // The test harness has begun a line of its own.
        writeln!(out).unwrap();
        for line in BufReader::new(from).lines().map_while(Result::ok).filter(|it| it.starts_with('{')) {
            write(&said, "<", &line);
            if writeln!(out, "{line}").and_then(|()| out.flush()).is_err() {
                break;
            }
        }
    });
    for line in std::io::stdin().lock().lines().map_while(Result::ok) {
        write(&file, ">", &line);
        if writeln!(to, "{line}").is_err() {
            break;
        }
    }
    drop(to);
    let _ = child.wait();
    let _ = reader.join();
    std::process::exit(0);
}

/// What goes wrong once costs a process and no verdict.
#[tokio::test]
async fn a_process_that_fails_is_replaced_and_the_step_tried_again() {
    let recorded = folder().join("search/1.jsonl");
    for fault in ["die", "garble", "void"] {
        let place = tempfile::tempdir().unwrap();
        // The header, the `val`, some searches and the given definition come first.
        let settings = format!("FILE='{}'\nFAULT={fault}", recorded.display());
        let mut session = FstarSession::new(Arc::new(played(place.path(), &settings)));
        let root = session.open(&theorem()).await.unwrap();
        let verdict = session.step(root.state, ROOT[0], first()).await.unwrap();
        assert_eq!(verdict, Verdict::Inconclusive { limit: Limit::Heartbeats }, "{fault}");
        assert_eq!(session.restarts(), 1, "{fault}");
        let verdict = session.step(root.state, ROOT[2], first()).await.unwrap();
        assert!(matches!(verdict, Verdict::Progress { .. }), "{fault}: {verdict:?}");
    }
}

/// What a step is tried with at first, as in the recording.
fn first() -> StepLimits {
    let StepLimits { heartbeats, time } = StepLimits::default();
    StepLimits { heartbeats: heartbeats / 5, time: time / 5 }
}

#[tokio::test]
async fn an_answer_that_does_not_come_is_no_verdict() {
    let recorded = folder().join("search/1.jsonl");
    let place = tempfile::tempdir().unwrap();
    let settings = format!("FILE='{}'\nFAULT=hang", recorded.display());
    let mut session = FstarSession::new(Arc::new(played(place.path(), &settings)));
    let root = session.open(&theorem()).await.unwrap();
    let begun = Instant::now();
    let limits = StepLimits { time: Duration::from_millis(300), ..first() };
    let verdict = session.step(root.state, ROOT[0], limits).await.unwrap();
    assert_eq!(verdict, Verdict::Inconclusive { limit: Limit::Time });
    assert!(begun.elapsed() < Duration::from_secs(5));
    // The next step finds another process.
    let verdict = session.step(root.state, ROOT[2], first()).await.unwrap();
    assert!(matches!(verdict, Verdict::Progress { .. }), "{verdict:?}");
}

#[tokio::test]
async fn a_process_that_always_fails_is_told() {
    let place = tempfile::tempdir().unwrap();
    let empty = place.path().join("empty.jsonl");
    fs::write(
        &empty,
        "{\"dir\": \"<\", \"msg\": {\"kind\": \"protocol-info\", \"version\": 2, \"features\": []}}\n",
    )
    .unwrap();
    let mut session =
        FstarSession::new(Arc::new(played(place.path(), &format!("FILE='{}'", empty.display()))));
    let error = session.open(&theorem()).await.unwrap_err();
    assert!(matches!(error, ProverError::Died { .. }), "{error:?}");
}

/// The list of attacks, by name.
fn attacks(list: &str) -> Vec<(&str, &str)> {
    list.split("\n== ").skip(1).filter_map(|it| it.split_once('\n')).collect()
}

/// A statement that is false, and what might pass for a proof of it.
#[tokio::test]
async fn a_real_fstar_certifies_no_attack() {
    let Some(fstar) = real_fstar() else { return };
    let file = "module Demo\nval goal : n:nat -> Lemma (n + n == n)\n";
    let theorem = statements(file, true).remove(0).1;
    let mut certifier = FstarCertifier::new(Arc::new(fstar), FstarLimits::default());
    let list = fs::read_to_string(folder().join("attacks.txt")).unwrap();
    let cheats = fs::read_to_string(folder().join("cheats.txt")).unwrap();
    let all = [attacks(&list), attacks(&cheats)].concat();
    assert!(all.len() >= 80, "{}", all.len());
    for (what, candidate) in all {
        let judged = certifier.certify(&theorem, &theorem.with_script(candidate)).await.unwrap();
        assert!(matches!(judged, Certification::Refused { .. }), "certified: {what}\n{candidate}");
    }
    // And one that is honest, so that the certifier is known to certify at all.
    let file = "module Demo\nval goal : n:nat -> Lemma (n + n == 2 `op_Multiply` n)\n";
    let theorem = statements(file, true).remove(0).1;
    let judged = certifier.certify(&theorem, &theorem.with_script("let goal n = ()")).await.unwrap();
    assert!(matches!(judged, Certification::Certified(_)), "{judged:?}");
}

/// Steps by the thousand leave F* and its solver as large as they were.
#[tokio::test]
async fn memory_is_flat_over_hundreds_of_steps() {
    let Some(fstar) = real_fstar() else { return };
    let mut session =
        FstarSession::with(Arc::new(fstar), SessionLimits { uses: 10_000, ..SessionLimits::default() });
    let root = session.open(&theorem()).await.unwrap();
    let mut seen = Vec::new();
    for n in 0..300 {
        let step =
            format!("let rec twice_sum n m = if n = 0 then () else (let k = {n} in twice_sum (n - 1) m)");
        assert_eq!(session.step(root.state, &step, StepLimits::default()).await.unwrap(), Verdict::Closed);
        seen.extend(session.memory());
    }
    let early = seen[50];
    assert!(seen.iter().skip(50).all(|it| *it < early + early / 2), "{early}: {:?}", seen.last());
    assert_eq!(session.restarts(), 0);
}

/// F* takes a module from an include folder without looking at its proofs; a certificate must not.
#[tokio::test]
async fn a_module_that_is_not_proved_proves_nothing() {
    let Some(fstar) = real_fstar() else { return };
    let folder = tempfile::tempdir().unwrap();
    let file = "module Demo\nopen Dep\nval nope : unit -> Lemma (0 > 0)\n";
    let theorem = statements(file, true).remove(0).1;
    let fstar = Fstar { include: vec![folder.path().to_owned()], ..fstar };
    let mut certifier = FstarCertifier::new(Arc::new(fstar), FstarLimits::default());
    let mut judge = async |dep: &str| {
        fs::write(folder.path().join("Dep.fst"), format!("module Dep\n{dep}\n")).unwrap();
        certifier.certify(&theorem, &theorem.with_script("let nope () = bad 0")).await.unwrap()
    };
    let wrong = judge("let bad (x:int) : Lemma (x > 0) = ()").await;
    assert!(matches!(&wrong, Certification::Refused { reason } if reason.contains("Dep")), "{wrong:?}");
    let granted = judge("assume val bad : x:int -> Lemma (x > 0)").await;
    assert!(matches!(&granted, Certification::Certified(it) if it.axioms == ["Dep.bad"]), "{granted:?}");
}
