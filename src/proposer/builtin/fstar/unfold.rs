//! Definitions put in place of their names, as far as the arguments decide which case holds.

use super::{
    context::is_variable,
    expr::{Expr, last},
};

/// A function with its definition.
#[derive(Clone, Debug)]
pub(super) struct Function {
    pub(super) name: String,
    pub(super) params: Vec<String>,
    pub(super) body: Expr,
}

/// Functions that may be unfolded, and conditions that are known to hold.
pub(super) struct Unfolder<'a> {
    pub(super) functions: &'a [Function],
    pub(super) facts: &'a [Expr],
}

/// How often one term may be unfolded.
const MOST: u32 = 24;

/// Terms that are larger are left as they are.
const LARGEST: usize = 120;

impl Unfolder<'_> {
    /// A term with everything unfolded that can be.
    pub(super) fn simplify(&self, expr: &Expr) -> Expr {
        let mut left = MOST;
        if expr.is_larger_than(LARGEST) { expr.clone() } else { self.reduce(expr, &mut left) }
    }

    fn reduce(&self, expr: &Expr, left: &mut u32) -> Expr {
        match expr {
            Expr::Ap(name, args) => {
                let args: Vec<Expr> = args.iter().map(|it| self.reduce(it, left)).collect();
                if let Some(joined) = append(name, &args) {
                    return joined;
                }
                let function = self.functions.iter().rfind(|it| last(&it.name) == last(name));
                if let Some(function) = function.filter(|it| it.params.len() <= args.len() && *left > 0) {
                    let (own, rest) = args.split_at(function.params.len());
                    let map: Vec<_> = function.params.iter().cloned().zip(own.iter().cloned()).collect();
                    let body =
                        self.decide(&function.body.substitute(&map)).filter(|it| !it.is_larger_than(LARGEST));
                    if let Some(body) = body {
                        *left -= 1;
                        let body = match body {
                            Expr::Ap(head, first) => {
                                Expr::Ap(head, first.into_iter().chain(rest.iter().cloned()).collect())
                            }
                            body if rest.is_empty() => body,
                            _ => return Expr::Ap(name.clone(), args),
                        };
                        return self.reduce(&body, left);
                    }
                }
                Expr::Ap(name.clone(), args)
            }
            Expr::If(parts) => match self.decide(expr) {
                Some(body) => self.reduce(&body, left),
                None => Expr::If(Box::new([0, 1, 2].map(|it| self.reduce(&parts[it], left)))),
            },
            Expr::Match(..) => self.decide(expr).map_or_else(|| expr.clone(), |it| self.reduce(&it, left)),
        }
    }

    /// What a body comes to, if it is decided which case holds.
    fn decide(&self, body: &Expr) -> Option<Expr> {
        match body {
            Expr::Ap(..) => Some(body.clone()),
            Expr::If(parts) => {
                let [test, yes, no] = &**parts;
                let denied = Expr::Ap("not".into(), vec![test.clone()]);
                if self.facts.contains(test) || test.as_name() == Some("true") {
                    self.decide(yes)
                } else if self.facts.contains(&denied) || test.as_name() == Some("false") {
                    self.decide(no)
                } else {
                    None
                }
            }
            Expr::Match(values, cases) => {
                let values: Vec<Expr> = values.iter().map(|it| self.simplify_value(it)).collect();
                for (patterns, body) in cases {
                    if patterns.len() != values.len()
                        && !matches!(&patterns[..], [it] if it.as_name() == Some("_"))
                    {
                        return None;
                    }
                    let mut bound = Vec::new();
                    let fits: Option<Vec<bool>> = values
                        .iter()
                        .zip(patterns)
                        .map(|(value, pattern)| fits(value, pattern, &mut bound))
                        .collect();
                    if fits?.iter().all(|it| *it) {
                        return self.decide(&body.substitute(&bound));
                    }
                }
                None
            }
        }
    }

    fn simplify_value(&self, value: &Expr) -> Expr {
        let mut few = 4;
        self.reduce(value, &mut few)
    }
}

/// Lists put together, where the first is known.
fn append(name: &str, args: &[Expr]) -> Option<Expr> {
    let [Expr::Ap(head, parts), second] = args else { return None };
    match (last(name), head.as_str(), &parts[..]) {
        ("@", "[]", []) => Some(second.clone()),
        ("@", "::", [first, rest]) => {
            let rest = [rest.clone(), second.clone()];
            let joined = append("@", &rest).unwrap_or_else(|| Expr::Ap("@".into(), rest.into()));
            Some(Expr::Ap("::".into(), vec![first.clone(), joined]))
        }
        _ => None,
    }
}

/// Whether a value has the form of a pattern; none if that is not known.
fn fits(value: &Expr, pattern: &Expr, bound: &mut Vec<(String, Expr)>) -> Option<bool> {
    let Expr::Ap(name, parts) = pattern else { return None };
    if parts.is_empty() && (name == "_" || is_variable(name)) {
        if name != "_" {
            bound.push((name.clone(), value.clone()));
        }
        return Some(true);
    }
    let Expr::Ap(head, args) = value else { return None };
    let constructor = |it: &str| {
        it == "::"
            || it == "[]"
            || it == ","
            || it.starts_with(|it: char| it.is_uppercase() || it.is_ascii_digit())
                && !it.contains('.')
                && !it.ends_with('?')
            || it == "true"
            || it == "false"
    };
    let plain = |it| match it {
        "Cons" => "::",
        "Nil" => "[]",
        other => other,
    };
    let (head, name) = (plain(head), plain(name));
    if !constructor(head) {
        return None;
    }
    if head != name || args.len() != parts.len() {
        return Some(false);
    }
    let mut all = true;
    for (arg, part) in args.iter().zip(parts) {
        all &= fits(arg, part, bound)?;
    }
    Some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn definitions_are_unfolded_where_the_case_is_known() {
        let function = |name: &str, params: &[&str], body: &str| Function {
            name: name.into(),
            params: params.iter().map(|it| (*it).to_owned()).collect(),
            body: Expr::parse(body).unwrap(),
        };
        let functions = [
            function("rev", &["l"], "match l with | [] -> [] | x :: xs -> rev xs @ [x]"),
            function("len", &["l"], "match l with | Nil -> 0 | _ :: tl -> 1 + len tl"),
            function("pow", &["n"], "if n = 0 then 1 else 2 * pow (n - 1)"),
            function("both", &["a", "b"], "match a, b with | x :: _, y :: _ -> x + y | _ -> 0"),
        ];
        let facts = [Expr::parse("not (n = 0)").unwrap()];
        let unfolder = Unfolder { functions: &functions, facts: &facts };
        for (text, expected) in [
            ("rev (hd :: tl) @ l", "((rev tl) @ [hd]) @ l"),
            ("rev []", "[]"),
            ("rev l", "rev l"),
            ("len (a :: b :: l)", "1 + (1 + (len l))"),
            ("pow n", "2 * (pow (n - 1))"),
            ("(h :: t) @ l", "h :: (t @ l)"),
            ("both (a :: l) (b :: m)", "a + b"),
        ] {
            assert_eq!(unfolder.simplify(&Expr::parse(text).unwrap()).to_string(), expected);
        }
    }
}
