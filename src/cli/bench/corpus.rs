//! Which statements a run is of: corpora found, read, filtered and drawn from.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::filter::Filter;
use crate::{
    cli::{
        args::{BenchArgs, Common},
        error::CliError,
        print,
        settings::{Settings, read, with_interface},
    },
    run::{Statement, labels},
    theorem::{
        ProverKind, Theorem,
        corpus::{Corpus, CorpusError, Item, Manifest, items},
    },
};

/// Where the names of this project's corpora are looked for, here and in the folders above.
const MANIFEST: &str = "corpora/manifest.toml";

/// Folders that are not looked into: what tools put there.
const SKIPPED: [&str; 4] = [".lake", "build", "lake-packages", "node_modules"];

/// The statements of a run.
pub(super) struct Selected {
    pub(super) prover: ProverKind,
    pub(super) statements: Vec<Statement>,
    /// The theorem of each statement, if it could be read.
    pub(super) theorems: Vec<Option<Theorem>>,
    /// How many there are before filters and limits.
    pub(super) found: usize,
}

impl Selected {
    /// Prints what there is, a statement a line.
    pub(super) fn list(&self, common: &Common) {
        for it in &self.statements {
            if common.json {
                print::json(it);
                continue;
            }
            let place = format!("{}:{}", it.source, it.line);
            let about = it.error.as_ref().map_or(place.clone(), |error| format!("{place}: {error}"));
            print::out(&format!(
                "{:<9}{}  {about}\n",
                if it.error.is_some() { "error" } else { "ok" },
                it.id
            ));
        }
        if !common.quiet {
            let broken = self.statements.iter().filter(|it| it.error.is_some()).count();
            let (chosen, found) = (self.statements.len(), self.found);
            print::note(&format!("{chosen} of {found} statements, {broken} of them cannot be worked on"));
        }
    }
}

/// A place of a corpus, and its file.
struct Place {
    file: PathBuf,
    item: Item,
}

impl From<CorpusError> for CliError {
    fn from(error: CorpusError) -> Self {
        CliError::usage(error.to_string())
    }
}

/// Reads the corpora that are asked for, and takes what the filters leave.
pub(super) fn select(args: &BenchArgs, settings: &Settings) -> Result<Selected, CliError> {
    let header = match &args.header {
        Some(path) => read(path)?,
        None => String::new(),
    };
    let mut places = Vec::new();
    for corpus in &args.corpora {
        collect(corpus, &header, settings, &mut places)?;
    }
    let filter = Filter::new(&args.filter, args.split.as_deref())?;
    let named: Vec<(&str, &str, usize)> = places
        .iter()
        .map(|it| (it.item.name.as_str(), it.file.to_str().unwrap_or_default(), it.item.line))
        .collect();
    let labels = labels(&named);
    let found = places.len();
    let mut chosen: Vec<(Statement, Option<Theorem>)> = places
        .into_iter()
        .zip(labels)
        .map(|(place, label)| {
            let statement = Statement::new(&label, &place.item, &place.file.display().to_string());
            (statement, place.item.entry.ok().map(|it| it.theorem))
        })
        .filter(|it| filter.takes(&it.0))
        .collect();
    if let Some(limit) = args.limit {
        chosen.truncate(limit);
    }
    if let Some(sample) = args.sample {
        draw(&mut chosen, sample, settings.seed);
    }
    if chosen.is_empty() {
        return Err(CliError::usage(format!("none of {found} statements is left to prove"))
            .hint("`--split` and `--filter` must fit what the corpus has"));
    }
    let (statements, theorems): (Vec<_>, Vec<_>) = chosen.into_iter().unzip();
    let prover = prover(settings, &theorems)?;
    Ok(Selected { prover, statements, theorems, found })
}

/// Keeps `sample` of the statements, drawn by the seed; which, does not depend on the others.
fn draw(chosen: &mut Vec<(Statement, Option<Theorem>)>, sample: usize, seed: u64) {
    let lot = |it: &Statement| blake3::hash(format!("{seed} {}", it.id).as_bytes());
    let mut lots: Vec<_> = chosen.iter().map(|it| *lot(&it.0).as_bytes()).collect();
    lots.sort_unstable();
    if let Some(last) = sample.checked_sub(1).and_then(|it| lots.get(it)) {
        chosen.retain(|it| lot(&it.0).as_bytes() <= last);
    } else if sample == 0 {
        chosen.clear();
    }
}

/// The one prover that all statements are for.
fn prover(settings: &Settings, theorems: &[Option<Theorem>]) -> Result<ProverKind, CliError> {
    let mut provers: Vec<ProverKind> = theorems.iter().flatten().map(|it| it.prover).collect();
    provers.sort_unstable();
    provers.dedup();
    match provers[..] {
        [prover] => Ok(prover),
        [] => Ok(settings.prover(None)),
        _ => Err(CliError::usage("these statements are for different provers")
            .hint("say which to work on with `--prover lean` or `--prover fstar`")),
    }
}

