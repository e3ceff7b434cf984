//! Readings in F*.
//!
//! F* has whole numbers alone, no powers and no sums, and a difference of natural numbers may be below 0. What it has no words
//! for is refused.

use super::{
    Defined, Domain, Expr, Op, Prop, Rel, Sense, Variable,
    walk::{Scope, lives_in},
};

/// A lemma that waits for its proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lemma {
    /// `val NAME : n:nat -> Lemma (…)`.
    pub statement: String,
    /// What must stand before it: definitions of what F* has no sign for.
    pub helpers: Vec<&'static str>,
    /// Whether fractions were cleared: both sides are multiplied by their denominators.
    pub is_cleared: bool,
}

/// The power of a whole number.
const POWER: &str = "let rec power (b:int) (n:nat) : Tot int (decreases n) =\n  \
    if n = 0 then 1 else b * power b (n - 1)";

/// The sum of `f 0`, …, `f (n - 1)`.
const SUM: &str = "let rec sum_below (n:nat) (f:(nat -> Tot int)) : Tot int (decreases n) =\n  \
    if n = 0 then 0 else sum_below (n - 1) f + f (n - 1)";

/// The highest power that is written as a product.
const PRODUCT: u64 = 5;

/// The statement as a lemma.
pub(super) fn lemma(prop: &Prop, sense: Sense, name: &str) -> Result<Lemma, String> {
    let mut printer =
        Printer { sense, scope: Scope::new(), statement: name, helpers: Vec::new(), is_cleared: false };
    let (mut supposed, mut rest) = (Vec::new(), prop);
    // What stands in front becomes the lemma's own. What it supposes stands behind all its quantities.
    loop {
        match rest {
            Prop::Forall(variables, body) if variables.iter().all(|it| !printer.knows(&it.name)) => {
                printer.scope.extend(variables.clone());
                rest = body;
            }
            Prop::Implies(condition, claim) => {
                supposed.push(&**condition);
                rest = claim;
            }
            _ => break,
        }
    }
    let mut binders = String::new();
    for variable in &printer.scope.clone() {
        binders.push_str(&format!("{}:{} -> ", printer.name(&variable.name)?, domain(variable.domain)?));
    }
    if binders.is_empty() {
        binders.push_str("unit -> ");
    }
    let requires = match &supposed[..] {
        [] => String::new(),
        all => {
            let all = Prop::all(all.iter().map(|it| (*it).clone()).collect());
            format!("\n  (requires ({}))\n  ", printer.prop(&all, false)?)
        }
    };
    let claim = printer.prop(rest, false)?;
    let ensures = if requires.is_empty() { format!(" ({claim})") } else { format!("(ensures ({claim}))") };
    let statement = format!("val {name} : {binders}Lemma{requires}{ensures}");
    Ok(Lemma { statement, helpers: printer.helpers, is_cleared: printer.is_cleared })
}

/// What F* calls such numbers.
fn domain(domain: Domain) -> Result<&'static str, String> {
    match domain {
        Domain::Nat => Ok("nat"),
        Domain::Int => Ok("int"),
        Domain::Rat => {
            Err("F* has no fractions and no real numbers, and no library of them: Lean has fractions, with \
                 `--prover lean`"
                .into())
        }
    }
}

struct Printer<'a> {
    sense: Sense,
    scope: Scope,
    /// What the lemma is called.
    statement: &'a str,
    helpers: Vec<&'static str>,
    is_cleared: bool,
}

/// How tight the operations bind.
const SUMS: u8 = 65;
const PRODUCTS: u8 = 70;
const APPLIED: u8 = 99;
const ATOM: u8 = 100;

