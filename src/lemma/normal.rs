//! What is stated, up to the names of variables: the key by which an exact hit is found.
//!
//! It reads the text that a prover prints. A key is a hint, not a proof: whatever is found by it is proved again where it
//! is used.

use crate::{
    prover::Goal,
    theorem::{ProverKind, fstar_text::without_comments},
};

/// The key of a lemma whose type is printed as `ty`.
pub fn key_of_type(prover: ProverKind, ty: &str) -> String {
    match prover {
        ProverKind::Lean => hash(&lean(&[], ty)),
        ProverKind::Fstar => hash(&fstar(ty)),
    }
}

/// The key of a Lean lemma that states this goal; none for a goal with local definitions.
pub fn key_of_goal(goal: &Goal) -> Option<String> {
    if goal.definition.is_some() || goal.hyps.iter().any(|it| it.value.is_some()) {
        return None;
    }
    let hyps: Vec<_> = goal.hyps.iter().map(|it| (it.name.as_str(), it.ty.as_str())).collect();
    Some(hash(&lean(&hyps, &goal.target)))
}

fn hash(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex().to_string()
}

/// Binders in front, one a line, then what is concluded, all variables numbered in the order in which they are bound.
fn lean(hyps: &[(&str, &str)], target: &str) -> String {
    let mut names = Names::default();
    let mut out = String::new();
    for (name, ty) in hyps {
        bind(&mut out, &mut names, &[name], ty);
    }
    let mut rest = target.trim();
    loop {
        if let Some((binders, body)) = rest.strip_prefix('∀').and_then(|it| split(it, ",")) {
            for (bound, ty) in groups(binders) {
                bind(&mut out, &mut names, &bound, ty);
            }
            rest = body.trim_start();
        } else if let Some((from, to)) = split(rest, "→") {
            let inside = from.trim().strip_prefix('(').and_then(|it| it.strip_suffix(')'));
            // `(a : T) → …` binds, as `∀ (a : T), …` does.
            match inside.and_then(|it| split(it, ":")) {
                Some((bound, ty)) => {
                    bind(&mut out, &mut names, &bound.split_whitespace().collect::<Vec<_>>(), ty);
                }
                None => bind(&mut out, &mut names, &[""], from),
            }
            rest = to.trim_start();
        } else {
            names.write(rest, &mut out);
            return out;
        }
    }
}

fn bind<'a>(out: &mut String, names: &mut Names<'a>, bound: &[&'a str], ty: &'a str) {
    for name in bound {
        let mut line = String::new();
        names.write(ty, &mut line);
        // Which of its brackets a binder has, is no matter of what is stated.
        out.push_str(&line);
        out.push('\n');
        names.bind(name);
    }
}

/// The groups of a binder list: `(a b : T) [C a]`, `a b : T`, `a`.
fn groups(binders: &str) -> Vec<(Vec<&str>, &str)> {
    let mut out = Vec::new();
    let mut rest = binders.trim();
    while let Some(open) = rest.chars().next() {
        let end = if "({[⦃".contains(open) { closing(rest) } else { None };
        let Some(end) = end else {
            let (bound, ty) = split(rest, ":").unwrap_or((rest, "_"));
            out.push((bound.split_whitespace().collect(), ty.trim()));
            return out;
        };
        let inside = &rest[open.len_utf8()..end];
        match split(inside, ":") {
            Some((bound, ty)) => out.push((bound.split_whitespace().collect(), ty.trim())),
            None => out.push((vec![""], inside.trim())),
        }
        let close = rest[end..].chars().next().map_or(0, char::len_utf8);
        rest = rest[end + close..].trim_start();
    }
    out
}

/// Where the bracket closes that a text begins with.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0;
    text.char_indices().find_map(|(at, it)| {
        depth += depth_of(it);
        (depth == 0).then_some(at)
    })
}

fn depth_of(it: char) -> i32 {
    match it {
        '(' | '[' | '{' | '⟨' | '⦃' => 1,
        ')' | ']' | '}' | '⟩' | '⦄' => -1,
        _ => 0,
    }
}

/// A text split at the first place, outside of brackets and of what a binder inside reaches over, where `at` stands.
fn split<'a>(text: &'a str, at: &str) -> Option<(&'a str, &'a str)> {
    let mut depth = 0;
    for (place, it) in text.char_indices() {
        depth += depth_of(it);
        if depth != 0 {
            continue;
        }
        let rest = &text[place..];
        if rest.starts_with(at) && !(at == ":" && rest.starts_with("::")) {
            return Some((&text[..place], &rest[at.len()..]));
        }
        // All that follows is inside of these.
        if at == "→" && (matches!(it, '∃' | '∀' | 'λ' | '↔') || rest.starts_with("fun ")) {
            return None;
        }
    }
    None
}

/// Which variable a name stands for.
#[derive(Default)]
struct Names<'a> {
    /// Later ones hide earlier ones.
    bound: Vec<&'a str>,
}

impl<'a> Names<'a> {
    fn bind(&mut self, name: &'a str) {
        self.bound.push(name);
    }

