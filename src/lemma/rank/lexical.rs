//! The lexical ranker: BM25 (Robertson and Zaragoza 2009) over parts of names, symbols of types, and documentation.

use super::{
    index::{Field, Premises},
    query::{Asked, collect},
    scores::{Scores, Weighted},
    term::Term,
    text,
};

/// What a part of a name counts, against a symbol of the type.
const NAME: f32 = 1.0;

/// What a word of the documentation counts.
const DOC: f32 = 0.5;

/// What a symbol that only hypotheses have counts.
const HYPOTHESIS: f32 = 0.3;

/// What another word for the same counts.
const SYNONYM: f32 = 0.8;

/// Premises that share words and symbols with what is asked for, with how much.
pub(super) fn score(premises: &Premises, asked: &Asked) -> Scores {
    let mut wanted = Weighted::default();
    let mut add = |field: Field, text: &str, weight: f32| {
        if let Some(token) = premises.find_token(field, text) {
            wanted.add(token, weight * premises.rarity(token));
        }
    };
    match asked {
        Asked::Goal { target, hyps, consts } => {
            for symbol in symbols(std::iter::once(target)) {
                add(Field::Symbol, symbol, 1.0);
            }
            for symbol in symbols(hyps.iter()) {
                add(Field::Symbol, symbol, HYPOTHESIS);
            }
            for constant in consts {
                text::parts(constant).iter().for_each(|it| add(Field::Name, it, NAME));
            }
        }
        Asked::Words(words) => {
            for word in words {
                let others = text::synonyms(word);
                let all = std::iter::once((word, 1.0)).chain(others.iter().map(|it| (it, SYNONYM)));
                for (word, share) in all {
                    add(Field::Name, word, share * NAME);
                    add(Field::Doc, word, share * DOC);
                }
            }
        }
        Asked::Pattern(_) => {}
    }
    Scores::sum(premises, &wanted)
}

fn symbols<'a>(terms: impl Iterator<Item = &'a Term>) -> Vec<&'a str> {
    let mut out = Vec::new();
    terms.for_each(|it| collect(it, &mut out));
    out
}
