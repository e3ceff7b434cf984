//! Provers: what a session answers, and the traits behind which Lean (and F*) stand.
//!
//! A refuted step is a value ([`Verdict::Rejected`]), never an error; [`ProverError`] is for what broke.

use std::{future::Future, sync::Arc, time::Duration};

use serde::{Deserialize, Serialize};

use crate::theorem::Theorem;

pub mod fstar;
pub mod lean;
pub mod pool;
pub mod process;
pub(crate) mod tool;

/// A proof state of a session: one goal group, from which steps can be tried.
///
/// The id is the session's own and stays valid until it is dropped, also when the process behind the
/// session is replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct StateId(pub u32);

/// What a hypothesis is, as the prover says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum HypKind {
    /// A variable: its type is not a proposition.
    Var,
    /// A proof: its type is a proposition.
    Prop,
    /// An instance-implicit argument.
    Inst,
    /// A local definition with a value.
    Let,
}

/// One hypothesis of a goal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hyp {
    /// Its name as printed. A name with `✝` cannot be used in a step.
    pub name: String,
    /// Its type, pretty-printed.
    #[serde(rename = "type")]
    pub ty: String,
    /// What it is.
    pub kind: HypKind,
    /// The value of a local definition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Head constant of the type, all pi binders skipped (`Eq`, `And`, `Nat`, ...), if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub head: Option<String>,
}

/// One open obligation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Goal {
    /// The prover's own name of the case (`succ`), if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// Hypotheses in order.
    pub hyps: Vec<Hyp>,
    /// The target, pretty-printed.
    pub target: String,
    /// Head constant of the target (`Eq`, `And`, `Exists`, `LE.le`, ...), if it has one.
    /// `forall` for a pi type that is not an arrow, `->` for an implication.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub head: Option<String>,
    /// Names of all constants that occur in the target and in the propositions among the hypotheses.
    #[serde(default)]
    pub consts: Vec<String>,
    /// F*: the definition so far, with a mark before the hole that this goal is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub definition: Option<String>,
}

impl Goal {
    /// The goal as the prover would print it: one hypothesis a line, then `⊢ target`.
    pub fn text(&self) -> String {
        let mut out = String::new();
        if let Some(case) = &self.case {
            out.push_str(&format!("case {case}\n"));
        }
        for h in &self.hyps {
            match &h.value {
                None if h.name.is_empty() => out.push_str(&format!("{}\n", h.ty)),
                Some(v) => out.push_str(&format!("{} : {} := {}\n", h.name, h.ty, v)),
                None => out.push_str(&format!("{} : {}\n", h.name, h.ty)),
            }
        }
        out.push_str("⊢ ");
        out.push_str(&self.target);
        if let Some(definition) = &self.definition {
            out.push_str(&format!("\n\n{definition}"));
        }
        out
    }
}

/// Goals that share metavariables and can only be solved together (Aesop's `MVarCluster`); mostly one goal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoalGroup {
    /// The proof state that holds just these goals.
    pub state: StateId,
    /// The goals, the main one first. Never empty.
    pub goals: Vec<Goal>,
    /// Equal for two groups only if they are the same obligation up to names of metavariables:
    /// same hypotheses with the same names, same targets, same environment.
    pub fingerprint: String,
    /// For each goal, its position in the goal list that the step left (0 is the first): what a
    /// script needs to address the group.
    #[serde(default)]
    pub positions: Vec<usize>,
}

impl GoalGroup {
    /// The goals as the prover would print them.
    pub fn text(&self) -> String {
        self.goals.iter().map(Goal::text).collect::<Vec<_>>().join("\n\n")
    }
}

/// A fact that a step may use, with its statement as the prover prints it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Premise {
    /// The name, as it can be written at the theorem.
    pub name: String,
    /// Its type.
    #[serde(rename = "type")]
    pub ty: String,
    /// Whether it is a lemma of the index, and not one of the library.
    #[serde(default)]
    pub is_lemma: bool,
}

/// A declaration that is known in an environment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declaration {
    /// Its full name.
    pub name: String,
    /// `theorem`, `def`, `axiom`, ...
    pub kind: String,
    /// Its type, pretty-printed.
    #[serde(rename = "type")]
    pub ty: String,
    /// Constants that its type mentions.
    #[serde(default)]
    pub consts: Vec<String>,
    /// The module it comes from, if not from the header.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub module: Option<String>,
    /// Its documentation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
}

/// A module of an environment.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Module {
    /// Its name: `Init.Core`.
    pub name: String,
    /// Changes when the module does; empty for one that comes with the prover.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub stamp: String,
}

/// What a prover knows beside the statements that it is asked to prove.
pub trait Library: Send + Sync {
    /// How many modules it can list at once.
    fn workers(&self) -> usize;

    /// Prover, version and kernel, as certificates name them.
    fn version(&self) -> impl Future<Output = Result<String, ProverError>> + Send;

    /// Ends what it works with, and waits until that is gone.
    fn shutdown(&self) -> impl Future<Output = ()> + Send {
        std::future::ready(())
    }

    /// The modules behind these imports, each behind those that it imports itself.
    fn modules(&self, imports: &[String]) -> impl Future<Output = Result<Vec<Module>, ProverError>> + Send;

    /// What a person would use of one of these modules.
    fn declarations(
        &self,
        imports: &[String],
        module: &Module,
    ) -> impl Future<Output = Result<Vec<Declaration>, ProverError>> + Send;
}

/// Which limit ended a step that neither succeeded nor failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Limit {
    /// The prover's own deterministic limit (heartbeats in Lean, rlimit in F*).
    Heartbeats,
    /// The deadline; the process was replaced.
    Time,
    /// Memory; the process was replaced.
    Memory,
    /// The process died on the step.
    Crash,
}

