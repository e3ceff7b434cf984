//! Lean workers that are shell scripts, for tests of what goes wrong.

use std::{fs, path::Path, time::Duration};

use proofwright::prover::lean::LeanCommand;
use tempfile::TempDir;

/// What every well-behaved worker says first.
pub(crate) const GREETING: &str =
    r#"echo '{"proofwright":1,"lean":"0.0","githash":"abc","platform":"sh","capabilities":[]}'"#;

/// The command that runs a shell script in `dir`.
pub(crate) fn script(dir: &Path, text: &str) -> LeanCommand {
    LeanCommand {
        program: "sh".into(),
        args: vec!["-c".into(), text.into()],
        cwd: dir.into(),
        env: Vec::new(),
        label: "fake Lean".into(),
    }
}

/// A worker that answers by rules, and logs each request it reads, after its process number.
///
/// A rule is a shell pattern for the request line and what to do: `reply 'FIELDS'`, `progress FP…`
/// (a group for each fingerprint), `opened FP`, or any shell command.
pub(crate) struct FakeWorker {
    pub(crate) dir: TempDir,
    pub(crate) command: LeanCommand,
}

impl FakeWorker {
    pub(crate) fn new(rules: &[(&str, &str)]) -> FakeWorker {
        let dir = TempDir::new().unwrap();
        let cases: String =
            rules.iter().map(|(pattern, action)| format!("    *'{pattern}'*) {action} ;;\n")).collect();
        // States are numbered from the process number on, so that no two workers use the same ones.
        let text = format!(
            r#"
reply() {{ printf '{{"id":%s,%s}}\n' "$id" "$1"; }}
groups() {{
  gs=
  for fp; do
    n=$((n + 1))
    gs="$gs${{gs:+,}}{{\"state\":$n,\"fingerprint\":\"$fp\",\"positions\":[0],\"goals\":[{{\"hyps\":[],\"target\":\"$fp\",\"consts\":[]}}]}}"
  done
}}
progress() {{ groups "$@"; reply "\"verdict\":\"progress\",\"groups\":[$gs]"; }}
opened() {{ groups "$1"; reply "\"group\":$gs"; }}
n=$(($$ * 1000))
{GREETING}
while IFS= read -r line; do
  printf '%s %s\n' "$$" "$line" >> log
  id=${{line#*\"id\":}}; id=${{id%%,*}}
  case $line in
{cases}    *'"op":"open"'*) opened root ;;
    *'"op":"drop"'*) reply '"dropped":0' ;;
    *'"tactic":"done"'*) reply '"verdict":"closed"' ;;
    *'"tactic":"die"'*) exit 7 ;;
    *'"tactic":"hang"'*) sleep 600 ;;
    *) reply '"verdict":"rejected","reason":"no rule for it"' ;;
  esac
done
"#
        );
        let command = script(dir.path(), &text);
        FakeWorker { dir, command }
    }

    /// What each worker was asked, in order: process number and the request's telling part.
    pub(crate) fn log(&self) -> Vec<(u32, String)> {
        let log = fs::read_to_string(self.dir.path().join("log")).unwrap_or_default();
        let entries = log.lines().map(|line| {
            let (pid, request) = line.split_once(' ').unwrap();
            let request: serde_json::Value = serde_json::from_str(request).unwrap();
            let told = request["tactic"].as_str().or(request["op"].as_str()).unwrap();
            (pid.parse().unwrap(), told.to_owned())
        });
        entries.collect()
    }

    /// What was asked, without who was.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.log().into_iter().map(|(_, told)| told).collect()
    }
}

/// Waits until no living process is left in a group.
pub(crate) async fn assert_gone(group: i32) {
    for _ in 0..100 {
        if living(group).is_empty() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("processes {:?} of group {group} live on", living(group));
}

/// Living processes of a group. One that is dead and waits for a careless parent does not count.
pub(crate) fn living(group: i32) -> Vec<i32> {
    let Ok(entries) = fs::read_dir("/proc") else {
        let pid = rustix::process::Pid::from_raw(group).unwrap();
        return rustix::process::test_kill_process_group(pid).map_or(Vec::new(), |()| vec![group]);
    };
    let stats = entries.flatten().filter_map(|entry| fs::read_to_string(entry.path().join("stat")).ok());
    let members = stats.filter_map(|stat| {
        let (pid, _) = stat.split_once(' ')?;
        let mut rest = stat.rsplit_once(')')?.1.split_ascii_whitespace();
        let state = rest.next()?;
        let member = rest.nth(1)?.parse() == Ok(group) && state != "Z" && state != "X";
        member.then(|| pid.parse().ok()).flatten()
    });
    members.collect()
}
