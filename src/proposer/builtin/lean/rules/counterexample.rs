//! Counterexamples: nothing is given but a universal statement, and it is to be refuted at one instance.

use std::collections::BTreeSet;

use super::{Steps, computed};
use crate::proposer::builtin::lean::{
    priors, text,
    view::{Number, View},
};

/// Instances that one step tries, so that the minimiser finds the one that does it.
const BUNDLE: usize = 16;

/// Instances tried in all.
const INSTANCES: usize = 80;

/// What shows an instance to be false. An inner `by` that leaves something would be an error of the whole bundle, and `simp` may.
const SIMP: &str = "(simp; done)";
/// What is left by `simp` may ask for a number.
const WITNESS: &str = "(simp <;> first | exact ⟨0, by decide⟩ | exact ⟨1, by decide⟩ | exact ⟨2, by decide⟩ | exact fun n => ⟨n + 1, by omega⟩ | (intro h; have := h 0; have := h 1; omega))";

/// What holds of all divisors of a number is computed up to that number.
const DIVISORS: &str = "have divisors : ∀ (n : Nat) (p : Nat → Prop), (∀ d, d ∣ n + 1 → p d) ↔ ∀ d < n + 2, d ∣ n + 1 → p d :=\n  \
     fun n p => ⟨fun h d _ => h d, fun h d hd => h d (Nat.lt_succ_of_le (Nat.le_of_dvd (Nat.succ_pos n) hd)) hd⟩\n";

/// What computes an instance that mentions definitions, behind [`DIVISORS`].
fn computing(defined: &[&str]) -> String {
    format!(
        "first | decide | (simp only [{}, divisors, Nat.reducePow, Nat.reduceMul, Nat.reduceAdd, Nat.reduceSub] <;> decide +kernel)",
        defined.join(", ")
    )
}

/// Values of one variable.
const VALUES: usize = 8;

pub(super) fn rule(v: &View<'_>) -> Steps {
    let mut props = v.props();
    let (Some(h), None, None, "False") = (props.next(), props.next(), v.vars().next(), v.head()) else {
        return Steps::new();
    };
    let (places, body) = telescope(&h.ty);
    let name = &h.name;
    let mut out = Steps::new();
    if let Some(Place::Premise) = places.first() {
        for (n, by) in ["simp", "grind", "omega", "decide"].iter().enumerate() {
            out.push((format!("specialize {name} (by {by})"), priors::nth(priors::CHOICE, n)));
        }
        return out;
    }
    if places.is_empty() {
        return out;
    }
    let numerals = v.numerals();
    let mut instances = Vec::new();
    fill(v, &numerals, &places, &mut Instance::default(), &mut instances);
    instances.sort_by_key(|it| it.0);
    let explicit = places.iter().all(|it| matches!(it, Place::Premise | Place::Value { explicit: true, .. }));
    let function = if explicit { name.clone() } else { format!("@{name}") };
    let computable = places.iter().all(|it| match it {
        Place::Value { ty, .. } => !ty.contains('→') && !is_sort(ty) && v.number(ty) != Some(Number::Rat),
        _ => true,
    });
    let defined = v.definitions();
    let unfolded = computing(&defined);
    let finishers: &[&str] = match () {
        () if computable && !h.ty.contains('∃') && defined.is_empty() => &["decide"],
        () if computable && !h.ty.contains('∃') => &["decide", &unfolded],
        () if body.contains(['∀', '∃']) => &[WITNESS, "grind"],
        () => &[SIMP, "grind"],
    };
    for (kind, by) in finishers.iter().enumerate() {
        let all: Vec<String> = instances.iter().map(|(_, it)| attempt(&function, it, by)).collect();
        let before = if *by == unfolded { DIVISORS } else { "" };
        for (n, some) in all.chunks(BUNDLE).take(INSTANCES / BUNDLE).enumerate() {
            let prior = priors::nth(priors::GRIND, n) - 0.4 * kind as f64;
            let one = some.len() == 1;
            let some = if one { some[0].clone() } else { format!("first\n| {}", some.join("\n| ")) };
            out.push((format!("{before}{some}"), prior));
        }
    }
    if !computable {
        let mut seen = BTreeSet::new();
        let firsts = instances.iter().filter_map(|(_, it)| it.first()).filter(|it| seen.insert(*it));
        for (n, value) in firsts.enumerate() {
            let value = value.as_deref().unwrap_or("inferInstance");
            out.push((
                format!("replace {name} := {function} {}", paren(value)),
                priors::nth(priors::CHOICE, n),
            ));
        }
    }
    let step = computed::step(v, name, &h.ty, |ty| values(v, ty));
    out.extend(step.map(|it| (it, priors::TARGETED)));
    out
}

