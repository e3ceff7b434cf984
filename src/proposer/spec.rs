//! Proposers as the command line names them: `builtin`, `openai:MODEL`, `replay:FILE`.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    Proposer, ProposerError,
    builtin::Builtin,
    mixture::Mixture,
    model::{
        Api, Asking, Model, Sampling,
        endpoint::{Endpoint, EndpointOptions, Key, default_url},
        prompt::Templates,
    },
    replay::{Recorder, Recording},
};

/// What models are asked with.
#[derive(Clone, Debug, Default)]
pub struct ModelOptions {
    /// Where the endpoint is; else `OPENAI_BASE_URL` says so, or it is OpenAI's.
    pub base_url: Option<String>,
    /// A file that holds the key; else `OPENAI_API_KEY` does.
    pub key_file: Option<PathBuf>,
    /// A file with a template of the prompt for steps.
    pub prompt: Option<PathBuf>,
    /// A folder with templates of prompts.
    pub prompts: Option<PathBuf>,
    /// How replies are sampled, and the seed of that and of the waits.
    pub sampling: Sampling,
    /// A file that exchanges are appended to.
    pub record: Option<PathBuf>,
}

/// What a word before the colon means.
const KINDS: [&str; 4] = ["builtin", "openai", "replay", "anthropic"];

/// Builds the proposers that `specs` name, as a mixture if they are several.
///
/// Keys and base URL may come from the environment, which `env` reads.
///
/// # Errors
/// What is wrong with a name, a file or a setting; no endpoint is asked yet.
pub fn build(
    specs: &[String],
    options: &ModelOptions,
    env: &dyn Fn(&str) -> Option<String>,
) -> Result<Box<dyn Proposer>, ProposerError> {
    let mut members: Vec<Box<dyn Proposer>> = Vec::new();
    let mut recorder = None;
    for spec in specs {
        match spec.split_once(':').map_or((spec.trim(), ""), |(kind, rest)| (kind.trim(), rest.trim())) {
            ("builtin", "") => members.push(Box::new(Builtin::new())),
            ("builtin", _) => {
                return Err(config(spec, "`builtin` takes nothing behind it", "write `builtin`"));
            }
            ("openai", "") => return Err(config(spec, "the model is not named", "write `openai:MODEL`")),
            ("openai", model) => {
                if recorder.is_none() {
                    recorder = options.record.as_deref().map(Recorder::open).transpose()?.map(Arc::new);
                }
                let endpoint = endpoint(spec, options, env)?;
                members.push(Box::new(Model::live(endpoint, model, asking(options)?, recorder.clone())));
            }
            ("replay", "") => return Err(config(spec, "the file is not named", "write `replay:FILE`")),
            ("replay", file) => {
                let recording = Arc::new(Recording::parse(spec, &read(spec, Path::new(file))?)?);
                for (api, model) in recording.models() {
                    members.push(Box::new(Model::replayed(recording.clone(), api, model, asking(options)?)));
                }
            }
            ("anthropic", _) => {
                let hint = "use its OpenAI-compatible endpoint: `--proposer openai:MODEL --base-url URL`";
                return Err(config(spec, "models of Anthropic cannot be asked directly yet", hint));
            }
            (kind, _) => return Err(unknown(spec, kind)),
        }
    }
    if options.record.is_some() && recorder.is_none() {
        let hint = "name a model with `--proposer openai:MODEL`, or leave `--record` out";
        return Err(config("record", "there is no model to record", hint));
    }
    match members.len() {
        0 => Err(config("proposer", "there is none", "write `--proposer builtin`")),
        1 => Ok(members.remove(0)),
        _ => Ok(Box::new(Mixture::new(members, options.sampling.seed))),
    }
}

fn config(proposer: &str, message: impl Into<String>, hint: impl Into<String>) -> ProposerError {
    ProposerError::Config { proposer: proposer.into(), message: message.into(), hint: hint.into() }
}

fn unknown(spec: &str, kind: &str) -> ProposerError {
    let near = similar::get_close_matches(kind, &KINDS, 1, 0.5);
    let meant = near.first().map(|it| format!("did you mean `{it}`? ")).unwrap_or_default();
    let hint = format!("{meant}write `builtin`, `openai:MODEL` or `replay:FILE`");
    config("proposer", format!("there is no proposer `{spec}`"), hint)
}

