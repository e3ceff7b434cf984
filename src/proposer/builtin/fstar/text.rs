//! Reading terms and types of F* as text: by brackets and signs, no further.

/// Splits at a sign that stands in no brackets.
pub(super) fn split<'a>(text: &'a str, sign: &str) -> Vec<&'a str> {
    let mut parts = Vec::new();
    let (mut depth, mut from, mut skip) = (0_i32, 0, 0);
    for (at, it) in text.char_indices() {
        if at < skip {
            continue;
        }
        match it {
            '(' | '{' | '[' => depth += 1,
            ')' | '}' | ']' => depth -= 1,
            _ if depth == 0 && text[at..].starts_with(sign) => {
                parts.push(text[from..at].trim());
                from = at + sign.len();
                skip = from;
            }
            _ => {}
        }
    }
    parts.push(text[from..].trim());
    parts
}

/// The first place of a sign that stands in no brackets and is not part of a longer one.
pub(super) fn find(text: &str, sign: char) -> Option<usize> {
    let mut depth = 0_i32;
    let signs = |it: char| ":=<>|&+*".contains(it);
    for (at, it) in text.char_indices() {
        match it {
            '(' | '{' | '[' => depth += 1,
            ')' | '}' | ']' => depth -= 1,
            _ if depth == 0
                && it == sign
                && !text[..at].ends_with(signs)
                && !text[at + it.len_utf8()..].starts_with(signs) =>
            {
                return Some(at);
            }
            _ => {}
        }
    }
    None
}

/// What stands behind the braces that a text begins with.
pub(super) fn after_braces(text: &str) -> &str {
    let mut depth = 0_i32;
    let end = text.char_indices().find(|(_, it)| {
        depth += i32::from(*it == '{') - i32::from(*it == '}');
        depth == 0
    });
    end.map_or("", |(at, _)| text[at + 1..].trim())
}

/// The parts of an application: words, and what stands in brackets, with the brackets.
pub(super) fn atoms(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let (mut depth, mut from) = (0_i32, None);
    for (at, it) in text.char_indices() {
        let open = "({[".contains(it);
        let close = ")}]".contains(it);
        if depth == 0
            && (it.is_whitespace() || (open && it != '{'))
            && let Some(start) = from.take()
        {
            out.push(&text[start..at]);
        }
        if !it.is_whitespace() && from.is_none() {
            from = Some(at);
        }
        depth += i32::from(open) - i32::from(close);
        if depth == 0
            && close
            && it != '}'
            && let Some(start) = from.take()
        {
            out.push(&text[start..=at]);
        }
    }
    out.extend(from.map(|start| &text[start..]));
    out
}

/// What stands in parentheses, if the whole text does.
pub(super) fn inside(text: &str) -> &str {
    let mut text = text.trim();
    while text.starts_with('(') && atoms(text).len() == 1 && text.ends_with(')') {
        text = text[1..text.len() - 1].trim();
    }
    text
}

/// A term as an argument: in parentheses, unless it is one word or in brackets.
pub(super) fn arg(term: &str) -> String {
    let one = atoms(term).len() <= 1 && !term.contains(['+', '-', '*', '=', ';'])
        || term.starts_with('[') && atoms(term).len() == 1;
    if one { term.to_owned() } else { format!("({term})") }
}

/// The identifiers of a text, in order.
pub(super) fn idents(text: &str) -> impl Iterator<Item = &str> {
    let in_word = |it: char| it.is_alphanumeric() || matches!(it, '_' | '\'' | '.' | '?');
    text.split(move |it| !in_word(it))
        .filter(|it| !it.is_empty() && !it.starts_with(|c: char| c.is_ascii_digit()))
}

/// A text with identifiers replaced; what is put in gets parentheses where it needs them.
pub(super) fn substitute(text: &str, map: &[(String, String)]) -> String {
    let mut out = String::new();
    let in_word = |it: char| it.is_alphanumeric() || matches!(it, '_' | '\'' | '.' | '?');
    let mut rest = text;
    while let Some(it) = rest.chars().next() {
        let end = if in_word(it) { rest.find(|c| !in_word(c)).unwrap_or(rest.len()) } else { it.len_utf8() };
        let word = &rest[..end];
        match map.iter().find(|(name, _)| name == word) {
            Some((_, with)) => out.push_str(&arg(with)),
            None => out.push_str(word),
        }
        rest = &rest[end..];
    }
    out
}

/// One line, single blanks.
pub(super) fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// All applications in a text, as parts: head and arguments.
pub(super) fn applications(text: &str) -> Vec<Vec<&str>> {
    let mut out = Vec::new();
    let mut todo = vec![text];
    while let Some(text) = todo.pop() {
        // Signs that no application reaches over.
        let cut = |it: char| ",;".contains(it);
        let mut pieces: Vec<&str> = vec![text];
        for sign in [
            "==>", "<==>", "==", "<>", "<=", ">=", "/\\", "\\/", "&&", "||", "::", "=", "<", ">", "+", "-",
            "*", "/", "%", "@", ":", ".",
        ] {
            pieces = pieces.into_iter().flat_map(|it| split(it, sign)).collect();
        }
        for piece in pieces.iter().flat_map(|it| it.split(cut)) {
            let parts = atoms(piece);
            for part in &parts {
                if part.starts_with(['(', '[']) && part.len() > 2 && part.ends_with([')', ']']) {
                    todo.push(&part[1..part.len() - 1]);
                } else if let Some((_, refinement)) = part.split_once('{') {
                    todo.push(refinement.trim_end_matches('}'));
                }
            }
            if parts.len() > 1 {
                out.push(parts);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_cut_at_their_brackets() {
        assert_eq!(split("x:(a -> b) -> list a -> Lemma (p)", "->"), ["x:(a -> b)", "list a", "Lemma (p)"]);
        assert_eq!(
            atoms("Lemma (requires (a)) [x; y] t{p x}"),
            ["Lemma", "(requires (a))", "[x; y]", "t{p x}"]
        );
        assert_eq!(after_braces("{:pattern (f x)} p x"), "p x");
        assert_eq!(inside("((a) b)"), "(a) b");
        assert_eq!(inside("(a) (b)"), "(a) (b)");
        assert_eq!(
            [arg("x"), arg("f x"), arg("[x]"), arg("n-1"), arg("(f x)")],
            ["x", "(f x)", "[x]", "(n-1)", "(f x)"]
        );
        assert_eq!(substitute("rev (l @ l2)", &[("l".into(), "hd :: tl".into())]), "rev ((hd :: tl) @ l2)");
        assert_eq!(find("x:t{y:z} : u", ':'), Some(1));
        let mut found = applications("rev (snoc l h) == h::rev l /\\ x = f 1 (g y)");
        found.sort();
        assert_eq!(
            found,
            [
                vec!["f", "1", "(g y)"],
                vec!["g", "y"],
                vec!["rev", "(snoc l h)"],
                vec!["rev", "l"],
                vec!["snoc", "l", "h"]
            ]
        );
    }
}