/// One place of a universal statement.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Place<'a> {
    Value { name: &'a str, ty: &'a str, explicit: bool },
    Instance,
    Premise,
}

/// What a universal statement is about, in order, up to the last value, and what follows it.
fn telescope(ty: &str) -> (Vec<Place<'_>>, &str) {
    let mut out = Vec::new();
    let mut rest = ty.trim();
    let (mut values, mut behind) = (0, rest);
    loop {
        if let Some((groups, body)) = text::binders(rest) {
            for (bracket, group) in groups {
                let (names, ty) = group.split_once(" : ").unwrap_or(("_", group));
                for name in names.split_whitespace() {
                    out.push(match bracket {
                        Some('[') => Place::Instance,
                        _ => Place::Value {
                            name,
                            ty: ty.trim(),
                            explicit: matches!(bracket, None | Some('(')),
                        },
                    });
                }
            }
            (values, behind) = (out.len(), body);
            rest = body;
        } else if let [domain, _, ..] = text::split_top(rest, &["→"])[..] {
            let body = rest[rest.find(domain).unwrap_or(0) + domain.len()..].trim_start();
            rest = body.strip_prefix('→').unwrap_or(body).trim_start();
            // A value that what follows does not mention, or a proposition.
            if is_type(domain) {
                out.push(Place::Value { name: "_", ty: domain, explicit: true });
                (values, behind) = (out.len(), rest);
            } else {
                out.push(Place::Premise);
            }
        } else {
            break;
        }
    }
    // Premises behind the last value are part of what is refuted, and a statement that is one of them is taken as such.
    if values > 0 {
        out.truncate(values);
    }
    (out, behind)
}

/// Whether a text is a type, and no proposition.
fn is_type(text: &str) -> bool {
    let known = [
        "Nat", "ℕ", "Int", "ℤ", "Rat", "ℚ", "Bool", "Prop", "List", "Option", "Unit", "Fin", "String", "Char",
    ];
    text::tokens(text).first().is_some_and(|it| known.contains(it)) && text::relation(text).is_none()
}

fn is_sort(ty: &str) -> bool {
    matches!(text::tokens(ty).first(), Some(&("Type" | "Sort")))
}

/// Values put in so far: `None` for an instance that Lean is to find and for a premise.
#[derive(Default)]
struct Instance<'a> {
    cost: usize,
    values: Vec<Option<String>>,
    types: Vec<(&'a str, String)>,
}

/// The arguments of an instance; premises and instances are `None`.
type Arguments = Vec<Option<String>>;

fn fill<'a>(
    v: &View<'_>,
    numerals: &BTreeSet<u64>,
    places: &[Place<'a>],
    so_far: &mut Instance<'a>,
    out: &mut Vec<(usize, Arguments)>,
) {
    let Some((place, rest)) = places.split_first() else {
        out.push((so_far.cost, so_far.values.clone()));
        return;
    };
    let Place::Value { name, ty, .. } = place else {
        so_far.values.push((*place == Place::Premise).then(|| PREMISE.to_owned()));
        fill(v, numerals, rest, so_far, out);
        so_far.values.pop();
        return;
    };
    let ty = so_far.types.iter().fold((*ty).to_owned(), |ty, (name, value)| substitute(&ty, name, value));
    let mut values = values(v, &ty);
    if places.iter().filter(|it| matches!(it, Place::Value { .. })).count() == 1
        && so_far.values.is_empty()
        && matches!(v.number(&ty), Some(Number::Nat | Number::Int))
    {
        // One number alone: those of the statement with their neighbours, and all small ones.
        let known = numerals.iter().filter(|it| **it < 1_000_000);
        values.extend(known.flat_map(|it| [*it, it + 1, it.saturating_sub(1)]).map(|it| it.to_string()));
        values.extend((4..INSTANCES).map(|it| it.to_string()));
        let mut seen = BTreeSet::new();
        values.retain(|it| seen.insert(it.clone()));
    } else {
        values.truncate(VALUES);
    }
    for (n, value) in values.into_iter().enumerate() {
        // More than so many together would be sorted only to be left out.
        if out.len() >= 20_000 {
            return;
        }
        if is_sort(&ty) {
            so_far.types.push((name, value.clone()));
        }
        so_far.cost += n;
        so_far.values.push(Some(value));
        fill(v, numerals, rest, so_far, out);
        so_far.values.pop();
        so_far.cost -= n;
        if is_sort(&ty) {
            so_far.types.pop();
        }
    }
}

