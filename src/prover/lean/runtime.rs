//! Which Lean is used: the project's own where there is one, else the embedded one; and why.

use std::ffi::OsString;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::LeanCommand;
use super::embedded::pins::Pins;
use super::embedded::{SetupEvent, Tell, missing, snapshot};
use super::runtime_embedded::{self as embedded, Embedded, write_whole};
use super::runtime_installed::{self as installed, Installed};
use crate::prover::ProverError;

/// The Lean side of the sessions, the same for every runtime.
const REPL: &str = include_str!("../../../lean-project/Repl.lean");

/// What the user asked for (`--runtime`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RuntimeChoice {
    /// The project's own Lean where there is one, else the embedded one.
    #[default]
    Auto,
    /// An installed Lean: the project's, else a bare one.
    Installed,
    /// The embedded Lean.
    Embedded,
}

impl std::str::FromStr for RuntimeChoice {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "auto" => Ok(RuntimeChoice::Auto),
            "installed" => Ok(RuntimeChoice::Installed),
            "embedded" => Ok(RuntimeChoice::Embedded),
            _ => Err(format!("unknown runtime `{text}`: it is one of auto, installed, embedded")),
        }
    }
}

/// Where things are looked for and kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places {
    /// The search path for programs.
    pub path: OsString,
    /// The user's home folder.
    pub home: Option<PathBuf>,
    /// The cache folder.
    pub cache: PathBuf,
    /// The current folder.
    pub cwd: PathBuf,
}

impl Places {
    /// The places of this process.
    ///
    /// # Errors
    /// If there is no current folder, or no home to put the cache in.
    pub fn of_this_process() -> Result<Places, ProverError> {
        let cwd = std::env::current_dir().map_err(|e| {
            missing(format!("the current folder cannot be read: {e}"), "go to another folder")
        })?;
        let variable = |name: &str| std::env::var_os(name).filter(|v| !v.is_empty());
        let cache = cache_folder(&variable, cfg!(target_os = "macos")).ok_or_else(|| {
            missing("neither HOME nor PROOFWRIGHT_HOME is set", "set PROOFWRIGHT_HOME to a folder")
        })?;
        Ok(Places {
            path: variable("PATH").unwrap_or_default(),
            home: variable("HOME").map(PathBuf::from),
            cache: cwd.join(cache),
            cwd,
        })
    }
}

/// The cache folder: `PROOFWRIGHT_HOME`, else `proofwright` in the user's cache.
fn cache_folder(variable: &dyn Fn(&str) -> Option<OsString>, macos: bool) -> Option<PathBuf> {
    if let Some(home) = variable("PROOFWRIGHT_HOME") {
        return Some(home.into());
    }
    // The XDG specification says that a relative path is to be ignored.
    let xdg = variable("XDG_CACHE_HOME").map(PathBuf::from).filter(|p| p.is_absolute());
    let caches = if macos { "Library/Caches" } else { ".cache" };
    xdg.or_else(|| Some(PathBuf::from(variable("HOME")?).join(caches)))
        .map(|folder| folder.join("proofwright"))
}

/// A Lean that is ready to start, and why it was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Runtime {
    lean: Lean,
    repl: PathBuf,
    why: String,
}

/// Which kind of Lean it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lean {
    /// An installed one.
    Installed(Installed),
    /// The embedded one.
    Embedded(Embedded),
}

impl Runtime {
    /// The command that starts the REPL.
    pub fn command(&self) -> LeanCommand {
        match &self.lean {
            Lean::Installed(it) => it.run_file(&self.repl),
            Lean::Embedded(it) => it.serve(&self.repl),
        }
    }

    /// Which Lean it is.
    pub fn lean(&self) -> &Lean {
        &self.lean
    }

    /// The Lake project whose modules can be imported, be it named or found.
    pub fn project(&self) -> Option<&Path> {
        match &self.lean {
            Lean::Installed(it) => it.project.as_deref(),
            Lean::Embedded(_) => None,
        }
    }

    /// Which Lean it is, the same wherever it is found.
    pub fn version(&self) -> String {
        match &self.lean {
            Lean::Installed(it) => format!("Lean {}", it.version),
            Lean::Embedded(it) => format!("embedded Lean {} on Node {}", it.version, it.node_version),
        }
    }

    /// Which Lean, where, and why this one.
    pub fn describe(&self) -> String {
        let why = &self.why;
        match &self.lean {
            Lean::Installed(Installed { version, project: Some(project), .. }) => {
                format!("Lean {version} of the Lake project {} ({why})", project.display())
            }
            Lean::Installed(Installed { version, program, .. }) => {
                format!("installed Lean {version}, {} ({why})", program.display())
            }
            Lean::Embedded(Embedded { version, node_version, .. }) => {
                format!("embedded Lean {version} on Node {node_version} ({why})")
            }
        }
    }

    /// What may go wrong with this Lean, if something is known.
    pub fn warning(&self) -> Option<String> {
        match &self.lean {
            Lean::Installed(it) => it.warning(),
            Lean::Embedded(_) => None,
        }
    }
}

