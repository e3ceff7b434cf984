//! `proofwright lemmas`: without a prover, and with a real one.

use std::{fs, io::Write as _, process::Stdio};

use proofwright::{
    lemma::{
        Lemma, LemmaId,
        exchange::to_jsonl,
        store::{Added, Store},
    },
    testing::lemma::forged_lemma,
    theorem::Theorem,
};
use serde_json::Value;

use crate::{
    cli::{Folder, Ran},
    fstar::real_fstar,
    real,
};

/// Runs `lemmas` on the index `i.db` of the folder.
fn lemmas(folder: &Folder, args: &[&str]) -> Ran {
    folder.run(&[&["lemmas", "--index", "i.db", "-q"], args].concat())
}

/// The status of each lemma, as `--json` prints it.
fn statuses(ran: &Ran) -> Vec<(String, String)> {
    let text = |it: &Value, key: &str| it[key].as_str().unwrap_or_default().to_owned();
    let name = |it: &Value| [text(it, "theorem"), text(it, "name")].into_iter().find(|it| !it.is_empty());
    ran.records().iter().map(|it| (name(it).unwrap_or_default(), text(it, "status"))).collect()
}

fn told(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|it| (it.0.to_owned(), it.1.to_owned())).collect()
}

/// An index with `a`, and `b` that rests on it.
fn with_two(folder: &Folder) -> (Store, Lemma, Lemma) {
    let store = Store::open(&folder.path("i.db")).unwrap();
    let a = forged_lemma("a", &[]);
    let b = forged_lemma("b", &[&a]);
    for lemma in [&a, &b] {
        assert!(matches!(store.add(lemma).unwrap(), Added::New(_)));
    }
    (store, a, b)
}

