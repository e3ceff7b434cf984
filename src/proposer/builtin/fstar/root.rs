//! Whole definitions: the unit proof, recursion over the cases of a parameter, and frames with a hole.

use super::{
    Steps,
    bundle::{self, Fitting},
    calls::lemma_calls,
    context::Context,
    scope::Scope,
    signature::Signature,
    text::applications,
};
use crate::{
    prover::{Hyp, HypKind},
    theorem::{
        fstar_statement::Statement,
        fstar_term::{HOLE, put},
    },
};

/// Options for a definition that may need more than F* gives by itself.
const MORE: &str = "--initial_fuel 2 --max_fuel 8 --initial_ifuel 1 --max_ifuel 4 --z3rlimit 30";

/// Definitions to begin with.
pub(super) fn steps(statement: &Statement, context: &Context, signature: &Signature) -> Steps {
    if statement.has_inner_holes() {
        let start = |rec| statement.start(rec).unwrap_or_default();
        return vec![(start(false), -0.1), (start(true), -0.5)];
    }
    let names = super::names(&statement.given, signature);
    let frame = |rec: bool, body: &str| {
        let start = statement.start(rec).unwrap_or_else(|| {
            let binders = signature.params.iter().zip(&names);
            let binders: String = binders
                .map(|(param, name)| if param.implicit { format!(" #{name}") } else { format!(" {name}") })
                .collect();
            format!("let {}{}{binders} = {HOLE}", if rec { "rec " } else { "" }, statement.name)
        });
        put(&start, 0, body)
    };
    let scope = Scope::new(context, signature, &names, &[]);
    let mut out = Steps::new();
    let mut params: Vec<usize> =
        (0..signature.params.len()).filter(|it| !signature.params[*it].implicit).collect();
    params.sort_by_key(|it| std::cmp::Reverse(weight(&scope, &names[*it])));
    if signature.lemma {
        out.push((frame(false, "()"), -0.3));
        let all = bundle::fitting(&scope, false).all();
        if all != "()" {
            out.push((frame(false, &all), -0.6));
        }
        for (call, cost) in lemma_calls(&scope).into_iter().filter(|it| it.1 < 1.8) {
            out.push((frame(false, &call), -cost - 0.1));
        }
        for (rank, split) in params.iter().filter_map(|it| Split::of(&scope, *it)).enumerate() {
            for (body, at) in split.bodies(&scope, &names) {
                out.push((frame(true, &body), at - 0.3 * rank as f64));
            }
        }
        for (rank, split) in Split::pairs(&scope, &params).into_iter().enumerate() {
            for (body, at) in split.bodies(&scope, &names) {
                out.push((frame(true, &body), at - 0.4 - 0.3 * rank as f64));
            }
        }
    }
    // More fuel and time for those that were the likeliest, once all else is tried.
    let likely: Vec<String> = out.iter().filter(|it| it.1 > -0.75).map(|it| it.0.clone()).collect();
    for (n, text) in likely.iter().filter(|it| !it.contains(HOLE)).take(4).enumerate() {
        out.push((format!("#push-options \"{MORE}\"\n{text}\n#pop-options"), -2.6 - 0.2 * n as f64));
    }
    if !signature.lemma {
        for (rank, split) in params.iter().flat_map(|it| Split::programs(&scope, *it)).enumerate() {
            out.push((frame(true, &split), -0.6 - 0.2 * rank as f64));
        }
    }
    let flat = params.iter().all(|it| Split::of(&scope, *it).is_none());
    out.push((frame(false, HOLE), if flat { -0.7 } else { -1.3 }));
    out.push((frame(true, HOLE), if flat { -1.6 } else { -1.2 }));
    out
}

fn fact(text: &str) -> Hyp {
    Hyp { name: String::new(), ty: text.to_owned(), kind: HypKind::Prop, value: None, head: None }
}

/// How often functions of the statement are applied to a variable; the first argument counts most.
fn weight(scope: &Scope<'_>, name: &str) -> usize {
    let claim = scope.claim();
    let found = applications(&claim);
    let uses = found.iter().flat_map(|parts| parts[1..].iter().enumerate());
    uses.filter(|(_, it)| **it == name).map(|(at, _)| if at == 0 { 3 } else { 2 }).sum()
}

/// A term that takes parameters apart, with a hole for each case.
struct Split {
    frame: String,
    /// What holds in each case.
    facts: Vec<String>,
}

