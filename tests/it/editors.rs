//! Real clients, set up as the documentation says, have a hole proved by the built server, and leave no process behind.

use std::{
    collections::BTreeSet,
    env, fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::{cli::Folder, real};

/// A client that hangs is ended after so many seconds.
const PATIENCE: &str = "300";

const TEXT: &str = "-- 𝕜 takes two units of UTF-16\ntheorem sum (𝕜 b : Nat) (h : 𝕜 + 3 = b) : b - 3 = 𝕜 := by\n  sorry\n\ndef after := 1\n";

#[test]
fn neovim_proves_a_hole_with_the_documented_configuration() {
    let Some(neovim) = program("nvim", "nvim") else { return };
    let real = real::lean_blocking();
    let folder = Folder::with(&[("a.lean", TEXT)]);
    let script = format!("luafile {}", root().join("tests/editors/neovim.lua").display());
    let mut command = client(&folder, &neovim);
    command.args(["--headless", "--clean", "-n", "-i", "NONE", "-c", &script, "a.lean"]);
    leaves_nothing_behind(&folder, command);
    let (before, after) = TEXT.split_once("by\n  sorry").unwrap();
    let text = folder.read("a.lean");
    assert!(text.starts_with(before) && text.ends_with(after) && !text.contains("sorry"), "{text}");
    drop(real);
}

#[test]
fn a_client_of_another_library_proves_a_hole_and_knows_all_settings_and_commands() {
    let Some(node) = program("node", "node") else { return };
    if !root().join("editors/vscode/node_modules/vscode-languageserver-protocol").is_dir() {
        return not_run("node", "`npm ci` was not run in editors/vscode");
    }
    let real = real::lean_blocking();
    let folder = Folder::with(&[]);
    let mut command = client(&folder, &node);
    command.arg(root().join("tests/editors/client.mjs")).arg(env!("CARGO_BIN_EXE_proofwright"));
    leaves_nothing_behind(&folder, command);
    drop(real);
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A program on PATH, or none, which is said.
fn program(name: &str, client: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let found = env::split_paths(&path).map(|it| it.join(name)).find(|it| it.is_file());
    if found.is_none() {
        not_run(client, &format!("there is no `{name}` on PATH"));
    }
    found
}

fn not_run(client: &str, why: &str) {
    // Not through the macro, which the harness keeps to itself.
    let mut out = std::io::stderr();
    writeln!(out, "NOT RUN with {client}: {why}").unwrap();
}

/// A client in a folder, which finds the built `proofwright` on PATH.
fn client(folder: &Folder, program: &Path) -> Command {
    let mut folders = vec![Path::new(env!("CARGO_BIN_EXE_proofwright")).parent().unwrap().to_owned()];
    folders.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
    let mut command = Command::new("timeout");
    command.args(["-k", "5", PATIENCE]).arg(program).current_dir(folder.path(""));
    command.env("PATH", env::join_paths(folders).unwrap()).env("PROOFWRIGHT_INDEX", folder.path("lemmas.db"));
    command.env("XDG_STATE_HOME", folder.path("state")).stdin(Stdio::null());
    command
}

/// Runs a client to its good end, and sees the server and its provers come and go.
fn leaves_nothing_behind(folder: &Folder, mut command: Command) {
    let mark = format!("PROOFWRIGHT_INDEX={}", folder.path("lemmas.db").display());
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let waiter = thread::spawn(move || child.wait_with_output().unwrap());
    let mut provers = BTreeSet::new();
    while !waiter.is_finished() {
        provers.extend(marked(&mark).into_iter().flat_map(|it| real::workers_of(it.unsigned_abs())));
        thread::sleep(Duration::from_millis(200));
    }
    let output = waiter.join().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}: {said}", output.status);
    assert!(!provers.is_empty(), "no prover was seen");
    let is_there = |it: &&i32| Path::new(&format!("/proc/{it}")).exists();
    let begun = Instant::now();
    loop {
        let left = [marked(&mark), provers.iter().filter(is_there).copied().collect()].concat();
        if left.is_empty() {
            return;
        }
        assert!(begun.elapsed() < Duration::from_secs(5), "{left:?} are left");
        thread::sleep(Duration::from_millis(20));
    }
}

/// Numbers of the processes whose environment holds `mark`.
fn marked(mark: &str) -> Vec<i32> {
    let processes = fs::read_dir("/proc").unwrap().flatten();
    let numbers = processes.filter_map(|it| it.file_name().to_str()?.parse::<i32>().ok());
    let has = |number: &i32| {
        let environment = fs::read(format!("/proc/{number}/environ")).unwrap_or_default();
        environment.split(|it| *it == 0).any(|it| it == mark.as_bytes())
    };
    numbers.filter(has).collect()
}
