//! What each model is asked with, as a settings file says it.

use std::{path::PathBuf, time::Duration};

use serde::{Deserialize, Deserializer, de::Error};

use super::{
    Prices,
    model::{Sampling, limits::Limits},
};

/// What a model is asked with; what is not set is left to the settings of all models, and then to what is built in.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct ModelSettings {
    /// Where the endpoint is.
    pub base_url: Option<String>,
    /// A file that holds the key.
    pub key_file: Option<PathBuf>,
    /// The variable of the environment that holds the key.
    pub key_env: Option<String>,
    /// A file with a template of the prompt for steps.
    pub prompt: Option<PathBuf>,
    /// A folder with templates of prompts.
    pub prompts: Option<PathBuf>,
    /// How far from the likeliest reply.
    pub temperature: Option<f64>,
    /// The share of likely tokens that are drawn from.
    pub top_p: Option<f64>,
    /// Tokens that one reply may have.
    pub reply_tokens: Option<u32>,
    /// A reply ends where one of these occurs.
    pub stop: Option<Vec<String>>,
    /// Replies that one ask gets at most.
    pub samples: Option<usize>,
    /// What a million tokens cost.
    #[serde(deserialize_with = "parsed")]
    pub price: Option<Prices>,
    /// Requests at once.
    pub concurrency: Option<usize>,
    /// Requests in a minute.
    pub rpm: Option<u64>,
    /// Tokens in a minute.
    pub tpm: Option<u64>,
    /// How long a reply may take, or its beginning if it comes in pieces.
    #[serde(deserialize_with = "time")]
    pub timeout: Option<Duration>,
    /// How long it may take from one piece of a reply to the next.
    #[serde(deserialize_with = "time")]
    pub idle_timeout: Option<Duration>,
    /// How often a request that may work later is made again.
    pub retries: Option<u32>,
    /// Whether replies are to come in pieces.
    pub stream: Option<bool>,
    /// What else the endpoint is told, as it is.
    pub body: serde_json::Map<String, serde_json::Value>,
}

impl ModelSettings {
    /// These settings, with those of all models where they say nothing.
    pub(super) fn or(self, all: &ModelSettings) -> ModelSettings {
        let all = all.clone();
        // The key of one endpoint is not for another.
        let has_key = self.key_file.is_some() || self.key_env.is_some() || self.base_url.is_some();
        let (key_file, key_env) = match has_key {
            true => (self.key_file, self.key_env),
            false => (all.key_file, all.key_env),
        };
        let mut body = all.body;
        body.extend(self.body);
        ModelSettings {
            base_url: self.base_url.or(all.base_url),
            key_file,
            key_env,
            prompt: self.prompt.or(all.prompt),
            prompts: self.prompts.or(all.prompts),
            temperature: self.temperature.or(all.temperature),
            top_p: self.top_p.or(all.top_p),
            reply_tokens: self.reply_tokens.or(all.reply_tokens),
            stop: self.stop.or(all.stop),
            samples: self.samples.or(all.samples),
            price: self.price.or(all.price),
            concurrency: self.concurrency.or(all.concurrency),
            rpm: self.rpm.or(all.rpm),
            tpm: self.tpm.or(all.tpm),
            timeout: self.timeout.or(all.timeout),
            idle_timeout: self.idle_timeout.or(all.idle_timeout),
            retries: self.retries.or(all.retries),
            stream: self.stream.or(all.stream),
            body,
        }
    }

    /// How replies are sampled.
    pub(super) fn sampling(&self, seed: u64) -> Sampling {
        Sampling {
            temperature: self.temperature,
            top_p: self.top_p,
            max_tokens: self.reply_tokens.unwrap_or(Sampling::default().max_tokens),
            seed,
            stop: self.stop.clone().unwrap_or_default(),
        }
    }

    /// How often the endpoint may be asked.
    pub(super) fn limits(&self) -> Limits {
        let concurrency = self.concurrency.unwrap_or(Limits::default().concurrency);
        Limits { concurrency, requests: self.rpm, tokens: self.tpm }
    }
}

fn parsed<'a, D: Deserializer<'a>>(from: D) -> Result<Option<Prices>, D::Error> {
    String::deserialize(from)?.parse().map(Some).map_err(D::Error::custom)
}

fn time<'a, D: Deserializer<'a>>(from: D) -> Result<Option<Duration>, D::Error> {
    parse_time(&String::deserialize(from)?).map(Some).map_err(D::Error::custom)
}

/// Reads `90`, `90s`, `1500ms`, `5m` or `2h`.
///
/// # Errors
/// What is wrong with the text.
pub fn parse_time(text: &str) -> Result<Duration, String> {
    let digits = text.find(|it: char| !it.is_ascii_digit() && it != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let unit = match unit.trim() {
        "" | "s" => 1.0,
        "ms" => 0.001,
        "m" | "min" => 60.0,
        "h" => 3600.0,
        other => return Err(format!("`{other}` is no unit of time; use ms, s, m or h")),
    };
    let number: f64 = number.parse().map_err(|_| "write a time as `60s` or `5m`".to_owned())?;
    Duration::try_from_secs_f64(number * unit).map_err(|_| "that time is too long".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_with_their_unit() {
        assert_eq!(parse_time("90"), Ok(Duration::from_secs(90)));
        assert_eq!(parse_time("1500ms"), Ok(Duration::from_millis(1500)));
        assert_eq!(parse_time("1.5m"), Ok(Duration::from_secs(90)));
        assert!(parse_time("5 weeks").unwrap_err().contains("weeks"));
        assert!(parse_time("").is_err());
    }

    #[test]
    fn a_model_has_its_own_settings_before_those_of_all() {
        let read = |text: &str| toml::from_str::<ModelSettings>(text).map_err(|it| it.message().to_owned());
        let all = read("temperature = 0.5\nkey-file = 'all'\nbody = { top_k = 4, min_p = 0.1 }").unwrap();
        let own = read("price = '0.1/0.2'\ntimeout = '2m'\nrpm = 60\nbody = { top_k = 8 }").unwrap().or(&all);
        assert_eq!(
            (own.temperature, own.limits().requests, &*own.body["top_k"].to_string()),
            (Some(0.5), Some(60), "8")
        );
        assert_eq!((own.timeout, own.body.len()), (Some(Duration::from_secs(120)), 2));
        assert_eq!(own.key_file, Some("all".into()));
        let elsewhere = read("base-url = 'http://localhost:1/v1'").unwrap().or(&all);
        assert_eq!(elsewhere.key_file, None);
        assert!(read("price = '2'").unwrap_err().contains("IN/OUT"));
        assert!(read("timeout = '2 weeks'").unwrap_err().contains("weeks"));
        assert!(read("rpms = 2").unwrap_err().contains("rpms"));
    }
}
