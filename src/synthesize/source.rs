//! Lean texts with finished proofs, taken apart: each theorem behind a header that has no theorem it does not need.
//!
//! Data that is kept apart must not meet in headers. So what a theorem stands behind are the definitions, options and
//! scopes above it, and of the theorems there those that it calls.

use std::collections::BTreeSet;

use crate::{
    lemma::offer::mentions,
    prover::lean::protocol::CheckReply,
    theorem::finished::{self, Finished},
};

/// The kind of a command behind `open … in` and the like.
const IN: &str = "Lean.Parser.Command.in";

/// A text, command by command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The imports and what stands before them.
    imports: String,
    commands: Vec<Command>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Command {
    text: String,
    /// The name, if it is a theorem.
    theorem: Option<String>,
    /// What that states, as the prover prints it.
    ty: String,
    /// Whether it declares something and does nothing else to what follows.
    is_declaration: bool,
    /// Whether nothing below can need it.
    is_idle: bool,
}

/// A theorem of a [`Source`]: where it stands, and which theorems above it are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Which command it is.
    pub at: usize,
    /// Theorems above it that it stands behind.
    pub above: BTreeSet<usize>,
}

impl Source {
    /// Takes apart a text that was checked.
    pub fn new(text: &str, checked: &CheckReply) -> Source {
        let command = |it: &crate::prover::lean::protocol::Command| {
            let name = it.names.first().filter(|_| it.names.len() == 1);
            let declared = checked.decls.iter().find(|decl| Some(&decl.name) == name);
            // What `open Nat in` stands before has no word of its own.
            let is_theorem = match it.decl.as_deref() {
                Some(word) => matches!(word, "theorem" | "lemma"),
                None => it.kind == IN && declared.is_some_and(|it| it.kind == "theorem"),
            };
            let text = text.get(it.start..it.end).unwrap_or_default().trim();
            Command {
                text: text.to_owned(),
                theorem: name.filter(|_| is_theorem).cloned(),
                ty: declared.map(|it| it.ty.clone()).unwrap_or_default(),
                is_declaration: it.decl.is_some() || is_theorem,
                is_idle: it.decl.as_deref() == Some("example") || text.starts_with('#'),
            }
        };
        Source {
            imports: text.get(..checked.header_end).unwrap_or_default().trim().to_owned(),
            commands: checked.commands.iter().map(command).collect(),
        }
    }

    /// Its theorems in order, each with those above it that it calls, as far as their names tell.
    pub fn theorems(&self) -> Vec<Place> {
        let all = self.commands.iter().enumerate().filter(|it| it.1.theorem.is_some());
        all.map(|(at, _)| Place { at, above: self.called(at) }).collect()
    }

    /// The name of the theorem at a place.
    pub fn name(&self, place: &Place) -> &str {
        self.commands[place.at].theorem.as_deref().unwrap_or_default()
    }

    /// Whether a theorem that stands elsewhere in the text can be declared before the one at `place` without changing what
    /// either says: there is no end or beginning of a scope to be passed.
    pub fn reaches(&self, place: &Place, other: &Place) -> bool {
        other.at < place.at || self.commands[place.at..other.at].iter().all(|it| it.is_declaration)
    }

    /// The theorem at a place, as it is written.
    pub fn declaration(&self, place: &Place) -> &str {
        &self.commands[place.at].text
    }

    /// The type of the theorem at a place, as the prover prints it.
    pub fn ty(&self, place: &Place) -> &str {
        &self.commands[place.at].ty
    }

    /// The same theorem behind all theorems above it: it may draw on one without a word of it, as on a rule of `simp`.
    pub fn behind_all(&self, place: &Place) -> Place {
        let above = (0..place.at).filter(|it| self.commands[*it].theorem.is_some());
        Place { at: place.at, above: above.collect() }
    }

    /// The theorem at a place, taken apart; `None` if its text does not tell where its proof begins.
    pub fn finished(&self, place: &Place) -> Option<Finished> {
        finished::lean(self.name(place), &self.header(place), &self.commands[place.at].text)
    }

    /// What stands before the theorem at a place.
    pub fn header(&self, place: &Place) -> String {
        self.text(place.at, &place.above)
    }

