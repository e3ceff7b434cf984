//! Exchanges with a model, written to a file and read back.
//!
//! One exchange is one line of JSON. It is found again by the hash of its request without the number of samples, as
//! that depends on how others fared. Of several, the first with as many samples counts, else the first with most: a
//! replay gives the same however many searches share it.

use std::{
    collections::HashMap,
    fs::{File, OpenOptions},
    io::{self, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use serde::{Deserialize, Serialize};

use super::{
    ProposerError,
    model::{Api, Reply, Request, template::Kind},
};

/// The source of steps in replies that a person wrote.
pub const WRITTEN: &str = "replay:written";

/// Who wrote a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// A model, through an endpoint.
    Model,
    /// A person, for a test or an example.
    Written,
}

/// One line of a recording.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Exchange {
    /// Who wrote the reply.
    pub origin: Origin,
    /// What was asked; there is no key in it.
    pub request: Request,
    /// What came back.
    pub reply: Reply,
    /// What the prompt asked for; steps or proofs where it is not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
}

/// A file that exchanges are appended to.
#[derive(Debug)]
pub struct Recorder {
    path: PathBuf,
    file: Mutex<File>,
}

impl Recorder {
    /// Opens the file, or makes it.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn open(path: &Path) -> Result<Self, ProposerError> {
        let open = || -> io::Result<File> {
            let mut file = OpenOptions::new().read(true).append(true).create(true).open(path)?;
            // A line that was cut off ends here, so that only it is lost.
            if file.metadata()?.len() > 0 {
                let mut last = [0];
                file.seek(SeekFrom::End(-1))?;
                file.read_exact(&mut last)?;
                if last != *b"\n" {
                    file.write_all(b"\n")?;
                }
            }
            Ok(file)
        };
        match open() {
            Ok(file) => Ok(Recorder { path: path.into(), file: Mutex::new(file) }),
            Err(error) => Err(cannot_write(path, &error)),
        }
    }

    /// Appends what a model said.
    ///
    /// # Errors
    /// If the file cannot be written; the reply is as good as before.
    pub fn write(&self, kind: Kind, request: &Request, reply: &Reply) -> Result<(), ProposerError> {
        let (request, reply) = (request.clone(), reply.clone());
        let exchange = Exchange { origin: Origin::Model, request, reply, kind: Some(kind) };
        let written = serde_json::to_string(&exchange).map_err(io::Error::other).and_then(|line| {
            let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
            // In one piece, so that two programs can share the file.
            file.write_all((line + "\n").as_bytes())
        });
        written.map_err(|error| cannot_write(&self.path, &error))
    }
}

fn cannot_write(path: &Path, error: &io::Error) -> ProposerError {
    ProposerError::Config {
        proposer: "record".into(),
        message: format!("cannot write {}: {error}", path.display()),
        hint: "`--record` needs a file in a folder that exists and has room".into(),
    }
}

/// What models said before.
#[derive(Debug)]
pub struct Recording {
    name: String,
    exchanges: Vec<Exchange>,
    /// Positions in `exchanges`, in order.
    by_request: HashMap<blake3::Hash, Vec<usize>>,
}

impl Recording {
    /// Reads a recording; `name` is what messages call it.
    ///
    /// # Errors
    /// The first line that is no exchange, or that there is none.
    pub fn parse(name: &str, text: &str) -> Result<Self, ProposerError> {
        let fail = |message: String, hint: &str| ProposerError::Config {
            proposer: name.into(),
            message,
            hint: hint.into(),
        };
        let (mut exchanges, mut by_request) = (Vec::new(), HashMap::<_, Vec<usize>>::new());
        for (number, line) in text.lines().enumerate().filter(|(_, it)| !it.trim().is_empty()) {
            let exchange: Exchange = serde_json::from_str(line).map_err(|error| {
                let hint = "give a file that `--record` wrote; a line that was cut off can be deleted";
                fail(format!("line {} is no recorded exchange: {error}", number + 1), hint)
            })?;
            by_request.entry(hash(&exchange.request)).or_default().push(exchanges.len());
            exchanges.push(exchange);
        }
        if exchanges.is_empty() {
            return Err(fail("there is no exchange in it".into(), "record one with `--record FILE`"));
        }
        Ok(Recording { name: name.into(), exchanges, by_request })
    }

