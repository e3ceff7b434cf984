//! One Lean process that speaks the protocol: its greeting, and requests matched with their replies.

use std::{mem, time::Duration};

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{
    LeanCommand,
    protocol::{ErrorReply, Greeting, Op, Request, VERSION},
};
use crate::prover::{
    ProverError, pool,
    process::{Death, Object, Process, Watch},
};

/// Why a request has no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The worker says why.
    Refused(ErrorReply),
    /// The worker is of no more use; the text has what it last said.
    Died(Death, String),
}

/// A Lean process that has greeted.
#[derive(Debug)]
pub struct LeanWorker {
    process: Process,
    greeting: Greeting,
    label: String,
    last_id: u64,
    uses: u64,
    /// States to be freed along with the next request, whoever makes it.
    unwanted: Vec<u64>,
}

impl LeanWorker {
    /// Starts Lean and waits for its greeting.
    ///
    /// # Errors
    /// If it cannot be run, says nothing within `time`, or speaks another protocol.
    pub async fn start(command: &LeanCommand, time: Duration) -> Result<LeanWorker, ProverError> {
        let mut process = Process::spawn(command)?;
        let watch = Watch { time, memory: None };
        let greeting = process.exchange(b"", watch, |object| match object.get("proofwright") {
            Some(_) => serde_json::from_value(Value::Object(object)).map(Some).map_err(|e| e.to_string()),
            None => Err(format!("{} in place of a greeting", shortened(&object))),
        });
        let wrong = |message| ProverError::Start { prover: command.label.clone(), message };
        let greeting: Greeting = match greeting.await {
            Ok(greeting) => greeting,
            Err(death) => return Err(wrong(with_tail(&death, &process))),
        };
        if greeting.proofwright != VERSION {
            let theirs = greeting.proofwright;
            return Err(wrong(format!("it speaks version {theirs} of the protocol, and this is {VERSION}")));
        }
        Ok(LeanWorker {
            process,
            greeting,
            label: command.label.clone(),
            last_id: 0,
            uses: 0,
            unwanted: Vec::new(),
        })
    }

    /// What it said of itself.
    pub fn greeting(&self) -> &Greeting {
        &self.greeting
    }

    /// Lean's version and kernel, and the runtime that it runs on.
    pub fn version(&self) -> String {
        let Greeting { lean, githash, platform, .. } = &self.greeting;
        format!("Lean {lean} ({githash}, {platform}) on {}", self.label)
    }

    /// Asks, and waits for the answer.
    ///
    /// # Cancel safety
    /// Dropping the future midway makes the worker useless, and it says so.
    ///
    /// # Errors
    /// What the worker refused, or how it died.
    pub async fn ask<R: DeserializeOwned>(&mut self, op: Op<'_>, watch: Watch) -> Result<R, Fault> {
        self.uses += 1;
        let mut lines = Vec::new();
        // Answers that come before the one that counts.
        let first = self.last_id + 1;
        let unwanted = mem::take(&mut self.unwanted);
        if !unwanted.is_empty() {
            self.write(&mut lines, Op::Drop { states: &unwanted });
        }
        self.write(&mut lines, op);
        let (mut next, last) = (first, self.last_id);
        let answer = self.process.exchange(&lines, watch, |object| {
            if object.get("id").and_then(Value::as_u64) != Some(next) {
                return Err(shortened(&object));
            }
            next += 1;
            if next <= last {
                return Ok(None);
            }
            read(object).map(Some)
        });
        match answer.await {
            Ok(answer) => answer.map_err(Fault::Refused),
            Err(death) => {
                let text = with_tail(&death, &self.process);
                Err(Fault::Died(death, text))
            }
        }
    }

    /// Frees states along with the next request.
    pub fn free(&mut self, states: impl IntoIterator<Item = u64>) {
        self.unwanted.extend(states);
    }

    /// Number of its process group.
    pub fn group(&self) -> i32 {
        self.process.group()
    }

    fn write(&mut self, lines: &mut Vec<u8>, op: Op<'_>) {
        self.last_id += 1;
        let request = serde_json::to_vec(&Request { id: self.last_id, op });
        lines.extend(request.expect("requests are strings and numbers"));
        lines.push(b'\n');
    }
}

impl pool::Worker for LeanWorker {
    fn is_ready(&self) -> bool {
        self.process.is_ready()
    }

    fn uses(&self) -> u64 {
        self.uses
    }

    fn memory(&self) -> Option<u64> {
        self.process.memory()
    }

    async fn stop(self) {
        self.process.stop().await;
    }
}

/// The answer or the refusal in a reply; an error if it is neither.
fn read<R: DeserializeOwned>(mut object: Object) -> Result<Result<R, ErrorReply>, String> {
    let text = shortened(&object);
    let answer = match object.remove("error") {
        Some(error) => serde_json::from_value(error).map(Err),
        None => serde_json::from_value(Value::Object(object)).map(Ok),
    };
    answer.map_err(|error| format!("{text} ({error})"))
}

fn shortened(object: &Object) -> String {
    let mut text = String::new();
    for (key, value) in object.iter().take(4) {
        let value: String = value.to_string().chars().take(80).collect();
        text.push_str(if text.is_empty() { "" } else { ", " });
        text.push_str(&format!("{key}: {value}"));
    }
    text
}

/// How it died, with what is worth reading of its stderr.
fn with_tail(death: &Death, process: &Process) -> String {
    let stderr = process.stderr_tail();
    // The embedded Lean tells of its loading in lines like these.
    let worth: Vec<_> =
        stderr.lines().filter(|line| !line.starts_with("[DEBUG:") && !line.starts_with("  ")).collect();
    match worth.as_slice() {
        [] => death.to_string(),
        lines => format!("{death}; it last wrote: {}", lines[lines.len().saturating_sub(8)..].join("\n")),
    }
}
