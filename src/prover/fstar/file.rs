//! Finished F* files: what may stand in one that is to be certified.

use std::{collections::BTreeSet, ops::Range};

use super::guard::{guard, weakens};
use crate::theorem::{
    Theorem,
    fstar_text::{Decl, decls, escapes, statements, without_comments, words},
};

/// A definition of a file, and why it is not to be accepted, if it is not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Its name.
    pub name: String,
    /// Why not.
    pub refused: Option<String>,
}

/// Looks at every declaration of a file by itself: whether it takes something for granted, or could.
///
/// # Errors
/// What stands in the file outside of its definitions that weakens all of them.
pub fn inspect(text: &str) -> Result<Vec<Finding>, String> {
    weakens(text)?;
    let decls = decls(text);
    let mut findings = Vec::new();
    for (at, decl) in decls.iter().enumerate() {
        let name = decl.name.clone().unwrap_or_else(|| decl.kind.clone());
        let refused = match decl.kind.as_str() {
            "let" => guard_of(&text[decl.range.clone()], &name).err(),
            "assume" => Some("it is assumed and not proved".to_owned()),
            "val" if !defined_later(text, &decls[at + 1..], &name) => Some("it has no definition".to_owned()),
            "%splice" | "new_effect" | "sub_effect" | "layered_effect" | "effect" | "polymonadic_bind" => {
                Some("what declares effects or runs code is not certified".to_owned())
            }
            // F* lets a declaration begin anywhere in a line; here one hides behind another.
            _ if escapes(&text[decl.range.clone()]) => Some("something in it is assumed".to_owned()),
            _ => continue,
        };
        findings.push(Finding { name, refused });
    }
    Ok(findings)
}

/// Guards a definition as it stands in a file, with its qualifiers and its fellows (`and`).
fn guard_of(text: &str, name: &str) -> Result<(), String> {
    let start = text.find("let").unwrap_or(0);
    let qualifiers = ["private", "unfold", "inline_for_extraction", "irreducible", "abstract", "noextract"];
    if let Some(odd) = text[..start].split_whitespace().find(|it| !qualifiers.contains(it)) {
        return Err(format!("`{odd}` stands before it"));
    }
    let code = without_comments(&text[start..]);
    let ands: Vec<usize> = words(&code).filter(|it| it.1 == "and").map(|it| it.0).collect();
    let mut from = 0;
    for end in ands.into_iter().chain([code.len()]) {
        let part = &text[start..][from..end];
        let part = if from == 0 {
            part.to_owned()
        } else {
            format!("let rec {}", part.trim_start_matches("and").trim())
        };
        let own = decls(&part).first().and_then(|it| it.name.clone()).unwrap_or_else(|| name.to_owned());
        guard(part.trim(), &own)?;
        from = end;
    }
    Ok(())
}

fn defined_later(text: &str, decls: &[Decl], name: &str) -> bool {
    decls.iter().filter(|it| it.kind == "let").any(|it| {
        let code = without_comments(&text[it.range.clone()]);
        let words: Vec<&str> = words(&code).map(|it| it.1).collect();
        it.name.as_deref() == Some(name) || words.windows(2).any(|it| it == ["and", name])
    })
}

/// A definition that is to be certified for a statement of another file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Demand {
    /// The statement, behind the header of the file that proves it.
    pub theorem: Theorem,
    /// The `val` as demanded and the definition; or why there is none that could be accepted.
    pub candidate: Result<String, String>,
}

/// What a file offers for the statements of another.
///
/// The file must repeat what stands above the statements, in the same order; beside it may hold definitions of its
/// own, under names that the statements' file does not use.
///
/// # Errors
/// If the file with the statements has none.
pub fn demands(file: &str, demanded: &str) -> Result<Vec<Demand>, String> {
    let stated = statements(demanded, true);
    if stated.is_empty() {
        return Err(
            "it has no statement to demand: write `val NAME : TYPE`, and `let NAME … = admit ()`".into()
        );
    }
    let holes: Vec<Range<usize>> = stated.iter().map(|it| it.0.clone()).collect();
    let names: Vec<&str> = stated.iter().map(|it| it.1.name.as_str()).collect();
    let theirs = decls(demanded);
    let own = decls(file);
    let all = stated.iter().map(|(range, theorem)| {
        let definition = own
            .iter()
            .enumerate()
            .find(|(_, it)| it.kind == "let" && it.name.as_deref() == Some(&theorem.name));
        let candidate = match definition {
            None => Err("the file does not prove it".to_owned()),
            Some((at, decl)) => {
                let val = own[..at].last().filter(|it| it.kind == "val" && it.name == decl.name);
                let start = val.unwrap_or(decl).range.start;
                let above: Vec<&Decl> = own.iter().filter(|it| it.range.end <= start).collect();
                let wanted: Vec<&Decl> = theirs
                    .iter()
                    .filter(|it| {
                        it.range.end <= range.start && !holes.iter().any(|hole| inside(&it.range, hole))
                    })
                    .collect();
                let header = same_header((file, &above), (demanded, &wanted), &names);
                let own_val = val.map_or(String::new(), |it| flat(&file[it.range.clone()]));
                let asked_val = flat(&theorem.statement[..theorem.hole.start]);
                let text = &file[decl.range.clone()];
                if own_val != asked_val {
                    Err("its `val` is not the one that is demanded (rule `statement`)".to_owned())
                } else {
                    header.map(|()| {
                        let gap = if theorem.hole.is_empty() { "\n" } else { "" };
                        (start, format!("{}{gap}{text}", &theorem.statement[..theorem.hole.start]))
                    })
                }
            }
        };
        let header =
            candidate.as_ref().map_or(theorem.header.clone(), |(start, _)| file[..*start].to_owned());
        let theorem = Theorem { header: trailing_doc_off(&header), ..theorem.clone() };
        Demand { theorem, candidate: candidate.map(|it| it.1) }
    });
    Ok(all.collect())
}