    /// What messages call it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The models that were asked for something of such a kind, in the order of the file.
    pub fn models(&self, is_wanted: impl Fn(Kind) -> bool) -> Vec<(Api, &str)> {
        let mut models: Vec<(Api, &str)> = Vec::new();
        for Exchange { request, kind, .. } in &self.exchanges {
            if is_wanted(kind.unwrap_or(Kind::Step)) && !models.contains(&(request.api, &*request.model)) {
                models.push((request.api, &request.model));
            }
        }
        models
    }

    /// The recorded reply to a request, and the source that its steps carry, which tells who wrote it.
    ///
    /// # Errors
    /// If there is none; the message says what is nearest.
    pub fn find(&self, request: &Request) -> Result<(Reply, String), ProposerError> {
        let found = self.by_request.get(&hash(request)).map_or(&[][..], Vec::as_slice).iter();
        let key = |it: &Exchange| (it.request.samples == request.samples, it.request.samples);
        // The last of equals is taken, so the first has to come last.
        let Some(exchange) = found.rev().map(|it| &self.exchanges[*it]).max_by_key(|it| key(it)) else {
            return Err(self.miss(request));
        };
        let source = match exchange.origin {
            Origin::Model => format!("replay:{}", exchange.request.model),
            Origin::Written => WRITTEN.to_owned(),
        };
        let mut reply = exchange.reply.clone();
        reply.choices.truncate(request.samples.max(1));
        Ok((reply, source))
    }

    fn miss(&self, request: &Request) -> ProposerError {
        let same_prompt = |it: &&Exchange| it.request.prompt == request.prompt;
        let (message, hint) = match self.exchanges.iter().find(same_prompt) {
            Some(near) => (
                format!("this was recorded with other settings: {}", differences(&near.request, request)),
                "replay with the options that were recorded with",
            ),
            None => (
                "something is asked that is not in the recording".to_owned(),
                "record again, with the same input, options and templates",
            ),
        };
        ProposerError::Endpoint { proposer: self.name.clone(), message, hint: hint.into(), retryable: false }
    }
}

fn hash(request: &Request) -> blake3::Hash {
    let request = Request { samples: 0, ..request.clone() };
    blake3::hash(serde_json::to_string(&request).unwrap_or_default().as_bytes())
}

