//! Finished declarations, taken apart: what is stated, with a hole, and what fills it.
//!
//! This reads text, and may be wrong about it. Whoever certifies the parts finds out.

use super::{
    ProverKind, Theorem, fstar_text,
    lean_text::{mask, words},
};

/// A theorem that has its proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finished {
    /// What is stated, with a hole in place of the proof.
    pub theorem: Theorem,
    /// What fills the hole, as a script.
    pub script: String,
    /// The declaration as it was written, for the certifier.
    pub written: String,
}

/// Takes a Lean theorem apart: `theorem t … := by …`, `theorem t … := term`, or one with a `|` for each case.
pub fn lean(name: &str, header: &str, declaration: &str) -> Option<Finished> {
    let code = mask(declaration).code;
    let keyword = words(&code).find(|it| matches!(it.1, "theorem" | "lemma"))?;
    let (at, cases) = proof(&code, keyword.0)?;
    let before = match cases {
        true => format!("{} := ", declaration[..at].trim_end()),
        // One blank stays as it is.
        false => format!("{} ", &declaration[..at + ":=".len()]),
    };
    let statement = format!("{before}by sorry");
    let theorem = Theorem::new(name, ProverKind::Lean, header, &statement, before.len()..statement.len());
    let script = match (cases, &declaration[at..]) {
        (true, cases) => format!("exact fun\n{cases}"),
        (false, proof) => {
            let proof = proof[":=".len()..].trim_end();
            match words(&code[at..]).next() {
                Some((by, "by")) if code[at + ":=".len()..at + by].trim().is_empty() => {
                    dedented(&declaration[at + by + "by".len()..])
                }
                _ => format!("exact {}", proof.trim_start()),
            }
        }
    };
    Some(Finished { theorem, script, written: declaration.to_owned() })
}

/// Where the proof of a theorem begins, and whether it begins with a case; `code` has no comments.
fn proof(code: &str, from: usize) -> Option<(usize, bool)> {
    let mut depth = 0;
    code[from..].char_indices().map(|(at, it)| (from + at, it)).find_map(|(at, it)| {
        depth += i32::from("([{⟨⦃".contains(it)) - i32::from(")]}⟩⦄".contains(it));
        let line = code[from..at].rsplit(['\n', ';']).next().unwrap_or_default();
        let local = words(line).any(|(_, it)| ["let", "have"].contains(&it));
        if depth != 0 || local {
            None
        } else if code[at..].starts_with(":=") {
            Some((at, false))
        } else {
            (it == '|' && line.trim().is_empty()).then_some((at, true))
        }
    })
}

