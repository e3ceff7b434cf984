//! Calls that fit: the statement and the lemmas are unfolded and matched against each other.
//!
//! Facts only add up in F*, so that several calls can stand in one step, and one query tells whether they
//! are enough. Those that were not needed are taken out again when the proof is made shorter.

use super::{
    Steps,
    calls::{call, guarded},
    expr::{Expr, last},
    scope::Scope,
    signature::Signature,
    unfold::Unfolder,
};

/// Calls in one step.
const MOST: usize = 10;
/// Terms that are looked at.
const TERMS: usize = 120;
/// Parts of the largest term that is looked at.
const LARGEST: usize = 60;

/// The calls that fit at a place.
pub(super) struct Fitting {
    /// Of the statement itself, for something smaller.
    pub(super) own: Vec<String>,
    /// Of lemmas, in the order they were found.
    pub(super) lemmas: Vec<String>,
    /// Calls of the statement itself that have preconditions, with the same calls where these need not hold.
    tests: Vec<(String, String)>,
}

/// Steps of several calls.
pub(super) fn steps(scope: &Scope<'_>, recursive: bool, out: &mut Steps) {
    if !scope.signature.lemma {
        return;
    }
    let fitting = fitting(scope, recursive);
    let all: Vec<&String> = fitting.own.iter().chain(&fitting.lemmas).collect();
    let join = |calls: &[&String]| calls.iter().map(|it| it.as_str()).collect::<Vec<_>>().join(";\n");
    if !fitting.lemmas.is_empty() {
        for (n, count) in [4, MOST].into_iter().enumerate() {
            let lemmas: Vec<&String> = fitting.lemmas.iter().take(count).collect();
            let both: Vec<&String> = fitting.own.iter().chain(lemmas.iter().copied()).collect();
            out.push((join(&both), -0.55 - 0.35 * n as f64));
            if let Some(guarded) = fitting.guarded() {
                out.push((format!("{guarded};\n{}", join(&lemmas)), -0.95 - 0.35 * n as f64));
            }
            if !fitting.own.is_empty() {
                out.push((join(&lemmas), -0.75 - 0.35 * n as f64));
            }
        }
    }
    out.extend(fitting.guarded().map(|it| (it, -0.8)));
    for (n, call) in all.iter().take(MOST).enumerate() {
        out.push(((*call).clone(), -0.8 - 0.1 * n as f64));
        out.push((super::then(call), -1.2 - 0.1 * n as f64));
    }
}

impl Fitting {
    /// All calls as a body, or `()`.
    pub(super) fn all(&self) -> String {
        let calls: Vec<&str> = self.own.iter().chain(&self.lemmas).take(MOST).map(String::as_str).collect();
        if calls.is_empty() { "()".into() } else { calls.join(";\n") }
    }

    /// Calls of the statement itself, where its precondition is tested first.
    pub(super) fn guarded(&self) -> Option<String> {
        let guarded = |it: &String| {
            let guarded = self.tests.iter().find(|test| test.0 == *it);
            guarded.map_or(it.clone(), |it| it.1.clone())
        };
        let calls: Vec<String> = self.own.iter().map(guarded).collect();
        (!self.tests.is_empty()).then(|| calls.join(";\n"))
    }
}

/// What is known of a statement: its equations.
fn equations(claim: &Expr, out: &mut Vec<(Expr, Expr)>) {
    if let Expr::Ap(sign, args) = claim {
        match (last(sign), &args[..]) {
            ("==" | "<==>", [left, right]) => out.push((left.clone(), right.clone())),
            ("/\\" | "==>" | "\\/", [left, right]) => {
                equations(left, out);
                equations(right, out);
            }
            _ => {}
        }
    }
}

