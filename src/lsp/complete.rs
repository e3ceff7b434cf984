//! Completion within a proof: next steps that the prover accepted, and names of facts that may serve. Nothing here waits for a
//! prover: what is known is shown, and the rest is asked for.

use std::{
    fs,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    ops::Range,
    path::Path,
    time::Duration,
};

use lsp_types::{
    Command, CompletionItem, CompletionItemKind, CompletionItemLabelDetails, CompletionList,
    CompletionTextEdit, Documentation, MarkupContent, MarkupKind, Position, TextEdit, Url,
};
use serde_json::{Value, json};

use super::{
    assistant::Assistant,
    command,
    holes::Hole,
    open::Open,
    settings::Completion,
    suggest::Suggestion,
    worth::{Kind, Worth},
};
use crate::prover::Premise;

/// Who asks so soon after a keystroke, did not ask by hand.
const TYPING: Duration = Duration::from_millis(300);
/// Names are not shown unasked for less than so many letters.
const LETTERS: usize = 2;
/// So many names are shown.
const MOST: usize = 24;

impl Assistant {
    /// What can be put at a position; nothing if that is not wanted. Begins to look for next steps where none are known.
    pub(super) fn complete(&self, uri: &Url, position: Position) -> Option<CompletionList> {
        let settings = self.settings();
        let (offered, is_incomplete, begin, automatic, place) = self.with(uri, |open| {
            let automatic = open.typed.is_some_and(|it| it.elapsed() < TYPING);
            let wanted = match settings.completion {
                Completion::Off => false,
                Completion::Request => !automatic,
                Completion::Auto => true,
            };
            let at = open.document.byte(position);
            let mut place = DefaultHasher::new();
            (uri, position.line).hash(&mut place);
            let unknown = hole_at(open, at)
                .filter(|it| wanted && it.checked && !open.suggestions.contains_key(&(it.key, it.nth)));
            let begin = unknown.filter(|_| open.completing.is_none()).cloned();
            let is_incomplete = unknown.is_some();
            let offered = if wanted { offered(open, at, automatic) } else { Vec::new() };
            (offered, is_incomplete, begin, automatic, place.finish())
        })?;
        if let Some(hole) = begin {
            let job = self.suggest(uri, &hole, false);
            self.with(uri, |it| it.completing = Some(job));
        }
        let mut worth = self.worth();
        let items: Vec<(Kind, CompletionItem)> = offered
            .into_iter()
            .filter(|(kind, _)| !automatic || worth.chance(*kind) >= settings.completion_threshold)
            .enumerate()
            .map(|(rank, (kind, item))| {
                (kind, CompletionItem { sort_text: Some(format!("{rank:03}")), ..item })
            })
            .collect();
        let kinds: Vec<Kind> = items.iter().map(|it| it.0).collect();
        let learned = automatic && !kinds.is_empty() && worth.show(place, kinds);
        drop(worth);
        if learned {
            self.keep_worth();
        }
        Some(CompletionList { is_incomplete, items: items.into_iter().map(|it| it.1).collect() })
    }

    /// The user took a suggestion.
    ///
    /// # Errors
    /// If the argument says not which.
    pub(super) fn used(&self, arguments: &[Value]) -> Result<(), String> {
        let kind = arguments.first().map(|it| it["kind"].clone()).unwrap_or_default();
        let kind = serde_json::from_value(kind)
            .map_err(|error| format!("its argument is to have `kind`: {error}"))?;
        self.worth().used(kind);
        self.keep_worth();
        Ok(())
    }

    /// Writes down what was learned, so that the file is there whole or as it was.
    fn keep_worth(&self) {
        let Some(path) = self.settings().learned.clone() else { return };
        let text = serde_json::to_string(&*self.worth()).unwrap_or_default();
        tokio::task::spawn_blocking(move || {
            let part = path.with_extension(format!("{}.part", std::process::id()));
            // It is of use without; the next one writes it again.
            let _ = fs::write(&part, text).and_then(|()| fs::rename(&part, &path));
        });
    }
}

/// What was learned in earlier sessions; nothing if that cannot be read.
pub(super) fn learned(path: Option<&Path>) -> Worth {
    let text = path.and_then(|it| fs::read_to_string(it).ok());
    text.and_then(|it| serde_json::from_str(&it).ok()).unwrap_or_default()
}

