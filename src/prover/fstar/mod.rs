//! F*: its IDE protocol and the process that speaks it.
//!
//! The protocol is that of `fstar.exe --ide` (F*'s `FStar.Interactive.Ide`): JSON lines, a greeting that
//! lists what this F* can do, then requests that are answered in order.

pub mod certifier;
pub mod guard;
pub mod ide;
pub mod protocol;

pub use ide::FstarIde;
pub use protocol::{Answer, Hello, Issue, Query};
