//! Polynomials with rational coefficients, read from text, and their decomposition into squares.
//!
//! An inequality between polynomials is often a sum of squares. For quadratic forms in monomials the
//! decomposition is exact: complete the square variable by variable (LDLᵀ over the rationals). What is
//! found goes to the prover as a hint, so a mistake here can cost time and never soundness.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    rational::{Rational, gcd},
    text::{is_ident, tokens},
};

/// A monomial: atoms with their exponents.
pub(super) type Monomial = BTreeMap<String, u32>;

/// A polynomial.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Poly(pub(super) BTreeMap<Monomial, Rational>);

impl Poly {
    /// Reads a term; anything that is not arithmetic becomes an atom, or `None`.
    pub(super) fn parse(s: &str) -> Option<Poly> {
        let mut p = Parser { tokens: tokens(s), at: 0 };
        let out = p.sum()?;
        (p.at == p.tokens.len()).then_some(out)
    }

    pub(super) fn constant(r: Rational) -> Poly {
        let mut map = BTreeMap::new();
        if r != Rational::ZERO {
            map.insert(Monomial::new(), r);
        }
        Poly(map)
    }

    /// `self + factor * other`.
    pub(super) fn plus(&self, factor: Rational, other: &Poly) -> Option<Poly> {
        let mut map = self.0.clone();
        for (m, c) in &other.0 {
            let sum = map.get(m).copied().unwrap_or(Rational::ZERO).add(c.mul(factor)?)?;
            if sum == Rational::ZERO {
                map.remove(m);
            } else {
                map.insert(m.clone(), sum);
            }
        }
        Some(Poly(map))
    }

    fn times(&self, other: &Poly) -> Option<Poly> {
        if self.0.len() * other.0.len() > 400 {
            return None;
        }
        let mut out = Poly::default();
        for (m, c) in &self.0 {
            let row = other.0.iter().map(|(n, d)| Some((multiply(m, n), c.mul(*d)?)));
            out = out.plus(Rational::ONE, &Poly(row.collect::<Option<_>>()?))?;
        }
        Some(out)
    }

    pub(super) fn degree(&self) -> u32 {
        self.0.keys().map(|m| m.values().sum()).max().unwrap_or(0)
    }

    pub(super) fn as_constant(&self) -> Option<Rational> {
        match self.0.len() {
            0 => Some(Rational::ZERO),
            1 => self.0.get(&Monomial::new()).copied(),
            _ => None,
        }
    }

    /// The other factor `q` in `self = (x - root)·q`, as text, if `x` is the only atom and `root` a root.
    pub(super) fn cofactor(&self, x: &str, root: i64) -> Option<String> {
        let degree = self.degree();
        if self.0.keys().any(|m| m.keys().any(|a| a != x)) || degree < 2 {
            return None;
        }
        let coefficient = |e: u32| {
            let m = if e == 0 { Monomial::new() } else { Monomial::from([(x.to_owned(), e)]) };
            self.0.get(&m).copied().unwrap_or(Rational::ZERO)
        };
        // Horner's scheme: the running values are the quotient's coefficients, the last is the remainder.
        let root = Rational::new(root, 1)?;
        let mut carry = Rational::ZERO;
        let (mut row, mut basis) = (Vec::new(), Vec::new());
        for e in (0..=degree).rev() {
            carry = carry.mul(root)?.add(coefficient(e))?;
            if e > 0 {
                row.push(carry);
                basis.push(if e == 1 { Monomial::new() } else { Monomial::from([(x.to_owned(), e - 1)]) });
            }
        }
        if carry != Rational::ZERO { None } else { linear(&row, &basis) }
    }

    /// The derivative of a quadratic in `x`, as text.
    pub(super) fn derivative(&self, x: &str) -> Option<String> {
        let at = |e: u32| self.0.get(&Monomial::from([(x.to_owned(), e)])).copied();
        let (Some(a), 2) = (at(2), self.degree()) else { return None };
        let basis = [Monomial::from([(x.to_owned(), 1)]), Monomial::new()];
        linear(&[a.mul(Rational::new(2, 1)?)?, at(1).unwrap_or(Rational::ZERO)], &basis)
    }

