//! `proofwright lemmas`: what is in the index, and what comes into it and out of it.

use serde::Serialize;

use super::{Exit, args::Common, error::CliError, print, settings::Settings, stop};
use crate::lemma::{
    Lemma, LemmaId,
    graph::LemmaGraph,
    store::{Kept, Store, StoreError, StoreStats},
};

mod add;
mod args;
mod exchange;
pub(super) mod provers;
mod search;
mod verify;

pub(super) use args::LemmasArgs;
use args::LemmasCommand;

pub(super) async fn run(args: LemmasArgs, common: &Common) -> Result<Exit, CliError> {
    let settings = Settings::new(common, None)?;
    let path = args.index.path(&settings.index)?;
    // The library can be searched before there is any lemma.
    let is_new =
        matches!(args.command, LemmasCommand::Add(_) | LemmasCommand::Import(_) | LemmasCommand::Search(_));
    let store = if is_new { Store::open(&path)? } else { Store::open_existing(&path)? };
    for damaged in store.damaged()? {
        print::note(&format!(
            "{} the lemma {} of the index is damaged, and left out: {}",
            print::paint("warning:", "1;33"),
            if damaged.name.is_empty() { "without a name" } else { &damaged.name },
            damaged.what
        ));
    }
    let stop = stop::on_signal();
    let work = async {
        match &args.command {
            LemmasCommand::Search(it) => search::run(it, &path, common, &settings).await,
            LemmasCommand::Add(it) => add::run(it, &store, common, &settings).await,
            LemmasCommand::Show(it) => show(&it.name, &store, common),
            LemmasCommand::Stats => stats(&store, common),
            LemmasCommand::Export(it) => exchange::export(it, &store, common, &settings),
            LemmasCommand::Import(it) => exchange::import(it, &store, common, &settings).await,
            LemmasCommand::Verify(it) => verify::run(it, &store, common, &settings).await,
            LemmasCommand::Withdraw(it) => withdraw(&it.name, &it.reason, &store, common),
            LemmasCommand::Gc => gc(&store, common),
        }
    };
    tokio::select! {
        outcome = work => outcome,
        () = stop.cancelled() => Ok(Exit::Interrupted),
    }
}

impl From<StoreError> for CliError {
    fn from(error: StoreError) -> Self {
        CliError::usage(error.to_string()).hint(error.hint())
    }
}

/// What is said of one lemma.
#[derive(Debug, Default, Serialize)]
struct Told<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    theorem: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
}

impl<'a> Told<'a> {
    /// What became of a lemma.
    fn of(lemma: &'a Lemma, status: &'static str) -> Self {
        Told { name: Some(&lemma.name), id: Some(&lemma.id.0), status, ..Told::default() }
    }

    fn because(self, reason: &'a str) -> Self {
        Told { reason: Some(reason), ..self }
    }

    /// Prints it, as an object or as a line.
    fn print(&self, common: &Common) {
        if common.json {
            return print::json(self);
        }
        let what = self.name.or(self.theorem).or(self.file).unwrap_or_default();
        let from = match (self.name.and(self.theorem), self.file) {
            (Some(theorem), Some(file)) if theorem != what => format!(" ({theorem} of {file})"),
            (_, Some(file)) if file != what => format!(" ({file})"),
            _ => String::new(),
        };
        let why = self.reason.map_or(String::new(), |it| format!(": {}", it.trim().replace('\n', "\n    ")));
        print::out(&format!("{:<10} {what}{from}{why}\n", self.status));
    }
}

#[derive(Serialize)]
struct Shown<'a> {
    #[serde(flatten)]
    lemma: &'a Lemma,
    #[serde(skip_serializing_if = "Option::is_none")]
    withdrawn: Option<&'a str>,
    rests_on: Vec<&'a str>,
    used_by: Vec<&'a str>,
}

