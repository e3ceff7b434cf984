//! F*: its IDE protocol and the process that speaks it.
//!
//! The protocol is that of `fstar.exe --ide` (F*'s `FStar.Interactive.Ide`): JSON lines, a greeting that
//! lists what this F* can do, then requests that are answered in order.

pub mod certifier;
pub mod check;
pub mod file;
pub mod find;
pub mod guard;
mod hole;
pub mod ide;
mod modules;
mod parts;
mod premises;
pub mod protocol;
mod reply;
pub mod session;
pub mod solver;
pub mod statement;

pub use find::Fstar;
pub use ide::FstarIde;
pub use protocol::{Answer, Hello, Issue, Query};
