//! What a client shows of a search while it runs.

use std::time::Duration;

use lsp_types::{
    NumberOrString, ProgressParams, ProgressParamsValue, WorkDoneProgress, WorkDoneProgressBegin,
    WorkDoneProgressCreateParams, WorkDoneProgressEnd, WorkDoneProgressReport, notification, request,
};
use tokio::{
    sync::watch,
    task::JoinHandle,
    time::{sleep, timeout},
};

use super::{assistant::Assistant, work::JobId};
use crate::driver::Progress;

/// How often a client is told.
const EVERY: Duration = Duration::from_millis(200);
/// How long a client may take to make a place for it.
const PATIENCE: Duration = Duration::from_secs(2);

/// Work-done progress of one job. Ends it when it is told to, or dropped.
pub(super) struct Shown {
    say: watch::Sender<Say>,
    task: Option<JoinHandle<()>>,
}

/// What is to be said now.
#[derive(Clone, Debug, Default)]
struct Say {
    message: String,
    percentage: Option<u32>,
    ended: bool,
}

impl Shown {
    /// Begins to show the progress of a job, if the client can.
    pub(super) fn begin(assistant: &Assistant, job: JobId, title: String) -> Shown {
        let (say, mut heard) = watch::channel(Say::default());
        if !assistant.abilities().progress {
            return Shown { say, task: None };
        }
        let client = assistant.client.clone();
        let token = token(job);
        let task = tokio::spawn(async move {
            let create = WorkDoneProgressCreateParams { token: token.clone() };
            let created = client.send_request::<request::WorkDoneProgressCreate>(create);
            if !matches!(timeout(PATIENCE, created).await, Ok(Ok(()))) {
                return;
            }
            let send = async |value| {
                let params =
                    ProgressParams { token: token.clone(), value: ProgressParamsValue::WorkDone(value) };
                client.send_notification::<notification::Progress>(params).await;
            };
            let begin =
                WorkDoneProgressBegin { title, cancellable: Some(true), message: None, percentage: Some(0) };
            send(WorkDoneProgress::Begin(begin)).await;
            loop {
                let gone = heard.changed().await.is_err();
                let Say { message, percentage, ended } = heard.borrow_and_update().clone();
                if ended || gone {
                    let message = Some(message).filter(|it| !it.is_empty());
                    return send(WorkDoneProgress::End(WorkDoneProgressEnd { message })).await;
                }
                let cancellable = Some(true);
                let report = WorkDoneProgressReport { cancellable, message: Some(message), percentage };
                send(WorkDoneProgress::Report(report)).await;
                // Its end is not to wait.
                tokio::select! {
                    () = sleep(EVERY) => {}
                    _ = heard.wait_for(|it| it.ended) => {}
                }
                if heard.borrow().ended {
                    heard.mark_changed();
                }
            }
        });
        Shown { say, task: Some(task) }
    }

    /// Something to be told of a search between its steps.
    pub(super) fn reporter(&self, budget: Option<Duration>) -> impl FnMut(Progress) + Send + use<> {
        let say = self.say.clone();
        move |Progress { counts, spent }| {
            let left = budget.map(|it| it.saturating_sub(spent.time).as_secs());
            let left = left.map_or_else(String::new, |it| format!(", {it} s left"));
            let calls =
                if spent.calls > 0 { format!(", {} model calls", spent.calls) } else { String::new() };
            let message = format!(
                "{} steps, {} goals open, depth {}{calls}{left}",
                counts.steps, counts.open, counts.depth
            );
            let share =
                budget.map(|it| (100.0 * spent.time.as_secs_f64() / it.as_secs_f64().max(0.001)) as u32);
            say.send_replace(Say { message, percentage: share.map(|it| it.min(99)), ended: false });
        }
    }

    /// Tells how far it is.
    pub(super) fn say(&self, message: String, percentage: Option<u32>) {
        self.say.send_replace(Say { message, percentage, ended: false });
    }

    /// Ends it with a last word.
    pub(super) fn end(&self, message: String) {
        self.say.send_replace(Say { message, percentage: None, ended: true });
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        if self.task.is_some() {
            self.say.send_modify(|it| it.ended = true);
        }
    }
}

/// The token of a job's progress.
fn token(job: JobId) -> NumberOrString {
    NumberOrString::String(format!("proofwright/{}", job.0))
}

/// The job that a token of ours is of.
pub(super) fn job(token: &NumberOrString) -> Option<JobId> {
    match token {
        NumberOrString::String(text) => text.strip_prefix("proofwright/")?.parse().ok().map(JobId),
        NumberOrString::Number(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_tells_its_job() {
        assert_eq!(job(&token(JobId(17))), Some(JobId(17)));
        assert_eq!(job(&NumberOrString::Number(17)), None);
        assert_eq!(job(&NumberOrString::String("other/17".into())), None);
    }
}
