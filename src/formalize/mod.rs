//! From an informal statement to formal ones, with what speaks for and against each.
//!
//! A text is put into formal statements ([`Draft`]), by templates ([`reading`]) or models ([`model`]); the prover judges each
//! ([`judge`]).

mod absent;
pub mod answer;
mod checks;
pub mod document;
pub mod equivalence;
pub mod group;
mod instance;
pub mod judge;
pub mod model;
pub mod pipeline;
pub mod reading;

use std::sync::Arc;

use answer::Answer;
use reading::{Defined, Definition, Lemma, Question, Reading};
use serde::Serialize;

use crate::theorem::{ProverKind, Theorem, fstar_text, lean_draft::same_text};

/// The source of drafts by templates.
pub const TEMPLATES: &str = "templates";

/// A formal statement that is put forward for an informal one; nothing is known of it yet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Draft {
    /// Whose language it is in.
    pub prover: ProverKind,
    /// What the statement stands behind: imports and definitions.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub header: String,
    /// `theorem NAME … := by sorry`, or `val NAME : … -> Lemma …`.
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
    /// What is to be proved; `None` if a Lean statement does not end in its hole.
    pub fn theorem(&self, name: &str) -> Option<Theorem> {
        let statement = &self.statement;
        let start = match self.prover {
            ProverKind::Lean => statement.strip_suffix("by sorry")?.len(),
            ProverKind::Fstar => statement.len(),
        };
        let hole = start..statement.len();
        Some(Theorem::new(name, self.prover, self.header.clone(), statement.clone(), hole))
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

/// Without it, F* takes `*` for a pair.
const PRODUCTS: &str = "open FStar.Mul";

/// What a text stands behind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// Into whose language it is put.
    pub prover: ProverKind,
    /// Imports and definitions, as the prover has them.
    pub header: String,
    /// The words that they define.
    pub defined: Vec<Arc<Defined>>,
    /// Words whose definitions were not understood, with the lines where those stand.
    pub missing: Vec<(String, usize)>,
}

impl Given {
    /// A header for a prover. One for F* gets its module and the sign for products, if they are not in it.
    pub fn behind(prover: ProverKind, header: &str) -> Given {
        let mut text = header.to_owned();
        if prover == ProverKind::Fstar {
            if fstar_text::module(header).is_none() {
                text.insert_str(0, "module Statement\n");
            }
            if !fstar_text::decls(header).iter().any(|it| header[it.range.clone()] == *PRODUCTS) {
                text = format!("{}\n{PRODUCTS}\n", text.trim_end());
            }
        }
        Given { prover, header: text, ..Given::default() }
    }

    /// Reads a definition, which stands behind all that was given before.
    ///
    /// # Errors
    /// Where it is not understood.
    pub fn define(&mut self, text: &str, line: usize) -> Result<Definition, String> {
        let for_lean = || match self.prover {
            ProverKind::Lean => Ok(()),
            ProverKind::Fstar => Err("it is a definition, and definitions are for Lean".to_owned()),
        };
        let read = || reading::definition(text, &self.defined);
        match for_lean().and_then(|()| self.sound(text)).and_then(|()| read()) {
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
    let read = match (reading::asks(text), given.prover) {
        (true, ProverKind::Lean) => reading::questions(text, &given.defined).map(Read::Asked),
        (true, ProverKind::Fstar) => return Err("it is a question, and questions are for Lean".into()),
        (false, _) => by_templates(text, name, given).map(Read::Stated),
    };
    read.map_err(|error| match absent::why(text) {
        Some(why) => format!("{error}; {why}"),
        None => error,
    })
}

/// What templates make of a text, the likeliest first.
///
/// # Errors
/// What is not understood, and where; what the prover has no words for.
pub fn by_templates(text: &str, name: &str, given: &Given) -> Result<Vec<Draft>, String> {
    let mut drafts: Vec<Draft> = Vec::new();
    let mut refused = Vec::new();
    for reading in reading::readings(text, &given.defined)? {
        match by_template(&reading, name, given) {
            Ok(draft) if drafts.iter().any(|it| it.statement == draft.statement) => {}
            Ok(draft) => drafts.push(draft),
            Err(error) => {
                // Nobody should take what is left for all that the text may mean.
                let way = reading.taken.join(", ");
                let likelier = drafts.is_empty() && given.prover == ProverKind::Fstar && !way.is_empty();
                refused.push((likelier.then(|| format!("that {way}: {error}")), error));
            }
        }
    }
    match (drafts.first_mut(), refused.pop()) {
        (None, Some((_, error))) => Err(error),
        (Some(first), last) => {
            first.missing.extend(refused.into_iter().chain(last).filter_map(|it| it.0));
            Ok(drafts)
        }
        _ => Ok(drafts),
    }
}

/// A reading in the prover's language.
fn by_template(reading: &Reading, name: &str, given: &Given) -> Result<Draft, String> {
    let draft = Draft {
        prover: given.prover,
        header: given.header.clone(),
        reading: reading.english(),
        taken: reading.taken.clone(),
        missing: reading.missing.clone(),
        source: TEMPLATES.into(),
        votes: 1,
        ..Draft::default()
    };
    if given.prover == ProverKind::Lean {
        return Ok(Draft { statement: reading.lean(name)?, ..draft });
    }
    let Lemma { statement, helpers, is_cleared } = reading.fstar(name)?;
    let new = helpers.into_iter().filter(|it| !given.header.contains(it));
    let header = new.fold(given.header.clone(), |header, it| behind(&header, &format!("{it}\n")));
    let cleared = is_cleared.then(|| "fractions are cleared: both sides are multiplied".to_owned());
    let taken = draft.taken.iter().cloned().chain(cleared).collect();
    Ok(Draft { header, statement, taken, ..draft })
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
