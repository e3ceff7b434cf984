//! The worker's protocol as data: one struct for each message, nothing of what is done with them.
//!
//! Lines of JSON, replies in request order; see `docs/protocol.md`. Fields that are not known here are ignored.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::prover::{Declaration, Goal, Limit};

/// The version that this program speaks.
pub const VERSION: u32 = 1;

/// The first line of a worker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Greeting {
    /// Version of the protocol.
    pub proofwright: u32,
    /// Version of Lean: `4.28.0-pre`.
    pub lean: String,
    /// Commit of Lean.
    #[serde(default)]
    pub githash: String,
    /// What it runs on: `wasm32-unknown-emscripten`.
    #[serde(default)]
    pub platform: String,
    /// Operations that it knows.
    #[serde(default)]
    pub capabilities: Vec<String>,
}

/// A request line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Request<'a> {
    /// Comes back in the reply.
    pub id: u64,
    /// What is asked for.
    #[serde(flatten)]
    pub op: Op<'a>,
}

/// What can be asked for. `heartbeats` are in thousands; 0 is no limit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "op", rename_all = "lowercase")]
pub enum Op<'a> {
    /// Check a whole text; answered by [`CheckReply`].
    Check {
        /// The text, imports and all.
        text: &'a str,
        /// Limit for each command.
        heartbeats: u64,
    },
    /// Open a hole as a proof state; answered by [`OpenReply`].
    Open {
        /// What stands before the text.
        header: &'a str,
        /// A declaration with holes.
        text: &'a str,
        /// Which hole, from 0.
        nth: usize,
        /// Limit for each command.
        heartbeats: u64,
    },
    /// Try a step; answered by [`StepReply`].
    Step {
        /// The state to try it on.
        state: u64,
        /// The step.
        tactic: &'a str,
        /// Its limit in heartbeats.
        heartbeats: u64,
        /// Its limit in wall clock, in milliseconds; 0 is none.
        time: u64,
    },
    /// Free states; answered by [`DropReply`].
    Drop {
        /// Which.
        states: &'a [u64],
    },
    /// List declarations; answered by [`DeclsReply`].
    Decls {
        /// What to elaborate first.
        header: &'a str,
        /// Which.
        #[serde(flatten)]
        wanted: Wanted<'a>,
        /// How many to pass over.
        offset: usize,
        /// How many to give at most.
        limit: usize,
    },
    /// List the modules that a header imports; answered by [`ModulesReply`].
    Modules {
        /// The header.
        header: &'a str,
    },
    /// What is held; answered by [`HeapReply`].
    Heap,
    /// Certify a whole proof; answered by [`CertifyReply`].
    Certify {
        /// What stands before statement and candidate.
        header: &'a str,
        /// What is to be proved; `None` asks for no more than what the candidate says.
        statement: Option<&'a str>,
        /// What stands before the statement, where that is not `header`.
        #[serde(skip_serializing_if = "Option::is_none")]
        statement_header: Option<&'a str>,
        /// The declaration with its proof.
        candidate: &'a str,
        /// The declared name.
        name: &'a str,
        /// Axioms that it may rest on.
        axioms: &'a [String],
        /// Limit for each command.
        heartbeats: u64,
        /// Whether nothing else is ever certified in the process, so that what stands before the candidate may run
        /// code; else [`ErrorKind::RunsCode`] says that it would have, and nothing of it was run.
        #[serde(skip_serializing_if = "is_false")]
        alone: bool,
    },
}

/// Which declarations are to be listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Wanted<'a> {
    /// What their names begin with.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub prefix: &'a str,
    /// Only those of these modules.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modules: Option<&'a [String]>,
    /// Only those that the header itself declares.
    #[serde(skip_serializing_if = "is_false")]
    pub added: bool,
    /// Only what a person would use in a proof.
    #[serde(skip_serializing_if = "is_false")]
    pub useful: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_false(it: &bool) -> bool {
    !it
}

/// Why a request was not answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorReply {
    /// What kind of error.
    pub kind: ErrorKind,
    /// For a person.
    pub message: String,
}

/// The kinds of [`ErrorReply`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorKind {
    /// The request is not of the protocol.
    Usage,
    /// The header does not elaborate.
    Header,
    /// The statement does not elaborate.
    Statement,
    /// The text runs code when it is elaborated, which may only be done in a process of its own.
    RunsCode,
    /// There is no such state.
    UnknownState,
    /// Something broke inside.
    Internal,
}

/// Goals that share metavariables.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// The worker's number for the state.
    pub state: u64,
    /// Equal only for equal obligations.
    pub fingerprint: String,
    /// For each goal, its place in the goal list that the step left.
    #[serde(default)]
    pub positions: Vec<usize>,
    /// The goals, the main one first.
    pub goals: Vec<Goal>,
}

/// Answers [`Op::Open`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenReply {
    /// The state just before the hole.
    pub group: Group,
    /// Milliseconds.
    #[serde(default)]
    pub ms: u64,
}

