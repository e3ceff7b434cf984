//! A scripted prover and a scripted proposer, and searches written as data.
//!
//! A [`Table`] says what there is to propose and what the prover answers; [`scenario`] runs a search on
//! it without any process or clock. [`ScriptedProver`] and [`ScriptedProposer`] stand behind the
//! traits of the real ones, for tests of the driver.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use futures::{FutureExt, future::BoxFuture};

use crate::{
    proposer::{Ask, Proposals, Proposer, ProposerError, Usage},
    prover::{GoalGroup, ProverError, Session, StateId, StepLimits, Verdict},
    theorem::Theorem,
};

pub mod lemma;
pub mod scenario;
pub mod table;

pub use table::{Table, group_text};

/// A prover that answers from a table.
#[derive(Clone, Debug)]
pub struct ScriptedProver {
    table: Arc<Table>,
    /// The goals of each state that was not forgotten.
    states: BTreeMap<StateId, String>,
    next: u32,
    delay: Duration,
}

impl ScriptedProver {
    /// A session that answers at once.
    pub fn new(table: Arc<Table>) -> Self {
        ScriptedProver { table, states: BTreeMap::new(), next: 0, delay: Duration::ZERO }
    }

    /// Lets every step take a while.
    pub fn with_delay(self, delay: Duration) -> Self {
        ScriptedProver { delay, ..self }
    }

    /// The states that were not forgotten.
    pub fn states(&self) -> usize {
        self.states.len()
    }

    /// The root of the table as a state.
    pub fn root(&mut self) -> GoalGroup {
        let root = self.table.root().to_string();
        self.state(&root)
    }

    /// What the table says of a step.
    ///
    /// # Errors
    /// If the state is unknown or forgotten, or the table lets the prover die here.
    pub fn answer(&mut self, state: StateId, step: &str) -> Result<Verdict, ProverError> {
        let goals = self.states.get(&state).cloned().ok_or_else(|| ProverError::Protocol {
            prover: "scripted".into(),
            message: format!("state {} is not there, or was forgotten", state.0),
        })?;
        let table = self.table.clone();
        table.answer(&goals, step, |group| self.state(group))
    }

    fn state(&mut self, group: &str) -> GoalGroup {
        let state = StateId(self.next);
        self.next += 1;
        let group = table::goal_group(group, state);
        self.states.insert(state, group_text(&group));
        group
    }
}

impl Session for ScriptedProver {
    async fn open(&mut self, _theorem: &Theorem) -> Result<GoalGroup, ProverError> {
        Ok(self.root())
    }

    async fn step(&mut self, state: StateId, step: &str, limits: StepLimits) -> Result<Verdict, ProverError> {
        if !self.delay.is_zero() {
            tokio::time::sleep(self.delay.min(limits.time)).await;
        }
        self.answer(state, step)
    }

    fn recall(
        &mut self,
        _parent: StateId,
        _step: &str,
        _limits: StepLimits,
        groups: Vec<GoalGroup>,
    ) -> Option<Vec<GoalGroup>> {
        let known = |it: GoalGroup| GoalGroup { state: self.state(&group_text(&it)).state, ..it };
        Some(groups.into_iter().map(known).collect())
    }

    fn forget(&mut self, states: &[StateId]) {
        states.iter().for_each(|it| drop(self.states.remove(it)));
    }

    fn restarts(&self) -> u32 {
        0
    }
}

/// A proposer that proposes what a table has.
#[derive(Clone, Debug)]
pub struct ScriptedProposer {
    table: Arc<Table>,
    name: String,
    usage: Usage,
}

impl ScriptedProposer {
    /// Proposes round by round; each answer costs `usage`.
    pub fn new(table: Arc<Table>, name: &str, usage: Usage) -> Self {
        ScriptedProposer { table, name: name.into(), usage }
    }
}

impl Proposer for ScriptedProposer {
    fn name(&self) -> &str {
        &self.name
    }

    fn propose<'a>(&'a self, ask: Ask<'a>) -> BoxFuture<'a, Result<Proposals, ProposerError>> {
        let group = group_text(ask.group);
        let proposals = self.table.proposals(&group, ask.round, &self.name);
        let exhausted = ask.round >= self.table.last_round(&group);
        let answer = Proposals { proposals, usage: self.usage, exhausted, ..Proposals::default() };
        async { Ok(answer) }.boxed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theorem::ProverKind;

    #[tokio::test]
    async fn stand_behind_the_traits() {
        let table = Arc::new(Table::parse("root: intro [-2] => a + b\na + b: die => died").unwrap());
        let theorem = Theorem::new("t", ProverKind::Lean, "", "theorem t : root := sorry", 20..25);
        let mut prover = ScriptedProver::new(table.clone()).with_delay(Duration::from_millis(1));
        let root = prover.open(&theorem).await.unwrap();
        let usage = Usage { calls: 1, tokens: 7, ..Usage::default() };
        let proposer = ScriptedProposer::new(table, "scripted", usage);
        let answer = proposer.propose(Ask::new(&theorem, &root)).await.unwrap();
        assert_eq!(
            (answer.usage, &*answer.proposals[0].step, answer.proposals[0].log_prob),
            (usage, "intro", -2.0)
        );

        let verdict = prover.step(root.state, "intro", StepLimits::default()).await.unwrap();
        let Verdict::Progress { groups } = verdict else { panic!("{verdict:?}") };
        assert_eq!(group_text(&groups[0]), "a + b");
        let died = prover.step(groups[0].state, "die", StepLimits::default()).await;
        assert!(matches!(died, Err(ProverError::Died { .. })));
        prover.forget(&[root.state]);
        assert_eq!(prover.states(), 1);
        assert!(matches!(prover.answer(root.state, "intro"), Err(ProverError::Protocol { .. })));
    }

    #[test]
    fn bad_tables_are_refused() {
        for text in ["", "root intro => a", "root: intro", "root: intro => inconclusive mood"] {
            assert!(Table::parse(text).is_err(), "{text}");
        }
    }
}
