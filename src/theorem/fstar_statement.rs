//! What a statement of F* gives of its definition, and what is open in it.

use super::{
    Theorem,
    fstar_term::HOLE,
    fstar_text::{self, holes},
};

/// What is stated, and what is given of its definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The module.
    pub module: String,
    /// The name.
    pub name: String,
    /// The `val`, if it stands with the definition.
    pub val: String,
    /// The definition as it is given, with its holes; empty if there is none.
    pub given: String,
    form: Form,
}

/// What a theorem states, without its proof: its `val`, or else its `let` up to the `=`.
pub fn stated(theorem: &Theorem) -> &str {
    let val = theorem.statement[..theorem.hole.start].trim();
    let given = || fstar_text::body(&theorem.statement).map_or("", |it| theorem.statement[..it - 1].trim());
    if val.is_empty() { given() } else { val }
}

/// How much of the definition is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// There is a `val`, and the definition is all hole.
    Free,
    /// There is no `val`: what stands before the body is the statement.
    Header {
        /// The byte after the `=`.
        body: usize,
    },
    /// Holes inside of a definition that otherwise stays as it is.
    Holes,
}

impl Statement {
    /// Reads a theorem's statement.
    ///
    /// # Errors
    /// Why it cannot be worked on, and what to write instead.
    pub fn of(theorem: &Theorem) -> Result<Statement, String> {
        let module = fstar_text::module(&theorem.header)
            .ok_or("there is no `module` in front of it: a file begins with `module NAME`")?;
        let text = |range: std::ops::Range<usize>| theorem.statement.get(range).unwrap_or_default().trim();
        let val = text(0..theorem.hole.start).to_owned();
        let given = text(theorem.hole.clone()).to_owned();
        if !holes(&val).is_empty() {
            return Err("it has a hole in its type: what is stated must be complete".into());
        }
        let val_above = || {
            let decls = fstar_text::decls(&theorem.header);
            decls.iter().any(|it| it.kind == "val" && it.name.as_deref() == Some(&theorem.name))
        };
        let form = if given.is_empty() {
            Form::Free
        } else {
            let code = fstar_text::without_comments(&given);
            if fstar_text::words(&code).any(|(_, it)| it == "and") {
                return Err("definitions that call each other (`let rec … and …`) cannot be filled".into());
            }
            let body = fstar_text::body(&given).ok_or("its definition has no `=`")?;
            let holes = holes(&given);
            if holes.iter().any(|it| it.start < body) {
                return Err("it has a hole in its type: what is stated must be complete".into());
            }
            let whole = matches!(&holes[..], [only] if code[body..only.start].trim().is_empty() && code[only.end..].trim().is_empty());
            match (whole, val.is_empty() && !val_above()) {
                (true, false) => Form::Free,
                (true, true) => Form::Header { body },
                (false, _) => Form::Holes,
            }
        };
        Ok(Statement { module, name: theorem.name.clone(), val, given, form })
    }

    /// The definition to begin with, where that is not free; with or without `rec`.
    pub fn start(&self, rec: bool) -> Option<String> {
        let (before, after) = match self.form {
            Form::Free => return None,
            Form::Header { body } => self.given.split_at(body),
            Form::Holes => (self.given.as_str(), ""),
        };
        let mut text = before.to_owned();
        if rec {
            text = with_rec(&text);
        }
        Some(match self.form {
            Form::Header { .. } => format!("{text}\n  {HOLE}"),
            _ => in_parentheses(&text) + after,
        })
    }

    /// Whether only parts of the definition are open, so that the rest must stay.
    pub fn has_inner_holes(&self) -> bool {
        self.form == Form::Holes
    }

    /// Whether a definition (without holes) keeps what is given of it.
    pub fn keeps(&self, definition: &str) -> bool {
        let definition = &*trimmed(definition);
        let fits = |start: &str| match self.form {
            Form::Free => true,
            Form::Header { .. } => {
                let end = start.len() - HOLE.len();
                definition.strip_prefix(start[..end].trim_end()).is_some_and(|it| !it.starts_with('='))
            }
            Form::Holes => fills(start, definition),
        };
        let starts = [false, true].map(|rec| trimmed(&self.start(rec).unwrap_or_default()));
        starts.iter().any(|it| fits(it))
    }
}

/// A text whose lines do not end in blanks; a step loses them on its way.
fn trimmed(text: &str) -> String {
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

/// `let f` becomes `let rec f`.
fn with_rec(definition: &str) -> String {
    match definition.strip_prefix("let ").map(str::trim_start) {
        Some(rest) if !rest.starts_with("rec ") => format!("let rec {rest}"),
        _ => definition.to_owned(),
    }
}

/// A text with each hole between parentheses, in which it can grow without touching what stands around them.
fn in_parentheses(text: &str) -> String {
    let mut out = text.to_owned();
    for hole in holes(text).into_iter().rev() {
        if !is_enclosed(&text[..hole.start], &text[hole.end..]) {
            out.replace_range(hole, &format!("({HOLE})"));
        }
    }
    out
}

/// Whether a hole is all that stands between a parenthesis, or what goes as far as it, and its end.
fn is_enclosed(before: &str, after: &str) -> bool {
    let before = before.trim_end();
    let opens = before.ends_with(['(', ';']) || before.ends_with("->") || before.ends_with(" in");
    opens && after.trim_start().starts_with(')')
}

/// A definition as it would be if every hole were filled.
pub fn fill_all(definition: &str) -> String {
    let mut out = definition.to_owned();
    for hole in holes(definition).into_iter().rev() {
        out.replace_range(hole, "()");
    }
    out
}

/// Whether `definition` is `start` with its holes filled, each with something that ends before the parenthesis that
/// closes behind it.
fn fills(start: &str, definition: &str) -> bool {
    let Some(hole) = holes(start).into_iter().next() else { return definition == start };
    let (before, after) = (&start[..hole.start], start[hole.end..].trim_start());
    let Some(rest) = definition.strip_prefix(before) else { return false };
    let code = fstar_text::without_comments(rest);
    if !after.starts_with(')') || ["'('", "')'"].iter().any(|it| code.contains(it)) {
        return false;
    }
    let mut depth = 0_i32;
    for (at, it) in code.char_indices() {
        depth += i32::from(it == '(') - i32::from(it == ')');
        if depth < 0 {
            return fills(after, &rest[at..]);
        }
    }
    false
}
