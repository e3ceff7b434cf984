//! What a client is shown of a document: diagnostics, hints, hovers, actions, the status.

use std::ops::Range;

use lsp_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, Command, Diagnostic, DiagnosticSeverity,
    DocumentChangeOperation, DocumentChanges, Hover, HoverContents, InlayHint, InlayHintLabel, MarkupContent,
    MarkupKind, NumberOrString, OneOf, OptionalVersionedTextDocumentIdentifier, Position, TextDocumentEdit,
    TextEdit, Url, WorkspaceEdit, notification::Notification,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    command,
    document::Document,
    holes::{Hole, Kind},
    minimise::finished_in,
    open::{Open, State},
    suggest::Suggestion,
};
use crate::theorem::ProverKind;

/// So many premises are shown with a goal.
const PREMISES: usize = 6;
/// A goal is cut off after so many lines.
const LINES: usize = 60;

/// Tells a client how it stands with a document: `proofwright/status`.
pub enum StatusNotification {}

impl Notification for StatusNotification {
    type Params = Status;
    const METHOD: &'static str = "proofwright/status";
}

/// How it stands with a document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Status {
    /// Which document.
    pub uri: Url,
    /// In which version.
    pub version: i32,
    /// Its holes, in order.
    pub holes: Vec<HoleStatus>,
    /// Jobs of the document that run.
    pub running: usize,
    /// Jobs of the document that wait.
    pub queued: usize,
}

/// How it stands with a hole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HoleStatus {
    /// What declares it.
    pub name: String,
    /// Where it is.
    pub range: lsp_types::Range,
    /// The word for its state.
    pub state: String,
    /// In more words; may be empty.
    pub detail: String,
}

/// The status of a document.
pub fn status(uri: &Url, open: &Open) -> Status {
    let holes = open.holes.iter().map(|hole| {
        let (state, detail) = open.state(hole);
        let range = open.document.range(&hole.range);
        HoleStatus { name: hole.name.clone(), range, state: state.word().to_owned(), detail }
    });
    let running = open.jobs.values().filter(|it| it.running).count();
    Status {
        uri: uri.clone(),
        version: open.document.version(),
        holes: holes.collect(),
        running,
        queued: open.jobs.len() - running,
    }
}

/// A diagnostic for each hole.
pub fn diagnostics(open: &Open) -> Vec<Diagnostic> {
    let diagnostic = |hole: &Hole| {
        let (state, detail) = open.state(hole);
        let what = match hole.kind {
            Kind::Open => "nothing is proved here",
            Kind::Failing(_) => "the proof does not work",
            Kind::Definition(_) => "it is not accepted",
        };
        let detail = if detail.is_empty() { String::new() } else { format!(" ({detail})") };
        Diagnostic {
            range: open.document.range(&hole.range),
            severity: Some(DiagnosticSeverity::HINT),
            code: Some(NumberOrString::String(state.word().into())),
            source: Some("proofwright".into()),
            message: format!("{}: {what}: {}{detail}", hole.name, word(open, hole, state)),
            ..Diagnostic::default()
        }
    };
    open.holes.iter().map(diagnostic).collect()
}

/// The word for a state, with what the index adds to it.
fn word(open: &Open, hole: &Hole, state: State) -> String {
    match open.known(hole).and_then(|it| it.indexed.as_ref()) {
        Some(name) if state == State::Open => format!("open, proved in the index as `{name}`"),
        _ => state.word().to_owned(),
    }
}

/// A hint behind each hole in a range.
pub fn hints(open: &Open, range: &Range<usize>) -> Vec<InlayHint> {
    let inside = |it: &&Hole| it.range.start <= range.end && range.start <= it.range.end;
    let hint = |hole: &Hole| InlayHint {
        position: open.document.range(&hole.range).end,
        label: InlayHintLabel::String(word(open, hole, open.state(hole).0)),
        kind: None,
        text_edits: None,
        tooltip: None,
        padding_left: Some(true),
        padding_right: None,
        data: None,
    };
    open.holes.iter().filter(inside).map(hint).collect()
}

