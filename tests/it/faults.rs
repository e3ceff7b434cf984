//! Children that misbehave: each ends in bounded time, with the right word for it, and leaves nothing.

use std::time::{Duration, Instant};

use proofwright::prover::{
    Limit, ProverError,
    lean::{
        protocol::{HeapReply, Op},
        worker::{Fault, LeanWorker},
    },
    pool::Worker as _,
    process::{Process, Watch},
};
use tempfile::TempDir;

use crate::fake_worker::{GREETING, assert_gone, living, script};

const SHORT: Watch = Watch { time: Duration::from_millis(300), memory: None };
const LONG: Watch = Watch { time: Duration::from_secs(120), memory: None };

/// A worker that greets and then runs `text`.
async fn worker(text: &str) -> LeanWorker {
    let dir = TempDir::new().unwrap();
    let command = script(dir.path(), &format!("{GREETING}\n{text}"));
    LeanWorker::start(&command, LONG.time).await.unwrap()
}

async fn heap(worker: &mut LeanWorker, watch: Watch) -> Result<HeapReply, Fault> {
    worker.ask(Op::Heap, watch).await
}

/// Asks, expects a death, and that nothing of the worker is left once it is dropped.
async fn death(text: &str, watch: Watch) -> (Limit, String) {
    let mut worker = worker(text).await;
    let group = worker.group();
    let (limit, text) = match heap(&mut worker, watch).await {
        Err(Fault::Died(death, text)) => (death.limit(), text),
        other => panic!("{other:?}"),
    };
    assert!(!worker.is_ready());
    drop(worker);
    assert_gone(group).await;
    (limit, text)
}

/// Asks, and expects an answer in spite of what else is said.
async fn answer(text: &str) {
    let reply = r#"printf '{"id":1,"states":3,"envs":4}\n'; read line"#;
    let mut worker = worker(&format!("read line\n{text}\n{reply}")).await;
    assert_eq!(heap(&mut worker, LONG).await, Ok(HeapReply { states: 3, envs: 4, bytes: None }));
    assert!(worker.is_ready());
}

