//! Checks of the tree that no compiler makes: layers, purity, sizes, leftovers, tests that documents name.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use crate::rust::{code, paths, without_tests, words};

/// Each module of the library, and what of its siblings it may use; `::Type` is their types alone.
const LAYERS: &[(&str, &[&str])] = &[
    ("theorem", &[]),
    ("prover", &["theorem"]),
    ("proposer", &["theorem", "prover::Type"]),
    ("search", &["theorem", "prover::Type", "proposer::Type"]),
    ("lemma", &["theorem", "prover::Type", "proposer::Type"]),
    ("driver", &["theorem", "prover", "proposer", "search", "lemma"]),
    ("formalize", &["theorem", "prover", "proposer", "search", "lemma", "driver"]),
    ("testing", &["theorem", "prover", "proposer", "search", "driver", "lemma"]),
    ("run", &["theorem", "prover::Type", "driver"]),
    ("report", &["driver", "search::Type", "run"]),
    ("synthesize", &["theorem", "prover", "proposer", "search", "lemma", "driver", "run"]),
    ("lsp", &["theorem", "prover", "proposer", "search", "lemma", "driver"]),
    (
        "cli",
        &[
            "theorem",
            "prover",
            "proposer",
            "search",
            "lemma",
            "driver",
            "formalize",
            "synthesize",
            "lsp",
            "run",
            "report",
        ],
    ),
];

/// Modules that see no clock, environment, file, process or runtime, so that they can be replayed.
const PURE: &[&str] = &["search", "theorem", "lemma/rank", "formalize/reading", "formalize/document"];

/// What those do not use; an empty path is the whole crate.
const IMPURE: &[(&str, &[&str])] = &[
    ("std", &["env", "fs", "process", "net", "thread", "time::Instant", "time::SystemTime"]),
    ("tokio", &[""]),
];

/// No file is longer than this many lines ...
const LONGEST: usize = 600;

/// ... but these: Lean's side is one file, because every runtime elaborates it as one.
const LONG: &[&str] = &["lean-project/Repl.lean"];

/// What is never committed.
const LEFTOVERS: &[&str] = &["todo!", "unimplemented!", "dbg!", "#[ignore"];

/// Printing, which is for `src/cli` alone.
const PRINTS: &[&str] = &["print!", "println!", "eprint!", "eprintln!", "io::stdout", "io::stderr"];

/// Folders of text that people write.
const FOLDERS: &[&str] = &["src", "tests", "benches", "xtask", "lean-project", "corpora", "docs", "editors"];

/// Endings of the files that are read.
const TEXT: &[&str] = &["rs", "lean", "md", "toml", "js", "json", "jsonl", "sh", "html", "ts", "mjs", "lua"];

/// One file of the tree.
struct File {
    /// Its path from the root, with `/`.
    path: String,
    text: String,
}

/// Everything that is wrong with the tree at `root`, as `FILE:LINE: WHAT`, sorted.
///
/// # Errors
/// If a file cannot be read.
pub fn check(root: &Path) -> io::Result<Vec<String>> {
    let mut files = Vec::new();
    for folder in FOLDERS {
        read_all(root, Path::new(folder), &mut files)?;
    }
    for entry in fs::read_dir(root)? {
        read_text(root, &PathBuf::from(entry?.file_name()), &mut files)?;
    }
    let mut problems = Vec::new();
    for file in &files {
        let mut report = |line: usize, what: String| problems.push((&file.path, line, what));
        text(file, &mut report);
        if file.path.ends_with(".rs") {
            let code = code(&file.text);
            for word in LEFTOVERS {
                words(&code, word)
                    .into_iter()
                    .for_each(|line| report(line, format!("`{word}` is left over")));
            }
            if let Some(inside) = file.path.strip_prefix("src/") {
                library(inside, without_tests(&code), &mut report);
            }
        }
    }
    if let Some(page) = files.iter().find(|it| it.path == "ARCHITECTURE.md") {
        named_tests(page, &files, &mut |line, what| problems.push((&page.path, line, what)));
    }
    problems.sort();
    Ok(problems.into_iter().map(|(path, line, what)| format!("{path}:{line}: {what}")).collect())
}

fn read_all(root: &Path, folder: &Path, files: &mut Vec<File>) -> io::Result<()> {
    if !root.join(folder).is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(root.join(folder))? {
        let entry = entry?;
        let (name, path) = (entry.file_name(), folder.join(entry.file_name()));
        let built = ["target", "node_modules", "dist"].iter().any(|it| name == *it);
        let built = built || name.to_string_lossy().starts_with('.');
        match entry.file_type()?.is_dir() {
            true if !built => read_all(root, &path, files)?,
            true => {}
            false => read_text(root, &path, files)?,
        }
    }
    Ok(())
}

