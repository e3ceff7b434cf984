//! The parts of a Lean statement, as far as its text tells.

use super::{
    Theorem,
    lean_text::{mask, words},
};

/// `SCOPE theorem NAME.{UNIVERSES} BINDERS : TYPE := by sorry`, in pieces of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form<'a> {
    /// Where `theorem` stands, in bytes of the statement; attributes and doc comments are before.
    pub keyword: usize,
    /// What may change the meaning of what follows: `open Nat in`; empty or not.
    pub scope: &'a str,
    /// The name as written, without universes.
    pub name: &'a str,
    /// `.{u, v}`, or nothing.
    pub universes: &'a str,
    /// What stands between name and colon.
    pub binders: &'a str,
    /// What is stated.
    pub ty: &'a str,
}

/// The parts of a public theorem whose hole is its whole proof.
pub fn form(theorem: &Theorem) -> Option<Form<'_>> {
    if theorem.in_tactics || !theorem.statement[theorem.hole.end..].trim().is_empty() {
        return None;
    }
    let before = theorem.statement[..theorem.hole.start].trim_end().strip_suffix(":=")?;
    let code = mask(before).code;
    let (keyword, name) = {
        let mut it = words(&code).skip_while(|it| !matches!(it.1, "theorem" | "lemma"));
        (it.next()?, it.next()?)
    };
    let ahead = || words(&code).take_while(|it| it.0 < keyword.0);
    if code[keyword.0..name.0].contains(['{', '(']) || ahead().any(|it| it.1 == "private") {
        return None;
    }
    let scope = ahead().filter(|it| it.1 == "in").last().map_or("", |it| before[..it.0 + 2].trim_start());
    // `t.{u}` names its universes.
    let plain = name.1.trim_end_matches('.');
    let mut from = name.0 + plain.len();
    let mut universes = "";
    if code[from..].starts_with(".{") {
        let end = from + code[from..].find('}')? + 1;
        universes = &before[from..end];
        from = end;
    }
    let mut depth = 0_i32;
    let colon = code[from..].char_indices().find_map(|(at, it)| {
        match it {
            '(' | '[' | '{' | '⟨' | '⦃' => depth += 1,
            ')' | ']' | '}' | '⟩' | '⦄' => depth -= 1,
            ':' if depth == 0 => return Some(from + at),
            _ => {}
        }
        None
    })?;
    Some(Form {
        keyword: keyword.0,
        scope,
        name: &before[name.0..name.0 + plain.len()],
        universes,
        binders: before[from..colon].trim(),
        ty: before[colon + 1..].trim(),
    })
}
