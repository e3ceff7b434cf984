//! Counterexamples by computation: a universal statement is computed at many values at once.

use crate::proposer::builtin::lean::{
    text,
    view::{Number, View},
};

/// Cases that are computed in one go.
const CASES: usize = 3000;

/// The most values of one natural number, of one integer and of one fraction.
const MOST: [usize; 3] = [500, 60, FRACTIONS.len()];

const FRACTIONS: [&str; 12] =
    ["0", "1", "-1", "1 / 2", "2", "-1 / 2", "3", "-2", "3 / 2", "1 / 3", "-3", "10"];

/// Lists of no more than so many items, each one of so many.
const LENGTH: usize = 3;
const ITEMS: usize = 3;

/// One place of the statement: a value with its type, or a premise.
pub(super) enum Place<'a> {
    Value { name: &'a str, ty: &'a str },
    Premise(&'a str),
}

/// The step that refutes `name : ty` if it is false at one of the values; `values` has a few of every type.
pub(super) fn step(
    v: &View<'_>,
    name: &str,
    ty: &str,
    values: impl Fn(&str) -> Vec<String>,
) -> Option<String> {
    let (places, body) = places(ty)?;
    let types = || {
        places.iter().filter_map(|it| match it {
            Place::Value { ty, .. } => Some(*ty),
            Place::Premise(_) => None,
        })
    };
    let is_number = |ty: &str| matches!(v.number(ty), Some(Number::Nat | Number::Int | Number::Rat));
    let others = types().filter(|it| !is_number(it)).map(|it| domain(it, &values).map(|it| it.1));
    let others: usize = others.product::<Option<usize>>()?;
    let numbers = types().filter(|it| is_number(it)).count() as u32;
    let side = (1..=CASES)
        .take_while(|it| {
            it.checked_pow(numbers).and_then(|it| it.checked_mul(others)).is_some_and(|it| it <= CASES)
        })
        .last()?;
    let (mut claim, mut given, mut passed) = (String::new(), String::new(), String::new());
    for place in &places {
        match place {
            Place::Value { name, ty } => {
                let range = match v.number(ty) {
                    Some(Number::Nat) => format!("< {}", side.min(MOST[0])),
                    Some(Number::Int) => among(&integers(side.min(MOST[1])), ty),
                    Some(Number::Rat) => among(&FRACTIONS.map(str::to_owned)[..side.min(MOST[2])], ty),
                    _ => domain(ty, &values)?.0,
                };
                claim.push_str(&format!("∀ {name} {range}, "));
                given.push_str(&format!(" {name} _"));
                passed.push_str(&format!(" {name}"));
            }
            Place::Premise(premise) => {
                let premises = format!("premise_{}", given.len());
                claim.push_str(&format!("({premise}) → "));
                given.push_str(&format!(" {premises}"));
                passed.push_str(&format!(" {premises}"));
            }
        }
    }
    Some(format!("exact absurd (fun{given} => {name}{passed}) (by decide +kernel : ¬ {claim}{body})"))
}

/// What a statement is about, up to the last value, and what it says of that; `None` if a value has no name, or is not to be given.
pub(super) fn places(ty: &str) -> Option<(Vec<Place<'_>>, &str)> {
    let mut out = Vec::new();
    let mut rest = ty.trim();
    let mut last = None;
    loop {
        if let Some((groups, body)) = text::binders(rest) {
            for (bracket, group) in groups {
                let (names, ty) = group.split_once(" : ")?;
                if !matches!(bracket, None | Some('(')) || !names.split_whitespace().all(text::usable) {
                    return None;
                }
                out.extend(names.split_whitespace().map(|name| Place::Value { name, ty: ty.trim() }));
            }
            rest = body;
            last = Some((out.len(), body));
        } else if let Some((premise, behind)) = text::implication(rest).filter(|it| !it.0.starts_with('∃'))
        {
            out.push(Place::Premise(premise));
            rest = behind;
        } else {
            break;
        }
    }
    let (count, body) = last?;
    out.truncate(count);
    Some((out, body))
}

