//! The provers that certify lemmas, started for what there is to certify.

use std::{path::Path, sync::Arc, time::Duration};

use crate::{
    cli::{args::Common, error::CliError, settings::Settings},
    prover::{
        Certification, Certifier, ProverError,
        fstar::certifier::{FstarCertifier, FstarLimits},
        lean::{certifier::LeanCertifier, pool::LeanPool, protocol::Wanted},
    },
    theorem::{ProverKind, Theorem, fstar_names::spoken, fstar_statement::stated},
};

/// How many declarations of a text with the same beginning of the name are looked through for one.
const LISTED: usize = 500;

/// Certifies theorems of whatever prover was started.
pub(in crate::cli) struct Provers {
    lean: Option<Lean>,
    fstar: Option<FstarCertifier>,
}

/// A pool that checks and lists, and the certifier beside it.
pub(super) struct Lean {
    pub(super) pool: LeanPool,
    pub(super) certifier: LeanCertifier,
}

/// What a lemma states, as the prover understands it.
pub(super) struct Stated {
    pub(super) ty: String,
    /// Constants that it mentions, sorted.
    pub(super) consts: Vec<String>,
}

impl Provers {
    /// Finds the provers of these kinds, as for a file if one is named.
    pub(in crate::cli) async fn start(
        settings: &Settings,
        common: &Common,
        kinds: &[ProverKind],
        near: Option<&Path>,
        time: Option<Duration>,
    ) -> Result<Provers, CliError> {
        let mut provers = Provers { lean: None, fstar: None };
        if kinds.contains(&ProverKind::Lean) {
            let runtime = settings.lean(near, common.quiet).await?;
            let certifier = settings.certifier(&runtime, time);
            certifier.warm();
            let pool = settings.pool(&runtime, 1);
            provers.lean = Some(Lean { pool, certifier });
        }
        if kinds.contains(&ProverKind::Fstar) {
            let fstar = Arc::new(settings.fstar(near, common.quiet)?);
            let usual = FstarLimits::default();
            let limits = FstarLimits { time: time.unwrap_or(usual.time), ..usual };
            provers.fstar = Some(FstarCertifier::new(fstar, limits));
        }
        Ok(provers)
    }

    /// Lean, if it was started.
    pub(super) fn lean(&self) -> Result<&Lean, ProverError> {
        self.lean.as_ref().ok_or_else(|| not_started(ProverKind::Lean))
    }

    /// Asks the prover what a theorem states; `text` is its header with its declaration in it, and may go on.
    pub(super) async fn stated(&self, theorem: &Theorem, text: &str) -> Result<Stated, ProverError> {
        if theorem.prover == ProverKind::Fstar {
            let ty = stated(theorem);
            let names = spoken(ty).into_iter().filter(|it| *it != theorem.name);
            return Ok(Stated { ty: ty.to_owned(), consts: sorted(names.collect()) });
        }
        let pool = &self.lean()?.pool;
        let wanted = Wanted { prefix: &theorem.name, added: true, ..Wanted::default() };
        let listed = pool.decls(text, wanted, 0, LISTED).await?;
        let found = listed.decls.into_iter().rfind(|it| it.name == theorem.name);
        let missing = || format!("{} is not among the declarations that Lean lists", theorem.name);
        found
            .map(|it| Stated { ty: it.ty, consts: sorted(it.consts) })
            .ok_or_else(|| ProverError::Statement { message: missing() })
    }

    /// Ends their processes.
    pub(in crate::cli) async fn shutdown(&self) {
        if let Some(Lean { pool, certifier, .. }) = &self.lean {
            tokio::join!(pool.shutdown(), certifier.shutdown());
        }
    }
}

impl Certifier for Provers {
    async fn certify(&mut self, theorem: &Theorem, candidate: &str) -> Result<Certification, ProverError> {
        match (theorem.prover, &mut self.lean, &mut self.fstar) {
            (ProverKind::Lean, Some(lean), _) => lean.certifier.certify(theorem, candidate).await,
            (ProverKind::Fstar, _, Some(fstar)) => fstar.certify(theorem, candidate).await,
            (kind, ..) => Err(not_started(kind)),
        }
    }
}

fn not_started(kind: ProverKind) -> ProverError {
    ProverError::Missing {
        message: format!("no prover for {} was started", kind.as_str()),
        hint: "add Lean and F* files by themselves".into(),
    }
}

fn sorted(mut names: Vec<String>) -> Vec<String> {
    names.sort();
    names.dedup();
    names
}
