//! The folder of a run over a corpus: what was asked, what came of it, and what the two say together.
//!
//! | file | what |
//! | --- | --- |
//! | `config.json` | the settings that matter, and the versions; written last, so that a folder with it is whole |
//! | `statements.jsonl` | one [`Statement`] a line, in the order of the run |
//! | `headers/` | what stands before the statements, each once, under its hash |
//! | `records.jsonl` | one [`Row`] a line, as attempts end |
//! | `trees/` | the search tree of each attempt |
//! | `summary.json` | the [`Summary`] |
//! | `lock` | held while somebody works in the folder |

mod compare;
mod files;
mod folder;
mod statement;
mod stats;
mod summary;
mod work;

pub use compare::{Comparison, Fate, Pair, Ratio, compare};
pub use folder::{Claim, Difference, Run, RunError, RunFolder};
pub use statement::{Statement, file_name, labels, set_hash};
pub use stats::{Interval, Spread, mcnemar, median, pass_at, wilson};
pub use summary::{Done, PassAt, Summary, Tally};
pub use work::{WorkError, WorkFolder};

use std::{collections::BTreeMap, time::SystemTime};

use serde::{Deserialize, Serialize};

use crate::driver::{Record, Status};

/// One attempt at one statement: a line of `records.jsonl`.
///
/// A plain record, as `prove --json` prints it, is read as a first attempt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Which statement, as the run calls it.
    #[serde(default)]
    pub id: String,
    /// Its place in `statements.jsonl`, counted from 0.
    #[serde(default)]
    pub index: usize,
    /// Which attempt, counted from 0; its seed is the run's and this.
    #[serde(default)]
    pub attempt: u32,
    /// When it began, in UTC.
    #[serde(default)]
    pub started_at: String,
    /// When it ended, in milliseconds after the run began; a run that was resumed goes on counting.
    #[serde(default)]
    pub ended_ms: u64,
    /// What came of it.
    #[serde(flatten)]
    pub record: Record,
}

impl Row {
    /// Whether there is a certificate for the statement.
    pub fn is_proved(&self) -> bool {
        self.record.status == Status::Proved
    }

    /// Whether something is certified of it: a proof, or a proof of its negation.
    pub fn is_certified(&self) -> bool {
        self.record.certificate.is_some()
    }

    /// Whether another try is owed to the statement: what broke was not the statement's doing.
    pub fn is_to_repeat(&self) -> bool {
        self.record.reason.as_deref() == Some("prover_error")
    }
}

/// What counts of all rows: for each statement and attempt what is certified, else what came last.
pub fn counted(rows: &[Row]) -> BTreeMap<(&str, u32), &Row> {
    let mut counted: BTreeMap<(&str, u32), &Row> = BTreeMap::new();
    for row in rows {
        let place = counted.entry((row.id.as_str(), row.attempt)).or_insert(row);
        if !place.is_certified() || row.is_proved() {
            *place = row;
        }
    }
    counted
}

/// A moment as `2026-11-21T21:20:25Z`.
pub fn utc(at: SystemTime) -> String {
    let seconds = at.duration_since(SystemTime::UNIX_EPOCH).map_or(0, |it| it.as_secs());
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    // Years that begin in March put the leap day last; 719,468 days lead from the year 0 to 1970.
    let days = days + 719_468;
    let (era, day) = (days / 146_097, days % 146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, late) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    let year = era * 400 + year + late;
    let (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

#[cfg(test)]
mod tests;
