//! The words, numbers and signs of an informal statement; LaTeX and Unicode as one.

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A word of several letters, in small ones.
    Word(String),
    /// A single letter, which may be a quantity.
    Letter(String),
    /// A number.
    Number(u64),
    /// A sign: `+`, `≤`, `(`, `,`, `.`, …
    Sign(char),
}

impl std::fmt::Display for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Token::Word(it) | Token::Letter(it) => f.write_str(it),
            Token::Number(it) => write!(f, "{it}"),
            Token::Sign(it) => write!(f, "{it}"),
        }
    }
}

/// LaTeX commands that stand for a sign or a word; what is not here is a word that nobody understands.
const COMMANDS: [(&str, &str); 34] = [
    ("cdot", "*"),
    ("times", "*"),
    ("div", "/"),
    ("leq", "≤"),
    ("le", "≤"),
    ("geq", "≥"),
    ("ge", "≥"),
    ("neq", "≠"),
    ("ne", "≠"),
    ("lt", "<"),
    ("gt", ">"),
    ("mid", "∣"),
    ("nmid", "∤"),
    ("in", "∈"),
    ("forall", " for all "),
    ("exists", " there exists "),
    ("land", " and "),
    ("lor", " or "),
    ("neg", " not "),
    ("implies", " implies "),
    ("Rightarrow", " implies "),
    ("Longrightarrow", " implies "),
    ("to", " implies "),
    ("iff", " iff "),
    ("Leftrightarrow", " iff "),
    ("Longleftrightarrow", " iff "),
    ("equiv", "≡"),
    ("pmod", " mod "),
    ("bmod", " mod "),
    ("N", "ℕ"),
    ("Z", "ℤ"),
    ("dots", "…"),
    ("cdots", "…"),
    ("ldots", "…"),
];

/// Numbers in words.
const NUMBERS: [&str; 13] = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
];

/// Words that say the same as a sign.
const SIGNS: [(&str, char); 8] = [
    ("plus", '+'),
    ("minus", '-'),
    ("times", '*'),
    ("equals", '='),
    ("exceeds", '>'),
    ("implies", '⇒'),
    ("iff", '⇔'),
    ("divides", '∣'),
];

/// Cuts a text into tokens. Signs that mean nothing here (`$`, braces of LaTeX) are gone or parentheses.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let text = plain(text);
    let mut out = Vec::new();
    let mut rest = text.as_str();
    while let Some(first) = rest.chars().next() {
        let part = if first.is_ascii_digit() {
            let end = rest.find(|it: char| !it.is_ascii_digit()).unwrap_or(rest.len());
            match rest[..end].parse() {
                Ok(number) => out.push(Token::Number(number)),
                Err(_) => out.push(Token::Word(rest[..end].to_owned())),
            }
            end
        } else if first.is_alphabetic() && !"ℕℤℚℝ".contains(first) {
            let end = word_end(rest);
            word(&rest[..end], &mut out);
            end
        } else {
            if !first.is_whitespace() {
                out.push(Token::Sign(first));
            }
            first.len_utf8()
        };
        rest = &rest[part..];
    }
    out
}

fn word(word: &str, out: &mut Vec<Token>) {
    let small = word.to_lowercase();
    if word.chars().count() == 1 {
        out.push(Token::Letter(word.to_owned()));
    } else if let Some(number) = NUMBERS.iter().position(|it| *it == small) {
        out.push(Token::Number(number as u64));
    } else if let Some((_, sign)) = SIGNS.iter().find(|it| it.0 == small) {
        out.push(Token::Sign(*sign));
    } else {
        out.push(Token::Word(small));
    }
}

/// Where a word ends: `non-negative` is one, `n-1` is not.
fn word_end(text: &str) -> usize {
    let end = text.find(|it: char| !it.is_alphabetic() && it != '\'').unwrap_or(text.len());
    let after = text[end..].strip_prefix('-').unwrap_or_default();
    let next = after.find(|it: char| !it.is_alphabetic()).unwrap_or(after.len());
    if end > 1 && next > 1 { end + 1 + next } else { end }
}