#[test]
fn an_index_is_looked_at_and_changed_without_a_prover() {
    let folder = Folder::with(&[]);
    let (store, a, b) = with_two(&folder);
    let ran = lemmas(&folder, &["stats"]).exits(0);
    assert!(ran.out.contains("2 lemmas: 2 of Lean, 0 of F*; 1 times one calls another"), "{ran:?}");
    let stats = &lemmas(&folder, &["stats", "--json"]).exits(0).records()[0];
    assert_eq!((&stats["lean"], &stats["uses"], &stats["index"]), (&2.into(), &1.into(), &"i.db".into()));

    let shown = lemmas(&folder, &["show", &a.id.0[..10]]).exits(0);
    insta::assert_snapshot!(shown.out, @r#"
    name       a
    id         bcffb51a569d37843747ed836d1b0d140badf57b40a39f48cd649b7496366624
    type       "a" = "a"
    certified  by lean forged
    used by    b
    header     1 lines

    theorem a : "a" = "a" := by rfl
    "#);
    let shown = &lemmas(&folder, &["show", "b", "--json"]).exits(0).records()[0];
    assert_eq!((&shown["id"], &shown["rests_on"][0]), (&b.id.0.clone().into(), &"a".into()));
    assert_eq!(shown["withdrawn"], Value::Null);

    let dot = lemmas(&folder, &["export", "--format", "dot"]).exits(0).out;
    assert!(dot.contains("1 -> 0 [ ]") && dot.contains("label = \"a\""), "{dot}");
    let text = lemmas(&folder, &["export", "--format", "lean"]).exits(0).out;
    assert_eq!(text, format!("import Init\n{}\n\n{}\n", a.proof, b.proof));
    assert_eq!(lemmas(&folder, &["export"]).exits(0).out, to_jsonl(&[a.clone(), b.clone()]).unwrap());
    lemmas(&folder, &["export", "--out", "e.jsonl"]).exits(0);
    assert_eq!(folder.read("e.jsonl"), to_jsonl(&[a, b]).unwrap());

    let ran = lemmas(&folder, &["withdraw", "a", "--reason", "I say so"]).exits(0);
    assert_eq!(
        ran.out,
        "withdrawn  a: I say so\nwithdrawn  b: it rests on a, which was withdrawn: I say so\n"
    );
    lemmas(&folder, &["withdraw", "a"]).exits(2).says(&["was withdrawn before: I say so", "--withdrawn"]);
    assert!(lemmas(&folder, &["show", "b"]).exits(0).out.contains("withdrawn  it rests on a"));
    assert_eq!(store.all(None).unwrap(), []);
    let ran = lemmas(&folder, &["gc"]).exits(0);
    assert!(ran.out.starts_with("removed 2 withdrawn and 0 damaged lemmas"), "{ran:?}");
    lemmas(&folder, &["show", "a"]).exits(2).says(&["no lemma of the index is called `a`", "hint:"]);
}

#[test]
fn what_is_no_index_or_no_export_is_told_before_anything_is_started() {
    let folder = Folder::with(&[("i.db", "no index, by any means\n"), ("e.jsonl", "{}\n"), ("a.lean", "")]);
    for args in [&["stats"][..], &["add", "a.lean"], &["import", "e.jsonl"], &["gc"], &["verify"]] {
        lemmas(&folder, args).exits(2).says(&["i.db is no lemma index", "--index FILE"]);
    }
    assert_eq!(folder.read("i.db"), "no index, by any means\n");
    fs::remove_file(folder.path("i.db")).unwrap();
    for args in [&["stats"][..], &["show", "a"], &["export"], &["verify"], &["withdraw", "a"], &["gc"]] {
        lemmas(&folder, args).exits(2).says(&["there is no lemma index at i.db", "lemmas add FILE"]);
    }
    assert!(!folder.path("i.db").exists());
    lemmas(&folder, &["import", "e.jsonl"]).exits(2).says(&["e.jsonl is no export of lemmas", "hint:"]);
    lemmas(&folder, &["add", "none.lean"]).exits(2).says(&["cannot read none.lean"]);
    lemmas(&folder, &["add"]).exits(2).says(&["FILE"]);
    lemmas(&folder, &["verify"]).exits(0).says(&["no lemma to verify"]);
    let args = ["lemmas", "stats"];
    let mut command = folder.command(&args);
    let ran = folder.ran(&args, command.env("PROOFWRIGHT_INDEX", "env.db").output().unwrap());
    ran.exits(2).says(&["there is no lemma index at env.db"]);
    let mut command = folder.command(&args);
    command.env("PROOFWRIGHT_HOME", folder.path("home")).env_remove("PROOFWRIGHT_INDEX");
    let ran = folder.ran(&args, command.output().unwrap());
    ran.exits(2).says(&["there is no lemma index at [DIR]/home/lemmas.db"]);
}

#[test]
fn a_search_needs_no_index_yet() {
    let folder = Folder::with(&[]);
    let args = ["lemmas", "search", "length of append"];
    let mut command = folder.command(&args);
    let ran = folder.ran(&args, command.env("PROOFWRIGHT_HOME", folder.path("home")).output().unwrap());
    ran.exits(1).says(&["only lemmas are searched", "proofwright setup", "nothing was found"]);
}

#[test]
fn a_damaged_row_is_told_and_the_rest_is_used() {
    let folder = Folder::with(&[]);
    let (store, ..) = with_two(&folder);
    drop(store);
    let file = rusqlite::Connection::open(folder.path("i.db")).unwrap();
    file.execute("UPDATE lemma SET content = replace(content, 'rfl', 'sorry') WHERE name = 'a'", []).unwrap();
    let ran =
        lemmas(&folder, &["stats"]).exits(0).says(&["the lemma a of the index is damaged, and left out"]);
    assert!(ran.out.contains("1 lemmas") && ran.out.contains("1 damaged"), "{ran:?}");
}

const GOOD: &str = "def double (n : Nat) : Nat := n + n\n\n/-- A doc. -/\n\
    theorem double_pos (n : Nat) (h : 0 < n) : 0 < double n := by\n  unfold double\n  omega\n\n\
    namespace N\ntheorem em (p : Prop) : p ∨ ¬p := Classical.em p\n\n\
    theorem zero_le : ∀ n : Nat, 0 ≤ n\n  | 0 => Nat.le_refl 0\n  | n + 1 => Nat.le_succ_of_le (zero_le n)\n\n\
    theorem twice (n : Nat) (h : 0 < n) : 0 < double (double n) :=\n  double_pos _ (double_pos n h)\nend N\n";

const CHEATS: &str = "theorem open_end : 1 = 2 := by sorry\naxiom cheat : False\n\
    theorem by_axiom : 1 = 2 := cheat.elim\ntheorem native : 2 ^ 10 = 1024 := by native_decide\n\
    theorem rests : 1 = 2 := open_end\ntheorem fine : 1 = 1 := rfl\n";

#[test]
fn finished_theorems_are_added_and_come_back_from_an_export() {
    let _real = real::lean_blocking();
    let folder = Folder::with(&[
        ("good.lean", GOOD),
        ("cheats.lean", CHEATS),
        ("bad.lean", "theorem t : 1 = 2 := rfl\n"),
    ]);
    let files = ["good.lean", "cheats.lean", "bad.lean", "good.lean"];
    let ran = lemmas(&folder, &[&["add", "--json", "--corpus", "mine"][..], &files].concat());
    let expected = told(&[
        ("double_pos", "added"),
        ("N.em", "added"),
        ("N.zero_le", "added"),
        ("N.twice", "added"),
        ("open_end", "refused"),
        ("by_axiom", "refused"),
        ("native", "refused"),
        ("rests", "refused"),
        ("fine", "added"),
        ("", "error"),
        ("double_pos", "known"),
        ("N.em", "known"),
        ("N.zero_le", "known"),
        ("N.twice", "known"),
    ]);
    let ran = ran.exits(1);
    assert_eq!(statuses(&ran), expected);
    let rules = ["rule `sorry`", "rule `axiom`", "rule `native`", "rule `sorry`"];
    for (record, rule) in ran.records()[4..8].iter().zip(rules) {
        assert!(record["reason"].as_str().unwrap().contains(rule), "{record}");
    }
    let store = Store::open_existing(&folder.path("i.db")).unwrap();
    let [first, em, zero_le, twice] = ["double_pos", "N_em", "N_zero_le", "N_twice"]
        .map(|it| store.named(it).unwrap().unwrap_or_else(|| panic!("no {it}")));
    assert_eq!(twice.uses, std::slice::from_ref(&first.id));
    assert_eq!(twice.script, "exact lemma_double_pos _ (lemma_double_pos n h)");
    assert_eq!(em.whole_script(), "exact Classical.em p");
    assert_eq!(first.theorem.with_script(&first.script), first.proof);
    assert_eq!(first.consts, ["LT.lt", "Nat", "OfNat.ofNat", "double", "instLTNat", "instOfNatNat"]);
    assert_eq!(first.provenance.corpus.as_deref(), Some("mine"));
    assert!(zero_le.proof.contains("| n + 1") && zero_le.ty.contains("0 ≤ n"), "{zero_le:?}");

    // All of one file is one file again, which the prover accepts.
    lemmas(&folder, &["export", "--format", "lean"]).exits(2).says(&["make 2 files", "--out DIR"]);
    lemmas(&folder, &["export", "--format", "lean", "--out", "out"]).exits(0);
    let checked = folder.run(&["check", "--json", "-q", "out/lemmas_1.lean", "out/lemmas_2.lean"]);
    let records = checked.records();
    assert_eq!(records.len(), 2);
    assert!(records.iter().any(|it| it["theorems"].as_array().unwrap().len() == 4), "{records:?}");
    assert!(records.iter().any(|it| it["status"] == "certified"), "{records:?}");

    // An export is believed in nothing: a hash that fits makes no proof.
    let fine = store.named("fine").unwrap().unwrap();
    let broken = Lemma { proof: first.proof.replace("omega", "skip"), ..first.clone() };
    let export = to_jsonl(&[fine, broken, em.clone(), zero_le, twice]).unwrap();
    let tampered = export.replacen("theorem fine : 1 = 1", "theorem fine : 1 = 2", 1);
    let args = ["lemmas", "--index", "other.db", "-q", "import", "--json", "-"];
    let mut child = folder.command(&args);
    let mut child =
        child.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(tampered.as_bytes()).unwrap();
    let ran = folder.ran(&args, child.wait_with_output().unwrap()).exits(1);
    let expected = told(&[
        ("", "error"),
        ("double_pos", "refused"),
        ("N_em", "added"),
        ("N_zero_le", "added"),
        ("N_twice", "refused"),
    ]);
    assert_eq!(statuses(&ran), expected);
    let reasons = ["its hash is not that of its text", "unsolved goals", "which is not there"];
    for (at, reason) in [0, 1, 4].into_iter().zip(reasons) {
        let record = &ran.records()[at];
        assert!(record["reason"].as_str().unwrap().contains(reason), "{record}");
    }
    let other = Store::open_existing(&folder.path("other.db")).unwrap();
    let strip = |it: Lemma| Lemma { certificate: first.certificate.clone(), ..it };
    assert_eq!(other.get(&em.id).unwrap().map(strip), Some(strip(em)));
}

#[test]
fn what_no_longer_holds_is_withdrawn_with_what_rests_on_it() {
    let _real = real::lean_blocking();
    let folder = Folder::with(&[]);
    let (store, a, b) = with_two(&folder);
    let wrong = {
        let statement = "theorem wrong : \"a\" = \"b\" := by sorry".to_owned();
        let hole = statement.len() - 8..statement.len();
        let theorem = Theorem { name: "wrong".into(), statement, hole, ..a.theorem.clone() };
        let mut lemma = Lemma {
            id: LemmaId::of(&theorem),
            name: "wrong".into(),
            proof: theorem.with_script("rfl"),
            uses: vec![a.id.clone()],
            ..a.clone()
        };
        lemma.certificate.statement_hash = blake3::hash(theorem.statement.as_bytes()).to_hex().to_string();
        Lemma { theorem, ..lemma }
    };
    let above = forged_lemma("above", &[&wrong, &b]);
    store.add(&wrong).unwrap();
    store.add(&above).unwrap();
    let ran = lemmas(&folder, &["verify", "--json"]).exits(1);
    let expected = told(&[
        ("a", "certified"),
        ("b", "certified"),
        ("wrong", "refused"),
        ("wrong", "withdrawn"),
        ("above", "withdrawn"),
    ]);
    assert_eq!(statuses(&ran), expected);
    let names: Vec<String> = store.all(None).unwrap().into_iter().map(|it| it.name).collect();
    assert_eq!(names, ["a", "b"]);
    assert!(store.resolve("wrong").unwrap().withdrawn.unwrap().starts_with("refused when it was verified: "));
    // It holds under the version that is here as well, which is noted.
    assert_eq!(store.stats().unwrap().certified_again, 2);

    store.withdraw(&b.id, "by mistake").unwrap();
    let ran = lemmas(&folder, &["verify", "--withdrawn", "--json"]).exits(1);
    let expected =
        told(&[("a", "certified"), ("b", "reinstated"), ("wrong", "refused"), ("above", "withdrawn")]);
    assert_eq!(statuses(&ran), expected);
    assert_eq!(store.all(None).unwrap().len(), 2);
    lemmas(&folder, &["verify", "b"]).exits(0);
}

#[test]
fn lemmas_of_fstar_are_kept_too() {
    let text = "module Sum\nlet rec sum (n:nat) : nat = if n = 0 then 0 else n + sum (n - 1)\n\
        (** doc *)\nval at_least : n:nat -> Lemma (sum n >= n)\nlet rec at_least n = if n = 0 then () else at_least (n - 1)\n\
        let positive (n:nat) : Lemma (requires n > 0) (ensures sum n > 0) = at_least n\n";
    let cheat = "module Cheat\nval wrong : n:nat -> Lemma (n == 0)\nlet wrong n = admit ()\n";
    let folder = Folder::with(&[("Sum.fst", text), ("Cheat.fst", cheat)]);
    if real_fstar().is_none() {
        return;
    }
    let ran = lemmas(&folder, &["add", "--json", "Sum.fst", "Cheat.fst"]).exits(1);
    let expected = told(&[("at_least", "added"), ("positive", "added"), ("wrong", "refused")]);
    assert_eq!(statuses(&ran), expected, "{ran:?}");
    let store = Store::open_existing(&folder.path("i.db")).unwrap();
    let positive = store.named("positive").unwrap().unwrap();
    assert_eq!(positive.uses, [store.named("at_least").unwrap().unwrap().id]);
    lemmas(&folder, &["export", "--format", "fstar", "--out", "out"]).exits(0);
    let ran = folder.run(&["check", "-q", "out/Sum.fst"]).exits(0);
    assert!(ran.out.contains("certified positive"), "{ran:?}");
    let ran = lemmas(&folder, &["verify", "--json"]).exits(0);
    assert_eq!(statuses(&ran), told(&[("at_least", "certified"), ("positive", "certified")]));
}

/// What `prove` finds is kept, serves the next theorem, and is not searched for again.
#[test]
fn what_is_proved_serves_the_next_theorem_and_the_next_run() {
    let _lean = real::lean_blocking();
    let up = "def up : Nat → Nat → Nat\n  | 0, b => b\n  | a + 1, b => up a (b + 1)\n\n";
    let first = "theorem up_eq (a b : Nat) : up a b = a + b := by sorry\n\n";
    let second = "theorem up_comm (a b : Nat) : up a b = up b a := by sorry\n";
    let folder = Folder::with(&[("a.lean", &format!("{up}{first}{second}"))]);
    let prove = |more: &[&str]| {
        let usual =
            ["prove", "a.lean", "--json", "-q", "--jobs", "1", "--timeout", "100s", "--no-refutation"];
        folder.run(&[&usual, more].concat())
    };
    let records = prove(&["--index", "i.db"]).exits(0).records();
    assert_eq!(records[1]["premises"][0]["name"], "lemma_up_eq", "{records:?}");
    let proof = records[1]["proof"].as_str().unwrap();
    assert!(proof.contains("have lemma_up_eq (a b : Nat) : up a b = a + b := by"), "{proof}");
    fs::write(
        folder.path("done.lean"),
        format!("{up}{}\n\n{proof}\n", records[0]["proof"].as_str().unwrap()),
    )
    .unwrap();
    folder.run(&["check", "done.lean", "--against", "a.lean", "-q"]).exits(0);

    let again = prove(&["--index", "i.db"]).exits(0).records();
    for (before, now) in records.iter().zip(&again) {
        assert_eq!((&now["source"], &now["spent"]["steps"]), (&"index".into(), &0.into()), "{now:?}");
        assert_eq!(now["proof"], before["proof"]);
    }
    let only = prove(&["--no-index", "--theorem", "up_eq"]).exits(0).records();
    assert_ne!(only[0]["source"], "index");

    let shown = lemmas(&folder, &["show", "up_comm"]).exits(0);
    assert!(shown.out.contains("rests on   up_eq"), "{shown:?}");
    let found = lemmas(&folder, &["search", "--json", "up _ _ = up _ _"]).exits(0).records();
    assert_eq!((&found[0]["name"], &found[0]["lemma"]), (&"up_comm".into(), &true.into()), "{found:?}");
    lemmas(&folder, &["search", "(_ + "]).exits(2).says(&["a bracket is not closed"]);
    lemmas(&folder, &["verify"]).exits(0);
}
