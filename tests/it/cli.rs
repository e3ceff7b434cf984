//! The command line: the built program on real files, with what it prints and its exit status.
//!
//! What differs between runs (times, counts, the proofs that the search happens to find) is written as
//! `[..]`. No native Lean is run here: where an installed one is wanted, a script in front of the embedded one
//! stands for it.

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    time::{Duration, Instant},
};

use proofwright::prover::lean::runtime::Lean;
use serde_json::Value;

use crate::real;

const SUM: &str = "theorem sum (a b : Nat) (h : a + 3 = b) : b - 3 = a := by sorry\n";
const FALSE: &str = "theorem wrong (n : Nat) : n = n + 1 := by sorry\n";

/// A folder with files, to run the program in, and one for what runs keep beside it.
pub(crate) struct Folder(tempfile::TempDir, tempfile::TempDir);

impl Folder {
    pub(crate) fn with(files: &[(&str, &str)]) -> Folder {
        let folder = Folder(tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        for (name, text) in files {
            fs::create_dir_all(folder.path(name).parent().unwrap()).unwrap();
            fs::write(folder.path(name), text).unwrap();
        }
        folder
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    pub(crate) fn script(&self, name: &str, text: &str) {
        fs::write(self.path(name), format!("#!/bin/sh\n{text}\n")).unwrap();
        fs::set_permissions(self.path(name), fs::Permissions::from_mode(0o755)).unwrap();
    }

    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_proofwright"));
        command.args(args).current_dir(self.0.path()).env_remove("OPENAI_API_KEY").stdin(Stdio::null());
        command.env("NO_PROXY", "*");
        // Each run has an index of its own, unless the test says otherwise.
        let index = tempfile::tempdir_in(self.1.path()).unwrap().keep();
        command.env("PROOFWRIGHT_INDEX", index.join("lemmas.db"));
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        self.ran(args, self.command(args).output().unwrap())
    }

    pub(crate) fn ran(&self, args: &[&str], output: Output) -> Ran {
        let folder = self.0.path().canonicalize().unwrap();
        let text = |bytes: &[u8]| {
            let text = String::from_utf8(bytes.to_vec()).unwrap();
            text.replace(folder.to_str().unwrap(), "[DIR]").replace(self.0.path().to_str().unwrap(), "[DIR]")
        };
        let (out, err) = (text(&output.stdout), text(&output.stderr));
        Ran { args: args.join(" "), code: output.status.code(), out, err }
    }
}

/// What a run printed, and its exit status.
#[derive(Debug)]
pub(crate) struct Ran {
    args: String,
    code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    #[track_caller]
    pub(crate) fn exits(self, code: i32) -> Ran {
        assert_eq!(self.code, Some(code), "{self:?}");
        self
    }

    #[track_caller]
    pub(crate) fn says(self, parts: &[&str]) -> Ran {
        for part in parts {
            assert!(self.err.contains(part), "`{part}` is not in stderr of `{}`:\n{}", self.args, self.err);
        }
        self
    }

