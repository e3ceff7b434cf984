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
            if found.is_empty() {
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Replies that we wrote, in the shapes that models reply in.
    #[test]
    fn replies_of_many_shapes_are_read() {
        for (reply, root, expected) in [
            (
                "let rec f n = if n = 0 then () else f (n - 1)",
                true,
                vec!["let rec f n = if n = 0 then () else f (n - 1)"],
            ),
            (
                "<think>hm, `let f`</think>\nHere is it:\n```fstar\nval f : nat -> Lemma (p)\nlet rec f n =\n  match n with\n  | _ -> ()\n```\nDone.",
                true,
                vec!["let rec f n =\n  match n with\n  | _ -> ()"],
            ),
            (
                "```\n#push-options \"--fuel 2\"\nlet f n = ()\n#pop-options\n```\n```fstar\nlet f n = g n\nlet h = 1\n```",
                true,
                vec!["#push-options \"--fuel 2\"\nlet f n = ()\n#pop-options", "let f n = g n"],
            ),
            ("```fstar\nlemma n;\nadmit ()\n```", false, vec!["lemma n;\nadmit ()"]),
            ("```fstar\n    f tl;\n    g x;\n```", false, vec!["f tl;\n    g x"]),
            ("```fstar\nlet rec f n = ()\n```", false, vec![]),
            ("I cannot prove this statement.", false, vec![]),
            ("[\"()\", \"f tl\"]", false, vec!["()", "f tl"]),
            ("```fstar\nlet rec f n = if n = 0 th", true, vec!["let rec f n = if n = 0 th"]),
        ] {
            let steps = parse(reply, false, "f", root);
            let expected: Vec<String> = expected.into_iter().map(str::to_owned).collect();
            let flat = |it: &[String]| {
                it.iter().map(|it| it.split_whitespace().collect::<Vec<_>>().join(" ")).collect::<Vec<_>>()
            };
            assert_eq!(flat(&steps), flat(&expected), "{reply}");
        }
        assert!(parse("```fstar\nlet rec f n = if n = 0 th", true, "f", true).is_empty());
    }
}