/// Answers [`Op::Step`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "lowercase")]
pub enum StepReply {
    /// Nothing is left to prove.
    Closed {
        /// What a searching tactic found.
        #[serde(default, rename = "try", skip_serializing_if = "Option::is_none")]
        found: Option<String>,
        /// Milliseconds.
        #[serde(default)]
        ms: u64,
    },
    /// These groups are left.
    Progress {
        /// In the order of their first goals.
        groups: Vec<Group>,
        /// What a searching tactic found.
        #[serde(default, rename = "try", skip_serializing_if = "Option::is_none")]
        found: Option<String>,
        /// Milliseconds.
        #[serde(default)]
        ms: u64,
    },
    /// It does not work.
    Rejected {
        /// The first message, or the rule that refused it.
        reason: String,
        /// Which rule: `parse`, `error`, `sorry`, `lost`, ...
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rule: Option<String>,
        /// Milliseconds.
        #[serde(default)]
        ms: u64,
    },
    /// It is not known whether it works.
    Inconclusive {
        /// What ran out.
        limit: Limit,
        /// Milliseconds.
        #[serde(default)]
        ms: u64,
    },
}

/// Answers [`Op::Drop`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DropReply {
    /// How many were there.
    pub dropped: usize,
}

/// Answers [`Op::Heap`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeapReply {
    /// Proof states held.
    pub states: usize,
    /// Environments held.
    pub envs: usize,
    /// Heap in bytes, where it can be told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bytes: Option<u64>,
}

/// Answers [`Op::Check`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckReply {
    /// All messages in order.
    pub messages: Vec<Message>,
    /// Where the imports end, in bytes.
    pub header_end: usize,
    /// The commands after the imports.
    pub commands: Vec<Command>,
    /// What was declared.
    pub decls: Vec<CheckedDecl>,
    /// Milliseconds.
    #[serde(default)]
    pub ms: u64,
}

/// How grave a [`Message`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Something does not elaborate.
    Error,
    /// It elaborates, but.
    Warning,
    /// For information.
    Info,
}

/// A message of Lean.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// How grave.
    pub severity: Severity,
    /// First byte it is about.
    pub start: usize,
    /// The byte after the last.
    #[serde(default)]
    pub end: usize,
    /// Line, from 1.
    pub line: usize,
    /// Column in code points, from 0.
    pub column: usize,
    /// What it says.
    pub text: String,
}

/// A command of a checked text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Command {
    /// Its first byte.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
    /// Its syntax kind: `Lean.Parser.Command.declaration`.
    pub kind: String,
    /// What it declares, as the keyword says: `theorem`.
    #[serde(default)]
    pub decl: Option<String>,
    /// Names it declares.
    #[serde(default)]
    pub names: Vec<String>,
    /// Its holes in order.
    #[serde(default)]
    pub holes: Vec<Hole>,
}

/// A `sorry` or `admit` of a checked text; with its `by` where it is all that follows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hole {
    /// Its first byte.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
    /// Whether it stands where a term does, not a tactic.
    pub term: bool,
}

/// A declaration of a checked text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckedDecl {
    /// Its full name.
    pub name: String,
    /// `theorem`, `def`, `axiom`, ...
    pub kind: String,
    /// Its type, pretty-printed.
    #[serde(rename = "type")]
    pub ty: String,
    /// Axioms that it rests on.
    #[serde(default)]
    pub axioms: Vec<String>,
    /// Whether it rests on a `sorry`.
    pub sorry: bool,
    /// First byte of its command.
    #[serde(default)]
    pub start: usize,
}

/// Answers [`Op::Decls`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeclsReply {
    /// How many there are in all.
    pub total: usize,
    /// Those that were asked for.
    pub decls: Vec<Declaration>,
}

/// Answers [`Op::Modules`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModulesReply {
    /// The modules, each behind those that it imports.
    pub modules: Vec<LeanModule>,
}

/// A module of the environment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeanModule {
    /// Its name: `Init.Core`.
    pub name: String,
    /// Its file, if it does not come with Lean.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<PathBuf>,
}

/// Answers [`Op::Certify`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertifyReply {
    /// Whether it is a proof of what was asked for.
    pub certified: bool,
    /// The declared name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Axioms that it rests on, sorted.
    #[serde(default)]
    pub axioms: Vec<String>,
    /// Its type, pretty-printed.
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    pub ty: Option<String>,
    /// The type that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statement_type: Option<String>,
    /// The rule that refused it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// Why it was refused, for a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Milliseconds.
    #[serde(default)]
    pub ms: u64,
}

#[cfg(test)]
mod tests {
    use serde::de::DeserializeOwned;
    use serde_json::{Value, json};

    use super::*;

    /// Every field of `reply` is kept, and nothing is made up.
    fn keeps<T: Serialize + DeserializeOwned>(reply: Value) {
        let parsed: T = serde_json::from_value(reply.clone()).unwrap();
        assert_eq!(serde_json::to_value(&parsed).unwrap(), reply);
    }

