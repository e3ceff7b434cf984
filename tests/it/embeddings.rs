//! Embeddings from an endpoint that answers what these tests say. All replies are written by us.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use futures::{
    FutureExt,
    future::{BoxFuture, pending},
};
use proofwright::{
    driver::{self, Searched, Settings, Sources, Watch, Written},
    lemma::{
        Index, Lemma, Provenance, Retrieval,
        embed::{Vectors, text_of},
        library::imports,
        rank::{Premises, Query, Ranker},
        store::Store,
    },
    proposer::{
        Ask, Embedded, Embedder, Prices, Proposals, Proposer, ProposerError, Usage,
        model::{
            Api,
            embedder::EmbeddingModel,
            endpoint::{Endpoint, EndpointOptions},
        },
    },
    prover::Declaration,
    search::{Budget, Outcome, journal::Journal},
    testing::{ScriptedProposer, ScriptedProver, Table, lemma::forged_lemma},
    theorem::{ProverKind, Theorem},
};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;
use wiremock::{Mock, MockServer, Request, ResponseTemplate, matchers};

use crate::{cli::Folder, journal::Disk, model::options, real};

fn endpoint(server: &MockServer) -> Endpoint {
    Endpoint::new(options(&server.uri())).unwrap()
}

/// Answers each text with its length and 1, the last text first.
fn lengths(request: &Request) -> ResponseTemplate {
    let body: Value = request.body_json().unwrap();
    let texts = body["input"].as_array().unwrap();
    let row = |(index, text): (usize, &Value)| json!({ "index": index, "embedding": [text.as_str().unwrap().len(), 1] });
    let data: Vec<Value> = texts.iter().enumerate().rev().map(row).collect();
    let reply =
        json!({ "object": "list", "data": data, "model": body["model"], "usage": { "prompt_tokens": 7 } });
    ResponseTemplate::new(200).set_body_json(reply)
}

/// Answers goals and what is called a gem with the one vector, everything else with the other.
fn gems(request: &Request) -> ResponseTemplate {
    let body: Value = request.body_json().unwrap();
    let is_near = |it: &Value| ["⊢", "gem"].iter().any(|word| it.as_str().unwrap().contains(word));
    let vector = |it: &Value| if is_near(it) { [1.0, 0.1] } else { [0.1, 1.0] };
    let row = |(index, text): (usize, &Value)| json!({ "index": index, "embedding": vector(text) });
    let data: Vec<Value> = body["input"].as_array().unwrap().iter().enumerate().map(row).collect();
    ResponseTemplate::new(200).set_body_json(json!({ "data": data, "usage": { "prompt_tokens": 7 } }))
}

fn declaration(name: &str) -> Declaration {
    Declaration {
        name: name.into(),
        kind: "theorem".into(),
        ty: "True".into(),
        consts: Vec::new(),
        module: None,
        doc: None,
    }
}

async fn answering(reply: ResponseTemplate) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(matchers::path("/v1/embeddings")).respond_with(reply).mount(&server).await;
    server
}

