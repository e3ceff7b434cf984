//! What the server works with: what it was started with, and what the client's settings say.

use std::{path::PathBuf, sync::Arc, time::Duration};

use serde_json::Value;

use crate::{
    driver,
    lemma::Index,
    proposer::{
        Proposer, ProposerError,
        settings::parse_time,
        spec::{self, ModelOptions},
    },
    prover::lean::runtime::RuntimeChoice,
    search::frontier::StrategyError,
};

/// The section of the client's settings that is ours.
pub const SECTION: &str = "proofwright";

/// The most searches at once.
const MOST_JOBS: u64 = 64;

/// When completions are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Completion {
    /// Never.
    Off,
    /// When the user asks for them.
    Request,
    /// Also while the user types, if they are likely enough to be used.
    Auto,
}

/// What the server works with.
#[derive(Clone)]
pub struct Settings {
    /// Which Lean.
    pub runtime: RuntimeChoice,
    /// A Lake project that was named.
    pub project: Option<PathBuf>,
    /// An `fstar.exe` that was named.
    pub fstar: Option<PathBuf>,
    /// Where steps come from, by name.
    pub proposers: Vec<String>,
    /// What models are asked with.
    pub models: ModelOptions,
    /// How to prove.
    pub drive: driver::Settings,
    /// Searches at once. Each takes a prover process, and one more is for looking at documents.
    pub jobs: usize,
    /// The index to draw on, if there is one.
    pub index: Option<Arc<Index>>,
    /// Whether it is to be used.
    pub use_index: bool,
    /// Provers that were idle for so long are ended.
    pub idle: Duration,
    /// Whether documents are elaborated as they change, and not only when something is to be proved.
    pub check: bool,
    /// When completions are shown.
    pub completion: Completion,
    /// How likely a completion must be to be used, from 0 to 1, so that it is shown unasked.
    pub completion_threshold: f64,
    /// Where it is kept what the user made of completions.
    pub learned: Option<PathBuf>,
}

impl Settings {
    /// The same with what a client says, and what is wrong with that: where something is, what was there before holds.
    pub fn with(&self, said: &Value) -> (Settings, Vec<String>) {
        let mut settings = self.clone();
        let mut complaints = Vec::new();
        match said {
            Value::Null => {}
            Value::Object(fields) => {
                for (name, value) in fields.iter().filter(|it| !it.1.is_null()) {
                    if let Err(what) = settings.set(name, value) {
                        complaints.push(format!("{SECTION}.{name}: {what}"));
                    }
                }
            }
            _ => {
                complaints.push(format!("{SECTION}: the settings are to be an object with a field for each"))
            }
        }
        (settings, complaints)
    }

    fn set(&mut self, name: &str, value: &Value) -> Result<(), String> {
        match name {
            "timeout" => {
                let text = value.as_str().map_or_else(|| format!("{value}s"), str::to_owned);
                self.drive.budget.time = Some(parse_time(&text)?);
            }
            "max-steps" => self.drive.budget.steps = Some(number(value, 1, u64::MAX)?),
            "max-calls" => self.drive.budget.calls = Some(number(value, 0, u64::MAX)?),
            "max-tokens" => self.drive.budget.tokens = Some(number(value, 0, u64::MAX)?),
            "jobs" => self.jobs = number(value, 1, MOST_JOBS)? as usize,
            "strategy" => {
                self.drive.search.strategy =
                    text(value)?.parse().map_err(|it: StrategyError| it.to_string())?
            }
            "proposer" => {
                let named = match value {
                    Value::Array(all) => all.iter().map(text).collect::<Result<Vec<_>, _>>()?,
                    one => vec![text(one)?],
                };
                let proposers = named.into_iter().map(str::to_owned).collect();
                let changed = Settings { proposers, ..self.clone() };
                changed.proposer().map_err(|it| it.complaint())?;
                self.proposers = changed.proposers;
            }
            "refutation" => self.drive.refute = flag(value)?,
            "index" => self.use_index = flag(value)?,
            "check" => self.check = flag(value)?,
            "completion" => {
                self.completion = match text(value)? {
                    "off" => Completion::Off,
                    "request" => Completion::Request,
                    "auto" => Completion::Auto,
                    other => return Err(format!("`{other}` is none of `off`, `request`, `auto`")),
                }
            }
            "completion-threshold" => {
                let number = value.as_f64().filter(|it| (0.0..=1.0).contains(it));
                self.completion_threshold =
                    number.ok_or_else(|| format!("{value} is no number from 0 to 1"))?;
            }
            "idle" => {
                let text = value.as_str().map_or_else(|| format!("{value}m"), str::to_owned);
                self.idle = parse_time(&text)?;
            }
            _ => return Err("there is no such setting".into()),
        }
        Ok(())
    }