/// The hole that a byte touches.
fn hole_at(open: &Open, at: usize) -> Option<&Hole> {
    open.holes.iter().find(|it| it.range.start <= at && at <= it.range.end)
}

/// What can be put at a byte, the best first.
fn offered(open: &Open, at: usize, automatic: bool) -> Vec<(Kind, CompletionItem)> {
    if let Some(hole) = hole_at(open, at) {
        let steps = open.suggestions.get(&(hole.key, hole.nth)).into_iter().flatten();
        return steps.filter_map(|it| step(open, hole, at, it)).collect();
    }
    let word = word_before(open.document.text(), at);
    let typed = &open.document.text()[word.clone()];
    if automatic && typed.chars().count() < LETTERS {
        return Vec::new();
    }
    let Some(known) = declaration_before(open.document.text(), at).and_then(|it| open.facts.get(it)) else {
        return Vec::new();
    };
    let typed = typed.to_lowercase();
    // The text declares no lemma of the index.
    let fits = |it: &&Premise| !it.is_lemma && it.name.to_lowercase().contains(&typed);
    let named = known.premises.iter().filter(fits).take(MOST);
    named.map(|it| (Kind::Premise, premise(open, &word, it))).collect()
}

/// A step in place of a hole; none if it would change more than the line that is completed.
fn step(open: &Open, hole: &Hole, at: usize, found: &Suggestion) -> Option<(Kind, CompletionItem)> {
    let Suggestion { step, remains, certified, declaration } = found;
    let old = &open.document.text()[hole.declaration.clone()];
    let (start, end) = (hole.range.start - hole.declaration.start, hole.range.end - hole.declaration.start);
    let new = declaration.strip_prefix(&old[..start])?.strip_suffix(&old[end..])?;
    let given = &old[start..end];
    if given.contains('\n') || at < hole.range.start {
        return None;
    }
    let (kind, what) = match (remains.as_slice(), certified) {
        ([], true) => (Kind::Certified, "certified".to_owned()),
        ([], false) => (Kind::Closing, "closes this goal".to_owned()),
        ([only], _) => (Kind::Leaving, format!("leaves ⊢ {}", one_line(only))),
        (several, _) => (Kind::Leaving, format!("leaves {} goals", several.len())),
    };
    let goals: String = remains.iter().map(|it| format!("⊢ {it}\n")).collect();
    let text = format!("```lean\n{step}\n```\n{what}\n\n```lean\n{goals}```");
    let item = CompletionItem {
        label: one_line(step),
        kind: Some(CompletionItemKind::SNIPPET),
        detail: Some(what.clone()),
        label_details: Some(CompletionItemLabelDetails { detail: None, description: Some(what) }),
        documentation: Some(markdown(if remains.is_empty() {
            format!("```lean\n{step}\n```")
        } else {
            text
        })),
        // What is typed there is the hole itself.
        filter_text: Some(given.to_owned()),
        ..replacing(open, &hole.range, new, kind)
    };
    Some((kind, item))
}

fn premise(open: &Open, word: &Range<usize>, premise: &Premise) -> CompletionItem {
    CompletionItem {
        label: premise.name.clone(),
        kind: Some(CompletionItemKind::REFERENCE),
        detail: Some(one_line(&premise.ty)),
        label_details: Some(CompletionItemLabelDetails {
            detail: None,
            description: Some("fact".to_owned()),
        }),
        filter_text: Some(premise.name.clone()),
        ..replacing(open, word, &premise.name, Kind::Premise)
    }
}

/// An item that puts a text in place of a range, and tells that it was used.
fn replacing(open: &Open, range: &Range<usize>, new: &str, kind: Kind) -> CompletionItem {
    let edit = TextEdit { range: open.document.range(range), new_text: open.document.to_client(new) };
    let arguments = Some(vec![json!({ "kind": kind })]);
    CompletionItem {
        text_edit: Some(CompletionTextEdit::Edit(edit)),
        command: Some(Command { title: "Used".into(), command: command::USED.into(), arguments }),
        ..CompletionItem::default()
    }
}

fn markdown(value: String) -> Documentation {
    Documentation::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value })
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The name that is being typed.
fn word_before(text: &str, at: usize) -> Range<usize> {
    let part = |it: char| it.is_alphanumeric() || matches!(it, '_' | '.' | '\'');
    text[..at].trim_end_matches(part).len()..at
}

