//! Run folders that were left in any state, and what runs come to.

use std::{fs, path::Path, time::Duration};

use serde_json::{Value, json};

use super::*;
use crate::{
    driver::Record,
    prover::Certificate,
    theorem::{ProverKind, Theorem},
};

fn statement(id: &str, topic: &str) -> Statement {
    Statement {
        id: id.into(),
        name: id.into(),
        prover: Some(ProverKind::Lean),
        hash: format!("{id:>064}"),
        header_hash: "0".repeat(64),
        topic: topic.into(),
        ..Statement::default()
    }
}

fn row(id: &str, attempt: u32, reason: Option<&str>, wall_ms: u64) -> Row {
    let theorem = Theorem::new(id, ProverKind::Lean, "", "theorem t : p := by sorry", 17..25);
    let mut record = Record::empty(&theorem);
    record.reason = reason.map(str::to_owned);
    (record.spent.wall_ms, record.spent.steps) = (wall_ms, wall_ms / 10);
    if reason.is_none() {
        record.status = Status::Proved;
        record.certificate = Some(Certificate {
            prover: "lean".into(),
            version: "1".into(),
            axioms: Vec::new(),
            statement_hash: format!("{id:>064}"),
            header_hash: "0".repeat(64),
            wall_ms: 1,
        });
    }
    Row { id: id.into(), index: 0, attempt, started_at: "1970-01-01T00:00:00Z".into(), ended_ms: 5, record }
}

fn begin(path: &Path, config: &Value, statements: &[Statement]) -> RunFolder {
    let headers = vec!["open Nat\n"; statements.len()];
    Claim::take(path, false).unwrap().begin(config, statements, &headers).unwrap()
}

#[test]
fn what_was_written_is_read_back_and_a_line_that_was_cut_off_is_dropped() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run");
    let (config, statements) = (json!({"seed": 0, "jobs": 2}), [statement("a", ""), statement("b", "")]);
    let mut run = begin(&path, &config, &statements);
    let rows = [row("a", 0, None, 10), row("b", 0, Some("timeout"), 20)];
    rows.iter().for_each(|it| run.add(it).unwrap());
    drop(run);
    let records = path.join("records.jsonl");
    let whole = fs::read_to_string(&records).unwrap();
    // Killed at any byte of the second line, the first one counts.
    let first = whole.find('\n').unwrap() + 1;
    for end in first..whole.len() {
        fs::write(&records, &whole[..end]).unwrap();
        let claim = Claim::take(&path, true).unwrap();
        let (mut folder, run) = claim.resume(&json!({"seed": 0, "jobs": 1}), &statements).unwrap();
        // Only the end of the line is missing in the end.
        let read = if end + 1 == whole.len() { 2 } else { 1 };
        assert_eq!(run.rows, rows[..read], "{end}");
        assert_eq!(run.notes.len(), usize::from(end > first && read == 1));
        rows[read..].iter().for_each(|it| folder.add(it).unwrap());
        drop(folder);
        assert_eq!(fs::read_to_string(&records).unwrap(), whole);
    }
    let read = Run::read(&path).unwrap();
    assert_eq!((read.header(&statements[0]).as_deref(), read.config), (Some("open Nat\n"), config));
}

#[test]
fn a_folder_is_not_taken_twice_nor_for_another_run() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run");
    let (config, statements) = (json!({"seed": 0, "budget": {"steps": 3}}), [statement("a", "")]);
    let take = |resume| Claim::take(&path, resume).map(drop).unwrap_err().to_string();
    assert!(take(true).ends_with("holds no run"));
    let run = begin(&path, &config, &statements);
    assert!(take(false).ends_with("holds a run already"));
    let held = take(true);
    assert!(held.contains(&format!("process {}", std::process::id())), "{held}");
    drop(run);

    let resume = |config: &Value, statements: &[Statement]| {
        Claim::take(&path, true).unwrap().resume(config, statements).map(drop)
    };
    let other = resume(&json!({"seed": 1, "budget": {"steps": 3, "calls": 7}}), &statements);
    let message = other.unwrap_err().to_string();
    assert!(
        message.contains("`seed` is 0 there and 1 here; `budget.calls` is null there and 7 here"),
        "{message}"
    );
    let message = resume(&config, &[statement("b", "")]).unwrap_err().to_string();
    assert!(message.contains("the statements are not the same"), "{message}");
    resume(&config, &statements).unwrap();

    fs::write(folder.path().join("thesis.tex"), "").unwrap();
    let message = Claim::take(folder.path(), false).unwrap_err().to_string();
    assert!(message.contains("not empty") && message.contains("what it holds is no run"), "{message}");
}

