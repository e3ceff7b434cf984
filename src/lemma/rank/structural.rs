//! The structural ranker: constants that goal and premise share, the rarer the better.
//!
//! One pass of MePo (Meng and Paulson 2009) with constants weighted by rarity: what is shared, against all that premise
//! and goal are about.

use super::{
    index::{Field, Premises},
    scores::{Scores, Weighted},
};

/// Premises that share constants with the goal, with how much.
pub(super) fn score(premises: &Premises, consts: &[String]) -> Scores {
    let mut wanted = Weighted::default();
    let mut all = 0.0;
    for constant in consts {
        if let Some(token) = premises.find_token(Field::Constant, constant) {
            wanted.add(token, premises.rarity(token));
            all += premises.rarity(token);
        }
    }
    let mut scores = Scores::sum(premises, &wanted);
    scores.map(|doc, shared| shared / (premises.weight(doc) + all));
    scores
}
