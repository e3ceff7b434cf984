//! The language server: an assistant that stands beside the language's own server.
//!
//! The only module that knows the protocol's types. What comes in changes the state of a document or is answered from it;
//! all that needs a prover is a job of [`work`], whose result is carried to the text of now or dropped.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
};

use tokio::io::{AsyncRead, AsyncWrite};
use tokio_util::sync::CancellationToken;
use tower_lsp::{LspService, jsonrpc::Request};
use tower_service::Service;

mod assistant;
pub mod command;
mod complete;
pub mod document;
mod draft;
mod explain;
pub mod holes;
mod look;
mod look_fstar;
mod minimise;
pub mod open;
mod progress;
mod prove;
mod provers;
mod server;
pub mod settings;
pub mod show;
pub mod suggest;
pub mod text;
pub mod work;
pub mod worth;

use assistant::Assistant;
use server::Server;
pub use settings::{Completion, Settings};

/// Serves one client until it says `exit`, hangs up, or dies, or until `stop` is cancelled. No process is left then.
///
/// Says whether the client took its leave as the protocol has it.
pub async fn serve(
    settings: Settings,
    input: impl AsyncRead + Unpin,
    output: impl AsyncWrite,
    stop: CancellationToken,
) -> bool {
    let mut kept = None;
    let (service, socket) = LspService::build(|client| {
        let assistant = Assistant::new(client, settings, stop.child_token());
        kept = Some(assistant.clone());
        Server::new(assistant)
    })
    .custom_method("window/workDoneProgress/cancel", Server::cancel)
    .finish();
    let Some(assistant) = kept else { return false };
    let exit = CancellationToken::new();
    let leave = Arc::new(AtomicBool::new(false));
    let service = Watched { service, exit: exit.clone(), leave: Arc::clone(&leave) };
    tokio::select! {
        () = tower_lsp::Server::new(input, output, socket).serve(service) => {}
        () = exit.cancelled() => {}
        () = assistant.client_is_gone() => {}
        () = stop.cancelled() => {}
    }
    assistant.stop().await;
    exit.is_cancelled() && leave.load(Ordering::Relaxed)
}

/// A service that notices `exit`: tower-lsp 0.20 waits for the end of its input then, which may never come.
struct Watched<S> {
    service: S,
    exit: CancellationToken,
    /// Whether there was a `shutdown`.
    leave: Arc<AtomicBool>,
}

impl<S: Service<Request>> Service<Request> for Watched<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.service.poll_ready(context)
    }

    fn call(&mut self, request: Request) -> S::Future {
        match request.method() {
            "shutdown" => self.leave.store(true, Ordering::Relaxed),
            "exit" => self.exit.cancel(),
            _ => {}
        }
        self.service.call(request)
    }
}