#[test]
fn a_damaged_line_costs_no_other_and_a_proof_is_never_lost() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("records.jsonl");
    let rows =
        [row("a", 0, None, 10), row("a", 0, Some("prover_error"), 10), row("b", 0, Some("timeout"), 5)];
    let lines = rows.each_ref().map(|it| serde_json::to_string(it).unwrap());
    fs::write(&file, format!("{}\n\0\0\0\n{}\n{}\n", lines[0], lines[1], lines[2])).unwrap();
    let run = Run::read(&file).unwrap();
    assert!(run.notes[0].contains("records.jsonl:2 is left out"), "{:?}", run.notes);
    let counted = counted(&run.rows);
    assert!(counted[&("a", 0)].is_proved());
    assert_eq!(counted.len(), 2);
    fs::write(&file, "no records\n").unwrap();
    assert!(Run::read(&file).is_err());
}

#[test]
fn moments_are_written_in_utc() {
    let at = |seconds| utc(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds));
    assert_eq!(at(0), "1970-01-01T00:00:00Z");
    assert_eq!(at(951_827_696), "2000-02-29T12:34:56Z");
    assert_eq!(at(1_709_251_199), "2024-02-29T23:59:59Z");
    assert_eq!(at(1_798_761_599), "2026-12-31T23:59:59Z");
    assert_eq!(at(4_107_542_400), "2100-03-01T00:00:00Z");
}

#[test]
fn a_summary_counts_what_is_true_and_shouts_about_what_is_not() {
    let run = Run {
        statements: vec![
            statement("a", "logic"),
            statement("b", "logic"),
            Statement { error: Some("broken".into()), ..statement("c", "lists") },
            Statement { untrue: true, ..statement("f", "logic") },
        ],
        rows: vec![
            row("a", 0, Some("timeout"), 100),
            row("a", 1, None, 300),
            row("b", 0, None, 100),
            row("b", 1, None, 500),
            row("c", 0, Some("statement_error"), 0),
            row("c", 1, Some("statement_error"), 0),
            row("f", 0, None, 7),
        ],
        ..Run::default()
    };
    let summary = Summary::of(&run, 2);
    let rates: Vec<_> = summary.pass.iter().map(|it| (it.k, it.rate, it.of)).collect();
    assert_eq!(rates, [(1, 0.5, 3), (2, 2.0 / 3.0, 3)]);
    assert_eq!((summary.statements, summary.proved, summary.unstated, summary.untrue), (3, 2, 1, 1));
    assert_eq!((summary.untrue_proved.as_slice(), summary.disproved.len()), (&["f".to_owned()][..], 0));
    assert_eq!(summary.wall_ms, Some(Spread { median: 200.0, mean: 200.0, sum: 400.0 }));
    assert_eq!(summary.failures, [("statement_error".into(), 2), ("timeout".into(), 1)].into());
    assert_eq!(summary.by["topic"]["logic"], Tally { proved: 2, of: 2 });
    assert_eq!((summary.attempts, summary.is_complete()), (Done { done: 7, of: 8 }, false));
}

#[test]
fn two_runs_are_told_apart_theorem_by_theorem() {
    let statements: Vec<_> = ["a", "b", "c", "d", "e"].map(|it| statement(it, "")).into();
    let rows = |ms: [Option<u64>; 4]| -> Vec<Row> {
        let row =
            |(id, ms): (&str, Option<u64>)| row(id, 0, ms.is_none().then_some("timeout"), ms.unwrap_or(9));
        ["a", "b", "c", "d"].into_iter().zip(ms).map(row).collect()
    };
    let a = Run {
        statements: statements.clone(),
        rows: rows([Some(100), Some(10), None, None]),
        ..Run::default()
    };
    let mut b = Run { statements, rows: rows([Some(300), None, Some(5), Some(40)]), ..Run::default() };
    b.statements[3].hash = "another".into();
    b.rows.push(row("e", 0, None, 3));
    let both = compare(&a, &b);
    assert_eq!((both.both, both.only_a, both.only_b, both.neither), (1, 1, 1, 0));
    assert_eq!((both.time_ratio, both.p_value), (Some(Ratio { median: 3.0, of: 1 }), 1.0));
    assert_eq!(
        (both.changed.as_slice(), &both.missing),
        (&["d".to_owned()][..], &[vec!["e".to_owned()], vec![]])
    );
    assert_ne!(both.statements_hash[0], both.statements_hash[1]);
    // Plain records compare with each other, and with a run.
    let plain = |run: &Run| Run { statements: Vec::new(), ..run.clone() };
    assert_eq!(compare(&plain(&a), &plain(&a)).both, 2);
    assert_eq!(compare(&a, &plain(&b)).changed, [""; 0]);
}
