//! The record of an unpacked part, written last: what is in it, and how to see that it is whole.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

/// The manifest's name in its folder.
pub const FILE: &str = "runtime.json";

/// What an unpacked package holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The npm package, `name@version`.
    pub package: String,
    /// Its SHA-512, base64.
    pub sha512: String,
    /// The version of Proofwright that unpacked it.
    pub unpacked_by: String,
    /// The single files that matter.
    pub files: Vec<Entry>,
    /// How many files are in `lib`, the library.
    pub lib_files: u64,
    /// How many bytes they have.
    pub lib_bytes: u64,
}

/// One file of an unpacked package.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Path in the folder.
    pub path: String,
    /// Size in bytes.
    pub size: u64,
    /// BLAKE3 (hex).
    pub blake3: String,
}

impl Manifest {
    /// The manifest of a folder, if it has one.
    pub fn read(folder: &Path) -> Option<Manifest> {
        serde_json::from_slice(&fs::read(folder.join(FILE)).ok()?).ok()
    }

    /// Writes the manifest into a folder.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        fs::write(folder.join(FILE), serde_json::to_vec_pretty(self)?)
    }

    /// Whether the files are there in their sizes: quick enough for every start.
    pub fn looks_whole(&self, folder: &Path) -> bool {
        self.files.iter().all(|e| folder.join(&e.path).metadata().is_ok_and(|m| m.len() == e.size))
    }

    /// Whether every file is there with its content, and the library in its size.
    ///
    /// # Errors
    /// If something cannot be read.
    pub fn is_whole(&self, folder: &Path) -> io::Result<bool> {
        for entry in &self.files {
            let mut hasher = blake3::Hasher::new();
            io::copy(&mut File::open(folder.join(&entry.path))?, &mut hasher)?;
            if hasher.finalize().to_hex().as_str() != entry.blake3 {
                return Ok(false);
            }
        }
        let lib = folder.join("lib");
        let (files, bytes) = if lib.is_dir() { count(&lib)? } else { (0, 0) };
        Ok((files, bytes) == (self.lib_files, self.lib_bytes))
    }
}

/// How many files a folder holds, and how many bytes they have.
///
/// # Errors
/// If a folder cannot be read.
pub fn count(folder: &Path) -> io::Result<(u64, u64)> {
    let mut sum = (0, 0);
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let meta = entry.metadata()?;
        let (files, bytes) = if meta.is_dir() { count(&entry.path())? } else { (1, meta.len()) };
        sum = (sum.0 + files, sum.1 + bytes);
    }
    Ok(sum)
}
