//! Definitions: `call an integer even if it is twice an integer`, `for a natural number n, let T(n) = n(n + 1)/2`.

use std::sync::Arc;

use serde::Serialize;

use super::{
    Domain, Expr, Prop, Rel, USUAL, Variable, english, lean,
    noun::Noun,
    parse::{Asks, Parser, bound_all, forall, prepared},
    words::{Token, tokens},
};

/// A word that a text has defined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Defined {
    /// How a text says it.
    pub(super) tokens: Vec<Token>,
    /// The same as it is read back.
    pub said: String,
    /// What it is called in Lean.
    pub name: String,
    /// Of what it is said.
    pub parameters: Vec<Variable>,
    /// What kind of number it is; none if it is said of numbers and is none.
    pub value: Option<Domain>,
}

/// A definition as it is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Definition {
    /// What is defined.
    #[serde(skip)]
    pub defined: Arc<Defined>,
    /// The definition in Lean.
    pub lean: String,
    /// What it says, read back.
    pub reading: String,
    /// How it takes what can be taken in several ways.
    pub taken: Vec<String>,
    /// What it speaks of that is not there.
    pub missing: Vec<String>,
}

/// Reads a definition that may use what was defined before.
///
/// # Errors
/// Where it is not understood.
pub fn definition(text: &str, before: &[Arc<Defined>]) -> Result<Definition, String> {
    let tokens = tokens(text);
    let (tokens, zero) = prepared(&tokens)?;
    let mut parser = Parser { tokens: &tokens, zero, words: before, ..Parser::default() };
    let Some(found) = parser.definition() else { return Err(parser.complaint()) };
    let Found { tokens: said, parameters, is, body } = found;
    let name = lean_name(&said, is, matches!(body, Body::Value(_)));
    let mut shown = said.iter().map(Token::to_string).collect::<Vec<_>>().join(" ");
    if is && parameters.len() == 2 {
        shown.insert_str(0, "is ");
    }
    let whole = match &body {
        Body::Prop(prop) => prop.clone(),
        Body::Value(value) => Prop::Compare(Rel::Eq, value.clone(), Expr::Number(0)),
    };
    bound_all(&forall(parameters.clone(), whole))?;
    let subjects: Vec<Expr> = parameters.iter().map(|it| Expr::Var(it.name.clone())).collect();
    let of = english::quantities(&parameters);
    let (text, value, reading) = match &body {
        Body::Prop(prop) => {
            let text = lean::defined(&parameters, prop, USUAL)?;
            (text, None, format!("{shown}, of {of}: {}", english::clause(prop)))
        }
        Body::Value(expr) => {
            let (text, own) = lean::number(expr, &parameters, USUAL)?;
            let text = format!("{} : {} :=\n  {text}", lean::groups(&parameters), lean::domain(own));
            let of: Vec<String> = subjects.iter().map(|it| english::expr(it, 0)).collect();
            (text, Some(own), format!("{shown}({}) is {}", of.join(", "), english::expr(expr, 0)))
        }
    };
    let zero = parser.asks.contains(&Asks::Zero).then(|| "0 is a natural number".to_owned());
    Ok(Definition {
        lean: format!("def {name}{text}"),
        defined: Arc::new(Defined { tokens: said, said: shown, name, parameters, value }),
        reading,
        taken: zero.into_iter().collect(),
        missing: parser.missing,
    })
}

/// The word that a definition seems to be of, where it is not understood.
pub fn seems_to_define(text: &str) -> Option<String> {
    let tokens = tokens(text);
    let end = tokens.iter().position(|it| matches!(it, Token::Word(it) if it == "if" || it == "when"))?;
    match tokens.get(end.checked_sub(1)?)? {
        Token::Word(it) => Some(it.clone()),
        _ => None,
    }
}

/// `IsSquareFree`; of a value, the letter itself.
fn lean_name(tokens: &[Token], is: bool, is_value: bool) -> String {
    let parts = tokens.iter().map(Token::to_string).map(|it| it.replace(['-', '\''], ""));
    if is_value {
        return parts.collect();
    }
    let upper = |it: String| {
        let mut letters = it.chars();
        let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
        first + letters.as_str()
    };
    let name: String = parts.map(upper).collect();
    if is { format!("Is{name}") } else { name }
}

struct Found {
    tokens: Vec<Token>,
    parameters: Vec<Variable>,
    /// Whether something is said to be it, and not to do it.
    is: bool,
    body: Body,
}

enum Body {
    Prop(Prop),
    Value(Expr),
}

