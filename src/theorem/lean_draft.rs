//! Formal statements that somebody else wrote, who need not mean well: one theorem with a hole, and nothing beside it.

use super::lean_text::{Holed, commands, hole, mask, with_hole, words};

/// Bytes of the longest statement.
const LONGEST: usize = 8_000;

/// What runs code when it is elaborated, reads files, or trusts what is not proved; in a statement it has no business.
const REFUSED: &str = "run_tac run_elab run_cmd run_meta by_elab include_str include_bytes unsafe native native_decide admit \
    abbrev attribute axiom builtin_initialize class declare_syntax_cat def deriving elab elab_rules example export import \
    inductive infix infixl infixr initialize instance lemma macro macro_rules mutual namespace notation opaque partial postfix \
    prefix section set_option simproc structure syntax theorem universe variable";

/// A statement, with what is opened before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drafted {
    /// Commands such as `open Nat`, a line each.
    pub opens: String,
    /// `theorem NAME … := by sorry`.
    pub statement: String,
}

/// The one theorem in Lean code without comments, under the name `name`.
///
/// Imports are left out, as what it stands behind is given.
///
/// # Errors
/// Why it is not usable.
pub fn drafted(code: &str, name: &str) -> Result<Drafted, String> {
    let (mut opens, mut found) = (String::new(), Vec::new());
    for command in commands(code) {
        let text = command.text;
        match words(text).map(|it| it.1).find(|it| !is_modifier(it)) {
            Some("import") => {}
            Some("open") if is_plain_open(text) => opens.push_str(&format!("{text}\n")),
            Some("theorem" | "lemma" | "example") if !text.starts_with('@') => {
                found.push(stated(text, name)?)
            }
            word => {
                let word = if text.starts_with(['@', '#']) { text.split_whitespace().next() } else { word };
                return Err(format!("`{}` stands beside the theorem", word.unwrap_or(text)));
            }
        }
    }
    found.dedup_by(|a, b| same_text(a, b));
    match found.len() {
        0 => Err("there is no theorem in it".into()),
        1 => Ok(Drafted { opens, statement: found.remove(0) }),
        n => Err(format!("there are {n} theorems in it, and one was asked for")),
    }
}

/// Whether two statements differ in nothing but blanks.
pub fn same_text(a: &str, b: &str) -> bool {
    a.split_whitespace().eq(b.split_whitespace())
}

fn is_modifier(word: &str) -> bool {
    matches!(word, "private" | "protected" | "public" | "noncomputable" | "nonrec")
}

/// `open Nat Foo.Bar`, and nothing that goes on.
fn is_plain_open(text: &str) -> bool {
    let is_name =
        |it: &str| it != "in" && it.chars().all(|it| it.is_alphanumeric() || matches!(it, '_' | '.'));
    text.split_whitespace().all(is_name)
}

/// A declaration as a statement with a hole.
fn stated(declaration: &str, name: &str) -> Result<String, String> {
    if declaration.len() > LONGEST {
        return Err(format!("its statement is longer than {LONGEST} bytes"));
    }
    let keyword = words(declaration).find(|it| !is_modifier(it.1)).map_or((0, ""), |it| it);
    let rest = &declaration[keyword.0 + keyword.1.len()..];
    let rest = match keyword.1 {
        "example" => rest,
        _ => without_name(rest).ok_or("its name cannot be read")?,
    };
    let holed = with_hole(&format!("theorem {name}{rest}"))?;
    let Holed::One { hole, .. } = hole(&holed)? else { return Err("there is no hole in it".into()) };
    is_harmless(&holed["theorem ".len() + name.len()..hole.start])?;
    Ok(format!("{} by sorry", holed[..hole.start].trim_end()))
}

/// What follows a name, with a blank before it if there must be one.
fn without_name(rest: &str) -> Option<&str> {
    let start = rest.trim_start();
    if let Some(quoted) = start.strip_prefix('«') {
        return quoted.split_once('»').map(|it| it.1);
    }
    let (at, name) = words(start).next().filter(|it| it.0 == 0)?;
    Some(&start[at + name.trim_end_matches('.').len()..])
}

