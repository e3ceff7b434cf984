//! The end of a run, for people.

use std::fmt::Write as _;

use super::board::span;
use crate::{
    cli::{print, progress::asked},
    proposer::Micros,
    run::{PassAt, Spread, Summary},
};

/// The summary as text for stdout.
pub(super) fn text(it: &Summary) -> String {
    let mut out = String::new();
    let statements = match it.unstated {
        0 => format!("{}", it.statements),
        broken => format!("{} ({broken} could not be read or do not elaborate)", it.statements),
    };
    row(&mut out, "statements", &statements);
    row(&mut out, "their hash", &it.statements_hash);
    row(&mut out, "attempts", &format!("{} of {}", it.attempts.done, it.attempts.of));
    row(&mut out, "proved", &format!("{} of {}", it.proved, it.statements));
    for pass in shown(&it.pass) {
        let PassAt { k, rate, interval, of } = pass;
        let value = format!(
            "{:.1} %, 95 % interval {:.1} to {:.1} % (Wilson, {of} statements)",
            rate * 100.0,
            interval.low * 100.0,
            interval.high * 100.0
        );
        row(&mut out, &format!("pass@{k}"), &value);
    }
    let mut spread = |name: &str, spread: Option<Spread>, scale: f64, unit: &str| {
        if let Some(it) = spread.filter(|it| it.sum > 0.0) {
            let value = format!("median {:.1}{unit}, mean {:.1}{unit}", it.median / scale, it.mean / scale);
            row(&mut out, name, &value);
        }
    };
    spread("time per proof", it.wall_ms, 1000.0, " s");
    spread("steps per proof", it.steps, 1.0, "");
    spread("calls per proof", it.calls, 1.0, "");
    spread("tokens per proof", it.tokens, 1.0, "");
    if let Some(it) = it.cost {
        let value = format!("median {}, mean {}", money(it.median), money(it.mean));
        row(&mut out, "cost per proof", &value);
    }
    let spent = it.spent;
    let mut all = format!("{} of search, {} steps", span(spent.wall_ms as f64 / 1000.0), spent.steps);
    if spent.calls > 0 {
        all.push_str(&asked(&spent));
        if it.proved > 0 {
            let each = spent.cost.map(|cost| format!(", {}", money(cost.0 as f64 / it.proved as f64)));
            let tokens = spent.tokens / it.proved as u64;
            let _ = write!(all, " ({tokens} tokens{} for each that is proved)", each.unwrap_or_default());
        }
    }
    row(&mut out, "spent in all", &all);
    if !it.failures.is_empty() {
        let mut failures: Vec<_> = it.failures.iter().collect();
        failures.sort_by_key(|it| std::cmp::Reverse(it.1));
        let list: Vec<String> = failures.iter().map(|(reason, n)| format!("{reason} {n}")).collect();
        row(&mut out, "not proved", &list.join(", "));
    }
    for (key, values) in it.by.iter().filter(|it| it.1.len() > 1) {
        let list: Vec<String> =
            values.iter().map(|(value, tally)| format!("{value} {}/{}", tally.proved, tally.of)).collect();
        row(&mut out, &format!("by {key}"), &list.join(", "));
    }
    if !it.disproved.is_empty() {
        let value = format!("{}, certified not to be true: {}", it.disproved.len(), it.disproved.join(", "));
        row(&mut out, "refuted", &value);
    }
    if it.untrue > 0 {
        let value = format!("{}: {} proved, {} refuted", it.untrue, it.untrue_proved.len(), it.refuted);
        row(&mut out, "not true", &value);
    }
    out
}

/// Millionths as money.
fn money(micros: f64) -> Micros {
    Micros(micros.round() as u64)
}

fn row(out: &mut String, name: &str, value: &str) {
    let _ = writeln!(out, "{name:<17}{value}");
}

/// Powers of two and the last: a list of hundreds tells no more.
fn shown(all: &[PassAt]) -> impl Iterator<Item = &PassAt> {
    all.iter().filter(|it| it.k.is_power_of_two() || it.k as usize == all.len())
}

/// Says what must not be.
pub(super) fn shout(summary: &Summary) {
    if !summary.untrue_proved.is_empty() {
        print::note(&format!(
            "{} statements that are said not to be true were proved: {}\n       the corpus is wrong, or the prover or \
             Proofwright is unsound: look at these proofs",
            print::paint("UNSOUND?", "1;31"),
            summary.untrue_proved.join(", ")
        ));
    }
}
