//! Scores of all premises by sums over postings, and the best of them.

use std::{cmp::Ordering, collections::BTreeMap};

use super::index::{Premises, UNIT};

/// Entries of postings that one ranker reads, rare tokens first; very common tokens say little.
const MOST_POSTINGS: usize = 500_000;

/// Tokens with their weights, each once, with the most that it was given.
#[derive(Default)]
pub(super) struct Weighted(BTreeMap<u32, f32>);

impl Weighted {
    pub(super) fn add(&mut self, token: u32, weight: f32) {
        let old = self.0.entry(token).or_insert(0.0);
        *old = old.max(weight);
    }
}

/// A score for each premise; 0 is none.
#[derive(Default)]
pub(super) struct Scores(Vec<f32>);

impl Scores {
    /// Adds up what each premise has of the tokens.
    pub(super) fn sum(premises: &Premises, wanted: &Weighted) -> Self {
        let mut scores = vec![0f32; premises.len()];
        let mut tokens: Vec<(u32, f32)> = wanted.0.iter().map(|(token, weight)| (*token, *weight)).collect();
        tokens.sort_by_key(|it| (premises.frequency(it.0), it.0));
        let mut read = 0;
        for (token, weight) in tokens {
            let (docs, impacts) = premises.postings(token);
            read += docs.len();
            if read > MOST_POSTINGS {
                break;
            }
            let weight = weight / UNIT;
            for (doc, impact) in docs.iter().zip(impacts) {
                scores[doc as usize] += weight * f32::from(*impact);
            }
        }
        Scores(scores)
    }

    /// Changes each score that is not 0.
    pub(super) fn map(&mut self, change: impl Fn(usize, f32) -> f32) {
        for (doc, score) in self.0.iter_mut().enumerate().filter(|it| *it.1 > 0.0) {
            *score = change(doc, *score);
        }
    }

    /// The score of one premise.
    pub(super) fn of(&self, doc: u32) -> f32 {
        self.0[doc as usize]
    }

    /// The premises with a score.
    pub(super) fn found(&self) -> impl Iterator<Item = (u32, f32)> {
        self.0.iter().enumerate().filter(|it| *it.1 > 0.0).map(|(doc, score)| (doc as u32, *score))
    }
}

/// The `most` best that are visible; of equals the earlier one is better.
pub(super) fn best(
    found: impl Iterator<Item = (u32, f32)>,
    most: usize,
    is_visible: impl Fn(u32) -> bool,
) -> Vec<u32> {
    // The best is greatest; a sorted list that is cut off now and then is as quick as a heap, and simple.
    let worse = |a: &(u32, f32), b: &(u32, f32)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
    let mut kept: Vec<(u32, f32)> = Vec::new();
    let mut least: Option<(u32, f32)> = None;
    if most == 0 {
        return Vec::new();
    }
    for it in found {
        if least.is_some_and(|least| worse(&it, &least) != Ordering::Less) || !is_visible(it.0) {
            continue;
        }
        kept.push(it);
        if kept.len() == 2 * most {
            kept.select_nth_unstable_by(most - 1, worse);
            kept.truncate(most);
            least = Some(kept[most - 1]);
        }
    }
    kept.sort_unstable_by(worse);
    kept.truncate(most);
    kept.into_iter().map(|it| it.0).collect()
}
