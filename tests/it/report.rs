//! Reports: what stands in the pages, and how they behave in a real browser.

use std::{fmt::Write as _, fs, path::Path, sync::Arc};

use proofwright::{
    driver::{Record, Status},
    proposer::Proposals,
    prover::Certificate,
    run::{Claim, Row, Run, Statement},
    search::{
        Budget, Next, Search, SearchOptions,
        journal::{Entry, Event, Head},
    },
    testing::{ScriptedProver, Table},
    theorem::{ProverKind, Theorem},
};
use serde_json::json;

use crate::{browser::browser, cli::Folder};

/// A name and a goal that would do harm if they were not text.
const HOSTILE: &str =
    "</script><script>document.title='harmed'</script><img src=x onerror=\"document.title='harmed'\">";

/// The journal of a search on a table.
fn journal(table: &str, steps: u64) -> String {
    let table = Arc::new(Table::parse(table).unwrap());
    let mut prover = ScriptedProver::new(table.clone());
    let budget = Budget { steps: Some(steps), ..Budget::default() };
    let head = Head {
        lemmas: Vec::new(),
        theorem: "t".into(),
        hash: String::new(),
        options: SearchOptions::default(),
        budget,
        root: prover.root(),
    };
    let mut search = Search::new(head.root.clone(), head.options.clone(), budget);
    let mut text = serde_json::to_string(&head).unwrap() + "\n";
    let mut given = 0;
    loop {
        let next = search.next();
        given += u32::from(!matches!(next, Next::Wait | Next::Done(_)));
        let event = match next {
            Next::Propose { group, round, .. } => {
                let name = proofwright::testing::group_text(search.goal(group));
                let proposals = table.proposals(&name, round, "scripted");
                let exhausted = round >= table.last_round(&name);
                Event::Proposed { group, answer: Proposals { proposals, exhausted, ..Proposals::default() } }
            }
            Next::Try { step, state, text, .. } => {
                Event::Verdict { step, verdict: prover.answer(state, &text).unwrap() }
            }
            Next::Write { ask, .. } => {
                Event::Written { ask, answer: Proposals { exhausted: true, ..Proposals::default() } }
            }
            Next::Wait | Next::Done(_) => return text,
        };
        let entry = Entry { ms: 0, given: std::mem::take(&mut given), event: event.clone() };
        text += &(serde_json::to_string(&entry).unwrap() + "\n");
        search.apply(event);
    }
}

/// Goals of which each leaves ten others, most of which fail.
fn large() -> String {
    let mut table = String::new();
    for goal in 0..600 {
        let name = if goal == 0 { "root".to_owned() } else { format!("goal {goal} of many") };
        for step in 0..10 {
            let left = match step {
                0..2 => format!("goal {} of many", 2 * goal + step + 1),
                _ => "rejected it does not fit".to_owned(),
            };
            writeln!(table, "{name}: tactic {step} [-{step}] => {left}").unwrap();
        }
    }
    table
}

/// A run of three statements, the second under a hostile name and the third with a large tree.
fn run(path: &Path) {
    let statement = |id: &str, topic: &str| Statement {
        id: id.into(),
        name: id.into(),
        prover: Some(ProverKind::Lean),
        statement: format!("theorem t : {id} := by sorry"),
        hash: "0".repeat(64),
        header_hash: "1".repeat(64),
        topic: topic.into(),
        ..Statement::default()
    };
    let statements = [statement("short", "logic"), statement(HOSTILE, "lists"), statement("long", "logic")];
    let headers = ["open Nat"; 3];
    let mut folder =
        Claim::take(path, false).unwrap().begin(&json!({ "pass": 1 }), &statements, &headers).unwrap();
    let rows = [(Status::Proved, 300, 9), (Status::Error, 20, 0), (Status::Unproved, 5000, 5000)];
    for (index, (status, wall_ms, steps)) in rows.into_iter().enumerate() {
        let id = statements[index].id.clone();
        let theorem = Theorem::new(&id, ProverKind::Lean, "", "theorem t : p := by sorry", 17..25);
        let mut record = Record { status, ..Record::empty(&theorem) };
        (record.spent.wall_ms, record.spent.steps) = (wall_ms, steps);
        match status {
            Status::Proved => {
                record.proof = Some("theorem t : p := by\n  intro\n  closing".into());
                record.certificate = Some(Certificate {
                    prover: "lean".into(),
                    version: "Lean 4.28.0".into(),
                    axioms: vec!["propext".into()],
                    statement_hash: "0".repeat(64),
                    header_hash: "1".repeat(64),
                    wall_ms: 12,
                });
            }
            _ => (record.reason, record.message) = (Some("timeout".into()), Some(HOSTILE.into())),
        }
        let started_at = "2026-01-01T00:00:00Z".into();
        folder.add(&Row { id, index, attempt: 0, started_at, ended_ms: 1000, record }).unwrap();
    }
    let short = "root: fail => rejected no such lemma\nroot: intro [-1] => half, other\nhalf: closing => closed\n\
                 other: slow => inconclusive time\nother: closing [-1] => closed";
    let run = Run { path: path.to_owned(), ..Run::default() };
    fs::write(run.tree("short", 0), journal(short, 100)).unwrap();
    let hostile = format!("root: {HOSTILE} => rejected {HOSTILE}");
    fs::write(run.tree(HOSTILE, 0), journal(&hostile, 100)).unwrap();
    fs::write(run.tree("long", 0), journal(&large(), 5000)).unwrap();
}

