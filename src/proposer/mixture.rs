//! Several proposers as one.

use futures::{
    FutureExt,
    future::{BoxFuture, join_all},
};

use super::{
    Ask, Proposal, Proposals, Proposer, ProposerError, Who,
    bandit::{Rate, handicaps, shares},
};

/// Asks its members at once and merges what they propose.
///
/// Members that cost nothing always answer. Those that cost share the samples by how often each one's steps survive,
/// and all of them share the steps that are tried in the same way.
pub struct Mixture {
    name: String,
    members: Vec<Box<dyn Proposer>>,
    seed: u64,
}

impl Mixture {
    /// A mixture; earlier members win ties, and `seed` is that of all draws.
    pub fn new(members: Vec<Box<dyn Proposer>>, seed: u64) -> Self {
        let name = members.iter().map(|it| it.name()).collect::<Vec<_>>().join("+");
        Mixture { name, members, seed }
    }

    async fn answer(&self, ask: &Ask<'_>) -> Proposals {
        let rate = |it: &dyn Proposer| Rate::of(ask.tallies, |source| it.owns(source));
        let rates: Vec<(&str, Rate)> = self.members.iter().map(|it| (it.id(), rate(&**it))).collect();
        let lost = handicaps(self.seed, ask, &rates);
        let samples = self.samples(ask, &rates);
        let mut merged = Proposals { exhausted: true, ..Proposals::default() };
        self.hear(ask, &lost, &samples, &mut merged).await;
        // Where those who got all the samples have nothing to say, the others are heard.
        let unheard = |it: &usize| usize::from(*it == 0);
        if merged.proposals.is_empty() && ask.paid {
            self.hear(ask, &lost, &samples.iter().map(unheard).collect::<Vec<_>>(), &mut merged).await;
        } else {
            let unheard = self.members.iter().zip(&samples).any(|it| is_asked(&**it.0, ask) && *it.1 == 0);
            merged.exhausted &= !unheard;
        }
        merge(&mut merged.proposals);
        merged
    }

    /// How many samples each member is asked for. For one that costs nothing the number means little.
    fn samples(&self, ask: &Ask<'_>, rates: &[(&str, Rate)]) -> Vec<usize> {
        let is_shared = |it: &dyn Proposer| it.is_paid() && ask.paid;
        let paid = self.members.iter().zip(rates).filter(|it| is_shared(&**it.0)).map(|it| *it.1);
        let mut shares = shares(self.seed, ask, &paid.collect::<Vec<_>>()).into_iter();
        let mut share = |it| if is_shared(it) { shares.next().unwrap_or(0) } else { ask.samples.max(1) };
        self.members.iter().map(|it| share(&**it)).collect()
    }

    /// Adds what the members say; those that are asked for no samples are left out.
    async fn hear(&self, ask: &Ask<'_>, lost: &[f64], samples: &[usize], merged: &mut Proposals) {
        let asked = self.members.iter().zip(samples).zip(lost);
        let asked = asked.filter(|((member, samples), _)| is_asked(&***member, ask) && **samples > 0);
        let answers = asked.map(|((member, samples), lost)| async move {
            (member.propose(Ask { samples: *samples, ..*ask }).await, *lost)
        });
        for (answer, lost) in join_all(answers).await {
            match answer {
                Ok(answer) => {
                    let shifted = answer
                        .proposals
                        .into_iter()
                        .map(|it| Proposal { log_prob: it.log_prob + lost, ..it });
                    merged.proposals.extend(shifted);
                    merged.usage.add(answer.usage);
                    merged.exhausted &= answer.exhausted;
                    merged.complaints.extend(answer.complaints);
                }
                Err(error) => merged.complaints.push(error.complaint()),
            }
        }
    }
}

fn is_asked(member: &dyn Proposer, ask: &Ask<'_>) -> bool {
    match ask.who {
        Who::All => true,
        Who::Free => !member.is_paid(),
        Who::Paid => member.is_paid(),
    }
}

impl Proposer for Mixture {
    fn name(&self) -> &str {
        &self.name
    }

    fn is_split(&self) -> bool {
        let paid = self.members.iter().filter(|it| it.is_paid()).count();
        paid > 0 && paid < self.members.len()
    }

    /// A member that fails is a complaint, and the others are heard.
    fn propose<'a>(&'a self, ask: Ask<'a>) -> BoxFuture<'a, Result<Proposals, ProposerError>> {
        async move { Ok(self.answer(&ask).await) }.boxed()
    }
}

