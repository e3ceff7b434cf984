//! Going through what is said: what it speaks of, and putting one number in the place of another.

use std::collections::BTreeSet;

use super::{Domain, Expr, Op, Prop, Sense, Variable};

/// The quantities in scope.
pub(super) type Scope = Vec<Variable>;

impl Expr {
    /// The numbers that it is made of.
    fn parts(&self) -> Vec<&Expr> {
        match self {
            Expr::Number(_) | Expr::Var(_) => Vec::new(),
            Expr::Neg(of) | Expr::As(_, of) => vec![of],
            Expr::Of(_, a, b) => vec![a, b],
            Expr::Sum { count, each, .. } => vec![count, each],
            Expr::Call(_, of) => of.iter().collect(),
        }
    }

    /// Whether it depends on a quantity.
    pub(super) fn has_variable(&self) -> bool {
        matches!(self, Expr::Var(_)) || self.parts().into_iter().any(Expr::has_variable)
    }

    /// Whether Lean sees from it which numbers are meant: the quantities of an exponent say nothing of that.
    pub(super) fn shows_kind(&self) -> bool {
        match self {
            Expr::Var(_) | Expr::Call(..) | Expr::Sum { .. } => true,
            Expr::Of(Op::Pow, base, _) => base.shows_kind(),
            Expr::As(..) => false,
            _ => self.parts().into_iter().any(Expr::shows_kind),
        }
    }

    /// The same with `with` for a quantity.
    pub(crate) fn put(&self, name: &str, with: &Expr) -> Expr {
        let put = |it: &Expr| Box::new(it.put(name, with));
        match self {
            Expr::Var(it) if it == name => with.clone(),
            Expr::Number(_) | Expr::Var(_) => self.clone(),
            Expr::Neg(of) => Expr::Neg(put(of)),
            Expr::As(domain, of) => Expr::As(*domain, put(of)),
            Expr::Of(op, a, b) => Expr::Of(*op, put(a), put(b)),
            Expr::Call(what, of) => {
                Expr::Call(what.clone(), of.iter().map(|it| it.put(name, with)).collect())
            }
            Expr::Sum { name: bound, count, each } => {
                let each = if bound == name { each.clone() } else { put(each) };
                Expr::Sum { name: bound.clone(), count: put(count), each }
            }
        }
    }

    /// The quantities that it depends on.
    pub(super) fn variables(&self) -> BTreeSet<String> {
        let mut free = BTreeSet::new();
        self.free(&[], &mut free);
        free
    }

    fn free(&self, bound: &[String], free: &mut BTreeSet<String>) {
        match self {
            Expr::Var(name) if !bound.contains(name) => {
                free.insert(name.clone());
            }
            Expr::Sum { name, count, each } => {
                count.free(bound, free);
                each.free(&[bound, std::slice::from_ref(name)].concat(), free);
            }
            _ => self.parts().into_iter().for_each(|it| it.free(bound, free)),
        }
    }
}

