//! The built-in proposer: steps read off the goal, without a model.

use std::{collections::BTreeMap, sync::Arc};

use futures::future::BoxFuture;

use super::{Ask, Proposal, Proposals, Proposer, ProposerError, Wanted};
use crate::theorem::ProverKind;

mod fstar;
mod lean;

pub(crate) use lean::multiples;

/// How many proposals a goal gets each time it is asked.
const TIER: usize = 48;

/// Proposes steps by rules that look at the goal's shape. Deterministic, and needs nothing.
#[derive(Clone, Debug)]
pub struct Builtin {
    name: Arc<str>,
}

impl Builtin {
    /// The proposer; its name is `builtin`.
    pub fn new() -> Self {
        Builtin { name: Arc::from("builtin") }
    }

    /// The proposals for an ask, best first; a later round gets the next tier.
    pub fn steps(&self, ask: &Ask<'_>) -> Vec<Proposal> {
        let steps = match (ask.wanted, ask.theorem.prover) {
            (Wanted::Steps, ProverKind::Lean) => lean::steps(ask),
            (Wanted::Steps, ProverKind::Fstar) => fstar::steps(ask),
            (Wanted::Drafts, ProverKind::Lean) => lean::drafts(ask),
            _ => Vec::new(),
        };
        let mut best: BTreeMap<String, (f64, usize)> = BTreeMap::new();
        for (step, log_prob) in steps {
            let order = best.len();
            let entry = best.entry(step).or_insert((log_prob, order));
            entry.0 = entry.0.max(log_prob);
        }
        let mut steps: Vec<(String, (f64, usize))> = best.into_iter().collect();
        steps.sort_by(|(_, (p, i)), (_, (q, j))| q.total_cmp(p).then(i.cmp(j)));
        steps
            .into_iter()
            .skip(ask.round as usize * TIER)
            .take(TIER)
            .map(|(step, (log_prob, _))| Proposal { step, log_prob, source: self.name.clone() })
            .collect()
    }
}

impl Default for Builtin {
    fn default() -> Self {
        Self::new()
    }
}

impl Proposer for Builtin {
    fn name(&self) -> &str {
        &self.name
    }

    fn propose<'a>(&'a self, ask: Ask<'a>) -> BoxFuture<'a, Result<Proposals, ProposerError>> {
        Box::pin(async move {
            let proposals = self.steps(&ask);
            let exhausted = proposals.len() < TIER;
            Ok(Proposals { proposals, exhausted, ..Proposals::default() })
        })
    }
}