impl Printer<'_> {
    fn knows(&self, name: &str) -> bool {
        self.scope.iter().any(|it| it.name == name)
    }

    /// A quantity: F* takes no capital letter for one, and some Greek ones for types.
    fn name(&self, name: &str) -> Result<String, String> {
        let mut letters = name.chars();
        let said = match letters.next() {
            Some(first) if first.is_ascii_lowercase() => name.to_owned(),
            Some(first) if first.is_ascii_uppercase() => {
                format!("big_{}{}", first.to_ascii_lowercase(), letters.as_str())
            }
            _ => return Err(format!("F* takes no `{name}` for a quantity: give it a letter from a to z")),
        };
        let is_plain = said.chars().all(|it| it.is_ascii_alphanumeric() || it == '_');
        if !is_plain || said == self.statement {
            return Err(format!("F* takes no `{name}` for a quantity here: give it another letter"));
        }
        Ok(said)
    }

    /// What must stand before the lemma, by its name.
    fn helper(&mut self, name: &'static str, text: &'static str) -> Result<&'static str, String> {
        if self.statement == name {
            return Err(format!(
                "`{name}` is the name of what it speaks of: give it another one with `--name`"
            ));
        }
        if !self.helpers.contains(&text) {
            self.helpers.push(text);
        }
        Ok(name)
    }

    /// A statement; in parentheses if it is a `part` of one and more than a comparison.
    fn prop(&mut self, prop: &Prop, part: bool) -> Result<String, String> {
        let (text, is_plain) = match prop {
            Prop::Compare(Rel::Divides, a, b) => self.divides(a, b)?,
            Prop::Compare(Rel::DividesNot, a, b) => (format!("~({})", self.divides(a, b)?.0), true),
            Prop::Compare(rel, a, b) => {
                let sign = match rel {
                    Rel::Eq => "==",
                    Rel::Ne => "<>",
                    Rel::Lt => "<",
                    Rel::Le => "<=",
                    Rel::Gt => ">",
                    _ => ">=",
                };
                (self.compare(sign, a, b)?, true)
            }
            Prop::Even(of) => (format!("{} % 2 == 0", self.whole(of, PRODUCTS)?), true),
            Prop::Odd(of) => (format!("{} % 2 == 1", self.whole(of, PRODUCTS)?), true),
            Prop::Square(of) => {
                let name = self.fresh()?;
                let own = domain(self.lives(of, true)?)?;
                (format!("exists ({name}:{own}). {} == {name} * {name}", self.whole(of, SUMS)?), false)
            }
            Prop::Is(what, _) => return Err(undefined(what)),
            Prop::And(all) if all.is_empty() => ("True".to_owned(), true),
            Prop::And(all) => (self.joined(all, " /\\ ")?, false),
            Prop::Or(all) => (self.joined(all, " \\/ ")?, false),
            Prop::Not(of) => (format!("~({})", self.prop(of, false)?), true),
            Prop::Implies(a, b) => (format!("{} ==> {}", self.prop(a, true)?, self.prop(b, true)?), false),
            Prop::Iff(a, b) => (format!("{} <==> {}", self.prop(a, true)?, self.prop(b, true)?), false),
            Prop::Forall(variables, body) => (self.bound("forall", variables, body)?, false),
            Prop::Exists(variables, body) => (self.bound("exists", variables, body)?, false),
        };
        Ok(if part && !is_plain { format!("({text})") } else { text })
    }

    fn joined(&mut self, all: &[Prop], sign: &str) -> Result<String, String> {
        let parts: Result<Vec<String>, String> = all.iter().map(|it| self.prop(it, true)).collect();
        Ok(parts?.join(sign))
    }

    fn bound(&mut self, word: &str, variables: &[Variable], body: &Prop) -> Result<String, String> {
        let before = self.scope.len();
        self.scope.extend(variables.iter().cloned());
        let mut text = word.to_owned();
        for it in variables {
            text.push_str(&format!(" ({}:{})", self.name(&it.name)?, domain(it.domain)?));
        }
        let body = self.prop(body, false);
        self.scope.truncate(before);
        Ok(format!("{text}. {}", body?))
    }

    /// A name that nothing has here.
    fn fresh(&self) -> Result<&'static str, String> {
        let name = ["k", "m", "j", "r", "q"].into_iter().find(|it| !self.knows(it) && *it != self.statement);
        name.ok_or_else(|| "it has too many quantities".to_owned())
    }

    /// What a number that is given divides leaves no remainder; else there is a quotient.
    fn divides(&mut self, a: &Expr, b: &Expr) -> Result<(String, bool), String> {
        if let Expr::Number(1..) = a {
            return Ok((format!("{} % {} == 0", self.whole(b, PRODUCTS)?, self.whole(a, ATOM)?), true));
        }
        let name = self.fresh()?;
        let (of, by) = (self.whole(b, SUMS)?, self.whole(a, PRODUCTS)?);
        Ok((format!("exists ({name}:int). {of} == {by} * {name}"), false))
    }

    fn compare(&mut self, sign: &str, a: &Expr, b: &Expr) -> Result<String, String> {
        let (mut left, mut right) = (a.clone(), b.clone());
        if self.sense.exact {
            let ((over_a, under_a), (over_b, under_b)) = (cleared(a)?, cleared(b)?);
            if under_a > 1 || under_b > 1 {
                self.is_cleared = true;
                let (by_a, by_b) = if under_a == under_b { (1, 1) } else { (under_b, under_a) };
                (left, right) = (times(over_a, by_a), times(over_b, by_b));
            }
        }
        for side in [&left, &right] {
            domain(self.lives(side, false)?)?;
        }
        let is_new = left != *a || right != *b;
        let (left, right) = (self.expr(&left, SUMS)?, self.expr(&right, SUMS)?);
        if is_new && left == right {
            return Err("both sides are the same once its fractions are cleared, and F* has none".into());
        }
        Ok(format!("{left} {sign} {right}"))
    }

    fn lives(&self, expr: &Expr, is_whole: bool) -> Result<Domain, String> {
        lives_in(expr, &self.scope, self.sense, is_whole)
    }

    /// A number of which only whole ones are meant.
    fn whole(&mut self, expr: &Expr, level: u8) -> Result<String, String> {
        domain(self.lives(expr, true)?)?;
        self.expr(expr, level)
    }

    /// A whole number, where at least `level` is wanted.
    fn expr(&mut self, expr: &Expr, level: u8) -> Result<String, String> {
        let (text, is) = match expr {
            Expr::Number(number) => (number.to_string(), ATOM),
            Expr::Var(name) => (self.name(name)?, ATOM),
            Expr::Neg(of) => (format!("(-{})", self.expr(of, ATOM)?), ATOM),
            Expr::As(kind, of) => {
                domain(*kind)?;
                return self.expr(of, level);
            }
            Expr::Call(what, _) => return Err(undefined(what)),
            Expr::Sum { name, count, each } => {
                let sum = self.helper("sum_below", SUM)?;
                let count = self.expr(count, ATOM)?;
                self.scope.push(Variable { name: name.clone(), domain: Domain::Nat });
                let each = self.expr(each, 0);
                self.scope.pop();
                (format!("{sum} {count} (fun ({}:nat) -> {})", self.name(name)?, each?), APPLIED)
            }
            Expr::Of(Op::Pow, base, exponent) => return self.power(base, exponent, level),
            // Natural numbers with a difference that is not below 0.
            Expr::Of(Op::Sub, a, b) if self.lives(expr, true)? == Domain::Nat => {
                let (a, b) = (self.expr(a, SUMS)?, self.expr(b, SUMS + 1)?);
                (format!("(if {a} >= {b} then {a} - {b} else 0)"), ATOM)
            }
            Expr::Of(op, a, b) => {
                let (sign, is) = match op {
                    Op::Add => ("+", SUMS),
                    Op::Sub => ("-", SUMS),
                    Op::Mul => ("*", PRODUCTS),
                    Op::Div => ("/", PRODUCTS),
                    _ => ("%", PRODUCTS),
                };
                if matches!(op, Op::Div | Op::Mod) {
                    self.by(*op, b)?;
                }
                (format!("{} {sign} {}", self.expr(a, is)?, self.expr(b, is + 1)?), is)
            }
        };
        Ok(if is < level { format!("({text})") } else { text })
    }

    /// What may be divided by, and how.
    fn by(&self, op: Op, divisor: &Expr) -> Result<(), String> {
        if *divisor == Expr::Number(0) {
            return Err("it divides by 0, which F* does not".into());
        }
        if op == Op::Div && self.sense.exact {
            return Err("a quotient may be a fraction here, and F* has none".into());
        }
        if op == Op::Div && self.lives(divisor, true)? != Domain::Nat {
            return Err("F* does not round down where it divides by what may be below 0".into());
        }
        Ok(())
    }

    /// A power: a product, one of 2 as F* has it, or one that is defined before.
    fn power(&mut self, base: &Expr, exponent: &Expr, level: u8) -> Result<String, String> {
        let (text, is) = match (base, exponent) {
            (_, Expr::Number(0)) => ("1".to_owned(), ATOM),
            (_, Expr::Number(1)) => return self.expr(base, level),
            (_, Expr::Number(n @ 2..=PRODUCT)) => {
                let factor = self.expr(base, PRODUCTS + 1)?;
                (vec![factor; *n as usize].join(" * "), PRODUCTS)
            }
            (Expr::Number(2), _) => (format!("pow2 {}", self.expr(exponent, ATOM)?), APPLIED),
            _ => {
                let power = self.helper("power", POWER)?;
                (format!("{power} {} {}", self.expr(base, ATOM)?, self.expr(exponent, ATOM)?), APPLIED)
            }
        };
        Ok(if is < level { format!("({text})") } else { text })
    }
}

