//! Embeddings for `lemmas search`: what is not embedded yet is embedded, and kept for the next time.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{
    cli::{args::Common, error::CliError, print, settings::Settings},
    lemma::{Index, embed::Vectors, library::PREMISES, rank::Premises},
    proposer::{model::endpoint::Endpoint, spec},
    prover::{ProverError, lean::runtime::Places},
};

/// Texts that are embedded before what came of them is written down.
const BATCH: usize = 2048;

/// Premises that the query is compared with go to the fusion by this many.
const MOST: usize = 256;

/// A query among the premises.
pub(super) struct Near {
    vectors: Vectors,
    query: Vec<f32>,
}

impl Near {
    /// Embeds `text`, and whatever of the index is not embedded yet.
    pub(super) async fn new(
        model: &str,
        text: &str,
        index: &Index,
        settings: &Settings,
        common: &Common,
    ) -> Result<Near, CliError> {
        let endpoint = spec::embedder(model, &settings.models, &|name| std::env::var(name).ok())?;
        let path = file(model)?;
        let mut vectors = match fs::read(&path) {
            Ok(bytes) => Vectors::from_bytes(&bytes, model).unwrap_or_else(|error| {
                print::note(&format!("{} {}: {error}", print::paint("warning:", "1;33"), path.display()));
                Vectors::new(model)
            }),
            Err(_) => Vectors::new(model),
        };
        for (premises, _) in index.sets() {
            let missing = vectors.missing(&premises);
            for (nth, batch) in missing.chunks(BATCH).enumerate() {
                if !common.quiet {
                    print::note(&format!("embedding premises: {} of {}", nth * BATCH, missing.len()));
                }
                let texts: Vec<&str> = batch.iter().map(String::as_str).collect();
                for (text, vector) in batch.iter().zip(embed(&endpoint, model, &texts).await?) {
                    vectors.add(text, &vector).map_err(|it| CliError::usage(it.to_string()))?;
                }
                write(&path, &vectors.to_bytes())?;
            }
        }
        let query = embed(&endpoint, model, &[text]).await?.pop().unwrap_or_default();
        Ok(Near { vectors, query })
    }

    /// The nearest first.
    pub(super) fn ranking(&self, premises: &Premises) -> Vec<u32> {
        self.vectors.of_premises(premises).ranking(&self.query, MOST, &|_| true)
    }
}

async fn embed(endpoint: &Endpoint, model: &str, texts: &[&str]) -> Result<Vec<Vec<f32>>, CliError> {
    Ok(endpoint.embed(model, texts).await?.vectors)
}

/// One file for each model, in the cache: everything in it can be made again.
fn file(model: &str) -> Result<PathBuf, CliError> {
    let name = &blake3::hash(model.as_bytes()).to_hex()[..16];
    Ok(Places::of_this_process()?.cache.join(PREMISES).join(format!("{name}.vectors")))
}

/// Writes the file so that it is there whole or as it was.
fn write(path: &Path, bytes: &[u8]) -> Result<(), CliError> {
    let part = path.with_extension(format!("{}.part", std::process::id()));
    let folder = path.parent().unwrap_or(Path::new("."));
    let written = fs::create_dir_all(folder).and_then(|()| fs::write(&part, bytes));
    written.and_then(|()| fs::rename(&part, path)).map_err(|source| {
        ProverError::Io { context: format!("{} cannot be written", path.display()), source }.into()
    })
}
