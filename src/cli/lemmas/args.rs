//! What can be typed after `lemmas`.

use std::{path::PathBuf, time::Duration};

use clap::{Args as ClapArgs, Subcommand, ValueEnum};

use crate::cli::{args::parse_time, index::IndexArg};

#[derive(Clone, Debug, ClapArgs)]
pub(in crate::cli) struct LemmasArgs {
    #[command(flatten)]
    pub(super) index: IndexArg,
    #[command(subcommand)]
    pub(super) command: LemmasCommand,
}

#[derive(Clone, Debug, Subcommand)]
pub(super) enum LemmasCommand {
    /// Certify the finished theorems of Lean or F* files, and add them.
    Add(AddArgs),
    /// Find lemmas, and theorems of the library, by words, a goal, or a pattern with holes.
    Search(SearchArgs),
    /// Show a lemma: its statement, its proof, what it rests on and what rests on it.
    Show(NameArgs),
    /// Say what is in the index.
    Stats,
    /// Write lemmas as JSONL, as files that the prover accepts, or as a graph.
    Export(ExportArgs),
    /// Certify the lemmas of an export again, and add them.
    Import(ImportArgs),
    /// Certify lemmas again with the prover that is here now, and withdraw what fails.
    Verify(VerifyArgs),
    /// Withdraw a lemma and all that rest on it.
    Withdraw(WithdrawArgs),
    /// Remove for good what is withdrawn or damaged, and make the file small.
    Gc,
}

#[derive(Clone, Debug, ClapArgs)]
pub(super) struct AddArgs {
    /// Lean or F* files with finished proofs.
    #[arg(required = true, value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
    /// The corpus that they belong to, to be kept with the lemmas.
    #[arg(long, value_name = "NAME")]
    pub(super) corpus: Option<String>,
    /// Wall time for each theorem.
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    pub(super) timeout: Option<Duration>,
}

#[derive(Clone, Debug, ClapArgs)]
pub(super) struct SearchArgs {
    /// Words (`length of append`), a pattern with holes (`_ + ?a = ?a + _`), or a goal (`n : Nat ⊢ n ≤ n * n`).
    #[arg(required = true, value_name = "QUERY")]
    pub(super) query: Vec<String>,
    /// How many to show.
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(super) limit: usize,
    /// The imports whose library is searched as well; may be given more than once.
    #[arg(long, value_name = "MODULE", default_value = "Std")]
    pub(super) import: Vec<String>,
    /// A model for embeddings, at the endpoint that `OPENAI_BASE_URL` or the settings name: one more ranking. What is not
    /// embedded yet is embedded first, and kept.
    #[arg(long, value_name = "MODEL")]
    pub(super) embeddings: Option<String>,
}

#[derive(Clone, Debug, ClapArgs)]
pub(super) struct NameArgs {
    /// The lemma's name, or at least four letters of its id.
    pub(super) name: String,
}

/// What lemmas are written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// One lemma a line, for `lemmas import`.
    Jsonl,
    /// Lean files, one for each header.
    Lean,
    /// F* files, one for each header.
    Fstar,
    /// What rests on what, for Graphviz.
    Dot,
}

#[derive(Clone, Debug, ClapArgs)]
pub(super) struct ExportArgs {
    /// What to write.
    #[arg(long, value_enum, default_value_t = Format::Jsonl)]
    pub(super) format: Format,
    /// A file to write to, or a folder for files of a prover; else stdout.
    #[arg(long, value_name = "PATH")]
    pub(super) out: Option<PathBuf>,
}

#[derive(Clone, Debug, ClapArgs)]
pub(super) struct ImportArgs {
    /// What `lemmas export` wrote; `-` is stdin.
    pub(super) file: PathBuf,
    /// Wall time for each lemma.
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    pub(super) timeout: Option<Duration>,
}

#[derive(Clone, Debug, ClapArgs)]
pub(super) struct VerifyArgs {
    /// Only these lemmas, by name or by at least four letters of the id.
    #[arg(value_name = "NAME")]
    pub(super) names: Vec<String>,
    /// Try those that were withdrawn as well, and offer again what is certified.
    #[arg(long)]
    pub(super) withdrawn: bool,
    /// Wall time for each lemma.
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    pub(super) timeout: Option<Duration>,
}

#[derive(Clone, Debug, ClapArgs)]
pub(super) struct WithdrawArgs {
    /// The lemma's name, or at least four letters of its id.
    pub(super) name: String,
    /// Why, to be kept with it.
    #[arg(long, value_name = "TEXT", default_value = "withdrawn by hand")]
    pub(super) reason: String,
}