    /// Writes a text with one blank between words, and with numbers for names that are bound.
    fn write(&self, text: &'a str, out: &mut String) {
        let mut inner = Names { bound: self.bound.clone() };
        // What `∃ x y, …` and `fun x => …` bind goes to the end of the text: good enough for a key.
        let mut binding = false;
        let mut after_sort = false;
        for word in words(text) {
            let identifier = word.starts_with(|it: char| it.is_alphabetic() || matches!(it, '_' | '«'));
            let binds = matches!(word, "∃" | "∀" | "λ" | "fun" | "∃!");
            match word {
                // Which universe it is called, is no matter either.
                _ if after_sort && identifier => {}
                _ if identifier && !binds => {
                    if binding {
                        inner.bind(word);
                    }
                    let (base, fields) = word.split_once('.').map_or((word, ""), |it| it);
                    match inner.bound.iter().rposition(|it| *it == base && !it.is_empty()) {
                        Some(at) => out.push_str(&format!("#{at}.{fields} ")),
                        None => out.push_str(&format!("{word} ")),
                    }
                }
                _ => out.push_str(&format!("{word} ")),
            }
            after_sort = matches!(word, "Type" | "Sort") || after_sort && matches!(word, "(" | "+");
            binding = binds || binding && !matches!(word, "," | "=>" | ":" | "↦" | "∈");
        }
    }
}

/// Identifiers with their fields, numbers, and other characters one by one.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start();
        let first = rest.chars().next()?;
        let part = |it: char| {
            it.is_alphanumeric() && !"λΠΣ∀∃".contains(it)
                || matches!(it, '_' | '\'' | '!' | '?' | '✝' | '«' | '»' | '₀'..='₉')
        };
        let end = if part(first) {
            rest.char_indices()
                .find(|&(at, it)| {
                    // A dot belongs to a name if it stands inside of one.
                    !(part(it) || it == '.' && rest[at + 1..].starts_with(char::is_alphabetic))
                })
                .map_or(rest.len(), |it| it.0)
        } else {
            first.len_utf8()
        };
        let (word, after) = rest.split_at(end);
        rest = after;
        Some(word)
    })
}

/// A type with one blank between words, and with numbers for the names that stand before a colon.
fn fstar(ty: &str) -> String {
    let text = without_comments(ty);
    let all: Vec<&str> = words(&text).collect();
    let mut bound: Vec<&str> = Vec::new();
    for (at, word) in all.iter().enumerate() {
        let named = word.starts_with(|it: char| it.is_lowercase() || it == '_');
        let binds = all.get(at + 1) == Some(&":") && all.get(at + 2) != Some(&":");
        if named && binds && !bound.contains(word) {
            bound.push(word);
        }
    }
    let numbered = all.iter().map(|word| match bound.iter().position(|it| it == word) {
        Some(at) => format!("#{at}"),
        None => (*word).to_owned(),
    });
    numbered.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prover::{Hyp, HypKind};

    fn same(a: &str, b: &str) -> bool {
        key_of_type(ProverKind::Lean, a) == key_of_type(ProverKind::Lean, b)
    }

    #[test]
    fn names_of_variables_do_not_matter() {
        assert!(same("∀ (a b : Nat), a + b = b + a", "∀ (n m : Nat), n + m = m + n"));
        assert!(same("∀ (a b : Nat), a < b → a ≤ b", "∀ {x : Nat} (y : Nat) (h : x < y),\n  x ≤ y"));
        assert!(same("∀ (n : Nat), ∃ m, n < m", "∀ (k : Nat), ∃ z, k < z"));
        assert!(same(
            "∀ {α : Type u_1} [inst : Mul α] (a : α), a * a = a",
            "∀ {β : Type u} [Mul β] (b : β), b * b = b"
        ));
        assert!(same("∀ (xs : List Nat), xs.length = 0", "∀ (l : List Nat), l.length = 0"));
        assert!(same("(n : Nat) → n = n", "∀ (m : Nat), m = m"));
    }

    #[test]
    fn what_is_stated_does() {
        assert!(!same("∀ (a b : Nat), a + b = b + a", "∀ (a b : Nat), a + b = a + b"));
        assert!(!same("∀ (a b : Nat), a < b → a ≤ b", "∀ (a b : Nat), b < a → a ≤ b"));
        assert!(!same("∀ (a : Nat), a = a", "∀ (a : Int), a = a"));
        assert!(!same("∀ (xs : List Nat), xs.length = 0", "∀ (xs : List Nat), xs.sum = 0"));
    }

    #[test]
    fn a_goal_has_the_key_of_the_lemma_that_states_it() {
        let hyp = |name: &str, ty: &str, kind| Hyp {
            name: name.into(),
            ty: ty.into(),
            kind,
            value: None,
            head: None,
        };
        let mut goal = Goal {
            case: Some("succ".into()),
            hyps: vec![hyp("k", "Nat", HypKind::Var), hyp("ih", "f k = 0", HypKind::Prop)],
            target: "∀ (m : Nat), f (k + m) = m".into(),
            head: None,
            consts: Vec::new(),
            definition: None,
        };
        let key = key_of_type(ProverKind::Lean, "∀ (a : Nat), f a = 0 → ∀ (b : Nat), f (a + b) = b");
        assert_eq!(key_of_goal(&goal), Some(key));
        goal.hyps[0].value = Some("3".into());
        assert_eq!(key_of_goal(&goal), None);
    }

    #[test]
    fn binders_of_a_val_are_numbered() {
        let key = |ty: &str| key_of_type(ProverKind::Fstar, ty);
        assert_eq!(
            key("x:nat -> y:nat -> Lemma (x + y = y + x)"),
            key("a:nat -> b:nat -> Lemma\n  (a + b = b + a) // why")
        );
        assert_ne!(key("x:nat -> Lemma (x = x)"), key("x:int -> Lemma (x = x)"));
    }
}
