//! Proposers as the command line names them: `builtin`, `openai:MODEL`, `replay:FILE`.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    Proposer, ProposerError,
    builtin::Builtin,
    mixture::Mixture,
    model::{
        Api, Asking, Model,
        embedder::EmbeddingModel,
        endpoint::{Endpoint, EndpointOptions, Key, default_url},
        fault::key_variable,
        prompt::Templates,
        template::Kind,
    },
    replay::{Recorder, Recording},
    settings::ModelSettings,
};

/// What models are asked with.
#[derive(Clone, Debug, Default)]
pub struct ModelOptions {
    /// The settings of all models.
    pub all: ModelSettings,
    /// Those of single ones, by their names: `openai:MODEL`.
    pub each: BTreeMap<String, ModelSettings>,
    /// Seed of the replies, of the waits and of what a mixture draws.
    pub seed: u64,
    /// A file that exchanges are appended to.
    pub record: Option<PathBuf>,
    /// Whether money is limited, so that each model must have a price.
    pub needs_prices: bool,
}

/// What a word before the colon means, beside the protocols.
const OTHER_KINDS: [&str; 2] = ["builtin", "replay"];

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
    are_models(options.each.keys())?;
    let mut members: Vec<Box<dyn Proposer>> = Vec::new();
    for spec in specs {
        match cut(spec) {
            ("builtin", "") => members.push(Box::new(Builtin::new())),
            ("builtin", _) => {
                return Err(config(spec, "`builtin` takes nothing behind it", "write `builtin`"));
            }
            (kind, _) if !is_model(spec) => return Err(unknown(spec, kind)),
            _ => {
                let models = models(spec, &Kind::is_for_proofs, options, env)?;
                if models.is_empty() {
                    let hint = "record one with `proofwright prove --record FILE`";
                    return Err(config(spec, "nobody was asked for steps or proofs in it", hint));
                }
                members.extend(models.into_iter().map(|it| -> Box<dyn Proposer> { Box::new(it) }));
            }
        }
    }
    if options.record.is_some() && !specs.iter().any(|it| is_live(it)) {
        let hint = "name a model with `--proposer openai:MODEL`, or leave `--record` out";
        return Err(config("record", "there is no model to record", hint));
    }
    match members.len() {
        0 => Err(config("proposer", "there is none", "write `--proposer builtin`")),
        1 => Ok(members.remove(0)),
        _ => Ok(Box::new(Mixture::new(members, options.seed))),
    }
}

/// Builds the model that `spec` names, or those that were asked in the recording that it names for something of a wanted kind.
///
/// # Errors
/// As [`build`].
pub fn models(
    spec: &str,
    is_wanted: &dyn Fn(Kind) -> bool,
    options: &ModelOptions,
    env: &dyn Fn(&str) -> Option<String>,
) -> Result<Vec<Model>, ProposerError> {
    are_models(options.each.keys())?;
    let (kind, model) = cut(spec);
    if kind == "replay" {
        if model.is_empty() {
            return Err(config(spec, "the file is not named", "write `replay:FILE`"));
        }
        let recording = Arc::new(Recording::parse(spec, &read(spec, Path::new(model))?)?);
        let replayed = |(api, model)| {
            let asking = asking(&settings(options, api, model), options.seed)?;
            Ok(Model::replayed(recording.clone(), api, model, asking))
        };
        return recording.models(is_wanted).into_iter().map(replayed).collect();
    }
    let Some(api) = api(kind) else {
        let hint = "write `openai:MODEL`, `completion:MODEL`, `anthropic:MODEL` or `replay:FILE`";
        return Err(config("model", format!("there is no model `{spec}`"), hint));
    };
    if model.is_empty() {
        return Err(config(spec, "the model is not named", format!("write `{kind}:MODEL`")));
    }
    let settings = settings(options, api, model);
    has_price(spec, options, &settings)?;
    let endpoint = endpoint(spec, api, &settings, options.seed, env)?;
    let asking = asking(&settings, options.seed)?;
    let recorder = options.record.as_deref().map(Recorder::open).transpose()?.map(Arc::new);
    Ok(vec![Model::live(endpoint, model, asking, recorder)])
}

/// What there are settings for must be models.
fn are_models<'a>(names: impl Iterator<Item = &'a String>) -> Result<(), ProposerError> {
    for name in names {
        let (kind, model) = cut(name);
        if api(kind).is_none() || model.is_empty() {
            let hint = "write it as `[model.\"openai:MODEL\"]`, with the name that `--proposer` has";
            return Err(config("model", format!("there are settings for `{name}`, which is no model"), hint));
        }
    }
    Ok(())
}

/// Whether `spec` names a model that is asked, and so can be recorded.
pub fn is_live(spec: &str) -> bool {
    api(cut(spec).0).is_some()
}

/// Whether `spec` names models, live or in a recording.
fn is_model(spec: &str) -> bool {
    is_live(spec) || cut(spec).0 == "replay"
}

