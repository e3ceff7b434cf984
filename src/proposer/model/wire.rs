//! The chat protocol as endpoints speak it: what goes out, and what is made of what comes in.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Choice, Request};

/// What an endpoint may refuse to be told, by its name on the wire.
pub(super) const OPTIONAL: [&str; 6] = ["n", "logprobs", "seed", "temperature", "top_p", "max_tokens"];

/// What this endpoint refused so far.
pub(super) type Refused = BTreeSet<&'static str>;

/// The body that asks for `n` replies.
pub(super) fn body(request: &Request, n: usize, seed: u64, refused: &Refused) -> Value {
    let Request { model, prompt, sampling, .. } = request;
    let mut body = json!({ "model": model, "messages": [{ "role": "user", "content": prompt }] });
    let mut put = |name: &'static str, value: Option<Value>| {
        let name = match (name, refused.contains(name)) {
            // The newer name of the same thing.
            ("max_tokens", true) => "max_completion_tokens",
            (_, true) => return,
            (_, false) => name,
        };
        if let Some(value) = value {
            body[name] = value;
        }
    };
    put("max_tokens", Some(sampling.max_tokens.into()));
    put("temperature", sampling.temperature.map(Into::into));
    put("top_p", sampling.top_p.map(Into::into));
    put("seed", Some((seed & i64::MAX as u64).into()));
    put("logprobs", Some(true.into()));
    put("n", (n > 1).then(|| n.into()));
    body
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

/// What is in a reply.
#[derive(Debug, PartialEq)]
pub(super) struct Answer {
    pub(super) choices: Vec<Choice>,
    /// In and out, if the endpoint counts.
    pub(super) tokens: Option<u64>,
}

#[derive(Deserialize)]
struct WireReply {
    choices: Option<Vec<WireChoice>>,
    usage: Option<Value>,
}

#[derive(Deserialize)]
struct WireChoice {
    message: Option<WireMessage>,
    finish_reason: Option<String>,
    logprobs: Option<Value>,
}

#[derive(Deserialize)]
struct WireMessage {
    content: Option<Value>,
}

#[derive(Deserialize)]
struct WireToken {
    token: String,
    logprob: f64,
}

/// Reads a reply; those of its choices that say nothing are left out.
///
/// # Errors
/// If it is no JSON, or of another form.
pub(super) fn answer(reply: &str) -> Result<Answer, serde_json::Error> {
    let reply: WireReply = serde_json::from_str(reply)?;
    let choices = reply.choices.unwrap_or_default().into_iter().map(choice);
    Ok(Answer {
        choices: choices.filter(|it| !it.text.trim().is_empty() || it.cut_off).collect(),
        tokens: tokens(reply.usage),
    })
}

fn choice(choice: WireChoice) -> Choice {
    let text = match choice.message.and_then(|it| it.content) {
        Some(Value::String(text)) => text,
        // Content in parts.
        Some(Value::Array(parts)) => parts.iter().filter_map(|it| it.get("text")?.as_str()).collect(),
        _ => String::new(),
    };
    let tokens = choice.logprobs.and_then(|mut it| Some(it.get_mut("content")?.take()));
    let tokens: Vec<WireToken> = tokens.and_then(|it| serde_json::from_value(it).ok()).unwrap_or_default();
    Choice {
        text,
        cut_off: choice.finish_reason.as_deref() == Some("length"),
        tokens: tokens.into_iter().map(|it| (it.token, it.logprob)).collect(),
    }
}

fn tokens(usage: Option<Value>) -> Option<u64> {
    let usage = usage?;
    let count = |name: &str| usage.get(name).and_then(Value::as_u64);
    count("total_tokens").or_else(|| Some(count("prompt_tokens")? + count("completion_tokens")?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proposer::model::Sampling;

    fn request() -> Request {
        let sampling = Sampling { temperature: Some(0.5), ..Sampling::default() };
        Request { model: "m".into(), prompt: "p".into(), samples: 4, sampling, ..Request::default() }
    }

    #[test]
    fn only_what_is_set_and_not_refused_goes_out() {
        let all = body(&request(), 4, u64::MAX, &Refused::new());
        assert_eq!((&all["n"], &all["temperature"], all.get("top_p")), (&json!(4), &json!(0.5), None));
        assert!(all["seed"].is_i64() && all["max_tokens"] == json!(2048));
        let less = body(&request(), 1, 0, &Refused::from(["temperature", "max_tokens", "seed"]));
        assert_eq!(less["max_completion_tokens"], json!(2048));
        assert!(["n", "temperature", "max_tokens", "seed"].iter().all(|it| less.get(it).is_none()));
    }

    #[test]
    fn a_refusal_names_its_part() {
        let sent = body(&request(), 4, 0, &Refused::from(["seed"]));
        let part = |reply: &str| refused_part(reply, &sent);
        assert_eq!(part(r#"{"error":{"message":"no","param":"logprobs"}}"#), Some("logprobs"));
        assert_eq!(
            part(r#"{"error":"Unsupported parameter: 'max_tokens', use another"}"#),
            Some("max_tokens")
        );
        assert_eq!(part(r#"{"detail":"`n` must be 1"}"#), Some("n"));
        assert_eq!(part("extra field seed is not permitted"), None);
        assert_eq!(part(r#"{"message":"the prompt is too long, n tokens"}"#), None);
    }

    #[test]
    fn replies_come_in_many_forms() {
        let parts = answer(
            r#"{"choices":[
                {"message":{"content":[{"type":"text","text":"si"},{"type":"text","text":"mp"}]},"finish_reason":"stop"},
                {"message":{"content":null}},
                {"message":{"content":"ri"},"finish_reason":"length",
                 "logprobs":{"content":[{"token":"ri","logprob":-0.5,"top_logprobs":[]}]}}],
                "usage":{"prompt_tokens":3,"completion_tokens":4}}"#,
        );
        let cut_off = Choice { text: "ri".into(), cut_off: true, tokens: vec![("ri".into(), -0.5)] };
        let simp = Choice { text: "simp".into(), ..Choice::default() };
        assert_eq!(parts.unwrap(), Answer { choices: vec![simp, cut_off], tokens: Some(7) });
        assert_eq!(answer(r#"{"choices":null}"#).unwrap(), Answer { choices: vec![], tokens: None });
        assert!(answer("[").unwrap_err().is_eof());
        assert_eq!(
            error_text(r#"{"error":{"message":"bad","param":"n"}}"#),
            ("bad".into(), Some("n".into()))
        );
    }
}
