//! What can be typed.

use std::{path::PathBuf, time::Duration};

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

pub(super) use crate::proposer::settings::parse_time;
use crate::{
    proposer::{Micros, Prices},
    prover::lean::runtime::RuntimeChoice,
    search::Strategy,
    synthesize::split::Shares,
    theorem::ProverKind,
};

/// Finds machine-checked proofs: tree search over steps from a model or from built-in tactics, each
/// checked by a real prover.
#[derive(Debug, Parser)]
#[command(name = "proofwright", version, max_term_width = 100, arg_required_else_help = true)]
pub(super) struct Args {
    #[command(flatten)]
    pub(super) common: Common,
    #[command(subcommand)]
    pub(super) command: Command,
}

/// Options of every command.
#[derive(Clone, Debug, ClapArgs)]
pub(super) struct Common {
    /// Which Lean to use: the project's own where there is one and else the embedded one (`auto`), or
    /// one of them.
    #[arg(long, global = true, value_enum)]
    pub(super) runtime: Option<RuntimeName>,
    /// A Lake project whose Lean and libraries are to be used.
    #[arg(long, global = true, value_name = "DIR")]
    pub(super) project: Option<PathBuf>,
    /// Which prover; else the file's name says it (`.lean`, `.fst`).
    #[arg(long, global = true, value_enum)]
    pub(super) prover: Option<ProverName>,
    /// The `fstar.exe` to use; else `FSTAR_EXE`, or the one on PATH.
    #[arg(long, global = true, value_name = "FILE")]
    pub(super) fstar: Option<PathBuf>,
    /// A TOML file with settings; what is typed goes before it.
    #[arg(long, global = true, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    /// One JSON object a line on stdout.
    #[arg(long, global = true)]
    pub(super) json: bool,
    /// No progress on stderr.
    #[arg(short, long, global = true)]
    pub(super) quiet: bool,
    /// More on stderr.
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub(super) verbose: u8,
}

/// The prover to use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ProverName {
    Lean,
    Fstar,
}

impl From<ProverName> for ProverKind {
    fn from(name: ProverName) -> Self {
        match name {
            ProverName::Lean => ProverKind::Lean,
            ProverName::Fstar => ProverKind::Fstar,
        }
    }
}

/// The Lean to use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum RuntimeName {
    Auto,
    Installed,
    Embedded,
}

impl From<RuntimeName> for RuntimeChoice {
    fn from(name: RuntimeName) -> Self {
        match name {
            RuntimeName::Auto => RuntimeChoice::Auto,
            RuntimeName::Installed => RuntimeChoice::Installed,
            RuntimeName::Embedded => RuntimeChoice::Embedded,
        }
    }
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Fetch and verify the embedded Lean, once.
    Setup(SetupArgs),
    /// Say what is here, and what to do about what is not.
    Doctor(DoctorArgs),
    /// Prove every `sorry` of a Lean file, every hole of an F* file, or one statement.
    Prove(Box<ProveArgs>),
    /// Certify finished proofs.
    Check(CheckArgs),
    /// Put informal statements into Lean (with `--prover fstar`: F*), by templates for school arithmetic or by models, and look for what is
    /// wrong with that.
    Formalize(Box<FormalizeArgs>),
    /// Make data sets of certified theorems: mutations of known ones, a model's own, and what runs teach.
    Synthesize(Box<SynthesizeArgs>),
    /// Keep certified theorems for later searches: add, show, export, import, verify.
    Lemmas(Box<super::lemmas::LemmasArgs>),
    /// Write the built-in prompts for models to a folder, to edit them for `--prompts`.
    Prompts(PromptsArgs),
    /// Run a corpus, or compare two runs.
    Bench(Box<BenchArgs>),
    /// Write the HTML report of a run.
    Report(ReportArgs),
    /// The language server, on stdin and stdout.
    Lsp(Box<LspArgs>),
}

#[derive(Clone, Debug, ClapArgs)]
pub(super) struct LspArgs {
    /// Stdin and stdout, as some clients ask for; there is nothing else.
    #[arg(long)]
    pub(super) stdio: bool,
    #[command(flatten)]
    pub(super) search: SearchArgs,
}

