//! Searches written as data: run one, and tell what happened.
//!
//! In Markdown a scenario is a `search` block and the `expect` block after it. The first holds the lines
//! of a [`Table`], with lines `set NAME VALUE` for what is not the default; the second is what [`Scenario::run`] tells.

use std::{collections::VecDeque, ops::Range, sync::Arc, time::Duration};

use super::{ScriptedProver, Table, group_text};
use crate::{
    proposer::{Fault, Proposal, Proposals, Usage, Who},
    prover::{Session, StateId, Verdict},
    search::{
        Budget, GroupId, GroupState, Next, Order, Outcome, Search, SearchOptions, StepId, StepState,
        Strategy, Style, WriteId, check,
        journal::{Entry, Event, Head, Journal},
    },
};

/// A search, and how it is driven.
#[derive(Clone, Debug)]
pub struct Scenario {
    table: Arc<Table>,
    options: SearchOptions,
    budget: Budget,
    /// How much may be in flight.
    in_flight: usize,
    /// Whether what went out last comes back first.
    last_first: bool,
    /// How much time passes with each answer.
    tick: Duration,
    /// What each paid answer of the proposer costs.
    usage: Usage,
    /// Cancels after so many steps were tried.
    cancel_after: Option<u64>,
    /// Loses what is in flight after so many answers.
    lose_after: Option<u32>,
    style: Style,
    /// What is answered to an ask for whole proofs, for repairs and for drafts.
    proofs: Vec<String>,
    repairs: VecDeque<String>,
    drafts: Vec<String>,
}

/// A `search` block of a Markdown file with its `expect` block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The heading above it.
    pub title: String,
    /// The text of the `search` block.
    pub search: String,
    /// Where the text of the `expect` block is, in bytes of the file.
    pub expect: Range<usize>,
}

/// The scenarios of a Markdown file.
///
/// # Errors
/// A `search` block that is not followed by an `expect` block.
pub fn written(markdown: &str) -> Result<Vec<Written>, String> {
    let mut all = Vec::new();
    let mut title = "";
    // The `search` block that waits for its `expect` block.
    let mut search: Option<String> = None;
    // The word and the start of the block that we are in.
    let mut block: Option<(&str, usize)> = None;
    let mut at = 0;
    for line in markdown.split_inclusive('\n') {
        let (start, text) = (at, line.trim_end());
        at += line.len();
        match (block, text.strip_prefix("```")) {
            (None, Some(word)) => block = Some((word, at)),
            (None, None) => {
                title = text.strip_prefix('#').map_or(title, |it| it.trim_start_matches('#').trim())
            }
            (Some(("search", from)), Some("")) => {
                if search.replace(markdown[from..start].to_string()).is_some() {
                    return Err(format!("`{title}` has no `expect` block"));
                }
                block = None;
            }
            (Some(("expect", from)), Some("")) => {
                let search = search.take().ok_or_else(|| format!("`{title}` has no `search` block"))?;
                all.push(Written { title: title.into(), search, expect: from..start });
                block = None;
            }
            (Some(_), Some("")) => block = None,
            (Some(_), _) => {}
        }
    }
    if search.is_some() { Err(format!("`{title}` has no `expect` block")) } else { Ok(all) }
}

/// What is on its way back to the search.
enum InFlight {
    Ask { group: GroupId, round: u32, who: Who, paid: bool },
    Write { ask: WriteId, order: Order },
    Try { step: StepId, group: GroupId, state: StateId, text: String },
}

