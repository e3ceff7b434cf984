//! Replies as they come: in pieces, by other protocols than chat, and cut off. All replies are written by us.

use std::{sync::Arc, time::Duration};

use proofwright::proposer::{
    Proposer, ProposerError,
    model::{
        Api, Model,
        endpoint::{Endpoint, EndpointOptions},
    },
    replay::{Recorder, Recording},
};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};
use wiremock::{Mock, MockServer, Request, ResponseTemplate, matchers};

use crate::model::{ask, asking, counts, model, model_with, options, requests, server, steps};

/// A reply as a stream of events.
fn stream(events: &[Value], last: &str) -> ResponseTemplate {
    let body: String = events.iter().map(|it| format!("data: {it}\n\n")).collect();
    ResponseTemplate::new(200).set_body_raw(body + last, "text/event-stream; charset=utf-8")
}

fn delta(index: usize, delta: Value) -> Value {
    json!({ "choices": [{ "index": index, "delta": delta, "finish_reason": null }] })
}

fn end(index: usize, reason: &str) -> Value {
    json!({ "choices": [{ "index": index, "delta": {}, "finish_reason": reason }] })
}

/// A server that answers one request with the head of a stream and these pieces, and then says whether the other side
/// closed the connection within two seconds.
async fn raw(pieces: &'static [&'static str]) -> (String, JoinHandle<bool>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let serving = tokio::spawn(async move {
        let (mut connection, _) = listener.accept().await.unwrap();
        read_request(&mut connection).await;
        let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n";
        connection.write_all(head.as_bytes()).await.unwrap();
        for piece in pieces {
            connection.write_all(piece.as_bytes()).await.unwrap();
        }
        let mut byte = [0; 1];
        let closed = connection.read(&mut byte);
        matches!(tokio::time::timeout(Duration::from_secs(2), closed).await, Ok(Ok(0) | Err(_)))
    });
    (url, serving)
}

async fn read_request(connection: &mut TcpStream) {
    let (mut bytes, mut chunk) = (Vec::new(), [0; 4096]);
    loop {
        let length = connection.read(&mut chunk).await.unwrap();
        bytes.extend_from_slice(&chunk[..length]);
        let text = String::from_utf8_lossy(&bytes);
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let lengths =
            head.lines().filter_map(|it| it.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
        if lengths.into_iter().any(|it: usize| body.len() >= it) {
            return;
        }
    }
}

const BLOCK: &[&str] = &[
    "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"```lean\\nsimp\\n\"}}]}\n\n",
    "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"```\\nThis works, as\"}}]}\n\n",
];

#[tokio::test]
async fn a_stream_is_put_together_and_thoughts_are_kept_apart() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run.jsonl");
    let server = server(|_| {
        let token = json!({ "content": [{ "token": "simp", "logprob": -0.5 }] });
        let told = json!({ "choices": [{ "index": 1, "delta": { "content": "simp" }, "logprobs": token }] });
        let events = [
            delta(0, json!({ "role": "assistant", "reasoning_content": "Is it `ring`? " })),
            delta(0, json!({ "content": "<think>linarith" })),
            delta(1, json!({ "reasoning": "no" })),
            delta(0, json!({ "content": "</think>\n```lean\nom" })),
            told,
            delta(0, json!({ "content": "ega\n```" })),
            end(1, "stop"),
            end(0, "stop"),
            delta(2, json!({ "content": "exact h" })),
            end(2, "length"),
            json!({ "choices": [], "usage": { "prompt_tokens": 30, "completion_tokens": 12 } }),
        ];
        stream(&events, "data: [DONE]\n\n")
    })
    .await;
    let recorder = Arc::new(Recorder::open(&path).unwrap());
    let answer = ask(&model_with(options(&server.uri()), Some(recorder))).await.unwrap();
    // The third was cut off in its only line.
    assert_eq!(steps(&answer), ["simp", "omega"]);
    assert_eq!((counts(&answer), answer.usage.output, answer.usage.estimated), ((1, 42), 12, false));
    assert_eq!(answer.proposals[0].log_prob, -0.5);
    let sent = &requests(&server).await[0];
    assert_eq!((&sent["stream"], &sent["stream_options"]["include_usage"]), (&json!(true), &json!(true)));

    let text = std::fs::read_to_string(&path).unwrap();
    let line: Value = serde_json::from_str(&text).unwrap();
    let choice = &line["reply"]["choices"][0];
    assert!(!choice["text"].as_str().unwrap().contains("linarith"), "{choice}");
    assert_eq!(choice["reasoning"], "Is it `ring`? <think>linarith</think>");
    let recording = Arc::new(Recording::parse("replay:run", &text).unwrap());
    let replayed = Model::replayed(recording, Api::Chat, "m", asking());
    let (one, two) = (ask(&replayed).await.unwrap(), ask(&replayed).await.unwrap());
    assert_eq!((steps(&one), &one), (steps(&answer), &two));
}

