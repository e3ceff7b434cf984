//! `cargo xtask tidy`: checks of the tree that no compiler makes.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program that talks to whoever runs it")]

use std::{path::Path, process::ExitCode};

use xtask::tidy;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if args != ["tidy"] {
        eprintln!("usage: cargo xtask tidy");
        return ExitCode::from(2);
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    match tidy::check(&root) {
        Ok(problems) if problems.is_empty() => {
            println!("tidy: all is well");
            ExitCode::SUCCESS
        }
        Ok(problems) => {
            problems.iter().for_each(|it| eprintln!("{it}"));
            eprintln!("tidy: {} problems", problems.len());
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("tidy: the tree cannot be read: {error}");
            ExitCode::from(2)
        }
    }
}