async fn refusal(reply: ResponseTemplate) -> (String, String) {
    let server = answering(reply).await;
    match endpoint(&server).embed("m", &["a", "b"]).await.unwrap_err() {
        ProposerError::Endpoint { message, hint, .. } => (message, hint),
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn texts_are_embedded_in_batches_and_come_back_in_order() {
    let server = MockServer::start().await;
    Mock::given(matchers::method("POST"))
        .and(matchers::path("/v1/embeddings"))
        .and(matchers::header("authorization", "Bearer sk-secret"))
        .respond_with(lengths)
        .expect(3)
        .mount(&server)
        .await;
    let texts: Vec<String> = (0..300).map(|it| "x".repeat(it + 1)).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let embedded = endpoint(&server).embed("m", &texts).await.unwrap();
    assert_eq!(embedded.vectors, (0..300).map(|it| vec![it as f32 + 1.0, 1.0]).collect::<Vec<_>>());
    assert_eq!((embedded.usage.calls, embedded.usage.tokens, embedded.usage.estimated), (3, 21, false));
}

#[tokio::test]
async fn a_server_that_fails_once_is_asked_again() {
    let server = MockServer::start().await;
    let busy = ResponseTemplate::new(503).set_body_string("busy");
    Mock::given(matchers::any()).respond_with(busy).up_to_n_times(1).expect(1).mount(&server).await;
    Mock::given(matchers::any()).respond_with(lengths).expect(1).mount(&server).await;
    assert_eq!(endpoint(&server).embed("m", &["ab"]).await.unwrap().vectors, [[2.0, 1.0]]);
}

#[tokio::test]
async fn what_is_no_embedding_is_told_without_the_key() {
    let (message, hint) = refusal(ResponseTemplate::new(404)).await;
    assert!(message.contains("/v1/embeddings") || hint.contains("--base-url"), "{message}; {hint}");
    let (message, _) = refusal(ResponseTemplate::new(401).set_body_string("bad key sk-secret")).await;
    assert!(!message.contains("sk-secret") && message.contains("key"), "{message}");
    let chat = json!({ "choices": [] });
    let (message, _) = refusal(ResponseTemplate::new(200).set_body_json(chat)).await;
    assert!(message.contains("something else than embeddings"), "{message}");
    let row = |index: usize, vector: &[f32]| json!({ "index": index, "embedding": vector });
    let data = |rows: &[Value]| ResponseTemplate::new(200).set_body_json(json!({ "data": rows }));
    let (message, _) = refusal(data(&[row(0, &[1.0])])).await;
    assert!(message.contains("a vector missing"), "{message}");
    let (message, _) = refusal(data(&[row(0, &[1.0]), row(2, &[1.0])])).await;
    assert!(message.contains("vectors for other texts"), "{message}");
    let (message, _) = refusal(data(&[row(0, &[1.0]), row(1, &[1.0, 2.0])])).await;
    assert!(message.contains("differ in length"), "{message}");
}

#[tokio::test]
async fn a_protocol_without_embeddings_is_not_asked() {
    let options = EndpointOptions { api: Api::Messages, ..EndpointOptions::default() };
    let error = Endpoint::new(options).unwrap().embed("m", &["a"]).await.unwrap_err();
    assert_eq!(error.to_string(), "anthropic:m: this protocol has no embeddings");
}

#[tokio::test]
async fn embeddings_are_one_more_ranking() {
    let server = MockServer::start().await;
    Mock::given(matchers::any()).respond_with(lengths).expect(2).mount(&server).await;
    let premises = Premises::build(vec![declaration("a"), declaration("a_much_longer_name")]).unwrap();
    let (endpoint, mut vectors) = (endpoint(&server), Vectors::new("m"));
    let texts = vectors.missing(&premises);
    let embedded = endpoint.embed("m", &texts.iter().map(String::as_str).collect::<Vec<_>>()).await.unwrap();
    for (text, vector) in texts.iter().zip(&embedded.vectors) {
        vectors.add(text, vector).unwrap();
    }
    assert!(vectors.missing(&premises).is_empty());
    assert_eq!(text_of(premises.get(0).unwrap()), "a : True");
    let asked = endpoint.embed("m", &["a text of some length"]).await.unwrap();
    let ranking = Arc::new(vectors).of_premises(&premises).ranking(&asked.vectors[0], 10, &|_| true);
    let hits = premises.search(&Query::words("nothing like it").also_ranked(ranking), 1, &|_| true);
    let place = Ranker::ALL.iter().position(|it| *it == Ranker::Embedding).unwrap();
    assert_eq!((hits[0].index, hits[0].ranks[place]), (1, Some(1)));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_search_embedded_is_kept() {
    let server = MockServer::start().await;
    // The lemmas and the query, then the query alone.
    Mock::given(matchers::path("/v1/embeddings")).respond_with(lengths).expect(3).mount(&server).await;
    let folder = Folder::with(&[]);
    let store = Store::open(&folder.path("i.db")).unwrap();
    for name in ["a", "a_much_longer_name"] {
        store.add(&forged_lemma(name, &[])).unwrap();
    }
    for _ in 0..2 {
        let args = [
            "lemmas",
            "--index",
            "i.db",
            "-q",
            "search",
            "--embeddings",
            "m",
            "--json",
            "nothing",
            "like",
            "it",
        ];
        let mut command = folder.command(&args);
        command
            .env("PROOFWRIGHT_HOME", folder.path("home"))
            .env("OPENAI_BASE_URL", format!("{}/v1", server.uri()));
        let output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
        let ran = folder.ran(&args, output).exits(0);
        let found = ran.records();
        assert_eq!((found.len(), &found[0]["ranks"]["embedding"]), (2, &json!(1)), "{found:?}");
        assert_eq!(found[0]["lemma"], json!(true));
    }
}

// Embeddings in a search.

const WORLD: &str = "root: split [-1] => a, b
a: end [-1] => closed
b: on [-1] => c
c: end => closed";

/// Proposes what a table has, and writes down which premises it was given.
struct Listening {
    inner: ScriptedProposer,
    heard: Mutex<Vec<Vec<String>>>,
}

impl Proposer for Listening {
    fn name(&self) -> &str {
        self.inner.name()
    }

    fn propose<'a>(&'a self, ask: Ask<'a>) -> BoxFuture<'a, Result<Proposals, ProposerError>> {
        self.heard.lock().unwrap().push(ask.premises.iter().map(|it| it.name.clone()).collect());
        self.inner.propose(ask)
    }
}

/// A search among two premises that nothing but their vectors tells apart.
struct Setting {
    index: Index,
    theorem: Theorem,
    proposer: Listening,
    settings: Settings,
    _folder: tempfile::TempDir,
}

impl Setting {
    fn new(budget: Budget) -> Setting {
        let folder = tempfile::tempdir().unwrap();
        let index = Index::new(Store::open(&folder.path().join("i.db")).unwrap(), Provenance::default());
        let statement = "theorem t : root := sorry";
        let hole = statement.len() - 5..statement.len();
        let theorem = Theorem::new("t", ProverKind::Lean, "import Far\n", statement, hole);
        let premises = Premises::build(vec![declaration("sand"), declaration("gem")]).unwrap();
        index.set_library(imports(&theorem.header), Arc::new(premises));
        let table = Arc::new(Table::parse(WORLD).unwrap());
        let inner = ScriptedProposer::new(table, "scripted", Usage { calls: 1, ..Usage::default() });
        let proposer = Listening { inner, heard: Mutex::default() };
        let settings = Settings { budget, ..Settings::default() };
        Setting { index, theorem, proposer, settings, _folder: folder }
    }

    /// Has the index draw on vectors of its premises, and on an embedder for goals.
    fn embed(&self, embedder: impl Embedder + 'static) {
        let mut vectors = Vectors::new("m");
        vectors.add("sand : True", &[0.1, 1.0]).unwrap();
        vectors.add("gem : True", &[1.0, 0.1]).unwrap();
        self.index.set_embeddings(Arc::new(embedder), vectors);
    }

    async fn search(&self, watch: &mut dyn Watch) -> Searched {
        let table = Arc::new(Table::parse(WORLD).unwrap());
        let mut session = ScriptedProver::new(table);
        let (stop, index) = (CancellationToken::new(), Some(&self.index as &dyn Retrieval));
        let sources = Sources { proposer: &self.proposer, index };
        let searched =
            driver::search(&mut session, sources, &self.theorem, &self.settings, &stop, watch).await.unwrap();
        assert_eq!(searched.outcome, Outcome::Proved);
        searched
    }

    fn heard(&self) -> Vec<Vec<String>> {
        self.proposer.heard.lock().unwrap().clone()
    }
}

/// A budget of nothing but tokens.
fn tokens(tokens: Option<u64>) -> Budget {
    Budget { tokens, ..Budget::default() }
}

fn model(server: &MockServer) -> EmbeddingModel {
    EmbeddingModel::new(endpoint(server), "m", Some("2/0".parse::<Prices>().unwrap()))
}

#[tokio::test]
async fn a_premise_that_only_its_vector_finds_is_offered_at_each_goal() {
    let server = MockServer::start().await;
    // One for each goal.
    Mock::given(matchers::path("/v1/embeddings")).respond_with(gems).expect(4).mount(&server).await;
    let plain = Setting::new(tokens(None));
    let searched = plain.search(&mut |_| {}).await;
    assert!(plain.heard().iter().all(|it| !it.contains(&"gem".to_owned())), "{:?}", plain.heard());
    assert_eq!((searched.spent.tokens, searched.spent.calls), (0, plain.heard().len() as u64));
    let setting = Setting::new(tokens(None));
    setting.embed(model(&server));
    let searched = setting.search(&mut |_| {}).await;
    assert!(setting.heard().iter().all(|it| it[0] == "gem"), "{:?}", setting.heard());
    assert_eq!(searched.complaints, [""; 0]);
    // It is paid for, and no call.
    assert_eq!((searched.spent.tokens, searched.spent.calls), (28, setting.heard().len() as u64));
    assert_eq!(searched.spent.cost.map(|it| it.0), Some(4 * 14));
}

#[tokio::test]
async fn without_tokens_no_goal_is_embedded_any_more() {
    let server = MockServer::start().await;
    Mock::given(matchers::any()).respond_with(gems).expect(1).mount(&server).await;
    let setting = Setting::new(tokens(Some(7)));
    setting.embed(model(&server));
    let searched = setting.search(&mut |_| {}).await;
    assert_eq!((&*setting.heard()[0][0], setting.heard().last().unwrap().len()), ("gem", 0));
    assert_eq!(searched.spent.tokens, 7);
}

#[tokio::test]
async fn an_endpoint_that_fails_costs_one_complaint() {
    let server = MockServer::start().await;
    // The root, once more after a while, and then no more for the time being.
    let broken = ResponseTemplate::new(500).set_body_string("sk-secret");
    Mock::given(matchers::any()).respond_with(broken).expect(2).mount(&server).await;
    let setting = Setting::new(tokens(None));
    setting.embed(model(&server));
    let searched = setting.search(&mut |_| {}).await;
    let [complaint] = searched.complaints.as_slice() else { panic!("{:?}", searched.complaints) };
    assert!(complaint.starts_with("premises are ranked without embeddings: openai:m: "), "{complaint}");
    assert!(!complaint.contains("sk-secret"), "{complaint}");
    assert!(setting.heard().iter().all(Vec::is_empty), "{:?}", setting.heard());
}

#[tokio::test]
async fn a_vector_of_another_length_is_told_of() {
    let server = MockServer::start().await;
    let data = json!({ "data": [{ "index": 0, "embedding": [1.0, 2.0, 3.0] }] });
    let reply = ResponseTemplate::new(200).set_body_json(data);
    Mock::given(matchers::any()).respond_with(reply).expect(1).mount(&server).await;
    let setting = Setting::new(tokens(None));
    setting.embed(model(&server));
    let searched = setting.search(&mut |_| {}).await;
    let [complaint] = searched.complaints.as_slice() else { panic!("{:?}", searched.complaints) };
    assert!(complaint.contains("a vector of 3 coordinates does not fit; 2 are needed"), "{complaint}");
}

/// An embedder that never answers.
struct Silent;

impl Embedder for Silent {
    fn model(&self) -> &str {
        "m"
    }

    fn embed<'a>(&'a self, _texts: &'a [&'a str]) -> BoxFuture<'a, Result<Embedded, ProposerError>> {
        pending().boxed()
    }
}

