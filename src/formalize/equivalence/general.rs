//! Terms that two conclusions share, and what the conclusions say of any other in their place.
//!
//! Of two true statements each follows from the other, whatever they say. So where both are true they are compared
//! with a term that both have left open: what is then no longer true shows whether they say the same of it.

/// How many such terms are tried.
const MOST: usize = 6;

/// A term that both have, with a variable in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct General {
    /// The variable.
    pub name: String,
    /// The term, with `#1`, `#2`, … for the variables that are bound around it.
    key: String,
}

/// The words of a text as Lean prints it.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    tokens(text)
        .into_iter()
        .map(|it| it.1)
        .filter(|it| it.starts_with(|it: char| it.is_alphabetic() || it == '_'))
}

/// Words, numerals and single signs, with their places.
fn tokens(text: &str) -> Vec<(usize, &str)> {
    let is_word = |it: char| it.is_alphanumeric() || matches!(it, '_' | '\'' | '.');
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(it) = text[at..].chars().next() {
        let len = match is_word(it) {
            true => text[at..].find(|it| !is_word(it)).unwrap_or(text.len() - at),
            false => it.len_utf8(),
        };
        if !it.is_whitespace() {
            out.push((at, &text[at..at + len]));
        }
        at += len;
    }
    out
}

/// The variables that quantifiers and functions bind somewhere in the text.
fn bound(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut binds = false;
    let mut is_type = false;
    for (_, token) in tokens(text) {
        match token {
            "∀" | "∃" | "fun" | "λ" => (binds, is_type) = (true, false),
            "," | "↦" | "=" => binds = false,
            ":" => is_type = true,
            ")" | "(" => is_type = false,
            _ if binds && !is_type && !out.contains(&token) => out.push(token),
            _ => {}
        }
    }
    out
}

/// The parenthesised parts of a text, as Lean prints it with all parentheses.
fn parts(text: &str) -> Vec<(usize, usize)> {
    let mut open = Vec::new();
    let mut out = Vec::new();
    for (at, it) in text.char_indices() {
        match it {
            '(' => open.push(at),
            ')' => out.extend(open.pop().map(|from| (from, at + 1))),
            _ => {}
        }
    }
    out
}

/// The part with its bound variables numbered, and these in order.
fn key<'a>(part: &'a str, bound: &[&str]) -> (String, Vec<&'a str>) {
    let mut order: Vec<&str> = Vec::new();
    let mut out = String::new();
    let mut last = 0;
    for (at, token) in tokens(part) {
        out.push_str(&part[last..at]);
        last = at + token.len();
        if bound.contains(&token) {
            let nth = order.iter().position(|it| *it == token).unwrap_or_else(|| {
                order.push(token);
                order.len() - 1
            });
            out.push_str(&format!("#{}", nth + 1));
        } else {
            out.push_str(token);
        }
    }
    (out + &part[last..], order)
}

/// Whether a part binds what it is about, or is no term.
fn is_term(part: &str) -> bool {
    let inner = &part[1..part.len() - 1];
    !tokens(inner).iter().any(|it| matches!(it.1, "∀" | "∃" | "fun" | "λ" | "Type" | "Prop"))
        && !is_binder(inner)
}

/// `n : Nat`, and not `5 : Nat` or `↑n : Int`.
fn is_binder(inner: &str) -> bool {
    inner.split_once(" : ").is_some_and(|(names, _)| {
        let plain = |it: &str| it.chars().all(|it| it.is_alphanumeric() || matches!(it, '_' | '\''));
        names.split(' ').all(plain) && !names.starts_with(|it: char| it.is_ascii_digit())
    })
}

/// The terms that both texts have, the largest first.
pub fn generals(first: &str, second: &str) -> Vec<General> {
    let keys = |text: &str| {
        let bound = bound(text);
        let terms = parts(text).into_iter().map(|it| &text[it.0..it.1]).filter(|it| is_term(it));
        terms.map(|it| key(it, &bound).0).collect::<Vec<_>>()
    };
    let (ours, theirs) = (keys(first), keys(second));
    let mut common: Vec<String> = Vec::new();
    for it in ours {
        if theirs.contains(&it) && !common.contains(&it) {
            common.push(it);
        }
    }
    common.sort_by_key(|it| std::cmp::Reverse(it.len()));
    let mut name = "X".to_owned();
    while words(first).chain(words(second)).any(|it| it == name) {
        name.push('X');
    }
    common.truncate(MOST);
    common.into_iter().map(|key| General { name: name.clone(), key }).collect()
}

impl General {
    /// The text with the variable in place of the term.
    pub fn replaced(&self, text: &str) -> String {
        let bound = bound(text);
        let mut found: Vec<(usize, usize, String)> = Vec::new();
        for (from, to) in parts(text) {
            let (key, order) = key(&text[from..to], &bound);
            if key == self.key {
                let with = [&[self.name.as_str()], &order[..]].concat().join(" ");
                found.push((from, to, if order.is_empty() { with } else { format!("({with})") }));
            }
        }
        found.sort();
        let mut out = String::new();
        let mut last = 0;
        for (from, to, with) in found {
            if from >= last {
                out.push_str(&text[last..from]);
                out.push_str(&with);
                last = to;
            }
        }
        out + &text[last..]
    }

    /// Whether it is a number as it is written. What holds of a number by its size alone (`m % 10 < 12`) does not hold of any other,
    /// so that right statements differ in it, too.
    pub fn is_numeral(&self) -> bool {
        self.term().starts_with(|it: char| it.is_ascii_digit())
            && self.term().contains(" : ")
            && !self.term().contains('(')
    }

    /// The term, for people.
    pub fn term(&self) -> &str {
        self.key.strip_prefix('(').and_then(|it| it.strip_suffix(')')).unwrap_or(&self.key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_terms_are_found_with_what_is_bound_in_them() {
        let first = "(∃ n, (((0 : Nat) < n) ∧ ((n ^ (2 : Nat)) = ((5 : Nat) * n))))";
        let second = "(∃ m, ((m ^ (2 : Nat)) = ((5 : Nat) * m)))";
        let found = generals(first, second);
        let terms: Vec<&str> = found.iter().map(General::term).collect();
        assert_eq!(
            terms,
            ["(#1 ^ (2 : Nat)) = ((5 : Nat) * #1)", "#1 ^ (2 : Nat)", "(5 : Nat) * #1", "2 : Nat", "5 : Nat"]
        );
        assert_eq!(found[0].replaced(first), "(∃ n, (((0 : Nat) < n) ∧ (X n)))");
        assert_eq!(found[0].replaced(second), "(∃ m, (X m))");
        assert_eq!(
            found.iter().map(General::is_numeral).collect::<Vec<_>>(),
            [false, false, false, true, true]
        );
        assert_eq!(found[3].replaced(second), "(∃ m, ((m ^ X) = ((5 : Nat) * m)))");
    }

    #[test]
    fn binders_are_no_terms() {
        assert!(generals("∀ (n : Nat), (p n)", "∀ (n : Nat), (q n)").is_empty());
        assert_eq!(bound("∀ (n m : Nat), ∃ k, fun (x : Int) => n"), ["n", "m", "k", "x"]);
    }
}