/// Tactic lines, the first unindented.
fn dedented(tactics: &str) -> String {
    let lines: Vec<&str> = tactics.trim_end().lines().skip_while(|it| it.trim().is_empty()).collect();
    let margin = |it: &&str| it.len() - it.trim_start().len();
    let least = lines.iter().filter(|it| !it.trim().is_empty()).map(margin).min().unwrap_or(0);
    lines.iter().map(|it| it.get(least..).unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

/// The lemmas of an F* file that have a definition: a `let` that promises a `Lemma` or a `squash`, by itself or in the
/// `val` just before it.
pub fn fstar(file: &str) -> Vec<Finished> {
    let decls = fstar_text::decls(file);
    let found = decls.iter().enumerate().filter(|(_, it)| it.kind == "let").filter_map(|(at, decl)| {
        let name = decl.name.as_deref()?;
        let definition = &file[decl.range.clone()];
        let val = decls[..at].last().filter(|it| it.kind == "val" && it.name.as_deref() == Some(name));
        let start = val.unwrap_or(decl).range.start;
        let (statement, hole) = match val {
            Some(val) => {
                let val = &file[val.range.clone()];
                (val.to_owned(), val.len()..val.len())
            }
            None => {
                let given = format!("{} admit ()", &definition[..fstar_text::body(definition)?]);
                let end = given.len();
                (given, 0..end)
            }
        };
        let code = fstar_text::without_comments(&statement);
        if !fstar_text::words(&code).any(|it| matches!(it.1, "Lemma" | "squash")) {
            return None;
        }
        // A doc comment that documents nothing is a syntax error for older versions.
        let header = fstar_text::without_comments(&file[..start]);
        let header = format!("{}\n", &file[..header.trim_end().len()]);
        let theorem = Theorem::new(name, ProverKind::Fstar, header, statement, hole);
        let written = theorem.with_script(definition);
        Some(Finished { theorem, script: definition.to_owned(), written })
    });
    found.collect()
}

/// `text` with the word `from` replaced; what is a field of something else is left as it is.
pub fn replace_word(text: &str, from: &str, to: &str) -> String {
    let part = |it: char| it.is_alphanumeric() || matches!(it, '_' | '\'' | '!' | '?' | '₀'..='₉');
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(from) {
        let (before, after) = (&rest[..at], &rest[at + from.len()..]);
        // What was copied already matters, too.
        let ahead = before.chars().next_back().or_else(|| out.chars().next_back());
        let alone = !ahead.is_some_and(|it| part(it) || it == '.') && !after.starts_with(part);
        out.push_str(before);
        out.push_str(if alone { to } else { from });
        rest = after;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(declaration: &str) -> (String, String) {
        let Finished { theorem, script, .. } = lean("t", "", declaration).unwrap();
        assert_eq!(&theorem.statement[theorem.hole.clone()], "by sorry");
        (theorem.statement, script)
    }

    #[test]
    fn a_lean_theorem_is_taken_apart() {
        for (declaration, statement, script) in [
            ("theorem t : p := by simp", "theorem t : p := by sorry", "simp"),
            ("theorem t : p := by\n  intro h\n  simp\n", "theorem t : p := by sorry", "intro h\nsimp"),
            ("lemma t : p :=\n  by\n    simp", "lemma t : p := by sorry", "simp"),
            (
                "@[simp] theorem t : p := f (by simp)",
                "@[simp] theorem t : p := by sorry",
                "exact f (by simp)",
            ),
            (
                "theorem t (h : a := by simp) : p := h",
                "theorem t (h : a := by simp) : p := by sorry",
                "exact h",
            ),
            (
                "theorem t : let x := 1; x = 1 := rfl",
                "theorem t : let x := 1; x = 1 := by sorry",
                "exact rfl",
            ),
            (
                "/-- a := b -/\ntheorem t : ∀ n, p n\n  | 0 => a\n  | n + 1 => b",
                "/-- a := b -/\ntheorem t : ∀ n, p n := by sorry",
                "exact fun\n| 0 => a\n  | n + 1 => b",
            ),
            ("theorem t : |x| = 1 := by -- no\n  simp", "theorem t : |x| = 1 := by sorry", "-- no\n simp"),
        ] {
            assert_eq!(parts(declaration), (statement.to_owned(), script.to_owned()), "{declaration}");
        }
        assert_eq!(lean("t", "", "def t := 1"), None);
        assert_eq!(lean("t", "", "theorem t : p"), None);
    }

    #[test]
    fn the_lemmas_of_an_fstar_file_are_found() {
        let text = "module M\nlet f (n:nat) : nat = n\n(** doc *)\nval a : n:nat -> Lemma (f n == n)\nlet a n = ()\n\
            let rec b (n:nat) : Lemma (ensures f n >= 0) =\n  if n = 0 then () else b (n - 1)\n";
        let [a, b] = &fstar(text)[..] else { panic!("{:?}", fstar(text)) };
        assert_eq!(
            (a.theorem.statement.as_str(), a.script.as_str()),
            ("val a : n:nat -> Lemma (f n == n)", "let a n = ()")
        );
        assert_eq!(a.theorem.header, "module M\nlet f (n:nat) : nat = n\n");
        assert_eq!(a.written, "val a : n:nat -> Lemma (f n == n)\nlet a n = ()");
        assert_eq!(b.theorem.statement, "let rec b (n:nat) : Lemma (ensures f n >= 0) = admit ()");
        assert!(b.written.ends_with("else b (n - 1)") && b.theorem.header.ends_with("let a n = ()\n"));
    }

    #[test]
    fn words_are_replaced_and_nothing_else() {
        assert_eq!(replace_word("rw [a, ab, x.a, a.symm, a'] a", "a", "b"), "rw [b, ab, x.a, b.symm, a'] b");
        assert_eq!(replace_word("N.a aa", "N.a", "c"), "c aa");
        assert_eq!(replace_word("aaa", "a", "b"), "aaa");
    }
}
