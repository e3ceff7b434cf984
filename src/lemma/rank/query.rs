//! What is asked for: what fits a goal, what words say, or what has a shape.

use crate::prover::Goal;

use super::{
    index::{Field, Premises},
    lex::{self, Kind},
    term::{Head, Reader, Term, Type},
    text, tree,
};

/// What is asked of [`Premises::search`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    pub(super) asked: Asked,
    /// A ranking made elsewhere, the best first.
    pub(super) ranking: Vec<u32>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    Goal { target: Term, hyps: Vec<Term>, consts: Vec<String> },
    Words(Vec<String>),
    Pattern(Type),
}

/// A query that cannot be asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{query}` is no query: {reason}")]
pub struct QueryError {
    query: String,
    reason: &'static str,
}

/// The constants of notations, for goals that people type, sorted.
const NOTATIONS: &[(&str, &str)] = &[
    ("%", "HMod.hMod"),
    ("&&&", "HAnd.hAnd"),
    ("*", "HMul.hMul"),
    ("+", "HAdd.hAdd"),
    ("++", "HAppend.hAppend"),
    ("-", "HSub.hSub"),
    ("/", "HDiv.hDiv"),
    ("::", "List.cons"),
    ("<", "LT.lt"),
    ("<<<", "HShiftLeft.hShiftLeft"),
    ("=", "Eq"),
    ("==", "BEq.beq"),
    (">>>", "HShiftRight.hShiftRight"),
    ("[", "List.nil"),
    ("[·]", "GetElem.getElem"),
    ("[·]?", "GetElem?.getElem?"),
    ("^", "HPow.hPow"),
    ("^^^", "HXor.hXor"),
    ("neg", "Neg.neg"),
    ("|||", "HOr.hOr"),
    ("×", "Prod"),
    ("↔", "Iff"),
    ("∃", "Exists"),
    ("∈", "Membership.mem"),
    ("∘", "Function.comp"),
    ("∣", "Dvd.dvd"),
    ("∧", "And"),
    ("∨", "Or"),
    ("≠", "Ne"),
    ("≤", "LE.le"),
    ("⊆", "HasSubset.Subset"),
    ("¬", "Not"),
];

impl Query {
    /// What may help to prove a goal.
    pub fn of_goal(goal: &Goal) -> Query {
        let mut reader = Reader::new(&goal.consts);
        goal.hyps.iter().for_each(|it| reader.declare(&it.name));
        let mut hyps: Vec<Term> = Vec::new();
        for hyp in &goal.hyps {
            let Type { hyps: inner, conclusion } = reader.read(&hyp.ty);
            hyps.extend(inner.into_iter().chain([conclusion]));
        }
        let Type { hyps: inner, conclusion: target } = reader.read(&goal.target);
        hyps.extend(inner);
        Query::of(Asked::Goal { target, hyps, consts: goal.consts.clone() })
    }

    /// What words say: of names, documentation and mathematics in general.
    pub fn words(text: &str) -> Query {
        Query::of(Asked::Words(text::words(text)))
    }

    /// What has a part that becomes the pattern when its holes are filled in: `_ + _ = _ + _`, `?a ∣ ?a * _`.
    ///
    /// Holes of one name stand for the same. A pattern with arrows is matched with hypotheses and conclusion.
    ///
    /// # Errors
    /// If brackets do not fit, or there is nothing but holes.
    pub fn pattern(text: &str) -> Result<Query, QueryError> {
        let error = |reason| QueryError { query: text.trim().to_owned(), reason };
        let tokens = lex::tokens(text);
        let mut open = Vec::new();
        for token in &tokens {
            match token.kind {
                Kind::Open => open.push(token.text),
                Kind::Close if !open.pop().is_some_and(|it| fits(it, token.text)) => {
                    return Err(error("a bracket is closed that is not open"));
                }
                _ => {}
            }
        }
        if !open.is_empty() {
            return Err(error("a bracket is not closed"));
        }
        let pattern = Reader::new(&[]).read(text);
        let mut symbols = Vec::new();
        std::iter::once(&pattern.conclusion).chain(&pattern.hyps).for_each(|it| collect(it, &mut symbols));
        match symbols.iter().any(|it| !it.is_empty()) {
            true => Ok(Query::of(Asked::Pattern(pattern))),
            false => Err(error("a pattern needs a symbol or a name beside its holes, as in `_ + _`")),
        }
    }

