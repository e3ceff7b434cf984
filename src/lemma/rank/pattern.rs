//! The pattern ranker: which types have a part of a given form.
//!
//! As Loogle does for Lean's terms, here on printed ones. Whole conclusions are first, then parts of conclusions, then
//! hypotheses; among equals the shorter type.

use super::{
    index::{Field, Premises},
    query::collect,
    term::{Term, Type},
    tree::{self, Matcher},
};

/// A pattern in the numbers of an index.
struct Pattern {
    conclusion: Vec<u32>,
    hyps: Vec<Vec<u32>>,
    /// What each symbol of it may be, in the index.
    symbols: Vec<Vec<u32>>,
}

impl Pattern {
    fn of(premises: &Premises, pattern: &Type) -> Self {
        let mut names = Vec::new();
        std::iter::once(&pattern.conclusion).chain(&pattern.hyps).for_each(|it| collect(it, &mut names));
        names.sort_unstable();
        names.dedup();
        let tree = |term: &Term| {
            let mut out = Vec::new();
            let mut number = |text: &str| names.binary_search(&text).map_or(0, |it| it as u32);
            tree::write(term, &mut out, &mut number, false);
            out
        };
        let (conclusion, hyps) = (tree(&pattern.conclusion), pattern.hyps.iter().map(tree).collect());
        Pattern { conclusion, hyps, symbols: names.iter().map(|it| named(premises, it)).collect() }
    }

    /// How well the trees of a type fit; 0 if they do not.
    fn fit(&self, nodes: &[u32], matcher: &mut Matcher) -> f32 {
        let same = |wanted: u32, found: u32| {
            let symbol = tree::symbol(found).unwrap_or(tree::RIGID);
            tree::symbol(wanted).is_some_and(|it| self.symbols[it as usize].binary_search(&symbol).is_ok())
        };
        matcher.forget(0);
        let end = tree::end(nodes, 0);
        if !self.hyps.is_empty() {
            let whole = matcher.goes_on(&self.conclusion, 0, nodes, 0, &same);
            return if whole && self.fits_hyps(nodes, end, matcher, &same) { 3.0 } else { 0.0 };
        }
        for at in 0..nodes.len() {
            matcher.forget(0);
            if matcher.goes_on(&self.conclusion, 0, nodes, at, &same) {
                return if at == 0 {
                    3.0
                } else if at < end {
                    2.0
                } else {
                    1.0
                };
            }
        }
        0.0
    }

    /// Whether each hypothesis of the pattern is one of the type's, in whatever order.
    fn fits_hyps(
        &self,
        nodes: &[u32],
        mut at: usize,
        matcher: &mut Matcher,
        same: &impl Fn(u32, u32) -> bool,
    ) -> bool {
        let mut starts = Vec::new();
        while at < nodes.len() {
            starts.push(at);
            at = tree::end(nodes, at);
        }
        self.hyps.iter().all(|hyp| {
            starts.iter().any(|&start| {
                let kept = matcher.bound();
                let fits = matcher.goes_on(hyp, 0, nodes, start, same);
                if !fits {
                    matcher.forget(kept);
                }
                fits
            })
        })
    }
}

/// The symbols of an index with a name, or where there is none, with this name as the last part of theirs.
fn named(premises: &Premises, name: &str) -> Vec<u32> {
    if let Some(token) = premises.find_token(Field::Symbol, name) {
        return vec![token];
    }
    let end = format!(".{}", name.trim_start_matches('.'));
    let tag = Field::Symbol.token("");
    (0..premises.tokens() as u32)
        .filter(|it| {
            let token = premises.token(*it as usize);
            token.starts_with(&tag) && token.ends_with(&end)
        })
        .collect()
}

/// Premises that fit a pattern, with how well.
pub(super) fn score(premises: &Premises, pattern: &Type) -> Vec<(u32, f32)> {
    let pattern = Pattern::of(premises, pattern);
    let frequency = |symbols: &Vec<u32>| symbols.iter().map(|it| premises.frequency(*it)).sum::<usize>();
    let Some(rarest) = pattern.symbols.iter().min_by_key(|it| frequency(it)) else { return Vec::new() };
    let mut candidates: Vec<u32> = rarest.iter().flat_map(|it| premises.postings(*it).0.iter()).collect();
    candidates.sort_unstable();
    candidates.dedup();
    let (mut matcher, mut nodes, mut scored) = (Matcher::default(), Vec::new(), Vec::new());
    for doc in candidates {
        nodes.clear();
        nodes.extend(premises.trees(doc as usize).iter());
        let fit = pattern.fit(&nodes, &mut matcher);
        if fit > 0.0 {
            scored.push((doc, fit + 1.0 / (2.0 + nodes.len() as f32)));
        }
    }
    scored
}
