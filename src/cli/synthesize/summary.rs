//! How much data there is, and what was left out.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::synthesize::{
    admit::Dropped,
    export::Data,
    item::Origin,
    split::{Part, Shares},
};

/// What is written as `summary.json`, and printed.
#[derive(Serialize)]
pub(super) struct Summary {
    /// Whether all of the work is done.
    finished: bool,
    proofwright: &'static str,
    /// Provers with their versions, as the certificates name them.
    provers: BTreeSet<String>,
    seed: u64,
    shares: Shares,
    theorems: Counts,
    steps: Counts,
    preferences: Counts,
    /// Theorems by where they come from.
    origins: BTreeMap<Origin, usize>,
    /// What was left out, by reason.
    dropped: BTreeMap<Dropped, u64>,
}

/// Lines in each part.
#[derive(Serialize)]
struct Counts {
    train: usize,
    valid: usize,
    test: usize,
}

impl Summary {
    pub(super) fn new(
        data: &Data<'_>,
        dropped: BTreeMap<Dropped, u64>,
        finished: bool,
        seed: u64,
        shares: Shares,
    ) -> Summary {
        let count = |of: &dyn Fn(Part) -> usize| Counts {
            train: of(Part::Train),
            valid: of(Part::Valid),
            test: of(Part::Test),
        };
        let mut origins = BTreeMap::new();
        let theorems = || data.parts.iter().flat_map(|it| &it.theorems);
        theorems().for_each(|it| *origins.entry(it.origin).or_default() += 1);
        Summary {
            finished,
            proofwright: env!("CARGO_PKG_VERSION"),
            provers: theorems().map(|it| it.certificate.version.clone()).collect(),
            seed,
            shares,
            theorems: count(&|it| data.part(it).theorems.len()),
            steps: count(&|it| data.part(it).steps.len()),
            preferences: count(&|it| data.part(it).preferences.len()),
            origins,
            dropped,
        }
    }

    /// The same for people; `place` is the folder.
    pub(super) fn text(&self, place: &str) -> String {
        let mut text = format!("{place}: {}\n\n", if self.finished { "done" } else { "not done yet" });
        text.push_str(&format!("{:<12} {:>8} {:>8} {:>8}\n", "", "train", "valid", "test"));
        for (kind, it) in
            [("theorems", &self.theorems), ("steps", &self.steps), ("preferences", &self.preferences)]
        {
            text.push_str(&format!("{kind:<12} {:>8} {:>8} {:>8}\n", it.train, it.valid, it.test));
        }
        let origin = |(origin, count): (&Origin, &usize)| format!("{count} {}", origin.words());
        let origins: Vec<String> = self.origins.iter().map(origin).collect();
        if !origins.is_empty() {
            text.push_str(&format!("\ntheorems: {}\n", origins.join(", ")));
        }
        let dropped = self.dropped.iter().map(|(why, count)| format!("  {count:>6} {}\n", why.words()));
        let dropped: String = dropped.collect();
        if !dropped.is_empty() {
            text.push_str(&format!("left out:\n{dropped}"));
        }
        text
    }
}
