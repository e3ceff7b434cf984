//! What `config.json` says: all settings that bear on what is proved, and the versions.

use std::time::{Duration, SystemTime};

use serde_json::{Value, json};

use super::Bench;
use crate::{
    cli::{error::CliError, settings::read},
    driver,
    prover::StepLimits,
    run::{set_hash, utc},
    search::Budget,
};

/// The settings of a run; a run with others is another run.
pub(super) fn config(bench: &Bench<'_>, version: &str, drive: &driver::Settings) -> Result<Value, CliError> {
    let Bench { args, settings, selected, .. } = bench;
    let prompt = settings.prompt.as_deref().map(read).transpose()?;
    let prompt = prompt.map(|it| blake3::hash(it.as_bytes()).to_hex().to_string());
    let ms = |it: Duration| it.as_millis() as u64;
    // Taken apart whole, so that no new setting is forgotten here.
    let driver::Settings { budget, search, step, samples, minimise, refute } = drive;
    let Budget { time, steps, calls, tokens } = *budget;
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
        "budget": { "timeout_ms": time.map(ms), "steps": steps, "calls": calls, "tokens": tokens },
        "step": { "heartbeats": heartbeats, "timeout_ms": ms(step_time) },
        "search": search,
        "samples": samples,
        "minimise": minimise,
        "refute": refute,
        "proposers": settings.proposers,
        "model": {
            "base_url": settings.base_url,
            "prompt": prompt,
            "temperature": settings.temperature,
            "top_p": settings.top_p,
            "reply_tokens": settings.reply_tokens,
        },
    }))
}
