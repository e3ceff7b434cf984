//! Embeddings: texts as vectors, from the endpoint beside an OpenAI-compatible one for chat.
//!
//! A model in this process would need a library of more than a hundred crates, so there is none: any server that
//! speaks this protocol on the same machine does as well.

use futures::{StreamExt, TryStreamExt};
use reqwest::Url;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Endpoint, Request, without_secrets};
use crate::proposer::{
    ProposerError, Usage,
    model::{
        Api,
        fault::{Asked, Fault, Then},
        send::send_once,
    },
};

/// Texts of one request.
const MOST_TEXTS: usize = 128;

/// Bytes of text of one request, but for a single longer text.
const MOST_BYTES: usize = 64 << 10;

/// Texts as vectors.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Embedded {
    /// One for each text, in order, all of the same length, as the model gives them.
    pub vectors: Vec<Vec<f32>>,
    /// What they cost.
    pub usage: Usage,
}

#[derive(Deserialize)]
struct Answer {
    data: Vec<Row>,
    #[serde(default)]
    usage: Option<Tokens>,
}

#[derive(Deserialize)]
struct Row {
    index: usize,
    embedding: Vec<f32>,
}

#[derive(Deserialize)]
struct Tokens {
    #[serde(default)]
    prompt_tokens: Option<u64>,
}

impl Endpoint {
    /// Embeds texts with a model, in batches, as many at once as the limits allow.
    ///
    /// # Cancel safety
    /// Dropping the future loses what was embedded.
    ///
    /// # Errors
    /// If a batch cannot be embedded, retries and all, or the endpoint speaks another protocol than OpenAI's.
    pub async fn embed(&self, model: &str, texts: &[&str]) -> Result<Embedded, ProposerError> {
        self.is_up()?;
        let Some(url) = beside(self.options.api, &self.url) else {
            return Err(ProposerError::Config {
                proposer: format!("{}:{model}", self.options.api.word()),
                message: "this protocol has no embeddings".into(),
                hint: "name an OpenAI-compatible endpoint for them".into(),
            });
        };
        let request = Request { model: model.to_owned(), ..Request::default() };
        let asked: Vec<_> =
            batches(texts).into_iter().map(|batch| self.embed_batch(&url, &request, batch)).collect();
        let mut batches = futures::stream::iter(asked).buffered(self.throttle.limits().concurrency);
        let mut all = Embedded::default();
        while let Some(batch) = batches.try_next().await.map_err(|it| self.failed(&request, it))? {
            all.usage.add(batch.usage);
            all.vectors.extend(batch.vectors);
        }
        drop(batches);
        self.state().failures = 0;
        let length = all.vectors.first().map_or(0, Vec::len);
        if all.vectors.iter().any(|it| it.len() != length) {
            let (message, hint) =
                ("its vectors differ in length", "an endpoint should serve one model by one name");
            return Err(self.failed(&request, Fault::new(Then::GiveUp, message, hint)));
        }
        Ok(all)
    }

    async fn embed_batch(&self, url: &Url, request: &Request, texts: &[&str]) -> Result<Embedded, Fault> {
        let shown = without_secrets(url.clone());
        let asked = Asked {
            url: &shown,
            model: &request.model,
            has_key: self.options.key.is_some(),
            api: self.options.api,
            kind: "embeddings",
        };
        let body = json!({ "model": request.model, "input": texts, "encoding_format": "float" });
        let length = texts.iter().map(|it| it.len()).sum::<usize>() as u64 / 4;
        let mut tries = 0;
        loop {
            let ticket = self.throttle.enter(length).await;
            let post = self.client.post(url.clone());
            let post = self.options.key.iter().fold(post, |post, key| post.bearer_auth(&key.0));
            let (got, pause) = send_once(post, &body, &asked, self.options.timeout).await;
            if let Some(time) = pause {
                self.throttle.pause(time.min(self.options.longest_wait));
            }
            let fault = match got.and_then(|it| read(it, texts.len(), &asked)) {
                Ok(mut embedded) => {
                    if embedded.usage.estimated {
                        embedded.usage.tokens = length;
                    }
                    ticket.settle(embedded.usage.tokens);
                    return Ok(embedded);
                }
                Err(fault) => fault,
            };
            ticket.settle(0);
            match fault.then {
                Then::Retry(after) if tries < self.options.retries => {
                    let wait = self.wait(tries, after);
                    if after.is_some() {
                        self.throttle.pause(wait);
                    }
                    tokio::time::sleep(wait).await;
                    tries += 1;
                }
                _ => return Err(fault),
            }
        }
    }
}

