//! What is to be formalized: one text, or the definitions and statements of a document, each behind what stands before it.

use std::{fs, path::Path};

use crate::{
    cli::{error::CliError, settings::read},
    formalize::{
        self, Given, Read,
        document::{self, Broken, Format, Item, Kind},
    },
};

/// An item, and what was made of it.
pub(super) struct Entry {
    /// The text, and where it stands.
    pub(super) item: Item,
    /// Whether it is one of a document.
    pub(super) is_part: bool,
    /// What stands before it.
    pub(super) given: Given,
    /// What templates make of it.
    pub(super) read: Result<Read, String>,
}

impl Entry {
    /// Whether it is no definition.
    pub(super) fn is_statement(&self) -> bool {
        self.item.kind == Kind::Statement
    }
}

/// The entries for a text or a file, behind what is given; templates read definitions at least.
pub(super) fn entries(
    typed: &str,
    name: &str,
    given: &Given,
    by_templates: bool,
) -> Result<Vec<Entry>, CliError> {
    let path = Path::new(typed);
    let is_part = typed == "-" || fs::metadata(path).is_ok_and(|it| it.is_file());
    let is_name = !typed.contains(char::is_whitespace)
        && [".tex", ".md", ".txt", ".jsonl"].iter().any(|it| typed.ends_with(it));
    if is_name && !is_part {
        return Err(CliError::usage(format!("there is no file {typed}"))
            .hint("name a file that is there, or write the statement itself, in quotes"));
    }
    let items = match is_part {
        false => {
            let text = typed.trim().to_owned();
            vec![Item { kind: Kind::Statement, name: name.into(), text, line: 1 }]
        }
        true => {
            let text = read(path)?;
            let extension = path.extension().and_then(|it| it.to_str());
            let format = Format::of(extension, &text);
            let items = document::items(&text, format, name);
            items.map_err(|it| broken(typed, format, it))?
        }
    };
    if items.is_empty() {
        return Err(CliError::usage(format!("{typed} holds no statement")));
    }
    let mut given = given.clone();
    let mut entries = Vec::new();
    for item in items {
        let before = given.clone();
        let read = match item.kind {
            Kind::Definition => given.define(&item.text, item.line).map(Read::Defined),
            Kind::Statement if by_templates => formalize::read(&item.text, &item.name, &before),
            Kind::Statement => Ok(Read::Stated(Vec::new())),
        };
        entries.push(Entry { item, is_part, given: before, read });
    }
    Ok(entries)
}

fn broken(file: &str, format: Format, Broken { line, message }: Broken) -> CliError {
    let error = CliError::usage(format!("{file}:{line}: {message}"));
    match format {
        Format::Lines => error.hint("write `{\"informal\": \"For all natural numbers n, …\"}` on each line"),
        _ => error.hint("correct it there; what else is in the file cannot be told apart before"),
    }
}
