//! One endpoint: requests with retries, and what it turned out not to take.

use std::{
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use futures::StreamExt;
use rand::{RngExt, SeedableRng, rngs::StdRng};
use reqwest::{Client, RequestBuilder, Url, redirect};
use tokio::time::Instant;

use super::{
    Api, Choice, Reply, Request,
    fault::{Asked, Fault, Then},
    limits::{Limits, Throttle},
    send::{Got, Patience, send},
    wire::{self, Refused},
};
use crate::proposer::{ProposerError, Usage};

mod embedding;

pub use embedding::Embedded;

/// The endpoint that is asked where the user names none.
pub fn default_url(api: Api) -> &'static str {
    if api == Api::Messages { "https://api.anthropic.com/v1" } else { "https://api.openai.com/v1" }
}

/// How long an endpoint that failed twice in a row, retries and all, is left alone.
const REST: Duration = Duration::from_secs(60);

/// A key. It is never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Key(String);

impl Key {
    /// The key in a text, without the blanks around it; `None` if it cannot be one.
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        let is_key = !text.is_empty() && text.chars().all(|it| it.is_ascii_graphic());
        is_key.then(|| Key(text.to_owned()))
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(..)")
    }
}

/// How to reach an endpoint.
#[derive(Clone, Debug)]
pub struct EndpointOptions {
    /// Where it is: `https://api.openai.com/v1`.
    pub base_url: String,
    /// The protocol that it speaks.
    pub api: Api,
    /// The key, if it wants one.
    pub key: Option<Key>,
    /// How long a reply may take, or its beginning if it comes in pieces.
    pub timeout: Duration,
    /// How long it may take from one piece of a reply to the next.
    pub idle: Duration,
    /// How often it may be asked.
    pub limits: Limits,
    /// Whether replies are to come in pieces.
    pub stream: bool,
    /// How often a request that may work later is made again.
    pub retries: u32,
    /// How long the first retry waits; each later one waits twice as long.
    pub backoff: Duration,
    /// The longest wait, also where the endpoint asks for more.
    pub longest_wait: Duration,
    /// Seed of the jitter of the waits.
    pub seed: u64,
}

impl Default for EndpointOptions {
    fn default() -> Self {
        EndpointOptions {
            base_url: default_url(Api::Chat).into(),
            api: Api::Chat,
            key: None,
            timeout: Duration::from_secs(120),
            idle: Duration::from_secs(60),
            limits: Limits::default(),
            stream: true,
            retries: 3,
            backoff: Duration::from_millis(500),
            longest_wait: Duration::from_secs(60),
            seed: 0,
        }
    }
}

/// Where a model is asked.
pub struct Endpoint {
    client: Client,
    url: Url,
    /// The URL without user, password and query, for messages.
    shown: String,
    options: EndpointOptions,
    throttle: Throttle,
    state: Mutex<State>,
}

struct State {
    refused: Refused,
    jitter: StdRng,
    /// Failures in a row.
    failures: u32,
    /// Why the endpoint is not asked, and until when; without an end, for good.
    down: Option<(ProposerError, Option<Instant>)>,
}

