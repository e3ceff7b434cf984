//! `proofwright formalize` with models that answer what `tests/model/formalize.md` says, on the real Lean.

use std::{fmt::Write as _, fs, sync::Arc};

use serde_json::{Value, json};
use wiremock::{Mock, MockServer, Request, ResponseTemplate, matchers};

use crate::{cli::Folder, real};

const REPLIES: &str = include_str!("../model/formalize.md");

/// How the prompts of each kind begin, or what only they say.
const KINDS: [(&str, &str); 5] = [
    ("formalize", "you put mathematics that is written in words"),
    ("amend", "you mend a formal statement"),
    ("informalize", "you say in plain words"),
    ("judge", "You check whether a formal statement"),
    ("compare", "Two statements claim to say the same"),
];

/// What is answered to a kind of prompt, if this stands in it.
struct Reply {
    kind: String,
    when: String,
    text: String,
}

/// The texts, and all replies.
fn replies() -> (Vec<String>, Vec<Reply>) {
    let (mut texts, mut replies) = (Vec::new(), Vec::new());
    for case in REPLIES.split("\n## ").skip(1) {
        for block in case.split("\n````").skip(1).step_by(2) {
            let (head, body) = block.split_once('\n').unwrap();
            let (kind, flags) = head.split_once(' ').unwrap_or((head, ""));
            if kind == "text" {
                texts.push(body.to_owned());
                continue;
            }
            assert!(flags.starts_with("written-by-us"), "{head}: who wrote it?");
            assert!(KINDS.iter().any(|it| it.0 == kind), "{head}: what is it for?");
            let when = flags
                .split_once('`')
                .map_or(texts[texts.len() - 1].as_str(), |it| it.1.trim_end_matches('`'));
            let many = format!("{}1 = 1{}", "(".repeat(3900), ")".repeat(3900));
            let text = body.replace("(…)", &many);
            replies.push(Reply { kind: kind.into(), when: when.into(), text });
        }
    }
    (texts, replies)
}

fn prompt(body: &Value) -> &str {
    body["messages"][0]["content"].as_str().unwrap()
}

/// The kind of a prompt.
fn kind_of(prompt: &str) -> &'static str {
    KINDS.iter().find(|it| prompt.contains(it.1)).unwrap_or_else(|| panic!("what is this? {prompt}")).0
}

