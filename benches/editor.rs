//! How fast the language server answers while it searches, and what it is like after long editing; on the real embedded Lean.
//!
//! `cargo bench --bench editor` measures answers; `-- soak SECONDS` types into a file of 2,000 lines with 100 holes for so long.

#![expect(clippy::print_stdout, reason = "a program that reports what it measured")]
#![expect(clippy::disallowed_methods, reason = "the server is started as a client starts it")]

#[path = "../tests/it/lsp_client.rs"]
#[expect(dead_code, reason = "the tests use more of it")]
mod lsp_client;

use std::{
    fs,
    io::{Read as _, Write as _},
    process::{Child, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use lsp_client::Client;
use serde_json::{Value, json};

const URI: &str = "untitled:long.lean";

/// Two that no search proves, so that it goes on.
const HARD: &str = "theorem hard_a (n : Nat) (h : 2 < n) (f : Nat → Nat) (e : ∀ m, f (f m) = m + 2) : f n = n + 1 := by\n  sorry\n\n\
    theorem hard_b (f : Nat → Nat) (e : ∀ m, f (m + 1) > f (f m)) (n : Nat) : f n = n := by\n  sorry\n\n\
    theorem hard_c (f : Nat → Nat) (e : ∀ m, f (m + 1) > f (f m)) (n : Nat) : f (n + 1) = n + 1 := by\n  sorry\n\n";

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().position(|it| it == "soak") {
        Some(at) => soak(args.get(at + 1).and_then(|it| it.parse().ok()).unwrap_or(600)),
        None => answers(),
    }
}

/// A file of 2,000 lines with 100 holes.
fn long_file() -> String {
    let block = |at: usize| {
        let filler = "-- 𝕜 ∀ a line that says nothing\n".repeat(17);
        format!("{filler}theorem t{at} (𝕜 : Nat) :\n    𝕜 + 0 = 𝕜 := by\n  sorry\n")
    };
    (0..100).map(block).collect()
}

fn start(settings: Value) -> (Client, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a folder for the index");
    let mut command = Command::new(env!("CARGO_BIN_EXE_proofwright"));
    command.args(["lsp", "--runtime", "embedded"]).env("PROOFWRIGHT_INDEX", folder.path().join("lemmas.db"));
    (Client::ready(command, settings).0, folder)
}

fn answers() {
    let (mut client, _folder) =
        start(json!({"jobs": 2, "timeout": "10m", "refutation": false, "completion": "request"}));
    let text = format!("{HARD}{}", long_file());
    client.open(URI, &text);
    for name in ["hard_a", "hard_b"] {
        client.command("proofwright.prove", URI, name);
    }
    let is_running = |it: &Value, name: &str| state(it, name) == Some("running");
    client.wait("two searches", |it| is_running(it, "hard_a") && is_running(it, "hard_b"));
    sleep(Duration::from_secs(5));
    client.listen(Duration::from_millis(10));
    println!("while two searches run, in a file of {} lines:", text.lines().count());
    let mut times: Vec<(&str, Vec<Duration>)> = Vec::new();
    let mut note = |what: &'static str, time: Duration| match times.iter_mut().find(|it| it.0 == what) {
        Some(known) => known.1.push(time),
        None => times.push((what, vec![time])),
    };
    let mut echo = Echo::start();
    for nth in 0..400 {
        let at = client.text(URI).len();
        let begun = Instant::now();
        client.edit(URI, at..at, if nth % 40 == 39 { "\n" } else { "-" });
        client.request("textDocument/documentColor", json!({"textDocument": {"uri": URI}}));
        note("keystroke, until it is taken in", begun.elapsed());
        client.kept.clear();
        if nth % 4 == 0 {
            for (what, method) in [
                ("hover", "textDocument/hover"),
                ("code actions", "textDocument/codeAction"),
                ("inlay hints", "textDocument/inlayHint"),
                ("completion", "textDocument/completion"),
            ] {
                let begun = Instant::now();
                client.ask_at(method, URI, "sorry\n-- 𝕜");
                note(what, begun.elapsed());
            }
        }
        let begun = Instant::now();
        echo.ask();
        note("a byte there and back through `cat`, to compare", begun.elapsed());
        sleep(Duration::from_millis(50));
    }
    for (what, times) in &mut times {
        times.sort();
        let part = |percent: usize| times[(times.len() - 1) * percent / 100].as_secs_f64() * 1000.0;
        println!("  {what}: median {:.2} ms, 95 % {:.2} ms, 99 % {:.2} ms", part(50), part(95), part(99));
    }
    client.command("proofwright.prove", URI, "hard_c");
    client.wait("a third search", |it| state(it, "hard_c") == Some("queued"));
    let begun = Instant::now();
    client.command("proofwright.cancel", URI, "hard_a");
    let workers = below(client.child.id());
    let told = client.wait("the end of the first", |it| state(it, "hard_a") == Some("cancelled"));
    println!("  a search that is cancelled says so after {:.1} ms", begun.elapsed().as_secs_f64() * 1000.0);
    if state(&told, "hard_c") != Some("running") {
        client.wait("the third to begin", |it| state(it, "hard_c") == Some("running"));
    }
    println!("  the next one begins after {:.1} ms", begun.elapsed().as_secs_f64() * 1000.0);
    let is_gone = || workers.iter().any(|it| fs::metadata(format!("/proc/{it}")).is_err());
    while !is_gone() && begun.elapsed() < Duration::from_secs(10) {
        client.listen(Duration::from_millis(5));
    }
    match is_gone() {
        true => println!("  its worker is gone after {:.1} ms", begun.elapsed().as_secs_f64() * 1000.0),
        false => println!("  its worker was idle, and is used again"),
    }
    let begun = Instant::now();
    client.leave();
    println!("  and the server ends after {:.1} ms", begun.elapsed().as_secs_f64() * 1000.0);
}

