//! Counterexamples: definitions that take what is claimed and give `False`.

use super::{
    Steps,
    context::Context,
    signature::{Signature, base},
    text::{arg, find, inside, split, substitute},
};
use crate::theorem::fstar_statement::Statement;

/// Instances tried one by one.
const SINGLE: usize = 48;

/// Instances that one query is asked about.
const BUNDLE: usize = 8;

/// How deep the values of the header's types are nested.
const DEPTH: usize = 2;

/// Definitions for `val … : (CLAIM) -> Lemma False`; none for other statements.
pub(super) fn steps(statement: &Statement, context: &Context, signature: &Signature) -> Steps {
    let [param] = &signature.params[..] else { return Steps::new() };
    let is_claim = param.ty.starts_with('(') && inside(&param.ty) != param.ty;
    if !is_claim || !signature.lemma || signature.ensures != "False" || !signature.requires.is_empty() {
        return Steps::new();
    }
    let Some(claim) = Signature::of_val(&format!("val claim : {}", inside(&param.ty))) else {
        return Steps::new();
    };
    let instances = instances(context, &claim);
    let frame = |body: &str| format!("let {} claim =\n  {}", statement.name, body.replace('\n', "\n  "));
    let mut out = Steps::new();
    // Facts only add up, so that one query tells of many instances, if nothing is needed for any of them.
    let refined = claim.params.iter().any(|it| it.ty.contains('{'));
    if claim.lemma && claim.requires.is_empty() && !refined {
        for (n, some) in instances.chunks(BUNDLE).take(4).enumerate() {
            let calls: Vec<String> = some.iter().map(|it| call(it)).collect();
            out.push((frame(&calls.join(";\n")), -0.2 - 0.3 * n as f64));
        }
    }
    for (n, instance) in instances.iter().take(SINGLE).enumerate() {
        out.push((frame(&refuted_at(&claim, instance)), -0.4 - 0.03 * n as f64));
    }
    out
}

/// The claim at one instance, and that this is not so, computed where it can be.
fn refuted_at(claim: &Signature, instance: &[String]) -> String {
    let names = claim.explicit().map(|it| it.name.clone());
    let mut map: Vec<(String, String)> = names.zip(instance.iter().cloned()).collect();
    let call = call(instance);
    if !claim.lemma {
        let name = find(&claim.result, ':').map(|at| claim.result[..at].trim().to_owned());
        return match name.filter(|_| !claim.ensures.is_empty()) {
            Some(name) => {
                map.push((name, "it".into()));
                format!("let it = {call} in\nassert ({})", substitute(&claim.ensures, &map))
            }
            None => format!("let _ = {call} in\n()"),
        };
    }
    let needed = match claim.requires.is_empty() {
        true => String::new(),
        false => format!("assert_norm ({});\n", substitute(&claim.requires, &map)),
    };
    format!("{needed}{call};\nassert_norm (~({}))", substitute(&claim.ensures, &map))
}

fn call(instance: &[String]) -> String {
    instance.iter().fold("claim".to_owned(), |call, it| format!("{call} {}", arg(it)))
}

/// Values for the parameters that are written out, the plainest first.
fn instances(context: &Context, claim: &Signature) -> Vec<Vec<String>> {
    let mut types: Vec<(String, String)> = Vec::new();
    let mut all: Vec<(usize, Vec<String>)> = vec![(0, Vec::new())];
    for param in &claim.params {
        let is_type = param.ty.starts_with("Type") || param.ty == "eqtype";
        if is_type {
            types.push((param.name.clone(), "int".into()));
        }
        if param.implicit {
            continue;
        }
        let values = if is_type {
            vec!["int".to_owned()]
        } else {
            values(context, &substitute(&param.ty, &types), DEPTH)
        };
        let longer = all.iter().flat_map(|(cost, instance)| {
            values
                .iter()
                .enumerate()
                .map(move |(n, it)| (cost + n, [&instance[..], std::slice::from_ref(it)].concat()))
        });
        all = longer.collect();
        all.sort_by_key(|it| it.0);
        all.truncate(400);
    }
    all.into_iter().map(|it| it.1).collect()
}

