//! Whether a suggestion is worth an interruption: how likely it is to be used, by what the user did with those before.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What is suggested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A step with which the whole declaration is certified.
    Certified,
    /// A step that closes its goal.
    Closing,
    /// A step that leaves goals.
    Leaving,
    /// The name of a fact.
    Premise,
}

impl Kind {
    /// How likely one is used, before anything is known of the user.
    fn prior(self) -> f64 {
        match self {
            Kind::Certified => 0.8,
            Kind::Closing => 0.6,
            Kind::Leaving | Kind::Premise => 0.3,
        }
    }
}

/// How many suggestions the prior counts for.
const WEIGHT: f64 = 10.0;
/// What an observation counts for after the next one.
const FADES: f64 = 0.97;

/// What became of suggestions of one kind; what is long ago counts less.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Tally {
    used: f64,
    dismissed: f64,
}

/// What became of suggestions, as it is kept between sessions.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Worth {
    tallies: BTreeMap<Kind, Tally>,
    /// What is before the user's eyes, and where; its fate is not known yet.
    #[serde(skip)]
    shown: Option<(u64, Vec<Kind>)>,
}

impl Worth {
    /// How likely a suggestion of this kind is used, from 0 to 1: the mean of a Beta distribution.
    pub fn chance(&self, kind: Kind) -> f64 {
        let Tally { used, dismissed } = self.tallies.get(&kind).copied().unwrap_or_default();
        (used + kind.prior() * WEIGHT) / (used + dismissed + WEIGHT)
    }

    /// Suggestions are shown at a place without being asked for; those that were shown at another one before were not used.
    /// Says whether anything was learned.
    pub fn show(&mut self, place: u64, kinds: Vec<Kind>) -> bool {
        if let Some((at, shown)) = &mut self.shown
            && *at == place
        {
            *shown = kinds;
            return false;
        }
        let before = self.shown.replace((place, kinds));
        let dismissed = before.map(|it| distinct(it.1)).unwrap_or_default();
        dismissed.iter().for_each(|it| self.learn(*it, Tally { dismissed: 1.0, ..Tally::default() }));
        !dismissed.is_empty()
    }

    /// A suggestion was used. Of the others that were shown with it nothing is learned.
    pub fn used(&mut self, kind: Kind) {
        self.shown = None;
        self.learn(kind, Tally { used: 1.0, ..Tally::default() });
    }

    fn learn(&mut self, kind: Kind, seen: Tally) {
        let tally = self.tallies.entry(kind).or_default();
        tally.used = tally.used * FADES + seen.used;
        tally.dismissed = tally.dismissed * FADES + seen.dismissed;
    }
}

/// A list is one interruption, however many of a kind are in it.
fn distinct(mut kinds: Vec<Kind>) -> Vec<Kind> {
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_dismissed_again_and_again_falls_under_any_threshold_and_comes_back_when_it_is_used() {
        let mut worth = Worth::default();
        assert!(worth.chance(Kind::Certified) > worth.chance(Kind::Closing));
        assert!((worth.chance(Kind::Premise) - 0.3).abs() < 1e-9);
        for place in 0..30 {
            worth.show(place, vec![Kind::Premise, Kind::Premise]);
        }
        let low = worth.chance(Kind::Premise);
        assert!(low < 0.15, "{low}");
        assert_eq!(worth.chance(Kind::Closing), Worth::default().chance(Kind::Closing));
        for _ in 0..20 {
            worth.used(Kind::Premise);
        }
        assert!(worth.chance(Kind::Premise) > 0.4, "{}", worth.chance(Kind::Premise));
    }

    #[test]
    fn a_list_that_stays_is_one_interruption_and_one_that_is_used_was_none() {
        let mut worth = Worth::default();
        assert!(!worth.show(1, vec![Kind::Leaving]));
        assert!(!worth.show(1, vec![Kind::Leaving, Kind::Closing]));
        worth.used(Kind::Closing);
        assert!(!worth.show(2, vec![Kind::Leaving]));
        assert_eq!(worth.chance(Kind::Leaving), Kind::Leaving.prior());
        assert!(worth.chance(Kind::Closing) > Kind::Closing.prior());
        assert!(worth.show(3, Vec::new()));
        assert!(worth.chance(Kind::Leaving) < Kind::Leaving.prior());
    }

    #[test]
    fn what_was_learned_is_kept_and_what_is_shown_is_not() {
        let mut worth = Worth::default();
        worth.used(Kind::Leaving);
        worth.show(1, vec![Kind::Premise]);
        let kept: Worth = serde_json::from_str(&serde_json::to_string(&worth).unwrap()).unwrap();
        assert_eq!(kept.chance(Kind::Leaving), worth.chance(Kind::Leaving));
        assert_eq!(kept.shown, None);
    }
}
