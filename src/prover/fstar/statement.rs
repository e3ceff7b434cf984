//! What a definition must look like to be one for a theorem.

use super::guard::{self, guard};
use crate::theorem::{
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
        let statement = Statement { module, name: theorem.name.clone(), val, given, form };
        if form != Form::Free {
            let filled = fill_all(&statement.start(false).unwrap_or_default());
            guard(&filled, &statement.name)
                .map_err(|it| format!("its own text cannot be told from a cheat: {it}"))?;
        }
        Ok(statement)
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

    /// Refuses a definition (without holes) that could be more, or other, than one for this statement.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn allows(&self, definition: &str) -> Result<(), String> {
        let (_, definition) = guard::split_options(definition)?;
        guard(definition, &self.name)?;
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
        match starts.iter().any(|it| fits(it)) {
            true => Ok(()),
            false => Err("it changes what is given of the definition".into()),
        }
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

/// A text with each hole in parentheses of its own.
fn in_parentheses(text: &str) -> String {
    let mut out = text.to_owned();
    for hole in holes(text).into_iter().rev() {
        let wrapped = text[..hole.start].ends_with('(') && text[hole.end..].starts_with(')');
        let with = if wrapped { HOLE.to_owned() } else { format!("({HOLE})") };
        out.replace_range(hole, &with);
    }
    out
}

/// A definition as it would be if every hole were filled.
pub fn fill_all(definition: &str) -> String {
    let mut out = definition.to_owned();
    for hole in holes(definition).into_iter().rev() {
        out.replace_range(hole, "()");
    }
    out
}

/// Whether `definition` is `start` with something in parentheses, or `()`, in place of each `(admit ())`.
fn fills(start: &str, definition: &str) -> bool {
    let marked = format!("({HOLE})");
    let Some((before, rest)) = start.split_once(&marked) else { return definition == start };
    let Some(definition) = definition.strip_prefix(before) else { return false };
    let code = fstar_text::without_comments(definition);
    if ["'('", "')'"].iter().any(|it| code.contains(it)) {
        return false;
    }
    let mut depth = 0_i32;
    for (at, it) in code.char_indices() {
        depth += i32::from(it == '(') - i32::from(it == ')');
        if depth == 0 {
            return at > 0 && fills(rest, &definition[at + 1..]);
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statement(file: &str) -> Result<Statement, String> {
        let (_, theorem) = fstar_text::statements(file, true).remove(0);
        Statement::of(&theorem)
    }

    #[test]
    fn what_is_given_must_stay() {
        let free = statement("module M\nval f : nat -> nat\nlet f x = admit ()\n").unwrap();
        assert_eq!(free.start(true), None);
        assert_eq!(free.allows("let rec f y = y"), Ok(()));
        assert_eq!(free.allows("#push-options \"--z3rlimit 20\"\nlet f y = y\n#pop-options"), Ok(()));
        assert!(free.allows("#push-options \"--lax\"\nlet f y = y\n#pop-options").is_err());
        assert!(free.allows("let g y = y").is_err());

        let header = statement("module M\nlet f (x:nat) : nat = admit ()\n").unwrap();
        assert_eq!(header.start(true).unwrap(), "let rec f (x:nat) : nat =\n  admit ()");
        assert_eq!(header.allows("let f (x:nat) : nat =\n  x"), Ok(()));
        assert_eq!(header.allows("let rec f (x:nat) : nat =\n  f x"), Ok(()));
        assert!(header.allows("let f (x:nat) : int =\n  x").is_err());
        let blanks = statement("module M\nlet f (x:nat) \n  : nat = admit ()\n").unwrap();
        assert_eq!(blanks.allows("let f (x:nat)\n  : nat =\n  x"), Ok(()));
        assert!(header.allows("let f (x:nat) : nat == x").is_err());

        let inner =
            statement("module M\nlet f (x:nat) : nat = if x = 0 then admit () else 5 + admit ()\n").unwrap();
        assert!(inner.has_inner_holes());
        assert_eq!(inner.allows("let f (x:nat) : nat = if x = 0 then () else 5 + (x + (1))"), Ok(()));
        for cheat in [
            "let f (x:nat) : nat = if x = 0 then 1 else if true then 7 else 5 + (1)",
            "let f (x:nat) : nat = if x = 0 then (1) else 6 + (1)",
            "let f (x:nat) : nat = if x = 0 then (1) else 5 + (1); 7",
        ] {
            assert!(inner.allows(cheat).is_err(), "{cheat}");
        }
    }

    #[test]
    fn what_cannot_be_filled_is_told() {
        for (file, why) in [
            ("let f (x:nat) : nat = admit ()\n", "no `module`"),
            ("module M\nlet f (x:nat{admit ()}) : nat = 5\n", "in its type"),
            ("module M\nlet rec f (x:nat) : nat = admit ()\nand g (x:nat) : nat = 5\n", "call each other"),
        ] {
            let error = statement(file).unwrap_err();
            assert!(error.contains(why), "{error}");
        }
    }
}
