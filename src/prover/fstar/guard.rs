//! What may not stand in a candidate, before F* sees it.
//!
//! F* accepts `admit ()`, `assume`, weakened options and attributes without a word. A candidate is
//! one `let` for a statement that is given to F* apart from it, so little may stand in it: this is the first of
//! several walls, and refuses too much rather than too little. The text is cut into tokens the way F*
//! cuts it; what cannot be cut for certain is refused.

use crate::theorem::fstar_text::strings;

/// Letters beyond ASCII that F* code uses; none of them looks like another or changes under normalisation.
const LETTERS: &str = "∀∃λ→←↔⟹⇒∧∨¬≤≥≠×·αβγδεζηθικμνξπρσςτφχψω";

/// Words that F* reads as the beginning of something other than a term or a `let`.
const DECLARATIONS: [&str; 32] = [
    "open",
    "include",
    "module",
    "friend",
    "val",
    "assume",
    "type",
    "exception",
    "effect",
    "new_effect",
    "sub_effect",
    "new_effect_for_free",
    "layered_effect",
    "reifiable",
    "reflectable",
    "polymonadic_bind",
    "polymonadic_subcomp",
    "instance",
    "class",
    "private",
    "abstract",
    "irreducible",
    "unfold",
    "inline",
    "inline_for_extraction",
    "noextract",
    "opaque_to_smt",
    "total",
    "default",
    "logic",
    "unopteq",
    "noeq",
];

/// Parts of names that stand for an escape from proof, wherever they occur in one.
const ESCAPES: [&str; 21] = [
    "admit",
    "assume",
    "magic",
    "unsafe",
    "expect_failure",
    "expect_lax",
    "splice",
    "reify",
    "reflect",
    "set_options",
    "push_options",
    "pop_options",
    "launch_process",
    "smt_sync",
    "coerce",
    "sorry",
    "undefined",
    "warn_error",
    "believe",
    "trust",
    "axiom",
];

/// Effects in which a proof need not end, or proves nothing.
const EFFECTS: [&str; 9] = ["Dv", "DIV", "Div", "ML", "ALL", "All", "EXN", "Ex", "Exn"];

/// Refuses a candidate for the definition of `name` that could be more, or less, than a proof.
///
/// # Errors
/// What is wrong with it.
pub fn guard(candidate: &str, name: &str) -> Result<(), String> {
    let tokens = tokens(candidate)?;
    let mut words = tokens.iter().map(String::as_str);
    if words.next() != Some("let") {
        return Err("a candidate begins with `let`".into());
    }
    let declared = words.find(|it| *it != "rec");
    if declared != Some(name) {
        return Err(format!("it defines {} in place of {name}", declared.unwrap_or("nothing")));
    }
    for (at, token) in tokens.iter().enumerate() {
        let word = token.as_str();
        if word.starts_with('#') {
            return Err(format!("`{word}` sets options"));
        }
        if word == "[@" {
            return Err("attributes are not allowed".into());
        }
        for part in word.split('.') {
            if DECLARATIONS.contains(&part) {
                return Err(format!("`{part}` declares something else"));
            }
            if let Some(escape) = ESCAPES.iter().find(|it| part.to_ascii_lowercase().contains(**it)) {
                return Err(format!("`{word}` may escape from the proof (`{escape}`)"));
            }
            if EFFECTS.contains(&part) || part == "lax" {
                return Err(format!("`{part}` weakens what is checked"));
            }
        }
        // A `let` without `in` would end the definition: F* itself is asked how many there are, but the
        // simplest form is seen here.
        if word == "let" && at > 0 && !tokens[at..].iter().any(|it| it == "in") {
            return Err("it holds a second definition".into());
        }
        if word == "and" {
            return Err("it holds a second definition (`and`)".into());
        }
    }
    Ok(())
}

