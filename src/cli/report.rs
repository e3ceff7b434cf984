//! `proofwright report`: a run as pages to look at.

use std::path::Path;

use super::{
    Exit,
    args::{Common, ReportArgs},
    error::CliError,
    print,
};
use crate::{
    report::{self, TreeData},
    run::{Row, Run, Summary},
    search::journal::Journal,
};

pub(super) fn run(args: &ReportArgs, common: &Common) -> Result<Exit, CliError> {
    let run = Run::read(&args.run)?;
    if let Some(name) = &args.dot {
        print::out(&dot(&run, name)?);
        return Ok(Exit::Success);
    }
    for note in &run.notes {
        print::note(&format!("{} {note}", print::paint("warning:", "1;33")));
    }
    let out = match &args.out {
        Some(out) => out.clone(),
        None if args.run.is_dir() => args.run.join("report"),
        None => {
            return Err(CliError::usage("these are records without a run folder")
                .hint("say where the report is to go with `--out DIR`"));
        }
    };
    let attempts = run.rows.iter().map(|it| it.attempt + 1).max().unwrap_or(1);
    let asked = run.config["pass"].as_u64().map_or(attempts, |it| it as u32);
    write(&run, &Summary::of(&run, asked), &out, common)?;
    Ok(Exit::Success)
}

/// Writes the report, and says where it is.
pub(super) fn write(run: &Run, summary: &Summary, out: &Path, common: &Common) -> Result<(), CliError> {
    let mut unread = Vec::new();
    let mut shown = |row: &Row| {
        tree(run, row).unwrap_or_else(|error| {
            unread.push(error);
            None
        })
    };
    report::write(run, summary, &mut shown, out).map_err(|error| {
        CliError::usage(format!("cannot write the report to {}: {error}", out.display()))
            .hint("what was recorded is kept; `proofwright report DIR --out OTHER` writes elsewhere")
    })?;
    if let Some(first) = unread.first() {
        let text = format!("{} search trees cannot be shown; of the first: {first}", unread.len());
        print::note(&format!("{} {text}", print::paint("warning:", "1;33")));
    }
    if !common.quiet {
        print::note(&format!("the report is {}", out.join("index.html").display()));
    }
    Ok(())
}

/// The search tree of an attempt, if its journal was kept.
///
/// # Errors
/// Why the journal cannot be read.
fn tree(run: &Run, row: &Row) -> Result<Option<TreeData>, String> {
    let path = run.tree(&row.id, row.attempt);
    let Ok(text) = std::fs::read_to_string(&path) else { return Ok(None) };
    let search = Journal::read(&text).and_then(|it| it.search());
    search.map(|it| Some(TreeData::of(it.tree()))).map_err(|error| format!("{}: {error}", path.display()))
}

fn dot(run: &Run, name: &str) -> Result<String, CliError> {
    let mut rows: Vec<&Row> = run.rows.iter().filter(|it| it.id == name).collect();
    if rows.is_empty() {
        let ids: Vec<&str> = run.rows.iter().map(|it| it.id.as_str()).collect();
        let near = similar::get_close_matches(name, &ids, 3, 0.5);
        let hint =
            if near.is_empty() { String::new() } else { format!(": did you mean {}?", near.join(", ")) };
        return Err(CliError::usage(format!("the run tried no statement `{name}`{hint}"))
            .hint("statements are called as in the run's records"));
    }
    rows.sort_by_key(|it| !it.is_proved());
    for row in rows {
        if let Some(tree) = tree(run, row).map_err(CliError::usage)? {
            return Ok(tree.dot());
        }
    }
    Err(CliError::usage(format!("the search tree of `{name}` was not kept"))
        .hint("runs keep trees in their folder `trees`"))
}
