//! Makes finished proofs shorter where they stand in the text.

use std::{ops::Range, sync::Arc};

use lsp_types::{MessageType, Position, Url};
use tokio::time::Instant;

use super::{
    assistant::Assistant,
    holes::declaration_key,
    open::{Checked, Open},
    progress::Shown,
    prove::{Proof, Words},
    work::JobId,
};
use crate::{
    driver::closes,
    prover::{
        Certification, Certifier, Session,
        lean::{protocol::Severity, session::LeanSession},
    },
    search::{
        Script,
        minimise::{Minimiser, finishers},
    },
    theorem::{
        ProverKind,
        finished::{self, Finished},
        lean_script::tactics,
    },
};

/// At most so many candidates are tried.
const CANDIDATES: usize = 200;

/// A Lean theorem that has its proof, in a text that was checked.
pub(super) struct Done {
    /// What it is called.
    pub(super) name: String,
    /// Where it stands now.
    pub(super) place: Range<usize>,
    /// Where it stands in the text that was checked.
    range: Range<usize>,
    checked: Arc<Checked>,
}

impl Done {
    /// What its declaration is known by.
    pub(super) fn key(&self) -> u64 {
        declaration_key(&self.checked.text[self.range.clone()])
    }
}

/// The theorem that a range of the text of now touches, if Lean took it as it is, with its proof.
pub(super) fn finished_in(open: &Open, range: &Range<usize>) -> Option<Done> {
    let checked = open.checked.as_ref()?;
    let mut places = checked.reply.commands.iter().filter_map(|it| {
        let place = open.document.carry(&(it.start..it.end), checked.revision)?;
        (place.start <= range.end && range.start <= place.end).then_some((it, place))
    });
    let (command, place) = places.next()?;
    let range = command.start..command.end;
    let mut errors = checked.reply.messages.iter().filter(|it| it.severity == Severity::Error);
    let name = command.names.first()?.clone();
    let is_done = command.holes.is_empty() && !errors.any(|it| range.contains(&it.start));
    finished::lean(&name, "", checked.text.get(range.clone()).filter(|_| is_done)?)?;
    Some(Done { name, place, range, checked: Arc::clone(checked) })
}

impl Assistant {
    /// Has the proof of the theorem at a position made shorter; tells if there is none.
    pub(super) fn minimise_at(&self, uri: &Url, position: Position) -> Option<JobId> {
        let done = self.with(uri, |open| {
            let byte = open.document.byte(position);
            let done = finished_in(open, &(byte..byte))?;
            let key = done.key();
            (!open.jobs.values().any(|it| it.declaration == key)).then_some(done)
        });
        let Some(done) = done.flatten() else {
            let text = "there is no theorem here that Lean accepted and that is not being worked on";
            self.tell(MessageType::INFO, text.into());
            return None;
        };
        let words =
            Words { doing: "Minimising", name: done.name.clone(), failed: "its proof stays as it is" };
        self.submit_shown(uri, done.key(), words, move |assistant, uri, shown| async move {
            assistant.minimise(&uri, &done, &shown).await
        })
    }

    /// Looks for a shorter proof and puts it into the text; says what became of it.
    async fn minimise(&self, uri: &Url, done: &Done, shown: &Shown) -> Result<String, String> {
        let Done { name, range, checked, .. } = done;
        let (above, declaration) = (&checked.text[..range.start], &checked.text[range.clone()]);
        let Finished { theorem, script, .. } =
            finished::lean(name, above, declaration).ok_or("it cannot be taken apart")?;
        let remark = remark(&script);
        let begin = Script::read(&script);
        let lean = self.lean(uri).await.ok_or("there is no Lean")?;
        let drive = self.settings().drive.clone();
        let begun = Instant::now();
        let mut session = LeanSession::new(&lean.pool);
        let opened = session.open(&theorem).await.map_err(|it| it.to_string())?;
        let mut shorter: Vec<Script> = Vec::new();
        let mut minimiser = Minimiser::written(begin.clone(), finishers(ProverKind::Lean), CANDIDATES);
        let mut tried = 0;
        let mut next = Some(begin.to_string());
        while let Some(candidate) = next {
            let works = closes(&mut session, opened.state, &candidate, drive.step);
            let works = works.await.map_err(|it| it.to_string())?;
            if tried == 0 && !works {
                return Err("taken apart, it does not work within the limits of a step".into());
            }
            minimiser.answer(works);
            if works && tried > 0 {
                shorter.push(minimiser.best().clone());
            }
            tried += 1;
            let best = minimiser.best().steps();
            let message = format!("{tried} candidates tried, {best} of {} tactics left", begin.steps());
            shown.say(message, Some((100 * tried / CANDIDATES).min(99) as u32));
            let in_time = drive.budget.time.is_none_or(|it| begun.elapsed() < it);
            next = if in_time { minimiser.next() } else { None };
        }
        drop(session);
        let mut refusal = None;
        for best in shorter.iter().rev() {
            let candidate = theorem.with_script(&format!("{remark}{best}"));
            // A term has no `by`.
            if candidate.len() >= declaration.len() {
                continue;
            }
            let verdict = lean.certifier.clone().certify(&theorem, &candidate).await;
            match verdict.map_err(|it| it.to_string())? {
                Certification::Refused { reason } => refusal = Some(reason),
                Certification::Certified(_) => {
                    let (text, above) = (candidate.clone(), above.to_owned());
                    let (range, revision) = (range.clone(), checked.revision);
                    self.insert(
                        uri,
                        name,
                        Proof { theorem, candidate, text, range, above, revision, is_draft: false },
                    )
                    .await?;
                    let (before, after) = (begin.steps(), best.steps());
                    return Ok(format!("a proof of {before} tactics became one of {after}, certified"));
                }
            }
        }
        Err(match refusal {
            Some(reason) => format!("what is shorter is not certified: {reason}"),
            None => format!("nothing can be left out of it ({tried} candidates tried)"),
        })
    }
}

/// What stands above the first tactic of a script, with the ends of its lines.
fn remark(script: &str) -> String {
    let above = tactics(script).first().map_or(0, |it| it.line - 1);
    script.split_inclusive('\n').take(above).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_before_the_first_tactic_is_kept() {
        assert_eq!(remark("-- first\n\n/- and -/\nsimp\nomega"), "-- first\n\n/- and -/\n");
        assert_eq!(remark("simp"), "");
        assert_eq!(remark("-- nothing"), "");
    }
}
