//! `proofwright setup`: fetches and verifies the embedded Lean.

use std::time::{Duration, Instant};

use serde_json::json;

use super::args::{Common, SetupArgs};
use super::error::CliError;
use super::{Exit, print, stop};
use crate::lemma::library::{Environment, PREMISES, Progress, Shelf};
use crate::prover::Library as _;
use crate::prover::lean::embedded::pins::Pins;
use crate::prover::lean::embedded::{SetupEvent, megabytes};
use crate::prover::lean::library::LeanLibrary;
use crate::prover::lean::pool::LeanOptions;
use crate::prover::lean::runtime::{Places, Runtime, RuntimeChoice, blocking, choose};
use crate::prover::lean::runtime_embedded::{cache_bytes, verify};

/// How often it is said how far the listing of premises is.
const PLAIN: Duration = Duration::from_secs(5);

/// Makes the embedded Lean ready, checks every byte of it, and says where it is.
pub(super) async fn run(_: SetupArgs, common: &Common) -> Result<Exit, CliError> {
    let places = Places::of_this_process()?;
    let cache = places.cache.clone();
    let mut events = headlines(|line| {
        if !common.quiet {
            print::note(line);
        }
    });
    let work = async {
        let (at, shelf) = (places.clone(), Shelf::new(places.cache.join(PREMISES)));
        let (lean, runtime) = blocking(&mut events, move |tell| {
            let pins = Pins::of_this_platform();
            let lean = verify(&at, &pins, tell)?;
            // Choosing it takes the snapshot, so that the first search need not.
            Ok((lean, choose(RuntimeChoice::Embedded, None, &at.cwd, &at, &pins, tell)?))
        })
        .await?;
        let premises = index(&shelf, &runtime, common.quiet).await?;
        Ok::<_, CliError>((lean, premises, cache_bytes(&places)))
    };
    let (lean, premises, bytes) = tokio::select! {
        outcome = work => outcome?,
        () = stop::on_signal().cancelled_owned() => {
            print::note("interrupted; what is fetched is kept, and the next run goes on from there");
            return Ok(Exit::Interrupted);
        }
    };
    if common.json {
        print::json(&json!({
            "lean": lean.version, "node": lean.node_version, "cache": cache, "bytes": bytes,
            "premises": premises,
        }));
    } else {
        let (version, node, size) = (lean.version, lean.node_version, megabytes(bytes));
        print::out(&format!(
            "embedded Lean {version} on Node {node} is ready in {} ({size}), with {premises} premises of Init and Std\n",
            cache.display()
        ));
    }
    Ok(Exit::Success)
}

/// Lists and indexes what Init and Std declare, so that the first search has it; says how many premises there are.
async fn index(shelf: &Shelf, runtime: &Runtime, quiet: bool) -> Result<usize, CliError> {
    let library = LeanLibrary::new(runtime.command(), LeanOptions::default());
    let prover = library.version().await?;
    let mut last: Option<Instant> = None;
    let mut tell = |it: Progress| {
        let counting = matches!(it, Progress::Listing { .. });
        if !quiet && (!counting || last.is_none_or(|it| it.elapsed() >= PLAIN)) {
            print::note(&it.to_string());
            last = Some(Instant::now());
        }
    };
    let mut most = 0;
    // Std brings Init along, so that Init alone is listed by then.
    for header in ["import Std", ""] {
        let environment = Environment::of(&prover, None, header);
        let premises = shelf.build(&environment, &library, &mut tell).await?;
        most = most.max(premises.len());
    }
    Ok(most)
}

/// Hands on one line for each thing that a set-up does, however often it says how far it is.
pub(super) fn headlines(mut line: impl FnMut(&str) + Send) -> impl FnMut(SetupEvent) + Send {
    let mut last = String::new();
    move |event| {
        let now = event.headline();
        if now != last {
            line(&now);
            last = now;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_has_one_line_for_each_thing_that_is_done() {
        let mut lines = Vec::new();
        let mut hear = headlines(|line| lines.push(line.to_owned()));
        for seconds in 0..5 {
            let elapsed = Duration::from_secs(seconds);
            hear(SetupEvent::Fetching { package: "p@1".to_owned(), bytes: 2_000_000, elapsed });
        }
        hear(SetupEvent::Verifying { package: "p@1".to_owned() });
        drop(hear);
        assert_eq!(lines, ["fetching p@1 (2 MB)", "verifying p@1"]);
    }
}
