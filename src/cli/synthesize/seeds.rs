//! Theorems that models write from concepts.

use std::sync::{Mutex, PoisonError};

use super::{Lean, Maker, lived};
use crate::{
    cli::{args::SynthesizeArgs, error::CliError, print, settings::Settings, settings::read},
    proposer::{
        Usage,
        model::{Model, template::Kind},
        spec,
    },
    prover::lean::session::LeanSession,
    search::Spent,
    synthesize::seed::{self, SeedError},
};

/// What models are asked for.
pub(super) struct Seeds {
    concepts: Vec<String>,
    /// How many theorems are asked for.
    draws: usize,
    models: Vec<Model>,
}

impl Seeds {
    /// The concepts that are named, if any are, and the models to ask.
    pub(super) fn of(args: &SynthesizeArgs, settings: &Settings) -> Result<Option<Seeds>, CliError> {
        let Some(path) = &args.seeds else { return Ok(None) };
        let text = read(path)?;
        let concepts: Vec<String> = seed::concepts(&text).into_iter().map(str::to_owned).collect();
        if concepts.is_empty() {
            return Err(CliError::usage(format!("{} holds no concept", path.display()))
                .hint("write one a line, as `parity of sums`"));
        }
        let env = |name: &str| std::env::var(name).ok();
        let is_wanted = |it| matches!(it, Kind::Seed | Kind::Mend);
        let mut models = Vec::new();
        for spec in settings.proposers.iter().filter(|it| *it != "builtin") {
            models.extend(spec::models(spec, &is_wanted, &settings.models, &env)?);
        }
        if models.is_empty() {
            return Err(CliError::usage("there is no model to write theorems about these concepts").hint(
                "name one with `--proposer openai:MODEL` or `--proposer anthropic:MODEL`, or a recording of one \
                 that was asked for that with `--proposer replay:FILE`",
            ));
        }
        let draws = args.draws.unwrap_or(concepts.len());
        Ok(Some(Seeds { concepts, draws, models }))
    }

    /// What of this the data depends on.
    pub(super) fn config(&self) -> serde_json::Value {
        let models: Vec<&str> = self.models.iter().map(Model::id).collect();
        serde_json::json!({"concepts": self.concepts, "draws": self.draws, "models": models})
    }
}

impl Maker<'_> {
    /// Has theorems written, until all draws are made or the budget is spent.
    pub(super) async fn seeds(&mut self, seeds: &Seeds, lean: &Lean) -> Result<(), CliError> {
        let concepts: Vec<&str> = seeds.concepts.iter().map(String::as_str).collect();
        let (seed, step, budget) = (self.settings.seed, self.settings.drive.step, self.settings.drive.budget);
        let work = (0..seeds.draws).map(|nth| {
            let drawn = seed::draw(&concepts, nth, seed);
            (format!("draw {nth}"), drawn.join("; "), (nth, drawn))
        });
        let spent = Mutex::new(Usage::default());
        let spent_so_far = || *spent.lock().unwrap_or_else(PoisonError::into_inner);
        let write = async |(nth, drawn): (usize, Vec<&str>)| {
            let model = &seeds.models[nth % seeds.models.len()];
            let (mut session, mut certifier) = (LeanSession::new(&lean.pool), lean.certifier.clone());
            match seed::write(model, (&mut session, &mut certifier), &drawn, nth, step).await {
                Ok((yielded, usage)) => {
                    spent.lock().unwrap_or_else(PoisonError::into_inner).add(usage);
                    Ok(yielded)
                }
                Err(SeedError::Prover(error)) => lived(Err(error)),
                Err(SeedError::Model(error)) => Err(error.into()),
            }
        };
        let is_over = || {
            let Usage { calls, tokens, cost, .. } = spent_so_far();
            budget.forbids_call(&Spent { calls, tokens, cost, ..Spent::default() }, 0)
        };
        let most = self.args.limit.unwrap_or(usize::MAX);
        let mut new = 0;
        let enough = |yielded: &crate::synthesize::item::Yield| {
            new += yielded.items.len();
            new >= most || is_over().is_some()
        };
        self.each(work.collect(), write, enough).await?;
        if let Some(limit) = is_over() {
            print::note(&format!("no model is asked any more: {limit} is reached"));
        }
        let Usage { calls, tokens, cost, .. } = spent_so_far();
        if calls > 0 && !self.common.quiet {
            let cost = cost.map(|it| format!(" for {it}")).unwrap_or_default();
            print::note(&format!("{calls} model calls, {tokens} tokens{cost}"));
        }
        Ok(())
    }
}
