//! The conversation with F*, against recorded exchanges with a real one (`tests/fstar/`).

use std::{
    env, fs,
    io::{BufRead, Write},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use proofwright::{
    prover::{
        Certification, Certifier as _, ProverError,
        fstar::{
            Fstar, FstarIde, Query,
            certifier::{FstarCertifier, FstarLimits},
            find::Places,
            protocol::{Answer, Check, Message, Status},
        },
        process::{Death, ProcessCommand, Watch},
    },
    theorem::{Theorem, fstar_text::statements},
};
use serde_json::{Value, json};

const WATCH: Watch = Watch { time: Duration::from_secs(30), memory: None };
/// Names the recording that this test program is to replay when it is started as a child.
const REPLAY: &str = "PROOFWRIGHT_REPLAY";
/// What is to go wrong in it.
const FAULT: &str = "PROOFWRIGHT_FAULT";

/// A request and what F* said to it, in order.
struct Exchange {
    request: Value,
    replies: Vec<Value>,
}

impl Exchange {
    fn response(&self) -> Option<&Value> {
        self.replies.iter().find(|it| it["kind"] == "response")
    }
}

/// The greeting and the exchanges of a recording. What was no request (raw text) is left out.
fn recording(file: &Path) -> (Value, Vec<Exchange>) {
    let text = fs::read_to_string(file).unwrap();
    let lines: Vec<Value> = text.lines().map(|it| serde_json::from_str(it).unwrap()).collect();
    let said = |dir: &'static str| lines.iter().filter(move |it| it["dir"] == dir).map(|it| &it["msg"]);
    let hello = said("<").find(|it| it["kind"] == "protocol-info").unwrap().clone();
    let exchanges = said(">").filter(|it| it.is_object()).map(|request| {
        // Parts of a whole file are numbered `7.1`, `7.2`.
        let mine = |it: &Value| {
            it["query-id"].as_str().and_then(|it| it.split('.').next()) == request["query-id"].as_str()
        };
        let whole = request["query"] == "full-buffer";
        let replies = said("<").filter(|it| whole || mine(it)).cloned();
        let replies = replies.filter(|it| it["kind"] != "protocol-info").collect();
        Exchange { request: request.clone(), replies }
    });
    let exchanges = exchanges.collect();
    (hello, exchanges)
}

fn recordings() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fstar");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    files.retain(|it| it.extension().is_some_and(|it| it == "jsonl"));
    files.sort();
    files
}

/// The recordings can be read. When the other tests start this one as a child it plays F*'s part instead: it
/// answers the requests of a recording, in their order, and ends where F* ended or is asked something else.
#[test]
fn replay() {
    let Some(file) = env::var_os(REPLAY) else {
        for file in recordings() {
            let (hello, exchanges) = recording(&file);
            assert!(hello["version"] == 2 && !exchanges.is_empty(), "{}", file.display());
        }
        return;
    };
    let (hello, exchanges) = recording(Path::new(&file));
    let mut out = std::io::stdout();
    // The test harness has begun a line of its own.
    writeln!(out, "\n{hello}").unwrap();
    let mut left = exchanges.iter();
    let mut fault = env::var(FAULT).unwrap_or_default();
    for line in std::io::stdin().lock().lines() {
        let asked: Value = serde_json::from_str(&line.unwrap()).unwrap();
        // What goes wrong does so at the first definition that is tried with small limits.
        let tried = asked["args"]["code"].as_str().is_some_and(|it| it.starts_with("#push-options"));
        match std::mem::take(&mut fault).as_str() {
            "" => {}
            waiting if !tried => fault = waiting.to_owned(),
            "hang" => loop {
                std::thread::park();
            },
            "die" => break,
            "garble" => writeln!(out, "{{\"kind\": \"response\", \"query-id\": \"another\"}}\n{{{{").unwrap(),
            _ => {
                let issue =
                    json!({"level": "error", "message": "Unexpected output from Z3: (", "ranges": []});
                let id = &asked["query-id"];
                let reply =
                    json!({"kind": "response", "query-id": id, "status": "failure", "response": [issue]});
                writeln!(out, "{reply}").unwrap();
                continue;
            }
        }
        let same = |it: &&Exchange| meaning(&it.request) == meaning(&asked);
        let answered = |it: &&Exchange| it.response().is_some() || it.request["query"] == "full-buffer";
        let Some(exchange) = left.find(same).filter(answered) else { break };
        for reply in &exchange.replies {
            let mut reply = reply.clone();
            if asked["query"] != "full-buffer" {
                reply["query-id"] = asked["query-id"].clone();
            }
            writeln!(out, "{reply}").unwrap();
        }
        out.flush().unwrap();
    }
    // Nothing may follow that looks like a reply.
    std::process::exit(0);
}