    /// `q` in `self = divisor·q`, if there is one with whole coefficients, as text.
    pub(super) fn quotient(&self, divisor: &Poly) -> Option<String> {
        // Exact division needs an order of monomials that products keep: by degree, then atom by atom.
        let atoms: BTreeSet<&String> = self.0.keys().chain(divisor.0.keys()).flat_map(|m| m.keys()).collect();
        let key = |m: &Monomial| {
            let exponents: Vec<u32> = atoms.iter().map(|a| m.get(*a).copied().unwrap_or(0)).collect();
            (exponents.iter().sum::<u32>(), exponents)
        };
        let leading = |p: &Poly| p.0.iter().max_by_key(|(m, _)| key(m)).map(|(m, c)| (m.clone(), *c));
        let (top, factor) = leading(divisor)?;
        let (mut left, mut out) = (self.clone(), Poly::default());
        while let Some((m, c)) = leading(&left) {
            let mut exponents = m;
            for (atom, e) in &top {
                let of = exponents.get_mut(atom)?;
                *of = of.checked_sub(*e)?;
            }
            exponents.retain(|_, e| *e > 0);
            let term = Poly(BTreeMap::from([(exponents, c.div(factor)?)]));
            left = left.plus(Rational::new(-1, 1)?, &divisor.times(&term)?)?;
            out = out.plus(Rational::ONE, &term)?;
            if out.0.len() > 40 {
                return None;
            }
        }
        if out.0.values().any(|c| c.den != 1) {
            return None;
        }
        let mut terms: Vec<_> = out.0.into_iter().collect();
        terms.sort_by_key(|(m, c)| (c.num < 0, std::cmp::Reverse(key(m))));
        let (basis, row): (Vec<Monomial>, Vec<Rational>) = terms.into_iter().unzip();
        scaled(&row, &basis, false)
    }

    /// `a` and `b` in `self = a·x + b`, if that is all there is and both are whole.
    pub(super) fn line(&self) -> Option<(i64, String, i64)> {
        let whole = |c: Rational| (c.den == 1).then_some(c.num);
        let b = whole(self.0.get(&Monomial::new()).copied().unwrap_or(Rational::ZERO))?;
        let mut rest = self.0.iter().filter(|(m, _)| !m.is_empty());
        let (m, a) = rest.next().filter(|(m, _)| m.len() == 1 && m.values().all(|e| *e == 1))?;
        if rest.next().is_some() {
            return None;
        }
        Some((whole(*a)?, m.keys().next()?.clone(), b))
    }

    pub(super) fn whole(number: i64) -> Option<Poly> {
        Rational::new(number, 1).map(Poly::constant)
    }

    /// What it speaks of.
    pub(super) fn atoms(&self) -> impl Iterator<Item = &str> {
        self.0.keys().flat_map(|it| it.keys()).map(String::as_str)
    }

    /// An atom and what it is if this is zero, where that is a sum, as a rule, and no quotient of unknowns.
    pub(super) fn isolated(&self) -> Option<(String, Poly)> {
        let linear = self.0.iter().filter(|it| it.0.len() == 1 && it.0.values().all(|e| *e == 1));
        linear.filter_map(|(m, c)| Some((m.keys().next()?, *c))).find_map(|(atom, c)| {
            let rest = Poly(
                self.0.iter().filter(|it| !it.0.contains_key(atom)).map(|it| (it.0.clone(), *it.1)).collect(),
            );
            let alone = rest.0.len() + 1 == self.0.len();
            alone
                .then(|| Poly::default().plus(Rational::new(-1, 1)?.div(c)?, &rest))
                .flatten()
                .map(|it| (atom.clone(), it))
        })
    }

    /// Puts a polynomial in place of an atom.
    pub(super) fn substitute(&self, atom: &str, by: &Poly) -> Option<Poly> {
        let mut out = Poly::default();
        for (m, c) in &self.0 {
            let mut rest = m.clone();
            let exponent = rest.remove(atom).unwrap_or(0);
            let mut term = Poly(BTreeMap::from([(rest, *c)]));
            for _ in 0..exponent {
                term = term.times(by)?;
            }
            out = out.plus(Rational::ONE, &term)?;
        }
        Some(out)
    }

