//! The statements of a run, what they are called, and the hash of all of them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::theorem::{
    ProverKind,
    corpus::{Expect, Item},
};

/// A statement of a run: a line of `statements.jsonl`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Statement {
    /// What the run calls it; no two statements share it.
    pub id: String,
    /// The declared name.
    pub name: String,
    /// The prover; none if it could not be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prover: Option<ProverKind>,
    /// The statement itself.
    pub statement: String,
    /// BLAKE3 of the statement, as in its certificate; empty if it could not be read.
    pub hash: String,
    /// BLAKE3 of what stands before it.
    pub header_hash: String,
    /// What it says, in words.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub informal: String,
    /// The part of its corpus that it belongs to.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub split: String,
    /// Its field.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub topic: String,
    /// From 1 to 5.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub difficulty: Option<u8>,
    /// Free labels.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Whether it is known not to be true.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub untrue: bool,
    /// The file it stands in.
    pub source: String,
    /// The line of the file.
    pub line: usize,
    /// Why it cannot be worked on, if it cannot.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

impl Statement {
    /// The statement that `item` of the file `source` is, under the name `id`.
    pub fn new(id: &str, item: &Item, source: &str) -> Statement {
        let place = Statement {
            id: id.to_owned(),
            name: item.name.clone(),
            source: source.to_owned(),
            line: item.line,
            ..Statement::default()
        };
        match &item.entry {
            Err(error) => Statement { error: Some(error.clone()), ..place },
            Ok(entry) => Statement {
                name: entry.theorem.name.clone(),
                prover: Some(entry.theorem.prover),
                statement: entry.theorem.statement.clone(),
                hash: blake3(&entry.theorem.statement),
                header_hash: blake3(&entry.theorem.header),
                informal: entry.informal.clone(),
                split: entry.split.clone(),
                topic: entry.topic.clone(),
                difficulty: entry.difficulty,
                tags: entry.tags.clone(),
                untrue: entry.expect == Expect::False,
                ..place
            },
        }
    }
}

pub(super) fn blake3(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex().to_string()
}

/// The hash of a set of statements: BLAKE3 of a line `PROVER HASH HEADER_HASH` for each, the lines sorted.
///
/// So neither names nor the order of statements matter. What could not be read is left out.
pub fn set_hash<'a>(statements: impl IntoIterator<Item = &'a Statement>) -> String {
    let line = |it: &Statement| {
        let prover = match it.prover? {
            ProverKind::Lean => "lean",
            ProverKind::Fstar => "fstar",
        };
        Some(format!("{prover} {} {}\n", it.hash, it.header_hash))
    };
    let mut lines: Vec<String> = statements.into_iter().filter_map(line).collect();
    lines.sort();
    blake3(&lines.concat())
}

/// What to call each of some statements, of which a name and a file are given.
///
/// Names that are used twice are told apart by their files, else by their lines. Upper and lower case are no
/// difference, since files are called after them.
pub fn labels(places: &[(&str, &str, usize)]) -> Vec<String> {
    let mut labels: Vec<String> = places.iter().map(|it| label(*it, 0)).collect();
    for effort in 1..=2 {
        let mut count: BTreeMap<String, usize> = BTreeMap::new();
        labels.iter().for_each(|it| *count.entry(it.to_lowercase()).or_default() += 1);
        for (label, place) in labels.iter_mut().zip(places) {
            if count[&label.to_lowercase()] > 1 {
                *label = self::label(*place, effort);
            }
        }
    }
    // The same file may be named twice.
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for label in &mut labels {
        let times = seen.entry(label.to_lowercase()).or_default();
        *times += 1;
        if *times > 1 {
            label.push_str(&format!(" ({times})"));
        }
    }
    labels
}

/// What a statement is called, the longer the more effort is made.
fn label((name, file, line): (&str, &str, usize), effort: usize) -> String {
    let base = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let stem = base.rsplit_once('.').map_or(base, |it| it.0);
    match (effort, name) {
        (0, "") => format!("line {line}"),
        (0, name) => name.to_owned(),
        (1, "") => format!("{stem}:{line}"),
        (1, name) => format!("{stem}/{name}"),
        _ => format!("{file}:{line}"),
    }
}

/// A name for a file that belongs to a statement: its label, as far as files can be called that.
pub fn file_name(label: &str) -> String {
    let plain = |it: char| it.is_ascii_alphanumeric() || matches!(it, '_' | '-' | '.' | '\'');
    let name: String = label.chars().map(|it| if plain(it) { it } else { '_' }).take(100).collect();
    if name == label && !name.starts_with('.') {
        return name;
    }
    format!("{}-{}", name.trim_start_matches('.'), &blake3(label)[..8])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_apart_by_file_and_line() {
        let places = [
            ("a", "x/P.lean", 1),
            ("a", "x/Q.lean", 1),
            ("b", "x/P.lean", 3),
            ("", "x/P.lean", 5),
            ("c", "x/R.jsonl", 1),
            ("C", "x/R.jsonl", 2),
            ("d", "x/P.lean", 9),
            ("d", "x/P.lean", 9),
        ];
        assert_eq!(
            labels(&places),
            ["P/a", "Q/a", "b", "line 5", "x/R.jsonl:1", "x/R.jsonl:2", "x/P.lean:9", "x/P.lean:9 (2)"]
        );
    }

    #[test]
    fn files_can_be_called_after_any_statement() {
        assert_eq!(file_name("mathd_algebra_10"), "mathd_algebra_10");
        let odd = file_name("../<script>/α");
        assert!(odd.starts_with("__script___-") && odd.len() < 30, "{odd}");
        assert_ne!(file_name("P/a"), file_name("P:a"));
        assert!(file_name(&"x".repeat(500)).len() < 120);
    }

    #[test]
    fn the_hash_of_a_set_knows_no_order_and_no_names() {
        let statement = |name: &str, text: &str| Statement {
            name: name.into(),
            prover: Some(ProverKind::Lean),
            hash: blake3(text),
            ..Statement::default()
        };
        let broken = Statement { error: Some("broken".into()), ..Statement::default() };
        let (a, b) = (statement("a", "1"), statement("b", "2"));
        let hash = set_hash([&a, &b]);
        assert_eq!(hash, set_hash([&b, &statement("c", "1"), &broken]));
        assert_ne!(hash, set_hash([&a]));
        assert_ne!(hash, set_hash([&a, &b, &b]));
    }
}
