//! `bench`: the built program over small corpora, most of them on a script that stands for a project's Lean.
//!
//! What the script makes of a statement, the statement's name says: `easy…` is proved by any step, `hard…` by none,
//! `bad…` does not elaborate, `deadly…` kills the prover, `wait…` waits until
//! there is a file `gate`, and each step of `slow…` takes a while until then.

use std::{
    fs,
    path::Path,
    process::{Child, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use crate::{
    cli::{Folder, Ran},
    fstar::real_fstar,
    real,
};

/// Answers as a Lean that knows nothing but names.
const LAKE: &str = r#"
[ "$1 $2" = 'env lean' ] || exit 9
[ "$3" = --version ] && echo 'Lean (version 4.28.0, shim, Release)' && exit
echo '{"proofwright":1,"lean":"4.28.0","githash":"abc","platform":"sh","capabilities":[]}'
reply() { printf '{"id":%s,%s}\n' "$id" "$1"; }
opened() { reply "\"group\":{\"state\":$1,\"fingerprint\":\"$1\",\"positions\":[0],\"goals\":[{\"hyps\":[],\"target\":\"$1 = 0\",\"consts\":[]}]}"; }
while IFS= read -r line; do
  id=${line#*\"id\":}; id=${id%%,*}
  name=${line#*\"name\":\"}; name=${name%%\"*}
  case $line in
    *'"op":"certify"'*) reply "\"certified\":true,\"name\":\"$name\",\"axioms\":[]" ;;
    *'"op":"open"'*'theorem bad'*) reply '"error":{"kind":"statement","message":"unknown identifier"}' ;;
    *'"op":"open"'*'theorem deadly'*) exit 7 ;;
    *'"op":"open"'*'theorem wait'*) while [ ! -e gate ]; do /bin/sleep 0.02; done; opened 10 ;;
    *'"op":"open"'*'theorem easy'*) opened 11 ;;
    *'"op":"open"'*'theorem slow'*) opened 30 ;;
    *'"op":"open"'*) opened 20 ;;
    *'"op":"step"'*'"state":1'*) reply '"verdict":"closed"' ;;
    *'"op":"step"'*'"state":3'*) [ -e gate ] || /bin/sleep 0.1; reply '"verdict":"rejected","reason":"no"' ;;
    *'"op":"step"'*) reply '"verdict":"rejected","reason":"no"' ;;
    *) reply '"dropped":0' ;;
  esac
done
"#;

/// A project whose Lean is the script, with a corpus of statements of these names.
fn project(names: &[&str]) -> Folder {
    let rows: Vec<String> = names.iter().map(|it| row(it)).collect();
    let folder = Folder::with(&[("lakefile.toml", "name = \"p\"\n"), ("bin/empty", "")]);
    folder.script("bin/lake", LAKE);
    fs::write(folder.path("c.jsonl"), rows.join("\n")).unwrap();
    folder
}