/// Finds the Lean to use for a file (`near`; else the current folder), and makes it ready.
///
/// `project` is a Lake project that the user named. May fetch the embedded Lean; `events` hears of it.
///
/// # Cancel safety
/// Dropping the future ends a set-up soon; what it finished is kept.
///
/// # Errors
/// If the Lean that was asked for cannot be had; the error says what to do.
pub async fn resolve(
    choice: RuntimeChoice,
    project: Option<&Path>,
    near: Option<&Path>,
    events: &mut (dyn FnMut(SetupEvent) + Send),
) -> Result<Runtime, ProverError> {
    let places = Places::of_this_process()?;
    let project = project.map(|p| places.cwd.join(p));
    let near = near.map_or_else(|| places.cwd.clone(), |p| places.cwd.join(p));
    blocking(events, move |tell| {
        choose(choice, project.as_deref(), &near, &places, &Pins::of_this_platform(), tell)
    })
    .await
}

/// Does what blocks on a thread for that, and hands its events to the caller's.
///
/// # Errors
/// What `work` returns.
pub async fn blocking<T: Send + 'static>(
    events: &mut (dyn FnMut(SetupEvent) + Send),
    work: impl FnOnce(&mut Tell<'_>) -> Result<T, ProverError> + Send + 'static,
) -> Result<T, ProverError> {
    let (sender, mut receiver) = tokio::sync::mpsc::unbounded_channel();
    let task = tokio::task::spawn_blocking(move || {
        work(&mut |event| match sender.send(event) {
            Ok(()) => ControlFlow::Continue(()),
            // The future was dropped: nobody waits for the outcome.
            Err(_) => ControlFlow::Break(()),
        })
    });
    while let Some(event) = receiver.recv().await {
        events(event);
    }
    task.await.unwrap_or_else(|panic| std::panic::resume_unwind(panic.into_panic()))
}

/// As [`resolve`], with all that it depends on given.
///
/// # Errors
/// As [`resolve`].
pub fn choose(
    choice: RuntimeChoice,
    project: Option<&Path>,
    near: &Path,
    places: &Places,
    pins: &Pins,
    tell: &mut Tell<'_>,
) -> Result<Runtime, ProverError> {
    let found = if project.is_none() { installed::find_project(near) } else { None };
    let (lean, why) = match (choice, project, found) {
        (RuntimeChoice::Embedded, ..) => (embed(places, pins, tell)?, "as asked".to_owned()),
        // A project that the user named is not left aside silently: its imports would be missing.
        (_, Some(project), _) => (in_project(project, places)?, "the project that was named".to_owned()),
        (RuntimeChoice::Installed, None, Some(project)) => {
            (in_project(&project, places)?, "as asked".to_owned())
        }
        (RuntimeChoice::Installed, None, None) => {
            let folder = if near.is_dir() { near } else { near.parent().unwrap_or(&places.cwd) };
            (Lean::Installed(installed::bare(folder, places)?), "as asked; no Lake project here".to_owned())
        }
        (RuntimeChoice::Auto, None, None) => {
            (embed(places, pins, tell)?, format!("no Lake project at {} or above", near.display()))
        }
        (RuntimeChoice::Auto, None, Some(project)) => match in_project(&project, places) {
            Ok(lean) => (lean, format!("{} stands in it", near.display())),
            Err(error) => {
                let why = format!("the Lake project {} cannot be used: {error}", project.display());
                (embed(places, pins, tell)?, why)
            }
        },
    };
    let repl = match &lean {
        Lean::Installed(_) => repl_file(places)?,
        Lean::Embedded(it) => snapshot::ensure(it, &repl_file(places)?, places, tell)?,
    };
    Ok(Runtime { lean, repl, why })
}

/// The REPL as a file in the cache, in a folder of its own, because Lean sees that as its own.
fn repl_file(places: &Places) -> Result<PathBuf, ProverError> {
    let hash = blake3::hash(REPL.as_bytes()).to_hex();
    let repl = places.cache.join("repl").join(&hash.as_str()[..16]).join("Repl.lean");
    if !repl.exists() {
        write_whole(&repl, REPL)?;
    }
    Ok(repl)
}

fn in_project(project: &Path, places: &Places) -> Result<Lean, ProverError> {
    installed::in_project(project, places).map(Lean::Installed)
}

fn embed(places: &Places, pins: &Pins, tell: &mut Tell<'_>) -> Result<Lean, ProverError> {
    embedded::setup(places, pins, tell).map(Lean::Embedded)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cache(variables: &[(&str, &str)], macos: bool) -> Option<PathBuf> {
        let get = |name: &str| variables.iter().find(|(n, _)| *n == name).map(|(_, v)| OsString::from(*v));
        cache_folder(&get, macos)
    }

    #[test]
    fn the_cache_is_where_the_user_keeps_caches() {
        let all = [("PROOFWRIGHT_HOME", "/p"), ("XDG_CACHE_HOME", "/x"), ("HOME", "/h")];
        assert_eq!(cache(&all, false), Some("/p".into()));
        assert_eq!(cache(&all[1..], false), Some("/x/proofwright".into()));
        assert_eq!(cache(&all[2..], false), Some("/h/.cache/proofwright".into()));
        assert_eq!(cache(&all[2..], true), Some("/h/Library/Caches/proofwright".into()));
        assert_eq!(cache(&[("XDG_CACHE_HOME", "x"), all[2]], false), cache(&all[2..], false));
        assert_eq!(cache(&[], false), None);
    }
}
