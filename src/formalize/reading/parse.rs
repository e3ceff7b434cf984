//! What the sentences of school arithmetic say: quantities, what is supposed of them, and what is claimed.

use std::{collections::BTreeSet, sync::Arc};

use super::{Defined, Expr, Prop, Sense, Variable, words::Token};

/// What a text leaves open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Asks {
    /// Which numbers `number` means.
    Number,
    /// Whether 0 is a natural number.
    Zero,
    /// Whether whole numbers may be negative.
    Whole,
}

/// What a text says.
#[derive(Debug)]
pub(super) struct Said<T = ()> {
    /// All that is said, as one statement.
    pub(super) prop: Prop,
    /// What is asked for, if it is a question.
    pub(super) what: T,
    pub(super) asks: BTreeSet<Asks>,
    pub(super) missing: Vec<String>,
}

/// Reads a text, in one sense.
pub(super) fn statement(tokens: &[Token], sense: Sense, words: &[Arc<Defined>]) -> Result<Said, String> {
    let (tokens, zero) = prepared(tokens)?;
    let mut parser = Parser { tokens: &tokens, sense, zero, words, ..Parser::default() };
    let Some(claim) = parser.sentences() else { return Err(parser.complaint()) };
    let (declared, supposed) = (std::mem::take(&mut parser.declared), std::mem::take(&mut parser.supposed));
    let prop = forall(declared, implies(supposed, claim));
    bound_all(&prop)?;
    Ok(Said { prop, what: (), asks: parser.asks, missing: parser.missing })
}

/// Nothing is left that nobody says anything of.
pub(super) fn bound_all(prop: &Prop) -> Result<(), String> {
    match prop.free().first() {
        Some(name) => Err(format!(
            "nothing says what `{name}` is; write `for all natural numbers {name}, …` or `let {name} be an integer`"
        )),
        None => Ok(()),
    }
}

/// The tokens as they are read, and whether the text itself says that 0 is a natural number or that it is none.
pub(super) fn prepared(tokens: &[Token]) -> Result<(Vec<Token>, Option<bool>), String> {
    let mut tokens = split_products(tokens);
    if !tokens.iter().any(|it| !matches!(it, Token::Sign(_))) {
        return Err("nothing is said".into());
    }
    let word = |it: &str| Token::Word(it.to_owned());
    let (zero, open, close) = (Token::Number(0), Token::Sign('('), Token::Sign(')'));
    let asides = [
        (true, vec![open.clone(), zero.clone(), word("among"), word("them"), close.clone()]),
        (true, vec![open.clone(), zero.clone(), word("included"), close.clone()]),
        (true, vec![open.clone(), word("including"), zero.clone(), close.clone()]),
        (false, vec![open.clone(), zero.clone(), word("excluded"), close.clone()]),
        (false, vec![open, word("excluding"), zero, close]),
    ];
    for (includes, aside) in asides {
        if let Some(at) = tokens.windows(aside.len()).position(|it| it == aside) {
            tokens.drain(at..at + aside.len());
            return Ok((tokens, Some(includes)));
        }
    }
    Ok((tokens, None))
}

/// `ab` is a product if the text speaks of `a` and of `b`.
fn split_products(tokens: &[Token]) -> Vec<Token> {
    let letters: BTreeSet<&str> = tokens
        .iter()
        .filter_map(|it| if let Token::Letter(it) = it { Some(it.as_str()) } else { None })
        .collect();
    let mut out = Vec::new();
    for token in tokens {
        match token {
            Token::Word(word)
                if word.chars().count() <= 3
                    && !SHORT.contains(&word.as_str())
                    && word.chars().all(|it| letters.contains(it.to_string().as_str())) =>
            {
                out.extend(word.chars().map(|it| Token::Letter(it.to_string())));
            }
            other => out.push(other.clone()),
        }
    }
    out
}