/// What stands between the name and the proof must be a statement and nothing else.
fn is_harmless(statement: &str) -> Result<(), String> {
    let code = mask(statement).code;
    let refused = |it: &str| REFUSED.split_whitespace().any(|word| word == it);
    let command = code.match_indices('#').any(|(at, _)| code[at + 1..].starts_with(char::is_alphabetic));
    let word = words(&code).map(|it| it.1).find(|it| refused(it));
    match word {
        Some(word) => Err(format!("there is `{word}` in its statement")),
        None if command => Err("there is a command that begins with `#` in its statement".into()),
        None if code.contains("eval%") => Err("there is `eval%` in its statement".into()),
        None if code.contains("@[") => Err("there is an attribute in its statement".into()),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn says(code: &str, wanted: Result<&str, &str>) {
        let found = drafted(code, "t").map(|it| format!("{}{}", it.opens, it.statement));
        assert_eq!(found.as_deref().map_err(String::as_str), wanted, "{code}");
    }

    #[test]
    fn one_theorem_gets_its_name_and_its_hole() {
        let plain = Ok("theorem t (n : Nat) : n = n := by sorry");
        for code in [
            "theorem foo (n : Nat) : n = n := by sorry",
            "theorem foo (n : Nat) : n = n := sorry",
            "lemma foo (n : Nat) : n = n := by\n  sorry",
            "theorem «a b» (n : Nat) : n = n",
            "example (n : Nat) : n = n :=",
            "import Mathlib\n\nprivate theorem Foo.bar' (n : Nat) : n = n := by",
            "theorem a (n : Nat) : n = n := by sorry\n\ntheorem b (n : Nat) :  n = n := sorry",
        ] {
            says(code, plain);
        }
        says("theorem foo.{u} (α : Type u) : True", Ok("theorem t.{u} (α : Type u) : True := by sorry"));
        says("theorem foo: 1 = 1 := by sorry", Ok("theorem t: 1 = 1 := by sorry"));
        says(
            "open Nat\nopen Foo.Bar Baz\ntheorem foo :\n    let x := 1\n    x = 1 := by\n  sorry",
            Ok("open Nat\nopen Foo.Bar Baz\ntheorem t :\n    let x := 1\n    x = 1 := by sorry"),
        );
        says(
            "theorem x (xs : Array Nat) (h : 0 < xs.size) : xs[0]'(by omega) ∈ xs ∧ xs ≠ #[] := by sorry",
            Ok("theorem t (xs : Array Nat) (h : 0 < xs.size) : xs[0]'(by omega) ∈ xs ∧ xs ≠ #[] := by sorry"),
        );
    }

    #[test]
    fn what_is_more_or_less_than_that_is_refused() {
        says("", Err("there is no theorem in it"));
        says("open Nat", Err("there is no theorem in it"));
        says("theorem", Err("its name cannot be read"));
        says(
            "theorem a : 1 = 1 := by sorry\ntheorem b : 2 = 2 := by sorry",
            Err("there are 2 theorems in it, and one was asked for"),
        );
        says(
            "theorem a : 1 = 1 := by rfl",
            Err("it has a proof, or a part of one: put `sorry` in its place"),
        );
        says(
            "theorem a : 1 = 1 := by\n  have h : 2 = 2 := sorry\n  sorry",
            Err("a statement has one `sorry`, this has 2"),
        );
        says("theorem a : (sorry : Prop) := by sorry", Err("a statement has one `sorry`, this has 2"));
        for (code, word) in [
            ("def two := 2\ntheorem a : two = 2 := by sorry", "`def`"),
            ("axiom a : 1 = 2", "`axiom`"),
            ("@[simp] theorem a : 1 = 1 := by sorry", "`@[simp]`"),
            ("#eval 1\ntheorem a : 1 = 1 := by sorry", "`#eval`"),
            ("open Nat in\ntheorem a : 1 = 1 := by sorry", "`open`"),
            ("set_option autoImplicit true in\ntheorem a : 1 = 1 := by sorry", "`set_option`"),
        ] {
            says(code, Err(&format!("{word} stands beside the theorem")));
        }
        for (code, word) in [
            ("theorem a : (by run_tac pure (); exact True) := by sorry", "`run_tac`"),
            ("theorem a : 1 = by_elab return .lit 1 := by sorry", "`by_elab`"),
            ("theorem a : True := trivial theorem b : False := by sorry", "`theorem`"),
            ("theorem a : True axiom b : False := by sorry", "`axiom`"),
        ] {
            says(code, Err(&format!("there is {word} in its statement")));
        }
        says(
            "theorem a : True := trivial #eval 1\n  sorry",
            Err("a statement ends in `:= by sorry`: the `sorry` must stand for the whole proof"),
        );
        says("theorem a : eval% 1 = 1 := by sorry", Err("there is `eval%` in its statement"));
        let long = format!("theorem a : {} := by sorry", "0 + ".repeat(3000));
        says(&long, Err("its statement is longer than 8000 bytes"));
    }
}