/// What is known of the hole at a position; whether its goal is still to be asked for, too.
pub fn hover(open: &Open, position: Position) -> Option<(Hover, bool)> {
    let byte = open.document.byte(position);
    let hole = open.holes.iter().find(|it| it.range.start <= byte && byte <= it.range.end)?;
    let (state, detail) = open.state(hole);
    let mut text = format!("**{}**: {}", hole.name, word(open, hole, state));
    let language = match open.prover {
        ProverKind::Lean => "lean4",
        ProverKind::Fstar => "fstar",
    };
    let known = open.known(hole);
    let has_goal = !matches!(hole.kind, Kind::Definition(_));
    match known.map(|it| &it.goal) {
        _ if !has_goal => {}
        Some(Ok(goal)) => text.push_str(&format!("\n\n```{language}\n{}\n```", cut(goal))),
        Some(Err(why)) => text.push_str(&format!("\n\nIts goal cannot be had: {}", cut(why))),
        None => text.push_str("\n\nIts goal is not known yet; it is being asked for."),
    }
    if let Some(known) = known.filter(|it| !it.premises.is_empty()) {
        text.push_str("\n\nFacts that may serve:\n");
        for premise in known.premises.iter().take(PREMISES) {
            let ty = premise.ty.split_whitespace().collect::<Vec<_>>().join(" ");
            text.push_str(&format!("\n- `{} : {ty}`", premise.name));
        }
    }
    if !detail.is_empty() {
        text.push_str(&format!("\n\n{}", cut(&detail)));
    }
    if let Some(explanation) = open.outcome(hole).and_then(|it| it.explanation.as_ref()) {
        text.push_str(&format!("\n\n{}", cut(explanation)));
    }
    let contents = HoverContents::Markup(MarkupContent { kind: MarkupKind::Markdown, value: text });
    Some((Hover { contents, range: Some(open.document.range(&hole.range)) }, has_goal && known.is_none()))
}

fn cut(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    match lines.len() > LINES {
        true => format!("{}\n…", lines[..LINES].join("\n")),
        false => text.to_owned(),
    }
}

/// What can be done about the holes in a range.
///
/// Edits are for the present version only, where the client can be told that (`versioned`).
pub fn actions(uri: &Url, open: &Open, range: &Range<usize>, versioned: bool) -> Vec<CodeActionOrCommand> {
    let mut actions = Vec::new();
    let add = |actions: &mut Vec<CodeActionOrCommand>, title: String, kind, name: &str, arguments| {
        let command = Command { title: title.clone(), command: name.into(), arguments };
        let action = CodeAction { title, kind: Some(kind), command: Some(command), ..CodeAction::default() };
        actions.push(action.into());
    };
    let can_be_proved = |it: &&Hole| !matches!(it.kind, Kind::Definition(_));
    if let Some(hole) = open.hole_in(range).filter(can_be_proved) {
        let at = json!({"uri": uri, "position": open.document.range(&hole.range).start});
        let at = Some(vec![at]);
        let name = &hole.name;
        let fellows = open.holes.iter().filter(|it| it.declaration == hole.declaration).count();
        let whole = if fellows > 1 { format!(" (its {fellows} holes)") } else { String::new() };
        match open.state(hole).0 {
            State::Queued | State::Running => {
                add(&mut actions, format!("Stop proving {name}"), CodeActionKind::EMPTY, command::CANCEL, at);
            }
            State::Certified if open.outcome(hole).is_some_and(|it| it.proof.is_some()) => {
                let proof = open.outcome(hole).and_then(|it| it.proof.as_deref()).unwrap_or_default();
                let title = format!("Insert the certified proof of {name}");
                actions.push(replacing(uri, open, hole, proof, title, versioned).into());
            }
            _ => {
                let other = |it: &str| format!("{it} {name}");
                add(
                    &mut actions,
                    format!("Prove {name}{whole}"),
                    CodeActionKind::QUICKFIX,
                    command::PROVE,
                    at.clone(),
                );
                add(
                    &mut actions,
                    other("Suggest next steps for"),
                    CodeActionKind::EMPTY,
                    command::SUGGEST,
                    at.clone(),
                );
                if open.prover == ProverKind::Lean {
                    add(
                        &mut actions,
                        other("Draft a proof of"),
                        CodeActionKind::REFACTOR_REWRITE,
                        command::DRAFT,
                        at.clone(),
                    );
                }
                if open.outcome(hole).is_some_and(|it| it.explanation.is_some()) {
                    add(
                        &mut actions,
                        other("Explain why there is no proof of"),
                        CodeActionKind::EMPTY,
                        command::EXPLAIN,
                        at.clone(),
                    );
                }
                add(&mut actions, other("Try to refute"), CodeActionKind::EMPTY, command::REFUTE, at);
            }
        }
    }
    if let Some(hole) = open.hole_in(range) {
        let steps = open.suggestions.get(&(hole.key, hole.nth)).into_iter().flatten();
        actions.extend(steps.map(|it| next_step(uri, open, hole, it, versioned).into()));
    }
    if let Some(theorem) = finished_in(open, range) {
        let at = Some(vec![json!({"uri": uri, "position": open.document.range(&theorem.place).start})]);
        let name = &theorem.name;
        if open.jobs.values().any(|it| it.declaration == theorem.key()) {
            let title = format!("Stop minimising the proof of {name}");
            add(&mut actions, title, CodeActionKind::EMPTY, command::CANCEL, at);
        } else {
            let title = format!("Minimise the proof of {name}");
            add(&mut actions, title, CodeActionKind::REFACTOR_REWRITE, command::MINIMISE, at);
        }
    }
    let rests = |it: &Hole| !matches!(open.state(it).0, State::Queued | State::Running);
    if open.holes.iter().filter(can_be_proved).any(rests) {
        let all = Some(vec![json!({"uri": uri})]);
        add(
            &mut actions,
            "Prove all holes in this file".into(),
            CodeActionKind::EMPTY,
            command::PROVE_ALL,
            all,
        );
    }
    actions
}

