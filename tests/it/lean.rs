//! Real embedded Lean behind workers, sessions and the certifier.

use std::{collections::BTreeMap, fs, path::Path, time::Duration};

use proofwright::{
    prover::{
        Certificate, Certification, Certifier, GoalGroup, Limit, ProverError, Session, StateId, StepLimits,
        Verdict,
        lean::{
            certifier::{Candidate, CertifyLimits, LeanCertifier},
            file,
            pool::{LeanOptions, LeanPool},
            protocol::{HeapReply, Op, OpenReply, StepReply},
            session::LeanSession,
            worker::LeanWorker,
        },
        pool::PoolOptions,
        process::{Process, Watch},
    },
    theorem::{ProverKind, Theorem},
};
use serde_json::{Value, json};

use crate::real;

const PATIENT: Duration = Duration::from_secs(120);
const WATCH: Watch = Watch { time: PATIENT, memory: None };
const LIMITS: StepLimits = StepLimits { heartbeats: 20_000, time: PATIENT };

/// A step that never ends, and takes neither memory nor heartbeats.
const ENDLESS: &str = "repeat' (apply Eq.symm)";
/// A step whose recursion is deeper than any stack.
const DEEP: &str = "set_option maxRecDepth 1000000 in decide";

fn theorem(header: &str, statement: &str) -> Theorem {
    let hole = statement.find("by sorry").unwrap();
    Theorem::new("t", ProverKind::Lean, header, statement, hole..hole + "by sorry".len())
}

// Transcripts: the protocol as data.

/// Whether `reply` has all that `expected` says, as `tests/lean/README.md` has it.
fn fits(expected: &Value, reply: &Value, names: &mut BTreeMap<String, Value>) -> bool {
    match (expected, reply) {
        (Value::Object(expected), Value::Object(reply)) => {
            expected.iter().all(|(key, value)| match reply.get(key) {
                Some(reply) => fits(value, reply, names),
                None => value.is_null(),
            })
        }
        (Value::Array(expected), Value::Array(reply)) => {
            expected.len() == reply.len() && expected.iter().zip(reply).all(|(a, b)| fits(a, b, names))
        }
        (Value::String(text), _) if text == "$" => true,
        (Value::String(text), _) if text.starts_with('$') => {
            names.entry(text.clone()).or_insert_with(|| reply.clone()) == reply
        }
        (Value::String(text), Value::String(reply)) if text.starts_with('~') => reply.contains(&text[1..]),
        _ => expected == reply,
    }
}

/// `request` with what its `$names` are bound to.
fn bound(request: &Value, names: &BTreeMap<String, Value>) -> Value {
    match request {
        Value::String(text) => names.get(text).unwrap_or(request).clone(),
        Value::Array(items) => items.iter().map(|it| bound(it, names)).collect(),
        Value::Object(fields) => {
            Value::Object(fields.iter().map(|(key, it)| (key.clone(), bound(it, names))).collect())
        }
        _ => request.clone(),
    }
}

#[test]
fn a_fragment_fits_what_holds_it() {
    let mut names = BTreeMap::new();
    let reply = json!({"state": 7, "goals": [{"target": "p ∧ q"}]});
    assert!(fits(&json!({"state": "$s", "goals": [{"target": "~∧"}]}), &reply, &mut names));
    assert!(fits(&json!({"state": "$s", "goals": "$"}), &reply, &mut names));
    assert!(!fits(&json!({"goals": []}), &reply, &mut names));
    assert!(!fits(&json!({"certified": false}), &reply, &mut names));
    assert_eq!(
        bound(&json!({"state": "$s", "n": ["$s", "$t"]}), &names),
        json!({"state": 7, "n": [7, "$t"]})
    );
}

