//! An installed Lean: the one of the user's Lake project, else the one on PATH or in elan's folder.
//!
//! Nothing here lets elan download a toolchain: one that is not there is an error that says so.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::LeanCommand;
use super::embedded::missing;
use super::runtime::Places;
use crate::prover::ProverError;
use crate::prover::tool;

/// The oldest Lean that the REPL was run on.
pub const OLDEST_LEAN: (u32, u32) = (4, 28);

/// An installed Lean that answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Installed {
    /// `lake` in a project, `lean` otherwise.
    pub program: PathBuf,
    /// The Lake project whose imports are there.
    pub project: Option<PathBuf>,
    /// Where a Lean without a project is started.
    pub cwd: PathBuf,
    /// The version, as it says (`4.28.0`).
    pub version: String,
    path: OsString,
}

impl Installed {
    /// The command that runs a Lean file.
    pub fn run_file(&self, file: &Path) -> LeanCommand {
        let mut args: Vec<OsString> = Vec::new();
        if self.project.is_some() {
            args.extend(["env".into(), "lean".into()]);
        }
        args.extend(["--run".into(), file.into()]);
        LeanCommand {
            program: self.program.clone(),
            args,
            cwd: self.project.clone().unwrap_or_else(|| self.cwd.clone()),
            env: vec![("PATH".into(), self.path.clone())],
            label: format!("installed Lean {}", self.version),
        }
    }

    /// What may go wrong with this version.
    pub fn warning(&self) -> Option<String> {
        let (major, minor) = OLDEST_LEAN;
        (major_minor(&self.version)? < OLDEST_LEAN).then(|| {
            format!(
                "Lean {} is older than {major}.{minor}, the oldest that the REPL was run on; \
                 if it does not start, take a newer toolchain or `--runtime embedded`",
                self.version
            )
        })
    }
}

/// The Lake project that a file or folder stands in.
pub fn find_project(near: &Path) -> Option<PathBuf> {
    near.ancestors().find(|folder| is_project(folder)).map(Path::to_owned)
}

fn is_project(folder: &Path) -> bool {
    ["lakefile.lean", "lakefile.toml"].iter().any(|name| folder.join(name).is_file())
}

/// The project's own Lean.
///
/// # Errors
/// If the folder is no project, or its `lake` or toolchain is not there; the error says what to do.
pub fn in_project(project: &Path, places: &Places) -> Result<Installed, ProverError> {
    if !is_project(project) {
        return Err(missing(
            format!("{} is no Lake project: it has no lakefile.lean or lakefile.toml", project.display()),
            "name the folder that holds the lakefile",
        ));
    }
    let lake = find("lake", places)?;
    demand_toolchain(&lake, project, places)?;
    let version = version(&lake, &["env", "lean", "--version"], project, places)?;
    Ok(Installed {
        program: lake,
        project: Some(project.to_owned()),
        cwd: project.to_owned(),
        version,
        path: places.path.clone(),
    })
}

/// A Lean that stands in no project.
///
/// # Errors
/// If there is none, or it does not answer.
pub fn bare(cwd: &Path, places: &Places) -> Result<Installed, ProverError> {
    let lean = find("lean", places)?;
    demand_toolchain(&lean, cwd, places)?;
    let version = version(&lean, &["--version"], cwd, places)?;
    Ok(Installed { program: lean, project: None, cwd: cwd.to_owned(), version, path: places.path.clone() })
}

/// Finds a program on PATH or where elan puts it.
fn find(name: &str, places: &Places) -> Result<PathBuf, ProverError> {
    let elan = places.home.as_ref().map(|home| home.join(".elan/bin").join(name));
    tool::find(name, &places.path).or_else(|| elan.filter(|file| tool::is_executable(file))).ok_or_else(
        || {
            missing(
                format!("`{name}` was found neither on PATH nor in ~/.elan/bin"),
                "install Lean with elan, or use `--runtime embedded`",
            )
        },
    )
}

