//! Theorems that say nothing, as what they suppose cannot be.

use crate::{
    prover::{GoalGroup, HypKind},
    theorem::{ProverKind, Theorem},
};

/// What the user is told then.
pub(crate) const MESSAGE: &str = "its hypotheses contradict each other, so that it says nothing";

/// The one step that is tried for it, with what finishes most contradictions and gives up soon.
pub(crate) const STEP: &str = "intros\nexfalso\nfirst\n| contradiction\n| omega\n| (simp_all; done)\n| grind";

/// Whether a Lean statement supposes anything to be looked at.
///
/// One that ends in `False` is there to say that its hypotheses contradict each other.
pub(crate) fn may_be(theorem: &Theorem, root: &GoalGroup) -> bool {
    let [goal] = &root.goals[..] else { return false };
    let supposes = goal.hyps.iter().any(|it| it.kind == HypKind::Prop) || goal.target.contains('→');
    let whole = theorem.prover == ProverKind::Lean && !theorem.in_tactics;
    whole && supposes && !goal.target.trim_end().ends_with("False")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tokio_util::sync::CancellationToken;

    use crate::{
        driver::{Settings, Sources, search},
        proposer::Usage,
        testing::{ScriptedProposer, ScriptedProver, Table},
        theorem::{ProverKind, Theorem},
    };

    /// What is said of a proved theorem where the step of this file does what is written.
    async fn said(root: &str, prover: ProverKind, result: &str) -> Vec<String> {
        let step = super::STEP.replace('\n', "\\n");
        let table = format!("{root}: simp => closed\n{root}: {step} [-9 @1] => {result}");
        let table = Arc::new(Table::parse(&table).unwrap());
        let mut session = ScriptedProver::new(table.clone());
        let proposer = ScriptedProposer::new(table, "written", Usage::default());
        let theorem = Theorem::new("t", prover, "", "theorem t : q := by sorry", 17..25);
        let (settings, stop) = (Settings::default(), CancellationToken::new());
        let searched = search(&mut session, Sources::new(&proposer), &theorem, &settings, &stop, &mut |_| {})
            .await
            .unwrap();
        assert_eq!((searched.scripts[0].script.as_str(), session.states()), ("simp", 0));
        searched.complaints
    }

    #[tokio::test]
    async fn a_proved_theorem_without_a_case_is_told_of() {
        use ProverKind::{Fstar, Lean};
        assert_eq!(said("h:p ⊢ q", Lean, "closed").await, [super::MESSAGE]);
        assert_eq!(said("p → q", Lean, "closed").await, [super::MESSAGE]);
        assert_eq!(said("h:p ⊢ q", Lean, "left").await, [""; 0]);
        assert_eq!(said("h:p ⊢ q", Lean, "inconclusive time").await, [""; 0]);
        // It supposes nothing, it is a refutation itself, it is not Lean's.
        for (root, prover) in [("q", Lean), ("h:p ⊢ False", Lean), ("p → False", Lean), ("h:p ⊢ q", Fstar)]
        {
            assert_eq!(said(root, prover, "closed").await, [""; 0], "{root}");
        }
    }
}