impl Scenario {
    /// Parses the text of a `search` block.
    ///
    /// # Errors
    /// An unknown setting, or a line that is none of a table.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (settings, table): (Vec<&str>, Vec<&str>) = text.lines().partition(|it| it.starts_with("set "));
        let mut scenario = Scenario {
            table: Arc::new(Table::parse(&table.join("\n"))?),
            // What the searches are written for, whatever the program's own choice is.
            options: SearchOptions {
                strategy: Strategy::best_first(1.0, 1.0),
                attempts: 1,
                proofs: 0,
                drafts: 0,
                ..SearchOptions::default()
            },
            budget: Budget::default(),
            in_flight: 1,
            last_first: false,
            tick: Duration::from_millis(1),
            usage: Usage { calls: 1, tokens: 100, ..Usage::default() },
            cancel_after: None,
            lose_after: None,
            style: Style::Readable,
            proofs: Vec::new(),
            repairs: VecDeque::new(),
            drafts: Vec::new(),
        };
        for line in settings {
            scenario.set(line).ok_or_else(|| format!("not a setting: {line}"))?;
        }
        Ok(scenario)
    }

    fn set(&mut self, line: &str) -> Option<()> {
        if let Some((kind @ ("proof" | "repair" | "draft"), text)) =
            line.strip_prefix("set ")?.split_once(' ')
        {
            let text = text.replace("\\n", "\n");
            match kind {
                "proof" => self.proofs.push(text),
                "repair" => self.repairs.push_back(text),
                _ => self.drafts.push(text),
            }
            self.options.proofs = self.proofs.len() as u32;
            self.options.drafts = self.drafts.len() as u32;
            return Some(());
        }
        let mut words = line.split_whitespace().skip(1);
        let (name, value) = (words.next()?, words.next());
        let number = || value?.parse::<u64>().ok();
        match name {
            "depth" => self.options.max_depth = number()?.try_into().ok()?,
            "split" => self.options.split = true,
            "repairs" => self.options.repairs = number()?.try_into().ok()?,
            "rounds" => self.options.max_rounds = number()?.try_into().ok()?,
            "strategy" => self.options.strategy = value?.parse().ok()?,
            "attempts" => self.options.attempts = number()?.try_into().ok()?,
            "max_steps" => self.budget.steps = Some(number()?),
            "max_calls" => self.budget.calls = Some(number()?),
            "max_tokens" => self.budget.tokens = Some(number()?),
            "timeout_ms" => self.budget.time = Some(Duration::from_millis(number()?)),
            "in_flight" => self.in_flight = number()?.try_into().ok()?,
            "last_first" => self.last_first = true,
            "lose_after" => self.lose_after = Some(number()?.try_into().ok()?),
            "cancel_after" => self.cancel_after = Some(number()?),
            "plain" => self.style = Style::Plain,
            _ => return None,
        }
        Some(())
    }

    /// Runs the search to its end and tells the outcome, the script and every event.
    ///
    /// # Errors
    /// As [`Scenario::search`].
    pub fn run(&self) -> Result<String, String> {
        let mut run = self.finish()?;
        match run.search.next() {
            Next::Done(outcome) => Ok(run.tell(outcome)),
            next => Err(format!("done, but then {next:?}")),
        }
    }

    /// Runs the search to its end.
    ///
    /// # Errors
    /// If the search breaks a promise: an invariant, a state that is used after it was forgotten or
    /// forgotten twice, waiting for nothing.
    pub fn search(&self) -> Result<Search, String> {
        Ok(self.finish()?.search)
    }

    fn finish(&self) -> Result<Run<'_>, String> {
        let mut prover = ScriptedProver::new(self.table.clone());
        let root = prover.root();
        let search = Search::new(root.clone(), self.options.clone(), self.budget);
        let mut run = Run {
            scenario: self,
            search,
            prover,
            in_flight: VecDeque::new(),
            log: String::new(),
            repairs: self.repairs.clone(),
            answers: 0,
            given: 0,
            journal: Journal {
                head: Head {
                    lemmas: Vec::new(),
                    theorem: "t".into(),
                    hash: String::new(),
                    options: self.options.clone(),
                    budget: self.budget,
                    root: root.clone(),
                },
                entries: Vec::new(),
            },
        };
        let mut lost = false;
        loop {
            let next = run.search.next();
            check(&mut run.search)?;
            run.given += u32::from(!matches!(next, Next::Wait | Next::Done(_)));
            match next {
                Next::Propose { group, round, who, paid } => {
                    run.send(InFlight::Ask { group, round, who, paid });
                }
                Next::Write { ask, order, samples: _, paid: _ } => run.send(InFlight::Write { ask, order }),
                Next::Try { step, group, state, text, attempt: _ } => {
                    run.send(InFlight::Try { step, group, state, text })
                }
                Next::Wait => run.receive("")?,
                Next::Done(_) => break,
            }
            if run.in_flight.len() >= self.in_flight {
                run.receive("")?;
            }
            if !lost && self.lose_after == Some(run.answers) && !run.in_flight.is_empty() {
                lost = true;
                run.say(&format!("lost: {} in flight", run.in_flight.len()));
                run.in_flight.clear();
                run.apply(Event::Resumed { budget: self.budget })?;
            }
        }
        while !run.in_flight.is_empty() {
            run.receive("late ")?;
        }
        run.replay()?;
        Ok(run)
    }
}

