//! `proofwright lsp`: the language server.

use super::{
    Exit,
    args::{Common, LspArgs},
    error::CliError,
    settings::Settings,
    stop,
};
use crate::{lemma::Provenance, lsp};

pub(super) async fn run(args: LspArgs, common: &Common) -> Result<Exit, CliError> {
    let settings = Settings::new(common, Some(&args.search))?;
    let index = settings.index.usual(Provenance { run: Some("lsp".into()), ..Provenance::default() })?;
    let settings = settings.server(index);
    // What is wrong with a proposer should be known before a client waits for an answer.
    settings.proposer()?;
    let stop = stop::on_signal();
    let left = lsp::serve(settings, tokio::io::stdin(), tokio::io::stdout(), stop.clone()).await;
    Ok(match (left, stop.is_cancelled()) {
        (true, _) => Exit::Success,
        (false, true) => Exit::Interrupted,
        // The protocol asks for this where a client leaves without `shutdown`.
        (false, false) => Exit::Unproved,
    })
}
