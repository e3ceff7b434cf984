//! What a command fails with.

use super::Exit;
use crate::{
    lemma::library::LibraryError,
    proposer::ProposerError,
    prover::ProverError,
    run::{RunError, WorkError},
};

/// A failure for the user: what happened, what to do, and the exit status.
#[derive(Debug)]
pub(super) struct CliError {
    pub(super) exit: Exit,
    pub(super) message: String,
    pub(super) hint: Option<String>,
}

impl CliError {
    pub(super) fn new(exit: Exit, message: impl Into<String>) -> Self {
        CliError { exit, message: message.into(), hint: None }
    }

    /// Usage, configuration or input.
    pub(super) fn usage(message: impl Into<String>) -> Self {
        CliError::new(Exit::Usage, message)
    }

    pub(super) fn hint(self, hint: impl Into<String>) -> Self {
        CliError { hint: Some(hint.into()), ..self }
    }
}

impl From<ProverError> for CliError {
    fn from(error: ProverError) -> Self {
        use std::error::Error as _;
        let mut message = error.to_string();
        if let Some(source) = error.source() {
            message = format!("{message}: {source}");
        }
        match error {
            ProverError::Statement { .. } => CliError::usage(message),
            ProverError::Missing { hint, .. } => CliError::new(Exit::Prover, message).hint(hint),
            _ => CliError::new(Exit::Prover, message).hint("`proofwright doctor` says what is here"),
        }
    }
}

impl From<ProposerError> for CliError {
    fn from(error: ProposerError) -> Self {
        let message = error.to_string();
        match error {
            ProposerError::Endpoint { hint, .. } | ProposerError::Config { hint, .. } => {
                CliError::usage(message).hint(hint)
            }
        }
    }
}

impl From<LibraryError> for CliError {
    fn from(error: LibraryError) -> Self {
        match error {
            LibraryError::Prover(error) => error.into(),
            LibraryError::Io { .. } => CliError::usage(error.to_string())
                .hint("free some space, or set PROOFWRIGHT_HOME to a folder that can be written to"),
            _ => CliError::usage(error.to_string()),
        }
    }
}

impl From<WorkError> for CliError {
    fn from(error: WorkError) -> Self {
        CliError::usage(error.to_string()).hint(error.hint())
    }
}

impl From<RunError> for CliError {
    fn from(error: RunError) -> Self {
        CliError::usage(error.to_string()).hint(error.hint())
    }
}
