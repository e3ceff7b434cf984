//! The page of a statement: what it says, what came of it, and its search tree to walk through.

use maud::{Markup, PreEscaped, html};

use super::{
    Shown, TreeData,
    page::{facts, page, seconds},
    word,
};
use crate::{
    driver::Status,
    run::{Row, Run},
};

const SCRIPT: &str = include_str!("assets/tree.js");

/// The page of a statement, with the tree of the attempt that is told of, if there is one.
pub(super) fn theorem(run: &Run, shown: &Shown<'_>, tree: Option<&TreeData>) -> String {
    let statement = shown.statement;
    let place = match statement.source.is_empty() {
        true => String::new(),
        false => format!("{}:{}", statement.source, statement.line),
    };
    let body = html! {
        p { a href="../index.html" { "all statements" } }
        h1 { (statement.id) }
        @if !statement.informal.is_empty() { p { (statement.informal) } }
        @if let Some(error) = &statement.error { p .error { "It cannot be worked on: " (error) } }
        @if !statement.statement.is_empty() { pre { (statement.statement) } }
        @if let Some(header) = run.header(statement).filter(|it| !it.is_empty()) {
            details { summary { "what stands before it" } pre { (header) } }
        }
        (facts(&[
            ("from", place),
            ("split", statement.split.clone()),
            ("topic", statement.topic.clone()),
            ("difficulty", statement.difficulty.map_or_else(String::new, |it| it.to_string())),
            ("expected", if statement.untrue { "not to be true".into() } else { String::new() }),
        ]))
        @if let Some(row) = shown.told() { (outcome(row)) } @else { p { "It was not tried." } }
        @if shown.rows.len() > 1 { (attempts(&shown.rows)) }
        @if let Some(tree) = tree { (walk(tree)) }
    };
    page(&statement.id, if tree.is_some() { SCRIPT } else { "" }, &body)
}

fn outcome(row: &Row) -> Markup {
    let record = &row.record;
    html! {
        h2 class=(word(record.status)) {
            (word(record.status))
            @if let Some(reason) = &record.reason { ": " (reason) }
        }
        @if let Some(message) = &record.message { pre { (message) } }
        @if record.status == Status::Disproved { p { "Its negation is proved:" } }
        @if let Some(proof) = record.proof.as_ref().or(record.script.as_ref()) { pre { (proof) } }
        @if let Some(it) = &record.certificate {
            h2 { "Certificate" }
            (facts(&[
                ("prover", it.version.clone()),
                ("axioms", if it.axioms.is_empty() { "none".into() } else { it.axioms.join(", ") }),
                ("hash of the statement", it.statement_hash.clone()),
                ("hash of the header", it.header_hash.clone()),
                ("certified in", seconds(it.wall_ms)),
            ]))
        }
        h2 { "Spent" }
        (facts(&[
            ("time", seconds(record.spent.wall_ms)),
            ("steps", record.spent.steps.to_string()),
            ("model calls", some(record.spent.calls)),
            ("tokens", some(record.spent.tokens)),
            ("cost", record.spent.cost.map_or_else(String::new, |it| it.to_string())),
            ("workers replaced", some(record.spent.restarts.into())),
            ("tree", format!("{} goals, depth {}", record.tree.goals, record.tree.depth)),
            ("steps came from", record.source.clone().unwrap_or_default()),
            ("seed", record.seed.to_string()),
            ("begun", row.started_at.clone()),
        ]))
    }
}

fn some(number: u64) -> String {
    if number == 0 { String::new() } else { number.to_string() }
}

fn attempts(rows: &[&Row]) -> Markup {
    html! {
        h2 { "Attempts" }
        div .wide {
            table {
                thead { tr { th { "attempt" } th { "outcome" } th { "reason" } th { "time" } th { "steps" } th { "seed" } } }
                tbody {
                    @for row in rows {
                        tr {
                            td { (row.attempt + 1) }
                            td class=(word(row.record.status)) { (word(row.record.status)) }
                            td { (row.record.reason.clone().unwrap_or_default()) }
                            td .number { (seconds(row.record.spent.wall_ms)) }
                            td .number { (row.record.spent.steps) }
                            td .number { (row.record.seed) }
                        }
                    }
                }
            }
        }
    }
}

fn walk(tree: &TreeData) -> Markup {
    html! {
        h2 { "Search tree" }
        div .tools {
            button #path type="button" { "winning path" }
            button #all type="button" { "expand all" }
            button #none type="button" { "collapse" }
            label { input #failed type="checkbox"; " hide what failed" }
            span .faint { (tree.size()) }
            span #notice .faint role="status" {}
        }
        div .walk {
            ul #tree role="tree" aria-label="search tree" {}
            section #detail aria-live="polite" aria-label="what is chosen in the tree" {}
        }
        script #tree-data type="application/json" { (PreEscaped(tree.json())) }
    }
}
