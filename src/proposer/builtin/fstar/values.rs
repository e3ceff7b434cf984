//! Values for statements that ask for one: programs with a refined type.

use super::{Steps, calls::call, scope::Scope, signature::base, text::arg};
use crate::theorem::fstar_term::HOLE;

/// Values of a case that are tried.
const PER_CASE: usize = 8;

/// Values of the type that is asked for.
pub(super) fn steps(scope: &Scope<'_>, recursive: bool, out: &mut Steps) {
    let ty = base(&scope.signature.result);
    let mut own: Vec<String> = Vec::new();
    if recursive {
        for (at, _) in scope.signature.params.iter().enumerate().filter(|it| !it.1.implicit) {
            own.extend(scope.smaller(at).into_iter().map(|it| call(scope, &[(at, it)])));
            let parts: Vec<(usize, String)> = (0..scope.signature.params.len())
                .filter_map(|at| scope.smaller(at).first().map(|it| (at, it.clone())))
                .collect();
            if parts.len() > 1 {
                own.push(call(scope, &parts));
            }
        }
        // Another measure than an argument that gets smaller.
        let number = |at: &usize| {
            scope.context.same(&scope.signature.params[*at].ty, "int")
                && !scope.signature.params[*at].implicit
        };
        let numbers: Vec<usize> = (0..scope.signature.params.len()).filter(number).collect();
        for &at in &numbers {
            let name = &scope.vars[at].name;
            let others =
                numbers.iter().filter(|it| **it != at).map(|it| format!("{name} - {}", scope.vars[*it].name));
            let steps = [format!("{name} + 1"), format!("{name} / 2"), format!("{name} - 1")];
            own.extend(others.chain(steps).map(|it| call(scope, &[(at, it)])));
        }
        let mut seen: Vec<String> = Vec::new();
        own.retain(|it| {
            !seen.contains(it) && {
                seen.push(it.clone());
                true
            }
        });
    }
    let terms: Vec<String> = own.iter().cloned().chain(scope.terms(&ty, "")).collect();
    for (n, term) in terms.iter().enumerate() {
        out.push((term.clone(), -0.7 - 0.12 * n as f64));
    }
    for (n, call) in own.iter().enumerate() {
        // A value that is used twice needs a name.
        let name = scope.fresh("r", &[]);
        let name = match scope.context.cases(&ty).first() {
            Some(case) if case.name == "," => case.pattern(&scope.fields(case, &[])),
            _ => name,
        };
        out.push((format!("let {name} = {call} in\n{HOLE}"), -1.0 - 0.2 * n as f64));
    }
    if ["int", "nat", "pos"].contains(&scope.context.expand(&ty).as_str()) {
        for (n, term) in terms.iter().take(3).enumerate() {
            for (m, other) in
                ["1"].into_iter().map(str::to_owned).chain(scope.terms(&ty, "")).take(5).enumerate()
            {
                let cost = 1.7 + 0.15 * (n + m) as f64;
                out.push((format!("{} + {}", arg(&other), arg(term)), -cost));
                out.push((format!("{} - {}", arg(term), arg(&other)), -cost - 0.4));
                out.push((format!("{} * {}", arg(&other), arg(term)), -cost - 0.5));
            }
        }
    }
    for case in scope.context.cases(&ty).iter().filter(|it| !it.fields.is_empty()) {
        let mut all: Vec<(usize, Vec<String>)> = vec![(0, Vec::new())];
        for (_, field) in &case.fields {
            let calls = own.iter().filter(|_| scope.context.same(field, &ty)).cloned();
            let terms: Vec<String> = calls.chain(scope.terms(field, "")).take(5).collect();
            let longer = all.iter().flat_map(|(cost, args)| {
                terms.iter().enumerate().map(move |(n, it)| {
                    (
                        cost + n + 2 * usize::from(args.contains(it)),
                        args.iter().cloned().chain([it.clone()]).collect(),
                    )
                })
            });
            all = longer.collect();
            all.sort_by_key(|it: &(usize, Vec<String>)| it.0);
        }
        for (n, (_, args)) in all.into_iter().take(PER_CASE).enumerate() {
            let args: Vec<String> = args.iter().map(|it| arg(it)).collect();
            out.push((case.pattern(&args), -0.9 - 0.15 * n as f64));
        }
    }
}