/// Reads one corpus: a file, a folder, a manifest, or the name of one of this project's.
fn collect(
    corpus: &Path,
    header: &str,
    settings: &Settings,
    places: &mut Vec<Place>,
) -> Result<(), CliError> {
    let wanted = |prover| settings.prover_named().is_none_or(|it| it == prover);
    if corpus.is_dir() && corpus.join("manifest.toml").is_file() {
        return collect(&corpus.join("manifest.toml"), header, settings, places);
    }
    if corpus.is_dir() {
        let mut files = Vec::new();
        walk(corpus, &mut files)?;
        files.retain(|it| wanted(kind(it)));
        if files.is_empty() {
            return Err(CliError::usage(format!("{} holds no corpus", corpus.display()))
                .hint("a corpus is made of `.lean`, `.fst` or `.jsonl` files"));
        }
        for file in files {
            collect_file(&file, header, places)?;
        }
        return Ok(());
    }
    if corpus.extension().is_some_and(|it| it == "toml") {
        let manifest = manifest(corpus)?;
        for it in manifest.corpora.iter().filter(|it| wanted(it.prover)) {
            if !it.run && settings.project.is_none() {
                let note = it.note.as_deref().unwrap_or("it is not run by default");
                print::note(&format!("{}: left out: {note}", it.name));
                continue;
            }
            collect_listed(corpus, it, header, places)?;
        }
        return Ok(());
    }
    if corpus.exists() {
        return collect_file(corpus, header, places);
    }
    let name = corpus.to_string_lossy();
    let here = std::env::current_dir().unwrap_or_default();
    let Some(path) = here.ancestors().map(|it| it.join(MANIFEST)).find(|it| it.is_file()) else {
        return Err(CliError::usage(format!("there is no file, folder or corpus `{name}`"))
            .hint(format!("names are looked up in {MANIFEST}, which is neither here nor above")));
    };
    let path = path.strip_prefix(&here).map_or(path.clone(), Path::to_owned);
    let manifest = manifest(&path)?;
    match manifest.get(&name) {
        Some(it) => collect_listed(&path, it, header, places),
        None => {
            let names: Vec<_> = manifest.corpora.iter().map(|it| it.name.as_str()).collect();
            Err(CliError::usage(format!("there is no file, folder or corpus `{name}`")).hint(format!(
                "the corpora of {} are: {}",
                path.display(),
                names.join(", ")
            )))
        }
    }
}

fn manifest(path: &Path) -> Result<Manifest, CliError> {
    Ok(Manifest::parse(&path.display().to_string(), &read(path)?)?)
}

/// Reads a corpus that a manifest lists.
fn collect_listed(
    manifest: &Path,
    corpus: &Corpus,
    header: &str,
    places: &mut Vec<Place>,
) -> Result<(), CliError> {
    let folder = manifest.parent().unwrap_or(Path::new(""));
    let mut before = header.to_owned();
    if let Some(file) = &corpus.header {
        before.push_str(&read(&folder.join(file))?);
    }
    collect_file(&folder.join(&corpus.file), &before, places)
}

fn collect_file(file: &Path, header: &str, places: &mut Vec<Place>) -> Result<(), CliError> {
    let text = with_interface(file, &read(file)?)?;
    let name = file.display().to_string();
    let found = items(&name, &text, header)?;
    places.extend(found.into_iter().map(|item| Place { file: file.to_owned(), item }));
    Ok(())
}

/// The prover that a corpus file is for.
fn kind(file: &Path) -> ProverKind {
    if file.extension().is_some_and(|it| it == "fst") { ProverKind::Fstar } else { ProverKind::Lean }
}

/// All corpus files of a folder and those in it, sorted.
fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), CliError> {
    let failed = |error: std::io::Error| {
        CliError::usage(format!("cannot read {}: {error}", folder.display()))
            .hint("name a folder that you may read")
    };
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .map_err(failed)?
        .map(|it| it.map(|it| it.path()))
        .collect::<Result<_, _>>()
        .map_err(failed)?;
    entries.sort();
    for path in entries {
        let name = path.file_name().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
        let corpus = path.extension().is_some_and(|it| it == "lean" || it == "fst" || it == "jsonl");
        // A link may lead back to where we are.
        if path.is_dir() && !path.is_symlink() && !name.starts_with('.') && !SKIPPED.contains(&name.as_str())
        {
            walk(&path, files)?;
        } else if corpus && path.is_file() && name != "lakefile.lean" {
            files.push(path);
        }
    }
    Ok(())
}
