//! Terms of F*, read far enough to unfold definitions and to match lemmas.

use std::fmt;

/// A term. What cannot be read is none.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Expr {
    /// A name, number or operator with its arguments. A list is written with `::` and `[]`.
    Ap(String, Vec<Expr>),
    /// Scrutinees, and for each case its patterns and what it gives.
    Match(Vec<Expr>, Vec<(Vec<Expr>, Expr)>),
    /// Condition, then, else.
    If(Box<[Expr; 3]>),
}

/// Operators from loose to tight; those of one row go together to the right, but for the last two rows.
const OPERATORS: [&[&str]; 9] = [
    &["<==>"],
    &["==>"],
    &["\\/"],
    &["/\\"],
    &["==", "=", "<>", "=!=", "<=", ">=", "<", ">"],
    &["||", "&&"],
    &["::", "@"],
    &["+", "-"],
    &["*", "/", "%"],
];

impl Expr {
    pub(super) fn name(text: &str) -> Expr {
        Expr::Ap(text.to_owned(), Vec::new())
    }

    /// Reads a term.
    pub(super) fn parse(text: &str) -> Option<Expr> {
        let tokens = tokens(text);
        let mut parser = Parser { tokens: &tokens, at: 0, budget: 4000 };
        let expr = parser.term()?;
        (parser.at == tokens.len()).then_some(expr)
    }

    /// The name, if it is one.
    pub(super) fn as_name(&self) -> Option<&str> {
        match self {
            Expr::Ap(name, args) if args.is_empty() => Some(name),
            _ => None,
        }
    }

    /// With names replaced.
    pub(super) fn substitute(&self, map: &[(String, Expr)]) -> Expr {
        match self {
            Expr::Ap(name, args) => {
                let args: Vec<Expr> = args.iter().map(|it| it.substitute(map)).collect();
                match map.iter().find(|it| it.0 == *name) {
                    Some((_, Expr::Ap(head, first))) => {
                        Expr::Ap(head.clone(), first.iter().cloned().chain(args).collect())
                    }
                    Some((_, other)) if args.is_empty() => other.clone(),
                    _ => Expr::Ap(name.clone(), args),
                }
            }
            Expr::Match(values, cases) => {
                let values = values.iter().map(|it| it.substitute(map)).collect();
                let case = |(patterns, body): &(Vec<Expr>, Expr)| {
                    let bound: Vec<&str> = patterns.iter().flat_map(Expr::names).collect();
                    let map: Vec<_> =
                        map.iter().filter(|it| !bound.contains(&it.0.as_str())).cloned().collect();
                    (patterns.clone(), body.substitute(&map))
                };
                Expr::Match(values, cases.iter().map(case).collect())
            }
            Expr::If(parts) => Expr::If(Box::new([0, 1, 2].map(|it| parts[it].substitute(map)))),
        }
    }

    /// All names in it.
    pub(super) fn names(&self) -> Vec<&str> {
        let mut out = Vec::new();
        self.visit(&mut |it| {
            if let Expr::Ap(name, _) = it {
                out.push(name.as_str());
            }
        });
        out
    }

    /// Calls for it and all its parts, those of cases left out.
    pub(super) fn visit<'a>(&'a self, f: &mut impl FnMut(&'a Expr)) {
        f(self);
        match self {
            Expr::Ap(_, args) => args.iter().for_each(|it| it.visit(f)),
            Expr::Match(values, _) => values.iter().for_each(|it| it.visit(f)),
            Expr::If(parts) => parts.iter().for_each(|it| it.visit(f)),
        }
    }