#[tokio::test]
async fn transcripts_come_out_as_written() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lean");
    let mut files: Vec<_> = fs::read_dir(&folder).unwrap().map(|it| it.unwrap().path()).collect();
    files.retain(|it| it.extension().is_some_and(|it| it == "jsonl"));
    files.sort();
    assert!(!files.is_empty(), "there is no transcript in {}", folder.display());

    let real = real::lean().await;
    let mut process = None;
    let mut wrong = Vec::new();
    for file in files {
        let mut names = BTreeMap::new();
        let mut scene = String::new();
        let text = fs::read_to_string(&file).unwrap();
        for (number, line) in text.lines().enumerate().filter(|(_, it)| !it.trim().is_empty()) {
            let entry: Value = serde_json::from_str(line).unwrap();
            if let Some(begin) = entry["begin"].as_str() {
                scene = begin.to_owned();
                names.clear();
                continue;
            }
            let mut request = bound(&entry["send"], &names);
            request["id"] = json!(number);
            let alive = match process.take() {
                Some(process) => process,
                None => started(&real).await,
            };
            let (reply, alive) = exchange(alive, &request).await;
            process = alive;
            if !fits(&entry["expect"], &reply, &mut names) {
                let name = entry["name"].as_str().unwrap_or_default();
                let place = format!("{}:{}", file.display(), number + 1);
                wrong
                    .push(format!("{place}: {scene}: {name}\n  expected {}\n  got {reply}", entry["expect"]));
            }
        }
    }
    assert!(wrong.is_empty(), "{} replies are not as written:\n{}", wrong.len(), wrong.join("\n"));
}

/// A worker that has greeted, with nothing between it and the transcript.
async fn started(real: &real::Real) -> Process {
    let mut process = Process::spawn(&real.runtime.command()).unwrap();
    let greeting = process.exchange(b"", WATCH, |it| Ok(Some(Value::Object(it)))).await.unwrap();
    assert_eq!(greeting["proofwright"], 1, "{greeting}");
    process
}

async fn exchange(mut process: Process, request: &Value) -> (Value, Option<Process>) {
    let line = request.to_string() + "\n";
    match process.exchange(line.as_bytes(), WATCH, |it| Ok(Some(Value::Object(it)))).await {
        Ok(reply) => (reply, Some(process)),
        Err(death) => (json!({"died": death.to_string()}), None),
    }
}

// Sessions.

fn pool(real: &real::Real, pool: PoolOptions) -> LeanPool {
    LeanPool::new(real.runtime.command(), LeanOptions { pool, ..LeanOptions::default() })
}

async fn progress(session: &mut LeanSession, state: StateId, step: &str) -> Vec<GoalGroup> {
    match session.step(state, step, LIMITS).await.unwrap() {
        Verdict::Progress { groups } => groups,
        other => panic!("{step}: {other:?}"),
    }
}

async fn closes(session: &mut LeanSession, state: StateId, step: &str) {
    assert_eq!(session.step(state, step, LIMITS).await.unwrap(), Verdict::Closed, "{step}");
}

#[tokio::test]
async fn a_session_steps_through_goals_and_groups() {
    let real = real::lean().await;
    let pool = pool(&real, PoolOptions::default());
    let mut session = LeanSession::new(&pool);
    let opened =
        theorem("variable (p q : Prop)", "theorem t (h : p ∧ q) : q ∧ ∃ n : Nat, 3 < n ∧ n < 5 := by sorry");
    let root = session.open(&opened).await.unwrap();
    assert!(root.goals[0].text().ends_with("⊢ q ∧ ∃ n, 3 < n ∧ n < 5"), "{}", root.goals[0].text());

    let halves = progress(&mut session, root.state, "constructor").await;
    assert_eq!(halves.len(), 2);
    closes(&mut session, halves[0].state, "exact h.2").await;

    // The witness and what it must satisfy share a metavariable, so they are one group.
    let group = progress(&mut session, halves[1].state, "apply Exists.intro").await;
    assert_eq!(group.len(), 1, "{group:?}");
    assert_eq!((group[0].goals.len(), group[0].positions.len()), (2, 2));
    let wrong = progress(&mut session, group[0].state, "case w => exact 9").await;
    let Verdict::Rejected { reason } = session.step(wrong[0].state, "decide", LIMITS).await.unwrap() else {
        panic!("9 is not below 5")
    };
    assert!(reason.contains("decide"), "{reason}");
    let right = progress(&mut session, group[0].state, "case w => exact 4").await;
    closes(&mut session, right[0].state, "decide").await;

    // What a `have` rests on may go before the goal is closed.
    let both = theorem("", "theorem t : ¬ (3 = 3 ∧ ∀ n : Nat, n ≤ 7) := by sorry");
    let both = session.open(&both).await.unwrap();
    let given = progress(&mut session, both.state, "intro h").await;
    let part = progress(&mut session, given[0].state, "replace h := h.2").await;
    closes(&mut session, part[0].state, "exact absurd (h 8) (by decide)").await;

    // A closed goal is not there for the next step, and what is refused says why.
    for (step, why) in [("exact (", "parse"), ("sorry", "sorry"), ("exact nothing_of_the_kind", "nothing")] {
        match session.step(root.state, step, LIMITS).await.unwrap() {
            Verdict::Rejected { reason } => assert!(!reason.is_empty(), "{why}"),
            other => panic!("{step}: {other:?}"),
        }
    }
    assert_eq!(session.restarts(), 0);
    drop(session);
    pool.shutdown().await;
}

