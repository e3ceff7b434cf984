//! What a run comes to.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Interval, Row, Run, Spread, Statement, counted, pass_at, set_hash, wilson};
use crate::driver::{Status, record::SpentRecord};

/// How likely `k` attempts prove a statement.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct PassAt {
    /// So many attempts.
    pub k: u32,
    /// The mean over the statements.
    pub rate: f64,
    /// Where it lies with a probability of 95 %, after Wilson.
    pub interval: Interval,
    /// Statements with that many attempts.
    pub of: usize,
}

/// How many of some statements are proved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Those with a certificate.
    pub proved: usize,
    /// All of them.
    pub of: usize,
}

/// What a run comes to; of statements that are known not to be true only what is said so.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Summary {
    /// The hash of the statements, see [`set_hash`].
    pub statements_hash: String,
    /// Statements, without those that are known not to be true.
    pub statements: usize,
    /// Those of all statements that could not be read or do not elaborate.
    pub unstated: usize,
    /// Attempts that were made, of those that were asked for.
    pub attempts: Done,
    /// Statements with a certificate.
    pub proved: usize,
    /// For each number of attempts.
    pub pass: Vec<PassAt>,
    /// Milliseconds to the first proof of a statement, from opening it.
    pub wall_ms: Option<Spread>,
    /// Steps of it.
    pub steps: Option<Spread>,
    /// Requests to a model of it.
    pub calls: Option<Spread>,
    /// Tokens of it.
    pub tokens: Option<Spread>,
    /// Money of it, in millionths of what prices are given in; of the proofs that have a price.
    pub cost: Option<Spread>,
    /// What all attempts spent together, also of the time those that ran side by side.
    pub spent: SpentRecord,
    /// Attempts without a proof, by reason.
    pub failures: BTreeMap<String, usize>,
    /// Statements by split, topic and difficulty, where the corpus has them.
    pub by: BTreeMap<&'static str, BTreeMap<String, Tally>>,
    /// Statements that were refuted, although nobody said that they are not true.
    pub disproved: Vec<String>,
    /// Statements that are known not to be true.
    pub untrue: usize,
    /// Those of them that were refuted.
    pub refuted: usize,
    /// Those of them that were proved all the same: something is wrong with the prover, the corpus or this program.
    pub untrue_proved: Vec<String>,
}

/// How many of some are done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Done {
    /// So many are.
    pub done: usize,
    /// All of them.
    pub of: usize,
}

impl Summary {
    /// Of a run that asks for `attempts` at each statement.
    pub fn of(run: &Run, attempts: u32) -> Summary {
        let counted = counted(&run.rows);
        let rows_of = |it: &Statement| -> Vec<&Row> {
            (0..attempts).filter_map(|attempt| counted.get(&(it.id.as_str(), attempt)).copied()).collect()
        };
        let all: Vec<(&Statement, Vec<&Row>)> = run.statements.iter().map(|it| (it, rows_of(it))).collect();
        let (untrue, all_true): (Vec<_>, Vec<_>) = all.iter().partition(|it| it.0.untrue);
        let is_proved = |it: &&&(&Statement, Vec<&Row>)| it.1.iter().any(|it| it.is_proved());
        let is_disproved =
            |it: &&&(&Statement, Vec<&Row>)| it.1.iter().any(|it| it.record.status == Status::Disproved);
        let first: Vec<&Row> =
            all_true.iter().filter_map(|it| it.1.iter().find(|it| it.is_proved()).copied()).collect();
        let spread = |value: &dyn Fn(&Row) -> u64| {
            Spread::of(&first.iter().map(|it| value(it) as f64).collect::<Vec<_>>())
        };
        let rows = || all.iter().flat_map(|it| &it.1);
        let costs: Vec<f64> =
            first.iter().filter_map(|it| it.record.spent.cost).map(|it| it.0 as f64).collect();
        let mut spent = SpentRecord::default();
        rows().for_each(|it| spent.add(&it.record.spent));
        let mut failures = BTreeMap::new();
        for row in all_true.iter().flat_map(|it| &it.1).filter(|it| !it.is_proved()) {
            let reason = match row.record.status {
                Status::Disproved => "disproved",
                _ => row.record.reason.as_deref().unwrap_or("unknown"),
            };
            *failures.entry(reason.to_owned()).or_default() += 1;
        }
        let pass = (1..=attempts).filter_map(|k| {
            let tries = all_true.iter().filter_map(|(_, rows)| {
                let proved = rows.iter().filter(|it| it.is_proved()).count();
                pass_at(k, rows.len() as u32, proved as u32)
            });
            let rates: Vec<f64> = tries.collect();
            let rate = rates.iter().sum::<f64>() / rates.len() as f64;
            Some(PassAt { k, rate, interval: wilson(rate, rates.len())?, of: rates.len() })
        });
        let mut by: BTreeMap<&'static str, BTreeMap<String, Tally>> = BTreeMap::new();
        for it in &all_true {
            let difficulty = it.0.difficulty.map_or_else(String::new, |it| it.to_string());
            for (key, value) in [("split", &it.0.split), ("topic", &it.0.topic), ("difficulty", &difficulty)]
            {
                if !value.is_empty() {
                    let tally = by.entry(key).or_default().entry(value.clone()).or_default();
                    tally.of += 1;
                    tally.proved += usize::from(is_proved(&it));
                }
            }
        }
        let unstated = |it: &&(&Statement, Vec<&Row>)| {
            let broken = |it: &&Row| it.record.reason.as_deref() == Some("statement_error");
            it.0.error.is_some() || it.1.iter().any(broken)
        };
        Summary {
            statements_hash: set_hash(&run.statements),
            statements: all_true.len(),
            unstated: all.iter().filter(unstated).count(),
            attempts: Done { done: rows().count(), of: all.len() * attempts as usize },
            proved: first.len(),
            pass: pass.collect(),
            wall_ms: spread(&|it| it.record.spent.wall_ms),
            steps: spread(&|it| it.record.spent.steps),
            calls: spread(&|it| it.record.spent.calls),
            tokens: spread(&|it| it.record.spent.tokens),
            cost: Spread::of(&costs),
            spent,
            failures,
            by,
            disproved: all_true.iter().filter(is_disproved).map(|it| it.0.id.clone()).collect(),
            untrue: untrue.len(),
            refuted: untrue.iter().filter(is_disproved).count(),
            untrue_proved: untrue.iter().filter(is_proved).map(|it| it.0.id.clone()).collect(),
        }
    }

    /// Whether all that was asked for was tried.
    pub fn is_complete(&self) -> bool {
        self.attempts.done == self.attempts.of
    }
}