/// Short words that are no products.
const SHORT: [&str; 26] = [
    "an", "as", "at", "be", "by", "if", "in", "is", "it", "no", "of", "on", "or", "so", "to", "we", "and",
    "are", "all", "any", "for", "has", "let", "not", "the", "odd",
];

#[derive(Default)]
pub(super) struct Parser<'a> {
    pub(super) tokens: &'a [Token],
    pub(super) at: usize,
    /// Words that the text has defined.
    pub(super) words: &'a [Arc<Defined>],
    /// What `it` is.
    pub(super) it: Option<Expr>,
    /// How far any try came.
    pub(super) furthest: usize,
    pub(super) sense: Sense,
    /// Whether 0 is a natural number, where the text says so itself.
    pub(super) zero: Option<bool>,
    /// Quantities of the whole text.
    pub(super) declared: Vec<Variable>,
    /// Those of the clause.
    pub(super) local: Vec<Variable>,
    /// What is supposed in the whole text.
    pub(super) supposed: Vec<Prop>,
    pub(super) asks: BTreeSet<Asks>,
    pub(super) missing: Vec<String>,
}

impl Default for Sense {
    fn default() -> Self {
        super::USUAL
    }
}

impl Parser<'_> {
    pub(super) fn sentences(&mut self) -> Option<Prop> {
        let mut claims = Vec::new();
        loop {
            while self.sign('.') || self.sign(';') || self.sign(',') {}
            if self.at == self.tokens.len() {
                break;
            }
            if !self.supposing()? {
                claims.push(self.claim()?);
            }
            if self.at < self.tokens.len() && !matches!(self.tokens[self.at], Token::Sign('.' | ';' | ',')) {
                return None;
            }
        }
        match claims.len() {
            0 => None,
            1 => claims.pop(),
            _ => Some(Prop::And(claims)),
        }
    }

    /// `let n be an even integer such that …`, `let a, b ∈ ℤ with …`.
    /// What a text begins with: `let …`, `suppose that …`; says whether there was one.
    pub(super) fn supposing(&mut self) -> Option<bool> {
        if self.word("let") {
            self.let_be()?;
        } else if self.any(&["suppose", "assume", "given", "consider"]) {
            self.word("that");
            let prop = self.claim()?;
            self.supposed.push(prop);
        } else {
            return Some(false);
        }
        Some(true)
    }

    pub(super) fn let_be(&mut self) -> Option<()> {
        let names = self.names()?;
        let noun = if self.words(&["be"]) {
            self.article();
            self.noun()?
        } else {
            self.sign_domain()?
        };
        self.declare(&names, &noun);
        while self.such_that() {
            let prop = self.props()?;
            self.supposed.push(prop);
        }
        Some(())
    }

    pub(super) fn claim(&mut self) -> Option<Prop> {
        loop {
            let skipped = self.words(&["prove", "that"])
                || self.words(&["show", "that"])
                || self.words(&["we", "have"])
                || self.words(&["it", "holds", "that"])
                || self.words(&["it", "follows", "that"])
                || self.any(&["then", "hence", "thus", "prove", "show", "that", "always"])
                || self.sign(',')
                || self.sign(':');
            if !skipped {
                break;
            }
        }
        if self.for_all() {
            return self.quantified();
        }
        if self.here("if") {
            self.at += 1;
            let condition = self.props()?;
            let claim = self.claim()?;
            return Some(implies(vec![condition], claim));
        }
        if self.word("there") {
            return self.existing();
        }
        let mut prop = self.props()?;
        loop {
            let start = self.mark();
            if self.sign(',')
                && !(self.here("if") || self.here("whenever") || self.here("for") || self.here("provided"))
            {
                self.reset(start);
                return Some(prop);
            }
            if self.for_all() {
                let (variables, conditions) = self.bound()?;
                prop = forall(variables, implies(conditions, prop));
            } else if self.words(&["for", "some"]) {
                let (variables, mut conditions) = self.bound()?;
                conditions.push(prop);
                prop = Prop::Exists(variables, Box::new(Prop::all(conditions)));
            } else if self.words(&["only", "if"]) {
                prop = implies(vec![prop], self.props()?);
            } else if !self.at_iff() && self.any(&["if", "whenever", "when", "provided"]) {
                self.word("that");
                let condition = self.props()?;
                prop = implies(vec![condition], prop);
            } else {
                self.reset(start);
                return Some(prop);
            }
        }
    }

    /// What comes after `for all`.
    pub(super) fn quantified(&mut self) -> Option<Prop> {
        let local = self.local.len();
        let (variables, conditions) = self.bound()?;
        self.local.extend(variables.clone());
        let claim = self.claim();
        self.local.truncate(local);
        Some(forall(variables, implies(conditions, claim?)))
    }

    /// Quantities that are bound, and what is supposed of them: `positive integers a and b with a < b`.
    pub(super) fn bound(&mut self) -> Option<(Vec<Variable>, Vec<Prop>)> {
        let local = self.local.len();
        let start = self.mark();
        let (names, noun) = match self.noun() {
            Some(noun) => (self.names()?, noun),
            None => {
                self.reset(start);
                (self.names()?, self.sign_domain()?)
            }
        };
        let variables = noun.variables(&names);
        self.local.extend(variables.clone());
        let mut conditions = noun.suppositions(&names);
        match self.compared_to(&names) {
            Some(compared) => conditions.extend(compared),
            None => {
                self.local.truncate(local);
                return None;
            }
        }
        while self.such_that() {
            let Some(prop) = self.props() else {
                self.local.truncate(local);
                return None;
            };
            conditions.push(prop);
        }
        self.local.truncate(local);
        Some((variables, conditions))
    }

    /// `> 1` after the names of quantities: said of each.
    pub(super) fn compared_to(&mut self, names: &[String]) -> Option<Vec<Prop>> {
        let Some(Token::Sign('<' | '≤' | '>' | '≥' | '≠')) = self.tokens.get(self.at) else {
            return Some(Vec::new());
        };
        let rel = self.rel()?;
        let other = self.sum()?;
        Some(names.iter().map(|it| Prop::Compare(rel, Expr::Var(it.clone()), other.clone())).collect())
    }

    /// What comes after `there`.
    pub(super) fn existing(&mut self) -> Option<Prop> {
        if !self.any(&["is", "are", "exists", "exist"]) {
            return self.fail();
        }
        let none = self.word("no");
        if !none && !self.word("some") {
            self.article();
        }
        let local = self.local.len();
        let noun = self.noun()?;
        let names = self.names()?;
        let variables = noun.variables(&names);
        self.local.extend(variables.clone());
        let mut body = noun.suppositions(&names);
        body.extend(self.compared_to(&names)?);
        while self.such_that() {
            let claim = self.claim();
            match claim {
                Some(claim) => body.push(claim),
                None => {
                    self.local.truncate(local);
                    return None;
                }
            }
        }
        self.local.truncate(local);
        let exists = Prop::Exists(variables, Box::new(Prop::all(body)));
        Some(if none { Prop::Not(Box::new(exists)) } else { exists })
    }
}

pub(super) fn implies(conditions: Vec<Prop>, claim: Prop) -> Prop {
    match (Prop::all(conditions), claim) {
        (Prop::And(none), claim) if none.is_empty() => claim,
        // `If n is odd, then n + 1 is even for all integers n`: the condition is of these n, too.
        (condition, Prop::Forall(variables, body)) if speaks_of(&condition, &variables) => {
            Prop::Forall(variables, Box::new(implies(vec![condition], *body)))
        }
        (condition, claim) => Prop::Implies(Box::new(condition), Box::new(claim)),
    }
}

fn speaks_of(prop: &Prop, variables: &[Variable]) -> bool {
    let free = prop.free();
    variables.iter().any(|it| free.contains(&it.name))
}

pub(super) fn forall(variables: Vec<Variable>, body: Prop) -> Prop {
    if variables.is_empty() { body } else { Prop::Forall(variables, Box::new(body)) }
}
