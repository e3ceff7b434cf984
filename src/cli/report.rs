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
    report::write(run, summary, |row| tree(run, row), out).map_err(|error| {
        CliError::usage(format!("cannot write the report to {}: {error}", out.display()))
            .hint("what was recorded is kept; `proofwright report DIR --out OTHER` writes elsewhere")
    })?;
    if !common.quiet {
        print::note(&format!("the report is {}", out.join("index.html").display()));
    }
    Ok(())
}

/// The search tree of an attempt, if its journal was kept and can be read.
fn tree(run: &Run, row: &Row) -> Option<TreeData> {
    let path = run.tree(&row.id, row.attempt);
    let text = std::fs::read_to_string(&path).ok()?;
    let search = Journal::read(&text).and_then(|it| it.search());
    match search {
        Ok(search) => Some(TreeData::of(search.tree())),
        Err(error) => {
            print::note(&format!("{} {}: {error}", print::paint("warning:", "1;33"), path.display()));
            None
        }
    }
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
    let tree = rows.into_iter().find_map(|it| tree(run, it));
    tree.map(|it| it.dot()).ok_or_else(|| {
        CliError::usage(format!("the search tree of `{name}` was not kept"))
            .hint("runs keep trees in their folder `trees`")
    })
}
