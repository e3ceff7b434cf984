//! The command line: arguments, settings, one file for each command, printing.
//!
//! Results go to stdout, everything else to stderr; this is the only module that prints.

use std::process::ExitCode;

use clap::Parser;

mod args;
mod bench;
mod check;
mod doctor;
mod edit;
mod embeddings;
mod error;
mod formalize;
mod index;
mod lemmas;
mod lsp;
mod print;
mod progress;
mod prompts;
mod prove;
mod report;
mod settings;
mod setup;
mod stop;
mod synthesize;

use args::{Args, Command};
use error::CliError;

/// How a command ended, as exit status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Exit {
    /// Everything that was asked for is proved.
    Success = 0,
    /// Something is not proved, or a check failed.
    Unproved = 1,
    /// Usage, configuration or input.
    Usage = 2,
    /// A prover or runtime is missing or would not start.
    Prover = 3,
    /// Interrupted.
    Interrupted = 130,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit as u8)
    }
}

/// Runs the program with the arguments of the process.
pub fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            // Help and version are no errors; clap prints each where it belongs.
            let code = if error.use_stderr() { Exit::Usage } else { Exit::Success };
            let _ = error.print();
            return code.into();
        }
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            print::error(&CliError::new(
                Exit::Prover,
                format!("cannot start the program's own threads: {error}"),
            ));
            return Exit::Prover.into();
        }
    };
    let exit = runtime.block_on(async {
        let outcome = match args.command {
            Command::Setup(it) => setup::run(it, &args.common).await,
            Command::Doctor(it) => doctor::run(it, &args.common).await,
            Command::Prove(it) => prove::run(*it, &args.common).await,
            Command::Check(it) => check::run(it, &args.common).await,
            Command::Formalize(it) => formalize::run(*it, &args.common).await,
            Command::Synthesize(it) => synthesize::run(*it, &args.common).await,
            Command::Lemmas(it) => lemmas::run(*it, &args.common).await,
            Command::Prompts(it) => prompts::run(&it),
            Command::Bench(it) => bench::run(*it, &args.common).await,
            Command::Report(it) => report::run(&it, &args.common),
            Command::Lsp(it) => lsp::run(*it, &args.common).await,
        };
        outcome.unwrap_or_else(|error| {
            print::error(&error);
            error.exit
        })
    });
    // A set-up that was interrupted may still hold a blocking thread; nothing is lost with it.
    runtime.shutdown_background();
    exit.into()
}
