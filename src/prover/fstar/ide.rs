//! One `fstar.exe --ide`, and what is asked of it.

use std::time::Duration;

use serde::Serialize;
use serde_json::Value;

use super::protocol::{Answer, Check, Hello, Message, Query, Status};
use crate::prover::{
    ProverError,
    process::{Death, Object, Process, ProcessCommand, Watch},
};

/// An F* that has greeted.
#[derive(Debug)]
pub struct FstarIde {
    process: Process,
    hello: Hello,
    last_id: u64,
    /// An answer counted for nothing, and so does what comes after it.
    void: bool,
}

#[derive(Serialize)]
struct Request<'a> {
    #[serde(rename = "query-id")]
    id: &'a str,
    #[serde(flatten)]
    query: &'a Query,
}

impl FstarIde {
    /// Starts F* and waits for its greeting.
    ///
    /// # Errors
    /// If it cannot be run, or says nothing of the kind within `time`.
    pub async fn start(command: &ProcessCommand, time: Duration) -> Result<FstarIde, ProverError> {
        let mut process = Process::spawn(command)?;
        let greeting = process.exchange(b"", Watch { time, memory: None }, |object| {
            if object.get("kind").and_then(Value::as_str) != Some("protocol-info") {
                return Err(format!("{} in place of a greeting", Value::Object(object)));
            }
            serde_json::from_value(Value::Object(object)).map(Some).map_err(|e| e.to_string())
        });
        match greeting.await {
            Ok(hello) => Ok(FstarIde { process, hello, last_id: 0, void: false }),
            Err(death) => {
                let said = process.stderr_tail();
                let said = if said.is_empty() { said } else { format!("; it last wrote: {said}") };
                Err(ProverError::Start { prover: command.label.clone(), message: format!("{death}{said}") })
            }
        }
    }

    /// What this F* can do.
    pub fn hello(&self) -> &Hello {
        &self.hello
    }

    /// Asks, and waits for the answer.
    ///
    /// # Cancel safety
    /// Dropping the future midway makes the process useless, and it says so.
    ///
    /// # Errors
    /// How the process died. An answer that counts for nothing ([`Answer::void`]) is a death as well: what
    /// such a process says next cannot be trusted.
    pub async fn ask(&mut self, query: &Query, watch: Watch) -> Result<Answer, Death> {
        if self.void {
            return Err(Death::Gone("an earlier answer counted for nothing".into()));
        }
        self.last_id += 1;
        let id = self.last_id.to_string();
        let mut line = serde_json::to_vec(&Request { id: &id, query }).expect("strings and numbers");
        line.push(b'\n');
        let mut messages = Vec::new();
        let answer = self.process.exchange(&line, watch, |object| take(object, &id, &mut messages));
        let (status, response) = answer.await.map_err(|death| match death {
            // What it said last is mostly why: `Could not run Z3`.
            Death::Gone(why) => {
                Death::Gone(last_words(&messages).map_or(why.clone(), |it| format!("{why}: {it}")))
            }
            other => other,
        })?;
        self.judged(Answer { status, response, messages })
    }

    /// Has F* check a whole file: by `full-buffer` where it knows that, else as one push. The answer's response is
    /// the list of all issues.
    ///
    /// # Errors
    /// As [`FstarIde::ask`].
    pub async fn check_file(&mut self, code: &str, watch: Watch) -> Result<Answer, Death> {
        let code = code.to_owned();
        if !self.hello.has("full-buffer") {
            return self.ask(&Query::Push { kind: Check::Full, code, line: 1, column: 0 }, watch).await;
        }
        if self.void {
            return Err(Death::Gone("an earlier answer counted for nothing".into()));
        }
        self.last_id += 1;
        let id = self.last_id.to_string();
        let query = Query::FullBuffer { kind: Check::Full, code, with_symbols: false, line: 0, column: 0 };
        let mut line = serde_json::to_vec(&Request { id: &id, query: &query }).expect("strings and numbers");
        line.push(b'\n');
        let (mut messages, mut issues, mut status) = (Vec::new(), Vec::new(), Status::Success);
        let answer = self.process.exchange(&line, watch, |mut object| {
            // Parts are numbered `7.1`, `7.2`; the end is told by a message and not by a response.
            let part = object.get("query-id").and_then(Value::as_str).unwrap_or_default();
            if part.split('.').next() != Some(&id) {
                return Err(Value::Object(object).to_string());
            }
            if object.get("kind").and_then(Value::as_str) == Some("message") {
                let stage = &object.get("contents").unwrap_or(&Value::Null)["stage"];
                match stage.as_str() {
                    Some("full-buffer-finished") => return Ok(Some(())),
                    // Nothing but an issue says why; that there was a failure is known even without one.
                    Some("full-buffer-fragment-failed") => status = Status::Failure,
                    _ => {}
                }
            }
            object.insert("query-id".into(), id.clone().into());
            if let Some((told, response)) = take(object, &id, &mut messages)? {
                if told != Status::Success {
                    status = told;
                }
                match response {
                    Value::Array(some) => issues.extend(some),
                    Value::Null => {}
                    other => return Err(other.to_string()),
                }
            }
            Ok(None)
        });
        answer.await?;
        self.judged(Answer { status, response: Value::Array(issues), messages })
    }

    /// The answer, unless it counts for nothing.
    fn judged(&mut self, answer: Answer) -> Result<Answer, Death> {
        match answer.void() {
            Some(why) => {
                self.void = true;
                Err(Death::Nonsense(why))
            }
            None => Ok(answer),
        }
    }

    /// Whether it can be asked: it lives and owes no answer.
    pub fn is_ready(&self) -> bool {
        !self.void && self.process.is_ready()
    }

    /// The last lines that it wrote to stderr, which say why it ended.
    pub fn stderr_tail(&self) -> String {
        self.process.stderr_tail()
    }

    /// Resident memory of F* and its solver in bytes, if it can be told.
    pub fn memory(&self) -> Option<u64> {
        self.process.memory()
    }

    /// Kills it with its solver, and waits until both are gone.
    pub async fn stop(self) {
        self.process.stop().await;
    }
}

/// The first error that was told outside of any response.
fn last_words(messages: &[Message]) -> Option<&str> {
    messages.iter().find_map(|it| match it {
        Message::Text(level, text) if level == "error" => Some(text.trim()),
        _ => None,
    })
}

/// Takes in one line; `Some` if it is the response.
fn take(
    mut object: Object,
    id: &str,
    messages: &mut Vec<Message>,
) -> Result<Option<(Status, Value)>, String> {
    let text = |object: &Object, key: &str| object.get(key).and_then(Value::as_str).map(str::to_owned);
    if text(&object, "query-id").as_deref() != Some(id) {
        return Err(Value::Object(object).to_string());
    }
    match text(&object, "kind").as_deref() {
        Some("response") => {
            let status = object.remove("status").unwrap_or_default();
            let status = serde_json::from_value(status).map_err(|error| error.to_string())?;
            Ok(Some((status, object.remove("response").unwrap_or_default())))
        }
        Some("message") => {
            let contents = object.remove("contents").unwrap_or_default();
            match text(&object, "level").as_deref() {
                Some("progress") => {}
                Some("proof-state") => {
                    let state = serde_json::from_value(contents).map_err(|error| error.to_string())?;
                    messages.push(Message::ProofState(state));
                }
                level => {
                    let contents = contents.as_str().map_or_else(|| contents.to_string(), str::to_owned);
                    messages.push(Message::Text(level.unwrap_or("info").to_owned(), contents));
                }
            }
            Ok(None)
        }
        _ => Err(Value::Object(object).to_string()),
    }
}
