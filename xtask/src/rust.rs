//! As much of Rust's syntax as the checks need: code without comments and strings, and the paths in it.

use std::str::Chars;

/// `text` with comments and the insides of strings blanked; line ends stay where they are.
pub(crate) fn code(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(c) = rest.clone().next() {
        let tail = rest.as_str();
        let skipped = if tail.starts_with("//") {
            tail.find('\n').unwrap_or(tail.len())
        } else if tail.starts_with("/*") {
            block_comment(tail)
        } else if c == '"' {
            string(tail)
        } else if c == 'r' && !out.ends_with(is_word) {
            raw_string(tail)
        } else if c == '\'' {
            character(tail)
        } else {
            0
        };
        if skipped == 0 {
            out.push(c);
            rest.next();
        } else {
            out.extend(tail[..skipped].chars().map(|it| if it == '\n' { '\n' } else { ' ' }));
            rest = tail[skipped..].chars();
        }
    }
    out
}

fn block_comment(text: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < text.len() {
        let tail = &text[at..];
        let step = if tail.starts_with("/*") {
            depth += 1;
            2
        } else if tail.starts_with("*/") {
            depth -= 1;
            2
        } else {
            tail.chars().next().map_or(1, char::len_utf8)
        };
        at += step;
        if depth == 0 {
            break;
        }
    }
    at
}

fn string(text: &str) -> usize {
    let mut escaped = false;
    let end = text.char_indices().skip(1).find(|&(_, c)| {
        let ends = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    });
    end.map_or(text.len(), |(at, _)| at + 1)
}

fn raw_string(text: &str) -> usize {
    let hashes = text[1..].chars().take_while(|&it| it == '#').count();
    if !text[1 + hashes..].starts_with('"') {
        return 0;
    }
    let end = format!("\"{}", "#".repeat(hashes));
    let body = 2 + hashes;
    text[body..].find(&end).map_or(text.len(), |at| body + at + end.len())
}

/// The length of a character literal; 0 for a lifetime.
fn character(text: &str) -> usize {
    let mut chars = text.char_indices().skip(1);
    match chars.next() {
        Some((_, '\\')) => text[3..].find('\'').map_or(0, |at| at + 4),
        Some(_) => chars.next().filter(|it| it.1 == '\'').map_or(0, |(at, _)| at + 1),
        None => 0,
    }
}

/// `code` without the modules that are only there for tests.
pub(crate) fn without_tests(code: &str) -> &str {
    let mut from = 0;
    while let Some(at) = code[from..].find("#[cfg(test)]").map(|it| from + it) {
        let item = code[at..].split_once(']').map_or("", |it| it.1).trim_start();
        // Such a module stands at the end of its file.
        if item.starts_with("mod ") && item.lines().next().is_some_and(|it| it.ends_with('{')) {
            return &code[..at];
        }
        from = at + 1;
    }
    code
}

/// The paths that begin with `root::`, with what stands between braces spelled out, each with its line.
pub(crate) fn paths(code: &str, root: &str) -> Vec<(usize, Vec<String>)> {
    let start = format!("{root}::");
    let mut found = Vec::new();
    for (at, _) in code.match_indices(&start) {
        if code[..at].ends_with(|it| is_word(it) || it == ':') {
            continue;
        }
        let line = line_of(code, at);
        let mut ends = Vec::new();
        tree(&mut code[at + start.len()..].chars(), &[], &mut ends);
        found.extend(ends.into_iter().map(|it| (line, it)));
    }
    found
}

fn tree(rest: &mut Chars<'_>, prefix: &[String], out: &mut Vec<Vec<String>>) {
    skip_space(rest);
    if rest.as_str().starts_with('{') {
        rest.next();
        loop {
            skip_space(rest);
            match rest.as_str().chars().next() {
                None => return,
                Some('}') => {
                    rest.next();
                    return;
                }
                Some(c) if is_word(c) || c == '{' || c == '*' => tree(rest, prefix, out),
                // A comma, or ` as name`, whose words are no paths of their own.
                Some(_) => drop(rest.next()),
            }
        }
    }
    let text = rest.as_str();
    let end = text.find(|it| !is_word(it)).unwrap_or(text.len()).max(usize::from(text.starts_with('*')));
    let mut path = prefix.to_vec();
    path.extend((end > 0).then(|| text[..end].to_owned()));
    *rest = text[end..].chars();
    if end > 0 && rest.as_str().starts_with("::") {
        *rest = rest.as_str()[2..].chars();
        return tree(rest, &path, out);
    }
    if let Some(renamed) = rest.as_str().trim_start().strip_prefix("as ") {
        *rest = renamed.trim_start().trim_start_matches(is_word).chars();
    }
    out.push(path);
}

fn skip_space(rest: &mut Chars<'_>) {
    *rest = rest.as_str().trim_start().chars();
}

/// Where `word` stands in `code` as a word of its own, as line numbers.
pub(crate) fn words(code: &str, word: &str) -> Vec<usize> {
    let alone = |at: &usize| !(word.starts_with(is_word) && code[..*at].ends_with(is_word));
    code.match_indices(word).map(|it| it.0).filter(alone).map(|at| line_of(code, at)).collect()
}

fn line_of(code: &str, at: usize) -> usize {
    code[..at].matches('\n').count() + 1
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_strings_are_blanked() {
        let text = "a /* x /* y */ z */ b // c\n\"d\\\"e\" 'f' '\\'' r#\"g\"h\"# &'i str\n";
        let blanked = code(text);
        assert_eq!(blanked.split_whitespace().collect::<Vec<_>>(), ["a", "b", "&'i", "str"]);
        assert_eq!(blanked.matches('\n').count(), 2);
    }

    #[test]
    fn paths_are_spelled_out() {
        let found = paths("use crate::{a::{self, B as C}, d::*};\nlet x = crate::e::F::G { h };", "crate");
        let lines: Vec<_> = found.iter().map(|(line, path)| (*line, path.join("::"))).collect();
        let expected = [(1, "a::self"), (1, "a::B"), (1, "d::*"), (2, "e::F::G")];
        assert_eq!(lines, expected.map(|(line, path)| (line, path.to_owned())));
    }

    #[test]
    fn test_modules_are_left_out() {
        let code = "a\n#[cfg(test)]\nmod other;\nb\n#[cfg(test)]\nmod tests {\n c }";
        assert_eq!(without_tests(code), "a\n#[cfg(test)]\nmod other;\nb\n");
    }
}
