//! F* files: top-level declarations, their comments and their holes.
//!
//! This reads layout, not F*: a declaration begins in the first column with a word that begins one, and ends
//! where the next one begins. What a file means, only F* says.

use std::ops::Range;

use super::{ProverKind, Theorem, lean_text::string};

/// A declaration at the top level of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decl {
    /// Where it stands, in bytes, without comments around it.
    pub range: Range<usize>,
    /// The word that says what it is (`val`, `let`, `type`, `module`, `assume`, `#set-options`, ...).
    pub kind: String,
    /// What it declares, where that is one name.
    pub name: Option<String>,
    /// The doc comment before it, in bytes, with its delimiters.
    pub doc: Option<Range<usize>>,
}

/// Words that stand before the one that says what a declaration is.
const QUALIFIERS: [&str; 16] = [
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
    "reifiable",
    "reflectable",
    "ghost",
];

/// Words that say what a declaration is.
const KINDS: [&str; 17] = [
    "module",
    "open",
    "include",
    "friend",
    "val",
    "let",
    "type",
    "assume",
    "exception",
    "effect",
    "new_effect",
    "sub_effect",
    "layered_effect",
    "polymonadic_bind",
    "instance",
    "class",
    "%splice",
];

/// Ends of a line after which the next one cannot begin a declaration.
const CONTINUED: [&str; 16] =
    ["=", "in", "->", ";", "then", "else", "begin", "(", ",", "with", ":", "|", "/\\", "\\/", "==>", "=="];

/// The declarations of a file, in order.
pub fn decls(text: &str) -> Vec<Decl> {
    let Masked { code, docs } = mask(text);
    let mut starts: Vec<usize> = Vec::new();
    let mut at = 0;
    let mut glued = false;
    for line in code.split_inclusive('\n') {
        let before = code[..at].trim_end();
        let open = CONTINUED.iter().any(|it| ends_with_word(before, it));
        if begins(line) && !(open && line.starts_with("let")) {
            if !glued {
                starts.push(at);
            }
            // What is only attributes and qualifiers belongs to what follows.
            glued = bare(code[*starts.last().unwrap_or(&at)..at + line.len()].trim()).is_empty();
        }
        at += line.len();
    }
    let mut decls = Vec::new();
    for (index, &start) in starts.iter().enumerate() {
        let next = starts.get(index + 1).copied().unwrap_or(text.len());
        let end = start + code[start..next].trim_end().len();
        let doc = docs.iter().rfind(|it| it.end <= start && code[it.end..start].trim().is_empty()).cloned();
        let bare = bare(&code[start..end]);
        let mut words = words(bare);
        let kind = words.next().map_or("", |(_, it)| it);
        let name = match kind {
            "val" | "type" | "module" | "effect" | "class" | "instance" | "exception" => words.next(),
            "let" => words.find(|(_, it)| *it != "rec"),
            "assume" => words.find(|(_, it)| *it != "val"),
            _ => None,
        };
        // `let (a, b) = …` and operators have no name that could be asked for.
        let after = |(at, _): &(usize, &str)| bare[..*at].trim_end().ends_with('(');
        let name = name.filter(|it| !after(it)).map(|(_, it)| it.trim_end_matches('.').to_owned());
        let kind = if bare.starts_with('#') { format!("#{kind}") } else { kind.to_owned() };
        decls.push(Decl { range: start..end, kind, name, doc });
    }
    decls
}

/// Whether a line begins a declaration.
fn begins(line: &str) -> bool {
    let first = line.split(|it: char| it.is_whitespace() || it == '(').next().unwrap_or_default();
    let pragma =
        ["#set-options", "#reset-options", "#push-options", "#pop-options", "#restart-solver", "#light"];
    KINDS.contains(&first) || QUALIFIERS.contains(&first) || line.starts_with("[@") || pragma.contains(&first)
}

