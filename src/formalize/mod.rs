//! From an informal statement to formal ones, with what speaks for and against each.

pub mod judge;
pub mod reading;
