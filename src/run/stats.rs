//! The statistics that runs are told by.

use serde::Serialize;

/// Where a rate lies with a probability of 95 %.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Interval {
    /// Its lower end.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

/// How values lie.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Spread {
    /// The middle one.
    pub median: f64,
    /// Their mean.
    pub mean: f64,
    /// All together.
    pub sum: f64,
}

impl Spread {
    /// Of some values; none if there are none.
    pub fn of(values: &[f64]) -> Option<Spread> {
        let sum: f64 = values.iter().sum();
        Some(Spread { median: median(values)?, mean: sum / values.len() as f64, sum })
    }
}

/// The middle of some values, or the mean of the two in the middle.
pub fn median(values: &[f64]) -> Option<f64> {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    let upper = *values.get(middle)?;
    Some(if values.len() % 2 == 1 { upper } else { (values[middle - 1] + upper) / 2.0 })
}

/// The chance that one of `k` attempts proves it, of `n` that were made and `proved` that did: the unbiased
/// estimator `1 - C(n - proved, k) / C(n, k)` of Chen et al. (2021).
///
/// There is none if fewer than `k` attempts were made.
pub fn pass_at(k: u32, n: u32, proved: u32) -> Option<f64> {
    if k == 0 || k > n || proved > n {
        return None;
    }
    if n - proved < k {
        return Some(1.0);
    }
    let all_fail: f64 = (n - proved + 1..=n).map(|it| 1.0 - f64::from(k) / f64::from(it)).product();
    Some(1.0 - all_fail)
}

/// Wilson's score interval at 95 % for the mean `rate` of `n` values between 0 and 1.
///
/// For values that are 0 or 1, as pass@1 of one attempt has them, it is the usual one; in between they vary
/// less than that, and the interval is wider than it need be.
pub fn wilson(rate: f64, n: usize) -> Option<Interval> {
    const Z: f64 = 1.959_963_984_540_054;
    if n == 0 {
        return None;
    }
    let n = n as f64;
    let scale = 1.0 + Z * Z / n;
    let centre = (rate + Z * Z / (2.0 * n)) / scale;
    let half = Z / scale * (rate * (1.0 - rate) / n + Z * Z / (4.0 * n * n)).sqrt();
    Some(Interval { low: (centre - half).max(0.0), high: (centre + half).min(1.0) })
}

/// The two-sided exact p-value of McNemar's test: how likely a difference like this is where `only_a` theorems are
/// proved by one side only and `only_b` by the other, if the sides are equally strong.
pub fn mcnemar(only_a: usize, only_b: usize) -> f64 {
    let n = only_a + only_b;
    let mut tail = 0.0;
    // The binomial coefficients as logarithms: thousands of theorems are no trouble.
    let mut log_choose = 0.0_f64;
    for i in 0..=only_a.min(only_b) {
        tail += (log_choose - n as f64 * std::f64::consts::LN_2).exp();
        log_choose += ((n - i) as f64).ln() - ((i + 1) as f64).ln();
    }
    (2.0 * tail).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: f64, b: f64) {
        assert!((a - b).abs() < 5e-4, "{a} is not {b}");
    }

    #[test]
    fn pass_at_k_is_the_share_of_choices_with_a_proof() {
        // All ways to choose k of n attempts, counted.
        let choose = |n: u32, k: u32| (0..k).map(|i| f64::from(n - i) / f64::from(i + 1)).product::<f64>();
        for n in 1..9 {
            for proved in 0..=n {
                for k in 1..=n {
                    let fails = if n - proved < k { 0.0 } else { choose(n - proved, k) / choose(n, k) };
                    near(pass_at(k, n, proved).unwrap(), 1.0 - fails);
                }
            }
        }
        assert_eq!(pass_at(4, 3, 1), None);
        assert_eq!((pass_at(1, 1, 1), pass_at(1, 1, 0)), (Some(1.0), Some(0.0)));
        near(pass_at(100, 10_000, 1).unwrap(), 0.01);
    }

    #[test]
    fn wilson_gives_the_values_of_the_tables() {
        let check = |rate, n, low, high| {
            let it = wilson(rate, n).unwrap();
            near(it.low, low);
            near(it.high, high);
        };
        check(0.5, 10, 0.2366, 0.7634);
        check(0.0, 20, 0.0, 0.1611);
        check(142.0 / 212.0, 212, 0.6038, 0.7295);
        assert_eq!(wilson(0.5, 0), None);
    }

    #[test]
    fn mcnemar_is_the_sign_test() {
        near(mcnemar(0, 0), 1.0);
        near(mcnemar(5, 0), 0.0625);
        near(mcnemar(1, 8), 0.0391);
        near(mcnemar(8, 1), 0.0391);
        near(mcnemar(7, 7), 1.0);
        near(mcnemar(900, 1100), 8.5e-6);
    }

    #[test]
    fn medians_are_in_the_middle() {
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(Spread::of(&[1.0, 2.0, 3.0, 10.0]), Some(Spread { median: 2.5, mean: 4.0, sum: 16.0 }));
    }
}
