//! Where the lemma index is.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
};

use clap::Args as ClapArgs;

use super::error::CliError;

/// Which lemma index is meant.
#[derive(Clone, Debug, Default, ClapArgs)]
pub(super) struct IndexArg {
    /// The lemma index; else `lemmas.db` in `PROOFWRIGHT_HOME`, or in `proofwright` in the user's data folder.
    #[arg(long, global = true, value_name = "FILE", env = "PROOFWRIGHT_INDEX", hide_env_values = true)]
    index: Option<PathBuf>,
}

impl IndexArg {
    /// The file, which may not be there yet.
    pub(super) fn path(&self) -> Result<PathBuf, CliError> {
        let variable = |name: &str| std::env::var_os(name).filter(|it| !it.is_empty());
        let named = self.index.clone().filter(|it| it != Path::new(""));
        named.or_else(|| usual(&variable, cfg!(target_os = "macos"))).ok_or_else(|| {
            CliError::usage("there is no place for the lemma index: neither HOME nor PROOFWRIGHT_HOME is set")
                .hint("name a file with `--index FILE`")
        })
    }
}

/// Where the index is if nothing else is said. It is no cache: nothing else has what is in it.
fn usual(variable: &dyn Fn(&str) -> Option<OsString>, macos: bool) -> Option<PathBuf> {
    let file = "lemmas.db";
    if let Some(home) = variable("PROOFWRIGHT_HOME") {
        return Some(Path::new(&home).join(file));
    }
    // The XDG specification says that a relative path is to be ignored.
    let xdg = variable("XDG_DATA_HOME").map(PathBuf::from).filter(|it| it.is_absolute());
    let data = if macos { "Library/Application Support" } else { ".local/share" };
    let folder = xdg.or_else(|| Some(Path::new(&variable("HOME")?).join(data)))?;
    Some(folder.join("proofwright").join(file))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_index_is_with_the_users_data() {
        let usual = |set: &[(&str, &str)], macos| {
            let find = |name: &str| set.iter().find(|it| it.0 == name).map(|it| it.1.into());
            usual(&find, macos).map(|it| it.display().to_string())
        };
        let all = [("PROOFWRIGHT_HOME", "/p"), ("XDG_DATA_HOME", "/x"), ("HOME", "/h")];
        assert_eq!(usual(&all, false).unwrap(), "/p/lemmas.db");
        assert_eq!(usual(&all[1..], false).unwrap(), "/x/proofwright/lemmas.db");
        assert_eq!(usual(&all[2..], false).unwrap(), "/h/.local/share/proofwright/lemmas.db");
        assert_eq!(usual(&all[2..], true).unwrap(), "/h/Library/Application Support/proofwright/lemmas.db");
        assert_eq!(usual(&[("XDG_DATA_HOME", "x")], false), None);
    }
}