#[derive(Clone, Debug, ClapArgs)]
pub(super) struct PromptsArgs {
    /// The folder; it is made if it is not there, and no file in it is overwritten.
    #[arg(value_name = "DIR")]
    pub(super) folder: PathBuf,
}

#[derive(Clone, Debug, ClapArgs)]
pub(super) struct SetupArgs {}

#[derive(Clone, Debug, ClapArgs)]
pub(super) struct DoctorArgs {}

#[derive(Clone, Debug, ClapArgs)]
pub(super) struct ProveArgs {
    /// A Lean or F* file; `-` is stdin.
    #[arg(required_unless_present = "statement", conflicts_with = "statement")]
    pub(super) file: Option<PathBuf>,
    /// Only this theorem of the file; may be given more than once.
    #[arg(long, value_name = "NAME", conflicts_with = "statement")]
    pub(super) theorem: Vec<String>,
    /// A statement instead of a file: `theorem t : 1 + 1 = 2`.
    #[arg(long, value_name = "TEXT")]
    pub(super) statement: Option<String>,
    /// A file whose text goes before the file or statement (imports, definitions).
    #[arg(long, value_name = "FILE")]
    pub(super) header: Option<PathBuf>,
    /// Print a patch instead of the completed file.
    #[arg(long, conflicts_with_all = ["statement", "in_place"])]
    pub(super) diff: bool,
    /// Write the file back, with what was certified and nothing else.
    #[arg(long, conflicts_with = "statement")]
    pub(super) in_place: bool,
    #[command(flatten)]
    pub(super) search: SearchArgs,
}

#[derive(Clone, Debug, ClapArgs)]
pub(super) struct FormalizeArgs {
    /// An informal statement or question, or a document: text, Markdown, LaTeX, or JSON objects with `informal`, one a line.
    #[arg(value_name = "TEXT|FILE")]
    pub(super) text: String,
    /// What the formal statement is to be called; in a document, one that has no name or number there.
    #[arg(long, default_value = "statement")]
    pub(super) name: String,
    /// Go on to prove the best one.
    #[arg(long)]
    pub(super) prove: bool,
    /// Who puts it into Lean or F*: `templates` (school arithmetic), `openai:MODEL`, `completion:MODEL`, `anthropic:MODEL` or
    /// `replay:FILE`; of several, all do. `--samples` says how often each model answers, `--repairs` how often it may mend.
    #[arg(long, value_name = "SPEC")]
    pub(super) formalizer: Vec<String>,
    /// Models that judge whether a formal statement says the same; else those that put it forward. They have to agree.
    #[arg(long, value_name = "SPEC")]
    pub(super) judge: Vec<String>,
    /// JSON objects with `informal` and `statement`, one a line, of which models are shown those that are like the text.
    #[arg(long, value_name = "FILE")]
    pub(super) examples: Vec<PathBuf>,
    /// A file whose text goes before the formal statement (imports, definitions).
    #[arg(long, value_name = "FILE")]
    pub(super) header: Option<PathBuf>,
    /// Reference formalizations, in the order of the texts, to say of each candidate whether it says the same: a Lean file, or
    /// JSON objects with `reference` or `statement`, one a line.
    #[arg(long, value_name = "FILE")]
    pub(super) against: Option<PathBuf>,
    /// A folder for the results (`formalized.jsonl`, `index.html`); the same command goes on with what is there.
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    #[command(flatten)]
    pub(super) search: SearchArgs,
}

#[derive(Clone, Debug, ClapArgs)]
pub(super) struct SynthesizeArgs {
    /// Lean files with finished proofs, or folders of them.
    #[arg(value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
    /// A run, for the theorems that it proved and the steps that its searches took; may be given more than once.
    #[arg(long, value_name = "DIR")]
    pub(super) from: Vec<PathBuf>,
    /// A file of concepts, one a line, for a model to write theorems about.
    #[arg(long, value_name = "FILE")]
    pub(super) seeds: Option<PathBuf>,
    /// Theorems that are asked for about the concepts; else as many as there are concepts.
    #[arg(long, value_name = "N", requires = "seeds")]
    pub(super) draws: Option<usize>,
    /// The folder of the data. If the same data was begun there, it is gone on with.
    #[arg(long, value_name = "DIR")]
    pub(super) out: PathBuf,
    /// Only so many new theorems in all.
    #[arg(long, value_name = "N")]
    pub(super) limit: Option<usize>,
    /// New theorems from each known one at most; 0 for none.
    #[arg(long, value_name = "N", default_value_t = 8)]
    pub(super) mutations: usize,
    /// Theorems of the library that are invoked on each known one, the nearest; 0 for none.
    #[arg(long, value_name = "N", default_value_t = 24)]
    pub(super) premises: usize,
    /// The shares of train, valid and test.
    #[arg(long, value_name = "A/B/C", default_value = "8/1/1")]
    pub(super) parts: Shares,
    #[command(flatten)]
    pub(super) search: SearchArgs,
}

