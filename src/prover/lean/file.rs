//! Declarations with holes of a Lean file.

use super::protocol::{CheckReply, Command, Severity};
use crate::theorem::{ProverKind, Target, Theorem};

/// All declarations with holes, in order; `file` is the text that was checked.
pub fn targets(file: &str, checked: &CheckReply) -> Vec<Target> {
    checked.commands.iter().filter(|it| !it.holes.is_empty()).filter_map(|it| target(file, it)).collect()
}

/// A command as a declaration with holes, if it has any; `file` is the text that was checked.
pub fn target(file: &str, command: &Command) -> Option<Target> {
    let header = file.get(..command.start)?;
    let statement = file.get(command.start..command.end)?;
    let name = command.names.first().cloned().unwrap_or_else(|| label(statement, command.decl.as_deref()));
    let holes = command.holes.iter().enumerate().filter_map(|(nth, hole)| {
        let range = hole.start.checked_sub(command.start)?..hole.end.checked_sub(command.start)?;
        statement.get(range.clone())?;
        let theorem = Theorem::new(name.clone(), ProverKind::Lean, header, statement, range);
        // `by sorry` is a term, whatever stands inside.
        let by = theorem.statement[theorem.hole.clone()].starts_with("by");
        Some(Theorem { nth, in_tactics: !hole.term && !by, ..theorem })
    });
    let holes: Vec<_> = holes.collect();
    (!holes.is_empty()).then_some(Target { range: command.start..command.end, holes })
}

/// What to call a declaration that declared nothing: the name that stands in it, else its kind.
pub(crate) fn label(statement: &str, kind: Option<&str>) -> String {
    let kind = kind.unwrap_or("command");
    let word = statement.split_whitespace().skip_while(|it| *it != kind).nth(1).unwrap_or_default();
    let name = word.split(['(', '{', '[', '⦃', ':']).next().unwrap_or_default();
    if name.is_empty() { kind.to_owned() } else { name.to_owned() }
}

/// Error messages of a checked text as `name:line:column: message`, the column counted from 1.
///
/// The first `header` lines of the text were put before the file, and are not counted.
pub fn errors(checked: &CheckReply, name: &str, header: usize) -> Vec<String> {
    let errors = checked.messages.iter().filter(|it| it.severity == Severity::Error);
    let said = errors.map(|it| {
        let (name, line) = match it.line.checked_sub(header) {
            Some(line @ 1..) => (name, line),
            _ => ("header", it.line),
        };
        format!("{name}:{line}:{}: {}", it.column + 1, it.text.trim_end())
    });
    said.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_declares_nothing_is_called_what_it_calls_itself() {
        assert_eq!(label("@[simp] theorem a.b(n : Nat) : p := by sorry", Some("theorem")), "a.b");
        assert_eq!(label("example : p := by sorry", Some("example")), "example");
        assert_eq!(label("#eval sorry", None), "command");
    }
}
