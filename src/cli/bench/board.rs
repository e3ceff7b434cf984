//! The live table of a run: lines that change on a terminal, plain lines elsewhere.

use std::{
    collections::BTreeMap,
    io::IsTerminal,
    sync::Mutex,
    time::{Duration, Instant},
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::{
    cli::{print::note, progress::outcome},
    driver::{Progress, Record, Status},
};

/// How often a plain line says how the run stands.
const PLAIN: Duration = Duration::from_secs(30);

/// Shared by all jobs of a run.
pub(super) struct Board {
    quiet: bool,
    verbose: u8,
    begun: Instant,
    bar: Option<ProgressBar>,
    state: Mutex<State>,
}

struct State {
    /// Attempts that are asked for.
    total: usize,
    /// Attempts that are over, with those of earlier runs.
    done: usize,
    /// Attempts of earlier runs.
    before: usize,
    proved: usize,
    errors: usize,
    steps: u64,
    running: BTreeMap<String, String>,
    said: Option<Instant>,
}

impl State {
    /// How the run stands after `elapsed`.
    fn line(&self, elapsed: Duration) -> String {
        let State { total, done, before, proved, errors, steps, .. } = self;
        let now = done - before;
        let seconds = elapsed.as_secs_f64().max(0.001);
        let share = if *done > 0 { *proved as f64 * 100.0 / *done as f64 } else { 0.0 };
        let rate = now as f64 * 60.0 / seconds;
        let mut line = format!(
            "{done}/{total} done · {proved} proved ({share:.1} %) · {errors} errors · {rate:.1}/min, {:.0} steps/s",
            *steps as f64 / seconds
        );
        if now > 0 && done < total {
            let left = seconds / now as f64 * (total - done) as f64;
            line.push_str(&format!(" · about {} left", span(left)));
        }
        line
    }
}

/// Seconds as a person says them.
pub(super) fn span(seconds: f64) -> String {
    match seconds {
        it if it < 90.0 => format!("{it:.0} s"),
        it if it < 5400.0 => format!("{:.0} min", it / 60.0),
        it => format!("{:.1} h", it / 3600.0),
    }
}

impl Board {
    /// A board for `total` attempts, of which some records are there already.
    pub(super) fn new<'a>(
        total: usize,
        records: impl Iterator<Item = &'a Record>,
        quiet: bool,
        verbose: u8,
    ) -> Board {
        let bar = (std::io::stderr().is_terminal() && !quiet).then(|| {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
            if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}") {
                bar.set_style(style);
            }
            bar.enable_steady_tick(Duration::from_millis(120));
            bar
        });
        let mut state = State {
            total,
            done: 0,
            before: 0,
            proved: 0,
            errors: 0,
            steps: 0,
            running: BTreeMap::new(),
            said: None,
        };
        records.for_each(|it| state.count(it));
        (state.before, state.steps) = (state.done, 0);
        if let Some(bar) = &bar {
            bar.set_message(state.line(Duration::ZERO));
        }
        Board { quiet, verbose, begun: Instant::now(), bar, state: Mutex::new(state) }
    }

    /// A search goes on.
    pub(super) fn progress(&self, id: &str, budget: Option<Duration>, progress: Progress) {
        let Ok(mut state) = self.state.lock() else { return };
        let Some(bar) = &self.bar else {
            self.say_standing(&mut state);
            return;
        };
        let counts = progress.counts;
        let left = budget.map_or_else(String::new, |it| {
            format!(", {} s left", it.saturating_sub(progress.spent.time).as_secs())
        });
        let line =
            format!("{} steps, {} goals open, depth {}{left}", counts.steps, counts.open, counts.depth);
        state.running.insert(id.to_owned(), line);
        bar.set_message(self.table(&state));
    }

    fn table(&self, state: &State) -> String {
        let mut table = state.line(self.begun.elapsed());
        for (id, line) in &state.running {
            table.push_str(&format!("\n    {id}: {line}"));
        }
        table
    }

    fn say_standing(&self, state: &mut State) {
        if !self.quiet && state.said.unwrap_or(self.begun).elapsed() >= PLAIN {
            state.said = Some(Instant::now());
            note(&state.line(self.begun.elapsed()));
        }
    }

    /// An attempt is over.
    pub(super) fn done(&self, id: &str, record: &Record) {
        let Ok(mut state) = self.state.lock() else { return };
        state.running.remove(id);
        state.count(record);
        if self.quiet {
            return;
        }
        self.say(&outcome(id, record, self.verbose));
        match &self.bar {
            Some(bar) => bar.set_message(self.table(&state)),
            None => self.say_standing(&mut state),
        }
    }

    /// Writes a line above the table.
    pub(super) fn say(&self, text: &str) {
        match &self.bar {
            Some(bar) => bar.suspend(|| note(text)),
            None => note(text),
        }
    }

    /// The last line.
    pub(super) fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
        if let (false, Ok(state)) = (self.quiet, self.state.lock()) {
            note(&state.line(self.begun.elapsed()));
        }
    }
}

impl State {
    fn count(&mut self, record: &Record) {
        self.done += 1;
        self.proved += usize::from(record.status == Status::Proved);
        self.errors += usize::from(record.status == Status::Error);
        self.steps += record.spent.steps;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_left_is_told_by_what_was_done_in_this_run() {
        let state = State {
            total: 40,
            done: 20,
            before: 10,
            proved: 5,
            errors: 1,
            steps: 600,
            running: BTreeMap::new(),
            said: None,
        };
        assert_eq!(
            state.line(Duration::from_secs(60)),
            "20/40 done · 5 proved (25.0 %) · 1 errors · 10.0/min, 10 steps/s · about 2 min left"
        );
        assert_eq!(
            (span(12.4), span(5000.0), span(9000.0)),
            ("12 s".into(), "83 min".into(), "2.5 h".into())
        );
    }
}
