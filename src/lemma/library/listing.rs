//! What one prover's libraries declare, as a file that grows by a line for each module.
//!
//! The first line names the prover. Each other line is a hash of what follows it, the module, its stamp, and its
//! declarations as JSON, so that a line which was cut off or damaged is found out. Environments share the lines of the
//! modules that they share.

use std::{
    collections::HashMap,
    fs::{self, File},
    io::{self, Write as _},
    ops::Range,
    path::{Path, PathBuf},
};

use crate::prover::{Declaration, Module};

/// How the first line begins.
const KIND: &str = "proofwright listing 1: ";

/// Hexadecimal digits of a line's hash.
const HASH: usize = 16;

/// The file, read.
pub(super) struct Listing {
    path: PathBuf,
    first: String,
    text: String,
    /// Where the declarations of each module stand.
    modules: HashMap<Module, Range<usize>>,
    /// What was wrong with the file; what comes after it in there is not used.
    pub(super) damage: Option<String>,
}

impl Listing {
    /// Reads the listing of `prover`; an empty one if there is none, or the file is something else.
    pub(super) fn read(path: &Path, prover: &str) -> io::Result<Listing> {
        let first = format!("{KIND}{prover}\n");
        let mut listing = Listing {
            path: path.to_owned(),
            first,
            text: String::new(),
            modules: HashMap::new(),
            damage: None,
        };
        let bytes = match fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(listing),
            Err(error) => return Err(error),
        };
        let whole = str::from_utf8(&bytes).map_or_else(|it| it.valid_up_to(), str::len);
        let text = String::from_utf8_lossy(&bytes[..whole]);
        if !text.starts_with(&listing.first) {
            listing.damage = Some("it is no listing of this prover".into());
            return Ok(listing);
        }
        let mut at = listing.first.len();
        for line in text[at..].split_inclusive('\n') {
            let Some((module, json)) = entry(line) else {
                // Whoever wrote it was stopped amid its last line, which is nothing to tell of.
                if at + line.len() < bytes.len() || line.ends_with('\n') {
                    listing.damage = Some(format!("it is damaged at byte {at}"));
                }
                break;
            };
            listing.modules.insert(module, at + json.start..at + json.end);
            at += line.len();
        }
        listing.text = text[..at].to_owned();
        Ok(listing)
    }

    /// Whether a module is listed.
    pub(super) fn has(&self, module: &Module) -> bool {
        self.modules.contains_key(module)
    }

    /// What a module declares; nothing if it is not listed.
    pub(super) fn declarations(&self, module: &Module) -> Vec<Declaration> {
        let json = self.modules.get(module).map(|it| &self.text[it.clone()]);
        json.and_then(|it| serde_json::from_str(it).ok()).unwrap_or_default()
    }

    /// Adds a module, at the end of what is sound in the file. **The caller holds the lock of the folder.**
    pub(super) fn add(&mut self, module: &Module, declarations: &[Declaration]) -> io::Result<()> {
        let mut new = String::new();
        if self.text.is_empty() {
            new.push_str(&self.first);
        }
        let start = self.text.len();
        let Module { name, stamp } = module;
        let json = serde_json::to_string(declarations)?;
        let rest = format!("{name}\t{stamp}\t{json}");
        new.push_str(&format!("{} {rest}\n", hash(&rest)));
        let end = start + new.len() - 1;
        let mut file = File::options().create(true).truncate(false).write(true).open(&self.path)?;
        file.set_len(start as u64)?;
        io::Seek::seek(&mut file, io::SeekFrom::Start(start as u64))?;
        file.write_all(new.as_bytes())?;
        self.text.push_str(&new);
        self.modules.insert(module.clone(), end - json.len()..end);
        Ok(())
    }
}

/// The module of a line, and where its declarations stand in it.
fn entry(line: &str) -> Option<(Module, Range<usize>)> {
    let rest = line.strip_suffix('\n')?.get(HASH + 1..)?;
    let mut fields = rest.splitn(3, '\t');
    let (name, stamp, json) = (fields.next()?, fields.next()?, fields.next()?);
    let end = line.len() - 1;
    let whole = line.starts_with(&format!("{} ", hash(rest)));
    whole.then(|| (Module { name: name.into(), stamp: stamp.into() }, end - json.len()..end))
}

fn hash(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex()[..HASH].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn module(name: &str) -> Module {
        Module { name: name.into(), stamp: String::new() }
    }

    fn declares(name: &str) -> Vec<Declaration> {
        let (name, kind, ty) = (name.into(), "theorem".into(), "∀ a\tb\n, a = b".into());
        vec![Declaration { name, kind, ty, consts: vec!["Eq".into()], module: None, doc: None }]
    }

    fn filled(path: &Path) {
        let mut listing = Listing::read(path, "p").unwrap();
        listing.add(&module("A"), &declares("a")).unwrap();
        listing.add(&module("B"), &[]).unwrap();
        listing.add(&module("C"), &declares("c")).unwrap();
        assert_eq!(listing.declarations(&module("C")), declares("c"));
    }

    #[test]
    fn what_is_added_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("l");
        filled(&path);
        let listing = Listing::read(&path, "p").unwrap();
        assert_eq!(listing.damage, None);
        assert_eq!(listing.declarations(&module("A")), declares("a"));
        assert_eq!(listing.declarations(&module("C")), declares("c"));
        assert!(listing.has(&module("B")) && !listing.has(&module("D")));
        assert!(!listing.has(&Module { name: "A".into(), stamp: "2".into() }));
    }

    #[test]
    fn a_file_that_is_cut_off_anywhere_keeps_its_whole_lines() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("l");
        filled(&path);
        let whole = fs::read(&path).unwrap();
        for len in 0..whole.len() {
            fs::write(&path, &whole[..len]).unwrap();
            let mut listing = Listing::read(&path, "p").unwrap();
            let lines = whole[..len].iter().filter(|it| **it == b'\n').count();
            assert_eq!(listing.modules.len(), lines.saturating_sub(1), "{len}");
            listing.add(&module("D"), &declares("d")).unwrap();
            let again = Listing::read(&path, "p").unwrap();
            assert_eq!((again.modules.len(), &again.damage), (lines.saturating_sub(1) + 1, &None), "{len}");
            assert_eq!(again.declarations(&module("D")), declares("d"));
        }
    }

    #[test]
    fn damage_is_told_and_what_follows_is_left_aside() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("l");
        filled(&path);
        let mut bytes = fs::read(&path).unwrap();
        let at = bytes.windows(2).position(|it| it == b"B\t").unwrap();
        bytes[at] = b'X';
        fs::write(&path, &bytes).unwrap();
        let listing = Listing::read(&path, "p").unwrap();
        assert!(listing.damage.is_some() && listing.has(&module("A")) && !listing.has(&module("C")));
        let foreign = Listing::read(&path, "q").unwrap();
        assert!(foreign.damage.is_some() && foreign.modules.is_empty());
    }
}
