//! The corpora that come with the project, and what their loader makes of bad files.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use proofwright::prover::{
    fstar::{
        certifier::{FstarCertifier, FstarLimits},
        file::{demands, inspect},
    },
    lean::{
        certifier::ALLOWED_AXIOMS,
        file,
        pool::{LeanOptions, LeanPool},
        protocol::CheckReply,
    },
};
use proofwright::theorem::{
    ProverKind,
    corpus::{Corpus, CorpusEntry, Expect, Manifest, parse},
    fstar_text::{self, holes},
};

use crate::{fstar::real_fstar, real};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpora")
}

fn text(file: &str) -> io::Result<String> {
    fs::read_to_string(folder().join(file))
}

fn manifest() -> Manifest {
    Manifest::parse("manifest.toml", &text("manifest.toml").unwrap()).unwrap()
}

fn all() -> Vec<(Corpus, Vec<CorpusEntry>)> {
    manifest().corpora.into_iter().map(|it| (it.clone(), it.load(text).unwrap())).collect()
}

fn of(prover: ProverKind) -> Vec<(Corpus, Vec<CorpusEntry>)> {
    all().into_iter().filter(|it| it.0.prover == prover).collect()
}

/// One line, single blanks, so that only words count.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_manifest_counts_what_the_files_hold() {
    let mut counted = BTreeMap::new();
    let mut fstar = (0, 0);
    for (corpus, entries) in all() {
        let n_true = entries.iter().filter(|it| it.expect == Expect::True).count();
        assert_eq!((n_true, entries.len() - n_true), (corpus.n_true, corpus.n_false), "{}", corpus.name);
        if corpus.prover == ProverKind::Fstar {
            fstar = (fstar.0 + corpus.n_true, fstar.1 + corpus.n_false);
            continue;
        }
        *counted.entry((corpus.run, Expect::True as u8)).or_insert(0) += corpus.n_true;
        *counted.entry((corpus.run, Expect::False as u8)).or_insert(0) += corpus.n_false;
    }
    assert!(counted[&(true, Expect::True as u8)] >= 150);
    assert!(counted[&(true, Expect::False as u8)] >= 25);
    assert!(counted[&(false, Expect::True as u8)] >= 20);
    assert!(fstar.0 >= 60 && fstar.1 >= 15, "{fstar:?}");
}

#[test]
fn every_file_is_in_the_manifest() {
    let listed: BTreeSet<String> = manifest().corpora.into_iter().map(|it| it.file).collect();
    for (of, extension) in [("lean", ".lean"), ("lean/chains", ".lean"), ("fstar", ".fst")] {
        for entry in fs::read_dir(folder().join(of)).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            if name.ends_with(extension) {
                assert!(listed.contains(&format!("{of}/{name}")), "{name} is not in the manifest");
            }
        }
    }
}

#[test]
fn names_and_statements_are_unique_across_the_corpora() {
    let mut names = BTreeSet::new();
    let mut statements = BTreeSet::new();
    for entry in all().into_iter().flat_map(|(_, entries)| entries) {
        let theorem = entry.theorem;
        let claim = words(&theorem.statement).replacen(&theorem.name, "", 1);
        assert!(statements.insert(claim), "{} is stated twice", theorem.name);
        assert!(names.insert((theorem.prover, theorem.name.clone())), "{} is used twice", theorem.name);
    }
}

#[test]
fn every_entry_says_what_it_is() {
    for entry in all().into_iter().flat_map(|(_, entries)| entries) {
        let name = &entry.theorem.name;
        assert!(entry.informal.ends_with('.'), "{name}: informal statement: {:?}", entry.informal);
        assert!(!entry.topic.is_empty() && entry.topic == entry.topic.to_lowercase(), "{name}: topic");
        assert!(entry.difficulty.is_some(), "{name}: difficulty");
        if entry.theorem.prover == ProverKind::Fstar {
            assert_eq!(holes(&entry.theorem.statement).len(), 1, "{name}");
            assert!(holes(&entry.theorem.header).is_empty(), "{name}: the header must not have a hole");
            continue;
        }
        assert!(entry.theorem.statement.starts_with(&format!("theorem {name}")), "{name}");
        assert_eq!(&entry.theorem.statement[entry.theorem.hole.clone()], "by sorry", "{name}");
        assert!(!entry.theorem.header.contains("sorry"), "{name}: the header must not have a hole");
    }
}

/// The proof files are checked by Lean; that they prove these very statements is seen here.
#[test]
fn every_statement_has_a_proof_or_a_refutation() {
    for (corpus, entries) in of(ProverKind::Lean) {
        let Some(file) = &corpus.proofs else {
            assert!(!corpus.run, "{} has no proofs", corpus.name);
            continue;
        };
        let proofs = words(&text(file).unwrap());
        assert!(!proofs.contains("sorry") && !proofs.contains("axiom"), "{file}");
        for entry in entries {
            let theorem = entry.theorem;
            let proved = match entry.expect {
                Expect::True => words(&theorem.with_script("")),
                Expect::False => negation(&theorem.statement[..theorem.hole.start], &theorem.name),
            };
            let proved = proved.trim_end_matches("by").trim_end();
            assert!(proofs.contains(&format!("{proved} by ")), "{file} lacks {proved}");
            for declaration in theorem.header.split("\n\n").filter(|it| it.contains("def ")) {
                assert!(proofs.contains(&words(declaration)), "{file} lacks {declaration}");
            }
        }
    }
}