#[tokio::test(start_paused = true)]
async fn an_embedder_that_is_slow_is_waited_for_once() {
    let setting = Setting::new(tokens(None));
    setting.embed(Silent);
    let begun = tokio::time::Instant::now();
    let searched = setting.search(&mut |_| {}).await;
    assert!(begun.elapsed() < Duration::from_secs(15), "{:?}", begun.elapsed());
    let [complaint] = searched.complaints.as_slice() else { panic!("{:?}", searched.complaints) };
    assert!(complaint.contains("no vector of a goal came within 10 s"), "{complaint}");
}

struct Writing {
    past: Option<Journal>,
    disk: Disk,
}

impl Watch for Writing {
    fn progress(&mut self, _: driver::Progress) {}

    fn journal(&mut self, _hole: usize) -> Option<Written> {
        Some(Written { past: self.past.take(), out: Box::new(self.disk.clone()) })
    }
}

#[tokio::test]
async fn a_search_with_embeddings_goes_on_without_them() {
    let server = MockServer::start().await;
    Mock::given(matchers::any()).respond_with(gems).mount(&server).await;
    let setting = Setting::new(tokens(None));
    setting.embed(model(&server));
    let disk = Disk::new(1 << 20);
    setting.search(&mut Writing { past: None, disk: disk.clone() }).await;
    let text = disk.text();
    let lines: Vec<usize> = text.match_indices('\n').map(|it| it.0 + 1).collect();
    for end in &lines {
        let past = Journal::read(&text[..*end]).unwrap();
        let spent = past.search().unwrap().spent().tokens;
        let other = Setting::new(tokens(None));
        let mut watch = Writing { past: Some(past), disk: Disk::new(1 << 20) };
        let searched = other.search(&mut watch).await;
        assert_eq!((searched.complaints.len(), searched.spent.tokens), (0, spent));
    }
}

