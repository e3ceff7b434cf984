//! Reading pretty-printed terms without a parser: tokens, top-level splits, relations.
//!
//! The prover gives heads and constants as data; what is missing from them (the two sides of an
//! equation, the arguments of a function) is read off the text. A misreading costs a useless proposal.

/// A relation at the top of a proposition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Relation<'a> {
    pub(crate) left: &'a str,
    pub(crate) op: &'a str,
    pub(crate) right: &'a str,
}

const OPS: [&str; 9] = ["=", "≠", "<", "≤", ">", "≥", "∣", "∈", "≡"];
const CONNECTIVES: [&str; 5] = ["∧", "∨", "→", "↔", ","];

/// Splits a term into identifiers, numerals and symbols. Identifiers keep their dots.
pub(crate) fn tokens(s: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut chars = s.char_indices().peekable();
    while let Some(&(start, c)) = chars.peek() {
        if c.is_whitespace() {
            chars.next();
            continue;
        }
        let mut end = start + c.len_utf8();
        chars.next();
        if is_word(c) {
            while let Some(&(i, d)) = chars.peek() {
                let dot = d == '.' && s[i + 1..].chars().next().is_some_and(is_word);
                if !is_word(d) && !dot {
                    break;
                }
                end = i + d.len_utf8();
                chars.next();
            }
        }
        out.push(&s[start..end]);
    }
    out
}

/// Whether the character may stand in an identifier or numeral.
pub(crate) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '\'' | '!' | '?' | '✝') || ('₀'..='₉').contains(&c) && c != 'λ'
}

/// Whether the token is an identifier (not a numeral, not a symbol).
pub(crate) fn is_ident(t: &str) -> bool {
    t.chars().next().is_some_and(|c| is_word(c) && !c.is_ascii_digit())
        && !matches!(t, "fun" | "if" | "then" | "else" | "let")
}

/// Whether a name can be written in a step.
pub(crate) fn usable(name: &str) -> bool {
    !name.is_empty() && !name.contains('✝') && tokens(name).len() == 1 && !name.contains('.')
}

/// The top-level relation of a proposition, if it is one and nothing else.
pub(crate) fn relation(s: &str) -> Option<Relation<'_>> {
    if s.starts_with(['∀', '∃', '¬']) || split_top(s, &CONNECTIVES).len() > 1 {
        return None;
    }
    let mut depth = 0i32;
    for (i, c) in s.char_indices() {
        depth += delta(c);
        if depth == 0
            && let Some(op) = OPS.iter().find(|op| s[i..].starts_with(**op))
        {
            // `a = b` is spaced; `:=`, `≤` inside names are not.
            if !s[..i].ends_with(' ') {
                continue;
            }
            let right = &s[i + op.len()..];
            return Some(Relation { left: s[..i].trim(), op, right: right.trim() });
        }
    }
    None
}

/// Splits at separators that stand outside all brackets.
pub(crate) fn split_top<'a>(s: &'a str, separators: &[&str]) -> Vec<&'a str> {
    let (mut out, mut depth, mut start, mut skip) = (Vec::new(), 0i32, 0, 0);
    for (i, c) in s.char_indices() {
        depth += delta(c);
        if depth != 0 || i < skip {
            continue;
        }
        if let Some(sep) = separators.iter().find(|sep| s[i..].starts_with(**sep)) {
            out.push(s[start..i].trim());
            start = i + sep.len();
            skip = start;
        }
    }
    out.push(s[start..].trim());
    out
}

/// The premise of `P → Q`, and the rest.
pub(crate) fn implication(s: &str) -> Option<(&str, &str)> {
    let [premise, _, ..] = split_top(s, &["→"])[..] else { return None };
    let behind = s.trim_start()[premise.len()..].trim_start();
    Some((premise, behind.strip_prefix('→')?.trim_start()))
}

/// A universally quantified statement: its leading binders and the body.
///
/// `∀ n ≥ 3, P` and `∀ (x y : ℕ), P` are read alike; a bound (`≥ 3`) counts as one more argument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Forall<'a> {
    /// Names of the variables, in order.
    pub(crate) names: Vec<&'a str>,
    /// Their type, if printed.
    pub(crate) ty: Option<&'a str>,
    /// How many proofs follow the variables before the body's conclusion.
    pub(crate) premises: usize,
    /// The body after the binders.
    pub(crate) body: &'a str,
}

/// Reads `∀ …, body`, nested binders included.
pub(crate) fn forall(s: &str) -> Option<Forall<'_>> {
    let mut out = Forall { names: Vec::new(), ty: None, premises: 0, body: s };
    while let Some((groups, body)) = binders(out.body) {
        for (_, group) in groups {
            let (names, ty) = match group.split_once(" : ") {
                Some((n, t)) => (n, Some(t.trim())),
                None => (group, None),
            };
            let mut words = names.split_whitespace();
            for w in words.by_ref() {
                if matches!(w, "<" | "≤" | ">" | "≥" | "∈" | "≠") {
                    out.premises += 1;
                    break;
                }
                if w != "_" {
                    out.names.push(w);
                } else {
                    out.premises += 1;
                }
            }
            out.ty = out.ty.or(ty);
        }
        out.body = body;
    }
    if out.names.is_empty() {
        return None;
    }
    let arrows = split_top(out.body, &["→"]);
    if arrows.len() > 1 && !out.body.contains(',') {
        out.premises += arrows.len() - 1;
    }
    Some(out)
}

/// A group of binders, with the bracket that it stands in.
pub(crate) type Group<'a> = (Option<char>, &'a str);

/// The leading binders of `∀ …, body`, and the body.
pub(crate) fn binders(s: &str) -> Option<(Vec<Group<'_>>, &str)> {
    let rest = s.strip_prefix('∀')?;
    let (binders, body) = rest.split_at(top_comma(rest)?);
    Some((binder_groups(binders), body[1..].trim()))
}

