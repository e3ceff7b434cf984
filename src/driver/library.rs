//! The premises of what a theorem's header imports, for an index that searches draw on.

use std::{path::Path, sync::Arc};

use crate::{
    lemma::{
        Index,
        library::{Environment, PREMISES, Shelf, background::Indexing},
    },
    prover::{
        ProverError,
        lean::{
            library::LeanLibrary,
            pool::LeanPool,
            runtime::{Places, Runtime},
        },
    },
};

/// Has the index draw on the premises of what `header` imports: those that were indexed before, or that a worker of its own
/// indexes on the side.
///
/// # Errors
/// If the prover cannot be had.
pub async fn add_library(
    index: &Index,
    pool: &LeanPool,
    runtime: &Runtime,
    header: &str,
) -> Result<(), ProverError> {
    let prover = pool.lease().await?.worker().await?.version();
    let shelf = Shelf::new(Places::of_this_process()?.cache.join(PREMISES));
    let project = runtime.project();
    let environment = Environment::of(&prover, project, header);
    let indexed = shelf.open(&environment);
    // What comes with Lean stays as it is; a project may have changed since.
    let is_current = indexed.is_some() && project.is_none();
    if let Some(premises) = indexed {
        index.set_library(environment.imports.clone(), Arc::new(premises));
    }
    if !is_current
        && let Some(library) = LeanLibrary::in_background(runtime.command(), pool.options().clone())
    {
        let indexing = Indexing::spawn(shelf, project.map(Path::to_owned), header, library);
        index.set_pending(environment.imports, indexing);
    }
    Ok(())
}