/// The words before and behind the colon.
fn cut(spec: &str) -> (&str, &str) {
    spec.split_once(':').map_or((spec.trim(), ""), |it| (it.0.trim(), it.1.trim()))
}

/// What embeds texts with `model`, with the settings that a chat model of this name has.
///
/// # Errors
/// If a setting is missing or wrong; the endpoint is not asked yet.
pub fn embedder(
    model: &str,
    options: &ModelOptions,
    env: &dyn Fn(&str) -> Option<String>,
) -> Result<EmbeddingModel, ProposerError> {
    let spec = format!("openai:{model}");
    let settings = settings(options, Api::Chat, model);
    has_price(&spec, options, &settings)?;
    let endpoint = endpoint(&spec, Api::Chat, &settings, options.seed, env)?;
    Ok(EmbeddingModel::new(endpoint, model, settings.price))
}

/// Where money is limited, each model must have a price.
fn has_price(spec: &str, options: &ModelOptions, settings: &ModelSettings) -> Result<(), ProposerError> {
    if !options.needs_prices || settings.price.is_some() {
        return Ok(());
    }
    let hint = "say what a million tokens cost with `--price IN/OUT`, or as `price` in the settings \
                of the model; or leave `--max-cost` out";
    Err(config(spec, "money is limited, and its price is not known", hint))
}

fn api(word: &str) -> Option<Api> {
    Api::ALL.into_iter().find(|it| it.word() == word)
}

/// The settings of a model, its own before those of all.
fn settings(options: &ModelOptions, api: Api, model: &str) -> ModelSettings {
    let own = options.each.get(&format!("{}:{model}", api.word())).cloned().unwrap_or_default();
    let elsewhere = own.base_url.as_ref().is_some_and(|it| it.trim_end_matches('/') != default_url(api));
    let mut settings = own.or(&options.all);
    // The key that is set for everybody is not shown to an endpoint that one model alone has.
    if !elsewhere && settings.key_file.is_none() {
        settings.key_env.get_or_insert_with(|| key_variable(api).into());
    }
    settings
}

fn config(proposer: &str, message: impl Into<String>, hint: impl Into<String>) -> ProposerError {
    ProposerError::Config { proposer: proposer.into(), message: message.into(), hint: hint.into() }
}

fn unknown(spec: &str, kind: &str) -> ProposerError {
    let kinds: Vec<&str> = OTHER_KINDS.into_iter().chain(Api::ALL.map(Api::word)).collect();
    let near = similar::get_close_matches(kind, &kinds, 1, 0.5);
    let meant = near.first().map(|it| format!("did you mean `{it}`? ")).unwrap_or_default();
    let hint = format!(
        "{meant}write `builtin`, `openai:MODEL`, `completion:MODEL`, `anthropic:MODEL` or `replay:FILE`"
    );
    config("proposer", format!("there is no proposer `{spec}`"), hint)
}

fn endpoint(
    spec: &str,
    api: Api,
    settings: &ModelSettings,
    seed: u64,
    env: &dyn Fn(&str) -> Option<String>,
) -> Result<Endpoint, ProposerError> {
    let env = |name: &str| env(name).filter(|it| !it.trim().is_empty());
    let key = key(spec, api, settings, &env)?;
    let url_variable = if api == Api::Messages { "ANTHROPIC_BASE_URL" } else { "OPENAI_BASE_URL" };
    let base_url = settings.base_url.clone().or_else(|| env(url_variable));
    if base_url.is_none() && key.is_none() {
        let hint = format!(
            "set `{}`, use `--key-file FILE`, or name an endpoint without key, as \
             `--base-url http://localhost:8000/v1`",
            key_variable(api)
        );
        let message = format!("{} wants a key, and there is none", default_url(api));
        return Err(config(spec, message, hint));
    }
    let defaults = EndpointOptions::default();
    Endpoint::new(EndpointOptions {
        base_url: base_url.unwrap_or_else(|| default_url(api).into()),
        api,
        key,
        timeout: settings.timeout.unwrap_or(defaults.timeout),
        idle: settings.idle_timeout.unwrap_or(defaults.idle),
        limits: settings.limits(),
        stream: settings.stream.unwrap_or(defaults.stream),
        retries: settings.retries.unwrap_or(defaults.retries),
        seed,
        ..defaults
    })
}

fn key(
    spec: &str,
    api: Api,
    settings: &ModelSettings,
    env: &dyn Fn(&str) -> Option<String>,
) -> Result<Option<Key>, ProposerError> {
    let hint = "a key is one line of letters, digits and signs";
    if let Some(path) = &settings.key_file {
        let key = Key::new(&read(spec, path)?);
        return match key {
            Some(key) => Ok(Some(key)),
            None => Err(config(spec, format!("there is no key in {}", path.display()), hint)),
        };
    }
    let Some(variable) = settings.key_env.as_deref() else { return Ok(None) };
    match env(variable) {
        Some(text) => match Key::new(&text) {
            Some(key) => Ok(Some(key)),
            None => Err(config(spec, format!("`{variable}` holds no key"), hint)),
        },
        // An endpoint may want no key.
        None if variable == key_variable(api) => Ok(None),
        None => {
            let hint = "set it, or correct `key-env` in the settings";
            Err(config(spec, format!("`{variable}` is not set"), hint))
        }
    }
}