/// A declaration without the attributes and qualifiers at its beginning.
fn bare(mut code: &str) -> &str {
    loop {
        code = code.trim_start();
        if code.starts_with("[@") {
            let mut depth = 0;
            let end = code.char_indices().find(|(_, it)| {
                depth += i32::from(*it == '[') - i32::from(*it == ']');
                depth == 0
            });
            code = end.map_or("", |(at, _)| &code[at + 1..]);
            continue;
        }
        let word = code.split(|it: char| !(it.is_alphanumeric() || it == '_')).next().unwrap_or_default();
        if !QUALIFIERS.contains(&word) {
            return code;
        }
        code = &code[word.len()..];
    }
}

fn ends_with_word(code: &str, word: &str) -> bool {
    let letters = word.starts_with(|it: char| it.is_alphanumeric());
    code.strip_suffix(word)
        .is_some_and(|it| !letters || !it.ends_with(|it: char| it.is_alphanumeric() || it == '_'))
}

/// The name of the module that a file says it is.
pub fn module(text: &str) -> Option<String> {
    decls(text).into_iter().find(|it| it.kind == "module").and_then(|it| it.name)
}

/// Where a hole, `admit ()`, stands in a text, in order.
pub fn holes(text: &str) -> Vec<Range<usize>> {
    let code = mask(text).code;
    let mut found = Vec::new();
    for (at, _) in words(&code).filter(|(_, it)| *it == "admit") {
        let rest = &code[at + "admit".len()..];
        let blank = rest.len() - rest.trim_start().len();
        let inner = rest.trim_start().strip_prefix('(').map(str::trim_start);
        if let Some(close) = inner.filter(|it| it.starts_with(')')) {
            let end = at + "admit".len() + rest.len() - close.len() + 1;
            debug_assert!(end > at + blank);
            found.push(at..end);
        }
    }
    found
}

