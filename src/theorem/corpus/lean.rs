//! Lean files as corpora: miniF2F and ProofNet in one file, PutnamBench with a file for each problem.

use super::{About, Item};
use crate::theorem::{
    ProverKind, Theorem,
    lean_text::{self, Command, Holed},
};

/// All that a Lean file has for statements, each behind what stands above it.
pub(super) fn items(text: &str, header: &str) -> Vec<Item> {
    let mut imports: Vec<&str> = Vec::new();
    let mut above: Vec<&str> = if header.is_empty() { Vec::new() } else { vec![header] };
    // Definitions whose values are left to be found.
    let mut answers: Vec<&str> = Vec::new();
    let mut items = Vec::new();
    for command in lean_text::commands(text) {
        let (keyword, name) = lean_text::declared(command.text).unwrap_or_default();
        let item = |name: &str, line, entry| Item { name: name.to_owned(), line, entry };
        match lean_text::hole(command.text) {
            Ok(Holed::None) if is_import(command.text) => {
                if header.is_empty() && !imports.contains(&command.text) {
                    imports.push(command.text);
                }
            }
            // Earlier declarations keep their doc comments.
            Ok(Holed::None) => above.push(command.with_doc),
            Ok(Holed::One { name, hole }) => {
                let name = command.namespace.iter().copied().chain([name]).collect::<Vec<_>>().join(".");
                let about = match about(&command) {
                    Ok(about) => about,
                    Err((line, message)) => {
                        items.push(item(&name, line, Err(message)));
                        continue;
                    }
                };
                if let Some(answer) = answers.iter().find(|it| lean_text::mentions(command.text, it)) {
                    let message = format!("it asks for an answer first: `{answer}` has no value");
                    items.push(item(&name, command.line, Err(message)));
                    continue;
                }
                let header = [&imports[..], &above[..]].concat().join("\n\n");
                let theorem = Theorem::new(&name, ProverKind::Lean, header, command.text, hole);
                items.push(item(&name, command.line, Ok(about.entry(theorem))));
            }
            Err(_) if ["def", "abbrev", "instance", "opaque"].contains(&keyword) => {
                answers.push(name);
                above.push(command.with_doc);
            }
            Err(message) => items.push(item(name, command.line, Err(message))),
        }
    }
    items
}

fn about(command: &Command<'_>) -> Result<About, (usize, String)> {
    About::from_doc(command.doc).map_err(|(line, message)| (command.doc_line + line, message))
}

/// Whether a command can stand at the top of a file only.
fn is_import(command: &str) -> bool {
    let mut words = command.split_whitespace().skip_while(|it| ["public", "meta"].contains(it));
    words.next().is_some_and(|it| ["import", "module", "prelude"].contains(&it))
}
