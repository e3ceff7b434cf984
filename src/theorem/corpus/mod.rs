//! Corpora: sets of statements, with what is known of each.
//!
//! A corpus is a Lean file, an F* file or a JSONL file. Those of this project are listed in a manifest and read strictly
//! ([`parse`]); others come as they are, and what is wrong with one statement costs no other ([`items`]).
//! Everything works on text; the caller reads the files.

use std::{collections::HashMap, io};

use serde::Deserialize;

use super::{ProverKind, Theorem, lean_text};

mod about;
mod fstar;
mod jsonl;
mod lean;

use about::About;

/// A statement of a corpus, with what is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorpusEntry {
    /// The statement, with its hole and header.
    pub theorem: Theorem,
    /// What it says, in words; empty where the corpus has none.
    pub informal: String,
    /// The field it belongs to; empty where the corpus has none.
    pub topic: String,
    /// From 1 (one tactic) to 5 (hard), where the corpus rates it.
    pub difficulty: Option<u8>,
    /// Whether it can be proved at all.
    pub expect: Expect,
    /// Free labels.
    pub tags: Vec<String>,
    /// The part of its corpus that it belongs to (`valid`, `test`); empty where the corpus has none.
    pub split: String,
}

/// One place of a corpus where a statement should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What the corpus calls it: the declared name, or that of its row; empty if nothing says it.
    pub name: String,
    /// The line where it stands, counted from 1.
    pub line: usize,
    /// The statement, or why it cannot be worked on.
    pub entry: Result<CorpusEntry, String>,
}

/// Whether a statement is true.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Expect {
    /// It has a proof.
    #[default]
    True,
    /// It has a counterexample, and no proof may ever be found.
    False,
}

/// The list of corpora that belong together.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The corpora, in the order of the file.
    #[serde(rename = "corpus")]
    pub corpora: Vec<Corpus>,
}

/// One corpus of a manifest; paths are relative to the manifest.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Corpus {
    /// The name it is asked for by.
    pub name: String,
    /// The prover its statements are written for.
    pub prover: ProverKind,
    /// The file of statements, `.lean`, `.fst` or `.jsonl`.
    pub file: String,
    /// A file that stands before every statement.
    pub header: Option<String>,
    /// A file with a checked proof for each true statement and of the negation of each false one.
    pub proofs: Option<String>,
    /// How many of its statements are true.
    #[serde(rename = "true")]
    pub n_true: usize,
    /// How many of its statements are false.
    #[serde(rename = "false", default)]
    pub n_false: usize,
    /// Whether the project's own tests run it.
    pub run: bool,
    /// What else there is to know.
    pub note: Option<String>,
}

/// Why a corpus could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum CorpusError {
    /// A file could not be read.
    #[error("cannot read `{file}`: {source}")]
    Read {
        /// The file as the manifest names it.
        file: String,
        /// What the reader said.
        source: io::Error,
    },
    /// A file does not have the form it should have.
    #[error("{file}:{line}: {message}")]
    Malformed {
        /// The file as the caller names it.
        file: String,
        /// The line, counted from 1.
        line: usize,
        /// What is wrong and what would be right.
        message: String,
    },
    /// The file is of a kind that has no loader.
    #[error(
        "`{file}` is not a corpus: use a Lean file (`.lean`), an F* file (`.fst`) or one JSON object a line (`.jsonl`)"
    )]
    Kind {
        /// The file as the caller names it.
        file: String,
    },
}

impl Manifest {
    /// Reads a manifest; `file` is its name for messages.
    pub fn parse(file: &str, text: &str) -> Result<Self, CorpusError> {
        toml::from_str(text).map_err(|error| CorpusError::Malformed {
            file: file.to_owned(),
            line: error.span().map_or(1, |span| lean_text::line_of(text, span.start)),
            message: error.message().to_owned(),
        })
    }

    /// The corpus of that name.
    pub fn get(&self, name: &str) -> Option<&Corpus> {
        self.corpora.iter().find(|corpus| corpus.name == name)
    }
}

impl Corpus {
    /// Loads the statements; `read` gives the text of a file that the manifest names.
    pub fn load(
        &self,
        mut read: impl FnMut(&str) -> io::Result<String>,
    ) -> Result<Vec<CorpusEntry>, CorpusError> {
        let mut text_of =
            |file: &str| read(file).map_err(|source| CorpusError::Read { file: file.to_owned(), source });
        let header = self.header.as_deref().map_or(Ok(String::new()), &mut text_of)?;
        parse(&self.file, &text_of(&self.file)?, &header)
    }
}

/// Reads the statements of one file, and refuses it for whatever is wrong with one of them.
///
/// What kind of file it is, its name tells. `header` stands before every statement, see [`items`].
pub fn parse(file: &str, text: &str, header: &str) -> Result<Vec<CorpusEntry>, CorpusError> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let entry = |item: Item| {
        let malformed = |message| CorpusError::Malformed { file: file.to_owned(), line: item.line, message };
        let entry = item.entry.map_err(malformed)?;
        match seen.insert(entry.theorem.name.clone(), item.line) {
            None => Ok(entry),
            Some(first) => Err(malformed(format!(
                "`{}` is stated already at line {first}: rename one",
                entry.theorem.name
            ))),
        }
    };
    items(file, text, header)?.into_iter().map(entry).collect()
}

/// Reads all that a file has for statements, in its order; what is wrong with one is told in its place.
///
/// `header` stands before every statement. In a Lean file the earlier text follows it: everything above a
/// statement but the other statements, and but imports if there is a `header`, which stand at the top or nowhere.
///
/// # Errors
/// If the file's name says nothing of its kind.
pub fn items(file: &str, text: &str, header: &str) -> Result<Vec<Item>, CorpusError> {
    let extension = file.rsplit_once('.').map_or("", |(_, extension)| extension);
    let mut items = match extension {
        "lean" => lean::items(text, header),
        "jsonl" => jsonl::items(text, header),
        "fst" => fstar::items(text),
        _ => return Err(CorpusError::Kind { file: file.to_owned() }),
    };
    let split = split_of(file);
    for entry in items.iter_mut().filter_map(|it| it.entry.as_mut().ok()) {
        if entry.split.is_empty() {
            split.clone_into(&mut entry.split);
        }
    }
    Ok(items)
}

/// The split that a path names, as `MiniF2F/Valid.lean` and `valid/problem.lean` do.
fn split_of(file: &str) -> &'static str {
    let parts = file.trim_end_matches(".lean").trim_end_matches(".jsonl").rsplit(['/', '\\']);
    let known = parts
        .map(str::to_lowercase)
        .find_map(|part| ["train", "valid", "validation", "test"].into_iter().find(|it| *it == part));
    known.map_or("", |it| if it == "validation" { "valid" } else { it })
}
