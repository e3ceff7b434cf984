//! What the filters of `formalize` are worth on the labelled corpus: `corpora/informal/`.
//!
//! `cargo bench --bench formalize` judges every formal statement, right and wrong, and compares it with the reference; it takes
//! hours on a small machine. `-- WORD …` takes only entries with one of these in their names or topics, `-- judge` and
//! `-- compare` only one half. A line for each statement, and the table at the end.

#![expect(clippy::print_stdout, reason = "a program that reports what it measured")]

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    time::{Duration, Instant},
};

use proofwright::{
    driver::{Settings, Sources},
    formalize::{
        equivalence::{Comparison, Relation},
        judge::{Judgement, Verdict, judge},
        pipeline::Pipeline,
    },
    proposer::builtin::Builtin,
    prover::{
        ProverError,
        lean::{
            certifier::{CertifyLimits, LeanCertifier},
            pool::{LeanOptions, LeanPool},
            runtime::{RuntimeChoice, resolve},
            session::LeanSession,
        },
    },
    search::Budget,
    theorem::{ProverKind, Theorem},
};
use serde::Deserialize;
use tokio_util::sync::CancellationToken;

/// For one statement to be judged; a refutation has a quarter of it.
const JUDGING: Duration = Duration::from_secs(20);
/// For two statements to be compared.
const COMPARING: Duration = Duration::from_secs(30);

/// Entries that follow each other are so far apart in the corpus.
const APART: usize = 8;

#[derive(Deserialize)]
struct Entry {
    name: String,
    topic: String,
    header: String,
    reference: String,
    right: Vec<String>,
    wrong: Vec<Wrong>,
    #[serde(default = "yes")]
    expect: bool,
}

#[derive(Deserialize)]
struct Wrong {
    kind: String,
    is: String,
    statement: String,
}

fn yes() -> bool {
    true
}

/// How many were rejected by what, of how many.
#[derive(Default)]
struct Row {
    of: u32,
    by: BTreeMap<String, u32>,
}

#[derive(Default)]
struct Table(BTreeMap<String, Row>);

impl Table {
    fn add(&mut self, label: &str, judged: Option<&Judgement>, compared: Option<&Comparison>) {
        let row = self.0.entry(label.into()).or_default();
        row.of += 1;
        let failed = judged.and_then(|it| it.findings.iter().find(|it| it.verdict == Verdict::Failed));
        let doubted = judged.is_some_and(|it| it.findings.iter().any(|it| it.verdict == Verdict::Doubtful));
        let mut count = |what: String| *row.by.entry(what).or_default() += 1;
        if let Some(finding) = failed {
            count(format!("{:?}", finding.check).to_lowercase());
            count("any check".into());
        }
        if doubted {
            count("(doubtful)".into());
        }
        if let Some(it) = compared {
            count(format!("{:?}", it.relation).to_lowercase());
        }
        if failed.is_some() || compared.is_some_and(|it| it.relation == Relation::Inequivalent) {
            count("all".into());
        }
    }

