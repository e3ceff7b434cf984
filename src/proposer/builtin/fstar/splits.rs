//! Case splits: on variables, on what definitions and the statement look at, and on conditions.

use super::{
    Steps,
    context::Case,
    scope::Scope,
    text::{atoms, flat, idents, split},
};
use crate::theorem::fstar_term::HOLE;

/// Splits under so many others are not tried.
const DEEPEST: usize = 5;

/// Splits at a hole under so many facts.
pub(super) fn steps(scope: &Scope<'_>, depth: usize, out: &mut Steps) {
    if depth >= DEEPEST {
        return;
    }
    let cost = 0.3 * depth as f64;
    let mut rank = 0;
    for (at, var) in scope.vars.iter().enumerate().filter(|it| !it.1.split) {
        if scope.signature.params.get(at).is_some_and(|it| it.implicit) {
            continue;
        }
        let later = 0.25 * f64::from(rank);
        let number = ["nat", "pos"].contains(&scope.context.expand(&var.ty).as_str());
        let tested = scope.facts.iter().any(|it| it.contains(&format!("{} = 0", var.name)));
        if number && !tested {
            out.push((format!("if {} = 0 then {HOLE} else {HOLE}", var.name), -1.1 - cost - later));
            rank += 1;
        }
        let cases = scope.context.cases(&var.ty);
        if !cases.is_empty() {
            out.push((cases_of(scope, &var.name, &cases), -1.1 - cost - later));
            rank += 1;
        }
    }
    pairs(scope, cost, out);
    conditions(scope, cost, out);
}

/// `match TERM with` a hole for each case.
fn cases_of(scope: &Scope<'_>, term: &str, cases: &[Case]) -> String {
    let mut lines = vec![format!("match {term} with")];
    for case in cases {
        lines.push(format!("| {} -> {HOLE}", case.pattern(&scope.fields(case, &[]))));
    }
    lines.join("\n")
}

/// Two parameters of one type, taken apart together.
fn pairs(scope: &Scope<'_>, cost: f64, out: &mut Steps) {
    let open = |at: &usize| !scope.vars[*at].split && !scope.signature.params[*at].implicit;
    let params: Vec<usize> = (0..scope.signature.params.len()).filter(open).collect();
    for (n, &first) in params.iter().enumerate() {
        for &second in &params[n + 1..] {
            let (a, b) = (&scope.vars[first], &scope.vars[second]);
            let cases = scope.context.cases(&a.ty);
            let Some(big) = cases.iter().rfind(|it| !it.fields.is_empty()) else { continue };
            if cases.len() < 2 || !scope.context.same(&a.ty, &b.ty) {
                continue;
            }
            let left = scope.fields(big, &[]);
            let right = scope.fields(big, &left);
            let both = format!("| {}, {} -> {HOLE}", big.pattern(&left), big.pattern(&right));
            out.push((format!("match {}, {} with\n{both}\n| _ -> {HOLE}", a.name, b.name), -1.6 - cost));
        }
    }
}

/// Conditions and inner matches that definitions look at, where their variables have the names that are in scope
/// here, and what the statement speaks of for smaller values.
fn conditions(scope: &Scope<'_>, cost: f64, out: &mut Steps) {
    let mut seen: Vec<String> = Vec::new();
    let claim = scope.claim();
    let spoken: Vec<&str> = idents(&claim).collect();
    let known = |it: &str| scope.knows(it);
    let mut tests: Vec<(String, f64)> = Vec::new();
    let mut values: Vec<(String, f64)> = Vec::new();
    for definition in &scope.context.definitions {
        let extra = if spoken.contains(&definition.name.as_str()) { 0.0 } else { 0.7 };
        for (at, _) in definition.body.match_indices("if ") {
            let rest = &definition.body[at + 3..];
            if let Some(end) = rest.find(" then") {
                tests.push((flat(&rest[..end]), extra));
            }
        }
        for (at, _) in definition.body.match_indices("match ") {
            let rest = &definition.body[at + 6..];
            if let Some(end) = rest.find(" with") {
                values.extend(split(&flat(&rest[..end]), ",").into_iter().map(|it| (it.to_owned(), extra)));
            }
        }
    }
    values.extend(scope.spoken_of().iter().map(|it| (it.clone(), 0.3)));
    for (test, extra) in tests {
        let own = idents(&test).any(|it| scope.var(it).is_some());
        if own
            && idents(&test).all(known)
            && !scope.facts.iter().any(|it| it.contains(&test))
            && !seen.contains(&test)
        {
            out.push((format!("if {test} then {HOLE} else {HOLE}"), -1.3 - cost - extra));
            seen.push(test);
        }
    }
    for (value, extra) in values {
        let own = idents(&value).any(|it| scope.var(it).is_some());
        let done = scope.facts.iter().any(|it| it.starts_with(&value));
        if atoms(&value).len() < 2 || !own || done || !idents(&value).all(known) || seen.contains(&value) {
            continue;
        }
        let ty = scope.type_of(&value).unwrap_or_default();
        let cases = scope.context.cases(&ty);
        if scope.context.expand(&ty) == "bool" {
            out.push((format!("if {value} then {HOLE} else {HOLE}"), -1.7 - cost - extra));
        } else if cases.len() > 1 && !ty.starts_with("list") {
            out.push((cases_of(scope, &value, &cases), -1.5 - cost - extra));
        }
        seen.push(value);
    }
    equalities(scope, cost, &seen, out);
}

/// Whether two variables are equal, or in order.
fn equalities(scope: &Scope<'_>, cost: f64, seen: &[String], out: &mut Steps) {
    let small = |ty: &str| {
        let ty = scope.context.expand(ty);
        atoms(&ty).len() == 1
            && !["Type", "Type0", "eqtype", "unit", "bool", ""].contains(&ty.as_str())
            && scope.context.cases(&ty).is_empty()
    };
    let vars: Vec<_> = scope.vars.iter().filter(|it| it.name != "()" && small(&it.ty)).collect();
    if !scope.signature.lemma {
        for var in vars.iter().filter(|it| scope.context.expand(&it.ty) == "int").take(3) {
            out.push((format!("if {} >= 0 then {HOLE} else {HOLE}", var.name), -1.4 - cost));
        }
        // Tests that are given: `p x`.
        for test in scope.vars.iter().filter(|it| it.ty.contains("-> bool") || it.ty.contains("-> Tot bool"))
        {
            for var in scope.vars.iter().rev().filter(|it| !it.ty.contains("->") && !it.split).take(3) {
                out.push((format!("if {} {} then {HOLE} else {HOLE}", test.name, var.name), -0.9 - cost));
            }
        }
    }
    let mut left = 6;
    for (n, a) in vars.iter().enumerate() {
        for b in &vars[n + 1..] {
            let test = format!("{} = {}", a.name, b.name);
            let known = scope.facts.iter().any(|it| it.contains(&test));
            if left > 0 && !known && scope.context.same(&a.ty, &b.ty) {
                left -= 1;
                let program = !scope.signature.lemma && scope.context.same(&a.ty, "int");
                let at = if program { -1.3 } else { -2.2 };
                if !seen.contains(&test) {
                    out.push((format!("if {test} then {HOLE} else {HOLE}"), at - cost));
                }
                if program {
                    for (m, sign) in ["<=", "<"].iter().enumerate() {
                        let test = format!("{} {sign} {}", a.name, b.name);
                        out.push((
                            format!("if {test} then {HOLE} else {HOLE}"),
                            -1.0 - 0.3 * m as f64 - cost,
                        ));
                    }
                }
            }
        }
    }
}
