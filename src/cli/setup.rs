//! `proofwright setup`: fetches and verifies the embedded Lean.

use serde_json::json;

use super::args::{Common, SetupArgs};
use super::error::CliError;
use super::{Exit, print, stop};
use crate::prover::lean::embedded::pins::Pins;
use crate::prover::lean::embedded::{SetupEvent, megabytes};
use crate::prover::lean::runtime::{Places, RuntimeChoice, blocking, choose};
use crate::prover::lean::runtime_embedded::{cache_bytes, verify};

/// Makes the embedded Lean ready, checks every byte of it, and says where it is.
pub(super) async fn run(_: SetupArgs, common: &Common) -> Result<Exit, CliError> {
    let places = Places::of_this_process()?;
    let cache = places.cache.clone();
    let mut events = headlines(|line| {
        if !common.quiet {
            print::note(line);
        }
    });
    let work = blocking(&mut events, move |tell| {
        let pins = Pins::of_this_platform();
        let lean = verify(&places, &pins, tell)?;
        // Choosing it takes the snapshot, so that the first search need not.
        choose(RuntimeChoice::Embedded, None, &places.cwd, &places, &pins, tell)?;
        Ok((lean, cache_bytes(&places)))
    });
    let (lean, bytes) = tokio::select! {
        outcome = work => outcome?,
        () = stop::on_signal().cancelled_owned() => {
            print::note("interrupted; what is fetched is kept, and the next run goes on from there");
            return Ok(Exit::Interrupted);
        }
    };
    if common.json {
        print::json(&json!({
            "lean": lean.version, "node": lean.node_version, "cache": cache, "bytes": bytes,
        }));
    } else {
        let (version, node, size) = (lean.version, lean.node_version, megabytes(bytes));
        print::out(&format!(
            "embedded Lean {version} on Node {node} is ready in {} ({size})\n",
            cache.display()
        ));
    }
    Ok(Exit::Success)
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
    use std::time::Duration;

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