/// A scenario that is running.
struct Run<'a> {
    scenario: &'a Scenario,
    search: Search,
    prover: ScriptedProver,
    in_flight: VecDeque<InFlight>,
    log: String,
    repairs: VecDeque<String>,
    answers: u32,
    /// Work given out since the last event.
    given: u32,
    journal: Journal,
}

impl Run<'_> {
    fn name(&self, group: GroupId) -> String {
        group_text(self.search.goal(group))
    }

    fn say(&mut self, line: &str) {
        self.log.push_str(line);
        self.log.push('\n');
    }

    fn send(&mut self, work: InFlight) {
        if self.scenario.in_flight > 1 {
            let line = match &work {
                InFlight::Ask { group, .. } => format!("{}: ask ...", self.name(*group)),
                InFlight::Write { .. } => "write ...".into(),
                InFlight::Try { group, text, .. } => format!("{}: {} ...", self.name(*group), one_line(text)),
            };
            self.say(&line);
        }
        self.in_flight.push_back(work);
    }

    fn receive(&mut self, prefix: &str) -> Result<(), String> {
        let queue = &mut self.in_flight;
        let work = if self.scenario.last_first { queue.pop_back() } else { queue.pop_front() };
        self.answers += 1;
        self.search.set_elapsed(self.scenario.tick * self.answers);
        match work.ok_or("the search waits, but nothing is in flight")? {
            InFlight::Ask { group, round, who, paid } => {
                // The rounds of a table are those of both in turn.
                let round = match who {
                    Who::All => round,
                    Who::Free => 2 * round,
                    Who::Paid => 2 * round + 1,
                };
                let name = self.name(group);
                let proposals = self.scenario.table.proposals(&name, round, "scripted");
                let times = if round > 0 { format!(" (round {round})") } else { String::new() };
                let cost = if paid { "" } else { " for free" };
                self.say(&format!("{prefix}{name}: ask{cost}{times} => {} steps", proposals.len()));
                let usage = if paid { self.scenario.usage } else { Usage::default() };
                let exhausted = round >= self.scenario.table.last_round(&name);
                let answer = Proposals { proposals, usage, exhausted, ..Proposals::default() };
                self.apply(Event::Proposed { group, answer })?;
            }
            InFlight::Write { ask, order } => {
                let texts = match &order {
                    Order::Proofs => self.scenario.proofs.clone(),
                    Order::Drafts => self.scenario.drafts.clone(),
                    Order::Repairs(_) => self.repairs.pop_front().into_iter().collect(),
                };
                self.say(&format!("{prefix}write {} => {} proofs", order_text(&order), texts.len()));
                let proposal = |step| Proposal { step, log_prob: -1.0, source: "written".into() };
                let proposals = texts.into_iter().map(proposal).collect();
                let answer = Proposals { proposals, usage: self.scenario.usage, ..Proposals::default() };
                self.apply(Event::Written { ask, answer })?;
            }
            InFlight::Try { step, group, state, text } => {
                let verdict = self.prover.answer(state, &text).map_err(|it| it.to_string())?;
                let said = told(&verdict);
                self.apply(Event::Verdict { step, verdict })?;
                let became = match &self.search.tree().step(step).state {
                    StepState::Cycle => " (a cycle)",
                    StepState::Waiting => " (waits)",
                    StepState::TooDeep => " (too deep)",
                    StepState::Dead { .. } => " (dead)",
                    StepState::Proved if said != "closed" => " (proved)",
                    StepState::Rejected { .. } if !said.starts_with("rejected") => " (refused)",
                    _ => "",
                };
                let name = self.name(group);
                self.say(&format!("{prefix}{name}: {} => {said}{became}", one_line(&text)));
            }
        }
        if self.scenario.cancel_after.is_some_and(|it| self.search.spent().steps >= it) {
            self.search.cancel();
        }
        check(&mut self.search)
    }

    /// Writes an event down and has the search take it in.
    fn apply(&mut self, event: Event) -> Result<(), String> {
        let ms = self.search.spent().time.as_millis() as u64;
        let entry = Entry { ms, given: std::mem::take(&mut self.given), event: event.clone() };
        self.journal.entries.push(entry);
        let forgotten = self.search.apply(event);
        let states = self.prover.states();
        self.prover.forget(&forgotten);
        match self.prover.states() + forgotten.len() == states {
            true => Ok(()),
            false => Err(format!("forgotten twice, or never there: one of {forgotten:?}")),
        }
    }

    /// The journal, as it is read back from text, gives the same search.
    fn replay(&self) -> Result<(), String> {
        let entries = self.journal.entries.iter();
        let mut text = serde_json::to_string(&self.journal.head).map_err(|it| it.to_string())? + "\n";
        for entry in entries {
            text += &(serde_json::to_string(entry).map_err(|it| it.to_string())? + "\n");
        }
        let again = Journal::read(&text)?.search()?;
        let told = |it: &Search| format!("{:?} {:?}", it.tree(), it.spent());
        if told(&again) == told(&self.search) { Ok(()) } else { Err("a replay gives another search".into()) }
    }

    fn tell(&self, outcome: Outcome) -> String {
        let mut out = match outcome {
            Outcome::Proved => "proved\n".to_string(),
            Outcome::Unproved(reason) => format!("unproved: {reason}\n"),
        };
        let (spent, counts) = (self.search.spent(), self.search.counts());
        let root = self.search.tree().group(GroupId(0)).state;
        if let GroupState::Exhausted { inconclusive: true } = root {
            out.push_str("not refuted: a limit had a part in it\n");
        }
        let spent = format!("spent: {} steps, {} calls, {} tokens\n", spent.steps, spent.calls, spent.tokens);
        let tree = format!("tree: {} groups, {} open, depth {}", counts.groups, counts.open, counts.depth);
        out.push_str(&format!("{spent}{tree}, {} states kept\n", self.prover.states()));
        if let Some(proof) = self.search.proof() {
            out.push_str("script:\n");
            for line in proof.script(self.scenario.style).to_string().lines() {
                out.push_str(&format!("  {line}\n"));
            }
        }
        out.push_str("events:\n");
        for line in self.log.lines() {
            out.push_str(&format!("  {line}\n"));
        }
        out
    }
}

fn order_text(order: &Order) -> String {
    match order {
        Order::Proofs => "proofs".into(),
        Order::Drafts => "drafts".into(),
        Order::Repairs(failed) => {
            let fault = |it: &Fault| {
                let goals = it.goals.replace('\n', ", ");
                format!("line {} `{}` at `{goals}`: {}", it.line, one_line(&it.step), it.message)
            };
            format!("a repair of {}", failed.faults.iter().map(fault).collect::<Vec<_>>().join("; "))
        }
    }
}

fn one_line(step: &str) -> String {
    step.replace('\n', "\\n")
}

/// A verdict as a table writes it.
fn told(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Closed => "closed".into(),
        Verdict::Progress { groups } => groups.iter().map(group_text).collect::<Vec<_>>().join(", "),
        Verdict::Rejected { reason } => format!("rejected {reason}"),
        Verdict::Inconclusive { limit } => format!("inconclusive {limit:?}").to_lowercase(),
    }
}
