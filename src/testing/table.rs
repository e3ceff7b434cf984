//! What a scripted prover answers and a scripted proposer proposes, as lines of text:
//!
//! ```text
//! GROUP: STEP [LOG_PROB] => RESULT
//! ```
//!
//! * A group is a goal, or goals that can only be solved together: `p + q`. A goal is its target, or
//!   `h:P k:Q ⊢ T`. The group of the first line is the root.
//! * `\n` in a step is a new line. The log-probability is -1 where it is not given; `[-2 @1]`
//!   proposes the step only in round 1, that is when the group is asked a second time.
//! * A result is `closed`, `rejected WHY`, `inconclusive heartbeats|time|memory|crash`, `died` (no process
//!   can be had), or the groups that are left: `a, b + c`. `x@0 + y@2, z@1` says where goals stand in the
//!   goal list; without it they stand in the order they are written.
//!
//! Empty lines do not count. A step that is not in the table is rejected.

use crate::{
    proposer::Proposal,
    prover::{Goal, GoalGroup, Hyp, HypKind, Limit, ProverError, StateId, Verdict},
};

/// A parsed table.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    entries: Vec<Entry>,
}

#[derive(Clone, Debug, PartialEq)]
struct Entry {
    group: String,
    step: String,
    log_prob: f64,
    round: u32,
    result: Outcome,
}

#[derive(Clone, Debug, PartialEq)]
enum Outcome {
    Verdict(Verdict),
    /// Groups as written, with positions.
    Groups(Vec<String>),
    Died,
}

impl Table {
    /// Parses the lines of a table.
    ///
    /// # Errors
    /// The first line that is not of the form.
    pub fn parse(text: &str) -> Result<Self, String> {
        let lines = text.lines().map(str::trim).filter(|it| !it.is_empty());
        let entries: Vec<Entry> = lines.map(entry).collect::<Result<_, _>>()?;
        if entries.is_empty() { Err("the table has no line".into()) } else { Ok(Table { entries }) }
    }

    /// The group of the first line.
    pub fn root(&self) -> &str {
        &self.entries[0].group
    }

    /// What is proposed for a group in a round, in the order of the lines.
    pub fn proposals(&self, group: &str, round: u32, source: &str) -> Vec<Proposal> {
        let here = self.entries.iter().filter(|it| it.group == group && it.round == round);
        let proposal =
            |it: &Entry| Proposal { step: it.step.clone(), log_prob: it.log_prob, source: source.into() };
        here.map(proposal).collect()
    }

    /// The last round in which something is proposed for a group.
    pub fn last_round(&self, group: &str) -> u32 {
        self.entries.iter().filter(|it| it.group == group).map(|it| it.round).max().unwrap_or(0)
    }

    /// What becomes of a step; `state` makes the groups that it leaves.
    ///
    /// # Errors
    /// If the table says that the prover dies.
    pub fn answer(
        &self,
        group: &str,
        step: &str,
        state: impl FnMut(&str) -> GoalGroup,
    ) -> Result<Verdict, ProverError> {
        let entry = self.entries.iter().find(|it| it.group == group && it.step.trim_end() == step);
        match entry.map(|it| &it.result) {
            None => Ok(Verdict::Rejected { reason: "not in the table".into() }),
            Some(Outcome::Verdict(verdict)) => Ok(verdict.clone()),
            Some(Outcome::Groups(groups)) => {
                Ok(Verdict::Progress { groups: groups.iter().map(String::as_str).map(state).collect() })
            }
            Some(Outcome::Died) => {
                Err(ProverError::Died { prover: "scripted".into(), message: "as the table says".into() })
            }
        }
    }
}

fn entry(line: &str) -> Result<Entry, String> {
    let fail = || format!("not of the form `GROUP: STEP [LOG_PROB] => RESULT`: {line}");
    let (head, result) = line.rsplit_once(" => ").ok_or_else(fail)?;
    let (group, step) = head.split_once(": ").ok_or_else(fail)?;
    let (step, log_prob, round) = match step.rsplit_once(" [").filter(|it| it.1.ends_with(']')) {
        Some((before, numbers)) => {
            let (log_prob, round) = numbers
                .trim_end_matches(']')
                .split_once(" @")
                .unwrap_or((&numbers[..numbers.len() - 1], "0"));
            match (log_prob.parse(), round.parse()) {
                (Ok(log_prob), Ok(round)) => (before, log_prob, round),
                _ => (step, -1.0, 0),
            }
        }
        None => (step, -1.0, 0),
    };
    let (word, rest) = result.split_once(' ').unwrap_or((result, ""));
    let result = match word {
        "closed" => Outcome::Verdict(Verdict::Closed),
        "rejected" => Outcome::Verdict(Verdict::Rejected { reason: rest.into() }),
        "inconclusive" => {
            let limit = match rest {
                "heartbeats" => Limit::Heartbeats,
                "time" => Limit::Time,
                "memory" => Limit::Memory,
                "crash" => Limit::Crash,
                _ => return Err(fail()),
            };
            Outcome::Verdict(Verdict::Inconclusive { limit })
        }
        "died" => Outcome::Died,
        _ => Outcome::Groups(result.split(", ").map(str::to_string).collect()),
    };
    let group = group_text(&goal_group(group, StateId(0)));
    Ok(Entry { group, step: step.replace("\\n", "\n"), log_prob, round, result })
}

/// The group that a table writes as `text`.
pub(crate) fn goal_group(text: &str, state: StateId) -> GoalGroup {
    let mut positions = Vec::new();
    let goals = text.split(" + ").map(|it| {
        let (goal, position) = it.rsplit_once('@').unwrap_or((it, ""));
        positions.extend(position.parse::<usize>());
        let (hyps, target) = goal.split_once("⊢ ").unwrap_or(("", goal));
        let hyps = hyps.split_whitespace().filter_map(|it| it.split_once(':'));
        let hyp = |(name, ty): (&str, &str)| Hyp {
            name: name.into(),
            ty: ty.into(),
            kind: HypKind::Prop,
            value: None,
            head: None,
        };
        Goal {
            case: None,
            hyps: hyps.map(hyp).collect(),
            target: target.into(),
            head: None,
            consts: Vec::new(),
            definition: None,
        }
    });
    let goals: Vec<Goal> = goals.collect();
    let mut group = GoalGroup { state, goals, fingerprint: String::new(), positions };
    group.fingerprint = group_text(&group);
    group
}

/// How a table writes a group, without positions.
pub fn group_text(group: &GoalGroup) -> String {
    let goal = |goal: &Goal| {
        let hyps: String = goal.hyps.iter().map(|it| format!("{}:{} ", it.name, it.ty)).collect();
        if hyps.is_empty() { goal.target.clone() } else { format!("{hyps}⊢ {}", goal.target) }
    };
    group.goals.iter().map(goal).collect::<Vec<_>>().join(" + ")
}
