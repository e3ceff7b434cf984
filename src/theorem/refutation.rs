//! The negation of a Lean statement, and what ties it to the statement.

use super::{
    ProverKind, Theorem,
    lean_text::{mask, words},
};

/// What a refutation has to prove.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refutation {
    /// `theorem t_is_false : ¬ (∀ …, …)`.
    pub negation: Theorem,
    /// `theorem t_is_false : Not (type_of% @t)` behind the statement itself, for the same script: that what the prover
    /// understands by the statement is false, whatever the text of the negation means.
    pub behind: Theorem,
    /// `theorem t_is_false_says : (¬ (∀ …, …)) = Not (type_of% @t)` behind the statement: that the negation, which is
    /// written down from the text for people to read, says no more than that.
    pub tie: Theorem,
    /// The tie with its proof.
    pub tied: String,
}

/// The refutation of a statement, if its text has the form `theorem NAME BINDERS : TYPE := by sorry`.
pub fn refutation(theorem: &Theorem) -> Option<Refutation> {
    if theorem.prover != ProverKind::Lean || theorem.in_tactics {
        return None;
    }
    let before = theorem.statement[..theorem.hole.start].trim_end().strip_suffix(":=")?;
    if !theorem.statement[theorem.hole.end..].trim().is_empty() {
        return None;
    }
    let code = mask(before).code;
    let (keyword, name) = {
        let mut it = words(&code).skip_while(|it| !matches!(it.1, "theorem" | "lemma"));
        (it.next()?, it.next()?)
    };
    // What stands before the keyword may change what the text means: `open Nat in`.
    let ahead = || words(&code).take_while(|it| it.0 < keyword.0);
    if code[keyword.0..name.0].contains(['{', '(']) || ahead().any(|it| it.1 == "private") {
        return None;
    }
    let scope = ahead().filter(|it| it.1 == "in").last().map_or("", |it| before[..it.0 + 2].trim_start());
    let scope = if scope.is_empty() { String::new() } else { format!("{scope}\n") };
    // `t.{u}` names its universes.
    let plain = name.1.trim_end_matches('.');
    let mut from = name.0 + plain.len();
    let mut universes = "";
    if code[from..].starts_with(".{") {
        let end = from + code[from..].find('}')? + 1;
        universes = &before[from..end];
        from = end;
    }
    let (mut depth, mut colon) = (0_i32, None);
    for (at, it) in code[from..].char_indices() {
        match it {
            '(' | '[' | '{' | '⟨' | '⦃' => depth += 1,
            ')' | ']' | '}' | '⟩' | '⦄' => depth -= 1,
            ':' if depth == 0 => {
                colon = Some(from + at);
                break;
            }
            _ => {}
        }
    }
    let colon = colon?;
    let (binders, ty) = (before[from..colon].trim(), before[colon + 1..].trim());
    let negated =
        if binders.is_empty() { format!("¬ ({ty})") } else { format!("¬ (∀ {binders},\n    {ty})") };
    let statement = |name: &str, ty: &str| format!("{scope}theorem {name}{universes} : {ty} := ");
    let hole = |name: &str, text: String, header: String| {
        let statement = format!("{text}by sorry");
        let hole = text.len()..statement.len();
        Theorem::new(name, ProverKind::Lean, header, statement, hole)
    };
    let (false_name, says) = (format!("{plain}_is_false"), format!("{plain}_is_false_says"));
    // The name as a file has it, in whatever namespace that is.
    let full = |name: &str| format!("{}{name}", theorem.name.strip_suffix(plain).unwrap_or_default());
    let understood = format!("Not (type_of% @{plain})");
    let tie = statement(&says, &format!("({negated}) = {understood}"));
    // Without its attributes, so that no script draws on the statement itself.
    let bare = &theorem.statement[keyword.0..];
    let header = format!("{}\n\n{scope}{bare}", theorem.header.trim_end());
    Some(Refutation {
        negation: hole(&full(&false_name), statement(&false_name, &negated), theorem.header.clone()),
        behind: hole(&full(&false_name), statement(&false_name, &understood), header.clone()),
        tied: format!("{tie}by rfl"),
        tie: hole(&full(&says), tie, header),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn negation(statement: &str) -> Option<(String, String)> {
        let hole = statement.rfind("by sorry")?;
        let theorem = Theorem::new("t", ProverKind::Lean, "open Nat", statement, hole..hole + 8);
        let it = refutation(&theorem)?;
        assert!(
            it.tied.starts_with(it.tie.statement.strip_suffix("by sorry")?)
                && it.negation.header == "open Nat"
        );
        Some((it.negation.statement, it.tied))
    }

    #[test]
    fn statements_are_negated_with_their_binders() {
        let (text, tied) = negation(
            "/-- why : no -/\n@[simp] theorem t (n : Nat) {m : Nat} (h : n = m) : n < m := by sorry",
        )
        .unwrap();
        assert_eq!(
            text,
            "theorem t_is_false : ¬ (∀ (n : Nat) {m : Nat} (h : n = m),\n    n < m) := by sorry"
        );
        assert!(tied.contains("n < m)) = Not (type_of% @t) := by rfl"), "{tied}");
        assert_eq!(
            negation("lemma t : ∀ n : Nat, n = 0 := by sorry").unwrap().0,
            "theorem t_is_false : ¬ (∀ n : Nat, n = 0) := by sorry"
        );
        assert_eq!(
            negation("theorem t.{u} (α : Type u) : α = α := by sorry").unwrap().0,
            "theorem t_is_false.{u} : ¬ (∀ (α : Type u),\n    α = α) := by sorry"
        );
        assert!(
            negation("open Nat in\ntheorem t : p := by sorry")
                .unwrap()
                .0
                .starts_with("open Nat in\ntheorem t_is_false : ¬ (p)")
        );
    }

    #[test]
    fn what_it_is_tied_to_is_the_statement_without_its_attributes() {
        let statement = "open Nat in\n@[simp] theorem t : p := by sorry";
        let hole = statement.len() - 8..statement.len();
        let theorem = Theorem::new("A.t", ProverKind::Lean, "namespace A\n", statement, hole);
        let it = refutation(&theorem).unwrap();
        assert_eq!(it.behind.header, "namespace A\n\nopen Nat in\ntheorem t : p := by sorry");
        assert_eq!(it.behind.statement, "open Nat in\ntheorem t_is_false : Not (type_of% @t) := by sorry");
        assert_eq!((it.behind.name.as_str(), it.tie.name.as_str()), ("A.t_is_false", "A.t_is_false_says"));
    }

    #[test]
    fn what_has_another_form_is_left_alone() {
        assert_eq!(negation("def t : Nat := by sorry"), None);
        assert_eq!(negation("theorem t : p := foo (by sorry)"), None);
        assert_eq!(negation("theorem t := by sorry"), None);
    }
}
