//! The corpus of informal statements: what each formal statement is said to be, it is.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use proofwright::prover::lean::{
    certifier::ALLOWED_AXIOMS,
    file,
    pool::{LeanOptions, LeanPool},
};
use serde::Deserialize;

use crate::real;

/// The kinds of mistakes, in the words of `corpora/README.md`.
const KINDS: [&str; 15] = [
    "conclusion_in_hypothesis",
    "converse",
    "dropped_hypothesis",
    "extra_hypothesis",
    "off_by_one",
    "precedence",
    "stronger",
    "swapped_quantifier",
    "trivial",
    "truncated",
    "vacuous",
    "weaker",
    "wrong_constant",
    "wrong_domain",
    "wrong_operator",
];

#[derive(Deserialize)]
struct Entry {
    name: String,
    informal: String,
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
    why: String,
}

fn yes() -> bool {
    true
}

/// The files with their entries.
fn all() -> Vec<(PathBuf, Vec<Entry>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpora/informal");
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    files.retain(|it| it.extension().is_some_and(|it| it == "jsonl"));
    files.sort();
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap();
        let entry = |line: &str| serde_json::from_str(line).unwrap_or_else(|it| panic!("{line}: {it}"));
        (path, text.lines().map(entry).collect())
    };
    files.into_iter().map(read).collect()
}

#[test]
fn every_entry_says_what_is_right_and_what_is_wrong_with_the_others() {
    let (mut names, mut wrong) = (BTreeSet::new(), BTreeMap::new());
    for (path, entries) in all() {
        for entry in entries {
            let name = &entry.name;
            assert!(names.insert(name.clone()), "{name} is there twice");
            assert!(entry.informal.ends_with(['.', '?', '$', ')']), "{}: {name}", path.display());
            assert!((2..=3).contains(&entry.wrong.len()) && !entry.right.is_empty(), "{name}");
            let statements: Vec<&str> = [&entry.reference]
                .into_iter()
                .chain(&entry.right)
                .chain(entry.wrong.iter().map(|it| &it.statement))
                .map(String::as_str)
                .collect();
            let head = format!("theorem {name} ");
            for it in &statements {
                assert!(it.starts_with(&head) && it.ends_with(" := by sorry"), "{name}: {it}");
            }
            assert_eq!(statements.iter().collect::<BTreeSet<_>>().len(), statements.len(), "{name}");
            for it in &entry.wrong {
                assert!(KINDS.contains(&it.kind.as_str()) && !it.why.is_empty(), "{name}: {}", it.kind);
                *wrong.entry(it.is.clone()).or_insert(0) += 1;
            }
        }
    }
    assert!(names.len() >= 120, "{} statements", names.len());
    let known: Vec<&str> = wrong.keys().map(String::as_str).collect();
    assert_eq!(known, ["false", "other", "trivial", "vacuous"]);
}

/// Lean accepts the proofs, and that they are of what the entries state.
#[tokio::test]
async fn lean_accepts_what_is_said_of_every_formal_statement() {
    let real = real::lean().await;
    let pool = LeanPool::new(real.runtime.command(), LeanOptions::default());
    let mut wrong = Vec::new();
    for (path, entries) in all() {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let proofs = path.with_file_name("proofs").join(format!("{name}.lean"));
        let proofs = fs::read_to_string(proofs).unwrap();
        let mut text = format!("{proofs}\n");
        for entry in &entries {
            tie(entry, &mut text).unwrap();
        }
        let checked = pool.check(&text).await.unwrap();
        wrong.extend(file::errors(&checked, &name, 0));
        for decl in checked.decls.iter().filter(|it| it.start < proofs.len()) {
            let allowed = decl.axioms.iter().all(|it| ALLOWED_AXIOMS.contains(&it.as_str()));
            assert!(!decl.sorry && allowed, "{name}: {} rests on {:?}", decl.name, decl.axioms);
        }
    }
    pool.shutdown().await;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Ties the proofs of an entry to the statements of its line.
fn tie(entry: &Entry, text: &mut String) -> std::fmt::Result {
    let Entry { name, right, wrong, expect, .. } = entry;
    let stated = |label: &str, it: &str| {
        it.replacen(&format!("theorem {name} "), &format!("theorem stated_{label} "), 1)
    };
    // The header stands in the file of the proofs, under the same name.
    writeln!(text, "namespace {name}")?;
    writeln!(text, "{}", stated("reference", &entry.reference))?;
    let says = |not: bool| if not { "Not " } else { "" };
    let proof = if *expect { "reference" } else { "refuted" };
    writeln!(text, "example : {}(type_of% @stated_reference) := @{proof}", says(!expect))?;
    for (nth, it) in right.iter().enumerate() {
        let label = format!("right_{}", nth + 1);
        writeln!(text, "{}", stated(&label, it))?;
        let proof = if *expect { label.clone() } else { format!("{label}_is_false") };
        writeln!(text, "example : {}(type_of% @stated_{label}) := @{proof}", says(!expect))?;
    }
    for (nth, it) in wrong.iter().enumerate() {
        let label = format!("wrong_{}", nth + 1);
        writeln!(text, "{}", stated(&label, &it.statement))?;
        match it.is.as_str() {
            "false" => writeln!(text, "example : Not (type_of% @stated_{label}) := @{label}_is_false")?,
            "vacuous" => writeln!(
                text,
                "example : type_of% @stated_{label} := by\n  intros\n  exfalso\n  first | (apply {label}_is_vacuous <;> assumption) | solve_by_elim [{label}_is_vacuous] | omega"
            )?,
            _ => writeln!(text, "example : type_of% @stated_{label} := @{label}_holds")?,
        }
    }
    writeln!(text, "end {name}\n")
}

/// The header of an entry is that of its proofs.
#[test]
fn the_proofs_have_the_headers_of_the_entries() {
    for (path, entries) in all() {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let proofs = fs::read_to_string(path.with_file_name("proofs").join(format!("{name}.lean"))).unwrap();
        for entry in entries {
            let space = format!("namespace {}\n", entry.name);
            let after = proofs.split(&space).nth(1).unwrap_or_else(|| panic!("{name}.lean has no {space}"));
            assert!(after.trim_start().starts_with(entry.header.trim()), "{name}: {}", entry.name);
        }
    }
}
