//! Steps for Lean: tactics, by rules that look at the goal's shape.

mod drafts;
mod header;
pub(crate) mod multiples;
mod poly;
mod priors;
mod rational;
mod rules;
#[cfg(test)]
mod testing;
mod view;

use super::Ask;
use crate::theorem::lean_term as text;

/// Sketches with their log-probabilities.
pub(super) fn drafts(ask: &Ask<'_>) -> Vec<(String, f64)> {
    let Some(view) = view::View::new(ask) else { return Vec::new() };
    let ranked = drafts::drafts(&view).into_iter().enumerate();
    ranked.map(|(nth, it)| (it, priors::nth(priors::CHOICE, nth))).collect()
}

/// Steps with their log-probabilities, in the order of the rules.
pub(super) fn steps(ask: &Ask<'_>) -> Vec<(String, f64)> {
    let Some(view) = view::View::new(ask) else { return Vec::new() };
    rules::ALL.iter().flat_map(|rule| rule(&view)).collect()
}
