//! `proofwright formalize`: informal statements as formal ones, ranked, each with what was found for and against it.

use std::{sync::Arc, time::Duration};

use serde_json::Value;
use tokio_util::sync::CancellationToken;

use super::{
    Exit,
    args::{Common, FormalizeArgs},
    error::CliError,
    index, print,
    progress::asked,
    settings::Settings,
    stop,
};
use crate::{
    driver::{self, Sources, record::SpentRecord},
    formalize::{
        Read,
        answer::answered,
        equivalence::Relation,
        merged,
        model::{Asked, Asking, Event, Models},
        pipeline::{Formalized, Pipeline, Place},
    },
    lemma::{Index, Provenance, Retrieval, library::imports},
    proposer::{Proposer, Usage, spec},
    prover::{
        Certifier, Session,
        fstar::{
            certifier::{FstarCertifier, FstarLimits},
            session::FstarSession,
        },
        lean::session::LeanSession,
    },
    theorem::ProverKind,
};

mod against;
mod items;
mod models;
mod out;
mod show;

use against::References;
use items::Entry;
use models::Formalizers;
use out::Out;
use show::Shown;

/// Comparing two statements may take this part of the time for one search.
const COMPARING: u32 = 3;

struct Formalizer<'a> {
    args: &'a FormalizeArgs,
    common: &'a Common,
    formalizers: &'a Formalizers,
    references: &'a References,
    settings: &'a Settings,
    /// The settings of searches, as its prover wants them.
    drive: driver::Settings,
    proposer: &'a dyn Proposer,
    index: Option<&'a Index>,
    stop: &'a CancellationToken,
}

pub(super) async fn run(args: FormalizeArgs, common: &Common) -> Result<Exit, CliError> {
    let settings = Settings::new(common, Some(&args.search))?;
    let prover = settings.prover(args.header.as_deref());
    if prover == ProverKind::Fstar && args.against.is_some() {
        return Err(CliError::usage("`--against` is for Lean: statements of F* are not compared")
            .hint("leave it out, or leave `--prover` out"));
    }
    let is_taken = |it: char| it.is_ascii_alphanumeric() || it == '_' || it == '\'';
    let is_name =
        args.name.starts_with(|it: char| it.is_ascii_lowercase()) && args.name.chars().all(is_taken);
    if prover == ProverKind::Fstar && !is_name {
        return Err(CliError::usage(format!("F* takes no `{}` for the name of a lemma", args.name))
            .hint("give one in ASCII that begins with a small letter"));
    }
    let formalizers = Formalizers::new(&args, &settings)?;
    let options = models::of_search(&settings, &formalizers);
    let proposer = spec::build(&settings.proposers, &options, &|name| std::env::var(name).ok())?;
    let entries = items::entries(&args.text, &args.name, &formalizers.given, formalizers.templates)?;
    let statements = entries.iter().filter(|it| it.is_statement()).count();
    let references = References::read(args.against.as_deref(), &formalizers.given.header, statements)?;
    let open = |path| Out::open(path, &args, &settings, &formalizers, &references.hash());
    let mut out = args.out.as_deref().map(open).transpose()?;
    let stop = stop::on_signal();
    // What no template fits needs no prover, if there is nobody else to ask.
    if formalizers.models.is_none() && entries.iter().all(|it| it.read.is_err()) {
        let mut shown = Shown::new(prover);
        for entry in &entries {
            let unread = entry.unread();
            shown.show(&unread, common);
            if let Some(out) = &mut out {
                out.add(entry, &unread, false)?;
            }
        }
        out.as_ref().map_or(Ok(()), Out::write)?;
        return Ok(Exit::Unproved);
    }
    // What is proved serves what comes after it, as it does in `prove`.
    let index = match args.prove {
        true => settings.index.usual(Provenance { run: Some(args.text.clone()), ..Provenance::default() })?,
        false => None,
    };
    let formalizer = Formalizer {
        args: &args,
        common,
        formalizers: &formalizers,
        references: &references,
        settings: &settings,
        drive: match prover {
            ProverKind::Lean => settings.drive.clone(),
            ProverKind::Fstar => settings.drive.for_fstar(),
        },
        proposer: &*proposer,
        index: index.as_ref(),
        stop: &stop,
    };
    let outcome = match prover {
        ProverKind::Lean => formalizer.in_lean(&entries, out.as_mut()).await,
        ProverKind::Fstar => formalizer.in_fstar(&entries, out.as_mut()).await,
    };
    // What went wrong first is told, and what there is is written in any case.
    let written = out.as_ref().map_or(Ok(()), Out::write);
    let exit = outcome?;
    written.map(|()| exit)
}

impl Entry {
    /// What came of an item that nothing was made of.
    fn unread(&self) -> Formalized {
        let error = self.read.as_ref().err().cloned().unwrap_or_default();
        self.placed(Formalized::none(&self.item.text, error))
    }

    fn placed(&self, formalized: Formalized) -> Formalized {
        let place = Place { name: self.item.name.clone(), line: self.item.line };
        Formalized { place: self.is_part.then_some(place), ..formalized }
    }
}

