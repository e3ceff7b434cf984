//! Whole definitions: the unit proof, recursion over the cases of a parameter, and frames with a hole.

use super::{Steps, bundle, context::Context, scope::Scope, signature::Signature, text::applications};
use crate::{
    prover::{Hyp, HypKind, fstar::statement::Statement},
    theorem::fstar_term::{HOLE, put},
};

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
        let body = bundle::body(&scope, false);
        if body != "()" {
            out.push((frame(false, &body), -0.6));
        }
        for (rank, &param) in params.iter().enumerate() {
            let cost = 0.3 * rank as f64;
            let cases = |scope: &Scope<'_>, facts: &[String], form: Form| {
                let hyps: Vec<Hyp> = facts.iter().map(|it| fact(it)).collect();
                let inner = Scope::new(scope.context, scope.signature, &names, &hyps);
                match form {
                    Form::Calls => bundle::fitting(&inner, true).own.join("; "),
                    Form::All => bundle::body(&inner, true),
                    Form::Open => {
                        let own = bundle::fitting(&inner, true).own;
                        own.iter().map(|it| format!("{it};\n")).collect::<String>() + HOLE
                    }
                }
            };
            for (form, at) in [(Form::Calls, -0.5), (Form::All, -0.7), (Form::Open, -0.8)] {
                if let Some(body) = recursion(&scope, param, form, &cases) {
                    out.push((frame(true, &body), at - cost));
                }
            }
        }
    }
    let flat = params.iter().all(|it| recursion(&scope, *it, Form::Open, &|_, _, _| "x".into()).is_none());
    out.push((frame(false, HOLE), if flat { -0.7 } else { -1.3 }));
    out.push((frame(true, HOLE), if flat { -1.6 } else { -1.2 }));
    out
}

/// What stands in the cases of a recursion.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// The statement for what is smaller.
    Calls,
    /// That, and all lemmas that fit.
    All,
    /// That, and a hole.
    Open,
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

/// A body that splits a parameter, with what `cases` gives for each case.
fn recursion(
    scope: &Scope<'_>,
    param: usize,
    form: Form,
    cases: &dyn Fn(&Scope<'_>, &[String], Form) -> String,
) -> Option<String> {
    let name = &scope.vars[param].name;
    let ty = &scope.signature.params[param].ty;
    let fill = |text: String| if text.is_empty() { "()".to_owned() } else { text };
    if ["nat", "pos"].contains(&scope.context.expand(ty).as_str()) {
        let zero = fill(cases(scope, &[format!("{name} = 0")], form));
        let more = fill(cases(scope, &[format!("not ({name} = 0)")], form));
        let frame = format!("if {name} = 0 then {HOLE} else {HOLE}");
        return Some(put(&put(&frame, 1, &more), 0, &zero));
    }
    let all = scope.context.cases(ty);
    let recursive = all.iter().any(|case| case.fields.iter().any(|it| scope.context.same(&it.1, ty)));
    if !recursive || all.len() < 2 {
        return None;
    }
    let patterns: Vec<String> = all.iter().map(|case| case.pattern(&scope.fields(case, &[]))).collect();
    let lines: String = patterns.iter().map(|it| format!("\n| {it} -> {HOLE}")).collect();
    let mut text = format!("match {name} with{lines}");
    for (at, pattern) in patterns.iter().enumerate().rev() {
        let body = fill(cases(scope, &[format!("{name} == {pattern}")], form));
        text = put(&text, at, &body);
    }
    Some(text)
}
