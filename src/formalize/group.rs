//! Candidates that say the same, found by proofs, and how much speaks for each group.

use std::time::Duration;

use serde::Serialize;

use super::{
    equivalence::{Comparison, Relation},
    judge::{Check, Verdict},
    pipeline::{Candidate, Formalized, Pipeline},
};
use crate::{
    prover::{Certifier, ProverError, Session},
    theorem::{ProverKind, Theorem},
};

/// Candidates that stand and say the same.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Group {
    /// The one to be used, of [`Formalized::candidates`].
    pub representative: usize,
    /// All of them, in that order.
    pub members: Vec<usize>,
    /// How often one of them was put forward.
    pub votes: u32,
    /// The share of all votes, those for rejected candidates included, halved for each doubt about its representative; that one
    /// tactic proves it is none.
    pub score: f64,
}

/// How a candidate was found to be another one's equal, or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Compared {
    /// The other one, of [`Formalized::candidates`].
    pub with: usize,
    /// What came of it.
    #[serde(flatten)]
    pub comparison: Comparison,
}

impl<S: Session, C: Certifier> Pipeline<'_, S, C> {
    /// Puts those that stand into groups, the best first, with no more than `time` for each comparison.
    ///
    /// # Errors
    /// If the prover cannot be had.
    pub async fn group(
        &mut self,
        formalized: &mut Formalized,
        name: &str,
        time: Duration,
    ) -> Result<(), ProverError> {
        // The first of each group, and the others.
        let mut groups: Vec<Vec<usize>> = Vec::new();
        let mut compared: Vec<Vec<Compared>> = Vec::new();
        for (at, candidate) in formalized.candidates.iter().enumerate() {
            compared.push(Vec::new());
            let Some(theorem) = stands(candidate, name) else { continue };
            let mut home = None;
            for (nth, group) in groups.iter().enumerate() {
                let Some(other) = stands(&formalized.candidates[group[0]], name) else { continue };
                let comparison = match theorem.prover {
                    ProverKind::Lean => self.compare(&other, &theorem, time).await?,
                    ProverKind::Fstar => not_compared(),
                };
                let is_same = comparison.relation == Relation::Equivalent;
                compared[at].push(Compared { with: group[0], comparison });
                if is_same {
                    home = Some(nth);
                    break;
                }
            }
            match home {
                Some(nth) => groups[nth].push(at),
                None => groups.push(vec![at]),
            }
        }
        for (candidate, compared) in formalized.candidates.iter_mut().zip(compared) {
            candidate.compared = compared;
        }
        formalized.groups = scored(&formalized.candidates, groups);
        formalized.in_order();
        formalized.ambiguities = formalized.left_open();
        Ok(())
    }
}

impl<S: Session, C: Certifier> Pipeline<'_, S, C> {
    /// Says of each candidate, also of those that are rejected, whether it says what the reference says, with no more than `time` for each.
    ///
    /// # Errors
    /// If the prover cannot be had.
    pub async fn against(
        &mut self,
        formalized: &mut Formalized,
        name: &str,
        reference: &Theorem,
        time: Duration,
    ) -> Result<(), ProverError> {
        for candidate in &mut formalized.candidates {
            let Some(theorem) = candidate.draft.theorem(name) else { continue };
            candidate.reference = Some(self.compare(reference, &theorem, time).await?);
        }
        Ok(())
    }
}

/// Of two statements in F*, whose texts differ.
fn not_compared() -> Comparison {
    let evidence = "statements are compared in Lean only".to_owned();
    Comparison { relation: Relation::Unknown, evidence }
}

fn stands(candidate: &Candidate, name: &str) -> Option<Theorem> {
    candidate.draft.theorem(name).filter(|_| candidate.judgement.stands)
}

/// The groups with what speaks for them, the best first.
fn scored(candidates: &[Candidate], groups: Vec<Vec<usize>>) -> Vec<Group> {
    let votes = |at: &usize| candidates[*at].draft.votes;
    let all: u32 = (0..candidates.len()).map(|at| votes(&at)).sum();
    let mut groups: Vec<Group> = groups
        .into_iter()
        .map(|members| {
            // Of as many doubts and votes, the one that was likelier from the start.
            let best = |at: &&usize| (doubts(&candidates[**at]), std::cmp::Reverse(votes(at)), **at);
            let representative = members.iter().min_by_key(best).copied().unwrap_or_default();
            let count: u32 = members.iter().map(votes).sum();
            let share = f64::from(count) / f64::from(all.max(1));
            let score = share * 0.5_f64.powi(doubts(&candidates[representative]));
            Group { representative, members, votes: count, score }
        })
        .collect();
    groups.sort_by(|a, b| b.score.total_cmp(&a.score));
    groups
}

/// How many checks a person should look at.
fn doubts(candidate: &Candidate) -> i32 {
    let is_doubt = |it: &&super::judge::Finding| it.verdict == Verdict::Doubtful && it.check != Check::Depth;
    candidate.judgement.findings.iter().filter(is_doubt).count() as i32
}

