//! Whole documents, cut into definitions and statements; remarks, proofs and prose are left out.

use std::collections::BTreeSet;

mod latex;
mod text;

/// How a document is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Paragraphs, which may begin with `Theorem 1.` and the like.
    Plain,
    /// The same with headings and emphasis.
    Markdown,
    /// With environments for theorems.
    Latex,
    /// A JSON object with `informal` on each line.
    Lines,
}

impl Format {
    /// By the ending of a file's name, and else by what it looks like.
    pub fn of(extension: Option<&str>, text: &str) -> Format {
        match extension {
            Some("jsonl") => Format::Lines,
            Some("tex" | "latex") => Format::Latex,
            Some("md" | "markdown") => Format::Markdown,
            _ if text.contains("\\begin{") => Format::Latex,
            _ if text
                .lines()
                .any(|it| it.starts_with("# ") || it.starts_with("## ") || it.starts_with("**")) =>
            {
                Format::Markdown
            }
            _ => Format::Plain,
        }
    }
}

/// What a part of a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It says what a word means.
    Definition,
    /// It says or asks something.
    Statement,
}

/// A part of a document that is put into Lean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What it is.
    pub kind: Kind,
    /// What it is to be called; no two items of a document are called the same.
    pub name: String,
    /// What it says.
    pub text: String,
    /// The line where it begins, from 1.
    pub line: usize,
}

/// A document that cannot be cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong there.
    pub message: String,
}

/// A part as it was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Piece {
    /// `theorem`, `lemma`, …; empty where nothing says what it is.
    word: String,
    number: String,
    title: String,
    /// What the document itself calls it.
    label: String,
    text: String,
    line: usize,
}

/// The definitions and statements of a document, in order; `name` is for those that have none.
///
/// # Errors
/// Where its form is broken.
pub fn items(text: &str, format: Format, name: &str) -> Result<Vec<Item>, Broken> {
    let mut pieces = match format {
        Format::Plain => text::pieces(text, false),
        Format::Markdown => text::pieces(text, true),
        Format::Latex => latex::pieces(text)?,
        Format::Lines => lines(text)?,
    };
    if format != Format::Lines {
        // Where statements are marked, the rest is prose.
        let is_marked = pieces.iter().any(|it| kind(&it.word) == Some(Kind::Statement));
        pieces.retain(|it| !it.word.is_empty() || !is_marked || defines(&it.text));
    }
    let mut used = BTreeSet::new();
    let mut out = Vec::new();
    for piece in pieces {
        let kind = match kind(&piece.word) {
            Some(kind) => kind,
            None if !piece.word.is_empty() => continue,
            None if defines(&piece.text) => Kind::Definition,
            None => Kind::Statement,
        };
        let text = piece.text.split_whitespace().collect::<Vec<_>>().join(" ");
        if !text.is_empty() {
            let name = unique(&lean_name(&piece, name), &mut used);
            out.push(Item { kind, name, text, line: piece.line });
        }
    }
    Ok(out)
}

/// What such a part is; none if it is left out.
fn kind(word: &str) -> Option<Kind> {
    match word {
        "definition" | "definitions" | "defn" | "def" | "notation" => Some(Kind::Definition),
        "theorem" | "thm" | "lemma" | "lem" | "proposition" | "prop" | "corollary" | "cor" | "exercise"
        | "ex" | "claim" | "example" | "problem" | "question" | "conjecture" | "fact" | "statement" => {
            Some(Kind::Statement)
        }
        _ => None,
    }
}

/// Parts that are known, and left out.
fn is_left_out(word: &str) -> bool {
    ["proof", "remark", "remarks", "rem", "note", "solution", "sketch", "hint", "answer", "motivation"]
        .contains(&word)
}

/// Whether a text that nothing marks says what a word means.
fn defines(text: &str) -> bool {
    let text = text.to_lowercase();
    ["call ", "we call ", "we say ", "define ", "we define "].iter().any(|it| text.starts_with(it))
        || [" is called ", " are called ", " is said to be ", " denote "].iter().any(|it| text.contains(it))
}

/// Objects with `informal`, and as far as known `name` and `kind`, one a line.
fn lines(text: &str) -> Result<Vec<Piece>, Broken> {
    let mut pieces = Vec::new();
    for (nth, line) in text.lines().enumerate().filter(|it| !it.1.trim().is_empty()) {
        let object: serde_json::Value = serde_json::from_str(line).unwrap_or_default();
        let of = |key: &str| object[key].as_str().unwrap_or_default().to_owned();
        let Some(informal) = object["informal"].as_str() else {
            return Err(Broken { line: nth + 1, message: "there is no object with `informal`".into() });
        };
        let word = if object["kind"].is_string() { of("kind") } else { String::new() };
        pieces.push(Piece {
            word,
            label: of("name"),
            text: informal.into(),
            line: nth + 1,
            ..Piece::default()
        });
    }
    Ok(pieces)
}

/// What a part is called in Lean: by its label or title, else by what it is and its number.
fn lean_name(piece: &Piece, usual: &str) -> String {
    let label = piece.label.rsplit(':').next().unwrap_or_default();
    let numbered = format!("{} {}", piece.word, piece.number);
    let said = [label, &piece.title, &numbered].into_iter().map(valid).find(|it| !it.is_empty());
    said.unwrap_or_else(|| usual.to_owned())
}

/// A text as a name: `Sum of odds` is `sum_of_odds`.
fn valid(text: &str) -> String {
    let letter =
        |it: char| if it.is_ascii_alphanumeric() || it == '\'' { it.to_ascii_lowercase() } else { ' ' };
    let parts: String = text.chars().map(letter).collect();
    let name = parts.split_whitespace().collect::<Vec<_>>().join("_");
    let name = name.trim_matches('\'').to_owned();
    match name.chars().next() {
        Some(first) if first.is_ascii_digit() => format!("statement_{name}"),
        // A word of Lean is no name.
        Some(_) if RESERVED.contains(&name.as_str()) => format!("{name}_1"),
        _ => name,
    }
}

