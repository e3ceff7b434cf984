//! Settings: what was typed, before what a file says, before what is built in.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    str::FromStr,
    sync::Arc,
    time::Duration,
};

use serde::Deserialize;

use super::{
    args::{Common, RuntimeName, SearchArgs, parse_time},
    error::CliError,
    index::Choice,
    print,
};
use crate::{
    driver,
    lemma::Index,
    lsp,
    proposer::{settings::ModelSettings, spec::ModelOptions},
    prover::fstar::{Fstar, find},
    prover::lean::{
        certifier::{CertifyLimits, LeanCertifier},
        embedded::SetupEvent,
        pool::{LeanOptions, LeanPool},
        runtime::{self, Runtime, RuntimeChoice},
    },
    prover::{pool::PoolOptions, process},
    search::{Budget, SearchOptions, Strategy},
    theorem::{ProverKind, fstar_interface},
};

/// A worker's memory as planned for: the embedded Lean keeps 1 GB when it starts.
const WORKER_MEMORY: u64 = 2 << 30;

/// What a `--config` file may say; the names are those of the options.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct File {
    runtime: Option<RuntimeName>,
    project: Option<PathBuf>,
    prover: Option<ProverKind>,
    fstar: Option<PathBuf>,
    #[serde(default)]
    proposer: Vec<String>,
    #[serde(default)]
    formalizer: Vec<String>,
    #[serde(default)]
    judge: Vec<String>,
    strategy: Option<Strategy>,
    proofs: Option<u32>,
    drafts: Option<u32>,
    repairs: Option<u32>,
    refutation: Option<bool>,
    timeout: Option<String>,
    max_steps: Option<u64>,
    max_calls: Option<u64>,
    max_tokens: Option<u64>,
    jobs: Option<u64>,
    seed: Option<u64>,
    max_cost: Option<String>,
    price: Option<String>,
    base_url: Option<String>,
    key_file: Option<PathBuf>,
    prompt: Option<PathBuf>,
    prompts: Option<PathBuf>,
    samples: Option<u32>,
    temperature: Option<f64>,
    top_p: Option<f64>,
    reply_tokens: Option<u32>,
    stop: Option<Vec<String>>,
    /// Settings of single models: `[model."openai:MODEL"]`.
    #[serde(default)]
    model: BTreeMap<String, ModelSettings>,
    record: Option<PathBuf>,
    index: Option<PathBuf>,
    embeddings: Option<String>,
}

/// All settings of a run.
#[derive(Clone, Debug)]
pub(super) struct Settings {
    pub(super) runtime: RuntimeChoice,
    pub(super) project: Option<PathBuf>,
    prover: Option<ProverKind>,
    fstar: Option<PathBuf>,
    pub(super) proposers: Vec<String>,
    /// Who puts texts into formal statements, and who judges these, by the file.
    pub(super) formalizers: Vec<String>,
    pub(super) judges: Vec<String>,
    pub(super) drive: driver::Settings,
    pub(super) jobs: usize,
    /// The same, if somebody said it.
    jobs_named: Option<usize>,
    pub(super) seed: u64,
    /// What models are asked with.
    pub(super) models: ModelOptions,
    /// The index of lemmas.
    pub(super) index: Choice,
    /// The model for embeddings, if there is one.
    pub(super) embeddings: Option<String>,
}

impl File {
    /// Reads the file that `--config` names, if there is one.
    pub(super) fn load(common: &Common) -> Result<File, CliError> {
        let Some(path) = &common.config else { return Ok(File::default()) };
        let text = read(path)?;
        toml::from_str(&text).map_err(|error| {
            CliError::usage(format!("{} is no settings file: {}", path.display(), error.message()))
                .hint("settings have the names of the long options, as in `max-steps = 500`")
        })
    }
}