/// Lean elaborates every statement and accepts every proof, and the two have the same type.
#[tokio::test]
async fn lean_accepts_every_statement_and_its_proof() {
    let real = real::lean().await;
    let pool = LeanPool::new(real.runtime.command(), LeanOptions::default());
    for (corpus, _) in of(ProverKind::Lean).into_iter().filter(|it| it.0.run) {
        let proofs = corpus.proofs.as_deref().unwrap();
        let [stated, proved] = [types(&pool, &corpus.file).await, types(&pool, proofs).await];
        assert_eq!(stated.len(), corpus.n_true + corpus.n_false, "{}", corpus.file);
        assert_eq!(proved.len(), stated.len(), "{proofs}");
        for (name, (ty, sorry)) in &stated {
            assert!(sorry, "{}: {name} has no hole", corpus.file);
            if corpus.n_false == 0 {
                assert_eq!(proved.get(name), Some(&(ty.clone(), false)), "{proofs}: {name}");
            } else {
                assert!(!proved[&format!("not_{name}")].1, "{proofs}: {name}");
            }
        }
    }
    pool.shutdown().await;
}

/// The solutions are for these very statements, and nothing in them is taken for granted.
#[test]
fn every_statement_of_fstar_has_a_solution_or_a_refutation() {
    for (corpus, entries) in of(ProverKind::Fstar) {
        let name = corpus.proofs.as_deref().unwrap();
        let proofs = text(name).unwrap();
        for finding in inspect(&proofs).unwrap() {
            assert_eq!(finding.refused, None, "{name}: {}", finding.name);
        }
        assert!(fstar_text::assumed(&proofs).is_empty(), "{name}");
        if corpus.n_false == 0 {
            for demand in demands(&proofs, &text(&corpus.file).unwrap()).unwrap() {
                assert!(demand.candidate.is_ok(), "{name}: {}: {:?}", demand.theorem.name, demand.candidate);
            }
            continue;
        }
        // `not_c` takes what c claims and gives what is false.
        let proofs = words(&fstar_text::without_comments(&proofs));
        for entry in entries {
            let theorem = entry.theorem;
            let claim = words(&fstar_text::without_comments(&theorem.statement[..theorem.hole.start]));
            let refuted = match claim.strip_prefix(&format!("val {} : ", theorem.name)) {
                Some(ty) => format!("val not_{} : ({ty}) -> Lemma False", theorem.name),
                // Without a `val` the claim is written once more.
                None => format!("val not_{} : (", theorem.name),
            };
            assert!(proofs.contains(&refuted), "{name} lacks {refuted}");
        }
    }
}

/// A real F* accepts every file of statements and every solution.
#[tokio::test]
async fn fstar_accepts_every_statement_and_its_solution() {
    let Some(fstar) = real_fstar() else { return };
    let certifier = FstarCertifier::new(Arc::new(fstar), FstarLimits::default());
    for (corpus, _) in of(ProverKind::Fstar) {
        for file in [&corpus.file, corpus.proofs.as_ref().unwrap()] {
            let text = text(file).unwrap();
            let module = fstar_text::module(&text).unwrap();
            assert_eq!(certifier.certify_file(&module, &text).await.unwrap(), None, "{file}");
        }
    }
}

/// The theorems of a file with their types, and whether they rest on `sorry`.
async fn types(pool: &LeanPool, name: &str) -> BTreeMap<String, (String, bool)> {
    let checked: CheckReply =
        pool.check(&text(name).unwrap()).await.unwrap_or_else(|e| panic!("{name}: {e}"));
    assert_eq!(file::errors(&checked, name, 0), Vec::<String>::new(), "{name}");
    let allowed = |it: &String| it == "sorryAx" || ALLOWED_AXIOMS.contains(&it.as_str());
    let theorems = checked.decls.into_iter().filter(|it| it.kind == "theorem");
    theorems
        .map(|it| {
            assert!(it.axioms.iter().all(allowed), "{name}: {} rests on {:?}", it.name, it.axioms);
            (it.name, (it.ty, it.sorry))
        })
        .collect()
}