fn endpoint(
    spec: &str,
    options: &ModelOptions,
    env: &dyn Fn(&str) -> Option<String>,
) -> Result<Endpoint, ProposerError> {
    let env = |name| env(name).filter(|it| !it.trim().is_empty());
    let hint = "a key is one line of letters, digits and signs";
    let key = match &options.key_file {
        Some(path) => {
            let text = read(spec, path)?;
            let key = Key::new(&text);
            Some(key.ok_or_else(|| config(spec, format!("there is no key in {}", path.display()), hint))?)
        }
        None => match env("OPENAI_API_KEY") {
            Some(text) => {
                Some(Key::new(&text).ok_or_else(|| config(spec, "`OPENAI_API_KEY` holds no key", hint))?)
            }
            None => None,
        },
    };
    let base_url = options.base_url.clone().or_else(|| env("OPENAI_BASE_URL"));
    if base_url.is_none() && key.is_none() {
        let hint = "set `OPENAI_API_KEY`, use `--key-file FILE`, or name an endpoint without key, as \
                    `--base-url http://localhost:8000/v1`";
        return Err(config(spec, format!("{} wants a key, and there is none", default_url(Api::Chat)), hint));
    }
    let base_url = base_url.unwrap_or_else(|| default_url(Api::Chat).into());
    let options =
        EndpointOptions { base_url, key, seed: options.sampling.seed, ..EndpointOptions::default() };
    Endpoint::new(options)
}

/// The templates that the options name, and how replies are sampled.
fn asking(options: &ModelOptions) -> Result<Asking, ProposerError> {
    let mut templates = Templates::default();
    if let Some(folder) = &options.prompts {
        let text = |path: &Path| path.exists().then(|| read("prompts", path)).transpose();
        templates.set_folder(folder, text)?;
    }
    if let Some(path) = &options.prompt {
        let wrong = |(message, hint): (String, String)| {
            config("prompt", format!("{}: {message}", path.display()), hint)
        };
        templates.set_step(&read("prompt", path)?).map_err(wrong)?;
    }
    Ok(Asking { templates, sampling: options.sampling.clone(), ..Asking::default() })
}

impl From<(String, String)> for ProposerError {
    /// What is wrong with a folder of templates, and what the user can do.
    fn from((message, hint): (String, String)) -> Self {
        config("prompts", message, hint)
    }
}

fn read(proposer: &str, path: &Path) -> Result<String, ProposerError> {
    std::fs::read_to_string(path).map_err(|error| {
        config(
            proposer,
            format!("cannot read {}: {error}", path.display()),
            "name a text file that you may read",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn build_one(spec: &str, options: &ModelOptions) -> Result<String, String> {
        let built = build(&[spec.to_owned()], options, &|_| None);
        built.map(|it| it.name().to_owned()).map_err(|it| it.complaint())
    }

    #[track_caller]
    fn fails(spec: &str, options: &ModelOptions, parts: &[&str]) {
        let error = build_one(spec, options).unwrap_err();
        parts.iter().for_each(|it| assert!(error.contains(it), "{error}"));
    }

    #[test]
    fn names_are_understood() {
        let local =
            ModelOptions { base_url: Some("http://localhost:1/v1".into()), ..ModelOptions::default() };
        assert_eq!(build_one("builtin", &local).unwrap(), "builtin");
        assert_eq!(build_one("openai:org/model:8b", &local).unwrap(), "openai:org/model:8b");
        let both = ["builtin".to_owned(), "openai:m".to_owned()];
        assert_eq!(build(&both, &local, &|_| None).unwrap().name(), "builtin+openai:m");
        let key = |name: &str| (name == "OPENAI_API_KEY").then(|| "sk-1".to_owned());
        assert!(build(&both, &ModelOptions::default(), &key).is_ok());
    }

    #[test]
    fn what_is_wrong_is_said_with_a_way_out() {
        let none = ModelOptions::default();
        fails("bultin", &none, &["there is no proposer `bultin`", "did you mean `builtin`?"]);
        fails("opnai:gpt", &none, &["did you mean `openai`?"]);
        fails("zzz", &none, &["write `builtin`, `openai:MODEL` or `replay:FILE`"]);
        fails("openai:", &none, &["the model is not named"]);
        fails("openai:m", &none, &["wants a key", "OPENAI_API_KEY", "--base-url"]);
        fails("anthropic:m", &none, &["cannot be asked directly yet", "openai:MODEL"]);
        fails("replay:/no/such/file", &none, &["cannot read /no/such/file"]);
        fails("builtin", &ModelOptions { record: Some("x".into()), ..none.clone() }, &["no model to record"]);
        let bad_url = ModelOptions { base_url: Some("localhost:8000".into()), ..none };
        fails("openai:m", &bad_url, &["base URL", "http://localhost:8000/v1"]);
    }

    #[test]
    fn files_are_checked_before_anything_is_asked() {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, text).unwrap();
            Some(path)
        };
        let local =
            ModelOptions { base_url: Some("http://localhost:1/v1".into()), ..ModelOptions::default() };
        let prompt = file("prompt.txt", "{{goal}} {{lemmas}}");
        fails(
            "openai:m",
            &ModelOptions { prompt, ..local.clone() },
            &["`{{lemmas}}` is no placeholder", "{{failed}}"],
        );
        let key_file = file("key", "two words");
        fails("openai:m", &ModelOptions { key_file, ..local.clone() }, &["there is no key in"]);
        let key_file = file("key", "sk-1\n");
        assert!(build_one("openai:m", &ModelOptions { key_file, ..local }).is_ok());
    }
}
