//! Lean 4: its runtimes, the protocol of the worker, sessions and the certifier.

mod behind;
pub mod certifier;
pub mod embedded;
pub mod file;
pub mod library;
pub mod pool;
pub mod protocol;
pub mod runtime;
pub mod runtime_embedded;
pub mod runtime_installed;
pub mod session;
pub mod survive;
pub mod worker;

/// How to start a Lean worker; `label` names the Lean, as in `embedded Lean 4.28.0-pre`.
pub type LeanCommand = crate::prover::process::ProcessCommand;
