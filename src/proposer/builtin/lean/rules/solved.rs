//! Counterexamples that no list of small values has: the points at which the statement's own equations hold.
//!
//! A statement about `15 * t = 30` and `v * t = 60` says nothing at most points. What is supposed is solved for the
//! variables, one equation after the other, and the statement is computed there; also where one of the equations does not hold.

use std::collections::{BTreeMap, BTreeSet};

use super::computed::{Place, places};
use crate::proposer::builtin::lean::{
    poly::Poly,
    rational::Rational,
    text,
    view::{Number, View},
};

/// Points that one step computes.
const POINTS: usize = 40;
/// Equations that are looked at.
const EQUATIONS: usize = 8;
/// Whole numbers that are tried as roots.
const ROOTS: i64 = 30;

/// A value for each variable.
type Point = BTreeMap<String, Rational>;

/// The step that refutes `name : ty` if it is false where its equations hold.
pub(super) fn step(v: &View<'_>, name: &str, ty: &str) -> Option<String> {
    let (places, body) = places(ty)?;
    let mut variables = Vec::new();
    for place in &places {
        let Place::Value { name, ty } = place else { return None };
        let number = v.number(ty).filter(|it| matches!(it, Number::Nat | Number::Int | Number::Rat))?;
        variables.push((*name, number));
    }
    let mut equations = Vec::new();
    gather(body, &mut equations);
    let known = |it: &Poly| it.atoms().all(|atom| variables.iter().any(|variable| variable.0 == atom));
    equations.retain(|it| known(it) && it.degree() > 0);
    let mut seen: Vec<Poly> = Vec::new();
    for it in equations {
        if !seen.contains(&it) && seen.len() < EQUATIONS {
            seen.push(it);
        }
    }
    if seen.is_empty() {
        return None;
    }
    let mut points: Vec<String> = Vec::new();
    let mut taken = BTreeSet::new();
    for point in points_of(&seen, &variables) {
        let values = variables.iter().map(|it| text::paren(&point[it.0].to_string()));
        let values = values.collect::<Vec<_>>().join(" ");
        if taken.insert(values.clone()) {
            points.push(format!("exact absurd ({name} {values}) (by decide +kernel)"));
        }
    }
    points.truncate(POINTS);
    match &points[..] {
        [] => None,
        [one] => Some(one.clone()),
        all => Some(format!("first\n| {}", all.join("\n| "))),
    }
}

/// What has to be zero for the equations in a proposition to hold, and for its inequalities to be sharp.
fn gather(text: &str, out: &mut Vec<Poly>) {
    let text = text.trim();
    let text = text.strip_prefix('¬').unwrap_or(text).trim();
    if let Some(inner) = text.strip_prefix('(').and_then(|it| it.strip_suffix(')'))
        && text::paren(text) == text
    {
        return gather(inner, out);
    }
    let parts = text::split_top(text, &["→", "↔", "∧", "∨"]);
    if parts.len() > 1 {
        return parts.iter().for_each(|it| gather(it, out));
    }
    let Some(relation) = text::relation(text).filter(|it| !matches!(it.op, "∣" | "∈" | "≡")) else {
        return;
    };
    let (Some(left), Some(right)) = (Poly::parse(relation.left), Poly::parse(relation.right)) else { return };
    out.extend(Rational::new(-1, 1).and_then(|it| left.plus(it, &right)));
}

/// Points at which as many of the equations hold as can, beginning with each in turn, also without each in turn, and where
/// only one of them holds.
fn points_of(equations: &[Poly], variables: &[(&str, Number)]) -> Vec<Point> {
    let count = equations.len();
    let mut out = Vec::new();
    // What is not whole tells fractions from other numbers.
    let halves =
        variables.iter().any(|it| it.1 == Number::Rat).then_some([(1, 2), (9, 2)]).into_iter().flatten();
    let free = [(0, 1), (1, 1), (2, 1)].into_iter().chain(halves);
    let free: Vec<Rational> = free.filter_map(|it| Rational::new(it.0, it.1)).collect();
    let mut orders: Vec<Vec<usize>> = Vec::new();
    for without in std::iter::once(None).chain((0..count).map(Some)) {
        for first in 0..count {
            let order = (0..count).map(|it| (first + it) % count).filter(|it| Some(*it) != without);
            orders.push(order.collect());
        }
    }
    orders.extend((0..count).filter(|_| count > 2).map(|it| vec![it]));
    for order in orders.iter().filter(|it| !it.is_empty()) {
        let order: Vec<Poly> = order.iter().map(|it| equations[*it].clone()).collect();
        for free in &free {
            let mut found = Vec::new();
            solve(&order, Vec::new(), variables, *free, &mut found);
            out.extend(found.into_iter().filter(|it| fits(it, variables)));
        }
    }
    out
}

