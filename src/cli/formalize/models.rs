//! Which models put texts into formal statements and judge them, and what they are shown.

use std::sync::Arc;

use crate::{
    cli::{
        args::FormalizeArgs,
        error::CliError,
        index,
        settings::{Settings, read},
    },
    formalize::{
        Given,
        model::{
            Models, Text,
            context::{Examples, premises},
        },
    },
    lemma::{Index, Provenance, library::imports},
    proposer::{
        Proposer,
        model::{Model, template::Kind},
        spec::{self, ModelOptions},
    },
    theorem::ProverKind,
};

/// The word for no model.
const TEMPLATES: &str = "templates";

/// Who is asked for formal statements.
pub(super) struct Formalizers {
    /// Whether templates are.
    pub(super) templates: bool,
    /// The models; none if there is nobody to ask.
    pub(super) models: Option<Models>,
    /// What formal statements stand behind.
    pub(super) given: Given,
    /// The models as they were named, and those that judge.
    pub(super) specs: Vec<String>,
    pub(super) judges: Vec<String>,
    examples: Examples,
    index: Option<Index>,
}

impl Formalizers {
    pub(super) fn new(args: &FormalizeArgs, settings: &Settings) -> Result<Self, CliError> {
        let specs = if args.formalizer.is_empty() { &settings.formalizers } else { &args.formalizer };
        let judges = if args.judge.is_empty() { &settings.judges } else { &args.judge };
        let header = args.header.as_deref().map(read).transpose()?.unwrap_or_default();
        let prover = settings.prover(args.header.as_deref());
        let given = Given::behind(prover, &header);
        let models = Models {
            judge_all: !judges.is_empty(),
            samples: settings.drive.samples,
            repairs: settings.drive.search.repairs,
            budget: settings.drive.budget,
            ..models(specs, judges, &settings.models)?
        };
        let is_any = !models.formalizers.is_empty() || !models.judges.is_empty();
        // What the index has of the library is Lean's.
        let index = match is_any && prover == ProverKind::Lean {
            true => settings.index.usual(Provenance::default())?,
            false => None,
        };
        if let Some(index) = &index {
            index::add_any_library(index, &imports(&header))?;
        }
        let mut examples = String::new();
        for path in &args.examples {
            let text = read(path)?;
            Examples::parse(&text, prover).map_err(|line| {
                CliError::usage(format!(
                    "{}:{line}: there is no object with `informal` and `statement`",
                    path.display()
                ))
                .hint("write `{\"informal\": \"…\", \"statement\": \"theorem … := by sorry\"}` on each line")
            })?;
            examples.push_str(&text);
            examples.push('\n');
        }
        Ok(Formalizers {
            templates: specs.is_empty() || specs.iter().any(|it| it == TEMPLATES),
            models: is_any.then_some(models),
            given,
            specs: specs.clone(),
            judges: judges.clone(),
            examples: Examples::parse(&examples, prover).unwrap_or_default(),
            index,
        })
    }

    /// What models are shown beside a text.
    pub(super) fn context(&self, informal: &str) -> (String, String) {
        let premises = self.index.as_ref().map(|it| premises(it, informal)).unwrap_or_default();
        (premises, self.examples.nearest(informal))
    }

    /// The text with it, behind `header`.
    pub(super) fn text<'a>(
        &'a self,
        informal: &'a str,
        name: &'a str,
        header: &'a str,
        (premises, examples): &'a (String, String),
    ) -> Text<'a> {
        Text { prover: self.given.prover, informal, name, header, premises, examples }
    }
}

/// The models that are named; those that put forward judge as well, if nobody else is named for it.
fn models(specs: &[String], judges: &[String], options: &ModelOptions) -> Result<Models, CliError> {
    let env = |name: &str| std::env::var(name).ok();
    let is_judging = |it: Kind| matches!(it, Kind::Informalize | Kind::Judge | Kind::Compare);
    let built = |spec: &str, is_wanted: &dyn Fn(Kind) -> bool| -> Result<Vec<Arc<Model>>, CliError> {
        Ok(spec::models(spec, is_wanted, options, &env)?.into_iter().map(Arc::new).collect())
    };
    let nobody = |spec: &str, what: &str| {
        CliError::usage(format!("{spec}: nobody was asked {what} in it"))
            .hint("record it with `proofwright formalize --formalizer openai:MODEL --record FILE`")
    };
    let mut models = Models::default();
    for spec in specs.iter().filter(|it| *it != TEMPLATES) {
        let found = built(spec, &|it| it == Kind::Formalize)?;
        if found.is_empty() {
            return Err(nobody(spec, "for formal statements"));
        }
        if judges.is_empty() && !spec::is_live(spec) {
            models.judges.extend(built(spec, &is_judging)?);
        } else if judges.is_empty() {
            models.judges.extend(found.iter().cloned());
        }
        models.formalizers.extend(found);
    }
    for spec in judges {
        // One endpoint keeps the limits of all that it is asked.
        let known = models.formalizers.iter().find(|it| spec::is_live(spec) && it.name() == spec);
        let found = match known {
            Some(model) => vec![Arc::clone(model)],
            None => built(spec, &is_judging)?,
        };
        if found.is_empty() {
            return Err(nobody(spec, "to judge"));
        }
        models.judges.extend(found);
    }
    Ok(models)
}

/// What the proposers of a search are built with: there need not be one to be recorded if there is another model.
pub(super) fn of_search(settings: &Settings, formalizers: &Formalizers) -> ModelOptions {
    let is_recorded = settings.proposers.iter().any(|it| spec::is_live(it));
    let record = settings.models.record.clone().filter(|_| is_recorded || formalizers.models.is_none());
    ModelOptions { record, ..settings.models.clone() }
}
