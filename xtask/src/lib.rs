//! Repository chores, for `cargo xtask` and for the tests that run the same checks.

mod rust;
pub mod tidy;