/// What an answer takes on this machine as it is now, from a program that does nothing.
struct Echo(Child);

impl Echo {
    fn start() -> Echo {
        let mut cat = Command::new("cat");
        Echo(cat.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("cat"))
    }

    fn ask(&mut self) {
        self.0.stdin.as_mut().expect("a pipe").write_all(b"-").expect("cat reads");
        self.0.stdout.as_mut().expect("a pipe").read_exact(&mut [0]).expect("cat answers");
    }
}

impl Drop for Echo {
    fn drop(&mut self) {
        // It ends by itself with its input, too.
        let _ = self.0.kill().and_then(|()| self.0.wait());
    }
}

/// How it stands with a theorem, if a message says.
fn state<'a>(message: &'a Value, name: &str) -> Option<&'a str> {
    let holes =
        message["params"]["holes"].as_array().filter(|_| message["method"] == "proofwright/status")?;
    holes.iter().find(|it| it["name"] == name)?["state"].as_str()
}

fn soak(seconds: u64) {
    let (mut client, _folder) = start(json!({"jobs": 1, "timeout": "20s", "max-steps": 40}));
    client.open(URI, &long_file());
    let mut seed = 7_u64;
    let mut random = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    let (begun, mut told, mut edits) = (Instant::now(), Duration::ZERO, 0);
    let server = client.child.id();
    while begun.elapsed() < Duration::from_secs(seconds) {
        // A word is typed and taken back, so that there is always something to be proved.
        let (at, word) = (
            random(client.text(URI).len()),
            ["x", "𝕜 ", "\n", "sorry", " := by sorry\n", "/-", "-/"][random(7)],
        );
        let at = (0..=at).rev().find(|it| client.text(URI).is_char_boundary(*it)).unwrap_or(0);
        client.edit(URI, at..at, word);
        sleep(Duration::from_millis(random(150) as u64));
        client.edit(URI, at..at + word.len(), "");
        edits += 2;
        if random(40) == 0 {
            let name = format!("theorem t{} ", random(100));
            if client.text(URI).contains(&name) {
                client.command("proofwright.prove", URI, &name);
            }
        }
        client.listen(Duration::from_millis(random(100) as u64));
        client.kept.clear();
        if begun.elapsed() >= told {
            told += Duration::from_secs(seconds.div_ceil(10));
            let mib = |it: u64| it >> 20;
            println!(
                "after {:>4} s and {edits:>5} edits: {} MiB, {} processes under it",
                begun.elapsed().as_secs(),
                mib(resident(server)),
                below(server).len()
            );
        }
    }
    let all = json!({"command": "proofwright.cancel", "arguments": [{"uri": URI}]});
    client.request("workspace/executeCommand", all);
    client.listen(Duration::from_secs(30));
    let text = client.text(URI).to_owned();
    let fresh = "untitled:fresh.lean";
    client.open(fresh, &text);
    client.listen(Duration::from_secs(30));
    let last = |uri: &str| {
        let mut all = client.kept.iter().rev();
        let found = all.find(|it| it["method"] == "proofwright/status" && it["params"]["uri"] == uri);
        let holes = found.and_then(|it| it["params"]["holes"].as_array()).cloned().unwrap_or_default();
        holes.into_iter().map(|it| (it["name"].clone(), it["range"].clone())).collect::<Vec<_>>()
    };
    let (edited, new) = (last(URI), last(fresh));
    println!(
        "{} holes after all edits, {} in a fresh start; the same: {}",
        edited.len(),
        new.len(),
        edited == new
    );
    let left = below(server);
    client.leave();
    sleep(Duration::from_secs(1));
    let alive = left.iter().filter(|it| fs::metadata(format!("/proc/{it}")).is_ok()).count();
    println!("{alive} of {} processes are left", left.len());
}

/// Resident memory of a process in bytes.
fn resident(process: u32) -> u64 {
    let pages = fs::read_to_string(format!("/proc/{process}/statm")).unwrap_or_default();
    pages.split(' ').nth(1).and_then(|it| it.parse::<u64>().ok()).unwrap_or(0) * 4096
}

/// The processes that a process started, and those that they did.
fn below(process: u32) -> Vec<u32> {
    let tasks = fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten().flatten();
    let children = tasks.flat_map(|it| {
        let text = fs::read_to_string(it.path().join("children")).unwrap_or_default();
        text.split_whitespace().filter_map(|it| it.parse().ok()).collect::<Vec<u32>>()
    });
    children.flat_map(|it| [vec![it], below(it)].concat()).collect()
}
