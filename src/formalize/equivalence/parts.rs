//! Two conclusions that are made in the same way: what has to be alike in their parts.

use super::{
    align::rename,
    general::{group_of, words},
    problem::Problem,
    shape::Variable,
};

/// What has to be shown for one part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Both parts are propositions, which have to say the same.
    Claim(Problem),
    /// Both are terms: that they are equal.
    Equal(String),
}

/// How a proposition is made.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Made {
    /// By a connective or a relation, of two or more.
    Of(&'static str, Vec<String>),
    /// By a quantifier: its sign, the variable, its type, and the rest.
    Bound(&'static str, String, String, String),
}

const CONNECTIVES: [&str; 4] = ["↔", "→", "∧", "∨"];
const RELATIONS: [&str; 5] = ["=", "≠", "≤", "<", "∣"];

impl Problem {
    /// The ways in which both conclusions are made alike: for each, what has to be shown of the parts.
    pub fn parts(&self) -> Vec<Vec<Part>> {
        self.absorbed().parts_of_conclusions()
    }

    /// What one side's conclusion is made of, if it is a conjunction: that each part holds where both suppose what they do.
    pub fn conjuncts(&self, side: usize) -> Vec<String> {
        let [first, second] = self.conclusions();
        let Some(Made::Of("∧", parts)) = made([first, second][side]) else { return Vec::new() };
        parts.iter().map(|it| self.concluding([it, it]).truth(side)).collect()
    }

    /// Whether one conclusion is the other with more in it, behind the same quantifiers: what is left out may follow, and is left out.
    pub fn is_one_shortened(&self) -> bool {
        let whole = self.absorbed();
        let [first, second] = whole.conclusions();
        match (made(first), made(second)) {
            (Some(Made::Bound(..)), Some(Made::Bound(..))) => {
                whole.parts_of_conclusions().iter().flatten().any(|it| match it {
                    Part::Claim(part) => part.is_one_shortened(),
                    Part::Equal(_) => false,
                })
            }
            _ => {
                let [ours, theirs] = [conjuncts(first), conjuncts(second)];
                let within = |some: &[String], all: &[String]| some.iter().all(|it| all.contains(it));
                ours.len() != theirs.len() && (within(&ours, &theirs) || within(&theirs, &ours))
            }
        }
    }

    fn parts_of_conclusions(&self) -> Vec<Vec<Part>> {
        let [first, second] = self.conclusions();
        match (made(first), made(second)) {
            (Some(Made::Of(sign, ours)), Some(Made::Of(other, theirs)))
                if sign == other && ours.len() == theirs.len() =>
            {
                let crossed: Vec<String> = theirs.iter().rev().cloned().collect();
                let may_cross = !matches!(sign, "→" | "≤" | "<" | "∣");
                let part = |(one, other): (&String, &String)| match CONNECTIVES.contains(&sign) {
                    true => Some(Part::Claim(self.concluding([one, other]))),
                    false => self.equal(one, other).map(Part::Equal),
                };
                // `P → Q` turned round is `¬Q → ¬P`.
                let turned: Vec<String> = crossed.iter().map(|it| format!("¬({it})")).collect();
                [(theirs, true), (crossed, may_cross), (turned, sign == "→")]
                    .into_iter()
                    .filter(|it| it.1)
                    .filter_map(|(theirs, _)| ours.iter().zip(&theirs).map(part).collect())
                    .collect()
            }
            (
                Some(Made::Bound(sign, name, ty, body)),
                Some(Made::Bound(other, theirs, their_ty, their_body)),
            ) if sign == other && ty == their_ty => {
                let taken =
                    |it: &str| self.conclusions().iter().any(|text| words(text).any(|word| word == it));
                let mut own = format!("{name}'");
                while taken(&own) {
                    own.push('\'');
                }
                let body = rename(&body, |word| (word == name).then(|| own.clone()));
                let their_body = rename(&their_body, |word| (word == theirs).then(|| own.clone()));
                let variable = Variable { name: own, ty, is_instance: false };
                vec![vec![Part::Claim(self.concluding([&body, &their_body]).with_variable(variable))]]
            }
            _ => Vec::new(),
        }
    }
}

/// What a proposition says one after the other, as Lean prints it.
pub(super) fn conjuncts(text: &str) -> Vec<String> {
    match made(text) {
        Some(Made::Of("∧", parts)) => parts.iter().flat_map(|it| conjuncts(it)).collect(),
        _ => vec![bare(text).to_owned()],
    }
}

/// How a proposition is made, as Lean prints it with all parentheses.
fn made(text: &str) -> Option<Made> {
    let text = bare(text);
    // That there is none is said of each.
    if let Some(none) = text.strip_prefix('¬').map(bare).filter(|it| it.starts_with('∃'))
        && let Some(Made::Bound(_, name, ty, body)) = made(none)
    {
        return Some(Made::Bound("∀", name, ty, format!("¬({body})")));
    }
    for sign in ["∀", "∃"] {
        let Some(rest) = text.strip_prefix(sign) else { continue };
        let rest = rest.trim_start();
        let group = group_of(rest)?;
        let body = rest[group.len()..].trim_start();
        let (names, ty) = group.strip_prefix('(')?.strip_suffix(')')?.split_once(" : ")?;
        let (name, others) = names.split_once(' ').unwrap_or((names, ""));
        let body = match others {
            "" if body.starts_with(',') => body[1..].trim().to_owned(),
            "" => format!("{sign} {body}"),
            others => format!("{sign} ({others} : {ty}){body}"),
        };
        return Some(Made::Bound(sign, name.to_owned(), ty.to_owned(), body));
    }
    let (before, found, after) = split(text)?;
    let (before, after) = (before.to_owned(), after.to_owned());
    Some(match found {
        "≥" => Made::Of("≤", vec![after, before]),
        ">" => Made::Of("<", vec![after, before]),
        "∧" | "∨" => {
            let mut all = vec![before];
            let mut rest = after;
            while let Some((one, sign, others)) = split(bare(&rest)).filter(|it| it.1 == found) {
                debug_assert_eq!(sign, found);
                all.push(one.to_owned());
                rest = others.to_owned();
            }
            all.push(rest);
            Made::Of(if found == "∧" { "∧" } else { "∨" }, all)
        }
        _ => {
            let sign = CONNECTIVES.iter().chain(&RELATIONS).find(|it| **it == found)?;
            Made::Of(sign, vec![before, after])
        }
    })
}

/// The text without parentheses around all of it.
pub(super) fn bare(text: &str) -> &str {
    let text = text.trim();
    match group_of(text) {
        Some(group) if group.len() == text.len() && text.starts_with('(') => bare(&text[1..text.len() - 1]),
        _ => text,
    }
}

/// The one sign that stands outside of all brackets, with what is before and behind it.
fn split(text: &str) -> Option<(&str, &str, &str)> {
    let mut depth = 0;
    let mut found = None;
    for (at, it) in text.char_indices() {
        match it {
            '(' | '[' | '{' | '⟨' => depth += 1,
            ')' | ']' | '}' | '⟩' => depth -= 1,
            _ => {}
        }
        let sign = &text[at..at + it.len_utf8()];
        let spaced = text[..at].ends_with(' ') && text[at + it.len_utf8()..].starts_with(' ');
        let is_sign = CONNECTIVES.contains(&sign) || RELATIONS.contains(&sign) || matches!(sign, "≥" | ">");
        if depth == 0 && spaced && is_sign {
            if found.is_some() {
                return None;
            }
            found = Some((text[..at].trim(), sign, text[at + it.len_utf8()..].trim()));
        }
    }
    found.filter(|_| !text.starts_with("fun "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> (&'static str, Vec<String>) {
        match made(text).unwrap() {
            Made::Of(sign, parts) => (sign, parts),
            Made::Bound(sign, name, ty, body) => (sign, vec![name, ty, body]),
        }
    }

    #[test]
    fn propositions_are_taken_apart_at_their_outermost_sign() {
        assert_eq!(of("((a + b) = (b + a))"), ("=", vec!["(a + b)".into(), "(b + a)".into()]));
        assert_eq!(of("(a * b) ≥ c"), ("≤", vec!["c".into(), "(a * b)".into()]));
        assert_eq!(of("p ∧ (q ∧ (r ∨ s))"), ("∧", vec!["p".into(), "q".into(), "(r ∨ s)".into()]));
        assert_eq!(
            of("∃ (n m : Nat), (n < m)"),
            ("∃", vec!["n".into(), "Nat".into(), "∃ (m : Nat), (n < m)".into()])
        );
        assert_eq!(of("∀ (n : Nat) (m : Int), p").1[2], "∀ (m : Int), p");
        assert_eq!(of("¬(∃ (n : Nat), (n < m))"), ("∀", vec!["n".into(), "Nat".into(), "¬((n < m))".into()]));
        assert_eq!(made("(f x)"), None);
        assert_eq!(made("∃ n, p"), None);
    }
}
