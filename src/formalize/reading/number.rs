//! Numbers: `2n² + 1`, `the sum of two odd integers`, `twice a`.

use std::sync::Arc;

use super::{Defined, Expr, Op, noun::Noun, parse::Parser, scan::article_at, words::Token};

/// What a quantity is called that has no name.
const NAMES: [&str; 6] = ["a", "b", "c", "d", "p", "q"];

impl Parser<'_> {
    pub(super) fn sum(&mut self) -> Option<Expr> {
        let left = self.sum_without_mod()?;
        if self.any(&["mod", "modulo"]) || self.sign('%') {
            return Some(Expr::Of(Op::Mod, Box::new(left), Box::new(self.product()?)));
        }
        Some(left)
    }

    pub(super) fn sum_without_mod(&mut self) -> Option<Expr> {
        let mut left = if self.sign('-') { Expr::Neg(Box::new(self.product()?)) } else { self.product()? };
        let mut terms = vec![left.clone()];
        loop {
            let op = if self.sign('+') {
                if self.dots() {
                    return self.series(&terms);
                }
                Op::Add
            } else if self.sign('-') {
                Op::Sub
            } else {
                return Some(left);
            };
            let term = self.product()?;
            // Dots go on with a sum, and with no difference.
            if op == Op::Add {
                terms.push(term.clone())
            } else {
                terms.clear()
            }
            left = Expr::Of(op, Box::new(left), Box::new(term));
        }
    }

    pub(super) fn product(&mut self) -> Option<Expr> {
        let mut left = self.power()?;
        loop {
            let op = if self.sign('*') {
                Op::Mul
            } else if self.sign('/') {
                Op::Div
            } else if self.is_factor() {
                Op::Mul
            } else {
                return Some(left);
            };
            left = Expr::Of(op, Box::new(left), Box::new(self.power()?));
        }
    }

    /// Whether a factor follows without a sign: `2n`, `n(n + 1)`.
    pub(super) fn is_factor(&self) -> bool {
        match self.tokens.get(self.at) {
            Some(Token::Letter(_)) => !self.is_article(),
            // `n² ≡ 1 (mod 8)`
            Some(Token::Sign('(')) => {
                !matches!(self.tokens.get(self.at + 1), Some(Token::Word(it)) if it == "mod" || it == "modulo")
            }
            _ => false,
        }
    }

    pub(super) fn power(&mut self) -> Option<Expr> {
        let mut base = self.primary()?;
        loop {
            if self.sign('^') {
                let exponent = self.primary()?;
                base = Expr::Of(Op::Pow, Box::new(base), Box::new(exponent));
            } else if self.word("squared") {
                base = Expr::Of(Op::Pow, Box::new(base), Box::new(Expr::Number(2)));
            } else if self.word("cubed") {
                base = Expr::Of(Op::Pow, Box::new(base), Box::new(Expr::Number(3)));
            } else {
                return Some(base);
            }
        }
    }

    pub(super) fn primary(&mut self) -> Option<Expr> {
        if self.sign('(') {
            let inner = self.sum()?;
            return if self.sign(')') { Some(inner) } else { self.fail() };
        }
        match self.tokens.get(self.at).cloned() {
            Some(Token::Number(number)) => {
                self.at += 1;
                Some(Expr::Number(number))
            }
            Some(Token::Letter(name)) if !self.is_article() => {
                if let Some(what) = self.defined(|it| it.value.is_some()) {
                    return self.called(what);
                }
                self.at += 1;
                Some(Expr::Var(name))
            }
            Some(Token::Word(it)) if it == "it" && self.it.is_some() => {
                self.at += 1;
                self.it.clone()
            }
            _ => self.phrase(),
        }
    }

    /// `(n, k)` behind the name of what was defined.
    fn called(&mut self, what: Arc<Defined>) -> Option<Expr> {
        if !self.sign('(') {
            return self.fail();
        }
        let mut of = vec![self.sum()?];
        while self.sign(',') {
            of.push(self.sum()?);
        }
        if of.len() == what.parameters.len() && self.sign(')') {
            Some(Expr::Call(what, of))
        } else {
            self.fail()
        }
    }

    /// A number in words: `the sum of two odd integers`, `an even integer n`, `twice a`.
    pub(super) fn phrase(&mut self) -> Option<Expr> {
        let start = self.mark();
        self.word("the");
        for (words, op) in [
            (&["sum", "of"], Op::Add),
            (&["product", "of"], Op::Mul),
            (&["difference", "of"], Op::Sub),
            (&["difference", "between"], Op::Sub),
        ] {
            if self.words(words) {
                let start = self.mark();
                if op == Op::Add
                    && let Some(sum) = self.first_of()
                {
                    return Some(sum);
                }
                self.reset(start);
                return self.of_several(op);
            }
        }
        for (words, exponent) in [("square", 2), ("cube", 3)] {
            if self.words(&[words, "of"]) {
                let base = self.power()?;
                return Some(Expr::Of(Op::Pow, Box::new(base), Box::new(Expr::Number(exponent))));
            }
        }
        if self.any(&["twice", "double"]) {
            let of = self.power()?;
            return Some(Expr::Of(Op::Mul, Box::new(Expr::Number(2)), Box::new(of)));
        }
        if let Some(rest) = self.remainder() {
            return Some(rest);
        }
        if self.any(&["number", "integer", "expression", "sum", "product", "difference"])
            && !matches!(self.tokens.get(self.at), Some(Token::Word(_)))
        {
            return self.sum();
        }
        self.reset(start);
        // Any such number.
        if !(self.article() || self.any(&["any", "every", "each"])) {
            return self.fail();
        }
        let noun = self.noun()?;
        let names = match self.names() {
            Some(names) if names.len() == 1 => names,
            _ => vec![self.new_name("")],
        };
        self.declare(&names, &noun);
        Some(Expr::Var(names[0].clone()))
    }

    /// `remainder when 3^100 is divided by 7`, `remainder of n modulo 4`, `last digit of 2^n`.
    fn remainder(&mut self) -> Option<Expr> {
        let rest = |of: Expr, by: Expr| Expr::Of(Op::Mod, Box::new(of), Box::new(by));
        let start = self.mark();
        if self.any(&["last", "final", "units"]) || self.words(&["unit", "'s"]) {
            let digits = match self.tokens.get(self.at) {
                Some(Token::Number(it @ 2..=9)) => {
                    self.at += 1;
                    *it
                }
                _ => 1,
            };
            self.word("decimal");
            if self.any(&["digit", "digits"]) && self.any(&["of", "in"]) {
                let of = self.sum()?;
                return Some(rest(of, Expr::Number(10_u64.pow(digits as u32))));
            }
        } else if self.word("remainder") {
            if self.any(&["when", "if"]) {
                let of = self.sum()?;
                if self.words(&["is", "divided", "by"]) {
                    return Some(rest(of, self.sum()?));
                }
            } else if self.words(&["on", "dividing"]) || self.words(&["when", "dividing"]) {
                let of = self.sum()?;
                if self.word("by") {
                    return Some(rest(of, self.sum()?));
                }
            } else if self.any(&["of", "that"]) {
                let of = self.sum_without_mod()?;
                self.word("leaves");
                if self.divided_by() {
                    return Some(rest(of, self.sum()?));
                }
            }
        }
        self.reset(start);
        None
    }

    /// `when divided by`, `on division by`, `modulo`.
    pub(super) fn divided_by(&mut self) -> bool {
        self.words(&["when", "divided", "by"])
            || self.words(&["when", "it", "is", "divided", "by"])
            || self.words(&["divided", "by"])
            || self.words(&["on", "division", "by"])
            || self.words(&["upon", "division", "by"])
            || self.any(&["modulo", "mod"])
    }

    /// The sum, product or difference of what follows.
    pub(super) fn of_several(&mut self, op: Op) -> Option<Expr> {
        let join = |all: Vec<Expr>| all.into_iter().reduce(|a, b| Expr::Of(op, Box::new(a), Box::new(b)));
        self.any(&["any", "the"]);
        let start = self.mark();
        if let Some(Token::Number(count @ 2..=4)) = self.tokens.get(self.at) {
            let count = *count;
            self.at += 1;
            let consecutive = self.word("consecutive");
            if let Some(noun) = self.noun() {
                let names = self.names().filter(|it| it.len() as u64 == count);
                if consecutive {
                    let name = self.new_name("n");
                    self.declare(std::slice::from_ref(&name), &noun);
                    let step = if noun.has_parity() { 2 } else { 1 };
                    let nth = |it: u64| match it {
                        0 => Expr::Var(name.clone()),
                        _ => Expr::Of(
                            Op::Add,
                            Box::new(Expr::Var(name.clone())),
                            Box::new(Expr::Number(it * step)),
                        ),
                    };
                    return join((0..count).map(nth).collect());
                }
                let names = names.unwrap_or_else(|| {
                    let mut new: Vec<String> = Vec::new();
                    for _ in 0..count {
                        let name = NAMES
                            .iter()
                            .find(|it| !self.is_used(it) && !new.iter().any(|other| other == *it));
                        new.push(name.copied().unwrap_or("x").to_owned());
                    }
                    new
                });
                self.declare(&names, &noun);
                return join(names.into_iter().map(Expr::Var).collect());
            }
            self.reset(start);
        }
        let first = self.product()?;
        if !self.word("and") {
            return self.fail();
        }
        join(vec![first, self.product()?])
    }

    /// A name that nothing has.
    pub(super) fn new_name(&self, wish: &str) -> String {
        let wishes = [wish].into_iter().filter(|it| !it.is_empty()).chain(NAMES);
        wishes.into_iter().find(|it| !self.is_used(it)).unwrap_or("x").to_owned()
    }

    pub(super) fn is_used(&self, name: &str) -> bool {
        let is_article = |at: usize| article_at(self.tokens, at);
        self.knows(name)
            || self
                .tokens
                .iter()
                .enumerate()
                .any(|(at, it)| matches!(it, Token::Letter(it) if it == name) && !is_article(at))
    }

    pub(super) fn knows(&self, name: &str) -> bool {
        self.declared.iter().chain(&self.local).any(|it| it.name == name)
    }

    /// Quantities of the whole text.
    pub(super) fn declare(&mut self, names: &[String], noun: &Noun) {
        let new: Vec<String> = names.iter().filter(|it| !self.knows(it)).cloned().collect();
        self.declared.extend(noun.variables(&new));
        self.supposed.extend(noun.suppositions(names));
    }
}
