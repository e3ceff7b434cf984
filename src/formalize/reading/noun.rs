//! Kinds of numbers: `positive integers`, `an odd number`.

use std::sync::Arc;

use super::{
    Defined, Domain, Expr, Prop, Rel, Variable,
    parse::{Asks, Parser},
    words::Token,
};

/// What is said of a number before its kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Adjective {
    Even,
    Odd,
    Positive,
    Negative,
    NonNegative,
    NonZero,
    /// What the text has defined.
    Defined(Arc<Defined>),
}

impl Adjective {
    /// What it says of a number.
    pub(super) fn says(&self, of: &Expr) -> Prop {
        let (zero, it) = (Expr::Number(0), of.clone());
        match self {
            Adjective::Even => Prop::Even(it),
            Adjective::Odd => Prop::Odd(it),
            Adjective::Positive => Prop::Compare(Rel::Lt, zero, it),
            Adjective::Negative => Prop::Compare(Rel::Lt, it, zero),
            Adjective::NonNegative => Prop::Compare(Rel::Le, zero, it),
            Adjective::NonZero => Prop::Compare(Rel::Ne, it, zero),
            Adjective::Defined(what) => Prop::Is(what.clone(), vec![it]),
        }
    }
}

/// A kind of numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Noun {
    domain: Domain,
    adjectives: Vec<Adjective>,
}

impl Noun {
    pub(super) fn of(domain: Domain) -> Noun {
        Noun { domain, adjectives: Vec::new() }
    }

    /// Those of them that are this, too. Whole numbers from 0 or 1 on are natural ones.
    pub(super) fn with(mut self, adjective: Adjective) -> Noun {
        match (self.domain, &adjective) {
            (Domain::Int, Adjective::NonNegative) => self.domain = Domain::Nat,
            (Domain::Nat, Adjective::NonNegative) => {}
            (domain, _) => {
                if domain == Domain::Int && adjective == Adjective::Positive {
                    self.domain = Domain::Nat;
                }
                if !self.adjectives.contains(&adjective) {
                    self.adjectives.push(adjective);
                }
            }
        }
        self
    }

    /// Whether it is even or odd ones.
    pub(super) fn has_parity(&self) -> bool {
        self.adjectives.iter().any(|it| matches!(it, Adjective::Even | Adjective::Odd))
    }

    /// What it says of a number beside its domain.
    pub(super) fn says(&self, of: &Expr) -> Prop {
        Prop::all(self.adjectives.iter().map(|it| it.says(of)).collect())
    }

    pub(super) fn variables(&self, names: &[String]) -> Vec<Variable> {
        names.iter().map(|name| Variable { name: name.clone(), domain: self.domain }).collect()
    }

    /// What is supposed of numbers of these names.
    pub(super) fn suppositions(&self, names: &[String]) -> Vec<Prop> {
        let said = names.iter().map(|name| self.says(&Expr::Var(name.clone())));
        said.filter(|it| *it != Prop::And(Vec::new())).collect()
    }
}

