//! Readings in Lean.

use super::{
    Defined, Domain, Expr, Op, Prop, Rel, Sense, Variable, english,
    walk::{Scope, domain_of, lives_in},
};

/// A statement in which nothing but `scope` is free.
pub(super) fn prop(prop: &Prop, scope: &[Variable], sense: Sense) -> Result<String, String> {
    Printer { sense, scope: scope.to_vec() }.prop(prop, 0)
}

/// ` (a b : Int) (n : Nat) : Prop := …`: what a definition says of quantities.
pub(super) fn defined(parameters: &[Variable], body: &Prop, sense: Sense) -> Result<String, String> {
    Ok(format!("{} : Prop :=\n  {}", groups(parameters), prop(body, parameters, sense)?))
}

/// A number in which nothing but `scope` is free, and where it lives.
pub(super) fn number(expr: &Expr, scope: &[Variable], sense: Sense) -> Result<(String, Domain), String> {
    let printer = Printer { sense, scope: scope.to_vec() };
    let own = printer.domain(expr, false)?;
    Ok((printer.expr(expr, own, 0)?, own))
}

/// The statement as a theorem with a hole.
pub(super) fn theorem(prop: &Prop, sense: Sense, name: &str) -> Result<String, String> {
    let mut printer = Printer { sense, scope: Scope::new() };
    let (mut binders, mut supposed, mut rest) = (Vec::new(), Vec::new(), prop);
    // What stands in front becomes the theorem's own.
    loop {
        match rest {
            Prop::Forall(variables, body) => {
                printer.scope.extend(variables.clone());
                // Hypotheses speak of what is bound before them.
                binders.push(Binder::Variables(variables.clone()));
                rest = body;
            }
            Prop::Implies(condition, claim) => {
                let parts = match &**condition {
                    Prop::And(parts) => parts.clone(),
                    one => vec![one.clone()],
                };
                for part in parts {
                    supposed.push(());
                    binders.push(Binder::Supposed(printer.prop(&part, 0)?));
                }
                rest = claim;
            }
            _ => break,
        }
    }
    let taken = printer.scope.iter().any(|it| it.name == "h");
    let word = if taken { "hyp" } else { "h" };
    let mut text = String::new();
    let mut nth = 0;
    for binder in &binders {
        match binder {
            Binder::Variables(variables) => text.push_str(&groups(variables)),
            Binder::Supposed(said) => {
                nth += 1;
                let name =
                    if supposed.len() == 1 { word.to_owned() } else { format!("{word}{}", subscript(nth)) };
                text.push_str(&format!(" ({name} : {said})"));
            }
        }
    }
    Ok(format!("theorem {name}{text} : {} := by sorry", printer.prop(rest, 0)?))
}

enum Binder {
    Variables(Vec<Variable>),
    Supposed(String),
}

/// ` (a b : Int) (n : Nat)`
pub(super) fn groups(variables: &[Variable]) -> String {
    let groups = variables.chunk_by(|a, b| a.domain == b.domain);
    let shown = groups.map(|group| {
        let names: Vec<&str> = group.iter().map(|it| it.name.as_str()).collect();
        format!(" ({} : {})", names.join(" "), domain(group[0].domain))
    });
    shown.collect()
}

fn subscript(number: usize) -> String {
    number
        .to_string()
        .chars()
        .map(|it| char::from_u32('₀' as u32 + it as u32 - '0' as u32).unwrap_or(it))
        .collect()
}

/// What Lean calls such numbers.
pub(super) fn domain(domain: Domain) -> &'static str {
    match domain {
        Domain::Nat => "Nat",
        Domain::Int => "Int",
        Domain::Rat => "Rat",
    }
}

struct Printer {
    sense: Sense,
    scope: Scope,
}

/// How tight the connectives bind.
const IFF: u8 = 1;
const IMPLIES: u8 = 2;
const OR: u8 = 3;
const AND: u8 = 4;
const NOT: u8 = 5;

impl Printer {
    /// A statement where at least `level` is wanted.
    fn prop(&mut self, prop: &Prop, level: u8) -> Result<String, String> {
        let (text, own) = match prop {
            Prop::Compare(Rel::Divides, a, b) => (self.compare("∣", a, b, true)?, NOT),
            Prop::Compare(Rel::DividesNot, a, b) => (format!("¬ {}", self.compare("∣", a, b, true)?), NOT),
            Prop::Compare(rel, a, b) => {
                let sign = match rel {
                    Rel::Eq => "=",
                    Rel::Ne => "≠",
                    Rel::Lt => "<",
                    Rel::Le => "≤",
                    Rel::Gt => ">",
                    _ => "≥",
                };
                (self.compare(sign, a, b, false)?, NOT)
            }
            Prop::Even(of) => (self.compare("∣", &Expr::Number(2), of, true)?, NOT),
            Prop::Odd(of) => {
                let rest = Expr::Of(Op::Mod, Box::new(of.clone()), Box::new(Expr::Number(2)));
                (self.compare("=", &rest, &Expr::Number(1), true)?, NOT)
            }
            Prop::Square(of) => {
                let own = self.domain(of, true)?;
                let name =
                    ["k", "m", "j", "r"].into_iter().find(|it| !self.scope.iter().any(|v| v.name == **it));
                let name = name.unwrap_or("root");
                let root = if own == Domain::Nat { "Nat" } else { "Int" };
                (format!("∃ {name} : {root}, {} = {name} ^ 2", self.expr(of, own, 65)?), 0)
            }
            Prop::Is(what, of) => (self.applied(what, of)?, NOT),
            Prop::And(all) if all.is_empty() => ("True".to_owned(), NOT),
            Prop::And(all) => (self.joined(all, " ∧ ", AND)?, AND),
            Prop::Or(all) => (self.joined(all, " ∨ ", OR)?, OR),
            Prop::Not(of) => {
                let inner = match &**of {
                    Prop::Exists(..) => self.prop(of, 0)?,
                    _ => self.prop(of, NOT)?,
                };
                (format!("¬ {inner}"), NOT)
            }
            Prop::Implies(a, b) => (format!("{} → {}", self.prop(a, OR)?, self.prop(b, IMPLIES)?), IMPLIES),
            Prop::Iff(a, b) => (format!("{} ↔ {}", self.prop(a, OR)?, self.prop(b, OR)?), IFF),
            Prop::Forall(variables, body) => (self.bound("∀", variables, body)?, 0),
            Prop::Exists(variables, body) => (self.bound("∃", variables, body)?, 0),
        };
        Ok(if own < level { format!("({text})") } else { text })
    }