pub(super) fn fitting(scope: &Scope<'_>, recursive: bool) -> Fitting {
    let mut fitting = Fitting { own: Vec::new(), lemmas: Vec::new(), tests: Vec::new() };
    let Some(claim) = Expr::parse(&scope.in_scope(&scope.signature.ensures)) else { return fitting };
    let needs = Expr::parse(&scope.in_scope(&scope.signature.requires));
    let facts: Vec<Expr> = scope.facts.iter().filter_map(|it| Expr::parse(it)).collect();
    let unfolder = Unfolder { functions: &scope.context.functions, facts: &facts };
    // `l == hd :: tl` is put in.
    let mut values: Vec<(String, Expr)> = Vec::new();
    for fact in &facts {
        if let Expr::Ap(sign, args) = fact
            && sign == "=="
        {
            let pairs: Vec<(&Expr, &Expr)> = match (&args[0], &args[1]) {
                (Expr::Ap(a, left), Expr::Ap(b, right))
                    if a == "," && b == "," && left.len() == right.len() =>
                {
                    left.iter().zip(right).collect()
                }
                (left, right) => vec![(left, right)],
            };
            values.extend(
                pairs
                    .into_iter()
                    .filter_map(|(left, right)| Some((left.as_name()?.to_owned(), right.clone()))),
            );
        }
    }
    let mut terms = Terms(Vec::new());
    for text in [Some(&claim), needs.as_ref()].into_iter().flatten() {
        terms.add(&text.clone());
        terms.add(&unfolder.simplify(&text.substitute(&values)));
    }
    if recursive {
        own(scope, &claim, &unfolder, &values, &mut terms, &mut fitting);
    }
    let lemmas =
        scope.context.signatures.iter().rev().filter(|it| it.lemma && it.name != scope.signature.name);
    let given = scope.given();
    let lemmas: Vec<&Signature> =
        given.iter().chain(lemmas).chain(&scope.context.offered).chain(&scope.context.library).collect();
    for _ in 0..2 {
        for lemma in &lemmas {
            apply(scope, lemma, &unfolder, &mut terms, &mut fitting);
        }
    }
    fitting
}

/// Calls of the statement itself for what is smaller; their equations are used on the terms.
fn own(
    scope: &Scope<'_>,
    claim: &Expr,
    unfolder: &Unfolder<'_>,
    values: &[(String, Expr)],
    terms: &mut Terms,
    fitting: &mut Fitting,
) {
    let params: Vec<usize> =
        (0..scope.signature.params.len()).filter(|it| !scope.signature.params[*it].implicit).collect();
    let Some(&first) = params.iter().find(|it| !scope.smaller(**it).is_empty()) else { return };
    for (n, smaller) in scope.smaller(first).into_iter().enumerate() {
        // What else was taken apart goes along; what is carried along is matched against the terms.
        let mut with = vec![(first, smaller)];
        for &other in params.iter().filter(|it| **it > first) {
            let parts = scope.smaller(other);
            with.extend(parts.get(n).or(parts.first()).map(|it| (other, it.clone())));
        }
        let kept = |at: usize| with.iter().all(|it| it.0 != at);
        let mut variants = vec![with.clone()];
        let map: Vec<(String, Expr)> = with
            .iter()
            .filter_map(|(at, it)| Some((scope.vars[*at].name.clone(), Expr::parse(it)?)))
            .collect();
        let carried: Vec<(usize, String)> =
            params.iter().filter(|it| kept(**it)).map(|it| (*it, scope.vars[*it].name.clone())).collect();
        if !carried.is_empty() {
            let names: Vec<String> = carried.iter().map(|it| it.1.clone()).collect();
            let mut sides = Vec::new();
            equations(&claim.substitute(&map), &mut sides);
            for (left, right) in sides {
                for side in [left, right] {
                    for term in terms.0.clone() {
                        let mut bound = Vec::new();
                        if side.as_name().is_none()
                            && term.matches(&side, &names, &mut bound)
                            && !bound.is_empty()
                        {
                            let mut variant = with.clone();
                            let changed = |it: &(String, Expr)| it.1.as_name() != Some(&it.0);
                            for (name, value) in bound.iter().filter(|it| changed(it)) {
                                variant.extend(
                                    carried
                                        .iter()
                                        .find(|it| it.1 == *name)
                                        .map(|it| (it.0, value.to_string())),
                                );
                            }
                            if variant.len() > with.len() && !variants.contains(&variant) {
                                variants.insert(0, variant);
                            }
                        }
                    }
                }
            }
        }
        variants.truncate(2);
        for variant in variants {
            let text = call(scope, &variant);
            if !fitting.own.contains(&text) {
                fitting.tests.extend(guarded(scope, &variant, &text).map(|it| (text.clone(), it)));
                fitting.own.push(text);
            }
            let map: Vec<(String, Expr)> = variant
                .iter()
                .filter_map(|(at, it)| Some((scope.vars[*at].name.clone(), Expr::parse(it)?)))
                .collect();
            let said = claim.substitute(&map);
            terms.add(&said);
            let said = unfolder.simplify(&said.substitute(
                &values.iter().filter(|it| map.iter().all(|m| m.0 != it.0)).cloned().collect::<Vec<_>>(),
            ));
            terms.add(&said);
            let mut sides = Vec::new();
            equations(&said, &mut sides);
            for (left, right) in sides {
                terms.rewrite(&left, &right);
                terms.rewrite(&right, &left);
            }
        }
    }
}

