//! Which F* to run, and with what.

use std::{
    ffi::{OsStr, OsString},
    path::{Path, PathBuf},
    sync::Arc,
};

use serde::Deserialize;
use tempfile::TempDir;

use super::{guard::weakens, solver};
use crate::prover::{ProverError, process::ProcessCommand, tool};

/// Where F* can be had.
pub const INSTALL: &str = "install a release from https://github.com/FStarLang/FStar/releases (it brings the Z3 that it wants), \
     and put its `bin` on PATH or name its `fstar.exe` in FSTAR_EXE";

/// An F* program, and what it is run with.
#[derive(Clone, Debug)]
pub struct Fstar {
    /// `fstar.exe`.
    pub program: PathBuf,
    /// Its version and its solver's, for certificates: `F* 0.9.7.0~dev, Z3 4.5.1`.
    pub version: String,
    /// What the user should know of it: that its solver is not the one it was made for.
    pub warning: Option<String>,
    /// The search path that it finds its solver on.
    pub path: OsString,
    /// Options that the user runs it with.
    pub options: Vec<String>,
    /// Where it looks for other modules.
    pub include: Vec<PathBuf>,
    /// Whether what is worked on is itself an interface (`.fsti`).
    pub interface: bool,
    /// A folder that stands for one with the interface of what is worked on.
    pub mirror: Option<Arc<TempDir>>,
}

/// What stands beside a file as `NAME.fst.config.json`, as F*'s editors read it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Config {
    /// The program.
    pub fstar_exe: Option<String>,
    /// Options.
    #[serde(default)]
    pub options: Vec<String>,
    /// Folders of other modules.
    #[serde(default)]
    pub include_dirs: Vec<String>,
    /// What the paths here are relative to; else the file's own folder.
    pub cwd: Option<String>,
}

/// What F* is looked for with.
#[derive(Clone, Debug)]
pub struct Places {
    /// What the command line or the settings name.
    pub named: Option<PathBuf>,
    /// `FSTAR_EXE`.
    pub variable: Option<OsString>,
    /// PATH.
    pub path: OsString,
    /// What relative paths are relative to.
    pub cwd: PathBuf,
}

impl Places {
    /// Reads the environment.
    pub fn new(named: Option<PathBuf>) -> Places {
        let variable = |name| std::env::var_os(name).filter(|it| !it.is_empty());
        Places {
            named,
            variable: variable("FSTAR_EXE"),
            path: variable("PATH").unwrap_or_default(),
            cwd: std::env::current_dir().unwrap_or_default(),
        }
    }

    /// The program: what was named, else `FSTAR_EXE`, else what is on PATH.
    pub fn program(&self) -> Option<PathBuf> {
        let named = self.named.clone().or_else(|| self.variable.clone().map(PathBuf::from));
        match named {
            // A name without a folder is looked for on PATH.
            Some(name) if name.components().count() == 1 => {
                tool::find(&name.to_string_lossy(), &self.path).or_else(|| Some(self.cwd.join(name)))
            }
            Some(path) => Some(self.cwd.join(path)),
            None => tool::find("fstar.exe", &self.path),
        }
    }
}

impl Config {
    /// The configuration for a file: the nearest `*.fst.config.json` in its folder or one above it.
    ///
    /// # Errors
    /// If one is there and cannot be read.
    pub fn near(file: &Path) -> Result<Option<(PathBuf, Config)>, ProverError> {
        let folder = file.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        for folder in folder.ancestors() {
            let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|it| it.path());
            let mut found: Vec<_> =
                entries.filter(|it| it.to_string_lossy().ends_with(".fst.config.json")).collect();
            found.sort();
            if let Some(path) = found.into_iter().next() {
                let config = Config::read(&path)?;
                return Ok(Some((path, config)));
            }
        }
        Ok(None)
    }

    fn read(path: &Path) -> Result<Config, ProverError> {
        let wrong = |message: String| ProverError::Missing {
            message: format!("{} cannot be used: {message}", path.display()),
            hint: "it holds a JSON object with `fstar_exe`, `options`, `include_dirs` and `cwd`".into(),
        };
        let text = std::fs::read_to_string(path).map_err(|it| wrong(it.to_string()))?;
        serde_json::from_str(&text).map_err(|it| wrong(it.to_string()))
    }
}

