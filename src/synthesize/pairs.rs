//! What a finished search teaches: the steps that led to the proof, and what they are to be preferred to.

use serde::Serialize;

use crate::{
    lemma::normal::key_of_goal,
    prover::GoalGroup,
    search::{Group, GroupId, Search, StepId, StepState, Tree},
};

/// Steps that did not work, kept at one goal: the likeliest, as they are the hardest to tell from one that works.
const WORSE: usize = 4;

/// A goal, and the step that leads from it to the proof.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Pair {
    /// The goals, as the prover prints them.
    pub goal: String,
    /// The step.
    pub step: String,
    /// Whether it left nothing to prove.
    pub closes: bool,
    /// Steps of the proof that prove what it left, itself counted.
    pub steps_to_go: usize,
    /// The proposer that it came from.
    pub proposer: String,
    /// Equal for goals that state the same.
    #[serde(skip)]
    pub key: String,
}

/// A step on the way to the proof, and one at the same goal that led nowhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Preference {
    /// The goals, as the prover prints them.
    pub goal: String,
    /// The step on the way to the proof.
    pub chosen: String,
    /// The other one.
    pub rejected: String,
    /// What was wrong with that.
    pub why: String,
}

/// What is learned from a search; nothing if it found no proof.
pub fn pairs(search: &Search) -> (Vec<Pair>, Vec<Preference>) {
    let Some(proof) = search.proof() else { return Default::default() };
    let (mut pairs, mut preferences) = (Vec::new(), Vec::new());
    let mut seen: Vec<GroupId> = Vec::new();
    for id in proof.steps() {
        let step = search.tree().step(id);
        if seen.contains(&step.group) {
            continue;
        }
        seen.push(step.group);
        let goal = search.goal(step.group).text();
        let chosen = step.proposal.step.clone();
        preferences.extend(
            worse(search.tree(), step.group, id).into_iter().map(|(rejected, why)| Preference {
                goal: goal.clone(),
                chosen: chosen.clone(),
                rejected,
                why,
            }),
        );
        pairs.push(Pair {
            goal,
            step: chosen,
            closes: step.children.is_empty(),
            steps_to_go: proof.steps_below(step.group),
            proposer: step.proposal.source.to_string(),
            key: key(search.goal(step.group)),
        });
    }
    (pairs, preferences)
}

/// The key of the theorem that states the goals, or their text where no theorem could.
fn key(group: &GoalGroup) -> String {
    let stated = match &group.goals[..] {
        [goal] => key_of_goal(goal),
        _ => None,
    };
    stated.unwrap_or_else(|| group.text())
}

/// Steps at a group that are known to lead nowhere, with the reason. What ran out of a limit is not known to.
fn worse(tree: &Tree, group: GroupId, chosen: StepId) -> Vec<(String, String)> {
    let Group { steps, .. } = tree.group(group);
    let mut failed: Vec<(StepId, String)> = steps
        .iter()
        .filter(|it| **it != chosen)
        .filter_map(|id| {
            let why = match &tree.step(*id).state {
                StepState::Rejected { reason } => reason.clone(),
                StepState::Dead { inconclusive: false } => "no step works on a goal that it leaves".into(),
                StepState::Cycle => "it leads back to a goal that was there before".into(),
                _ => return None,
            };
            Some((*id, why))
        })
        .collect();
    let likely = |id: StepId| tree.step(id).proposal.log_prob;
    failed.sort_by(|a, b| likely(b.0).total_cmp(&likely(a.0)).then(a.0.cmp(&b.0)));
    failed.truncate(WORSE);
    failed.into_iter().map(|(id, why)| (tree.step(id).proposal.step.clone(), why)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        proposer::{Proposal, Proposals},
        prover::{Limit, StateId, Verdict},
        search::{Budget, Next, SearchOptions},
        testing::table::goal_group,
    };

    /// A search in which each step has the verdict that is written for it.
    fn search(verdicts: &[(&str, &str, f64, Verdict)]) -> Search {
        let options = SearchOptions { proofs: 0, drafts: 0, ..SearchOptions::default() };
        let mut search = Search::new(goal_group("p", StateId(0)), options, Budget::default());
        loop {
            match search.next() {
                Next::Propose { group, .. } => {
                    let goal = search.goal(group).goals[0].target.clone();
                    let here = verdicts.iter().filter(|it| it.0 == goal);
                    let proposal = |it: &(&str, &str, f64, Verdict)| Proposal {
                        step: it.1.into(),
                        log_prob: it.2,
                        source: "s".into(),
                    };
                    let proposals = here.map(proposal).collect();
                    search.proposed(group, Proposals { proposals, exhausted: true, ..Proposals::default() });
                }
                Next::Try { step, text, .. } => {
                    let found = verdicts.iter().find(|it| it.1 == text).unwrap();
                    search.verdict(step, found.3.clone());
                }
                Next::Write { .. } | Next::Wait => panic!("nothing is to be written"),
                Next::Done(_) => return search,
            }
        }
    }

    #[test]
    fn the_steps_of_the_proof_are_preferred_to_what_led_nowhere() {
        let left = |goal: &str, state| Verdict::Progress { groups: vec![goal_group(goal, StateId(state))] };
        let rejected = |why: &str| Verdict::Rejected { reason: why.into() };
        let verdicts = [
            ("p", "astray", -0.1, left("q", 1)),
            ("p", "wrong", -0.2, rejected("no")),
            ("p", "slow", -0.3, Verdict::Inconclusive { limit: Limit::Crash }),
            ("p", "right", -0.4, left("r", 2)),
            ("q", "stuck", -0.1, rejected("stuck")),
            ("r", "end", -0.1, Verdict::Closed),
        ];
        let (pairs, preferences) = pairs(&search(&verdicts));
        let told: Vec<_> = pairs.iter().map(|it| (&*it.goal, &*it.step, it.closes, it.steps_to_go)).collect();
        assert_eq!(told, [("⊢ p", "right", false, 2), ("⊢ r", "end", true, 1)]);
        let told: Vec<_> = preferences.iter().map(|it| (&*it.chosen, &*it.rejected, &*it.why)).collect();
        assert_eq!(
            told,
            [("right", "astray", "no step works on a goal that it leaves"), ("right", "wrong", "no")]
        );
        let (none, nothing) = super::pairs(&search(&verdicts[..2]));
        assert!(none.is_empty() && nothing.is_empty());
    }
}
