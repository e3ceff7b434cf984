//! What `config.json` says: all settings that bear on what is proved, and the versions.

use std::{
    fs,
    path::PathBuf,
    time::{Duration, SystemTime},
};

use serde_json::{Value, json};

use super::Bench;
use crate::{
    cli::{error::CliError, settings::read},
    driver,
    proposer::settings::ModelSettings,
    prover::StepLimits,
    run::{set_hash, utc},
    search::Budget,
};

/// The settings of a run; a run with others is another run.
pub(super) fn config(bench: &Bench<'_>, version: &str, drive: &driver::Settings) -> Result<Value, CliError> {
    let Bench { args, settings, selected, .. } = bench;
    let each = settings.models.each.iter().map(|(name, it)| Ok((name.clone(), model(it)?)));
    let each = each.collect::<Result<serde_json::Map<_, _>, CliError>>()?;
    let ms = |it: Duration| it.as_millis() as u64;
    // Taken apart whole, so that no new setting is forgotten here.
    let driver::Settings { budget, search, step, samples, minimise, refute } = drive;
    let Budget { time, steps, calls, tokens, cost } = *budget;
    let StepLimits { heartbeats, time: step_time } = *step;
    Ok(json!({
        "format": 1,
        "started_at": utc(SystemTime::now()),
        "proofwright": env!("CARGO_PKG_VERSION"),
        "prover": { "kind": selected.prover, "version": version, "project": settings.project },
        "corpora": args.corpora,
        "split": args.split,
        "filter": args.filter,
        "limit": args.limit,
        "sample": args.sample,
        "statements_hash": set_hash(&selected.statements),
        "pass": args.pass,
        "seed": settings.seed,
        "jobs": settings.jobs,
        "budget": { "timeout_ms": time.map(ms), "steps": steps, "calls": calls, "tokens": tokens, "cost": cost },
        "step": { "heartbeats": heartbeats, "timeout_ms": ms(step_time) },
        "search": search,
        "samples": samples,
        "minimise": minimise,
        "refute": refute,
        "index": settings.index.named,
        "embeddings": bench.embeddings.as_ref().map(|it| it.embedder.model()),
        "proposers": settings.proposers,
        "models": { "all": model(&settings.models.all)?, "each": each },
    }))
}

/// What a model is asked with; how often it may be asked, and with which key, bears on nothing.
fn model(settings: &ModelSettings) -> Result<Value, CliError> {
    let hash = |text: &str| blake3::hash(text.as_bytes()).to_hex().to_string();
    let it = settings;
    let mut texts = String::new();
    if let Some(folder) = &it.prompts {
        let failed = |error| CliError::usage(format!("cannot read {}: {error}", folder.display()));
        let mut files: Vec<PathBuf> = Vec::new();
        for prover in fs::read_dir(folder).map_err(failed)? {
            let prover = prover.map_err(failed)?.path();
            let entries =
                if prover.is_dir() { fs::read_dir(&prover).map_err(failed)?.collect() } else { Vec::new() };
            for entry in entries {
                files.push(entry.map_err(failed)?.path());
            }
        }
        files.sort();
        for file in files.iter().filter(|it| it.is_file()) {
            texts.push_str(&format!(
                "{}\n{}\n",
                file.strip_prefix(folder).unwrap_or(file).display(),
                read(file)?
            ));
        }
    }
    let prompt = it.prompt.as_deref().map(read).transpose()?;
    Ok(json!({
        "base_url": it.base_url,
        "prompt": prompt.as_deref().map(hash),
        "prompts": it.prompts.is_some().then(|| hash(&texts)),
        "temperature": it.temperature,
        "top_p": it.top_p,
        "reply_tokens": it.reply_tokens,
        "stop": it.stop,
        "samples": it.samples,
        "price": it.price.map(|it| [it.input, it.output]),
        "body": it.body,
    }))
}
