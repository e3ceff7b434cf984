//! The command line on F* files: what bad input gets, and whole runs where there is a real F*.

use std::{fs, path::Path};

use crate::{cli::Folder, fstar::real_fstar};

const SUM: &str = "module Sum\n\nlet rec sum (n:nat) : nat = if n = 0 then 0 else n + sum (n - 1)\n";

/// PATH without any F*.
const NOWHERE: &str = "/nowhere";

fn without_fstar(folder: &Folder, args: &[&str]) -> crate::cli::Ran {
    let mut command = folder.command(args);
    command.env("PATH", NOWHERE).env_remove("FSTAR_EXE");
    folder.ran(args, command.output().unwrap())
}

#[test]
fn without_fstar_the_user_is_told_what_to_install() {
    let folder = Folder::with(&[("Sum.fst", &format!("{SUM}val p : n:nat -> Lemma (sum n >= n)\n"))]);
    for args in [["prove", "Sum.fst"], ["check", "Sum.fst"]] {
        let ran = without_fstar(&folder, &args).exits(3);
        ran.says(&["there is no F*", "FSTAR_EXE", "https://github.com/FStarLang/FStar/releases"]);
    }
    let doctor = without_fstar(&folder, &["doctor"]);
    assert!(
        doctor.out.contains("no `fstar.exe` on PATH, and none named by `--fstar` or FSTAR_EXE"),
        "{doctor:?}"
    );
    let args = ["prove", "Sum.fst", "--fstar", "none/fstar.exe"];
    without_fstar(&folder, &args).exits(3).says(&["does not run", "none/fstar.exe"]);
}

#[test]
fn a_file_that_is_no_task_is_refused_before_fstar_is_looked_for() {
    let folder = Folder::with(&[
        ("Sum.fst", SUM),
        ("Other.fst", &format!("{SUM}val p : n:nat -> Lemma (sum n >= n)\n")),
        ("Plain.fst", "let x = admit ()\n"),
        ("Broken.fst.config.json", "{"),
    ]);
    without_fstar(&folder, &["prove", "Sum.fst"]).exits(2).says(&["there is no hole to fill", "admit ()"]);
    let ran = without_fstar(&folder, &["prove", "Other.fst"]).exits(2);
    ran.says(&["says that it is the module `Sum`", "`module Other`"]);
    without_fstar(&folder, &["prove", "Plain.fst"]).exits(2).says(&["does not say which module it is"]);
    let args = ["prove", "Other.fst", "--theorem", "q"];
    without_fstar(&folder, &args).exits(2);
    let args = ["check", "Sum.fst", "Lean.lean"];
    without_fstar(&folder, &args).exits(2).says(&["for another prover"]);
    without_fstar(&folder, &["check", "Sum.fst"]).exits(3).says(&["Broken.fst.config.json cannot be used"]);
}

/// A folder on a real F*, if there is one.
fn real(files: &[(&str, &str)]) -> Option<Folder> {
    real_fstar().map(|_| Folder::with(files))
}

#[test]
fn what_is_proved_is_kept_beside_what_is_not() {
    let text = format!(
        "{SUM}\n(** doc *)\nval fine : n:nat -> Lemma (sum n >= n)\nlet fine n = admit ()\n\n\
         val wrong : n:nat -> Lemma (sum n == n)\nlet wrong n = admit ()\n\n\
         let rec inner (n:nat) : Lemma (sum n >= 0) = if n = 0 then admit () else admit ()\n"
    );
    let Some(folder) = real(&[("Sum.fst", &text)]) else { return };
    let ran = folder.run(&["prove", "Sum.fst", "--timeout", "5s", "--no-refutation", "--in-place"]).exits(1);
    let ran = ran.says(&["proved   fine", "unproved wrong", "proved   inner", "2 of 3 proved"]);
    assert!(ran.out.is_empty(), "{ran:?}");
    let text = folder.read("Sum.fst");
    assert!(text.contains("let fine n = ()") && text.contains("let wrong n = admit ()"), "{text}");
    assert!(text.contains("= if n = 0 then () else ()"), "{text}");
    // What was written is what check accepts, but for the one that is left.
    let ran = folder.run(&["check", "Sum.fst"]).exits(1);
    assert!(ran.out.contains("certified fine") && ran.out.contains("rejected  wrong"), "{ran:?}");
    let ran = folder
        .run(&["prove", "Sum.fst", "--theorem", "wrong", "--timeout", "2s", "--no-refutation", "--json"])
        .exits(1);
    let record = &ran.records()[0];
    assert_eq!((record["prover"].as_str(), record["status"].as_str()), (Some("fstar"), Some("unproved")));
}

#[test]
fn a_statement_that_fstar_does_not_accept_says_why() {
    let statement = |header: &str, rest: &str| format!("module Bad\n{header}\n{rest}\n");
    for (text, why) in [
        (
            statement("let x : nat = -1", "val p : n:nat -> Lemma (n >= 0)\nlet p n = admit ()"),
            "does not accept its header",
        ),
        (
            statement("", "val p : n:nat -> Lemma (n + true)\nlet p n = admit ()"),
            "does not accept its statement",
        ),
        (
            statement("", "val p : n:nat{admit ()} -> Lemma (n >= 0)\nlet p n = admit ()"),
            "a hole in its type",
        ),
        (
            statement("open FStar.Nowhere", "val p : n:nat -> Lemma (n >= 0)\nlet p n = admit ()"),
            "does not accept its header",
        ),
        (
            statement("#set-options \"--lax\"", "val p : n:nat -> Lemma (n == 0)\nlet p n = admit ()"),
            "`--lax` weakens",
        ),
        (
            statement(
                "let f (n:nat) : nat = admit ()\nlet g (n:nat) : nat = f n",
                "val p : n:nat -> Lemma (g n >= 0)\nlet p n = admit ()",
            ),
            "does not accept its header",
        ),
    ] {
        let Some(folder) = real(&[("Bad.fst", &text)]) else { return };
        folder
            .run(&["prove", "Bad.fst", "--theorem", "p", "--timeout", "5s"])
            .exits(2)
            .says(&["statement_error", why]);
    }
}

