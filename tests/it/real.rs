//! The real embedded Lean for tests: made ready once, and used by one test at a time.

use std::fs;

use proofwright::prover::lean::runtime::{self, Runtime, RuntimeChoice};
use tokio::sync::{Mutex, MutexGuard, OnceCell};

static TURN: Mutex<()> = Mutex::const_new(());
static RUNTIME: OnceCell<Runtime> = OnceCell::const_new();

/// The real Lean, held by one test: its workers take a gigabyte and a core each.
pub(crate) struct Real {
    pub(crate) runtime: Runtime,
    _turn: MutexGuard<'static, ()>,
}

/// Waits for the turn, and fetches Lean if it is not here.
pub(crate) async fn lean() -> Real {
    let turn = TURN.lock().await;
    let resolve = async || runtime::resolve(RuntimeChoice::Embedded, None, None, &mut |_| {}).await;
    let runtime = RUNTIME.get_or_try_init(resolve).await;
    let runtime = runtime.unwrap_or_else(|error| panic!("no embedded Lean: {error}")).clone();
    Real { runtime, _turn: turn }
}

/// As [`lean`], for a test that is not async.
pub(crate) fn lean_blocking() -> Real {
    tokio::runtime::Runtime::new().unwrap().block_on(lean())
}

/// Numbers of the processes that `parent` started and that serve Lean.
pub(crate) fn workers_of(parent: u32) -> Vec<i32> {
    children_of(parent, "serve")
}

/// Numbers of the processes that `parent` started with an argument.
pub(crate) fn children_of(parent: u32, argument: &str) -> Vec<i32> {
    let processes = fs::read_dir("/proc").unwrap().flatten();
    let numbers = processes.filter_map(|it| it.file_name().to_str()?.parse::<i32>().ok());
    numbers.filter(|&number| is_child(number, parent, argument).unwrap_or(false)).collect()
}

fn is_child(number: i32, parent: u32, argument: &str) -> Option<bool> {
    let stat = fs::read_to_string(format!("/proc/{number}/stat")).ok()?;
    let command = fs::read_to_string(format!("/proc/{number}/cmdline")).ok()?;
    // The name in brackets may hold anything; the state and the parent follow it.
    let parent_number = stat.rsplit_once(") ")?.1.split(' ').nth(1)?.parse::<u32>().ok()?;
    Some(parent_number == parent && command.split('\0').any(|it| it == argument))
}
