//! Supervised children that speak JSON lines: one owner, one conversation, every wait bounded.
//!
//! What the lines mean is not known here.

use std::{
    ffi::OsString,
    io,
    path::PathBuf,
    process::{Command, ExitStatus, Stdio},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWriteExt},
    process::{ChildStderr, ChildStdin, ChildStdout},
    sync::mpsc,
    task::JoinHandle,
    time::{Instant, MissedTickBehavior, interval_at, sleep, timeout},
};

use crate::prover::{Limit, ProverError};

mod group;
mod lines;

use group::Group;
pub use group::available_memory;
pub use lines::Object;

/// How long a child whose stdout ended may take to end, and its stderr to be read.
const LAST_WORDS: Duration = Duration::from_millis(500);

/// How much of a child's stderr is kept for error messages.
const TAIL: usize = 8 << 10;

/// A child that said this much without one JSON object is given up.
const MAX_NOISE: u64 = 256 << 20;

/// How often the memory of a child at work is looked at.
const MEMORY_TICK: Duration = Duration::from_millis(200);

/// Variables that a child inherits by name or by prefix: nothing that may hold a key.
const INHERITED: [&str; 9] = ["PATH", "HOME", "USER", "LANG", "LC_*", "TMPDIR", "ELAN_*", "LEAN_*", "LAKE_*"];

/// How to start a child.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProcessCommand {
    /// The program, as a path or a name on PATH.
    pub program: PathBuf,
    /// Its arguments.
    pub args: Vec<OsString>,
    /// The folder it runs in.
    pub cwd: PathBuf,
    /// Variables beside the few harmless ones that every child inherits.
    pub env: Vec<(OsString, OsString)>,
    /// What it is, for messages: `embedded Lean 4.28.0-pre`.
    pub label: String,
}

impl ProcessCommand {
    /// The same at a lower priority, by `nice`: 19 takes what others leave of the processor.
    #[must_use]
    pub fn nice(self, by: u8) -> Self {
        let mut args: Vec<OsString> = vec!["-n".into(), by.to_string().into(), self.program.into()];
        args.extend(self.args);
        ProcessCommand { program: "nice".into(), args, ..self }
    }
}

/// What an exchange may use before the child is given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Watch {
    /// Wall clock.
    pub time: Duration,
    /// Resident memory of the child's whole process group, in bytes.
    pub memory: Option<u64>,
}

/// Why a child is of no more use.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Death {
    /// The time of an exchange passed.
    #[error("no answer within {0:?}")]
    Time(Duration),
    /// It grew over the limit of an exchange.
    #[error("{used} MiB of memory used, over the limit of {limit} MiB", used = .0 >> 20, limit = .1 >> 20)]
    Memory(u64, u64),
    /// It ended, or can no longer be talked to.
    #[error("{0}")]
    Gone(String),
    /// It said something that is no answer.
    #[error("an unexpected answer: {0}")]
    Nonsense(String),
}

impl Death {
    /// The limit that a request which met this death ran into.
    pub fn limit(&self) -> Limit {
        match self {
            Death::Time(_) => Limit::Time,
            Death::Memory(..) => Limit::Memory,
            Death::Gone(_) | Death::Nonsense(_) => Limit::Crash,
        }
    }
}

/// What the tasks that read from a child note down.
#[derive(Debug, Default)]
struct Notes {
    stderr: Vec<u8>,
    flooded: bool,
}

/// A running child with its whole process group; dropping it kills and reaps them.
#[derive(Debug)]
pub struct Process {
    group: Group,
    stdin: ChildStdin,
    replies: mpsc::Receiver<Object>,
    notes: Arc<Mutex<Notes>>,
    /// Reads stderr into `notes` until its end.
    drain: JoinHandle<()>,
    /// An exchange was begun and did not end well: what comes next on stdout belongs to it.
    amid: bool,
}

impl Process {
    /// Starts a child in a process group of its own.
    ///
    /// # Errors
    /// [`ProverError::Missing`] if there is no such program, [`ProverError::Io`] if it cannot be run.
    ///
    /// # Panics
    /// Outside of a tokio runtime.
    pub fn spawn(command: &ProcessCommand) -> Result<Process, ProverError> {
        use std::os::unix::process::CommandExt as _;
        #[expect(clippy::disallowed_methods, reason = "this is where children are started")]
        let mut child = Command::new(&command.program);
        child.args(&command.args).current_dir(&command.cwd).env_clear();
        child.envs(std::env::vars_os().filter(|(name, _)| inherited(&name.to_string_lossy())));
        child.envs(command.env.iter().map(|(name, value)| (name, value)));
        child.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).process_group(0);

