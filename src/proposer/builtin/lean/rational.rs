//! Rational numbers in lowest terms.

use std::fmt;

/// A rational number in lowest terms; `None` anywhere means overflow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rational {
    pub(super) num: i64,
    pub(super) den: i64,
}

impl Rational {
    pub(super) const ZERO: Rational = Rational { num: 0, den: 1 };
    pub(super) const ONE: Rational = Rational { num: 1, den: 1 };

    pub(super) fn new(num: i64, den: i64) -> Option<Self> {
        let g = gcd(num.checked_abs()?, den.checked_abs()?);
        if den == 0 || g == 0 {
            return None;
        }
        let sign = den.signum();
        Some(Rational { num: num / g * sign, den: den / g * sign })
    }

    pub(super) fn add(self, o: Self) -> Option<Self> {
        Rational::new(
            self.num.checked_mul(o.den)?.checked_add(o.num.checked_mul(self.den)?)?,
            self.den.checked_mul(o.den)?,
        )
    }

    pub(super) fn mul(self, o: Self) -> Option<Self> {
        Rational::new(self.num.checked_mul(o.num)?, self.den.checked_mul(o.den)?)
    }

    pub(super) fn div(self, o: Self) -> Option<Self> {
        self.mul(Rational::new(o.den, o.num)?)
    }

    pub(super) fn is_whole(self) -> bool {
        self.den == 1
    }

    pub(super) fn is_negative(self) -> bool {
        self.num < 0
    }
}

impl fmt::Display for Rational {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.den {
            1 => write!(f, "{}", self.num),
            den => write!(f, "{} / {den}", self.num),
        }
    }
}

pub(super) fn gcd(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { gcd(b, a % b) }
}
