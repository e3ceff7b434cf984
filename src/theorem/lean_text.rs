//! Lean files as a corpus sees them: top-level commands, their doc comments and their holes.
//!
//! This reads layout, not Lean: a command begins in the first column and ends where the next one
//! begins. That is enough for files of statements; what a file means, only Lean says.

use std::ops::Range;

/// A command at the top level of a file.
pub(super) struct Command<'a> {
    /// The command itself, without comments around it.
    pub(super) text: &'a str,
    /// The command together with its doc comment.
    pub(super) with_doc: &'a str,
    /// What the doc comment says; empty where there is none.
    pub(super) doc: &'a str,
    /// The line on which the doc comment begins.
    pub(super) doc_line: usize,
    /// The line on which the command begins.
    pub(super) line: usize,
    /// The namespaces it stands in, outermost first.
    pub(super) namespace: Vec<&'a str>,
}

/// What `sorry` a command has.
pub(super) enum Holed<'a> {
    /// None: it belongs to the header of what follows.
    None,
    /// One, for the whole proof of a named theorem.
    One {
        /// The name as it is written.
        name: &'a str,
        /// `by sorry` or `sorry`, as bytes of the command.
        hole: Range<usize>,
    },
}

/// The line of a byte, counted from 1.
pub(super) fn line_of(text: &str, byte: usize) -> usize {
    1 + text.as_bytes()[..byte].iter().filter(|it| **it == b'\n').count()
}

/// Splits a file into its commands.
pub(super) fn commands(text: &str) -> Vec<Command<'_>> {
    let Masked { code, docs } = mask(text);
    let mut starts: Vec<usize> = Vec::new();
    let mut at = 0;
    let mut glued = false;
    let mut after_blank = true;
    for line in code.split_inclusive('\n') {
        if line.starts_with(|it: char| !it.is_whitespace()) {
            if !glued && begins(line, after_blank) {
                starts.push(at);
            }
            // `open Nat in` and an attribute on a line of its own belong to what follows.
            let words = line.trim_end();
            glued = words.ends_with(" in") || (words.starts_with("@[") && words.ends_with(']'));
        }
        after_blank = line.trim().is_empty();
        at += line.len();
    }
    let mut scopes: Vec<Option<&str>> = Vec::new();
    let mut commands = Vec::new();
    for (index, &start) in starts.iter().enumerate() {
        let next = starts.get(index + 1).copied().unwrap_or(text.len());
        let end = start + code[start..next].trim_end().len();
        // Only blanks may stand between a command and its doc comment.
        let doc = docs.iter().rfind(|it| it.end <= start && code[it.end..start].trim().is_empty());
        let command = Command {
            text: &text[start..end],
            with_doc: &text[doc.map_or(start, |it| it.start)..end],
            doc: doc.map_or("", |it| &text[it.start + "/--".len()..it.end - "-/".len()]),
            doc_line: line_of(text, doc.map_or(start, |it| it.start)),
            line: line_of(text, start),
            namespace: scopes.iter().copied().flatten().collect(),
        };
        enter_scopes(command.text, &mut scopes);
        commands.push(command);
    }
    commands
}

/// Whether a command begins with a line in the first column; some files have the rest of a statement there, too.
fn begins(line: &str, after_blank: bool) -> bool {
    const KEYWORDS: &str = "abbrev alias attribute axiom class declare_syntax_cat def elab elab_rules end example export \
        include inductive infix infixl infixr initialize instance import lemma local macro macro_rules meta module mutual \
        namespace noncomputable notation notation3 omit opaque open partial postfix prefix prelude private proof_wanted \
        protected public scoped section set_option structure suppress_compilation syntax theorem universe universes unsafe \
        variable variables";
    const INSIDE: [&str; 6] = ["sorry", "by", "where", "deriving", "termination_by", "decreasing_by"];
    let Some(word) = words(line).next().filter(|it| it.0 == 0).map(|it| it.1) else {
        return line.starts_with(['@', '#']);
    };
    // What is not known may be a command of the user's own, if it stands by itself.
    KEYWORDS.split_whitespace().any(|it| it == word) || after_blank && !INSIDE.contains(&word)
}

