//! The one integration test binary.

#![allow(clippy::disallowed_methods, reason = "tests start programs, and look at what becomes of them")]

mod bench;
mod browser;
mod cli;
mod corpora;
mod corpus_layouts;
mod editors;
mod embeddings;
mod equivalence;
mod fake_worker;
mod faults;
mod formalize;
mod formalize_documents;
mod formalize_fstar;
mod formalize_models;
mod fstar;
mod fstar_check;
mod fstar_cli;
mod fstar_lemmas;
mod fstar_search;
mod informal;
mod journal;
mod lean;
mod lemma_search;
mod lemmas;
mod lsp;
mod lsp_client;
mod model;
mod model_lean;
mod model_protocols;
mod real;
mod refute;
mod report;
mod runtime;
mod search;
mod search_random;
mod session;
mod store;
mod synthesize;
mod tidy;
