//! The messages of the protocol: what comes in is read off the state, or put into it; nothing here waits for a prover.

use lsp_types::{
    CodeActionParams, CodeActionProviderCapability, CodeActionResponse, CompletionOptions, CompletionParams,
    CompletionResponse, ConfigurationItem, DidChangeConfigurationParams, DidChangeTextDocumentParams,
    DidCloseTextDocumentParams, DidOpenTextDocumentParams, ExecuteCommandOptions, ExecuteCommandParams,
    Hover, HoverParams, HoverProviderCapability, InitializeParams, InitializeResult, InitializedParams,
    InlayHint, InlayHintParams, MessageType, OneOf, Registration, ServerCapabilities, ServerInfo,
    TextDocumentSyncCapability, TextDocumentSyncKind, TextDocumentSyncOptions, WorkDoneProgressCancelParams,
};
use serde_json::{Value, json};
use tower_lsp::{
    LanguageServer, async_trait,
    jsonrpc::{Error, Result},
};

use super::{
    assistant::{Abilities, Assistant},
    command::{self, Subject},
    open::Open,
    progress,
    settings::SECTION,
    show,
};

/// Answers the messages of a client.
pub(super) struct Server {
    assistant: Assistant,
}

impl Server {
    pub(super) fn new(assistant: Assistant) -> Server {
        Server { assistant }
    }

    /// A client ends work that it was shown the progress of.
    pub(super) async fn cancel(&self, params: WorkDoneProgressCancelParams) {
        if let Some(job) = progress::job(&params.token) {
            self.assistant.work.cancel(job);
        }
    }

    /// Asks the client for its settings; it answers when it likes.
    fn configure(&self) {
        let assistant = self.assistant.clone();
        if !assistant.abilities().configuration {
            return;
        }
        tokio::spawn(async move {
            let item = ConfigurationItem { scope_uri: None, section: Some(SECTION.into()) };
            match assistant.client.configuration(vec![item]).await {
                Ok(said) => assistant.configure(said.first().unwrap_or(&Value::Null)).await,
                Err(error) => assistant.log(format!("the client does not tell its settings: {error}")),
            }
        });
    }
}