    /// What a text has defined, of these: `IsPrime (n + 1)`.
    fn applied(&self, what: &Defined, of: &[Expr]) -> Result<String, String> {
        let mut text = what.name.clone();
        for (parameter, it) in what.parameters.iter().zip(of) {
            let (wanted, own) = (parameter.domain, self.domain(it, false)?);
            if own > wanted {
                let (said, of) = (&what.said, english::expr(it, 0));
                let (wanted, own) = (english::domain(wanted), english::domain(own));
                return Err(format!("`{said}` was defined of {wanted}, and {of} is among the {own}"));
            }
            text.push_str(&format!(" {}", self.expr(it, wanted, 100)?));
        }
        Ok(text)
    }

    fn joined(&mut self, all: &[Prop], sign: &str, level: u8) -> Result<String, String> {
        let parts: Result<Vec<String>, String> = all.iter().map(|it| self.prop(it, level + 1)).collect();
        Ok(parts?.join(sign))
    }

    fn bound(&mut self, sign: &str, variables: &[Variable], body: &Prop) -> Result<String, String> {
        let before = self.scope.len();
        self.scope.extend(variables.iter().cloned());
        let body = self.prop(body, 0);
        self.scope.truncate(before);
        let groups = groups(variables);
        let groups = groups.trim();
        // One group needs no parentheses.
        let groups = match groups.matches('(').count() {
            1 => groups.trim_matches(['(', ')']),
            _ => groups,
        };
        Ok(format!("{sign} {groups}, {}", body?))
    }

    fn compare(&mut self, sign: &str, a: &Expr, b: &Expr, is_whole: bool) -> Result<String, String> {
        let own = self.domain(a, is_whole)?.max(self.domain(b, is_whole)?);
        let mut left = self.expr(a, own, 51)?;
        let right = self.expr(b, own, 51)?;
        // Nothing else says which numbers are meant.
        if own != Domain::Nat && !a.shows_kind() && !b.shows_kind() {
            left = format!("({left} : {})", domain(own));
        }
        Ok(format!("{left} {sign} {right}"))
    }

    fn domain(&self, expr: &Expr, is_whole: bool) -> Result<Domain, String> {
        lives_in(expr, &self.scope, self.sense, is_whole)
    }

    /// A number in a domain, where at least `level` is wanted.
    fn expr(&self, expr: &Expr, own: Domain, level: u8) -> Result<String, String> {
        let (text, is) = match expr {
            Expr::Number(number) => (number.to_string(), 100),
            Expr::Var(name) if domain_of(name, &self.scope) == own => (name.clone(), 100),
            Expr::Var(name) => (format!("({name} : {})", domain(own)), 100),
            Expr::Neg(of) => (format!("-{}", self.expr(of, own, 75)?), 65),
            Expr::As(_, of) => return self.expr(of, own, level),
            Expr::Call(what, of) => match self.applied(what, of)? {
                it if what.value == Some(own) => (it, 99),
                it => (format!("({it} : {})", domain(own)), 100),
            },
            Expr::Sum { name, count, each } => {
                let count = self.expr(count, Domain::Nat, 80)?;
                let each = match self.expr(each, own, 0)? {
                    // Nothing else says which numbers are meant.
                    it if own != Domain::Nat && !each.shows_kind() => format!("({it} : {})", domain(own)),
                    it => it,
                };
                let kind = if own == Domain::Nat { "" } else { " : Nat" };
                (format!("((List.range {count}).map fun {name}{kind} => {each}).sum"), 100)
            }
            Expr::Of(op, a, b) => {
                let (sign, is, left, right) = match op {
                    Op::Add => ("+", 65, 65, 66),
                    Op::Sub => ("-", 65, 65, 66),
                    Op::Mul => ("*", 70, 70, 71),
                    Op::Div => ("/", 70, 70, 71),
                    Op::Mod => ("%", 70, 70, 71),
                    Op::Pow => ("^", 75, 76, 75),
                };
                let exponent = if *op == Op::Pow { Domain::Nat } else { own };
                (format!("{} {sign} {}", self.expr(a, own, left)?, self.expr(b, exponent, right)?), is)
            }
        };
        Ok(if is < level { format!("({text})") } else { text })
    }
}
