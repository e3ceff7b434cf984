//! Which shapes of steps fail at which shapes of goals, as a search goes on.
//!
//! A step that failed at ten goals that look alike will hardly work at the next one. Nothing is refused for that:
//! such a step is only worth less, and has its turn later.

use std::{
    collections::{BTreeSet, HashMap},
    hash::{DefaultHasher, Hash, Hasher},
};

use crate::prover::GoalGroup;

/// How many tries a step is trusted for, as if all of them had worked.
const TRUST: f64 = 3.0;

/// What was seen of steps, by the shape of the goal and their own.
#[derive(Clone, Debug, Default)]
pub(super) struct Learned {
    seen: HashMap<(u64, u64), Seen>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    tried: u32,
    worked: u32,
}

impl Learned {
    /// Takes in whether a step worked.
    pub(super) fn note(&mut self, goal: u64, step: u64, worked: bool) {
        let seen = self.seen.entry((goal, step)).or_default();
        seen.tried += 1;
        seen.worked += u32::from(worked);
    }

    /// What to add to the log-probability of a step; at most 0.
    pub(super) fn bias(&self, goal: u64, step: u64) -> f64 {
        let Some(seen) = self.seen.get(&(goal, step)) else { return 0.0 };
        ((f64::from(seen.worked) + TRUST) / (f64::from(seen.tried) + TRUST)).ln()
    }
}

/// The shape of a group: what stands at the head of its goals, and which constants occur.
pub(super) fn goal_shape(group: &GoalGroup) -> u64 {
    let mut hasher = DefaultHasher::new();
    for goal in &group.goals {
        goal.head.hash(&mut hasher);
        goal.consts.iter().collect::<BTreeSet<_>>().hash(&mut hasher);
    }
    hasher.finish()
}

/// The shape of a step: its text, with one name for all hypotheses and one for all numbers.
pub(super) fn step_shape(group: &GoalGroup, step: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    let is_name = |it: char| it.is_alphanumeric() || matches!(it, '_' | '\'' | '.' | '✝');
    let mut rest = step;
    while let Some(first) = rest.chars().next() {
        let end = if is_name(first) {
            rest.find(|it| !is_name(it)).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let (word, after) = rest.split_at(end);
        rest = after;
        let is_hyp = || group.goals.iter().flat_map(|it| &it.hyps).any(|it| it.name == word);
        if first.is_ascii_digit() {
            0_u8.hash(&mut hasher);
        } else if is_name(first) && is_hyp() {
            1_u8.hash(&mut hasher);
        } else {
            word.hash(&mut hasher);
        }
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{prover::StateId, testing::table::goal_group};

    #[test]
    fn names_and_numbers_make_no_shape() {
        let group = goal_group("h:p k:q ⊢ r", StateId(0));
        let shape = |step| step_shape(&group, step);
        assert_eq!(shape("exact f h 1"), shape("exact f k 22"));
        assert_ne!(shape("exact f h"), shape("exact f hk"));
        assert_ne!(shape("simp [h]"), shape("simp at h"));
    }

    #[test]
    fn what_fails_is_worth_less_and_never_nothing() {
        let mut learned = Learned::default();
        assert_eq!(learned.bias(1, 2), 0.0);
        learned.note(1, 2, false);
        let once = learned.bias(1, 2);
        (0..99).for_each(|_| learned.note(1, 2, false));
        let often = learned.bias(1, 2);
        assert!(often < once && once < 0.0 && often > -4.0, "{once} {often}");
        learned.note(3, 2, true);
        assert_eq!((learned.bias(3, 2), learned.bias(1, 4)), (0.0, 0.0));
    }
}