#[tokio::test]
async fn the_only_block_that_is_wanted_ends_a_reply() {
    let (url, serving) = raw(BLOCK).await;
    let answer = ask_one(&url, EndpointOptions::default()).await.unwrap();
    assert_eq!(answer, (vec!["simp".to_owned()], vec![]));
    assert!(serving.await.unwrap(), "the connection is still open");
}

/// Asks for one sample; the steps, and the complaints.
async fn ask_one(url: &str, more: EndpointOptions) -> Result<(Vec<String>, Vec<String>), ProposerError> {
    let options = EndpointOptions { retries: 0, idle: more.idle, ..options(url) };
    let model = model_with(options, None);
    let answer = crate::model::ask_samples(&model, 1).await?;
    Ok((answer.proposals.into_iter().map(|it| it.step).collect(), answer.complaints))
}

#[tokio::test]
async fn a_stream_that_stops_is_given_up_and_what_there_is_of_it_is_kept() {
    const STOPS: &[&str] =
        &["data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"```lean\\nsimp\\nring_n\"}}]}\n\n"];
    let (url, serving) = raw(STOPS).await;
    let short = EndpointOptions { idle: Duration::from_millis(100), ..EndpointOptions::default() };
    let (steps, complaints) = ask_one(&url, short.clone()).await.unwrap();
    assert_eq!(steps, ["simp"]);
    assert!(
        complaints[0].contains("stopped, with nothing for 0.1 s; the server may be stuck"),
        "{complaints:?}"
    );
    assert!(serving.await.unwrap(), "the connection is still open");

    let (url, _serving) = raw(&[": waiting\n\n"]).await;
    let error = ask_one(&url, short).await.unwrap_err().complaint();
    assert!(error.contains("stopped, with nothing for"), "{error}");
}

#[tokio::test]
async fn an_ask_that_is_dropped_closes_its_connection() {
    let (url, serving) =
        raw(&["data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"si\"}}]}\n\n"]).await;
    let asked = tokio::spawn(async move { ask_one(&url, EndpointOptions::default()).await });
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(!asked.is_finished());
    asked.abort();
    assert!(serving.await.unwrap(), "the connection is still open");
}

#[tokio::test]
async fn a_stream_that_breaks_off_is_asked_for_again() {
    let server = MockServer::start().await;
    let broken = stream(&[delta(0, json!({ "content": "om" }))], "");
    Mock::given(matchers::any()).respond_with(broken).up_to_n_times(1).mount(&server).await;
    let all: Vec<Value> =
        (0..3).flat_map(|it| [delta(it, json!({ "content": "omega" })), end(it, "stop")]).collect();
    // No `[DONE]`, but each has ended.
    Mock::given(matchers::any()).respond_with(stream(&all, "")).mount(&server).await;
    let answer = ask(&model(&server)).await.unwrap();
    assert_eq!((steps(&answer), answer.usage.calls), (vec!["omega"], 2));
    assert!(answer.complaints.is_empty() && answer.usage.estimated);
}

#[tokio::test]
async fn what_there_was_of_a_reply_outlives_the_tries_after_it() {
    let server = MockServer::start().await;
    let broken = stream(&[delta(0, json!({ "content": "```lean\nsimp\nring_n" }))], "");
    Mock::given(matchers::any()).respond_with(broken).up_to_n_times(1).mount(&server).await;
    Mock::given(matchers::any()).respond_with(ResponseTemplate::new(503)).mount(&server).await;
    let answer = crate::model::ask_samples(&model(&server), 1).await.unwrap();
    assert_eq!((steps(&answer), answer.usage.calls, answer.usage.estimated), (vec!["simp"], 1, true));
    assert!(answer.complaints[0].contains("failed (503)"), "{:?}", answer.complaints);
}

#[tokio::test]
async fn faults_in_the_middle_of_a_stream_are_told() {
    let events = |last: &str| stream(&[delta(0, json!({ "content": "<think>hm" }))], last);
    for (response, parts) in [
        (events(""), ["breaks off (the stream ends without saying so)", "try again"]),
        (
            events("data: {\"error\":{\"message\":\"CUDA out of memory for sk-secret\"}}\n\n"),
            ["failed while it replied: CUDA out of memory for (key)", "status page"],
        ),
        (events("data: <html>\n\n"), ["sends something that is no JSON: <html>", "what stands between"]),
        (stream(&[], "data: [DONE]\n\n"), ["gave an empty reply", "--reply-tokens"]),
    ] {
        let server = MockServer::start().await;
        Mock::given(matchers::any()).respond_with(response).mount(&server).await;
        let complaint = ask(&model(&server)).await.unwrap_err().complaint();
        assert!(parts.iter().all(|it| complaint.contains(it)), "{complaint}");
        assert_eq!(requests(&server).await.len(), 2, "{complaint}");
    }
}

#[tokio::test]
async fn an_endpoint_that_does_not_stream_replies_at_once() {
    let server = server(|body| {
        let message = ["stream_options", "stream"].iter().find(|it| body.get(it).is_some());
        match message {
            Some(name) => ResponseTemplate::new(422)
                .set_body_json(json!({ "detail": format!("`{name}` is not supported") })),
            None => crate::model::says(&["omega", "simp", "rfl"]),
        }
    })
    .await;
    let model = model(&server);
    assert_eq!(ask(&model).await.unwrap().proposals.len(), 3);
    assert_eq!(requests(&server).await.len(), 3);
    ask(&model).await.unwrap();
    assert!(requests(&server).await[3].get("stream").is_none());
}

// Completions.

#[tokio::test]
async fn a_completion_goes_on_with_an_open_block() {
    let server = MockServer::start().await;
    let logprobs = json!({ "tokens": ["intro h", "\n", "simp"], "token_logprobs": [-0.5, -0.25, -1.0] });
    let choice = json!({ "text": "intro h\nsimp", "logprobs": logprobs, "finish_reason": "stop" });
    let reply = ResponseTemplate::new(200).set_body_json(json!({ "choices": [choice, choice, choice] }));
    Mock::given(matchers::path("/v1/completions")).respond_with(reply).mount(&server).await;
    let endpoint = EndpointOptions { api: Api::Completion, ..options(&server.uri()) };
    let answer = ask(&model_with(endpoint, None)).await.unwrap();
    assert_eq!(steps(&answer), ["intro h", "intro h\nsimp"]);
    assert_eq!((answer.proposals[0].log_prob, answer.proposals[1].log_prob), (-0.5, -1.75));
    assert_eq!(&*answer.proposals[0].source, "completion:m");
    let sent = &requests(&server).await[0];
    assert!(sent["prompt"].as_str().unwrap().ends_with("do not explain.\n\n```lean\n"), "{sent}");
    assert_eq!((&sent["stop"], &sent["logprobs"], &sent["n"]), (&json!(["```"]), &json!(1), &json!(3)));
}

// Anthropic.

fn anthropic(server: &MockServer) -> Model {
    let options = EndpointOptions { api: Api::Messages, base_url: server.uri(), ..options(&server.uri()) };
    Model::live(Endpoint::new(options).unwrap(), "m", asking(), None)
}

#[tokio::test]
async fn messages_are_asked_for_one_by_one() {
    let server = MockServer::start().await;
    let usage = json!({ "input_tokens": 20, "cache_read_input_tokens": 5, "output_tokens": 1 });
    let events = [
        json!({ "type": "message_start", "message": { "usage": usage } }),
        json!({ "type": "content_block_delta", "index": 0, "delta": { "type": "thinking_delta", "thinking": "ring" } }),
        json!({ "type": "content_block_delta", "index": 1, "delta": { "type": "text_delta", "text": "omega" } }),
        json!({ "type": "message_delta", "delta": { "stop_reason": "end_turn" }, "usage": { "output_tokens": 9 } }),
        json!({ "type": "message_stop" }),
    ];
    let overloaded =
        json!({ "type": "error", "error": { "type": "overloaded_error", "message": "Overloaded" } });
    let busy = ResponseTemplate::new(529).set_body_json(overloaded);
    Mock::given(matchers::any()).respond_with(busy).up_to_n_times(1).mount(&server).await;
    Mock::given(matchers::path("/v1/messages")).respond_with(stream(&events, "")).mount(&server).await;
    let answer = ask(&anthropic(&server)).await.unwrap();
    assert_eq!((steps(&answer), counts(&answer)), (vec!["omega"], (3, 3 * 34)));
    assert_eq!((answer.usage.output, &*answer.proposals[0].source), (27, "anthropic:m"));
    let received: Vec<Request> = server.received_requests().await.unwrap();
    assert_eq!(received.len(), 4);
    let headers = &received[1].headers;
    assert_eq!(
        (&headers["x-api-key"], &headers["anthropic-version"]),
        (&"sk-secret".parse().unwrap(), &"2023-06-01".parse().unwrap())
    );
    assert!(headers.get("authorization").is_none());
    let body: Value = serde_json::from_slice(&received[1].body).unwrap();
    assert!(
        body["max_tokens"] == 2048 && body.get("seed").is_none() && body["messages"][0]["role"] == "user"
    );
}

#[tokio::test]
async fn what_anthropic_says_no_with_is_understood() {
    let error = |status: u16, kind: &str, text: &str| {
        let error = json!({ "type": "error", "error": { "type": kind, "message": text } });
        ResponseTemplate::new(status).set_body_json(error)
    };
    for (response, tries, parts) in [
        (
            error(401, "authentication_error", "invalid x-api-key"),
            1,
            ["does not accept the key", "ANTHROPIC_API_KEY"],
        ),
        (error(404, "not_found_error", "model: m"), 1, ["there is no model `m`", "anthropic:"]),
        (error(400, "invalid_request_error", "Your credit balance is too low"), 1, ["is used up", "top up"]),
        (
            error(400, "invalid_request_error", "max_tokens: 9 > 5, the most allowed"),
            1,
            ["does not take `max_tokens`", "--reply-tokens"],
        ),
        (error(529, "overloaded_error", "Overloaded"), 2, ["failed (529): Overloaded", "wait"]),
        (error(429, "rate_limit_error", "slow down"), 2, ["asked too often", "`rpm`"]),
        (error(200, "api_error", "odd"), 2, ["empty reply: odd", "another"]),
        (
            stream(
                &[
                    json!({ "type": "error", "error": { "type": "overloaded_error", "message": "Overloaded" } }),
                ],
                "",
            ),
            2,
            ["failed while it replied: Overloaded", "wait"],
        ),
    ] {
        let server = MockServer::start().await;
        Mock::given(matchers::any()).respond_with(response).mount(&server).await;
        let complaint = ask(&anthropic(&server)).await.unwrap_err().complaint();
        assert!(complaint.starts_with("anthropic:m: "), "{complaint}");
        assert!(parts.iter().all(|it| complaint.contains(it)), "{complaint}");
        assert_eq!(requests(&server).await.len(), tries, "{complaint}");
    }
}

#[tokio::test]
async fn a_quota_that_is_used_up_is_final() {
    let error = json!({ "error": { "message": "No more.", "type": "insufficient_quota", "code": "insufficient_quota" } });
    let server = server(move |_| ResponseTemplate::new(429).set_body_json(&error)).await;
    let model = model(&server);
    for _ in 0..3 {
        let complaint = ask(&model as &dyn Proposer).await.unwrap_err().complaint();
        assert!(complaint.contains("is used up (429): No more; top up the account"), "{complaint}");
    }
    assert_eq!(requests(&server).await.len(), 1);
}

#[tokio::test]
async fn an_endpoint_without_room_is_left_alone_until_it_has_some() {
    let server = server(|_| {
        let reply = crate::model::says(&["omega", "simp", "rfl"]);
        reply
            .insert_header("x-ratelimit-remaining-requests", "0")
            .insert_header("x-ratelimit-reset-requests", "200ms")
    })
    .await;
    let model = model(&server);
    let begun = std::time::Instant::now();
    ask(&model).await.unwrap();
    assert!(begun.elapsed() < Duration::from_millis(150));
    ask(&model).await.unwrap();
    assert!(begun.elapsed() >= Duration::from_millis(200));
}