    /// What people type: a goal if there is a `⊢`, a pattern if there are holes or notation, else words.
    ///
    /// # Errors
    /// As [`Query::pattern`], and if there is nothing.
    pub fn parse(text: &str) -> Result<Query, QueryError> {
        if let Some((before, target)) = text.split_once('⊢') {
            return Ok(typed_goal(before, target));
        }
        let is_name = |it: &lex::Token<'_>| matches!(it.kind, Kind::Name | Kind::Literal) || is_sign(it.text);
        if !lex::tokens(text).iter().all(is_name) {
            return Query::pattern(text);
        }
        let query = Query::words(text);
        match &query.asked {
            Asked::Words(words) if words.is_empty() => Err(QueryError {
                query: text.trim().to_owned(),
                reason: "there is no word in it that says something",
            }),
            _ => Ok(query),
        }
    }

    /// The query with one more ranking that is fused with the others: indices of premises, the best first.
    pub fn also_ranked(mut self, ranking: Vec<u32>) -> Query {
        self.ranking = ranking;
        self
    }

    fn of(asked: Asked) -> Query {
        Query { asked, ranking: Vec::new() }
    }
}

/// A sign of a sentence.
fn is_sign(text: &str) -> bool {
    matches!(text, "." | "," | ";" | ":" | "?" | "!" | "-" | "`" | "'")
}

fn fits(open: &str, close: &str) -> bool {
    let pairs = ["()", "[]", "{}", "⟨⟩", "⦃⦄", "⌊⌋", "⌈⌉", "⟪⟫"];
    pairs.iter().any(|it| open.ends_with(|c| it.starts_with(c)) && it.ends_with(close))
}

/// A goal as people write it: hypotheses a line or behind commas, then `⊢` and the target.
fn typed_goal(before: &str, target: &str) -> Query {
    let lines = before.lines().filter_map(|it| it.split_once(" : "));
    let hyps: Vec<(Vec<&str>, &str)> =
        lines.map(|(names, ty)| (names.split_whitespace().collect(), ty)).collect();
    let mut reader = Reader::new(&[]);
    hyps.iter().flat_map(|it| &it.0).for_each(|it| reader.declare(it));
    let mut terms = Vec::new();
    for (_, ty) in &hyps {
        let Type { hyps, conclusion } = reader.read(ty);
        terms.extend(hyps.into_iter().chain([conclusion]));
    }
    let Type { hyps: inner, conclusion } = reader.read(target);
    terms.extend(inner);
    let mut symbols = Vec::new();
    std::iter::once(&conclusion).chain(&terms).for_each(|it| collect(it, &mut symbols));
    let constant = |it: &str| match NOTATIONS.binary_search_by_key(&it, |it| it.0) {
        Ok(at) => NOTATIONS[at].1.to_owned(),
        Err(_) => it.to_owned(),
    };
    let mut consts: Vec<String> = symbols.into_iter().map(constant).collect();
    consts.sort();
    consts.dedup();
    Query::of(Asked::Goal { target: conclusion, hyps: terms, consts })
}

/// The symbols of a term.
pub(super) fn collect<'a>(term: &'a Term, out: &mut Vec<&'a str>) {
    if let Head::Symbol(symbol) = &term.head {
        out.push(symbol);
    }
    term.args.iter().for_each(|it| collect(it, out));
}

/// A goal in the numbers of an index.
pub(super) struct Fixed {
    pub(super) target: Vec<u32>,
}

impl Fixed {
    pub(super) fn of(premises: &Premises, target: &Term) -> Self {
        let mut out = Vec::new();
        // No index has what it does not know, so that any number that no variable has will do.
        let mut symbol = |text: &str| premises.find_token(Field::Symbol, text).unwrap_or(2 * tree::RIGID - 1);
        tree::write(target, &mut out, &mut symbol, true);
        Fixed { target: out }
    }
}
