//! Types as the prover prints them, read as trees.
//!
//! Reading never fails: what is not understood becomes a symbol, so that equal texts are equal trees, and a
//! notation that is not known here costs precision and nothing else.

use super::{
    lex::{Kind, Token, tokens},
    notation::{binding, is_prefix, is_separator, is_stop},
};

/// Terms that are nested deeper than this are read as flat.
const DEEPEST: usize = 100;

/// What local variables of `fun`, `∃` and inner `∀` are read as.
const BOUND: &str = "#";

/// What a term begins with, when its arguments are put behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Head {
    /// A constant, a notation (`+`) or a literal.
    Symbol(String),
    /// A variable of the type that was read, or a hole.
    Variable(u32),
}

/// A term: `a + b` is `+` with two arguments, `f a b` is `f` with two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Term {
    pub(super) head: Head,
    pub(super) args: Vec<Term>,
}

impl Term {
    fn symbol(text: &str) -> Term {
        Term::of(text, Vec::new())
    }

    fn of(text: &str, args: Vec<Term>) -> Term {
        Term { head: Head::Symbol(text.to_owned()), args }
    }

    fn variable(number: u32) -> Term {
        Term { head: Head::Variable(number), args: Vec::new() }
    }
}

/// A type in its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Type {
    /// The types of what is bound in front, and what stands before arrows.
    pub(super) hyps: Vec<Term>,
    pub(super) conclusion: Term,
}

/// Reads types; names that were read before are in scope in what is read next.
pub(super) struct Reader<'a> {
    /// Full names of the constants that may stand behind a dot, to find `List.length` from `.length`.
    consts: &'a [String],
    tokens: Vec<Token<'a>>,
    at: usize,
    depth: usize,
    /// Names with their variable; those without are bound further inside.
    scope: Vec<(&'a str, Option<u32>)>,
    variables: u32,
}

impl<'a> Reader<'a> {
    /// A reader of text that mentions these constants.
    pub(super) fn new(consts: &'a [String]) -> Self {
        Reader { consts, tokens: Vec::new(), at: 0, depth: 0, scope: Vec::new(), variables: 0 }
    }

    /// Makes a name a variable.
    pub(super) fn declare(&mut self, name: &'a str) {
        self.scope.push((name, Some(self.variables)));
        self.variables += 1;
    }

    /// Reads a type; what it binds in front stays declared.
    pub(super) fn read(&mut self, text: &'a str) -> Type {
        self.tokens = tokens(text);
        self.at = 0;
        let mut hyps = Vec::new();
        loop {
            let before = self.at;
            if self.is("∀") || self.is("Π") {
                self.at += 1;
                hyps.extend(self.binders(&[","], true));
                self.skip(",");
            } else if self.is_arrow_binder() {
                hyps.extend(self.binders(&["→"], true));
                self.skip("→");
            } else {
                let left = self.term(26);
                if self.is("→") || self.is("->") {
                    self.at += 1;
                    hyps.push(left);
                } else {
                    let conclusion = self.infix(left, 0);
                    return Type { hyps, conclusion };
                }
            }
            if self.at == before {
                return Type { hyps, conclusion: Term::symbol("") };
            }
        }
    }

