//! Models behind an endpoint that answers what these tests say. All replies are written by us.

use std::{sync::Arc, time::Duration};

use proofwright::{
    driver,
    proposer::{
        Ask, FailedProof, Fault, Micros, Proposals, Proposer, ProposerError, Usage, Wanted,
        mixture::Mixture,
        model::{
            Api, Asking, Model, Sampling,
            endpoint::{Endpoint, EndpointOptions, Key},
        },
        replay::{Recorder, Recording},
    },
    search::{Budget, Outcome, Reason},
    testing::{ScriptedProposer, ScriptedProver, Table},
    theorem::{ProverKind, Theorem},
};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_util::sync::CancellationToken;
use wiremock::{Mock, MockServer, Request, ResponseTemplate, matchers};

pub(crate) fn options(base_url: &str) -> EndpointOptions {
    EndpointOptions {
        base_url: format!("{base_url}/v1"),
        key: Key::new("sk-secret"),
        timeout: Duration::from_secs(5),
        retries: 1,
        backoff: Duration::from_millis(4),
        ..EndpointOptions::default()
    }
}

pub(crate) fn asking() -> Asking {
    let sampling = Sampling { temperature: Some(0.5), ..Sampling::default() };
    Asking { sampling, ..Asking::default() }
}

pub(crate) fn model_with(options: EndpointOptions, recorder: Option<Arc<Recorder>>) -> Model {
    Model::live(Endpoint::new(options).unwrap(), "m", asking(), recorder)
}

pub(crate) fn model(server: &MockServer) -> Model {
    model_with(options(&server.uri()), None)
}

fn theorem() -> Theorem {
    Theorem::new("t", ProverKind::Lean, "", "theorem t : root := sorry", 20..25)
}

async fn ask_round(proposer: &dyn Proposer, round: u32, paid: bool) -> Result<Proposals, ProposerError> {
    let theorem = theorem();
    let table = Arc::new(Table::parse("root: simp => closed").unwrap());
    let group = ScriptedProver::new(table).root();
    let failed = [("refused".to_owned(), "no".to_owned())];
    let ask = Ask { failed: &failed, samples: 3, round, paid, ..Ask::new(&theorem, &group) };
    proposer.propose(ask).await
}

/// What is proposed for `wanted`.
async fn ask_for(proposer: &dyn Proposer, wanted: Wanted<'_>) -> Proposals {
    let theorem = theorem();
    let group = ScriptedProver::new(Arc::new(Table::parse("root: simp => closed").unwrap())).root();
    proposer.propose(Ask { wanted, ..Ask::new(&theorem, &group) }).await.unwrap()
}

/// What is proposed where this many samples are wanted.
pub(crate) async fn ask_samples(proposer: &dyn Proposer, samples: usize) -> Result<Proposals, ProposerError> {
    let theorem = theorem();
    let group = ScriptedProver::new(Arc::new(Table::parse("root: simp => closed").unwrap())).root();
    proposer.propose(Ask { samples, ..Ask::new(&theorem, &group) }).await
}

pub(crate) async fn ask(proposer: &dyn Proposer) -> Result<Proposals, ProposerError> {
    ask_round(proposer, 0, true).await
}

/// Calls and tokens.
pub(crate) fn counts(answer: &Proposals) -> (u64, u64) {
    (answer.usage.calls, answer.usage.tokens)
}

pub(crate) fn steps(answer: &Proposals) -> Vec<&str> {
    answer.proposals.iter().map(|it| it.step.as_str()).collect()
}

/// A reply with a choice for each text.
pub(crate) fn says(texts: &[&str]) -> ResponseTemplate {
    let choice = |it: &&str| json!({ "message": { "content": it }, "finish_reason": "stop" });
    let choices: Vec<Value> = texts.iter().map(choice).collect();
    ResponseTemplate::new(200).set_body_json(json!({ "choices": choices, "usage": { "total_tokens": 10 } }))
}

