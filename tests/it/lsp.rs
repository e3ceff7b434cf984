//! The language server: the built program, a client on its stdio, and the real Lean.

use std::{
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use crate::{
    cli::Folder,
    lsp_client::{Client, position},
    real,
};

const URI: &str = "untitled:a.lean";

fn folder() -> Folder {
    Folder::with(&[])
}

/// A server on the embedded Lean that may work on one theorem for some seconds.
fn ready(folder: &Folder, settings: Value) -> Client {
    Client::ready(folder, &["--runtime", "embedded"], settings).0
}

fn titles(actions: &Value) -> Vec<&str> {
    actions.as_array().unwrap().iter().map(|it| it["title"].as_str().unwrap()).collect()
}

#[test]
fn a_hole_is_shown_searched_and_filled() {
    let real = real::lean_blocking();
    let folder = folder();
    let (mut client, capabilities) =
        Client::ready(&folder, &["--runtime", "embedded"], json!({"timeout": "60s"}));
    assert_eq!(capabilities["positionEncoding"], "utf-16");
    let text =
        "-- 𝕜 sorry\ntheorem sum (𝕜 b : Nat) (h : 𝕜 + 3 = b) : b - 3 = 𝕜 := by sorry\n\ndef after := 1\n";
    client.open(URI, text);
    client.states(URI, &["not checked yet"]);
    client.states(URI, &["open"]);
    let diagnostics = client.wait("diagnostics", |it| {
        it["method"] == "textDocument/publishDiagnostics" && it["params"]["diagnostics"][0]["code"] == "open"
    });
    let diagnostic = &diagnostics["params"]["diagnostics"][0];
    assert_eq!(
        (diagnostic["severity"].as_u64(), diagnostic["source"].as_str()),
        (Some(4), Some("proofwright"))
    );
    assert_eq!(diagnostic["range"]["start"], position(text, text.find("by sorry").unwrap()));

    let begun = Instant::now();
    let hover = loop {
        let hover = client.ask_at("textDocument/hover", URI, "sorry\n\ndef")["contents"]["value"].clone();
        let hover = hover.as_str().unwrap().to_owned();
        if hover.contains('⊢') {
            break hover;
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "{hover}");
        thread::sleep(Duration::from_millis(100));
    };
    assert!(hover.contains("h : 𝕜 + 3 = b\n⊢ b - 3 = 𝕜"), "{hover}");
    let hints = client.request(
        "textDocument/inlayHint",
        json!({"textDocument": {"uri": URI}, "range": {"start": {"line": 0, "character": 0}, "end": {"line": 9, "character": 0}}}),
    );
    assert_eq!(hints["result"][0]["label"], "open");
    let actions = client.ask_at("textDocument/codeAction", URI, "theorem");
    assert_eq!(titles(&actions), ["Prove sum", "Prove all holes in this file"]);

    let command = &actions[0]["command"];
    let params = json!({"command": command["command"], "arguments": command["arguments"]});
    let answer = client.request("workspace/executeCommand", params);
    assert_eq!(answer["result"]["jobs"], 1);
    client.states(URI, &["running"]);
    // The text above goes on in the meantime: the proof is certified behind it and put where its hole is now.
    client.edit(URI, 0..0, "-- more\n");
    let begin = client.wait("progress", |it| it["params"]["value"]["kind"] == "begin");
    assert_eq!(begin["params"]["value"]["title"], "Proving sum");
    assert_eq!(begin["params"]["value"]["cancellable"], true);
    let end = client.wait("the end of progress", |it| it["params"]["value"]["kind"] == "end");
    assert_eq!(end["params"]["value"]["message"], "sum: certified");
    client.states(URI, &[]);
    let done = client.text(URI).to_owned();
    assert!(
        done.starts_with("-- more\n-- 𝕜 sorry\ntheorem sum") && done.ends_with("\n\ndef after := 1\n"),
        "{done}"
    );
    assert!(!done.contains("by sorry"), "{done}");
    assert!(!real::workers_of(client.child.id()).is_empty());
    let (status, time) = client.leave();
    assert!(status.success() && time < Duration::from_secs(2), "{status} after {time:?}");
    drop(real);
}

#[test]
fn a_search_that_is_cancelled_stops_at_once_and_makes_room() {
    let real = real::lean_blocking();
    let folder = folder();
    let mut client = ready(&folder, json!({"timeout": "100s", "refutation": false}));
    // Nobody proves this in a hurry.
    let hard = "theorem hard (a b c : Nat) (h : 2 < c) (p : 0 < a ∧ 0 < b) : a ^ c + b ^ c ≠ (a + b) ^ c - a * b * c := by sorry\n";
    client.open(URI, &format!("{hard}theorem easy : 2 + 2 = 4 := by sorry\n"));
    client.states(URI, &["open", "open"]);
    client.command("proofwright.prove", URI, "hard");
    client.wait("progress", |it| it["params"]["value"]["kind"] == "report");
    client.command("proofwright.prove", URI, "easy");
    client.states(URI, &["running", "queued"]);
    assert_eq!(titles(&client.ask_at("textDocument/codeAction", URI, "hard"))[0], "Stop proving hard");

    let begin = client.wait("progress", |it| it["params"]["value"]["kind"] == "begin");
    let begun = Instant::now();
    client.notify("window/workDoneProgress/cancel", json!({"token": begin["params"]["token"]}));
    let token = begin["params"]["token"].clone();
    let end =
        client.wait("the end", |it| it["params"]["token"] == token && it["params"]["value"]["kind"] == "end");
    let time = begun.elapsed();
    assert_eq!(end["params"]["value"]["message"], "hard: cancelled");
    assert!(time < Duration::from_millis(500), "cancelled after {time:?}");
    client.states(URI, &["cancelled", "running"]);
    client.states(URI, &["cancelled"]);
    assert!(!client.text(URI).contains("4 := by sorry") && client.text(URI).starts_with(hard));

    // A client that is killed says nothing.
    client.command("proofwright.prove", URI, "hard");
    client.states(URI, &["running"]);
    let server = client.child.id();
    let workers = real::workers_of(server);
    assert!(!workers.is_empty());
    client.hang_up();
    let gone = |it: &i32| !std::path::Path::new(&format!("/proc/{it}")).exists();
    let begun = Instant::now();
    while !workers.iter().all(gone) {
        assert!(begun.elapsed() < Duration::from_secs(5), "{workers:?} outlive their server");
        thread::sleep(Duration::from_millis(20));
    }
    drop(real);
}

#[test]
fn all_holes_are_proved_together_and_what_is_false_is_told() {
    let real = real::lean_blocking();
    let folder = folder();
    let mut client = ready(&folder, json!({"timeout": "40s", "max-steps": 400}));
    let text = "theorem one (p q : Prop) (h : p ∧ q) : q ∧ p := by\r\n  constructor\r\n  · sorry\r\n  · sorry\r\n\r\n\
                theorem wrong (n : Nat) : n < n := by sorry\r\n\r\ntheorem fails (a b : Nat) : a + b = b + a := by\r\n  rfl\r\n";
    client.open(URI, text);
    let states = client.states(URI, &["open", "open", "open", "open"]);
    let failing = states["holes"][3]["detail"].as_str().unwrap().to_owned();
    assert!(failing.contains("rfl"), "{failing}");
    let actions = client.ask_at("textDocument/codeAction", URI, "constructor");
    assert_eq!(titles(&actions)[0], "Prove one (its 2 holes)");
    let argument = json!({"uri": URI});
    let params = json!({"command": "proofwright.proveAll", "arguments": [argument]});
    assert_eq!(client.request("workspace/executeCommand", params)["result"]["jobs"], 3);
    let states = client.states(URI, &["disproved"]);
    assert!(states["holes"][0]["detail"].as_str().unwrap().contains("negation"), "{states}");
    let done = client.text(URI);
    assert!(
        !done.contains("\n  · sorry") && done.matches('\n').count() == done.matches("\r\n").count(),
        "{done:?}"
    );
    assert!(
        done.contains("n < n := by sorry")
            && done.contains("a + b = b + a := by")
            && !done.contains("  rfl\r\n"),
        "{done}"
    );
    drop(real);
}

#[test]
fn what_a_server_cannot_use_gets_an_answer_and_the_server_lives() {
    let folder = folder();
    let mut client = Client::start(&folder, &["--runtime", "installed"]);
    let at = json!({"textDocument": {"uri": URI}, "position": {"line": 0, "character": 0}});
    let early = client.request("textDocument/hover", at.clone());
    assert_eq!(early["error"]["code"], -32002, "{early}");
    client
        .send(&json!({"jsonrpc": "2.0", "id": "x", "method": "initialize", "params": {"capabilities": {}}}));
    client.wait("capabilities", |it| {
        it["id"] == "x" && it["result"]["capabilities"]["positionEncoding"] == "utf-16"
    });
    client.notify("initialized", json!({}));

    assert_eq!(client.request("textDocument/hover", at)["result"], Value::Null, "it is not open");
    let edit = json!({"textDocument": {"uri": URI, "version": 7}, "contentChanges": [{"text": "x"}]});
    client.notify("textDocument/didChange", edit);
    let answer =
        client.request("workspace/executeCommand", json!({"command": "proofwright.prove", "arguments": []}));
    assert_eq!(answer["error"]["code"], -32602, "{answer}");
    let nowhere = json!({"uri": "file:///nowhere.lean", "position": {"line": 0, "character": 0}});
    let answer = client
        .request("workspace/executeCommand", json!({"command": "proofwright.prove", "arguments": [nowhere]}));
    assert!(answer["error"]["message"].as_str().unwrap().contains("is not open"), "{answer}");

    // Without any Lean holes are found all the same, and that nothing is checked is said once.
    client.open(URI, "theorem a : (1 = 1 := by sorry\ntheorem b : := by\n\tsorry");
    client.states(URI, &["not checked yet", "not checked yet"]);
    let said = client.wait("a message", |it| it["method"] == "window/showMessage");
    assert!(
        said["params"]["message"].as_str().unwrap().starts_with("holes are found by their text alone"),
        "{said}"
    );
    client.command("proofwright.prove", URI, "theorem a");
    client.listen(Duration::from_secs(1));
    let states = client.states(URI, &["not checked yet", "not checked yet"]);
    assert_eq!(states["version"], 1);
    // Changes out of order are left out, and that is said once.
    for version in [1, 0, -3] {
        let edit =
            json!({"textDocument": {"uri": URI, "version": version}, "contentChanges": [{"text": "gone"}]});
        client.notify("textDocument/didChange", edit);
    }
    client.listen(Duration::from_millis(500));
    let messages: Vec<_> = client.kept.iter().filter(|it| it["method"] == "window/showMessage").collect();
    assert_eq!(messages.len(), 1, "{messages:#?}");
    assert!(messages[0]["params"]["message"].as_str().unwrap().contains("were left out"), "{messages:#?}");
    assert!(!client.ask_at("textDocument/hover", URI, "sorry").is_null());

    client.notify("textDocument/didClose", json!({"textDocument": {"uri": URI}}));
    client.wait("no diagnostics", |it| {
        it["method"] == "textDocument/publishDiagnostics" && it["params"]["diagnostics"] == json!([])
    });
    let (status, _) = client.leave();
    assert!(status.success(), "{status}");
}
