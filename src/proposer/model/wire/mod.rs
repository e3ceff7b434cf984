//! What goes out to an endpoint, and what is made of what comes in.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Api, Request};

mod chat;
mod completion;
mod gather;
mod messages;

pub(super) use gather::{Answer, Gathered, Piece};
pub(super) use messages::VERSION;

/// What an endpoint may refuse to be told, by its name on the wire.
pub(super) const OPTIONAL: [&str; 10] = [
    "n",
    "logprobs",
    "seed",
    "temperature",
    "top_p",
    "max_tokens",
    "stop",
    "stop_sequences",
    "stream_options",
    "stream",
];

/// What this endpoint refused so far.
pub(super) type Refused = BTreeSet<&'static str>;

/// The body that asks for `n` replies.
pub(super) fn body(request: &Request, n: usize, seed: u64, refused: &Refused) -> Value {
    let mut body = match request.api {
        Api::Chat => chat::body(request, n, seed, refused),
        Api::Completion => completion::body(request, n, seed, refused),
        Api::Messages => messages::body(request, refused),
    };
    for (name, value) in &request.extra {
        body[name] = value.clone();
    }
    body
}

/// The pieces in a reply, or in an event of a stream; an error is a piece of its own.
pub(super) fn pieces(api: Api, reply: &Value) -> Vec<Piece> {
    if reply.get("error").is_some_and(|it| !it.is_null()) {
        return vec![Piece::Error(reply.to_string())];
    }
    match api {
        Api::Chat => chat::pieces(reply),
        Api::Completion => completion::pieces(reply),
        Api::Messages => messages::pieces(reply),
    }
}

/// Whether a reply has the form that the protocol gives it.
pub(super) fn is_reply(api: Api, reply: &Value) -> bool {
    let name = if api == Api::Messages { "content" } else { "choices" };
    reply.get(name).is_some() || reply.get("error").is_some()
}

fn put(body: &mut Value, refused: &Refused, name: &'static str, value: Option<Value>) {
    if let Some(value) = value.filter(|_| !refused.contains(name)) {
        body[name] = value;
    }
}

/// What chat and completion have in common.
fn common(body: &mut Value, request: &Request, n: usize, seed: u64, refused: &Refused) {
    let sampling = &request.sampling;
    put(body, refused, "temperature", sampling.temperature.map(Into::into));
    put(body, refused, "top_p", sampling.top_p.map(Into::into));
    put(body, refused, "seed", Some((seed & i64::MAX as u64).into()));
    put(body, refused, "stop", (!sampling.stop.is_empty()).then(|| sampling.stop.clone().into()));
    put(body, refused, "n", (n > 1).then(|| n.into()));
    put(body, refused, "stream", Some(true.into()));
    if !refused.contains("stream") {
        put(body, refused, "stream_options", Some(json!({ "include_usage": true })));
    }
}

/// Tokens, as chat and completion count them.
fn usage(reply: &Value) -> Vec<Piece> {
    let Some(usage) = reply.get("usage") else { return Vec::new() };
    let count = |name: &str| usage.get(name).and_then(Value::as_u64);
    let input = count("prompt_tokens").map(Piece::Input);
    let output = count("completion_tokens").map(Piece::Output);
    input.into_iter().chain(output).chain(count("total_tokens").map(Piece::Total)).collect()
}

/// Which optional part of `sent` a refusal is about.
pub(super) fn refused_part(reply: &str, sent: &Value) -> Option<&'static str> {
    const TALK: [&str; 9] = [
        "support",
        "unknown",
        "unrecognized",
        "unexpected",
        "extra",
        "permitted",
        "allow",
        "invalid",
        "must be",
    ];
    let (message, param) = error_text(reply);
    let sent = || OPTIONAL.iter().filter(|it| sent.get(**it).is_some());
    if let Some(name) = sent().find(|it| param.as_deref() == Some(**it)) {
        return Some(name);
    }
    let lower = message.to_lowercase();
    if !TALK.iter().any(|it| lower.contains(it)) {
        return None;
    }
    let mentions = |name: &str| {
        let is_word = |it: char| it.is_alphanumeric() || it == '_';
        let quoted = ["'", "`", "\""].iter().any(|q| lower.contains(&format!("{q}{name}{q}")));
        // `n` alone is a word of its own in many messages.
        quoted || name.len() > 1 && lower.split(|it| !is_word(it)).any(|it| it == name)
    };
    sent().find(|it| mentions(it)).copied()
}