/// `$NAME` and `${NAME}` replaced by the environment's values.
fn expand(text: &str, env: &dyn Fn(&str) -> Option<OsString>) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('$') {
        out.push_str(before);
        let braced = after.strip_prefix('{').and_then(|it| it.split_once('}'));
        let (name, after) = braced.unwrap_or_else(|| {
            let end =
                after.find(|it: char| !(it.is_ascii_alphanumeric() || it == '_')).unwrap_or(after.len());
            after.split_at(end)
        });
        out.push_str(&env(name).map(|it| it.to_string_lossy().into_owned()).unwrap_or_default());
        rest = after;
    }
    out + rest
}

impl Fstar {
    /// Finds the F* for a file, and asks it and its solver for their versions.
    ///
    /// # Errors
    /// If there is none, it does not run, or its configuration weakens what is checked.
    pub fn find(mut places: Places, file: Option<&Path>) -> Result<Fstar, ProverError> {
        let env = |name: &str| std::env::var_os(name);
        let config = file.map(Config::near).transpose()?.flatten();
        let mut options = Vec::new();
        let mut include = Vec::new();
        if let Some((path, config)) = config {
            let home = path.parent().unwrap_or(Path::new("."));
            let cwd = config.cwd.as_deref().map_or(home.to_owned(), |it| home.join(expand(it, &env)));
            let exe = config.fstar_exe.as_deref().map(|it| expand(it, &env));
            if places.named.is_none()
                && let Some(exe) = exe
            {
                let bare = Path::new(&exe).components().count() == 1;
                places.named = Some(if bare { exe.into() } else { cwd.join(exe) });
            }
            options = config.options.iter().map(|it| expand(it, &env)).collect();
            include = config.include_dirs.iter().map(|it| cwd.join(expand(it, &env))).collect();
            // Folders that stand among the options count like the others: what is used of them is checked.
            while let Some(at) = options.iter().position(|it| it == "--include") {
                include.extend(options.drain(at..(at + 2).min(options.len())).skip(1).map(|it| cwd.join(it)));
            }
            for option in &options {
                weakens(option).map_err(|it| ProverError::Missing {
                    message: format!("{}: {it}", path.display()),
                    hint: "leave the option out: what is accepted with it is not proved".into(),
                })?;
            }
        }
        if let Some(folder) = file.and_then(Path::parent) {
            include.push(places.cwd.join(folder));
        }
        let program = places.program().ok_or_else(|| ProverError::Missing {
            message: "there is no F*: no `fstar.exe` on PATH, and FSTAR_EXE names none".into(),
            hint: INSTALL.into(),
        })?;
        let own = version(&program, &places)?;
        let wanted = solver::wanted(&own);
        let (version, warning) = match solver::find(&program, &own, &places) {
            Some(it) => {
                let warning = (it.version != wanted).then(|| {
                    format!("{own} wants Z3 {wanted}, and finds {}; {}", it.version, solver::hint(wanted))
                });
                (format!("{own}, Z3 {}", it.version), warning)
            }
            // It may be named in an option.
            None if options.iter().any(|it| it.contains("--smt")) => (own, None),
            None => {
                return Err(ProverError::Missing {
                    message: format!("{own} is here, but not the Z3 that it needs"),
                    hint: solver::hint(wanted),
                });
            }
        };
        let interface = file.and_then(Path::extension).is_some_and(|it| it == "fsti");
        let mut mirror = None;
        if let Some(file) = file.filter(|it| !interface && it.with_extension("fsti").is_file()) {
            mirror = Some(Arc::new(without(file)?));
            let folder = file.parent().map(|it| places.cwd.join(it));
            include.retain(|it| Some(it) != folder.as_ref());
            include.extend(mirror.iter().map(|it| it.path().to_owned()));
        }
        Ok(Fstar { program, version, warning, path: places.path, options, include, interface, mirror })
    }

