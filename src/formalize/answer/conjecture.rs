//! What the cases that were looked at let one expect of all others.

use std::collections::BTreeSet;

use crate::formalize::reading::{Expr, Number, Op, Prop, Rel, Variable};

/// Quantities with values, and what is known of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// The values of the quantities, in their order.
    pub values: Vec<Number>,
    /// What they are.
    pub is: Is,
}

/// What the prover says of values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Is {
    /// What is asked for holds of them, or does not.
    Known(bool),
    /// Nobody asks about them.
    NotMeant,
    /// It can tell neither.
    Unknown,
}

impl Case {
    /// Whether it holds of them, where that is known.
    pub fn holds(&self) -> Option<bool> {
        if let Is::Known(holds) = self.is { Some(holds) } else { None }
    }
}

/// Of which quantities something may hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Conjecture {
    /// Of none.
    Nothing,
    /// Of all.
    Everything,
    /// Of these, each with a value for each quantity.
    Only(Vec<Vec<Number>>),
    /// Of all others.
    AllBut(Vec<Number>),
    /// Of a few, and of all from one on.
    From(Vec<Number>, i64),
    /// Of all up to one.
    UpTo(i64),
    /// Of those with certain remainders.
    Classes {
        /// By what is divided.
        modulus: u64,
        /// What may remain.
        rests: Vec<u64>,
    },
    /// Of the perfect squares.
    Squares,
}

/// A finite answer has at least so many cases beyond it that were looked at.
const BEYOND: usize = 8;
/// The largest modulus; each class has to be seen so often.
const MODULUS: u64 = 12;
const SEEN: usize = 3;
/// More exceptions than that are no rule.
const FEW: usize = 8;

/// What fits all cases that are known, the likeliest first.
pub fn conjectures(cases: &[Case]) -> Vec<Conjecture> {
    let known: Vec<(&[Number], bool)> =
        cases.iter().filter_map(|it| Some((it.values.as_slice(), it.holds()?))).collect();
    if known.len() < BEYOND {
        return Vec::new();
    }
    let of =
        |wanted: bool| known.iter().filter(|it| it.1 == wanted).map(|it| it.0.to_vec()).collect::<Vec<_>>();
    let (holds, fails) = (of(true), of(false));
    if holds.is_empty() {
        return vec![Conjecture::Nothing];
    }
    if fails.is_empty() {
        return vec![Conjecture::Everything];
    }
    let only = Conjecture::Only(holds.clone());
    let few = |them: &[Vec<Number>], others: &[Vec<Number>]| {
        them.len() <= 4 * FEW && others.len() >= BEYOND && is_within(them, others)
    };
    let mut all = Vec::new();
    if few(&holds, &fails) {
        all.extend(Some(only).filter(|_| has_no_gap(&holds, cases)));
    }
    let singles = |them: &[Vec<Number>]| -> Option<Vec<Number>> {
        them.iter().map(|it| if let [one] = it[..] { Some(one) } else { None }).collect()
    };
    if let (Some(holds), Some(fails)) = (singles(&holds), singles(&fails)) {
        all.extend(from(&holds, &fails));
        all.extend(up_to(&holds, &fails));
        if few(
            &fails.iter().map(|it| vec![*it]).collect::<Vec<_>>(),
            &holds.iter().map(|it| vec![*it]).collect::<Vec<_>>(),
        ) && fails.len() <= FEW
        {
            all.push(Conjecture::AllBut(fails));
        }
        all.extend(classes(&known));
        all.push(Conjecture::Squares);
    }
    all.retain(|it| known.iter().all(|(values, holds)| it.holds(values) == *holds));
    all
}

/// Whether enough others lie beyond them: above and, where there are others below, below.
fn is_within(them: &[Vec<Number>], others: &[Vec<Number>]) -> bool {
    let quantities = them.first().map_or(0, Vec::len);
    (0..quantities).all(|at| {
        let (Some(least), Some(most)) =
            (them.iter().map(|it| it[at]).min(), them.iter().map(|it| it[at]).max())
        else {
            return true;
        };
        let above = others.iter().filter(|it| it[at] > most).count();
        let below = others.iter().filter(|it| it[at] < least).count();
        let may_be_below = others.iter().chain(them).any(|it| it[at] < Number::whole(0));
        above >= BEYOND && (!may_be_below || below >= BEYOND)
    })
}