impl Formalizer<'_> {
    async fn in_lean(&self, entries: &[Entry], out: Option<&mut Out>) -> Result<Exit, CliError> {
        let Formalizer { settings, common, stop, .. } = self;
        if let Some(index) = self.index {
            index::add_any_library(index, &imports(&self.formalizers.given.header))?;
        }
        let runtime = tokio::select! {
            runtime = settings.lean(None, common.quiet) => runtime?,
            () = stop.cancelled() => return Ok(Exit::Interrupted),
        };
        let (pool, certifier) = (settings.pool(&runtime, 1), settings.certifier(&runtime, None));
        let outcome = self.all(entries, out, &|| LeanSession::new(&pool), &certifier).await;
        tokio::join!(pool.shutdown(), certifier.shutdown());
        outcome
    }

    async fn in_fstar(&self, entries: &[Entry], out: Option<&mut Out>) -> Result<Exit, CliError> {
        let fstar = Arc::new(self.settings.fstar(None, self.common.quiet)?);
        let certifier = FstarCertifier::new(Arc::clone(&fstar), FstarLimits::default());
        self.all(entries, out, &|| FstarSession::new(Arc::clone(&fstar)), &certifier).await
    }

    async fn all<S: Session, C: Certifier + Clone>(
        &self,
        entries: &[Entry],
        mut out: Option<&mut Out>,
        session: &impl Fn() -> S,
        certifier: &C,
    ) -> Result<Exit, CliError> {
        let (mut exit, mut spent) = (Exit::Success, SpentRecord::default());
        let mut shown = Shown::new(self.formalizers.given.prover);
        let mut statements = 0;
        for entry in entries {
            let nth = statements;
            statements += usize::from(entry.is_statement());
            if let Some(result) = out.as_mut().and_then(|it| it.again(entry)) {
                shown.again(&result, self.common);
                if result["done"] == Value::Bool(false) {
                    exit = Exit::Unproved;
                }
                continue;
            }
            let formalized = tokio::select! {
                formalized = self.one(nth, entry, session(), certifier.clone()) => entry.placed(formalized?),
                () = self.stop.cancelled() => return Ok(Exit::Interrupted),
            };
            let is_done = self.is_done(&formalized);
            if !is_done {
                exit = Exit::Unproved;
            }
            shown.show(&formalized, self.common);
            if let Some(out) = &mut out {
                out.add(entry, &formalized, is_done)?;
            }
            if let Some(Asked { usage: Usage { calls, tokens, cost, estimated, .. }, .. }) = formalized.models
            {
                spent.add(&SpentRecord { calls, tokens, cost, estimated, ..SpentRecord::default() });
            }
        }
        if spent.calls > 0 && !self.common.quiet {
            print::note(&format!("in all{}", asked(&spent).replacen(',', "", 1)));
        }
        Ok(exit)
    }

    /// Whether there is all that was asked for.
    fn is_done(&self, formalized: &Formalized) -> bool {
        let reference = formalized.best().and_then(|it| it.reference.as_ref());
        formalized.is_done(self.args.prove) && reference.is_none_or(|it| it.relation == Relation::Equivalent)
    }

    async fn one<S: Session, C: Certifier>(
        &self,
        nth: usize,
        entry: &Entry,
        mut session: S,
        mut certifier: C,
    ) -> Result<Formalized, CliError> {
        let Formalizer { args, common, formalizers, .. } = self;
        let (text, name, given) = (entry.item.text.as_str(), entry.item.name.as_str(), &entry.given);
        let tell = |event: Event<'_>| {
            if !common.quiet {
                print::note(&event.to_string());
            }
        };
        let nobody = Models::default();
        let models = formalizers.models.as_ref().unwrap_or(&nobody);
        let context = formalizers.context(text);
        let mut asking = Asking::new(models, formalizers.text(text, name, &given.header, &context), &tell);
        let (mut drafts, mut questions, mut errors) = (Vec::new(), Vec::new(), Vec::new());
        match &entry.read {
            Ok(Read::Stated(read)) => drafts.clone_from(read),
            Ok(Read::Asked(read)) => questions.clone_from(read),
            Ok(Read::Defined(_)) => {}
            Err(error) => errors.push(error.clone()),
        }
        if !matches!(entry.read, Ok(Read::Defined(_))) {
            drafts.extend(asking.drafts(&mut session).await?);
        }
        let mut pipeline = Pipeline {
            session: &mut session,
            certifier: &mut certifier,
            sources: Sources {
                proposer: self.proposer,
                index: self.index.map(|it| -> &dyn Retrieval { it }),
            },
            settings: &self.drive,
            cancel: self.stop,
        };
        if let Ok(Read::Defined(definition)) = &entry.read {
            return Ok(pipeline.defined(text, &given.header, definition.clone()).await?);
        }
        let mut formalized = if drafts.is_empty() && questions.is_empty() {
            errors.extend_from_slice(asking.complaints());
            Formalized::none(text, errors.join("; "))
        } else {
            let mut formalized = pipeline.judged(text, name, merged(drafts)).await?;
            if !questions.is_empty() {
                let found = answered(&mut pipeline, text, name, &given.header, &questions).await?;
                formalized.error = found.error.filter(|_| formalized.candidates.is_empty());
                formalized.candidates.splice(0..0, found.candidates);
                formalized.rank();
            }
            asking.weigh(&mut formalized).await;
            let time = self.drive.budget.time.map_or(Duration::from_secs(20), |it| it / COMPARING);
            pipeline.group(&mut formalized, name, time).await?;
            if let Some(reference) = self.references.of(nth) {
                pipeline.against(&mut formalized, name, reference, time).await?;
            }
            if args.prove {
                pipeline.prove(&mut formalized, name).await?;
            }
            formalized
        };
        formalized.models = formalizers.models.is_some().then(|| asking.asked());
        Ok(formalized)
    }
}
