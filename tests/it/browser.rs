//! A real browser without a window, driven over its debugging pipe, to look at pages as people do.

use std::{
    io::{BufRead, BufReader, Write},
    os::unix::process::CommandExt,
    path::Path,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

use rustix::process::{Pid, Signal, kill_process_group};
use serde_json::{Value, json};
use tempfile::TempDir;

/// A page in a browser of its own.
pub(crate) struct Browser {
    child: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    session: String,
    asked: u64,
    /// Pages that were loaded.
    loaded: u32,
    /// All that the page requested, and what was wrong with it.
    pub(crate) requests: Vec<String>,
    pub(crate) complaints: Vec<String>,
    _profile: TempDir,
}

/// A browser, or none if there is none on this machine, which is said.
pub(crate) fn browser() -> Option<Browser> {
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found =
        std::env::split_paths(&path).flat_map(|it| names.map(|name| it.join(name))).find(|it| it.is_file());
    let Some(program) = found else {
        // Not through the macro, which the harness keeps to itself.
        let mut out = std::io::stderr();
        writeln!(out, "NOT RUN in a browser: there is no `chromium` on PATH").unwrap();
        return None;
    };
    Some(Browser::start(&program))
}

impl Browser {
    fn start(program: &Path) -> Browser {
        let profile = tempfile::tempdir().unwrap();
        // The browser reads requests from descriptor 3 and answers on 4. One that hangs ends the test, not the build.
        let mut command = Command::new("sh");
        command
            .args(["-c", "exec timeout -k 5 180 \"$0\" \"$@\" 3<&0 4>&1 </dev/null >/dev/null 2>/dev/null"])
            .arg(program)
            .args([
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--no-first-run",
                "--window-size=1280,1000",
                "--remote-debugging-pipe",
            ]);
        command.arg(format!("--user-data-dir={}", profile.path().display()));
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).process_group(0).spawn().unwrap();
        let (to, from) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        let mut browser = Browser {
            child,
            to,
            from,
            session: String::new(),
            asked: 0,
            loaded: 0,
            requests: Vec::new(),
            complaints: Vec::new(),
            _profile: profile,
        };
        let target = browser.ask("Target.createTarget", json!({ "url": "about:blank" }))["targetId"].clone();
        let attached = browser.ask("Target.attachToTarget", json!({ "targetId": target, "flatten": true }));
        browser.session = attached["sessionId"].as_str().unwrap().to_owned();
        for domain in ["Page.enable", "Runtime.enable", "Network.enable", "Log.enable"] {
            browser.ask(domain, json!({}));
        }
        browser
    }

    /// Asks, and takes in what else is told until the answer comes.
    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.asked += 1;
        let mut request = json!({ "id": self.asked, "method": method, "params": params });
        if !self.session.is_empty() {
            request["sessionId"] = self.session.as_str().into();
        }
        self.to.write_all(format!("{request}\0").as_bytes()).unwrap();
        loop {
            let message = self.message();
            if message["id"] == self.asked {
                assert_eq!(message["error"], Value::Null, "{method}");
                return message["result"].clone();
            }
        }
    }

    fn message(&mut self) -> Value {
        let mut bytes = Vec::new();
        self.from.read_until(0, &mut bytes).unwrap();
        assert_eq!(bytes.pop(), Some(0), "the browser ended");
        let message: Value = serde_json::from_slice(&bytes).unwrap();
        let params = &message["params"];
        match message["method"].as_str() {
            Some("Page.loadEventFired") => self.loaded += 1,
            Some("Network.requestWillBeSent") => {
                self.requests.push(params["request"]["url"].as_str().unwrap().to_owned());
            }
            Some("Runtime.exceptionThrown" | "Log.entryAdded") => self.complaints.push(params.to_string()),
            Some("Runtime.consoleAPICalled") if params["type"] == "error" => {
                self.complaints.push(params.to_string());
            }
            _ => {}
        }
        message
    }

    /// Opens a file and waits until it is there.
    pub(crate) fn open(&mut self, file: &Path) {
        let before = self.loaded;
        self.ask("Page.navigate", json!({ "url": format!("file://{}", file.display()) }));
        self.wait_for_page(before);
    }

    /// Clicks on a link and waits for the page behind it.
    pub(crate) fn follow(&mut self, selector: &str) {
        let before = self.loaded;
        self.click(selector);
        self.wait_for_page(before);
    }

    fn wait_for_page(&mut self, before: u32) {
        while self.loaded == before {
            self.message();
        }
    }

    /// What an expression of JavaScript is in the page.
    pub(crate) fn eval(&mut self, expression: &str) -> Value {
        let answer = self.ask("Runtime.evaluate", json!({ "expression": expression, "returnByValue": true }));
        assert_eq!(answer["exceptionDetails"], Value::Null, "{expression}");
        answer["result"]["value"].clone()
    }

    /// Clicks into the middle of what a selector finds first.
    pub(crate) fn click(&mut self, selector: &str) {
        let place = format!(
            "(() => {{ const it = document.querySelector({selector:?}); it.scrollIntoView({{ block: 'center' }}); \
             const at = it.getBoundingClientRect(); return [at.x + at.width / 2, at.y + at.height / 2]; }})()"
        );
        let place = self.eval(&place);
        for kind in ["mousePressed", "mouseReleased"] {
            let event =
                json!({ "type": kind, "x": place[0], "y": place[1], "button": "left", "clickCount": 1 });
            self.ask("Input.dispatchMouseEvent", event);
        }
    }

    /// Presses keys by their names (`ArrowDown`).
    pub(crate) fn press(&mut self, keys: &[&str]) {
        for key in keys {
            for kind in ["rawKeyDown", "keyUp"] {
                self.ask("Input.dispatchKeyEvent", json!({ "type": kind, "key": key, "code": key }));
            }
        }
    }

    /// Writes a picture of the page, with light or dark colours.
    pub(crate) fn picture(&mut self, scheme: &str) -> Vec<u8> {
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        self.ask("Emulation.setEmulatedMedia", json!({ "features": features }));
        let answer = self.ask("Page.captureScreenshot", json!({ "format": "png" }));
        use base64::Engine as _;
        base64::engine::general_purpose::STANDARD.decode(answer["data"].as_str().unwrap()).unwrap()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = kill_process_group(Pid::from_child(&self.child), Signal::KILL);
        let _ = self.child.wait();
    }
}
