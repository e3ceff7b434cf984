//! Terms that two conclusions share, and what the conclusions say of any other in their place.
//!
//! Of two true statements each follows from the other, whatever they say. So where both are true they are compared
//! with a term that both have left open: what is then no longer true shows whether they say the same of it.

use super::align::rename;

/// How many such terms are tried.
const MOST: usize = 6;

/// A term that both have, with a variable in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct General {
    /// The variable.
    pub name: String,
    /// What it is: `_`, or a function of what is bound around the term.
    pub ty: String,
    /// The term, with `#1`, `#2`, … for the variables that are bound around it; or a name.
    key: String,
}

/// A variable that is bound somewhere, and its type; empty if that is not written.
type Bound = (String, String);

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
fn bound(text: &str) -> Vec<Bound> {
    let mut out: Vec<Bound> = Vec::new();
    let tokens = tokens(text);
    let mut at = 0;
    while at < tokens.len() {
        let binds = matches!(tokens[at].1, "∀" | "∃" | "fun" | "λ");
        at += 1;
        // Groups in brackets, or bare names, up to what is said of them.
        while binds && at < tokens.len() && !matches!(tokens[at].1, "," | "↦" | "=") {
            let group = group(&tokens[at..]);
            let colon = group.iter().position(|it| it.1 == ":");
            let names = &group[..colon.unwrap_or(group.len())];
            let ty = colon.and_then(|it| {
                let (first, last) = (group.get(it + 1)?, group.last()?);
                let end = if group.len() > 1 && last.1 == ")" { last.0 } else { last.0 + last.1.len() };
                Some(text.get(first.0..end)?.trim().to_owned())
            });
            for (_, name) in
                names.iter().filter(|it| it.1.starts_with(|it: char| it.is_alphabetic() || it == '_'))
            {
                if !out.iter().any(|it| it.0 == *name) {
                    out.push(((*name).to_owned(), ty.clone().unwrap_or_default()));
                }
            }
            at += group.len();
        }
    }
    out
}

/// The bracket that a text begins with, with all that is in it, or its first token.
pub fn group_of(text: &str) -> Option<&str> {
    let tokens = tokens(text);
    let (last, token) = group(&tokens).last()?;
    Some(&text[..last + token.len()])
}

/// A bracket with all that is in it, or one token.
fn group<'a, 'b>(tokens: &'b [(usize, &'a str)]) -> &'b [(usize, &'a str)] {
    let mut depth = 0;
    for (at, token) in tokens.iter().enumerate() {
        match token.1 {
            "(" | "{" | "[" => depth += 1,
            ")" | "}" | "]" => depth -= 1,
            _ => {}
        }
        if depth <= 0 {
            return &tokens[..=at];
        }
    }
    tokens
}