    /// A header with all these theorems in it, each with what it stands behind itself.
    pub fn header_with(&self, places: &[&Place]) -> String {
        let end = places.iter().map(|it| it.at + 1).max().unwrap_or(0);
        let kept = places.iter().flat_map(|it| it.above.iter().copied().chain([it.at])).collect();
        self.text(end, &kept)
    }

    /// The commands before `end`, but for theorems that are not `kept`.
    fn text(&self, end: usize, kept: &BTreeSet<usize>) -> String {
        let is_kept = |(at, it): &(usize, &Command)| kept.contains(at) || it.theorem.is_none() && !it.is_idle;
        let commands = self.commands[..end].iter().enumerate().filter(is_kept);
        let parts = std::iter::once(self.imports.as_str()).chain(commands.map(|it| it.1.text.as_str()));
        let parts: Vec<&str> = parts.filter(|it| !it.is_empty()).collect();
        if parts.is_empty() { String::new() } else { parts.join("\n\n") + "\n\n" }
    }

    /// Theorems above a command that it calls, by itself or through others, or that a definition above it calls.
    fn called(&self, at: usize) -> BTreeSet<usize> {
        let above = &self.commands[..at];
        let mut called = BTreeSet::new();
        let definitions = above.iter().filter(|it| it.theorem.is_none() && !it.is_idle);
        let mut todo: Vec<&str> = definitions.map(|it| it.text.as_str()).collect();
        todo.push(&self.commands[at].text);
        while let Some(text) = todo.pop() {
            for (index, command) in above.iter().enumerate() {
                let is_named = command.theorem.as_deref().is_some_and(|it| names(text, it));
                if is_named && called.insert(index) {
                    todo.push(&command.text);
                }
            }
        }
        called
    }
}

/// Whether a text has a name in it; it may be cut short where its namespace is open.
fn names(text: &str, name: &str) -> bool {
    let mut tails = name.match_indices('.').map(|it| &name[it.0 + 1..]);
    mentions(text, name) || tails.any(|it| mentions(text, it) || text.contains(&format!(".{it}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text of commands with an empty line between them.
    fn source(text: &str) -> Source {
        let mut at = 0;
        let commands = text.split("\n\n").map(|it| {
            let start = at;
            at += it.len() + 2;
            let words: Vec<&str> = it.split_whitespace().collect();
            serde_json::json!({"start": start, "end": start + it.len(), "kind": "k", "decl": words[0], "names": [words[1]]})
        });
        let commands: Vec<_> = commands.collect();
        let checked = serde_json::json!({"messages": [], "header_end": 0, "commands": commands, "decls": []});
        Source::new(text, &serde_json::from_value(checked).unwrap())
    }

    const TEXT: &str = "def f := 1\n\ntheorem N.a : p := x\n\ntheorem b : q := y\n\nexample : r := z\n\n\
        theorem c : r := by rw [a]\n\ndef g := 2\n\ntheorem d : s := c.symm";

    #[test]
    fn a_theorem_stands_behind_what_it_calls_and_no_other_theorem() {
        let source = source(TEXT);
        let places = source.theorems();
        assert_eq!(places.iter().map(|it| source.name(it)).collect::<Vec<_>>(), ["N.a", "b", "c", "d"]);
        let d = source.finished(&places[3]).unwrap();
        assert_eq!(
            d.theorem.header,
            "def f := 1\n\ntheorem N.a : p := x\n\ntheorem c : r := by rw [a]\n\ndef g := 2\n\n"
        );
        assert_eq!(
            (d.theorem.statement.as_str(), d.script.as_str()),
            ("theorem d : s := by sorry", "exact c.symm")
        );
        assert_eq!(source.header(&places[1]), "def f := 1\n\n");
        let all = source.behind_all(&places[2]);
        assert_eq!(source.header(&all), "def f := 1\n\ntheorem N.a : p := x\n\ntheorem b : q := y\n\n");
    }

    #[test]
    fn a_header_can_hold_several_theorems() {
        let source = source(TEXT);
        let [a, b, c, _] = &source.theorems()[..] else { panic!() };
        assert_eq!(
            source.header_with(&[b, a]),
            "def f := 1\n\ntheorem N.a : p := x\n\ntheorem b : q := y\n\n"
        );
        assert_eq!(
            source.header_with(&[b, c]),
            "def f := 1\n\ntheorem N.a : p := x\n\ntheorem b : q := y\n\ntheorem c : r := by rw [a]\n\n"
        );
    }
}
