//! How likely the steps of sampled replies are.

use super::Choice;

/// What one place further down in a reply takes from a step's share.
const DECAY: f64 = 0.7;

/// The least log-probability: what is less likely is still tried in the end.
const LEAST: f64 = -40.0;

/// Gives each step its log-probability, best first, equal steps together.
///
/// Where the endpoint says how likely each token was, a step has the sum of its own tokens, so that what a model
/// says around it does not count. Else it has the share of the replies it occurs in: a reply splits its vote
/// among its steps, the first getting most.
pub(super) fn score(replies: &[(&Choice, Vec<String>)]) -> Vec<(String, f64)> {
    let mut found: Vec<(String, f64, Option<f64>)> = Vec::new();
    for (choice, steps) in replies {
        let total: f64 = (0..steps.len()).map(|it| DECAY.powi(it as i32)).sum();
        for (rank, step) in steps.iter().enumerate() {
            let vote = DECAY.powi(rank as i32) / total;
            let told = told(choice, step);
            match found.iter_mut().find(|it| it.0 == *step) {
                Some(known) => {
                    known.1 += vote;
                    known.2 = known.2.into_iter().chain(told).reduce(f64::max);
                }
                None => found.push((step.clone(), vote, told)),
            }
        }
    }
    // Half a reply more than there are: no step is certain because all agree on it.
    let votes = replies.len() as f64 + 0.5;
    let mut scored: Vec<(String, f64)> = found
        .into_iter()
        .map(|(step, vote, told)| (step, told.unwrap_or_else(|| (vote / votes).ln()).clamp(LEAST, 0.0)))
        .collect();
    scored.sort_by(|a, b| b.1.total_cmp(&a.1));
    scored
}

/// The sum over the tokens of a step, if they are known and the step stands in the reply as it is.
fn told(choice: &Choice, step: &str) -> Option<f64> {
    if choice.tokens.is_empty() {
        return None;
    }
    let text: String = choice.tokens.iter().map(|it| it.0.as_str()).collect();
    let mut lines = step.lines().map(str::trim);
    // The last mention: before it, a model may have thought aloud.
    let start = match step.lines().count() {
        1 => text.rfind(step)?,
        _ => text.find(lines.next()?)?,
    };
    let mut end = start + step.lines().next()?.trim().len();
    for line in step.lines().skip(1).map(str::trim) {
        end += text[end..].find(line)? + line.len();
    }
    let mut at = 0;
    let mut sum = 0.0;
    for (token, log_prob) in &choice.tokens {
        let range = at..at + token.len();
        at = range.end;
        // A space that belongs to the token before or after makes no difference.
        if range.start < end && range.end > start {
            sum += log_prob;
        }
    }
    sum.is_finite().then_some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(tokens: &[(&str, f64)]) -> Choice {
        let tokens: Vec<_> = tokens.iter().map(|it| (it.0.to_owned(), it.1)).collect();
        Choice { text: tokens.iter().map(|it| it.0.as_str()).collect(), tokens, ..Choice::default() }
    }

    fn steps(steps: &[&str]) -> Vec<String> {
        steps.iter().map(|it| (*it).to_owned()).collect()
    }

    #[test]
    fn replies_vote_where_nothing_is_told() {
        let none = Choice::default();
        let scored = score(&[
            (&none, steps(&["simp\nomega", "simp"])),
            (&none, steps(&["omega"])),
            (&none, steps(&["omega"])),
            (&none, steps(&[])),
        ]);
        let order: Vec<&str> = scored.iter().map(|it| it.0.as_str()).collect();
        assert_eq!(order, ["omega", "simp\nomega", "simp"]);
        assert!((scored[0].1 - (2.0f64 / 4.5).ln()).abs() < 1e-9);
        assert!(scored.iter().all(|it| it.1 < 0.0));
        assert!(score(&[]).is_empty());
    }

    #[test]
    fn only_the_tokens_of_the_step_count() {
        let told = choice(&[("Try", -9.0), (" `", -9.0), ("om", -0.5), ("ega", -0.25), ("`", -9.0)]);
        assert_eq!(score(&[(&told, steps(&["omega"]))]), [("omega".to_owned(), -0.75)]);
        let script = choice(&[("intro", -1.0), (" h", -0.5), ("\n  ", -0.25), ("simp", -2.0)]);
        let scored = score(&[(&script, steps(&["intro h\nsimp", "intro h"]))]);
        assert_eq!(scored, [("intro h".to_owned(), -1.5), ("intro h\nsimp".to_owned(), -3.75)]);
    }

    #[test]
    fn the_likelier_mention_is_kept() {
        let (first, second) = (choice(&[("simp", -3.0)]), choice(&[("simp", -1.0)]));
        let scored = score(&[(&first, steps(&["simp"])), (&second, steps(&["simp"]))]);
        assert_eq!(scored, [("simp".to_owned(), -1.0)]);
        let odd = choice(&[("simp", f64::NEG_INFINITY), ("x", 1.0)]);
        assert!((score(&[(&odd, steps(&["simp"]))])[0].1 - (1.0f64 / 1.5).ln()).abs() < 1e-9);
    }
}