/// The name of the theorem that a byte is in, as far as the words before it tell.
fn declaration_before(text: &str, at: usize) -> Option<&str> {
    let starts = ["theorem ", "lemma ", "val ", "let rec ", "let "].iter().flat_map(|it| {
        text[..at]
            .rmatch_indices(it)
            .find(|(at, _)| text[..*at].is_empty() || text[..*at].ends_with('\n'))
            .map(|(at, _)| at + it.len())
    });
    text[starts.max()?..].split(|it: char| it.is_whitespace() || it == ':').next().filter(|it| !it.is_empty())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{
        lsp::{document::Document, holes::by_text, open::Known, text::Encoding},
        theorem::ProverKind,
    };

    fn open(text: &str) -> Open {
        let uri = Url::parse("file:///a.lean").unwrap();
        let mut open = Open::new(&uri, ProverKind::Lean, Document::new(text.to_owned(), 1, Encoding::Utf16));
        open.found(by_text(ProverKind::Lean, text));
        open
    }

    #[test]
    fn a_step_takes_the_place_of_its_hole_and_says_what_remains() {
        let text = "theorem t : p := by\n  intro h\n  sorry\n";
        let mut open = open(text);
        let hole = open.holes[0].clone();
        let suggestion = |step: &str, remains: &[&str], certified, declaration: &str| Suggestion {
            step: step.into(),
            remains: remains.iter().map(|it| (*it).to_owned()).collect(),
            certified,
            declaration: declaration.into(),
        };
        open.suggestions.insert(
            (hole.key, hole.nth),
            vec![
                suggestion("omega", &[], true, "theorem t : p := by\n  intro h\n  omega"),
                suggestion("cases h", &["q"], false, "theorem t : p := by\n  intro h\n  cases h\n  sorry"),
                suggestion("elsewhere", &[], false, "theorem t : p := by\n  omega"),
            ],
        );
        let at = text.find("sorry").unwrap() + 5;
        let items = offered(&open, at, true);
        let shown: Vec<_> = items
            .iter()
            .map(|(kind, it)| (*kind, it.label.as_str(), it.detail.as_deref().unwrap()))
            .collect();
        assert_eq!(
            shown,
            [(Kind::Certified, "omega", "certified"), (Kind::Leaving, "cases h", "leaves ⊢ q")]
        );
        let Some(CompletionTextEdit::Edit(edit)) = &items[1].1.text_edit else { panic!() };
        assert_eq!(
            (edit.new_text.as_str(), open.document.bytes(edit.range)),
            ("cases h\n  sorry", hole.range)
        );
        assert_eq!(items[0].1.filter_text.as_deref(), Some("sorry"));
        assert!(offered(&open, 0, false).is_empty());
    }

    #[test]
    fn names_of_facts_are_completed_in_the_theorem_that_they_are_for() {
        let text = "theorem a : p := rfl\n\ntheorem t : q := by\n  rw [𝕜, Nat.add_c]\n";
        let mut open = open(text);
        let fact = |name: &str| Premise { name: name.into(), ty: "a  =\n b".into(), is_lemma: false };
        let lemma = Premise { is_lemma: true, ..fact("Nat.add_c_lemma") };
        let premises = vec![fact("Nat.mul_comm"), lemma, fact("Nat.add_comm")];
        let known = Known { goal: Ok(String::new()), premises, indexed: None };
        open.facts.insert("t".into(), Arc::new(known));
        let at = text.find(']').unwrap();
        let items = offered(&open, at, true);
        assert_eq!(items.len(), 1);
        let item = &items[0].1;
        assert_eq!((item.label.as_str(), item.detail.as_deref()), ("Nat.add_comm", Some("a = b")));
        let Some(CompletionTextEdit::Edit(edit)) = &item.text_edit else { panic!() };
        assert_eq!(open.document.bytes(edit.range), at - "Nat.add_c".len()..at);
        // In another one they are not for anything.
        assert!(offered(&open, text.find("rfl").unwrap() + 3, true).is_empty());
        assert_eq!(offered(&open, text.find("Nat").unwrap(), false).len(), 2);
        assert!(offered(&open, text.find("Nat").unwrap(), true).is_empty());
    }
}