/// A next step, to be taken.
fn next_step(uri: &Url, open: &Open, hole: &Hole, step: &Suggestion, versioned: bool) -> CodeAction {
    let Suggestion { step, remains, certified, declaration } = step;
    let short = step.split_whitespace().collect::<Vec<_>>().join(" ");
    let title = match (remains.as_slice(), certified) {
        ([], true) => format!("Certified proof: {short}"),
        ([], false) => format!("Close this goal: {short}"),
        ([only], _) => {
            format!("Next step: {short} (leaves ⊢ {})", only.split_whitespace().collect::<Vec<_>>().join(" "))
        }
        (several, _) => format!("Next step: {short} (leaves {} goals)", several.len()),
    };
    replacing(uri, open, hole, declaration, title, versioned)
}

/// An action that puts another text in place of the declaration of a hole.
fn replacing(uri: &Url, open: &Open, hole: &Hole, new: &str, title: String, versioned: bool) -> CodeAction {
    let edit = edit(&open.document, &hole.declaration, new);
    let edit = workspace_edit(uri, vec![edit], open.document.version(), versioned);
    CodeAction { title, kind: Some(CodeActionKind::QUICKFIX), edit: Some(edit), ..CodeAction::default() }
}

/// Edits of one document, for that version only where the client can tell.
pub fn workspace_edit(uri: &Url, edits: Vec<TextEdit>, version: i32, versioned: bool) -> WorkspaceEdit {
    if !versioned {
        return WorkspaceEdit { changes: Some([(uri.clone(), edits)].into()), ..WorkspaceEdit::default() };
    }
    let text_document = OptionalVersionedTextDocumentIdentifier { uri: uri.clone(), version: Some(version) };
    let edit = TextDocumentEdit { text_document, edits: edits.into_iter().map(OneOf::Left).collect() };
    let changes = DocumentChanges::Operations(vec![DocumentChangeOperation::Edit(edit)]);
    WorkspaceEdit { document_changes: Some(changes), ..WorkspaceEdit::default() }
}

