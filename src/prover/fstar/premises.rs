//! Lemmas of the library that F*'s own `search` finds for a statement.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    prover::Premise,
    theorem::{
        Theorem,
        fstar_names::spoken,
        fstar_statement::Statement,
        fstar_text::{body, decls, without_comments},
    },
};

/// Searches for one statement; each takes F* about 20 ms.
const MOST_SEARCHES: usize = 10;
/// Lemmas that are kept.
const MOST: usize = 32;

/// The library's names that a statement speaks of, itself or through the definitions above it.
pub(super) fn symbols(theorem: &Theorem, statement: &Statement) -> Vec<String> {
    let text = without_comments(&format!("{}\n{}", statement.val, statement.given));
    let header = without_comments(&theorem.header);
    let decls = decls(&header);
    let defined: BTreeMap<&str, &str> = decls
        .iter()
        .filter(|it| it.kind == "let")
        .filter_map(|it| Some((it.name.as_deref()?, &header[it.range.clone()])))
        .collect();
    let mut found: Vec<String> = Vec::new();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut todo = vec![text];
    // What is meant, then what it is defined by.
    for _ in 0..2 {
        let mut next = Vec::new();
        for text in &todo {
            for name in spoken(text) {
                if !seen.insert(name.clone()) {
                    continue;
                }
                match defined.get(name.as_str()) {
                    Some(text) => next.extend(body(text).map(|at| text[at..].to_owned())),
                    None => found.push(name),
                }
            }
        }
        todo = next;
    }
    found
}

/// What to search for.
pub(super) fn searches(symbols: &[String]) -> Vec<String> {
    let by_name = symbols.iter().map(|it| format!("\"{it}\""));
    let by_type = symbols.iter().cloned();
    by_name.zip(by_type).flat_map(|(name, ty)| [name, ty]).take(MOST_SEARCHES).collect()
}

/// The lemmas among what was found, those first that speak of the symbols and of little else.
pub(super) fn rank(found: Vec<(String, String)>, symbols: &[String]) -> Vec<Premise> {
    let mut seen = BTreeSet::new();
    let mut scored: Vec<(i64, usize, Premise)> = Vec::new();
    for (name, ty) in found {
        let ty = ty.split_whitespace().collect::<Vec<_>>().join(" ");
        // What has a pattern is used by the solver without a call.
        if !ty.contains("Lemma") || ty.contains("smt_pat") || !seen.insert(name.clone()) {
            continue;
        }
        let names = spoken(&ty);
        let stated = spoken(ty.split_once("Lemma").map_or("", |it| it.1));
        let spoken: Vec<String> = stated.into_iter().filter(|it| names.contains(it)).collect();
        let known = spoken.iter().filter(|it| symbols.iter().any(|s| s == *it)).count() as i64;
        let other = spoken.len() as i64 - known;
        scored.push((2 * other - known, ty.len(), Premise { name, ty, is_lemma: false }));
    }
    scored.sort_by(|a, b| (a.0, a.1, &a.2.name).cmp(&(b.0, b.1, &b.2.name)));
    scored.into_iter().map(|it| it.2).take(MOST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theorem::fstar_text::statements;

    #[test]
    fn the_library_is_asked_for_what_the_statement_means() {
        let file = "module M\nopen FStar.List.Tot\nlet rec back (l:list int) : list int = match l with | [] -> [] | x :: xs -> back xs @ [x]\n\
            val goal : l1:list int -> Lemma (length (back l1) == List.Tot.length l1)\n";
        let theorem = statements(file, true).remove(0).1;
        let statement = Statement::of(&theorem).unwrap();
        let symbols = symbols(&theorem, &statement);
        assert!(
            symbols.contains(&"length".to_owned()) && symbols.contains(&"append".to_owned()),
            "{symbols:?}"
        );
        let found = [
            ("other", "l: list a -> Prims.Lemma unit (mem x (sort l)) []"),
            ("assoc", "l1: list a -> l2: list a -> Prims.Lemma unit (l1 @ l2 == l2) []"),
            ("automatic", "l: list a -> Prims.Lemma unit (length l >= 0) [smt_pat (length l)]"),
            ("len", "l: list a -> Prims.Lemma unit (length (l @ l) == 0) []"),
            ("f", "l: list a -> Prims.Tot int"),
        ];
        let ranked = rank(found.map(|(a, b)| (a.to_owned(), b.to_owned())).into(), &symbols);
        let names: Vec<_> = ranked.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["len", "assoc", "other"]);
    }
}