/// A server that answers by a function of the request's body.
pub(crate) async fn server(
    answer: impl Fn(&Value) -> ResponseTemplate + Send + Sync + 'static,
) -> MockServer {
    let server = MockServer::start().await;
    let answer = move |request: &Request| answer(&serde_json::from_slice(&request.body).unwrap());
    Mock::given(matchers::path("/v1/chat/completions")).respond_with(answer).mount(&server).await;
    server
}

pub(crate) async fn requests(server: &MockServer) -> Vec<Value> {
    let received = server.received_requests().await.unwrap();
    received.iter().map(|it| serde_json::from_slice(&it.body).unwrap()).collect()
}

#[tokio::test]
async fn replies_become_proposals() {
    let server = server(|_| says(&["```lean\nintro h\nsimp\n```", "omega", "refused", "omega"])).await;
    let answer = ask(&model(&server)).await.unwrap();
    assert_eq!(steps(&answer), ["omega", "intro h\nsimp", "intro h"]);
    assert_eq!((counts(&answer), answer.exhausted), ((1, 10), false));
    assert!(answer.complaints.is_empty() && &*answer.proposals[0].source == "openai:m");
    let sent = &server.received_requests().await.unwrap()[0];
    assert_eq!(sent.headers["authorization"], "Bearer sk-secret");
    let body: Value = serde_json::from_slice(&sent.body).unwrap();
    assert_eq!((&body["n"], &body["temperature"], &body["model"]), (&json!(3), &json!(0.5), &json!("m")));
    assert!(body["messages"][0]["content"].as_str().unwrap().contains("⊢ root"));
}

#[tokio::test]
async fn whole_proofs_are_asked_for_and_read_as_such() {
    let server = server(|body| {
        let prompt = body["messages"][0]["content"].as_str().unwrap();
        says(&[match prompt {
            _ if prompt.contains("linarith failed") => {
                "```lean\ntheorem t : root := by\n  intro h\n  omega\n```"
            }
            _ if prompt.contains("sketch") => "```lean\nhave h : p := by sorry\nexact h\n```",
            _ => "The step `intro h` comes first:\n```lean\nintro h\nlinarith\n```",
        }])
    })
    .await;
    let model = model(&server);
    assert_eq!(steps(&ask_for(&model, Wanted::Proofs).await), ["intro h\nlinarith"]);
    assert_eq!(steps(&ask_for(&model, Wanted::Drafts).await), ["have h : p := by sorry\nexact h"]);
    let fault =
        Fault { line: 2, step: "linarith".into(), message: "linarith failed".into(), goals: "⊢ q".into() };
    let mut failed = FailedProof { proof: "intro h\nlinarith".into(), faults: vec![fault], repairs: 0 };
    assert_eq!(steps(&ask_for(&model, Wanted::Repairs(&failed)).await), ["intro h\nomega"]);
    let prompt = requests(&server).await.pop().unwrap()["messages"][0]["content"].to_string();
    assert!(prompt.contains("line 2: linarith") && prompt.contains("⊢ q"), "{prompt}");
    // What is given back as it was is no repair.
    failed.proof = "intro h\nomega".into();
    assert!(ask_for(&model, Wanted::Repairs(&failed)).await.exhausted);
}

#[tokio::test]
async fn without_budget_nothing_is_asked() {
    let server = server(|_| says(&["omega"])).await;
    let answer = ask_round(&model(&server), 0, false).await.unwrap();
    assert_eq!(answer, Proposals { exhausted: true, ..Proposals::default() });
    assert!(requests(&server).await.is_empty());
}

#[tokio::test]
async fn an_endpoint_that_ignores_n_is_asked_again_and_again() {
    let server = server(|body| says(&[&format!("exact h{}", body["seed"].as_i64().unwrap() >> 32)])).await;
    let model = model(&server);
    let answer = ask(&model).await.unwrap();
    assert_eq!(steps(&answer), ["exact h0", "exact h1", "exact h2"]);
    assert_eq!(counts(&answer), (3, 30));
    ask_round(&model, 1, true).await.unwrap();
    let with_n = requests(&server).await.iter().map(|it| it.get("n").is_some()).collect::<Vec<_>>();
    assert_eq!(with_n, [true, false, false, false, false, false]);
}