fn read_text(root: &Path, path: &Path, files: &mut Vec<File>) -> io::Result<()> {
    let ending = path.extension().and_then(|it| it.to_str()).unwrap_or_default();
    let written = path.file_name().is_none_or(|it| it != "package-lock.json");
    if TEXT.contains(&ending) && written && root.join(path).is_file() {
        let parts: Vec<_> = path.iter().map(|it| it.to_string_lossy()).collect();
        files.push(File { path: parts.join("/"), text: fs::read_to_string(root.join(path))? });
    }
    Ok(())
}

/// What holds for every text.
fn text(file: &File, report: &mut impl FnMut(usize, String)) {
    // Lines of data are not to be read from top to bottom.
    let sized = !file.path.ends_with(".jsonl")
        && ["src/", "tests/", "benches/", "xtask/", "lean-project/"]
            .iter()
            .any(|it| file.path.starts_with(it));
    let lines = file.text.lines().count();
    if sized && lines > LONGEST && !LONG.contains(&file.path.as_str()) {
        report(LONGEST + 1, format!("{lines} lines; split it, {LONGEST} are the most"));
    }
    for (line, text) in file.text.split('\n').enumerate() {
        if text.ends_with([' ', '\t', '\r']) {
            report(line + 1, "white space at the end of the line".into());
        }
        if file.path.ends_with(".rs") && text.contains('\t') {
            report(line + 1, "a tab".into());
        }
    }
}

/// What holds for the library; `inside` is the path in `src/`.
fn library(inside: &str, code: &str, report: &mut impl FnMut(usize, String)) {
    let Some((module, _)) = inside.split_once('/').or_else(|| inside.split_once('.')) else { return };
    if matches!(module, "lib" | "main") {
        return;
    }
    let tests = inside.ends_with("_tests.rs");
    match LAYERS.iter().find(|it| it.0 == module) {
        None => report(
            1,
            format!("module `{module}` has no place in the layers; give it one in xtask/src/tidy.rs"),
        ),
        Some(_) if tests => {}
        Some((_, allowed)) => {
            for (line, path) in paths(code, "crate") {
                if path.first().is_some_and(|it| it != module) && !may_use(allowed, &path) {
                    report(line, format!("`{module}` may not use `crate::{}`", path.join("::")));
                }
            }
        }
    }
    let is_in = |it: &&&str| inside.strip_prefix(**it).is_some_and(|rest| rest.starts_with(['/', '.']));
    if let Some(module) = PURE.iter().find(is_in) {
        for (root, impure) in IMPURE {
            for (line, path) in paths(code, root) {
                let path = path.join("::");
                if impure
                    .iter()
                    .any(|it| it.is_empty() || path == *it || path.starts_with(&format!("{it}::")))
                {
                    report(line, format!("`{module}` is pure and may not use `{root}::{path}`"));
                }
            }
        }
    }
    if module != "cli" {
        for word in PRINTS {
            words(code, word)
                .into_iter()
                .for_each(|line| report(line, format!("`{word}` outside of src/cli")));
        }
    }
}

fn may_use(allowed: &[&str], path: &[String]) -> bool {
    allowed.iter().any(|it| match it.strip_suffix("::Type") {
        Some(module) => path[0] == module && path.get(1).is_some_and(|it| it.starts_with(char::is_uppercase)),
        None => path[0] == *it,
    })
}

/// Each test in a page's `(tests: name, other::name)` must be there; a file of tests has its own name.
fn named_tests(page: &File, files: &[File], report: &mut impl FnMut(usize, String)) {
    let sources: Vec<String> =
        files.iter().filter(|it| it.path.ends_with(".rs")).map(|it| code(&it.text)).collect();
    for (at, _) in page.text.match_indices("tests: ") {
        let Some(open @ ('(' | '`')) = page.text[..at].chars().next_back() else { continue };
        let close = if open == '(' { ')' } else { '`' };
        let list = page.text[at + "tests: ".len()..].split(close).next().unwrap_or_default();
        for name in list.split(',').map(|it| it.trim().trim_matches('`')).filter(|it| !it.is_empty()) {
            let last = name.rsplit("::").next().unwrap_or(name);
            let file = format!("tests/it/{last}.rs");
            let function = format!("fn {last}(");
            if !files.iter().any(|it| it.path == file) && !sources.iter().any(|it| is_test(it, &function)) {
                report(page.text[..at].matches('\n').count() + 1, format!("there is no test `{name}`"));
            }
        }
    }
}

fn is_test(code: &str, function: &str) -> bool {
    code.match_indices(function).any(|(at, _)| {
        // The attributes stand between the end of the item before and the function.
        let before = code[..at].rsplit(['}', ';', '{']).next().unwrap_or_default();
        before.contains("test]") || before.contains("test(")
    })
}
