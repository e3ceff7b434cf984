//! Files that a crash at any moment leaves whole, and locks that a dead process does not keep.

use std::{
    fs::File,
    io::{self, Write},
    os::unix::fs::PermissionsExt,
    path::Path,
};

use rustix::fs::{FlockOperation, flock};

/// Writes a file so that it is never half there.
pub(super) fn write_whole(path: &Path, text: &[u8]) -> io::Result<()> {
    let mut file = tempfile::Builder::new()
        .prefix(".new-")
        .permissions(PermissionsExt::from_mode(0o644))
        .tempfile_in(path.parent().unwrap_or(Path::new(".")))?;
    file.write_all(text).and_then(|()| file.as_file().sync_all())?;
    file.persist(path).map_err(|it| it.error)?;
    Ok(())
}

/// Opens a file, and locks it until it is dropped; says whether nobody else has it.
pub(super) fn lock(path: &Path) -> io::Result<(File, bool)> {
    let file = File::options().create(true).truncate(false).read(true).write(true).open(path)?;
    match flock(&file, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Ok((file, true)),
        Err(rustix::io::Errno::WOULDBLOCK) => Ok((file, false)),
        Err(error) => Err(error.into()),
    }
}
