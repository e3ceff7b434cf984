//! The formal statements that candidates are compared with.

use std::path::Path;

use crate::{
    cli::{error::CliError, settings::read},
    theorem::{ProverKind, Theorem, corpus},
};

/// A reference for each text, or none.
pub(super) struct References(Vec<Theorem>);

impl References {
    /// Reads the file of `--against`: Lean statements, or JSON objects with `reference` or `statement`, one a line. They are the
    /// texts' in order.
    pub(super) fn read(path: Option<&Path>, header: &str, statements: usize) -> Result<Self, CliError> {
        let Some(path) = path else { return Ok(References(Vec::new())) };
        let shown = path.display();
        let entries = corpus::parse(&path.to_string_lossy(), &read(path)?, "");
        let entries = entries.map_err(|error| {
            CliError::usage(error.to_string())
                .hint("`--against` takes a Lean file with `sorry` for proofs, or `.jsonl`")
        })?;
        // What brings nothing of its own stands where the candidates do.
        let behind = |it: Theorem| match it.header.trim().is_empty() {
            true => Theorem { header: header.to_owned(), ..it },
            false => it,
        };
        let theorems: Vec<Theorem> = entries.into_iter().map(|it| behind(it.theorem)).collect();
        if let Some(other) = theorems.iter().find(|it| it.prover != ProverKind::Lean) {
            return Err(CliError::usage(format!("{shown}: `{}` is no Lean statement", other.name)));
        }
        if theorems.len() != statements {
            let have = theorems.len();
            return Err(CliError::usage(format!(
                "{shown} holds {have} statements, for {statements} informal ones"
            ))
            .hint("give one reference for each informal statement, in the same order"));
        }
        Ok(References(theorems))
    }

    /// What tells them from others.
    pub(super) fn hash(&self) -> String {
        let texts: String = self.0.iter().map(|it| format!("{}\n{}\n", it.header, it.statement)).collect();
        blake3::hash(texts.as_bytes()).to_hex()[..16].to_owned()
    }

    /// That of the `nth` text.
    pub(super) fn of(&self, nth: usize) -> Option<&Theorem> {
        self.0.get(nth)
    }
}