    /// The squared terms of a decomposition `self = Σ cᵢ·sᵢ²` with `cᵢ ≥ 0`, if completing the square finds one.
    pub(super) fn squares(&self) -> Option<Vec<String>> {
        let mut basis: Vec<Monomial> = self
            .0
            .iter()
            .filter(|(m, c)| c.num > 0 && !m.is_empty() && m.values().all(|e| e % 2 == 0))
            .map(|(m, _)| m.iter().map(|(a, e)| (a.clone(), e / 2)).collect())
            .collect();
        basis.push(Monomial::new());
        let n = basis.len();
        if n > 8 {
            return None;
        }
        let mut gram = vec![vec![Rational::ZERO; n]; n];
        let mut left = self.0.clone();
        let half = Rational::new(1, 2)?;
        for i in 0..n {
            for j in i..n {
                if let Some(c) = left.remove(&multiply(&basis[i], &basis[j])) {
                    let c = if i == j { c } else { c.mul(half)? };
                    gram[i][j] = c;
                    gram[j][i] = c;
                }
            }
        }
        if !left.is_empty() {
            return None;
        }
        let mut out = Vec::new();
        for i in 0..n {
            let pivot = gram[i][i];
            if pivot.num < 0 || pivot.num == 0 && gram[i].iter().any(|c| c.num != 0) {
                return None;
            }
            if pivot.num == 0 {
                continue;
            }
            let row = gram[i].clone();
            for j in i..n {
                for k in i..n {
                    let part = row[j].mul(row[k])?.div(pivot)?;
                    gram[j][k] = gram[j][k].add(part.mul(Rational::new(-1, 1)?)?)?;
                }
            }
            if i + 1 < n || n == 1 {
                out.push(linear(&row, &basis)?);
            }
        }
        Some(out)
    }
}

/// `Σ row[i]·basis[i]` scaled to integers without a common factor, as text.
fn linear(row: &[Rational], basis: &[Monomial]) -> Option<String> {
    scaled(row, basis, true)
}

fn scaled(row: &[Rational], basis: &[Monomial], reduce: bool) -> Option<String> {
    let mut lcm = 1i64;
    let mut common = 0i64;
    for c in row {
        lcm = lcm.checked_mul(c.den / gcd(lcm, c.den))?;
    }
    let ints: Option<Vec<i64>> = row.iter().map(|c| c.num.checked_mul(lcm / c.den)).collect();
    let ints = ints?;
    for c in &ints {
        common = gcd(common, c.abs());
    }
    let mut out = String::new();
    let common = if reduce { common.max(1) } else { 1 };
    for (c, m) in ints.iter().map(|c| c / common).zip(basis) {
        if c == 0 {
            continue;
        }
        let factors: Vec<String> =
            m.iter().map(|(a, e)| if *e == 1 { a.clone() } else { format!("{a} ^ {e}") }).collect();
        let size = c.abs();
        let term = match (size, factors.is_empty()) {
            (_, true) => size.to_string(),
            (1, _) => factors.join(" * "),
            _ => format!("{size} * {}", factors.join(" * ")),
        };
        match (out.is_empty(), c < 0) {
            (true, true) => out.push_str(&format!("-{term}")),
            (true, false) => out.push_str(&term),
            (false, true) => out.push_str(&format!(" - {term}")),
            (false, false) => out.push_str(&format!(" + {term}")),
        }
    }
    Some(out)
}

fn multiply(a: &Monomial, b: &Monomial) -> Monomial {
    let mut out = a.clone();
    for (k, e) in b {
        *out.entry(k.clone()).or_insert(0) += e;
    }
    out
}