    /// Where steps come from.
    ///
    /// # Errors
    /// What is wrong with a name or a setting.
    pub fn proposer(&self) -> Result<Box<dyn Proposer>, ProposerError> {
        spec::build(&self.proposers, &self.models, &|name| std::env::var(name).ok())
    }

    /// The index, if it is to be used.
    pub fn index(&self) -> Option<&Arc<Index>> {
        self.index.as_ref().filter(|_| self.use_index)
    }
}

fn number(value: &Value, least: u64, most: u64) -> Result<u64, String> {
    let number = value.as_u64().filter(|it| (least..=most).contains(it));
    number.ok_or_else(|| match most {
        u64::MAX => format!("{value} is no whole number from {least} on"),
        _ => format!("{value} is no whole number from {least} to {most}"),
    })
}

fn flag(value: &Value) -> Result<bool, String> {
    value.as_bool().ok_or_else(|| format!("{value} is neither true nor false"))
}

fn text(value: &Value) -> Result<&str, String> {
    value.as_str().ok_or_else(|| format!("{value} is no text"))
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::json;

    use super::*;

    /// Settings as they are built in, without an index.
    pub(in crate::lsp) fn built_in() -> Settings {
        Settings {
            runtime: RuntimeChoice::Auto,
            project: None,
            fstar: None,
            proposers: vec!["builtin".into()],
            models: ModelOptions::default(),
            drive: driver::Settings::default(),
            jobs: 1,
            index: None,
            use_index: true,
            idle: Duration::from_secs(300),
            check: true,
            completion: Completion::Request,
            completion_threshold: 0.2,
            learned: None,
        }
    }

    #[test]
    fn a_client_overrides_what_it_names() {
        let said = json!({"timeout": "5s", "max-steps": 7, "jobs": 2, "idle": 1, "index": false, "proposer": "builtin",
            "strategy": "mcts", "refutation": null});
        let (settings, complaints) = built_in().with(&said);
        assert_eq!(complaints, [""; 0]);
        assert_eq!(settings.drive.budget.time, Some(Duration::from_secs(5)));
        assert_eq!((settings.drive.budget.steps, settings.jobs, settings.use_index), (Some(7), 2, false));
        assert_eq!((settings.idle, settings.drive.refute), (Duration::from_secs(60), true));
        assert_eq!(built_in().with(&json!({"timeout": 3})).0.drive.budget.time, Some(Duration::from_secs(3)));
        assert_eq!(built_in().with(&Value::Null).1, [""; 0]);
    }

    #[test]
    fn what_is_wrong_is_told_and_the_rest_holds() {
        let said = json!({"timeout": "soon", "jobs": 0, "max-steps": 9, "proposer": ["nobody"], "colour": 1, "check": "no",
            "completion": "often", "completion-threshold": 2});
        let (settings, complaints) = built_in().with(&said);
        assert_eq!(complaints.len(), 7, "{complaints:?}");
        assert!(complaints.iter().any(|it| it == "proofwright.jobs: 0 is no whole number from 1 to 64"));
        assert!(complaints.iter().any(|it| it == "proofwright.colour: there is no such setting"));
        assert_eq!((settings.jobs, settings.drive.budget.steps), (1, Some(9)));
        assert_eq!(settings.proposers, ["builtin"]);
        assert_eq!(built_in().with(&json!([1])).1.len(), 1);
    }
}
