//! One set-up at a time for a cache folder.

use std::fs::File;
use std::path::Path;
use std::time::Duration;

use rustix::fs::{FlockOperation, flock};

use super::{SetupEvent, Tell, io_error, say};
use crate::prover::ProverError;

/// Held while a cache folder is changed; let go when dropped, also by a process that dies.
#[derive(Debug)]
pub struct Lock(#[expect(dead_code, reason = "the open file is the lock")] File);

/// Takes the lock of a cache folder, and says so while it has to wait.
///
/// # Errors
/// If the folder cannot be written to, or `tell` ends the wait.
pub fn acquire(cache: &Path, tell: &mut Tell<'_>) -> Result<Lock, ProverError> {
    std::fs::create_dir_all(cache).map_err(|e| io_error("creating the cache folder", cache, &e))?;
    let path = cache.join("lock");
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(|e| io_error("opening", &path, &e))?;
    loop {
        match flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => return Ok(Lock(file)),
            Err(rustix::io::Errno::WOULDBLOCK | rustix::io::Errno::INTR) => {}
            Err(e) => return Err(io_error("locking", &path, &e.into())),
        }
        say(tell, SetupEvent::Waiting { place: cache.to_owned() })?;
        std::thread::sleep(Duration::from_millis(100));
    }
}
