//! The folder of `--out`: results as they come, and a page that shows them.

use std::path::Path;

use serde_json::{Value, json};

use super::{items::Entry, models::Formalizers};
use crate::{
    cli::{args::FormalizeArgs, error::CliError, settings::Settings},
    formalize::pipeline::Formalized,
    report,
    run::WorkFolder,
};

const PAGE: &str = "index.html";
/// The results as `--json` prints them, in the order of the texts.
const RESULTS: &str = "formalized.jsonl";

pub(super) struct Out {
    folder: WorkFolder<Value>,
    /// What came of the texts so far.
    results: Vec<Value>,
}

impl Out {
    /// The folder, for results with just these settings; `against` is what the references say.
    pub(super) fn open(
        path: &Path,
        args: &FormalizeArgs,
        settings: &Settings,
        formalizers: &Formalizers,
        against: &str,
    ) -> Result<Self, CliError> {
        let drive = &settings.drive;
        let config = json!({
            "version": env!("CARGO_PKG_VERSION"), "prover": formalizers.given.prover, "name": args.name, "prove": args.prove, "index": format!("{:?}", settings.index),
            "proposers": settings.proposers, "formalizers": formalizers.specs, "judges": formalizers.judges,
            "examples": args.examples, "against": against, "samples": drive.samples, "refute": drive.refute,
            "budget": format!("{:?}", drive.budget), "search": format!("{:?}", drive.search),
        });
        Ok(Out { folder: WorkFolder::open(path, &config, &[PAGE, RESULTS])?, results: Vec::new() })
    }

    /// What came of an entry in an earlier run.
    pub(super) fn again(&mut self, entry: &Entry) -> Option<Value> {
        let result = self.folder.done(&key(entry))?["result"].clone();
        self.results.push(result.clone());
        Some(result)
    }

    /// Keeps what came of an entry; it is on the disk when this returns.
    pub(super) fn add(
        &mut self,
        entry: &Entry,
        formalized: &Formalized,
        is_done: bool,
    ) -> Result<(), CliError> {
        let mut result = json!(formalized);
        result["done"] = is_done.into();
        self.folder.add(key(entry), json!({ "result": result }))?;
        self.results.push(result);
        Ok(())
    }

    /// Writes all results, and the page that shows them.
    pub(super) fn write(&self) -> Result<(), CliError> {
        let lines: String = self.results.iter().map(|it| format!("{it}\n")).collect();
        self.folder.write(RESULTS, &lines)?;
        Ok(self.folder.write(PAGE, &report::formalized(&self.results))?)
    }
}

/// What makes an entry the same: its text, name, and what stands before it.
fn key(entry: &Entry) -> String {
    let header = blake3::hash(entry.given.header.as_bytes()).to_hex();
    format!("{} {}: {}", &header[..16], entry.item.name, entry.item.text)
}
