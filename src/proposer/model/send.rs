//! One request: sent, and its reply read as it comes in.

use std::time::Duration;

use reqwest::{RequestBuilder, Response};
use serde_json::Value;
use tokio::time::timeout;

use super::{
    Api, Request,
    fault::{Asked, Fault},
    limits,
    sse::Events,
    wire::{self, Answer, Gathered, Piece},
};

/// Bytes of the longest reply.
const LONGEST: usize = 32 << 20;

/// How long what is waited for may take.
#[derive(Clone, Copy, Debug)]
pub(super) struct Patience {
    /// A reply, or its beginning if it comes in pieces.
    pub(super) reply: Duration,
    /// From one piece to the next.
    pub(super) piece: Duration,
}

/// What a request brought.
pub(super) enum Got {
    Answer(Answer),
    /// The endpoint does not take this part of the request.
    Refused(&'static str),
}

/// What came of a request, and how long the endpoint has no room for another.
pub(super) struct Sent {
    pub(super) got: Result<Got, Fault>,
    pub(super) pause: Option<Duration>,
}

/// Sends a request for `n` replies and reads what comes back.
///
/// # Cancel safety
/// When the future is dropped the connection is closed, so that the endpoint can stop.
pub(super) async fn send(
    post: RequestBuilder,
    request: &Request,
    (n, body): (usize, &Value),
    asked: &Asked<'_>,
    patience: Patience,
) -> Sent {
    let response = match timeout(patience.reply, post.json(body).send()).await {
        Ok(Ok(response)) => response,
        Ok(Err(error)) => return Sent { got: Err(Fault::of_transport(error, asked)), pause: None },
        Err(_) => return Sent { got: Err(Fault::slow(asked)), pause: None },
    };
    let pause = limits::used_up(response.headers());
    let kind = response.headers().get("content-type").and_then(|it| it.to_str().ok()).unwrap_or_default();
    let got = if response.status().is_success() && kind.starts_with("text/event-stream") {
        stream(response, request, n, asked, patience.piece).await
    } else {
        match timeout(patience.reply, plain(response, request.api, body, asked)).await {
            Ok(got) => got,
            Err(_) => Err(Fault::slow(asked)),
        }
    };
    Sent { got, pause }
}

/// Sends what is answered with JSON at once: the answer, and how long the endpoint has no room for another.
///
/// # Cancel safety
/// As [`send`].
pub(super) async fn send_once(
    post: RequestBuilder,
    body: &Value,
    asked: &Asked<'_>,
    patience: Duration,
) -> (Result<Value, Fault>, Option<Duration>) {
    let response = match timeout(patience, post.json(body).send()).await {
        Ok(Ok(response)) => response,
        Ok(Err(error)) => return (Err(Fault::of_transport(error, asked)), None),
        Err(_) => return (Err(Fault::slow(asked)), None),
    };
    let pause = limits::used_up(response.headers());
    let (status, headers) = (response.status(), response.headers().clone());
    let got = match timeout(patience, whole(response, asked)).await {
        Ok(Ok(body)) if !status.is_success() => Err(Fault::of_status(status, &headers, &body, asked)),
        Ok(Ok(body)) => {
            serde_json::from_str(&body).map_err(|it| Fault::of_reply(Some(&it), &headers, &body, asked))
        }
        Ok(Err(fault)) => Err(fault),
        Err(_) => Err(Fault::slow(asked)),
    };
    (got, pause)
}

/// Reads the whole body of a reply.
async fn whole(mut response: Response, asked: &Asked<'_>) -> Result<String, Fault> {
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|it| Fault::of_transport(it, asked))? {
        if bytes.len() + chunk.len() > LONGEST {
            return Err(Fault::too_long(asked, LONGEST));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Reads a reply that comes at once, also from an endpoint that was asked for a stream.
async fn plain(response: Response, api: Api, sent: &Value, asked: &Asked<'_>) -> Result<Got, Fault> {
    let (status, headers) = (response.status(), response.headers().clone());
    let body = whole(response, asked).await?;
    if matches!(status.as_u16(), 400 | 422)
        && let Some(part) = wire::refused_part(&body, sent)
    {
        return Ok(Got::Refused(part));
    }
    if !status.is_success() {
        return Err(Fault::of_status(status, &headers, &body, asked));
    }
    let value: Value =
        serde_json::from_str(&body).map_err(|it| Fault::of_reply(Some(&it), &headers, &body, asked))?;
    if !wire::is_reply(api, &value) {
        return Err(Fault::of_reply(None, &headers, &body, asked));
    }
    let mut gathered = Gathered::default();
    for piece in wire::pieces(api, &value) {
        if let Piece::Error(error) = &piece {
            return Err(Fault::empty(error, asked));
        }
        gathered.add(piece);
    }
    let answer = gathered.finish(true);
    if answer.choices.is_empty() { Err(Fault::empty(&body, asked)) } else { Ok(Got::Answer(answer)) }
}

/// Reads a reply that comes in pieces, and no more of it than is wanted.
async fn stream(
    mut response: Response,
    request: &Request,
    n: usize,
    asked: &Asked<'_>,
    patience: Duration,
) -> Result<Got, Fault> {
    let (mut events, mut gathered, mut length) = (Events::default(), Gathered::new(request.one_block), 0);
    let fault = 'reading: loop {
        let chunk = match timeout(patience, response.chunk()).await {
            Ok(Ok(Some(chunk))) => chunk,
            // Not all endpoints say in the end that this is it.
            Ok(Ok(None)) if gathered.is_whole() => break None,
            Ok(Ok(None)) => break Some(Fault::truncated(asked, "the stream ends without saying so")),
            Ok(Err(error)) => break Some(Fault::of_transport(error, asked)),
            Err(_) => break Some(Fault::stalled(asked, patience)),
        };
        length += chunk.len();
        let Some(found) = events.feed(&chunk).ok().filter(|_| length <= LONGEST) else {
            break Some(Fault::too_long(asked, LONGEST));
        };
        for data in found {
            if data.trim() == "[DONE]" {
                break 'reading None;
            }
            let Ok(event) = serde_json::from_str(&data) else {
                break 'reading Some(Fault::of_event(&data, asked));
            };
            for piece in wire::pieces(request.api, &event) {
                if let Piece::Error(error) = &piece {
                    break 'reading Some(Fault::in_stream(error, asked));
                }
                gathered.add(piece);
            }
        }
        if gathered.is_done() || gathered.has_blocks(n) {
            break None;
        }
    };
    let answer = gathered.finish(fault.is_none());
    match fault {
        Some(fault) => Err(fault.with(answer)),
        None if answer.choices.is_empty() => Err(Fault::empty("", asked)),
        None => Ok(Got::Answer(answer)),
    }
}
