//! Putting certified proofs back into a file.

use std::{
    io::Write,
    ops::Range,
    path::{Path, PathBuf},
};

use super::{error::CliError, settings::unix};
use crate::theorem::fill;

/// A file that proofs are put into.
pub(super) struct Edited {
    path: PathBuf,
    /// With plain ends of line, as all that follows.
    original: String,
    /// Whether the file has `\r\n`.
    crlf: bool,
    /// What is on disk now, as far as this program knows.
    written: String,
    proofs: Vec<(Range<usize>, String)>,
}

impl Edited {
    pub(super) fn new(path: &Path, text: &str) -> Edited {
        Edited {
            path: path.to_owned(),
            original: text.to_owned(),
            crlf: std::fs::read(path).is_ok_and(|it| it.windows(2).any(|two| two == b"\r\n")),
            written: text.to_owned(),
            proofs: Vec::new(),
        }
    }

    /// Takes in the whole declaration that is to stand at `range` of the original.
    pub(super) fn put(&mut self, range: Range<usize>, proof: String) {
        self.proofs.push((range, proof));
    }

    /// The completed text, with the ends of line that the file has.
    pub(super) fn text(&self) -> String {
        self.ends(fill(&self.original, &self.proofs))
    }

    fn ends(&self, text: String) -> String {
        if self.crlf { text.replace('\n', "\r\n") } else { text }
    }

    /// A patch from the original, with `a/` and `b/` names.
    pub(super) fn patch(&self) -> String {
        let (original, text) = (self.ends(self.original.clone()), self.text());
        let diff = similar::TextDiff::from_lines(&original, &text);
        let name = self.path.display();
        diff.unified_diff().header(&format!("a/{name}"), &format!("b/{name}")).to_string()
    }

    /// Writes the completed text, so that the file is never half written.
    ///
    /// A file that somebody else changed in the meantime is left alone; the text goes beside it.
    pub(super) fn write_back(&mut self) -> Result<(), CliError> {
        let text = fill(&self.original, &self.proofs);
        if text == self.written {
            return Ok(());
        }
        let failed = |error: std::io::Error| {
            CliError::usage(format!("cannot write {}: {error}", self.path.display()))
                .hint("make the file and its folder writable; what was proved is on stderr")
        };
        let target = self.path.canonicalize().map_err(failed)?;
        if unix(std::fs::read_to_string(&target).map_err(failed)?) != self.written {
            let mut beside = target.clone().into_os_string();
            beside.push(".proved");
            std::fs::write(&beside, self.text()).map_err(failed)?;
            let message =
                format!("{} was changed while it was worked on, and is left as it is", self.path.display());
            return Err(CliError::usage(message)
                .hint(format!("the completed text is in {}", PathBuf::from(beside).display())));
        }
        let folder = target.parent().unwrap_or(Path::new("."));
        let mode = std::fs::metadata(&target).map_err(failed)?.permissions();
        let mut file = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
        file.write_all(self.text().as_bytes()).map_err(failed)?;
        file.as_file().set_permissions(mode).map_err(failed)?;
        file.as_file().sync_all().map_err(failed)?;
        file.persist(&target).map_err(|it| failed(it.error))?;
        self.written = text;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edited(folder: &Path) -> Edited {
        let path = folder.join("T.lean");
        let text = "theorem t : p := by sorry\n\ntheorem u : q := sorry\n";
        std::fs::write(&path, text).unwrap();
        let mut edited = Edited::new(&path, text);
        edited.put(0..25, "theorem t : p := by simp".into());
        edited
    }

    #[test]
    fn a_proof_is_written_back_and_the_rest_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let mut edited = edited(folder.path());
        edited.write_back().unwrap();
        let text = std::fs::read_to_string(folder.path().join("T.lean")).unwrap();
        assert_eq!(text, "theorem t : p := by simp\n\ntheorem u : q := sorry\n");
        assert!(edited.patch().contains("-theorem t : p := by sorry\n+theorem t : p := by simp\n"));
    }

    #[test]
    fn a_file_keeps_its_ends_of_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("T.lean");
        std::fs::write(&path, "theorem t : p := by sorry\r\n-- end\r\n").unwrap();
        let mut edited = Edited::new(&path, "theorem t : p := by sorry\n-- end\n");
        edited.put(0..25, "theorem t : p := by\n  simp".into());
        edited.write_back().unwrap();
        let wanted = "theorem t : p := by\r\n  simp\r\n-- end\r\n";
        assert_eq!(std::fs::read_to_string(&path).unwrap(), wanted);
        assert!(edited.patch().contains("+  simp\r\n"));
        edited.write_back().unwrap();
    }

    #[test]
    fn a_file_that_changed_is_left_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let mut edited = edited(folder.path());
        std::fs::write(folder.path().join("T.lean"), "mine").unwrap();
        let error = edited.write_back().unwrap_err();
        assert!(error.message.contains("was changed"), "{}", error.message);
        assert_eq!(std::fs::read_to_string(folder.path().join("T.lean")).unwrap(), "mine");
        assert!(folder.path().join("T.lean.proved").exists());
    }
}
