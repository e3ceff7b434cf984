//! Functions that obey what a statement supposes of them: `f x = 3 * x` says them, `f 0 = 1` and `f (n + 1) = 2 * f n` are a
//! recursion.

use crate::proposer::builtin::lean::text;

/// Functions that are made of one statement.
const MOST: usize = 5;

/// Functions of this type that a statement's equations about `name` define, as far as they do.
pub(super) fn functions(said: &str, name: &str, ty: &str) -> Vec<String> {
    let mut out = recursions(said, name, ty);
    out.extend(given(said, name, ty));
    out
}

fn recursions(said: &str, name: &str, ty: &str) -> Vec<String> {
    let mut out = Vec::new();
    let Some(codomain) = ty.strip_prefix("Nat → ").filter(|it| !it.contains(['→', '('])) else {
        return out;
    };
    let mut rules: Vec<String> = Vec::new();
    let mut starts: [Vec<String>; 2] = Default::default();
    for (at, _) in said.match_indices(name) {
        let is_word = said[..at].chars().next_back().is_some_and(text::is_word);
        let Some(rest) = said[at + name.len()..].strip_prefix(' ').filter(|_| !is_word) else { continue };
        let Some((argument, right)) = rest.split_once(" = ").filter(|it| it.0.len() < 12) else { continue };
        let right = term(right);
        match argument {
            "0" | "1" if right.parse::<u64>().is_ok() => {
                let of = &mut starts[usize::from(argument == "1")];
                if !of.contains(&right) {
                    of.push(right);
                }
            }
            _ => {
                let (variable, before) =
                    match argument.strip_prefix('(').and_then(|it| it.strip_suffix(" + 1)")) {
                        Some(variable) => (variable, format!("{name} {variable}")),
                        None => (argument, format!("{name} ({argument} - 1)")),
                    };
                let is_index =
                    |it: &str| it.chars().all(text::is_word) && it.starts_with(char::is_alphabetic);
                if !is_index(variable) {
                    continue;
                }
                let shift = if argument == variable { "(index + 1)" } else { "index" };
                let marked = right.replace(&before, "value");
                let rule: Vec<&str> = text::tokens(&marked)
                    .into_iter()
                    .map(|it| if it == variable { shift } else { it })
                    .collect();
                let is_known = |it: &str| text::is_ident(it) && !matches!(it, "value" | "index");
                let rule = rule.join(" ");
                if rule.contains("value")
                    && !text::tokens(&rule).iter().any(|it| is_known(it))
                    && !rules.contains(&rule)
                {
                    rules.push(rule);
                }
            }
        }
    }
    for rule in &rules {
        let first = starts[1].first().map(|it| format!("if index = 0 then {it} else {rule}"));
        for rule in [Some(rule.clone()), first].into_iter().flatten() {
            for start in starts[0].iter().map(String::as_str).chain(["0", "1"]) {
                let made = format!(
                    "fun n => Nat.rec (motive := fun _ => {codomain}) {start} (fun index value => {rule}) n"
                );
                if !out.contains(&made) {
                    out.push(made);
                }
            }
        }
    }
    out.truncate(MOST);
    out
}

/// Functions that an equation for each value defines: `∀ x, f x = 3 - 2 * x`.
fn given(said: &str, name: &str, ty: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    if text::split_top(ty, &["→"]).len() != 2 {
        return out;
    }
    let start = format!("{name} ");
    for (at, _) in said.match_indices(&start) {
        // It is all that is said behind the variable, which is the variable of that `∀`.
        let Some((variable, right)) = said[at + start.len()..].split_once(" = ") else { continue };
        let bound = said[..at].strip_suffix(", ").and_then(|it| it.rsplit_once('∀')).map(|it| it.1);
        let is_bound = bound.is_some_and(|it| it.starts_with(&format!(" ({variable} : ")));
        let (right, free) = (term(right), |it: &&str| text::is_ident(it) && *it != variable);
        if is_bound && !text::tokens(&right).iter().any(free) {
            out.push(format!("fun {variable} => {right}"));
        }
    }
    out.dedup();
    out
}

/// The term that a text begins with.
fn term(text: &str) -> String {
    let end = ends(text);
    text[..end].trim().to_owned()
}

fn ends(text: &str) -> usize {
    let mut depth = 0;
    for (at, it) in text.char_indices() {
        match it {
            '(' | '[' | '⟨' => depth += 1,
            ')' | ']' | '⟩' if depth == 0 => return at,
            ')' | ']' | '⟩' => depth -= 1,
            '∧' | '∨' | '→' | '↔' | ',' if depth == 0 => return at,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::functions;

    #[test]
    fn a_recursion_is_a_function() {
        let said =
            "∀ (f : Nat → Nat), f 0 = 3 ∧ (∀ (n : Nat), f (n + 1) = 2 * f n + n) → ∀ (n : Nat), f n = 2 ^ n";
        assert_eq!(
            functions(said, "f", "Nat → Nat")[0],
            "fun n => Nat.rec (motive := fun _ => Nat) 3 (fun index value => 2 * value + index) n"
        );
        let said = "∀ (a : Nat → Int), a 1 = 5 → (∀ (n : Nat), 0 < n → a n = a (n - 1) + n) → a 2 = 7";
        let all = functions(said, "a", "Nat → Int");
        assert!(
            all.iter()
                .any(|it| it.contains("0 (fun index value => if index = 0 then 5 else value + (index + 1))")),
            "{all:?}"
        );
    }

    #[test]
    fn an_equation_for_each_value_is_a_function() {
        let said = "∀ (f : Int → Int), (∀ (x : Int), f x = 3 - 2 * x) → ∀ (x : Int), f x = x ∧ f 0 = 1";
        assert_eq!(functions(said, "f", "Int → Int"), ["fun x => 3 - 2 * x", "fun x => x"]);
        let said = "∀ (f g : Int → Int), (∀ (x : Int), f x = g x) → ∀ (x y : Int), f x = y";
        assert_eq!(functions(said, "f", "Int → Int"), [""; 0]);
    }

    #[test]
    fn what_says_nothing_of_the_next_value_is_none() {
        for said in ["∀ (f : Nat → Nat), f (n + 2) = f n", "f (n + 1) = g (f n)"] {
            assert_eq!(functions(said, "f", "Nat → Nat"), [""; 0], "{said}");
        }
        assert_eq!(functions("f (n + 1) = f n", "f", "Int → Int"), [""; 0]);
    }
}