/// The parenthesised parts of a text, as Lean prints it with all parentheses.
pub fn parts(text: &str) -> Vec<(usize, usize)> {
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
fn key<'a>(part: &'a str, bound: &[Bound]) -> (String, Vec<&'a str>) {
    let mut order: Vec<&str> = Vec::new();
    let mut out = String::new();
    let mut last = 0;
    for (at, token) in tokens(part) {
        out.push_str(&part[last..at]);
        last = at + token.len();
        if bound.iter().any(|it| it.0 == token) {
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

/// The parts that are terms and bind nothing; what stands in a binder is a type.
fn terms(text: &str) -> impl Iterator<Item = &str> {
    let all = parts(text);
    let inner = |(from, to): (usize, usize)| &text[from + 1..to - 1];
    let binders: Vec<_> = all.iter().copied().filter(|it| is_binder(inner(*it))).collect();
    let binds = |it: &str| matches!(it, "∀" | "∃" | "fun" | "λ" | "Type" | "Prop");
    all.into_iter()
        .filter(move |it| !binders.iter().any(|binder| binder.0 <= it.0 && it.1 <= binder.1))
        .filter(move |it| !tokens(inner(*it)).iter().any(|it| binds(it.1)))
        .map(|(from, to)| &text[from..to])
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
        let keys = terms(text).filter_map(|it| {
            let (key, order) = key(it, &bound);
            Some((key, function(&order, &bound)?))
        });
        keys.collect::<Vec<_>>()
    };
    let (ours, theirs) = (keys(first), keys(second));
    let mut common: Vec<(String, String)> = Vec::new();
    for it in ours {
        if theirs.contains(&it) && !common.contains(&it) {
            common.push(it);
        }
    }
    common.sort_by_key(|it| std::cmp::Reverse(it.0.len()));
    let name = fresh(first, second);
    common.truncate(MOST);
    common.into_iter().map(|(key, ty)| General { name: name.clone(), ty, key }).collect()
}

/// The names that a header defines.
pub fn definitions(header: &str) -> impl Iterator<Item = &str> {
    header.lines().filter_map(|it| words(it.strip_prefix("def ")?).next())
}

/// The names that a header defines and both texts mention.
pub fn defined(header: &str, texts: [&str; 2]) -> Vec<General> {
    let mentioned = |name: &str| texts.iter().all(|it| words(it).any(|word| word == name));
    let all = definitions(header).filter(|it| mentioned(it));
    let general =
        |name: &str| General { name: "X".into(), ty: format!("type_of% {name}"), key: name.to_owned() };
    all.filter(|_| !mentioned("X")).map(general).collect()
}

/// The given numbers that both texts have.
pub fn numerals(first: &str, second: &str) -> Vec<General> {
    let name = fresh(first, second);
    let mut out: Vec<General> = Vec::new();
    for (from, to) in parts(first) {
        let general = General { name: name.clone(), ty: "_".into(), key: first[from..to].to_owned() };
        if general.is_numeral() && second.contains(&general.key) && !out.contains(&general) {
            out.push(general);
        }
    }
    out
}

/// The functions of one argument that both texts apply, and that are none of these variables.
pub fn functions(first: &str, second: &str, variables: &[String]) -> Vec<General> {
    let name = fresh(first, second);
    let bound = bound(first);
    let is_bound = |text: &str| words(text).any(|it| bound.iter().any(|own| own.0 == it));
    let is_variable = |it: &str| variables.iter().any(|name| name == it);
    let mut out: Vec<General> = Vec::new();
    for (from, to) in parts(first) {
        let applied = &first[from..to];
        let tokens = tokens(&applied[1..applied.len() - 1]);
        let Some((&(_, head), argument)) = tokens.split_first() else { continue };
        let is_applied = !argument.is_empty() && group(argument).len() == argument.len();
        let is_name = head.starts_with(char::is_alphabetic) && !matches!(head, "fun" | "λ");
        let is_common = is_name && !is_variable(head) && words(second).any(|word| word == head);
        // Its type is that of one of its uses, if that can be said outside.
        if is_applied && is_common && !is_bound(applied) && !out.iter().any(|it| it.key == head) {
            let argument = &applied[1 + argument[0].0..applied.len() - 1];
            let ty = format!("type_of% {argument} → type_of% {applied}");
            out.push(General { name: name.clone(), ty, key: head.to_owned() });
        }
    }
    out
}

/// A name that neither text has.
fn fresh(first: &str, second: &str) -> String {
    let mut name = "X".to_owned();
    while words(first).chain(words(second)).any(|it| it == name) {
        name.push('X');
    }
    name
}

/// What a text is made of besides variables: its signs and names, and its numerals, each in order.
pub fn symbols(text: &str, variables: &[String]) -> (Vec<String>, Vec<String>) {
    let bound = bound(text);
    let is_variable =
        |it: &str| variables.iter().any(|name| name == it) || bound.iter().any(|own| own.0 == it);
    let of_text = tokens(text).into_iter().map(|it| it.1);
    let all =
        of_text.filter(|it| !matches!(*it, "(" | ")" | ":" | ",") && !is_variable(it)).map(str::to_owned);
    let (mut numerals, mut signs): (Vec<String>, Vec<String>) =
        all.partition(|it| it.starts_with(|it: char| it.is_ascii_digit()));
    numerals.sort();
    signs.sort();
    (signs, numerals)
}

/// The numeral that stands in a part where a term about one variable has that.
fn instance<'a>(key: &str, part: &'a str) -> Option<Vec<&'a str>> {
    let mut pieces = key.split("#1");
    let mut rest = part.strip_prefix(pieces.next()?)?;
    let mut numeral: Option<&str> = None;
    for piece in pieces {
        let one = group_of(rest)
            .filter(|it| it.starts_with('(') && it[1..].starts_with(|it: char| it.is_ascii_digit()))?;
        if numeral.is_some_and(|it| it != one) {
            return None;
        }
        numeral = Some(one);
        rest = rest[one.len()..].strip_prefix(piece)?;
    }
    (rest.is_empty() && !key.contains("#2")).then_some(vec![numeral?])
}

