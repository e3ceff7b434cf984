//! What is known of an open document: its holes, their goals, what became of them, and what is being done.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    path::PathBuf,
    sync::Arc,
};

use lsp_types::{Position, Url};
use serde::{Serialize, Serializer};
use tokio::time::Instant;

use super::{
    document::{Document, Revision},
    holes::{Hole, Key, Kind, merged},
    suggest::Suggestion,
    work::JobId,
};
use crate::{
    driver::{Record, Status},
    prover::{Premise, lean::protocol::CheckReply},
    theorem::ProverKind,
};

/// How it stands with a hole. Each has a word of its own, and none is said of anything else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nobody looked at it: the text seems to have a hole here.
    NotChecked,
    /// The prover says that it is a hole; nobody searched.
    Open,
    /// A search waits for its turn.
    Queued,
    /// A search is under way.
    Running,
    /// There is a certificate.
    Certified,
    /// There is a certificate for the negation.
    Disproved,
    /// Every proposal was tried.
    Exhausted,
    /// The time was over.
    TimedOut,
    /// Another limit was reached: steps, model calls, tokens, money.
    OutOfBudget,
    /// A proof was found that the certifier does not accept.
    Refused,
    /// The prover died, or answered nonsense.
    Crashed,
    /// Somebody ended it.
    Cancelled,
    /// The statement does not elaborate.
    Broken,
}

impl State {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            State::NotChecked => "not checked yet",
            State::Open => "open",
            State::Queued => "queued",
            State::Running => "running",
            State::Certified => "certified",
            State::Disproved => "disproved",
            State::Exhausted => "exhausted",
            State::TimedOut => "timed out",
            State::OutOfBudget => "out of budget",
            State::Refused => "not certified",
            State::Crashed => "crashed",
            State::Cancelled => "cancelled",
            State::Broken => "does not elaborate",
        }
    }
}

impl Serialize for State {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

/// What became of a declaration.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// How it ended.
    pub state: State,
    /// In more words.
    pub detail: String,
    /// What stood above it then.
    pub above: u64,
    /// What is to stand in place of the declaration; only if it is certified.
    pub proof: Option<String>,
    /// How far the search came, as Markdown; only if it did not prove it.
    pub explanation: Option<String>,
}

impl Outcome {
    /// What a record says.
    pub fn of(record: &Record, key: Key) -> Outcome {
        let reason = record.reason.as_deref().unwrap_or_default();
        let state = match (record.status, reason) {
            (Status::Proved, _) => State::Certified,
            (Status::Disproved, _) => State::Disproved,
            (Status::Error, "statement_error") => State::Broken,
            (Status::Error, _) => State::Crashed,
            (Status::Unproved, "exhausted") => State::Exhausted,
            (Status::Unproved, "timeout") => State::TimedOut,
            (Status::Unproved, "cancelled") => State::Cancelled,
            (Status::Unproved, "prover_error") => State::Refused,
            (Status::Unproved, _) => State::OutOfBudget,
        };
        let spent = format!(
            "{} steps, {:.1} s, {} goals, depth {}",
            record.spent.steps,
            record.spent.wall_ms as f64 / 1000.0,
            record.tree.goals,
            record.tree.depth
        );
        let mut detail = match (state, &record.script) {
            (State::OutOfBudget, _) => format!("{} after {spent}", reason.replace('_', " ")),
            (State::Disproved, Some(script)) => format!("its negation is proved by `{script}` ({spent})"),
            _ => spent,
        };
        if let Some(message) = &record.message {
            detail = format!("{detail}; {}", message.trim());
        }
        Outcome { state, detail, above: key.above, proof: None, explanation: None }
    }

    /// One without a record.
    pub fn without(state: State, key: Key, detail: impl Into<String>) -> Outcome {
        Outcome { state, detail: detail.into(), above: key.above, proof: None, explanation: None }
    }
}

/// What a prover and the index know of a hole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Its goals as printed, or why there are none.
    pub goal: Result<String, String>,
    /// Facts that may serve, the best first.
    pub premises: Vec<Premise>,
    /// The lemma of the index that states just this.
    pub indexed: Option<String>,
}

/// A job for a declaration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doing {
    /// For which.
    pub declaration: u64,
    /// Whether it has begun.
    pub running: bool,
}

/// A text as Lean checked it.
#[derive(Debug)]
pub struct Checked {
    /// The text.
    pub text: Arc<str>,
    /// When the document had it.
    pub revision: Revision,
    /// What Lean said.
    pub reply: CheckReply,
}

