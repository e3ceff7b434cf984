//! Whole definitions: the unit proof, recursion over the cases of a parameter, and frames with a hole.

use super::{Steps, calls::call, context::Context, scope::Scope, signature::Signature, text::applications};
use crate::{
    prover::fstar::statement::Statement,
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
    if signature.lemma {
        out.push((frame(false, "()"), -0.4));
    }
    let mut params: Vec<usize> =
        (0..signature.params.len()).filter(|it| !signature.params[*it].implicit).collect();
    params.sort_by_key(|it| std::cmp::Reverse(weight(&scope, &names[*it])));
    for (rank, &param) in params.iter().enumerate() {
        if let Some(body) = recursion(&scope, param).filter(|_| signature.lemma) {
            out.push((frame(true, &body), -0.8 - 0.4 * rank as f64));
        }
    }
    out.push((frame(false, HOLE), -1.0));
    out.push((frame(true, HOLE), -1.2));
    out
}

/// How often functions of the statement are applied to a variable; the first argument counts most.
fn weight(scope: &Scope<'_>, name: &str) -> usize {
    let claim = scope.claim();
    let found = applications(&claim);
    let uses = found.iter().flat_map(|parts| parts[1..].iter().enumerate());
    uses.filter(|(_, it)| **it == name).map(|(at, _)| if at == 0 { 3 } else { 2 }).sum()
}

/// A body that splits a parameter and calls the statement for each smaller part.
pub(super) fn recursion(scope: &Scope<'_>, param: usize) -> Option<String> {
    let name = &scope.vars[param].name;
    let ty = &scope.signature.params[param].ty;
    if ["nat", "pos"].contains(&scope.context.expand(ty).as_str()) {
        return Some(format!(
            "if {name} = 0 then () else {}",
            call(scope, &[(param, format!("{name} - 1"))])
        ));
    }
    let cases = scope.context.cases(ty);
    let mut recursive = false;
    let mut lines = vec![format!("match {name} with")];
    for case in &cases {
        let fields = scope.fields(case, &[]);
        let smaller = fields.iter().zip(&case.fields).filter(|it| scope.context.same(&it.1.1, ty));
        let calls: Vec<String> = smaller.map(|(field, _)| call(scope, &[(param, field.clone())])).collect();
        recursive |= !calls.is_empty();
        let body = if calls.is_empty() { "()".to_owned() } else { calls.join("; ") };
        lines.push(format!("| {} -> {body}", case.pattern(&fields)));
    }
    (recursive && cases.len() > 1).then(|| lines.join("\n"))
}