impl Settings {
    /// Puts the layers together.
    pub(super) fn new(common: &Common, args: Option<&SearchArgs>) -> Result<Settings, CliError> {
        let file = File::load(common)?;
        let args = args.cloned().unwrap_or_default();
        let timeout = match (args.timeout, file.timeout) {
            (Some(time), _) => time,
            (None, Some(text)) => parse_time(&text)
                .map_err(|it| CliError::usage(format!("timeout in the settings file: {it}")))?,
            (None, None) => Duration::from_secs(60),
        };
        let mut proposers = if args.proposer.is_empty() { file.proposer } else { args.proposer };
        if proposers.is_empty() {
            proposers.push("builtin".into());
        }
        let budget = Budget {
            time: Some(timeout),
            steps: args.max_steps.or(file.max_steps),
            calls: args.max_calls.or(file.max_calls),
            tokens: args.max_tokens.or(file.max_tokens),
            cost: args.max_cost.map_or_else(|| parsed("max-cost", file.max_cost), |it| Ok(Some(it)))?,
        };
        let usual = SearchOptions::default();
        let search = SearchOptions {
            strategy: args.strategy.or(file.strategy).unwrap_or(usual.strategy),
            proofs: args.proofs.or(file.proofs).unwrap_or(usual.proofs),
            drafts: args.drafts.or(file.drafts).unwrap_or(usual.drafts),
            repairs: args.repairs.or(file.repairs).unwrap_or(usual.repairs),
            ..usual
        };
        let refute = !args.no_refutation && file.refutation.unwrap_or(true);
        let mut drive = driver::Settings { budget, search, refute, ..driver::Settings::default() };
        if let Some(samples) = args.samples.or(file.samples) {
            drive.samples = samples as usize;
        }
        let all = ModelSettings {
            base_url: args.base_url.or(file.base_url),
            key_file: args.key_file.or(file.key_file),
            prompt: args.prompt.or(file.prompt),
            prompts: args.prompts.or(file.prompts),
            temperature: args.temperature.or(file.temperature),
            top_p: args.top_p.or(file.top_p),
            reply_tokens: args.reply_tokens.or(file.reply_tokens),
            stop: if args.stop.is_empty() { file.stop } else { Some(args.stop) },
            price: args.price.map_or_else(|| parsed("price", file.price), |it| Ok(Some(it)))?,
            ..ModelSettings::default()
        };
        let jobs_named = args.jobs.or(file.jobs).map(|it| it as usize);
        let seed = args.seed.or(file.seed).unwrap_or(0);
        let models = ModelOptions {
            all,
            each: file.model,
            seed,
            record: args.record.or(file.record),
            needs_prices: drive.budget.cost.is_some(),
        };
        Ok(Settings {
            runtime: common.runtime.or(file.runtime).map_or(RuntimeChoice::Auto, Into::into),
            project: common.project.clone().or(file.project),
            prover: common.prover.map(Into::into).or(file.prover),
            fstar: common.fstar.clone().or(file.fstar),
            proposers,
            formalizers: file.formalizer,
            judges: file.judge,
            drive,
            jobs: jobs_named.unwrap_or_else(default_jobs),
            jobs_named,
            seed,
            models,
            index: Choice {
                named: args.index.or(file.index).filter(|_| !args.no_index),
                none: args.no_index,
            },
            embeddings: args.embeddings.or(file.embeddings).filter(|_| !args.no_index),
        })
    }

    /// The Lean that these settings mean, for a file or the current folder; said on stderr.
    pub(super) async fn lean(&self, near: Option<&Path>, quiet: bool) -> Result<Runtime, CliError> {
        let mut said = String::new();
        let mut tell = |event: SetupEvent| {
            let headline = event.headline();
            if headline != said {
                print::note(&headline);
                said = headline;
            }
        };
        let runtime = runtime::resolve(self.runtime, self.project.as_deref(), near, &mut tell).await?;
        if !quiet {
            print::note(&format!("using {}", runtime.describe()));
        }
        if let Some(warning) = runtime.warning() {
            print::note(&format!("{} {warning}", print::paint("warning:", "1;33")));
        }
        Ok(runtime)
    }

    /// The same for the language server; `index` is the one that these settings name.
    pub(super) fn server(self, index: Option<Index>) -> lsp::Settings {
        let jobs = self.jobs_named.unwrap_or(1);
        lsp::Settings {
            runtime: self.runtime,
            project: self.project,
            fstar: self.fstar,
            proposers: self.proposers,
            models: self.models,
            drive: self.drive,
            jobs,
            index: index.map(Arc::new),
            use_index: true,
            idle: PoolOptions::default().idle,
            check: true,
            completion: lsp::Completion::Request,
            completion_threshold: 0.2,
            learned: super::index::beside_the_usual("suggestions.json"),
        }
    }