/// An open document.
#[derive(Debug)]
pub struct Open {
    /// Its text.
    pub document: Document,
    /// Whose language it is in.
    pub prover: ProverKind,
    /// Its file, if it is one.
    pub path: Option<PathBuf>,
    /// Its holes, in order, as of now.
    pub holes: Vec<Hole>,
    /// Which text was looked at for holes last.
    pub looked: Option<Revision>,
    /// As it was checked last.
    pub checked: Option<Arc<Checked>>,
    /// What is known of holes.
    pub known: BTreeMap<(Key, usize), Arc<Known>>,
    /// What was known last of holes, by what their declarations are called: for one that is being typed in.
    pub facts: BTreeMap<String, Arc<Known>>,
    /// When somebody typed last.
    pub typed: Option<Instant>,
    /// The job that looks for completions.
    pub completing: Option<JobId>,
    /// Next steps for holes.
    pub suggestions: BTreeMap<(Key, usize), Vec<Suggestion>>,
    /// What became of declarations.
    pub outcomes: BTreeMap<u64, Outcome>,
    /// What is being done for declarations.
    pub jobs: BTreeMap<JobId, Doing>,
    /// What the user was told of it, each once.
    pub told: BTreeSet<String>,
}

impl Open {
    /// A document as it was opened.
    pub fn new(uri: &Url, prover: ProverKind, document: Document) -> Open {
        Open {
            document,
            prover,
            path: uri.to_file_path().ok(),
            holes: Vec::new(),
            looked: None,
            checked: None,
            known: BTreeMap::new(),
            facts: BTreeMap::new(),
            typed: None,
            completing: None,
            suggestions: BTreeMap::new(),
            outcomes: BTreeMap::new(),
            jobs: BTreeMap::new(),
            told: BTreeSet::new(),
        }
    }

    /// Takes the holes along after a change of the text, which was at `from` before; those whose declaration was changed are
    /// found again when the text is looked at.
    pub fn carry(&mut self, from: Revision) {
        carry(&mut self.holes, &self.document, from);
    }

    /// Takes in the holes that the text of now seems to have.
    pub fn found(&mut self, by_text: Vec<Hole>) {
        self.looked = Some(self.document.revision());
        let whole = self.checked.as_ref().is_some_and(|it| it.revision == self.document.revision());
        if whole {
            return;
        }
        let mut told = std::mem::take(&mut self.holes);
        told.retain(|it| it.checked);
        for hole in &mut told {
            // What stands above it may be another text now.
            if let Some(same) = by_text.iter().find(|it| it.declaration == hole.declaration) {
                hole.key = same.key;
            }
        }
        self.holes = merged(by_text, told, false);
    }

    /// Takes in what the prover said of a text.
    pub fn checked(&mut self, checked: Arc<Checked>, mut told: Vec<Hole>) {
        let from = checked.revision;
        if self.checked.as_ref().is_some_and(|it| it.revision > from) {
            return;
        }
        let whole = from == self.document.revision();
        carry(&mut told, &self.document, from);
        // Those that the text has beside are found by who looks at it.
        let mut by_text = std::mem::take(&mut self.holes);
        by_text.retain(|it| !it.checked);
        self.holes = merged(by_text, told, whole);
        self.checked = Some(checked);
        self.forget();
    }

    /// Takes in what F* said of the text at `from`. With `so_far` there is more to be said, and behind that byte holds
    /// until then what was said before.
    pub fn judged(&mut self, mut told: Vec<Hole>, from: Revision, so_far: Option<usize>) {
        let seen = so_far.map(|it| self.document.carry(&(it..it), from).map_or(0, |it| it.end));
        let whole = from == self.document.revision();
        carry(&mut told, &self.document, from);
        let mut old = std::mem::take(&mut self.holes);
        // Those that were typed since are found by who looks at the text.
        let holds = |it: &Hole| seen.is_some_and(|seen| it.declaration.start >= seen);
        old.retain(|it| if it.checked { holds(it) } else { !whole });
        let (before, typed) = old.into_iter().partition(|it: &Hole| it.checked);
        let told = merged(told, before, false);
        self.holes = merged(typed, told, false);
        if so_far.is_none() {
            self.forget();
        }
    }

    /// Forgets what was known of holes that are gone.
    fn forget(&mut self) {
        let is_there = |it: &(Key, usize)| self.holes.iter().any(|hole| (hole.key, hole.nth) == *it);
        self.known.retain(|it, _| is_there(it));
        self.suggestions.retain(|it, _| is_there(it));
        self.outcomes.retain(|it, _| self.holes.iter().any(|hole| hole.key.declaration == *it));
    }

