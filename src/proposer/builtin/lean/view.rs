//! What the rules see of an ask: the main goal, read once.

use std::collections::BTreeSet;

use super::{
    header::Header,
    text::{forall, is_ident, relation, tokens, usable},
};
use crate::{
    proposer::Ask,
    prover::{Goal, Hyp, HypKind, Premise},
};

/// The number systems that rules tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Number {
    Nat,
    Int,
    Rat,
    /// A type variable with field and order instances, or the reals.
    OrderedField,
    /// A type variable with field instances only.
    Field,
}

/// The main goal of an ask, with what several rules need.
pub(super) struct View<'a> {
    pub(super) goal: &'a Goal,
    pub(super) path: &'a [String],
    pub(super) premises: &'a [Premise],
    pub(super) header: Header<'a>,
    /// Whether Mathlib is imported.
    pub(super) mathlib: bool,
    ordered: BTreeSet<&'a str>,
    fields: BTreeSet<&'a str>,
    rings: BTreeSet<&'a str>,
}

impl<'a> View<'a> {
    pub(super) fn new(ask: &Ask<'a>) -> Option<Self> {
        let goal = ask.group.goals.first()?;
        let carriers = |class: &str| {
            // A class that is a proposition (`OrderedRing`) is listed as one.
            let of = goal
                .hyps
                .iter()
                .filter(|h| h.kind != HypKind::Var && h.ty.contains(class) && !h.ty.contains('∀'));
            of.filter_map(|h| tokens(&h.ty).last().copied()).collect()
        };
        Some(View {
            goal,
            path: ask.path,
            premises: ask.premises,
            header: Header::new(&ask.theorem.header),
            mathlib: ask.theorem.header.contains("import Mathlib"),
            ordered: carriers("OrderedRing"),
            fields: carriers("Field"),
            rings: carriers("Ring"),
        })
    }