/// Puts the best first and keeps the best of equal steps.
fn merge(proposals: &mut Vec<Proposal>) {
    proposals.sort_by(|a, b| b.log_prob.total_cmp(&a.log_prob));
    let mut seen = std::collections::HashSet::new();
    proposals.retain(|it| seen.insert(it.step.clone()));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        proposer::{Tally, Usage},
        prover::StateId,
        testing::table::goal_group,
        theorem::{ProverKind, Theorem},
    };

    type Steps = Vec<(&'static str, f64)>;

    /// A name, and what it says; a name with a colon costs.
    struct Fixed(&'static str, Result<(Steps, bool), &'static str>);

    impl Proposer for Fixed {
        fn name(&self) -> &str {
            self.0
        }

        fn is_paid(&self) -> bool {
            self.0.contains(':')
        }

        fn propose<'a>(&'a self, ask: Ask<'a>) -> BoxFuture<'a, Result<Proposals, ProposerError>> {
            let answer = self.1.clone().map(|(steps, exhausted)| Proposals {
                proposals: steps
                    .into_iter()
                    .map(|(step, log_prob)| Proposal { step: step.into(), log_prob, source: self.0.into() })
                    .collect(),
                usage: Usage { calls: 1, tokens: 10 * ask.samples as u64, ..Usage::default() },
                exhausted,
                complaints: Vec::new(),
            });
            let error = |message: &str| ProposerError::Config {
                proposer: self.0.into(),
                message: message.into(),
                hint: "mend it".into(),
            };
            async move { answer.map_err(error) }.boxed()
        }
    }

    async fn ask(members: Vec<Fixed>) -> Proposals {
        ask_in(members, 0, true, &[]).await
    }

    async fn ask_in(members: Vec<Fixed>, round: u32, paid: bool, tallies: &[Tally]) -> Proposals {
        let boxed = |it| Box::new(it) as Box<dyn Proposer>;
        let mixture = Mixture::new(members.into_iter().map(boxed).collect(), 0);
        let theorem = Theorem::new("t", ProverKind::Lean, "", "theorem t : p := sorry", 17..22);
        let group = goal_group("p", StateId(0));
        let ask = Ask { samples: 4, round, paid, tallies, ..Ask::new(&theorem, &group) };
        mixture.propose(ask).await.unwrap()
    }

    #[tokio::test]
    async fn the_better_of_equal_steps_is_kept() {
        let first = Fixed("a", Ok((vec![("simp", -2.0), ("omega", -1.0)], true)));
        let second = Fixed("b", Ok((vec![("simp", -0.5), ("rfl", -1.0)], false)));
        let answer = ask(vec![first, second]).await;
        let steps: Vec<_> = answer.proposals.iter().map(|it| (&*it.step, &*it.source)).collect();
        assert_eq!(steps, [("simp", "b"), ("omega", "a"), ("rfl", "b")]);
        assert_eq!(
            (answer.usage, answer.exhausted),
            (Usage { calls: 2, tokens: 80, ..Usage::default() }, false)
        );
    }

    #[tokio::test]
    async fn a_member_that_fails_silences_nobody() {
        let members = vec![Fixed("a", Err("broken")), Fixed("b", Ok((vec![("simp", -1.0)], true)))];
        let answer = ask(members).await;
        assert_eq!((answer.proposals.len(), answer.exhausted), (1, true));
        assert_eq!(answer.complaints, ["a: broken; mend it"]);
    }

    #[tokio::test]
    async fn those_that_cost_are_asked_apart() {
        let members = || {
            vec![Fixed("a", Ok((vec![("simp", -1.0)], true))), Fixed("m:b", Ok((vec![("rfl", -1.0)], false)))]
        };
        let boxed = |it| Box::new(it) as Box<dyn Proposer>;
        let theorem = Theorem::new("t", ProverKind::Lean, "", "theorem t : p := sorry", 17..22);
        let group = goal_group("p", StateId(0));
        for (who, steps, exhausted) in [
            (Who::All, vec!["rfl", "simp"], false),
            (Who::Free, vec!["simp"], true),
            (Who::Paid, vec!["rfl"], false),
        ] {
            let mixture = Mixture::new(members().into_iter().map(boxed).collect(), 0);
            assert!(mixture.is_split());
            let ask = Ask { samples: 4, who, ..Ask::new(&theorem, &group) };
            let answer = mixture.propose(ask).await.unwrap();
            let mut said: Vec<_> = answer.proposals.iter().map(|it| &*it.step).collect();
            said.sort_unstable();
            assert_eq!((said, answer.exhausted), (steps, exhausted), "{who:?}");
        }
        assert!(!Mixture::new(members().into_iter().take(1).map(boxed).collect(), 0).is_split());
    }

    fn tally(source: &str, tried: u64, survived: u64) -> Tally {
        Tally { source: source.into(), tried, survived }
    }

    #[tokio::test]
    async fn the_better_model_is_asked_for_more_and_its_steps_go_first() {
        let tallies = [tally("m:bad", 500, 0), tally("m:good", 500, 200), tally("rules", 500, 200)];
        let mut asked = [0, 0];
        for round in 0..100 {
            let members = vec![
                Fixed("m:bad", Ok((vec![("bad", -1.0)], false))),
                Fixed("rules", Ok((vec![("rule", -1.0)], true))),
                Fixed("m:good", Ok((vec![("good", -1.0)], false))),
            ];
            let answer = ask_in(members, round, true, &tallies).await;
            let steps: Vec<_> = answer.proposals.iter().map(|it| &*it.step).collect();
            assert!(steps.contains(&"rule") && !answer.exhausted);
            for (name, count) in ["bad", "good"].iter().zip(&mut asked) {
                *count += u32::from(steps.contains(name));
            }
            assert!(answer.proposals.iter().all(|it| it.log_prob <= -1.0));
            if let Some(bad) = answer.proposals.iter().find(|it| it.step == "bad") {
                assert!(bad.log_prob < -2.0, "{bad:?}");
            }
        }
        assert!(asked[1] > 95 && (5..40).contains(&asked[0]), "{asked:?}");
    }

    #[tokio::test]
    async fn a_model_with_nothing_to_say_does_not_silence_the_other() {
        let tallies = [tally("m:best", 500, 400), tally("m:other", 500, 0)];
        for round in 0..20 {
            let members =
                vec![Fixed("m:best", Ok((vec![], true))), Fixed("m:other", Ok((vec![("simp", -1.0)], true)))];
            let answer = ask_in(members, round, true, &tallies).await;
            assert_eq!(answer.proposals.len(), 1);
        }
    }

    #[tokio::test]
    async fn without_budget_all_answer_for_themselves() {
        let members = vec![Fixed("m:a", Ok((vec![], true))), Fixed("m:b", Ok((vec![], true)))];
        let answer = ask_in(members, 0, false, &[]).await;
        assert_eq!((answer.exhausted, answer.usage.calls), (true, 2));
    }
}