/// A request without its number; an argument that is null is as good as none.
fn meaning(request: &Value) -> (Value, Value) {
    let mut args = request["args"].clone();
    if let Some(args) = args.as_object_mut() {
        args.retain(|_, it| !it.is_null());
    }
    (request["query"].clone(), args)
}

fn replaying(file: &Path) -> ProcessCommand {
    ProcessCommand {
        program: env::current_exe().unwrap(),
        args: ["--exact", "fstar::replay", "--nocapture"].map(Into::into).into(),
        cwd: env::temp_dir(),
        env: vec![(REPLAY.into(), file.into())],
        label: "recorded F*".into(),
    }
}

#[tokio::test]
async fn recorded_exchanges_are_understood() {
    let (mut asked, mut states, mut void) = (0, 0, 0);
    for file in recordings() {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let (hello, exchanges) = recording(&file);
        let mut fstar = FstarIde::start(&replaying(&file), WATCH.time).await.unwrap();
        assert_eq!(json!(fstar.hello().features), hello["features"]);
        assert!(fstar.hello().has("push") && !fstar.hello().has("full-buffer"), "{name}");
        for exchange in &exchanges {
            // The recorded F* does not know these two, and a client would have looked.
            let query = exchange.request["query"].as_str().unwrap();
            if ["full-buffer", "restart-solver"].contains(&query) {
                assert!(!fstar.hello().has(query));
                continue;
            }
            let Ok(request) = serde_json::from_value::<Query>(exchange.request.clone()) else {
                // What cannot be said here was refused there.
                assert_eq!(exchange.response().unwrap()["status"], "protocol-violation", "{name}");
                continue;
            };
            assert_eq!(meaning(&json!(request)), meaning(&exchange.request), "{name}");
            let answer = fstar.ask(&request, WATCH).await;
            asked += 1;
            let Some(response) = exchange.response() else {
                // F* died on it.
                assert!(matches!(answer, Err(Death::Gone(_))), "{name}: {answer:?}");
                break;
            };
            match answer {
                Ok(answer) => {
                    states += agrees(&answer, response, exchange, &name);
                }
                Err(Death::Nonsense(why)) => {
                    assert!(
                        why.contains("interrupted") || why.contains("ASSERTION") || why.contains("Z3"),
                        "{name}: {why}"
                    );
                    void += 1;
                    // What comes after would count for nothing either.
                    assert!(!fstar.is_ready());
                    assert!(matches!(fstar.ask(&request, WATCH).await, Err(Death::Gone(_))));
                    break;
                }
                Err(death) => panic!("{name}: {death}"),
            }
        }
        fstar.stop().await;
    }
    assert_eq!((asked, states, void), (171, 16, 2));
}

/// The answer says what was recorded; tells how many tactic states it showed.
fn agrees(answer: &Answer, response: &Value, exchange: &Exchange, name: &str) -> usize {
    assert_eq!(answer.response, response["response"], "{name}");
    assert_eq!(json!(answer.status), response["status"], "{name}");
    let errors = response["response"].as_array().into_iter().flatten().filter(|it| it["level"] == "error");
    let refused = errors.count() > 0 || answer.status != Status::Success;
    let code = ["push", "peek"].iter().any(|it| exchange.request["query"] == *it);
    assert_eq!(code && answer.accepts(), code && !refused, "{name}: {}", exchange.request);
    answer.messages.iter().filter(|it| matches!(it, Message::ProofState(_))).count()
}

