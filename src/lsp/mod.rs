//! The language server: an assistant that stands beside the language's own server.

pub mod document;
pub mod holes;
pub mod text;
pub mod work;