#[tokio::test]
async fn the_lemma_that_is_nearest_is_chosen() {
    let server = MockServer::start().await;
    Mock::given(matchers::any()).respond_with(gems).mount(&server).await;
    let setting = Setting::new(tokens(None));
    let mut root = ScriptedProver::new(Arc::new(Table::parse(WORLD).unwrap())).root();
    root.goals[0].consts = vec!["String".into()];
    // More than are chosen, and all as good but for the vector.
    let names: Vec<String> = (0..12).map(|it| format!("sand_{it:02}")).chain(["the_gem".into()]).collect();
    let mut vectors = Vectors::new("m");
    for name in &names {
        let lemma: Lemma = forged_lemma(name, &[]);
        let vector = if name == "the_gem" { [1.0, 0.1] } else { [0.1, 1.0] };
        vectors.add(&format!("{name} : {}", lemma.ty), &vector).unwrap();
        setting.index.keep(lemma).unwrap();
    }
    let chosen = || -> Vec<String> {
        setting.index.lemmas(&setting.theorem, &root).into_iter().map(|it| it.name).collect()
    };
    assert_eq!(chosen(), names[..8]);
    setting.index.set_embeddings(Arc::new(model(&server)), vectors);
    assert_eq!(chosen(), names[..8], "the goal is not embedded yet");
    let prepared = setting.index.prepare(&root).await;
    assert_eq!((prepared.usage.tokens, prepared.complaint), (7, None));
    assert!(chosen().contains(&"the_gem".to_owned()), "{:?}", chosen());
}