#[tokio::test]
async fn another_request_than_the_recorded_one_ends_the_replay() {
    let file = recordings().into_iter().next().unwrap();
    let mut fstar = FstarIde::start(&replaying(&file), WATCH.time).await.unwrap();
    let other = Query::Search { terms: "never recorded".into() };
    assert!(matches!(fstar.ask(&other, WATCH).await, Err(Death::Gone(_))));
    assert!(!fstar.is_ready());
}

/// A real F*, if `FSTAR_EXE` names one or one is on PATH; says so if not.
pub(crate) fn real_fstar() -> Option<Fstar> {
    let found = Fstar::find(Places::new(None), None);
    if let Err(error) = &found {
        // Not through the macro, which the harness keeps to itself.
        let mut out = std::io::stderr();
        writeln!(out, "NOT RUN on a real F*: {error}").unwrap();
    }
    found.ok()
}

#[tokio::test]
async fn a_real_fstar_pushes_pops_and_refuses() {
    let folder = tempfile::tempdir().unwrap();
    let Some(fstar) = real_fstar() else { return };
    let command = fstar.command(folder.path(), &["--ide"], "Demo.fst");
    let patient = Watch { time: Duration::from_secs(120), memory: None };
    let mut fstar = FstarIde::start(&command, patient.time).await.unwrap();
    let header = "module Demo\nopen FStar.Mul\n";
    // The F* of 2019 looks for the file itself before it looks at what it was told of it.
    fs::write(folder.path().join("Demo.fst"), header).unwrap();
    let vfs = Query::VfsAdd { filename: None, contents: header.into() };
    assert_eq!(fstar.ask(&vfs, patient).await.unwrap().status, Status::Success);
    let push = |code: &str, line| Query::Push { kind: Check::Full, code: code.into(), line, column: 0 };
    let sum = "let rec sum (n: nat) : nat = if n = 0 then 0 else n + sum (n - 1)\n";
    for (code, line, accepted) in [
        (header, 1, true),
        (sum, 3, true),
        ("val l : n: nat -> Lemma (2 * sum n == n * (n + 1))\nlet rec l n = ()\n", 4, false),
        (
            "val l : n: nat -> Lemma (2 * sum n == n * (n + 1))\nlet rec l n = if n = 0 then () else l (n - 1)\n",
            4,
            true,
        ),
        ("let m (n: nat) : Lemma (sum n >= n) = unheard n\n", 6, false),
    ] {
        let answer = fstar.ask(&push(code, line), patient).await;
        let answer = answer.unwrap_or_else(|death| panic!("{code}{death}: {}", fstar.stderr_tail()));
        assert_eq!(answer.accepts(), accepted, "{code}{answer:?}");
    }
    // A refused push is rolled back by F* itself; what was accepted is popped, once each.
    for expected in [Status::Success, Status::Success, Status::Success, Status::Failure] {
        assert_eq!(fstar.ask(&Query::Pop {}, patient).await.unwrap().status, expected);
    }
    fstar.stop().await;
}

