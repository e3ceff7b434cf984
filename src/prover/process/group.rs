//! A child's process group: killed as a whole, reaped without a zombie, its memory summed up.

use std::{
    fs, io,
    process::{Child, Command, ExitStatus},
    sync::{Arc, Mutex, PoisonError},
    thread,
};

use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, WaitOptions, kill_process_group, waitid, waitpid};
use tokio::sync::watch;

/// The process group that a child leads; dropping it kills every process in it.
///
/// A thread waits for the leader, and then kills what is left of the group and reaps it. A process
/// that calls `setsid` leaves the group and is out of reach.
#[derive(Debug)]
pub(super) struct Group {
    leader: Pid,
    /// True once the leader is reaped: from then on its number may be another's, and is not to be killed.
    reaped: Arc<Mutex<bool>>,
    exit: watch::Receiver<Option<ExitStatus>>,
}

impl Group {
    /// Owns the group of `child`, which must have been started as a group leader.
    pub(super) fn own(mut child: Child) -> io::Result<Group> {
        let leader = Pid::from_child(&child);
        let reaped = Arc::new(Mutex::new(false));
        let (tell, exit) = watch::channel(None);
        let flag = Arc::clone(&reaped);
        let wait = move || {
            // The leader stays a zombie until the lock is held, so that its number stays its own.
            while let Err(rustix::io::Errno::INTR) =
                waitid(WaitId::Pid(leader), WaitIdOptions::EXITED | WaitIdOptions::NOWAIT)
            {}
            let mut reaped = flag.lock().unwrap_or_else(PoisonError::into_inner);
            let _ = kill_process_group(leader, Signal::KILL);
            let status = child.wait();
            *reaped = true;
            drop(reaped);
            tell.send_replace(Some(status.unwrap_or_default()));
        };
        if let Err(error) = thread::Builder::new().name("reaper".into()).stack_size(64 * 1024).spawn(wait) {
            let _ = kill_process_group(leader, Signal::KILL);
            let _ = waitpid(Some(leader), WaitOptions::empty());
            return Err(error);
        }
        Ok(Group { leader, reaped, exit })
    }

    /// Kills every process of the group; it is reaped soon after.
    pub(super) fn kill(&self) {
        let reaped = self.reaped.lock().unwrap_or_else(PoisonError::into_inner);
        if !*reaped {
            let _ = kill_process_group(self.leader, Signal::KILL);
        }
    }

    /// How the leader ended, if it has.
    pub(super) fn ended(&self) -> Option<ExitStatus> {
        *self.exit.borrow()
    }

    /// Waits until the leader has ended and was reaped.
    pub(super) async fn wait(&self) -> ExitStatus {
        let mut exit = self.exit.clone();
        let status = exit.wait_for(Option::is_some).await;
        status.ok().and_then(|status| *status).unwrap_or_default()
    }

    /// Number of the group, which is the leader's process number.
    pub(super) fn id(&self) -> i32 {
        self.leader.as_raw_nonzero().get()
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Resident memory of all processes of a group in bytes; `None` if it cannot be told.
///
/// Pages that processes of the group share are counted for each of them.
pub(super) fn resident(group: i32) -> Option<u64> {
    let kib = match fs::read_dir("/proc/self") {
        Ok(_) => sum_proc(group)?,
        Err(_) => {
            #[expect(clippy::disallowed_methods, reason = "`ps` ends by itself, and starts nothing")]
            let out = Command::new("ps").args(["-axo", "pgid=,rss="]).output().ok()?;
            sum_ps(&String::from_utf8_lossy(&out.stdout), group)?
        }
    };
    Some(kib * 1024)
}

fn sum_proc(group: i32) -> Option<u64> {
    let mut sum = None;
    for entry in fs::read_dir("/proc").ok()?.flatten() {
        if !entry.file_name().as_encoded_bytes().first().is_some_and(u8::is_ascii_digit) {
            continue;
        }
        // Processes come and go while the folder is read.
        let Ok(stat) = fs::read_to_string(entry.path().join("stat")) else { continue };
        if stat_group(&stat) == Some(group) {
            let status = fs::read_to_string(entry.path().join("status")).unwrap_or_default();
            *sum.get_or_insert(0) += kib_after(&status, "VmRSS:").unwrap_or(0);
        }
    }
    sum
}

/// The group in a line of `/proc/PID/stat`: `pid (name, may hold anything) state ppid pgrp …`.
fn stat_group(stat: &str) -> Option<i32> {
    let (_, rest) = stat.rsplit_once(')')?;
    rest.split_ascii_whitespace().nth(2)?.parse().ok()
}

fn kib_after(text: &str, key: &str) -> Option<u64> {
    let line = text.lines().find_map(|line| line.strip_prefix(key))?;
    line.split_ascii_whitespace().next()?.parse().ok()
}

fn sum_ps(table: &str, group: i32) -> Option<u64> {
    let mut sum = None;
    for line in table.lines() {
        let mut words = line.split_ascii_whitespace();
        if words.next().and_then(|w| w.parse().ok()) == Some(group) {
            *sum.get_or_insert(0) += words.next().and_then(|w| w.parse::<u64>().ok()).unwrap_or(0);
        }
    }
    sum
}

/// Memory that new processes can take without swapping, in bytes; `None` if it cannot be told.
pub fn available_memory() -> Option<u64> {
    let info = fs::read_to_string("/proc/meminfo").ok()?;
    Some(kib_after(&info, "MemAvailable:")? * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_name_may_hold_parentheses() {
        assert_eq!(stat_group("12 (a) b (c) S 1 77 77 0 -1"), Some(77));
        assert_eq!(stat_group("12 (a"), None);
    }

    #[test]
    fn ps_lines_of_other_groups_are_left_out() {
        assert_eq!(sum_ps("  7  100\n 8 5\n  7 20\n", 7), Some(120));
        assert_eq!(sum_ps("  8  100\n", 7), None);
    }
}