/// Where the definition of a `let` begins: the byte after its `=`.
pub fn body(definition: &str) -> Option<usize> {
    let code = mask(definition).code;
    let mut depth = 0_i32;
    let sign = |it: char| "=<>!:+-*/&|~^?%".contains(it);
    for (at, it) in code.char_indices() {
        match it {
            '(' | '{' | '[' => depth += 1,
            ')' | '}' | ']' => depth -= 1,
            '=' if depth == 0 => {
                let alone = !code[..at].ends_with(sign) && !code[at + 1..].starts_with(sign);
                if alone {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// The statements of a file that wait for their proofs, each with where it stands.
///
/// A statement is a `let` with holes together with the `val` just before it, or (with `bare`) a `val` that no
/// `let` follows. What stands above it is its header, in which other such statements are blanked out: what is
/// not proved must not be used.
pub fn statements(text: &str, bare: bool) -> Vec<(Range<usize>, Theorem)> {
    let decls = decls(text);
    let mut open: Vec<(Range<usize>, Range<usize>, &str)> = Vec::new();
    // A doc comment that documents nothing is a syntax error for older versions.
    let mut blank: Vec<Range<usize>> = Vec::new();
    for (at, decl) in decls.iter().enumerate() {
        let Some(name) = decl.name.as_deref() else { continue };
        let is_val = |it: &&Decl| it.kind == "val" && it.name.as_deref() == Some(name);
        if decl.kind == "let" && !holes(&text[decl.range.clone()]).is_empty() {
            let val = decls[..at].last().filter(is_val);
            let first = val.unwrap_or(decl);
            blank.extend(first.doc.iter().cloned());
            open.push((first.range.start..decl.range.end, decl.range.clone(), name));
        } else if decl.kind == "val" && bare {
            let defined = decls[at + 1..].iter().any(|it| it.kind == "let" && defines(text, it, name));
            if !defined {
                blank.extend(decl.doc.iter().cloned());
                open.push((decl.range.clone(), decl.range.end..decl.range.end, name));
            }
        }
    }
    blank.extend(open.iter().map(|it| it.0.clone()));
    let theorem = |(range, hole, name): (Range<usize>, Range<usize>, &str)| {
        let mut header = text[..range.start].to_owned();
        for other in blank.iter().filter(|it| it.end <= range.start) {
            let blanks = text[other.clone()].bytes().map(|it| if it == b'\n' { '\n' } else { ' ' });
            header.replace_range(other.clone(), &blanks.collect::<String>());
        }
        let hole = hole.start - range.start..hole.end - range.start;
        let statement = &text[range.clone()];
        (range, Theorem::new(name, ProverKind::Fstar, header, statement, hole))
    };
    open.into_iter().map(theorem).collect()
}

/// What a header takes for granted: names of its `assume`s, and of declarations with an escape from proof in them.
///
/// What is indented belongs to the declaration above it here, so that nothing is passed over.
pub fn assumed(header: &str) -> Vec<String> {
    let mut names = Vec::new();
    for decl in decls(header) {
        if decl.kind == "assume" || escapes(&header[decl.range.clone()]) {
            names.push(decl.name.unwrap_or(decl.kind));
        }
    }
    names.sort();
    names.dedup();
    names
}

/// Whether a text has a word in it that escapes from proof.
pub fn escapes(text: &str) -> bool {
    const ESCAPES: [&str; 6] = ["admit", "assume", "magic", "unsafe_coerce", "admitP", "admit_all"];
    words(&mask(text).code).any(|(_, it)| ESCAPES.contains(&it.rsplit('.').next().unwrap_or(it)))
}

/// What the strings of a text say, those in comments left out: the options of its pragmas are among them.
pub fn strings(text: &str) -> Vec<&str> {
    let quotes: Vec<usize> = mask(text).code.match_indices('"').map(|it| it.0).collect();
    quotes.chunks(2).map(|it| &text[it[0]..it.get(1).map_or(text.len(), |end| end + 1)]).collect()
}

/// Whether a `let` defines a name, perhaps as one of several (`let rec f … and g …`).
fn defines(text: &str, decl: &Decl, name: &str) -> bool {
    if decl.name.as_deref() == Some(name) {
        return true;
    }
    let code = mask(&text[decl.range.clone()]).code;
    let words: Vec<&str> = words(&code).map(|it| it.1).collect();
    words.windows(2).any(|it| it == ["and", name])
}

/// The words of F* code with where they begin; dots belong to a word, and so does a `'` in front.
pub fn words(code: &str) -> impl Iterator<Item = (usize, &str)> {
    let in_word = |it: char| it.is_alphanumeric() || matches!(it, '_' | '\'' | '.' | '-');
    code.split(move |it| !in_word(it))
        .flat_map(|run| {
            // A minus is part of pragmas only (`set-options`).
            let pragma = ["set-options", "reset-options", "push-options", "pop-options", "restart-solver"];
            let parts: Vec<&str> = if pragma.contains(&run) { vec![run] } else { run.split('-').collect() };
            parts
        })
        .map(move |word| (word.as_ptr() as usize - code.as_ptr() as usize, word))
        .filter(|(_, word)| !word.is_empty())
}

/// A text with its comments blanked out, and what its strings say, byte for byte.
struct Masked {
    code: String,
    /// The doc comments (`(** … *)`), as bytes of the text.
    docs: Vec<Range<usize>>,
}

/// A text with its comments blanked out, and what its strings say, byte for byte.
pub fn without_comments(text: &str) -> String {
    mask(text).code
}

fn mask(text: &str) -> Masked {
    let mut code = String::with_capacity(text.len());
    let mut docs = Vec::new();
    while code.len() < text.len() {
        let at = code.len();
        let rest = &text[at..];
        let skip = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("(*") && !rest.starts_with("(*)") {
            let length = comment(rest);
            if rest.starts_with("(**") && length >= "(***)".len() {
                docs.push(at..at + length);
            }
            length
        } else if rest.starts_with("'\"'") || rest.starts_with("'\\\"'") {
            // The letter `"` begins no string.
            rest[1..].find('\'').map_or(rest.len(), |it| it + 2)
        } else if rest.starts_with('"') {
            string(rest)
        } else {
            code.extend(rest.chars().next());
            continue;
        };
        // The quotes stay, so that a string is seen to be there.
        let quote = rest.starts_with('"');
        let blank = |(at, it): (usize, u8)| match it {
            b'\n' => '\n',
            b'"' if quote && (at == 0 || at + 1 == skip) => '"',
            _ => ' ',
        };
        code.extend(rest[..skip].bytes().enumerate().map(blank));
    }
    Masked { code, docs }
}

/// The length of the comment that a text begins with; comments nest.
fn comment(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut depth, mut at) = (0, 0);
    while at < bytes.len() {
        match &bytes[at..] {
            [b'(', b'*', ..] => (depth, at) = (depth + 1, at + 2),
            [b'*', b')', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "(** A file. *)\nmodule Demo.Sub\nopen FStar.Mul // admit ()\n#set-options \"--z3rlimit 5\"\n\
        let rec sum (n:nat) : nat =\nlet m = n in if m = 0 then 0 else n + sum (n - 1)\n\n\
        (** Twice the sum.\ntopic: sums *)\nval twice : n:nat -> Lemma (2 * sum n == n * (n + 1))\n\
        let rec twice n = admit ()\n\nval other : nat -> nat\n\n[@ \"attr\"]\nprivate let rec even (n:nat) : bool = true\nand odd (n:nat) : bool = false\n\
        let last (x:nat{x = x}) : Lemma (x == x)\n  = if x = 0 then admit() else (admit (* here *) ( ))\n";

    #[test]
    fn declarations_are_cut_at_the_first_column() {
        let decls = decls(FILE);
        let said: Vec<_> = decls.iter().map(|it| (it.kind.as_str(), it.name.as_deref())).collect();
        assert_eq!(
            said,
            [
                ("module", Some("Demo.Sub")),
                ("open", None),
                ("#set-options", None),
                ("let", Some("sum")),
                ("val", Some("twice")),
                ("let", Some("twice")),
                ("val", Some("other")),
                ("let", Some("even")),
                ("let", Some("last")),
            ]
        );
        assert_eq!(module(FILE).as_deref(), Some("Demo.Sub"));
        assert!(FILE[decls[3].range.clone()].ends_with("sum (n - 1)"));
        assert!(FILE[decls[4].doc.clone().unwrap()].contains("topic: sums"));
    }

    #[test]
    fn statements_keep_their_val_and_hide_each_other() {
        let found = statements(FILE, true);
        let names: Vec<_> = found.iter().map(|it| it.1.name.as_str()).collect();
        assert_eq!(names, ["twice", "other", "last"]);
        let theorem = &found[0].1;
        assert!(theorem.statement.starts_with("val twice"));
        assert_eq!(&theorem.statement[theorem.hole.clone()], "let rec twice n = admit ()");
        let last = &found[2].1;
        assert!(!last.header.contains("twice :") && last.header.contains("let rec sum"));
        assert_eq!(last.header.lines().count(), FILE.lines().count() - 2);
        assert_eq!(found[1].1.with_script("let other x = x"), "val other : nat -> nat\nlet other x = x");
        assert_eq!(statements(FILE, false).len(), 2);
    }

    #[test]
    fn what_a_header_takes_for_granted_is_named() {
        let header = "module M\nassume val ax : nat\nlet f () : Lemma False = assume False\nlet g = \"assume\"\nassume Odd : 1 == 1\n";
        assert_eq!(assumed(header), ["Odd", "ax", "f"]);
        // What hides behind another declaration, or between two letters that look like a string.
        assert_eq!(assumed("module M\nopen A\n  assume val ax : squash False\n"), ["open"]);
        assert_eq!(assumed("module M\nlet c = '\"'\nassume val ax : nat\nlet d = '\"'\n"), ["ax"]);
        assert_eq!(
            strings("#set-options \"--a\" // \"--b\"\nlet c = '\"' let s = \"x\""),
            ["\"--a\"", "\"x\""]
        );
    }

    #[test]
    fn holes_and_bodies_are_found() {
        let last = &FILE[statements(FILE, false)[1].0.clone()];
        assert_eq!(holes(last).len(), 2);
        assert_eq!(last[body(last).unwrap()..].trim().split(' ').next(), Some("if"));
        assert_eq!(body("let f (x = y) <= == z"), None);
        assert!(holes("admit_all () admitted () (* admit () *) \"admit ()\" x.admit ()").is_empty());
    }
}