/// How a model is asked, with the templates that its settings name.
fn asking(settings: &ModelSettings, seed: u64) -> Result<Asking, ProposerError> {
    let mut templates = Templates::default();
    if let Some(folder) = &settings.prompts {
        let text = |path: &Path| path.exists().then(|| read("prompts", path)).transpose();
        templates.set_folder(folder, text)?;
    }
    if let Some(path) = &settings.prompt {
        let wrong = |(message, hint): (String, String)| {
            config("prompt", format!("{}: {message}", path.display()), hint)
        };
        templates.set_step(&read("prompt", path)?).map_err(wrong)?;
    }
    Ok(Asking {
        templates,
        sampling: settings.sampling(seed),
        most_samples: settings.samples,
        prices: settings.price,
        extra: settings.body.clone(),
    })
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

    fn of_all(all: ModelSettings) -> ModelOptions {
        ModelOptions { all, ..ModelOptions::default() }
    }

    fn local() -> ModelOptions {
        of_all(ModelSettings { base_url: Some("http://localhost:1/v1".into()), ..ModelSettings::default() })
    }

    #[test]
    fn names_are_understood() {
        let local = local();
        assert_eq!(build_one("builtin", &local).unwrap(), "builtin");
        for name in ["openai:org/model:8b", "completion:m", "anthropic:m"] {
            assert_eq!(build_one(name, &local).unwrap(), name);
        }
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
        let error = models("builtin", &|_| true, &none, &|_| None).err().unwrap().complaint();
        assert!(error.starts_with("model: there is no model `builtin`; write `openai:MODEL`"), "{error}");
        fails("zzz", &none, &["write `builtin`, `openai:MODEL`", "`replay:FILE`"]);
        fails("openai:", &none, &["the model is not named"]);
        fails("openai:m", &none, &["wants a key", "OPENAI_API_KEY", "--base-url"]);
        fails("anthropic:m", &none, &["api.anthropic.com/v1 wants a key", "ANTHROPIC_API_KEY"]);
        fails("completion:", &none, &["write `completion:MODEL`"]);
        fails(
            "openai:m",
            &ModelOptions { needs_prices: true, ..none.clone() },
            &["price is not known", "--price"],
        );
        fails("replay:/no/such/file", &none, &["cannot read /no/such/file"]);
        fails("builtin", &ModelOptions { record: Some("x".into()), ..none.clone() }, &["no model to record"]);
        let url = ModelSettings { base_url: Some("localhost:8000".into()), ..ModelSettings::default() };
        fails("openai:m", &of_all(url), &["base URL", "http://localhost:8000/v1"]);
        let each = |name: &str| BTreeMap::from([(name.to_owned(), ModelSettings::default())]);
        fails("builtin", &ModelOptions { each: each("gpt"), ..none }, &["for `gpt`", "openai:MODEL"]);
    }

    #[test]
    fn files_are_checked_before_anything_is_asked() {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, text).unwrap();
            Some(path)
        };
        let local = local();
        let local = local.all;
        let prompt = file("prompt.txt", "{{goal}} {{lemmas}}");
        fails(
            "openai:m",
            &of_all(ModelSettings { prompt, ..local.clone() }),
            &["`{{lemmas}}` is no placeholder", "{{failed}}"],
        );
        let key_file = file("key", "two words");
        fails("openai:m", &of_all(ModelSettings { key_file, ..local.clone() }), &["there is no key in"]);
        let key_file = file("key", "sk-1\n");
        assert!(build_one("openai:m", &of_all(ModelSettings { key_file, ..local })).is_ok());
    }

    #[test]
    fn a_key_goes_to_its_own_endpoint_only() {
        let env = |name: &str| Some(format!("{name}-key")).filter(|_| name.ends_with("_KEY"));
        let key_of = |own: ModelSettings| {
            let each = BTreeMap::from([("openai:m".to_owned(), own)]);
            let settings = settings(&ModelOptions { each, ..local() }, Api::Chat, "m");
            key("openai:m", Api::Chat, &settings, &env).map_err(|it| it.complaint())
        };
        let own = |base_url: Option<&str>, key_env: Option<&str>| ModelSettings {
            base_url: base_url.map(Into::into),
            key_env: key_env.map(Into::into),
            ..ModelSettings::default()
        };
        assert_eq!(key_of(own(None, None)), Ok(Key::new("OPENAI_API_KEY-key")));
        assert_eq!(key_of(own(Some("https://elsewhere/v1"), None)), Ok(None));
        assert_eq!(
            key_of(own(Some("https://elsewhere/v1"), Some("OTHER_KEY"))),
            Ok(Key::new("OTHER_KEY-key"))
        );
        assert!(key_of(own(None, Some("NOTHING"))).unwrap_err().contains("`NOTHING` is not set"));
    }
}
