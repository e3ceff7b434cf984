//! Next steps for a hole, each tried by the prover before it is shown.

use std::{sync::Arc, time::Duration};

use futures::FutureExt;
use lsp_types::{MessageType, Url};
use serde_json::{Value, json};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::{
    assistant::Assistant,
    holes::{Hole, Kind, lean_target},
    look::Patience,
    look_fstar::NO_LEMMA,
    progress::Shown,
    work::{Job, JobId, Lane},
};
use crate::{
    driver::Settings,
    proposer::{Ask, Proposal},
    prover::{
        Certification, Certifier, Goal, Session, StepLimits, Verdict,
        fstar::{
            certifier::{FstarCertifier, FstarLimits},
            session::FstarSession,
        },
        lean::session::LeanSession,
    },
    theorem::{ProverKind, Target},
};

/// So many next steps are shown.
const MOST: usize = 6;
/// No further step is tried after this time.
const TIME: Duration = Duration::from_secs(12);
/// What one step may use, as a share of what a step of a search may.
const SHARE: u32 = 5;

/// A step that the prover accepts at a hole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The step.
    pub step: String,
    /// The targets of the goals that it leaves.
    pub remains: Vec<String>,
    /// Whether the whole declaration is certified with it.
    pub certified: bool,
    /// The declaration with it, and a hole for each goal that it leaves.
    pub declaration: String,
}

impl Assistant {
    /// Looks for next steps for a hole; they are among the actions and completions for it then. Tells the user what came of
    /// it, if it was asked for.
    pub(super) fn suggest(&self, uri: &Url, hole: &Hole, asked: bool) -> JobId {
        let (assistant, subject) = (self.clone(), Some(format!("suggest {uri}")));
        let (uri, hole) = (uri.clone(), hole.clone());
        let run = move |job, token: CancellationToken| {
            async move {
                let title = format!("Looking for next steps for {}", hole.name);
                let shown = asked.then(|| Shown::begin(&assistant, job, title));
                let mut last = String::new();
                tokio::select! {
                    told = assistant.suggesting(&uri, &hole) => {
                        if let Some((kind, text)) = told.filter(|_| asked) {
                            last = text.clone();
                            assistant.tell(kind, text);
                        }
                    }
                    () = token.cancelled() => last = "it was stopped".into(),
                }
                if let Some(shown) = shown {
                    shown.end(last);
                }
                assistant.with(&uri, |it| it.completing = it.completing.filter(|it| *it != job));
            }
            .boxed()
        };
        self.work.submit(Job { lane: Lane::Look, rank: 0, subject, run: Box::new(run) })
    }

    /// How far the last search for a hole came, said to the user, too.
    pub(super) fn explain(&self, uri: &Url, hole: &Hole) -> Value {
        let explanation =
            self.with(uri, |it| it.outcome(hole).and_then(|it| it.explanation.clone())).flatten();
        match explanation {
            Some(text) => {
                self.tell(MessageType::INFO, text.clone());
                json!({"markdown": text})
            }
            None => {
                let text = format!(
                    "nothing is known of {}: no search for it as it is now came to its end",
                    hole.name
                );
                self.tell(MessageType::INFO, text);
                Value::Null
            }
        }
    }

    /// What may serve for a hole; null while its goal is still being asked for.
    pub(super) fn search_lemmas(&self, uri: &Url, hole: &Hole) -> Value {
        match self.with(uri, |it| it.known(hole).cloned()).flatten() {
            Some(known) => json!({"premises": known.premises}),
            None => {
                self.ask_goal(uri, hole);
                Value::Null
            }
        }
    }

