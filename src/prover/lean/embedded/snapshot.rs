//! The memory of a REPL that is ready, kept so that a worker starts in about two seconds.
//!
//! How it is taken and put back is the launcher's business (`launcher.js`); here is when, and where.

use std::{
    ffi::OsStr,
    fs,
    ops::ControlFlow,
    path::{Path, PathBuf},
    time::Duration,
};

use super::{SetupEvent, Tell, interrupted, io_error, lock, missing};
use crate::prover::{
    ProverError,
    lean::{
        runtime::Places,
        runtime_embedded::{Embedded, write_whole},
    },
    tool,
};

/// Requests that the REPL answers before its memory is kept: Init is imported, the commonest tactics
/// have run, and what they leave in Lean's caches is there from the start.
const WARM_UP: &str = include_str!("warm-up.jsonl");

/// Taking a snapshot takes 10 to 40 s.
const PATIENCE: Duration = Duration::from_secs(300);

/// A snapshot that does not start is taken again this often.
const ATTEMPTS: u32 = 3;

/// The snapshot of `repl` on this Lean, which is taken if it is not there.
///
/// # Errors
/// If the REPL does not become ready, or the disk says no.
pub fn ensure(
    lean: &Embedded,
    repl: &Path,
    places: &Places,
    tell: &mut Tell<'_>,
) -> Result<PathBuf, ProverError> {
    let folder = places.cache.join("snapshots");
    let key = [lean.script.as_os_str(), repl.as_os_str(), OsStr::new(WARM_UP)];
    let hash = blake3::hash(&key.map(OsStr::as_encoded_bytes).join(&0)).to_hex();
    let snapshot = folder.join(format!("{}.memory", &hash.as_str()[..16]));
    if snapshot.exists() {
        return Ok(snapshot);
    }
    let _lock = lock::acquire(&places.cache, tell)?;
    if snapshot.exists() {
        return Ok(snapshot);
    }
    fs::create_dir_all(&folder).map_err(|e| io_error("creating", &folder, &e))?;
    remove_old(&folder);
    write_whole(&repl.with_file_name("warm-up.jsonl"), WARM_UP)?;
    let mut said = String::new();
    for _ in 0..ATTEMPTS {
        match take(lean, repl, &snapshot, places, tell)? {
            None => return Ok(snapshot),
            Some(trouble) => said = trouble,
        }
    }
    let hint = "free memory and disk space (3 GB and 1 GB are needed) and run it again";
    Err(missing(format!("the embedded Lean did not become ready: {said}"), hint))
}

/// Takes a snapshot and starts from it once; it gets its name only if that worked. Else says what went wrong.
fn take(
    lean: &Embedded,
    repl: &Path,
    snapshot: &Path,
    places: &Places,
    tell: &mut Tell<'_>,
) -> Result<Option<String>, ProverError> {
    let trial = snapshot.with_extension("trial");
    let mut stopped = false;
    for command in [lean.build(&trial, repl), lean.serve(&trial)] {
        let args: Vec<&OsStr> = command.args.iter().map(|it| it.as_os_str()).collect();
        let run = tool::run(&command.program, &args, &command.cwd, &places.path, PATIENCE, &mut |elapsed| {
            let flow = tell(SetupEvent::Snapshot { elapsed });
            stopped = flow == ControlFlow::Break(());
            flow
        });
        match run {
            _ if stopped => return Err(interrupted()),
            Err(error) => return Ok(Some(error.to_string())),
            Ok(run) if !run.success => return Ok(Some(run.trouble())),
            Ok(_) => {}
        }
    }
    // What names a snapshot whole is the memory's name, so that comes last.
    for (from, to) in [("trial.json", "memory.json"), ("trial", "memory")] {
        let to = snapshot.with_extension(to);
        fs::rename(snapshot.with_extension(from), &to).map_err(|e| io_error("renaming to", &to, &e))?;
    }
    Ok(None)
}

/// Other versions' snapshots are large and quickly taken again; the newest two stay, as a process of
/// another version may still start workers from its own.
fn remove_old(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut found: Vec<_> = entries
        .flatten()
        .filter(|it| it.path().extension().is_some_and(|it| it == "memory"))
        .filter_map(|it| Some((it.metadata().ok()?.modified().ok()?, it.path())))
        .collect();
    found.sort();
    found.truncate(found.len().saturating_sub(2));
    for (_, path) in found {
        // One that cannot be removed only takes space.
        let _ = fs::remove_file(path.with_extension("memory.json"));
        let _ = fs::remove_file(path);
    }
}
