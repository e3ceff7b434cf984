//! Sums of many terms: `1 + 3 + ⋯ + (2n − 1)`, `the sum of the first n odd numbers`.

use super::{
    Domain, Expr, Op, USUAL,
    parse::{Asks, Parser},
    value::value,
};

/// What the quantity of a sum is called, if nothing else is.
const NAMES: [&str; 5] = ["i", "j", "k", "m", "r"];

fn of(op: Op, a: Expr, b: Expr) -> Expr {
    Expr::Of(op, Box::new(a), Box::new(b))
}

impl Parser<'_> {
    /// What stands behind the dots, and what that makes of the terms before them.
    pub(super) fn series(&mut self, terms: &[Expr]) -> Option<Expr> {
        if !self.sign('+') || terms.len() < 2 {
            return self.fail();
        }
        let last = self.product()?;
        let found = self.by_last(terms, &last).or_else(|| self.arithmetic(terms, &last));
        if found.is_none() { self.fail() } else { found }
    }

    /// The terms are what the last one is for the first values of a quantity, from 0 or 1 on.
    fn by_last(&self, terms: &[Expr], last: &Expr) -> Option<Expr> {
        last.variables().into_iter().find_map(|name| {
            [1, 0].into_iter().find_map(|start| {
                let term = |nth: usize| simple(&last.put(&name, &Expr::Number(start + nth as u64)));
                let fits = terms.iter().enumerate().all(|(nth, it)| simple(it) == term(nth));
                let (index, count) = (self.index(), Expr::Var(name.clone()));
                let nth = Expr::Var(index.clone());
                let (nth, count) = match start {
                    0 => (nth, of(Op::Add, count, Expr::Number(1))),
                    _ => (of(Op::Add, nth, Expr::Number(1)), count),
                };
                let each = last.put(&name, &nth);
                let each = Box::new(linear(&each, &index).and_then(|it| it.expr(&index)).unwrap_or(each));
                fits.then(|| Expr::Sum { name: index, count: Box::new(count), each })
            })
        })
    }

    /// `1 + 2 + ⋯ + 100`: given numbers with one difference.
    fn arithmetic(&self, terms: &[Expr], last: &Expr) -> Option<Expr> {
        let given: Option<Vec<i64>> =
            terms.iter().chain([last]).map(|it| value(it, Domain::Rat, USUAL)?.as_whole()).collect();
        let given = given?;
        let [first, second, ..] = given[..] else { return None };
        let (step, last) = (second - first, *given.last()?);
        let in_turn = given[..given.len() - 1].windows(2).all(|it| it[1] - it[0] == step);
        if !in_turn || step <= 0 || first < 0 || last <= second || (last - first) % step != 0 {
            return None;
        }
        let index = self.index();
        let number = |it: i64| Expr::Number(it.unsigned_abs());
        let each = Linear { times: step, plus: first }.expr(&index)?;
        let count = number((last - first) / step + 1);
        Some(Expr::Sum { name: index, count: Box::new(count), each: Box::new(each) })
    }

    /// `first n odd numbers`, `squares of the first n positive integers`, behind `the sum of the`.
    pub(super) fn first_of(&mut self) -> Option<Expr> {
        self.word("the");
        let power = match () {
            () if self.words(&["squares", "of"]) => 2,
            () if self.words(&["cubes", "of"]) => 3,
            () => 1,
        };
        self.word("the");
        if !self.word("first") {
            return self.fail();
        }
        let count = self.product()?;
        let index = self.index();
        let (nth, one, two) = (Expr::Var(index.clone()), Expr::Number(1), Expr::Number(2));
        let next = of(Op::Add, nth.clone(), one.clone());
        let positive = self.word("positive");
        let (even, odd) = (self.word("even"), self.word("odd"));
        let natural = self.word("natural");
        if !(self.any(&["integers", "numbers", "integer", "number"])) || !(positive || natural || even || odd)
        {
            return self.fail();
        }
        let each = if odd {
            of(Op::Add, of(Op::Mul, two, nth), one)
        } else {
            // Whether they begin with 0 is the same matter as of natural numbers.
            let from_one = positive || !self.zero.unwrap_or(self.sense.zero);
            if !positive && self.zero.is_none() {
                self.asks.insert(Asks::Zero);
            }
            let nth = if from_one { next } else { nth };
            if even { of(Op::Mul, two, nth) } else { nth }
        };
        let each = if power == 1 { each } else { of(Op::Pow, each, Expr::Number(power)) };
        Some(Expr::Sum { name: index, count: Box::new(count), each: Box::new(each) })
    }

    fn index(&self) -> String {
        NAMES.into_iter().find(|it| !self.is_used(it)).unwrap_or("i₁").to_owned()
    }
}

/// `times · i + plus`
#[derive(Clone, Copy)]
struct Linear {
    times: i64,
    plus: i64,
}

impl Linear {
    /// It as an expression, where nothing in it is below 0.
    fn expr(self, index: &str) -> Option<Expr> {
        let (times, plus) = (u64::try_from(self.times).ok()?, u64::try_from(self.plus).ok()?);
        let index = Expr::Var(index.to_owned());
        let steps = match times {
            0 => return Some(Expr::Number(plus)),
            1 => index,
            _ => of(Op::Mul, Expr::Number(times), index),
        };
        Some(if plus == 0 { steps } else { of(Op::Add, steps, Expr::Number(plus)) })
    }
}

/// An expression of one quantity, if it is put together from it and given numbers by sums, differences and multiples.
fn linear(expr: &Expr, index: &str) -> Option<Linear> {
    Some(match expr {
        Expr::Number(it) => Linear { times: 0, plus: i64::try_from(*it).ok()? },
        Expr::Var(name) if name == index => Linear { times: 1, plus: 0 },
        Expr::Of(op @ (Op::Add | Op::Sub), a, b) => {
            let (a, b) = (linear(a, index)?, linear(b, index)?);
            let sign = if *op == Op::Add { 1 } else { -1 };
            let sum = |a: i64, b: i64| a.checked_add(b.checked_mul(sign)?);
            Linear { times: sum(a.times, b.times)?, plus: sum(a.plus, b.plus)? }
        }
        Expr::Of(Op::Mul, a, b) => {
            let (a, b) = (linear(a, index)?, linear(b, index)?);
            let (by, it) = if a.times == 0 { (a.plus, b) } else { (b.plus, a) };
            if a.times != 0 && b.times != 0 {
                return None;
            }
            Linear { times: it.times.checked_mul(by)?, plus: it.plus.checked_mul(by)? }
        }
        _ => return None,
    })
}

/// The same with what is computed at once computed: `a ^ 1` is `a`.
fn simple(expr: &Expr) -> Expr {
    if let Some(value) = value(expr, Domain::Rat, USUAL) {
        return value.expr();
    }
    match expr {
        Expr::Of(op, a, b) => {
            let (a, b) = (simple(a), simple(b));
            match (op, &a, &b) {
                (Op::Pow | Op::Mul | Op::Div, _, Expr::Number(1))
                | (Op::Add | Op::Sub, _, Expr::Number(0)) => a,
                (Op::Mul, Expr::Number(1), _) | (Op::Add, Expr::Number(0), _) => b,
                (Op::Pow, _, Expr::Number(0)) => Expr::Number(1),
                _ => of(*op, a, b),
            }
        }
        Expr::Neg(of) => Expr::Neg(Box::new(simple(of))),
        other => other.clone(),
    }
}