/// Takes the options off a definition: `#push-options "…"` before it and `#pop-options` behind it.
///
/// Fuel, ifuel, the solver's resource limit and the splitting of queries may be set, up to a ceiling; and that there is no
/// solver at all, with which F* refuses whatever it would have asked it.
///
/// # Errors
/// Which option may not stand there.
pub fn split_options(definition: &str) -> Result<(Option<&str>, &str), String> {
    let Some(rest) = definition.strip_prefix("#push-options \"") else { return Ok((None, definition)) };
    let (options, rest) = rest.split_once("\"\n").ok_or("`#push-options` stands on a line of its own")?;
    let inner = rest
        .trim_end()
        .strip_suffix("\n#pop-options")
        .ok_or("a definition that begins with `#push-options` ends with `#pop-options`")?;
    let mut words = options.split_whitespace();
    while let Some(option) = words.next() {
        let ceiling = match option {
            "--no_smt" => continue,
            "--split_queries" => {
                let value = words.clone().next();
                if value.is_some_and(|it| ["always", "on_failure", "no"].contains(&it)) {
                    words.next();
                }
                continue;
            }
            "--fuel" | "--initial_fuel" | "--max_fuel" => 8,
            "--ifuel" | "--initial_ifuel" | "--max_ifuel" => 4,
            "--z3rlimit" => 100,
            other => return Err(format!("the option `{other}` may not be set")),
        };
        let value = words.next().unwrap_or_default();
        let numbers: Vec<Option<u32>> = value.split(',').map(|it| it.parse().ok()).collect();
        if numbers.len() > 2 || !numbers.iter().all(|it| it.is_some_and(|it| it <= ceiling)) {
            return Err(format!("`{option}` takes a number up to {ceiling}"));
        }
    }
    Ok((Some(options), inner))
}

/// Refuses options, or a header's pragmas, under which F* would accept what is not proved.
///
/// # Errors
/// Which one.
pub fn weakens(text: &str) -> Result<(), String> {
    const WEAK: [&str; 10] = [
        "--lax",
        "--admit_smt_queries",
        "--admit_except",
        "--warn_error",
        "--unsafe_tactic_exec",
        "--MLish",
        "--expose_interfaces",
        "--__temp",
        "--no_positivity",
        "--verify_module",
    ];
    // A pragma may stand anywhere in a line, and its options on the next: they are always a string.
    let options = strings(text).into_iter().chain(Some(text).filter(|it| it.starts_with('-')));
    let found = options.flat_map(|it| WEAK.iter().filter(move |weak| it.contains(**weak))).next();
    found.map_or(Ok(()), |it| Err(format!("`{it}` weakens what is checked")))
}

/// The tokens of a text without comments and strings: words with their dots, `#word`, `[@`, other signs.
fn tokens(text: &str) -> Result<Vec<String>, String> {
    if let Some(strange) = text.chars().find(|c| !c.is_ascii() && !LETTERS.contains(*c)) {
        return Err(format!("U+{:04X} is not among the letters that a candidate may use", strange as u32));
    }
    if let Some(strange) = text.chars().find(|c| c.is_ascii_control() && *c != '\n') {
        return Err(format!("U+{:04X} is a control character", strange as u32));
    }
    let mut out = Vec::new();
    let mut rest = text;
    let in_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '\'' | '.');
    while let Some(c) = rest.chars().next() {
        let taken = if rest.starts_with("(*)") {
            // The operator of multiplication, which old and new F* read differently.
            return Err("write multiplication with spaces, `( * )`".into());
        } else if rest.starts_with("(*") {
            comment(rest)?
        } else if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if c == '"' {
            string(rest)?
        } else if c == '`' {
            // `x `f` y` is `f x y`; any other backtick quotes.
            let end = rest[1..].find(|c| !in_word(c)).map_or(rest.len(), |it| it + 1);
            if end == 1 || !rest[end..].starts_with('`') {
                return Err("quotations are not allowed".into());
            }
            out.push(rest[1..end].to_owned());
            end + 1
        } else if c == '#' || c.is_alphanumeric() || c == '_' {
            let length =
                rest[c.len_utf8()..].find(|c| !in_word(c)).map_or(rest.len(), |it| it + c.len_utf8());
            let word = &rest[..length];
            // `#x` is an implicit argument; a pragma has a name that is known, and stands first in its line.
            let line = text[..text.len() - rest.len()].rsplit('\n').next().unwrap_or("");
            let first = line.trim().is_empty();
            if c != '#' || (first && word.len() > 1) {
                out.push(word.to_owned());
            } else {
                out.push(word[1..].to_owned());
            }
            length
        } else if rest.starts_with("[@") {
            out.push("[@".to_owned());
            2
        } else {
            if !c.is_whitespace() {
                out.push(c.to_string());
            }
            c.len_utf8()
        };
        rest = &rest[taken..];
    }
    Ok(out)
}

