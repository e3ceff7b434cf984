//! Which index of lemmas a command uses.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
    sync::Arc,
};

use clap::Args as ClapArgs;

use super::{error::CliError, print};
use crate::{
    lemma::{
        Index, Provenance,
        library::{PREMISES, Shelf},
        store::Store,
    },
    prover::lean::runtime::Places,
};

/// Which index a command that is about it means.
#[derive(Clone, Debug, Default, ClapArgs)]
pub(super) struct IndexArg {
    /// The index of lemmas; else `PROOFWRIGHT_INDEX`, or `lemmas.db` in `PROOFWRIGHT_HOME` or with the user's data.
    #[arg(long, global = true, value_name = "FILE")]
    index: Option<PathBuf>,
}

impl IndexArg {
    /// The file, which may not be there yet; `settings` may name one, too.
    pub(super) fn path(&self, settings: &Choice) -> Result<PathBuf, CliError> {
        self.index.clone().or_else(|| settings.named.clone()).or_else(usual_path).ok_or_else(|| {
            CliError::usage("there is no place for an index: neither HOME nor PROOFWRIGHT_HOME is set")
                .hint("name a file with `--index FILE`, or set PROOFWRIGHT_INDEX")
        })
    }
}

/// What was typed, or is in the settings file.
#[derive(Clone, Debug, Default)]
pub(super) struct Choice {
    /// The file that is named.
    pub(super) named: Option<PathBuf>,
    /// Whether none is wanted.
    pub(super) none: bool,
}

impl Choice {
    /// The index for a command that has one if it can: what is wrong with the usual one is a warning, with one that is named
    /// an error.
    pub(super) fn usual(&self, provenance: Provenance) -> Result<Option<Index>, CliError> {
        if self.none {
            return Ok(None);
        }
        if self.named.is_some() {
            return self.named(provenance);
        }
        let Some(path) = usual_path() else { return Ok(None) };
        match Store::open(&path) {
            Ok(store) => Ok(Some(Index::new(store, provenance))),
            Err(error) => {
                print::note(&format!(
                    "{} no index of lemmas is used: {error}; {}",
                    print::paint("warning:", "1;33"),
                    error.hint()
                ));
                Ok(None)
            }
        }
    }

    /// The index for a command that has none unless it is told to.
    pub(super) fn named(&self, provenance: Provenance) -> Result<Option<Index>, CliError> {
        let path = self.named.as_deref().filter(|_| !self.none);
        path.map(|it| Ok(Index::new(Store::open(it)?, provenance))).transpose()
    }
}

/// Has the index draw on the premises of such imports that were indexed before, of whatever prover has most; says whether
/// there are any.
pub(super) fn add_any_library(index: &Index, imports: &[String]) -> Result<bool, CliError> {
    let shelf = Shelf::new(Places::of_this_process()?.cache.join(PREMISES));
    let fits = shelf.all().into_iter().filter(|it| it.environment.imports == imports);
    let best = fits.max_by_key(|it| it.premises);
    let Some(premises) = best.and_then(|it| shelf.open(&it.environment)) else { return Ok(false) };
    index.set_library(imports.to_vec(), Arc::new(premises));
    Ok(true)
}

/// Where the index is when nobody says.
fn usual_path() -> Option<PathBuf> {
    place(&|name| std::env::var_os(name).filter(|it| !it.is_empty()), cfg!(target_os = "macos"))
}

/// A file with this name in the folder of the usual index.
pub(super) fn beside_the_usual(name: &str) -> Option<PathBuf> {
    Some(usual_path()?.with_file_name(name))
}

/// `PROOFWRIGHT_INDEX`, else `lemmas.db` in `PROOFWRIGHT_HOME`, else in the folder for a user's data: it is no cache.
fn place(variable: &dyn Fn(&str) -> Option<OsString>, macos: bool) -> Option<PathBuf> {
    if let Some(file) = variable("PROOFWRIGHT_INDEX") {
        return Some(file.into());
    }
    let folder = match variable("PROOFWRIGHT_HOME") {
        Some(home) => PathBuf::from(home),
        None => {
            let xdg = variable("XDG_DATA_HOME").map(PathBuf::from).filter(|it| it.is_absolute());
            let usual = if macos { "Library/Application Support" } else { ".local/share" };
            xdg.or_else(|| Some(Path::new(&variable("HOME")?).join(usual)))?.join("proofwright")
        }
    };
    Some(folder.join("lemmas.db"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_variable_that_is_set_says_where_it_is() {
        let all = [
            ("PROOFWRIGHT_INDEX", "/i.db"),
            ("PROOFWRIGHT_HOME", "/p"),
            ("XDG_DATA_HOME", "/x"),
            ("HOME", "/h"),
        ];
        let places: Vec<_> = (0..=all.len())
            .map(|from| {
                let variable =
                    |name: &str| all[from..].iter().find(|it| it.0 == name).map(|it| OsString::from(it.1));
                place(&variable, false).map(|it| it.display().to_string())
            })
            .collect();
        let wanted =
            ["/i.db", "/p/lemmas.db", "/x/proofwright/lemmas.db", "/h/.local/share/proofwright/lemmas.db"];
        let wanted: Vec<_> = wanted.iter().map(|it| Some((*it).to_owned())).chain([None]).collect();
        assert_eq!(places, wanted);
        let home = |name: &str| (name == "HOME").then(|| OsString::from("/h"));
        let file = place(&home, true).unwrap();
        assert_eq!(file, Path::new("/h/Library/Application Support/proofwright/lemmas.db"));
    }
}