/// Whether all whole numbers between those of which it holds were looked at.
fn has_no_gap(holds: &[Vec<Number>], cases: &[Case]) -> bool {
    let whole = |it: &[Number]| if let [one] = it { one.as_whole() } else { None };
    let all: Option<Vec<i64>> = holds.iter().map(|it| whole(it)).collect();
    // Fractions and pairs cannot be looked at one by one.
    let Some(all) = all else { return true };
    let (Some(&least), Some(&most)) = (all.iter().min(), all.iter().max()) else { return true };
    let seen = cases.iter().filter(|it| it.is != Is::Unknown);
    let seen: BTreeSet<i64> = seen.filter_map(|it| whole(&it.values)).collect();
    seen.range(least..=most).count() as i64 == most - least + 1
}

fn from(holds: &[Number], fails: &[Number]) -> Option<Conjecture> {
    let last_failure = fails.iter().max()?;
    let from = holds.iter().filter(|it| *it > last_failure).min()?.as_whole()?;
    let beyond = holds.iter().filter(|it| *it > last_failure).count();
    let few: Vec<Number> = holds.iter().filter(|it| *it < last_failure).copied().collect();
    (beyond >= BEYOND && few.len() <= FEW / 2).then_some(Conjecture::From(few, from))
}

fn up_to(holds: &[Number], fails: &[Number]) -> Option<Conjecture> {
    let first_failure = fails.iter().min()?;
    let up_to = holds.iter().filter(|it| *it < first_failure).max()?.as_whole()?;
    let below = holds.iter().filter(|it| *it < first_failure).count();
    let is_open = holds.iter().any(|it| *it < Number::whole(0));
    // Numbers that all lie within an interval are listed.
    let is_sharp = *first_failure == Number::whole(up_to + 1);
    (below >= BEYOND && is_sharp && (is_open || below > 4 * FEW)).then_some(Conjecture::UpTo(up_to))
}

fn classes(known: &[(&[Number], bool)]) -> Option<Conjecture> {
    let whole: Option<Vec<(i64, bool)>> =
        known.iter().map(|(values, holds)| Some((values[0].as_whole()?, *holds))).collect();
    let whole = whole?;
    (2..=MODULUS).find_map(|modulus| {
        let mut rests = Vec::new();
        for rest in 0..modulus {
            let class: Vec<bool> = whole
                .iter()
                .filter(|it| it.0.rem_euclid(modulus as i64) as u64 == rest)
                .map(|it| it.1)
                .collect();
            let all_alike = class.windows(2).all(|it| it[0] == it[1]);
            if class.len() < SEEN || !all_alike {
                return None;
            }
            rests.extend(class[0].then_some(rest));
        }
        Some(Conjecture::Classes { modulus, rests })
    })
}

impl Conjecture {
    /// Whether it says that it holds of these.
    pub fn holds(&self, values: &[Number]) -> bool {
        let one = values.first().copied().unwrap_or(Number::whole(0));
        let whole = one.as_whole();
        match self {
            Conjecture::Nothing => false,
            Conjecture::Everything => true,
            Conjecture::Only(them) => them.iter().any(|it| it == values),
            Conjecture::AllBut(them) => !them.contains(&one),
            Conjecture::From(few, from) => few.contains(&one) || one >= Number::whole(*from),
            Conjecture::UpTo(to) => one <= Number::whole(*to),
            Conjecture::Classes { modulus, rests } => {
                whole.is_some_and(|it| rests.contains(&(it.rem_euclid(*modulus as i64) as u64)))
            }
            Conjecture::Squares => whole.is_some_and(|it| it >= 0 && it.isqrt().pow(2) == it),
        }
    }

