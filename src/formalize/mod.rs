//! From an informal statement to formal ones, with what speaks for and against each.
//!
//! A text is put into formal statements ([`Draft`]), by templates ([`reading`]) or models ([`model`]); the prover judges each
//! ([`judge`]).

mod absent;
pub mod answer;
pub mod document;
pub mod equivalence;
pub mod group;
pub mod judge;
pub mod model;
pub mod pipeline;
pub mod reading;

use std::sync::Arc;

use answer::Answer;
use reading::{Defined, Definition, Question};
use serde::Serialize;

use crate::theorem::{ProverKind, Theorem, lean_draft::same_text};

/// The source of drafts by templates.
pub const TEMPLATES: &str = "templates";

/// A formal statement that is put forward for an informal one; nothing is known of it yet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Draft {
    /// What the statement stands behind: imports and definitions.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub header: String,
    /// `theorem NAME … := by sorry`.
    pub statement: String,
    /// What it says, read back.
    pub reading: String,
    /// How it takes what can be taken in several ways.
    pub taken: Vec<String>,
    /// What the text speaks of that is not there.
    pub missing: Vec<String>,
    /// Who put it forward: `templates`, or a model; several with `+` between them.
    pub source: String,
    /// How often it was put forward: once by templates, and by a model as often as it answered so.
    pub votes: u32,
    /// What it was before, as often as it did not elaborate and was given back to its model.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub repairs: Vec<Repair>,
    /// The answer that it gives, if the text asks for one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<Answer>,
}

/// A statement that did not elaborate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Repair {
    /// The statement.
    pub statement: String,
    /// What the prover said.
    pub message: String,
}

impl Draft {
    /// What is to be proved; `None` if the statement does not end in its hole.
    pub fn theorem(&self, name: &str) -> Option<Theorem> {
        let hole = self.statement.strip_suffix("by sorry")?.len()..self.statement.len();
        Some(Theorem::new(name, ProverKind::Lean, self.header.clone(), self.statement.clone(), hole))
    }
}

/// A header behind another one.
pub fn behind(first: &str, second: &str) -> String {
    match (first.trim_end(), second) {
        ("", header) | (header, "") => header.to_owned(),
        (first, second) => format!("{first}\n\n{second}"),
    }
}

/// The drafts with equal ones put together, those with most votes first; of as many, the earlier one.
pub fn merged(drafts: Vec<Draft>) -> Vec<Draft> {
    let mut out: Vec<Draft> = Vec::new();
    for draft in drafts {
        let is_same = |it: &&mut Draft| {
            same_text(&it.header, &draft.header) && same_text(&it.statement, &draft.statement)
        };
        match out.iter_mut().find(is_same) {
            None => out.push(draft),
            Some(known) => {
                known.votes += draft.votes;
                if !known.source.split('+').any(|it| it == draft.source) {
                    known.source = format!("{}+{}", known.source, draft.source);
                }
            }
        }
    }
    out.sort_by_key(|it| std::cmp::Reverse(it.votes));
    out
}

/// What a text stands behind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// Imports and definitions, as Lean has them.
    pub header: String,
    /// The words that they define.
    pub defined: Vec<Arc<Defined>>,
    /// Words whose definitions were not understood, with the lines where those stand.
    pub missing: Vec<(String, usize)>,
}

impl Given {
    /// Reads a definition, which stands behind all that was given before.
    ///
    /// # Errors
    /// Where it is not understood.
    pub fn define(&mut self, text: &str, line: usize) -> Result<Definition, String> {
        match self.sound(text).and_then(|()| reading::definition(text, &self.defined)) {
            Ok(definition) => {
                self.header = pipeline::with_definition(&self.header, &definition);
                self.defined.push(Arc::clone(&definition.defined));
                Ok(definition)
            }
            Err(error) => {
                self.missing.extend(reading::seems_to_define(text).map(|it| (it, line)));
                Err(error)
            }
        }
    }

    /// Nothing is said in words whose definitions were not understood, whatever they mean elsewhere.
    fn sound(&self, text: &str) -> Result<(), String> {
        let text = text.to_lowercase();
        let words: Vec<&str> = text.split(|it: char| !it.is_alphanumeric() && it != '-').collect();
        let is_said = |word: &str| words.iter().any(|it| *it == word || it.strip_suffix('s') == Some(word));
        match self.missing.iter().find(|it| is_said(&it.0)) {
            Some((word, line)) => {
                Err(format!("`{word}` is said in it, and its definition in line {line} was not understood"))
            }
            None => Ok(()),
        }
    }
}

/// What a text is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Read {
    /// A definition.
    Defined(Definition),
    /// A statement, in the formal ones that it may be, the likeliest first.
    Stated(Vec<Draft>),
    /// A question, in the ways that it may be meant.
    Asked(Vec<Question>),
}

/// Reads a statement or a question.
///
/// # Errors
/// What is not understood, and where.
pub fn read(text: &str, name: &str, given: &Given) -> Result<Read, String> {
    given.sound(text)?;
    let read = match reading::asks(text) {
        true => reading::questions(text, &given.defined).map(Read::Asked),
        false => by_templates(text, name, given).map(Read::Stated),
    };
    read.map_err(|error| match absent::why(text) {
        Some(why) => format!("{error}; {why}"),
        None => error,
    })
}

/// What templates make of a text, the likeliest first.
///
/// # Errors
/// What is not understood, and where.
pub fn by_templates(text: &str, name: &str, given: &Given) -> Result<Vec<Draft>, String> {
    let mut drafts = Vec::new();
    let mut error = None;
    for reading in reading::readings(text, &given.defined)? {
        match reading.lean(name) {
            Ok(statement) => drafts.push(Draft {
                header: given.header.clone(),
                statement,
                reading: reading.english(),
                taken: reading.taken,
                missing: reading.missing,
                source: TEMPLATES.into(),
                votes: 1,
                ..Draft::default()
            }),
            Err(it) => error = Some(it),
        }
    }
    match error {
        Some(error) if drafts.is_empty() => Err(error),
        _ => Ok(drafts),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_drafts_are_one_with_their_votes_counted() {
        let draft = |statement: &str, source: &str, votes| Draft {
            statement: statement.into(),
            source: source.into(),
            votes,
            ..Draft::default()
        };
        let drafts = vec![
            draft("theorem t : a := by sorry", TEMPLATES, 1),
            draft("theorem t : b := by sorry", "m", 1),
            draft("theorem t :\n  b := by sorry", "n", 2),
            draft("theorem t : c := by sorry", "n", 1),
            draft("theorem t : b := by sorry", "m", 1),
            Draft { header: "open Nat\n".into(), ..draft("theorem t : c := by sorry", "n", 1) },
        ];
        let merged = merged(drafts);
        let counts: Vec<_> = merged.iter().map(|it| (&it.statement[12..13], &*it.source, it.votes)).collect();
        assert_eq!(counts, [("b", "m+n", 4), ("a", TEMPLATES, 1), ("c", "n", 1), ("c", "n", 1)]);
    }
}
