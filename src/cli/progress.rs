//! Live progress on stderr: one line that changes on a terminal, plain lines elsewhere.

use std::{
    collections::BTreeMap,
    io::IsTerminal,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::print::{note, paint};
use crate::driver::{Progress, Record, Status, record::SpentRecord};
use crate::lemma::library;

/// How often plain lines are written.
const PLAIN: Duration = Duration::from_secs(10);

/// Shared by all jobs of a run.
#[derive(Clone)]
pub(super) struct Board(Arc<Inner>);

struct Inner {
    quiet: bool,
    verbose: u8,
    total: usize,
    begun: Instant,
    bar: Option<ProgressBar>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    running: BTreeMap<String, Progress>,
    done: usize,
    proved: usize,
    /// What the theorems that are done have spent.
    spent: SpentRecord,
    said: Option<Instant>,
}

impl Board {
    /// A board for a run over `total` theorems.
    pub(super) fn new(total: usize, quiet: bool, verbose: u8) -> Board {
        let terminal = std::io::stderr().is_terminal();
        let bar = (terminal && !quiet).then(|| {
            let bar = ProgressBar::with_draw_target(Some(total as u64), ProgressDrawTarget::stderr());
            if let Ok(style) = ProgressStyle::with_template("{spinner} {pos}/{len} {wide_msg}") {
                bar.set_style(style);
            }
            bar.enable_steady_tick(Duration::from_millis(120));
            bar
        });
        let begun = Instant::now();
        Board(Arc::new(Inner { quiet, verbose, total, begun, bar, state: Mutex::default() }))
    }

    /// A search goes on, and the premises may be `indexing` beside it.
    pub(super) fn progress(
        &self,
        theorem: &str,
        budget: Option<Duration>,
        progress: Progress,
        indexing: Option<&library::Progress>,
    ) {
        let Ok(mut state) = self.0.state.lock() else { return };
        state.running.insert(theorem.to_owned(), progress);
        if self.0.quiet {
            return;
        }
        let steps = state.spent.steps + state.running.values().map(|it| it.spent.steps).sum::<u64>();
        let rate = steps as f64 / self.0.begun.elapsed().as_secs_f64().max(0.001);
        let counts = progress.counts;
        let left = budget.map_or_else(String::new, |it| {
            format!(", {} s left", it.saturating_sub(progress.spent.time).as_secs())
        });
        let aside = indexing.filter(|_| self.0.bar.is_some() || self.0.verbose > 0).map(aside);
        let line = format!(
            "{theorem}: {} steps, {} goals open, depth {}{left} · {} proved, {rate:.0} steps/s{}",
            counts.steps,
            counts.open,
            counts.depth,
            state.proved,
            aside.unwrap_or_default()
        );
        match &self.0.bar {
            Some(bar) => bar.set_message(line),
            None if state.said.unwrap_or(self.0.begun).elapsed() >= PLAIN => {
                state.said = Some(Instant::now());
                note(&format!("{}/{} {line}", state.done, self.0.total));
            }
            None => {}
        }
    }

    /// A theorem is done.
    pub(super) fn done(&self, record: &Record) {
        let Ok(mut state) = self.0.state.lock() else { return };
        state.running.remove(&record.theorem);
        state.done += 1;
        state.spent.add(&record.spent);
        let proved = record.status == Status::Proved;
        state.proved += usize::from(proved);
        if let Some(bar) = &self.0.bar {
            bar.set_position(state.done as u64);
        }
        if self.0.quiet {
            return;
        }
        self.say(&outcome(&record.theorem, record, self.0.verbose));
    }

    /// Writes a line above the changing one.
    pub(super) fn say(&self, text: &str) {
        match &self.0.bar {
            Some(bar) => bar.suspend(|| note(text)),
            None => note(text),
        }
    }

    /// The last line.
    pub(super) fn finish(&self) {
        if let Some(bar) = &self.0.bar {
            bar.finish_and_clear();
        }
        if self.0.quiet {
            return;
        }
        let Ok(state) = self.0.state.lock() else { return };
        let seconds = self.0.begun.elapsed().as_secs_f64();
        note(&format!(
            "{} of {} proved and certified, {} steps{}, {seconds:.1} s",
            state.proved,
            self.0.total,
            state.spent.steps,
            asked(&state.spent)
        ));
    }
}

/// How far the premises are, at the end of a line about a search.
fn aside(indexing: &library::Progress) -> String {
    match indexing {
        library::Progress::Listing { done, total, .. } => format!(" · index: {done} of {total} modules"),
        other => format!(" · {other}"),
    }
}

/// What models were asked, if any.
pub(super) fn asked(spent: &SpentRecord) -> String {
    if spent.calls == 0 {
        return String::new();
    }
    let about = if spent.estimated { "about " } else { "" };
    let cost = spent.cost.map(|it| format!(" for {it}")).unwrap_or_default();
    format!(", {} model calls with {about}{} tokens{cost}", spent.calls, spent.tokens)
}

/// What came of a theorem, as lines for people.
pub(super) fn outcome(name: &str, record: &Record, verbose: u8) -> String {
    let seconds = record.spent.wall_ms as f64 / 1000.0;
    let how = match (&record.script, &record.reason) {
        (Some(script), _) if record.certificate.is_some() => {
            script.lines().map(str::trim).collect::<Vec<_>>().join("; ")
        }
        (_, Some(reason)) => reason.clone(),
        _ => String::new(),
    };
    let how: String = if how.chars().count() > 90 && verbose == 0 {
        how.chars().take(89).chain(['…']).collect()
    } else {
        how
    };
    let word = match record.status {
        Status::Proved => paint("proved  ", "32"),
        Status::Disproved => paint("refuted ", "35"),
        Status::Unproved => paint("unproved", "33"),
        Status::Error => paint("error   ", "31"),
    };
    let mut text = format!("{word} {name} ({} steps, {seconds:.1} s): {how}", record.spent.steps);
    if let Some(message) = &record.message {
        text.push_str(&format!("\n         {}", message.trim_end().replace('\n', "\n         ")));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proposer::Micros;

    #[test]
    fn how_far_the_premises_are_is_said_behind_the_search() {
        let listing = library::Progress::Listing { done: 120, total: 900, declarations: 4000 };
        assert_eq!(aside(&listing), " · index: 120 of 900 modules");
        assert_eq!(aside(&library::Progress::Indexing), " · indexing premises");
    }

    #[test]
    fn what_models_cost_is_said_where_there_are_any() {
        let mut spent = SpentRecord { steps: 3, ..SpentRecord::default() };
        assert_eq!(asked(&spent), "");
        spent.add(&SpentRecord {
            calls: 2,
            tokens: 300,
            cost: Some(Micros(50_000)),
            ..SpentRecord::default()
        });
        assert_eq!(asked(&spent), ", 2 model calls with 300 tokens for 0.05");
        spent.add(&SpentRecord { calls: 1, tokens: 9, estimated: true, ..SpentRecord::default() });
        assert_eq!(asked(&spent), ", 3 model calls with about 309 tokens for 0.05");
        assert_eq!(spent.steps, 3);
    }
}
