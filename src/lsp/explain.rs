//! Why a search found nothing: the states that it came furthest to, read off its journal.

use std::{
    io,
    sync::{Arc, Mutex, PoisonError},
};

use crate::{
    driver::{Progress, Watch, Written},
    search::{Group, GroupState, Search, StepId, Tree, journal::Journal},
};

/// A journal that has grown over this many bytes is given up.
const MOST: usize = 16 << 20;
/// So many states are shown ...
const STATES: usize = 3;
/// ... each with so many steps that failed there.
const FAILURES: usize = 4;
/// A message of the prover is cut off after so many letters.
const LETTERS: usize = 120;

/// Watches a search and keeps its journals, one for each hole.
pub(super) struct Watching<F> {
    report: F,
    journals: Vec<Kept>,
}

#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl io::Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // What is cut off can still be read up to there.
        if kept.len() + bytes.len() <= MOST {
            kept.extend_from_slice(bytes);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<F: FnMut(Progress) + Send> Watching<F> {
    pub(super) fn new(report: F) -> Self {
        Watching { report, journals: Vec::new() }
    }

    /// The journal of the last search; nothing if there was none.
    pub(super) fn into_journal(mut self) -> Option<Vec<u8>> {
        let kept = self.journals.pop()?;
        Some(std::mem::take(&mut *kept.0.lock().unwrap_or_else(PoisonError::into_inner)))
    }
}

/// What the search of a journal came to; nothing if it did nothing.
pub(super) fn explanation(journal: &[u8]) -> Option<String> {
    let search = Journal::read(&String::from_utf8_lossy(journal)).ok()?.search().ok()?;
    explain(&search)
}

impl<F: FnMut(Progress) + Send> Watch for Watching<F> {
    fn progress(&mut self, progress: Progress) {
        (self.report)(progress);
    }

    fn journal(&mut self, _hole: usize) -> Option<Written> {
        let kept = Kept::default();
        self.journals.push(kept.clone());
        Some(Written { past: None, out: Box::new(kept) })
    }
}

/// The states that a search came furthest to, as Markdown: those that no step led on from, the longest ways first.
fn explain(search: &Search) -> Option<String> {
    let tree = search.tree();
    let is_end = |group: &Group| {
        let led_on = |it: &StepId| !tree.step(*it).children.is_empty();
        group.state != GroupState::Proved && !group.steps.is_empty() && !group.steps.iter().any(led_on)
    };
    let ends = tree.groups().filter(|it| is_end(it.1));
    let mut ends: Vec<_> = ends.map(|(id, _)| (search.path(id), id)).collect();
    ends.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then(a.1.cmp(&b.1)));
    let counts = search.counts();
    let mut text = match ends.as_slice() {
        [] => return None,
        [(_, Tree::ROOT), ..] => format!("No step of {} led anywhere.", counts.steps),
        _ => format!("The furthest states of a search of {} steps:", counts.steps),
    };
    for (path, id) in ends.iter().take(STATES) {
        if !path.is_empty() {
            text.push_str(&format!("\n\nBehind\n```\n{}\n```", path.join("\n")));
        }
        text.push_str(&format!("\n\nthere is left\n```\n{}\n```", search.goal(*id).text()));
        for (step, reason) in search.failed(*id).into_iter().take(FAILURES) {
            text.push_str(&format!("\n- `{}`: {}", one_line(&step), one_line(&reason)));
        }
    }
    Some(text)
}

fn one_line(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LETTERS) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use tokio_util::sync::CancellationToken;

    use super::*;
    use crate::{
        driver::{self, Settings, Sources},
        proposer::Usage,
        testing::{ScriptedProposer, ScriptedProver, Table},
        theorem::{ProverKind, Theorem},
    };

    #[tokio::test(start_paused = true)]
    async fn the_furthest_state_is_told_with_what_failed_there() {
        let table = Arc::new(
            Table::parse(
                "a: split => b, c\nb: close => closed\nc: turn => d\nd: no => rejected it does not\n",
            )
            .unwrap(),
        );
        let theorem = Theorem::new("t", ProverKind::Lean, "", "theorem t : a := by sorry", 17..25);
        let mut watching = Watching::new(|_| {});
        let proposer = ScriptedProposer::new(table.clone(), "scripted", Usage::default());
        let mut prover = ScriptedProver::new(table);
        let (settings, cancel) = (Settings::default(), CancellationToken::new());
        let sources = Sources::new(&proposer);
        driver::search(&mut prover, sources, &theorem, &settings, &cancel, &mut watching).await.unwrap();
        let said = explanation(&watching.into_journal().unwrap()).unwrap();
        assert!(said.contains("Behind\n```\nsplit\nturn\n```"), "{said}");
        assert!(said.contains("it does not"), "{said}");
    }
}