/// A server that answers so.
async fn server() -> MockServer {
    let replies = Arc::new(replies().1);
    let answer = move |request: &Request| {
        let body: Value = request.body_json().unwrap();
        let kind = kind_of(prompt(&body));
        let fits = |it: &&Reply| it.kind == kind && prompt(&body).contains(&it.when);
        let all: Vec<&str> = replies.iter().filter(fits).map(|it| it.text.as_str()).collect();
        assert!(!all.is_empty(), "nothing is written for {}", prompt(&body));
        let wanted = body["n"].as_u64().unwrap_or(1) as usize;
        let texts = (0..wanted).map(|nth| all[nth.min(all.len() - 1)]);
        let choices: Vec<Value> =
            texts.map(|it| json!({ "message": { "content": it }, "finish_reason": "stop" })).collect();
        let usage = json!({ "prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110 });
        ResponseTemplate::new(200).set_body_json(json!({ "choices": choices, "usage": usage }))
    };
    let server = MockServer::start().await;
    Mock::given(matchers::any()).respond_with(answer).mount(&server).await;
    server
}

/// What of a record does not differ between runs, as a page.
fn page(records: &[Value]) -> String {
    let mut page = String::new();
    for record in records {
        writeln!(page, "# {}", record["informal"].as_str().unwrap()).unwrap();
        if let Some(error) = record["error"].as_str() {
            writeln!(page, "error: {error}").unwrap();
        }
        for it in record["candidates"].as_array().unwrap() {
            let header = it["header"].as_str().unwrap_or_default();
            let statement: String = it["statement"].as_str().unwrap().chars().take(120).collect();
            writeln!(page, "## {header}{statement}").unwrap();
            let stands = if it["stands"] == true { "stands" } else { "rejected" };
            writeln!(page, "{stands}, {} votes, {}: {}", it["votes"], it["source"], it["reading"]).unwrap();
            for repair in it["repairs"].as_array().into_iter().flatten() {
                let message = repair["message"].as_str().unwrap().lines().next().unwrap();
                writeln!(page, "repaired: {}: {message}", repair["statement"]).unwrap();
            }
            for finding in it["findings"].as_array().unwrap() {
                if finding["verdict"] != "passed" || finding["check"] == "meaning" {
                    let evidence = finding["evidence"].as_str().unwrap().lines().next().unwrap();
                    let evidence =
                        evidence.split_once("is proved: ").map_or(evidence, |_| "its negation is proved");
                    let evidence = evidence.split_once(": embedded Lean").map_or(evidence, |it| it.0);
                    writeln!(page, "{} {}: {evidence}", finding["check"], finding["verdict"]).unwrap();
                }
            }
        }
        writeln!(page, "{} calls, {} tokens", record["models"]["calls"], record["models"]["tokens"]).unwrap();
        for complaint in record["models"]["complaints"].as_array().into_iter().flatten() {
            writeln!(page, "complaint: {complaint}").unwrap();
        }
        page.push('\n');
    }
    page
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_are_read_mended_judged_and_replayed() {
    let _real = real::lean().await;
    let server = server().await;
    let lines: String = replies().0.iter().map(|it| json!({ "informal": it }).to_string() + "\n").collect();
    let example = r#"{"informal": "The sum of two odd integers is even.", "statement": "theorem odd_sum : Ex := by sorry"}"#;
    let folder = Folder::with(&[("texts.jsonl", &lines), ("examples.jsonl", example)]);
    let run = |more: &[&str]| {
        let args = ["formalize", "texts.jsonl", "--json", "--samples", "6", "--examples", "examples.jsonl"];
        let args = [&args[..], &["--timeout", "4m", "--max-steps", "24"]].concat();
        folder.run(&[&args[..], more].concat()).exits(1)
    };
    let url = format!("{}/v1", server.uri());
    let live = run(&["--formalizer", "openai:m", "--base-url", &url, "--record", "said.jsonl"]);
    insta::assert_snapshot!(page(&live.records()));
    let live = live.says(&[
        "asking openai:m for 6 formal statements",
        "openai:m: 6 answers, 110 tokens",
        "asking openai:m to mend a statement that does not elaborate",
        "asking openai:m what a statement says",
        "asking openai:m whether a statement says the same as the text",
        "openai:m: 1 of 6 answers cannot be used: there are 2 theorems in it",
        "model calls with",
    ]);

    let asked: Vec<Value> =
        server.received_requests().await.unwrap().iter().map(|it| it.body_json().unwrap()).collect();
    let of_kind = |kind: &'static str| asked.iter().map(prompt).filter(move |it| kind_of(it) == kind);
    // Who puts a statement into words has not seen the text.
    for text in replies().0 {
        assert!(of_kind("formalize").filter(|it| it.contains(&text)).count() == 1, "{text}");
        assert!(of_kind("informalize").all(|it| !it.contains(&text)), "{text}");
    }
    let about_sums = of_kind("formalize").find(|it| it.contains("k^2 + k is even")).unwrap();
    assert!(
        about_sums.contains("The sum of two odd integers is even.\n```lean\ntheorem odd_sum"),
        "{about_sums}"
    );
    let mended = of_kind("amend").find(|it| it.contains("IsOdd")).unwrap();
    assert!(
        mended.contains("Twice a natural number j is not odd.")
            && mended.contains("theorem statement_3 (j : Nat)")
    );

    drop(server);
    // What takes Lean long is not done twice.
    let is_quick =
        |it: &&Value| !["k^2", "brackets"].iter().any(|slow| it["informal"].to_string().contains(slow));
    let quick: Vec<Value> = live.records().iter().filter(is_quick).cloned().collect();
    // Names that are given do not depend on what else is in the file.
    let line = |it: &Value| json!({ "informal": it["informal"], "name": it["name"] }).to_string() + "\n";
    let lines = quick.iter().map(line);
    fs::write(folder.path("texts.jsonl"), lines.collect::<String>()).unwrap();
    let replayed = run(&["--formalizer", "replay:said.jsonl", "-q"]);
    assert_eq!(page(&replayed.records()).replace("replay:m", "openai:m"), page(&quick));
    assert_eq!(replayed.err, "");
    fs::write(
        folder.path("written.jsonl"),
        folder.read("said.jsonl").replace(r#""origin":"model""#, r#""origin":"written""#),
    )
    .unwrap();
    let written = folder.run(&[
        "formalize",
        "Five is less than seven.",
        "--name",
        "statement_6",
        "--formalizer",
        "replay:written.jsonl",
        "--samples",
        "6",
    ]);
    assert!(written.out.contains("put forward by replay:written"), "{written:?}");
}

#[test]
fn a_model_that_is_down_is_told_of_and_templates_go_on() {
    let _real = real::lean_blocking();
    let folder = Folder::with(&[]);
    let model = ["--formalizer", "openai:nobody", "--base-url", "http://127.0.0.1:9/v1"];
    let ran = folder.run(&[&["formalize", "1 + 1 = 2"], &model[..]].concat()).exits(1);
    assert!(
        ran.out.contains("not formalized: openai:nobody: nothing listens at http://127.0.0.1:9"),
        "{ran:?}"
    );
    let ran = ran.says(&["--base-url"]);
    assert!(!ran.out.contains("school arithmetic"), "{ran:?}");
    let both =
        [&["formalize", "An even integer plus 2 is even.", "--formalizer", "templates"], &model[..]].concat();
    let ran = folder.run(&both).exits(0).says(&["nothing listens at"]);
    assert!(ran.out.contains("\ntheorem statement (a : Int)"), "{ran:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn named_judges_look_at_what_templates_put_forward_and_a_budget_ends_it() {
    let _real = real::lean().await;
    let server = server().await;
    let folder = Folder::with(&[]);
    let url = format!("{}/v1", server.uri());
    let run = |more: &[&str]| {
        let args = [
            "formalize",
            "Five is less than seven.",
            "--json",
            "--formalizer",
            "templates",
            "--base-url",
            &url,
        ];
        folder.run(&[&args[..], more].concat()).records().remove(0)
    };
    let meaning = |record: &Value| {
        let findings = record["candidates"][0]["findings"].as_array().unwrap();
        findings.iter().find(|it| it["check"] == "meaning").cloned().unwrap_or_default()
    };
    let record = run(&[]);
    assert_eq!((meaning(&record), &record["models"]), (Value::Null, &Value::Null), "{record}");
    let record = run(&["--judge", "openai:a", "--judge", "openai:b"]);
    let opinions = &record["candidates"][0]["opinions"];
    // Two of them are asked in the same words.
    assert_eq!((&opinions[0]["judge"], &opinions[1]["judge"]), (&json!("openai:a"), &json!("openai:b")));
    assert_eq!((&opinions[0]["prompt"], &opinions[1]["prompt"]), (&json!("judge"), &json!("judge")));
    assert_eq!(meaning(&record)["verdict"], "doubtful");
    assert_eq!(record["models"]["calls"], 2);
    let record = run(&["--judge", "openai:a", "--max-calls", "1"]);
    assert_eq!((&record["models"]["calls"], &meaning(&record)["verdict"]), (&json!(1), &json!("doubtful")));
    let opinion = &record["candidates"][0]["opinions"][1]["useless"];
    assert_eq!(opinion, "no model is asked any more: max_calls is reached");
}