    /// Writes a module into a folder; gives the name of the file.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn write(&self, folder: &Path, module: &str, text: &str) -> Result<String, ProverError> {
        let file = format!("{module}.{}", if self.interface { "fsti" } else { "fst" });
        std::fs::write(folder.join(&file), text)
            .map_err(|source| ProverError::Io { context: "writing a file for F*".into(), source })?;
        Ok(file)
    }

    /// How to run it in a folder, with `first` before the file's name.
    pub fn command<S: AsRef<OsStr>>(&self, folder: &Path, first: &[S], file: &str) -> ProcessCommand {
        let mut args: Vec<OsString> = first.iter().map(|it| it.as_ref().to_owned()).collect();
        args.push(file.into());
        args.extend(self.options.iter().map(Into::into));
        for folder in &self.include {
            args.extend(["--include".into(), folder.clone().into_os_string()]);
        }
        ProcessCommand {
            program: self.program.clone(),
            args,
            cwd: folder.to_owned(),
            env: vec![("PATH".into(), self.path.clone())],
            label: "F*".into(),
        }
    }
}

/// A folder with links to the modules beside a file, but for the file and its interface: F* would take the interface from
/// the include folder, and it is put together with the module already.
fn without(file: &Path) -> Result<TempDir, ProverError> {
    let io = |source| ProverError::Io { context: "making a folder of modules for F*".into(), source };
    let mirror = tempfile::tempdir().map_err(io)?;
    let folder = file.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
    for entry in std::fs::read_dir(folder).map_err(io)?.flatten() {
        let path = entry.path();
        let stem = |it: &Path| {
            it.file_name().and_then(|it| it.to_string_lossy().split(".fst").next().map(str::to_owned))
        };
        let is_module = path.to_string_lossy().contains(".fst") && stem(&path) != stem(file);
        if is_module && let (Ok(path), Some(name)) = (path.canonicalize(), path.file_name()) {
            std::os::unix::fs::symlink(path, mirror.path().join(name)).map_err(io)?;
        }
    }
    Ok(mirror)
}

/// What an F* says of its version, first line.
///
/// # Errors
/// If it does not run, or is no F*.
pub fn version(program: &Path, places: &Places) -> Result<String, ProverError> {
    let wrong = |message: String| ProverError::Missing {
        message: format!("{} does not run: {message}", program.display()),
        hint: INSTALL.into(),
    };
    let run =
        tool::ask(program, &["--version"], &places.cwd, &places.path).map_err(|it| wrong(it.to_string()))?;
    if !run.success {
        return Err(wrong(run.said()));
    }
    let version = run.stdout.lines().next().unwrap_or_default().trim().to_owned();
    match version.starts_with("F*") {
        true => Ok(version),
        false => Err(wrong(format!("it says {version:?} in place of a version of F*"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_put_in() {
        let env = |name: &str| (name == "HOME_OF").then(|| OsString::from("/h"));
        assert_eq!(expand("$HOME_OF/a ${HOME_OF}b $NONE.", &env), "/h/a /hb .");
        assert_eq!(expand("plain", &env), "plain");
    }

    #[test]
    fn the_nearest_configuration_counts() {
        let folder = tempfile::tempdir().unwrap();
        let deep = folder.path().join("a/b");
        std::fs::create_dir_all(&deep).unwrap();
        std::fs::write(
            folder.path().join("P.fst.config.json"),
            r#"{"options": ["--z3rlimit", "9"], "other": 1}"#,
        )
        .unwrap();
        let (_, config) = Config::near(&deep.join("M.fst")).unwrap().unwrap();
        assert_eq!(config.options, ["--z3rlimit", "9"]);
        std::fs::write(deep.join("Q.fst.config.json"), "{").unwrap();
        let error = Config::near(&deep.join("M.fst")).unwrap_err();
        assert!(error.to_string().contains("cannot be used"), "{error}");
        std::fs::write(deep.join("Q.fst.config.json"), r#"{"options": ["--lax"]}"#).unwrap();
        let places = Places { named: None, variable: None, path: OsString::new(), cwd: deep.clone() };
        let error = Fstar::find(places, Some(&deep.join("M.fst"))).unwrap_err();
        assert!(error.to_string().contains("--lax"), "{error}");
    }
}