#[tokio::test]
async fn a_real_fstar_certifies_proofs_and_no_cheats() {
    let Some(fstar) = real_fstar() else { return };
    let header =
        "module Demo\nopen FStar.Mul\nlet rec sum (n: nat) : nat = if n = 0 then 0 else n + sum (n - 1)\n";
    let task = |header: &str, ty: &str| {
        let file = format!("{header}val goal : {ty}\n");
        statements(&file, true).remove(0).1
    };
    let theorem = task(header, "n: nat -> Lemma (2 * sum n == n * (n + 1))");
    let judge = async |fstar: &Fstar, theorem: &Theorem, candidate: &str| {
        let mut certifier = FstarCertifier::new(Arc::new(fstar.clone()), FstarLimits::default());
        certifier.certify(theorem, &theorem.with_script(candidate)).await
    };
    let proof = "let rec goal n = if n = 0 then () else goal (n - 1)";
    let Certification::Certified(certificate) = judge(&fstar, &theorem, proof).await.unwrap() else {
        panic!()
    };
    assert_eq!((certificate.prover.as_str(), certificate.axioms.len()), ("fstar", 0));
    assert!(certificate.version.starts_with("F* "), "{}", certificate.version);
    for (candidate, why) in [
        ("let goal n = ()", "could not prove"),
        ("let goal n = admit ()", "`guard`"),
        ("let goal n = lemma_unheard_of n", "not found"),
        // What the guard lets through must be stopped behind it.
        ("let rec goal (n: nat) : Lemma (ensures True) (decreases n) = ()", ""),
        ("let rec goal n = goal n", "termination"),
        ("let goal = fun n -> let rec f (x: nat) : unit = f (x + 1) in f n", ""),
    ] {
        let judged = judge(&fstar, &theorem, candidate).await.unwrap();
        let Certification::Refused { reason } = judged else { panic!("{candidate}") };
        assert!(reason.contains(why), "{candidate}: {reason}");
    }
    let lax = Fstar { options: vec!["--lax".to_owned()], ..fstar.clone() };
    let pragma = task("module Demo\n#set-options \"--lax\"\n", "n: nat -> Lemma (n >= 0)");
    for (fstar, theorem) in [(&lax, &theorem), (&fstar, &pragma)] {
        let error = judge(fstar, theorem, proof).await.unwrap_err();
        assert!(error.to_string().contains("--lax"), "{error}");
    }
    let wrong = task(header, "n: nat -> Lemma (unheard n)");
    let error = judge(&fstar, &wrong, proof).await.unwrap_err();
    assert!(matches!(error, ProverError::Statement { .. }), "{error:?}");
}

/// The newer protocol in the shapes that F*'s own tests show; no F* that speaks it was at hand to record.
#[tokio::test]
async fn a_whole_file_is_checked_in_parts() {
    let hello = json!({"kind": "protocol-info", "version": 3, "features": ["push", "full-buffer"]});
    let message = |id: &str, stage: &str| json!({"kind": "message", "query-id": id, "level": "progress", "contents": {"stage": stage}});
    let issue = json!({"level": "error", "number": 189, "message": "Expected bool", "ranges": []});
    let response = |id: &str, status: &str, issues: Value| json!({"kind": "response", "query-id": id, "status": status, "response": issues});
    let fine = vec![
        message("1", "full-buffer-started"),
        message("1.1", "full-buffer-fragment-started"),
        message("1.1", "full-buffer-fragment-ok"),
        response("1.1", "success", json!([])),
        message("1", "full-buffer-finished"),
    ];
    let failed = vec![
        message("1.1", "full-buffer-fragment-failed"),
        response("1.1", "failure", json!([issue])),
        message("1", "full-buffer-finished"),
    ];
    let silent = vec![message("1.1", "full-buffer-fragment-failed"), message("1", "full-buffer-finished")];
    // A part of another request is no part of this one, whatever its number begins with.
    let strange = vec![response("10.1", "success", json!([])), message("1", "full-buffer-finished")];
    for (replies, accepted) in
        [(fine, Some(true)), (failed, Some(false)), (silent, Some(false)), (strange, None)]
    {
        let request = json!({"query-id": "1", "query": "full-buffer", "args": {"kind": "full", "code": "let x = 1", "with-symbols": false, "line": 0, "column": 0}});
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("1.jsonl");
        let mut lines = vec![json!({"dir": "<", "msg": hello}), json!({"dir": ">", "msg": request})];
        lines.extend(replies.iter().map(|it| json!({"dir": "<", "msg": it})));
        let text: Vec<String> = lines.iter().map(ToString::to_string).collect();
        fs::write(&file, text.join("\n")).unwrap();
        let mut fstar = FstarIde::start(&replaying(&file), WATCH.time).await.unwrap();
        let answer = fstar.check_file("let x = 1", WATCH).await;
        assert_eq!(answer.ok().map(|it| it.accepts()), accepted, "{replies:?}");
    }
}