/// `theorem t (x : A) : p :=` to `theorem not_t : ¬ (∀ (x : A), p) :=`.
fn negation(declaration: &str, name: &str) -> String {
    let claim = words(declaration);
    let claim = claim.strip_prefix(&format!("theorem {name} ")).unwrap();
    let mut depth = 0;
    let colon = claim.find(|it| {
        depth +=
            i32::from(matches!(it, '(' | '[' | '{' | '⟨')) - i32::from(matches!(it, ')' | ']' | '}' | '⟩'));
        depth == 0 && it == ':'
    });
    let (binders, goal) = claim.split_at(colon.unwrap());
    let goal = goal[1..].trim().strip_suffix(":=").unwrap().trim();
    format!("theorem not_{name} : ¬ (∀ {}, {goal}) :=", binders.trim())
}

#[test]
fn headers_hold_the_definitions_above_and_no_other_statement() {
    let corpus = manifest().get("sequences").unwrap().load(text).unwrap();
    let gauss = corpus.iter().find(|it| it.theorem.name == "two_mul_sumTo").unwrap();
    assert!(gauss.theorem.header.contains("def sumTo : Nat → Nat\n  | 0 => 0"));
    assert!(corpus.iter().all(|it| !it.theorem.header.contains("theorem")));
    assert_eq!((gauss.topic.as_str(), gauss.expect), ("sequences", Expect::True));
    assert_eq!(gauss.informal, "Twice the sum of the numbers from 1 to n is n(n + 1).");
}

#[test]
fn plain_lean_files_and_jsonl_files_are_corpora_too() {
    let plain =
        parse("a.lean", "namespace A\n\ntheorem b : 1 = 1 :=\n  sorry\n\nend A\n", "import Std").unwrap();
    assert_eq!(plain[0].theorem.name, "A.b");
    assert_eq!(plain[0].theorem.header, "import Std\n\nnamespace A");
    assert_eq!((plain[0].difficulty, plain[0].informal.as_str()), (None, ""));
    let rows = "{\"name\": \"t\", \"split\": \"valid\", \"statement\": \"theorem t : ℕ := by sorry\"}\n\n\
                {\"name\": \"u\", \"statement\": \"theorem u : 2 = 3 := sorry\", \"difficulty\": 2, \"expect\": \"false\"}\n";
    let rows = parse("a.jsonl", rows, "notation \"ℕ\" => Nat").unwrap();
    assert_eq!(rows[0].theorem.header, "notation \"ℕ\" => Nat");
    assert_eq!(rows[0].theorem.with_script("decide"), "theorem t : ℕ := by decide");
    assert_eq!((rows[1].difficulty, rows[1].expect), (Some(2), Expect::False));
}

#[test]
fn a_bad_file_is_refused_with_its_line() {
    let refused = |file: &str, text: &str| parse(file, text, "").unwrap_err().to_string();
    let doc = |fields: &str| format!("open Nat\n\n/-- It is.\n{fields} -/\ntheorem a : p := by sorry\n");
    insta::assert_snapshot!(
        [
            refused("a.lean", &doc("topic: logic; difficulty: 7")),
            refused("a.lean", &doc("topic: logic; difficulty: hard")),
            refused("a.lean", &doc("topic: logic; dificulty: 2")),
            refused("a.lean", &doc("topic: logic; expect: maybe")),
            refused("a.lean", "theorem a : p := by sorry\n\ntheorem a : q := by sorry"),
            refused("a.lean", "\ntheorem a : p := by\n  simp\n  sorry"),
            refused("a.lean", "\nexample : p := by sorry"),
            refused("a.jsonl", "\n{\"name\": \"a\"}"),
            refused("a.jsonl", "{\"name\": \"a\", \"statement\": \"theorem b : p := by sorry\"}"),
            refused("a.jsonl", "{\"name\": \"a\", \"statement\": \"theorem a : p := by simp\"}"),
            refused("a.txt", ""),
            Manifest::parse("manifest.toml", "[[corpus]]\nname = 3").unwrap_err().to_string(),
        ]
        .join("\n"),
        @r"
    a.lean:4: the difficulty must be a number from 1 to 5: 7
    a.lean:4: the difficulty must be a number from 1 to 5: hard
    a.lean:4: `dificulty` is no field: use `topic`, `difficulty`, `expect` or `tags`
    a.lean:4: `expect` must be `true` or `false`: maybe
    a.lean:3: `a` is stated already at line 1: rename one
    a.lean:2: a statement ends in `:= by sorry`: the `sorry` must stand for the whole proof
    a.lean:2: only a named `theorem` can have a `sorry` here
    a.jsonl:2: not a statement: it has neither `statement` nor `formal_statement`
    a.jsonl:1: the name is `a` but the statement declares `b`
    a.jsonl:1: it has a proof, or a part of one: put `sorry` in its place
    `a.txt` is not a corpus: use a Lean file (`.lean`), an F* file (`.fst`) or one JSON object a line (`.jsonl`)
    manifest.toml:2: invalid type: integer `3`, expected a string
    "
    );
}

#[test]
fn a_file_that_is_missing_is_named() {
    let mut corpus = manifest().corpora.remove(0);
    corpus.header = Some("lean/none.lean".to_owned());
    assert!(corpus.load(text).unwrap_err().to_string().starts_with("cannot read `lean/none.lean`: "));
}