/// Something that is said: a word that was defined, or a number.
enum Said<'a> {
    Is(&'a String),
    Number(&'a Expr),
}

impl Prop {
    /// All of them; what is only one is itself.
    pub(in crate::formalize) fn all(parts: Vec<Prop>) -> Prop {
        let mut flat = Vec::new();
        for part in parts {
            match part {
                Prop::And(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        if flat.len() == 1 { flat.remove(0) } else { Prop::And(flat) }
    }

    /// The numbers that it speaks of itself, and the statements that it is made of.
    fn parts(&self) -> (Vec<&Expr>, Vec<&Prop>) {
        match self {
            Prop::Compare(_, a, b) => (vec![a, b], Vec::new()),
            Prop::Even(of) | Prop::Odd(of) | Prop::Square(of) => (vec![of], Vec::new()),
            Prop::Is(_, of) => (of.iter().collect(), Vec::new()),
            Prop::And(all) | Prop::Or(all) => (Vec::new(), all.iter().collect()),
            Prop::Not(of) | Prop::Forall(_, of) | Prop::Exists(_, of) => (Vec::new(), vec![of]),
            Prop::Implies(a, b) | Prop::Iff(a, b) => (Vec::new(), vec![a, b]),
        }
    }

    fn binds(&self) -> &[Variable] {
        match self {
            Prop::Forall(variables, _) | Prop::Exists(variables, _) => variables,
            _ => &[],
        }
    }

    /// The same with `with` for a quantity.
    pub(crate) fn put(&self, name: &str, with: &Expr) -> Prop {
        let put = |it: &Prop| Box::new(it.put(name, with));
        let each = |all: &[Prop]| all.iter().map(|it| it.put(name, with)).collect();
        if self.binds().iter().any(|it| it.name == name) {
            return self.clone();
        }
        match self {
            Prop::Compare(rel, a, b) => Prop::Compare(*rel, a.put(name, with), b.put(name, with)),
            Prop::Even(of) => Prop::Even(of.put(name, with)),
            Prop::Odd(of) => Prop::Odd(of.put(name, with)),
            Prop::Square(of) => Prop::Square(of.put(name, with)),
            Prop::Is(what, of) => Prop::Is(what.clone(), of.iter().map(|it| it.put(name, with)).collect()),
            Prop::And(all) => Prop::And(each(all)),
            Prop::Or(all) => Prop::Or(each(all)),
            Prop::Not(of) => Prop::Not(put(of)),
            Prop::Implies(a, b) => Prop::Implies(put(a), put(b)),
            Prop::Iff(a, b) => Prop::Iff(put(a), put(b)),
            Prop::Forall(variables, of) => Prop::Forall(variables.clone(), put(of)),
            Prop::Exists(variables, of) => Prop::Exists(variables.clone(), put(of)),
        }
    }

    /// What it says in words that were defined, by their names in Lean.
    pub(super) fn defined(&self) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        self.each(&mut |said| match said {
            Said::Is(name) => _ = found.insert(name.clone()),
            Said::Number(Expr::Call(what, _)) => _ = found.insert(what.name.clone()),
            Said::Number(_) => {}
        });
        found
    }

    /// The numbers that are written in it.
    pub(crate) fn numerals(&self) -> BTreeSet<u64> {
        let mut found = BTreeSet::new();
        self.each(&mut |said| {
            found.extend(if let Said::Number(Expr::Number(it)) = said { Some(*it) } else { None })
        });
        found
    }

    /// All that it says, and all that that is made of.
    fn each(&self, see: &mut dyn FnMut(Said<'_>)) {
        fn within(expr: &Expr, see: &mut dyn FnMut(Said<'_>)) {
            see(Said::Number(expr));
            expr.parts().into_iter().for_each(|it| within(it, see));
        }
        if let Prop::Is(what, _) = self {
            see(Said::Is(&what.name));
        }
        let (numbers, props) = self.parts();
        numbers.into_iter().for_each(|it| within(it, see));
        props.into_iter().for_each(|it| it.each(see));
    }

    /// Quantities that nothing binds.
    pub(crate) fn free(&self) -> BTreeSet<String> {
        fn collect(prop: &Prop, bound: &mut Vec<String>, free: &mut BTreeSet<String>) {
            let before = bound.len();
            bound.extend(prop.binds().iter().map(|it| it.name.clone()));
            let (numbers, props) = prop.parts();
            numbers.into_iter().for_each(|it| it.free(bound, free));
            props.into_iter().for_each(|it| collect(it, bound, free));
            bound.truncate(before);
        }
        let mut free = BTreeSet::new();
        collect(self, &mut Vec::new(), &mut free);
        free
    }
}

/// Whether a difference is taken of natural numbers.
pub(super) fn subtracts_naturals(prop: &Prop) -> bool {
    any(prop, &mut Scope::new(), &|expr, scope| {
        matches!(expr, Expr::Of(Op::Sub, a, b)
            if expr.has_variable() && widest(a, scope).max(widest(b, scope)) == Domain::Nat)
    })
}

/// Whether a quotient is taken of numbers that are no fractions.
pub(super) fn divides_whole(prop: &Prop) -> bool {
    any(prop, &mut Scope::new(), &|expr, scope| {
        matches!(expr, Expr::Of(Op::Div, a, b)
            if expr.has_variable() && widest(a, scope).max(widest(b, scope)) < Domain::Rat)
    })
}

/// What a quantity ranges over; what nothing else says is a natural number.
pub(super) fn domain_of(name: &str, scope: &Scope) -> Domain {
    scope.iter().rev().find(|it| it.name == name).map_or(Domain::Nat, |it| it.domain)
}

/// Where a number lives in a sense: the widest of what it is made of. `is_whole`: where only whole numbers have a sense.
///
/// # Errors
/// What must be a natural, or a whole number, and is none.
pub(super) fn lives_in(expr: &Expr, scope: &Scope, sense: Sense, is_whole: bool) -> Result<Domain, String> {
    let of = |it: &Expr, is_whole: bool| lives_in(it, scope, sense, is_whole);
    let found = match expr {
        Expr::Number(_) => Domain::Nat,
        Expr::Var(name) => domain_of(name, scope),
        Expr::Neg(it) => of(it, is_whole)?.max(Domain::Int),
        Expr::As(domain, _) => *domain,
        Expr::Call(what, _) => what.value.unwrap_or(Domain::Nat),
        Expr::Sum { count, each, .. } => {
            if of(count, true)? != Domain::Nat {
                return Err("there must be a natural number of terms in a sum".into());
            }
            of(each, is_whole)?
        }
        Expr::Of(op, a, b) => {
            let base = of(a, is_whole)?;
            match op {
                Op::Pow => {
                    if of(b, true)? != Domain::Nat {
                        return Err("an exponent must be a natural number".into());
                    }
                    base
                }
                Op::Sub if sense.signed => base.max(of(b, is_whole)?).max(Domain::Int),
                Op::Div if sense.exact && !is_whole => Domain::Rat,
                Op::Mod => base.max(of(b, true)?),
                _ => base.max(of(b, is_whole)?),
            }
        }
    };
    let in_mod = matches!(expr, Expr::Of(Op::Mod, ..));
    if (is_whole || in_mod) && found == Domain::Rat {
        return Err("only of whole numbers it can be said what they divide and whether they are even".into());
    }
    Ok(found)
}

/// The widest kind of what a number is made of.
fn widest(expr: &Expr, scope: &Scope) -> Domain {
    match expr {
        Expr::Number(_) => Domain::Nat,
        Expr::Var(name) => domain_of(name, scope),
        Expr::Neg(of) => widest(of, scope).max(Domain::Int),
        Expr::As(domain, _) => *domain,
        Expr::Of(Op::Pow, base, _) => widest(base, scope),
        Expr::Of(_, a, b) => widest(a, scope).max(widest(b, scope)),
        Expr::Sum { each, .. } => widest(each, scope),
        Expr::Call(what, _) => what.value.unwrap_or(Domain::Nat),
    }
}

fn any(prop: &Prop, scope: &mut Scope, is: &dyn Fn(&Expr, &Scope) -> bool) -> bool {
    fn within(expr: &Expr, scope: &Scope, is: &dyn Fn(&Expr, &Scope) -> bool) -> bool {
        is(expr, scope) || expr.parts().into_iter().any(|it| within(it, scope, is))
    }
    let before = scope.len();
    scope.extend(prop.binds().iter().cloned());
    let (numbers, props) = prop.parts();
    let found =
        numbers.into_iter().any(|it| within(it, scope, is)) || props.into_iter().any(|it| any(it, scope, is));
    scope.truncate(before);
    found
}
