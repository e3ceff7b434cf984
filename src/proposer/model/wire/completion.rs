//! OpenAI's older completions, which go on with a text: what base models and provers are served with.

use serde_json::{Value, json};

use super::{Piece, Refused, chat, common, put, usage};
use crate::proposer::model::Request;

pub(super) fn body(request: &Request, n: usize, seed: u64, refused: &Refused) -> Value {
    let system = request.system.as_ref().map(|it| format!("{it}\n\n")).unwrap_or_default();
    let mut body = json!({ "model": request.model, "prompt": system + &request.prompt });
    common(&mut body, request, n, seed, refused);
    put(&mut body, refused, "max_tokens", Some(request.sampling.max_tokens.into()));
    put(&mut body, refused, "logprobs", Some(1.into()));
    body
}

/// The pieces in a reply, or in an event of a stream.
pub(super) fn pieces(reply: &Value) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let choices = reply.get("choices").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    for (position, choice) in choices.iter().enumerate() {
        let at = choice.get("index").and_then(Value::as_u64).map_or(position, |it| it as usize);
        if let Some(text) = choice.get("text").and_then(Value::as_str) {
            pieces.push(Piece::Text(at, text.into()));
        }
        if let Some(tokens) = choice.get("logprobs").and_then(tokens).filter(|it| !it.is_empty()) {
            pieces.push(Piece::Tokens(at, tokens));
        }
        if let Some(reason) = choice.get("finish_reason").and_then(Value::as_str) {
            pieces.push(Piece::End(at, reason == "length"));
        }
    }
    pieces.extend(usage(reply));
    pieces
}

/// Two lists side by side, or one list as in chat.
fn tokens(told: &Value) -> Option<Vec<(String, f64)>> {
    if let Some(list) = told.get("content") {
        return chat::tokens(list);
    }
    let (tokens, told) = (told.get("tokens")?.as_array()?, told.get("token_logprobs")?.as_array()?);
    let one = |(token, log_prob): (&Value, &Value)| Some((token.as_str()?.to_owned(), log_prob.as_f64()?));
    tokens.iter().zip(told).map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_come_in_two_forms() {
        let lists = json!({ "choices": [{ "text": "simp", "finish_reason": "stop",
            "logprobs": { "tokens": ["si", "mp"], "token_logprobs": [-0.5, -0.25], "text_offset": [0, 2] } }] });
        let list = json!({ "choices": [{ "text": "simp", "finish_reason": "stop",
            "logprobs": { "content": [{ "token": "si", "logprob": -0.5 }, { "token": "mp", "logprob": -0.25 }] } }] });
        let tokens = vec![("si".to_owned(), -0.5), ("mp".to_owned(), -0.25)];
        let expected = [Piece::Text(0, "simp".into()), Piece::Tokens(0, tokens), Piece::End(0, false)];
        assert_eq!(pieces(&lists), expected);
        assert_eq!(pieces(&list), expected);
    }
}
