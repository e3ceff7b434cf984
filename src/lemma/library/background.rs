//! Indexing while a search runs.

use std::{path::PathBuf, sync::Arc};

use tokio::{sync::watch, task::JoinHandle};
use tokio_util::sync::CancellationToken;

use super::{Environment, Progress, Shelf, imports};
use crate::{lemma::rank::Premises, prover::Library};

/// How an indexing stands.
#[derive(Clone, Debug)]
pub enum Standing {
    /// It goes on.
    Working(Progress),
    /// The index is there.
    Ready(Arc<Premises>),
    /// It cannot be made, and why.
    Failed(String),
}

/// An index that is made on the side; dropping it ends the work, and what is listed is kept for the next one.
pub struct Indexing {
    task: JoinHandle<()>,
    stop: CancellationToken,
    pub(super) standing: watch::Receiver<Standing>,
}

impl Indexing {
    /// Begins to index the environment behind a header.
    ///
    /// # Panics
    /// Outside of a tokio runtime.
    pub fn spawn(
        shelf: Shelf,
        project: Option<PathBuf>,
        header: &str,
        library: impl Library + 'static,
    ) -> Self {
        let imports = imports(header);
        let (sender, standing) = watch::channel(Standing::Working(Progress::Starting));
        let stop = CancellationToken::new();
        let told = stop.clone();
        let task = tokio::spawn(async move {
            let built = async {
                let environment = Environment { prover: library.version().await?, project, imports };
                let mut tell = |it| drop(sender.send_replace(Standing::Working(it)));
                shelf.build(&environment, &library, &mut tell).await
            };
            let standing = tokio::select! {
                built = built => match built {
                    Ok(premises) => Standing::Ready(Arc::new(premises)),
                    Err(error) => Standing::Failed(error.to_string()),
                },
                () = told.cancelled() => Standing::Failed("the indexing was stopped".into()),
            };
            // Its workers are not needed any more.
            library.shutdown().await;
            sender.send_replace(standing);
        });
        Indexing { task, stop, standing }
    }

    /// How it stands now.
    pub fn standing(&self) -> Standing {
        self.standing.borrow().clone()
    }

    /// Waits until it has ended, one way or the other.
    pub async fn ended(&mut self) -> Standing {
        let ended = self.standing.wait_for(|it| !matches!(it, Standing::Working(_))).await;
        ended.map_or_else(|_| Standing::Failed("the indexing was stopped".into()), |it| it.clone())
    }
}

impl Indexing {
    /// Ends the work, and waits until its worker is gone.
    pub async fn stop(mut self) {
        self.stop.cancel();
        // An error says that it broke.
        let _ = (&mut self.task).await;
    }
}

impl Drop for Indexing {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}