/// The edit that puts `new` where `range` is: no more than differs, with the ends of line that the client has.
pub fn edit(document: &Document, range: &Range<usize>, new: &str) -> TextEdit {
    let old = &document.text()[range.clone()];
    let before: usize =
        old.chars().zip(new.chars()).take_while(|(a, b)| a == b).map(|it| it.0.len_utf8()).sum();
    let ends = old[before..].chars().rev().zip(new[before..].chars().rev());
    let after: usize = ends.take_while(|(a, b)| a == b).map(|it| it.0.len_utf8()).sum();
    let range = range.start + before..range.end - after;
    let new_text = document.to_client(&new[before..new.len() - after]);
    TextEdit { range: document.range(&range), new_text }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{
        lsp::{
            holes::by_text,
            open::{Doing, Known, Outcome},
            text::Encoding,
            work::JobId,
        },
        prover::Premise,
    };

    const TEXT: &str = "theorem a : 𝕜 = 𝕜 := by sorry\ntheorem b : q := by sorry\n";

    fn open(text: &str) -> (Url, Open) {
        let uri = Url::parse("file:///a.lean").unwrap();
        let mut open = Open::new(&uri, ProverKind::Lean, Document::new(text.into(), 3, Encoding::Utf16));
        open.found(by_text(ProverKind::Lean, text));
        (uri, open)
    }

    fn states(uri: &Url, open: &Open) -> Vec<String> {
        status(uri, open).holes.into_iter().map(|it| it.state).collect()
    }

    #[test]
    fn each_state_has_its_word() {
        let (uri, mut open) = open(TEXT);
        assert_eq!(states(&uri, &open), ["not checked yet", "not checked yet"]);
        let key = open.holes[0].key;
        open.holes.iter_mut().for_each(|it| it.checked = true);
        assert_eq!(states(&uri, &open), ["open", "open"]);
        open.jobs.insert(JobId(1), Doing { declaration: key.declaration, running: false });
        assert_eq!(states(&uri, &open), ["queued", "open"]);
        open.jobs.insert(JobId(2), Doing { declaration: key.declaration, running: true });
        assert_eq!(states(&uri, &open), ["running", "open"]);
        let said = status(&uri, &open);
        assert_eq!((said.running, said.queued, said.version), (1, 1, 3));
        open.jobs.clear();
        open.outcomes.insert(key.declaration, Outcome::without(State::TimedOut, key, "60 s"));
        let said = status(&uri, &open);
        assert_eq!((said.holes[0].state.as_str(), said.holes[0].detail.as_str()), ("timed out", "60 s"));
        open.holes[0].key.above += 1;
        assert!(status(&uri, &open).holes[0].detail.contains("changed since"));
        let first = &diagnostics(&open)[0];
        assert_eq!(first.severity, Some(DiagnosticSeverity::HINT));
        assert_eq!(first.range.start, Position::new(0, 23));
        assert_eq!(first.range.end, Position::new(0, 31));
        assert!(
            first.message.starts_with("a: nothing is proved here: timed out (60 s; "),
            "{}",
            first.message
        );
    }

    #[test]
    fn a_hover_says_what_is_known_and_what_is_not() {
        let (_, mut open) = open(TEXT);
        let at = Position::new(0, 26);
        let text = |open: &Open| match hover(open, at).unwrap() {
            (Hover { contents: HoverContents::Markup(it), .. }, missing) => (it.value, missing),
            other => panic!("{other:?}"),
        };
        let (said, missing) = text(&open);
        assert!(said.contains("not known yet") && missing, "{said}");
        let premise = Premise { name: "rfl'".into(), ty: "∀ a,\n  a = a".into(), is_lemma: false };
        let known =
            Known {
                goal: Ok("⊢ 𝕜 = 𝕜".into()), premises: vec![premise], indexed: Some("old".into())
            };
        open.known.insert((open.holes[0].key, 0), Arc::new(known));
        open.holes[0].checked = true;
        let (said, missing) = text(&open);
        assert!(said.contains("```lean4\n⊢ 𝕜 = 𝕜\n```") && !missing, "{said}");
        assert!(said.contains("- `rfl' : ∀ a, a = a`") && said.contains("in the index as `old`"), "{said}");
        assert!(hover(&open, Position::new(0, 3)).is_none());
    }

    #[test]
    fn actions_fit_the_state() {
        let (uri, mut open) = open(TEXT);
        let titles = |open: &Open| -> Vec<String> {
            let all = actions(&uri, open, &(3..3), true).into_iter().map(|it| match it {
                CodeActionOrCommand::CodeAction(it) => it.title,
                CodeActionOrCommand::Command(it) => it.title,
            });
            all.collect()
        };
        assert_eq!(
            titles(&open),
            [
                "Prove a",
                "Suggest next steps for a",
                "Draft a proof of a",
                "Try to refute a",
                "Prove all holes in this file"
            ]
        );
        let declaration = open.holes[0].key.declaration;
        open.jobs.insert(JobId(1), Doing { declaration, running: true });
        assert_eq!(titles(&open), ["Stop proving a", "Prove all holes in this file"]);
        open.jobs.clear();
        let key = open.holes[0].key;
        let proof = Some("theorem a : 𝕜 = 𝕜 := by rfl".to_owned());
        let outcome = Outcome { proof, ..Outcome::without(State::Certified, key, "") };
        open.outcomes.insert(declaration, outcome);
        assert_eq!(titles(&open)[0], "Insert the certified proof of a");
        // Behind another text it is not known to be one.
        open.holes[0].key.above += 1;
        assert_eq!(titles(&open)[0], "Prove a");
        // Of what is no proof there is no other.
        open.holes.truncate(1);
        (open.holes[0].kind, open.holes[0].checked) = (Kind::Definition("no".into()), true);
        assert_eq!(titles(&open), [""; 0]);
        let (said, missing) = hover(&open, Position::new(0, 26)).unwrap();
        assert!(!missing && !format!("{said:?}").contains("goal"), "{said:?}");
        open.holes.clear();
        assert_eq!(titles(&open), [""; 0]);
    }

    #[test]
    fn an_edit_changes_no_more_than_differs() {
        let document = Document::new(TEXT.replace('\n', "\r\n"), 1, Encoding::Utf8);
        let range = 0..TEXT.find('\n').unwrap();
        let edit = edit(&document, &range, "theorem a : 𝕜 = 𝕜 := by\n  rfl\n  done");
        assert_eq!(edit.new_text, "\r\n  rfl\r\n  done");
        assert_eq!(document.bytes(edit.range), range.end - " sorry".len()..range.end);
    }
}
