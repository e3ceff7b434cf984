//! Statements to prove, and where they come from.
//!
//! Nothing here reads a clock, the environment or a file (the corpus loader takes text).

pub mod corpus;
pub mod finished;
pub mod fstar_draft;
pub mod fstar_interface;
pub mod fstar_lemma;
pub mod fstar_names;
pub mod fstar_statement;
pub mod fstar_term;
pub mod fstar_text;
pub mod lean_draft;
pub mod lean_script;
pub mod lean_statement;
pub(crate) mod lean_term;
pub mod lean_text;
pub mod refutation;

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// Which prover a theorem is written for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ProverKind {
    /// Lean 4.
    #[default]
    Lean,
    /// F*.
    Fstar,
}

impl ProverKind {
    /// Its name, as records and options have it.
    pub fn as_str(self) -> &'static str {
        match self {
            ProverKind::Lean => "lean",
            ProverKind::Fstar => "fstar",
        }
    }
}

/// A named formal statement, with the header it stands in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Theorem {
    /// The declared name, as the prover resolves it (`Foo.bar`).
    pub name: String,
    /// The prover it is written for.
    pub prover: ProverKind,
    /// Everything before the declaration: imports, opens, options, earlier declarations.
    pub header: String,
    /// The declaration with its holes, verbatim: `theorem t : 1 + 1 = 2 := by sorry`.
    pub statement: String,
    /// The hole that is to be filled, as bytes of `statement`: the word `sorry` itself, together with
    /// `by` in front of it where that is all there is (`by sorry`). In F*, the whole `let`, in which each
    /// `admit ()` waits for a term; empty and at the end if there is only a `val`.
    pub hole: Range<usize>,
    /// Which hole of the statement it is, counted from 0.
    #[serde(default)]
    pub nth: usize,
    /// Whether the hole stands among tactics, so that steps can be put there without `by`.
    #[serde(default)]
    pub in_tactics: bool,
}

/// A declaration with holes, as a file has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Where it stands in the file, in bytes.
    pub range: Range<usize>,
    /// The declaration, once for each of its holes; never empty.
    pub holes: Vec<Theorem>,
}

impl Target {
    /// The declared name.
    pub fn name(&self) -> &str {
        &self.holes[0].name
    }
}

impl Theorem {
    /// A theorem with one hole that stands for its whole proof.
    pub fn new(
        name: impl Into<String>,
        prover: ProverKind,
        header: impl Into<String>,
        statement: impl Into<String>,
        hole: Range<usize>,
    ) -> Self {
        Theorem {
            name: name.into(),
            prover,
            header: header.into(),
            statement: statement.into(),
            hole,
            nth: 0,
            in_tactics: false,
        }
    }

    /// Those of `names` that a Lean statement uses although nothing declares them.
    ///
    /// Lean makes a variable of each (`autoImplicit`), even where it is a misspelling.
    pub fn undeclared<'a>(&self, names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
        let before = self.statement[..self.hole.start].trim_end();
        match (self.prover, before.strip_suffix(":=")) {
            (ProverKind::Lean, Some(declaration)) if !declaration.contains(":=") => {
                lean_text::undeclared(&self.header, declaration, names)
            }
            _ => Vec::new(),
        }
    }

    /// The whole declaration with `script` (tactic lines, the first unindented) in the hole.
    pub fn with_script(&self, script: &str) -> String {
        fill(&self.statement, &[(self.hole.clone(), self.proof_text(script))])
    }

    /// What stands in the hole when `script` fills it, indented for the place.
    pub fn proof_text(&self, script: &str) -> String {
        if self.prover == ProverKind::Fstar {
            // A script is the whole definition; a `val` alone has no place for one yet.
            let gap = if self.hole.is_empty() { "\n" } else { "" };
            return format!("{gap}{}", script.trim());
        }
        let line_start = self.statement[..self.hole.start].rfind('\n').map_or(0, |it| it + 1);
        let before = &self.statement[line_start..self.hole.start];
        if self.in_tactics {
            // Tactics of one block stand in one column, which is the hole's.
            return indent(script, before.chars().count()).trim_start().to_owned();
        }
        let margin = before.chars().take_while(|it| matches!(it, ' ' | '·')).count() + 2;
        let body = indent(script, margin);
        let rest = self.statement[self.hole.end..].lines().next().unwrap_or_default();
        match (rest.trim().is_empty(), script.lines().count() > 1) {
            (true, true) => format!("by\n{body}"),
            (true, false) => format!("by {}", script.trim()),
            (false, true) => format!("(by\n{body})"),
            (false, false) => format!("(by {})", script.trim()),
        }
    }
}