/// How to search, and what it may spend.
#[derive(Clone, Debug, Default, ClapArgs)]
pub(super) struct SearchArgs {
    /// Where steps come from: `builtin`, `openai:MODEL` (any compatible chat endpoint), `completion:MODEL` (the same
    /// without chat), `anthropic:MODEL`, `replay:FILE`; several make a mixture.
    #[arg(long, value_name = "SPEC")]
    pub(super) proposer: Vec<String>,
    /// In which order to work: `best-first`, `breadth-first`, `depth-first`, `beam` or `mcts`, with parameters as in
    /// `mcts:c=1.4`; several with `+` between them take turns on one tree.
    #[arg(long, value_name = "NAME")]
    pub(super) strategy: Option<Strategy>,
    /// Whole proofs to ask a model for before steps; 0 for none.
    #[arg(long, value_name = "N")]
    pub(super) proofs: Option<u32>,
    /// Sketches of a proof to ask for, whose `have`s are proved one by one.
    #[arg(long, value_name = "N")]
    pub(super) drafts: Option<u32>,
    /// How often a whole proof that fails is to be repaired.
    #[arg(long, value_name = "N")]
    pub(super) repairs: Option<u32>,
    /// Do not try to refute statements.
    #[arg(long)]
    pub(super) no_refutation: bool,
    /// Wall time for each theorem, as `60s` or `5m`.
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    pub(super) timeout: Option<Duration>,
    /// Steps for each theorem.
    #[arg(long, value_name = "N")]
    pub(super) max_steps: Option<u64>,
    /// Model calls for each theorem.
    #[arg(long, value_name = "N")]
    pub(super) max_calls: Option<u64>,
    /// Model tokens for each theorem.
    #[arg(long, value_name = "N")]
    pub(super) max_tokens: Option<u64>,
    /// What models may cost for each theorem, in the currency of `--price`: `0.50`.
    #[arg(long, value_name = "AMOUNT")]
    pub(super) max_cost: Option<Micros>,
    /// What a million tokens cost, read and written: `0.15/0.60`.
    #[arg(long, value_name = "IN/OUT")]
    pub(super) price: Option<Prices>,
    /// Theorems worked on at once; each takes a prover process.
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=64))]
    pub(super) jobs: Option<u64>,
    /// Seed of everything that is drawn.
    #[arg(long, value_name = "N")]
    pub(super) seed: Option<u64>,
    /// Base URL of the endpoint; else the environment's `OPENAI_BASE_URL` or `ANTHROPIC_BASE_URL`.
    #[arg(long, value_name = "URL")]
    pub(super) base_url: Option<String>,
    /// A file that holds the endpoint's key; else the environment's `OPENAI_API_KEY` or `ANTHROPIC_API_KEY`.
    #[arg(long, value_name = "FILE")]
    pub(super) key_file: Option<PathBuf>,
    /// A template for the model's prompt that asks for steps.
    #[arg(long, value_name = "FILE")]
    pub(super) prompt: Option<PathBuf>,
    /// A folder of templates that replace the built-in ones, as `proofwright prompts` writes it.
    #[arg(long, value_name = "DIR")]
    pub(super) prompts: Option<PathBuf>,
    /// Proposals asked from a model at once.
    #[arg(long, value_name = "N")]
    pub(super) samples: Option<u32>,
    /// Temperature of the model.
    #[arg(long, value_name = "T")]
    pub(super) temperature: Option<f64>,
    /// Share of the likely tokens that the model draws from.
    #[arg(long, value_name = "P")]
    pub(super) top_p: Option<f64>,
    /// Tokens that one reply of the model may have.
    #[arg(long, value_name = "N")]
    pub(super) reply_tokens: Option<u32>,
    /// A reply of the model ends where this occurs; may be given more than once.
    #[arg(long, value_name = "TEXT")]
    pub(super) stop: Vec<String>,
    /// The index of lemmas to draw on, and to keep what is proved in. `prove` has one unless it is told not to, `bench` has
    /// one only if it is named.
    #[arg(long, value_name = "FILE")]
    pub(super) index: Option<PathBuf>,
    /// Draw on no index, and keep nothing in one.
    #[arg(long, conflicts_with = "index")]
    pub(super) no_index: bool,
    /// A model for embeddings: what is near to a goal by its vectors counts among the premises of the index. What is not
    /// embedded yet is embedded first, and kept.
    #[arg(long, value_name = "MODEL", conflicts_with = "no_index")]
    pub(super) embeddings: Option<String>,
    /// Write every exchange with a model to this file, for `replay:FILE`.
    #[arg(long, value_name = "FILE")]
    pub(super) record: Option<PathBuf>,
}