        let failed = |source: io::Error| match source.kind() {
            io::ErrorKind::NotFound if command.cwd.is_dir() => ProverError::Missing {
                message: format!("{}: there is no program {}", command.label, command.program.display()),
                hint: "run `proofwright doctor` to see what is missing".into(),
            },
            _ => ProverError::Io {
                context: format!(
                    "{}: {} cannot be run in {}",
                    command.label,
                    command.program.display(),
                    command.cwd.display()
                ),
                source,
            },
        };
        let mut child = child.spawn().map_err(failed)?;
        let pipes = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let group = Group::own(child).map_err(failed)?;
        let (Some(stdin), Some(stdout), Some(stderr)) = pipes else {
            return Err(failed(io::Error::other("no pipes")));
        };
        let stdin = ChildStdin::from_std(stdin).map_err(failed)?;
        let stdout = ChildStdout::from_std(stdout).map_err(failed)?;
        let stderr = ChildStderr::from_std(stderr).map_err(failed)?;

        let notes = Arc::new(Mutex::new(Notes::default()));
        // Few, as one may be large: a child that talks unasked is stopped by its full pipe.
        let (tell, replies) = mpsc::channel(4);
        tokio::spawn(read_replies(stdout, tell, Arc::clone(&notes)));
        let drain = tokio::spawn(drain(stderr, Arc::clone(&notes)));
        Ok(Process { group, stdin, replies, notes, drain, amid: false })
    }

    /// Sends `request` (whole lines, or nothing) and hands what comes back to `take` until it gives a value.
    ///
    /// `take` says `None` to wait for more, and an error for what is no answer. Any [`Death`] is final:
    /// the process is to be dropped.
    ///
    /// # Cancel safety
    /// Dropping the future midway leaves the conversation unusable: [`Process::is_ready`] says so, and
    /// every later exchange fails at once.
    ///
    /// # Errors
    /// Which limit was passed, or how the child ended.
    pub async fn exchange<T>(
        &mut self,
        request: &[u8],
        watch: Watch,
        take: impl FnMut(Object) -> Result<Option<T>, String>,
    ) -> Result<T, Death> {
        if self.amid {
            return Err(Death::Gone("an earlier request was abandoned".into()));
        }
        self.amid = true;
        let group = self.group.id();
        let value = tokio::select! {
            biased;
            answer = talk(&mut self.stdin, &mut self.replies, request, take) => match answer {
                Some(answer) => answer.map_err(Death::Nonsense)?,
                None => return Err(Death::Gone(self.how_it_ended().await)),
            },
            death = limits(group, watch) => return Err(death),
        };
        self.amid = false;
        Ok(value)
    }

    /// Whether another exchange can be begun: the child lives and owes no answer.
    pub fn is_ready(&self) -> bool {
        !self.amid && !self.replies.is_closed() && self.group.ended().is_none()
    }

    /// Resident memory of the whole process group in bytes, if it can be told.
    pub fn memory(&self) -> Option<u64> {
        group::resident(self.group.id())
    }

    /// Number of the process group, which is the process number of the child.
    pub fn group(&self) -> i32 {
        self.group.id()
    }

    /// The last lines that the child wrote to stderr.
    pub fn stderr_tail(&self) -> String {
        let notes = self.notes.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&notes.stderr).trim().to_owned()
    }

    /// Kills the whole group and waits until it is reaped.
    pub async fn stop(self) {
        self.group.kill();
        self.group.wait().await;
    }

    /// Waits for a child that talks to nobody to end, and says whether it ended well. Its output is not kept.
    ///
    /// # Errors
    /// Which limit was passed.
    pub async fn finish(self, watch: Watch) -> Result<bool, Death> {
        let Process { group, stdin, mut replies, .. } = self;
        drop(stdin);
        let id = group.id();
        let ended = async {
            while replies.recv().await.is_some() {}
            group.wait().await.success()
        };
        tokio::select! {
            biased;
            success = ended => Ok(success),
            death = limits(id, watch) => Err(death),
        }
    }

    async fn how_it_ended(&mut self) -> String {
        // stdout is often at its end a moment before the process is.
        let ended = timeout(LAST_WORDS, self.group.wait()).await;
        // Its last words, which mostly say why, may not have been read yet; or a grandchild holds the pipe.
        if ended.is_ok() && !self.drain.is_finished() {
            let _ = timeout(LAST_WORDS, &mut self.drain).await;
        }
        match ended {
            Ok(status) => describe(status),
            Err(_) if self.notes.lock().unwrap_or_else(PoisonError::into_inner).flooded => {
                format!("{} MiB of output without one answer", MAX_NOISE >> 20)
            }
            Err(_) => "it closed its stdin or stdout".into(),
        }
    }
}