impl Endpoint {
    /// Prepares requests; none is made yet.
    ///
    /// # Errors
    /// If the URL is none that can be asked.
    pub fn new(options: EndpointOptions) -> Result<Self, ProposerError> {
        let config = |message: String, hint: &str| ProposerError::Config {
            proposer: options.api.word().into(),
            message,
            hint: hint.into(),
        };
        let hint = "write it as `https://host/v1` or `http://localhost:8000/v1`";
        let url = url_of(options.api, &options.base_url).map_err(|it| config(it, hint))?;
        let client = Client::builder()
            .user_agent(concat!("proofwright/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(Duration::from_secs(10).min(options.timeout))
            .redirect(redirect::Policy::none());
        let is_local = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
        let client = if is_local { client.no_proxy() } else { client };
        let client = client.build().map_err(|it| {
            config(
                format!("the HTTP client cannot start: {it}"),
                "check the proxy variables and the certificates of this machine",
            )
        })?;
        let state = State {
            refused: if options.stream { Refused::new() } else { Refused::from(["stream"]) },
            jitter: StdRng::seed_from_u64(options.seed),
            failures: 0,
            down: None,
        };
        let throttle = Throttle::new(options.limits);
        let shown = without_secrets(url.clone());
        Ok(Endpoint { client, url, shown, options, throttle, state: Mutex::new(state) })
    }

    /// The protocol that it speaks.
    pub fn api(&self) -> Api {
        self.options.api
    }

    /// Gets as many replies as the request wants, or at least one.
    ///
    /// # Errors
    /// If there is none. An endpoint that cannot work, or failed again and again, is not asked any more for a while.
    pub async fn complete(&self, request: &Request) -> Result<Reply, ProposerError> {
        self.is_up()?;
        let mut reply = Reply::default();
        let alone = self.options.api == Api::Messages || self.state().refused.contains("n");
        let in_one = if alone { 1 } else { request.samples };
        let first = self.ask(request, in_one, request.sampling.seed, &mut reply).await;
        reply.choices = first.map_err(|fault| self.failed(request, fault))?;
        // Of several that came together some may have been empty, and would be again.
        let more = if reply.choices.len() == 1 { request.samples } else { 0 };
        if in_one > 1 && more > 0 {
            self.state().refused.insert("n");
        }
        let rest = 1..more;
        let mut rest = futures::stream::iter(rest.map(|it| async move {
            let mut more = Reply::default();
            // Without a seed of its own, each would give the same.
            let seed = request.sampling.seed.wrapping_add((it as u64) << 32);
            (self.ask(request, 1, seed, &mut more).await, more)
        }))
        .buffered(self.throttle.limits().concurrency);
        while let Some((choices, more)) = rest.next().await {
            reply.usage.add(more.usage);
            reply.complaint = reply.complaint.or(more.complaint);
            match choices {
                Ok(choices) => reply.choices.extend(choices),
                Err(fault) => {
                    let error = self.error(request, fault);
                    reply.complaint.get_or_insert(error.complaint());
                    break;
                }
            }
        }
        drop(rest);
        let mut state = self.state();
        state.failures = 0;
        let wanted = [("temperature", request.sampling.temperature), ("top_p", request.sampling.top_p)];
        for (name, _) in wanted.iter().filter(|(name, value)| value.is_some() && state.refused.contains(name))
        {
            let text = format!(
                "{}:{}: the endpoint does not take `{name}`, so its own is used",
                self.options.api.word(),
                request.model
            );
            reply.complaint.get_or_insert(text);
        }
        Ok(reply)
    }

    /// Makes a request until it works, or is not worth making again. What it cost, and what there is to complain of,
    /// goes into `reply`.
    async fn ask(
        &self,
        request: &Request,
        mut n: usize,
        seed: u64,
        reply: &mut Reply,
    ) -> Result<Vec<Choice>, Fault> {
        let asked = Asked {
            url: &self.shown,
            model: &request.model,
            has_key: self.options.key.is_some(),
            api: self.options.api,
            kind: match self.options.api {
                Api::Chat => "chat",
                Api::Completion => "completion",
                Api::Messages => "messages",
            },
        };
        let patience = Patience { reply: self.options.timeout, piece: self.options.idle };
        let read = (request.prompt.len() + request.system.as_ref().map_or(0, String::len)) as u64 / 4;
        let (mut tries, mut partial) = (0, None);
        loop {
            let body = wire::body(request, n, seed, &self.state().refused);
            let ticket = self.throttle.enter(read + u64::from(request.sampling.max_tokens) * n as u64).await;
            let sent = send(self.post(), request, (n, &body), &asked, patience).await;
            if let Some(time) = sent.pause {
                self.throttle.pause(time.min(self.options.longest_wait));
            }
            let answer = match &sent.got {
                Ok(Got::Answer(answer)) => Some(answer),
                Ok(Got::Refused(_)) => None,
                Err(fault) => fault.partial.as_deref(),
            };
            let usage = match answer {
                Some(answer) => Usage {
                    calls: 1,
                    tokens: answer.input.unwrap_or(read) + answer.output,
                    output: answer.output,
                    estimated: !answer.is_counted,
                    ..Usage::default()
                },
                None => Usage { calls: u64::from(sent.got.is_ok()), ..Usage::default() },
            };
            ticket.settle(usage.tokens);
            reply.usage.add(usage);
            let mut fault = match sent.got {
                Ok(Got::Answer(answer)) => return Ok(answer.choices),
                Ok(Got::Refused(part)) => {
                    self.state().refused.insert(part);
                    n = if part == "n" { 1 } else { n };
                    if wire::body(request, n, seed, &self.state().refused) != body {
                        continue;
                    }
                    return Err(Fault::refused(part, &asked));
                }
                Err(fault) => fault,
            };
            partial = fault.partial.take().or(partial);
            if let Then::Retry(after) = fault.then
                && tries < self.options.retries
            {
                let wait = self.wait(tries, after);
                if after.is_some() {
                    self.throttle.pause(wait);
                }
                tokio::time::sleep(wait).await;
                tries += 1;
                continue;
            }
            // What there was of a reply is better than nothing.
            let Some(partial) = partial else { return Err(fault) };
            reply.complaint.get_or_insert(self.error(request, fault).complaint());
            return Ok(partial.choices);
        }
    }

    fn post(&self) -> RequestBuilder {
        let post = self.client.post(self.url.clone());
        match (&self.options.key, self.options.api) {
            (key, Api::Messages) => {
                let post = post.header("anthropic-version", wire::VERSION);
                match key {
                    Some(key) => post.header("x-api-key", &key.0),
                    None => post,
                }
            }
            (Some(key), _) => post.bearer_auth(&key.0),
            (None, _) => post,
        }
    }

    /// How long to wait before the next try.
    fn wait(&self, tries: u32, after: Option<Duration>) -> Duration {
        let EndpointOptions { backoff, longest_wait, .. } = self.options;
        let jitter = self.state().jitter.random_range(0.5..1.5);
        let own = backoff.saturating_mul(1 << tries.min(16)).mul_f64(jitter);
        // Somewhat later than the endpoint asks for, so that not all come back at once.
        after.map_or(own, |it| it.saturating_add(own / 4)).min(longest_wait)
    }

    /// Whether the endpoint is worth asking.
    fn is_up(&self) -> Result<(), ProposerError> {
        let mut state = self.state();
        if let Some((error, until)) = &state.down {
            if until.is_none_or(|it| Instant::now() < it) {
                return Err(error.clone());
            }
            state.down = None;
        }
        Ok(())
    }

    /// Takes note of a request that came to nothing.
    fn failed(&self, request: &Request, fault: Fault) -> ProposerError {
        let then = fault.then;
        let error = self.error(request, fault);
        let mut state = self.state();
        state.failures += u32::from(matches!(then, Then::Retry(_)));
        match then {
            Then::Never => state.down = Some((error.clone(), None)),
            Then::Retry(_) if state.failures >= 2 => {
                state.down = Some((error.clone(), Some(Instant::now() + REST)))
            }
            _ => {}
        }
        error
    }

    fn error(&self, request: &Request, fault: Fault) -> ProposerError {
        // Endpoints like to repeat a key that they do not accept.
        let hide = |text: String| match &self.options.key {
            Some(key) => text.replace(&key.0, "(key)"),
            None => text,
        };
        ProposerError::Endpoint {
            proposer: format!("{}:{}", self.options.api.word(), request.model),
            message: hide(fault.message),
            hint: hide(fault.hint),
            retryable: matches!(fault.then, Then::Retry(_)),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A URL without user, password and query.
fn without_secrets(mut url: Url) -> String {
    let _ = url.set_username("").and_then(|()| url.set_password(None));
    url.set_query(None);
    url.into()
}

/// Where requests of a protocol go, below the base that the user names.
fn url_of(api: Api, base: &str) -> Result<Url, String> {
    // What is wrong with a URL must not show what is secret in it, so it is not repeated.
    let mut url = Url::parse(base.trim()).map_err(|it| format!("the base URL is none: {it}"))?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
        return Err(format!("the base URL has the scheme `{}`, not `http` or `https`", url.scheme()));
    }
    let path = url.path().trim_end_matches('/').to_owned();
    let more: &[&str] = match api {
        Api::Chat => &["chat", "completions"],
        Api::Completion => &["completions"],
        // Its base is mostly given without the version.
        Api::Messages if path.ends_with("/v1") || path.ends_with("/v1/messages") => &["messages"],
        Api::Messages => &["v1", "messages"],
    };
    if !path.ends_with(&format!("/{}", more.join("/")))
        && let Ok(mut path) = url.path_segments_mut()
    {
        path.pop_if_empty().extend(more);
    }
    url.set_fragment(None);
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_urls_are_completed() {
        let url = |base: &str| url_of(Api::Chat, base).map(String::from);
        let of = |api, base: &str| url_of(api, base).unwrap().to_string();
        for base in ["https://h", "https://h/v1", "https://h/v1/messages/"] {
            assert_eq!(of(Api::Messages, base).trim_end_matches('/'), "https://h/v1/messages");
        }
        assert_eq!(of(Api::Completion, "http://h/v1"), "http://h/v1/completions");
        assert_eq!(url("http://localhost:1/v1/").unwrap(), "http://localhost:1/v1/chat/completions");
        assert_eq!(url("https://h/v1/chat/completions").unwrap(), "https://h/v1/chat/completions");
        assert_eq!(url("https://h/a?api-version=2").unwrap(), "https://h/a/chat/completions?api-version=2");
        assert!(url("localhost:8000/v1").unwrap_err().contains("scheme `localhost`"));
        assert!(url("not a url").unwrap_err().contains("base URL"));
    }

    #[test]
    fn keys_are_not_shown() {
        let key = Key::new(" sk-secret\n").unwrap();
        let base_url = "https://me:word@h/v1?code=1".into();
        let endpoint =
            Endpoint::new(EndpointOptions { base_url, key: Some(key.clone()), ..Default::default() });
        assert_eq!(
            (format!("{key:?}"), endpoint.unwrap().shown),
            ("Key(..)".into(), "https://h/v1/chat/completions".into())
        );
        assert!(Key::new("two\nlines").is_none() && Key::new(" ").is_none());
    }

    #[test]
    fn waits_grow_and_have_an_end() {
        let endpoint = Endpoint::new(EndpointOptions::default()).unwrap();
        let waits: Vec<_> = (0..12).map(|it| endpoint.wait(it, None)).collect();
        assert!(waits[0] >= Duration::from_millis(250) && waits[0] < Duration::from_millis(750));
        assert!(waits[3] > waits[0] && waits.iter().all(|it| *it <= Duration::from_secs(60)));
        let asked_for = endpoint.wait(0, Some(Duration::from_secs(3)));
        assert!(asked_for >= Duration::from_secs(3) && asked_for < Duration::from_secs(4));
        assert_eq!(endpoint.wait(0, Some(Duration::from_secs(3600))), Duration::from_secs(60));
    }
}
