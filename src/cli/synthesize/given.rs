//! What data is made from: finished proofs in files, in the lemma index and in runs.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{
    cli::{
        args::SynthesizeArgs,
        error::CliError,
        print,
        settings::{Settings, read},
    },
    lemma::store::{Store, StoreError},
    prover::{
        ProverError,
        lean::{file, pool::LeanPool},
    },
    run::{Run, Statement, counted},
    search::journal::Journal,
    synthesize::{
        item::Origin,
        pairs::{Pair, Preference, pairs},
        root::Given,
        source::Source,
    },
    theorem::{ProverKind, Theorem, finished},
};

/// A Lean text with finished proofs.
pub(super) struct Text {
    origin: Origin,
    /// What it is called.
    pub(super) source: String,
    pub(super) text: String,
    /// The one theorem of it that is meant, if not all are.
    only: Option<String>,
}

/// A theorem that a run proved.
pub(super) struct Proved {
    /// The run and the statement.
    pub(super) source: String,
    /// The theorem in a text of its own, if it is Lean's.
    pub(super) text: Option<Text>,
    /// The theorem and its proof, if it is F*'s.
    pub(super) fstar: Option<(Theorem, String)>,
    /// What its search teaches.
    pub(super) pairs: Vec<Pair>,
    pub(super) preferences: Vec<Preference>,
}

/// The texts of all files that are named, and of those in folders.
pub(super) fn files(args: &SynthesizeArgs, settings: &Settings) -> Result<Vec<Text>, CliError> {
    let mut paths = Vec::new();
    for path in &args.files {
        if path.is_dir() {
            let before = paths.len();
            lean_files(path, &mut paths)?;
            if paths.len() == before {
                return Err(CliError::usage(format!("there is no Lean file in {}", path.display())));
            }
        } else {
            paths.push(path.clone());
        }
    }
    let text = |path: &PathBuf| {
        if settings.prover(Some(path)) == ProverKind::Fstar {
            let message = format!("{} is for F*, and only theorems of Lean are mutated", path.display());
            return Err(CliError::usage(message)
                .hint("of F* there are the proofs and steps of runs, with `--from DIR`"));
        }
        let source = path.display().to_string();
        Ok(Text { origin: Origin::File, source, text: read(path)?, only: None })
    };
    paths.iter().map(text).collect()
}

fn lean_files(folder: &Path, found: &mut Vec<PathBuf>) -> Result<(), CliError> {
    let failed = |it| CliError::usage(format!("cannot read {}: {it}", folder.display()));
    let entries: Result<Vec<_>, _> = fs::read_dir(folder).map_err(failed)?.collect();
    let mut paths: Vec<PathBuf> = entries.map_err(failed)?.into_iter().map(|it| it.path()).collect();
    paths.sort();
    for path in paths {
        let hidden = path.file_name().is_some_and(|it| it.to_string_lossy().starts_with('.'));
        if path.is_dir() && !hidden {
            lean_files(&path, found)?;
        } else if path.extension().is_some_and(|it| it == "lean") {
            found.push(path);
        }
    }
    Ok(())
}

/// The lemmas of Lean in the index that is named, if one is.
pub(super) fn lemmas(settings: &Settings) -> Result<Vec<Text>, CliError> {
    let Some(path) = settings.index.named.as_deref().filter(|_| !settings.index.none) else {
        return Ok(Vec::new());
    };
    let failed = |it: StoreError| CliError::usage(it.to_string()).hint(it.hint());
    let all = Store::open_existing(path).and_then(|it| it.all(ProverKind::Lean)).map_err(failed)?;
    let text = |it: crate::lemma::Lemma| Text {
        origin: Origin::Index,
        source: path.display().to_string(),
        text: format!("{}\n\n{}\n", it.theorem.header.trim_end(), it.proof),
        only: Some(it.theorem.name),
    };
    Ok(all.into_iter().map(text).collect())
}

/// What the runs in some folders proved.
pub(super) fn runs(folders: &[PathBuf]) -> Result<Vec<Proved>, CliError> {
    let mut all = Vec::new();
    for folder in folders {
        let run = Run::read(folder)?;
        run.notes.iter().for_each(|it| print::note(it));
        let rows = counted(&run.rows);
        let before = all.len();
        for ((id, attempt), row) in rows.iter().filter(|it| it.1.is_proved()) {
            let statement = run.statements.iter().find(|it| it.id == *id);
            let (Some(statement), Some(proof)) = (statement, &row.record.proof) else { continue };
            let journal = run.tree(id, *attempt);
            all.push(proved(&run, statement, proof, &journal));
        }
        if all.len() == before {
            print::note(&format!("{} {} holds no proof", print::paint("warning:", "1;33"), folder.display()));
        }
    }
    Ok(all)
}

