//! Readings in words that leave nothing open.

use super::{Domain, Expr, Op, Prop, Rel, Variable};

/// What such numbers are called.
pub(super) fn domain(domain: Domain) -> &'static str {
    match domain {
        Domain::Nat => "natural numbers",
        Domain::Int => "integers",
        Domain::Rat => "rational numbers",
    }
}

/// A statement as a sentence.
pub(super) fn sentence(prop: &Prop) -> String {
    let text = clause(prop);
    let mut letters = text.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{}.", letters.as_str())
}

/// A statement within a sentence.
pub(super) fn clause(prop: &Prop) -> String {
    match prop {
        Prop::Forall(variables, body) => format!("for all {}: {}", quantities(variables), clause(body)),
        Prop::Exists(variables, body) => {
            let is = if variables.len() == 1 { "there is one among the" } else { "there are some among the" };
            format!("{is} {} such that {}", quantities(variables), clause(body))
        }
        Prop::Implies(a, b) => format!("if {}, then {}", clause(a), clause(b)),
        Prop::Iff(a, b) => format!("{} if and only if {}", clause(a), clause(b)),
        Prop::And(all) if all.is_empty() => "nothing".into(),
        Prop::And(all) => list(all, "and"),
        Prop::Or(all) => list(all, "or"),
        Prop::Not(of) => format!("it is not so that {}", clause(of)),
        Prop::Even(of) => format!("{} is even", expr(of, 0)),
        Prop::Odd(of) => format!("{} is odd", expr(of, 0)),
        Prop::Square(of) => format!("{} is a perfect square", expr(of, 0)),
        Prop::Is(what, of) => match of.as_slice() {
            [a, b] => format!("{} {} {}", expr(a, 0), what.said, expr(b, 0)),
            _ => format!("{} is {}", of.first().map(|it| expr(it, 0)).unwrap_or_default(), what.said),
        },
        Prop::Compare(rel, a, b) => {
            let rel = match rel {
                Rel::Eq => "=",
                Rel::Ne => "≠",
                Rel::Lt => "<",
                Rel::Le => "≤",
                Rel::Gt => ">",
                Rel::Ge => "≥",
                Rel::Divides => "divides",
                Rel::DividesNot => "does not divide",
            };
            format!("{} {rel} {}", expr(a, 0), expr(b, 0))
        }
    }
}

fn list(all: &[Prop], word: &str) -> String {
    all.iter().map(clause).collect::<Vec<_>>().join(&format!(" {word} "))
}

/// `integers a and b, and natural numbers n`
pub(super) fn quantities(variables: &[Variable]) -> String {
    let groups = variables.chunk_by(|a, b| a.domain == b.domain).map(|group| {
        let names: Vec<&str> = group.iter().map(|it| it.name.as_str()).collect();
        let names = match names.as_slice() {
            [before @ .., last] if !before.is_empty() => format!("{} and {last}", before.join(", ")),
            _ => names.concat(),
        };
        format!("{} {names}", domain(group[0].domain))
    });
    groups.collect::<Vec<_>>().join(", and ")
}

/// A number, where at least `level` is wanted.
pub(super) fn expr(of: &Expr, level: u8) -> String {
    let (text, own) = match of {
        Expr::Number(number) => (number.to_string(), 9),
        Expr::Var(name) => (name.clone(), 9),
        Expr::Neg(of) => (format!("-{}", expr(of, 3)), 1),
        Expr::As(_, of) => return expr(of, level),
        Expr::Call(what, of) => {
            let of: Vec<String> = of.iter().map(|it| expr(it, 0)).collect();
            (format!("{}({})", what.said, of.join(", ")), 9)
        }
        Expr::Sum { name, count, each } => {
            (format!("the sum of {} terms {} ({name} = 0, 1, …)", expr(count, 3), expr(each, 3)), 0)
        }
        Expr::Of(Op::Mod, a, b) => (format!("the remainder of {} by {}", expr(a, 0), expr(b, 2)), 0),
        Expr::Of(Op::Pow, a, b) => (format!("{}^{}", expr(a, 4), expr(b, 4)), 3),
        Expr::Of(op, a, b) => {
            let (sign, own) = match op {
                Op::Add => ("+", 1),
                Op::Sub => ("-", 1),
                Op::Mul => ("*", 2),
                _ => ("/", 2),
            };
            (format!("{} {sign} {}", expr(a, own), expr(b, own + 1)), own)
        }
    };
    if own < level { format!("({text})") } else { text }
}
