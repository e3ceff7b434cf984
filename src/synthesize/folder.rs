//! The folder of a data set: the log of the work, and what is put out from it.

use std::path::Path;

use serde::Serialize;
use serde_json::Value;

use super::{export::Data, item::Yield, split::Part};
use crate::run::{WorkError, WorkFolder};

const SUMMARY: &str = "summary.json";
const KINDS: [&str; 3] = ["theorems", "steps", "preferences"];

/// A data set that nobody else works on now.
#[derive(Debug)]
pub struct Folder(WorkFolder<Yield>);

impl Folder {
    /// Begins a data set, or goes on with the one that is there if it was begun with the same `config`.
    ///
    /// # Errors
    /// If somebody else works there, it holds other things, or it cannot be written.
    pub fn open(path: &Path, config: &Value) -> Result<Folder, WorkError> {
        let names = KINDS.iter().flat_map(|kind| Part::ALL.iter().map(|part| file(kind, *part)));
        let names: Vec<String> = names.chain([SUMMARY.to_owned()]).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        WorkFolder::open(path, config, &names).map(Folder)
    }

    /// What a piece of work came to, if it is done.
    pub fn done(&self, work: &str) -> Option<&Yield> {
        self.0.done(work)
    }

    /// Keeps what a piece of work came to; it is on the disk when this returns.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn add(&mut self, work: String, yielded: Yield) -> Result<(), WorkError> {
        self.0.add(work, yielded)
    }

    /// Writes the lines of all parts and the summary, in place of earlier ones.
    ///
    /// # Errors
    /// If they cannot be written.
    pub fn put_out(&self, data: &Data<'_>, summary: &Value) -> Result<(), WorkError> {
        for part in Part::ALL {
            let lines = data.part(part);
            self.0.write(&file(KINDS[0], part), &text(&lines.theorems))?;
            self.0.write(&file(KINDS[1], part), &text(&lines.steps))?;
            self.0.write(&file(KINDS[2], part), &text(&lines.preferences))?;
        }
        self.0.write(SUMMARY, &format!("{summary:#}\n"))
    }
}

fn file(kind: &str, part: Part) -> String {
    format!("{kind}.{}.jsonl", part.as_str())
}

/// Objects, one a line.
fn text<T: Serialize>(lines: &[T]) -> String {
    lines.iter().filter_map(|it| serde_json::to_string(it).ok()).map(|it| it + "\n").collect()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use serde_json::json;

    use super::*;
    use crate::synthesize::admit::Dropped;

    #[test]
    fn a_data_set_is_put_out_and_gone_on_with() {
        let folder = tempfile::tempdir().unwrap();
        let config = json!({"seed": 1});
        let mut yielded = Yield::default();
        yielded.drop(Dropped::Trivial);
        let mut set = Folder::open(folder.path(), &config).unwrap();
        set.add("one".into(), yielded.clone()).unwrap();
        set.put_out(&Data::default(), &json!({"theorems": 0})).unwrap();
        drop(set);
        let set = Folder::open(folder.path(), &config).unwrap();
        assert_eq!((set.done("one"), set.done("two")), (Some(&yielded), None));
        assert_eq!(fs::read_to_string(folder.path().join("theorems.test.jsonl")).unwrap(), "");
    }
}