impl Parser<'_> {
    /// `a, b and c`.
    pub(super) fn names(&mut self) -> Option<Vec<String>> {
        let mut names = vec![self.name()?];
        loop {
            let start = self.mark();
            let more = self.sign(',') | self.word("and");
            match if more { self.name() } else { None } {
                // `for all integers n, n² ≥ 0`: what follows is no name.
                Some(name) if !names.contains(&name) && !self.goes_on_as_claim() => names.push(name),
                _ => {
                    self.reset(start);
                    return Some(names);
                }
            }
        }
    }

    /// Whether the letter before was the begin of an expression.
    pub(super) fn goes_on_as_claim(&self) -> bool {
        match self.tokens.get(self.at) {
            Some(Token::Sign(it)) => !matches!(it, ',' | '.' | ';' | ':' | ')' | '∈'),
            Some(Token::Word(it)) => matches!(it.as_str(), "is" | "does" | "leaves"),
            Some(Token::Letter(_)) => !self.is_article(),
            _ => false,
        }
    }

    pub(super) fn name(&mut self) -> Option<String> {
        match self.tokens.get(self.at) {
            Some(Token::Letter(name)) if !self.is_article() => {
                self.at += 1;
                Some(name.clone())
            }
            _ => self.fail(),
        }
    }

    /// `∈ ℕ`, `∈ \mathbb{Z}`.
    pub(super) fn sign_domain(&mut self) -> Option<Noun> {
        if !(self.sign('∈') || self.word("in")) {
            return self.fail();
        }
        let in_braces = self.sign('(');
        let noun = match self.tokens.get(self.at)? {
            Token::Sign('ℕ') => self.natural(),
            Token::Sign('ℤ') => Noun::of(Domain::Int),
            Token::Sign('ℚ') => Noun::of(Domain::Rat),
            Token::Sign('ℝ') => self.real(),
            Token::Letter(it) => match it.as_str() {
                "N" => self.natural(),
                "Z" => Noun::of(Domain::Int),
                "Q" => Noun::of(Domain::Rat),
                "R" => self.real(),
                _ => return self.fail(),
            },
            _ => return self.fail(),
        };
        self.at += 1;
        if in_braces && !self.sign(')') {
            return self.fail();
        }
        Some(noun)
    }

    pub(super) fn natural(&mut self) -> Noun {
        if self.zero.is_none() {
            self.asks.insert(Asks::Zero);
        }
        let noun = Noun::of(Domain::Nat);
        if self.zero.unwrap_or(self.sense.zero) { noun } else { noun.with(Adjective::Positive) }
    }

    fn whole(&mut self) -> Noun {
        self.asks.insert(Asks::Whole);
        Noun::of(self.sense.whole)
    }

    pub(super) fn real(&mut self) -> Noun {
        let text = "the real numbers need Mathlib, which is not there; fractions stand for them here";
        if !self.missing.iter().any(|it| it == text) {
            self.missing.push(text.into());
        }
        Noun::of(Domain::Rat)
    }

    /// A kind of number: `positive integers`, `even numbers`, `natural number`.
    pub(super) fn noun(&mut self) -> Option<Noun> {
        let mut adjectives = Vec::new();
        loop {
            let start = self.mark();
            match self.adjective() {
                Some(adjective) => adjectives.push(adjective),
                None => {
                    self.reset(start);
                    break;
                }
            }
        }
        let parity = adjectives.iter().any(|it| matches!(it, Adjective::Even | Adjective::Odd));
        let defined = adjectives.iter().find_map(|it| match it {
            Adjective::Defined(what) => what.parameters.first().map(|it| it.domain),
            _ => None,
        });
        let noun = if self.any(&["integer", "integers"]) {
            Noun::of(Domain::Int)
        } else if self.words(&["whole", "number"]) || self.words(&["whole", "numbers"]) {
            self.whole()
        } else if self.word("naturals") || self.word("natural") {
            self.natural()
        } else if self.any(&["rationals", "fraction", "fractions", "rational"]) {
            Noun::of(Domain::Rat)
        } else if self.any(&["reals", "real"]) {
            self.real()
        } else if self.number() {
            if let Some(domain) = defined {
                Noun::of(domain)
            } else if parity {
                Noun::of(Domain::Int)
            } else {
                self.asks.insert(Asks::Number);
                Noun::of(self.sense.number)
            }
        } else if let Some(domain) = defined {
            // `two primes`
            Noun::of(domain)
        } else {
            return self.fail();
        };
        // `natural numbers`, `rational number`
        self.number();
        Some(adjectives.into_iter().fold(noun, Noun::with))
    }

    pub(super) fn number(&mut self) -> bool {
        self.any(&["number", "numbers"])
    }

    pub(super) fn adjective(&mut self) -> Option<Adjective> {
        if let Some(what) = self.defined(|it| it.value.is_none() && it.parameters.len() == 1) {
            return Some(Adjective::Defined(what));
        }
        let all = [
            ("even", Adjective::Even),
            ("odd", Adjective::Odd),
            ("positive", Adjective::Positive),
            ("negative", Adjective::Negative),
            ("nonnegative", Adjective::NonNegative),
            ("non-negative", Adjective::NonNegative),
            ("nonzero", Adjective::NonZero),
            ("non-zero", Adjective::NonZero),
        ];
        match all.into_iter().find(|it| self.word(it.0)) {
            Some((_, adjective)) => Some(adjective),
            None => self.fail(),
        }
    }
}