    /// Finds next steps; says what there is to tell of that.
    async fn suggesting(&self, uri: &Url, hole: &Hole) -> Option<(MessageType, String)> {
        let drive = self.settings().drive.clone();
        let found = match self.with(uri, |it| it.prover) {
            Some(ProverKind::Lean) => {
                let (lean, checked) = self.checked(uri, Patience::WhileItIsNow).await?;
                let same = self.same_hole(uri, hole, checked.revision);
                let target = same.and_then(|it| lean_target(&checked.text, &checked.reply, &it));
                let Some(target) = target else {
                    let text = format!("no next steps for {}: it was changed in the meantime", hole.name);
                    return Some((MessageType::INFO, text));
                };
                let mut session = LeanSession::new(&lean.pool);
                let mut certifier = lean.certifier.clone();
                self.next_steps(&target, hole.nth, &mut session, &mut certifier, &drive).await
            }
            Some(ProverKind::Fstar) => {
                if matches!(hole.kind, Kind::Definition(_)) {
                    return Some((MessageType::INFO, format!("no next steps for {}: {NO_LEMMA}", hole.name)));
                }
                let fstar = self.fstar(uri).await?;
                let now = self.with(uri, |it| it.document.revision()).unwrap_or_default();
                let found = self.fstar_target(uri, &hole.declaration, now)?;
                let mut session = FstarSession::new(Arc::clone(&fstar));
                let mut certifier = FstarCertifier::new(fstar, FstarLimits::default());
                self.next_steps(&found.target, 0, &mut session, &mut certifier, &drive.for_fstar()).await
            }
            None => return None,
        };
        let found = match found {
            Ok(found) => found,
            Err(why) => {
                return Some((MessageType::WARNING, format!("no next steps for {}: {why}", hole.name)));
            }
        };
        let count = found.len();
        let shown = self.with(uri, |open| {
            let is_there = open.holes.iter().any(|it| (it.key, it.nth) == (hole.key, hole.nth));
            if is_there {
                open.suggestions.insert((hole.key, hole.nth), found);
            }
            is_there
        });
        let text = match (shown, count) {
            (Some(true), 0) => format!("no step that was tried works at {}", hole.name),
            (Some(true), _) => format!("{count} next steps for {} are among its code actions", hole.name),
            _ => format!("next steps for {} are not shown: it was changed in the meantime", hole.name),
        };
        Some((MessageType::INFO, text))
    }

    async fn next_steps<S: Session, C: Certifier>(
        &self,
        target: &Target,
        nth: usize,
        session: &mut S,
        certifier: &mut C,
        drive: &Settings,
    ) -> Result<Vec<Suggestion>, String> {
        let begun = Instant::now();
        let theorem = target.holes.get(nth).ok_or("the hole is not there any more")?;
        let settings = self.settings();
        let proposer = settings.proposer().map_err(|it| it.complaint())?;
        let group = session.open(theorem).await.map_err(|it| it.to_string())?;
        let premises = self.facts(theorem, &group, session);
        let ask = Ask { premises: &premises, samples: drive.samples, ..Ask::new(theorem, &group) };
        let proposals = proposer.propose(ask).await.map_err(|it| it.complaint())?.proposals;
        let StepLimits { heartbeats, time } = drive.step;
        let limits = StepLimits { heartbeats: heartbeats / u64::from(SHARE), time: time / SHARE };
        let mut found: Vec<Suggestion> = Vec::new();
        for Proposal { step, .. } in proposals {
            if begun.elapsed() > TIME || found.len() == MOST {
                break;
            }
            let verdict = session.step(group.state, &step, limits).await.map_err(|it| it.to_string())?;
            let (step, goals) = match verdict {
                Verdict::Closed => (session.found().map_or(step, str::to_owned), Vec::new()),
                Verdict::Progress { groups } => {
                    session.forget(&groups.iter().map(|it| it.state).collect::<Vec<_>>());
                    (step, groups.into_iter().flat_map(|it| it.goals).collect())
                }
                Verdict::Rejected { .. } | Verdict::Inconclusive { .. } => continue,
            };
            let remains: Vec<String> = goals.iter().map(|it: &Goal| it.target.clone()).collect();
            if found.iter().any(|it| it.step == step || !remains.is_empty() && it.remains == remains) {
                continue;
            }
            let declaration = theorem.with_script(&with_holes(&step, remains.len(), theorem.prover));
            let mut certified = false;
            if remains.is_empty() && target.holes.len() == 1 {
                let verdict = certifier.certify(theorem, &declaration).await.map_err(|it| it.to_string())?;
                certified = matches!(verdict, Certification::Certified(_));
                if !certified {
                    continue;
                }
            }
            found.push(Suggestion { step, remains, certified, declaration });
        }
        found.sort_by_key(|it| it.remains.len());
        Ok(found)
    }
}

/// A step with a hole for each goal that it leaves.
pub(super) fn with_holes(step: &str, goals: usize, prover: ProverKind) -> String {
    match (prover, goals) {
        // A step of F* has them in it.
        (ProverKind::Fstar, _) | (_, 0) => step.to_owned(),
        (ProverKind::Lean, 1) => format!("{step}\nsorry"),
        (ProverKind::Lean, _) => format!("{step}{}", "\n· sorry".repeat(goals)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_goal_that_is_left_has_its_hole() {
        assert_eq!(with_holes("simp", 0, ProverKind::Lean), "simp");
        assert_eq!(with_holes("intro x", 1, ProverKind::Lean), "intro x\nsorry");
        assert_eq!(with_holes("constructor", 2, ProverKind::Lean), "constructor\n· sorry\n· sorry");
        assert_eq!(with_holes("let f x = admit ()", 1, ProverKind::Fstar), "let f x = admit ()");
    }
}