    /// The F* for a file or the current folder; said on stderr.
    pub(super) fn fstar(&self, file: Option<&Path>, quiet: bool) -> Result<Fstar, CliError> {
        let fstar = Fstar::find(find::Places::new(self.fstar.clone()), file)?;
        if !quiet {
            print::note(&format!("using {}, {}", fstar.version, fstar.program.display()));
        }
        if let Some(warning) = &fstar.warning {
            print::note(&format!("{} {warning}", print::paint("warning:", "1;33")));
        }
        Ok(fstar)
    }

    /// The `fstar.exe` that the settings name.
    pub(super) fn fstar_named(&self) -> Option<PathBuf> {
        self.fstar.clone()
    }

    /// The prover that the settings name.
    pub(super) fn prover_named(&self) -> Option<ProverKind> {
        self.prover
    }

    /// The prover that is named, else the one that a file is for by its name.
    pub(super) fn prover(&self, file: Option<&Path>) -> ProverKind {
        let is_fstar = |it: &Path| it.extension().is_some_and(|it| it == "fst" || it == "fsti");
        let named = file.is_some_and(is_fstar).then_some(ProverKind::Fstar);
        self.prover.or(named).unwrap_or(ProverKind::Lean)
    }

    /// Workers for `jobs` searches, and a spare where there is memory for it.
    pub(super) fn pool(&self, runtime: &Runtime, jobs: usize) -> LeanPool {
        let room = process::available_memory().is_none_or(|it| it > (jobs as u64 + 3) * WORKER_MEMORY);
        let pool = PoolOptions { workers: jobs, spares: usize::from(room), ..PoolOptions::default() };
        LeanPool::new(runtime.command(), LeanOptions { pool, ..LeanOptions::default() })
    }

    /// The certifier, which has a process of its own.
    pub(super) fn certifier(&self, runtime: &Runtime, time: Option<Duration>) -> LeanCertifier {
        let limits = CertifyLimits::default();
        LeanCertifier::new(runtime.command(), CertifyLimits { time: time.unwrap_or(limits.time), ..limits })
    }
}

/// What a setting of the file says, if it is there.
fn parsed<T: FromStr<Err = String>>(name: &str, text: Option<String>) -> Result<Option<T>, CliError> {
    let parsed = text.map(|it| it.parse()).transpose();
    parsed.map_err(|it| CliError::usage(format!("{name} in the settings file: {it}")))
}

/// Half the cores, at most four, and no more than there is memory for.
fn default_jobs() -> usize {
    let cores = std::thread::available_parallelism().map_or(1, |it| it.get() / 2);
    let memory = process::available_memory().map_or(1, |it| (it / WORKER_MEMORY) as usize / 2);
    cores.min(memory).clamp(1, 4)
}

/// A module with the interface that stands beside its file, if there is one.
pub(super) fn with_interface(file: &Path, text: &str) -> Result<String, CliError> {
    let interface = file.with_extension("fsti");
    match file.extension().is_some_and(|it| it == "fst") && interface.is_file() {
        true => Ok(fstar_interface::with_interface(text, &read(&interface)?)),
        false => Ok(text.to_owned()),
    }
}

/// A text with plain ends of line.
pub(super) fn unix(text: String) -> String {
    if text.contains("\r\n") { text.replace("\r\n", "\n") } else { text }
}

/// Reads a text file that the user named; `-` is stdin. It has `\n` where the file has `\r\n`, as provers read their files.
pub(super) fn read(path: &Path) -> Result<String, CliError> {
    let (bytes, name) = if path.as_os_str() == "-" {
        let mut bytes = Vec::new();
        (
            std::io::Read::read_to_end(&mut std::io::stdin().lock(), &mut bytes).map(|_| bytes),
            "stdin".to_owned(),
        )
    } else {
        (std::fs::read(path), path.display().to_string())
    };
    let bytes = bytes.map_err(|error| {
        CliError::usage(format!("cannot read {name}: {error}"))
            .hint("name a file that is there and that you may read; for `prove`, `-` is stdin")
    })?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = good.iter().filter(|it| **it == b'\n').count() + 1;
        CliError::usage(format!("{name} is not UTF-8 text: line {line} holds a byte that cannot stand there"))
            .hint("save it as UTF-8, as Lean and F* want their files")
    })?;
    Ok(unix(text))
}
