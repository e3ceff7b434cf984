//! The priors of the built-in rules, in one place.
//!
//! Each is the natural logarithm of how often a step of the kind was the one, measured by trying the
//! finishers on miniF2F's valid split and on this project's corpus (every theorem by itself, warm prover).
//! They only order the work: cheap finishers, then structure, then what is expensive.

/// A finisher with facts that were computed for this very goal and that imply it (a sum of squares).
pub(super) const EXACT: f64 = -0.45;
/// `intro` where the target is a pi: nothing else can be first.
pub(super) const INTRO: f64 = -0.25;
/// `grind`, the best single finisher: a third of all theorems.
pub(super) const GRIND: f64 = -0.9;
/// The right decision procedure for the goal's shape: `omega`, `decide`, `rfl`.
pub(super) const DECISION: f64 = -1.0;
/// `simp_all`, `simp [*]`.
pub(super) const SIMP: f64 = -1.5;
/// A compound finisher whose trigger is seen in the goal (instances of a hypothesis, cases mod m).
pub(super) const TARGETED: f64 = -1.2;
/// A compound finisher that is a guess.
pub(super) const GUESS: f64 = -2.2;
/// A structural step that loses nothing (`constructor` on a conjunction, `obtain` on an existential).
pub(super) const SAFE: f64 = -0.8;
/// Induction on a variable that the target depends on.
pub(super) const INDUCTION: f64 = -1.6;
/// Induction with its cases left open: after the finishers of both cases were tried with it.
pub(super) const INDUCTION_OPEN: f64 = -2.3;
/// Induction with more behind it: strong, generalised, functional.
pub(super) const INDUCTION_WIDE: f64 = -2.6;
/// A choice that loses something: a side of a disjunction, a witness.
pub(super) const CHOICE: f64 = -2.3;
/// Rewriting with one hypothesis.
pub(super) const REWRITE: f64 = -2.5;
/// Applying one hypothesis.
pub(super) const APPLY: f64 = -2.0;
/// A new fact without a finisher behind it.
pub(super) const FACT: f64 = -3.0;
/// A search of the library for the theorem itself: it may be a lemma of it. Two seconds the first time.
pub(super) const SEARCH_FIRST: f64 = -1.6;
/// Searches of the library for later goals.
pub(super) const SEARCH: f64 = -4.5;

/// What a fact of the library has less than a lemma of the index: there are many of them, and `exact?` tries all.
pub(super) const FROM_LIBRARY: f64 = -3.0;

/// The `n`-th of several alternatives of one kind costs a little more each time.
pub(super) fn nth(base: f64, n: usize) -> f64 {
    base - 0.15 * n as f64
}