    /// What it says of the quantities; `None` and `All` of them say nothing that a statement would have beside the rest.
    pub fn prop(&self, variables: &[Variable]) -> Option<Prop> {
        let first = variables.first()?;
        let one = Expr::Var(first.name.clone());
        let compare = |rel: Rel, it: Number| Prop::Compare(rel, one.clone(), it.expr());
        let or = |mut all: Vec<Prop>| if all.len() == 1 { all.remove(0) } else { Prop::Or(all) };
        Some(match self {
            Conjecture::Nothing | Conjecture::Everything => return None,
            Conjecture::Only(them) => {
                let tuple = |values: &Vec<Number>| {
                    let equal = |(variable, value): (&Variable, &Number)| {
                        Prop::Compare(Rel::Eq, Expr::Var(variable.name.clone()), value.expr())
                    };
                    let mut all: Vec<Prop> = variables.iter().zip(values).map(equal).collect();
                    if all.len() == 1 { all.remove(0) } else { Prop::And(all) }
                };
                or(them.iter().map(tuple).collect())
            }
            Conjecture::AllBut(them) => {
                let mut all: Vec<Prop> = them.iter().map(|it| compare(Rel::Ne, *it)).collect();
                if all.len() == 1 { all.remove(0) } else { Prop::And(all) }
            }
            Conjecture::From(few, from) => {
                let few = few.iter().map(|it| compare(Rel::Eq, *it));
                or(few.chain([compare(Rel::Ge, Number::whole(*from))]).collect())
            }
            Conjecture::UpTo(to) => compare(Rel::Le, Number::whole(*to)),
            Conjecture::Classes { modulus, rests } => {
                let rest = Expr::Of(Op::Mod, Box::new(one.clone()), Box::new(Expr::Number(*modulus)));
                or(rests.iter().map(|it| Prop::Compare(Rel::Eq, rest.clone(), Expr::Number(*it))).collect())
            }
            Conjecture::Squares => Prop::Square(one),
        })
    }

    /// From where on it says the same of all natural numbers, and what.
    pub fn tail(&self) -> Option<(u64, bool)> {
        let end = |them: &[Number]| -> Option<u64> {
            let ends: Option<Vec<u64>> =
                them.iter().map(|it| Some(it.as_whole()?.unsigned_abs() + 1)).collect();
            ends?.into_iter().max()
        };
        match self {
            Conjecture::Nothing => Some((0, false)),
            Conjecture::Everything => Some((0, true)),
            Conjecture::Only(them) => {
                let them: Option<Vec<Number>> =
                    them.iter().map(|it| if let [one] = it[..] { Some(one) } else { None }).collect();
                Some((end(&them?)?, false))
            }
            Conjecture::AllBut(them) => Some((end(them)?, true)),
            Conjecture::From(_, from) => Some((from.unsigned_abs() + 1, true)),
            Conjecture::UpTo(_) | Conjecture::Classes { .. } | Conjecture::Squares => None,
        }
    }