    /// How many names, numbers and operators it has, counted up to a bound.
    pub(super) fn is_larger_than(&self, bound: usize) -> bool {
        fn count(expr: &Expr, left: &mut usize) -> bool {
            if *left == 0 {
                return false;
            }
            *left -= 1;
            match expr {
                Expr::Ap(_, args) => args.iter().all(|it| count(it, left)),
                Expr::If(parts) => parts.iter().all(|it| count(it, left)),
                Expr::Match(values, cases) => {
                    values.iter().all(|it| count(it, left)) && cases.iter().all(|it| count(&it.1, left))
                }
            }
        }
        !count(self, &mut bound.clone())
    }

    /// Every place of `from` replaced by `to`.
    pub(super) fn replace(&self, from: &Expr, to: &Expr) -> Expr {
        if self == from {
            return to.clone();
        }
        match self {
            Expr::Ap(name, args) => {
                Expr::Ap(name.clone(), args.iter().map(|it| it.replace(from, to)).collect())
            }
            Expr::If(parts) => Expr::If(Box::new([0, 1, 2].map(|it| parts[it].replace(from, to)))),
            Expr::Match(..) => self.clone(),
        }
    }

    /// Whether it is of the form of a pattern with these variables; what they stand for is added to `bound`.
    pub(super) fn matches(
        &self,
        pattern: &Expr,
        variables: &[String],
        bound: &mut Vec<(String, Expr)>,
    ) -> bool {
        let Expr::Ap(name, args) = pattern else { return false };
        if args.is_empty() && variables.contains(name) {
            if let Some((_, known)) = bound.iter().find(|it| it.0 == *name) {
                return known == self;
            }
            bound.push((name.clone(), self.clone()));
            return true;
        }
        let Expr::Ap(own, own_args) = self else { return false };
        last(own) == last(name)
            && own_args.len() == args.len()
            && own_args.iter().zip(args).all(|(it, pattern)| it.matches(pattern, variables, bound))
    }

    fn is_atom(&self) -> bool {
        match self {
            Expr::Ap(name, args) => args.is_empty() || (name == ",") || self.as_list().is_some(),
            _ => false,
        }
    }

    /// The elements, if it is a list with an end.
    fn as_list(&self) -> Option<Vec<&Expr>> {
        let mut out = Vec::new();
        let mut at = self;
        loop {
            match at {
                Expr::Ap(name, args) if name == "::" && args.len() == 2 => {
                    out.push(&args[0]);
                    at = &args[1];
                }
                Expr::Ap(name, args) if name == "[]" && args.is_empty() => return Some(out),
                _ => return None,
            }
        }
    }
}

/// The last part of a qualified name; operators stand for their functions.
pub(super) fn last(name: &str) -> &str {
    match name {
        "append" | "FStar.List.Tot.append" | "List.Tot.append" | "List.append" => "@",
        "=" => "==",
        _ if name.starts_with(|it: char| it.is_alphabetic()) => name.rsplit('.').next().unwrap_or(name),
        _ => name,
    }
}

fn is_operator(name: &str) -> bool {
    OPERATORS.iter().any(|row| row.contains(&name))
}

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let part = |it: &Expr| if it.is_atom() { it.to_string() } else { format!("({it})") };
        match self {
            Expr::Ap(name, args) if args.is_empty() => f.write_str(name),
            Expr::Ap(name, args) if name == "," => {
                write!(f, "({})", args.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))
            }
            Expr::Ap(name, args) if is_operator(name) && args.len() == 2 => match self.as_list() {
                Some(all) => {
                    write!(f, "[{}]", all.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))
                }
                None => write!(f, "{} {name} {}", part(&args[0]), part(&args[1])),
            },
            Expr::Ap(name, args) => {
                write!(f, "{name}{}", args.iter().map(|it| format!(" {}", part(it))).collect::<String>())
            }
            Expr::If(parts) => write!(f, "if {} then {} else {}", parts[0], parts[1], parts[2]),
            Expr::Match(..) => f.write_str("match"),
        }
    }
}

