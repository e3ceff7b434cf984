//! What an F* type speaks of.

use std::collections::BTreeSet;

use super::fstar_text::{without_comments, words};

/// Operators, and the functions that they stand for.
const OPERATORS: [(&str, &str); 2] = [("@", "append"), ("::", "")];

/// The names that a text has in it, without their modules, in the order in which they first stand there: of functions and
/// types, not of variables that it binds.
pub fn spoken(text: &str) -> Vec<String> {
    let code = without_comments(text);
    let binder = |(at, _): (usize, &str)| words(&code[..at]).last().map(|it| it.1);
    let bound: BTreeSet<&str> = code.match_indices(':').filter_map(binder).collect();
    let meant = OPERATORS.iter().filter(|it| code.contains(it.0)).map(|it| it.1);
    let mut found: Vec<String> = Vec::new();
    for word in words(&code).map(|it| it.1).chain(meant) {
        let name = word.rsplit('.').next().unwrap_or(word);
        let is_name = name.starts_with(|it: char| it.is_lowercase() || it == '_') && name.len() > 1;
        if is_name && !KEYWORDS.contains(&name) && !bound.contains(name) && !found.iter().any(|it| it == name)
        {
            found.push(name.to_owned());
        }
    }
    found
}

/// Words that are no names of functions.
const KEYWORDS: [&str; 42] = [
    "val",
    "let",
    "rec",
    "admit",
    "requires",
    "ensures",
    "decreases",
    "forall",
    "exists",
    "if",
    "then",
    "else",
    "match",
    "with",
    "in",
    "fun",
    "int",
    "nat",
    "pos",
    "bool",
    "unit",
    "list",
    "string",
    "option",
    "true",
    "false",
    "not",
    "eqtype",
    "begin",
    "end",
    "function",
    "and",
    "smt_pat",
    "pattern",
    "squash",
    "prop",
    "type",
    "of",
    "when",
    "as",
    "b2t",
    "open",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_from_variables() {
        assert_eq!(
            spoken(
                "val back_app : #a:Type -> xs:list a -> Lemma (requires List.Tot.length xs > 1) (ensures back (xs @ xs) == xs)"
            ),
            ["length", "back", "append"]
        );
    }
}