#[tokio::test]
async fn what_an_endpoint_does_not_take_is_left_out() {
    let server = server(|body| {
        for name in ["logprobs", "temperature", "max_tokens"] {
            if body.get(name).is_some() {
                let message = format!("Unsupported parameter: '{name}'");
                return ResponseTemplate::new(400).set_body_json(json!({ "error": { "message": message } }));
            }
        }
        says(&["omega", "simp", "rfl"])
    })
    .await;
    let model = model(&server);
    let answer = ask(&model).await.unwrap();
    assert_eq!((answer.proposals.len(), answer.usage.calls), (3, 4));
    assert_eq!(answer.complaints, ["openai:m: the endpoint does not take `temperature`, so its own is used"]);
    assert_eq!(ask_round(&model, 1, true).await.unwrap().usage.calls, 1);
    assert_eq!(requests(&server).await.last().unwrap()["max_completion_tokens"], 2048);
}

#[tokio::test]
async fn a_busy_endpoint_is_asked_again_when_it_says() {
    let server = MockServer::start().await;
    let busy = ResponseTemplate::new(429).insert_header("retry-after", "0.05");
    Mock::given(matchers::any()).respond_with(busy).up_to_n_times(1).mount(&server).await;
    Mock::given(matchers::any()).respond_with(says(&["omega", "simp", "rfl"])).mount(&server).await;
    let begun = std::time::Instant::now();
    assert_eq!(ask(&model(&server)).await.unwrap().proposals.len(), 3);
    assert!(begun.elapsed() >= Duration::from_millis(50));
    assert_eq!(requests(&server).await.len(), 2);
}

#[tokio::test]
async fn an_endpoint_that_fails_again_and_again_is_left_alone() {
    let server = server(|_| ResponseTemplate::new(503)).await;
    let model = model(&server);
    for _ in 0..4 {
        let error = ask(&model).await.unwrap_err();
        assert!(matches!(error, ProposerError::Endpoint { retryable: true, .. }), "{error}");
    }
    // Two asks with one retry each; then it rests.
    assert_eq!(requests(&server).await.len(), 4);
}

