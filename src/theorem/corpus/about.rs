//! What a corpus says of a statement beside the statement.

use serde::Deserialize;

use super::{CorpusEntry, Expect};
use crate::theorem::Theorem;

/// What a corpus says about a statement beside the statement itself.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct About {
    pub(super) informal: String,
    pub(super) topic: String,
    pub(super) difficulty: Option<u8>,
    pub(super) expect: Expect,
    pub(super) tags: Vec<String>,
    pub(super) split: String,
}

impl About {
    /// Reads a doc comment: prose, then perhaps a last line of `key: value` fields separated by `;`.
    ///
    /// What is wrong comes with its line, counted from 0 at the beginning of the comment.
    pub(super) fn from_doc(doc: &str) -> Result<Self, (usize, String)> {
        let mut about = Self::default();
        let mut lines: Vec<&str> = doc.lines().map(str::trim).collect();
        while lines.last().is_some_and(|line| line.is_empty()) {
            lines.pop();
        }
        if let Some(fields) =
            lines.pop_if(|line| line.starts_with("topic:") || line.starts_with("difficulty:"))
        {
            for field in fields.split(';').map(str::trim).filter(|field| !field.is_empty()) {
                about.set(field).map_err(|it| (lines.len(), it))?;
            }
            about.difficulty = checked(about.difficulty).map_err(|it| (lines.len(), it))?;
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

    pub(super) fn entry(self, theorem: Theorem) -> CorpusEntry {
        let Self { informal, topic, difficulty, expect, tags, split } = self;
        CorpusEntry { theorem, informal, topic, difficulty, expect, tags, split }
    }
}

/// Refuses a difficulty that is none of ours.
pub(super) fn checked(difficulty: Option<u8>) -> Result<Option<u8>, String> {
    match difficulty {
        Some(other) if !(1..=5).contains(&other) => {
            Err(format!("the difficulty must be a number from 1 to 5: {other}"))
        }
        fine => Ok(fine),
    }
}