impl Split {
    /// Of one parameter, if it has a case with something smaller in it.
    fn of(scope: &Scope<'_>, param: usize) -> Option<Split> {
        let name = &scope.vars[param].name;
        let ty = &scope.signature.params[param].ty;
        if ["nat", "pos"].contains(&scope.context.expand(ty).as_str()) {
            let frame = format!("if {name} = 0 then {HOLE} else {HOLE}");
            return Some(Split { frame, facts: vec![format!("{name} = 0"), format!("not ({name} = 0)")] });
        }
        let cases = scope.context.cases(ty);
        let recursive = cases.iter().any(|case| case.fields.iter().any(|it| scope.context.same(&it.1, ty)));
        if !recursive || cases.len() < 2 {
            return None;
        }
        let patterns: Vec<String> = cases.iter().map(|case| case.pattern(&scope.fields(case, &[]))).collect();
        let lines: String = patterns.iter().map(|it| format!("\n| {it} -> {HOLE}")).collect();
        let facts = patterns.iter().map(|it| format!("{name} == {it}")).collect();
        Some(Split { frame: format!("match {name} with{lines}"), facts })
    }

    /// Splits of a parameter of a program: all cases, and where its type leaves some out, those with something in them.
    fn programs(scope: &Scope<'_>, param: usize) -> Vec<String> {
        let Some(split) = Split::of(scope, param) else { return Vec::new() };
        let refined = scope.signature.params[param].ty.contains('{');
        let lines: Vec<&str> = split.frame.lines().collect();
        let full = lines
            .iter()
            .filter(|it| it.starts_with("match") || it.contains("::") || it.matches(' ').count() > 4);
        let full = full.copied().collect::<Vec<_>>().join("\n");
        let mut out = vec![split.frame.clone()];
        if refined && full.contains("->") && full != split.frame {
            out.insert(0, full);
        }
        out
    }

    /// Of two parameters of one type at once, where only the case counts in which both have something smaller.
    fn pairs(scope: &Scope<'_>, params: &[usize]) -> Vec<Split> {
        let mut out = Vec::new();
        for (n, &first) in params.iter().enumerate() {
            for &second in &params[n + 1..] {
                let ty = &scope.signature.params[first].ty;
                let cases = scope.context.cases(ty);
                let same = scope.context.same(ty, &scope.signature.params[second].ty);
                let Some(big) =
                    cases.iter().rfind(|it| it.fields.iter().any(|f| scope.context.same(&f.1, ty)))
                else {
                    continue;
                };
                if !same || cases.len() < 2 {
                    continue;
                }
                let (a, b) = (&scope.vars[first].name, &scope.vars[second].name);
                let left = scope.fields(big, &[]);
                let right = scope.fields(big, &left);
                let both = format!("{}, {}", big.pattern(&left), big.pattern(&right));
                let frame = format!("match {a}, {b} with\n| {both} -> {HOLE}\n| _ -> ()");
                out.push(Split { frame, facts: vec![format!("{a}, {b} == {both}")] });
            }
        }
        out
    }

    /// The split with its cases filled: by the statement for what is smaller, by that and all lemmas that fit, by
    /// that where its precondition holds, or by that and a hole.
    fn bodies(&self, scope: &Scope<'_>, names: &[String]) -> Vec<(String, f64)> {
        let fittings: Vec<Fitting> = self
            .facts
            .iter()
            .map(|it| bundle::fitting(&Scope::new(scope.context, scope.signature, names, &[fact(it)]), true))
            .collect();
        let fill = |body: &dyn Fn(&Fitting) -> String| {
            let unit = |it: String| if it.is_empty() { "()".to_owned() } else { it };
            let all = fittings.iter().enumerate().rev();
            all.fold(self.frame.clone(), |text, (at, it)| put(&text, at, &unit(body(it))))
        };
        let open = |it: &Fitting| it.own.iter().map(|it| format!("{it};\n")).collect::<String>() + HOLE;
        let mut out =
            vec![(fill(&|it| it.own.join(";\n")), -0.5), (fill(&Fitting::all), -0.7), (fill(&open), -0.8)];
        if fittings.iter().any(|it| it.guarded().is_some()) {
            out.push((fill(&|it| it.guarded().unwrap_or_default()), -0.6));
        }
        out
    }
}