#[async_trait]
impl LanguageServer for Server {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        let abilities = Abilities::of(&params.capabilities);
        self.assistant.set_abilities(abilities);
        if let Some(said) = params.initialization_options {
            self.assistant.configure_first(&said).await;
        }
        if let Some(client) = params.process_id {
            self.assistant.end_with(client);
        }
        let sync = TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::INCREMENTAL),
            ..TextDocumentSyncOptions::default()
        };
        let commands = command::ALL.iter().map(|it| (*it).to_owned()).collect();
        let capabilities = ServerCapabilities {
            position_encoding: Some(abilities.encoding.kind()),
            text_document_sync: Some(TextDocumentSyncCapability::Options(sync)),
            hover_provider: Some(HoverProviderCapability::Simple(true)),
            code_action_provider: Some(CodeActionProviderCapability::Simple(true)),
            inlay_hint_provider: Some(OneOf::Left(true)),
            completion_provider: Some(CompletionOptions::default()),
            execute_command_provider: Some(ExecuteCommandOptions {
                commands,
                ..ExecuteCommandOptions::default()
            }),
            ..ServerCapabilities::default()
        };
        let server_info =
            ServerInfo { name: "proofwright".into(), version: Some(env!("CARGO_PKG_VERSION").into()) };
        Ok(InitializeResult { capabilities, server_info: Some(server_info) })
    }

    async fn initialized(&self, _: InitializedParams) {
        self.configure();
        if self.assistant.abilities().watches_configuration {
            let (id, method) = ("settings".to_owned(), "workspace/didChangeConfiguration".to_owned());
            let registration =
                Registration { id, method, register_options: Some(json!({"section": SECTION})) };
            let client = self.assistant.client.clone();
            tokio::spawn(async move { client.register_capability(vec![registration]).await });
        }
    }

    async fn shutdown(&self) -> Result<()> {
        self.assistant.stop().await;
        Ok(())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        let it = params.text_document;
        self.assistant.opened(&it.uri, &it.language_id, it.text, it.version);
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        let it = params.text_document;
        self.assistant.changed(&it.uri, it.version, &params.content_changes);
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        self.assistant.closed(&params.text_document.uri);
    }

    async fn did_change_configuration(&self, params: DidChangeConfigurationParams) {
        // Clients that are asked tell nothing here.
        if self.assistant.abilities().configuration {
            self.configure();
        } else if let Some(said) = params.settings.get(SECTION) {
            self.assistant.configure(said).await;
        }
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        let at = params.text_document_position_params;
        let uri = &at.text_document.uri;
        let found = self.assistant.with(uri, |open| {
            let (hover, missing) = show::hover(open, at.position)?;
            let hole = open.hole_at(at.position).filter(|_| missing).cloned();
            Some((hover, hole))
        });
        Ok(found.flatten().map(|(hover, missing)| {
            if let Some(hole) = missing {
                self.assistant.ask_goal(uri, &hole);
            }
            hover
        }))
    }

    async fn inlay_hint(&self, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
        let hints = |open: &mut Open| show::hints(open, &open.document.bytes(params.range));
        Ok(self.assistant.with(&params.text_document.uri, hints))
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        let at = params.text_document_position;
        Ok(self.assistant.complete(&at.text_document.uri, at.position).map(CompletionResponse::List))
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        let uri = &params.text_document.uri;
        let versioned = self.assistant.abilities().versioned_edits;
        let actions =
            |open: &mut Open| show::actions(uri, open, &open.document.bytes(params.range), versioned);
        Ok(self.assistant.with(uri, actions))
    }

    async fn execute_command(&self, params: ExecuteCommandParams) -> Result<Option<Value>> {
        if params.command == command::USED {
            let used = self.assistant.used(&params.arguments);
            return used
                .map(|()| None)
                .map_err(|it| Error::invalid_params(format!("{}: {it}", params.command)));
        }
        let subject = Subject::of(&params.arguments)
            .map_err(|it| Error::invalid_params(format!("{}: {it}", params.command)))?;
        let Subject { uri, position } = subject;
        if self.assistant.with(&uri, |_| ()).is_none() {
            return Err(Error::invalid_params(format!("{uri} is not open, or is neither Lean nor F*")));
        }
        self.assistant.look_now(&uri).await;
        let at = || {
            position
                .ok_or_else(|| Error::invalid_params(format!("{}: it needs a `position`", params.command)))
        };
        let jobs = match params.command.as_str() {
            // These tell by themselves why there is nothing to do.
            command::MINIMISE => {
                let jobs = self.assistant.minimise_at(&uri, at()?).into_iter().count();
                return Ok(Some(json!({"jobs": jobs})));
            }
            command::DRAFT => {
                let jobs = self.assistant.draft_at(&uri, at()?).into_iter().count();
                return Ok(Some(json!({"jobs": jobs})));
            }
            command::PROVE => self.assistant.prove_at(&uri, at()?).len(),
            command::PROVE_ALL => self.assistant.prove_all(&uri).len(),
            command::REFUTE => self.assistant.refute_at(&uri, at()?).len(),
            command::CANCEL => return Ok(Some(json!({"jobs": self.assistant.cancel_at(&uri, position)}))),
            command::SUGGEST | command::EXPLAIN | command::SEARCH_LEMMAS => {
                let position = at()?;
                let hole = self.assistant.with(&uri, |it| it.hole_at(position).cloned()).flatten();
                let hole = hole.ok_or_else(|| Error::invalid_params("there is no hole here"))?;
                return Ok(Some(match params.command.as_str() {
                    command::SUGGEST => {
                        self.assistant.suggest(&uri, &hole, true);
                        json!({"jobs": 1})
                    }
                    command::EXPLAIN => self.assistant.explain(&uri, &hole),
                    _ => self.assistant.search_lemmas(&uri, &hole),
                }));
            }
            other => return Err(Error::invalid_params(format!("there is no command `{other}`"))),
        };
        if jobs == 0 {
            self.assistant
                .tell(MessageType::INFO, "there is no hole here that is not being worked on".into());
        }
        Ok(Some(json!({"jobs": jobs})))
    }
}
