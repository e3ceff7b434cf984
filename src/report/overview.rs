//! The first page: what the run comes to, charts, and all statements in a table.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::{
    Shown,
    chart::{Scale, staircase},
    page::{facts, page},
};
use crate::run::{Row, Run, Summary};

const SCRIPT: &str = include_str!("assets/table.js");

/// The columns that can be chosen from, by their place in the table.
const CHOICES: [(usize, &str); 4] =
    [(1, "any outcome"), (5, "any split"), (6, "any topic"), (7, "any difficulty")];

/// The page.
pub(super) fn overview(run: &Run, summary: &Summary, shown: &[Shown<'_>]) -> String {
    let title = run.path.file_name().map_or_else(String::new, |it| it.to_string_lossy().into_owned());
    let body = html! {
        h1 { "Run " (title) }
        @if !summary.untrue_proved.is_empty() {
            p .alarm role="alert" {
                "Statements that are said not to be true were proved: " (summary.untrue_proved.join(", "))
                ". The corpus is wrong, or the prover or Proofwright is unsound."
            }
        }
        (cards(summary))
        (charts(run, summary, shown))
        h2 { "Statements" }
        (table(shown))
        h2 { "Settings" }
        details { summary { "what it was run with" } pre { (settings(run)) } }
    };
    page(&format!("Run {title}"), SCRIPT, &body)
}

fn settings(run: &Run) -> String {
    serde_json::to_string_pretty(&run.config).unwrap_or_default()
}

fn cards(summary: &Summary) -> Markup {
    let percent = |it: f64| format!("{:.1} %", it * 100.0);
    let failures: Vec<String> = summary.failures.iter().map(|(reason, n)| format!("{reason} {n}")).collect();
    let unstated = match summary.unstated {
        0 => String::new(),
        n => format!("{n} could not be read or do not elaborate"),
    };
    let untrue = match summary.untrue {
        0 => String::new(),
        n => format!("{n}: {} proved, {} refuted", summary.untrue_proved.len(), summary.refuted),
    };
    html! {
        div .cards {
            div .card { b { (summary.proved) " of " (summary.statements) } "proved" }
            @for pass in summary.pass.iter().filter(|it| it.k == 1 || it.k as usize == summary.pass.len()) {
                div .card {
                    b { (percent(pass.rate)) }
                    "pass@" (pass.k) ", 95 %: " (percent(pass.interval.low)) " to " (percent(pass.interval.high))
                }
            }
            @if let Some(it) = summary.wall_ms {
                div .card { b { (format!("{:.1} s", it.median / 1000.0)) } "median time of a proof" }
            }
            @if let Some(it) = summary.steps {
                div .card { b { (format!("{:.0}", it.median)) } "median steps of a proof" }
            }
        }
        (facts(&[
            ("attempts", format!("{} of {}", summary.attempts.done, summary.attempts.of)),
            ("not proved", failures.join(", ")),
            ("statements", unstated),
            ("refuted", summary.disproved.join(", ")),
            ("not true", untrue),
            ("hash of the statements", summary.statements_hash.clone()),
        ]))
    }
}

fn charts(run: &Run, summary: &Summary, shown: &[Shown<'_>]) -> Markup {
    let proofs: Vec<&Row> = shown.iter().filter(|it| !it.statement.untrue).filter_map(Shown::proof).collect();
    let of = summary.statements;
    let values =
        |value: &dyn Fn(&Row) -> u64| -> Vec<f64> { proofs.iter().map(|it| value(it) as f64).collect() };
    let spent = values(&|it| it.record.spent.wall_ms).iter().map(|it| it / 1000.0).collect::<Vec<_>>();
    let clock = values(&|it| it.ended_ms).iter().map(|it| it / 1000.0).collect::<Vec<_>>();
    let tokens = values(&|it| it.record.spent.tokens);
    let costs = proofs.iter().filter_map(|it| it.record.spent.cost).map(|it| it.0 as f64 / 1e6);
    let costs: Vec<f64> = costs.collect();
    html! {
        @if !run.rows.is_empty() {
            h2 { "Proved over …" }
            div .charts {
                (staircase("time spent on a statement", "seconds", Scale::Log, &spent, of))
                (staircase("steps spent on a statement", "steps", Scale::Log, &values(&|it| it.record.spent.steps), of))
                @if tokens.iter().any(|it| *it > 0.0) {
                    (staircase("model tokens spent on a statement", "tokens", Scale::Log, &tokens, of))
                }
                @if !costs.is_empty() {
                    (staircase("money spent on a statement", "what prices are given in", Scale::Log, &costs, of))
                }
                (staircase("the time of the run", "seconds", Scale::Linear, &clock, of))
            }
        }
    }
}

fn table(shown: &[Shown<'_>]) -> Markup {
    let values = |column: usize| -> BTreeSet<String> {
        shown.iter().map(|it| cell(it, column)).filter(|it| !it.is_empty()).collect()
    };
    html! {
        div .tools {
            input #search type="search" placeholder="search" aria-label="search the statements";
            @for (column, any) in CHOICES {
                @let values = values(column);
                @if values.len() > 1 {
                    select data-column=(column) aria-label=(any) {
                        option value="" { (any) }
                        @for value in values { option { (value) } }
                    }
                }
            }
            span #shown .faint role="status" {}
        }
        div .wide {
            table #theorems {
                thead {
                    tr {
                        @for name in ["statement", "outcome", "reason", "time", "steps", "split", "topic", "difficulty"] {
                            th scope="col" { button type="button" { (name) } }
                        }
                    }
                }
                tbody {
                    @for it in shown {
                        @let row = it.told();
                        tr {
                            td { a href=(it.link) { (it.statement.id) } }
                            td class=(cell(it, 1)) { (cell(it, 1)) }
                            td { (row.and_then(|it| it.record.reason.clone()).unwrap_or_default()) }
                            td .number data-value=(number(row, |it| it.record.spent.wall_ms)) {
                                @if let Some(row) = row { (super::page::seconds(row.record.spent.wall_ms)) }
                            }
                            td .number data-value=(number(row, |it| it.record.spent.steps)) {
                                @if let Some(row) = row { (row.record.spent.steps) }
                            }
                            @for column in 5..8 { td { (cell(it, column)) } }
                        }
                    }
                }
            }
        }
    }
}

/// The number that a column is sorted by; `NaN` where there is none.
fn number(row: Option<&Row>, value: impl Fn(&Row) -> u64) -> String {
    row.map_or_else(|| "NaN".to_owned(), |it| value(it).to_string())
}

/// What stands in a column that can be chosen from.
fn cell(it: &Shown<'_>, column: usize) -> String {
    match column {
        1 => it.told().map_or("not tried", |it| super::word(it.record.status)).to_owned(),
        5 => it.statement.split.clone(),
        6 => it.statement.topic.clone(),
        _ => it.statement.difficulty.map_or_else(String::new, |it| it.to_string()),
    }
}
