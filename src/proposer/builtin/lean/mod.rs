//! Steps for Lean: tactics, by rules that look at the goal's shape.

mod header;
mod poly;
mod priors;
mod rules;
#[cfg(test)]
mod testing;
mod text;
mod view;

use super::Ask;

/// Steps with their log-probabilities, in the order of the rules.
pub(super) fn steps(ask: &Ask<'_>) -> Vec<(String, f64)> {
    let Some(view) = view::View::new(ask) else { return Vec::new() };
    rules::ALL.iter().flat_map(|rule| rule(&view)).collect()
}
