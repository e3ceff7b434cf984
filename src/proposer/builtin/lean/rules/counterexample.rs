//! Counterexamples: nothing is given but a universal statement, and it is to be refuted at one instance.

use std::collections::BTreeSet;

use super::{
    Steps,
    closing::{self, DIVISORS, SIMP},
    computed, opposed, recursion, solved,
    values::{paren, values},
};
use crate::{
    proposer::builtin::lean::{
        multiples, priors, text,
        view::{Number, View},
    },
    prover::Hyp,
};

/// Instances that one step tries, so that the minimiser finds the one that does it.
const BUNDLE: usize = 16;

/// The plainest instances: before `grind`, which may take long on what is said of all values.
const PLAIN: f64 = priors::GRIND + 0.01;

/// A universal part of a conjunction: before what keeps all of its parts.
const UNIVERSAL: f64 = priors::INTRO;

/// Instances that a finisher is tried with first.
const FIRST: usize = 3;

/// Instances tried in all.
const INSTANCES: usize = 80;

/// Values of one variable.
const VALUES: usize = 10;

/// Functions for one variable.
const FUNCTIONS: usize = 13;

pub(super) fn rule(v: &View<'_>) -> Steps {
    let mut props = v.props();
    let (Some(h), None, None, "False") = (props.next(), props.next(), v.vars().next(), v.head()) else {
        return Steps::new();
    };
    let (places, body) = telescope(&h.ty);
    let name = &h.name;
    let mut out = Steps::new();
    let defined = v.definitions();
    // Else no instance of what these say can be computed.
    let hides_multiples = defined.iter().any(|it| v.header.text_of(it).contains('∃'));
    let first = if hides_multiples { priors::SAFE } else { priors::TARGETED };
    out.extend(computable_form(v, h).map(|it| (it, first)));
    let made_universal = made_universal(h);
    if !made_universal.is_empty() {
        out.extend(made_universal);
        return out;
    }
    if let Some(Place::Premise) = places.first() {
        for (n, by) in ["simp", "grind", "omega", "decide"].iter().enumerate() {
            out.push((format!("specialize {name} (by {by})"), priors::nth(priors::CHOICE, n)));
        }
        return out;
    }
    if places.is_empty() {
        let closer = opposed::closer(v, body);
        out.extend(closer.map(|by| (format!("(refine absurd {name} ?_ <;> {by})"), priors::DECISION)));
        return out;
    }
    let numerals = v.numerals();
    let mut instances = Vec::new();
    fill(v, &h.ty, &numerals, &places, &mut Instance::default(), &mut instances);
    instances.sort_by_key(|it| it.0);
    let explicit = places.iter().all(|it| matches!(it, Place::Premise | Place::Value { explicit: true, .. }));
    let function = if explicit { name.clone() } else { format!("@{name}") };
    let computable = places.iter().all(|it| match it {
        Place::Value { ty, .. } => !ty.contains('→') && !is_sort(ty) && v.number(ty) != Some(Number::Rat),
        _ => true,
    });
    let (unfolded, witness, sides) =
        (closing::computing(&defined), closing::witness(&defined), closing::sides(body));
    let supposes_all = places.contains(&Place::Premise) && h.ty.contains("(∀");
    let is_quantified = body.contains(['∀', '∃']) || supposes_all;
    let finishers: &[&str] = match () {
        () if computable && !is_quantified && defined.is_empty() => &["decide"],
        () if computable && !h.ty.contains('∃') && !defined.is_empty() => &["decide", &unfolded],
        () if is_quantified || !defined.is_empty() => match body.contains(['↔', '→']) {
            true => &[&witness, &sides, "grind"],
            false => &[&witness, "grind"],
        },
        () => &[SIMP, "grind"],
    };
    let opposed = opposed::closer(v, body);
    let finishers: Vec<&str> = opposed.iter().map(String::as_str).chain(finishers.iter().copied()).collect();
    for (kind, by) in finishers.iter().enumerate() {
        let before = if *by == unfolded { DIVISORS } else { "" };
        for (n, some) in bundles(&function, &instances, by).into_iter().enumerate() {
            out.push((format!("{before}{some}"), priors::nth(PLAIN, n) - 0.4 * kind as f64));
        }
        // A finisher may take long with many: each is tried with the plainest before.
        if kind > 0 && instances.len() > FIRST {
            let first = bundles(&function, &instances[..FIRST], by).concat();
            out.push((format!("{before}{first}"), priors::GRIND - 0.05 * kind as f64));
        }
    }
    // Functions first: which numbers they are wrong at is seen for each at once.
    let is_number = |it: &Place<'_>| matches!(it, Place::Value { ty, .. } if v.number(ty).is_some());
    let tail = places.iter().rev().take_while(|it| is_number(it)).count();
    if (1..=3).contains(&tail) && tail < places.len() && (!computable || supposes_all) {
        let mut instances = Vec::new();
        let head = &places[..places.len() - tail];
        fill(v, &h.ty, &numerals, head, &mut Instance::default(), &mut instances);
        instances.sort_by_key(|it| it.0);
        let by = closing::numbered(tail, h.ty.contains(".length"));
        for (n, some) in bundles(&function, &instances, &by).into_iter().enumerate() {
            out.push((some, priors::nth(priors::GRIND, n) - 0.3));
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
    out.extend(solved::step(v, name, &h.ty).map(|it| (it, priors::DECISION)));
    out
}

/// Steps to a universal statement whose refutation is one of this.
fn made_universal(h: &Hyp) -> Steps {
    let name = &h.name;
    if h.ty.starts_with("¬∃") {
        return vec![(format!("replace {name} := not_exists.mp {name}"), priors::SAFE)];
    }
    // What begins with a quantifier goes on to the end.
    let mut parts = text::split_top(&h.ty, &["∧"]);
    let last = parts.iter().position(|it| it.starts_with(['∀', '∃'])).filter(|it| *it > 0);
    parts.truncate(last.map_or(parts.len(), |it| it + 1));
    let plain = &parts[..last.unwrap_or(parts.len())];
    let other = |it: &&str| text::split_top(it, &["→", "↔", "∨"]).len() > 1;
    if parts.len() < 2 || h.ty.starts_with(['∀', '∃', '¬']) || plain.iter().any(other) {
        return Steps::new();
    }
    let way = |n: usize| ".2".repeat(n) + if n + 1 < parts.len() { ".1" } else { "" };
    // What is said of all values is the likelier to be false.
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|it| !parts[*it].trim_start_matches('(').starts_with('∀'));
    let side = |(nth, n)| (format!("replace {name} := {name}{}", way(n)), priors::nth(UNIVERSAL, 3 * nth));
    order.into_iter().enumerate().map(side).collect()
}

/// Attempts at the instances, so many in a step.
fn bundles(function: &str, instances: &[(usize, Arguments)], by: &str) -> Vec<String> {
    let all: Vec<String> = instances.iter().map(|(_, it)| attempt(function, it, by)).collect();
    let bundle = |some: &[String]| match some {
        [one] => one.clone(),
        some => format!("first\n| {}", some.join("\n| ")),
    };
    all.chunks(BUNDLE).take(INSTANCES / BUNDLE).map(bundle).collect()
}

/// Brings what is said of multiples, also by definitions, into a form that can be computed.
fn computable_form(v: &View<'_>, h: &Hyp) -> Option<String> {
    let defined = v.definitions();
    let said: Vec<&str> =
        std::iter::once(h.ty.as_str()).chain(defined.iter().map(|it| v.header.text_of(it))).collect();
    let (facts, names) = multiples::facts(&said.join("\n"));
    let with: Vec<String> = defined.iter().map(|it| (*it).to_owned()).chain(names.clone()).collect();
    // Nothing else may be known, for the instances to be tried.
    (!facts.is_empty())
        .then(|| format!("{facts}simp only [{}] at {}\nclear {}", with.join(", "), h.name, names.join(" ")))
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
        } else if let Some((domain, codomain)) = text::implication(rest).filter(|it| !it.0.starts_with('∃'))
        {
            rest = codomain;
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
    said: &str,
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
        fill(v, said, numerals, rest, so_far, out);
        so_far.values.pop();
        return;
    };
    let ty = so_far.types.iter().fold((*ty).to_owned(), |ty, (name, value)| substitute(&ty, name, value));
    let mut values = values(v, &ty);
    values.splice(0..0, recursion::functions(said, name, &ty));
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
        values.truncate(if ty.contains('→') { FUNCTIONS } else { VALUES });
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
        fill(v, said, numerals, rest, so_far, out);
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
            &format!("(refine absurd (h (fun _ => 0) ?_ 1) ?_ <;> {})", closing::witness(&[])),
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
        tries(goal, &format!("(refine absurd (@h Empty) ?_ <;> {})", closing::witness(&[])));
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
        let exists = "∃ x, p x → ∀ (y : Nat), p y";
        let said = format!("∀ (p : Nat → Prop), {exists}");
        assert_eq!(telescope(&said), (vec![value("p", "Nat → Prop")], exists));
    }

    #[test]
    fn definitions_are_unfolded_and_divisors_looked_through() {
        let header = "def prime (p : Nat) : Prop := 2 ≤ p ∧ ∀ d : Nat, d ∣ p → d = 1 ∨ d = p";
        let goal = "h : ∀ (n : Nat), prime (n + 11); ⊢False False {prime}";
        let all = steps_with(header, goal);
        let step = all.iter().find(|it| it.starts_with(DIVISORS) && it.contains("(h 10)")).unwrap();
        assert!(
            step.contains("\n| (refine absurd (h 10) ?_ <;> first | decide | (simp only [prime, divisors,"),
            "{step}"
        );
    }

    #[test]
    fn what_is_no_universal_statement_is_made_one() {
        assert!(
            steps("h : ¬∃ f, ∀ (n : Nat), f (n + 1) < f n; ⊢False False")
                .contains(&"replace h := not_exists.mp h".into())
        );
        let all = steps("h : 3 = 3 ∧ ∀ (n : Nat), n < 7; ⊢False False");
        assert!(all.contains(&"replace h := h.2".into()), "{all:#?}");
        let all = steps("h : 3 = 3 ∧ ¬0 = 1 ∧ ∀ (n : Nat), 3 < n → n < 7; ⊢False False");
        assert!(all.contains(&"replace h := h.2.2".into()), "{all:#?}");
        let header = "def odd (n : Int) : Prop := ∃ k : Int, n = 2 * k + 1";
        let all = steps_with(header, "h : ∀ (n : Int), odd n; ⊢False False {odd}");
        assert!(all.iter().any(|it| it.starts_with("have i0")
            && it.contains("simp only [odd, i0, i0',")
            && it.contains(" at h\nclear i0 i0'")));
    }

    #[test]
    fn functions_are_chosen_before_numbers_and_made_of_recursions() {
        let all = steps(
            "h : ∀ (f : Nat → Nat), (∀ (n : Nat), f (n + 1) = 2 * f n) → ∀ (n : Nat), f n = 2 ^ n; ⊢False False",
        );
        let made = "fun n => Nat.rec (motive := fun _ => Nat) 0 (fun index value => 2 * value) n";
        assert!(
            all.iter()
                .any(|it| it.contains(&format!("(h ({made}) ?_) ?_ <;> {}", closing::numbered(1, false)))),
            "{}",
            all.len()
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
