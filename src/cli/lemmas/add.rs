//! `lemmas add`: every finished theorem of a file is certified, and then added.

use std::path::Path;

use super::{
    Told,
    args::AddArgs,
    provers::{Provers, Stated},
};
use crate::{
    cli::{
        Exit,
        args::Common,
        check::{fstar::named_after, lean::is_theorem},
        error::CliError,
        settings::{Settings, read, with_interface},
    },
    lemma::{
        Lemma, LemmaId, Provenance,
        normal::key_of_type,
        offer::{local_name, mentions},
        store::{Added, Store, StoreError},
    },
    prover::{
        Certificate, Certification, Certifier as _, ProverError,
        fstar::file::inspect,
        lean::{certifier::Candidate, file},
    },
    theorem::{
        ProverKind,
        finished::{self, Finished, replace_word},
    },
};

pub(super) async fn run(
    args: &AddArgs,
    store: &Store,
    common: &Common,
    settings: &Settings,
) -> Result<Exit, CliError> {
    let texts: Vec<(&Path, String)> = args
        .files
        .iter()
        .map(|it| Ok((it.as_path(), with_interface(it, &read(it)?)?)))
        .collect::<Result<_, CliError>>()?;
    let kinds: Vec<ProverKind> = texts.iter().map(|it| settings.prover(Some(it.0))).collect();
    let near = texts.first().map(|it| it.0);
    let mut provers = Provers::start(settings, common, &kinds, near, args.timeout).await?;
    let outcome = add_all(args, &texts, store, common, settings, &mut provers).await;
    provers.shutdown().await;
    outcome
}

async fn add_all(
    args: &AddArgs,
    texts: &[(&Path, String)],
    store: &Store,
    common: &Common,
    settings: &Settings,
    provers: &mut Provers,
) -> Result<Exit, CliError> {
    let mut all = true;
    for (path, text) in texts {
        let name = path.display().to_string();
        let provenance =
            Provenance { run: Some(name.clone()), corpus: args.corpus.clone(), ..Provenance::default() };
        let mut file = FileOf { name: &name, text, provenance, store, common, before: Vec::new(), all: true };
        match settings.prover(Some(path)) {
            ProverKind::Lean => file.lean(provers).await?,
            ProverKind::Fstar => file.fstar(path, provers).await?,
        }
        all &= file.all;
    }
    Ok(if all { Exit::Success } else { Exit::Unproved })
}

/// A file whose theorems are added.
struct FileOf<'a> {
    name: &'a str,
    text: &'a str,
    provenance: Provenance,
    store: &'a Store,
    common: &'a Common,
    /// Theorems of this file that are lemmas now: names in the file, ids, and names in the index.
    before: Vec<(String, LemmaId, String)>,
    /// Whether all are in the index.
    all: bool,
}

