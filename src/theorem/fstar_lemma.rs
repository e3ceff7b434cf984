//! What the `val` of a lemma supposes and claims, by its brackets and signs.

use super::fstar_text::without_comments;

/// The `val` of a lemma.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lemma {
    /// For each parameter, whether F* finds its value by itself (`#a:Type`).
    pub parameters: Vec<bool>,
    /// What it supposes, part by part.
    pub requires: Vec<String>,
    /// What it claims.
    pub ensures: String,
}

/// Reads `val NAME : x:nat -> Lemma (requires (…)) (ensures (…))`; none if it is something else, or has more in it.
pub fn lemma(val: &str, name: &str) -> Option<Lemma> {
    let code = without_comments(val);
    let rest = code.trim().strip_prefix("val")?.trim_start().strip_prefix(name)?.trim_start();
    let mut parts = split(rest.strip_prefix(':')?, "->")?;
    let result = parts.pop()?.strip_prefix("Lemma")?;
    let clauses: Vec<&str> = groups(result)?;
    let clause = |text: &str, word: &str| {
        let rest = text.strip_prefix(word)?;
        (!rest.starts_with(|it: char| it.is_alphanumeric() || it == '_')).then(|| bare(rest).to_owned())
    };
    let (requires, ensures) = match clauses[..] {
        [only] => (String::new(), clause(only, "ensures").unwrap_or_else(|| bare(only).to_owned())),
        [first, second] => (clause(first, "requires")?, clause(second, "ensures")?),
        _ => return None,
    };
    if ensures.is_empty() || ensures.starts_with("requires") {
        return None;
    }
    let requires = match requires.as_str() {
        "" | "True" => Vec::new(),
        text => split(text, "/\\")?.into_iter().map(|it| bare(it).to_owned()).collect(),
    };
    let parameters = parts.iter().map(|it| it.starts_with('#')).collect();
    Some(Lemma { parameters, requires, ensures })
}

impl Lemma {
    /// `let NAME x0 #x1 x2`: the beginning of a definition.
    pub fn head(&self, name: &str) -> String {
        let parameters = self.parameters.iter().enumerate();
        let shown = parameters.map(|(nth, found)| format!(" {}x{nth}", if *found { "#" } else { "" }));
        format!("let {name}{}", shown.collect::<String>())
    }
}

/// The parts between the signs that stand in no brackets.
fn split<'a>(text: &'a str, sign: &str) -> Option<Vec<&'a str>> {
    let mut parts = Vec::new();
    let (mut depth, mut from) = (0_i32, 0);
    for (at, it) in text.char_indices() {
        depth += i32::from("({[".contains(it)) - i32::from(")}]".contains(it));
        if depth == 0 && at >= from && text[at..].starts_with(sign) {
            parts.push(text[from..at].trim());
            from = at + sign.len();
        }
    }
    parts.push(text[from..].trim());
    (depth == 0).then_some(parts)
}

/// What stands in each of the parentheses that a text consists of.
fn groups(text: &str) -> Option<Vec<&str>> {
    let mut out = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let inner = rest.strip_prefix('(')?;
        let end = closing(inner)?;
        out.push(inner[..end].trim());
        rest = inner[end + 1..].trim_start();
    }
    Some(out)
}

/// Where the parenthesis closes that was opened before a text.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 1_i32;
    let closes = |it: char| {
        depth += i32::from(it == '(') - i32::from(it == ')');
        depth == 0
    };
    text.find(closes)
}

/// A text without the parentheses around the whole of it.
fn bare(text: &str) -> &str {
    let mut text = text.trim();
    while let Some(inner) = text.strip_prefix('(')
        && closing(inner) == Some(inner.len() - 1)
    {
        text = inner[..inner.len() - 1].trim();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lemma_is_taken_apart() {
        let read = |text: &str| lemma(text, "t").map(|it| (it.head("t"), it.requires, it.ensures));
        let is = |head: &str, requires: &[&str], ensures: &str| {
            Some((head.to_owned(), requires.iter().map(ToString::to_string).collect(), ensures.to_owned()))
        };
        assert_eq!(
            read("val t : n:nat -> #a:Type -> (nat -> nat) -> Lemma (n >= 0) // so"),
            is("let t x0 #x1 x2", &[], "n >= 0")
        );
        assert_eq!(
            read(
                "val t : n:nat{n > 1} ->\n  Lemma (requires (n > 2 /\\ (n < 7 \\/ n < 9)))\n (ensures ((n) + (n) > 4))"
            ),
            is("let t x0", &["n > 2", "n < 7 \\/ n < 9"], "(n) + (n) > 4")
        );
        assert_eq!(read("val t : unit -> Lemma (ensures True)"), is("let t x0", &[], "True"));
        assert_eq!(
            read("val t : unit -> Lemma (requires True) (ensures (1 == 1))"),
            is("let t x0", &[], "1 == 1")
        );
        for other in [
            "val t : nat -> Tot nat",
            "val u : nat -> Lemma True",
            "val t : n:nat -> Lemma (n >= 0) [SMTPat (f n)]",
            "val t : n:nat -> Lemma (requires (n > 0))",
            "val t : n:nat -> Lemma (n >= 0))",
            "val t (n:nat) : Lemma (n >= 0)",
            "val t : n:nat -> Lemma (ensures (n >= 0)) (decreases n)",
        ] {
            assert_eq!(read(other), None, "{other}");
        }
    }
}
