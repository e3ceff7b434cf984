//! The negation of a statement, and what ties it to the statement.

use super::{
    ProverKind, Theorem,
    fstar_statement::Statement,
    fstar_text,
    lean_statement::{Form, form},
};

/// What a refutation has to prove.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refutation {
    /// `theorem t_is_false : ¬ (∀ …, …)`, or `val t_is_false : (…) -> Lemma False`.
    pub negation: Theorem,
    /// What ties it to the statement, if its text is not enough.
    pub ties: Option<Ties>,
}

/// What ties the text of a Lean negation to the statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ties {
    /// `theorem t_is_false : Not (type_of% @t)` behind the statement itself, for the same script: that what the prover
    /// understands by the statement is false, whatever the text of the negation means.
    pub behind: Theorem,
    /// `theorem t_is_false_says : (rfl : (¬ (∀ …, …)) = Not (type_of% @t)) = rfl` behind the statement: that the negation,
    /// which is written down from the text for people to read, says just that. The inner `rfl` is there for the universes
    /// of `t`, which Lean has to find before the type is complete.
    pub tie: Theorem,
    /// The tie with its proof.
    pub tied: String,
}

/// The refutation of a statement, if its text has the form `theorem NAME BINDERS : TYPE := by sorry` or `val NAME : TYPE`.
pub fn refutation(theorem: &Theorem) -> Option<Refutation> {
    match theorem.prover {
        ProverKind::Lean => lean(theorem),
        ProverKind::Fstar => fstar(theorem).map(|negation| Refutation { negation, ties: None }),
    }
}

/// A function that takes what the `val` promises and gives `False`.
///
/// The text of the type is the tie: it stands in the same place behind the same header, in parentheses. Such a function
/// leaves no definition of the `val` that F* could certify: it could be applied to it. What F* may be told to do without
/// end (`Dv`, `ML`), or with a state, a lemma cannot call; F* refuses that, so that those are never refuted, and rightly, as
/// a loop has any such type. A type with a variable of its own (`'a`) is left alone: F* would bind it outside.
fn fstar(theorem: &Theorem) -> Option<Theorem> {
    let statement = Statement::of(theorem).ok().filter(|it| !it.has_inner_holes())?;
    let code = fstar_text::without_comments(&statement.val);
    let name = &theorem.name;
    let ty = code.trim().strip_prefix("val ")?.trim_start().strip_prefix(name.as_str())?.trim_start();
    let ty = ty.strip_prefix(':')?.trim();
    let own = ty.char_indices().any(|(at, it)| {
        it == '\'' && !ty[..at].ends_with(|it: char| it.is_alphanumeric() || matches!(it, '_' | '\''))
    });
    if ty.is_empty() || own {
        return None;
    }
    let negated = format!("{name}_is_false");
    let text = format!("val {negated} : ({ty}) -> Lemma False\n");
    let hole = text.len()..text.len();
    Some(Theorem::new(negated, ProverKind::Fstar, theorem.header.clone(), text, hole))
}

fn lean(theorem: &Theorem) -> Option<Refutation> {
    let Form { keyword, scope, name: plain, universes, binders, ty } = form(theorem)?;
    let scope = if scope.is_empty() { String::new() } else { format!("{scope}\n") };
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
    let understood = format!("Not (type_of% @{plain}{universes})");
    let tie = statement(&says, &format!("(rfl : ({negated}) = {understood}) = rfl"));
    // Without its attributes, so that no script draws on the statement itself.
    let bare = &theorem.statement[keyword..];
    let header = format!("{}\n\n{scope}{bare}", theorem.header.trim_end());
    let ties = Ties {
        behind: hole(&full(&false_name), statement(&false_name, &understood), header.clone()),
        tied: format!("{tie}by rfl"),
        tie: hole(&full(&says), tie, header),
    };
    let negation = hole(&full(&false_name), statement(&false_name, &negated), theorem.header.clone());
    Some(Refutation { negation, ties: Some(ties) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn negation(statement: &str) -> Option<(String, String)> {
        let hole = statement.rfind("by sorry")?;
        let theorem = Theorem::new("t", ProverKind::Lean, "open Nat", statement, hole..hole + 8);
        let Refutation { negation, ties } = refutation(&theorem)?;
        let Ties { tie, tied, .. } = ties?;
        assert!(tied.starts_with(tie.statement.strip_suffix("by sorry")?) && negation.header == "open Nat");
        Some((negation.statement, tied))
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
        assert!(tied.contains("n < m)) = Not (type_of% @t)) = rfl := by rfl"), "{tied}");
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
        let it = refutation(&theorem).unwrap().ties.unwrap();
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

    #[test]
    fn a_val_is_negated_by_what_takes_it() {
        let negation = |file: &str| {
            let (_, theorem) = fstar_text::statements(file, true).remove(0);
            refutation(&theorem).map(|it| it.negation.statement)
        };
        assert_eq!(
            negation("module M\nval t : n:nat // why\n  -> Lemma (n > n)\nlet t n = admit ()\n").unwrap(),
            "val t_is_false : (n:nat       \n  -> Lemma (n > n)) -> Lemma False\n"
        );
        // A variable that F* binds by itself, a statement without a `val`, one with more than its type given.
        assert_eq!(negation("module M\nval t : list 'a -> Lemma False\nlet t n = admit ()\n"), None);
        assert_eq!(negation("module M\nlet t (n:nat) : Lemma False = admit ()\n"), None);
        assert_eq!(negation("module M\nval t : nat -> Lemma False\nlet t n = f (admit ())\n"), None);
        assert!(negation("module M\nval t : x':nat -> Lemma (x' > x')\nlet t n = admit ()\n").is_some());
    }
}