#[tokio::test]
async fn a_statement_that_does_not_elaborate_says_where() {
    let real = real::lean().await;
    let pool = pool(&real, PoolOptions::default());
    let mut session = LeanSession::new(&pool);
    for (header, statement, said) in [
        ("", "theorem t : Nat.unheard = 1 := by sorry", "unheard"),
        ("import Nowhere.At.All", "theorem t : 1 = 1 := by sorry", "Nowhere"),
        ("theorem t : True := trivial", "theorem t : 1 = 1 := by sorry", "already"),
    ] {
        let error = session.open(&theorem(header, statement)).await.unwrap_err();
        assert!(matches!(error, ProverError::Statement { .. }), "{error:?}");
        assert!(error.to_string().contains(said), "{error}");
    }
    // The session is as good as new.
    let root = session.open(&theorem("", "theorem t : 1 = 1 := by sorry")).await.unwrap();
    closes(&mut session, root.state, "rfl").await;
    drop(session);
    pool.shutdown().await;
}

#[tokio::test]
async fn states_outlive_their_worker() {
    let real = real::lean().await;
    let pool = pool(&real, PoolOptions::default());
    let mut session = LeanSession::new(&pool);
    let opened = theorem("", "theorem t (p q r : Prop) (hp : p) (hq : q) (hr : r) : p ∧ q ∧ r := by sorry");
    let root = session.open(&opened).await.unwrap();
    let halves = progress(&mut session, root.state, "constructor").await;
    let last = progress(&mut session, halves[1].state, "constructor").await;

    let workers = real::workers_of(std::process::id());
    assert_eq!(workers.len(), 1);
    let group = rustix::process::Pid::from_raw(workers[0]).unwrap();
    rustix::process::kill_process_group(group, rustix::process::Signal::KILL).unwrap();
    tokio::time::sleep(Duration::from_millis(300)).await;

    closes(&mut session, last[1].state, "exact hr").await;
    assert_eq!(session.restarts(), 1);
    closes(&mut session, last[0].state, "exact hq").await;
    closes(&mut session, halves[0].state, "exact hp").await;

    // A step that goes on for ever costs its own time, and no worker.
    let endless = session.open(&theorem("", "theorem t (a b : Nat) : a = b := by sorry")).await.unwrap();
    let soon = StepLimits { heartbeats: 0, time: Duration::from_secs(2) };
    let verdict = session.step(endless.state, ENDLESS, soon).await.unwrap();
    assert_eq!(verdict, Verdict::Inconclusive { limit: Limit::Time });
    // So does one that uses up its heartbeats.
    let heavy = StepLimits { heartbeats: 1, time: PATIENT };
    let verdict = session.step(endless.state, "simp_all +arith", heavy).await.unwrap();
    assert!(matches!(verdict, Verdict::Inconclusive { limit: Limit::Heartbeats } | Verdict::Rejected { .. }));
    assert_eq!(session.restarts(), 1);

    // One that ends the process costs a worker.
    let deep =
        session.open(&theorem("", "theorem t : ∀ n : Fin 3000, n.val < 3000 := by sorry")).await.unwrap();
    let verdict = session.step(deep.state, DEEP, LIMITS).await.unwrap();
    assert_eq!(verdict, Verdict::Inconclusive { limit: Limit::Crash });
    closes(&mut session, deep.state, "exact fun n => n.isLt").await;
    assert_eq!(session.found(), None);
    closes(&mut session, deep.state, "exact?").await;
    let found = session.found().unwrap().to_owned();
    closes(&mut session, deep.state, &found).await;
    closes(&mut session, last[1].state, "exact hr").await;
    drop(session);
    pool.shutdown().await;
    assert_eq!(real::workers_of(std::process::id()), Vec::<i32>::new());
}