/// Solves the equations in order, as far as they can be: `solved` has what was put in place of a variable, the last one first.
fn solve(
    equations: &[Poly],
    solved: Vec<(String, Poly)>,
    variables: &[(&str, Number)],
    free: Rational,
    out: &mut Vec<Point>,
) {
    let put = |name: &str, by: &Poly| {
        let rest = equations.iter().map(|it| it.substitute(name, by)).collect::<Option<Vec<_>>>()?;
        let mut solved = solved.clone();
        solved.insert(0, (name.to_owned(), by.clone()));
        Some((rest, solved))
    };
    if let Some((name, by)) = equations.iter().find_map(Poly::isolated) {
        if let Some((rest, solved)) = put(&name, &by) {
            solve(&rest, solved, variables, free, out);
        }
        return;
    }
    let one = |it: &&Poly| it.atoms().collect::<BTreeSet<_>>().len() == 1 && it.degree() > 1;
    if let Some(equation) = equations.iter().find(one) {
        let name = equation.atoms().next().unwrap_or_default().to_owned();
        let roots = (0..=ROOTS).flat_map(|it| [it, -it]).filter_map(Poly::whole);
        let is_root = |it: &Poly| equation.substitute(&name, it).is_some_and(|it| it == Poly::default());
        let mut roots: Vec<Poly> = roots.filter(is_root).collect();
        roots.dedup();
        for root in roots.iter().take(2) {
            if let Some((rest, solved)) = put(&name, root) {
                solve(&rest, solved, variables, free, out);
            }
        }
        if roots.is_empty() {
            let rest: Vec<Poly> = equations.iter().filter(|it| *it != equation).cloned().collect();
            solve(&rest, solved, variables, free, out);
        }
        return;
    }
    // Nothing follows for what is left: a guess.
    let open = variables.iter().enumerate().find(|it| solved.iter().all(|done| done.0 != it.1.0));
    if let Some((nth, (name, _))) = open {
        // Not the same for all of them.
        let further = i64::try_from(nth).ok().filter(|_| free != Rational::ZERO).unwrap_or(0);
        let guess = Rational::new(further, 1).and_then(|it| free.add(it)).map(Poly::constant);
        if let Some((rest, solved)) = guess.and_then(|it| put(name, &it)) {
            solve(&rest, solved, variables, free, out);
        }
        return;
    }
    let mut point = Point::new();
    for (name, by) in solved {
        let value =
            point.iter().try_fold(by, |by, (name, value)| by.substitute(name, &Poly::constant(*value)));
        let Some(value) = value.and_then(|it| it.as_constant()) else { return };
        point.insert(name, value);
    }
    out.push(point);
}

/// Whether each value is a number of its variable's kind.
fn fits(point: &Point, variables: &[(&str, Number)]) -> bool {
    variables.iter().all(|(name, number)| {
        point.get(*name).is_some_and(|it| match number {
            Number::Nat => it.is_whole() && !it.is_negative(),
            Number::Int => it.is_whole(),
            _ => true,
        })
    })
}

#[cfg(test)]
mod tests {
    use crate::proposer::builtin::lean::testing::steps;

    fn solved(ty: &str) -> Option<String> {
        let all = steps(&format!("h : {ty}; ⊢False False"));
        all.into_iter().find(|it| it.contains("absurd (h") && it.contains("+kernel"))
    }

    #[test]
    fn equations_are_solved_one_after_the_other() {
        let step = solved(
            "∀ (t u v : Rat), ((15 * t = 30 ∧ 10 * u = 30) ∧ v * (t + u) = 60) ↔ (15 * t = 30 ∧ 10 * u = 30 ∧ v * t + u = 60)",
        );
        let step = step.unwrap();
        assert!(step.contains("| exact absurd (h 2 3 12) (by decide +kernel)"), "{step}");
        assert!(step.contains("(h 2 3 (57 / 2))"), "{step}");
        let step = solved("∀ (x y : Int), x + y = 10 → x - y = 4 → x = 8").unwrap();
        assert!(step.contains("(h 7 3)"), "{step}");
        assert!(solved("∀ (x : Rat), x ^ 2 = 49 → x = 7").unwrap().contains("(h (-7))"));
        // Half a sheep is none.
        assert_eq!(solved("∀ (n : Nat), 2 * n = 3 → n = n + 1"), None);
    }

    #[test]
    fn one_equation_less_leaves_something_open() {
        let step = solved("∀ (a b : Nat), a + b = 50 ∧ a = 4 * b ↔ a + b = 50").unwrap();
        assert!(step.contains("(h 40 10)"), "{step}");
        assert!(step.contains("(h 50 0)"), "{step}");
    }

    #[test]
    fn what_has_no_equations_is_left_alone() {
        for ty in
            ["∀ (n : Nat), n % 2 = 0", "∀ (f : Nat → Nat) (n : Nat), n = 3", "∀ (n : Nat), ∃ k, n = 2 * k"]
        {
            assert_eq!(solved(ty), None, "{ty}");
        }
    }
}