/// What an endpoint says went wrong, and which parameter it names.
pub(super) fn error_text(reply: &str) -> (String, Option<String>) {
    let Ok(value) = serde_json::from_str::<Value>(reply) else { return (reply.trim().into(), None) };
    let error = value.get("error").or_else(|| value.get("detail")).unwrap_or(&value);
    let text = error.as_str().or_else(|| error.get("message")?.as_str());
    let text =
        text.or_else(|| value.get("message")?.as_str()).map_or_else(|| error.to_string(), str::to_owned);
    (text, error.get("param").and_then(Value::as_str).map(str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proposer::model::Sampling;

    fn request(api: Api) -> Request {
        let sampling = Sampling { temperature: Some(0.5), stop: vec!["END".into()], ..Sampling::default() };
        let system = Some("s".to_owned());
        Request {
            api,
            model: "m".into(),
            prompt: "p".into(),
            samples: 4,
            system,
            sampling,
            ..Request::default()
        }
    }

    #[test]
    fn only_what_is_set_and_not_refused_goes_out() {
        let all = body(&request(Api::Chat), 4, u64::MAX, &Refused::new());
        assert_eq!((&all["n"], &all["temperature"], all.get("top_p")), (&json!(4), &json!(0.5), None));
        assert!(all["seed"].is_i64() && all["max_tokens"] == json!(2048) && all["stop"] == json!(["END"]));
        assert_eq!((&all["stream"], &all["stream_options"]["include_usage"]), (&json!(true), &json!(true)));
        assert_eq!(all["messages"][0], json!({ "role": "system", "content": "s" }));
        let refused = Refused::from(["temperature", "max_tokens", "seed", "stop", "stream"]);
        let less = body(&request(Api::Chat), 1, 0, &refused);
        assert_eq!(less["max_completion_tokens"], json!(2048));
        let gone = ["n", "temperature", "max_tokens", "seed", "stop", "stream", "stream_options"];
        assert!(gone.iter().all(|it| less.get(it).is_none()), "{less}");
    }

    #[test]
    fn each_protocol_has_its_own_names() {
        let completion = body(&request(Api::Completion), 2, 0, &Refused::new());
        assert_eq!((&completion["prompt"], &completion["logprobs"]), (&json!("s\n\np"), &json!(1)));
        let messages = body(&request(Api::Messages), 1, 0, &Refused::new());
        assert_eq!((&messages["system"], &messages["stop_sequences"]), (&json!("s"), &json!(["END"])));
        assert!(["n", "seed", "logprobs", "stop"].iter().all(|it| messages.get(it).is_none()));
        let extra =
            serde_json::Map::from_iter([("top_k".to_owned(), json!(40)), ("seed".to_owned(), json!(1))]);
        let more = body(&Request { extra, ..request(Api::Chat) }, 1, 0, &Refused::new());
        assert_eq!((&more["top_k"], &more["seed"]), (&json!(40), &json!(1)));
    }

    #[test]
    fn a_refusal_names_its_part() {
        let sent = body(&request(Api::Chat), 4, 0, &Refused::from(["seed"]));
        let part = |reply: &str| refused_part(reply, &sent);
        assert_eq!(part(r#"{"error":{"message":"no","param":"logprobs"}}"#), Some("logprobs"));
        assert_eq!(
            part(r#"{"error":"Unsupported parameter: 'max_tokens', use another"}"#),
            Some("max_tokens")
        );
        assert_eq!(part(r#"{"detail":"`n` must be 1"}"#), Some("n"));
        assert_eq!(part(r#"{"detail":"stream_options is not supported"}"#), Some("stream_options"));
        assert_eq!(part("extra field seed is not permitted"), None);
        assert_eq!(part(r#"{"message":"the prompt is too long, n tokens"}"#), None);
        assert_eq!(
            error_text(r#"{"error":{"message":"bad","param":"n"}}"#),
            ("bad".into(), Some("n".into()))
        );
    }
}