#[tokio::test]
async fn a_worn_worker_is_replaced_and_nobody_notices() {
    let real = real::lean().await;
    let pool =
        pool(&real, PoolOptions { max_uses: 10, spares: 1, spare_memory: 0, ..PoolOptions::default() });
    let mut session = LeanSession::new(&pool);
    let root =
        session.open(&theorem("", "theorem t (a b : Nat) (h : a = b) : b = a := by sorry")).await.unwrap();
    let turned = progress(&mut session, root.state, "apply Eq.symm").await;
    for _ in 0..24 {
        closes(&mut session, turned[0].state, "exact h").await;
    }
    assert!((2..=4).contains(&session.restarts()), "{} restarts", session.restarts());
    drop(session);
    pool.shutdown().await;
}

#[tokio::test]
async fn memory_is_flat_over_hundreds_of_steps() {
    let real = real::lean().await;
    let mut worker = LeanWorker::start(&real.runtime.command(), PATIENT).await.unwrap();
    let op = Op::Open {
        header: "",
        text: "theorem t (a b : Nat) (h : a + 3 = b) : b - 3 = a ∧ a ≤ b := by sorry",
        nth: 0,
        heartbeats: 0,
    };
    let opened: OpenReply = worker.ask(op, WATCH).await.unwrap();
    let state = opened.group.state;
    let mut heaps: Vec<HeapReply> = Vec::new();
    for round in 0..400 {
        let tactic = ["constructor", "omega", "simp [h]", "rw [h]", "subst h", "exact nonsense"][round % 6];
        match worker.ask(Op::Step { state, tactic, heartbeats: 20_000, time: 0 }, WATCH).await.unwrap() {
            StepReply::Progress { groups, .. } => worker.free(groups.iter().map(|it| it.state)),
            StepReply::Closed { .. } | StepReply::Rejected { .. } | StepReply::Inconclusive { .. } => {}
        }
        if round % 100 == 99 {
            heaps.push(worker.ask(Op::Heap, WATCH).await.unwrap());
        }
    }
    let bytes: Vec<u64> = heaps.iter().map(|it| it.bytes.unwrap() >> 20).collect();
    assert!(bytes[3] <= bytes[0] + 64, "MiB after each hundred of steps: {bytes:?}");
    assert!(heaps.iter().all(|it| it.states <= 4), "{heaps:?}");
}

// The certifier.

const FALSE: &str = "theorem t : False := by sorry";

fn candidate<'a>(header: &'a str, statement: &'a str, text: &'a str) -> Candidate<'a> {
    Candidate { header, statement: Some(statement), statement_header: None, text, name: "t" }
}

async fn certified(certifier: &LeanCertifier, candidate: Candidate<'_>) -> Certificate {
    match certifier.certify_text(candidate).await.unwrap() {
        Certification::Certified(certificate) => certificate,
        Certification::Refused { reason } => panic!("{candidate:?}: {reason}"),
    }
}

/// Why it is refused, which it must be.
async fn refused(certifier: &LeanCertifier, candidate: Candidate<'_>) -> String {
    match certifier.certify_text(candidate).await.unwrap() {
        Certification::Certified(certificate) => panic!("{candidate:?}: {certificate:?}"),
        Certification::Refused { reason } => reason,
    }
}

