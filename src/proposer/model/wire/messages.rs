//! Anthropic's messages.

use serde_json::{Value, json};

use super::{Piece, Refused, put};
use crate::proposer::model::Request;

/// The version of the protocol that is spoken.
pub(in super::super) const VERSION: &str = "2023-06-01";

/// One request has one reply, and there are no seeds and no log-probabilities.
pub(super) fn body(request: &Request, refused: &Refused) -> Value {
    let Request { model, prompt, sampling, .. } = request;
    let mut body = json!({
        "model": model,
        "max_tokens": sampling.max_tokens,
        "messages": [{ "role": "user", "content": prompt }],
    });
    put(&mut body, refused, "system", request.system.as_deref().map(Into::into));
    put(&mut body, refused, "temperature", sampling.temperature.map(Into::into));
    put(&mut body, refused, "top_p", sampling.top_p.map(Into::into));
    let stop = (!sampling.stop.is_empty()).then(|| sampling.stop.clone().into());
    put(&mut body, refused, "stop_sequences", stop);
    put(&mut body, refused, "stream", Some(true.into()));
    body
}

/// The pieces in a reply, or in an event of a stream.
pub(super) fn pieces(reply: &Value) -> Vec<Piece> {
    let kind = reply.get("type").and_then(Value::as_str).unwrap_or("message");
    let mut pieces = Vec::new();
    match kind {
        "message" => {
            let blocks = reply.get("content").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
            pieces.extend(blocks.iter().filter_map(said));
            pieces.extend(ended(reply));
            pieces.extend(usage(reply));
        }
        "message_start" => pieces.extend(reply.get("message").into_iter().flat_map(usage)),
        "content_block_start" => pieces.extend(reply.get("content_block").and_then(said)),
        "content_block_delta" => pieces.extend(reply.get("delta").and_then(said)),
        "message_delta" => {
            pieces.extend(reply.get("delta").and_then(ended));
            pieces.extend(usage(reply));
        }
        "message_stop" => pieces.push(Piece::Done),
        // Pings, ends of blocks, and what is yet to be invented.
        _ => {}
    }
    pieces
}

/// What a block says, or what is added to one.
fn said(block: &Value) -> Option<Piece> {
    let text = |name: &str| block.get(name).and_then(Value::as_str).filter(|it| !it.is_empty());
    match block.get("type")?.as_str()? {
        "text" | "text_delta" => text("text").map(|it| Piece::Text(0, it.into())),
        "thinking" | "thinking_delta" => text("thinking").map(|it| Piece::Reasoning(0, it.into())),
        _ => None,
    }
}

fn ended(message: &Value) -> Option<Piece> {
    let reason = message.get("stop_reason")?.as_str()?;
    Some(Piece::End(0, matches!(reason, "max_tokens" | "model_context_window_exceeded" | "pause_turn")))
}

/// Tokens read and written; those that come from a cache or go into one are read too.
fn usage(message: &Value) -> Vec<Piece> {
    let Some(usage) = message.get("usage") else { return Vec::new() };
    let count = |name: &str| usage.get(name).and_then(Value::as_u64);
    let cached = ["cache_creation_input_tokens", "cache_read_input_tokens"];
    let input = count("input_tokens").map(|it| it + cached.iter().filter_map(|it| count(it)).sum::<u64>());
    input.map(Piece::Input).into_iter().chain(count("output_tokens").map(Piece::Output)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_at_once_and_a_stream_say_the_same() {
        let whole = json!({ "type": "message", "role": "assistant", "stop_reason": "max_tokens", "content": [
            { "type": "thinking", "thinking": "hm", "signature": "x" }, { "type": "redacted_thinking", "data": "y" },
            { "type": "text", "text": "simp" } ],
            "usage": { "input_tokens": 3, "cache_read_input_tokens": 4, "output_tokens": 5 } });
        let events = [
            json!({ "type": "message_start", "message": { "content": [], "usage":
                { "input_tokens": 3, "cache_read_input_tokens": 4, "output_tokens": 1 } } }),
            json!({ "type": "ping" }),
            json!({ "type": "content_block_start", "index": 0, "content_block": { "type": "thinking", "thinking": "" } }),
            json!({ "type": "content_block_delta", "index": 0, "delta": { "type": "thinking_delta", "thinking": "hm" } }),
            json!({ "type": "content_block_delta", "index": 0, "delta": { "type": "signature_delta", "signature": "x" } }),
            json!({ "type": "content_block_stop", "index": 0 }),
            json!({ "type": "content_block_delta", "index": 1, "delta": { "type": "text_delta", "text": "simp" } }),
            json!({ "type": "message_delta", "delta": { "stop_reason": "max_tokens" }, "usage": { "output_tokens": 5 } }),
            json!({ "type": "message_stop" }),
        ];
        let both = [
            Piece::Reasoning(0, "hm".into()),
            Piece::Text(0, "simp".into()),
            Piece::End(0, true),
            Piece::Input(7),
            Piece::Output(5),
        ];
        assert_eq!(pieces(&whole), both);
        let mut streamed: Vec<Piece> = events.iter().flat_map(pieces).collect();
        assert_eq!(streamed.pop(), Some(Piece::Done));
        streamed.retain(|it| !matches!(it, Piece::Input(_) | Piece::Output(_)));
        assert_eq!(streamed[..], both[..3]);
    }
}
