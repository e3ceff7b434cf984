//! Drafts from models: asked for, read, and given back with the prover's message where they do not elaborate.

use std::sync::Arc;

use super::Asking;
use crate::{
    formalize::{Draft, Repair, behind, judge, merged},
    proposer::model::{
        Choice, Model, parse,
        prompt::{cut, header},
        template::{Kind, Place},
    },
    prover::{ProverError, Session},
    theorem::{
        ProverKind, fstar_draft,
        lean_draft::{self, Drafted},
    },
};

/// Bytes of the prover's message that a model is shown.
const MESSAGE: usize = 2_000;

impl Asking<'_> {
    /// What the formalizers make of the text, each statement once; what does not elaborate was given back as often as may be.
    ///
    /// # Errors
    /// If the prover cannot be had.
    pub async fn drafts<S: Session>(&mut self, session: &mut S) -> Result<Vec<Draft>, ProverError> {
        let mut all = Vec::new();
        for model in &self.models.formalizers {
            for draft in self.written(model).await {
                all.push(self.elaborated(session, model, draft).await?);
            }
        }
        Ok(merged(all))
    }

    /// What one model makes of it.
    async fn written(&mut self, model: &Arc<Model>) -> Vec<Draft> {
        let samples = self.models.samples.max(1);
        let Ok(answer) = self.ask(model, Kind::Formalize, (samples, 0), &|_| None).await else {
            return Vec::new();
        };
        let (mut drafts, mut useless) = (Vec::new(), Vec::<(String, usize)>::new());
        for choice in &answer.choices {
            match self.read(choice, &answer.source) {
                Ok(draft) => drafts.push(draft),
                Err(why) => match useless.iter_mut().find(|it| it.0 == why) {
                    Some(known) => known.1 += 1,
                    None => useless.push((why, 1)),
                },
            }
        }
        let all = answer.choices.len();
        for (why, n) in useless {
            self.complain(format!("{}: {n} of {all} answers cannot be used: {why}", model.id()));
        }
        merged(drafts)
    }

    /// The statement in an answer.
    fn read(&self, choice: &Choice, source: &str) -> Result<Draft, String> {
        let prover = self.text.prover;
        let code = match prover {
            ProverKind::Lean => parse::declared(&choice.text, choice.cut_off),
            ProverKind::Fstar => parse::declared_in_fstar(&choice.text, choice.cut_off),
        };
        if code.is_empty() && choice.cut_off {
            return Err("it was cut off before its end; raise `--reply-tokens`".into());
        }
        let Drafted { opens, statement } = match prover {
            ProverKind::Lean => lean_draft::drafted(&code, self.text.name)?,
            ProverKind::Fstar => fstar_draft::drafted(&code, self.text.name)?,
        };
        let header = behind(self.text.header, &opens);
        Ok(Draft { prover, header, statement, source: source.to_owned(), votes: 1, ..Draft::default() })
    }

    /// A draft, or what came of it after repairs.
    async fn elaborated<S: Session>(
        &mut self,
        session: &mut S,
        model: &Model,
        mut draft: Draft,
    ) -> Result<Draft, ProverError> {
        if self.models.repairs == 0 {
            return Ok(draft);
        }
        let prover = self.text.prover;
        let mut refused = self.refused(session, &draft).await?;
        for round in 1..=self.models.repairs {
            let Some(message) = &refused else { break };
            let about = |place| match place {
                Place::Header => Some(header(&draft.header, prover)),
                Place::Statement => Some(draft.statement.clone()),
                Place::Message => Some(cut(message.trim(), MESSAGE)),
                _ => None,
            };
            let Ok(answer) = self.ask(model, Kind::Amend, (1, round), &about).await else { break };
            let read = match answer.choices.first() {
                Some(choice) => self.read(choice, &answer.source),
                None => Err("there is nothing in it".into()),
            };
            match read {
                Ok(mended) => {
                    let Draft { statement, votes, mut repairs, .. } = draft;
                    repairs.push(Repair { statement, message: message.clone() });
                    draft = Draft { votes, repairs, ..mended };
                    refused = self.refused(session, &draft).await?;
                }
                Err(why) => self.complain(format!("{}: a repair cannot be used: {why}", model.id())),
            }
        }
        Ok(draft)
    }

    /// What the prover has against a draft, if anything.
    async fn refused<S: Session>(
        &self,
        session: &mut S,
        draft: &Draft,
    ) -> Result<Option<String>, ProverError> {
        let Some(theorem) = draft.theorem(self.text.name) else { return Ok(None) };
        let group = match judge::opened(session, &theorem).await? {
            Ok(group) => group,
            Err(message) => return Ok(Some(message)),
        };
        session.forget(&[group.state]);
        Ok(judge::undeclared(&theorem, &group))
    }
}
