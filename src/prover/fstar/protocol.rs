//! The words of F*'s IDE protocol, versions 2 and 3.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What F* says first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    /// 2 or 3.
    pub version: u32,
    /// The requests it knows, and more: `full-buffer`, `interrupt`. What a client may use follows from these
    /// and never from the version.
    pub features: Vec<String>,
}

impl Hello {
    /// Whether this F* knows a request or has a property.
    pub fn has(&self, feature: &str) -> bool {
        self.features.iter().any(|it| it == feature)
    }
}

/// How closely code is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Check {
    /// Types and proofs.
    Full,
    /// Types; every proof obligation is admitted.
    Lax,
    /// Syntax alone (with [`Query::Peek`]).
    Syntax,
}

/// A request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "query", content = "args", rename_all = "kebab-case", rename_all_fields = "kebab-case")]
pub enum Query {
    /// Sets what F* takes for the contents of a file.
    VfsAdd {
        /// None is the file that F* was started with.
        filename: Option<String>,
        /// The whole text.
        contents: String,
    },
    /// Adds code to what is there; if it fails, nothing is added.
    Push {
        /// How closely it is checked.
        kind: Check,
        /// Declarations, the module's header in the first push.
        code: String,
        /// Where it stands: the line, from 1. Ranges in the answer are relative to this.
        line: u32,
        /// And the column, from 0.
        column: u32,
    },
    /// As a push that is taken back at once. Its status is `success` even where there are errors.
    Peek {
        /// How closely it is checked.
        kind: Check,
        /// Declarations.
        code: String,
        /// The line, from 1.
        line: u32,
        /// The column, from 0.
        column: u32,
    },
    /// Checks a whole file; F* keeps what it checked before and stops at the first declaration that fails. Asked
    /// with [`super::FstarIde::check_file`], as there is no one response. Only where the greeting lists `full-buffer`.
    FullBuffer {
        /// How closely it is checked.
        kind: Check,
        /// The text.
        code: String,
        /// Whether names are told as they are met.
        with_symbols: bool,
        /// 0.
        line: u32,
        /// 0.
        column: u32,
    },
    /// Takes the last push back.
    Pop {},
    /// Reduces a term. Preconditions are not checked, so this may run for ever.
    Compute {
        /// The term.
        term: String,
        /// `beta`, `delta`, `iota`, `zeta`, `reify`, `pure-subterms`; none is all of them.
        rules: Option<Vec<String>>,
    },
    /// Finds declarations among what is loaded, see F*'s wiki for the words.
    Search {
        /// `"quoted"`: the name contains it; a bare name: the type mentions it; `-x`: not so.
        terms: String,
    },
    /// Tells of a name.
    Lookup {
        /// The name.
        symbol: String,
        /// `symbol-only`, `code`, `set-options`, `open`.
        context: String,
        /// Where it is looked up.
        #[serde(skip_serializing_if = "Option::is_none")]
        location: Option<Value>,
        /// `type`, `documentation`, `definition`, `defined-at`.
        requested_info: Vec<String>,
    },
    /// Parses declarations and tells where each stands.
    Segment {
        /// The text.
        code: String,
    },
    /// Ways to go on with a name.
    Autocomplete {
        /// Its beginning.
        partial_symbol: String,
        /// `code`, `open`, `let-open`, `module-alias`, `set-options`.
        context: String,
    },
    /// The options in force and the modules loaded.
    DescribeRepl {},
    /// The greeting once more.
    DescribeProtocol {},
    /// Ends the process.
    Exit {},
}

/// How a request went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// It did what it was to do.
    Success,
    /// It did not.
    Failure,
    /// F* does not know the request, or not in this form.
    ProtocolViolation,
}

/// How bad an issue is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// The code is refused.
    Error,
    /// It is not, but somebody should look.
    Warning,
    /// For information.
    Info,
    /// F* cannot do this yet.
    NotImplemented,
}

/// A place in a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The file, or `<input>` for what was pushed.
    pub fname: String,
    /// Line from 1 and column from 0.
    pub beg: (u32, u32),
    /// The end, exclusive.
    pub end: (u32, u32),
}

/// What F* found in code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    /// How bad it is.
    pub level: Level,
    /// F*'s number for the kind of issue; old ones give none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u32>,
    /// The text.
    pub message: String,
    /// Where it shows, then where it comes from (the postcondition that fails).
    #[serde(default)]
    pub ranges: Vec<Place>,
}

/// A hypothesis of a tactic's goal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Binding {
    /// Its name.
    pub name: String,
    /// Its type.
    #[serde(rename = "type")]
    pub ty: String,
}

/// The goal itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// The term that is wanted, as far as it is known.
    pub witness: String,
    /// What is to be proved.
    #[serde(rename = "type")]
    pub ty: String,
    /// What the tactic calls it.
    pub label: String,
}

