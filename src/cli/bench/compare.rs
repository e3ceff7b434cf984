//! `proofwright bench compare`: two runs, theorem by theorem.

use std::fmt::Write as _;

use crate::{
    cli::{
        Exit,
        args::{Common, CompareArgs},
        error::CliError,
        print,
    },
    run::{Comparison, Difference, Fate, Ratio, Run, compare},
};

pub(super) fn run(args: &CompareArgs, common: &Common) -> Result<Exit, CliError> {
    let (a, b) = (Run::read(&args.a)?, Run::read(&args.b)?);
    for note in a.notes.iter().chain(&b.notes) {
        warn(note);
    }
    let it = compare(&a, &b);
    if it.theorems.is_empty() {
        return Err(CliError::usage("the runs have no statement in common that both have tried")
            .hint("compare runs over the same corpus, with the same header"));
    }
    for Difference { setting, values: [a, b] } in &it.settings {
        warn(&format!("`{setting}` is {a} in A and {b} in B"));
    }
    if let [Some(a), Some(b)] = &it.statements_hash
        && a != b
    {
        warn(&format!(
            "the runs are not over the same statements ({a} and {b}); only what both have is compared"
        ));
    }
    told("are stated differently in the two, and left out", &it.changed);
    told("were not tried by A, and are left out", &it.missing[0]);
    told("were not tried by B, and are left out", &it.missing[1]);
    if common.json {
        print::json(&it);
    } else {
        print::out(&text(&it));
    }
    Ok(Exit::Success)
}

fn warn(text: &str) {
    print::note(&format!("{} {text}", print::paint("warning:", "1;33")));
}

fn told(what: &str, ids: &[String]) {
    if !ids.is_empty() {
        let first = ids[..ids.len().min(5)].join(", ");
        let more = if ids.len() > 5 { ", …" } else { "" };
        warn(&format!("{} theorems {what}: {first}{more}", ids.len()));
    }
}

fn text(it: &Comparison) -> String {
    let mut out = String::new();
    let all = it.theorems.len();
    let _ = writeln!(out, "compared       {all} theorems, {} attempts at each", it.attempts);
    let (a, b) = (it.both + it.only_a, it.both + it.only_b);
    let share = |n: usize| n as f64 * 100.0 / all as f64;
    let _ = writeln!(out, "A proves       {a} ({:.1} %)", share(a));
    let _ = writeln!(out, "B proves       {b} ({:.1} %)", share(b));
    for (name, fate, n) in [
        ("both", Fate::Both, it.both),
        ("only A", Fate::OnlyA, it.only_a),
        ("only B", Fate::OnlyB, it.only_b),
        ("neither", Fate::Neither, it.neither),
    ] {
        let ids = it.theorems.iter().filter(|it| it.fate == fate).map(|it| it.id.as_str());
        let list = match fate {
            Fate::OnlyA | Fate::OnlyB if n > 0 => format!(": {}", ids.collect::<Vec<_>>().join(", ")),
            _ => String::new(),
        };
        let _ = writeln!(out, "  {name:<13}{n}{list}");
    }
    let _ = writeln!(out, "p-value        {:.4} (McNemar's test, exact, two-sided)", it.p_value);
    for (name, ratio) in [("time, B by A", it.time_ratio), ("steps, B by A", it.step_ratio)] {
        if let Some(Ratio { median, of }) = ratio {
            let _ = writeln!(out, "{name:<15}{median:.2} in the median of the {of} that both prove");
        }
    }
    out
}