const RESERVED: [&str; 16] = [
    "theorem", "lemma", "example", "def", "axiom", "if", "then", "else", "let", "have", "at", "by", "fun",
    "in", "from", "end",
];

fn unique(name: &str, used: &mut BTreeSet<String>) -> String {
    let mut unique = name.to_owned();
    let mut nth = 1;
    while !used.insert(unique.clone()) {
        nth += 1;
        unique = format!("{name}_{nth}");
    }
    unique
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The items as `LINE KIND NAME: TEXT`.
    fn cut(text: &str, format: Format) -> Vec<String> {
        let shown = |it: Item| {
            let kind = if it.kind == Kind::Definition { "def " } else { "" };
            format!("{} {kind}{}: {}", it.line, it.name, it.text)
        };
        match items(text, format, "statement") {
            Ok(items) => items.into_iter().map(shown).collect(),
            Err(Broken { line, message }) => vec![format!("{line}: {message}")],
        }
    }

    #[test]
    fn paragraphs_are_statements_where_nothing_is_marked() {
        let text = "For all n,\nn = n.\n\nCall an integer even if it is twice an integer.\n\nProof. Clear.\n\n1 = 1.";
        assert_eq!(Format::of(Some("txt"), text), Format::Plain);
        assert_eq!(
            cut(text, Format::Plain),
            [
                "1 statement: For all n, n = n.",
                "4 def statement_2: Call an integer even if it is twice an integer.",
                "8 statement_3: 1 = 1."
            ]
        );
    }

    #[test]
    fn marked_statements_are_taken_and_prose_is_not() {
        let text = "An introduction.\n\nDefinition. Call n big if n > 9.\n\nTheorem 1 (Big sums). If n is big, n > 8.\n\n\
                    Proof. By Lemma 2.\n\nSo we see.\n\nLemma 2: 1 < 2.\n\nTheorem 1. 2 < 3.";
        assert_eq!(
            cut(text, Format::Plain),
            [
                "3 def definition: Call n big if n > 9.",
                "5 big_sums: If n is big, n > 8.",
                "11 lemma_2: 1 < 2.",
                "13 theorem_1: 2 < 3."
            ]
        );
    }

    #[test]
    fn markdown_has_headings_and_emphasis() {
        let text = "# On sums\n\nSome *prose*.\n\n### Lemma 2 (Even sums)\n\nThe sum of two even\nintegers is even.\n\n\
                    More prose.\n\n```\nTheorem 3. Code.\n```\n\n**Theorem 1.** *For all integers n, n = n.*\n\n\
                    *Proof.* It is.\n\n> **Exercise**: 1 < 2.\n";
        assert_eq!(Format::of(None, text), Format::Markdown);
        assert_eq!(
            cut(text, Format::Markdown),
            [
                "5 even_sums: The sum of two even integers is even.",
                "16 theorem_1: For all integers n, n = n.",
                "20 exercise: 1 < 2."
            ]
        );
    }

    #[test]
    fn latex_has_environments_with_names_of_its_own() {
        let text = "\\documentclass{article}\n\\newtheorem{satz}{Theorem}[section]\n\\newtheorem*{bem}{Remark}\n\
                    \\begin{document}\nProse with $n$. % \\begin{satz}\n\\begin{definition}\\label{def:big}\n\
                    A number $n$ is \\emph{big} if $n > 9$.\n\\end{definition}\n\
                    \\begin{satz}[Sums of two]\n  If $n$ is big,\n  then\n  \\[ n > 8. \\]\n\\end{satz}\n\
                    \\begin{proof}\n\\begin{satz} inner \\end{satz}\n\\end{proof}\n\
                    \\begin{bem} no \\end{bem}\n\\begin{lemma} \\label{lem:one} $1 < 2$ \\end{lemma}\n\\end{document}\n";
        assert_eq!(
            cut(text, Format::Latex),
            [
                "6 def big: A number $n$ is big if $n > 9$.",
                "9 sums_of_two: If $n$ is big, then $ n > 8. $",
                "18 one: $1 < 2$"
            ]
        );
    }

    #[test]
    fn broken_latex_is_told_with_its_line() {
        let broken = |text: &str| cut(text, Format::Latex).concat();
        assert_eq!(broken("\\begin{lemma}\n1 < 2\n"), "1: `\\begin{lemma}` is never closed");
        assert_eq!(broken("a\n\\end{lemma}\n"), "2: `\\end{lemma}` closes nothing");
        assert_eq!(
            broken("\\begin{lemma}\n\\end{theorem}"),
            "2: `\\end{theorem}` stands where `\\end{lemma}` is due, for line 1"
        );
        assert_eq!(broken("\\begin{lemma}\n$1 < 2\n\\end{lemma}"), "1: a `$` in it has no other one");
        assert_eq!(broken("\\begin{lemma}\n${1 < 2$\n\\end{lemma}"), "1: a `{` in it is never closed");
        assert_eq!(
            broken("\\begin{lemma\n1\n\\end{lemma}"),
            "1: `\\begin` without the name of an environment"
        );
    }

    #[test]
    fn lines_are_objects() {
        let text = "{\"informal\": \"1 = 1.\", \"name\": \"Ones!\"}\n\n{\"informal\": \"2\", \"kind\": \"definition\"}";
        assert_eq!(cut(text, Format::Lines), ["1 ones: 1 = 1.", "3 def definition: 2"]);
        assert_eq!(cut("{}", Format::Lines), ["1: there is no object with `informal`"]);
    }
}
