//! Embeddings: what of an index is not embedded yet is embedded, and kept for the next time.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use tokio_util::sync::CancellationToken;

use super::{error::CliError, print, settings::Settings};
use crate::{
    lemma::{Index, embed::Vectors, library::PREMISES},
    proposer::{Embedder, Usage, spec},
    prover::{ProverError, lean::runtime::Places},
};

/// Texts that are embedded before it is said how far that is.
const BATCH: usize = 2048;

/// How long what came of them is kept in memory alone: the file is written as a whole.
const UNWRITTEN: Duration = Duration::from_secs(30);

/// A model for embeddings, and where its vectors of premises are kept.
pub(super) struct Embeddings {
    pub(super) embedder: Arc<dyn Embedder>,
    file: PathBuf,
    quiet: bool,
}

impl Embeddings {
    /// The model of this name; it is not asked yet.
    pub(super) fn new(model: &str, settings: &Settings, quiet: bool) -> Result<Embeddings, CliError> {
        let embedder = spec::embedder(model, &settings.models, &|name| std::env::var(name).ok())?;
        // One file for each model, in the cache: everything in it can be made again.
        let name = &blake3::hash(model.as_bytes()).to_hex()[..16];
        let file = Places::of_this_process()?.cache.join(PREMISES).join(format!("{name}.vectors"));
        Ok(Embeddings { embedder: Arc::new(embedder), file, quiet })
    }

    /// The model that the settings name, if they name one.
    pub(super) fn of(settings: &Settings, quiet: bool) -> Result<Option<Embeddings>, CliError> {
        settings.embeddings.as_ref().map(|it| Embeddings::new(it, settings, quiet)).transpose()
    }

    /// Has searches draw on what is near to a goal. Without vectors of the premises they go on as ever, with a warning.
    pub(super) async fn serve(&self, index: &Index, stop: &CancellationToken) {
        let vectors = tokio::select! {
            vectors = self.vectors(index) => vectors,
            () = stop.cancelled() => return,
        };
        // What is listed on the side, or proved from now on, has no vectors before the next run.
        if index.sets().iter().all(|it| it.0.is_empty()) {
            return self.note(|| "embeddings are not used: nothing is in the index yet".to_owned());
        }
        match vectors {
            Ok(vectors) => index.set_embeddings(Arc::clone(&self.embedder), vectors),
            Err(CliError { message, hint, .. }) => {
                let hint = hint.map_or(String::new(), |it| format!("; {it}"));
                warn(&format!("premises are ranked without embeddings: {message}{hint}"));
            }
        }
    }

    /// The vectors of all premises of an index. Those that are missing are asked for.
    ///
    /// # Errors
    /// If they cannot be had, or not be kept; those that came before that are kept.
    pub(super) async fn vectors(&self, index: &Index) -> Result<Vectors, CliError> {
        let mut vectors = match fs::read(&self.file) {
            Ok(bytes) => Vectors::from_bytes(&bytes, self.embedder.model()).unwrap_or_else(|error| {
                warn(&format!("{}: {error}", self.file.display()));
                Vectors::new(self.embedder.model())
            }),
            Err(_) => Vectors::new(self.embedder.model()),
        };
        let before = vectors.len();
        let complete = self.complete(&mut vectors, index).await;
        if vectors.len() > before {
            write(&self.file, &vectors.to_bytes())?;
        }
        complete.map(|()| vectors)
    }

    async fn complete(&self, vectors: &mut Vectors, index: &Index) -> Result<(), CliError> {
        let (mut used, mut written) = (Usage::default(), Instant::now());
        for (premises, _) in index.sets() {
            let missing = vectors.missing(&premises);
            for (nth, batch) in missing.chunks(BATCH).enumerate() {
                self.note(|| format!("embedding premises: {} of {}", nth * BATCH, missing.len()));
                let texts: Vec<&str> = batch.iter().map(String::as_str).collect();
                let embedded = self.embedder.embed(&texts).await?;
                used.add(embedded.usage);
                for (text, vector) in batch.iter().zip(embedded.vectors) {
                    vectors.add(text, &vector).map_err(|it| self.does_not_fit(&it.to_string()))?;
                }
                if written.elapsed() >= UNWRITTEN {
                    write(&self.file, &vectors.to_bytes())?;
                    written = Instant::now();
                }
            }
        }
        if used.calls > 0 {
            let about = if used.estimated { "about " } else { "" };
            let cost = used.cost.map_or(String::new(), |it| format!(", for {it}"));
            self.note(|| format!("premises are embedded: {about}{} tokens{cost}", used.tokens));
        }
        Ok(())
    }

    fn does_not_fit(&self, what: &str) -> CliError {
        CliError::usage(format!("{}: {what}", self.embedder.model())).hint(format!(
            "if the endpoint serves another model by this name now, delete {}",
            self.file.display()
        ))
    }

    fn note(&self, text: impl FnOnce() -> String) {
        if !self.quiet {
            print::note(&text());
        }
    }
}

fn warn(text: &str) {
    print::note(&format!("{} {text}", print::paint("warning:", "1;33")));
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
