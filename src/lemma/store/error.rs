//! What can be wrong with a lemma index, and what to do about it.

use std::{
    io,
    path::{Path, PathBuf},
};

use rusqlite::ErrorCode;

/// Why something could not be done in a lemma index; nothing in it was changed by that.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// There is no file.
    #[error("there is no lemma index at {}", .0.display())]
    Missing(PathBuf),
    /// The file is something else.
    #[error("{} is no lemma index: {found}", path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
        /// What it is instead.
        found: String,
    },
    /// A newer Proofwright wrote it.
    #[error("the lemma index {} has version {found}, and this proofwright knows versions up to {known}", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: usize,
        /// The newest version that is known here.
        known: usize,
    },
    /// Another process has it locked for too long.
    #[error("the lemma index {} is locked by another process, for more than {waited_ms} ms", path.display())]
    Locked {
        /// The file.
        path: PathBuf,
        /// How long was waited.
        waited_ms: u128,
    },
    /// There is no room left.
    #[error("there is no room left for the lemma index {}", .0.display())]
    Full(PathBuf),
    /// It, or its folder, cannot be written to.
    #[error("the lemma index {} cannot be opened for writing: {message}", path.display())]
    ReadOnly {
        /// The file.
        path: PathBuf,
        /// What the file system said.
        message: String,
    },
    /// The file as a whole is damaged, not a row of it.
    #[error("the lemma index {} is damaged: {message}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What SQLite found.
        message: String,
    },
    /// The file system said no.
    #[error("cannot {doing} {}: {source}", path.display())]
    Io {
        /// What was being done.
        doing: &'static str,
        /// To what.
        path: PathBuf,
        /// Why it failed.
        source: io::Error,
    },
    /// A lemma that contradicts itself.
    #[error("the lemma {name} is not taken into the index: {message}")]
    Unfit {
        /// Its name.
        name: String,
        /// What does not fit.
        message: String,
    },
    /// A lemma that rests on another one that is not there.
    #[error("the lemma {name} is not taken into the index: it rests on {on}, which {why}")]
    Rests {
        /// Its name.
        name: String,
        /// Name or id of the other one.
        on: String,
        /// What is the matter with that one.
        why: &'static str,
    },
    /// No lemma is called that.
    #[error("no lemma of the index is called `{0}`, and no id begins so")]
    Unknown(String),
    /// Several ids begin like that.
    #[error("the ids of several lemmas begin with `{word}`: {}", names.join(", "))]
    Ambiguous {
        /// What was looked for.
        word: String,
        /// Names of some of them.
        names: Vec<String>,
    },
    /// Something else that SQLite said.
    #[error("the lemma index {} failed: {message}", path.display())]
    Sqlite {
        /// The file.
        path: PathBuf,
        /// What it said.
        message: String,
    },
}

impl StoreError {
    /// What the user can do.
    pub fn hint(&self) -> &'static str {
        match self {
            StoreError::Missing(_) => {
                "`proofwright lemmas add FILE` makes one; `--index FILE` names one that is elsewhere"
            }
            StoreError::Foreign { .. } => {
                "nothing was written to it; name a lemma index with `--index FILE`, or a file that is not there yet"
            }
            StoreError::Newer { .. } => {
                "nothing was written to it; use the newer proofwright, or another index with `--index FILE`"
            }
            StoreError::Locked { .. } => "try again when the other process is through with it",
            StoreError::Full(_) => {
                "nothing was lost; free some space and try again, or put the index on another disk with `--index FILE`"
            }
            StoreError::ReadOnly { .. } => {
                "make the file and its folder writable, or put the index elsewhere with `--index FILE`"
            }
            StoreError::Damaged { .. } => {
                "move it away and import an export again; `sqlite3 FILE .recover` may save what is in it"
            }
            StoreError::Io { .. } | StoreError::Sqlite { .. } => {
                "nothing was lost; look after the disk and try again, or use another index with `--index FILE`"
            }
            StoreError::Unfit { .. } => "certify it again with `proofwright lemmas add FILE`",
            StoreError::Rests { .. } => "add what it rests on first",
            StoreError::Unknown(_) => "`proofwright lemmas export` lists what there is",
            StoreError::Ambiguous { .. } => "give more of the id, or the name",
        }
    }

    /// What an error of SQLite means for the index at `path`, when `waited_ms` was the most to wait.
    pub(super) fn of(error: &rusqlite::Error, path: &Path, waited_ms: u128) -> StoreError {
        let path = path.to_owned();
        let message = error.to_string();
        match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => {
                StoreError::Foreign { path, found: "it is no SQLite database".into() }
            }
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                StoreError::Locked { path, waited_ms }
            }
            Some(ErrorCode::DiskFull) => StoreError::Full(path),
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
                StoreError::ReadOnly { path, message }
            }
            Some(ErrorCode::DatabaseCorrupt) => StoreError::Damaged { path, message },
            _ => StoreError::Sqlite { path, message },
        }
    }
}
