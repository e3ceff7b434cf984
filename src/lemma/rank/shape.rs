//! The shape ranker: whose conclusion becomes the goal, or rewrites a part of it, when its variables are filled in.
//!
//! Shapes to the depth of two find candidates, as in a discrimination tree (McCune 1992) that is cut off there;
//! first-order matching of the whole trees decides. What matches with more and rarer symbols is first.

use super::{
    index::{Field, Premises},
    query::Fixed,
    scores::Scores,
    term::{Head, Term},
    tree::{self, Matcher},
};

/// Terms with more arguments than this have no shape of their own.
const MOST_ARGS: usize = 4;

/// Candidates that are looked at, those with rare shapes first.
const CANDIDATES: usize = 3000;

/// Subterms of a goal that are looked at.
const SUBTERMS: usize = 200;

/// How much it counts that the conclusion is the whole goal.
const WHOLE: f32 = 1.5;

/// How much it counts that a right side is found, against a left one.
const BACKWARDS: f32 = 0.7;

/// What a fit counts where no constants are shared, as types of variables are not matched.
const FLOOR: f32 = 0.02;

/// The head of a term with those of its arguments; none for a variable.
pub(super) fn of(term: &Term) -> Option<String> {
    let Head::Symbol(head) = &term.head else { return None };
    let args: Vec<&str> = term.args.iter().map(head_of).collect();
    Some(shape(head, &args))
}

/// The shapes of all that may become the term by filling in variables.
fn generalisations(term: &Term) -> Vec<String> {
    let Head::Symbol(head) = &term.head else { return Vec::new() };
    let args: Vec<&str> = term.args.iter().map(head_of).collect();
    let free: Vec<usize> = (0..args.len().min(MOST_ARGS)).filter(|it| args[*it] != "*").collect();
    let shapes = (0..1u32 << free.len()).map(|hidden| {
        let mut args = args.clone();
        for (bit, at) in free.iter().enumerate() {
            if hidden >> bit & 1 == 1 {
                args[*at] = "*";
            }
        }
        shape(head, &args)
    });
    shapes.collect()
}

fn head_of(term: &Term) -> &str {
    match &term.head {
        Head::Symbol(it) => it,
        Head::Variable(_) => "*",
    }
}

fn shape(head: &str, args: &[&str]) -> String {
    match args.len() {
        0 => head.to_owned(),
        1..=MOST_ARGS => format!("{head}({})", args.join(",")),
        count => format!("{head}/{count}"),
    }
}

/// Premises that fit a goal by shape, with how well; `shared` is how much they share with it.
pub(super) fn score(premises: &Premises, target: &Term, shared: &Scores) -> Vec<(u32, f32)> {
    let fixed = Fixed::of(premises, target);
    let mut tokens: Vec<u32> = Vec::new();
    let find = |field: Field, shape: &String| premises.find_token(field, shape);
    tokens.extend(generalisations(target).iter().filter_map(|it| find(Field::Conclusion, it)));
    let mut stack = vec![target];
    for _ in 0..SUBTERMS {
        let Some(term) = stack.pop() else { break };
        tokens.extend(generalisations(term).iter().filter_map(|it| find(Field::Side, it)));
        stack.extend(&term.args);
    }
    tokens.sort_by_key(|it| (premises.frequency(*it), *it));
    tokens.dedup();
    let mut candidates = Vec::new();
    for token in tokens {
        let room = CANDIDATES - candidates.len().min(CANDIDATES);
        candidates.extend(premises.postings(token).0.iter().take(room));
    }
    candidates.sort_unstable();
    candidates.dedup();
    let (mut matcher, mut nodes) = (Matcher::default(), Vec::new());
    let mut scored = Vec::new();
    for doc in candidates {
        nodes.clear();
        nodes.extend(premises.trees(doc as usize).iter());
        let score = fit(premises, &nodes, &fixed.target, &mut matcher);
        if score > 0.0 {
            scored.push((doc, score * (FLOOR + shared.of(doc))));
        }
    }
    scored
}

/// How well the conclusion of a premise fits a goal.
fn fit(premises: &Premises, conclusion: &[u32], goal: &[u32], matcher: &mut Matcher) -> f32 {
    let mut best = 0f32;
    if matcher.matches(conclusion, 0, goal, 0) {
        best = WHOLE * specificity(premises, conclusion, 0);
    }
    let is_same = tree::arity(conclusion[0]) == 2
        && tree::symbol(conclusion[0]).is_some_and(|it| is_sameness(premises.token(it as usize)));
    if !is_same {
        return best;
    }
    for (side, share) in tree::args(conclusion, 0).into_iter().zip([1.0, BACKWARDS]) {
        if tree::variable(conclusion[side]).is_some() {
            continue;
        }
        let worth = share * specificity(premises, conclusion, side);
        if worth > best && (0..goal.len()).any(|at| matcher.matches(conclusion, side, goal, at)) {
            best = worth;
        }
    }
    best
}

fn is_sameness(token: &str) -> bool {
    ["=", "↔", "=="].iter().any(|it| Field::Symbol.token(it) == token)
}

/// How much the symbols of a tree say together.
fn specificity(premises: &Premises, nodes: &[u32], at: usize) -> f32 {
    let symbols = nodes[at..tree::end(nodes, at)].iter().filter_map(|it| tree::symbol(*it));
    symbols.filter(|it| *it < tree::RIGID).map(|it| premises.rarity(it)).sum()
}