fn undefined(what: &Defined) -> String {
    format!("`{}` is defined in the text, and definitions are for Lean", what.said)
}

/// So many times a number.
fn times(it: Expr, by: u64) -> Expr {
    match by {
        1 => it,
        _ => Expr::Of(Op::Mul, Box::new(Expr::Number(by)), Box::new(it)),
    }
}

/// A number as a quotient of one without quotients by a given one.
fn cleared(expr: &Expr) -> Result<(Expr, u64), String> {
    const LARGE: &str = "the denominators in it are too large";
    let of = |op: Op, a: Expr, b: Expr| Expr::Of(op, Box::new(a), Box::new(b));
    Ok(match expr {
        Expr::Neg(it) => {
            let (over, under) = cleared(it)?;
            (Expr::Neg(Box::new(over)), under)
        }
        Expr::Sum { name, count, each } => {
            let (over, under) = cleared(each)?;
            (Expr::Sum { name: name.clone(), count: count.clone(), each: Box::new(over) }, under)
        }
        Expr::Of(op @ (Op::Add | Op::Sub | Op::Mul), a, b) => {
            let ((a, under_a), (b, under_b)) = (cleared(a)?, cleared(b)?);
            let both = under_a.checked_mul(under_b).ok_or(LARGE)?;
            match op {
                Op::Mul => (of(*op, a, b), both),
                _ if under_a == under_b => (of(*op, a, b), under_a),
                _ => (of(*op, times(a, under_b), times(b, under_a)), both),
            }
        }
        Expr::Of(Op::Div, a, b) => {
            let (over, under) = cleared(a)?;
            match **b {
                Expr::Number(by @ 1..) => (over, under.checked_mul(by).ok_or(LARGE)?),
                Expr::Number(_) => return Err("it divides by 0, which F* does not".into()),
                _ => {
                    return Err(
                        "F* has no fractions, and what it divides by is no number that is given".into()
                    );
                }
            }
        }
        Expr::Of(Op::Pow, base, exponent) => match (cleared(base)?, &**exponent) {
            ((base, 1), _) => (Expr::Of(Op::Pow, Box::new(base), exponent.clone()), 1),
            ((base, under), Expr::Number(n)) => {
                let under = u32::try_from(*n).ok().and_then(|it| under.checked_pow(it)).ok_or(LARGE)?;
                (Expr::Of(Op::Pow, Box::new(base), exponent.clone()), under)
            }
            _ => return Err("a power of a fraction is one, and F* has none".into()),
        },
        // What stands in these is whole.
        Expr::Number(_) | Expr::Var(_) | Expr::As(..) | Expr::Call(..) | Expr::Of(Op::Mod, ..) => {
            (expr.clone(), 1)
        }
    })
}