fn row(name: &str) -> String {
    let topic = &name[..name.len().min(4)];
    format!(r#"{{"name": "{name}", "formal_statement": "theorem {name} : 0 = 0 := by", "topic": "{topic}"}}"#)
}

fn command(folder: &Folder, args: &[&str]) -> std::process::Command {
    let mut command = folder.command(args);
    command.env("PATH", folder.path("bin")).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn bench(folder: &Folder, args: &[&str]) -> Ran {
    let args = [&["bench"], args].concat();
    folder.ran(&args, command(folder, &args).output().unwrap())
}

/// The rows of a run, each as its name, its attempt and what came of it.
fn rows(folder: &Folder, run: &str) -> Vec<(String, u64, String)> {
    let text = folder.read(&format!("{run}/records.jsonl"));
    let rows = text.lines().map(|it| serde_json::from_str::<Value>(it).unwrap());
    rows.map(|it| {
        let status = it["reason"].as_str().or(it["status"].as_str()).unwrap();
        (it["id"].as_str().unwrap().to_owned(), it["attempt"].as_u64().unwrap(), status.to_owned())
    })
    .collect()
}

/// Starts a run with one job, and waits until there are so many rows.
fn started(folder: &Folder, args: &[&str], wanted: usize) -> Child {
    let args = [&["bench"], args, &["--jobs", "1"]].concat();
    let child = command(folder, &args).spawn().unwrap();
    let begun = Instant::now();
    let records = folder.path("run/records.jsonl");
    while fs::read_to_string(&records).map_or(0, |it| it.matches('\n').count()) < wanted {
        assert!(begun.elapsed() < Duration::from_secs(60), "it does not get so far");
        sleep(Duration::from_millis(10));
    }
    child
}

#[test]
fn whatever_becomes_of_a_statement_the_run_goes_on() {
    let folder = project(&["easy1", "hard1", "bad1", "deadly1", "easy2"]);
    let mut corpus = folder.read("c.jsonl");
    corpus.push_str("\n{\"name\": \"cut");
    fs::write(folder.path("c.jsonl"), corpus).unwrap();
    let ran = bench(&folder, &["c.jsonl", "--jobs", "1", "--out", "run", "--timeout", "20s"]).exits(1);
    let expected = [
        ("easy1", "proved"),
        ("hard1", "exhausted"),
        ("bad1", "statement_error"),
        ("deadly1", "prover_error"),
        ("easy2", "proved"),
        ("line 6", "statement_error"),
    ];
    assert_eq!(rows(&folder, "run"), expected.map(|(id, how)| (id.to_owned(), 0, how.to_owned())));
    let lines: Vec<&str> =
        ran.out.lines().filter(|it| !it.contains(" per proof") && !it.contains("spent")).collect();
    insta::assert_snapshot!(lines.join("\n"), @r"
    statements       6 (2 could not be read or do not elaborate)
    their hash       6a72ca6f13684d20b128f884eca350ebc07d5382ed121a249d42c767c31413f6
    attempts         6 of 6
    proved           2 of 6
    pass@1           33.3 %, 95 % interval 9.7 to 70.0 % (Wilson, 6 statements)
    not proved       statement_error 2, exhausted 1, prover_error 1
    by topic         bad1 0/1, dead 0/1, easy 2/2, hard 0/1
    ");
    let config: Value = serde_json::from_str(&folder.read("run/config.json")).unwrap();
    assert_eq!(config["prover"]["version"], "Lean 4.28.0");
    let summary: Value = serde_json::from_str(&folder.read("run/summary.json")).unwrap();
    assert_eq!(summary["statements_hash"], config["statements_hash"]);
    let ran = ran.says(&["6 of 6 statements, run in run", "6/6 done · 2 proved (33.3 %) · 3 errors"]);
    assert!(ran.err.contains("c.jsonl:6: not a statement"), "{ran:?}");

    // What is finished is not run again; what the prover broke on is.
    // All of it is known beforehand, but for what only Lean knows.
    let list = bench(&folder, &["c.jsonl", "--list"]).exits(0).says(&["6 of 6 statements, 1 of them cannot"]);
    assert!(list.out.contains("ok       bad1  c.jsonl:3\n"), "{list:?}");
    assert!(
        list.out.ends_with(
            "error    line 6  c.jsonl:6: not a statement: EOF while parsing a string (column 13)\n"
        )
    );
    bench(&folder, &["c.jsonl", "--out", "run", "--timeout", "20s"]).exits(2).says(&["holds a run already"]);
    bench(&folder, &["c.jsonl", "--out", "run", "--timeout", "21s", "--resume"])
        .exits(2)
        .says(&["`budget.timeout_ms` is 20000 there and 21000 here"]);
    let ran =
        bench(&folder, &["c.jsonl", "--out", "run", "--timeout", "20s", "--resume", "--jobs", "2"]).exits(1);
    assert!(ran.err.contains("5 of 6 attempts are done already"), "{ran:?}");
    assert_eq!(rows(&folder, "run")[6..], [("deadly1".to_owned(), 0, "prover_error".to_owned())]);
}

#[test]
fn a_run_that_was_killed_goes_on_where_it_was() {
    let folder = project(&["easy1", "hard1", "wait1", "easy2"]);
    let mut child = started(&folder, &["c.jsonl", "--out", "run"], 2);
    // Nobody else gets into the folder.
    let held = bench(&folder, &["c.jsonl", "--out", "run", "--resume"]).exits(2);
    held.says(&["another run is at work in run", &format!("(process {})", child.id()), "--out DIR"]);
    child.kill().unwrap();
    child.wait().unwrap();
    // As if it had been killed while it wrote.
    let before = folder.read("run/records.jsonl");
    fs::write(folder.path("run/records.jsonl"), format!("{before}{{\"id\":\"wait1\",\"ind")).unwrap();
    fs::write(folder.path("gate"), "").unwrap();
    let ran = bench(&folder, &["c.jsonl", "--out", "run", "--resume", "--jobs", "1"]).exits(1);
    let ran = ran.says(&["records.jsonl:3 is left out", "2 of 4 attempts are done already"]);
    assert!(ran.out.contains("proved           3 of 4"), "{ran:?}");
    assert!(folder.read("run/records.jsonl").starts_with(&before));
    let names: Vec<String> = rows(&folder, "run").into_iter().map(|it| it.0).collect();
    assert_eq!(names, ["easy1", "hard1", "wait1", "easy2"]);
    // The report has the trees of both runs.
    for name in names {
        let page = folder.read(&format!("run/report/theorems/{name}.html"));
        assert!(page.contains("id=\"tree-data\""), "{name}");
    }
}

#[test]
fn a_search_that_was_killed_goes_on_within_the_statement() {
    let folder = project(&["slow1"]);
    let args = ["c.jsonl", "--out", "run", "--jobs", "1"];
    let mut child = command(&folder, &[&["bench"], &args[..]].concat()).spawn().unwrap();
    let journal = folder.path("run/trees/slow1.0.jsonl");
    let verdicts =
        || fs::read_to_string(&journal).map_or(0, |it| it.matches("\"event\":\"verdict\"").count());
    let begun = Instant::now();
    while verdicts() < 3 {
        assert!(begun.elapsed() < Duration::from_secs(60), "no step is written down");
        sleep(Duration::from_millis(10));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let (before, known) = (fs::read_to_string(&journal).unwrap(), verdicts());
    fs::write(folder.path("gate"), "").unwrap();
    bench(&folder, &[&args[..], &["--resume"]].concat()).exits(1);
    let after = fs::read_to_string(&journal).unwrap();
    assert!(
        after.starts_with(&before[..before.rfind('\n').unwrap() + 1])
            && after.contains("\"event\":\"resumed\"")
    );
    let row: Value = serde_json::from_str(folder.read("run/records.jsonl").trim()).unwrap();
    let steps = row["spent"]["steps"].as_u64().unwrap() as usize;
    assert!(steps >= known && verdicts() == steps, "{known} steps before, {} in all, {row}", verdicts());
}

#[test]
fn an_interrupted_run_keeps_what_it_has_and_says_how_to_go_on() {
    let folder = project(&["easy1", "wait1", "easy2"]);
    let child = started(&folder, &["c.jsonl", "--out", "run"], 1);
    kill_process(Pid::from_child(&child), Signal::INT).unwrap();
    let ran = folder.ran(&["bench"], child.wait_with_output().unwrap()).exits(130);
    let ran = ran.says(&["1 of 3 attempts are recorded", "`--out run --resume`"]);
    assert!(ran.out.contains("attempts         1 of 3"), "{ran:?}");
    assert_eq!(rows(&folder, "run").len(), 1);
    fs::write(folder.path("gate"), "").unwrap();
    bench(&folder, &["c.jsonl", "--out", "run", "--resume"]).exits(0);
    assert_eq!(rows(&folder, "run").len(), 3);
}

#[test]
fn several_attempts_have_seeds_of_their_own() {
    let folder = project(&["easy1", "hard1"]);
    let ran =
        bench(&folder, &["c.jsonl", "--out", "run", "--pass", "3", "--seed", "7", "--json", "-q"]).exits(1);
    let mut records = ran.records();
    let summary = records.pop().unwrap();
    let seeds: Vec<u64> = records.iter().map(|it| it["seed"].as_u64().unwrap()).collect();
    assert_eq!((seeds.iter().sum::<u64>(), seeds.len()), (2 * (7 + 8 + 9), 6));
    let pass: Vec<f64> = summary["summary"]["pass"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["rate"].as_f64().unwrap())
        .collect();
    assert_eq!(pass, [0.5, 0.5, 0.5]);
}

#[test]
fn the_same_run_twice_gives_the_same_records_but_for_the_time() {
    let folder = project(&["easy1", "hard1", "bad1", "easy2"]);
    let run = |name: &str| -> Vec<Value> {
        bench(&folder, &["c.jsonl", "--out", name, "--jobs", "1", "--strategy", "mcts", "-q"]).exits(1);
        let text = folder.read(&format!("{name}/records.jsonl"));
        let timeless = |line: &str| {
            let mut row: Value = serde_json::from_str(line).unwrap();
            for path in ["/started_at", "/ended_ms", "/spent/wall_ms", "/certificate/wall_ms"] {
                row.pointer_mut(path).map(Value::take);
            }
            row
        };
        text.lines().map(timeless).collect()
    };
    let first = run("a");
    assert_eq!(first, run("b"));
    assert!(first.len() == 4 && first[0]["certificate"]["statement_hash"].is_string(), "{first:?}");
}

#[test]
fn a_statement_that_is_not_true_and_is_proved_is_shouted_about() {
    let folder = project(&[]);
    fs::write(
        folder.path("c.lean"),
        "/-- No.\ntopic: a; expect: false -/\ntheorem easy1 : 0 = 1 := by sorry\n",
    )
    .unwrap();
    bench(&folder, &["c.lean"]).exits(1).says(&["UNSOUND?", "easy1", "look at these proofs"]);
    // The folder is called after the time and the corpus.
    let runs: Vec<_> = fs::read_dir(folder.path("runs")).unwrap().map(|it| it.unwrap().file_name()).collect();
    assert!(runs[0].to_str().unwrap().ends_with("Z-c"), "{runs:?}");
}

#[test]
fn runs_are_told_apart_theorem_by_theorem() {
    let folder = project(&["easy1", "wait1", "hard1", "hard2"]);
    fs::write(folder.path("gate"), "").unwrap();
    bench(&folder, &["c.jsonl", "--out", "a", "-q"]).exits(1);
    fs::write(folder.path("d.jsonl"), ["easy1", "hard1", "hard2"].map(row).join("\n")).unwrap();
    bench(&folder, &["d.jsonl", "--out", "b", "-q", "--max-steps", "50"]).exits(1);
    let ran = bench(&folder, &["compare", "a", "b"]).exits(0);
    let steady: Vec<&str> = ran.out.lines().filter(|it| !it.contains("B by A")).collect();
    insta::assert_snapshot!(steady.join("\n"), @r"
    compared       3 theorems, 1 attempts at each
    A proves       1 (33.3 %)
    B proves       1 (33.3 %)
      both         1
      only A       0
      only B       0
      neither      2
    p-value        1.0000 (McNemar's test, exact, two-sided)
    ");
    let ran = ran.says(&["the runs are not over the same statements", "1 theorems were not tried by B"]);
    assert!(ran.err.contains("`budget.steps` is null in A and 50 in B"), "{ran:?}");
    let json = &bench(&folder, &["compare", "a", "b", "--json"]).exits(0).records()[0];
    assert_eq!((&json["both"], &json["missing"][1][0]), (&Value::from(1), &Value::from("wait1")));
    bench(&folder, &["compare", "a", "c.jsonl"]).exits(2).says(&["c.jsonl"]);
    bench(&folder, &["compare", "a", "none"]).exits(2).says(&["none"]);
}

#[test]
fn what_cannot_be_a_run_is_refused_before_anything_is_started() {
    let folder = project(&["easy1"]);
    for (args, parts) in [
        (&[][..], &["CORPUS"][..]),
        (&["none"], &["no file, folder or corpus `none`", "corpora/manifest.toml"]),
        (&["c.jsonl", "--filter", "size=3"], &["there is no such filter", "topic=logic"]),
        (&["c.jsonl", "--split", "test"], &["none of 1 statements is left", "--split"]),
        (&["c.jsonl", "--resume"], &["--out"]),
        (&["c.jsonl", "--resume", "--out", "new"], &["new holds no run", "--out DIR"]),
        (&["c.jsonl", "--out", "."], &["not empty", "what it holds is no run"]),
        (&["bin"], &["bin holds no corpus"]),
        (&["bin/lake"], &["is not a corpus"]),
        (&["c.jsonl", "--pass", "0"], &["--pass"]),
    ] {
        bench(&folder, args).exits(2).says(parts);
    }
}

#[test]
fn real_lean_proves_what_it_can_of_a_folder() {
    let _real = real::lean_blocking();
    let folder = Folder::with(&[
        (
            "set/Valid.lean",
            "import Mathlib\n\ntheorem sum (a b : ℕ') (h : a + 3 = b) : b - 3 = a := by\n  sorry\n",
        ),
        (
            "set/Test.lean",
            "theorem sum (n : ℕ') : n = n + 1 := by sorry\n\ntheorem odd : Nat.nothing = 1 := by sorry\n",
        ),
        ("set/.lake/packages/Other.lean", "theorem other : 1 = 1 := by sorry\n"),
        ("prelude.lean", "notation \"ℕ'\" => Nat\n"),
    ]);
    let args =
        ["bench", "set", "--header", "prelude.lean", "--jobs", "1", "--out", "run", "--max-steps", "5"];
    let ran = folder.run(&args).exits(1);
    assert!(ran.out.contains("by split         test 0/2, valid 1/1"), "{ran:?}");
    let expected = [("Test/sum", "max_steps"), ("odd", "statement_error"), ("Valid/sum", "proved")];
    assert_eq!(rows(&folder, "run"), expected.map(|(id, how)| (id.to_owned(), 0, how.to_owned())));
    let statements = folder.read("run/statements.jsonl");
    let first: Value = serde_json::from_str(statements.lines().next().unwrap()).unwrap();
    let header = format!("run/headers/{}.lean", &first["header_hash"].as_str().unwrap()[..16]);
    assert_eq!(folder.read(&header), "notation \"ℕ'\" => Nat\n");
    // Nothing is left to do, and no Lean is started for it.
    let again = folder.run(&[&args[..], &["--resume"]].concat()).exits(1);
    assert!(again.err.contains("3 of 3 attempts are done already"), "{again:?}");
}

#[test]
fn real_fstar_proves_what_it_can_of_a_module() {
    if real_fstar().is_none() {
        return;
    }
    let text =
        "module Sum\n\nval easy : n:nat -> Lemma (n + 0 == n)\n\nval wrong : n:nat -> Lemma (n == n + 1)\n";
    let folder = Folder::with(&[("set/Sum.fst", text)]);
    let ran = folder.run(&["bench", "set", "--out", "run", "--timeout", "20s", "--jobs", "1"]).exits(1);
    assert!(ran.out.contains("proved           1 of 2"), "{ran:?}");
    assert!(Path::new(&folder.path("run/headers")).read_dir().unwrap().count() > 0);
}