    fn print(&self) {
        for (label, row) in &self.0 {
            let share =
                |count: &u32| format!("{count} ({:.1} %)", f64::from(*count) / f64::from(row.of) * 100.0);
            let by: Vec<String> = row.by.iter().map(|it| format!("{} {}", it.0, share(it.1))).collect();
            println!("{label}: {} statements; {}", row.of, by.join(", "));
        }
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), ProverError> {
    let args: Vec<String> = std::env::args().skip(1).filter(|it| !it.starts_with("--")).collect();
    let (halves, words): (Vec<_>, Vec<_>) = args.into_iter().partition(|it| it == "judge" || it == "compare");
    let does = |half: &str| halves.is_empty() || halves.iter().any(|it| it == half);
    let runtime = resolve(RuntimeChoice::Embedded, None, None, &mut |_| {}).await?;
    let pool = LeanPool::new(runtime.command(), LeanOptions::default());
    let mut certifier = LeanCertifier::new(runtime.command(), CertifyLimits::default());
    let budget = Budget { time: Some(JUDGING), ..Budget::default() };
    let settings = Settings { budget, ..Settings::default() };
    let cancel = CancellationToken::new();
    let builtin = Builtin::default();
    let mut table = Table::default();
    let (mut settled, mut compared) = (0, 0);
    warm(&pool, &mut certifier, Sources::new(&builtin), &settings).await?;
    for entry in entries(&words) {
        let theorem = |statement: &str| {
            let hole = statement.len() - "by sorry".len()..statement.len();
            Theorem::new(&entry.name, ProverKind::Lean, &entry.header, statement, hole)
        };
        let reference = theorem(&entry.reference);
        let right = entry.right.iter().map(|it| ("right".to_owned(), it));
        let wrong = entry.wrong.iter().map(|it| (format!("wrong, {}", it.is), &it.statement));
        for (label, statement) in
            [("reference".to_owned(), &entry.reference)].into_iter().chain(right).chain(wrong)
        {
            let candidate = theorem(statement);
            let begun = Instant::now();
            // A right formalization of what is not true is refuted, and rightly.
            let label = if entry.expect || label.starts_with("wrong") {
                label
            } else {
                format!("{label}, of what is false")
            };
            let sources = Sources::new(&builtin);
            let mut session = LeanSession::new(&pool);
            let judged = match does("judge") {
                true => {
                    Some(judge(&mut session, &mut certifier, sources, &candidate, &settings, &cancel).await?)
                }
                false => None,
            };
            let judging = begun.elapsed();
            let mut pipeline = Pipeline {
                session: &mut session,
                certifier: &mut certifier,
                sources,
                settings: &settings,
                cancel: &cancel,
            };
            let comparison = match does("compare") && !label.starts_with("reference") {
                true => Some(pipeline.compare(&reference, &candidate, COMPARING).await?),
                false => None,
            };
            if let Some(it) = &comparison {
                compared += 1;
                settled += u32::from(it.relation != Relation::Unknown);
            }
            let kind = entry.wrong.iter().find(|it| &it.statement == statement).map_or("", |it| &it.kind);
            println!(
                "{} | {label} {kind} | {} | {} | {:.1} + {:.1} s",
                entry.name,
                judged.as_ref().map_or(String::new(), failure),
                comparison.as_ref().map_or(String::new(), |it| format!("{:?}: {}", it.relation, it.evidence)),
                judging.as_secs_f64(),
                (begun.elapsed() - judging).as_secs_f64(),
            );
            table.add(&label, judged.as_ref(), comparison.as_ref());
            if label.starts_with("wrong") {
                table.add("wrong", judged.as_ref(), comparison.as_ref());
            }
        }
    }
    println!();
    table.print();
    println!("pairs settled: {settled} of {compared}");
    pool.shutdown().await;
    certifier.shutdown().await;
    Ok(())
}

/// Has the processes started, which is no part of what is measured.
async fn warm(
    pool: &LeanPool,
    certifier: &mut LeanCertifier,
    sources: Sources<'_>,
    settings: &Settings,
) -> Result<(), ProverError> {
    let (mut session, cancel) = (LeanSession::new(pool), CancellationToken::new());
    let text = "theorem t (n : Nat) : n < n + 1 := by sorry";
    let theorem = Theorem::new("t", ProverKind::Lean, "", text, text.len() - "by sorry".len()..text.len());
    let mut pipeline = Pipeline { session: &mut session, certifier, sources, settings, cancel: &cancel };
    pipeline.compare(&theorem, &theorem, COMPARING).await?;
    Ok(())
}

fn failure(judgement: &Judgement) -> String {
    let failed = judgement.findings.iter().find(|it| it.verdict == Verdict::Failed);
    failed.map_or("stands".into(), |it| format!("{:?}: {}", it.check, it.evidence))
}

fn entries(words: &[String]) -> Vec<Entry> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpora/informal");
    let mut files: Vec<_> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|it| it.path()).collect();
    files.retain(|it| it.extension().is_some_and(|it| it == "jsonl"));
    files.sort();
    let text: String = files.iter().filter_map(|it| fs::read_to_string(it).ok()).collect();
    let entries = text.lines().filter_map(|it| serde_json::from_str::<Entry>(it).ok());
    let wanted = |it: &Entry| {
        words.is_empty() || words.iter().any(|word| it.name.contains(word.as_str()) || it.topic == *word)
    };
    // What is broken off has seen some of every topic.
    let mut entries: Vec<(usize, Entry)> = entries.filter(wanted).enumerate().collect();
    entries.sort_by_key(|it| (it.0 % APART, it.0));
    entries.into_iter().map(|it| it.1).collect()
}