/// How two requests with one prompt differ.
fn differences(recorded: &Request, asked: &Request) -> String {
    let fields = |it: &Request| match serde_json::to_value(it) {
        Ok(serde_json::Value::Object(map)) => map,
        _ => serde_json::Map::new(),
    };
    let (recorded, asked) = (fields(recorded), fields(asked));
    let mut names: Vec<&String> = recorded.keys().chain(asked.keys()).collect();
    names.sort();
    names.dedup();
    let show = |it: Option<&serde_json::Value>| it.map_or_else(|| "none".to_owned(), ToString::to_string);
    let differ = names.into_iter().filter(|it| recorded.get(*it) != asked.get(*it));
    let each =
        differ.map(|it| format!("{it} was {}, now it is {}", show(recorded.get(it)), show(asked.get(it))));
    each.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proposer::model::Choice;

    fn request(prompt: &str) -> Request {
        Request { model: "m".into(), prompt: prompt.into(), samples: 2, ..Request::default() }
    }

    fn reply(text: &str) -> Reply {
        Reply { choices: vec![Choice { text: text.into(), ..Choice::default() }], ..Reply::default() }
    }

    #[test]
    fn what_is_recorded_is_found_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("run.jsonl");
        std::fs::write(&path, r#"{"origin":"written","request":{"model":"#).unwrap();
        let recorder = Recorder::open(&path).unwrap();
        recorder.write(Kind::Step, &request("a"), &reply("simp")).unwrap();
        recorder.write(Kind::Judge, &request("b"), &reply("omega")).unwrap();
        drop(recorder);
        Recorder::open(&path).unwrap().write(Kind::Step, &request("a"), &reply("later")).unwrap();

        let text = std::fs::read_to_string(&path).unwrap();
        let error = Recording::parse("replay:run", &text).unwrap_err();
        assert!(error.to_string().starts_with("replay:run: line 1 is no recorded exchange"), "{error}");
        let (_, good) = text.split_once('\n').unwrap();
        let recording = Recording::parse("replay:run", good).unwrap();
        assert_eq!(recording.models(Kind::is_for_proofs), [(Api::Chat, "m")]);
        assert!(recording.models(|it| it == Kind::Draft).is_empty());
        assert_eq!(recording.find(&request("a")).unwrap(), (reply("simp"), "replay:m".into()));
        assert_eq!(recording.find(&request("b")).unwrap().0, reply("omega"));
    }

    #[test]
    fn a_recording_of_an_older_version_is_read() {
        let old = r#"{"origin":"model","request":{"model":"m","prompt":"a","samples":2,"max_tokens":2048,"seed":0},
            "reply":{"choices":[{"text":"simp","tokens":[["simp",-0.5]]}],"usage":{"calls":1,"tokens":10}}}"#;
        let recording = Recording::parse("replay:x", &old.replace('\n', "")).unwrap();
        let (reply, source) = recording.find(&request("a")).unwrap();
        assert_eq!((&*reply.choices[0].text, reply.usage.tokens, &*source), ("simp", 10, "replay:m"));
    }

    #[test]
    fn any_number_of_samples_is_found() {
        let line = |samples, texts: &[&str]| {
            let choices = texts.iter().map(|it| reply(it).choices.remove(0)).collect();
            let request = Request { samples, ..request("a") };
            let reply = Reply { choices, ..Reply::default() };
            let exchange = Exchange { origin: Origin::Model, request, reply, kind: None };
            serde_json::to_string(&exchange).unwrap() + "\n"
        };
        let text = line(1, &["one"]) + &line(3, &["a", "b", "c"]) + &line(3, &["x", "y", "z"]);
        let recording = Recording::parse("replay:x", &text).unwrap();
        let found = |samples| {
            let (reply, _) = recording.find(&Request { samples, ..request("a") }).unwrap();
            reply.choices.into_iter().map(|it| it.text).collect::<Vec<_>>()
        };
        assert_eq!((found(1), found(2)), (vec!["one".to_owned()], vec!["a".to_owned(), "b".to_owned()]));
        assert_eq!((found(3), found(9)), (found(9), vec!["a".to_owned(), "b".into(), "c".into()]));
    }

    #[test]
    fn a_written_reply_says_so() {
        let (request, reply) = (request("a"), reply("simp"));
        let exchange = Exchange { origin: Origin::Written, request, reply, kind: None };
        let line = serde_json::to_string(&exchange).unwrap();
        assert!(line.starts_with(r#"{"origin":"written","request":{"model":"m","prompt":"a","samples":2,"#));
        let recording = Recording::parse("replay:x", &line).unwrap();
        assert_eq!(recording.find(&exchange.request).unwrap().1, "replay:written");
    }

    #[test]
    fn a_miss_says_what_is_nearest() {
        let exchange =
            Exchange { origin: Origin::Model, request: request("a"), reply: reply("simp"), kind: None };
        let recording = Recording::parse("replay:x", &serde_json::to_string(&exchange).unwrap()).unwrap();
        let mut other = request("a");
        other.sampling.temperature = Some(0.5);
        other.sampling.seed = 1;
        assert_eq!(
            recording.find(&other).unwrap_err().to_string(),
            "replay:x: this was recorded with other settings: seed was 0, now it is 1, \
             temperature was none, now it is 0.5"
        );
        let error = recording.find(&request("b")).unwrap_err();
        assert!(error.complaint().contains("not in the recording; record again"), "{error}");
        assert!(Recording::parse("replay:x", "\n").is_err());
    }

    #[test]
    fn a_place_that_cannot_be_written_is_named() {
        let error = Recorder::open(Path::new("/no/such/folder/run.jsonl")).unwrap_err();
        assert!(error.to_string().contains("/no/such/folder/run.jsonl"));
    }
}