/// Follows `namespace`, `section`, `mutual` and `end`.
fn enter_scopes<'a>(command: &'a str, scopes: &mut Vec<Option<&'a str>>) {
    let mut words = command
        .split_whitespace()
        .skip_while(|it| it.starts_with("@[") || ["public", "private", "noncomputable", "meta"].contains(it));
    match words.next() {
        Some("namespace") => scopes.push(words.next()),
        Some("section" | "mutual") => scopes.push(None),
        Some("end") => drop(scopes.pop()),
        _ => {}
    }
}

/// Finds the hole of a declaration.
pub(super) fn hole(declaration: &str) -> Result<Holed<'_>, String> {
    let code = mask(declaration).code;
    let holes: Vec<usize> = words(&code).filter(|(_, word)| *word == "sorry").map(|(at, _)| at).collect();
    let &[hole] = holes.as_slice() else {
        return match holes.len() {
            0 => Ok(Holed::None),
            n => Err(format!("a statement has one `sorry`, this has {n}")),
        };
    };
    let end = hole + "sorry".len();
    let before = code[..hole].trim_end();
    let before_by =
        before.strip_suffix("by").filter(|it| it.ends_with(char::is_whitespace) || it.ends_with(":="));
    let start = before_by.map_or(hole, str::len);
    if end != code.trim_end().len() || !before_by.unwrap_or(before).trim_end().ends_with(":=") {
        return Err(
            "a statement ends in `:= by sorry`: the `sorry` must stand for the whole proof".to_owned()
        );
    }
    let name = words(&code)
        .skip_while(|(_, word)| !["theorem", "lemma"].contains(word))
        .nth(1)
        .map(|(at, word)| &declaration[at..at + word.trim_end_matches('.').len()]);
    match name {
        Some(name) => Ok(Holed::One { name, hole: start..end }),
        None => Err("only a named `theorem` can have a `sorry` here".to_owned()),
    }
}

/// A declaration with holes, as far as its words tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sketch {
    /// Where it stands, in bytes, without comments around it.
    pub range: Range<usize>,
    /// What it declares; its keyword, where that is nothing with a name.
    pub name: String,
    /// Each `sorry` or `admit` in it, in bytes of the file, with the `by` just before it.
    pub holes: Vec<Range<usize>>,
}

/// The declarations with holes of a file that need not be one that Lean accepts, in order.
pub fn sketches(file: &str) -> Vec<Sketch> {
    let sketch = |command: Command<'_>| {
        let start = command.text.as_ptr() as usize - file.as_ptr() as usize;
        let code = mask(command.text).code;
        let holes = words(&code).filter(|(_, word)| matches!(*word, "sorry" | "admit")).map(|(at, word)| {
            let before = code[..at].trim_end();
            let by = words(before).last().filter(|it| it.1 == "by" && it.0 + "by".len() == before.len());
            start + by.map_or(at, |it| it.0)..start + at + word.len()
        });
        let holes: Vec<_> = holes.collect();
        let name = declared(command.text).map(|(keyword, name)| if name.is_empty() { keyword } else { name });
        let range = start..start + command.text.len();
        (!holes.is_empty()).then(|| Sketch { range, name: name.unwrap_or("command").to_owned(), holes })
    };
    commands(file).into_iter().filter_map(sketch).collect()
}

/// The keyword and the name of a declaration, as far as its words tell.
pub(super) fn declared(declaration: &str) -> Option<(&str, &str)> {
    const KEYWORDS: [&str; 7] = ["theorem", "lemma", "example", "def", "abbrev", "instance", "opaque"];
    let code = mask(declaration).code;
    let mut words = words(&code).skip_while(|(_, word)| !KEYWORDS.contains(word));
    let (at, keyword) = words.next()?;
    let name = words.next().filter(|(name, _)| code[at + keyword.len()..*name].trim().is_empty());
    let name = name.map_or("", |(at, word)| declaration[at..at + word.len()].trim_end_matches('.'));
    Some((&declaration[at..at + keyword.len()], name))
}

/// Whether `name` stands in a text, outside of comments and strings.
pub(super) fn mentions(text: &str, name: &str) -> bool {
    words(&mask(text).code).any(|(_, word)| word == name)
}

