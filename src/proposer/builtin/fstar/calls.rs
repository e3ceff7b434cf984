//! Calls: of the statement itself for something smaller, and of lemmas that stand above it.

use std::collections::BTreeSet;

use super::{
    Steps,
    scope::Scope,
    signature::Signature,
    text::{arg, atoms, idents, substitute},
    then,
};

/// Calls of one lemma that are tried.
const PER_LEMMA: usize = 8;
/// Terms that are tried for one parameter.
const PER_PARAM: usize = 6;

/// The statement applied to its own parameters, some of them replaced.
pub(super) fn call(scope: &Scope<'_>, with: &[(usize, String)]) -> String {
    let mut out = scope.signature.name.clone();
    for (at, param) in scope.signature.params.iter().enumerate().filter(|it| !it.1.implicit) {
        let name = match with.iter().find(|it| it.0 == at) {
            Some((_, term)) => arg(term),
            None if param.name == "()" => "()".into(),
            None => scope.vars[at].name.clone(),
        };
        out.push_str(&format!(" {name}"));
    }
    out
}

/// Calls of the statement itself.
pub(super) fn recursive(scope: &Scope<'_>, out: &mut Steps) {
    let params: Vec<usize> =
        (0..scope.signature.params.len()).filter(|it| !scope.signature.params[*it].implicit).collect();
    let mut all: Vec<(Vec<(usize, String)>, f64)> = Vec::new();
    for (rank, &param) in params.iter().enumerate() {
        let smaller = scope.smaller(param);
        let cost = 0.2 * rank as f64;
        for (n, term) in smaller.iter().enumerate() {
            // What was taken apart together is put in together.
            let others = params.iter().filter(|it| **it > param).filter_map(|&other| {
                let parts = scope.smaller(other);
                parts.get(n).or(parts.first()).map(|it| (other, it.clone()))
            });
            let together: Vec<(usize, String)> = [(param, term.clone())].into_iter().chain(others).collect();
            if together.len() > 1 {
                all.push((together, 0.6 + cost));
            }
            all.push((vec![(param, term.clone())], 0.6 + cost + 0.1 * n as f64));
            // What is carried along may change.
            for &other in params.iter().filter(|it| **it != param) {
                let ty = &scope.signature.params[other].ty;
                let own = &scope.vars[other].name;
                let terms = scope.terms(ty, own).into_iter().filter(|it| it != own);
                let grown = grown(scope, other);
                for (n, with) in grown.into_iter().chain(terms).take(PER_PARAM).enumerate() {
                    all.push((vec![(param, term.clone()), (other, with)], 1.8 + cost + 0.2 * n as f64));
                }
            }
        }
        if smaller.len() > 1 && scope.signature.lemma {
            let calls: Vec<String> = smaller.iter().map(|it| call(scope, &[(param, it.clone())])).collect();
            let calls = calls.join(";\n");
            out.push((then(&calls), -0.9 - cost));
            out.push((calls, -0.5 - cost));
        }
    }
    for (with, cost) in all {
        let call = call(scope, &with);
        if !scope.signature.lemma {
            continue;
        }
        if let Some(test) = test(scope, &with) {
            out.push((format!("if {test} then {call} else ()"), -cost - 0.5));
        }
        out.push((then(&call), -cost - 0.4));
        out.push((call, -cost));
    }
}

/// What a parameter that is carried along may become: a list with one element more, a number with one more.
fn grown(scope: &Scope<'_>, param: usize) -> Vec<String> {
    let (own, ty) = (&scope.vars[param].name, scope.context.expand(&scope.signature.params[param].ty));
    let parts = scope.vars[scope.signature.params.len()..].iter();
    if ty.starts_with("list") {
        return parts.filter(|it| it.below.is_none()).map(|it| format!("{} :: {own}", it.name)).collect();
    }
    match ty.as_str() {
        "int" | "nat" | "pos" => [format!("{own} + 1"), format!("{own} - 1")]
            .into_iter()
            .chain(
                parts.filter(|it| scope.context.same(&it.ty, "int")).map(|it| format!("{own} + {}", it.name)),
            )
            .collect(),
        _ => Vec::new(),
    }
}