#[derive(Clone, Debug, ClapArgs)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(super) struct BenchArgs {
    #[command(subcommand)]
    pub(super) command: Option<BenchCommand>,
    /// Files (`.lean`, `.fst`, `.jsonl`), folders of them, a manifest, or names of corpora from
    /// `corpora/manifest.toml`.
    #[arg(required = true, value_name = "CORPUS")]
    pub(super) corpora: Vec<PathBuf>,
    /// Only this part of the corpus, as `valid`.
    #[arg(long, value_name = "NAME")]
    pub(super) split: Option<String>,
    /// Only statements like this: `mathd_*`, `topic=logic`, `tag=induction`, `difficulty=1..3`,
    /// `expect=false`; of one kind any may hold, of different kinds all must.
    #[arg(long, value_name = "PATTERN")]
    pub(super) filter: Vec<String>,
    /// Only the first so many statements.
    #[arg(long, value_name = "N", conflicts_with = "sample")]
    pub(super) limit: Option<usize>,
    /// Only so many statements, drawn by the seed.
    #[arg(long, value_name = "N")]
    pub(super) sample: Option<usize>,
    /// A file whose text goes before every statement, in place of the corpus's imports.
    #[arg(long, value_name = "FILE")]
    pub(super) header: Option<PathBuf>,
    /// Independent attempts at each statement, with seeds from `--seed` on.
    #[arg(long, value_name = "K", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=4096))]
    pub(super) pass: u32,
    /// Only say which statements there are, and what is wrong with those that cannot be worked on.
    #[arg(long)]
    pub(super) list: bool,
    /// The folder of the run; else `runs/TIME-CORPUS`.
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// Go on with the run in `--out`.
    #[arg(long, requires = "out")]
    pub(super) resume: bool,
    /// Write no HTML report at the end.
    #[arg(long)]
    pub(super) no_report: bool,
    #[command(flatten)]
    pub(super) search: SearchArgs,
}

#[derive(Clone, Debug, Subcommand)]
pub(super) enum BenchCommand {
    /// Tell two runs apart, theorem by theorem.
    Compare(CompareArgs),
}

#[derive(Clone, Debug, ClapArgs)]
pub(super) struct CompareArgs {
    /// A run folder, or a file of records as `prove --json` prints them.
    pub(super) a: PathBuf,
    /// Another one.
    pub(super) b: PathBuf,
}

#[derive(Clone, Debug, ClapArgs)]
pub(super) struct ReportArgs {
    /// The folder of a run.
    pub(super) run: PathBuf,
    /// The folder to write to; else `report` in the run's.
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// Print the search tree of this statement for Graphviz instead.
    #[arg(long, value_name = "STATEMENT")]
    pub(super) dot: Option<String>,
}

#[derive(Clone, Debug, ClapArgs)]
pub(super) struct CheckArgs {
    /// Lean or F* files with finished proofs.
    #[arg(required = true)]
    pub(super) files: Vec<PathBuf>,
    /// A file with the statements that must have been proved, with holes for proofs.
    #[arg(long, value_name = "FILE")]
    pub(super) against: Option<PathBuf>,
    /// Wall time for each theorem.
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    pub(super) timeout: Option<Duration>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_are_well_formed() {
        use clap::CommandFactory;
        Args::command().debug_assert();
    }
}
