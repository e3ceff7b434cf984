//! Goals written in one line, for the tests of the rules.
//!
//! `name : type @Head; …; ⊢Head target {consts}`. The kind of a hypothesis follows from its type:
//! an instance if it names a class of `Lean.Grind`, a proposition if it has a relation, a variable else.

use crate::proposer::builtin::Builtin;
use crate::{
    proposer::{Ask, Wanted},
    prover::{Goal, GoalGroup, Hyp, HypKind, Premise, StateId},
    theorem::{ProverKind, Theorem},
};

pub(super) fn goal(text: &str) -> Goal {
    let (hyps, target) = text.split_once('⊢').expect("a turnstile");
    let (target, consts) = match target.split_once('{') {
        Some((t, c)) => (t, c.trim_end_matches('}').split_whitespace().map(str::to_owned).collect()),
        None => (target, Vec::new()),
    };
    let (head, target) = target.split_once(' ').expect("a head and a target");
    let hyps = hyps.split(';').filter_map(|h| h.trim().split_once(" : ")).map(|(name, ty)| {
        let (ty, head) = ty.split_once(" @").map_or((ty, None), |(t, h)| (t, Some(h.to_owned())));
        let prop = ty.starts_with(['∀', '∃', '¬'])
            || [" = ", " < ", " ≤ ", " ∣ ", " ∨ ", " ∧ "].iter().any(|r| ty.contains(r));
        let kind = match ty {
            _ if ty.starts_with("Lean.Grind") => HypKind::Inst,
            _ if prop => HypKind::Prop,
            _ => HypKind::Var,
        };
        Hyp { name: name.to_owned(), ty: ty.to_owned(), kind, value: None, head }
    });
    Goal {
        case: None,
        hyps: hyps.collect(),
        target: target.trim().to_owned(),
        head: Some(head.to_owned()),
        consts,
        definition: None,
    }
}

/// What the proposer proposes, best first.
pub(super) fn steps(text: &str) -> Vec<String> {
    steps_with("", text)
}

pub(super) fn steps_with(header: &str, text: &str) -> Vec<String> {
    proposed(header, text, Wanted::Steps, &[])
}

pub(super) fn steps_with_premises(premises: &[Premise], text: &str) -> Vec<String> {
    proposed("", text, Wanted::Steps, premises)
}

/// The sketches that it proposes.
pub(super) fn drafts(text: &str) -> Vec<String> {
    proposed("", text, Wanted::Drafts, &[])
}

fn proposed(header: &str, text: &str, wanted: Wanted<'_>, premises: &[Premise]) -> Vec<String> {
    let theorem = Theorem::new("t", ProverKind::Lean, header, "theorem t : True := by sorry", 20..28);
    let group = GoalGroup {
        state: StateId(0),
        goals: vec![goal(text)],
        fingerprint: String::new(),
        positions: vec![0],
    };
    let ask = Ask { wanted, premises, ..Ask::new(&theorem, &group) };
    Builtin::new().steps(&ask).into_iter().map(|p| p.step).collect()
}

pub(super) fn first(text: &str) -> String {
    steps(text).remove(0)
}