/// The type of something that depends on these variables, if their types are known and stand for themselves.
fn function(order: &[&str], bound: &[Bound]) -> Option<String> {
    let mut ty = String::new();
    for name in order {
        let (_, of) = bound.iter().find(|it| it.0 == *name)?;
        if of.is_empty() || words(of).any(|word| bound.iter().any(|it| it.0 == word)) {
            return None;
        }
        ty.push_str(&format!("({of}) → "));
    }
    Some(ty + "_")
}

impl General {
    /// The text with the variable in place of the term, where these are bound around the text.
    pub fn replaced(&self, text: &str) -> String {
        if !self.key.starts_with('(') {
            return rename(text, |word| (word == self.key).then(|| self.name.clone()));
        }
        let bound = bound(text);
        let mut found: Vec<(usize, usize, String)> = Vec::new();
        for (from, to) in parts(text) {
            let part = &text[from..to];
            let (key, order) = key(part, &bound);
            let arguments = match key == self.key {
                true => Some(order),
                // The same of a given number.
                false => instance(&self.key, part),
            };
            if let Some(arguments) = arguments {
                let with = [&[self.name.as_str()], &arguments[..]].concat().join(" ");
                found.push((from, to, if arguments.is_empty() { with } else { format!("({with})") }));
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

    /// Whether it is one of these variables with what it is applied to: that is anything as it is, and may stand alone elsewhere.
    pub fn is_open(&self, variables: &[String]) -> bool {
        let mut words = self.term().split(' ');
        words.next().is_some_and(|it| variables.iter().any(|name| name == it))
            && words.all(|it| it.starts_with('#'))
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
        let first = "(∃ (n : Nat), (((0 : Nat) < n) ∧ ((n ^ (2 : Nat)) = ((5 : Nat) * n))))";
        let second = "(∃ (m : Nat), ((m ^ (2 : Nat)) = ((5 : Nat) * m)))";
        let found = generals(first, second);
        let terms: Vec<&str> = found.iter().map(General::term).collect();
        assert_eq!(
            terms,
            ["(#1 ^ (2 : Nat)) = ((5 : Nat) * #1)", "#1 ^ (2 : Nat)", "(5 : Nat) * #1", "2 : Nat", "5 : Nat"]
        );
        assert_eq!((found[0].ty.as_str(), found[3].ty.as_str()), ("(Nat) → _", "_"));
        assert_eq!(found[0].replaced(first), "(∃ (n : Nat), (((0 : Nat) < n) ∧ (X n)))");
        assert_eq!(found[0].replaced(second), "(∃ (m : Nat), (X m))");
        assert_eq!(
            found.iter().map(General::is_numeral).collect::<Vec<_>>(),
            [false, false, false, true, true]
        );
        assert_eq!(found[3].replaced(second), "(∃ (m : Nat), ((m ^ X) = ((5 : Nat) * m)))");
    }

    #[test]
    fn what_is_bound_is_something_of_its_type() {
        // Of another type, it is something else.
        assert!(generals("(∃ (n : Nat), (n < (n * n)))", "(∃ (n : Int), (n < (n * n)))").is_empty());
        // Without a type, nothing can be said of all of them.
        assert!(generals("(∃ n, (n < 2))", "(∃ n, (n < 2))").is_empty());
    }

    #[test]
    fn the_same_of_a_given_number_is_replaced_as_well() {
        let first = "(((7 : Nat) ^ (2 : Nat)) < (50 : Nat)) ∧ (∀ (n : Nat), ((n ^ (2 : Nat)) < (50 : Nat)) → (n ≤ (7 : Nat)))";
        let second = "(∀ (n : Nat), ((n ^ (2 : Nat)) < (50 : Nat)) → (n ≤ (7 : Nat)))";
        let found = generals(first, second);
        assert_eq!(found[0].term(), "(#1 ^ (2 : Nat)) < (50 : Nat)");
        assert_eq!(found[0].replaced(first), "(X (7 : Nat)) ∧ (∀ (n : Nat), (X n) → (n ≤ (7 : Nat)))");
    }

    #[test]
    fn names_of_the_header_are_terms_where_both_mention_them() {
        let header = "def up (n : Nat) : Nat := n + 1\ndef down (n : Nat) : Nat := n - 1";
        let found = defined(header, ["((up n) = n)", "(n < (up (down n)))"]);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].term(), found[0].ty.as_str()), ("up", "type_of% up"));
        assert_eq!(found[0].replaced("(n < (up (down n)))"), "(n < (X (down n)))");
    }