/// A statement with `sorry` for its proof, which may be left out in different ways.
///
/// # Errors
/// If there is a proof.
pub(super) fn with_hole(statement: &str) -> Result<String, String> {
    let statement = statement.trim();
    let code = mask(statement).code;
    let code = code.trim_end();
    let ends_in =
        |word: &str| words(code).last().is_some_and(|(at, it)| it == word && at + it.len() == code.len());
    if ends_in("sorry") {
        return Ok(statement.to_owned());
    }
    // What follows the code is a comment.
    let given = &statement[..code.len()];
    if code.ends_with(":=") {
        return Ok(format!("{given} by sorry"));
    }
    if ends_in("by") && code[..code.len() - "by".len()].trim_end().ends_with(":=") {
        return Ok(format!("{given} sorry"));
    }
    match has_value(code) {
        true => Err("it has a proof, or a part of one: put `sorry` in its place".to_owned()),
        false => Ok(format!("{given} := by sorry")),
    }
}

/// Whether the last command of a text has a `:=` of its own, which is in no brackets and of no `let`.
fn has_value(code: &str) -> bool {
    let last = commands(code).last().map_or("", |it| it.text);
    let mut depth = 0;
    last.char_indices().any(|(at, it)| {
        depth += i32::from("([{⟨⦃".contains(it)) - i32::from(")]}⟩⦄".contains(it));
        let line = last[..at].rsplit([';', '\n', ',']).next().unwrap_or_default();
        let local = words(line).any(|(_, it)| ["let", "have"].contains(&it));
        depth == 0 && last[at..].starts_with(":=") && !local
    })
}

/// Those of `names` that a declaration uses, and that neither it nor a `variable` before it declares.
///
/// `declaration` is what stands before its proof. Lean makes such a name a variable of the theorem
/// (`autoImplicit`); where it is a misspelling, the theorem says something else than was meant.
pub(super) fn undeclared<'a>(
    header: &str,
    declaration: &str,
    names: impl Iterator<Item = &'a str>,
) -> Vec<&'a str> {
    let code = mask(declaration).code;
    let before = commands(header);
    let variables = before.iter().filter(|it| it.text.starts_with("variable")).map(|it| mask(it.text).code);
    let declared: Vec<String> = variables
        .chain([code.clone()])
        .flat_map(|it| binders(&it).map(str::to_owned).collect::<Vec<_>>())
        .collect();
    names
        .filter(|name| words(&code).any(|(_, word)| word == *name || word.split('.').next() == Some(name)))
        .filter(|name| !declared.iter().any(|it| it == name))
        .collect()
}

/// The names that stand first in brackets, up to a colon or the end of the brackets.
fn binders(code: &str) -> impl Iterator<Item = &str> {
    let open = code.char_indices().filter(|(_, it)| "({[⦃".contains(*it));
    open.flat_map(move |(at, bracket)| {
        let inside = &code[at + bracket.len_utf8()..];
        let end =
            inside.find([':', ')', '}', ']', '⦄', '(', '{', '[', '⦃', ',', '=']).unwrap_or(inside.len());
        // Without a type behind them, nothing but names stands there: `(2 * i)` binds nothing.
        let names = &inside[..end];
        let typed = inside[end..].starts_with(':');
        let bare =
            !names.contains(|it: char| !it.is_whitespace() && !it.is_alphanumeric() && !"_'!?.".contains(it));
        let binds = typed || bare && !names.trim_start().starts_with(|it: char| it.is_ascii_digit());
        words(if binds { names } else { "" }).map(|(_, word)| word)
    })
}

/// The words of Lean code with where they begin; a word is a run of what identifiers are made of.
pub(super) fn words(code: &str) -> impl Iterator<Item = (usize, &str)> {
    let in_word = |it: char| it.is_alphanumeric() || matches!(it, '_' | '\'' | '!' | '?' | '.');
    code.split(move |it| !in_word(it))
        .map(move |word| (word.as_ptr() as usize - code.as_ptr() as usize, word))
        .filter(|(_, word)| !word.is_empty())
}

/// A text with its comments and strings blanked out, byte for byte.
pub(crate) struct Masked {
    pub(crate) code: String,
    /// The doc comments (`/-- … -/`), as bytes of the text.
    docs: Vec<Range<usize>>,
}

