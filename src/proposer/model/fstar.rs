//! Reads F* out of what a model says: a whole definition, or a term for a hole.

use super::{
    parse::{clean, fences, json},
    thoughts,
};
use crate::theorem::fstar_text::{decls, holes, without_comments, words};

/// Characters of the longest step.
const LONGEST: usize = 6_000;

/// The steps in a reply, the best first, each once.
///
/// `name` is what is to be defined. At the root a step is a whole definition of it; at a hole it is a term, and a
/// definition that a model gives all the same is no step there. A reply that was `cut_off` loses its last block.
pub(super) fn parse(reply: &str, cut_off: bool, name: &str, root: bool) -> Vec<String> {
    let text = clean(reply);
    let text = text[thoughts::answer(&text)].trim_matches('\n');
    let blocks: Vec<String> = match json(text) {
        Some(items) => items,
        None => {
            let mut found: Vec<String> = fences(text, &["", "fstar", "f*", "fst", "ocaml", "text"])
                .into_iter()
                .map(|it| it.1)
                .collect();
            if found.is_empty() && !text.contains("```") {
                found.push(text.to_owned());
            } else if cut_off && text.matches("```").count() % 2 == 1 {
                found.pop();
            }
            if cut_off && !text.contains("```") { Vec::new() } else { found }
        }
    };
    let mut steps: Vec<String> = Vec::new();
    for block in blocks {
        let step = match definition(&block, name) {
            Some(definition) if root => definition,
            None if !root => term(&block),
            _ => continue,
        };
        if !step.is_empty() && step.len() <= LONGEST && !steps.contains(&step) {
            steps.push(step);
        }
    }
    steps
}

/// The definition of a name in a text, with options around it.
fn definition(text: &str, name: &str) -> Option<String> {
    let text = text.trim_matches('\n');
    let all = decls(text);
    let at = all.iter().position(|it| it.kind == "let" && it.name.as_deref() == Some(name))?;
    let definition = text[all[at].range.clone()].trim_end().to_owned();
    let options = all[..at].last().filter(|it| it.kind == "#push-options");
    Some(match options {
        Some(options) => format!("{}\n{definition}\n#pop-options", text[options.range.clone()].trim_end()),
        None => definition,
    })
}

/// A block as a term: what is prose gives none.
fn term(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).filter(|it| !it.trim().is_empty()).collect();
    let margin = lines.iter().map(|it| it.len() - it.trim_start().len()).min().unwrap_or(0);
    let text = lines.iter().map(|it| &it[margin..]).collect::<Vec<_>>().join("\n");
    let text = text.trim().trim_end_matches(';').trim();
    let code = without_comments(text);
    let known = ["match", "if", "let", "begin", "assert", "calc", "fun"];
    let first = words(&code).next().map_or("", |it| it.1);
    let prose = !text.starts_with("()")
        && !known.contains(&first)
        && !code.contains(['(', ';'])
        && (first.starts_with(char::is_uppercase) || words(&code).count() > 8);
    let declares = decls(text).iter().any(|it| it.kind != "let");
    if prose || declares || (code.trim().is_empty() && holes(text).is_empty()) {
        String::new()
    } else {
        text.to_owned()
    }
}