/// `text` with each of `holes` replaced; they must not overlap.
pub fn fill(text: &str, holes: &[(Range<usize>, String)]) -> String {
    let mut holes: Vec<_> = holes.iter().collect();
    holes.sort_by_key(|it| it.0.start);
    let mut out = String::with_capacity(text.len() + 64);
    let mut at = 0;
    for (hole, with) in holes {
        out.push_str(&text[at..hole.start]);
        out.push_str(with);
        at = hole.end;
    }
    out.push_str(&text[at..]);
    out
}

fn indent(script: &str, columns: usize) -> String {
    let pad = " ".repeat(columns);
    let lines =
        script.lines().map(|it| if it.trim().is_empty() { String::new() } else { format!("{pad}{it}") });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn theorem(statement: &str, hole: &str, in_tactics: bool) -> Theorem {
        let start = statement.find(hole).unwrap();
        let theorem = Theorem::new("t", ProverKind::Lean, "", statement, start..start + hole.len());
        Theorem { in_tactics, ..theorem }
    }

    #[test]
    fn a_script_is_put_where_it_belongs() {
        let whole = theorem("theorem t : p := by sorry", "by sorry", false);
        assert_eq!(whole.with_script("simp"), "theorem t : p := by simp");
        assert_eq!(
            whole.with_script("intro h\n· simp\n  omega"),
            "theorem t : p := by\n  intro h\n  · simp\n    omega"
        );
        let term = theorem("theorem t : p := f sorry x", "sorry", false);
        assert_eq!(term.with_script("simp"), "theorem t : p := f (by simp) x");
        let inner = theorem("theorem t : p := by\n  have : q := by sorry\n  exact this", "by sorry", false);
        assert_eq!(
            inner.with_script("simp\nomega"),
            "theorem t : p := by\n  have : q := by\n    simp\n    omega\n  exact this"
        );
        let tactic = theorem("theorem t : p := by\n  intro h\n  · sorry", "sorry", true);
        assert_eq!(tactic.with_script("simp\nomega"), "theorem t : p := by\n  intro h\n  · simp\n    omega");
    }

    #[test]
    fn several_holes_are_filled_at_once() {
        assert_eq!(fill("a sorry b sorry", &[(10..15, "2".into()), (2..7, "1".into())]), "a 1 b 2");
    }

    #[test]
    fn a_name_that_nothing_declares_is_told() {
        let theorem = |header: &str, statement: &str| {
            let hole = statement.find("by sorry").unwrap();
            Theorem::new("t", ProverKind::Lean, header, statement, hole..statement.len())
        };
        let names = ["n", "k", "xs", "α"];
        let undeclared = |header: &str, statement: &str| -> Vec<String> {
            let theorem = theorem(header, statement);
            theorem.undeclared(names.into_iter()).into_iter().map(str::to_owned).collect()
        };
        assert_eq!(undeclared("", "theorem t (n : Nat) : n + k = k + n := by sorry"), ["k"]);
        assert_eq!(undeclared("", "theorem t (n : Nat) : (2 * k) % 2 = n := by sorry"), ["k"]);
        assert_eq!(undeclared("", "theorem t (n k) : (2 * k) % 2 = n := by sorry"), [""; 0]);
        assert_eq!(
            undeclared("variable {α : Type} (xs : List α)\n", "theorem t : xs = xs := by sorry"),
            [""; 0]
        );
        assert_eq!(
            undeclared("theorem o (k : Nat) : k = k := rfl\n", "theorem t : k = k := by sorry"),
            ["k"]
        );
        assert_eq!(undeclared("", "theorem t (xs : List α) : xs.length = n := by sorry"), ["n", "α"]);
        assert_eq!(
            undeclared("", "theorem t {α} [inst : Mul α] (n k : α) : n * k = n * k := by sorry"),
            [""; 0]
        );
        assert_eq!(undeclared("", "theorem t : 1 = 1 := by sorry"), [""; 0]);
    }
}