/// The length of the comment that a text begins with; comments nest.
fn comment(text: &str) -> Result<usize, String> {
    let bytes = text.as_bytes();
    let (mut depth, mut at) = (0, 0);
    while at < bytes.len() {
        match &bytes[at..] {
            [b'(', b'*', ..] => (depth, at) = (depth + 1, at + 2),
            [b'*', b')', ..] => (depth, at) = (depth - 1, at + 2),
            // A quote in a comment begins a string for some versions of F* and not for others.
            [b'"', ..] => return Err("a comment with a quote in it".into()),
            _ => at += 1,
        }
        if depth == 0 {
            return Ok(at);
        }
    }
    Err("a comment without an end".into())
}

/// The length of the string that a text begins with.
fn string(text: &str) -> Result<usize, String> {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return Ok(at + 1),
            '\n' => break,
            _ => {}
        }
    }
    Err("a string without an end on its line".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Name and text of each candidate in a list of them: blocks that begin with a line `== NAME`.
    fn candidates(list: &str) -> Vec<(&str, &str)> {
        list.split("\n== ").skip(1).map(|it| it.split_once('\n').unwrap()).collect()
    }

    #[test]
    fn every_cheat_is_refused() {
        let cheats = candidates(include_str!("../../../tests/fstar/cheats.txt"));
        assert!(cheats.len() >= 40, "{}", cheats.len());
        for (what, candidate) in cheats {
            assert!(guard(candidate, "goal").is_err(), "accepted: {what}\n{candidate}");
        }
    }

    #[test]
    fn a_definition_may_set_some_options() {
        let with = |options: &str| {
            let text = format!("#push-options \"{options}\"\nlet goal x = ()\n#pop-options");
            split_options(&text).map(|it| (it.0.map(str::to_owned), it.1.to_owned()))
        };
        for fine in [
            "--z3rlimit 20",
            "--initial_fuel 1 --max_fuel 8",
            "--fuel 1,2 --split_queries always",
            "--no_smt",
        ] {
            assert_eq!(with(fine), Ok((Some(fine.to_owned()), "let goal x = ()".to_owned())));
        }
        for bad in [
            "--lax",
            "--z3rlimit 1000",
            "--fuel x",
            "--fuel",
            "--warn_error -296",
            "--admit_smt_queries true",
        ] {
            assert!(with(bad).is_err(), "{bad}");
        }
        assert!(split_options("#push-options \"--fuel 1\"\nlet goal x = ()").is_err());
        assert_eq!(split_options("let goal x = ()"), Ok((None, "let goal x = ()")));
    }

    #[test]
    fn options_that_weaken_are_refused_and_others_are_not() {
        for text in [
            "--lax",
            "--admit_smt_queries true",
            "module M\n  #set-options \"--lax\"\nlet x = 1",
            "let x = 1 #set-options\n\"--lax\"",
        ] {
            assert!(weakens(text).is_err(), "{text}");
        }
        for text in ["--initial_fuel 2", "module M\n#set-options \"--z3rlimit 20\"\n// no --lax here"] {
            assert_eq!(weakens(text), Ok(()), "{text}");
        }
    }

    #[test]
    fn honest_proofs_are_let_through() {
        for (what, candidate) in candidates(include_str!("../../../tests/fstar/honest.txt")) {
            assert_eq!(guard(candidate, "goal"), Ok(()), "{what}\n{candidate}");
        }
    }
}