// Embeddings on the command line.

#[test]
fn embeddings_want_an_index_and_an_endpoint() {
    let folder =
        Folder::with(&[("T.lean", "theorem t : 1 = 1 := by sorry\n"), ("s.toml", "embeddings = 'm'")]);
    let key: &[&str] = &["openai:m", "wants a key", "--base-url"];
    for (args, parts) in [
        (&["prove", "T.lean", "--embeddings", "m"][..], key),
        (&["prove", "T.lean", "--config", "s.toml"], key),
        (&["prove", "T.lean", "--embeddings", "m", "--no-index"], &["--no-index", "cannot be used"]),
        (
            &["bench", "T.lean", "--embeddings", "m", "--base-url", "http://localhost:1/v1"],
            &["there is no index", "--index FILE"],
        ),
        (
            &[
                "prove",
                "T.lean",
                "--embeddings",
                "m",
                "--base-url",
                "http://localhost:1/v1",
                "--max-cost",
                "1",
            ],
            &["openai:m", "price is not known", "--price"],
        ),
    ] {
        let ran = folder.run(args).exits(2);
        parts.iter().for_each(|it| assert!(ran.err.contains(it), "{it}: {ran:?}"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proof_is_found_without_the_embeddings_that_fail() {
    let _real = real::lean().await;
    let server = answering(ResponseTemplate::new(401).set_body_string("bad key sk-secret")).await;
    let folder =
        Folder::with(&[("T.lean", "theorem t (a b : Nat) (h : a + 3 = b) : b - 3 = a := by sorry\n")]);
    Store::open(&folder.path("i.db")).unwrap().add(&forged_lemma("a", &[])).unwrap();
    let prove = async |more: &[&str]| {
        let usual = ["prove", "T.lean", "--index", "i.db", "--jobs", "1"];
        let args = [&usual, more].concat();
        let mut command = folder.command(&args);
        command.env("OPENAI_BASE_URL", format!("{}/v1", server.uri())).env("OPENAI_API_KEY", "sk-secret");
        let output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
        folder.ran(&args, output).exits(0)
    };
    let ran = prove(&[]).await;
    assert!(!ran.err.contains("embeddings"), "{ran:?}");
    assert_eq!(server.received_requests().await.unwrap().len(), 0);
    // It is known now, so that it is searched for in an index without it.
    std::fs::remove_file(folder.path("i.db")).unwrap();
    Store::open(&folder.path("i.db")).unwrap().add(&forged_lemma("a", &[])).unwrap();
    let ran = prove(&["--embeddings", "m"]).await;
    assert_eq!(ran.err.matches("premises are ranked without embeddings").count(), 1, "{ran:?}");
    assert!(!ran.err.contains("sk-secret") && ran.out.contains(":= by"), "{ran:?}");
    assert!(!server.received_requests().await.unwrap().is_empty());
}
