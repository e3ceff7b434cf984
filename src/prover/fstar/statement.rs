//! What a definition must look like to be one for a theorem.

use super::guard::{self, guard};
use crate::theorem::{
    Theorem,
    fstar_statement::{Statement, fill_all},
    fstar_text::{Decl, decls},
};

/// Reads a theorem's statement.
///
/// # Errors
/// Why it cannot be worked on, and what to write instead.
pub fn read(theorem: &Theorem) -> Result<Statement, String> {
    let statement = Statement::of(theorem)?;
    if let Some(start) = statement.start(false) {
        guard(&fill_all(&start), &statement.name)
            .map_err(|it| format!("its own text cannot be told from a cheat: {it}"))?;
    }
    Ok(statement)
}

/// Refuses a definition (without holes) that could be more, or other, than one for a statement.
///
/// # Errors
/// What is wrong with it.
pub fn allows(statement: &Statement, definition: &str) -> Result<(), String> {
    let (_, definition) = guard::split_options(definition)?;
    guard(definition, &statement.name)?;
    match statement.keeps(definition) {
        true => Ok(()),
        false => Err("it changes what is given of the definition: what fills a hole inside of one is `()`, or stands in \
             parentheses"
            .into()),
    }
}

/// Refuses what is more, or other, than one definition, perhaps with a `val` in front of it.
///
/// # Errors
/// What is wrong with it.
pub fn declares_one(text: &str) -> Result<(), String> {
    let decls = decls(text);
    let (last, before) = decls.split_last().ok_or("it declares nothing")?;
    let name = last.name.as_deref().ok_or("it declares no name")?;
    let is_val = |it: &Decl| it.kind == "val" && it.name.as_deref() == Some(name);
    if before.len() > 1 || !before.iter().all(is_val) {
        return Err("it declares more than one thing".into());
    }
    guard(&text[last.range.clone()], name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theorem::fstar_text;

    fn statement(file: &str) -> Result<Statement, String> {
        let (_, theorem) = fstar_text::statements(file, true).remove(0);
        read(&theorem)
    }

    #[test]
    fn what_is_given_must_stay() {
        let free = statement("module M\nval f : nat -> nat\nlet f x = admit ()\n").unwrap();
        assert_eq!(free.start(true), None);
        assert_eq!(allows(&free, "let rec f y = y"), Ok(()));
        assert_eq!(allows(&free, "#push-options \"--z3rlimit 20\"\nlet f y = y\n#pop-options"), Ok(()));
        assert!(allows(&free, "#push-options \"--lax\"\nlet f y = y\n#pop-options").is_err());
        assert!(allows(&free, "let g y = y").is_err());

        let header = statement("module M\nlet f (x:nat) : nat = admit ()\n").unwrap();
        assert_eq!(header.start(true).unwrap(), "let rec f (x:nat) : nat =\n  admit ()");
        assert_eq!(allows(&header, "let f (x:nat) : nat =\n  x"), Ok(()));
        assert_eq!(allows(&header, "let rec f (x:nat) : nat =\n  f x"), Ok(()));
        assert!(allows(&header, "let f (x:nat) : int =\n  x").is_err());
        let blanks = statement("module M\nlet f (x:nat) \n  : nat = admit ()\n").unwrap();
        assert_eq!(allows(&blanks, "let f (x:nat)\n  : nat =\n  x"), Ok(()));
        assert!(allows(&header, "let f (x:nat) : nat == x").is_err());

        let inner =
            statement("module M\nlet f (x:nat) : nat = if x = 0 then admit () else 5 + admit ()\n").unwrap();
        assert!(inner.has_inner_holes());
        assert_eq!(allows(&inner, "let f (x:nat) : nat = if x = 0 then () else 5 + (x + (1))"), Ok(()));
        let local =
            statement("module M\nlet f (x:nat) : nat = g (fun y -> admit ()) (y + admit ())\n").unwrap();
        assert_eq!(allows(&local, "let f (x:nat) : nat = g (fun y -> h (y); k) (y + (1))"), Ok(()));
        assert!(allows(&local, "let f (x:nat) : nat = g (fun y -> h y) (y + 1; 2)").is_err());
        assert!(allows(&local, "let f (x:nat) : nat = g (fun y -> h) y) (1) (y + (1))").is_err());
        for cheat in [
            "let f (x:nat) : nat = if x = 0 then 1 else if true then 7 else 5 + (1)",
            "let f (x:nat) : nat = if x = 0 then (1) else 6 + (1)",
            "let f (x:nat) : nat = if x = 0 then (1) else 5 + (1); 7",
        ] {
            assert!(allows(&inner, cheat).is_err(), "{cheat}");
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

    #[test]
    fn what_declares_more_than_one_thing_is_refused() {
        assert_eq!(declares_one("val f : nat -> Lemma True\nlet f n = ()"), Ok(()));
        assert_eq!(declares_one("let rec f (n:nat) : Lemma True = f n"), Ok(()));
        for cheat in [
            "",
            "val f : nat -> Lemma False",
            "val f : nat -> Lemma False\nlet f n = admit ()",
            "val g : nat -> Lemma False\nlet f n = ()",
            "assume val f : nat -> Lemma False",
            "assume val f : nat -> Lemma False\nlet f n = ()",
            "let g n = ()\nlet f n = ()",
            "open Other\nlet f n = ()",
        ] {
            assert!(declares_one(cheat).is_err(), "{cheat}");
        }
    }
}
