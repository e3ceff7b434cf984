//! OpenAI's chat completions, as many servers speak them.

use serde_json::{Value, json};

use super::{Piece, Refused, common, put, usage};
use crate::proposer::model::Request;

pub(super) fn body(request: &Request, n: usize, seed: u64, refused: &Refused) -> Value {
    let user = json!({ "role": "user", "content": request.prompt });
    let system = request.system.as_ref().map(|it| json!({ "role": "system", "content": it }));
    let messages: Vec<Value> = system.into_iter().chain([user]).collect();
    let mut body = json!({ "model": request.model, "messages": messages });
    common(&mut body, request, n, seed, refused);
    // The newer name of the same thing.
    let name = if refused.contains("max_tokens") { "max_completion_tokens" } else { "max_tokens" };
    body[name] = request.sampling.max_tokens.into();
    put(&mut body, refused, "logprobs", Some(true.into()));
    body
}

/// The pieces in a reply, or in an event of a stream: they differ in one name.
pub(super) fn pieces(reply: &Value) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let choices = reply.get("choices").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    for (position, choice) in choices.iter().enumerate() {
        let at = choice.get("index").and_then(Value::as_u64).map_or(position, |it| it as usize);
        let message = choice.get("message").or_else(|| choice.get("delta")).unwrap_or(&Value::Null);
        let thought = ["reasoning_content", "reasoning"].iter().find_map(|it| message.get(*it)?.as_str());
        if let Some(thought) = thought.filter(|it| !it.is_empty()) {
            pieces.push(Piece::Reasoning(at, thought.into()));
        }
        match message.get("content") {
            Some(Value::String(text)) => pieces.push(Piece::Text(at, text.clone())),
            // Content in parts, some of which may be thoughts.
            Some(Value::Array(parts)) => pieces.extend(parts.iter().filter_map(|it| part(at, it))),
            _ => {}
        }
        if let Some(tokens) = choice.get("logprobs").and_then(|it| it.get("content")).and_then(tokens) {
            pieces.push(Piece::Tokens(at, tokens));
        }
        if let Some(reason) = choice.get("finish_reason").and_then(Value::as_str) {
            pieces.push(Piece::End(at, reason == "length"));
        }
    }
    pieces.extend(usage(reply));
    pieces
}

fn part(at: usize, part: &Value) -> Option<Piece> {
    if part.get("type").and_then(Value::as_str) == Some("thinking") {
        let thought = part.get("thinking")?;
        let inner = || Some(thought.as_array()?.iter().filter_map(|it| it.get("text")?.as_str()).collect());
        return Some(Piece::Reasoning(at, thought.as_str().map(str::to_owned).or_else(inner)?));
    }
    Some(Piece::Text(at, part.get("text")?.as_str()?.to_owned()))
}

/// Tokens with their log-probabilities.
pub(super) fn tokens(list: &Value) -> Option<Vec<(String, f64)>> {
    let one = |it: &Value| Some((it.get("token")?.as_str()?.to_owned(), it.get("logprob")?.as_f64()?));
    list.as_array()?.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replies_and_events_come_in_many_forms() {
        let reply = json!({ "choices": [
            { "message": { "content": [{ "type": "text", "text": "si" }, { "type": "text", "text": "mp" },
                                       { "type": "thinking", "thinking": [{ "type": "text", "text": "hm" }] }] },
              "finish_reason": "stop" },
            { "index": 1, "delta": { "content": null, "reasoning_content": "so" } },
            { "index": 2, "message": { "content": "ri", "reasoning": "why" }, "finish_reason": "length",
              "logprobs": { "content": [{ "token": "ri", "logprob": -0.5, "top_logprobs": [] }] } },
        ], "usage": { "prompt_tokens": 3, "completion_tokens": 4 } });
        let text = |at, it: &str| Piece::Text(at, it.into());
        let thought = |at, it: &str| Piece::Reasoning(at, it.into());
        assert_eq!(
            pieces(&reply),
            [
                text(0, "si"),
                text(0, "mp"),
                thought(0, "hm"),
                Piece::End(0, false),
                thought(1, "so"),
                thought(2, "why"),
                text(2, "ri"),
                Piece::Tokens(2, vec![("ri".into(), -0.5)]),
                Piece::End(2, true),
                Piece::Input(3),
                Piece::Output(4),
            ]
        );
        assert!(pieces(&json!({ "choices": null })).is_empty());
    }
}