/// All of a small type, or a few of a larger one, as what follows a variable's name behind `∀`; and how many.
fn domain(ty: &str, values: impl Fn(&str) -> Vec<String>) -> Option<(String, usize)> {
    let all = match ty.split_once(' ') {
        Some(("Fin", size)) => {
            let size = size.parse().ok().filter(|it| *it <= CASES)?;
            (0..size).map(|it| it.to_string()).collect()
        }
        Some(("List", item)) => {
            let items = values(item.trim_matches(['(', ')']));
            let mut all = vec![Vec::new()];
            let mut from = 0;
            for _ in 0..LENGTH {
                let longer: Vec<Vec<&str>> = all[from..]
                    .iter()
                    .flat_map(|list| {
                        items.iter().take(ITEMS).map(move |it| [&list[..], &[it.as_str()]].concat())
                    })
                    .collect();
                from = all.len();
                all.extend(longer);
            }
            all.into_iter().map(|it| format!("[{}]", it.join(", "))).collect()
        }
        _ if matches!(ty, "Prop" | "Type") || ty.starts_with("Type ") || ty.starts_with("Sort ") => {
            return None;
        }
        // Whether a proposition holds is not computed for all propositions.
        _ if ty.ends_with("→ Prop") => return None,
        _ => values(ty),
    };
    (!all.is_empty()).then(|| (among(&all, ty), all.len()))
}

fn among(values: &[String], ty: &str) -> String {
    format!("∈ ([{}] : List ({ty}))", values.join(", "))
}

/// The first integers by size: `0, 1, -1, 2, …`.
fn integers(count: usize) -> Vec<String> {
    let nth =
        |it: usize| if it.is_multiple_of(2) { format!("-{}", it / 2) } else { it.div_ceil(2).to_string() };
    (0..count).map(|it| if it == 0 { "0".into() } else { nth(it) }).collect()
}

#[cfg(test)]
mod tests {
    use crate::proposer::builtin::lean::testing::steps;

    fn computed(ty: &str) -> Option<String> {
        let all = steps(&format!("h : {ty}; ⊢False False"));
        all.into_iter().find(|it| it.contains("absurd (fun") && it.contains("+kernel"))
    }

    #[test]
    fn natural_numbers_are_counted_and_others_listed() {
        assert_eq!(
            computed("∀ (a b : Nat), a - b + b = a").unwrap(),
            "exact absurd (fun a _ b _ => h a b) (by decide +kernel : ¬ ∀ a < 54, ∀ b < 54, a - b + b = a)"
        );
        let step = computed("∀ (x : Int) (b : Bool), b = true → x * x = x").unwrap();
        assert!(step.contains("¬ ∀ x ∈ ([0, 1, -1, 2, -2, 3,"), "{step}");
        assert!(step.ends_with("∀ b ∈ ([true, false] : List (Bool)), b = true → x * x = x)"), "{step}");
        let step = computed("∀ (xs : List Nat), xs = xs.reverse").unwrap();
        assert!(step.contains("∈ ([[], [0], [1], [2], [0, 0], [0, 1],"), "{step}");
    }

    #[test]
    fn premises_stay_where_they_are() {
        let step = computed("∀ (n : Nat), 2 ≤ n → ∀ (d : Nat), d ∣ n → d = n").unwrap();
        assert!(step.starts_with("exact absurd (fun n _ premise_4 d _ => h n premise_4 d) (by"), "{step}");
        assert!(step.ends_with("¬ ∀ n < 54, (2 ≤ n) → ∀ d < 54, d ∣ n → d = n)"), "{step}");
    }

    #[test]
    fn what_has_no_values_or_cannot_be_computed_is_left_alone() {
        for ty in
            ["∀ (p : Nat → Prop), p 0 = p 1", "∀ {n : Nat}, n = 0", "∀ (α : Type) (x y : α), x = y", "0 = 1"]
        {
            assert_eq!(computed(ty), None, "{ty}");
        }
    }
}
