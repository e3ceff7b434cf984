//! Informal statements of school arithmetic read by templates, without a model: what is said, in which sense, and what else
//! it might mean.

use std::sync::Arc;

use serde::Serialize;

use parse::{Asks, Said};

mod ask;
mod definition;
mod english;
mod fstar;
mod lean;
mod noun;
mod number;
mod parse;
mod question;
mod said;
mod scan;
mod series;
mod value;
mod walk;
mod words;

pub use definition::{Defined, Definition, definition, seems_to_define};
pub use fstar::Lemma;
pub use question::{Asked, Question, asks, questions};
pub use value::Number;

/// A kind of numbers, the wider the later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Domain {
    /// 0, 1, 2, …
    Nat,
    /// The whole numbers.
    Int,
    /// The fractions.
    Rat,
}

/// A quantity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    /// What it is called.
    pub name: String,
    /// What it ranges over.
    pub domain: Domain,
}

/// What is done with two numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    /// A sum.
    Add,
    /// A difference.
    Sub,
    /// A product.
    Mul,
    /// A quotient.
    Div,
    /// A power; the second one is a natural number.
    Pow,
    /// What remains of a division.
    Mod,
}

/// A number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expr {
    /// A given one.
    Number(u64),
    /// A quantity.
    Var(String),
    /// With the other sign.
    Neg(Box<Expr>),
    /// Of two.
    Of(Op, Box<Expr>, Box<Expr>),
    /// A given number, as one of such numbers.
    As(Domain, Box<Expr>),
    /// The sum of so many numbers, one for each value of a quantity from 0 on.
    Sum {
        /// The quantity, a natural number.
        name: String,
        /// How many.
        count: Box<Expr>,
        /// Each of them.
        each: Box<Expr>,
    },
    /// What a text has defined, of these.
    Call(Arc<Defined>, Vec<Expr>),
}

/// How two numbers compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rel {
    /// Equal.
    Eq,
    /// Not equal.
    Ne,
    /// Less.
    Lt,
    /// At most.
    Le,
    /// Greater.
    Gt,
    /// At least.
    Ge,
    /// The first one divides the second.
    Divides,
    /// It does not.
    DividesNot,
}

/// What is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Prop {
    /// Of two numbers.
    Compare(Rel, Expr, Expr),
    /// It is twice a whole number.
    Even(Expr),
    /// It is not.
    Odd(Expr),
    /// It is the square of a whole number.
    Square(Expr),
    /// What a text has defined, of these.
    Is(Arc<Defined>, Vec<Expr>),
    /// All of them.
    And(Vec<Prop>),
    /// One of them.
    Or(Vec<Prop>),
    /// It is not so.
    Not(Box<Prop>),
    /// If the first, then the second.
    Implies(Box<Prop>, Box<Prop>),
    /// Both or none.
    Iff(Box<Prop>, Box<Prop>),
    /// Whatever they are.
    Forall(Vec<Variable>, Box<Prop>),
    /// There are some.
    Exists(Vec<Variable>, Box<Prop>),
}

/// In which sense a text is taken where it can be taken in several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Sense {
    /// Natural numbers begin with 0.
    zero: bool,
    /// A difference of natural numbers may be below 0.
    signed: bool,
    /// A quotient may be a fraction.
    exact: bool,
    /// What `number` alone means.
    number: Domain,
    /// What `whole number` means.
    whole: Domain,
}

const USUAL: Sense = Sense { zero: true, signed: true, exact: true, number: Domain::Int, whole: Domain::Int };

/// One way to read a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// What it says then.
    pub prop: Prop,
    sense: Sense,
    /// The points on which another reading differs, and how they are taken here.
    pub taken: Vec<String>,
    /// What the text speaks of that is not there, and what stands for it here.
    pub missing: Vec<String>,
}

impl Reading {
    /// The statement in Lean, with a hole for its proof.
    ///
    /// # Errors
    /// What Lean has no words for.
    pub fn lean(&self, name: &str) -> Result<String, String> {
        lean::theorem(&self.prop, self.sense, name)
    }

    /// The statement in F*.
    ///
    /// # Errors
    /// What F* has no words for.
    pub fn fstar(&self, name: &str) -> Result<Lemma, String> {
        fstar::lemma(&self.prop, self.sense, name)
    }

