//! What happens to a search, written down so that the same search can be had again.
//!
//! A search depends on nothing but what it is told, and when it is asked for work in between. So the events in order
//! give the same tree, byte for byte: to go on with it after a crash, or to look at it.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{Budget, GroupId, Next, Search, SearchOptions, StepId, WriteId};
use crate::{
    proposer::Proposals,
    prover::{GoalGroup, StateId, Verdict},
};

/// How a journal begins.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Head {
    /// The theorem's name.
    pub theorem: String,
    /// BLAKE3 of the header and the statement (hex).
    pub hash: String,
    /// How the search goes about it.
    pub options: SearchOptions,
    /// What it may spend.
    pub budget: Budget,
    /// Lemmas of the index that the theorem stands behind, by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lemmas: Vec<String>,
    /// What the search begins with.
    pub root: GoalGroup,
}

/// One line of a journal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Wall time since the search began, in milliseconds, without the time between a crash and its resumption.
    pub ms: u64,
    /// How often work was given out since the entry before.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub given: u32,
    /// What happened then.
    #[serde(flatten)]
    pub event: Event,
}

fn is_zero(given: &u32) -> bool {
    *given == 0
}

/// What happens to a search.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "lowercase")]
pub enum Event {
    /// Proposals came for a group that [`Next::Propose`] named.
    Proposed {
        /// The group.
        group: GroupId,
        /// The proposals.
        answer: Proposals,
    },
    /// Whole proofs came for an ask that [`Next::Write`] named.
    Written {
        /// The ask.
        ask: WriteId,
        /// The proofs.
        answer: Proposals,
    },
    /// The verdict came on a step that [`Next::Try`] named.
    Verdict {
        /// The step.
        step: StepId,
        /// The verdict.
        #[serde(flatten)]
        verdict: Verdict,
    },
    /// A step in flight turned out to do the same as another text.
    Reword {
        /// The step.
        step: StepId,
        /// The other text.
        text: String,
    },
    /// The search goes on after it was cut off: what was in flight is lost, and is to be given out again.
    Resumed {
        /// What it may spend from now on, with what it spent before.
        budget: Budget,
    },
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Line {
    Head(Head),
    Entry(Entry),
}

/// A journal as it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Journal {
    /// Its first line.
    pub head: Head,
    /// The lines after it.
    pub entries: Vec<Entry>,
}

impl Journal {
    /// Reads the lines of a journal. A last line that was cut off does not count, and of several heads the last one
    /// counts: there the search began anew.
    ///
    /// # Errors
    /// The first other line that is none of a journal, or that there is no head.
    pub fn read(text: &str) -> Result<Journal, String> {
        let whole = text.rfind('\n').map_or("", |end| &text[..end]);
        let mut journal = None;
        for (at, line) in whole.lines().enumerate() {
            let fail = |it| format!("line {} is none of a journal: {it}", at + 1);
            match (serde_json::from_str::<Line>(line).map_err(fail)?, &mut journal) {
                (Line::Head(head), _) => journal = Some(Journal { head, entries: Vec::new() }),
                (Line::Entry(entry), Some(journal)) => journal.entries.push(entry),
                (Line::Entry(_), None) => return Err("it does not begin with the head of a journal".into()),
            }
        }
        journal.ok_or_else(|| "there is nothing in it".into())
    }

    /// Has the search again, as it was after the last entry, with the root that a session has for it now.
    ///
    /// `recall` sees each verdict with the state and the step that it is on, and may give the groups in it other states;
    /// `forget` sees the states that the search has no more use for.
    ///
    /// # Errors
    /// If the search does not do what the journal says, as one of another version may.
    pub fn replay(
        &self,
        root: GoalGroup,
        recall: &mut dyn FnMut(StateId, &str, &mut Verdict),
        forget: &mut dyn FnMut(Vec<StateId>),
    ) -> Result<Search, String> {
        let mut search = Search::new(root, self.head.options.clone(), self.head.budget);
        for (at, entry) in self.entries.iter().enumerate() {
            let fail = |what: &str| format!("line {} does not fit the search: {what}", at + 2);
            for _ in 0..entry.given {
                if matches!(search.next(), Next::Wait | Next::Done(_)) {
                    return Err(fail("there is nothing to give out"));
                }
            }
            if !search.expects(&entry.event) {
                return Err(fail("nobody waits for it"));
            }
            let mut event = entry.event.clone();
            if let Event::Verdict { step, verdict } = &mut event {
                let step = search.tree().step(*step);
                recall(search.goal(step.group).state, &step.proposal.step, verdict);
            }
            search.set_elapsed(Duration::from_millis(entry.ms));
            forget(search.apply(event));
        }
        Ok(search)
    }

    /// Has the search again, to look at it.
    ///
    /// # Errors
    /// As [`Journal::replay`].
    pub fn search(&self) -> Result<Search, String> {
        self.replay(self.head.root.clone(), &mut |_, _, _| {}, &mut |_| {})
    }
}
