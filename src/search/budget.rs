//! What a search may spend, what it has spent, and what ran out.

use std::{fmt, time::Duration};

use serde::{Deserialize, Serialize};

use crate::proposer::{Micros, Usage};

/// What a search may spend; `None` is no limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Budget {
    /// Wall time, as the driver tells it through [`super::Search::set_elapsed`].
    pub time: Option<Duration>,
    /// Steps tried.
    pub steps: Option<u64>,
    /// Requests to a model.
    pub calls: Option<u64>,
    /// Tokens in and out of a model; the last reply may go over it.
    pub tokens: Option<u64>,
    /// What tokens cost; the last reply may go over it.
    pub cost: Option<Micros>,
}

/// What a search has spent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Spent {
    /// Wall time.
    #[serde(skip)]
    pub time: Duration,
    /// Steps tried, with those in flight.
    pub steps: u64,
    /// Requests to a model.
    pub calls: u64,
    /// Tokens in and out of a model.
    pub tokens: u64,
    /// What they cost, if there are prices.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost: Option<Micros>,
    /// Whether some of the tokens are estimated.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub estimated: bool,
}

impl Spent {
    pub(super) fn add(&mut self, usage: Usage) {
        self.calls += usage.calls;
        self.tokens += usage.tokens;
        self.cost = Micros::sum(self.cost, usage.cost);
        self.estimated |= usage.estimated;
    }
}

/// Why a search ended without a proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Every proposal was tried.
    Exhausted,
    /// The wall time is over.
    Timeout,
    /// No more steps may be tried.
    MaxSteps,
    /// No more requests may go to a model, and what needs none was tried.
    MaxCalls,
    /// No more tokens may be used, and what needs none was tried.
    MaxTokens,
    /// No more money may be spent, and what needs none was tried.
    MaxCost,
    /// Somebody asked it to stop.
    Cancelled,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Reason::Exhausted => "exhausted",
            Reason::Timeout => "timeout",
            Reason::MaxSteps => "max_steps",
            Reason::MaxCalls => "max_calls",
            Reason::MaxTokens => "max_tokens",
            Reason::MaxCost => "max_cost",
            Reason::Cancelled => "cancelled",
        })
    }
}

impl Budget {
    /// Whether the wall time is over.
    pub(super) fn time_is_over(&self, spent: &Spent) -> bool {
        self.time.is_some_and(|it| spent.time >= it)
    }

    /// Whether another step may be tried.
    pub(super) fn allows_step(&self, spent: &Spent) -> bool {
        self.steps.is_none_or(|it| spent.steps < it)
    }

    /// Whether more tokens may be used.
    pub(super) fn allows_tokens(&self, spent: &Spent) -> bool {
        self.tokens.is_none_or(|it| spent.tokens < it)
            && self.cost.is_none_or(|it| spent.cost.unwrap_or_default() < it)
    }

    /// What forbids one more request to a model, when `asked` are on their way.
    pub fn forbids_call(&self, spent: &Spent, asked: u64) -> Option<Reason> {
        if self.calls.is_some_and(|it| spent.calls + asked >= it) {
            return Some(Reason::MaxCalls);
        }
        // Those on their way are taken to cost what the others did.
        let with_asked = |it: u64| it + (it * asked).checked_div(spent.calls).unwrap_or(0);
        if self.tokens.is_some_and(|it| with_asked(spent.tokens) >= it) {
            return Some(Reason::MaxTokens);
        }
        let cost = with_asked(spent.cost.unwrap_or_default().0);
        self.cost.is_some_and(|it| cost >= it.0).then_some(Reason::MaxCost)
    }
}