impl Parser<'_> {
    fn definition(&mut self) -> Option<Found> {
        loop {
            while self.sign('.') || self.sign(';') || self.sign(',') {}
            let start = self.mark();
            if self.word("let") && self.let_be().is_some() {
                continue;
            }
            self.reset(start);
            break;
        }
        let start = self.mark();
        let found = self.value_defined().or_else(|| {
            self.reset(start);
            self.prop_defined()
        })?;
        while self.sign('.') {}
        if self.at == self.tokens.len() { Some(found) } else { self.fail() }
    }

    /// `an integer n is called W if …`, `call an integer W if …`, `we say that a beats b if …`.
    fn prop_defined(&mut self) -> Option<Found> {
        let _ = self.word("we") || self.words(&["let", "us"]);
        let calls = self.word("call");
        let _ = !calls && self.any(&["say", "define"]);
        self.word("that");
        let (first, mut said) = self.subject()?;
        self.it = Some(Expr::Var(first.name.clone()));
        let mut parameters = vec![first];
        let is = calls
            || self.words(&["is", "called"])
            || self.words(&["is", "said", "to", "be"])
            || self.words(&["is", "defined", "to", "be"])
            || self.word("is");
        let relation = self.at > 0 && matches!(self.tokens.get(self.at), Some(Token::Word(_)));
        self.article();
        let mut tokens = Vec::new();
        while let Some(token) = self.tokens.get(self.at) {
            if matches!(token, Token::Word(it) if ["if", "when", "iff", "exactly", "precisely", "provided"].contains(&it.as_str()))
                || matches!(token, Token::Sign(_))
            {
                break;
            }
            // `beats b`, `is close to an integer b`
            let start = self.mark();
            if !tokens.is_empty()
                && relation
                && let Some((second, more)) = self.subject()
            {
                parameters.push(second);
                said.extend(more);
                break;
            }
            self.reset(start);
            tokens.push(token.clone());
            self.at += 1;
        }
        while matches!(tokens.last(), Some(Token::Word(it)) if ["number", "integer"].contains(&it.as_str())) {
            tokens.pop();
        }
        if tokens.is_empty() || tokens.iter().any(|it| !matches!(it, Token::Word(_))) {
            return self.fail();
        }
        if !(self.iff() || self.sign('⇔') || self.any(&["if", "when"]) || self.words(&["exactly", "if"])) {
            return self.fail();
        }
        self.local.extend(parameters.clone());
        said.push(self.props()?);
        let mut before = std::mem::take(&mut self.supposed);
        before.extend(said);
        self.declared.retain(|it| !parameters.iter().any(|own| own.name == it.name));
        if !self.declared.is_empty() {
            return self.fail();
        }
        Some(Found { tokens, parameters, is, body: Body::Prop(Prop::all(before)) })
    }

    /// Of what something is said: `an integer n`, `an integer`, or `n` that was introduced before.
    fn subject(&mut self) -> Option<(Variable, Vec<Prop>)> {
        let start = self.mark();
        if (self.article() || self.any(&["any", "every"]))
            && let Some(noun) = self.noun()
        {
            let names = match self.names() {
                Some(names) if names.len() == 1 => names,
                Some(_) => return self.fail(),
                None => vec![self.new_name("n")],
            };
            return Some((noun.variables(&names).remove(0), noun.suppositions(&names)));
        }
        self.reset(start);
        // Also an `a` that was introduced, and is no article.
        let Some(Token::Letter(name)) = self.tokens.get(self.at) else { return self.fail() };
        match self.declared.iter().find(|it| it.name == *name) {
            Some(known) => {
                self.at += 1;
                Some((known.clone(), Vec::new()))
            }
            None => self.fail(),
        }
    }

    /// `for a natural number n, let T(n) = n(n + 1)`, `define f(n) = n² + 1 for natural numbers n`.
    fn value_defined(&mut self) -> Option<Found> {
        let mut over: Option<(Vec<String>, Noun)> = None;
        if self.word("for") {
            over = Some(self.over()?);
            self.sign(',');
        }
        self.word("we");
        if !(self.any(&["let", "define", "write", "put", "set"])) {
            return self.fail();
        }
        let name = self.name()?;
        if !self.sign('(') {
            return self.fail();
        }
        let names = self.names()?;
        if !self.sign(')') {
            return self.fail();
        }
        let stands = self.sign('=') || self.any(&["be", "denote", "for", "as"]) || self.words(&["to", "be"]);
        if !stands {
            return self.fail();
        }
        let body = self.sum()?;
        if over.is_none() && !names.iter().all(|it| self.knows(it)) {
            self.sign(',');
            self.any(&["where"]);
            self.word("for");
            over = Some(self.over()?);
        }
        let parameters: Vec<Variable> = names
            .iter()
            .filter_map(|name| match &over {
                Some((bound, noun)) if bound.contains(name) => {
                    noun.variables(std::slice::from_ref(name)).into_iter().next()
                }
                _ => self.declared.iter().find(|it| it.name == *name).cloned(),
            })
            .collect();
        self.declared.clear();
        self.supposed.clear();
        if parameters.len() < names.len() {
            return self.fail();
        }
        Some(Found { tokens: vec![Token::Letter(name)], parameters, is: false, body: Body::Value(body) })
    }

    fn over(&mut self) -> Option<(Vec<String>, Noun)> {
        let _ = self.any(&["all", "every", "each", "any"]) || self.article();
        let noun = self.noun()?;
        Some((self.names()?, noun))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formalize::reading::readings;

    /// What definitions say in Lean, and a statement that uses them.
    fn read(definitions: &[&str], statement: &str) -> (Vec<String>, String) {
        let (mut defined, mut lean) = (Vec::new(), Vec::new());
        for text in definitions {
            match definition(text, &defined) {
                Ok(it) => {
                    lean.push(it.lean.replace("\n ", ""));
                    defined.push(it.defined);
                }
                Err(error) => lean.push(format!("not understood: {error}")),
            }
        }
        let said = readings(statement, &defined).and_then(|it| it[0].lean("t"));
        (lean, said.unwrap_or_else(|it| format!("not understood: {it}")))
    }

    fn defines(text: &str, lean: &str) {
        assert_eq!(read(&[text], "1 = 1").0, [lean], "{text}");
    }

    #[test]
    fn words_are_defined_in_the_usual_ways() {
        defines(
            "Call an integer even if it is twice an integer.",
            "def IsEven (n : Int) : Prop := ∃ a : Int, n = 2 * a",
        );
        defines(
            "A natural number p is called prime if p ≥ 2 and no natural number except 1 and p divides p.",
            "def IsPrime (p : Nat) : Prop := p ≥ 2 ∧ (∀ n : Nat, n ∣ p → n = 1 ∨ n = p)",
        );
        defines(
            "We say that an integer n is square-free if no integer m with m > 1 satisfies m² | n.",
            "def IsSquarefree (n : Int) : Prop := ¬ ∃ m : Int, m > 1 ∧ m ^ 2 ∣ n",
        );
        defines(
            "A positive integer n is called a big number if and only if n is greater than 9.",
            "def IsBig (n : Nat) : Prop := 0 < n ∧ n > 9",
        );
        defines(
            "Let a and b be integers. We say that a beats b if a > 2b.",
            "def Beats (a b : Int) : Prop := a > 2 * b",
        );
        defines(
            "We say that an integer a is close to an integer b if a - b < 9.",
            "def IsCloseTo (a b : Int) : Prop := a - b < 9",
        );
        defines(
            "We say that an integer a is close to an integer b if a - b is between 0 and 1.",
            "not understood: `between` is not understood after `a - b is`",
        );
        defines("For a natural number n, let T(n) = n(n + 1).", "def T (n : Nat) : Nat := n * (n + 1)");
        defines("Define f(x) = x² - 1 for all integers x.", "def f (x : Int) : Int := x ^ 2 - 1");
        defines(
            "Let |x| denote the absolute value of x.",
            "not understood: `∣` is not understood after `let`",
        );
    }

    #[test]
    fn defined_words_are_used() {
        let even = "Call an integer even if it is twice an integer.";
        assert_eq!(
            read(&[even], "The sum of two even integers is even.").1,
            "theorem t (a b : Int) (h₁ : IsEven a) (h₂ : IsEven b) : IsEven (a + b) := by sorry"
        );
        let beats = "Let a and b be integers. We say that a beats b if a > 2b.";
        assert_eq!(
            read(&[beats], "For all natural numbers n, n + 1 beats n or n is positive.").1,
            "theorem t (n : Nat) : Beats ((n : Int) + 1) (n : Int) ∨ 0 < n := by sorry"
        );
        let prime =
            "A natural number p is called prime if p ≥ 2 and no natural number except 1 and p divides p.";
        assert_eq!(
            read(&[prime], "If p is a prime, then p > 1.").1,
            "theorem t (p : Nat) (h : IsPrime p) : p > 1 := by sorry"
        );
        assert_eq!(
            read(&[prime], "For all primes p and q, pq > 3.").1,
            "theorem t (p q : Nat) (h₁ : IsPrime p) (h₂ : IsPrime q) : p * q > 3 := by sorry"
        );
        assert_eq!(
            read(&[prime], "No integer n > 3 is prime.").1,
            "not understood: `prime` was defined of natural numbers, and n is among the integers"
        );
        let close = "We say that an integer a is close to an integer b if a - b < 9.";
        assert_eq!(
            read(&[close], "If an integer n is close to 3, then n² is not close to 1.").1,
            "theorem t (n : Int) (h : IsCloseTo n 3) : ¬ IsCloseTo (n ^ 2) 1 := by sorry"
        );
        let value = "For a natural number n, let T(n) = n(n + 1).";
        assert_eq!(
            read(
                &[value, "A natural number n is triangular if 2n = T(n)."],
                "T(n + 1) = T(n) + 2n + 2 for all natural numbers n."
            )
            .1,
            "theorem t (n : Nat) : T (n + 1) = T n + 2 * n + 2 := by sorry"
        );
    }
}