/// Terms that the proof may be about, each once.
struct Terms(Vec<Expr>);

impl Terms {
    fn add(&mut self, expr: &Expr) {
        if expr.is_larger_than(LARGEST) {
            return;
        }
        let mut parts = Vec::new();
        expr.visit(&mut |it| parts.push(it));
        for part in parts {
            if self.0.len() < TERMS && !self.0.contains(part) {
                self.0.push(part.clone());
            }
        }
    }

    fn rewrite(&mut self, from: &Expr, to: &Expr) {
        if from.as_name().is_some() {
            return;
        }
        for term in self.0.clone() {
            let new = term.replace(from, to);
            if new != term {
                self.add(&new);
            }
        }
    }
}

/// Calls of a lemma that match a term.
fn apply(
    scope: &Scope<'_>,
    lemma: &Signature,
    unfolder: &Unfolder<'_>,
    terms: &mut Terms,
    fitting: &mut Fitting,
) {
    let Some(claim) = Expr::parse(&lemma.ensures) else { return };
    let variables: Vec<String> = lemma.params.iter().map(|it| it.name.clone()).collect();
    let mut sides = Vec::new();
    equations(&claim, &mut sides);
    // What is needed as a whole, what is given as a whole, then the sides of what is given.
    let mut needs = Vec::new();
    equations(&claim, &mut needs);
    if let Some(requires) = Expr::parse(&lemma.requires) {
        equations(&requires, &mut needs);
    }
    let whole = |(left, right): &(Expr, Expr)| Expr::Ap("==".into(), vec![left.clone(), right.clone()]);
    let says = |it: &&(Expr, Expr)| it.0.as_name().is_none() || it.1.as_name().is_none();
    let mut patterns: Vec<Expr> = needs.iter().rev().filter(says).map(whole).collect();
    patterns.extend(sides.iter().flat_map(|it| [it.0.clone(), it.1.clone()]));
    if sides.is_empty() {
        let function = |it: &&Expr| matches!(it, Expr::Ap(name, args) if !args.is_empty() && name.starts_with(char::is_alphabetic));
        let mut parts = Vec::new();
        claim.visit(&mut |it| parts.push(it));
        patterns.extend(parts.iter().copied().filter(function).cloned());
    }
    let mut found = 0;
    for pattern in patterns {
        if pattern.as_name().is_some() {
            continue;
        }
        for term in terms.0.clone() {
            let mut bound = Vec::new();
            if !term.matches(&pattern, &variables, &mut bound) {
                continue;
            }
            let mut args = Vec::new();
            for param in lemma.explicit() {
                let value = bound.iter().find(|it| it.0 == param.name).map(|it| it.1.clone());
                let value = match value {
                    Some(value) => Some(value),
                    None if param.ty == "unit" || param.name == "()" => Some(Expr::name("()")),
                    None => scope.terms(&param.ty, &param.name).first().and_then(|it| Expr::parse(it)),
                };
                args.extend(value);
            }
            let complete = args.len() == lemma.explicit().count();
            let closed = |it: &Expr| it.names().iter().all(|it| scope.knows(it));
            if !complete
                || !args.iter().all(closed)
                || args.iter().any(|it| matches!(it, Expr::Match(..) | Expr::If(..)))
            {
                continue;
            }
            let text = Expr::Ap(lemma.name.clone(), args.clone()).to_string();
            if fitting.lemmas.contains(&text) {
                continue;
            }
            found += 1;
            if found > 5 || fitting.lemmas.len() >= 3 * MOST {
                return;
            }
            fitting.lemmas.push(text);
            let map: Vec<(String, Expr)> = lemma.explicit().map(|it| it.name.clone()).zip(args).collect();
            for (left, right) in &sides {
                let (left, right) = (left.substitute(&map), right.substitute(&map));
                terms.add(&unfolder.simplify(&left));
                terms.add(&unfolder.simplify(&right));
                terms.rewrite(&left, &right);
            }
        }
    }
}