    /// What it says, in words that leave nothing open.
    pub fn english(&self) -> String {
        english::sentence(&self.prop)
    }
}

/// The ways to read a text that may use words which were defined before, the likeliest first.
///
/// # Errors
/// Where it is not understood, with what was, and what would be.
pub fn readings(text: &str, defined: &[Arc<Defined>]) -> Result<Vec<Reading>, String> {
    let read = |tokens: &[words::Token], sense| parse::statement(tokens, sense, defined);
    let all = in_each_sense(text, read, |said| &said.prop)?;
    let mut out: Vec<Reading> = Vec::new();
    for (said, sense, taken) in all {
        let reading = Reading { prop: said.prop, sense, taken, missing: said.missing };
        let same = |it: &Reading| it.lean("t") == reading.lean("t");
        if !out.iter().any(same) {
            out.push(reading);
        }
    }
    Ok(out)
}

/// What is said in a sense, and how that takes what can be taken in several ways.
type InSense<T> = (Said<T>, Sense, Vec<String>);

/// Reads a text in each sense that makes a difference to what it says, the usual one first, with how it is taken then.
fn in_each_sense<T>(
    text: &str,
    read: impl Fn(&[words::Token], Sense) -> Result<Said<T>, String>,
    says: impl Fn(&Said<T>) -> &Prop,
) -> Result<Vec<InSense<T>>, String> {
    let tokens = words::tokens(text);
    let said = read(&tokens, USUAL)?;
    let mut senses = vec![USUAL];
    if said.asks.contains(&Asks::Number) {
        senses.push(Sense { number: Domain::Rat, ..USUAL });
        senses.push(Sense { number: Domain::Nat, ..USUAL });
    }
    if said.asks.contains(&Asks::Whole) {
        senses.push(Sense { whole: Domain::Nat, ..USUAL });
    }
    if said.asks.contains(&Asks::Zero) {
        senses.push(Sense { zero: false, ..USUAL });
    }
    if walk::subtracts_naturals(says(&said)) {
        senses.push(Sense { signed: false, ..USUAL });
    }
    if walk::divides_whole(says(&said)) {
        senses.push(Sense { exact: false, ..USUAL });
    }
    let mut out = Vec::new();
    for sense in senses {
        let said = read(&tokens, sense)?;
        let prop = says(&said);
        let mut taken = Vec::new();
        if said.asks.contains(&Asks::Number) {
            taken.push(format!("`number` is taken for {}", english::domain(sense.number)));
        }
        if said.asks.contains(&Asks::Whole) {
            taken.push(format!("`whole numbers` are taken for {}", english::domain(sense.whole)));
        }
        let mut take = |is_open: bool, usual: bool, words: [&str; 2]| {
            if is_open {
                taken.push(words[usize::from(!usual)].to_owned());
            }
        };
        let zero = ["0 is a natural number", "natural numbers begin with 1"];
        take(said.asks.contains(&Asks::Zero), sense.zero, zero);
        let signed = [
            "a difference of natural numbers may be below 0",
            "a difference of natural numbers is 0 where it would be below",
        ];
        take(walk::subtracts_naturals(prop), sense.signed, signed);
        let exact = ["a quotient may be a fraction", "a quotient is rounded down to a whole number"];
        take(walk::divides_whole(prop), sense.exact, exact);
        out.push((said, sense, taken));
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The statement that the first reading gives.
    fn read(text: &str) -> String {
        match readings(text, &[]) {
            Ok(all) => all[0].lean("t").unwrap_or_else(|it| format!("no words: {it}")),
            Err(error) => format!("not understood: {error}"),
        }
    }

    fn says(text: &str, statement: &str) {
        assert_eq!(read(text), format!("theorem t {statement} := by sorry"), "{text}");
    }

    #[test]
    fn school_statements_are_read() {
        says("For all natural numbers n, n^2 + n is even.", "(n : Nat) : 2 ∣ n ^ 2 + n");
        says(
            "Prove that for every integer $n$, the number $n^3 - n$ is divisible by 6.",
            "(n : Int) : 6 ∣ n ^ 3 - n",
        );
        says(
            "If a and b are odd integers, then a + b is even.",
            "(a b : Int) (h₁ : a % 2 = 1) (h₂ : b % 2 = 1) : 2 ∣ a + b",
        );
        says(
            "Let x and y be rational numbers with x < y. Then x < (x + y) / 2.",
            "(x y : Rat) (h : x < y) : x < (x + y) / 2",
        );
        says(
            "The sum of two odd integers is even.",
            "(a b : Int) (h₁ : a % 2 = 1) (h₂ : b % 2 = 1) : 2 ∣ a + b",
        );
        says("The square of an even number is divisible by four.", "(a : Int) (h : 2 ∣ a) : 4 ∣ a ^ 2");
        says(
            "For every positive integer n there exists a natural number m such that m > n and m is even.",
            "(n : Nat) (h : 0 < n) : ∃ m : Nat, m > n ∧ 2 ∣ m",
        );
        says("The product of two consecutive integers is even.", "(n : Int) : 2 ∣ n * (n + 1)");
        says("If n is an integer and 3 divides n², then 3 divides n.", "(n : Int) (h : 3 ∣ n ^ 2) : 3 ∣ n");
        says(
            "Suppose that a natural number n is odd. Show that n^2 leaves remainder 1 when divided by 8.",
            "(n : Nat) (h : n % 2 = 1) : n ^ 2 % 8 = 1",
        );
        says("2ab ≤ a^2 + b^2 for all rational numbers a and b.", "(a b : Rat) : 2 * a * b ≤ a ^ 2 + b ^ 2");
        says("If n is odd then n + 1 is even, for all integers n.", "(n : Int) (h : n % 2 = 1) : 2 ∣ n + 1");
        says("There is no natural number n with n² = 2.", ": ¬ ∃ n : Nat, n ^ 2 = 2");
        says(
            "For all natural numbers n, 2(1 + 2 + ... + n) = n(n+1).",
            "(n : Nat) : 2 * ((List.range n).map fun i => i + 1).sum = n * (n + 1)",
        );
        says(
            r"For all natural numbers n, $1 + 2 + 4 + \cdots + 2^n = 2^{n+1} - 1$.",
            "(n : Nat) : ((List.range (n + 1)).map fun i : Nat => (2 ^ i : Int)).sum = 2 ^ (n + 1) - 1",
        );
        says(
            "For all natural numbers n, 1 + 3 + … + (2n − 1) = n².",
            "(n : Nat) : ((List.range n).map fun i => 2 * i + 1).sum = n ^ 2",
        );
        says("1 + 3 + … + 9 = 25.", ": ((List.range 5).map fun i => 2 * i + 1).sum = 25");
        says(
            "The sum of the first n odd numbers is n², for all natural numbers n.",
            "(n : Nat) : ((List.range n).map fun i => 2 * i + 1).sum = n ^ 2",
        );
        says("No integer is even.", ": ¬ ∃ n : Int, 2 ∣ n");
        says("No integer n satisfies n² = 2.", ": ¬ ∃ n : Int, n ^ 2 = 2");
        says(
            "The remainder of n² modulo 4 is 0 or 1, for all integers n.",
            "(n : Int) : n ^ 2 % 4 = 0 ∨ n ^ 2 % 4 = 1",
        );
        says(
            "If n is the sum of two odd integers, then n is divisible by 2, for all integers n.",
            "(n : Int) (h : ∃ a b : Int, a % 2 = 1 ∧ b % 2 = 1 ∧ n = a + b) : 2 ∣ n",
        );
        says("An integer n is even if and only if n² is even.", "(n : Int) : 2 ∣ n ↔ 2 ∣ n ^ 2");
        says("For all integers n, n² is even only if n is even.", "(n : Int) (h : 2 ∣ n ^ 2) : 2 ∣ n");
    }

    #[test]
    fn nothing_is_taken_for_what_it_does_not_say() {
        says("For all integers n > 2, n^2 > 4.", "(n : Int) (h : n > 2) : n ^ 2 > 4");
        says("There is an integer n ≥ 3 such that n is odd.", ": ∃ n : Int, n ≥ 3 ∧ n % 2 = 1");
        says("There exists some integer n with n < 0.", ": ∃ n : Int, n < 0");
        says("Every integer is even or odd.", "(a : Int) : 2 ∣ a ∨ a % 2 = 1");
        says(
            "Let a and b be integers. If a and b are not even, then ab is odd.",
            "(a b : Int) (h₁ : ¬ 2 ∣ a) (h₂ : ¬ 2 ∣ b) : a * b % 2 = 1",
        );
        says(
            "If a and b are integers and a and b are not both even, then a + b ≠ 2.",
            "(a b : Int) (h : ¬ (2 ∣ a ∧ 2 ∣ b)) : a + b ≠ 2",
        );
        says(
            "If n is an even integer, then n = 2k for some integer k.",
            "(n : Int) (h : 2 ∣ n) : ∃ k : Int, n = 2 * k",
        );
        says("For all natural numbers n, 2^n - 1 < 2^n.", "(n : Nat) : (2 ^ n - 1 : Int) < 2 ^ n");
        assert_eq!(
            read("For all integers n, 1 + 2 + ... + n = n."),
            "no words: there must be a natural number of terms in a sum"
        );
        for text in [
            "For all natural numbers n, n ≤ n!.",
            "Some integer is even.",
            "Not every integer is even.",
            "For all integers n, |n| ≥ 0.",
            "For all natural numbers n, 1 + ... + n = n(n+1)/2.",
            "For all natural numbers n, 1 + 2 + 5 + ... + n = n.",
            "1 + 2 + ... + 7/2 = 7.",
            "For all real numbers x, \\sqrt{x} ≥ 0.",
            "For all integers n, n is even unless n is odd.",
            "If p is a prime, then p > 1.",
        ] {
            assert!(readings(text, &[]).is_err(), "{text}: {}", read(text));
        }
    }

    #[test]
    fn what_can_be_taken_in_two_ways_is_given_in_both() {
        let all = |text: &str| -> Vec<String> {
            readings(text, &[]).unwrap().iter().map(|it| it.lean("t").unwrap()).collect()
        };
        assert_eq!(
            all("For every natural number n, n - 1 < n."),
            [
                "theorem t (n : Nat) : (n : Int) - 1 < (n : Int) := by sorry",
                "theorem t (n : Nat) (h : 0 < n) : (n : Int) - 1 < (n : Int) := by sorry",
                "theorem t (n : Nat) : n - 1 < n := by sorry"
            ]
        );
        let first = &readings("For every natural number n, n - 1 < n.", &[]).unwrap()[0];
        assert_eq!(first.taken, ["0 is a natural number", "a difference of natural numbers may be below 0"]);
        assert_eq!(
            all("For every positive integer n, n / 2 < n"),
            [
                "theorem t (n : Nat) (h : 0 < n) : (n : Rat) / 2 < (n : Rat) := by sorry",
                "theorem t (n : Nat) (h : 0 < n) : n / 2 < n := by sorry"
            ]
        );
    }

    #[test]
    fn real_numbers_are_missed_and_the_closest_is_given() {
        let all = readings("For all real numbers x, x² ≥ 0.", &[]).unwrap();
        assert_eq!(all[0].lean("t").unwrap(), "theorem t (x : Rat) : x ^ 2 ≥ 0 := by sorry");
        assert!(all[0].missing[0].contains("real numbers"), "{:?}", all[0].missing);
    }

    #[test]
    fn what_is_not_understood_says_where() {
        for (text, said) in [
            ("", "nothing is said"),
            ("The cat sat on the mat.", "cat"),
            ("Für alle natürlichen Zahlen n gilt n ≥ 0.", "für"),
            ("For all natural numbers n, f(n) > n.", "f"),
            ("n is even", "`n`"),
        ] {
            let error = readings(text, &[]).unwrap_err();
            assert!(error.to_lowercase().contains(said), "{text}: {error}");
        }
    }

    #[test]
    fn a_reading_is_told_in_words() {
        let said = |text: &str| readings(text, &[]).unwrap()[0].english();
        assert_eq!(said("n^2+n is even for all natural n"), "For all natural numbers n: n^2 + n is even.");
        assert_eq!(
            said("If a and b are odd integers then 4 divides a² - b²"),
            "For all integers a and b: if a is odd and b is odd, then 4 divides a^2 - b^2."
        );
    }
}