    fn says(op: Op<'_>, line: &str) {
        assert_eq!(serde_json::to_string(&Request { id: 1, op }).unwrap(), line);
    }

    #[test]
    fn requests_are_lines_of_the_protocol() {
        says(
            Op::Check { text: "a\nb", heartbeats: 2 },
            r#"{"id":1,"op":"check","text":"a\nb","heartbeats":2}"#,
        );
        says(
            Op::Open { header: "h", text: "t", nth: 0, heartbeats: 2 },
            r#"{"id":1,"op":"open","header":"h","text":"t","nth":0,"heartbeats":2}"#,
        );
        says(
            Op::Step { state: 4, tactic: "simp", heartbeats: 2, time: 50 },
            r#"{"id":1,"op":"step","state":4,"tactic":"simp","heartbeats":2,"time":50}"#,
        );
        says(Op::Drop { states: &[4, 7] }, r#"{"id":1,"op":"drop","states":[4,7]}"#);
        says(
            Op::Decls {
                header: "",
                wanted: Wanted { prefix: "Nat.", ..Wanted::default() },
                offset: 0,
                limit: 9,
            },
            r#"{"id":1,"op":"decls","header":"","prefix":"Nat.","offset":0,"limit":9}"#,
        );
        says(
            Op::Decls {
                header: "",
                wanted: Wanted { prefix: "", modules: Some(&["M".into()]), added: true, useful: true },
                offset: 0,
                limit: 9,
            },
            r#"{"id":1,"op":"decls","header":"","modules":["M"],"added":true,"useful":true,"offset":0,"limit":9}"#,
        );
        says(Op::Modules { header: "h" }, r#"{"id":1,"op":"modules","header":"h"}"#);
        says(Op::Heap, r#"{"id":1,"op":"heap"}"#);
        says(
            Op::Certify {
                header: "",
                statement: None,
                statement_header: None,
                alone: false,
                candidate: "c",
                name: "t",
                axioms: &["propext".into()],
                heartbeats: 2,
            },
            r#"{"id":1,"op":"certify","header":"","statement":null,"candidate":"c","name":"t","axioms":["propext"],"heartbeats":2}"#,
        );
    }

    fn group() -> Value {
        json!({"state": 7, "fingerprint": "ab", "positions": [0, 2], "goals": [{
            "case": "succ",
            "hyps": [{"name": "h", "type": "a < b", "kind": "prop", "head": "LT.lt"},
                     {"name": "x", "type": "Nat", "kind": "let", "value": "1"}],
            "target": "p", "head": "Eq", "consts": ["Nat"],
        }]})
    }

    #[test]
    fn replies_lose_nothing() {
        keeps::<Greeting>(
            json!({"proofwright": 1, "lean": "4", "githash": "3", "platform": "w", "capabilities": ["check"]}),
        );
        keeps::<ErrorReply>(json!({"kind": "unknown_state", "message": "m"}));
        keeps::<OpenReply>(json!({"group": group(), "ms": 5}));
        keeps::<StepReply>(json!({"verdict": "closed", "try": "exact h", "ms": 3}));
        keeps::<StepReply>(json!({"verdict": "progress", "groups": [group()], "ms": 3}));
        keeps::<StepReply>(json!({"verdict": "rejected", "reason": "r", "rule": "parse", "ms": 3}));
        keeps::<StepReply>(json!({"verdict": "inconclusive", "limit": "heartbeats", "ms": 9}));
        keeps::<DropReply>(json!({"dropped": 2}));
        keeps::<HeapReply>(json!({"states": 1, "envs": 2, "bytes": 3}));
        keeps::<CheckReply>(json!({
            "messages": [{"severity": "error", "start": 0, "end": 5, "line": 1, "column": 0, "text": "m"}],
            "header_end": 0,
            "commands": [{"start": 0, "end": 40, "kind": "k", "decl": "theorem", "names": ["t"],
                          "holes": [{"start": 30, "end": 35, "term": true}]}],
            "decls": [{"name": "t", "kind": "theorem", "type": "p", "axioms": ["propext"], "sorry": false, "start": 0}],
            "ms": 12,
        }));
        keeps::<DeclsReply>(json!({"total": 1, "decls": [
            {"name": "t", "kind": "theorem", "type": "p", "consts": ["Nat"], "module": "Init", "doc": "d"}]}));
        keeps::<ModulesReply>(json!({"modules": [{"name": "Init"}, {"name": "M", "file": "/p/M.olean"}]}));
        keeps::<CertifyReply>(
            json!({"certified": true, "name": "t", "axioms": [], "type": "p", "statement_type": "p", "ms": 1}),
        );
        keeps::<CertifyReply>(
            json!({"certified": false, "axioms": [], "rule": "axioms", "reason": "r", "ms": 1}),
        );
    }

    #[test]
    fn a_verdict_that_is_not_known_is_no_reply() {
        serde_json::from_value::<StepReply>(json!({"verdict": "maybe"})).unwrap_err();
    }
}
