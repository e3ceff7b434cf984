//! The rules, one file a kind of step.
//!
//! To add one: write `fn rule(view: &View<'_>) -> Steps` that reads the goal and gives steps with priors from
//! [`super::priors`], put it into [`ALL`], and add a test with a goal that wants it and one that does not.

use super::view::View;

mod arith;
mod bounded;
mod cases;
mod closing;
mod computed;
mod counterexample;
mod divides;
mod finish;
mod finite;
mod induction;
mod instantiate;
mod intro;
mod modular;
mod opposed;
mod premises;
mod recursion;
mod rewrite;
mod solved;
mod squares;
mod structural;
mod values;
mod witness;

/// Steps with their log-probabilities.
pub(super) type Steps = Vec<(String, f64)>;

/// Every rule, in the order in which ties are broken.
pub(super) const ALL: [fn(&View<'_>) -> Steps; 17] = [
    intro::rule,
    finish::rule,
    premises::rule,
    counterexample::rule,
    opposed::rule,
    squares::rule,
    instantiate::rule,
    divides::rule,
    modular::rule,
    arith::rule,
    bounded::rule,
    finite::rule,
    cases::rule,
    rewrite::rule,
    induction::rule,
    structural::rule,
    witness::rule,
];
