//! Printed terms, cut into tokens.

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name with its dots: `List.length`, `n`, `as.length`.
    Name,
    /// A projection that follows a bracket: `.length` of `(as ++ bs).length`.
    Projection,
    /// A number, a string or a character.
    Literal,
    /// `_` or `?a`.
    Hole,
    Open,
    Close,
    /// Everything else.
    Operator,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub(super) kind: Kind,
    pub(super) text: &'a str,
    /// Whether white space stands before it.
    pub(super) spaced: bool,
}

/// Tokens of longer terms than this are left out.
const MOST: usize = 4096;

/// Operators of more than one character, longest first where one begins another.
const OPERATORS: &[&str] = &[
    "<|>", "|||", "&&&", "^^^", "<<<", ">>>", "<$>", "<*>", "~~~", ">>=", ">=>", "<=>", "⁻¹", "∃!", "++",
    "::", ":=", "=>", "->", "==", "!=", "&&", "||", "<|", "|>", "<=", ">=", "//", "..",
];

/// Cuts a text into tokens; any text can be cut.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let (mut out, mut at, mut spaced) = (Vec::new(), 0, false);
    while let Some(first) = text[at..].chars().next() {
        if out.len() == MOST {
            break;
        }
        if first.is_whitespace() {
            (at, spaced) = (at + first.len_utf8(), true);
            continue;
        }
        let follows_close = !spaced && out.last().is_some_and(|it: &Token<'_>| it.kind == Kind::Close);
        let (kind, length) = token(&text[at..], first, follows_close);
        out.push(Token { kind, text: &text[at..at + length], spaced });
        (at, spaced) = (at + length, false);
    }
    out
}

/// The kind and the length in bytes of the token that a text begins with.
fn token(text: &str, first: char, follows_close: bool) -> (Kind, usize) {
    let mut rest = text.chars();
    rest.next();
    let second = rest.next();
    match first {
        '(' | '[' | '{' | '⟨' | '⦃' | '⌊' | '⌈' | '⟪' => (Kind::Open, first.len_utf8()),
        ')' | ']' | '}' | '⟩' | '⦄' | '⌋' | '⌉' | '⟫' => (Kind::Close, first.len_utf8()),
        '#' if text.starts_with("#[") => (Kind::Open, 2),
        '#' if text.starts_with("#v[") => (Kind::Open, 3),
        '"' => (Kind::Literal, quoted(text)),
        '\'' => match character(text) {
            Some(length) => (Kind::Literal, length),
            None => (Kind::Operator, 1),
        },
        '_' if !second.is_some_and(continues) => (Kind::Hole, 1),
        '?' if second.is_some_and(begins) => (Kind::Hole, 1 + name(&text[1..])),
        '.' if second.is_some_and(|it| begins(it) || it.is_ascii_digit()) => {
            let kind = if follows_close { Kind::Projection } else { Kind::Name };
            (kind, 1 + name(&text[1..]))
        }
        _ if first.is_ascii_digit() => (Kind::Literal, number(text)),
        _ if begins(first) => (Kind::Name, name(text)),
        _ => {
            let known = OPERATORS.iter().find(|it| text.starts_with(**it));
            (Kind::Operator, known.map_or(first.len_utf8(), |it| it.len()))
        }
    }
}

fn begins(c: char) -> bool {
    (c.is_alphabetic() && !matches!(c, 'λ' | 'Π' | 'Σ')) || matches!(c, '_' | '«')
}

fn continues(c: char) -> bool {
    let superscript = matches!(c, '⁰' | '¹' | '²' | '³' | '⁴'..='⁹');
    (c.is_alphanumeric() && !superscript) || matches!(c, '_' | '\'' | '!' | '?' | '✝')
}

/// The length of a name, with all its parts.
fn name(text: &str) -> usize {
    let mut at = 0;
    loop {
        let rest = &text[at..];
        at += match rest.strip_prefix('«') {
            Some(inner) => inner.find('»').map_or(rest.len(), |it| '«'.len_utf8() + it + '»'.len_utf8()),
            None => rest.find(|c| !continues(c)).unwrap_or(rest.len()),
        };
        let mut next = text[at..].chars();
        let goes_on =
            next.next() == Some('.') && next.next().is_some_and(|it| begins(it) || it.is_ascii_digit());
        if !goes_on {
            return at;
        }
        at += 1;
    }
}

fn number(text: &str) -> usize {
    let digits = |text: &str| text.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(text.len());
    let whole = digits(text);
    match text[whole..].strip_prefix('.') {
        Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit()) => whole + 1 + digits(rest),
        _ => whole,
    }
}

/// The length of a string, or of what there is of it.
fn quoted(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// The length of `'a'` or `'\n'`, if this is one.
fn character(text: &str) -> Option<usize> {
    let inner = &text[1..];
    let c = inner.chars().next()?;
    let end = if c == '\\' { 2 + inner.get(2..)?.find('\'')? } else { c.len_utf8() };
    (end <= 12 && inner.get(end..)?.starts_with('\'')).then_some(end + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_keep_their_dots_and_projections_are_told_apart() {
        let cut = |text| tokens(text).into_iter().map(|it| (it.kind, it.text)).collect::<Vec<_>>();
        use Kind::{Close, Hole, Literal, Name, Open, Operator, Projection};
        assert_eq!(
            cut("(as ++ bs).length = as.length"),
            [
                (Open, "("),
                (Name, "as"),
                (Operator, "++"),
                (Name, "bs"),
                (Close, ")"),
                (Projection, ".length"),
                (Operator, "="),
                (Name, "as.length")
            ]
        );
        assert_eq!(
            cut("?a * _ ∣ x₁'"),
            [(Hole, "?a"), (Operator, "*"), (Hole, "_"), (Operator, "∣"), (Name, "x₁'")]
        );
        assert_eq!(
            cut("'a' \"x\\\"y\" 1.5 l[0]?"),
            [
                (Literal, "'a'"),
                (Literal, "\"x\\\"y\""),
                (Literal, "1.5"),
                (Name, "l"),
                (Open, "["),
                (Literal, "0"),
                (Close, "]"),
                (Operator, "?")
            ]
        );
        assert_eq!(
            cut("a⁻¹ xs[i]'⋯"),
            [
                (Name, "a"),
                (Operator, "⁻¹"),
                (Name, "xs"),
                (Open, "["),
                (Name, "i"),
                (Close, "]"),
                (Operator, "'"),
                (Operator, "⋯")
            ]
        );
    }

    #[test]
    fn nothing_is_too_strange_to_be_cut() {
        for text in ["\"", "'", "'\\", "«", "«a", "x.«", "?", ".", "..", "#", "é", "'\\u{1f600}'", "\u{0}"]
        {
            let joined: String = tokens(text).iter().map(|it| it.text).collect();
            assert_eq!(joined, text);
        }
    }
}