    fn peek(&self) -> Option<Token<'a>> {
        self.tokens.get(self.at).copied()
    }

    fn is(&self, text: &str) -> bool {
        self.peek().is_some_and(|it| it.text == text)
    }

    fn skip(&mut self, text: &str) {
        self.at += usize::from(self.is(text));
    }

    /// Whether `(x : α) →` comes next, with any kind of brackets.
    fn is_arrow_binder(&self) -> bool {
        let Some(Token { kind: Kind::Open, text, .. }) = self.peek() else { return false };
        let names = self.tokens[self.at + 1..]
            .iter()
            .take_while(|it| matches!(it.kind, Kind::Name | Kind::Hole))
            .count();
        let typed = names > 0 && self.tokens.get(self.at + 1 + names).is_some_and(|it| it.text == ":");
        if !(typed || text == "[") || !matches!(text, "(" | "[" | "{" | "⦃") {
            return false;
        }
        let mut open = 0usize;
        for (at, token) in self.tokens.iter().enumerate().skip(self.at) {
            match token.kind {
                Kind::Open => open += 1,
                Kind::Close if open <= 1 => {
                    return self.tokens.get(at + 1).is_some_and(|it| it.text == "→" || it.text == "->");
                }
                Kind::Close => open -= 1,
                _ => {}
            }
        }
        false
    }

    /// Reads binders up to one of `ends`: the types that they tell. Names are variables, or bound inside.
    fn binders(&mut self, ends: &[&str], outer: bool) -> Vec<Term> {
        let (mut types, mut bare) = (Vec::new(), Vec::new());
        while let Some(token) = self.peek() {
            if ends.contains(&token.text) || token.kind == Kind::Close {
                break;
            }
            match token.kind {
                Kind::Open => types.extend(self.bracket(outer)),
                Kind::Name | Kind::Hole => {
                    self.at += 1;
                    self.bind(token.text, outer);
                    bare.push(token.text);
                }
                _ if token.text == ":" => {
                    self.at += 1;
                    types.push(self.term(0));
                }
                // `∀ x < n, ...` and `∃ x ∈ s, ...`
                _ if binding(token.text).is_some() && !bare.is_empty() => {
                    self.at += 1;
                    let left = bare.last().map(|it| self.name(it)).unwrap_or_else(|| Term::symbol(BOUND));
                    let right = self.term(51);
                    types.push(Term::of(token.text, vec![left, right]));
                }
                _ => self.at += 1,
            }
        }
        types
    }

    /// Reads `(x y : α)` or `[C α]`.
    fn bracket(&mut self, outer: bool) -> Option<Term> {
        self.at += 1;
        let first = self.at;
        while self.peek().is_some_and(|it| matches!(it.kind, Kind::Name | Kind::Hole)) {
            self.at += 1;
        }
        let names = if self.is(":") && self.at > first { first..self.at } else { first..first };
        self.at = if names.is_empty() { first } else { self.at + 1 };
        let ty = self.term(0);
        self.close();
        for at in names {
            self.bind(self.tokens[at].text, outer);
        }
        Some(ty)
    }

    /// Goes behind the bracket that closes the innermost one that is open.
    fn close(&mut self) {
        let mut open = 0usize;
        while let Some(token) = self.peek() {
            self.at += 1;
            match token.kind {
                Kind::Open => open += 1,
                Kind::Close if open == 0 => return,
                Kind::Close => open -= 1,
                _ => {}
            }
        }
    }

    fn bind(&mut self, name: &'a str, outer: bool) {
        if outer {
            self.declare(name);
        } else {
            self.scope.push((name, None));
        }
    }

    /// Reads a term whose operators bind at least as strongly as `least`.
    fn term(&mut self, least: u8) -> Term {
        if self.depth == DEEPEST {
            let text = self.peek().map_or("", |it| it.text);
            self.at += usize::from(!text.is_empty());
            return Term::symbol(text);
        }
        self.depth += 1;
        let left = self.prefix();
        let term = self.infix(left, least);
        self.depth -= 1;
        term
    }

    fn infix(&mut self, mut left: Term, least: u8) -> Term {
        while let Some(token) = self.peek().filter(|it| it.kind == Kind::Operator) {
            let Some((_, right)) = binding(token.text).filter(|it| it.0 >= least) else { break };
            self.at += 1;
            if !self.begins_operand() {
                left = Term::of(token.text, vec![left]);
                continue;
            }
            let right = self.term(right);
            left = match token.text {
                ">" => Term::of("<", vec![right, left]),
                "≥" | ">=" => Term::of("≤", vec![right, left]),
                "<=" => Term::of("≤", vec![left, right]),
                "->" => Term::of("→", vec![left, right]),
                text => Term::of(text, vec![left, right]),
            };
        }
        left
    }

    fn begins_operand(&self) -> bool {
        self.peek().is_some_and(|it| match it.kind {
            Kind::Close => false,
            Kind::Name => !is_stop(it.text),
            Kind::Operator => is_prefix(it.text) || binding(it.text).is_none() && !is_separator(it.text),
            _ => true,
        })
    }

    /// Reads an operand with what stands before it: a binder, a sign, or a function with its arguments.
    fn prefix(&mut self) -> Term {
        let Some(token) = self.peek() else { return Term::symbol("") };
        match token.text {
            "∀" | "Π" | "∃" | "∃!" | "Σ" | "∑" | "∏" | "⋃" | "⋂" | "⨆" | "⨅" | "fun" | "λ" =>
            {
                let symbol = if token.text == "λ" { "fun" } else { token.text };
                self.at += 1;
                let outside = self.scope.len();
                let mut args = self.binders(&[",", "=>", "↦"], false);
                self.at += usize::from(self.is(",") || self.is("=>") || self.is("↦"));
                args.push(self.term(0));
                self.scope.truncate(outside);
                Term::of(symbol, args)
            }
            "let" | "have" => {
                self.at += 1;
                let outside = self.scope.len();
                let mut args = self.binders(&[":=", ";"], false);
                self.skip(":=");
                args.push(self.term(0));
                self.skip(";");
                args.push(self.term(0));
                self.scope.truncate(outside);
                Term::of("let", args)
            }
            "if" => {
                self.at += 1;
                if self.tokens.get(self.at + 1).is_some_and(|it| it.text == ":") {
                    self.at += 2;
                }
                let mut args = vec![self.term(0)];
                for word in ["then", "else"] {
                    if self.is(word) {
                        self.at += 1;
                        args.push(self.term(0));
                    }
                }
                Term::of("if", args)
            }
            "@" => {
                self.at += 1;
                self.application()
            }
            "-" | "¬" | "!" | "~~~" | "↑" | "⇑" | "↥" | "√" => {
                self.at += 1;
                let strength = match token.text {
                    "¬" | "!" => 40,
                    "-" => 75,
                    _ => 100,
                };
                let symbol = if token.text == "-" { "neg" } else { token.text };
                Term::of(symbol, vec![self.term(strength)])
            }
            _ => self.application(),
        }
    }

    fn application(&mut self) -> Term {
        let mut term = self.atom();
        let keeps = !matches!(&term.head, Head::Symbol(it) if matches!(it.as_str(), "Type" | "Sort"));
        while let Some(token) = self.peek() {
            let is_argument = match token.kind {
                Kind::Name => !is_stop(token.text) && !matches!(token.text, "if" | "let" | "have" | "match"),
                Kind::Literal | Kind::Hole | Kind::Open => true,
                Kind::Operator => matches!(token.text, "↑" | "⇑" | "·" | "@" | "⋯" | "∅" | "⊤" | "⊥" | "∞"),
                Kind::Projection | Kind::Close => false,
            };
            if !is_argument {
                break;
            }
            let before = self.at;
            let argument = match token.text {
                "fun" => self.term(0),
                sign @ ("↑" | "⇑" | "@") => self.signed(sign),
                _ => self.atom(),
            };
            if keeps {
                term.args.push(argument);
            }
            if self.at == before {
                break;
            }
        }
        match &term.head {
            // What is only told to the elaborator.
            Head::Symbol(it) if matches!(it.as_str(), "autoParam" | "optParam") && term.args.len() == 2 => {
                term.args.swap_remove(0)
            }
            _ => term,
        }
    }

    /// Reads an argument with a sign before it, as `↑n` or `@f`.
    fn signed(&mut self, sign: &str) -> Term {
        self.at += 1;
        let inner = if self.begins_operand() { self.atom() } else { Term::symbol("") };
        if sign == "@" { inner } else { Term::of(sign, vec![inner]) }
    }

    /// Reads a name, a literal or a group, with the projections and indices behind it.
    fn atom(&mut self) -> Term {
        let Some(token) = self.peek() else { return Term::symbol("") };
        let mut term = match token.kind {
            Kind::Close => return Term::symbol(""),
            Kind::Open => self.group(token),
            kind => {
                self.at += 1;
                match kind {
                    Kind::Name => self.name(token.text),
                    Kind::Hole => self.hole(token.text),
                    Kind::Operator if token.text == "|" => {
                        let inner = self.term(0);
                        self.skip("|");
                        Term::of("|", vec![inner])
                    }
                    _ => Term::symbol(token.text),
                }
            }
        };
        while let Some(token) = self.peek().filter(|it| !it.spaced) {
            match token.kind {
                Kind::Projection => {
                    self.at += 1;
                    term = self.project(term, &token.text[1..]);
                }
                Kind::Open if token.text == "[" => {
                    let mut args = vec![term];
                    args.extend(self.group(token).args);
                    let mut symbol = "[·]".to_owned();
                    if let Some(mark) =
                        self.peek().filter(|it| !it.spaced && matches!(it.text, "?" | "!" | "'"))
                    {
                        self.at += 1;
                        if mark.text == "'" {
                            self.atom();
                        } else {
                            symbol.push_str(mark.text);
                        }
                    }
                    term = Term::of(&symbol, args);
                }
                _ => break,
            }
        }
        term
    }

    /// Reads what is in brackets; round ones around one term leave no trace.
    fn group(&mut self, open: Token<'a>) -> Term {
        if self.is_arrow_binder() {
            let outside = self.scope.len();
            let mut args = self.binders(&["→", "->"], false);
            self.at += usize::from(self.is("→") || self.is("->"));
            args.push(self.term(25));
            self.scope.truncate(outside);
            return Term::of("∀", args);
        }
        self.at += 1;
        let outside = self.scope.len();
        let mut next = self.tokens[self.at..].iter();
        if let (Some(name), Some(mark)) = (next.next(), next.next())
            && name.kind == Kind::Name
            && open.text == "{"
            && matches!(mark.text, "|" | "//" | ":")
        {
            self.scope.push((name.text, None));
        }
        let mut args = Vec::new();
        while let Some(token) = self.peek() {
            if token.kind == Kind::Close {
                self.at += 1;
                break;
            }
            // Between bars, `|` begins an absolute value at the front, and ends what is bound behind it.
            if is_separator(token.text) && (token.text != "|" || !args.is_empty()) {
                self.at += 1;
                continue;
            }
            let before = self.at;
            let term = self.term(0);
            if self.at == before {
                self.at += 1;
                continue;
            }
            args.push(term);
            // A type that is told is not part of the term.
            if open.text == "(" && self.is(":") {
                self.close();
                break;
            }
        }
        self.scope.truncate(outside);
        match args.pop() {
            Some(only) if open.text == "(" && args.is_empty() => only,
            last => {
                args.extend(last);
                Term::of(open.text, args)
            }
        }
    }

    /// A name in its scope: a variable with projections, or a constant.
    fn name(&mut self, text: &str) -> Term {
        let found = |name: &str| self.scope.iter().rev().find(|it| it.0 == name).map(|it| it.1);
        let as_term = |it: Option<u32>| it.map_or_else(|| Term::symbol(BOUND), Term::variable);
        if let Some(variable) = found(text) {
            return as_term(variable);
        }
        if let Some((first, fields)) = text.split_once('.')
            && let Some(variable) = found(first)
        {
            let of = as_term(variable);
            return self.project(of, fields);
        }
        Term::symbol(text)
    }

    /// `term.fields`, as the functions that these are where that can be told.
    fn project(&self, term: Term, fields: &str) -> Term {
        fields.split('.').fold(term, |term, field| {
            let is_it = |it: &&String| it.strip_suffix(field).is_some_and(|rest| rest.ends_with('.'));
            match self.consts.iter().find(is_it) {
                Some(name) => Term::of(name, vec![term]),
                None => Term::of(&format!(".{field}"), vec![term]),
            }
        })
    }

    fn hole(&mut self, text: &'a str) -> Term {
        let known = self.scope.iter().find(|it| it.0 == text && text != "_").and_then(|it| it.1);
        Term::variable(known.unwrap_or_else(|| {
            self.declare(text);
            self.variables - 1
        }))
    }
}

#[cfg(test)]
#[path = "term_tests.rs"]
mod tests;
