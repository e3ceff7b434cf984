//! What can be wrong with an endpoint, and what the user can do about it.

use std::{error::Error, io, time::Duration};

use reqwest::{StatusCode, header::HeaderMap};

use super::{
    Api,
    limits::retry_after,
    wire::{self, Answer},
};

/// The longest piece of a reply that a message quotes.
const QUOTE: usize = 200;

/// One request that came to nothing.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) message: String,
    pub(super) hint: String,
    pub(super) then: Then,
    /// What there was of the reply.
    pub(super) partial: Option<Box<Answer>>,
}

/// What to do after a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Then {
    /// The same request may work later; the endpoint may say when.
    Retry(Option<Duration>),
    /// This request does not work, but another may.
    GiveUp,
    /// No request will work until the user does something.
    Never,
}

/// Who was asked what, as messages name it.
pub(super) struct Asked<'a> {
    /// The URL without what may be secret.
    pub(super) url: &'a str,
    pub(super) model: &'a str,
    pub(super) has_key: bool,
    pub(super) api: Api,
    /// What the endpoint should be: `chat`, ...
    pub(super) kind: &'static str,
}

impl Asked<'_> {
    /// The variable that holds the key.
    fn variable(&self) -> &'static str {
        key_variable(self.api)
    }
}

/// The variable of the environment that holds the key for a protocol.
pub(in crate::proposer) fn key_variable(api: Api) -> &'static str {
    if api == Api::Messages { "ANTHROPIC_API_KEY" } else { "OPENAI_API_KEY" }
}

impl Fault {
    pub(super) fn new(then: Then, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Fault { message: message.into(), hint: hint.into(), then, partial: None }
    }

    /// The request did not come through.
    pub(super) fn of_transport(error: reqwest::Error, asked: &Asked<'_>) -> Self {
        let Asked { url, .. } = asked;
        let retry = Then::Retry(None);
        let error = error.without_url();
        let (mut text, mut is_refused) = (Vec::new(), false);
        let mut cause: Option<&dyn Error> = Some(&error);
        while let Some(it) = cause {
            text.push(it.to_string());
            let io = it.downcast_ref::<io::Error>();
            is_refused |= io.is_some_and(|it| it.kind() == io::ErrorKind::ConnectionRefused);
            cause = it.source();
        }
        let says = |word: &str| text.iter().any(|it| it.to_lowercase().contains(word));
        if is_refused {
            let hint = "start the server that listens there, or name another with `--base-url`";
            return Fault::new(retry, format!("nothing listens at {url} (connection refused)"), hint);
        }
        if says("dns") || says("resolve") {
            let hint = "check `--base-url` for a typing error, and the network";
            return Fault::new(retry, format!("the host of {url} cannot be found (DNS)"), hint);
        }
        if says("certificate") {
            let hint =
                "check the clock and the certificates of this machine, or use the right host in `--base-url`";
            return Fault::new(Then::Never, format!("the certificate of {url} is not trusted"), hint);
        }
        let last = text.last().cloned().unwrap_or_default();
        if error.is_body() || error.is_decode() || says("incomplete") || says("closed") {
            return Fault::truncated(asked, &last);
        }
        Fault::new(retry, format!("cannot reach {url}: {last}"), "check `--base-url` and the network")
    }

    /// No reply came in time.
    pub(super) fn slow(asked: &Asked<'_>) -> Self {
        let hint = "the model may be slow to load or overloaded; ask for fewer `--samples` or `--reply-tokens`, or set `timeout` for it";
        Fault::new(Then::Retry(None), format!("{} gave no reply in time", asked.url), hint)
    }

    /// A reply that had begun did not go on.
    pub(super) fn stalled(asked: &Asked<'_>, time: Duration) -> Self {
        let hint = "the server may be stuck or overloaded; look at its log, or try again";
        let message =
            format!("the reply of {} stopped, with nothing for {} s", asked.url, time.as_secs_f64());
        Fault::new(Then::Retry(None), message, hint)
    }