impl FileOf<'_> {
    fn told<'a>(&'a self, theorem: Option<&'a str>, status: &'static str) -> Told<'a> {
        Told { file: Some(self.name), theorem, status, ..Told::default() }
    }

    fn refuse(&mut self, theorem: Option<&str>, status: &'static str, reason: &str) {
        self.all = false;
        self.told(theorem, status).because(reason).print(self.common);
    }

    async fn lean(&mut self, provers: &Provers) -> Result<(), CliError> {
        let lean = provers.lean()?;
        let checked = match lean.pool.check(self.text).await {
            Ok(checked) => checked,
            Err(error @ (ProverError::Died { .. } | ProverError::Statement { .. })) => {
                self.refuse(None, "error", &error.to_string());
                return Ok(());
            }
            Err(error) => return Err(error.into()),
        };
        let errors = file::errors(&checked, self.name, 0);
        if !errors.is_empty() {
            self.refuse(None, "error", &errors.join("\n"));
            return Ok(());
        }
        let mut some = false;
        for command in checked.commands.iter().filter(|it| is_theorem(it)) {
            let (Some(name), Some(header), Some(declaration)) = (
                command.names.first(),
                self.text.get(..command.start),
                self.text.get(command.start..command.end),
            ) else {
                continue;
            };
            some = true;
            let Some(finished) = finished::lean(name, header, declaration) else {
                self.refuse(Some(name), "refused", "where its proof begins cannot be told from its text");
                continue;
            };
            let statement = Some(finished.theorem.statement.as_str());
            let candidate = Candidate { header, statement, statement_header: None, text: declaration, name };
            match lean.certifier.certify_text(candidate).await? {
                Certification::Certified(certificate) => {
                    match provers.stated(&finished.theorem, self.text).await {
                        Ok(stated) => self.add(finished, certificate, stated)?,
                        Err(error @ ProverError::Statement { .. }) => {
                            self.refuse(Some(name), "refused", &error.to_string());
                        }
                        Err(error) => return Err(error.into()),
                    }
                }
                Certification::Refused { reason } => self.refuse(Some(name), "refused", &reason),
            }
        }
        if !some {
            self.refuse(None, "error", "there is no theorem in it");
        }
        Ok(())
    }

    async fn fstar(&mut self, path: &Path, provers: &mut Provers) -> Result<(), CliError> {
        let inspected = named_after(path, self.text).and_then(|()| inspect(self.text));
        if let Err(reason) = inspected {
            self.refuse(None, "error", &reason);
            return Ok(());
        }
        let all = finished::fstar(self.text);
        if all.is_empty() {
            self.refuse(
                None,
                "error",
                "there is no lemma in it: a definition that promises a `Lemma` or a `squash`",
            );
        }
        for finished in all {
            let name = &finished.theorem.name;
            match provers.certify(&finished.theorem, &finished.written).await {
                Ok(Certification::Certified(certificate)) => {
                    let stated = provers.stated(&finished.theorem, self.text).await?;
                    self.add(finished, certificate, stated)?;
                }
                Ok(Certification::Refused { reason }) => self.refuse(Some(name), "refused", &reason),
                Err(error @ ProverError::Statement { .. }) => {
                    self.refuse(Some(name), "refused", &error.to_string());
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    /// Adds a theorem that was certified.
    fn add(
        &mut self,
        finished: Finished,
        certificate: Certificate,
        Stated { ty, consts }: Stated,
    ) -> Result<(), CliError> {
        let Finished { theorem, script: own, written: proof } = finished;
        let mut script = own.clone();
        let mut uses = Vec::new();
        for (name, id, kept) in &self.before {
            // A name may be cut short where its namespace is open.
            let tails = name.match_indices('.').map(|it| &name[it.0 + 1..]);
            for name in std::iter::once(name.as_str()).chain(tails).filter(|it| mentions(&own, it)) {
                if !uses.contains(id) {
                    uses.push(id.clone());
                }
                script = replace_word(&script, name, &local_name(kept));
            }
        }
        let lemma = Lemma {
            id: LemmaId::of(&theorem),
            name: theorem.name.clone(),
            key: key_of_type(theorem.prover, &ty),
            theorem: theorem.clone(),
            ty,
            script,
            proof,
            uses,
            certificate,
            consts,
            provenance: self.provenance.clone(),
        };
        let (kept, status) = match self.store.add(&lemma) {
            Ok(Added::New(kept)) => (kept, "added"),
            Ok(Added::Known(kept)) => (kept, "known"),
            Ok(Added::Withdrawn { why }) => {
                let why = format!("it was withdrawn before: {why}");
                self.refuse(Some(&theorem.name), "withdrawn", &why);
                return Ok(());
            }
            Err(error @ (StoreError::Unfit { .. } | StoreError::Rests { .. })) => {
                self.refuse(Some(&theorem.name), "refused", &error.to_string());
                return Ok(());
            }
            Err(error) => return Err(error.into()),
        };
        let told = self.told(Some(&theorem.name), status);
        Told { name: Some(&kept.name), id: Some(&kept.id.0), ..told }.print(self.common);
        self.before.push((theorem.name.clone(), kept.id, kept.name));
        Ok(())
    }
}
