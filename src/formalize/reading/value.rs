//! Given numbers, and what closed expressions come to.

use super::{Domain, Expr, Op, Sense};

/// A fraction in lowest terms; the denominator is positive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Number {
    above: i64,
    below: i64,
}

impl Number {
    /// A whole number.
    pub const fn whole(value: i64) -> Number {
        Number { above: value, below: 1 }
    }

    /// A fraction; none if it divides by 0 or is too large.
    pub fn fraction(above: i128, below: i128) -> Option<Number> {
        let gcd = |mut a: i128, mut b: i128| {
            while b != 0 {
                (a, b) = (b, a % b);
            }
            a.abs()
        };
        let by = gcd(above, below) * below.signum();
        if by == 0 {
            return None;
        }
        let part = |it: i128| i64::try_from(it / by).ok();
        Some(Number { above: part(above)?, below: part(below)? })
    }

    /// It, if it is a whole number.
    pub fn as_whole(self) -> Option<i64> {
        (self.below == 1).then_some(self.above)
    }

    /// It as an expression.
    pub fn expr(self) -> Expr {
        let above = Expr::Number(self.above.unsigned_abs());
        let above = if self.above < 0 { Expr::Neg(Box::new(above)) } else { above };
        match self.below {
            1 => above,
            below => Expr::Of(Op::Div, Box::new(above), Box::new(Expr::Number(below.unsigned_abs()))),
        }
    }

    /// It as one of such numbers.
    pub fn expr_of(self, domain: Domain) -> Expr {
        match domain {
            Domain::Nat => self.expr(),
            _ => Expr::As(domain, Box::new(self.expr())),
        }
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let left = i128::from(self.above) * i128::from(other.below);
        left.cmp(&(i128::from(other.above) * i128::from(self.below)))
    }
}

impl std::fmt::Display for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.below {
            1 => write!(f, "{}", self.above),
            below => write!(f, "{}/{below}", self.above),
        }
    }
}

/// What an expression without quantities comes to, in numbers of a kind; none where it has no value or a large one.
///
/// That the prover computes the same is for the prover to say.
pub(super) fn value(expr: &Expr, own: Domain, sense: Sense) -> Option<Number> {
    let (above, below) = fraction(expr, own, sense)?;
    Number::fraction(above, below)
}

fn fraction(expr: &Expr, own: Domain, sense: Sense) -> Option<(i128, i128)> {
    let of = |it: &Expr| fraction(it, own, sense);
    Some(match expr {
        Expr::Number(it) => (i128::from(*it), 1),
        Expr::Var(_) | Expr::Call(..) => return None,
        Expr::Neg(it) => {
            let (above, below) = of(it)?;
            (-above, below)
        }
        Expr::As(_, it) => of(it)?,
        Expr::Sum { name, count, each } => {
            let (count, _) = fraction(count, Domain::Nat, sense)?;
            let count = u64::try_from(count).ok().filter(|it| *it <= 10_000)?;
            let mut sum = (0, 1);
            for at in 0..count {
                sum = add(sum, of(&each.put(name, &Expr::Number(at)))?)?;
            }
            sum
        }
        Expr::Of(Op::Mod, a, b) => {
            let (by, one) = of(b)?;
            if one != 1 || by <= 0 {
                return None;
            }
            (modulo(a, by, own, sense)?, 1)
        }
        Expr::Of(Op::Pow, a, b) => {
            let ((above, below), (exponent, _)) = (of(a)?, fraction(b, Domain::Nat, sense)?);
            let exponent = u32::try_from(exponent).ok()?;
            (above.checked_pow(exponent)?, below.checked_pow(exponent)?)
        }
        Expr::Of(op, a, b) => {
            let (a, b) = (of(a)?, of(b)?);
            match op {
                Op::Add => add(a, b)?,
                Op::Sub => add(a, (-b.0, b.1)).filter(|it| own != Domain::Nat || it.0 >= 0)?,
                Op::Mul => (a.0.checked_mul(b.0)?, a.1.checked_mul(b.1)?),
                _ if b.0 == 0 => return None,
                _ if own == Domain::Rat => {
                    let sign = b.0.signum();
                    (a.0.checked_mul(b.1)?.checked_mul(sign)?, a.1.checked_mul(b.0.abs())?)
                }
                _ => (a.0.div_euclid(b.0), 1),
            }
        }
    })
}

fn add(a: (i128, i128), b: (i128, i128)) -> Option<(i128, i128)> {
    let left = a.0.checked_mul(b.1)?;
    Some((left.checked_add(b.0.checked_mul(a.1)?)?, a.1.checked_mul(b.1)?))
}

/// What remains of a number, also where the number itself is large.
fn modulo(expr: &Expr, by: i128, own: Domain, sense: Sense) -> Option<i128> {
    if by > i128::from(u32::MAX) {
        return None;
    }
    let of = |it: &Expr| modulo(it, by, own, sense);
    let value = match expr {
        Expr::Of(Op::Add, a, b) => of(a)? + of(b)?,
        Expr::Of(Op::Mul, a, b) => of(a)? * of(b)?,
        Expr::Of(Op::Pow, a, b) => {
            let (mut exponent, _) = fraction(b, Domain::Nat, sense)?;
            let (mut base, mut power) = (of(a)?, 1);
            while exponent > 0 {
                if exponent % 2 == 1 {
                    power = power * base % by;
                }
                base = base * base % by;
                exponent /= 2;
            }
            power
        }
        _ => match fraction(expr, own, sense)? {
            (whole, 1) => whole,
            _ => return None,
        },
    };
    Some(value.rem_euclid(by))
}

#[cfg(test)]
mod tests {
    use super::{super::USUAL, *};

    #[test]
    fn closed_expressions_have_their_values() {
        let number = |it: u64| Box::new(Expr::Number(it));
        let of = |op: Op, a: Expr, b: u64| Expr::Of(op, Box::new(a), number(b));
        let shown = |expr: &Expr, own: Domain| value(expr, own, USUAL).map(|it| it.to_string());
        let power = of(Op::Pow, Expr::Number(3), 1000);
        assert_eq!(shown(&power, Domain::Nat), None);
        assert_eq!(shown(&of(Op::Mod, power, 7), Domain::Nat).as_deref(), Some("4"));
        let less = of(Op::Sub, Expr::Number(3), 5);
        assert_eq!(shown(&less, Domain::Nat), None);
        assert_eq!(shown(&less, Domain::Int).as_deref(), Some("-2"));
        assert_eq!(shown(&of(Op::Mod, less.clone(), 7), Domain::Int).as_deref(), Some("5"));
        assert_eq!(shown(&of(Op::Div, less, 4), Domain::Rat).as_deref(), Some("-1/2"));
        let sum = Expr::Sum { name: "i".into(), count: number(4), each: Box::new(Expr::Var("i".into())) };
        assert_eq!(shown(&sum, Domain::Nat).as_deref(), Some("6"));
        assert!(Number::fraction(1, -2) < Number::fraction(-1, 3));
    }
}