/// A few values of a type, the plainest first; none if it is not known.
fn values(context: &Context, ty: &str, depth: usize) -> Vec<String> {
    let list = |all: &[&str]| all.iter().map(ToString::to_string).collect::<Vec<_>>();
    let whole = inside(ty.trim());
    let arrows = split(whole, "->");
    if let [domains @ .., result] = &arrows[..]
        && !domains.is_empty()
    {
        return functions(context, domains, result, depth);
    }
    let ty = base(whole);
    match ty.as_str() {
        "int" => return list(&["0", "1", "(-1)", "2"]),
        "nat" => return list(&["0", "1", "2", "3"]),
        "pos" => return list(&["1", "2", "3"]),
        "bool" => return list(&["true", "false"]),
        "unit" => return list(&["()"]),
        "string" => return list(&["\"\"", "\"a\""]),
        _ => {}
    }
    if let Some(item) = ty.strip_prefix("list ") {
        let items = values(context, item, depth);
        let mut out = vec!["[]".to_owned()];
        out.extend(items.iter().take(2).map(|it| format!("[{it}]")));
        if let [a, b, ..] = &items[..] {
            out.extend([(b, a), (a, b), (a, a)].map(|(x, y)| format!("[{x}; {y}]")));
        }
        return out;
    }
    let expanded = context.expand(&ty);
    if expanded != ty {
        return values(context, &expanded, depth);
    }
    let mut out: Vec<String> = Vec::new();
    for case in context.cases(&ty) {
        if depth == 0 && !case.fields.is_empty() {
            continue;
        }
        let mut all: Vec<Vec<String>> = vec![Vec::new()];
        for (_, field) in &case.fields {
            let few = values(context, field, depth.saturating_sub(1));
            let longer =
                all.iter().flat_map(|it| few.iter().take(2).map(move |v| [&it[..], &[arg(v)]].concat()));
            all = longer.collect();
        }
        out.extend(all.iter().map(|it| case.pattern(it)));
    }
    out.sort_by_key(String::len);
    out.truncate(12);
    out
}

/// Functions of the header that fit, constant ones, and the plainest operation.
fn functions(context: &Context, domains: &[&str], result: &str, depth: usize) -> Vec<String> {
    let result = result.trim().strip_prefix("Tot").unwrap_or(result).trim();
    let fits = |it: &&Signature| {
        it.params.len() == domains.len()
            && !it.lemma
            && it.params.iter().zip(domains).all(|(param, domain)| base(&param.ty) == base(domain))
            && base(&it.result) == base(result)
    };
    let known = context.signatures.iter().filter(fits).map(|it| it.name.clone());
    let underscores = vec!["_"; domains.len()].join(" ");
    let constant = values(context, result, depth).into_iter().map(|it| format!("fun {underscores} -> {it}"));
    let numbers = domains.len() == 2 && base(result) == "int" && domains.iter().all(|it| base(it) == "int");
    let minus = numbers.then(|| "fun (x:int) (y:int) -> x - y".to_owned());
    minus.into_iter().chain(constant.take(2)).chain(known.take(3)).collect()
}

#[cfg(test)]
mod tests {
    use crate::{
        proposer::{Ask, builtin::Builtin},
        prover::{Goal, GoalGroup, StateId},
        theorem::{fstar_text, refutation::refutation},
    };

    fn steps(file: &str) -> Vec<String> {
        let (_, theorem) = fstar_text::statements(file, true).pop().unwrap();
        let theorem = refutation(&theorem).map_or(theorem, |it| it.negation);
        let goal = Goal {
            case: None,
            hyps: Vec::new(),
            target: theorem.statement.clone(),
            head: None,
            consts: Vec::new(),
            definition: None,
        };
        let group = GoalGroup {
            state: StateId(0),
            goals: vec![goal],
            fingerprint: String::new(),
            positions: vec![0],
        };
        Builtin::new().steps(&Ask::new(&theorem, &group)).into_iter().map(|it| it.step).collect()
    }

    fn tries(file: &str, step: &str) {
        let all = steps(file);
        assert!(all.iter().any(|it| it == step), "{all:#?}");
    }

    #[test]
    fn a_lemma_is_taken_at_many_instances_at_once_or_computed_at_one() {
        let file = "module M\nval t : a:nat -> b:nat -> Lemma (a - b + b == 7)\nlet t a b = admit ()\n";
        let first = &steps(file)[0];
        assert!(
            first.starts_with("let t_is_false claim =\n  claim 0 0;\n  claim 0 1;\n  claim 1 0;"),
            "{first}"
        );
        tries(file, "let t_is_false claim =\n  claim 0 1;\n  assert_norm (~(0 - 1 + 1 == 7))");
    }

    #[test]
    fn what_is_required_is_computed_first() {
        let file = "module M\ntype tree =\n  | Tip : tree\n  | Fork : tree -> int -> tree\n\
            val t : l:list int -> u:tree -> Lemma (requires f l == 0) (ensures g u == l)\nlet t l u = admit ()\n";
        tries(
            file,
            "let t_is_false claim =\n  assert_norm (f [0] == 0);\n  claim [0] (Fork Tip 0);\n  assert_norm (~(g (Fork Tip 0) == [0]))",
        );
        assert!(!steps(file).iter().any(|it| it.contains("claim [] Tip;\n  claim")));
    }

    #[test]
    fn a_program_without_a_result_is_run() {
        let file = "module M\nlet never (n:nat) : Tot bool = false\n\
            val t : p:(nat -> Tot bool) -> Tot (n:nat{p n})\nlet t p = admit ()\n";
        tries(file, "let t_is_false claim =\n  let it = claim never in\n  assert (never it)");
    }

    #[test]
    fn other_statements_are_left_alone() {
        let file = "module M\nlet t (a:nat) : Lemma False = admit ()\n";
        assert!(!steps(file).iter().any(|it| it.contains("claim")));
    }
}
