//! What Lean's libraries declare, listed by workers of their own.

use std::{fs, path::Path, time::UNIX_EPOCH};

use super::{
    LeanCommand,
    pool::{LeanOptions, LeanPool},
    protocol::Wanted,
};
use crate::prover::{
    Declaration, Library, Module, ProverError, pool::PoolOptions, process::available_memory,
};

/// Declarations in one request: a worker needs about a second for them.
const PAGE: usize = 500;

/// Memory in bytes that must be available for a worker beside those that search.
const MEMORY: u64 = 3 << 30;

/// Lists declarations with workers that are started when they are needed, and end when this is dropped.
#[derive(Clone)]
pub struct LeanLibrary {
    pool: LeanPool,
    workers: usize,
}

impl LeanLibrary {
    /// Two workers that have the machine to themselves, or one where it is too small for two.
    ///
    /// # Panics
    /// Outside of a tokio runtime.
    pub fn new(command: LeanCommand, options: LeanOptions) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let two = cores >= 2 && available_memory().is_none_or(|it| it >= 2 * MEMORY);
        LeanLibrary::with(command, options, if two { 2 } else { 1 })
    }

    /// A worker that takes what searches leave of the processor; none where there is too little memory for one more.
    ///
    /// # Panics
    /// Outside of a tokio runtime.
    pub fn in_background(command: LeanCommand, options: LeanOptions) -> Option<Self> {
        let enough = available_memory().is_none_or(|it| it >= MEMORY);
        enough.then(|| LeanLibrary::with(command.nice(19), options, 1))
    }

    fn with(command: LeanCommand, options: LeanOptions, workers: usize) -> Self {
        let pool = PoolOptions { workers, spares: 0, ..options.pool };
        LeanLibrary { pool: LeanPool::new(command, LeanOptions { pool, ..options }), workers }
    }
}

fn header(imports: &[String]) -> String {
    imports.iter().map(|it| format!("import {it}\n")).collect()
}

impl Library for LeanLibrary {
    fn workers(&self) -> usize {
        self.workers
    }

    async fn version(&self) -> Result<String, ProverError> {
        Ok(self.pool.lease().await?.worker().await?.version())
    }

    async fn shutdown(&self) {
        self.pool.shutdown().await;
    }

    async fn modules(&self, imports: &[String]) -> Result<Vec<Module>, ProverError> {
        let modules = self.pool.modules(&header(imports)).await?.modules;
        let module = |it: super::protocol::LeanModule| Module {
            stamp: it.file.map(|file| stamp(&file)).unwrap_or_default(),
            name: it.name,
        };
        Ok(modules.into_iter().map(module).collect())
    }

    async fn declarations(
        &self,
        imports: &[String],
        module: &Module,
    ) -> Result<Vec<Declaration>, ProverError> {
        let header = header(imports);
        let names = [module.name.clone()];
        let wanted = Wanted { modules: Some(&names), useful: true, ..Wanted::default() };
        let mut all = Vec::new();
        loop {
            let page = self.pool.decls(&header, wanted, all.len(), PAGE).await?;
            let end = page.decls.is_empty();
            all.extend(page.decls);
            if end || all.len() >= page.total {
                return Ok(all);
            }
        }
    }
}

/// What a module's file is known by: the hash that Lake keeps beside it, else its size and time.
fn stamp(file: &Path) -> String {
    if let Ok(hash) = fs::read_to_string(file.with_extension("olean.hash")) {
        return hash.trim().to_owned();
    }
    let Ok(data) = fs::metadata(file) else { return "unknown".into() };
    let time = data.modified().ok().and_then(|it| it.duration_since(UNIX_EPOCH).ok()).unwrap_or_default();
    format!("{}-{}", data.len(), time.as_nanos())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_is_known_by_its_hash_or_its_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("M.olean");
        assert_eq!(stamp(&file), "unknown");
        fs::write(&file, "1").unwrap();
        let before = stamp(&file);
        fs::write(&file, "12").unwrap();
        assert_ne!(stamp(&file), before);
        fs::write(folder.path().join("M.olean.hash"), "abc\n").unwrap();
        assert_eq!(stamp(&file), "abc");
    }
}