    #[test]
    fn what_is_open_already_is_told_from_other_terms() {
        let text = "(∀ (x : Nat), ((p x) ∧ ((q (p x)) = 1)))";
        let found = generals(text, text);
        let names = ["p".to_owned(), "q".to_owned()];
        let open = |term: &str| found.iter().find(|it| it.term() == term).unwrap().is_open(&names);
        assert!(open("p #1"));
        assert!(!open("q (p #1)"));
    }

    #[test]
    fn what_both_are_written_with_is_found() {
        let (s, t) = ("s".to_owned(), "t".to_owned());
        let first = "((String.length (s ++ t)) = ((2 : Nat) * (String.length t)))";
        let second = "(∃ (k : Nat), (((String.length s) * k) = (2 : Nat)))";
        let found = functions(first, second, &[s.clone(), t.clone()]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].ty, "type_of% (s ++ t) → type_of% (String.length (s ++ t))");
        assert_eq!(found[0].replaced("(String.length t)"), "(X t)");
        assert!(functions(second, first, &["String.length".into()]).is_empty());
        assert_eq!(numerals(first, second)[0].replaced("((2 : Nat) + (3 : Nat))"), "(X + (3 : Nat))");
        assert_eq!(numerals(first, second).len(), 1);
        let (signs, numbers) = symbols(second, &[s, t]);
        assert_eq!((signs.join(" "), numbers.join(" ")), ("* = Nat Nat String.length ∃".into(), "2".into()));
    }

    #[test]
    fn binders_are_no_terms() {
        assert!(generals("∀ (n : Nat), (p n)", "∀ (n : Nat), (q n)").is_empty());
        let of = |text| bound(text).into_iter().map(|it| format!("{}:{}", it.0, it.1)).collect::<Vec<_>>();
        assert_eq!(
            of("∀ (n m : Nat), ∃ k, fun (x : Fin 3) (f : (Nat → Nat) → Nat) => n"),
            ["n:Nat", "m:Nat", "k:", "x:Fin 3", "f:(Nat → Nat) → Nat"]
        );
    }
}
