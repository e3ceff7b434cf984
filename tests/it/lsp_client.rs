//! A client for tests and benches: the built server on its stdio, and a text that is edited as editors do it.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Write},
    process::{Child, ChildStdin, Command, ExitStatus, Stdio},
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

/// How long anything may take that a real Lean has to do.
const PATIENCE: Duration = Duration::from_secs(120);

/// A server, and all that it said and that was not asked for yet.
pub(crate) struct Client {
    pub(crate) child: Child,
    input: Option<ChildStdin>,
    said: Receiver<Value>,
    /// What came and was not what was waited for.
    pub(crate) kept: Vec<Value>,
    last_id: i64,
    /// What the server is told when it asks for settings.
    pub(crate) settings: Value,
    /// The open documents, with their versions.
    pub(crate) texts: BTreeMap<String, (i32, String)>,
    /// Whether edits of the server are taken.
    pub(crate) takes_edits: bool,
}

impl Client {
    /// Starts a server and reads what it says.
    pub(crate) fn start(mut command: Command) -> Client {
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let (tell, said) = channel();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        thread::spawn(move || {
            while let Some(message) = read(&mut output) {
                if tell.send(message).is_err() {
                    break;
                }
            }
        });
        let input = child.stdin.take();
        Client {
            child,
            input,
            said,
            kept: Vec::new(),
            last_id: 0,
            settings: Value::Null,
            texts: BTreeMap::new(),
            takes_edits: true,
        }
    }

    /// Starts a server and shakes hands; the answer is what it can do.
    pub(crate) fn ready(command: Command, settings: Value) -> (Client, Value) {
        let mut client = Client::start(command);
        client.settings = settings;
        let capabilities = json!({
            "general": {"positionEncodings": ["utf-16"]},
            "window": {"workDoneProgress": true},
            "workspace": {"configuration": true, "applyEdit": true, "workspaceEdit": {"documentChanges": true},
                "inlayHint": {"refreshSupport": true}, "didChangeConfiguration": {"dynamicRegistration": true}},
        });
        let params = json!({"processId": std::process::id(), "rootUri": null, "capabilities": capabilities});
        let answer = client.request("initialize", params);
        client.notify("initialized", json!({}));
        (client, answer["result"]["capabilities"].clone())
    }

    pub(crate) fn send(&mut self, message: &Value) {
        let text = message.to_string();
        let input = self.input.as_mut().expect("the server is still talked to");
        write!(input, "Content-Length: {}\r\n\r\n{text}", text.len()).unwrap();
        input.flush().unwrap();
    }

    pub(crate) fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    /// Asks, and waits for the answer.
    pub(crate) fn request(&mut self, method: &str, params: Value) -> Value {
        self.last_id += 1;
        let id = self.last_id;
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
        self.wait(&format!("an answer to {method}"), |it| it["id"] == id && it.get("method").is_none())
    }

    /// Waits for a message; whatever else the server asks for on the way is answered.
    pub(crate) fn wait(&mut self, what: &str, is: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.kept.iter().position(&is) {
            return self.kept.remove(at);
        }
        let begun = Instant::now();
        loop {
            let left = PATIENCE.saturating_sub(begun.elapsed());
            let message = match self.said.recv_timeout(left) {
                Ok(message) => message,
                Err(RecvTimeoutError::Timeout) => panic!("no {what}; there was {:#?}", self.kept),
                Err(RecvTimeoutError::Disconnected) => panic!("the server ended before {what}"),
            };
            self.answer(&message);
            if is(&message) {
                return message;
            }
            self.kept.push(message);
        }
    }

    /// Takes in what comes within a time.
    pub(crate) fn listen(&mut self, time: Duration) {
        let begun = Instant::now();
        while let Ok(message) = self.said.recv_timeout(time.saturating_sub(begun.elapsed())) {
            self.answer(&message);
            self.kept.push(message);
        }
    }

    fn answer(&mut self, message: &Value) {
        let (Some(id), Some(method)) = (message.get("id"), message["method"].as_str()) else { return };
        let result = match method {
            "workspace/configuration" => json!([self.settings]),
            "workspace/applyEdit" => {
                json!({"applied": self.takes_edits && self.take(&message["params"]["edit"])})
            }
            _ => Value::Null,
        };
        let answer = json!({"jsonrpc": "2.0", "id": id, "result": result});
        self.send(&answer);
    }

