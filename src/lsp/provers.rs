//! Which prover works on a file, started once for all files that use it.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::{Arc, MutexGuard, PoisonError},
    time::Duration,
};

use lsp_types::Url;
use tokio::sync::Mutex;

use super::settings::Settings;
use crate::prover::{
    ProverError,
    fstar::{
        Fstar,
        check::{CheckLimits, FileCheck},
        find,
    },
    lean::{
        certifier::{CertifyLimits, LeanCertifier},
        embedded::SetupEvent,
        pool::{LeanOptions, LeanPool},
        runtime::{self, Runtime},
    },
    pool::PoolOptions,
};

/// How far provers stand back behind the editor.
const NICE: u8 = 5;

/// A Lean with its workers. Clones are the same.
#[derive(Clone)]
pub(super) struct Lean {
    /// Which one it is.
    pub(super) runtime: Runtime,
    /// Workers for searches, and one for looking at documents.
    pub(super) pool: LeanPool,
    /// The certifier, which has a process of its own.
    pub(super) certifier: LeanCertifier,
}

/// The provers that were needed so far. The workers of each end when they were idle for a while.
#[derive(Default)]
pub(super) struct Provers {
    leans: Mutex<Leans>,
    /// The F* that looked at a document last.
    fstar_file: Arc<std::sync::Mutex<FstarFile>>,
}

#[derive(Default)]
struct FstarFile {
    check: Option<(Url, FileCheck)>,
    /// How often it was used.
    uses: u64,
}

#[derive(Default)]
struct Leans {
    all: Vec<Lean>,
    /// Which of them, by the folder of the file.
    of: BTreeMap<Option<PathBuf>, usize>,
    /// Imports whose premises were asked for, by the folder of the project.
    imports: BTreeSet<(Option<PathBuf>, Vec<String>)>,
}

impl Provers {
    /// The Lean for a file: that of its project, or the embedded one, which may have to be fetched first.
    ///
    /// # Errors
    /// If there is none; the next call looks again.
    pub(super) async fn lean(
        &self,
        settings: &Settings,
        file: Option<&Path>,
        events: &mut (dyn FnMut(SetupEvent) + Send),
    ) -> Result<Lean, ProverError> {
        let folder = file.and_then(Path::parent).map(Path::to_owned);
        let mut leans = self.leans.lock().await;
        if let Some(&at) = leans.of.get(&folder) {
            return Ok(leans.all[at].clone());
        }
        let near = folder.as_deref();
        let runtime = runtime::resolve(settings.runtime, settings.project.as_deref(), near, events).await?;
        let known = leans.all.iter().position(|it| it.runtime.command() == runtime.command());
        let at = known.unwrap_or(leans.all.len());
        if known.is_none() {
            leans.all.push(Lean::new(runtime, settings));
        }
        leans.of.insert(folder, at);
        Ok(leans.all[at].clone())
    }

    /// The F* for a file.
    ///
    /// # Errors
    /// If there is none, or its configuration is wrong.
    pub(super) async fn fstar(
        &self,
        settings: &Settings,
        file: Option<&Path>,
    ) -> Result<Arc<Fstar>, ProverError> {
        let (named, file) = (settings.fstar.clone(), file.map(Path::to_owned));
        runtime::blocking(&mut |_| {}, move |_| Fstar::find(find::Places::new(named), file.as_deref()))
            .await
            .map(Arc::new)
    }

    /// What looks at an F* document, as it was left; there is one for all documents.
    pub(super) fn take_fstar_file(&self, uri: &Url, fstar: &Arc<Fstar>) -> FileCheck {
        let mut file = self.fstar_file();
        file.uses += 1;
        let old = file.check.take().filter(|it| it.0 == *uri && it.1.is_with(fstar));
        let limits = CheckLimits { nice: NICE, ..CheckLimits::default() };
        old.map_or_else(|| FileCheck::new(Arc::clone(fstar), limits), |it| it.1)
    }

    /// Keeps it until it was idle for a while.
    pub(super) fn put_fstar_file(&self, uri: &Url, check: FileCheck, idle: Duration) {
        let mut file = self.fstar_file();
        file.check = Some((uri.clone(), check));
        let (kept, uses) = (Arc::downgrade(&self.fstar_file), file.uses);
        tokio::spawn(async move {
            tokio::time::sleep(idle).await;
            let Some(kept) = kept.upgrade() else { return };
            let mut file = kept.lock().unwrap_or_else(PoisonError::into_inner);
            if file.uses == uses {
                file.check = None;
            }
        });
    }

    /// Ends what looks at an F* document that was closed.
    pub(super) fn close(&self, uri: &Url) {
        let mut file = self.fstar_file();
        file.check = file.check.take().filter(|it| it.0 != *uri);
    }

    fn fstar_file(&self) -> MutexGuard<'_, FstarFile> {
        self.fstar_file.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the premises of these imports are asked for now for the first time.
    pub(super) async fn is_new(&self, lean: &Lean, imports: Vec<String>) -> bool {
        self.leans.lock().await.imports.insert((lean.runtime.project().map(Path::to_owned), imports))
    }

    /// Forgets which Lean is for which file, so that other settings hold from now on. What works on the old ones goes on.
    pub(super) async fn forget(&self) {
        let old = std::mem::take(&mut *self.leans.lock().await);
        // The workers end with the last who uses them.
        drop(old);
    }

    /// Ends all that is idle, for good.
    pub(super) async fn stop(&self) {
        self.fstar_file().check = None;
        let leans = std::mem::take(&mut *self.leans.lock().await);
        for Lean { pool, certifier, .. } in leans.all {
            tokio::join!(pool.shutdown(), certifier.shutdown());
        }
    }
}

impl Lean {
    fn new(runtime: Runtime, settings: &Settings) -> Lean {
        let workers = settings.jobs + 1;
        let pool = PoolOptions { workers, spares: 0, idle: settings.idle, ..PoolOptions::default() };
        // Whoever types is not to wait for the processor.
        let command = runtime.command().nice(NICE);
        let pool = LeanPool::new(command.clone(), LeanOptions { pool, ..LeanOptions::default() });
        let certifier = LeanCertifier::new(command, CertifyLimits::default());
        Lean { runtime, pool, certifier }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_looks_at_an_fstar_document_goes_with_it_or_when_it_is_idle() {
        let fstar = Arc::new(Fstar {
            program: "fstar.exe".into(),
            version: String::new(),
            warning: None,
            path: Default::default(),
            options: Vec::new(),
            include: Vec::new(),
            interface: false,
            mirror: None,
        });
        let provers = Provers::default();
        let [a, b] = ["file:///A.fst", "file:///B.fst"].map(|it| Url::parse(it).unwrap());
        let (long, short) = (Duration::from_secs(600), Duration::from_millis(1));
        let kept = || provers.fstar_file().check.as_ref().map(|it| it.0.clone());
        let use_it =
            |uri: &Url, idle| provers.put_fstar_file(uri, provers.take_fstar_file(uri, &fstar), idle);
        use_it(&a, long);
        provers.close(&b);
        assert_eq!(kept(), Some(a.clone()));
        use_it(&b, long);
        assert_eq!(kept(), Some(b.clone()));
        provers.close(&b);
        assert_eq!(kept(), None);
        use_it(&a, short);
        use_it(&a, long);
        tokio::time::sleep(Duration::from_millis(50)).await;
        assert_eq!(kept(), Some(a.clone()), "it was used again");
        use_it(&a, short);
        while kept().is_some() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }
}