    /// The reply ended before it was complete.
    pub(super) fn truncated(asked: &Asked<'_>, detail: &str) -> Self {
        let hint =
            "the server or something between closed the connection; try again, or ask for fewer `--samples`";
        Fault::new(Then::Retry(None), format!("the reply of {} breaks off ({detail})", asked.url), hint)
    }

    /// The reply is larger than any honest one.
    pub(super) fn too_long(asked: &Asked<'_>, most: usize) -> Self {
        let hint =
            format!("ask for fewer `--samples`, and check that `--base-url` is a {} endpoint", asked.kind);
        Fault::new(Then::GiveUp, format!("the reply of {} is longer than {} MB", asked.url, most >> 20), hint)
    }

    /// What came in the middle of a stream is no event of one.
    pub(super) fn of_event(data: &str, asked: &Asked<'_>) -> Self {
        let message = format!("{} sends something that is no JSON{}", asked.url, quote(data));
        Fault::new(Then::Retry(None), message, "look at the log of the server, or of what stands between")
    }

    /// The endpoint failed when it had begun to reply.
    pub(super) fn in_stream(error: &str, asked: &Asked<'_>) -> Self {
        let (said, _) = wire::error_text(error);
        let message = format!("{} failed while it replied{}", asked.url, quote(&said));
        let then = if is_out_of_money(error) { Then::Never } else { Then::Retry(None) };
        Fault::new(then, message, "it is the server's fault; look at its log or status page, or wait")
    }

    /// Keeps what there was of the reply.
    pub(super) fn with(self, partial: Answer) -> Self {
        let has_text = partial.choices.iter().any(|it| !it.text.trim().is_empty());
        Fault { partial: has_text.then(|| Box::new(partial)), ..self }
    }

    /// The endpoint does not take what it cannot be asked without.
    pub(super) fn refused(part: &str, asked: &Asked<'_>) -> Self {
        let hint = "set it to what the endpoint takes; see `--reply-tokens` and the other sampling options";
        Fault::new(Then::Never, format!("{} does not take `{part}` as it is", asked.url), hint)
    }

    /// The endpoint answered, and said no.
    pub(super) fn of_status(status: StatusCode, headers: &HeaderMap, body: &str, asked: &Asked<'_>) -> Self {
        let Asked { url, model, has_key, api, .. } = asked;
        let variable = asked.variable();
        let code = status.as_u16();
        let (said, _) = wire::error_text(body);
        let lower = said.to_lowercase();
        let quoted = if is_html(headers, body) { String::new() } else { quote(&said) };
        match code {
            401 | 403 if !has_key => {
                let hint = format!(
                    "set `{variable}`, or name a file that holds the key with `--key-file` (in its own settings for a model with its own `base-url`)"
                );
                Fault::new(Then::Never, format!("{url} wants a key ({code}){quoted}"), hint)
            }
            401 | 403 => {
                let hint = format!(
                    "check that the key in `{variable}` or `--key-file` is whole, current, and for this endpoint"
                );
                Fault::new(Then::Never, format!("{url} does not accept the key ({code}){quoted}"), hint)
            }
            404 if lower.contains("model") => {
                let hint = format!(
                    "check the name behind `{}:`; `GET {}` lists what is there",
                    api.word(),
                    models(url)
                );
                Fault::new(Then::Never, format!("there is no model `{model}` at {url} (404){quoted}"), hint)
            }
            404 | 405 => {
                let hint =
                    "give `--base-url` as the documentation of the endpoint does; it mostly ends in `/v1`";
                Fault::new(
                    Then::Never,
                    format!("there is no {} endpoint at {url} ({code}){quoted}", asked.kind),
                    hint,
                )
            }
            400 | 402 | 429 if code == 402 || is_out_of_money(body) => {
                let hint = "top up the account, or use another key or endpoint";
                Fault::new(Then::Never, format!("the quota at {url} is used up ({code}){quoted}"), hint)
            }
            429 => {
                let hint = "lower `--jobs` or `--samples`, set `rpm` or `concurrency` for the model, or wait";
                Fault::new(
                    Then::Retry(retry_after(headers)),
                    format!("{url} is asked too often (429){quoted}"),
                    hint,
                )
            }
            408 | 409 | 500..=599 => {
                let hint = "it is the server's fault; look at its log or status page, or wait";
                Fault::new(Then::Retry(retry_after(headers)), format!("{url} failed ({code}){quoted}"), hint)
            }
            300..=399 => {
                let to = headers.get("location").and_then(|it| it.to_str().ok()).unwrap_or("another place");
                let hint = "a key is not sent to where it was not meant for: set `--base-url` to the new place if it is right";
                Fault::new(Then::Never, format!("{url} redirects to {to} ({code})"), hint)
            }
            _ if lower.contains("context") || lower.contains("too long") => {
                let hint =
                    "a template with less of the header, or a model with a longer context, would take it";
                Fault::new(
                    Then::GiveUp,
                    format!("the prompt is too long for `{model}` ({code}){quoted}"),
                    hint,
                )
            }
            _ => {
                let hint = "the endpoint says what it does not take; see `--proposer`, `--base-url` and the sampling options";
                Fault::new(Then::GiveUp, format!("{url} refuses the request ({code}){quoted}"), hint)
            }
        }
    }

