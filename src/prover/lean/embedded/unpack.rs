//! Reading npm tarballs: files only, under plain relative paths.

use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Component, Path, PathBuf};

/// Calls `each` for every file of a tar stream with its path, without the `._*` files of another system.
///
/// # Errors
/// On links, on paths that are absolute or hold `..`, on a broken archive, and what `each` returns.
pub fn each_file(
    tar: impl Read,
    each: &mut dyn FnMut(&Path, &mut dyn Read) -> io::Result<()>,
) -> io::Result<()> {
    let mut archive = tar::Archive::new(tar);
    for entry in archive.entries()? {
        let mut entry = entry?;
        let path = plain_path(&entry.path()?)?;
        let kind = entry.header().entry_type();
        let foreign = path.file_name().is_some_and(|n| n.as_encoded_bytes().starts_with(b"._"));
        if kind.is_dir() || foreign {
            continue;
        }
        if !kind.is_file() {
            return Err(refused(&path, "is no plain file"));
        }
        each(&path, &mut entry)?;
    }
    Ok(())
}

fn plain_path(path: &Path) -> io::Result<PathBuf> {
    let mut plain = PathBuf::new();
    for component in path.components() {
        match component {
            Component::Normal(name) => plain.push(name),
            Component::CurDir => {}
            Component::ParentDir | Component::RootDir | Component::Prefix(_) => {
                return Err(refused(path, "leads out of the archive"));
            }
        }
    }
    Ok(plain)
}

fn refused(path: &Path, why: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("the archive was refused: `{}` {why}", path.display()))
}

/// Writes a stream to a new file, with the folders above it; returns its size and BLAKE3.
///
/// # Errors
/// If the file cannot be written, or the stream breaks.
pub fn write(from: &mut dyn Read, to: &Path) -> io::Result<(u64, String)> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut out = Hashing { file: BufWriter::new(File::create(to)?), hasher: blake3::Hasher::new() };
    let bytes = io::copy(from, &mut out)?;
    out.flush()?;
    Ok((bytes, out.hasher.finalize().to_hex().to_string()))
}

struct Hashing {
    file: BufWriter<File>,
    hasher: blake3::Hasher,
}

impl Write for Hashing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n = self.file.write(bytes)?;
        self.hasher.update(&bytes[..n]);
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths_of(tar: &[u8]) -> io::Result<Vec<String>> {
        let mut paths = Vec::new();
        each_file(tar, &mut |path, _| {
            paths.push(path.display().to_string());
            Ok(())
        })?;
        Ok(paths)
    }

    /// A tar of empty entries, whose names are not looked at.
    fn tar_of(entries: &[(&str, tar::EntryType)]) -> Vec<u8> {
        let mut builder = tar::Builder::new(Vec::new());
        for (name, kind) in entries {
            let mut header = tar::Header::new_gnu();
            header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
            header.set_entry_type(*kind);
            header.set_size(0);
            header.set_cksum();
            builder.append(&header, io::empty()).unwrap();
        }
        builder.into_inner().unwrap()
    }

    #[test]
    fn files_are_listed_without_those_of_another_system() {
        let file = tar::EntryType::Regular;
        let tar = tar_of(&[
            ("./", tar::EntryType::Directory),
            ("./._Init", file),
            ("./Init.olean", file),
            ("Init/._A", file),
            ("Init/A", file),
        ]);
        assert_eq!(paths_of(&tar).unwrap(), ["Init.olean", "Init/A"]);
    }

    #[test]
    fn paths_that_lead_out_and_links_are_refused() {
        let file = tar::EntryType::Regular;
        for (name, kind) in
            [("a/../../evil", file), ("/evil", file), ("../evil", file), ("link", tar::EntryType::Symlink)]
        {
            let error = paths_of(&tar_of(&[(name, kind)])).unwrap_err();
            assert!(error.to_string().contains("refused"), "{name}: {error}");
        }
    }
}
