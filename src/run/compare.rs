//! Two runs, theorem by theorem.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Difference, Row, Run, counted, mcnemar, median, set_hash};

/// Which of two runs proved a theorem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// Both did.
    Both,
    /// Only the first.
    OnlyA,
    /// Only the second.
    OnlyB,
    /// None did.
    Neither,
}

/// A theorem in two runs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Pair {
    /// What it is called.
    pub id: String,
    /// Who proved it.
    pub fate: Fate,
    /// Milliseconds to the proof in each.
    pub wall_ms: [Option<u64>; 2],
    /// Steps to the proof in each.
    pub steps: [Option<u64>; 2],
}

/// What the second of two runs needs beside the first, for a theorem that both proved.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Ratio {
    /// The median of the ratios, theorem by theorem.
    pub median: f64,
    /// Theorems that it was taken of.
    pub of: usize,
}

/// Two runs side by side.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Comparison {
    /// The hashes of the two sets of statements, where they are known.
    pub statements_hash: [Option<String>; 2],
    /// Attempts at each theorem that were compared: as many as both have.
    pub attempts: u32,
    /// Theorems by who proved them.
    pub both: usize,
    /// Proved by the first only.
    pub only_a: usize,
    /// Proved by the second only.
    pub only_b: usize,
    /// Proved by none.
    pub neither: usize,
    /// How likely such a difference is if the two are equally strong (McNemar's test, exact, two-sided).
    pub p_value: f64,
    /// Time of the second, as a multiple of the first's.
    pub time_ratio: Option<Ratio>,
    /// Steps of the second, as a multiple of the first's.
    pub step_ratio: Option<Ratio>,
    /// The theorems, in the order of the first run.
    pub theorems: Vec<Pair>,
    /// Called the same in both, but stated differently: left out.
    pub changed: Vec<String>,
    /// Only one of the runs has or has tried them: left out.
    pub missing: [Vec<String>; 2],
    /// What they do not have in common among their settings that bears on what is proved.
    pub settings: Vec<Difference>,
}

/// Compares two runs on the theorems that both have tried.
pub fn compare(a: &Run, b: &Run) -> Comparison {
    let (rows_a, rows_b) = (counted(&a.rows), counted(&b.rows));
    let attempts_of = |rows: &BTreeMap<(&str, u32), &Row>| rows.keys().map(|it| it.1 + 1).max().unwrap_or(0);
    let attempts = attempts_of(&rows_a).min(attempts_of(&rows_b));
    let tries = |rows: &BTreeMap<(&str, u32), &Row>, id: &str| -> Vec<Row> {
        (0..attempts).filter_map(|it| rows.get(&(id, it)).map(|it| (*it).clone())).collect()
    };
    let mut theorems = Vec::new();
    let mut changed = Vec::new();
    let mut missing = [Vec::new(), Vec::new()];
    for id in ids(a) {
        let (in_a, in_b) = (tries(&rows_a, &id), tries(&rows_b, &id));
        if in_a.is_empty() || in_b.is_empty() {
            if !in_a.is_empty() {
                missing[1].push(id);
            }
            continue;
        }
        let differs = |(a, b): (&String, &String)| !a.is_empty() && !b.is_empty() && a != b;
        if stated(a, &in_a, &id).iter().zip(&stated(b, &in_b, &id)).any(differs) {
            changed.push(id);
            continue;
        }
        let first = |rows: &[Row]| rows.iter().find(|it| it.is_proved()).map(|it| it.record.spent);
        let (a, b) = (first(&in_a), first(&in_b));
        let fate = match (a.is_some(), b.is_some()) {
            (true, true) => Fate::Both,
            (true, false) => Fate::OnlyA,
            (false, true) => Fate::OnlyB,
            (false, false) => Fate::Neither,
        };
        let wall_ms = [a, b].map(|it| it.map(|it| it.wall_ms));
        theorems.push(Pair { id, fate, wall_ms, steps: [a, b].map(|it| it.map(|it| it.steps)) });
    }
    missing[0].extend(
        ids(b).into_iter().filter(|id| !tries(&rows_b, id).is_empty() && tries(&rows_a, id).is_empty()),
    );
    let count = |fate| theorems.iter().filter(|it| it.fate == fate).count();
    let ratio = |of: &dyn Fn(&Pair) -> [Option<u64>; 2]| {
        let ratios = theorems.iter().filter_map(|it| match of(it) {
            // A proof in no time at all took some.
            [Some(a), Some(b)] => Some(b.max(1) as f64 / a.max(1) as f64),
            _ => None,
        });
        let ratios: Vec<f64> = ratios.collect();
        Some(Ratio { median: median(&ratios)?, of: ratios.len() })
    };
    let hash = |run: &Run| (!run.statements.is_empty()).then(|| set_hash(&run.statements));
    let (only_a, only_b) = (count(Fate::OnlyA), count(Fate::OnlyB));
    Comparison {
        statements_hash: [hash(a), hash(b)],
        attempts,
        both: count(Fate::Both),
        only_a,
        only_b,
        neither: count(Fate::Neither),
        p_value: mcnemar(only_a, only_b),
        time_ratio: ratio(&|it| it.wall_ms),
        step_ratio: ratio(&|it| it.steps),
        theorems,
        changed,
        missing,
        settings: a.settings_beside(b),
    }
}

/// What a run's theorems are called, in its order.
fn ids(run: &Run) -> Vec<String> {
    if !run.statements.is_empty() {
        return run.statements.iter().map(|it| it.id.clone()).collect();
    }
    let mut seen = BTreeSet::new();
    run.rows.iter().filter(|it| seen.insert(&it.id)).map(|it| it.id.clone()).collect()
}

/// The hashes of a theorem's statement and header, each empty if it is not known.
fn stated(run: &Run, rows: &[Row], id: &str) -> [String; 2] {
    if let Some(it) = run.statements.iter().find(|it| it.id == id) {
        return [it.hash.clone(), it.header_hash.clone()];
    }
    match rows.iter().find_map(|it| it.record.certificate.as_ref()) {
        // What F* is run with is part of the hash in its certificates.
        Some(it) if it.prover == "fstar" => [it.statement_hash.clone(), String::new()],
        Some(it) => [it.statement_hash.clone(), it.header_hash.clone()],
        None => [String::new(), String::new()],
    }
}
