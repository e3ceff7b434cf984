//! Watching one search of a run: its progress for the board, and its journal for the run folder.

use std::{
    fs::File,
    io::{self, Seek, SeekFrom},
    path::{Path, PathBuf},
    time::Duration,
};

use super::board::Board;
use crate::{
    driver::{Progress, Watch, Written},
    search::journal::Journal,
};

/// What watches one attempt.
pub(super) struct Watcher<'a> {
    pub(super) board: &'a Board,
    pub(super) id: &'a str,
    pub(super) budget: Option<Duration>,
    /// Where the journal belongs.
    pub(super) path: PathBuf,
    /// Whether to go on with a search that was cut off there.
    pub(super) resume: bool,
}

impl Watch for Watcher<'_> {
    fn progress(&mut self, progress: Progress) {
        self.board.progress(self.id, self.budget, progress);
    }

    fn journal(&mut self, hole: usize) -> Option<Written> {
        // The statements of a corpus have one hole.
        if hole > 0 {
            return None;
        }
        match open(&self.path, self.resume) {
            Ok(written) => Some(written),
            Err(error) => {
                self.board.say(&format!("{} is not kept: {error}", self.path.display()));
                None
            }
        }
    }
}

/// Opens a journal to append to, behind the lines that are whole.
fn open(path: &Path, resume: bool) -> io::Result<Written> {
    let mut file = File::options().create(true).truncate(false).read(true).write(true).open(path)?;
    let text = if resume { io::read_to_string(&file)? } else { String::new() };
    let past = Journal::read(&text).ok();
    let whole = past.as_ref().and_then(|_| text.rfind('\n')).map_or(0, |it| it as u64 + 1);
    file.set_len(whole)?;
    file.seek(SeekFrom::Start(whole))?;
    Ok(Written { past, out: Box::new(file) })
}