/// Where embeddings are asked for, beside where chats or completions are.
fn beside(api: Api, url: &Url) -> Option<Url> {
    let mut url = url.clone();
    let mut path = url.path_segments_mut().ok()?;
    path.pop_if_empty();
    match api {
        Api::Chat => path.pop().pop().push("embeddings"),
        Api::Completion => path.pop().push("embeddings"),
        Api::Messages => return None,
    };
    drop(path);
    Some(url)
}

/// Cuts texts into requests.
fn batches<'a, 'b>(texts: &'a [&'b str]) -> Vec<&'a [&'b str]> {
    let (mut batches, mut rest) = (Vec::new(), texts);
    while !rest.is_empty() {
        let mut bytes = 0;
        let fits = |it: &&&str| {
            bytes += it.len();
            bytes <= MOST_BYTES
        };
        let count = rest.iter().take(MOST_TEXTS).take_while(fits).count().max(1);
        let (batch, others) = rest.split_at(count);
        batches.push(batch);
        rest = others;
    }
    batches
}

/// The vectors in an answer, if there is one for each of `count` texts.
fn read(answer: Value, count: usize, asked: &Asked<'_>) -> Result<Embedded, Fault> {
    let wrong = |what: &str| {
        let hint = "an OpenAI-compatible endpoint is needed; its `--base-url` mostly ends in `/v1`";
        Fault::new(Then::GiveUp, format!("{} answers {what}", asked.url), hint)
    };
    let answer: Answer =
        serde_json::from_value(answer).map_err(|_| wrong("something else than embeddings"))?;
    let mut vectors = vec![Vec::new(); count];
    for row in answer.data {
        let place = vectors.get_mut(row.index).filter(|it| it.is_empty());
        *place.ok_or_else(|| wrong("with vectors for other texts"))? = row.embedding;
    }
    if vectors.iter().any(|it| it.is_empty() || it.iter().any(|it| !it.is_finite())) {
        return Err(wrong("with a vector missing"));
    }
    let tokens = answer.usage.and_then(|it| it.prompt_tokens);
    let (tokens, estimated) = (tokens.unwrap_or(0), tokens.is_none());
    Ok(Embedded { vectors, usage: Usage { calls: 1, tokens, estimated, ..Usage::default() } })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn embeddings_are_beside_chats() {
        let of = |api, url: &str| beside(api, &Url::parse(url).unwrap()).map(String::from);
        assert_eq!(
            of(Api::Chat, "https://h/v1/chat/completions?a=1").unwrap(),
            "https://h/v1/embeddings?a=1"
        );
        assert_eq!(of(Api::Completion, "http://h/v1/completions").unwrap(), "http://h/v1/embeddings");
        assert_eq!(of(Api::Messages, "https://h/v1/messages"), None);
    }

    #[test]
    fn batches_have_an_end() {
        let long = "x".repeat(MOST_BYTES + 1);
        let texts = ["a", long.as_str(), "b"];
        assert_eq!(batches(&texts), [&texts[..1], &texts[1..2], &texts[2..]]);
        let many = vec!["a"; 2 * MOST_TEXTS + 1];
        assert_eq!(batches(&many).iter().map(|it| it.len()).collect::<Vec<_>>(), [MOST_TEXTS, MOST_TEXTS, 1]);
        assert!(batches(&[]).is_empty());
    }
}
