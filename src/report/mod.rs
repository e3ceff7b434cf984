//! The report of a run: static pages that need no network, and trees for Graphviz.
//!
//! `index.html` is the overview, `theorems/` has a page for each statement. Each page holds its own style and script,
//! so that it can be sent around by itself.

use std::{collections::BTreeMap, fs, io, path::Path};

use crate::{
    driver::Status,
    run::{Row, Run, Statement, Summary, counted, file_name},
};

mod chart;
mod formalized;
mod overview;
mod page;
mod theorem;
mod tree;

pub use formalized::formalized;
pub use tree::TreeData;

/// A statement with what came of it.
struct Shown<'a> {
    statement: &'a Statement,
    /// Its attempts, in order.
    rows: Vec<&'a Row>,
    /// Its page, seen from the overview.
    link: String,
}

impl<'a> Shown<'a> {
    /// The first attempt that proved it.
    fn proof(&self) -> Option<&'a Row> {
        self.rows.iter().copied().find(|it| it.is_proved())
    }

    /// The attempt that is told of: the first proof, else the last.
    fn told(&self) -> Option<&'a Row> {
        self.proof().or(self.rows.last().copied())
    }
}

/// What a status is called, also by the style.
fn word(status: Status) -> &'static str {
    match status {
        Status::Proved => "proved",
        Status::Unproved => "unproved",
        Status::Disproved => "disproved",
        Status::Error => "error",
    }
}

/// Writes the report of a run into a folder; `tree` gives the search tree of an attempt, where it was kept.
///
/// # Errors
/// If something cannot be written.
pub fn write(
    run: &Run,
    summary: &Summary,
    mut tree: impl FnMut(&Row) -> Option<TreeData>,
    folder: &Path,
) -> io::Result<()> {
    fs::create_dir_all(folder.join("theorems"))?;
    // Records without a run have no statements.
    let bare: Vec<Statement> = match run.statements.is_empty() {
        true => run.rows.iter().map(bare).collect(),
        false => Vec::new(),
    };
    let statements = if bare.is_empty() { &run.statements } else { &bare };
    let mut rows: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for ((id, _), row) in counted(&run.rows) {
        rows.entry(id).or_default().push(row);
    }
    let shown: Vec<Shown<'_>> = statements
        .iter()
        .map(|statement| Shown {
            statement,
            rows: rows.get(statement.id.as_str()).cloned().unwrap_or_default(),
            link: format!("theorems/{}.html", file_name(&statement.id)),
        })
        .collect();
    for it in &shown {
        let tree = it.told().and_then(&mut tree);
        fs::write(folder.join(&it.link), theorem::theorem(run, it, tree.as_ref()))?;
    }
    fs::write(folder.join("index.html"), overview::overview(run, summary, &shown))
}

fn bare(row: &Row) -> Statement {
    Statement {
        id: row.id.clone(),
        name: row.record.theorem.clone(),
        prover: Some(row.record.prover),
        ..Statement::default()
    }
}
