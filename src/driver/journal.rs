//! Writing the journal of a search while it runs, and going on with one that was cut off.

use std::{io::Write, time::Duration};

use serde::Serialize;

use super::{Settings, lemmas::Drawn};
use crate::{
    prover::{GoalGroup, Session, Verdict},
    search::{
        Search, SearchOptions,
        journal::{Event, Head, Journal},
    },
};

/// Where a search is written down, and what was written there before.
pub struct Written {
    /// An earlier run of the same search, to go on with.
    pub past: Option<Journal>,
    /// Where lines are appended to.
    pub out: Box<dyn Write + Send>,
}

/// Appends lines until that fails; from then on it keeps still.
pub(super) struct Writer {
    out: Option<Box<dyn Write + Send>>,
    /// How often work was given out since the last entry.
    given: u32,
    pub(super) complaint: Option<String>,
}

impl Writer {
    pub(super) fn new(out: Option<Box<dyn Write + Send>>) -> Self {
        Writer { out, given: 0, complaint: None }
    }

    pub(super) fn given(&mut self) {
        self.given += 1;
    }

    /// Writes an event down before the search takes it in.
    pub(super) fn event(&mut self, time: Duration, event: &Event) {
        #[derive(Serialize)]
        struct Borrowed<'a> {
            ms: u64,
            #[serde(skip_serializing_if = "Option::is_none")]
            given: Option<u32>,
            #[serde(flatten)]
            event: &'a Event,
        }
        let given = Some(std::mem::take(&mut self.given)).filter(|it| *it > 0);
        self.line(&Borrowed { ms: time.as_millis() as u64, given, event });
    }

    fn line(&mut self, line: &impl Serialize) {
        let Some(out) = &mut self.out else { return };
        let text = serde_json::to_string(line).map_err(std::io::Error::other);
        // In one piece, so that a line is cut off only at the end of the file.
        if let Err(error) = text.and_then(|it| out.write_all((it + "\n").as_bytes())) {
            let text = "the search cannot be written down any more, and so not be gone on with";
            self.complaint = Some(format!("{text}: {error}"));
            self.out = None;
        }
    }
}

/// A search of a theorem that was just opened: the one of before, if there was one and it fits, else a new one.
pub(super) fn begin<S: Session>(
    session: &mut S,
    drawn: &Drawn<'_>,
    root: GoalGroup,
    (settings, split): (&Settings, bool),
    written: Option<Written>,
) -> (Search, Writer, Option<String>) {
    let theorem = &drawn.theorem;
    let mut hasher = blake3::Hasher::new();
    for part in [&theorem.header, "\0", &theorem.statement] {
        hasher.update(part.as_bytes());
    }
    let hash = hasher.update(&theorem.nth.to_le_bytes()).finalize().to_hex().to_string();
    let (past, out) = written.map_or((None, None), |it| (it.past, Some(it.out)));
    let mut writer = Writer::new(out);
    let mut complaint = None;
    if let Some(past) = past {
        let same = past.head.hash == hash && past.head.root.fingerprint == root.fingerprint;
        match same.then(|| resume(session, &past, root.clone(), settings)) {
            Some(Ok(mut search)) => {
                let event = Event::Resumed { budget: settings.budget };
                writer.event(search.spent().time, &event);
                session.forget(&search.apply(event));
                return (search, writer, None);
            }
            Some(Err(why)) => {
                complaint = Some(format!("the search begins anew, as its journal is of no use: {why}"))
            }
            None => {
                complaint = Some("the search begins anew: its journal is of another statement".to_owned())
            }
        }
    }
    let options = SearchOptions { prover: theorem.prover, split, ..settings.search.clone() };
    let search = Search::new(root.clone(), options.clone(), settings.budget);
    writer.line(&Head {
        theorem: theorem.name.clone(),
        hash,
        options,
        budget: settings.budget,
        lemmas: drawn.names.clone(),
        root,
    });
    (search, writer, complaint)
}

/// The search that a journal tells of, with its proof states made known to the session.
fn resume<S: Session>(
    session: &mut S,
    past: &Journal,
    root: GoalGroup,
    settings: &Settings,
) -> Result<Search, String> {
    let root_state = root.state;
    let session = std::cell::RefCell::new(session);
    let mut able = true;
    let search = past.replay(
        root,
        &mut |parent, step, verdict| {
            let Verdict::Progress { groups } = verdict else { return };
            match session.borrow_mut().recall(parent, step, settings.step, groups.clone()) {
                Some(recalled) => *groups = recalled,
                None => able = false,
            }
        },
        &mut |mut unused| {
            unused.retain(|it| *it != root_state);
            session.borrow_mut().forget(&unused);
        },
    )?;
    if able { Ok(search) } else { Err("this prover cannot go on with a search".into()) }
}
