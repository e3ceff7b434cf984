//! Proofwright finds machine-checked proofs by tree search, and has a real prover check every step.
//!
//! # Layout
//!
//! | module | what it is for |
//! | --- | --- |
//! | [`cli`] | arguments, settings, one file for each command, printing |
//! | [`theorem`] | statements, files with holes, corpora, positions |
//! | [`search`] | the AND/OR tree, frontier, budgets, script extraction; no I/O, no clock |
//! | [`driver`] | the loop around a search: proposals in flight, verdicts in, deadlines |
//! | [`prover`] | the prover traits, supervised processes, the pool; [`prover::lean`] is Lean |
//! | [`proposer`] | where steps come from: built-in tactics, models, record and replay, mixtures |
//! | [`lemma`] | the lemma index: the store, what the library has, ranking |
//! | [`formalize`] | informal statements as formal ones, and what is wrong with these |
//! | [`synthesize`] | data sets of certified theorems: mutations, concepts, what searches teach |
//! | [`lsp`] | the language server; the only module that knows its protocol |
//! | [`run`] | run folders: records, resuming, statistics, comparing |
//! | [`report`] | the HTML report of a run |
//! | [`testing`] | scripted prover and proposer for searches written as data |
//!
//! The binary `proofwright` is [`cli::main`] and nothing else.

pub mod cli;
pub mod driver;
pub mod formalize;
pub mod lemma;
pub mod lsp;
pub mod proposer;
pub mod prover;
pub mod report;
pub mod run;
pub mod search;
pub mod synthesize;
pub mod testing;
pub mod theorem;
