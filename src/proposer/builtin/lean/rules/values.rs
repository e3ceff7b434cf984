//! A few values of every type, for counterexamples.

use std::collections::BTreeSet;

use crate::proposer::builtin::lean::{
    text,
    view::{Number, View},
};

/// A term as an argument.
pub(super) fn paren(term: &str) -> String {
    let bracketed = [('[', ']'), ('⟨', '⟩')]
        .iter()
        .any(|(open, close)| term.starts_with(*open) && term.ends_with(*close));
    if bracketed || term.starts_with('"') { term.to_owned() } else { text::paren(term) }
}

/// A few values of a type, the plainest first; none if it is not known.
pub(super) fn values(v: &View<'_>, ty: &str) -> Vec<String> {
    let ty = ty.trim();
    let ty =
        ty.strip_prefix('(').and_then(|it| it.strip_suffix(')')).filter(|_| paren(ty) == ty).unwrap_or(ty);
    let list = |all: &[&str]| all.iter().map(ToString::to_string).collect::<Vec<_>>();
    match v.number(ty) {
        Some(Number::Nat) => return list(&["0", "1", "2", "3", "4", "5", "6"]),
        Some(Number::Int) => return list(&["0", "1", "-1", "2", "-2", "3"]),
        Some(_) => return list(&["0", "1", "-1", "1 / 2", "2", "-1 / 2"]),
        None => {}
    }
    let arrows = text::split_top(ty, &["→"]);
    if let [domains @ .., codomain] = &arrows[..]
        && !domains.is_empty()
    {
        return functions(v, domains, codomain);
    }
    if let [first, second] = text::split_top(ty, &["×"])[..] {
        let (first, second) = (values(v, first), values(v, second));
        let pairs =
            first.iter().take(2).flat_map(|x| second.iter().take(2).map(move |y| format!("({x}, {y})")));
        return pairs.collect();
    }
    let (head, argument) = ty.split_once(' ').unwrap_or((ty, ""));
    let inner = |wrap: &dyn Fn(&str) -> String| {
        values(v, argument).iter().take(2).map(|it| wrap(it)).collect::<Vec<_>>()
    };
    match head {
        "Prop" => list(&["True", "False"]),
        "Bool" => list(&["true", "false"]),
        "Unit" | "PUnit" => list(&["⟨⟩"]),
        "Fin" if argument.parse::<u64>().is_ok_and(|it| it > 1) => list(&["0", "1"]),
        "String" => list(&["\"\"", "\"a\""]),
        "Option" => [list(&["none"]), inner(&|it| format!("some {}", paren(it)))].concat(),
        "List" => {
            let items = values(v, argument);
            let mut out = list(&["[]"]);
            out.extend(items.iter().take(2).map(|it| format!("[{it}]")));
            if let [a, b, ..] = &items[..] {
                let pairs = [(a, a), (a, b), (b, a), (b, b)];
                out.extend(pairs.map(|(x, y)| format!("[{x}, {y}]")));
            }
            out
        }
        "ULift" => inner(&|it| format!("ULift.up {}", paren(it))),
        "Type" if argument.is_empty() => list(&["Nat", "Bool", "Unit", "Empty"]),
        "Type" => list(&["ULift Nat", "ULift Bool", "PUnit", "PEmpty"]),
        "Sort" => list(&["PUnit", "PEmpty"]),
        _ => Vec::new(),
    }
}

/// Functions: constant ones, relations that are known, a step up or down, some with a period, one that differs in one place.
fn functions(v: &View<'_>, domains: &[&str], codomain: &str) -> Vec<String> {
    let underscores = vec!["_"; domains.len()].join(" ");
    let same = domains.iter().all(|it| *it == domains[0]);
    let number = v.number(domains[0]).is_some();
    let constant = values(v, codomain).into_iter().take(2).map(|it| format!("fun {underscores} => {it}"));
    let mut out: Vec<String> = constant.collect();
    let mut add = |all: &[&str]| out.extend(all.iter().map(|it| format!("fun {it}")));
    match (domains.len(), codomain) {
        (1, "Prop") if number => add(&["x => x = 0", "x => x = 1", "x => x ≠ 0", "x => 2 ≤ x"]),
        (1, "Bool") if number => add(&["x => x == 0", "x => x != 0"]),
        (1, _) if codomain == domains[0] && number => {
            add(&["x => x + 1", "x => x", "x => x * x"]);
            let periods: Vec<u64> =
                v.numerals().into_iter().filter(|it| (2..=12).contains(it)).take(2).collect();
            match v.number(codomain) {
                Some(Number::Nat) => add(&["x => x - 1", "x => x % 2", "x => x % 3"]),
                Some(Number::Int) => add(&["x => -x", "x => x - 1", "x => x % 3"]),
                _ => add(&["x => -x", "x => x - 1"]),
            }
            // Periods that the statement speaks of, and what is kept at their multiples only.
            if v.number(codomain) != Some(Number::Rat) {
                let period =
                    |it: &u64| [format!("x => x % {it}"), format!("x => if x % {it} = 0 then x else 0")];
                let periods: Vec<String> = periods.iter().flat_map(period).collect();
                add(&periods.iter().map(String::as_str).collect::<Vec<_>>());
            }
        }
        (1, "Int") if v.number(domains[0]) == Some(Number::Nat) => add(&["x => x", "x => -x"]),
        (1, _) if codomain == domains[0] => add(&["x => x"]),
        (1, "Nat") if domains[0].starts_with("List ") => add(&["xs => xs.length"]),
        (2, "Prop") if same && number => {
            add(&["x y => x = y", "x y => x < y", "x y => x ≤ y", "x y => x ≠ y", "_ y => y = 0"])
        }
        (2, "Prop") if same => add(&["x y => x = y", "x y => x ≠ y"]),
        (2, _) if same && codomain == domains[0] => {
            add(&["x _ => x", "_ y => y"]);
            if number {
                add(&["x y => x + y", "x y => x - y"]);
            }
        }
        _ => {}
    }
    let mut seen = BTreeSet::new();
    out.retain(|it| seen.insert(it.clone()));
    // One that is different in one place.
    if let ([domain], [one, other, ..]) = (domains, &values(v, codomain)[..])
        && codomain != "Prop"
        && let Some(place) = values(v, domain).first().filter(|_| number || is_finite(domain))
    {
        out.push(format!("fun x => if x = {place} then {other} else {one}"));
    }
    out
}

fn is_finite(ty: &str) -> bool {
    ty == "Bool" || ty.starts_with("Fin ")
}