#[tokio::test]
async fn each_fault_has_its_message() {
    let error = |status: u16, text: &str| {
        ResponseTemplate::new(status).set_body_json(json!({ "error": { "message": text } }))
    };
    let raw = |text: &str, kind: &str| ResponseTemplate::new(200).set_body_raw(text.to_owned(), kind);
    let json_type = "application/json";
    for (response, is_retried, parts) in [
        (
            error(401, "bad key sk-secret"),
            false,
            ["does not accept the key (401): bad key (key)", "OPENAI_API_KEY"],
        ),
        (error(403, "no"), false, ["(403)", "--key-file"]),
        (error(404, "The model `m` does not exist"), false, ["there is no model `m`", "/v1/models"]),
        (error(404, "not found"), false, ["there is no chat endpoint", "--base-url"]),
        (error(429, "You exceeded your current quota"), false, ["quota", "another key"]),
        (error(429, "slow down"), true, ["asked too often (429): slow down", "--jobs"]),
        (error(400, "maximum context length is 10"), false, ["too long for `m`", "template"]),
        (error(418, "teapot"), false, ["refuses the request (418): teapot", "--base-url"]),
        (ResponseTemplate::new(502), true, ["failed (502)", "server's fault"]),
        (
            ResponseTemplate::new(307).insert_header("location", "http://x/"),
            false,
            ["redirects to http://x/", "key"],
        ),
        (raw("<!doctype html><p>hi", "text/html"), false, ["a web page, not with JSON", "/v1"]),
        (raw("[1, 2]", json_type), false, ["something else than a chat endpoint does: [1, 2]", "/v1"]),
        (raw(r#"{"choices":[{"mess"#, json_type), true, ["breaks off (after 18 bytes)", "try again"]),
        (raw(r#"{"choices":[]}"#, json_type), true, ["empty reply", "--reply-tokens"]),
        (raw(r#"{"error":{"message":"no room"}}"#, json_type), true, ["empty reply: no room", "another"]),
    ] {
        let server = MockServer::start().await;
        Mock::given(matchers::any()).respond_with(response).mount(&server).await;
        let complaint = ask(&model(&server)).await.unwrap_err().complaint();
        assert!(parts.iter().all(|it| complaint.contains(it)), "{complaint}");
        assert!(complaint.starts_with("openai:m: ") && !complaint.contains("sk-secret"), "{complaint}");
        assert_eq!(requests(&server).await.len(), if is_retried { 2 } else { 1 }, "{complaint}");
    }
}

#[tokio::test]
async fn a_key_that_is_missing_is_asked_for() {
    let server = server(|_| ResponseTemplate::new(401)).await;
    let model = model_with(EndpointOptions { key: None, ..options(&server.uri()) }, None);
    assert!(ask(&model).await.unwrap_err().complaint().contains("wants a key (401); set `OPENAI_API_KEY`"));
    ask(&model).await.unwrap_err();
    assert_eq!(requests(&server).await.len(), 1);
}

#[tokio::test]
async fn an_endpoint_that_is_not_there_is_named() {
    let port = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    let nobody = model_with(options(&format!("http://127.0.0.1:{port}")), None);
    let complaint = ask(&nobody).await.unwrap_err().complaint();
    assert!(
        complaint.contains("nothing listens at") && complaint.contains("start the server"),
        "{complaint}"
    );

    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = silent.local_addr().unwrap().port();
    let short = EndpointOptions {
        timeout: Duration::from_millis(100),
        retries: 0,
        ..options(&format!("http://127.0.0.1:{port}"))
    };
    let complaint = ask(&model_with(short, None)).await.unwrap_err().complaint();
    assert!(complaint.contains("gave no reply in time"), "{complaint}");
}

#[tokio::test]
async fn a_host_that_does_not_exist_is_named() {
    let nowhere = EndpointOptions { retries: 0, ..options("http://no-such-host.invalid") };
    let complaint = ask(&model_with(nowhere, None)).await.unwrap_err().complaint();
    assert!(complaint.contains("cannot be found (DNS)") && complaint.contains("--base-url"), "{complaint}");
}

#[tokio::test]
async fn a_connection_that_breaks_is_a_reply_that_breaks_off() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let serving = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let _ = stream.read(&mut [0; 65536]).await.unwrap();
        let head =
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{\"choices\"";
        stream.write_all(head.as_bytes()).await.unwrap();
    });
    let once = EndpointOptions { retries: 0, ..options(&format!("http://127.0.0.1:{port}")) };
    let complaint = ask(&model_with(once, None)).await.unwrap_err().complaint();
    assert!(complaint.contains("breaks off"), "{complaint}");
    serving.await.unwrap();
}

#[tokio::test]
async fn a_reply_that_was_cut_off_is_a_complaint() {
    let choice = json!({ "message": { "content": "<think>\nlet me" }, "finish_reason": "length" });
    let body = json!({ "choices": [choice, choice, choice] });
    let server = server(move |_| ResponseTemplate::new(200).set_body_json(&body)).await;
    let answer = ask(&model(&server)).await.unwrap();
    assert!(answer.proposals.is_empty() && answer.exhausted);
    assert!(answer.complaints[0].contains("raise `--reply-tokens` above 2048"), "{:?}", answer.complaints);
    // The endpoint does not count tokens, so they are estimated.
    assert!(answer.usage.tokens > 100);
}

#[tokio::test]
async fn a_recorded_run_is_replayed_without_endpoint() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run.jsonl");
    let recorder = Arc::new(Recorder::open(&path).unwrap());
    let server = server(|body| says(&["omega", "simp", &format!("exact h{}", body["seed"])])).await;
    let live = model_with(options(&server.uri()), Some(recorder));
    let (first, second) = (ask(&live).await.unwrap(), ask_round(&live, 1, true).await.unwrap());
    assert_ne!(steps(&first), steps(&second));

    let text = std::fs::read_to_string(&path).unwrap();
    assert!(!text.contains("sk-secret") && text.starts_with(r#"{"origin":"model""#));
    let recording = Arc::new(Recording::parse("replay:run", &text).unwrap());
    let replayed = |asking| Model::replayed(recording.clone(), Api::Chat, "m", asking);
    let same = replayed(asking());
    let again = ask_round(&same, 1, true).await.unwrap();
    assert_eq!((steps(&again), again.usage), (steps(&second), second.usage));
    assert_eq!(&*again.proposals[0].source, "replay:m");
    let other = ask(&replayed(Asking::default())).await.unwrap_err();
    assert!(other.to_string().contains("temperature was 0.5, now it is none"), "{other}");
}

async fn search(proposer: &dyn Proposer) -> driver::Searched {
    search_slowly(proposer, Duration::ZERO).await
}

/// A search in which each step takes a while, so that models are heard before it is over.
async fn search_slowly(proposer: &dyn Proposer, step: Duration) -> driver::Searched {
    let table = "root: intro h => q\nroot: simp => rejected no progress\nq: exact h => closed
        root: intro h\\nexact h => closed";
    let mut prover = ScriptedProver::new(Arc::new(Table::parse(table).unwrap())).with_delay(step);
    let settings = driver::Settings::default();
    let cancel = CancellationToken::new();
    driver::search(&mut prover, driver::Sources::new(proposer), &theorem(), &settings, &cancel, &mut |_| {})
        .await
        .unwrap()
}

#[tokio::test]
async fn a_model_and_tactics_prove_together() {
    let server = server(|body| {
        let prompt = body["messages"][0]["content"].as_str().unwrap();
        says(if prompt.contains("⊢ q") { &["exact h"] } else { &["I would `simp`, as `simp` is strong."] })
    })
    .await;
    let tactics = Arc::new(Table::parse("root: intro h [-3] => q").unwrap());
    let tactics = ScriptedProposer::new(tactics, "builtin", Usage::default());
    let found = search(&Mixture::new(vec![Box::new(tactics), Box::new(model(&server))], 0)).await;
    assert_eq!((found.outcome, found.scripts[0].script.as_str()), (Outcome::Proved, "intro h\nexact h"));
    assert_eq!(found.sources, ["builtin", "openai:m"]);
    assert!(
        found.complaints.is_empty() && found.spent.calls >= 2 && found.spent.tokens == 10 * found.spent.calls
    );
}

#[tokio::test]
async fn whatever_a_model_does_the_theorem_goes_on() {
    let quota = json!({ "error": { "code": "insufficient_quota", "message": "no" } });
    for (response, complaint) in [
        (ResponseTemplate::new(429).set_body_json(quota), "is used up"),
        (says(&["omega"]).set_delay(Duration::from_secs(9)), "no reply in time"),
        (
            ResponseTemplate::new(200).set_body_string("\u{0}\u{1}garbage"),
            "something else than a chat endpoint",
        ),
        (
            says(&["对不起，我不知道。", "Извините", "Es tut mir leid, das weiß ich nicht."]),
            "no Lean in its replies",
        ),
        (says(&["```python\nprint(1)\n```"; 3]), "no Lean in its replies"),
        (says(&["", " ", "\n"]), "empty reply"),
    ] {
        let server = MockServer::start().await;
        Mock::given(matchers::any()).respond_with(response).mount(&server).await;
        let timeout = Duration::from_millis(300);
        let slow = EndpointOptions { timeout, retries: 0, ..options(&server.uri()) };
        let tactics = Arc::new(Table::parse("root: intro h => q\nq: exact h => closed").unwrap());
        let tactics = ScriptedProposer::new(tactics, "builtin", Usage::default());
        let mixture = Mixture::new(vec![Box::new(model_with(slow, None)), Box::new(tactics)], 0);
        let found = search_slowly(&mixture, Duration::from_millis(400)).await;
        assert_eq!(found.outcome, Outcome::Proved, "{complaint}");
        assert!(matches!(&found.complaints[..], [it] if it.contains(complaint)), "{:?}", found.complaints);
    }
}

#[tokio::test]
async fn a_model_that_is_down_is_heard_of_once() {
    let server = server(|_| ResponseTemplate::new(401)).await;
    let tactics = Arc::new(Table::parse("root: intro h => q\nq: exact h => closed").unwrap());
    let tactics = ScriptedProposer::new(tactics, "builtin", Usage::default());
    let mixture = Mixture::new(vec![Box::new(model(&server)), Box::new(tactics)], 0);
    let found = search_slowly(&mixture, Duration::from_millis(200)).await;
    assert_eq!((found.outcome, found.complaints.len()), (Outcome::Proved, 1));
    // Steps, proofs and drafts may be asked for before the first answer is there, and nothing after it.
    assert!((1..=3).contains(&requests(&server).await.len()));
    assert!(found.complaints[0].contains("does not accept the key"), "{:?}", found.complaints);
}

#[tokio::test]
async fn a_recorded_mixture_gives_the_same_search_each_time() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run.jsonl");
    let recorder = Arc::new(Recorder::open(&path).unwrap());
    let server = server(|body| {
        let prompt = body["messages"][0]["content"].as_str().unwrap();
        let good = body["model"] == "good";
        says(match prompt {
            _ if prompt.contains("⊢ q") && good => &["exact h", "omega"],
            _ if good => &["intro h", "simp"],
            _ => &["ring", "linarith"],
        })
    })
    .await;
    let live = |name: &str| -> Box<dyn Proposer> {
        let endpoint = Endpoint::new(options(&server.uri())).unwrap();
        Box::new(Model::live(endpoint, name, asking(), Some(recorder.clone())))
    };
    let found = search(&Mixture::new(vec![live("good"), live("bad")], 5)).await;
    assert_eq!(found.outcome, Outcome::Proved);
    let text = std::fs::read_to_string(&path).unwrap();
    let mut replays = Vec::new();
    for _ in 0..2 {
        let recording = Arc::new(Recording::parse("replay:run", &text).unwrap());
        let models = recording.models(|_| true).into_iter().map(|(api, name)| -> Box<dyn Proposer> {
            Box::new(Model::replayed(recording.clone(), api, name, asking()))
        });
        let found = search(&Mixture::new(models.collect(), 5)).await;
        let spent = (found.spent.steps, found.spent.calls, found.spent.tokens);
        replays.push((found.outcome, found.scripts, found.sources, found.complaints, spent));
    }
    assert_eq!((replays[0].0, replays[0].1[0].script.as_str()), (Outcome::Proved, "intro h\nexact h"));
    assert_eq!(replays[0], replays[1]);
}

#[tokio::test]
async fn money_is_counted_and_ends_a_search() {
    let count = std::sync::atomic::AtomicUsize::new(0);
    let server = server(move |_| {
        let step = format!("exact h{}", count.fetch_add(1, std::sync::atomic::Ordering::SeqCst));
        let choice = json!({ "message": { "content": step }, "finish_reason": "stop" });
        let usage = json!({ "prompt_tokens": 1000, "completion_tokens": 100 });
        ResponseTemplate::new(200).set_body_json(json!({ "choices": [choice], "usage": usage }))
    })
    .await;
    let asking = Asking { prices: Some("1/10".parse().unwrap()), most_samples: Some(1), ..asking() };
    let model = Model::live(Endpoint::new(options(&server.uri())).unwrap(), "m", asking, None);
    let mut prover = ScriptedProver::new(Arc::new(Table::parse("root: intro h => q").unwrap()));
    // Each request costs 0.002.
    let budget = Budget { cost: Some("0.005".parse().unwrap()), ..Budget::default() };
    let settings = driver::Settings { budget, ..driver::Settings::default() };
    let cancel = CancellationToken::new();
    let found = driver::search(
        &mut prover,
        driver::Sources::new(&model),
        &theorem(),
        &settings,
        &cancel,
        &mut |_| {},
    )
    .await
    .unwrap();
    assert_eq!(found.outcome, Outcome::Unproved(Reason::MaxCost));
    assert_eq!((found.spent.calls, found.spent.cost, found.spent.estimated), (3, Some(Micros(6000)), false));
}
