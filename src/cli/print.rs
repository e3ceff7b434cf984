//! The only place that writes to stdout and stderr.

use std::io::{self, IsTerminal, Write};

use serde::Serialize;

use super::error::CliError;

/// Writes results. A reader that went away ends the program quietly, as a filter should.
pub(super) fn out(text: &str) {
    let mut stdout = io::stdout().lock();
    let written = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
    if let Err(error) = written
        && error.kind() != io::ErrorKind::BrokenPipe
    {
        note(&format!("cannot write to stdout: {error}"));
    }
}

/// Writes one JSON object as a line of stdout.
pub(super) fn json(value: &impl Serialize) {
    match serde_json::to_string(value) {
        Ok(text) => out(&(text + "\n")),
        Err(error) => note(&format!("cannot write a record: {error}")),
    }
}

/// Writes a line to stderr.
pub(super) fn note(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// Writes an error and its hint to stderr.
pub(super) fn error(error: &CliError) {
    note(&format!("{} {}", paint("error:", "1;31"), error.message));
    if let Some(hint) = &error.hint {
        note(&format!("\n{} {hint}", paint("hint:", "1;36")));
    }
}

/// `text` in a colour, where colours are wanted.
pub(super) fn paint(text: &str, colour: &str) -> String {
    if colours() { format!("\x1b[{colour}m{text}\x1b[0m") } else { text.to_owned() }
}

/// Whether stderr is a terminal that takes colours.
fn colours() -> bool {
    io::stderr().is_terminal()
        && std::env::var_os("NO_COLOR").is_none_or(|it| it.is_empty())
        && std::env::var_os("TERM").is_none_or(|it| it != "dumb")
}
