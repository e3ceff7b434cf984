//! Premise selection: the declarations that are most likely to help, for a goal, for words or for a pattern.
//!
//! [`Premises`] is an immutable index of a quarter of a million declarations that answers within milliseconds. Each
//! ranker looks at something else, and their rankings are fused by reciprocal rank ([`Premises::search`]). All of it
//! is pure: the same index and the same query give the same hits.

mod build;
mod bytes;
mod index;
mod lex;
mod lexical;
mod notation;
mod pattern;
mod query;
mod scores;
mod search;
mod shape;
mod structural;
mod term;
mod text;
mod tree;

pub use bytes::FormatError;
pub use index::{Premise, Premises};
pub use query::{Query, QueryError};
pub use search::{Hit, Ranker};

#[cfg(test)]
mod tests;