fn proved(run: &Run, statement: &Statement, proof: &str, journal: &Path) -> Proved {
    let name = run.path.file_name().unwrap_or(run.path.as_os_str()).to_string_lossy();
    let source = format!("{name}/{}", statement.id);
    let header = run.header(statement).unwrap_or_default();
    let mut proved = Proved {
        source: source.clone(),
        text: None,
        fstar: None,
        pairs: Vec::new(),
        preferences: Vec::new(),
    };
    let text = format!("{}\n\n{proof}\n", header.trim_end());
    if statement.prover == Some(ProverKind::Fstar) {
        let all = finished::fstar(&text);
        let found = all.into_iter().rfind(|it| it.theorem.name == statement.name);
        proved.fstar = found.map(|it| (it.theorem, it.written));
    } else {
        let only = Some(statement.name.clone());
        proved.text = Some(Text { origin: Origin::Run, source: source.clone(), text, only });
    }
    let search = fs::read_to_string(journal)
        .map_err(|it| it.to_string())
        .and_then(|it| Journal::read(&it))
        .and_then(|it| it.search());
    match search {
        Ok(search) => (proved.pairs, proved.preferences) = pairs(&search),
        Err(error) => print::note(&format!("{source} teaches nothing: {}: {error}", journal.display())),
    }
    proved
}

/// Has Lean take a text apart: the theorems of it that are meant. What is wrong with the text is told on stderr.
pub(super) async fn theorems(text: &Text, pool: &LeanPool) -> Result<Vec<Given>, CliError> {
    let checked = match pool.check(&text.text).await {
        Ok(checked) => checked,
        // What one text does to Lean costs no other its place.
        Err(error @ (ProverError::Died { .. } | ProverError::Statement { .. })) => {
            print::note(&format!("{} {}: {error}", print::paint("warning:", "1;33"), text.source));
            return Ok(Vec::new());
        }
        Err(error) => return Err(error.into()),
    };
    for error in file::errors(&checked, &text.source, 0) {
        print::note(&format!("{} {error}", print::paint("lean:", "1;33")));
    }
    let source = Arc::new(Source::new(&text.text, &checked));
    let mut places = source.theorems();
    if let Some(only) = &text.only {
        places = places.into_iter().rfind(|it| source.name(it) == only).into_iter().collect();
    }
    let given =
        |place| Given { origin: text.origin, source: text.source.clone(), text: Arc::clone(&source), place };
    Ok(places.into_iter().map(given).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_run_proved_is_found_for_both_provers() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("headers")).unwrap();
        let run = Run { path: folder.path().to_owned(), ..Run::default() };
        let statement = |name: &str, prover, header: &str| {
            let header_hash = blake3::hash(header.as_bytes()).to_hex().to_string();
            let ending = if prover == ProverKind::Lean { "lean" } else { "fst" };
            let file = format!("headers/{}.{ending}", &header_hash[..16]);
            fs::write(folder.path().join(file), header).unwrap();
            let (id, name) = (name.to_owned(), name.to_owned());
            Statement { id, name, prover: Some(prover), header_hash, ..Statement::default() }
        };
        let none = folder.path().join("no-journal");
        let fstar = statement("p", ProverKind::Fstar, "module M\n\nlet f (n:nat) : nat = n\n");
        let proof = "val p : n:nat -> Lemma (f n == n)\nlet p n = ()";
        let found = proved(&run, &fstar, proof, &none);
        let (theorem, written) = found.fstar.unwrap();
        assert_eq!((theorem.name.as_str(), written.as_str()), ("p", proof));
        assert!(theorem.header.ends_with("let f (n:nat) : nat = n\n") && found.text.is_none());
        let lean = statement("t", ProverKind::Lean, "def f := 1\n\n");
        let text = proved(&run, &lean, "theorem t : f = 1 := rfl", &none).text.unwrap();
        assert_eq!(text.text, "def f := 1\n\ntheorem t : f = 1 := rfl\n");
        assert_eq!((text.only.as_deref(), text.origin), (Some("t"), Origin::Run));
    }
}
