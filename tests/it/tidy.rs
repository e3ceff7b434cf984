//! The tree keeps its own rules; `cargo xtask tidy` runs the same checks.

use std::{fs, path::Path};

use xtask::tidy;

#[test]
fn the_tree_is_tidy() {
    let problems = tidy::check(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
}

/// What is found in a tree that has just this file.
fn found(path: &str, text: &str) -> Vec<String> {
    let root = tempfile::tempdir().unwrap();
    let file = root.path().join(path);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, text).unwrap();
    tidy::check(root.path()).unwrap()
}

#[test]
fn each_rule_finds_what_it_is_for() {
    let cases = [
        ("src/search/a.rs", "use crate::driver::X;", "1: `search` may not use `crate::driver::X`"),
        (
            "src/search/a.rs",
            "use crate::{\n prover::pool::X};",
            "1: `search` may not use `crate::prover::pool::X`",
        ),
        ("src/theorem/mod.rs", "fn f() { crate::prover::X }", "1: `theorem` may not use `crate::prover::X`"),
        ("src/driver/mod.rs", "use crate::cli;", "1: `driver` may not use `crate::cli`"),
        ("src/cli/a.rs", "use crate::testing::X;", "1: `cli` may not use `crate::testing::X`"),
        ("src/new.rs", "", "1: module `new` has no place in the layers; give it one in xtask/src/tidy.rs"),
        (
            "src/search/a.rs",
            "use std::{fmt, time::{Duration, Instant}};",
            "1: `search` is pure and may not use `std::time::Instant`",
        ),
        ("src/theorem/a.rs", "\nstd::env::var(x)", "2: `theorem` is pure and may not use `std::env::var`"),
        ("src/search/a.rs", "use tokio::time;", "1: `search` is pure and may not use `tokio::time`"),
        ("src/driver/a.rs", "println!()", "1: `println!` outside of src/cli"),
        ("src/prover/a.rs", "let x = io::stdout();", "1: `io::stdout` outside of src/cli"),
        ("tests/it/a.rs", "#[test]\n#[ignore]\nfn f() {}", "2: `#[ignore` is left over"),
        ("benches/a.rs", "dbg!(1)", "1: `dbg!` is left over"),
        ("xtask/src/a.rs", "fn f() { todo!() }", "1: `todo!` is left over"),
        ("tests/it/a.rs", "\tf()", "1: a tab"),
        ("corpora/a.lean", "a\nb ", "2: white space at the end of the line"),
        ("lean-project/A.lean", &"\n".repeat(601), "601: 601 lines; split it, 600 are the most"),
        ("ARCHITECTURE.md", "see\nthis (tests: a::b,\n  `c`)", "2: there is no test `a::b`"),
        ("ARCHITECTURE.md", "see `tests: it::a, c`", "1: there is no test `c`"),
    ];
    for (path, text, problem) in cases {
        let all = found(path, text);
        assert!(all.contains(&format!("{path}:{problem}")), "{path} {text:?}: {all:?}");
    }
}

#[test]
fn what_is_allowed_is_let_through() {
    let cases = [
        (
            "src/search/a.rs",
            "use crate::{prover::{Goal, Verdict}, proposer::Proposal, theorem::fill, search::X};",
        ),
        ("src/search/a.rs", "//! println! and todo!\nconst X: &str = \"std::fs\"; // crate::cli"),
        (
            "src/search/a.rs",
            "use std::time::Duration;\n#[cfg(test)]\nmod tests {\n    use crate::testing::Table;\n}",
        ),
        ("src/prover/pool_tests.rs", "use crate::testing::Table;"),
        ("src/cli/print.rs", "println!()"),
        ("lean-project/Repl.lean", &"\n".repeat(1000)),
    ];
    for (path, text) in cases {
        assert_eq!(found(path, text), Vec::<String>::new(), "{path} {text:?}");
    }
}

#[test]
fn a_test_that_a_page_names_is_found() {
    let root = tempfile::tempdir().unwrap();
    fs::create_dir_all(root.path().join("src/search")).unwrap();
    let tests = "#[cfg(test)]\nmod tests {\n    #[tokio::test(start_paused = true)]\n    async fn a() {}\n    fn b() {}\n}";
    fs::write(root.path().join("src/search/mod.rs"), tests).unwrap();
    fs::create_dir_all(root.path().join("tests/it")).unwrap();
    fs::write(root.path().join("tests/it/tidy.rs"), "").unwrap();
    fs::write(root.path().join("ARCHITECTURE.md"), "`tests: search::a`, and (tests: tidy,\n search::a, b)")
        .unwrap();
    assert_eq!(tidy::check(root.path()).unwrap(), ["ARCHITECTURE.md:1: there is no test `b`"]);
}