fn show(name: &str, store: &Store, common: &Common) -> Result<Exit, CliError> {
    let Kept { lemma, withdrawn } = store.resolve(name)?;
    let kept = store.kept()?;
    let all: Vec<&Lemma> = kept.iter().map(|it| &it.lemma).collect();
    let graph = LemmaGraph::new(all.iter().copied()).map_err(|it| CliError::usage(it.to_string()))?;
    let names = |ids: Vec<&LemmaId>| -> Vec<&str> {
        ids.into_iter()
            .filter_map(|id| all.iter().find(|it| it.id == *id))
            .map(|it| it.name.as_str())
            .collect()
    };
    let shown = Shown {
        lemma: &lemma,
        withdrawn: withdrawn.as_deref(),
        rests_on: names(graph.dependencies(&lemma.id)),
        used_by: names(graph.dependents(&lemma.id)),
    };
    match common.json {
        true => print::json(&shown),
        false => print::out(&readable(&shown)),
    }
    Ok(Exit::Success)
}

fn readable(shown: &Shown<'_>) -> String {
    let Lemma { name, id, theorem, ty, proof, certificate, provenance, .. } = shown.lemma;
    let mut out = String::new();
    let mut line = |what: &str, text: &str| {
        if !text.is_empty() {
            out.push_str(&format!("{what:<10} {}\n", text.trim().replace('\n', "\n           ")));
        }
    };
    line("name", name);
    line("id", &id.0);
    line("withdrawn", shown.withdrawn.unwrap_or_default());
    line("type", ty);
    line("certified", &format!("by {} {}", certificate.prover, certificate.version));
    line("axioms", &certificate.axioms.join(", "));
    line("rests on", &shown.rests_on.join(", "));
    line("used by", &shown.used_by.join(", "));
    line("corpus", provenance.corpus.as_deref().unwrap_or_default());
    line("run", provenance.run.as_deref().unwrap_or_default());
    line("proposer", provenance.proposer.as_deref().unwrap_or_default());
    line("goal of", provenance.goal_of.as_deref().unwrap_or_default());
    line("header", &format!("{} lines", theorem.header.lines().count()));
    format!("{out}\n{}\n", proof.trim())
}

#[derive(Serialize)]
struct ShownStats<'a> {
    index: &'a str,
    #[serde(flatten)]
    stats: &'a StoreStats,
}

fn stats(store: &Store, common: &Common) -> Result<Exit, CliError> {
    let stats = store.stats()?;
    let index = store.path().display().to_string();
    if common.json {
        print::json(&ShownStats { index: &index, stats: &stats });
        return Ok(Exit::Success);
    }
    let StoreStats { lean, fstar, withdrawn, damaged, uses, .. } = stats;
    print::out(&format!(
        "{index}, {} KiB\n{} lemmas: {lean} of Lean, {fstar} of F*; {uses} times one calls another\n\
         {withdrawn} withdrawn, {damaged} damaged\n\
         checked elsewhere: {} times certified, {} times refused\n",
        stats.bytes / 1024,
        lean + fstar,
        stats.certified_again,
        stats.refused,
    ));
    Ok(Exit::Success)
}

fn withdraw(name: &str, reason: &str, store: &Store, common: &Common) -> Result<Exit, CliError> {
    let first = store.resolve(name)?;
    if let Some(why) = &first.withdrawn {
        return Err(CliError::usage(format!("the lemma {} was withdrawn before: {why}", first.lemma.name))
            .hint("`proofwright lemmas verify NAME --withdrawn` certifies it again"));
    }
    for id in store.withdraw(&first.lemma.id, reason)? {
        let Kept { lemma, withdrawn } = store.resolve(&id.0)?;
        Told::of(&lemma, "withdrawn").because(&withdrawn.unwrap_or_default()).print(common);
    }
    Ok(Exit::Success)
}

fn gc(store: &Store, common: &Common) -> Result<Exit, CliError> {
    let swept = store.gc()?;
    match common.json {
        true => print::json(&swept),
        false => print::out(&format!(
            "removed {} withdrawn and {} damaged lemmas, {} notes of checks; the file is {} KiB smaller\n",
            swept.withdrawn,
            swept.damaged,
            swept.checks,
            swept.bytes / 1024
        )),
    }
    Ok(Exit::Success)
}