#[tokio::test]
async fn hangs() {
    let begun = Instant::now();
    let (limit, text) = death("read line; sleep 600", SHORT).await;
    assert_eq!((limit, text.as_str()), (Limit::Time, "no answer within 300ms"));
    assert!(begun.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn ignores_its_stdin() {
    let mut worker = worker("sleep 600").await;
    let text = "x".repeat(4 << 20);
    let asked = worker.ask::<HeapReply>(Op::Check { text: &text, heartbeats: 0 }, SHORT).await;
    assert!(matches!(asked, Err(Fault::Died(death, _)) if death.limit() == Limit::Time));
}

#[tokio::test]
async fn dies_at_once() {
    let dir = TempDir::new().unwrap();
    let command = script(dir.path(), "echo '[DEBUG: x]' >&2; echo boom >&2; exit 3");
    let error = LeanWorker::start(&command, LONG.time).await.unwrap_err();
    assert_eq!(error.to_string(), "fake Lean did not start: it exited with status 3; it last wrote: boom");
}

#[tokio::test]
async fn is_not_there_or_cannot_be_run() {
    let dir = TempDir::new().unwrap();
    let mut command = script(dir.path(), "");
    command.program = dir.path().join("no-such-lean");
    let error = LeanWorker::start(&command, LONG.time).await.unwrap_err();
    assert!(matches!(error, ProverError::Missing { .. }), "{error}");
    command.program = dir.path().into();
    let error = LeanWorker::start(&command, LONG.time).await.unwrap_err();
    assert!(matches!(error, ProverError::Io { .. }), "{error}");
    command.program = "sh".into();
    command.cwd = dir.path().join("gone");
    let error = LeanWorker::start(&command, LONG.time).await.unwrap_err();
    assert!(matches!(error, ProverError::Io { .. }), "{error}");
}

#[tokio::test]
async fn never_greets_or_greets_wrongly() {
    let dir = TempDir::new().unwrap();
    for (text, said) in [
        ("sleep 600", "no answer within 300ms"),
        ("echo hello; sleep 600", "no answer within 300ms"),
        (r#"echo '{"id":1}'; sleep 600"#, "in place of a greeting"),
        (r#"echo '{"proofwright":2,"lean":"5"}'; sleep 600"#, "version 2 of the protocol"),
        (r#"echo '{"proofwright":"one"}'; sleep 600"#, "unexpected"),
    ] {
        let error = LeanWorker::start(&script(dir.path(), text), SHORT.time).await.unwrap_err().to_string();
        assert!(error.contains(said), "{text}: {error}");
    }
}

#[tokio::test]
async fn dies_amid_a_request() {
    for (text, how) in [
        ("read line; printf '{\"id\":1,\"sta'; exit 0", "it exited with status 0"),
        ("read line; exit 0", "it exited with status 0"),
        ("exit 5", "it exited with status 5"),
        ("read line; kill -9 $$", "it was killed by signal 9"),
    ] {
        assert_eq!(death(text, LONG).await, (Limit::Crash, how.into()), "{text}");
    }
}

#[tokio::test]
async fn closes_its_stdout_but_lives() {
    let (limit, text) = death("read line; exec >&-; sleep 600", LONG).await;
    assert_eq!((limit, text.as_str()), (Limit::Crash, "it closed its stdin or stdout"));
}

#[tokio::test]
async fn floods_garbles_and_says_what_is_no_text() {
    answer("yes | head -c 50000000").await;
    answer("head -c 50000000 /dev/zero; echo").await;
    answer("yes | head -c 50000000 >&2").await;
    answer("printf '[DEBUG: a]\\n  {\"id\":1}\\n{\"id\":1,\"states\"\\n\\n[]\\n7\\n'").await;
    answer("printf '\\377\\376\\n{\"id\":\\377}\\n'").await;
    answer("head -c 10000000 /dev/zero | tr '\\0' '{'; echo").await;
}

#[tokio::test]
async fn floods_without_end() {
    let (limit, _) = death("read line; exec yes", SHORT).await;
    assert_eq!(limit, Limit::Time);
    let (limit, text) = death("read line; while echo '{}'; do :; done", LONG).await;
    assert_eq!((limit, text.as_str()), (Limit::Crash, "an unexpected answer: "));
}

#[tokio::test]
async fn a_long_answer_is_an_answer() {
    let long = "printf '{\"id\":1,\"states\":1,\"envs\":2,\"more\":\"'; \
                head -c 10000000 /dev/zero | tr '\\0' x; echo '\"}'; sleep 600";
    let mut worker = worker(&format!("read line; {long}")).await;
    assert_eq!(heap(&mut worker, LONG).await, Ok(HeapReply { states: 1, envs: 2, bytes: None }));
}

#[tokio::test]
async fn answers_with_a_wrong_id_or_none() {
    for reply in [r#"{"id":2,"states":1,"envs":1}"#, r#"{"id":null,"error":{}}"#, r#"{"states":1,"envs":1}"#]
    {
        let (limit, text) = death(&format!("read line; echo '{reply}'; sleep 600"), LONG).await;
        assert_eq!(limit, Limit::Crash);
        assert!(text.starts_with("an unexpected answer"), "{text}");
    }
}

#[tokio::test]
async fn answers_with_the_right_id_and_the_wrong_fields() {
    let (limit, text) = death(r#"read line; echo '{"id":1,"states":"many"}'; sleep 600"#, LONG).await;
    assert_eq!(limit, Limit::Crash);
    assert!(text.contains("many"), "{text}");
}

#[tokio::test]
async fn answers_twice() {
    let reply = r#"echo '{"id":1,"states":1,"envs":1}'"#;
    let mut worker = worker(&format!("read line; {reply}; {reply}; sleep 600")).await;
    heap(&mut worker, LONG).await.unwrap();
    let again = heap(&mut worker, LONG).await;
    assert!(matches!(&again, Err(Fault::Died(death, _)) if death.limit() == Limit::Crash), "{again:?}");
}

#[tokio::test]
async fn grandchildren_die_with_it() {
    for (end, limit) in
        [("sleep 600", Limit::Time), ("exit 0", Limit::Crash), ("sleep 0 & exec sleep 600", Limit::Time)]
    {
        let dir = TempDir::new().unwrap();
        let text = format!("(sleep 600 & sleep 600) & sleep 600 & {GREETING}; read line; {end}");
        let mut worker = LeanWorker::start(&script(dir.path(), &text), LONG.time).await.unwrap();
        let group = worker.group();
        assert!(living(group).len() >= 3);
        let asked = heap(&mut worker, Watch { time: Duration::from_secs(1), memory: None }).await;
        assert!(matches!(&asked, Err(Fault::Died(death, _)) if death.limit() == limit), "{end}: {asked:?}");
        drop(worker);
        assert_gone(group).await;
    }
}

#[tokio::test]
async fn no_zombie_is_left() {
    let worker = worker("exec sleep 600").await;
    let group = worker.group();
    worker.stop().await;
    assert!(!std::path::Path::new(&format!("/proc/{group}")).exists());
}

#[tokio::test]
async fn grows() {
    let watch = Watch { memory: Some(100 << 20), ..LONG };
    let mut probe = worker("exec sleep 600").await;
    if probe.memory().is_none() {
        // Where memory cannot be told, time is what ends it.
        heap(&mut probe, SHORT).await.unwrap_err();
        return;
    }
    let (limit, text) =
        death("read line; x=$(head -c 300000000 /dev/zero | tr '\\0' x); sleep 600", watch).await;
    assert_eq!(limit, Limit::Memory);
    assert!(text.ends_with("over the limit of 100 MiB"), "{text}");
}

#[tokio::test]
async fn an_abandoned_request_spoils_the_worker_and_nothing_else() {
    let mut worker =
        worker("while read line; do sleep 1; echo '{\"id\":1,\"states\":1,\"envs\":1}'; done").await;
    let asked = tokio::time::timeout(Duration::from_millis(50), heap(&mut worker, LONG)).await;
    asked.unwrap_err();
    assert!(!worker.is_ready());
    heap(&mut worker, LONG).await.unwrap_err();
}

#[tokio::test]
async fn a_child_inherits_no_variable_that_may_hold_a_key() {
    // Cargo sets this one for tests.
    assert!(std::env::var_os("CARGO_MANIFEST_DIR").is_some());
    let dir = TempDir::new().unwrap();
    let mut command = script(
        dir.path(),
        r#"echo "{\"cargo\":\"$CARGO_MANIFEST_DIR\",\"path\":\"$PATH\",\"own\":\"$OWN\"}"; read x"#,
    );
    command.env.push(("OWN".into(), "1".into()));
    let mut process = Process::spawn(&command).unwrap();
    let seen = process.exchange(b"", LONG, |object| Ok(Some(object))).await.unwrap();
    assert_eq!((seen["cargo"].as_str(), seen["own"].as_str()), (Some(""), Some("1")));
    assert_ne!(seen["path"].as_str(), Some(""));
}
