//! Steps for F*: definitions and terms, read off the statement and what stands above it.
//!
//! Types are only guessed at here: what does not fit F* refuses within a millisecond, before any query.

mod bundle;
mod calls;
mod context;
mod counterexample;
mod expr;
mod root;
mod scope;
mod signature;
mod splits;
mod text;
mod unfold;
mod values;

use super::Ask;
use crate::theorem::{
    fstar_statement::Statement,
    fstar_term::HOLE,
    fstar_text::{body, without_comments},
};
use context::Context;
use scope::Scope;
use signature::Signature;

/// Steps with their log-probabilities.
type Steps = Vec<(String, f64)>;

/// Steps with their log-probabilities, in the order of the rules.
pub(super) fn steps(ask: &Ask<'_>) -> Steps {
    let Ok(statement) = Statement::of(ask.theorem) else { return Vec::new() };
    let mut context = Context::new(&ask.theorem.header);
    let premises = ask.premises.iter().filter_map(|it| Signature::of_premise(&it.name, &it.ty));
    context.library = premises.collect();
    context.offer(ask.premises.iter().filter(|it| it.is_lemma).map(|it| it.name.as_str()));
    let Some(signature) = stated(&statement, &context) else { return Vec::new() };
    let goal = &ask.group.goals[0];
    match &goal.definition {
        None => {
            let mut out = counterexample::steps(&statement, &context, &signature);
            out.extend(root::steps(&statement, &context, &signature));
            out
        }
        Some(definition) => {
            let code = without_comments(definition);
            let names = names(&code, &signature);
            let scope = Scope::new(&context, &signature, &names, &goal.hyps);
            let recursive = code.contains("let rec ");
            hole(&scope, recursive, goal.hyps.len())
        }
    }
}

/// What is stated, with its parameters.
fn stated(statement: &Statement, context: &Context) -> Option<Signature> {
    if !statement.val.is_empty() {
        let from = statement.val.find("val")?;
        return Signature::of_val(&without_comments(&statement.val)[from..]);
    }
    let given = without_comments(&statement.given);
    context.signature(&statement.name).cloned().or_else(|| Signature::of_let(&given[..body(&given)? - 1]))
}

/// The parameters as a definition calls them, those that it leaves out as the signature does.
fn names(definition: &str, signature: &Signature) -> Vec<String> {
    let start = definition.find("let ").unwrap_or(0);
    let head = body(&definition[start..]).map(|at| &definition[start..start + at - 1]);
    let given = head.and_then(Signature::of_let).map(|it| it.params).unwrap_or_default();
    let mut given = given.into_iter().peekable();
    let name = |param: &signature::Param| {
        // Implicit parameters need not be named.
        if param.implicit && !given.peek().is_some_and(|it| it.implicit) {
            return param.name.clone();
        }
        given.next().map_or(param.name.clone(), |it| it.name)
    };
    signature.params.iter().map(name).collect()
}

/// Steps at a hole that stands under so many facts.
fn hole(scope: &Scope<'_>, recursive: bool, depth: usize) -> Steps {
    let mut out = Steps::new();
    if scope.signature.lemma {
        out.push(("()".to_owned(), -0.3));
    } else {
        values::steps(scope, recursive, &mut out);
    }
    bundle::steps(scope, recursive, &mut out);
    if recursive {
        calls::recursive(scope, &mut out);
    }
    if scope.signature.lemma {
        quantified(scope, &mut out);
        if scope.context.tactics {
            tactics(scope, &mut out);
        }
    }
    calls::lemmas(scope, &mut out);
    splits::steps(scope, depth, &mut out);
    out
}

/// A claim for all of something: proved for one, in a local lemma.
fn quantified(scope: &Scope<'_>, out: &mut Steps) {
    let claim = scope.in_scope(&scope.signature.ensures);
    let Some((binders, body)) = claim.strip_prefix("forall ").and_then(|it| it.split_once('.')) else {
        return;
    };
    // A pattern is of no use in the local lemma.
    let body = body.trim();
    let body = if body.starts_with("{:pattern") { text::after_braces(body) } else { body };
    let count =
        if binders.contains('(') { binders.matches('(').count() } else { binders.split_whitespace().count() };
    let intro = match count {
        1 => "forall_intro".to_owned(),
        2 | 3 => format!("forall_intro_{count}"),
        _ => return,
    };
    out.push((format!("let aux {binders} : Lemma ({body}) = {HOLE} in\nFStar.Classical.{intro} aux"), -1.3));
}

/// Where the header opens tactics: the claim by computation, or simplified before the solver sees it.
fn tactics(scope: &Scope<'_>, out: &mut Steps) {
    let claim = scope.in_scope(&scope.signature.ensures);
    for (n, tactic) in
        ["compute (); trivial ()", "norm [delta; zeta; iota; primops]; smt ()", "compute (); smt ()"]
            .iter()
            .enumerate()
    {
        out.push((format!("assert ({claim}) by ({tactic})"), -1.6 - 0.3 * n as f64));
    }
}

/// A step that goes on after a call.
fn then(call: &str) -> String {
    format!("{call};\n{HOLE}")
}
