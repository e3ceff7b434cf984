//! How several proposers share what may be asked for, by how often each one's steps survive.
//!
//! Thompson sampling: each proposer's rate of survival is known as a Beta distribution, something is drawn from each,
//! and the highest draw wins. So the better one gets more, and one of which little is known still gets its chances.
//! Everything is drawn from the seed and what is asked, so that the same ask has the same answer.

use rand::{Rng, RngExt, SeedableRng, rngs::StdRng};

use super::{Ask, Tally, model::template::Kind};

/// Steps that a rate is taken from at most. What is known is never certain, so that it can change.
const MEMORY: u64 = 200;

/// One sample in this many goes to any proposer, whatever its rate.
const ANY: u32 = 16;

/// What the worst proposer's steps lose in log-probability at most.
const MOST_LOST: f64 = 4.0;

/// The steps of one proposer: how many were tried, and how many of them survived.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Rate {
    pub(super) tried: u64,
    pub(super) survived: u64,
}

impl Rate {
    /// The rate of the sources that are `own`.
    pub(super) fn of(tallies: &[Tally], own: impl Fn(&str) -> bool) -> Self {
        tallies.iter().filter(|it| own(&it.source)).fold(Rate::default(), |sum, it| Rate {
            tried: sum.tried + it.tried,
            survived: sum.survived + it.survived.min(it.tried),
        })
    }

    /// A draw from Beta(survived + 1, failed + 1): of that many uniform numbers, the one in that place.
    fn draw(self, rng: &mut impl Rng) -> f64 {
        let tried = self.tried.min(MEMORY);
        let survived = match self.tried {
            0 => 0,
            all => (u128::from(self.survived) * u128::from(tried) / u128::from(all)) as usize,
        };
        let mut numbers: Vec<f64> = (0..=tried).map(|_| rng.random()).collect();
        *numbers.select_nth_unstable_by(survived, f64::total_cmp).1
    }
}

/// What is drawn for one proposer and one ask.
fn rng(seed: u64, ask: &Ask<'_>, id: &str, purpose: &str) -> StdRng {
    let mut hasher = blake3::Hasher::new();
    let (kind, goal) = (Kind::of(ask.wanted).name(), ask.group.goals[0].text());
    for part in [&ask.theorem.name, &ask.group.fingerprint, &goal, kind, id, purpose] {
        hasher.update(&(part.len() as u64).to_le_bytes()).update(part.as_bytes());
    }
    hasher.update(&seed.to_le_bytes()).update(&ask.round.to_le_bytes());
    StdRng::from_seed(*hasher.finalize().as_bytes())
}

/// How many of the samples of an ask each proposer gets; `members` are their ids and rates.
pub(super) fn shares(seed: u64, ask: &Ask<'_>, members: &[(&str, Rate)]) -> Vec<usize> {
    let mut shares = vec![0; members.len()];
    let mut lots = rng(seed, ask, "", "lot");
    // Each draws from a source of its own, so that their order does not matter.
    let mut rngs: Vec<StdRng> = members.iter().map(|it| rng(seed, ask, it.0, "share")).collect();
    for _ in 0..ask.samples.max(1) {
        let any = lots.random_range(0..ANY) == 0;
        let draws = rngs.iter_mut().zip(members);
        let draws = draws.map(|(rng, (_, rate))| if any { Rate::default() } else { *rate }.draw(rng));
        if let Some((winner, _)) = draws.enumerate().max_by(|a, b| a.1.total_cmp(&b.1)) {
            shares[winner] += 1;
        }
    }
    shares
}

/// What the log-probabilities of each proposer's steps lose, so that the better one's steps are tried first: nothing
/// for the best, and nothing at all as long as no step was tried.
pub(super) fn handicaps(seed: u64, ask: &Ask<'_>, members: &[(&str, Rate)]) -> Vec<f64> {
    if members.iter().all(|it| it.1.tried == 0) {
        return vec![0.0; members.len()];
    }
    let draws = members.iter().map(|(id, rate)| rate.draw(&mut rng(seed, ask, id, "handicap")));
    let draws: Vec<f64> = draws.collect();
    let best = draws.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
    draws.iter().map(|it| (it / best).ln().max(-MOST_LOST)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        prover::StateId,
        testing::table::goal_group,
        theorem::{ProverKind, Theorem},
    };

    /// What comes of `rounds` asks for some samples each.
    fn over<T>(rounds: u32, samples: usize, seed: u64, each: impl Fn(u64, &Ask<'_>) -> T) -> Vec<T> {
        let theorem = Theorem::new("t", ProverKind::Lean, "", "theorem t : p := sorry", 17..22);
        let group = goal_group("p", StateId(0));
        let one = |round| each(seed, &Ask { samples, round, ..Ask::new(&theorem, &group) });
        (0..rounds).map(one).collect()
    }

    const GOOD: Rate = Rate { tried: 100, survived: 40 };
    const BAD: Rate = Rate { tried: 100_000, survived: 5 };

    #[test]
    fn the_better_one_gets_most_and_nobody_starves() {
        let all = over(200, 8, 0, |seed, ask| shares(seed, ask, &[("bad", BAD), ("good", GOOD)]));
        assert!(all.iter().all(|it| it.iter().sum::<usize>() == 8));
        let bad: usize = all.iter().map(|it| it[0]).sum();
        assert!((20..120).contains(&bad), "{bad} of 1600");
        assert!(over(3, 0, 0, |seed, ask| shares(seed, ask, &[("a", GOOD)])).iter().all(|it| *it == [1]));
    }

    #[test]
    fn what_is_unknown_is_tried() {
        let unknown = Rate::default();
        let all = over(200, 1, 0, |seed, ask| shares(seed, ask, &[("good", GOOD), ("new", unknown)]));
        let new: usize = all.iter().map(|it| it[1]).sum();
        assert!(new > 60, "{new} of 200");
    }

    #[test]
    fn the_same_ask_draws_the_same_whatever_the_order() {
        let one = |seed| over(20, 4, seed, |seed, ask| shares(seed, ask, &[("a", GOOD), ("b", GOOD)]));
        let other = |seed| over(20, 4, seed, |seed, ask| shares(seed, ask, &[("b", GOOD), ("a", GOOD)]));
        assert_eq!(one(7), one(7));
        assert_ne!(one(7), one(8));
        assert!(one(7).iter().zip(other(7)).all(|(a, b)| a[0] == b[1]));
    }

    #[test]
    fn steps_that_rarely_survive_wait() {
        let none = over(1, 1, 0, |seed, ask| {
            handicaps(seed, ask, &[("a", Rate::default()), ("b", Rate::default())])
        });
        assert_eq!(none, [[0.0, 0.0]]);
        for lost in over(50, 1, 0, |seed, ask| handicaps(seed, ask, &[("bad", BAD), ("good", GOOD)])) {
            assert!(lost[1] == 0.0 && (-MOST_LOST..-1.0).contains(&lost[0]), "{lost:?}");
        }
    }

    #[test]
    fn draws_are_those_of_a_beta_distribution() {
        let mut rng = StdRng::seed_from_u64(0);
        let draws: Vec<f64> = (0..4000).map(|_| Rate { tried: 8, survived: 2 }.draw(&mut rng)).collect();
        let mean = draws.iter().sum::<f64>() / 4000.0;
        let variance = draws.iter().map(|it| (it - mean).powi(2)).sum::<f64>() / 4000.0;
        // Beta(3, 7).
        assert!((mean - 0.3).abs() < 0.01 && (variance - 0.0191).abs() < 0.002, "{mean} {variance}");
    }
}