struct Parser<'a> {
    tokens: Vec<&'a str>,
    at: usize,
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<&'a str> {
        self.tokens.get(self.at).copied()
    }

    fn take(&mut self, t: &str) -> bool {
        let hit = self.peek() == Some(t);
        self.at += usize::from(hit);
        hit
    }

    fn sum(&mut self) -> Option<Poly> {
        let mut out = self.product()?;
        loop {
            if self.take("+") {
                out = out.plus(Rational::ONE, &self.product()?)?;
            } else if self.take("-") {
                out = out.plus(Rational::new(-1, 1)?, &self.product()?)?;
            } else {
                return Some(out);
            }
        }
    }

    fn product(&mut self) -> Option<Poly> {
        let mut out = self.unary()?;
        loop {
            if self.take("*") {
                out = out.times(&self.unary()?)?;
            } else if self.take("/") {
                let d = self.unary()?.as_constant()?;
                out = out.times(&Poly::constant(Rational::ONE.div(d)?))?;
            } else {
                return Some(out);
            }
        }
    }

    fn unary(&mut self) -> Option<Poly> {
        if self.take("-") {
            return Poly::default().plus(Rational::new(-1, 1)?, &self.unary()?);
        }
        let base = self.application()?;
        if !self.take("^") {
            return Some(base);
        }
        let exponent: u32 = self.peek()?.parse().ok().filter(|e| *e <= 8)?;
        self.at += 1;
        (0..exponent).try_fold(Poly::constant(Rational::ONE), |acc, _| acc.times(&base))
    }

    /// An atom, or an application `f x y` taken whole as an atom.
    fn application(&mut self) -> Option<Poly> {
        let t = self.peek()?;
        if t == "(" {
            self.at += 1;
            let inner = self.sum()?;
            return self.take(")").then_some(inner);
        }
        if let Ok(n) = t.parse::<i64>() {
            self.at += 1;
            return Some(Poly::constant(Rational::new(n, 1)?));
        }
        if t == "↑" {
            self.at += 1;
            let atom = self.peek().filter(|t| is_ident(t))?;
            self.at += 1;
            return Some(atom_poly(format!("(↑{atom})")));
        }
        if !is_ident(t) {
            return None;
        }
        self.at += 1;
        let mut text = t.to_owned();
        let mut args = 0;
        while let Some(a) = self.peek().filter(|a| is_ident(a) || a.parse::<i64>().is_ok() || *a == "(") {
            text.push(' ');
            args += 1;
            if a == "(" {
                let start = self.at;
                let mut depth = 0;
                while let Some(b) = self.peek() {
                    depth += i32::from(b == "(") - i32::from(b == ")");
                    self.at += 1;
                    if depth == 0 {
                        break;
                    }
                }
                text.push_str(&self.tokens[start..self.at].join(" "));
            } else {
                text.push_str(a);
                self.at += 1;
            }
        }
        Some(atom_poly(if args > 0 { format!("({text})") } else { text }))
    }
}

fn atom_poly(name: String) -> Poly {
    Poly(BTreeMap::from([(Monomial::from([(name, 1)]), Rational::ONE)]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn squares(s: &str) -> Option<Vec<String>> {
        Poly::parse(s).unwrap().squares()
    }

    #[test]
    fn completing_the_square_is_exact() {
        assert_eq!(squares("28 * a ^ 2 + 1 - 10 * a").unwrap(), ["28 * a - 5"]);
        assert_eq!(squares("x ^ 2 - 2 * x * y + y ^ 2").unwrap(), ["x - y"]);
        assert_eq!(squares("(x * y - 1) ^ 2 + (x + y) ^ 2 - 1").unwrap().len(), 3);
    }

    #[test]
    fn what_is_not_a_sum_of_squares_is_left() {
        assert_eq!(squares("x ^ 2 - y ^ 2"), None);
        assert_eq!(squares("x * y"), None);
        assert_eq!(squares("x ^ 2 + 2 * x"), None);
    }

    #[test]
    fn a_root_is_divided_out() {
        let p = Poly::parse("(n - 1) * n * (n + 1) - 720").unwrap();
        assert_eq!(p.cofactor("n", 9).unwrap(), "n ^ 2 + 9 * n + 80");
        assert_eq!(p.cofactor("n", 8), None);
    }

    #[test]
    fn division_is_exact_or_refused() {
        let poly = |s: &str| Poly::parse(s).unwrap();
        let quotient = |p: &str, d: &str| poly(p).quotient(&poly(d));
        assert_eq!(quotient("(a * k) ^ 2", "a ^ 2").unwrap(), "k ^ 2");
        assert_eq!(quotient("x ^ 3 - y ^ 3", "x - y").unwrap(), "x ^ 2 + x * y + y ^ 2");
        assert_eq!(quotient("6 * n + 4", "2").unwrap(), "3 * n + 2");
        assert_eq!(quotient("6 * n + 4", "4"), None);
        assert_eq!(quotient("x ^ 2 + 1", "x + 1"), None);
        assert_eq!(poly("21 * n + 4").line(), Some((21, "n".into(), 4)));
        assert_eq!(poly("n * m").line(), None);
        assert_eq!(poly("b ^ 2").substitute("b", &poly("a * k")), Some(poly("a ^ 2 * k ^ 2")));
    }

    #[test]
    fn applications_are_atoms_and_division_is_by_numbers() {
        let p = Poly::parse("f (x + 1) ^ 2 / 4").unwrap();
        assert_eq!(p.degree(), 2);
        assert_eq!(p.squares().unwrap(), ["(f ( x + 1 ))"]);
        assert_eq!(Poly::parse("a / b"), None);
    }
}