    /// The hole at a position, or the first of the declaration there.
    pub fn hole_at(&self, position: Position) -> Option<&Hole> {
        let byte = self.document.byte(position);
        self.hole_in(&(byte..byte))
    }

    /// The first hole that a range touches, or the first of the declaration there.
    pub fn hole_in(&self, range: &Range<usize>) -> Option<&Hole> {
        let touches = |it: &Range<usize>| it.start <= range.end && range.start <= it.end;
        let mut holes = self.holes.iter();
        holes.find(|it| touches(&it.range)).or_else(|| self.holes.iter().find(|it| touches(&it.declaration)))
    }

    /// How it stands with a hole, with a detail.
    pub fn state(&self, hole: &Hole) -> (State, String) {
        let declaration = hole.key.declaration;
        let mut jobs = self.jobs.values().filter(|it| it.declaration == declaration);
        if let Some(job) = jobs.clone().find(|it| it.running).or_else(|| jobs.next()) {
            return (if job.running { State::Running } else { State::Queued }, String::new());
        }
        if let Some(outcome) = self.outcomes.get(&declaration) {
            let since =
                if outcome.above == hole.key.above { "" } else { "; what stands above it was changed since" };
            return (outcome.state, format!("{}{since}", outcome.detail));
        }
        match (&hole.kind, hole.checked) {
            (_, false) => (State::NotChecked, String::new()),
            (Kind::Failing(message) | Kind::Definition(message), true) => (State::Open, message.clone()),
            (Kind::Open, true) => (State::Open, String::new()),
        }
    }

    /// What became of the declaration of a hole, behind the text that stands above it now.
    pub fn outcome(&self, hole: &Hole) -> Option<&Outcome> {
        self.outcomes.get(&hole.key.declaration).filter(|it| it.above == hole.key.above)
    }

    /// What is known of a hole.
    pub fn known(&self, hole: &Hole) -> Option<&Arc<Known>> {
        self.known.get(&(hole.key, hole.nth))
    }
}

/// Takes holes along from the text of some time to that of now; those whose declaration was changed are gone.
fn carry(holes: &mut Vec<Hole>, document: &Document, from: Revision) {
    holes.retain_mut(|hole| {
        let carried = (document.carry(&hole.range, from), document.carry(&hole.declaration, from));
        let (Some(range), Some(declaration)) = carried else { return false };
        (hole.range, hole.declaration) = (range, declaration);
        true
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        lsp::{
            holes::{by_judged, by_text},
            text::Encoding,
        },
        prover::fstar::check::{Complaint, Judged},
    };

    #[test]
    fn what_fstar_did_not_come_to_yet_is_as_it_was() {
        const TEXT: &str = "module M\nlet a = admit ()\nlet b = 1\nlet c = admit ()\nlet d = admit ()\n";
        let judged = |code: &str, wrong: bool| {
            let start = TEXT.find(code).unwrap();
            let range = start..start + code.len();
            let complaint = wrong.then(|| Complaint { range: range.clone(), message: "no".into() });
            Judged { range, is_lemma: true, complaint }
        };
        let uri = Url::parse("file:///M.fst").unwrap();
        let document = Document::new(TEXT.into(), 1, Encoding::Utf16);
        let mut open = Open::new(&uri, ProverKind::Fstar, document);
        let now = open.document.revision();
        let states = |open: &Open| {
            open.holes.iter().map(|it| format!("{} {}", it.name, open.state(it).0.word())).collect::<Vec<_>>()
        };
        open.found(by_text(ProverKind::Fstar, TEXT));
        assert_eq!(states(&open), ["a not checked yet", "c not checked yet", "d not checked yet"]);
        let (a, b, c) =
            (judged("let a = admit ()", false), judged("let b = 1", true), judged("let c = admit ()", false));
        let end = b.range.end;
        let first = by_judged(TEXT, &[a.clone(), b.clone()]);
        open.judged(first.clone(), now, Some(end));
        assert_eq!(states(&open), ["a open", "b open", "c not checked yet", "d not checked yet"]);
        open.judged(by_judged(TEXT, &[a.clone(), b, c]), now, None);
        assert_eq!(states(&open), ["a open", "b open", "c open", "d not checked yet"]);
        assert_eq!(open.state(&open.holes[1]), (State::Open, "no".into()));
        // Looked at anew: `b` is right now, and what follows was not come to.
        open.judged(by_judged(TEXT, &[a.clone(), judged("let b = 1", false)]), now, Some(end));
        assert_eq!(states(&open), ["a open", "c open", "d not checked yet"]);
        open.judged(by_judged(TEXT, &[a]), now, None);
        assert_eq!(states(&open), ["a open", "c not checked yet", "d not checked yet"]);
    }
}