/// Asks elan, if `program` is elan's, whether it has the toolchain that `folder` asks for.
fn demand_toolchain(program: &Path, folder: &Path, places: &Places) -> Result<(), ProverError> {
    let elan = program.with_file_name("elan");
    if !tool::is_executable(&elan) {
        return Ok(());
    }
    let Some((file, wanted)) = wanted_toolchain(folder) else { return Ok(()) };
    // If elan cannot say, the version question that follows gives the better message.
    let Ok(list) = tool::ask(&elan, &["toolchain", "list"], folder, &places.path) else { return Ok(()) };
    if !list.success || !is_exact(&wanted) || has_toolchain(&list.stdout, &wanted) {
        return Ok(());
    }
    Err(missing(
        format!("the toolchain `{wanted}` that {} asks for is not installed", file.display()),
        format!(
            "run `elan toolchain install {wanted}`, or use `--runtime embedded` (without the project's imports)"
        ),
    ))
}

fn wanted_toolchain(folder: &Path) -> Option<(PathBuf, String)> {
    let file = folder.ancestors().map(|f| f.join("lean-toolchain")).find(|f| f.is_file())?;
    let text = std::fs::read_to_string(&file).ok()?;
    Some((file, text.trim().to_owned()))
}

/// Channels such as `stable` stand for whatever version elan has for them.
fn is_exact(toolchain: &str) -> bool {
    let channel = toolchain.rsplit(':').next().unwrap_or(toolchain);
    !toolchain.is_empty() && !["stable", "beta", "nightly"].contains(&channel)
}

fn has_toolchain(list: &str, wanted: &str) -> bool {
    let names = |line: &str| line.split_whitespace().next().map(full_name);
    list.lines().filter_map(names).any(|name| name == full_name(wanted))
}

/// `4.9.0` and `v4.9.0` are short for `leanprover/lean4:v4.9.0`.
fn full_name(toolchain: &str) -> String {
    let version = toolchain.strip_prefix('v').unwrap_or(toolchain);
    if !toolchain.contains(':') && version.starts_with(|c: char| c.is_ascii_digit()) {
        format!("leanprover/lean4:v{version}")
    } else {
        toolchain.to_owned()
    }
}

fn version(program: &Path, args: &[&str], cwd: &Path, places: &Places) -> Result<String, ProverError> {
    let command = format!("`{} {}` in {}", program.display(), args.join(" "), cwd.display());
    let hint = "run that command to see what is wrong with the toolchain, or use `--runtime embedded`";
    let run = tool::ask(program, args, cwd, &places.path)
        .map_err(|e| missing(format!("{command} failed: {e}"), hint))?;
    match parse_version(&run.stdout) {
        Some(version) if run.success => Ok(version),
        _ => Err(missing(format!("{command} failed: {}", run.said()), hint)),
    }
}

/// The version in `Lean (version 4.28.0, x86_64-unknown-linux-gnu, commit …, Release)`.
fn parse_version(said: &str) -> Option<String> {
    let (_, rest) = said.split_once("Lean (version ")?;
    let end = rest.find([',', ')'])?;
    Some(rest[..end].to_owned())
}

fn major_minor(version: &str) -> Option<(u32, u32)> {
    let mut parts = version.split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lean_says_its_version() {
        let said = "info: x\nLean (version 4.28.0-pre, wasm32-unknown-emscripten, commit 38f3, Release)\n";
        assert_eq!(parse_version(said).as_deref(), Some("4.28.0-pre"));
        assert_eq!(parse_version("Lean 3"), None);
        assert!(major_minor("4.9.0").unwrap() < OLDEST_LEAN);
        assert!(major_minor("4.28.0-pre").unwrap() >= OLDEST_LEAN);
    }

    #[test]
    fn toolchains_are_compared_by_their_full_names() {
        let list = "leanprover/lean4:v4.9.0 (default)\nlocal\n";
        for there in ["leanprover/lean4:v4.9.0", "v4.9.0", "4.9.0", "local"] {
            assert!(has_toolchain(list, there), "{there}");
        }
        for absent in ["leanprover/lean4:v4.9.0-rc1", "4.28.0", "other"] {
            assert!(!has_toolchain(list, absent), "{absent}");
        }
        assert!(!is_exact("stable") && !is_exact("leanprover/lean4:nightly") && is_exact("4.9.0"));
    }
}
