//! Terms of F* put into the holes of others.

use super::fstar_text::{holes, without_comments};

/// What a hole is written as.
pub const HOLE: &str = "admit ()";

/// `text` with its hole number `nth` replaced by `term`, indented and in parentheses where the place wants that.
///
/// A text that has no such hole is given back as it is.
pub fn put(text: &str, nth: usize, term: &str) -> String {
    let Some(hole) = holes(text).into_iter().nth(nth) else { return text.to_owned() };
    let term = term.trim();
    let code = without_comments(text);
    let (before, after) = (code[..hole.start].trim_end(), code[hole.end..].trim_start());
    let enclosed = before.ends_with('(') && after.starts_with(')');
    if enclosed && term == "()" {
        // `(admit ())` becomes `()`, not `(())`.
        let (start, end) = (before.len() - 1, text.len() - after.len() + 1);
        return format!("{}{term}{}", &text[..start], &text[end..]);
    }
    let line = text[..hole.start].rfind('\n').map_or(0, |it| it + 1);
    let margin = text[line..].chars().take_while(|it| *it == ' ').count();
    let alone = text[line..hole.start].trim().is_empty();
    let wrap = !enclosed && needs_parentheses(before, after, term);
    let term = if wrap { format!("({term})") } else { term.to_owned() };
    if term.contains('\n') && !alone {
        let body = indent(&term, margin + 2);
        return format!("{}\n{body}{}", text[..hole.start].trim_end(), &text[hole.end..]);
    }
    format!("{}{}{}", &text[..hole.start], indent(&term, margin).trim_start(), &text[hole.end..])
}

fn indent(text: &str, columns: usize) -> String {
    let pad = " ".repeat(columns);
    let lines =
        text.lines().map(|it| if it.trim().is_empty() { String::new() } else { format!("{pad}{it}") });
    lines.collect::<Vec<_>>().join("\n")
}

fn needs_parentheses(before: &str, after: &str, term: &str) -> bool {
    let code = without_comments(term);
    let has = |words: &[&str]| super::fstar_text::words(&code).any(|(_, it)| words.contains(&it));
    let plain = !code.contains(';') && !has(&["match", "if", "let", "fun", "function", "begin"]);
    if plain {
        return false;
    }
    let last = before.rsplit(|it: char| it.is_whitespace()).next().unwrap_or_default();
    let opens =
        last == "in" || last == "begin" || last.ends_with(['=', ';', '(', '{']) || last.ends_with("->");
    let closes = after.is_empty() || after.starts_with([')', '}']) || after.starts_with("end");
    let next_case = after.starts_with('|') && !has(&["match", "function"]);
    !(opens && (closes || next_case))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_is_put_where_it_belongs() {
        for (text, nth, term, expected) in [
            ("let f x = admit ()", 0, "()", "let f x = ()"),
            ("let f x =\n  admit ()", 0, "g x;\nadmit ()", "let f x =\n  g x;\n  admit ()"),
            ("let f x = admit ()", 0, "g x;\nadmit ()", "let f x =\n  g x;\n  admit ()"),
            (
                "match x with\n| [] -> admit ()\n| h :: t -> admit ()",
                0,
                "match y with\n| [] -> ()\n| _ -> ()",
                "match x with\n| [] ->\n  (match y with\n  | [] -> ()\n  | _ -> ())\n| h :: t -> admit ()",
            ),
            (
                "match x with\n| [] -> admit ()\n| h :: t -> admit ()",
                1,
                "f t; g h",
                "match x with\n| [] -> admit ()\n| h :: t -> f t; g h",
            ),
            (
                "match x with\n| [] -> admit ()\n| h :: t -> ()",
                0,
                "f t; g h",
                "match x with\n| [] -> f t; g h\n| h :: t -> ()",
            ),
            ("if c then admit () else admit ()", 1, "f x; g x", "if c then admit () else (f x; g x)"),
            ("if c then admit () else admit ()", 0, "f x", "if c then f x else admit ()"),
            ("if c then (admit ()) else 5", 0, "()", "if c then () else 5"),
            ("if c then (admit ()) else 5", 0, "f x; ()", "if c then (f x; ()) else 5"),
            ("let f = ()", 0, "x", "let f = ()"),
        ] {
            assert_eq!(put(text, nth, term), expected, "{text} <- {term}");
        }
    }
}
