//! What happens to a search, written down so that the same search can be had again.
//!
//! A search depends on nothing but what it is told, and when it is asked for work in between. So the events in order
//! give the same tree, byte for byte: to go on with it after a crash, or to look at it.

use serde::{Deserialize, Serialize};

use super::{Budget, GroupId, Next, Search, SearchOptions, StepId};
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
    /// What was in flight is lost, and is to be given out again.
    Lost,
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
    /// Reads the lines of a journal. A last line that was cut off does not count.
    ///
    /// # Errors
    /// The first other line that is none of a journal, or that there is no head.
    pub fn read(text: &str) -> Result<Journal, String> {
        let whole = text.rfind('\n').map_or("", |end| &text[..end]);
        let mut lines = whole.lines().enumerate();
        let (_, head) = lines.next().ok_or("there is nothing in it")?;
        let head =
            serde_json::from_str(head).map_err(|it| format!("line 1 is no head of a journal: {it}"))?;
        let entry = |(at, line): (usize, &str)| {
            serde_json::from_str(line).map_err(|it| format!("line {} is no event of a search: {it}", at + 1))
        };
        Ok(Journal { head, entries: lines.map(entry).collect::<Result<_, _>>()? })
    }

    /// Has the search again, as it was after the last entry.
    ///
    /// `made` sees each verdict's step before the search takes it in, and the states that the search has no more use
    /// for afterwards.
    ///
    /// # Errors
    /// If the search does not do what the journal says, as one of another version may.
    pub fn replay(
        &self,
        budget: Budget,
        mut made: impl FnMut(&Search, Option<(StepId, &Verdict)>, &[StateId]),
    ) -> Result<Search, String> {
        let mut search = Search::new(self.head.root.clone(), self.head.options.clone(), Budget::default());
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
            if let Event::Verdict { step, verdict } = &entry.event {
                made(&search, Some((*step, verdict)), &[]);
            }
            search.set_elapsed(std::time::Duration::from_millis(entry.ms));
            let unused = search.apply(entry.event.clone());
            made(&search, None, &unused);
        }
        search.set_budget(budget);
        Ok(search)
    }
}