/// The answer, the complaint of `take`, or `None` when a pipe is closed.
async fn talk<T>(
    stdin: &mut ChildStdin,
    replies: &mut mpsc::Receiver<Object>,
    request: &[u8],
    mut take: impl FnMut(Object) -> Result<Option<T>, String>,
) -> Option<Result<T, String>> {
    if !request.is_empty() {
        stdin.write_all(request).await.ok()?;
        stdin.flush().await.ok()?;
    }
    loop {
        let reply = replies.recv().await?;
        if let Some(answer) = take(reply).transpose() {
            return Some(answer);
        }
    }
}

/// Ends when a limit is passed.
async fn limits(group: i32, watch: Watch) -> Death {
    let deadline = sleep(watch.time);
    tokio::pin!(deadline);
    let mut ticks = interval_at(Instant::now() + MEMORY_TICK, MEMORY_TICK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = &mut deadline => return Death::Time(watch.time),
            _ = ticks.tick() => {
                if let Some(limit) = watch.memory
                    && let Some(used) = group::resident(group)
                    && used > limit
                {
                    return Death::Memory(used, limit);
                }
            }
        }
    }
}

async fn read_replies(
    mut stdout: impl AsyncRead + Unpin,
    tell: mpsc::Sender<Object>,
    notes: Arc<Mutex<Notes>>,
) {
    let mut lines = lines::Lines::default();
    let mut chunk = vec![0; 64 << 10];
    while let Ok(read @ 1..) = stdout.read(&mut chunk).await {
        for object in lines.push(&chunk[..read]) {
            if tell.send(object).await.is_err() {
                return;
            }
        }
        if lines.noise() > MAX_NOISE {
            notes.lock().unwrap_or_else(PoisonError::into_inner).flooded = true;
            return;
        }
    }
}

/// Reads stderr to its end, however much it is, and keeps the tail.
async fn drain(mut stderr: impl AsyncRead + Unpin, notes: Arc<Mutex<Notes>>) {
    let mut chunk = vec![0; 16 << 10];
    while let Ok(read @ 1..) = stderr.read(&mut chunk).await {
        let tail = &mut notes.lock().unwrap_or_else(PoisonError::into_inner).stderr;
        tail.extend_from_slice(&chunk[..read]);
        let surplus = tail.len().saturating_sub(TAIL);
        tail.drain(..surplus);
    }
}

fn inherited(name: &str) -> bool {
    INHERITED.iter().any(|known| match known.strip_suffix('*') {
        Some(prefix) => name.starts_with(prefix),
        None => name == *known,
    })
}

fn describe(status: ExitStatus) -> String {
    use std::os::unix::process::ExitStatusExt as _;
    match (status.code(), status.signal()) {
        (Some(code), _) => format!("it exited with status {code}"),
        (None, Some(signal)) => format!("it was killed by signal {signal}"),
        (None, None) => "it ended".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lower_priority_is_given_by_nice() {
        let command = ProcessCommand {
            program: "lean".into(),
            args: vec!["--run".into()],
            cwd: ".".into(),
            env: Vec::new(),
            label: "Lean".into(),
        };
        let nice = command.nice(19);
        assert_eq!(nice.program, PathBuf::from("nice"));
        assert_eq!(nice.args, ["-n", "19", "lean", "--run"]);
    }

    #[test]
    fn keys_are_not_inherited() {
        for name in ["PATH", "HOME", "LC_ALL", "LEAN_PATH", "ELAN_HOME"] {
            assert!(inherited(name), "{name}");
        }
        for name in ["OPENAI_API_KEY", "ANTHROPIC_API_KEY", "PATHS", "AWS_SECRET_ACCESS_KEY", "NPM_TOKEN"] {
            assert!(!inherited(name), "{name}");
        }
    }
}