    /// The numbers of which it holds, as people write them.
    pub fn text(&self, variables: &[Variable]) -> String {
        let listed = |them: &[Number]| them.iter().map(Number::to_string).collect::<Vec<_>>().join(", ");
        let name = variables.first().map_or("n", |it| it.name.as_str());
        match self {
            Conjecture::Nothing => "none".into(),
            Conjecture::Everything => "all".into(),
            Conjecture::Only(them) => {
                let tuple =
                    |it: &Vec<Number>| if it.len() == 1 { listed(it) } else { format!("({})", listed(it)) };
                format!("{{{}}}", them.iter().map(tuple).collect::<Vec<_>>().join(", "))
            }
            Conjecture::AllBut(them) => format!("all but {}", listed(them)),
            Conjecture::From(few, from) if few.is_empty() => format!("all {name} ≥ {from}"),
            Conjecture::From(few, from) => format!("{}, and all {name} ≥ {from}", listed(few)),
            Conjecture::UpTo(to) => format!("all {name} ≤ {to}"),
            Conjecture::Classes { modulus: 2, rests } => {
                format!("the {} numbers", if rests == &[0] { "even" } else { "odd" })
            }
            Conjecture::Classes { modulus, rests } => {
                let rests: BTreeSet<String> = rests.iter().map(u64::to_string).collect();
                let rests: Vec<String> = rests.into_iter().collect();
                format!("all {name} with the remainder {} modulo {modulus}", rests.join(" or "))
            }
            Conjecture::Squares => "the perfect squares".into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formalize::reading::Domain;

    /// What is expected of whole numbers where this is so.
    fn found(range: std::ops::RangeInclusive<i64>, holds: impl Fn(i64) -> bool) -> Vec<String> {
        let case = |it: i64| Case { values: vec![Number::whole(it)], is: Is::Known(holds(it)) };
        let cases: Vec<Case> = range.map(case).collect();
        let n = [Variable { name: "n".into(), domain: Domain::Int }];
        conjectures(&cases).iter().map(|it| it.text(&n)).collect()
    }

    #[test]
    fn each_pattern_is_found() {
        assert_eq!(found(0..=40, |_| false), ["none"]);
        assert_eq!(found(-20..=20, |_| true), ["all"]);
        assert_eq!(found(0..=40, |n| n * n + 6 == 5 * n), ["{2, 3}"]);
        assert_eq!(found(-20..=20, |n| n * n == 3 * n + 10), ["{-2, 5}"]);
        assert_eq!(found(0..=40, |n| n > 6), ["all n ≥ 7", "all but 0, 1, 2, 3, 4, 5, 6"]);
        assert_eq!(found(0..=40, |n| !(2..=4).contains(&n)), ["0, 1, and all n ≥ 5", "all but 2, 3, 4"]);
        assert_eq!(found(-20..=20, |n| n < -3), ["all n ≤ -4"]);
        assert_eq!(found(0..=60, |n| n < 50), ["all n ≤ 49"]);
        assert_eq!(found(-20..=20, |n| n != 0), ["all but 0"]);
        assert_eq!(found(0..=40, |n| n % 2 == 1), ["the odd numbers"]);
        assert_eq!(
            found(-20..=20, |n| (n * n + 1).rem_euclid(5) == 0),
            ["all n with the remainder 2 or 3 modulo 5"]
        );
        assert_eq!(found(0..=40, |n| n.isqrt().pow(2) == n), ["the perfect squares"]);
        assert_eq!(found(0..=40, |n| [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37].contains(&n)), [""; 0]);
        assert_eq!(found(0..=5, |n| n == 2), [""; 0]);
        let sparse = (0..=40).chain([48, 60]).chain(70..=80);
        let cases: Vec<Case> = sparse
            .map(|it| Case { values: vec![Number::whole(it)], is: Is::Known([3, 48, 60].contains(&it)) })
            .collect();
        assert_eq!(conjectures(&cases), []);
    }

    #[test]
    fn what_is_not_known_counts_for_nothing() {
        let case = |it: i64| Case {
            values: vec![Number::whole(it)],
            is: if it == 27 { Is::Unknown } else { Is::Known(it == 3) },
        };
        let cases: Vec<Case> = (0..=30).map(case).collect();
        assert_eq!(conjectures(&cases), [Conjecture::Only(vec![vec![Number::whole(3)]])]);
    }

    #[test]
    fn what_nobody_asks_about_is_no_gap() {
        let is = |it: i64| if it % 2 == 0 { Is::Known(it * it == 4) } else { Is::NotMeant };
        let cases: Vec<Case> =
            (-20..=20).map(|it| Case { values: vec![Number::whole(it)], is: is(it) }).collect();
        let both = [-2, 2].map(|it| vec![Number::whole(it)]).to_vec();
        assert_eq!(conjectures(&cases), [Conjecture::Only(both)]);
    }

    #[test]
    fn pairs_are_found_together() {
        let case = |x: i64, y: i64| Case {
            values: vec![Number::whole(x), Number::whole(y)],
            is: Is::Known(x * y == 6 && x < y),
        };
        let cases: Vec<Case> = (0..=8).flat_map(|x| (0..=8).map(move |y| case(x, y))).collect();
        let names = ["x", "y"].map(|it| Variable { name: it.into(), domain: Domain::Nat });
        let found: Vec<String> = conjectures(&cases).iter().map(|it| it.text(&names)).collect();
        assert_eq!(found, ["{(1, 6), (2, 3)}"]);
    }
}
