//! Data from what was proved: new theorems by mutation and from concepts, and what finished searches teach.
//!
//! Everything that is put out has a certificate, and nothing of one family of theorems is in two parts of the data.

pub mod admit;
pub mod export;
pub mod folder;
pub mod item;
pub mod mutate;
pub mod pairs;
pub mod root;
pub mod seed;
pub mod source;
pub mod split;
pub mod statement;
