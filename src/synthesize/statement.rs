//! A goal as a theorem that states it.
//!
//! This puts together what a prover printed. What comes out may not be read as it was meant, so nothing of it counts
//! before the prover has elaborated and certified it.

use crate::{
    prover::{Goal, Hyp, HypKind},
    theorem::{ProverKind, Theorem},
};

/// The theorem `name` behind `header` that states the goal of `hyps` and `target`; `None` if it cannot be written down, as
/// with a local definition or a name that has no spelling.
pub fn theorem(name: &str, full_name: &str, header: &str, hyps: &[Hyp], target: &str) -> Option<Theorem> {
    let readable = |it: &str| !it.contains(['✝', '⋯', '…']) && !has_metavariable(it);
    let all = hyps.iter().all(|it| it.value.is_none() && readable(&it.name) && readable(&it.ty));
    if !all || !readable(target) {
        return None;
    }
    let universes = universes(hyps, target);
    let before = format!("theorem {name}{universes}{} : {} := ", binders(hyps), target.trim());
    let statement = format!("{before}by sorry");
    Some(Theorem::new(full_name, ProverKind::Lean, header, &statement, before.len()..statement.len()))
}

/// ` (a b : Nat) [inst : Mul α]`, each group with a blank before it.
fn binders(hyps: &[Hyp]) -> String {
    let mut out = String::new();
    let mut rest = hyps;
    while let Some(first) = rest.first() {
        let same = rest.iter().take_while(|it| (it.kind, &it.ty) == (first.kind, &first.ty)).count();
        let (open, close, most) = match first.kind {
            HypKind::Inst => ('[', ']', 1),
            HypKind::Var if is_sort(&first.ty) => ('{', '}', same),
            HypKind::Var => ('(', ')', same),
            _ => ('(', ')', 1),
        };
        let names: Vec<&str> = rest[..most].iter().map(|it| it.name.as_str()).collect();
        out.push_str(&format!(" {open}{} : {}{close}", names.join(" "), first.ty.trim()));
        rest = &rest[most..];
    }
    out
}

/// Whether a type is a universe of types, so that what has it is found from what follows.
fn is_sort(ty: &str) -> bool {
    matches!(ty.split_whitespace().next(), Some("Type" | "Sort"))
}

/// `.{u_1, u_2}`: universes that Lean found and named by itself have to be declared where they are written.
fn universes(hyps: &[Hyp], target: &str) -> String {
    let mut found: Vec<&str> = Vec::new();
    for text in hyps.iter().map(|it| it.ty.as_str()).chain([target]) {
        let words = text.split(|it: char| !(it.is_alphanumeric() || it == '_'));
        let own = words.filter(|it| {
            it.strip_prefix("u_").is_some_and(|it| !it.is_empty() && it.chars().all(|it| it.is_ascii_digit()))
        });
        for word in own {
            if !found.contains(&word) {
                found.push(word);
            }
        }
    }
    if found.is_empty() { String::new() } else { format!(".{{{}}}", found.join(", ")) }
}

/// Whether `?m` or the like stands in a text; `xs.head?` is none.
fn has_metavariable(text: &str) -> bool {
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(it) = chars.next() {
        let free = !(before.is_alphanumeric() || matches!(before, '_' | '\'' | ']'));
        if it == '?' && free && chars.peek().is_some_and(|it| it.is_alphabetic() || *it == '_') {
            return true;
        }
        before = it;
    }
    false
}

/// Names for the hypotheses of a goal that have none that can be written, in their order, as `rename_i` wants them.
pub(super) fn spellings(goal: &Goal) -> Vec<String> {
    let taken = |name: &str| goal.hyps.iter().any(|it| it.name == name);
    let mut given: Vec<String> = Vec::new();
    for hyp in goal.hyps.iter().filter(|it| it.name.contains('✝')) {
        let plain = hyp.name.split('✝').next().unwrap_or_default();
        let base = match hyp.kind {
            HypKind::Prop => "h",
            _ if plain.is_empty() || plain.contains('.') => "x",
            _ => plain,
        };
        let tries = std::iter::once(base.to_owned()).chain((1..).map(|it| format!("{base}_{it}")));
        given.extend(tries.filter(|it| !taken(it) && !given.contains(it)).take(1).collect::<Vec<_>>());
    }
    given
}

/// `base`, or that with something behind it if a hypothesis has the name.
pub(super) fn fresh(base: &str, hyps: &[Hyp]) -> String {
    let mut name = base.to_owned();
    while hyps.iter().any(|it| it.name == name) {
        name.push('\'');
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hyp(name: &str, ty: &str, kind: HypKind) -> Hyp {
        Hyp { name: name.into(), ty: ty.into(), kind, value: None, head: None }
    }

    fn written(hyps: &[Hyp], target: &str) -> Option<String> {
        theorem("t", "t", "", hyps, target).map(|it| {
            assert_eq!(&it.statement[it.hole.clone()], "by sorry");
            it.statement
        })
    }

    #[test]
    fn a_goal_is_stated_with_its_binders() {
        use HypKind::{Inst, Prop, Var};
        let hyps = [
            hyp("α", "Type u_1", Var),
            hyp("inst", "Mul α", Inst),
            hyp("a", "α", Var),
            hyp("b", "α", Var),
            hyp("h", "a = b", Prop),
            hyp("h'", "a = b", Prop),
        ];
        assert_eq!(
            written(&hyps, "a * b = b * a").unwrap(),
            "theorem t.{u_1} {α : Type u_1} [inst : Mul α] (a b : α) (h : a = b) (h' : a = b) : a * b = b * a \
             := by sorry"
        );
        assert_eq!(written(&[], "1 = 1").unwrap(), "theorem t : 1 = 1 := by sorry");
    }

    #[test]
    fn what_has_no_spelling_is_not_stated() {
        let local = Hyp { value: Some("1".into()), ..hyp("x", "Nat", HypKind::Let) };
        for (hyps, target) in [
            (vec![local], "x = 1"),
            (vec![hyp("a✝", "Nat", HypKind::Var)], "p"),
            (vec![], "0 < ?m.12"),
            (vec![], "f ?w = 1"),
            (vec![], "xs[0]'⋯ = 1"),
        ] {
            assert_eq!(written(&hyps, target), None, "{target}");
        }
        assert!(written(&[], "xs.head? = none ∧ xs[0]? = none").is_some());
    }

    #[test]
    fn hidden_names_get_a_spelling() {
        let goal = Goal {
            case: None,
            hyps: vec![
                hyp("a", "Nat", HypKind::Var),
                hyp("a✝", "Nat", HypKind::Var),
                hyp("inst✝", "Mul α", HypKind::Inst),
                hyp("a✝¹", "a < 1", HypKind::Prop),
            ],
            target: "p".into(),
            head: None,
            consts: Vec::new(),
            definition: None,
        };
        assert_eq!(spellings(&goal), ["a_1", "inst", "h"]);
        assert_eq!(fresh("a", &goal.hyps), "a'");
    }
}