/// LaTeX and Unicode as the few signs that are understood.
fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut letters = text.chars().peekable();
    while let Some(it) = letters.next() {
        match it {
            '\\' => {
                let mut name = String::new();
                while let Some(letter) = letters.next_if(|it| it.is_ascii_alphabetic()) {
                    name.push(letter);
                }
                match name.as_str() {
                    // `\frac{a}{b}`: the braces become parentheses, with the sign between them.
                    "frac" | "dfrac" | "tfrac" => out.push_str(&fraction(&mut letters)),
                    "mathbb" | "mathbf" | "mathrm" | "text" | "left" | "right" | "operatorname" | "quad"
                    | "qquad" | "displaystyle" | "big" | "Big" | "limits" | "item" => {}
                    "" => {
                        // `\(`, `\,` and the like.
                        letters.next();
                    }
                    _ => {
                        let known = COMMANDS.iter().find(|it| it.0 == name);
                        // What is not known must not go unnoticed.
                        out.push_str(&known.map_or(format!(" {name} "), |it| it.1.to_owned()));
                    }
                }
            }
            '$' => {}
            // As they are typed; `n!=6` may be a factorial.
            '>' if letters.next_if_eq(&'=').is_some() => out.push('≥'),
            '<' if letters.next_if_eq(&'=').is_some() => out.push('≤'),
            '-' if letters.next_if_eq(&'>').is_some() => out.push('⇒'),
            '=' if letters.next_if_eq(&'>').is_some() => out.push('⇒'),
            '{' | '[' => out.push('('),
            '}' | ']' => out.push(')'),
            '−' | '–' => out.push('-'),
            '·' | '×' | '⋅' => out.push('*'),
            '⋯' => out.push('…'),
            '.' if letters.clone().take(2).eq(['.', '.']) => {
                letters.nth(1);
                out.push('…');
            }
            '|' => out.push('∣'),
            '→' | '⟹' => out.push('⇒'),
            '↔' | '⟺' => out.push('⇔'),
            '∀' => out.push_str(" for all "),
            '∃' => out.push_str(" there exists "),
            '²' => out.push_str("^2"),
            '³' => out.push_str("^3"),
            '⁴' => out.push_str("^4"),
            '⁵' => out.push_str("^5"),
            'ⁿ' => out.push_str("^n"),
            _ => out.push(it),
        }
    }
    out
}

/// The two arguments of a fraction.
fn fraction(letters: &mut std::iter::Peekable<std::str::Chars<'_>>) -> String {
    let mut argument = || {
        while letters.next_if(|it| it.is_whitespace()).is_some() {}
        let mut text = String::new();
        if letters.next_if_eq(&'{').is_none() {
            text.extend(letters.next());
            return text;
        }
        let mut depth = 1;
        for it in letters.by_ref() {
            match it {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                break;
            }
            text.push(it);
        }
        text
    };
    let (above, below) = (argument(), argument());
    format!("(({})/({}))", plain(&above), plain(&below))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        tokens(text).iter().map(Token::to_string).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn latex_and_unicode_are_the_same() {
        assert_eq!(shown("$n^2+n$ is even."), "n ^ 2 + n is even .");
        assert_eq!(shown("n² + n − 1 ≤ 2·n"), "n ^ 2 + n - 1 ≤ 2 * n");
        assert_eq!(shown("n^2 >= 2n => n <= 0"), "n ^ 2 ≥ 2 n ⇒ n ≤ 0");
        assert_eq!(shown(r"\frac{n(n+1)}{2} \leq n^{2}"), "( ( n ( n + 1 ) ) / ( 2 ) ) ≤ n ^ ( 2 )");
        assert_eq!(
            shown(r"\(3 \mid n^3 - n\) for all $n \in \mathbb{N}$"),
            "3 ∣ n ^ 3 - n for all n ∈ ( N )"
        );
    }

    #[test]
    fn words_are_told_from_quantities() {
        assert_eq!(shown("A non-negative integer n-1"), "A non-negative integer n - 1");
        assert_eq!(shown("Two plus x equals five"), "2 + x = 5");
        assert_eq!(tokens("x")[0], Token::Letter("x".into()));
    }
}
