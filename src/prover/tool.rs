//! Short runs of other programs (`npm`, `node`, `lake`, `lean`): found on a search path, with a deadline.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, Read, Seek};
use std::ops::ControlFlow;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process_group};

/// A run is looked at, and its `tick` called, at least this often.
const LOOK: Duration = Duration::from_millis(100);

/// A file that is busy for longer is being written by someone.
const BUSY: Duration = Duration::from_secs(2);

/// More than this of an output is of no use to anyone.
const KEEP_BYTES: u64 = 1 << 20;

/// How a run ended.
pub(crate) struct Run {
    /// Whether the program said that all was well.
    pub(crate) success: bool,
    /// What it printed.
    pub(crate) stdout: String,
    /// What it printed on stderr.
    pub(crate) stderr: String,
}

impl Run {
    /// The line that names an error, for a message; Node puts it below where it happened.
    pub(super) fn trouble(&self) -> String {
        let line = self.stderr.lines().find(|l| l.contains(": error") || l.contains("Error"));
        let line = line.or_else(|| self.stderr.lines().find(|l| l.starts_with("launcher:")));
        line.map_or_else(|| self.said(), |l| l.trim().chars().take(200).collect())
    }

    /// The first line that says something, stderr first, for a message.
    pub(crate) fn said(&self) -> String {
        let line = self.stderr.lines().chain(self.stdout.lines()).find(|l| !l.trim().is_empty());
        line.map_or_else(|| "it said nothing".to_owned(), |l| l.trim().chars().take(200).collect())
    }
}

/// The first executable file called `name` in the folders of `path`.
pub(crate) fn find(name: &str, path: &OsStr) -> Option<PathBuf> {
    std::env::split_paths(path).map(|folder| folder.join(name)).find(|file| is_executable(file))
}

/// Whether a file can be run.
pub(crate) fn is_executable(file: &Path) -> bool {
    file.metadata().is_ok_and(|m| m.is_file() && m.permissions().mode() & 0o111 != 0)
}

/// Runs a program to its end, in a process group of its own that does not outlive this call.
///
/// `tick` is called with the time gone by, and may end the run.
pub(crate) fn run(
    program: &Path,
    args: &[&OsStr],
    cwd: &Path,
    path: &OsStr,
    limit: Duration,
    tick: &mut dyn FnMut(Duration) -> ControlFlow<()>,
) -> io::Result<Run> {
    // Files and not pipes: nothing to drain, and a grandchild that holds its end cannot block us.
    let (mut stdout, mut stderr) = (tempfile::tempfile()?, tempfile::tempfile()?);
    #[expect(clippy::disallowed_methods, reason = "this is where short runs are started")]
    let mut command = Command::new(program);
    command
        .args(args)
        .current_dir(cwd)
        .env("PATH", path)
        .stdin(Stdio::null())
        .stdout(stdout.try_clone()?)
        .stderr(stderr.try_clone()?)
        .process_group(0);
    let start = Instant::now();
    let child = loop {
        match command.spawn() {
            // A program just written is busy while a child that another thread starts still has the file
            // that was open then; it lets go of it in a moment.
            Err(e) if e.kind() == io::ErrorKind::ExecutableFileBusy && start.elapsed() < BUSY => {
                std::thread::sleep(Duration::from_millis(5));
            }
            child => break child?,
        }
    };
    let mut child = Group(child);
    let mut nap = Duration::from_millis(1);
    let status = loop {
        if let Some(status) = child.0.try_wait()? {
            break status;
        }
        if start.elapsed() > limit {
            let message = format!("no answer within {} s", limit.as_secs());
            return Err(io::Error::new(io::ErrorKind::TimedOut, message));
        }
        if tick(start.elapsed()).is_break() {
            return Err(io::Error::new(io::ErrorKind::Interrupted, "interrupted"));
        }
        std::thread::sleep(nap);
        nap = LOOK.min(nap * 2);
    };
    Ok(Run { success: status.success(), stdout: text(&mut stdout)?, stderr: text(&mut stderr)? })
}

/// Runs a program that should answer soon, such as `node --version`.
pub(crate) fn ask(program: &Path, args: &[&str], cwd: &Path, path: &OsStr) -> io::Result<Run> {
    let args: Vec<OsString> = args.iter().map(OsString::from).collect();
    let args: Vec<&OsStr> = args.iter().map(OsString::as_os_str).collect();
    run(program, &args, cwd, path, Duration::from_secs(60), &mut |_| ControlFlow::Continue(()))
}

/// A child and all that it started.
struct Group(Child);

impl Drop for Group {
    fn drop(&mut self) {
        if let Some(pid) = i32::try_from(self.0.id()).ok().and_then(Pid::from_raw) {
            // Nothing left in the group is the usual case, and no error.
            let _ = kill_process_group(pid, Signal::KILL);
        }
        let _ = self.0.wait();
    }
}

fn text(file: &mut File) -> io::Result<String> {
    file.rewind()?;
    let mut bytes = Vec::new();
    file.take(KEEP_BYTES).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sh(script: &str, limit: Duration) -> io::Result<Run> {
        let args = [OsStr::new("-c"), OsStr::new(script)];
        let path = OsStr::new("/usr/bin:/bin");
        run(Path::new("/bin/sh"), &args, Path::new("/"), path, limit, &mut |_| ControlFlow::Continue(()))
    }

    #[test]
    fn a_run_says_how_it_ended_and_what_it_printed() {
        let run = sh("echo out; echo err >&2; exit 3", Duration::from_secs(10)).unwrap();
        assert!(!run.success);
        assert_eq!((run.stdout.as_str(), run.stderr.as_str()), ("out\n", "err\n"));
        assert_eq!(run.said(), "err");
    }

    #[test]
    fn a_run_past_its_limit_is_killed_with_what_it_started() {
        let start = Instant::now();
        let error = sh("sleep 30 & sleep 30", Duration::from_millis(100)).err().unwrap();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        assert!(start.elapsed() < Duration::from_secs(10));
    }
}
