//! Embeddings from an endpoint that answers what these tests say. All replies are written by us.

use proofwright::{
    lemma::{
        embed::{Vectors, text_of},
        rank::{Premises, Query, Ranker},
        store::Store,
    },
    proposer::{
        ProposerError,
        model::{
            Api,
            endpoint::{Endpoint, EndpointOptions},
        },
    },
    prover::Declaration,
    testing::lemma::forged_lemma,
};
use serde_json::{Value, json};
use wiremock::{Mock, MockServer, Request, ResponseTemplate, matchers};

use crate::{cli::Folder, model::options};

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
    let declaration = |name: &str| Declaration {
        name: name.into(),
        kind: "theorem".into(),
        ty: "True".into(),
        consts: Vec::new(),
        module: None,
        doc: None,
    };
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
    let ranking = vectors.of_premises(&premises).ranking(&asked.vectors[0], 10, &|_| true);
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