#[test]
fn a_statement_alone_is_proved_and_a_configuration_is_honoured() {
    let library = "module Library\nlet twice (n:nat) : nat = n + n\n";
    let text = "module Main\nopen Library\nval p : n:nat -> Lemma (twice n >= n)\n";
    let config = "{\"include_dirs\": [\"lib\"], \"options\": [\"--z3rlimit\", \"7\"]}";
    let files = [("lib/Library.fst", library), ("Main.fst", text), ("Main.fst.config.json", config)];
    let Some(folder) = real(&files) else { return };
    let ran = folder.run(&["prove", "Main.fst", "--json"]).exits(0);
    let version = ran.records()[0]["certificate"]["version"].as_str().unwrap().to_owned();
    assert!(version.starts_with("F* ") && version.ends_with(", --z3rlimit 7"), "{version}");
    let args = ["prove", "--prover", "fstar", "--statement", "n:nat -> m:nat -> Lemma (n + m == m + n)"];
    let ran = folder.run(&args).exits(0);
    assert!(ran.out.contains("val statement : ") && ran.out.contains("let statement n m = ()"), "{ran:?}");
}

#[test]
fn check_demands_the_same_statements() {
    let asked = format!("{SUM}val p : n:nat -> Lemma (sum n >= n)\nlet p n = admit ()\n");
    let solved =
        format!("{SUM}val p : n:nat -> Lemma (sum n >= n)\nlet rec p n = if n = 0 then () else p (n - 1)\n");
    let weaker = solved.replace("sum n >= n", "sum n >= 0");
    let assumed = solved.replace("val p", "assume val ax : n:nat -> Lemma (sum n >= n)\nval p");
    let files = [
        ("asked/Sum.fst", &*asked),
        ("good/Sum.fst", &*solved),
        ("weak/Sum.fst", &*weaker),
        ("bad/Sum.fst", &*assumed),
    ];
    let Some(folder) = real(&files) else { return };
    let check = |file: &str, code| folder.run(&["check", file, "--against", "asked/Sum.fst"]).exits(code).out;
    assert!(check("good/Sum.fst", 0).contains("certified p"));
    assert!(check("weak/Sum.fst", 1).contains("not the one that is demanded"));
    assert!(check("bad/Sum.fst", 1).contains("a `assume` above it"));
    let ran = folder.run(&["check", "bad/Sum.fst"]).exits(1);
    assert!(ran.out.contains("rejected  ax: it is assumed"), "{ran:?}");
    fs::write(folder.path("good/Sum.fst"), solved.replace("p (n - 1)", "p n")).unwrap();
    let ran = folder.run(&["check", "good/Sum.fst"]).exits(1);
    assert!(ran.out.contains("error     good/Sum.fst: 5:"), "{ran:?}");
}

#[test]
fn the_interface_of_a_module_states_what_it_proves() {
    let module = "module Face\nlet a : nat = 3\nlet p n = admit ()\nlet q (n:nat) : Lemma (n + a >= 1) = admit ()\nlet b = -1\n";
    let interface = "module Face\nval a : nat\nval p : n:nat -> Lemma (n + a >= n)\nval b : int\n";
    let Some(folder) = real(&[("Face.fst", module), ("Face.fsti", interface)]) else { return };
    folder.run(&["prove", "Face.fst", "--in-place", "--timeout", "10s"]).exits(0).says(&["2 of 2 proved"]);
    let text = folder.read("Face.fst");
    assert!(text.contains("\nlet p n = ()\n") && !text.contains("val "), "{text}");
    assert!(folder.run(&["check", "Face.fst"]).exits(0).out.contains("certified p"));
}

/// The modules of the bridge, its example with holes, and the solutions.
#[test]
fn the_bridge_and_its_example_hold() {
    if real_fstar().is_none() {
        return;
    }
    let bridge = Path::new(env!("CARGO_MANIFEST_DIR")).join("fstar-bridge");
    let names = [
        "Proofwright.Bridge.fst",
        "Proofwright.Goal.fst",
        "example/Example.fst",
        "example/solved/Example.fst",
    ];
    let mut files: Vec<(&str, String)> =
        names.iter().map(|it| (*it, fs::read_to_string(bridge.join(it)).unwrap())).collect();
    let config = "example/Example.fst.config.json";
    files.push((config, fs::read_to_string(bridge.join(config)).unwrap()));
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let folder = Folder::with(&files);
    folder.run(&["check", "Proofwright.Bridge.fst", "Proofwright.Goal.fst"]).exits(0);
    let ran =
        folder.run(&["check", "example/solved/Example.fst", "--against", "example/Example.fst"]).exits(0);
    assert_eq!(ran.out.matches("  certified ").count(), 4, "{ran:?}");
    let args =
        ["prove", "example/Example.fst", "--theorem", "gauss", "--theorem", "len_app", "--timeout", "30s"];
    folder.run(&args).exits(0).says(&["2 of 2 proved"]);
}