/// A goal of a tactic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TacticGoal {
    /// Hypotheses.
    pub hyps: Vec<Binding>,
    /// The goal.
    pub goal: Target,
}

impl TacticGoal {
    /// The hypotheses that a person would name: without the postcondition variable that F* adds when it
    /// computes weakest preconditions, and without what is said of it.
    pub fn hypotheses(&self) -> impl Iterator<Item = &Binding> {
        let noise = |it: &Binding| it.ty.starts_with("pure_post ") || it.ty.starts_with("pure_wp ");
        let posts: Vec<&str> = self.hyps.iter().filter(|it| noise(it)).map(|it| it.name.as_str()).collect();
        self.hyps.iter().filter(move |it| {
            let words = it.ty.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '\''));
            !noise(it) && it.ty != "unit" && !words.into_iter().any(|word| posts.contains(&word))
        })
    }
}

/// The state of a tactic that asked for it to be shown, or that failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct ProofState {
    /// What the tactic calls it; `at the time of failure` if it failed.
    pub label: String,
    /// Goals that are left.
    pub goals: Vec<TacticGoal>,
    /// Goals that are left to the SMT solver.
    pub smt_goals: Vec<TacticGoal>,
    /// Where the tactic stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Place>,
}

/// What came before a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// A tactic's state.
    ProofState(ProofState),
    /// A line of text, with its level (`info`, `warning`, `error`).
    Text(String, String),
}

/// The answer to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// How it went.
    pub status: Status,
    /// What is told; its shape is the request's.
    pub response: Value,
    /// What was told before, progress left out.
    pub messages: Vec<Message>,
}

impl Answer {
    /// What F* found in the code of a push or a peek; none if that cannot be read, or was another request.
    pub fn issues(&self) -> Option<Vec<Issue>> {
        serde_json::from_value(self.response.clone()).ok()
    }

    /// Whether code was accepted: there is a list of issues, and no error in it.
    pub fn accepts(&self) -> bool {
        let fine = |issues: Vec<Issue>| issues.iter().all(|it| it.level != Level::Error);
        self.status == Status::Success && self.issues().is_some_and(fine)
    }

    /// Why this answer counts for nothing, if it does: the request was interrupted, or F* and its solver are
    /// out of step, after which true things fail. The process is to be replaced.
    pub fn void(&self) -> Option<String> {
        const NUMBERS: [u32; 3] = [17, 18, 276];
        const TEXTS: [&str; 3] = ["Unexpected output from Z3", "ASSERTION FAILURE", "inconsistent state"];
        let issue = self.issues().unwrap_or_default().into_iter().find(|it| {
            it.number.is_some_and(|number| NUMBERS.contains(&number))
                || TEXTS.iter().any(|text| it.message.contains(text))
        });
        let interrupted = self.messages.iter().any(
            |it| matches!(it, Message::Text(level, text) if level == "info" && text.trim() == "Interrupted"),
        );
        issue.map(|it| it.message).or(interrupted.then(|| "it was interrupted".to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn requests_always_have_arguments() {
        assert_eq!(serde_json::to_value(Query::Pop {}).unwrap(), json!({"query": "pop", "args": {}}));
        let query = Query::Lookup {
            symbol: "f".into(),
            context: "code".into(),
            location: None,
            requested_info: vec!["type".into()],
        };
        let args = json!({"symbol": "f", "context": "code", "requested-info": ["type"]});
        assert_eq!(serde_json::to_value(query).unwrap(), json!({"query": "lookup", "args": args}));
    }

    #[test]
    fn what_fstar_adds_to_a_goal_is_left_out() {
        let hyps = [
            ("x", "int"),
            ("p", "pure_post unit"),
            ("uu___", "forall (pure_result: unit). x + x == 2 * x ==> p pure_result"),
            ("h", "squash (x > 0)"),
        ];
        let goal = TacticGoal {
            hyps: hyps.iter().map(|(name, ty)| Binding { name: (*name).into(), ty: (*ty).into() }).collect(),
            goal: Target { witness: String::new(), ty: "squash True".into(), label: String::new() },
        };
        assert_eq!(goal.hypotheses().map(|it| it.name.as_str()).collect::<Vec<_>>(), ["x", "h"]);
    }

    #[test]
    fn a_solver_out_of_step_makes_an_answer_void() {
        let answer = |message: &str| Answer {
            status: Status::Failure,
            response: json!([{"level": "error", "message": message, "ranges": []}]),
            messages: Vec::new(),
        };
        assert!(answer("Unexpected output from Z3: unknown constant MaxFuel").void().is_some());
        assert_eq!(answer("Unknown assertion failed").void(), None);
        // What cannot be read is not taken for consent.
        let odd = |response| Answer { status: Status::Success, response, messages: Vec::new() };
        assert!(odd(json!([])).accepts());
        assert!(
            !odd(json!([{"level": "catastrophe", "message": "m"}])).accepts() && !odd(json!(null)).accepts()
        );
    }
}