impl Formalized {
    /// Puts the candidates in the order of their groups, representatives first, and those that are rejected last.
    fn in_order(&mut self) {
        let mut order: Vec<usize> = Vec::new();
        for group in &self.groups {
            order.push(group.representative);
            order.extend(group.members.iter().filter(|it| **it != group.representative));
        }
        order.extend((0..self.candidates.len()).filter(|it| !order.contains(it)).collect::<Vec<_>>());
        let place = |old: usize| order.iter().position(|it| *it == old).unwrap_or(old);
        for group in &mut self.groups {
            group.representative = place(group.representative);
            group.members = group.members.iter().map(|it| place(*it)).collect();
            group.members.sort_unstable();
        }
        let mut old: Vec<Option<Candidate>> = self.candidates.drain(..).map(Some).collect();
        self.candidates = order.iter().filter_map(|it| old[*it].take()).collect();
        for compared in self.candidates.iter_mut().flat_map(|it| &mut it.compared) {
            compared.with = place(compared.with);
        }
    }

    /// What the text leaves open: the ways to take it that the candidates differ in, and whether that matters.
    fn left_open(&self) -> Vec<String> {
        let points = self.candidates.iter().map(|it| it.draft.taken.len()).max().unwrap_or(0);
        (0..points).filter_map(|nth| self.ambiguity(nth)).collect()
    }

    fn ambiguity(&self, nth: usize) -> Option<String> {
        let taken = |it: &Candidate| it.draft.taken.get(nth).cloned();
        let mut ways: Vec<String> = Vec::new();
        for way in self.candidates.iter().filter_map(taken) {
            if !ways.contains(&way) {
                ways.push(way);
            }
        }
        // Two that differ in this alone show whether it matters.
        let alone = |a: &Candidate, b: &Candidate| {
            let differs = |(at, (a, b)): (usize, (&String, &String))| (a != b) == (at == nth);
            a.draft.taken.len() == b.draft.taken.len()
                && a.draft.taken.iter().zip(&b.draft.taken).enumerate().all(differs)
        };
        let group = |at: usize| self.groups.iter().position(|it| it.members.contains(&at));
        // Whether one was compared with the other's group, and that told nothing.
        let unknown = |a: usize, b: usize| {
            let untold =
                |it: &Compared| it.comparison.relation == Relation::Unknown && group(it.with) == group(b);
            group(b).is_some() && self.candidates[a].compared.iter().any(untold)
        };
        let mut matters = None;
        for (at, a) in self.candidates.iter().enumerate() {
            for (other, _) in self.candidates.iter().enumerate().skip(at + 1).filter(|it| alone(a, it.1)) {
                let is_same = group(at).is_some() && group(at) == group(other);
                if is_same || !(unknown(at, other) || unknown(other, at)) {
                    matters = matters.max(Some(!is_same));
                }
            }
        }
        let matters = match matters {
            Some(true) => "; that makes a difference",
            Some(false) => "; both come to the same",
            None => "",
        };
        (ways.len() > 1).then(|| format!("{}?{matters}", ways.join(", or ")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formalize::{
        Draft,
        judge::{Finding, Judgement},
    };

    fn candidate(statement: &str, votes: u32, stands: bool, doubts: usize, taken: &[&str]) -> Candidate {
        let finding = Finding { check: Check::Meaning, verdict: Verdict::Doubtful, evidence: String::new() };
        let taken = taken.iter().map(|it| (*it).to_owned()).collect();
        Candidate {
            draft: Draft { statement: statement.into(), votes, taken, ..Draft::default() },
            judgement: Judgement {
                stands,
                findings: vec![finding; doubts],
                refutation: None,
                opinions: Vec::new(),
            },
            compared: Vec::new(),
            reference: None,
        }
    }

    fn grouped(candidates: Vec<Candidate>, groups: Vec<Vec<usize>>) -> Formalized {
        let mut formalized = Formalized::none("text", String::new());
        formalized.groups = scored(&candidates, groups);
        formalized.candidates = candidates;
        formalized.in_order();
        formalized
    }

    #[test]
    fn votes_and_doubts_rank_groups() {
        let candidates = vec![
            candidate("a", 1, true, 0, &[]),
            candidate("b", 3, false, 0, &[]),
            candidate("c", 2, true, 1, &[]),
            candidate("d", 2, true, 0, &[]),
        ];
        let it = grouped(candidates, vec![vec![0], vec![2, 3]]);
        let order: Vec<&str> = it.candidates.iter().map(|it| it.draft.statement.as_str()).collect();
        assert_eq!(order, ["d", "c", "a", "b"]);
        assert_eq!(it.groups[0], Group { representative: 0, members: vec![0, 1], votes: 4, score: 0.5 });
        assert_eq!((it.groups[1].votes, it.groups[1].score), (1, 0.125));
    }

    #[test]
    fn what_a_text_leaves_open_is_named_with_whether_it_matters() {
        let taken = [["zero", "signed"], ["one", "signed"], ["zero", "cut"]];
        let candidates = || taken.iter().map(|it| candidate("x", 1, true, 0, it)).collect::<Vec<_>>();
        let it = grouped(candidates(), vec![vec![0, 1], vec![2]]);
        assert_eq!(
            it.left_open(),
            ["zero, or one?; both come to the same", "signed, or cut?; that makes a difference"]
        );
        assert!(grouped(vec![candidate("x", 1, true, 0, &["zero"])], vec![vec![0]]).left_open().is_empty());
    }
}