fn tokens(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut rest = text.trim_start();
    let in_word = |it: char| it.is_alphanumeric() || matches!(it, '_' | '\'' | '.' | '?' | '#');
    while let Some(it) = rest.chars().next() {
        let length = if in_word(it) && it != '.' {
            rest.find(|it| !in_word(it)).unwrap_or(rest.len())
        } else {
            let signs = [
                "<==>", "==>", "=!=", "\\/", "/\\", "==", "<>", "<=", ">=", "||", "&&", "::", "->", "{:",
                "[]", "()",
            ];
            signs.iter().find(|it| rest.starts_with(**it)).map_or(it.len_utf8(), |it| it.len())
        };
        // `forall x.` ends in a dot that is no part of the name.
        let word = &rest[..length];
        match word.strip_suffix('.').filter(|it| !it.is_empty()) {
            Some(word) => out.extend([word.to_owned(), ".".to_owned()]),
            None => out.push(word.to_owned()),
        }
        rest = rest[length..].trim_start();
    }
    out
}

struct Parser<'a> {
    tokens: &'a [String],
    at: usize,
    budget: u32,
}

impl Parser<'_> {
    fn peek(&self) -> &str {
        self.tokens.get(self.at).map_or("", String::as_str)
    }

    fn eat(&mut self, token: &str) -> Option<()> {
        (self.peek() == token).then(|| self.at += 1)
    }

    /// A term with its keywords.
    fn term(&mut self) -> Option<Expr> {
        self.budget = self.budget.checked_sub(1)?;
        match self.peek() {
            "if" => {
                self.at += 1;
                let test = self.term()?;
                self.eat("then")?;
                let yes = self.term()?;
                self.eat("else")?;
                let no = self.term()?;
                Some(Expr::If(Box::new([test, yes, no])))
            }
            "match" => {
                self.at += 1;
                let values = self.row()?;
                self.eat("with")?;
                self.cases(values)
            }
            "let" => {
                self.at += 1;
                let pattern = self.row()?;
                let (name, value) = match &pattern[..] {
                    // `let x = e` is read as an equation.
                    [Expr::Ap(sign, args)] if sign == "=" && args.len() == 2 => {
                        (args[0].clone(), args[1].clone())
                    }
                    _ => return None,
                };
                self.eat("in")?;
                let body = self.term()?;
                match name.as_name() {
                    Some(name) => Some(body.substitute(&[(name.to_owned(), value)])),
                    None => Some(Expr::Match(vec![value], vec![(vec![name], body)])),
                }
            }
            "forall" | "exists" => {
                while self.peek() != "." {
                    if self.peek().is_empty() {
                        return None;
                    }
                    self.at += 1;
                }
                self.at += 1;
                if self.eat("{:").is_some() {
                    while self.eat("}").is_none() {
                        if self.peek().is_empty() {
                            return None;
                        }
                        self.at += 1;
                    }
                }
                self.term()
            }
            _ => self.operators(0),
        }
    }

    /// Terms with commas between.
    fn row(&mut self) -> Option<Vec<Expr>> {
        let mut out = vec![self.term()?];
        while self.eat(",").is_some() {
            out.push(self.term()?);
        }
        Some(match &out[..] {
            [Expr::Ap(comma, all)] if comma == "," => all.clone(),
            _ => out,
        })
    }

    fn cases(&mut self, values: Vec<Expr>) -> Option<Expr> {
        let mut cases = Vec::new();
        let mut patterns = Vec::new();
        self.eat("|");
        loop {
            patterns.push(self.row()?);
            if self.eat("|").is_some() {
                continue;
            }
            self.eat("->")?;
            let body = self.term()?;
            cases.extend(patterns.drain(..).map(|it| (it, body.clone())));
            if self.eat("|").is_none() {
                return Some(Expr::Match(values, cases));
            }
        }
    }

    fn operators(&mut self, level: usize) -> Option<Expr> {
        let Some(row) = OPERATORS.get(level) else { return self.application() };
        let mut left = self.operators(level + 1)?;
        while row.contains(&self.peek()) {
            let sign = self.peek().to_owned();
            self.at += 1;
            // Arithmetic goes together to the left, the rest to the right.
            let keyword = ["if", "match", "forall", "exists"].contains(&self.peek());
            let right = if keyword {
                self.term()?
            } else {
                self.operators(if level >= 7 { level + 1 } else { level })?
            };
            left = Expr::Ap(sign, vec![left, right]);
        }
        Some(left)
    }

    fn application(&mut self) -> Option<Expr> {
        let mut head = self.atom()?;
        while self.is_argument() {
            // `#t` is what F* finds by itself.
            if self.peek().starts_with('#') {
                let alone = self.peek() == "#";
                self.at += 1;
                if alone {
                    self.atom()?;
                }
                continue;
            }
            let arg = self.atom()?;
            match &mut head {
                Expr::Ap(_, args) => args.push(arg),
                _ => return None,
            }
        }
        Some(head)
    }

    fn is_argument(&self) -> bool {
        const KEYWORDS: [&str; 9] = ["then", "else", "with", "in", "match", "if", "let", "of", "when"];
        let token = self.peek();
        let starts =
            token.starts_with(|it: char| it.is_alphanumeric() || matches!(it, '_' | '\'' | '#' | '(' | '['));
        starts && !KEYWORDS.contains(&token)
    }

    fn atom(&mut self) -> Option<Expr> {
        let token = self.peek().to_owned();
        self.at += 1;
        match token.as_str() {
            "(" => {
                let all = self.row()?;
                // An ascription says nothing here.
                if self.eat("<:").is_some() || self.eat(":").is_some() {
                    return None;
                }
                self.eat(")")?;
                Some(match <[Expr; 1]>::try_from(all) {
                    Ok([one]) => one,
                    Err(all) => Expr::Ap(",".into(), all),
                })
            }
            "[" => {
                let mut all = Vec::new();
                while self.eat("]").is_none() {
                    all.push(self.term()?);
                    self.eat(";");
                }
                let cons = |list, it| Expr::Ap("::".into(), vec![it, list]);
                Some(all.into_iter().rev().fold(Expr::name("[]"), cons))
            }
            "[]" | "()" => Some(Expr::Ap(token, Vec::new())),

            _ if token.starts_with(|it: char| it.is_alphanumeric() || it == '_' || it == '\'') => {
                Some(Expr::name(&token))
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn again(text: &str) -> String {
        Expr::parse(text).map_or("-".into(), |it| it.to_string())
    }

    #[test]
    fn terms_are_read_and_written() {
        for (text, expected) in [
            ("rev (l1 @ [x]) == x::rev #a l1", "(rev (l1 @ [x])) == (x :: (rev l1))"),
            ("a - b - c * d", "(a - b) - (c * d)"),
            ("forall (y:int). {:pattern (f y)} mem y l <==> f y = true", "(mem y l) <==> ((f y) = true)"),
            ("let r = f x in r + 1", "(f x) + 1"),
            ("f (x, y) [] ()", "f (x, y) [] ()"),
            ("if a then b else c + 1", "if a then b else c + 1"),
            ("fun x -> x", "-"),
        ] {
            assert_eq!(again(text), expected, "{text}");
        }
    }

    #[test]
    fn patterns_bind_their_variables() {
        let term = Expr::parse("(f x @ [y]) @ z").unwrap();
        let pattern = Expr::parse("append (a @ b) c").unwrap();
        let mut bound = Vec::new();
        let variables = ["a", "b", "c"].map(str::to_owned);
        assert!(term.matches(&pattern, &variables, &mut bound));
        let said: Vec<String> = bound.iter().map(|(name, it)| format!("{name}={it}")).collect();
        assert_eq!(said, ["a=f x", "b=[y]", "c=z"]);
        assert!(!term.matches(&Expr::parse("a @ a").unwrap(), &variables, &mut Vec::new()));
    }
}