#[test]
fn pages_escape_what_they_are_given_and_ask_nothing_of_anybody() {
    let folder = Folder::with(&[]);
    run(&folder.path("run"));
    let ran = folder.run(&["report", "run"]).exits(0).says(&["the report is run/report/index.html"]);
    assert_eq!(ran.out, "");
    let pages: Vec<_> =
        fs::read_dir(folder.path("run/report/theorems")).unwrap().map(|it| it.unwrap().path()).collect();
    assert_eq!(pages.len(), 3);
    for page in pages.into_iter().chain([folder.path("run/report/index.html")]) {
        let text = fs::read_to_string(&page).unwrap();
        assert!(!text.contains("<img") && !text.contains("<script>document"), "{}", page.display());
        assert!(!text.contains("http://") && !text.contains("https://"), "{}", page.display());
        assert!(text.contains("Content-Security-Policy"), "{}", page.display());
    }
    let short = folder.read("run/report/theorems/short.html");
    assert!(short.contains("closing") && short.contains("propext") && short.contains("open Nat"), "{short}");
}

#[test]
fn what_cannot_be_reported_is_told() {
    let folder = Folder::with(&[("records.jsonl", ""), ("empty/x", "")]);
    folder.run(&["report", "none"]).exits(2).says(&["none", "hint:"]);
    folder.run(&["report", "empty"]).exits(2).says(&["empty holds no run"]);
    folder.run(&["report", "records.jsonl"]).exits(2).says(&["--out DIR"]);
    run(&folder.path("run"));
    folder
        .run(&["report", "run", "--dot", "shirt"])
        .exits(2)
        .says(&["no statement `shirt`", "did you mean short?"]);
    fs::write(folder.path("run/trees/short.0.jsonl"), "not a journal\n").unwrap();
    folder.run(&["report", "run"]).exits(0).says(&[
        "warning:",
        "1 search trees cannot be shown",
        "short.0.jsonl",
        "none of a journal",
    ]);
}