    pub(super) fn target(&self) -> &'a str {
        &self.goal.target
    }

    pub(super) fn head(&self) -> &str {
        self.goal.head.as_deref().unwrap_or("")
    }

    pub(super) fn uses(&self, constant: &str) -> bool {
        self.goal.consts.iter().any(|c| c == constant)
    }

    /// Propositions among the hypotheses that a step can name.
    pub(super) fn props(&self) -> impl Iterator<Item = &'a Hyp> {
        self.goal.hyps.iter().filter(|h| h.kind == HypKind::Prop && usable(&h.name))
    }

    /// Variables that a step can name.
    pub(super) fn vars(&self) -> impl Iterator<Item = &'a Hyp> {
        self.goal.hyps.iter().filter(|h| h.kind == HypKind::Var && usable(&h.name))
    }

    /// The number system a type stands for.
    pub(super) fn number(&self, ty: &str) -> Option<Number> {
        Some(match ty {
            "ℕ" | "Nat" => Number::Nat,
            "ℤ" | "Int" => Number::Int,
            "ℚ" | "Rat" => Number::Rat,
            "ℝ" | "Real" if self.mathlib => Number::OrderedField,
            t if self.ordered.contains(t) => Number::OrderedField,
            t if self.fields.contains(t) => Number::Field,
            _ => return None,
        })
    }

    /// Variables of a number system.
    pub(super) fn numbers(&self, of: &[Number]) -> Vec<&'a str> {
        let ours = self.vars().filter(|h| self.number(&h.ty).is_some_and(|n| of.contains(&n)));
        ours.map(|h| h.name.as_str()).collect()
    }

    /// Whether the goal has an ordered ring other than the naturals in it.
    pub(super) fn has_ordered_ring(&self) -> bool {
        !self.ordered.is_empty() || self.mathlib && self.uses("Real") || self.uses("Int") || self.uses("Rat")
    }

    /// Whether a variable occurs in a text.
    pub(super) fn occurs(name: &str, text: &str) -> bool {
        tokens(text)
            .into_iter()
            .any(|t| t == name || t.strip_prefix(name).is_some_and(|r| r.starts_with('.')))
    }

    /// The target's own relation.
    pub(super) fn relation(&self) -> Option<super::text::Relation<'a>> {
        relation(self.target())
    }

    /// Hypotheses that are universally quantified.
    pub(super) fn foralls(&self) -> Vec<(&'a Hyp, super::text::Forall<'a>)> {
        self.props().filter_map(|h| forall(&h.ty).map(|f| (h, f))).collect()
    }

    /// Whether the target or a proposition mentions the name.
    pub(super) fn occurs_in_goal(&self, name: &str) -> bool {
        self.occurs_in_target(name)
            || self.goal.hyps.iter().any(|h| h.kind == HypKind::Prop && View::occurs(name, &h.ty))
    }

    /// Whether the target mentions the name.
    pub(super) fn occurs_in_target(&self, name: &str) -> bool {
        View::occurs(name, self.target())
    }

    /// Whether numerals are terms of the type.
    pub(super) fn has_numerals(&self, ty: &str) -> bool {
        self.number(ty).is_some() || self.rings.contains(ty)
    }

    /// Type variables that stand for a field.
    pub(super) fn carriers(&self) -> impl Iterator<Item = &'a str> {
        self.fields.iter().copied()
    }

    /// Names that local hypotheses and variables already have.
    pub(super) fn taken(&self, name: &str) -> bool {
        self.goal.hyps.iter().any(|h| h.name == name)
    }

    /// A name starting with `stem` that is not in use.
    pub(super) fn fresh(&self, stem: &str) -> String {
        let mut n = 0;
        loop {
            let name = if n == 0 { stem.to_owned() } else { format!("{stem}{n}") };
            if !self.taken(&name) {
                return name;
            }
            n += 1;
        }
    }

    /// Names that the header defines and the goal mentions, notation seen through.
    pub(super) fn definitions(&self) -> Vec<&str> {
        let used = |c: &&String| self.header.defines(c);
        self.goal.consts.iter().filter(used).map(String::as_str).collect()
    }

    /// Theorems of the header about what the goal speaks of in particular.
    pub(super) fn facts(&self) -> Vec<&str> {
        let consts = self.goal.consts.iter().map(String::as_str);
        let about: Vec<&str> = consts.filter(|c| !common(c) && !c.starts_with("Lean.")).collect();
        let mut theorems = self.header.theorems_about(&about);
        theorems.truncate(8);
        theorems
    }

    /// Natural-number literals in the propositions and the target, ascending.
    pub(super) fn numerals(&self) -> BTreeSet<u64> {
        let texts = self.props().map(|h| h.ty.as_str()).chain([self.target()]);
        texts.flat_map(tokens).filter_map(|t| t.parse().ok()).collect()
    }

    /// Whether a name is a bound or free identifier of the given text, other than those listed.
    pub(super) fn free_idents(text: &'a str) -> impl Iterator<Item = &'a str> {
        tokens(text).into_iter().filter(|t| is_ident(t))
    }
}

/// Constants of which nearly every theorem speaks.
fn common(c: &str) -> bool {
    [
        "Eq", "Nat", "Int", "Rat", "And", "Or", "Not", "Iff", "LE", "LT", "OfNat", "HAdd", "HMul", "HSub",
        "HPow", "HDiv", "HMod", "Exists", "Neg", "Ne", "GE", "GT", "List", "True", "False",
    ]
    .iter()
    .any(|k| {
        c == *k
            || c.strip_prefix(k)
                .is_some_and(|r| r.starts_with('.') && !r[1..].starts_with(char::is_lowercase))
    }) || matches!(
        c,
        "LE.le"
            | "LT.lt"
            | "GE.ge"
            | "GT.gt"
            | "OfNat.ofNat"
            | "HAdd.hAdd"
            | "HMul.hMul"
            | "HSub.hSub"
            | "HPow.hPow"
            | "HDiv.hDiv"
            | "HMod.hMod"
            | "Neg.neg"
    )
}
