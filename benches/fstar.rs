//! What a session on F* costs: until it is ready, for each step beside F* itself, and in memory.
//!
//! `cargo bench --bench fstar` needs an F* on PATH or in FSTAR_EXE; a number is the number of steps.

#![expect(clippy::print_stdout, reason = "a program that reports what it measured")]

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use proofwright::{
    driver::{self, Settings},
    proposer::builtin::Builtin,
    prover::{
        ProverError, Session as _, StepLimits, Verdict,
        fstar::{
            Fstar,
            find::Places,
            session::{FstarSession, SessionLimits},
        },
    },
    search::Budget,
    theorem::fstar_text::statements,
};
use tokio_util::sync::CancellationToken;

/// A header without modules, and one with the library's lists.
const FILES: [(&str, &str); 2] = [
    (
        "no modules",
        "module Bench\nlet rec sum (n:nat) : nat = if n = 0 then 0 else n + sum (n - 1)\nval goal : n:nat -> Lemma (sum n >= n)\n",
    ),
    (
        "FStar.List.Tot",
        "module Bench\nopen FStar.List.Tot\nlet rec sum (l:list nat) : nat = match l with | [] -> 0 | x :: xs -> x + sum xs\n\
         val goal : l:list nat -> m:list nat -> Lemma (sum (l @ m) == sum m + sum l)\n",
    ),
];

/// The memory of F* and its solver is looked at this often, in steps.
const LOOK: u64 = 200;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), ProverError> {
    let steps: u64 = std::env::args().skip(1).find_map(|it| it.parse().ok()).unwrap_or(2_000);
    let fstar = Arc::new(Fstar::find(Places::new(None), None)?);
    println!("{}", fstar.version);
    for (name, file) in FILES {
        let (_, theorem) = statements(file, true).remove(0);
        let begun = Instant::now();
        let mut session = FstarSession::new(Arc::clone(&fstar));
        session.open(&theorem).await?;
        println!("{name}: ready in {:.2} s", begun.elapsed().as_secs_f64());
    }
    share(&fstar).await?;
    memory(&fstar, steps).await
}

/// The share of a search's time that is spent outside of F*.
async fn share(fstar: &Arc<Fstar>) -> Result<(), ProverError> {
    // The claim is false, so that the search ends with its budget only.
    let file = FILES[1].1.replace("sum m + sum l", "sum m + sum l + 1");
    let (_, theorem) = statements(&file, true).remove(0);
    let mut session = FstarSession::new(Arc::clone(fstar));
    let budget = Budget { time: Some(Duration::from_secs(30)), ..Budget::default() };
    let settings = Settings { budget, ..Settings::default() };
    let stop = CancellationToken::new();
    let begun = Instant::now();
    session.open(&theorem).await?;
    let opened = begun.elapsed();
    let searched = driver::search(
        &mut session,
        driver::Sources::new(&Builtin::new()),
        &theorem,
        &settings,
        &stop,
        &mut |_| {},
    )
    .await?;
    // The search opens the statement once more.
    let whole = searched.spent.time.saturating_sub(opened);
    let times = session.times();
    let part = |it: Duration| 100.0 * it.as_secs_f64() / whole.as_secs_f64();
    println!(
        "{} steps in {:.1} s: solver {:.1} %, F* beside it {:.1} %, Proofwright {:.2} %",
        searched.spent.steps,
        whole.as_secs_f64(),
        part(times.solver),
        part(times.fstar.saturating_sub(times.solver)),
        part(whole.saturating_sub(times.fstar)),
    );
    Ok(())
}

/// Memory over many steps on one process: proofs that work, proofs that fail, and what is ill-typed.
async fn memory(fstar: &Arc<Fstar>, steps: u64) -> Result<(), ProverError> {
    let (_, theorem) = statements(FILES[0].1, true).remove(0);
    let limits = SessionLimits { uses: u32::MAX, ..SessionLimits::default() };
    let mut session = FstarSession::with(Arc::clone(fstar), limits);
    let root = session.open(&theorem).await?;
    let begun = Instant::now();
    for n in 0..steps {
        let step = match n % 3 {
            0 => format!("let rec goal n = if n = 0 then () else (let k = {n} in goal (n - 1))"),
            1 => format!("let goal n = assert (sum n = {n})"),
            _ => format!("let goal n = undeclared n {n}"),
        };
        let verdict = session.step(root.state, &step, StepLimits::default()).await?;
        assert_eq!(verdict == Verdict::Closed, n % 3 == 0, "{step}: {verdict:?}");
        if n % LOOK == 0 {
            let memory = session.memory().unwrap_or_default() >> 20;
            println!("after {n} steps: {memory} MiB, {:.1} s", begun.elapsed().as_secs_f64());
        }
    }
    println!("after {steps} steps: {} MiB", session.memory().unwrap_or_default() >> 20);
    println!("processes replaced: {}", session.restarts());
    Ok(())
}