/// What stands for the proof of a premise until it is known by which step.
const PREMISE: &str = "by";

fn attempt(function: &str, arguments: &Arguments, by: &str) -> String {
    let inner = matches!(by, "decide" | "grind");
    let arguments: String = arguments
        .iter()
        .map(|it| match it.as_deref() {
            Some(PREMISE) if inner => format!(" (by {by})"),
            Some(PREMISE) => " ?_".to_owned(),
            Some(value) => format!(" {}", paren(value)),
            None => " inferInstance".to_owned(),
        })
        .collect();
    match inner {
        true => format!("exact absurd ({function}{arguments}) (by {by})"),
        false => format!("(refine absurd ({function}{arguments}) ?_ <;> {by})"),
    }
}

/// A term as an argument.
fn paren(term: &str) -> String {
    let bracketed = [('[', ']'), ('⟨', '⟩')]
        .iter()
        .any(|(open, close)| term.starts_with(*open) && term.ends_with(*close));
    if bracketed || term.starts_with('"') { term.to_owned() } else { text::paren(term) }
}

fn substitute(ty: &str, name: &str, value: &str) -> String {
    let mut out = String::new();
    let mut rest = ty;
    for token in text::tokens(ty) {
        let at = rest.find(token).unwrap_or(0);
        out.push_str(&rest[..at]);
        out.push_str(&if token == name { paren(value) } else { token.to_owned() });
        rest = &rest[at + token.len()..];
    }
    out + rest
}

