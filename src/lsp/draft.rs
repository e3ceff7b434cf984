//! Drafts: a proof of a few `have`s, put where a hole is, with a hole for each part that is still to be proved.

use lsp_types::{MessageType, Position, Url};

use super::{
    assistant::Assistant,
    holes::{Hole, lean_target},
    look::Patience,
    progress::Shown,
    prove::{Proof, Words},
    suggest,
    work::JobId,
};
use crate::{
    proposer::{Ask, Proposals, Wanted},
    prover::{
        ProverError, Session, Verdict,
        lean::{
            pool::LeanPool,
            protocol::{CheckReply, Severity},
            session::LeanSession,
        },
    },
    theorem::{ProverKind, lean_script::opened},
};

impl Assistant {
    /// Has a draft put where a Lean hole is; tells if there is none.
    pub(super) fn draft_at(&self, uri: &Url, position: Position) -> Option<JobId> {
        let hole = self.with(uri, |open| {
            let hole = open.hole_at(position).filter(|_| open.prover == ProverKind::Lean)?;
            let busy = open.jobs.values().any(|it| it.declaration == hole.key.declaration);
            (!busy).then(|| hole.clone())
        });
        let Some(hole) = hole.flatten() else {
            self.tell(MessageType::INFO, "there is no Lean hole here that is not being worked on".into());
            return None;
        };
        let words = Words { doing: "Drafting", name: hole.name.clone(), failed: "no draft" };
        self.submit_shown(uri, hole.key.declaration, words, move |assistant, uri, shown| async move {
            assistant.draft(&uri, &hole, &shown).await
        })
    }

    /// Asks for drafts and puts the best one that Lean accepts into the text; says what became of it.
    async fn draft(&self, uri: &Url, hole: &Hole, shown: &Shown) -> Result<String, String> {
        const CHANGED: &str = "it was changed in the meantime";
        let (lean, checked) =
            self.checked(uri, Patience::WhileItIsNow).await.ok_or("its document could not be looked at")?;
        let hole = self.same_hole(uri, hole, checked.revision).ok_or(CHANGED)?;
        let target =
            lean_target(&checked.text, &checked.reply, &hole).ok_or("it has no proof to be drafted")?;
        let theorem = target.holes.into_iter().nth(hole.nth).ok_or(CHANGED)?;
        let settings = self.settings();
        let proposer = settings.proposer().map_err(|it| it.complaint())?;
        let mut session = LeanSession::new(&lean.pool);
        let group = session.open(&theorem).await.map_err(|it| it.to_string())?;
        let premises = self.facts(&theorem, &group, &session);
        shown.say("asking for drafts".into(), None);
        let samples = settings.drive.search.drafts.max(1) as usize;
        let ask = Ask { premises: &premises, samples, wanted: Wanted::Drafts, ..Ask::new(&theorem, &group) };
        let Proposals { proposals, complaints, .. } =
            proposer.propose(ask).await.map_err(|it| it.complaint())?;
        if proposals.is_empty() {
            let why =
                if complaints.is_empty() { String::new() } else { format!(": {}", complaints.join("; ")) };
            return Err(format!("no proposer has one for this goal{why}"));
        }
        let mut drafts = Vec::new();
        let count = proposals.len();
        for (at, proposal) in proposals.into_iter().enumerate() {
            shown.say(format!("trying draft {} of {count}", at + 1), Some((100 * at / count) as u32));
            // As a step it may be nothing but tactics, and none that do more than prove.
            let (step, holes) = opened(&proposal.step);
            let verdict = session.step(group.state, &step, settings.drive.step).await;
            let left = match verdict.map_err(|it| it.to_string())? {
                Verdict::Closed => 0,
                Verdict::Progress { groups } => groups.iter().map(|it| it.goals.len()).sum(),
                Verdict::Rejected { .. } | Verdict::Inconclusive { .. } => continue,
            };
            // What is left beside the holes that it has is a hole, too.
            let script = suggest::with_holes(&proposal.step, left.saturating_sub(holes), ProverKind::Lean);
            drafts.push((left, theorem.with_script(&script)));
        }
        // Whoever checks the text needs the worker.
        drop(session);
        drafts.sort_by_key(|it| it.0);
        let above = checked.text[..target.range.start].to_owned();
        for (_, candidate) in drafts {
            let Some(holes) = accepted(&lean.pool, &above, &candidate).await.map_err(|it| it.to_string())?
            else {
                continue;
            };
            let (text, range, revision) = (candidate.clone(), target.range, checked.revision);
            let draft = Proof { theorem, candidate, text, range, above, revision, is_draft: true };
            self.insert(uri, &hole.name, draft).await?;
            return Ok(format!("a draft stands there, with {holes} holes; it is not certified"));
        }
        Err(format!("Lean accepts none of the {count} that were proposed"))
    }
}

/// How many holes a declaration has that Lean accepts but for these; `None` if it does not.
///
/// # Errors
/// If no process can be had.
pub(super) async fn accepted(
    pool: &LeanPool,
    above: &str,
    declaration: &str,
) -> Result<Option<usize>, ProverError> {
    let checked = pool.check(&format!("{above}{declaration}")).await?;
    Ok(holes_in(&checked, above.len()))
}

/// The holes of the one declaration from a byte on; `None` if that is not one, or has an error.
fn holes_in(checked: &CheckReply, from: usize) -> Option<usize> {
    let wrong = checked.messages.iter().any(|it| it.severity == Severity::Error && it.start >= from);
    let mut commands = checked.commands.iter().filter(|it| it.start >= from);
    let only = commands.next().filter(|_| !wrong && commands.next().is_none())?;
    Some(only.holes.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prover::lean::protocol::{Command, Message};

    #[test]
    fn a_draft_is_one_declaration_without_an_error() {
        let command = |start: usize| Command {
            start,
            end: start + 9,
            kind: "k".into(),
            decl: Some("theorem".into()),
            names: vec!["t".into()],
            holes: vec![crate::prover::lean::protocol::Hole { start, end: start + 5, term: false }],
        };
        let error = |start: usize| Message {
            severity: Severity::Error,
            start,
            end: start + 1,
            line: 1,
            column: 0,
            text: "no".into(),
        };
        let holes = |messages, commands| {
            holes_in(&CheckReply { messages, header_end: 0, commands, decls: Vec::new(), ms: 0 }, 20)
        };
        assert_eq!(holes(vec![], vec![command(0), command(20)]), Some(1));
        assert_eq!(holes(vec![error(3)], vec![command(0), command(20)]), Some(1), "it stands above");
        assert_eq!(holes(vec![error(25)], vec![command(20)]), None);
        assert_eq!(holes(vec![], vec![command(20), command(40)]), None);
        assert_eq!(holes(vec![], vec![command(0)]), None);
    }
}
