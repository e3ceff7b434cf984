//! Corpora: sets of statements, with what is known of each.
//!
//! A corpus is a Lean file, an F* file or a JSONL file, listed in a manifest. Everything works on text; the caller reads the files.

use std::collections::HashMap;
use std::io;

use serde::Deserialize;

use super::fstar_text;
use super::lean_text::{self, Holed};
use super::{ProverKind, Theorem};

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

/// A complaint about one line, before the file's name is known.
pub(super) type LineError = (usize, String);

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

/// Reads the statements of one file; what kind of file it is, its name tells.
///
/// `header` stands before every statement. In a Lean file the earlier text follows it: everything
/// above a statement but the other statements.
pub fn parse(file: &str, text: &str, header: &str) -> Result<Vec<CorpusEntry>, CorpusError> {
    let extension = file.rsplit_once('.').map_or("", |(_, extension)| extension);
    let entries = match extension {
        "lean" => parse_lean(text, header),
        "jsonl" => parse_jsonl(text, header),
        "fst" => parse_fstar(text),
        _ => return Err(CorpusError::Kind { file: file.to_owned() }),
    };
    entries.and_then(unique).map_err(|(line, message)| CorpusError::Malformed {
        file: file.to_owned(),
        line,
        message,
    })
}

/// Refuses two statements of one name.
fn unique(entries: Vec<(usize, CorpusEntry)>) -> Result<Vec<CorpusEntry>, LineError> {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for (line, entry) in &entries {
        if let Some(first) = seen.insert(&entry.theorem.name, *line) {
            return Err((
                *line,
                format!("`{}` is stated already at line {first}: rename one", entry.theorem.name),
            ));
        }
    }
    Ok(entries.into_iter().map(|(_, entry)| entry).collect())
}

fn parse_lean(text: &str, header: &str) -> Result<Vec<(usize, CorpusEntry)>, LineError> {
    let mut above = header.to_owned();
    let mut entries = Vec::new();
    for command in lean_text::commands(text) {
        match lean_text::hole(command.text).map_err(|message| (command.line, message))? {
            Holed::None => {
                // Earlier declarations keep their doc comments and the space around them.
                if !above.is_empty() {
                    above.push_str("\n\n");
                }
                above.push_str(command.with_doc);
            }
            Holed::One { name, hole } => {
                let about = About::from_doc(command.doc, command.doc_line)?;
                let name = command.namespace.iter().copied().chain([name]).collect::<Vec<_>>().join(".");
                let statement = command.text.to_owned();
                let theorem = Theorem::new(name, ProverKind::Lean, above.clone(), statement, hole);
                entries.push((command.line, about.entry(theorem)));
            }
        }
    }
    Ok(entries)
}

/// An F* file is a module, and so is its own header.
fn parse_fstar(text: &str) -> Result<Vec<(usize, CorpusEntry)>, LineError> {
    let decls = fstar_text::decls(text);
    let entry = |(range, theorem): (std::ops::Range<usize>, Theorem)| {
        let doc = decls.iter().find(|it| it.range.start == range.start).and_then(|it| it.doc.clone());
        let inside = doc.clone().map_or("", |it| &text[it.start + "(**".len()..it.end - "*)".len()]);
        let first = lean_text::line_of(text, doc.map_or(range.start, |it| it.start));
        Ok((lean_text::line_of(text, range.start), About::from_doc(inside, first)?.entry(theorem)))
    };
    fstar_text::statements(text, true).into_iter().map(entry).collect()
}

fn parse_jsonl(text: &str, header: &str) -> Result<Vec<(usize, CorpusEntry)>, LineError> {
    let mut entries = Vec::new();
    for (line, json) in (1..).zip(text.lines()).filter(|(_, json)| !json.trim().is_empty()) {
        let row: Row = serde_json::from_str(json).map_err(|error| {
            // The line that the parser names is the first of this one line.
            let message = error.to_string();
            let message = message.split(" at line ").next().unwrap_or_default();
            (line, format!("not a statement: {message} (column {})", error.column()))
        })?;
        let statement = row.statement.trim();
        let hole = match lean_text::hole(statement).map_err(|message| (line, message))? {
            Holed::One { name, hole } if name == row.name => hole,
            Holed::One { name, .. } => {
                return Err((
                    line,
                    format!("the name is `{}` but the statement declares `{name}`", row.name),
                ));
            }
            Holed::None => return Err((line, "the statement has no `sorry` at its end".to_owned())),
        };
        let about = About { difficulty: checked(row.about.difficulty, line)?, ..row.about };
        let theorem = Theorem::new(row.name, ProverKind::Lean, header, statement, hole);
        entries.push((line, about.entry(theorem)));
    }
    Ok(entries)
}

/// A line of a JSONL corpus; fields it does not know are left alone.
#[derive(Deserialize)]
struct Row {
    name: String,
    statement: String,
    #[serde(flatten)]
    about: About,
}

/// What a corpus says about a statement beside the statement itself.
#[derive(Default, Deserialize)]
#[serde(default)]
struct About {
    informal: String,
    topic: String,
    difficulty: Option<u8>,
    expect: Expect,
    tags: Vec<String>,
}

impl About {
    /// Reads a doc comment: prose, then perhaps a last line of `key: value` fields separated by `;`.
    fn from_doc(doc: &str, first_line: usize) -> Result<Self, LineError> {
        let mut about = Self::default();
        let mut lines: Vec<&str> = doc.lines().map(str::trim).collect();
        while lines.last().is_some_and(|line| line.is_empty()) {
            lines.pop();
        }
        if let Some(fields) =
            lines.pop_if(|line| line.starts_with("topic:") || line.starts_with("difficulty:"))
        {
            let line = first_line + lines.len();
            for field in fields.split(';').map(str::trim).filter(|field| !field.is_empty()) {
                about.set(field).map_err(|message| (line, message))?;
            }
            about.difficulty = checked(about.difficulty, line)?;
        }
        about.informal = lines.join(" ").trim().to_owned();
        Ok(about)
    }

    fn set(&mut self, field: &str) -> Result<(), String> {
        let (key, value) =
            field.split_once(':').ok_or_else(|| format!("`{field}` is not of the form `key: value`"))?;
        let value = value.trim();
        match key.trim() {
            "topic" => value.clone_into(&mut self.topic),
            "difficulty" => {
                let number = value
                    .parse()
                    .map_err(|_| format!("the difficulty must be a number from 1 to 5: {value}"))?;
                self.difficulty = Some(number);
            }
            "expect" => {
                self.expect = match value {
                    "true" => Expect::True,
                    "false" => Expect::False,
                    _ => return Err(format!("`expect` must be `true` or `false`: {value}")),
                }
            }
            "tags" => self.tags = value.split(',').map(|tag| tag.trim().to_owned()).collect(),
            key => return Err(format!("`{key}` is no field: use `topic`, `difficulty`, `expect` or `tags`")),
        }
        Ok(())
    }

    fn entry(self, theorem: Theorem) -> CorpusEntry {
        let Self { informal, topic, difficulty, expect, tags } = self;
        CorpusEntry { theorem, informal, topic, difficulty, expect, tags }
    }
}

fn checked(difficulty: Option<u8>, line: usize) -> Result<Option<u8>, LineError> {
    match difficulty {
        Some(other) if !(1..=5).contains(&other) => {
            Err((line, format!("the difficulty must be a number from 1 to 5: {other}")))
        }
        fine => Ok(fine),
    }
}