/// A few values of a type, the plainest first; none if it is not known.
fn values(v: &View<'_>, ty: &str) -> Vec<String> {
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
                out.extend([format!("[{a}, {b}]"), format!("[{b}, {a}]"), format!("[{a}, {a}]")]);
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

/// Functions: constant ones, relations that are known, and the successor.
fn functions(v: &View<'_>, domains: &[&str], codomain: &str) -> Vec<String> {
    let underscores = vec!["_"; domains.len()].join(" ");
    let same = domains.iter().all(|it| *it == domains[0]);
    let number = v.number(domains[0]).is_some();
    let constant = values(v, codomain).into_iter().take(2).map(|it| format!("fun {underscores} => {it}"));
    let mut out: Vec<String> = constant.collect();
    let mut add = |all: &[&str]| out.extend(all.iter().map(|it| format!("fun {it}")));
    match (domains.len(), codomain) {
        (1, "Prop") if number => add(&["x => x = 0", "x => x = 1", "x => x ≠ 0"]),
        (1, "Bool") if number => add(&["x => x == 0", "x => x != 0"]),
        (1, _) if codomain == domains[0] && number => {
            add(&["x => x + 1", "x => x", "x => x * x"]);
            if v.number(codomain) != Some(Number::Nat) {
                add(&["x => -x"]);
            }
        }
        (1, _) if codomain == domains[0] => add(&["x => x"]),
        (2, "Prop") if same && number => {
            add(&["x y => x = y", "x y => x < y", "x y => x ≤ y", "x y => x ≠ y"])
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
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proposer::builtin::lean::testing::{steps, steps_with};

    fn tries(goal: &str, instance: &str) {
        let all = steps(goal);
        assert!(
            all.iter().any(|it| it.lines().any(|it| it.trim_start_matches("| ") == instance)),
            "{all:#?}"
        );
    }

    #[test]
    fn numbers_are_tried_in_the_order_of_their_size() {
        let goal = "h : ∀ (a b : Nat), a - b + b = a; ⊢False False";
        tries(goal, "exact absurd (h 0 1) (by decide)");
        let all = steps(goal);
        assert!(all.iter().any(|it| it.starts_with("first\n| exact absurd (h 0 0) (by decide)\n| exact absurd (h 0 1)")));
        tries("h : ∀ (n : Nat), 4 ∣ n → 6 ∣ n → 24 ∣ n; ⊢False False", "exact absurd (h 12) (by decide)");
        tries(
            "h : ∀ (x : Rat), 0 ≤ x → x ≤ x * x; ⊢False False",
            "(refine absurd (h (1 / 2)) ?_ <;> (simp; done))",
        );
    }

    #[test]
    fn premises_before_a_value_are_proved() {
        tries(
            "h : ∀ (f : Nat → Nat), (∀ (x : Nat), f (f x) = f x) → ∀ (x : Nat), f x = x; ⊢False False",
            "(refine absurd (h (fun _ => 0) ?_ 1) ?_ <;> (simp; done))",
        );
        tries(
            "h : ∀ (p q : Nat → Prop), p = q; ⊢False False",
            "(refine absurd (h (fun x => x = 0) (fun x => x = 1)) ?_ <;> (simp; done))",
        );
        tries("h : 0 = 0 → ∃ y, ∀ (x : Nat), x = y @->; ⊢False False", "specialize h (by simp)");
    }

    #[test]
    fn types_are_chosen_before_their_values() {
        let goal = "h : ∀ {α : Type} [inst : DecidableEq α] (xs ys : List α), xs = ys; ⊢False False";
        tries(goal, "(refine absurd (@h Nat inferInstance [] [0]) ?_ <;> (simp; done))");
        tries(
            "h : ∀ {α : Type u_1} (x y : α), x = y; ⊢False False",
            "(refine absurd (@h (ULift Nat) (ULift.up 0) (ULift.up 1)) ?_ <;> (simp; done))",
        );
        let goal = "h : ∀ {α : Type}, ∃ x : α, x = x; ⊢False False";
        tries(goal, &format!("(refine absurd (@h Empty) ?_ <;> {WITNESS})"));
    }

    #[test]
    fn places_are_read_up_to_the_last_value() {
        let value = |name, ty| Place::Value { name, ty, explicit: true };
        assert_eq!(
            telescope("∀ (p : Nat → Prop), (∀ (x : Nat), p x) → ∀ (x y : Nat), x < y → p y"),
            (
                vec![value("p", "Nat → Prop"), Place::Premise, value("x", "Nat"), value("y", "Nat")],
                "x < y → p y"
            )
        );
        assert_eq!(telescope("Nat → 0 = 1"), (vec![value("_", "Nat")], "0 = 1"));
        assert_eq!(telescope("0 = 1").0, []);
    }

    #[test]
    fn definitions_are_unfolded_and_divisors_looked_through() {
        let header = "def prime (p : Nat) : Prop := 2 ≤ p ∧ ∀ d : Nat, d ∣ p → d = 1 ∨ d = p";
        let goal = "h : ∀ (n : Nat), prime (n + 11); ⊢False False {prime}";
        let all = steps_with(header, goal);
        let step = all.iter().find(|it| it.starts_with(DIVISORS)).unwrap();
        assert!(
            step.contains("\n| (refine absurd (h 10) ?_ <;> first | decide | (simp only [prime, divisors,"),
            "{step}"
        );
    }

    #[test]
    fn only_a_statement_that_stands_alone_is_refuted() {
        for goal in [
            "n : Nat; h : ∀ (a : Nat), a = n; ⊢False False",
            "k : 0 = 1; h : ∀ (a : Nat), a = 0; ⊢False False",
            "h : ∀ (a : Nat), a = 0; ⊢Eq 0 = 1",
        ] {
            assert!(!steps(goal).iter().any(|it| it.contains("absurd")), "{goal}");
        }
    }
}