/// What the prover said of a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "lowercase")]
pub enum Verdict {
    /// No goal of the group is left, and nothing was admitted or lost on the way.
    Closed,
    /// The step worked and left these goals, grouped; never empty.
    Progress {
        /// The groups, in the order of their first goals.
        groups: Vec<GoalGroup>,
    },
    /// The step does not work here.
    Rejected {
        /// The prover's first message, or which rule refused it.
        reason: String,
    },
    /// It is not known whether the step works.
    Inconclusive {
        /// What ran out.
        limit: Limit,
    },
}

/// What one step may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StepLimits {
    /// Lean heartbeats in thousands (Lean's `maxHeartbeats` unit is 1000 of its small allocations).
    pub heartbeats: u64,
    /// Wall clock, after which the process is killed.
    pub time: Duration,
}

impl Default for StepLimits {
    fn default() -> Self {
        StepLimits { heartbeats: 20_000, time: Duration::from_secs(10) }
    }
}

/// Something broke: the prover is missing, would not start, or speaks nonsense.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ProverError {
    /// No such prover, or its runtime cannot be had.
    #[error("{message}")]
    Missing {
        /// What was looked for and where.
        message: String,
        /// What the user can do.
        hint: String,
    },
    /// The process did not become ready.
    #[error("{prover} did not start: {message}")]
    Start {
        /// Which one.
        prover: String,
        /// The last thing it said.
        message: String,
    },
    /// The process ended or could not be reached, again and again.
    #[error("{prover} died: {message}")]
    Died {
        /// Which one.
        prover: String,
        /// How it ended, with the tail of its stderr.
        message: String,
    },
    /// An answer that is not of the protocol.
    #[error("{prover} answered something unexpected: {message}")]
    Protocol {
        /// Which one.
        prover: String,
        /// The line, shortened.
        message: String,
    },
    /// The statement or its header does not elaborate.
    #[error("the statement does not elaborate: {message}")]
    Statement {
        /// The prover's messages.
        message: String,
    },
    /// The file system said no.
    #[error("{context}")]
    Io {
        /// What was being done.
        context: String,
        /// Why it failed.
        #[source]
        source: std::io::Error,
    },
}

/// One conversation with a prover about one theorem.
///
/// Not for certifying: see [`Certifier`].
pub trait Session: Send {
    /// Opens the theorem's hole as a proof state.
    ///
    /// # Errors
    /// [`ProverError::Statement`] if header or statement do not elaborate.
    fn open(&mut self, theorem: &Theorem) -> impl Future<Output = Result<GoalGroup, ProverError>> + Send;

    /// Tries a step on the goals of `state`; its first goal is the main goal.
    ///
    /// # Cancel safety
    /// Dropping the future may cost the process behind the session, never the session.
    ///
    /// # Errors
    /// Only if no process can be had; a step that kills a process is [`Limit::Crash`].
    fn step(
        &mut self,
        state: StateId,
        step: &str,
        limits: StepLimits,
    ) -> impl Future<Output = Result<Verdict, ProverError>> + Send;

    /// Which of these declarations the prover accepts behind `header`, each behind those before it that it accepts.
    ///
    /// Nothing if the session cannot say.
    ///
    /// # Errors
    /// Only if no process can be had.
    fn accepts(
        &mut self,
        _header: &str,
        _declarations: &[String],
    ) -> impl Future<Output = Result<Vec<bool>, ProverError>> + Send {
        std::future::ready(Ok(Vec::new()))
    }

    /// Makes states known that a step on `parent` left in an earlier session on the same theorem, and that are to be
    /// made again when they are used; the answer is the groups with the states of this session.
    ///
    /// None if the session cannot do that.
    fn recall(
        &mut self,
        _parent: StateId,
        _step: &str,
        _limits: StepLimits,
        _groups: Vec<GoalGroup>,
    ) -> Option<Vec<GoalGroup>> {
        None
    }

    /// Says that states will not be used again.
    fn forget(&mut self, states: &[StateId]);

    /// What may stand in place of the step that closed its goals just now, if it was one that looks for a
    /// proof (`exact?`) and tells what it found.
    fn found(&self) -> Option<&str> {
        None
    }

    /// Facts of the library that have to do with the theorem that was opened, the best first.
    fn premises(&self) -> Arc<[Premise]> {
        Arc::default()
    }

    /// How many times a process behind this session was replaced.
    fn restarts(&self) -> u32;
}

/// The record that a whole proof passed the certifier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// `lean` or `fstar`.
    pub prover: String,
    /// Version and kernel, as the prover says, with the runtime it ran on.
    pub version: String,
    /// Axioms that the theorem rests on, sorted.
    pub axioms: Vec<String>,
    /// BLAKE3 of the statement (hex).
    pub statement_hash: String,
    /// BLAKE3 of the header (hex).
    pub header_hash: String,
    /// How long certifying took.
    pub wall_ms: u64,
}

/// What the certifier said of a proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Certification {
    /// It is a proof of the statement that was asked for.
    Certified(Certificate),
    /// It is not, or may not be; the reason is for a person.
    Refused {
        /// Which rule, and what the prover said.
        reason: String,
    },
}

/// Checks whole proofs in a process that runs no search.
pub trait Certifier: Send {
    /// Certifies that `candidate`, the whole declaration, proves what `theorem` states.
    ///
    /// # Errors
    /// Only if no process can be had; a bad proof is [`Certification::Refused`].
    fn certify(
        &mut self,
        theorem: &Theorem,
        candidate: &str,
    ) -> impl Future<Output = Result<Certification, ProverError>> + Send;
}