pub(crate) fn mask(text: &str) -> Masked {
    let mut code = String::with_capacity(text.len());
    let mut docs = Vec::new();
    while code.len() < text.len() {
        let at = code.len();
        let rest = &text[at..];
        let skip = if rest.starts_with("--") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/-") {
            let length = block_comment(rest);
            if rest.starts_with("/--") && rest[..length].ends_with("-/") && length >= "/---/".len() {
                docs.push(at..at + length);
            }
            length
        } else if rest.starts_with("'\"'") || rest.starts_with("'\\\"'") {
            rest[1..].find('\'').map_or(rest.len(), |it| it + 2)
        } else if rest.starts_with('"') {
            string(rest)
        } else {
            code.extend(rest.chars().next());
            continue;
        };
        code.extend(rest[..skip].bytes().map(|it| if it == b'\n' { '\n' } else { ' ' }));
    }
    Masked { code, docs }
}

/// The length of the block comment that `text` begins with; block comments nest.
fn block_comment(text: &str) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < text.len() {
        let rest = &text.as_bytes()[at..];
        if rest.starts_with(b"/-") {
            depth += 1;
            at += 2;
        } else if rest.starts_with(b"-/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    text.len()
}

/// The length of the string that `text` begins with; F* writes them alike.
pub(super) fn string(text: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summary(text: &str) -> Vec<String> {
        let mut lines = Vec::new();
        for it in commands(text) {
            let found = match hole(it.text) {
                Ok(Holed::None) => "-".to_owned(),
                Ok(Holed::One { name, hole }) => format!("{name} {:?}", &it.text[hole]),
                Err(message) => message,
            };
            lines.push(format!("{} {} [{}] {found}", it.line, it.namespace.join("."), it.doc.trim()));
        }
        lines
    }

    #[test]
    fn commands_keep_their_doc_comments_and_namespaces() {
        let text = "/-! sorry -/\nopen Nat\n\n/-- Why: \"sorry\" -/\n-- between\ntheorem a (n : Nat) :\n    n = n := by sorry\n\
                    \nnamespace X\nsection\n/-- /- nested -/ doc -/\n@[simp]\ntheorem b.{u} : True := sorry -- trailing\nend\n\
                    theorem c : \"sorry\" = \"\\\"sorry\" := by\n  decide\nend X\nopen Nat in\nlemma d: p :=by sorry";
        assert_eq!(
            summary(text),
            [
                "2  [] -",
                "6  [Why: \"sorry\"] a \"by sorry\"",
                "9  [] -",
                "10 X [] -",
                "12 X [/- nested -/ doc] b \"sorry\"",
                "14 X [] -",
                "15 X [] -",
                "17 X [] -",
                "18  [] d \"by sorry\"",
            ]
        );
    }

    #[test]
    fn a_hole_that_is_not_the_whole_proof_is_refused() {
        for text in
            ["theorem a : p := by\n  simp\n  sorry", "theorem a : p := f sorry x", "def a : Nat := by sorry"]
        {
            assert!(hole(text).is_err(), "{text}");
        }
        assert!(hole("example : p := by sorry").is_err());
        assert!(hole("theorem a : p ∧ q := ⟨by sorry, by sorry⟩").is_err_and(|it| it.contains("this has 2")));
        assert!(matches!(hole("theorem not_sorry' : sorry.x := rfl"), Ok(Holed::None)));
    }

    #[test]
    fn holes_are_found_in_what_lean_does_not_accept() {
        let text = "import Missing\ntheorem a : p ∧ (q := ⟨by sorry, sorry⟩ -- sorry\n\nexample : \"sorry\" = x := by\n  \
                    have : standby sorry\n  admit\ndef c := 1\ntheorem unsorry' : sorry'.x := by simp\n";
        let said: Vec<_> = sketches(text)
            .into_iter()
            .map(|it| (it.name, it.holes.into_iter().map(|hole| &text[hole]).collect::<Vec<_>>()))
            .collect();
        assert_eq!(
            said,
            [("a".to_owned(), vec!["by sorry", "sorry"]), ("example".to_owned(), vec!["sorry", "admit"])]
        );
        assert_eq!(&text[sketches(text)[0].range.clone()], "theorem a : p ∧ (q := ⟨by sorry, sorry⟩");
    }

    #[test]
    fn text_that_ends_early_is_read_to_its_end() {
        for text in
            ["/-", "/--", "/--/", "\"", "'\"", "theorem", "theorem := sorry", "-", "/", "sorry", "é/- ü"]
        {
            for it in commands(text) {
                drop(hole(it.text).map(|_| ()));
            }
        }
    }
}
