//! Several proposers as one.

use futures::{
    FutureExt,
    future::{BoxFuture, join_all},
};

use super::{Ask, Proposal, Proposals, Proposer, ProposerError};

/// Asks all of its members at once and merges what they propose, each counting alike.
pub struct Mixture {
    name: String,
    members: Vec<Box<dyn Proposer>>,
}

impl Mixture {
    /// A mixture; earlier members win ties.
    pub fn new(members: Vec<Box<dyn Proposer>>) -> Self {
        let name = members.iter().map(|it| it.name()).collect::<Vec<_>>().join("+");
        Mixture { name, members }
    }
}

impl Proposer for Mixture {
    fn name(&self) -> &str {
        &self.name
    }

    /// A member that fails is a complaint, and the others are heard.
    fn propose<'a>(&'a self, ask: Ask<'a>) -> BoxFuture<'a, Result<Proposals, ProposerError>> {
        async move {
            let answers = join_all(self.members.iter().map(|it| it.propose(ask))).await;
            let mut merged = Proposals { exhausted: true, ..Proposals::default() };
            for answer in answers {
                match answer {
                    Ok(answer) => {
                        merged.proposals.extend(answer.proposals);
                        merged.usage.calls += answer.usage.calls;
                        merged.usage.tokens += answer.usage.tokens;
                        merged.exhausted &= answer.exhausted;
                        merged.complaints.extend(answer.complaints);
                    }
                    Err(error) => merged.complaints.push(error.complaint()),
                }
            }
            merge(&mut merged.proposals);
            Ok(merged)
        }
        .boxed()
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
        proposer::Usage,
        prover::StateId,
        testing::table::goal_group,
        theorem::{ProverKind, Theorem},
    };

    type Steps = Vec<(&'static str, f64)>;

    struct Fixed(&'static str, Result<(Steps, bool), &'static str>);

    impl Proposer for Fixed {
        fn name(&self) -> &str {
            self.0
        }

        fn propose<'a>(&'a self, _: Ask<'a>) -> BoxFuture<'a, Result<Proposals, ProposerError>> {
            let answer = self.1.clone().map(|(steps, exhausted)| Proposals {
                proposals: steps
                    .into_iter()
                    .map(|(step, log_prob)| Proposal { step: step.into(), log_prob, source: self.0.into() })
                    .collect(),
                usage: Usage { calls: 1, tokens: 10 },
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
        let boxed = |it| Box::new(it) as Box<dyn Proposer>;
        let mixture = Mixture::new(members.into_iter().map(boxed).collect());
        let theorem = Theorem::new("t", ProverKind::Lean, "", "theorem t : p := sorry", 17..22);
        let group = goal_group("p", StateId(0));
        mixture.propose(Ask::new(&theorem, &group)).await.unwrap()
    }

    #[tokio::test]
    async fn the_better_of_equal_steps_is_kept() {
        let first = Fixed("a", Ok((vec![("simp", -2.0), ("omega", -1.0)], true)));
        let second = Fixed("b", Ok((vec![("simp", -0.5), ("rfl", -1.0)], false)));
        let answer = ask(vec![first, second]).await;
        let steps: Vec<_> = answer.proposals.iter().map(|it| (&*it.step, &*it.source)).collect();
        assert_eq!(steps, [("simp", "b"), ("omega", "a"), ("rfl", "b")]);
        assert_eq!((answer.usage, answer.exhausted), (Usage { calls: 2, tokens: 20 }, false));
    }

    #[tokio::test]
    async fn a_member_that_fails_silences_nobody() {
        let members = vec![Fixed("a", Err("broken")), Fixed("b", Ok((vec![("simp", -1.0)], true)))];
        let answer = ask(members).await;
        assert_eq!((answer.proposals.len(), answer.exhausted), (1, true));
        assert_eq!(answer.complaints, ["a: broken; mend it"]);
    }
}