    pub(crate) fn records(&self) -> Vec<Value> {
        self.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// All of it as one text, for a snapshot.
    fn whole(&self) -> String {
        let code = self.code.map_or_else(|| "killed".to_owned(), |it| it.to_string());
        let err = self.err.lines().filter(|it| !it.ends_with(" steps/s")).collect::<Vec<_>>().join("\n");
        format!("$ proofwright {}\n{}--- stderr\n{err}\n--- exit {code}\n", self.args, self.out)
    }
}

/// Compares with the snapshot of this name, with all that may differ left out.
macro_rules! snapshot {
    ($ran:expr) => {
        insta::with_settings!({
            filters => vec![
                (r"\d+(\.\d+)? s\b", "[TIME] s"),
                (r"\d+ steps", "[N] steps"),
                (r"(proved   \S+ \(.*\)): .+", "$1: [SCRIPT]"),
                (r":= by (omega|simp|grind|rfl|decide|simp_all)\b.*", ":= by [SCRIPT]"),
                (r"Lean \d[\w.-]+ on Node v[\d.]+", "Lean [VERSION] on Node [VERSION]"),
            ],
            omit_expression => true,
            prepend_module_to_snapshot => false,
        }, { insta::assert_snapshot!($ran.whole()) });
    };
}

// What needs no Lean.

#[test]
fn usage_errors_exit_with_2() {
    let folder = Folder::with(&[("T.lean", SUM), ("s.toml", "max-stepz = 3")]);
    for (args, parts) in [
        (&["prove", "--nonsense", "T.lean"][..], &["--nonsense", "--help"][..]),
        (&["improve"], &["improve", "prove"]),
        (&["prove"], &["FILE", "--help"]),
        (&["prove", "T.lean", "--statement", "1 = 1"], &["--statement", "cannot be used"]),
        (&["prove", "T.lean", "--timeout", "5 weeks"], &["no unit of time", "ms, s, m or h"]),
        (&["prove", "T.lean", "--jobs", "0"], &["--jobs"]),
        (&["prove", "T.lean", "--config", "s.toml"], &["s.toml", "max-stepz", "long options"]),
        (&["prove", "T.lean", "--config", "none.toml"], &["none.toml", "hint:"]),
        (&["check"], &["FILES", "--help"]),
    ] {
        folder.run(args).exits(2).says(parts);
    }
    folder.run(&[]).exits(2).says(&["Usage:", "prove", "check", "setup", "doctor"]);
    let help = folder.run(&["prove", "--help"]).exits(0);
    assert!(help.out.contains("--in-place") && help.err.is_empty(), "{help:?}");
}

#[test]
fn an_input_that_cannot_be_read_is_named_before_anything_is_started() {
    let folder = Folder::with(&[("T.lean", SUM)]);
    fs::write(folder.path("latin.lean"), b"-- caf\xe9\n").unwrap();
    fs::create_dir(folder.path("dir.lean")).unwrap();
    folder.run(&["prove", "none.lean"]).exits(2).says(&["cannot read none.lean", "hint:"]);
    folder.run(&["prove", "dir.lean"]).exits(2).says(&["cannot read dir.lean", "hint:"]);
    folder.run(&["prove", "latin.lean"]).exits(2).says(&[
        "latin.lean is not UTF-8",
        "line 1",
        "save it as UTF-8",
    ]);
    folder.run(&["prove", "--header", "none.lean", "T.lean"]).exits(2).says(&["cannot read none.lean"]);
    folder.run(&["check", "--against", "none.lean", "T.lean"]).exits(2).says(&["cannot read none.lean"]);
    folder.run(&["prove", "--in-place", "-"]).exits(2).says(&["--in-place", "stdin cannot be written back"]);
}

#[test]
fn an_unknown_proposer_is_refused_with_what_is_known() {
    let folder = Folder::with(&[("T.lean", SUM)]);
    folder.run(&["prove", "T.lean", "--proposer", "bultin"]).exits(2).says(&["bultin", "builtin"]);
    folder.run(&["prove", "T.lean", "--proposer", "replay:none.jsonl"]).exits(2).says(&["none.jsonl"]);
}

#[test]
fn prompts_are_written_to_be_edited_and_never_overwritten() {
    let folder = Folder::with(&[("t.lean", SUM)]);
    let written = folder.run(&["prompts", "mine"]).exits(0);
    assert!(written.out.contains("mine/fstar/step.txt"), "{written:?}");
    assert!(folder.read("mine/lean/formalize.txt").contains("{{informal}}"));
    assert!(folder.read("mine/lean/repair.txt").contains("{{faults}}"));
    folder.run(&["prompts", "mine"]).exits(2).says(&["mine/lean/step.txt", "hint"]);
    fs::write(folder.path("mine/fstar/draft.txt"), "{{goals}}").unwrap();
    let base = ["prove", "t.lean", "--proposer", "openai:m", "--base-url", "http://localhost:1/v1"];
    let used = folder.run(&[&base[..], &["--prompts", "mine"]].concat());
    used.exits(2).says(&["draft.txt: `{{goals}}` is no placeholder", "{{premises}}"]);
}

#[test]
fn settings_of_single_models_are_checked_before_anything_is_started() {
    let table = |text: &str| {
        format!("proposer = ['openai:a', 'anthropic:b']\nbase-url = 'http://localhost:1/v1'\n{text}")
    };
    for (text, parts) in [
        ("[model.'openai:a']\nrpms = 3", ["unknown field `rpms`", "settings"]),
        ("[model.'openai:a']\nprice = '3'", ["`3` is no price", "0.15/0.60"]),
        ("[model.'gpt']\nrpm = 3", ["settings for `gpt`", "openai:MODEL"]),
        ("[model.'openai:a']\nkey-env = 'NO_SUCH_KEY'", ["`NO_SUCH_KEY` is not set", "key-env"]),
        ("max-cost = '1'\n[model.'openai:a']\nprice = '1/2'", ["anthropic:b: money is limited", "--price"]),
        ("max-cost = 'much'", ["max-cost in the settings file", "`much` is no amount"]),
    ] {
        let folder = Folder::with(&[("t.lean", SUM), ("c.toml", &table(text))]);
        folder.run(&["prove", "t.lean", "--config", "c.toml"]).exits(2).says(&parts);
    }
}

#[test]
fn a_lean_that_cannot_be_had_exits_with_3() {
    let folder = Folder::with(&[
        ("T.lean", SUM),
        ("project/lakefile.toml", "name = \"p\""),
        ("project/lean-toolchain", "leanprover/lean4:v4.9.9\n"),
        ("project/T.lean", SUM),
        ("file", "in the way"),
        ("bin/empty", ""),
    ]);
    let run = |args: &[&str], home: &str| {
        let mut command = folder.command(args);
        command.env("PATH", folder.path("bin")).env("HOME", folder.path("home"));
        folder.ran(args, command.env("PROOFWRIGHT_HOME", folder.path(home)).output().unwrap())
    };
    let no_npm = run(&["prove", "T.lean"], "cache").exits(3).says(&["npm", "hint:", "install"]);
    assert_eq!(no_npm.out, "");
    run(&["setup"], "cache").exits(3).says(&["npm", "install"]);
    run(&["check", "T.lean"], "cache").exits(3).says(&["npm", "install"]);
    run(&["prove", "T.lean", "--runtime", "installed"], "cache")
        .exits(3)
        .says(&["`lean` was found neither", "elan"]);
    run(&["prove", "project/T.lean", "--runtime", "installed"], "cache").exits(3).says(&["`lake`", "elan"]);
    run(&["prove", "T.lean", "--project", "bin"], "cache").exits(3).says(&["no Lake project", "lakefile"]);
    // Root may write anywhere, so a file stands in the way of the cache.
    run(&["prove", "T.lean"], "file").exits(3).says(&["file", "PROOFWRIGHT_HOME"]);

    folder.script("bin/lake", "echo 'Lean (version 4.9.9, x, Release)'");
    folder.script("bin/elan", "echo 'leanprover/lean4:v4.28.0'");
    run(&["prove", "project/T.lean", "--runtime", "installed"], "cache").exits(3).says(&[
        "v4.9.9",
        "is not installed",
        "elan toolchain install leanprover/lean4:v4.9.9",
    ]);
    // A Lean that ends before it greets.
    folder.script("bin/elan", "echo 'leanprover/lean4:v4.9.9'");
    folder.script(
        "bin/lake",
        "case \"$*\" in *version*) echo 'Lean (version 4.9.9, x)';; *) echo broken >&2; exit 4;; esac",
    );
    run(&["prove", "project/T.lean", "--runtime", "installed"], "cache").exits(3).says(&[
        "did not start",
        "status 4",
        "broken",
        "older than 4.28",
        "hint:",
    ]);
}

// On real Lean.

#[test]
fn prove_prints_the_completed_file_and_keeps_what_is_not_proved() {
    let _real = real::lean_blocking();
    let folder = Folder::with(&[("T.lean", &format!("-- Two of them.\n{SUM}\n{FALSE}"))]);
    let ran = folder.run(&["prove", "T.lean", "--max-steps", "3"]);
    snapshot!(ran);
    assert_eq!(folder.read("T.lean"), format!("-- Two of them.\n{SUM}\n{FALSE}"));
    // What was printed stands up to a check of its own.
    fs::write(folder.path("P.lean"), ran.out.split("theorem wrong").next().unwrap()).unwrap();
    folder.run(&["check", "P.lean"]).exits(0);
}

#[test]
fn prove_in_place_writes_what_is_certified_and_nothing_else() {
    let _real = real::lean_blocking();
    let folder = Folder::with(&[("T.lean", &format!("{FALSE}\n{SUM}"))]);
    let ran = folder.run(&["prove", "T.lean", "--in-place", "--max-steps", "3", "-q"]).exits(1);
    assert_eq!((ran.out.as_str(), ran.err.as_str()), ("", ""));
    let text = folder.read("T.lean");
    assert!(text.starts_with(FALSE) && !text.ends_with(SUM), "{text}");
    let left: Vec<_> = fs::read_dir(folder.0.path()).unwrap().map(|it| it.unwrap().file_name()).collect();
    assert_eq!(left, ["T.lean"]);
    snapshot!(folder.run(&["prove", "T.lean", "--theorem", "sum", "--diff"]));
}

#[test]
fn prove_diff_is_a_patch_and_theorem_chooses() {
    let _real = real::lean_blocking();
    let folder = Folder::with(&[("T.lean", &format!("{FALSE}\n{SUM}"))]);
    let ran = folder.run(&["prove", "T.lean", "--diff", "--theorem", "sum"]);
    snapshot!(ran);
    snapshot!(folder.run(&["prove", "T.lean", "--theorem", "som"]));
}

#[test]
fn a_record_has_all_that_is_promised() {
    let _real = real::lean_blocking();
    let folder = Folder::with(&[("H.lean", "def double (n : Nat) : Nat := n + n\n")]);
    let statement = "theorem t (n : Nat) : double n = n + n";
    let ran = folder
        .run(&["prove", "--json", "--header", "H.lean", "--statement", statement, "--seed", "7"])
        .exits(0);
    let mut record = ran.records().remove(0);
    assert_eq!(record["certificate"]["statement_hash"].as_str().unwrap().len(), 64);
    let proof = record["proof"].as_str().unwrap().to_owned();
    assert!(proof.starts_with("theorem t (n : Nat) : double n = n + n := by"), "{proof}");
    assert!(proof.contains(record["script"].as_str().unwrap().lines().next().unwrap()));
    for (part, keys) in [
        ("spent", &["wall_ms", "steps", "calls", "tokens", "restarts"][..]),
        ("tree", &["goals", "steps", "depth"]),
        ("certificate", &["prover", "version", "axioms", "statement_hash", "header_hash", "wall_ms"]),
    ] {
        let found: Vec<_> = record[part].as_object().unwrap().keys().cloned().collect();
        assert_eq!(found, keys, "{part}");
        record[part] = Value::Null;
    }
    (record["script"], record["proof"]) = (Value::Null, Value::Null);
    insta::assert_snapshot!(record, @r#"{"theorem":"t","prover":"lean","status":"proved","script":null,"proof":null,"certificate":null,"spent":null,"tree":null,"source":"builtin","seed":7}"#);

    let ran = folder.run(&["prove", "--json", "--statement", "theorem t : Nat.unheard = 1"]).exits(2);
    let record = &ran.records()[0];
    assert_eq!(
        (&record["status"], &record["reason"]),
        (&"error".into(), &"statement_error".into()),
        "{record}"
    );
    assert!(record["message"].as_str().unwrap().contains("unheard"), "{record}");
}

#[test]
fn a_text_that_lean_does_not_accept_is_told_with_its_place() {
    let _real = real::lean_blocking();
    let folder = Folder::with(&[
        ("parse.lean", "def x := 1\n\ntheorem t : 1 + = 2 := by sorry\n"),
        ("done.lean", "theorem t : 1 = 1 := rfl\n"),
        ("twice.lean", &format!("{SUM}\ntheorem sum : 1 = 1 := by sorry\n")),
        ("import.lean", "import Nowhere\ntheorem t : 1 = 1 := by sorry\n"),
        ("header.lean", "-- a\n-- b\n-- c\n"),
    ]);
    snapshot!(folder.run(&["prove", "parse.lean"]));
    folder.run(&["prove", "--header", "header.lean", "parse.lean"]).exits(2).says(&["parse.lean:3:16:"]);
    snapshot!(folder.run(&["prove", "done.lean"]));
    snapshot!(folder.run(&["prove", "twice.lean"]));
    let ran = folder.run(&["prove", "import.lean"]).exits(2);
    ran.says(&["import.lean:1:1: unknown module prefix 'Nowhere'", "--project DIR"]);

    let mut command = folder.command(&["prove", "-"]);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"").unwrap();
    folder.ran(&["prove", "-"], child.wait_with_output().unwrap()).exits(2).says(&["no `sorry`", "hint:"]);
}

#[test]
fn a_model_that_is_down_is_told_and_the_builtin_steps_go_on() {
    let _real = real::lean_blocking();
    let folder = Folder::with(&[("T.lean", FALSE)]);
    let model = ["--proposer", "openai:nobody", "--base-url", "http://127.0.0.1:9/v1", "--max-steps", "40"];
    let args = [&["prove", "T.lean", "--timeout", "30s"], &model[..]].concat();
    folder.run(&args).exits(1).says(&["openai:nobody", "127.0.0.1:9", "--base-url"]);
    let args = [&["prove", "--statement", "1 + 1 = 2", "--proposer", "builtin"], &model[..]].concat();
    folder.run(&args).exits(0);
}

#[test]
fn what_kills_lean_costs_only_itself() {
    let _real = real::lean_blocking();
    let deadly = "example : ∀ n : Fin 3000, n.val < 3000 := by\n  set_option maxRecDepth 1000000 in decide\n";
    let folder = Folder::with(&[("T.lean", &format!("{SUM}\n{deadly}\n{}", SUM.replace("sum", "other")))]);
    let ran = folder.run(&["prove", "T.lean", "--jobs", "1"]).exits(1).says(&["T.lean:3:", "left out"]);
    assert!(ran.out.contains(deadly), "{ran:?}");
    assert!(!ran.out.contains("sorry"), "{ran:?}");
}

#[test]
fn an_interrupted_run_prints_what_it_proved_and_leaves_nothing_behind() {
    let _real = real::lean_blocking();
    let hard = |n: usize| {
        format!(
            "\ntheorem hard{n} (f : Nat → Nat) (h : ∀ n, f (f n) = n + {n} * f n) : f 3 = {n} := by sorry\n"
        )
    };
    let text = SUM.to_owned() + &(2..20).map(hard).collect::<String>();
    let folder = Folder::with(&[("T.lean", &text)]);
    let args = ["prove", "T.lean", "--jobs", "1", "--timeout", "600s"];
    let mut child = folder.command(&args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut err = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    while !line.starts_with("proved   sum") {
        line.clear();
        assert!(err.read_line(&mut line).unwrap() > 0, "it ended before it was interrupted");
    }
    let workers = real::workers_of(child.id());
    assert!(!workers.is_empty());
    let pid = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
    let asked = Instant::now();
    let mut rest = String::new();
    err.read_to_string(&mut rest).unwrap();
    let ran = folder.ran(&args, child.wait_with_output().unwrap()).exits(130);
    assert!(asked.elapsed() < Duration::from_secs(30), "{:?}\n{rest}", asked.elapsed());
    assert!(!ran.out.contains(SUM) && ran.out.contains("theorem sum"), "{ran:?}");
    assert!(ran.out.contains(&hard(19)), "{ran:?}");
    for worker in workers {
        assert!(!Path::new(&format!("/proc/{worker}")).exists(), "{worker} is still there");
    }
}

#[test]
fn check_certifies_proofs_and_rejects_the_rest() {
    let _real = real::lean_blocking();
    let good = "/-- On two axioms. -/\ntheorem a (p : Prop) : p ∨ ¬p := Classical.em p\n\nnamespace N\n\
        theorem b (n : Nat) : n + 0 = n := rfl\nend N\n";
    let folder = Folder::with(&[
        ("good.lean", good),
        ("sorry.lean", "theorem a : 1 = 2 := by sorry\n"),
        ("axiom.lean", "axiom cheat : False\ntheorem a : 1 = 2 := cheat.elim\n"),
        ("native.lean", "theorem a : 2 ^ 10 = 1024 := by native_decide\n"),
        ("mutual.lean", "theorem a : True := trivial\nmutual\ntheorem b : False := by sorry\nend\n"),
        ("example.lean", "theorem a : True := trivial\nexample : False := by sorry\n"),
        ("broken.lean", "theorem a : 1 = 2 := by\n  rfl\n"),
        ("none.lean", "def x := 1\n"),
    ]);
    let bad =
        ["sorry", "axiom", "native", "mutual", "example", "broken", "none"].map(|it| format!("{it}.lean"));
    let args: Vec<&str> = ["check", "good.lean"].into_iter().chain(bad.iter().map(String::as_str)).collect();
    snapshot!(folder.run(&args));
    let ran = folder.run(&["check", "good.lean", "gone.lean"]).exits(2);
    assert!(ran.out.contains("error     gone.lean: cannot read gone.lean"), "{ran:?}");
}

#[test]
fn check_against_demands_the_same_statements() {
    let _real = real::lean_blocking();
    let folder = Folder::with(&[
        ("asked.lean", "theorem a (n : Nat) : n = n + 0 := by sorry\n\ntheorem b : 1 + 1 = 2 := by sorry\n"),
        (
            "good.lean",
            "theorem help (n : Nat) : n = n := rfl\n\ntheorem a (n : Nat) : n = n + 0 := help n\n\ntheorem b : 1 + 1 = 2 := rfl\n",
        ),
        (
            "weaker.lean",
            "theorem a (n : Nat) (h : n = n + 0) : n = n + 0 := h\ntheorem b : 1 + 1 = 2 := rfl\n",
        ),
        ("half.lean", "theorem b : 1 + 1 = 2 := rfl\n"),
        (
            "notation.lean",
            "local macro_rules | `($_ = $_) => `(True)\ntheorem a (n : Nat) : n = n + 0 := trivial\ntheorem b : 1 + 1 = 2 := trivial\n",
        ),
        ("empty.lean", "\n"),
    ]);
    let args = [
        "check",
        "--json",
        "-q",
        "--against",
        "asked.lean",
        "good.lean",
        "weaker.lean",
        "half.lean",
        "notation.lean",
    ];
    snapshot!(folder.run(&args));
    folder.run(&["check", "--against", "empty.lean", "good.lean"]).exits(2).says(&[
        "empty.lean",
        "no theorem",
        "hint:",
    ]);
}

#[test]
fn an_installed_lean_of_a_project_is_used() {
    let real = real::lean_blocking();
    let Lean::Embedded(embedded) = real.runtime.lean() else { panic!("not the embedded Lean") };
    let folder = Folder::with(&[("lakefile.toml", "name = \"p\"\n"), ("src/T.lean", SUM), ("bin/empty", "")]);
    // `lake env lean --version` and `lake env lean --run FILE`, the only two that are asked.
    let run = embedded.run_file(Path::new("FILE"));
    let words: Vec<_> = run.args.iter().map(|it| format!("'{}'", it.to_str().unwrap())).collect();
    let at = words.iter().position(|it| it == "'--run'").unwrap();
    let lake = format!(
        "[ \"$1 $2\" = 'env lean' ] || exit 9\nif [ \"$3\" = --version ]; then echo 'Lean (version {}, shim, Release)'; exit; fi\n\
         cd \"$(/usr/bin/dirname \"$4\")\" && exec '{}' {} --run \"$(/usr/bin/basename \"$4\")\"",
        embedded.version,
        run.program.display(),
        words[..at].join(" "),
    );
    folder.script("bin/lake", &lake);
    let args = ["prove", "src/T.lean", "--jobs", "1"];
    let output = folder.command(&args).env("PATH", folder.path("bin")).output().unwrap();
    let ran = folder.ran(&args, output).exits(0).says(&[
        "of the Lake project [DIR]",
        "proved   sum",
        "1 of 1 proved and certified",
    ]);
    assert!(!ran.out.contains("sorry"), "{ran:?}");
}