#[tokio::test]
async fn the_certifier_takes_proofs_and_refuses_cheats() {
    let real = real::lean().await;
    let certifier = LeanCertifier::new(real.runtime.command(), CertifyLimits::default());
    let sum = "theorem t (a b : Nat) (h : a + 3 = b) : b - 3 = a := by sorry";
    let proof = sum.replace("sorry", "omega");
    let certificate = certified(&certifier, candidate("", sum, &proof)).await;
    assert_eq!(certificate.statement_hash, blake3::hash(sum.as_bytes()).to_hex().as_str());
    assert!(certificate.version.starts_with("Lean 4.28.0"), "{}", certificate.version);
    let choice = "theorem t (p q : Prop) (h : Nonempty p) (i : p ↔ q) : p ∧ p = q := by sorry";
    let proof = choice.replace("by sorry", "⟨Classical.choice h, propext i⟩");
    let certificate = certified(&certifier, candidate("", choice, &proof)).await;
    assert_eq!(certificate.axioms, ["Classical.choice", "propext"]);
    let header = "namespace A\nvariable (n : Nat)\n";
    let own = Candidate {
        name: "A.t",
        ..candidate(header, "theorem t : n = n := by sorry", "theorem t : n = n := rfl")
    };
    assert_eq!(certified(&certifier, own).await.axioms, [""; 0]);
    // The same statement in other words is the same as a term.
    certified(
        &certifier,
        candidate("", "theorem t : ∀ n : Nat, n = n := by sorry", "theorem t (n : Nat) : n = n := rfl"),
    )
    .await;

    for text in [
        "theorem t : False := by sorry",
        "theorem t : False := by exact sorryAx _ false",
        "theorem t : False := by native_decide",
        "theorem t : False := by apply?",
        "theorem t : False := by run_tac pure ()",
        "theorem t : False := t",
        "theorem t : True := trivial",
        "theorem u : True := trivial",
        "axiom cheat : False\ntheorem t : False := cheat",
        "theorem t : False := by\n  open Classical in exact (choice ⟨sorry⟩)",
        "local notation \"False\" => True\ntheorem t : False := trivial",
        "set_option debug.skipKernelTC true in theorem t : False := by exact (fun x => x : True → True) trivial",
        "/- -/ theorem t : False := by\n  have h : 1 = 2 := by omega\n  contradiction",
        "",
    ] {
        let reason = refused(&certifier, candidate("", FALSE, text)).await;
        assert!(!reason.is_empty(), "{text}");
    }
    let native = "theorem t : (List.range 9).length = 9 := by sorry";
    let proof = native.replace("sorry", "native_decide");
    refused(&certifier, candidate("", native, &proof)).await;
    let two = "theorem t : 1 = 1 := by sorry";
    refused(&certifier, candidate("", two, "theorem t : 1 = 1 := rfl\ntheorem more : 2 = 2 := rfl")).await;
    // What an earlier `sorry` gives is not proved.
    let reason = refused(
        &certifier,
        candidate("theorem hole : False := by sorry\n", FALSE, "theorem t : False := hole"),
    )
    .await;
    assert!(reason.contains("sorry"), "{reason}");
    let reason =
        refused(&certifier, candidate("axiom cheat : False\n", FALSE, "theorem t : False := cheat")).await;
    assert!(reason.contains("cheat"), "{reason}");

    // A header that changes what the words of the statement mean.
    let demanded = "theorem t : 2 + 2 = (5 : Nat) := by sorry";
    for (header, proof) in [
        ("instance (priority := high) five : OfNat Nat 5 := ⟨4⟩\n", "rfl"),
        ("local macro_rules | `($_ = $_) => `(True)\n", "trivial"),
        ("local notation:65 (priority := high) a:65 \" + \" b:66 => Nat.succ (HAdd.hAdd a b)\n", "rfl"),
    ] {
        let forged = demanded.replace("by sorry", proof);
        let forged = candidate(header, demanded, &forged);
        certified(&certifier, forged).await;
        refused(&certifier, Candidate { statement_header: Some(""), ..forged }).await;
    }
    let header = "def helper : Nat := 5\n";
    let honest = candidate(
        header,
        "theorem t : 2 + 3 = 5 := by sorry",
        "theorem t : 2 + 3 = 5 := (rfl : 2 + 3 = helper)",
    );
    certified(&certifier, Candidate { statement_header: Some(""), ..honest }).await;
    certifier.shutdown().await;
}

#[tokio::test]
async fn a_hole_of_a_file_is_filled_and_certified() {
    let real = real::lean().await;
    let pool = pool(&real, PoolOptions::default());
    let text = "/-- é -/\nexample (p : Prop) (h : p) : p := by sorry\n\nnamespace N\n\
        theorem u (a b : Nat) (h : a < b) : a ≤ b ∧ b ≠ a := by\n  constructor\n  · sorry\n  · sorry\nend N\n";
    let checked = pool.check(text).await.unwrap();
    assert_eq!(file::errors(&checked, "", 0), [""; 0]);
    let targets = file::targets(text, &checked);
    let names: Vec<_> = targets.iter().map(|it| (it.name(), it.holes.len())).collect();
    assert_eq!(names, [("example", 1), ("N.u", 2)]);

    let mut certifier = LeanCertifier::new(real.runtime.command(), CertifyLimits::default());
    let scripts: [&[&str]; 2] = [&["exact h"], &["omega", "omega"]];
    for (target, scripts) in targets.iter().zip(scripts) {
        let filled =
            target.holes.iter().zip(scripts).map(|(hole, it)| (hole.hole.clone(), hole.proof_text(it)));
        let proof = proofwright::theorem::fill(&target.holes[0].statement, &filled.collect::<Vec<_>>());
        let certified = certifier.certify(&target.holes[0], &proof).await.unwrap();
        assert!(matches!(certified, Certification::Certified(_)), "{proof}\n{certified:?}");
    }
    certifier.shutdown().await;
    pool.shutdown().await;
}
