//! The search: every ranker's best, fused.

use std::collections::BTreeMap;

use super::{
    index::{Premise, Premises},
    lexical, pattern,
    query::{Asked, Query},
    scores::{Scores, best},
    shape, structural,
};

/// The ranks of a premise are added up as weight / (this + rank) (Cormack, Clarke and Büttcher 2009).
///
/// They take 60; 20 finds somewhat more here. So do the weights of [`Ranker::weight`]: see `benches/retrieval.rs`.
const SMOOTHING: f64 = 20.0;

/// So many times the hits that are wanted are ranked by each ranker, and at least [`FEWEST`].
const DEEPER: usize = 4;

/// See [`DEEPER`].
const FEWEST: usize = 256;

/// What ranks premises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ranker {
    /// Words of names and documentation, and symbols of types.
    Lexical,
    /// Constants, by rarity.
    Structural,
    /// What the conclusion becomes when its variables are filled in; for a pattern, where it fits.
    Shape,
    /// A ranking made elsewhere, as from embeddings.
    Embedding,
}

impl Ranker {
    /// All of them, in the order of [`Hit::ranks`].
    pub const ALL: [Ranker; 4] = [Ranker::Lexical, Ranker::Structural, Ranker::Shape, Ranker::Embedding];

    /// Its name in records and tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Ranker::Lexical => "lexical",
            Ranker::Structural => "structural",
            Ranker::Shape => "shape",
            Ranker::Embedding => "embedding",
        }
    }

    /// What its ranks count.
    fn weight(self) -> f64 {
        match self {
            Ranker::Shape => 0.5,
            Ranker::Lexical | Ranker::Structural | Ranker::Embedding => 1.0,
        }
    }
}

/// A premise that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// Its index in [`Premises`].
    pub index: usize,
    /// How good it is, fused; higher is better.
    pub score: f64,
    /// Its rank with each of [`Ranker::ALL`], from 1; none where it was not among the best.
    pub ranks: [Option<u32>; 4],
}

impl Premises {
    /// The `most` best visible premises, the best first; of equals the one declared first.
    pub fn search(&self, query: &Query, most: usize, is_visible: &dyn Fn(Premise<'_>) -> bool) -> Vec<Hit> {
        let mut hits: BTreeMap<u32, Hit> = BTreeMap::new();
        let shared = self.shared(query);
        for (which, ranker) in Ranker::ALL.into_iter().enumerate() {
            for (rank, index) in (1..).zip(self.rank(ranker, query, &shared, most, is_visible)) {
                let hit = Hit { index: index as usize, score: 0.0, ranks: [None; 4] };
                let hit = hits.entry(index).or_insert(hit);
                // What is named twice counts once.
                if hit.ranks[which].is_none() {
                    hit.ranks[which] = Some(rank);
                    hit.score += ranker.weight() / (SMOOTHING + f64::from(rank));
                }
            }
        }
        let mut hits: Vec<Hit> = hits.into_values().collect();
        hits.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.index.cmp(&b.index)));
        hits.truncate(most);
        hits
    }

    /// The best premises of one ranker, enough of them for [`Premises::search`] to choose `most` from.
    pub fn ranking(
        &self,
        ranker: Ranker,
        query: &Query,
        most: usize,
        is_visible: &dyn Fn(Premise<'_>) -> bool,
    ) -> Vec<u32> {
        self.rank(ranker, query, &self.shared(query), most, is_visible)
    }

    /// How much each premise shares with a goal.
    fn shared(&self, query: &Query) -> Scores {
        match &query.asked {
            Asked::Goal { consts, .. } => structural::score(self, consts),
            Asked::Words(_) | Asked::Pattern(_) => Scores::default(),
        }
    }

    fn rank(
        &self,
        ranker: Ranker,
        query: &Query,
        shared: &Scores,
        most: usize,
        is_visible: &dyn Fn(Premise<'_>) -> bool,
    ) -> Vec<u32> {
        let depth = most.saturating_mul(DEEPER).max(FEWEST);
        let visible = |index: u32| self.get(index as usize).is_some_and(is_visible);
        match (ranker, &query.asked) {
            (Ranker::Lexical, asked) => best(lexical::score(self, asked).found(), depth, visible),
            (Ranker::Structural, _) => best(shared.found(), depth, visible),
            (Ranker::Shape, Asked::Goal { target, .. }) => {
                best(shape::score(self, target, shared).into_iter(), depth, visible)
            }
            (Ranker::Shape, Asked::Pattern(pattern)) => {
                best(pattern::score(self, pattern).into_iter(), depth, visible)
            }
            (Ranker::Shape, Asked::Words(_)) => Vec::new(),
            (Ranker::Embedding, _) => {
                let mut ranking = query.ranking.clone();
                ranking.retain(|it| visible(*it));
                ranking.truncate(depth);
                ranking
            }
        }
    }
}