/// A call in a form that is allowed where its precondition does not hold; none if it has none.
pub(super) fn guarded(scope: &Scope<'_>, with: &[(usize, String)], call: &str) -> Option<String> {
    if let Some(test) = test(scope, with) {
        return Some(format!("(if {test} then {call} else ())"));
    }
    // What cannot be tested is an implication: `move_requires (f x) y` gives `requires ==> ensures`.
    let last = scope.signature.explicit().count();
    let parts = atoms(call);
    if scope.signature.requires.is_empty() || parts.len() != last + 1 {
        return None;
    }
    let (argument, function) = parts.split_last()?;
    Some(format!("FStar.Classical.move_requires {} {argument}", arg(&function.join(" "))))
}

/// The precondition of a call as a test, if there is one and it can be tested: what is required, and what the types
/// of the replaced parameters demand.
fn test(scope: &Scope<'_>, with: &[(usize, String)]) -> Option<String> {
    let mut needs: Vec<&str> = Vec::new();
    if !scope.signature.requires.is_empty() {
        needs.push(&scope.signature.requires);
    }
    for (at, _) in with {
        let ty = &scope.signature.params[*at].ty;
        needs.extend(ty.split_once('{').map(|it| it.1.trim_end_matches('}').trim()));
    }
    let requires = scope.in_scope(&needs.join(" /\\ "));
    let quantified = ["forall", "exists", "==>"].iter().any(|it| requires.contains(it));
    if requires.is_empty() || quantified {
        return None;
    }
    let map: Vec<(String, String)> =
        with.iter().map(|(at, term)| (scope.vars[*at].name.clone(), term.clone())).collect();
    let text = substitute(&requires, &map);
    Some(text.replace("/\\", "&&").replace("\\/", "||").replace("==", "=").replace("b2t ", ""))
}

/// Calls of lemmas, closing and not.
pub(super) fn lemmas(scope: &Scope<'_>, out: &mut Steps) {
    for (call, cost) in lemma_calls(scope) {
        out.push((then(&call), -cost - 0.3));
        out.push((call, -cost));
    }
}

/// Calls of lemmas with their costs: of those above the statement, the latest first, of the index's and of the library's.
pub(super) fn lemma_calls(scope: &Scope<'_>) -> Steps {
    let mut out = Steps::new();
    let claim = scope.claim();
    let spoken: BTreeSet<&str> = idents(&claim).filter(|it| scope.context.signature(it).is_some()).collect();
    let own = scope.context.signatures.iter().rev().filter(|it| it.lemma && it.name != scope.signature.name);
    let about = |lemma: &Signature| {
        idents(&lemma.ensures).chain(idents(&lemma.requires)).any(|it| spoken.contains(it))
    };
    let given = scope.given();
    let given = given.iter().map(|it| (it, 0.6));
    let own =
        own.enumerate().map(|(rank, it)| (it, 0.7 + 0.15 * rank as f64 + if about(it) { 0.0 } else { 0.8 }));
    let offered = scope.context.offered.iter().enumerate().map(|(rank, it)| (it, 1.0 + 0.15 * rank as f64));
    let library = scope.context.library.iter().enumerate().map(|(rank, it)| (it, 1.2 + 0.12 * rank as f64));
    for (lemma, cost) in given.chain(own).chain(offered).chain(library) {
        for (n, call) in instances(scope, lemma).into_iter().take(PER_LEMMA).enumerate() {
            out.push((call, cost + 0.15 * n as f64));
        }
    }
    out
}

/// A lemma applied to terms that fit its parameters, the likeliest first.
fn instances(scope: &Scope<'_>, lemma: &Signature) -> Vec<String> {
    let mut all: Vec<(usize, Vec<String>)> = vec![(0, Vec::new())];
    for param in lemma.explicit() {
        let terms = if param.ty == "unit" || param.name == "()" {
            vec!["()".to_owned()]
        } else {
            scope.terms(&param.ty, &param.name)
        };
        let longer = all.iter().flat_map(|(cost, args)| {
            terms.iter().take(PER_PARAM).enumerate().map(move |(n, term)| {
                // A term that is there already is less likely.
                let again = args.contains(term);
                let args = args.iter().cloned().chain([term.clone()]).collect();
                (cost + n + 2 * usize::from(again), args)
            })
        });
        all = longer.collect();
        all.sort_by_key(|it| it.0);
        all.truncate(4 * PER_LEMMA);
    }
    let call = |args: &[String]| {
        let args: String = args.iter().map(|it| format!(" {}", arg(it))).collect();
        format!("{}{args}", lemma.name)
    };
    all.iter().map(|it| call(&it.1)).collect()
}