/// A header without the doc comment of what it was cut off from.
fn trailing_doc_off(header: &str) -> String {
    let code = without_comments(header);
    header[..code.trim_end().len()].to_owned() + "\n"
}

fn inside(range: &Range<usize>, other: &Range<usize>) -> bool {
    range.start >= other.start && range.end <= other.end
}

/// A text without comments, with single blanks.
fn flat(text: &str) -> String {
    without_comments(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn same_header(own: (&str, &[&Decl]), demanded: (&str, &[&Decl]), names: &[&str]) -> Result<(), String> {
    let code = without_comments(demanded.0);
    let used: BTreeSet<&str> = words(&code).map(|it| it.1.rsplit('.').next().unwrap_or(it.1)).collect();
    let mut wanted = demanded.1.iter().peekable();
    for decl in own.1 {
        let text = flat(&own.0[decl.range.clone()]);
        if wanted.peek().is_some_and(|it| flat(&demanded.0[it.range.clone()]) == text) {
            wanted.next();
            continue;
        }
        let name = decl.name.clone().unwrap_or_default();
        let new = !used.contains(name.as_str()) || names.contains(&name.as_str());
        match decl.kind.as_str() {
            "val" | "let" if !new || name.is_empty() => {
                return Err(format!("`{name}` above it is not as the statements have it (rule `header`)"));
            }
            "val" => {}
            "let" => guard_of(&own.0[decl.range.clone()], &name)
                .map_err(|it| format!("`{name}` above it: {it} (rule `guard`)"))?,
            kind => {
                return Err(format!("a `{kind}` above it is not in the statements' file (rule `header`)"));
            }
        }
    }
    match wanted.next() {
        Some(missing) => {
            let what = missing.name.clone().unwrap_or_else(|| missing.kind.clone());
            Err(format!("`{what}` of the statements' file does not stand above it (rule `header`)"))
        }
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ASKED: &str = "module M\nopen FStar.Mul\nlet rec sum (n:nat) : nat = if n = 0 then 0 else n + sum (n - 1)\n\
        (** doc *)\nval goal : n:nat -> Lemma (sum n >= n)\nlet goal n = admit ()\n";

    fn refusal(file: &str) -> Option<String> {
        demands(file, ASKED).unwrap().remove(0).candidate.err()
    }

    #[test]
    fn a_file_answers_the_statements_of_another() {
        let head =
            "module M\nopen FStar.Mul\nlet rec sum (n:nat) : nat =\n  if n = 0 then 0 else n + sum (n - 1)\n";
        let goal =
            "val goal : n:nat -> Lemma (sum n >= n)\nlet rec goal n = if n = 0 then () else goal (n - 1)\n";
        let fine =
            demands(&format!("{head}let helper (x:nat) : Lemma (x >= 0) = ()\n(** d *)\n{goal}"), ASKED)
                .unwrap();
        let candidate = fine[0].candidate.clone().unwrap();
        assert!(candidate.starts_with("val goal") && candidate.ends_with("goal (n - 1)"), "{candidate}");
        assert!(fine[0].theorem.header.trim_end().ends_with("Lemma (x >= 0) = ()"));
        for (file, why) in [
            (format!("{head}open FStar.List\n{goal}"), "a `open`"),
            (format!("{}{goal}", head.replace("n + sum", "n + n + sum")), "not as the statements"),
            (format!("{head}let helper () : Lemma False = admit ()\n{goal}"), "`helper` above it"),
            (format!("{head}let rec sum (n:nat) : nat = 0\n{goal}"), "`sum` above it"),
            (format!("module M\n{goal}"), "does not stand above it"),
            (head.to_owned(), "does not prove it"),
            (format!("{head}{}", goal.replace(">= n)", ">= 0)")), "rule `statement`"),
        ] {
            let refusal = refusal(&file).unwrap_or_default();
            assert!(refusal.contains(why), "{file}: {refusal}");
        }
        assert!(demands(head, "module M\n").is_err());
    }

    #[test]
    fn what_takes_something_for_granted_is_found() {
        let refused = |text: &str| {
            let all = inspect(text).unwrap();
            all.into_iter().filter(|it| it.refused.is_some()).map(|it| it.name).collect::<Vec<_>>()
        };
        let text = "module M\nassume val a : nat\nval b : nat\nlet c = admit ()\nprivate let d = 1\n[@ expect_failure]\nlet e = 2\n\
            let rec even (n:nat) : bool = true\nand odd (n:nat) : bool = magic ()\nval f : nat\nlet f = 1\n";
        assert_eq!(refused(text), ["a", "b", "c", "e", "even"]);
        assert!(inspect("module M\n#set-options \"--lax\"\n").is_err());
        assert!(inspect("module M\nlet x = 1 #set-options \"--lax\"\n").is_err());
        assert_eq!(refused("module M\nopen A\n  assume val ax : squash False\nlet p () = ax\n"), ["open"]);
        assert_eq!(refused("module M  let bad () : Lemma False = admit ()\nlet p () = bad ()\n"), ["M"]);
        assert_eq!(refused("module M\nlet c = '\"'\nassume val ax : nat\nlet d = '\"'\n"), ["ax"]);
    }
}