    /// The endpoint said yes, but not in JSON of the right form.
    pub(super) fn of_reply(
        error: Option<&serde_json::Error>,
        headers: &HeaderMap,
        body: &str,
        asked: &Asked<'_>,
    ) -> Self {
        let Asked { url, .. } = asked;
        let form = match asked.api {
            Api::Messages => "an endpoint that speaks Anthropic's messages is needed; see `--base-url`",
            _ => "an OpenAI-compatible endpoint is needed; its `--base-url` mostly ends in `/v1`",
        };
        if is_html(headers, body) {
            return Fault::new(Then::Never, format!("{url} answers with a web page, not with JSON"), form);
        }
        if error.is_some_and(|it| it.is_eof()) {
            return Fault::truncated(asked, &format!("after {} bytes", body.len()));
        }
        Fault::new(
            Then::Never,
            format!("{url} answers something else than a {} endpoint does{}", asked.kind, quote(body)),
            form,
        )
    }

    /// A reply without a single choice that says something.
    pub(super) fn empty(body: &str, asked: &Asked<'_>) -> Self {
        // Some endpoints report errors with status 200.
        let has_error =
            serde_json::from_str::<serde_json::Value>(body).is_ok_and(|it| it.get("error").is_some());
        let quoted = if has_error { quote(&wire::error_text(body).0) } else { String::new() };
        let hint = "the model may have refused, or have thought until its tokens were used up; try another, or raise `--reply-tokens`";
        Fault::new(Then::Retry(None), format!("{} gave an empty reply{quoted}", asked.url), hint)
    }
}

/// The list of models beside an endpoint.
fn models(url: &str) -> String {
    let base = ["/chat/completions", "/completions", "/messages"].iter().find_map(|it| url.strip_suffix(it));
    format!("{}/models", base.unwrap_or(url))
}

/// Whether an error says that nothing is left of what was paid for.
fn is_out_of_money(body: &str) -> bool {
    let lower = body.to_lowercase();
    ["quota", "billing", "credit balance", "insufficient_balance"].iter().any(|it| lower.contains(it))
}

fn is_html(headers: &HeaderMap, body: &str) -> bool {
    let kind = headers.get("content-type").and_then(|it| it.to_str().ok()).unwrap_or_default();
    kind.starts_with("text/html") || body.trim_start().starts_with('<')
}

fn quote(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(QUOTE) {
        _ if text.is_empty() => String::new(),
        Some((at, _)) => format!(": {}…", &text[..at]),
        None => format!(": {}", text.trim_end_matches('.')),
    }
}