#[test]
fn a_tree_is_drawn_by_graphviz() {
    let folder = Folder::with(&[]);
    run(&folder.path("run"));
    let dot = folder.run(&["report", "run", "--dot", "short"]).exits(0).out;
    insta::assert_snapshot!(dot, @r##"
    digraph {
        0 [ shape=box, color="#1a7f37", penwidth=3, label="⊢ root\l"]
        1 [ shape=box, color="#1a7f37", penwidth=3, label="⊢ half\l"]
        2 [ shape=box, color="#1a7f37", penwidth=3, label="⊢ other\l"]
        3 [ shape=ellipse, color="#1a7f37", penwidth=3, label="intro\l"]
        4 [ shape=ellipse, color="#1a7f37", penwidth=3, label="closing\l"]
        5 [ shape=ellipse, color="#1a7f37", penwidth=3, label="closing\l"]
        0 -> 3 [ ]
        3 -> 1 [ ]
        3 -> 2 [ ]
        1 -> 4 [ ]
        2 -> 5 [ ]
    }
    "##);
}

#[test]
fn pages_work_in_a_browser() {
    let Some(mut browser) = browser() else { return };
    let folder = Folder::with(&[]);
    run(&folder.path("run"));
    folder.run(&["report", "run"]).exits(0);
    let report = folder.path("run/report").canonicalize().unwrap();
    let rows = "[...document.querySelectorAll('#theorems tbody tr')].filter(it => !it.hidden).map(it => it.cells[0].textContent)";

    // The table sorts by what is clicked, and filters by what is typed and chosen.
    browser.open(&report.join("index.html"));
    assert_eq!(browser.eval("document.querySelectorAll('svg').length"), 3);
    assert_eq!(browser.eval(rows), json!(["short", HOSTILE, "long"]));
    browser.click("th:nth-child(5) button");
    assert_eq!(browser.eval(rows), json!([HOSTILE, "short", "long"]));
    browser.click("th:nth-child(5) button");
    assert_eq!(browser.eval(rows), json!(["long", "short", HOSTILE]));
    assert_eq!(
        browser.eval("document.querySelector('th:nth-child(5)').getAttribute('aria-sort')"),
        "descending"
    );
    let typed = "const it = document.getElementById('search'); it.value = 'ProVed logic'; it.dispatchEvent(new Event('input'))";
    browser.eval(typed);
    assert_eq!(browser.eval(rows), json!(["long", "short"]));
    browser.eval("const choice = document.querySelector('select'); choice.value = 'proved'; choice.dispatchEvent(new Event('change'))");
    assert_eq!(browser.eval(rows), json!(["short"]));
    assert_eq!(browser.eval("document.getElementById('shown').textContent"), "1 of 3");
    let light = browser.picture("light");
    assert_ne!(light, browser.picture("dark"));

    // The winning path is open; a click tells of a node.
    browser.follow("#theorems a[href*=short]");
    let label = |text: &str| {
        format!(
            "[...document.querySelectorAll('#tree .label')].find(it => it.textContent.includes('{text}'))"
        )
    };
    assert_eq!(browser.eval("document.querySelectorAll('#tree .won').length"), 6);
    let detail = "document.getElementById('detail').textContent";
    assert!(browser.eval(detail).as_str().unwrap().contains("⊢ root"));
    browser.eval(&format!("{}.id = 'half'", label("⊢ half")));
    browser.click("#half");
    assert!(browser.eval(detail).as_str().unwrap().contains("⊢ half"));
    browser.eval(&format!("{}.id = 'fail'", label("fail")));
    browser.click("#fail");
    assert!(browser.eval(detail).as_str().unwrap().contains("no such lemma"));
    // By keyboard: to the root, close it, open it, down to the first step.
    browser.press(&["Home", "ArrowLeft"]);
    assert_eq!(browser.eval("document.activeElement.getAttribute('aria-expanded')"), "false");
    browser.press(&["ArrowRight", "ArrowDown"]);
    assert!(browser.eval("document.activeElement.textContent").as_str().unwrap().contains("intro"));
    assert!(browser.eval(detail).as_str().unwrap().contains("intro"));

    // What is hostile is text.
    let hostile = fs::read_dir(report.join("theorems")).unwrap().map(|it| it.unwrap().path());
    let hostile = hostile.into_iter().find(|it| it.to_string_lossy().contains("script")).unwrap();
    browser.open(&hostile);
    assert_eq!(browser.eval("document.querySelector('h1').textContent"), HOSTILE);
    assert_eq!(browser.eval("document.images.length"), 0);
    assert_eq!(browser.eval("document.title"), HOSTILE);
    assert!(browser.eval("document.getElementById('tree').textContent").as_str().unwrap().contains(HOSTILE));

    // Thousands of nodes are there within a moment.
    browser.open(&report.join("theorems/long.html"));
    let time = browser.eval(
        "const begun = performance.now(); document.getElementById('all').click(); performance.now() - begun",
    );
    assert!(time.as_f64().unwrap() < 5000.0, "{time} ms");
    let nodes = browser.eval("document.querySelectorAll('#tree li').length").as_u64().unwrap();
    assert!(nodes >= 5000, "{nodes}");
    browser.eval("document.querySelector('#tree li').focus()");
    browser.press(&["End"]);
    assert!(browser.eval("Number(document.activeElement.getAttribute('aria-level'))").as_u64() > Some(1));

    assert_eq!(browser.complaints, [""; 0]);
    let inside = format!("file://{}/", report.display());
    let outside: Vec<_> =
        browser.requests.iter().filter(|it| !it.starts_with(&inside) && !it.starts_with("data:")).collect();
    assert!(outside.is_empty() && browser.requests.len() >= 4, "{outside:?} {:?}", browser.requests);
    if let Some(folder) = std::env::var_os("PROOFWRIGHT_PICTURES") {
        pictures(&mut browser, &report, Path::new(&folder));
    }
}

/// Pictures for people to look at, where they ask for them.
fn pictures(browser: &mut crate::browser::Browser, report: &Path, folder: &Path) {
    for (page, name) in
        [("index.html", "index"), ("theorems/short.html", "short"), ("theorems/long.html", "long")]
    {
        browser.open(&report.join(page));
        for scheme in ["light", "dark"] {
            fs::write(folder.join(format!("{name}-{scheme}.png")), browser.picture(scheme)).unwrap();
        }
    }
}