    /// Applies an edit of the server to the text that it is meant for, and tells the server of it, as editors do.
    fn take(&mut self, edit: &Value) -> bool {
        for change in edit["documentChanges"].as_array().unwrap() {
            let uri = change["textDocument"]["uri"].as_str().unwrap().to_owned();
            let (version, text) = self.texts[&uri].clone();
            if change["textDocument"]["version"] != version {
                return false;
            }
            for edit in change["edits"].as_array().unwrap() {
                let (start, end) = (byte(&text, &edit["range"]["start"]), byte(&text, &edit["range"]["end"]));
                self.edit(&uri, start..end, edit["newText"].as_str().unwrap());
            }
        }
        true
    }

    pub(crate) fn open(&mut self, uri: &str, text: &str) {
        self.texts.insert(uri.to_owned(), (1, text.to_owned()));
        let language = if uri.ends_with(".fst") { "fstar" } else { "lean4" };
        let document = json!({"uri": uri, "languageId": language, "version": 1, "text": text});
        self.notify("textDocument/didOpen", json!({"textDocument": document}));
    }

    /// Types into a document.
    pub(crate) fn edit(&mut self, uri: &str, range: std::ops::Range<usize>, with: &str) {
        let (version, text) = self.texts.get_mut(uri).unwrap();
        let places = json!({"start": position(text, range.start), "end": position(text, range.end)});
        text.replace_range(range, with);
        *version += 1;
        let document = json!({"uri": uri, "version": *version});
        let change = json!({"range": places, "text": with});
        self.notify("textDocument/didChange", json!({"textDocument": document, "contentChanges": [change]}));
    }

    pub(crate) fn text(&self, uri: &str) -> &str {
        &self.texts[uri].1
    }

    /// Waits until the holes of a document have these states.
    pub(crate) fn states(&mut self, uri: &str, wanted: &[&str]) -> Value {
        let is = |it: &Value| {
            it["method"] == "proofwright/status" && it["params"]["uri"] == uri && {
                let holes = it["params"]["holes"].as_array().unwrap();
                holes.iter().map(|it| it["state"].as_str().unwrap()).eq(wanted.iter().copied())
            }
        };
        self.wait(&format!("states {wanted:?}"), is)["params"].clone()
    }

    /// Asks for something at the first place where `mark` stands.
    pub(crate) fn ask_at(&mut self, method: &str, uri: &str, mark: &str) -> Value {
        let at = position(self.text(uri), self.text(uri).find(mark).unwrap());
        let params = json!({"textDocument": {"uri": uri}, "position": at, "range": {"start": at, "end": at},
            "context": {"diagnostics": [], "triggerKind": 1}});
        self.request(method, params)["result"].clone()
    }

    /// Gives a command that is about the first place where `mark` stands.
    pub(crate) fn command(&mut self, name: &str, uri: &str, mark: &str) -> Value {
        let at = position(self.text(uri), self.text(uri).find(mark).unwrap());
        let argument = json!({"uri": uri, "position": at});
        self.request("workspace/executeCommand", json!({"command": name, "arguments": [argument]}))
    }

    /// Takes leave as the protocol has it, with the line held open; how the server ended, and how long it took.
    pub(crate) fn leave(&mut self) -> (ExitStatus, Duration) {
        self.request("shutdown", Value::Null);
        self.notify("exit", Value::Null);
        let begun = Instant::now();
        (self.ended(), begun.elapsed())
    }

    /// Hangs up without a word.
    pub(crate) fn hang_up(&mut self) -> ExitStatus {
        self.input = None;
        self.ended()
    }

    fn ended(&mut self) -> ExitStatus {
        let begun = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(begun.elapsed() < Duration::from_secs(20), "the server does not end");
            thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn read(output: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end().split_once(": ") {
            Some(("Content-Length", number)) => length = number.parse().ok()?,
            Some(_) => {}
            None => break,
        }
    }
    let mut body = vec![0; length];
    output.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}

/// The position of a byte in UTF-16.
pub(crate) fn position(text: &str, byte: usize) -> Value {
    let start = text[..byte].rfind('\n').map_or(0, |it| it + 1);
    json!({"line": text[..byte].matches('\n').count(), "character": text[start..byte].encode_utf16().count()})
}

fn byte(text: &str, position: &Value) -> usize {
    let line = position["line"].as_u64().unwrap() as usize;
    let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let mut left = position["character"].as_u64().unwrap() as usize;
    let mut at = start;
    for letter in text[start..].chars() {
        if left == 0 {
            break;
        }
        left -= letter.len_utf16().min(left);
        at += letter.len_utf8();
    }
    at
}