fn top_comma(s: &str) -> Option<usize> {
    let mut depth = 0;
    s.char_indices().find_map(|(i, c)| {
        depth += delta(c);
        (c == ',' && depth == 0).then_some(i)
    })
}

fn binder_groups(s: &str) -> Vec<Group<'_>> {
    let s = s.trim();
    if !s.starts_with(['(', '{', '[', '⦃']) {
        return vec![(None, s)];
    }
    let (mut out, mut depth, mut start, mut bracket) = (Vec::new(), 0, 0, None);
    for (i, c) in s.char_indices() {
        let before = depth;
        depth += delta(c);
        if before == 0 && depth == 1 {
            (start, bracket) = (i + c.len_utf8(), Some(c));
        } else if before == 1 && depth == 0 {
            out.push((bracket, s[start..i].trim()));
        }
    }
    out
}

fn delta(c: char) -> i32 {
    match c {
        '(' | '[' | '{' | '⟨' | '⦃' | '⌊' => 1,
        ')' | ']' | '}' | '⟩' | '⦄' | '⌋' => -1,
        _ => 0,
    }
}

/// Puts a term in brackets unless it is a single token or already bracketed.
pub(crate) fn paren(s: &str) -> String {
    let atom = tokens(s).len() == 1
        || s.starts_with('(')
            && s.ends_with(')')
            && split_top(&s[1..s.len() - 1], &[]).len() == 1
            && balanced(&s[1..s.len() - 1]);
    if atom { s.to_owned() } else { format!("({s})") }
}

fn balanced(s: &str) -> bool {
    let mut depth = 0;
    s.chars().all(|c| {
        depth += delta(c);
        depth >= 0
    }) && depth == 0
}

/// The arguments that `function` is applied to in `s`, one application a list.
pub(crate) fn applications<'a>(s: &'a str, function: &str) -> Vec<&'a str> {
    let mut out = Vec::new();
    let mut from = 0;
    while let Some(at) = s[from..].find(function).map(|i| i + from) {
        from = at + function.len();
        let starts = !s[..at].chars().next_back().is_some_and(|c| is_word(c) || c == '.');
        let Some(rest) = s[from..].strip_prefix(' ') else { continue };
        if !starts {
            continue;
        }
        let arg = first_argument(rest);
        if !arg.is_empty() && !out.contains(&arg) {
            out.push(arg);
        }
    }
    out
}

/// The two arguments of the first `a.function b` (or `Nat.function a b`) in `s`.
pub(crate) fn dotted<'a>(s: &'a str, function: &str) -> Option<(&'a str, &'a str)> {
    let at = s.find(&format!(".{function} "))?;
    let rest = &s[at + function.len() + 2..];
    let before = &s[..at];
    if before.ends_with("Nat") || before.ends_with("Int") {
        let first = first_argument(rest);
        return Some((first, first_argument(rest[first.len()..].trim_start())));
    }
    Some((last_argument(before)?, first_argument(rest)))
}

/// The word or the term in brackets that `s` ends with.
pub(crate) fn last_argument(s: &str) -> Option<&str> {
    let start = if s.ends_with(')') {
        let mut depth = 0;
        s.char_indices().rev().find(|(_, c)| {
            depth -= delta(*c);
            depth == 0
        })?
    } else {
        s.char_indices().rev().take_while(|(_, c)| is_word(*c)).last()?
    };
    Some(&s[start.0..])
}

fn first_argument(s: &str) -> &str {
    let Some(c) = s.chars().next() else { return "" };
    if delta(c) == 1 {
        let mut depth = 0;
        for (i, d) in s.char_indices() {
            depth += delta(d);
            if depth == 0 {
                return &s[..i + d.len_utf8()];
            }
        }
        return "";
    }
    if !is_word(c) {
        return "";
    }
    tokens(s)[0]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relations_are_read_at_the_top_only() {
        let r = relation("f (a = b) ≤ 3 * c").unwrap();
        assert_eq!((r.left, r.op, r.right), ("f (a = b)", "≤", "3 * c"));
        assert_eq!(relation("a = b ∧ c = d"), None);
        assert_eq!(relation("∀ x, x = 1"), None);
    }

    #[test]
    fn foralls_count_variables_and_premises() {
        let f = forall("∀ n ≥ 3, t n = t (n - 1)").unwrap();
        assert_eq!((f.names.as_slice(), f.premises, f.body), (&["n"][..], 1, "t n = t (n - 1)"));
        let f = forall("∀ (x y : ℕ), 0 < x → f x = y").unwrap();
        assert_eq!((f.names.len(), f.ty, f.premises), (2, Some("ℕ"), 1));
        let f = forall("∀ x > 0, ∀ y > 0, f (x * y) = f x / y").unwrap();
        assert_eq!((f.names.len(), f.premises), (2, 2));
    }

    #[test]
    fn implications_are_read_at_their_first_sign() {
        assert_eq!(implication(" (p → q) → r → s"), Some(("(p → q)", "r → s")));
        assert_eq!(implication("f (p → q)"), None);
    }

    #[test]
    fn applications_are_found_by_name() {
        assert_eq!(applications("f (a + 1) + f 600 - xf 2", "f"), ["(a + 1)", "600"]);
        assert_eq!(dotted("(n + 7).gcd (2 * n + 1) ≤ 13", "gcd"), Some(("(n + 7)", "(2 * n + 1)")));
        assert_eq!(dotted("x = a.gcd 40", "gcd"), Some(("a", "40")));
        assert_eq!(applications("σ.invFun x = σ.toFun 3", "σ.invFun"), ["x"]);
    }
}
