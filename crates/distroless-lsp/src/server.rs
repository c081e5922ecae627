//! The conversation with the editor.

use crate::capabilities::{Client, EXPLAIN};
use crate::documents::{Document, Known, path_of};
use crate::files::Files;
use crate::inbox::Inbox;
use crate::lines::Lines;
use crate::page::Page;
use crate::{actions, completion, diagnostics, hover, navigation, symbols};
use distroless_core::{deciding, rules};
use distroless_report::{page, visible};
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response};
use lsp_types::notification::{self, Notification as _};
use lsp_types::request::{self, Request as _};
use lsp_types::{
    CodeActionParams, CompletionParams, DidChangeTextDocumentParams,
    DidChangeWatchedFilesRegistrationOptions, DidChangeWorkspaceFoldersParams,
    DidCloseTextDocumentParams, DidOpenTextDocumentParams, DidSaveTextDocumentParams,
    DocumentSymbolParams, ExecuteCommandParams, FileSystemWatcher, GlobPattern,
    GotoDefinitionParams, Hover, HoverParams, InitializeParams, Location, LogMessageParams,
    MessageType, Position, PublishDiagnosticsParams, ReferenceParams, Registration,
    RegistrationParams, ShowDocumentParams, ShowMessageParams, Uri, WorkspaceFolder,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// Files beside those of [`deciding`] that change what there is to say: the configuration, compose and bake
/// files.
const WATCHED: &[&str] = &[
    "distroless-check.toml",
    "*compose*.{yml,yaml}",
    "docker-bake*.{hcl,json}",
];

/// Talks to a client until it says that it ends, or is gone; gives the exit code that the protocol asks for.
/// `version` is that of the program.
pub fn serve(connection: &Connection, files: &dyn Files, version: &str) -> u8 {
    let mut server = Server {
        connection,
        files,
        version,
        client: Client::default(),
        phase: Phase::New,
        folders: Vec::new(),
        documents: BTreeMap::new(),
        told: BTreeSet::new(),
        asked: 0,
    };
    let mut inbox = Inbox::new(connection);
    loop {
        // Diagnostics wait until nothing else does: a text that changes at once is not looked at.
        let message = match inbox.next() {
            Some(message) => message,
            None if server.publish_one() => continue,
            None => match inbox.wait() {
                Some(message) => {
                    inbox.take(message);
                    continue;
                }
                None => return 1,
            },
        };
        match message {
            Message::Notification(it) if it.method == notification::Exit::METHOD => {
                return u8::from(server.phase != Phase::Ending);
            }
            Message::Notification(it) => server.notified(it),
            Message::Request(it) => {
                let response = server.asked(it);
                server.send(response);
            }
            // Answers to what the server asked need nothing to be done.
            Message::Response(_) => {}
        }
    }
}

/// How far the conversation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// Before `initialize`.
    New,
    Running,
    /// After `shutdown`.
    Ending,
}

struct Server<'c> {
    connection: &'c Connection,
    files: &'c dyn Files,
    version: &'c str,
    client: Client,
    phase: Phase,
    folders: Vec<PathBuf>,
    /// By their addresses.
    documents: BTreeMap<String, Document>,
    /// What people were told.
    told: BTreeSet<String>,
    /// How many requests were sent.
    asked: i32,
}

/// Why a request is not answered.
struct Refusal(ErrorCode, String);

type Answer = Result<Value, Refusal>;

impl Server<'_> {
    fn send(&self, message: impl Into<Message>) {
        // Where nobody listens, the next wait for a message ends the loop.
        _ = self.connection.sender.send(message.into());
    }

    fn notify<N: notification::Notification>(&self, params: &N::Params) {
        self.send(Notification::new(N::METHOD.to_owned(), params));
    }

    fn ask<R: request::Request>(&mut self, params: &R::Params) {
        self.asked = self.asked.wrapping_add(1);
        let id = RequestId::from(format!("distroless-check-{}", self.asked));
        self.send(Request::new(id, R::METHOD.to_owned(), params));
    }

    fn asked(&mut self, request: Request) -> Response {
        let Request { id, method, params } = request;
        let answer = match (self.phase, method.as_str()) {
            (Phase::New, request::Initialize::METHOD) => {
                let raw = params.clone();
                read(params).map(|params| self.initialize(&params, &raw))
            }
            (Phase::New, _) => Err(Refusal(
                ErrorCode::ServerNotInitialized,
                "initialize comes first".to_owned(),
            )),
            (Phase::Ending, _) | (_, request::Initialize::METHOD) => Err(Refusal(
                ErrorCode::InvalidRequest,
                format!("it is too late for {method}"),
            )),
            (Phase::Running, request::Shutdown::METHOD) => {
                self.phase = Phase::Ending;
                Ok(Value::Null)
            }
            (Phase::Running, _) => self.answer(&method, params),
        };
        match answer {
            Ok(result) => Response::new_ok(id, result),
            Err(Refusal(code, why)) => Response::new_err(id, code as i32, why),
        }
    }

    fn answer(&mut self, method: &str, params: Value) -> Answer {
        match method {
            request::HoverRequest::METHOD => read(params).map(|params| self.hover(&params)),
            request::GotoDefinition::METHOD => read(params).map(|params| self.definition(&params)),
            request::References::METHOD => read(params).map(|params| self.references(&params)),
            request::DocumentSymbolRequest::METHOD => {
                read(params).map(|params| self.symbols(&params))
            }
            request::Completion::METHOD => read(params).map(|params| self.completion(&params)),
            request::CodeActionRequest::METHOD => read(params).map(|params| self.actions(&params)),
            request::ExecuteCommand::METHOD => {
                read(params).and_then(|params| self.command(&params))
            }
            _ => Err(Refusal(
                ErrorCode::MethodNotFound,
                format!("there is no {method} here"),
            )),
        }
    }

    fn initialize(&mut self, params: &InitializeParams, raw: &Value) -> Value {
        self.client = Client::new(params, raw);
        self.phase = Phase::Running;
        let folders = params.workspace_folders.iter().flatten();
        self.folders = folders.filter_map(|folder| path_of(&folder.uri)).collect();
        #[expect(deprecated, reason = "what older clients send")]
        if let (true, Some(root)) = (self.folders.is_empty(), &params.root_uri) {
            self.folders.extend(path_of(root));
        }
        json!({
            "capabilities": self.client.offered(),
            "serverInfo": { "name": "distroless-check", "version": self.version },
        })
    }

    fn notified(&mut self, notification: Notification) {
        let Notification { method, params } = notification;
        if self.phase != Phase::Running {
            return;
        }
        let done = match method.as_str() {
            notification::Initialized::METHOD => {
                self.watch();
                Ok(())
            }
            notification::DidOpenTextDocument::METHOD => read(params).map(|it| self.open(it)),
            notification::DidChangeTextDocument::METHOD => read(params).map(|it| self.change(it)),
            notification::DidSaveTextDocument::METHOD => read(params).map(|it| self.saved(&it)),
            notification::DidCloseTextDocument::METHOD => read(params).map(|it| self.close(&it)),
            notification::DidChangeWatchedFiles::METHOD
            | notification::DidChangeConfiguration::METHOD => {
                self.forget();
                Ok(())
            }
            notification::DidChangeWorkspaceFolders::METHOD => {
                read(params).map(|it| self.moved(&it))
            }
            // What is not known needs no answer.
            _ => Ok(()),
        };
        if let Err(Refusal(_, why)) = done {
            self.log(format!("{method} was passed over: {why}"));
        }
    }

    fn log(&self, message: String) {
        self.notify::<notification::LogMessage>(&LogMessageParams {
            typ: MessageType::WARNING,
            message,
        });
    }

    /// Asks to be told of changes on the disk.
    fn watch(&mut self) {
        if !self.client.watches {
            return;
        }
        let names = deciding();
        let names = names
            .iter()
            .map(String::as_str)
            .chain(WATCHED.iter().copied());
        let watchers = names.map(|name| FileSystemWatcher {
            glob_pattern: GlobPattern::String(format!("**/{name}")),
            kind: None,
        });
        let options = DidChangeWatchedFilesRegistrationOptions {
            watchers: watchers.collect(),
        };
        self.ask::<request::RegisterCapability>(&RegistrationParams {
            registrations: vec![Registration {
                id: "files".to_owned(),
                method: notification::DidChangeWatchedFiles::METHOD.to_owned(),
                register_options: Some(json!(options)),
            }],
        });
    }

    fn open(&mut self, params: DidOpenTextDocumentParams) {
        let name = params.text_document.uri.as_str().to_owned();
        match Document::open(params.text_document) {
            Some(document) => self.documents.insert(name, document),
            None => self.documents.remove(&name),
        };
    }

    fn change(&mut self, params: DidChangeTextDocumentParams) {
        let document = params.text_document;
        if let Some(known) = self.documents.get_mut(document.uri.as_str()) {
            known.change(
                document.version,
                params.content_changes,
                self.client.encoding,
            );
        }
    }

    fn saved(&mut self, params: &DidSaveTextDocumentParams) {
        if let Some(document) = self.documents.get_mut(params.text_document.uri.as_str()) {
            document.forget();
        }
    }

    /// What is closed has no diagnostics any more.
    fn close(&mut self, params: &DidCloseTextDocumentParams) {
        let uri = &params.text_document.uri;
        if self.documents.remove(uri.as_str()).is_some() {
            let none = PublishDiagnosticsParams::new(uri.clone(), Vec::new(), None);
            self.notify::<notification::PublishDiagnostics>(&none);
        }
    }

    fn moved(&mut self, params: &DidChangeWorkspaceFoldersParams) {
        let paths = |folders: &[WorkspaceFolder]| -> Vec<PathBuf> {
            let paths = folders.iter().filter_map(|folder| path_of(&folder.uri));
            paths.collect()
        };
        let removed = paths(&params.event.removed);
        self.folders.retain(|folder| !removed.contains(folder));
        self.folders.extend(paths(&params.event.added));
        self.forget();
    }

    /// Everything that is open may have other findings now.
    fn forget(&mut self) {
        for document in self.documents.values_mut() {
            document.forget();
        }
    }

    /// Tells what there is to say of one document whose text the editor has no diagnostics of; `false` where
    /// there is none.
    fn publish_one(&mut self) -> bool {
        if self.phase == Phase::Ending {
            return false;
        }
        let due = self.documents.values().find(|document| document.is_due);
        let Some(uri) = due.map(|document| document.uri.clone()) else {
            return false;
        };
        let client = self.client;
        let found = self.known(&uri, |text, known, document| {
            let lines = Lines::new(text, client.encoding);
            let found = diagnostics::all(&known.analysis, &lines, &document.uri, client);
            (found, document.version)
        });
        if let Some(document) = self.documents.get_mut(uri.as_str()) {
            document.is_due = false;
        }
        if let Some((found, version)) = found {
            let params = PublishDiagnosticsParams::new(uri, found, Some(version));
            self.notify::<notification::PublishDiagnostics>(&params);
        }
        true
    }

    /// Asks what is known of a document; `None` for what is not open, or no Dockerfile.
    fn known<T>(&mut self, uri: &Uri, ask: impl FnOnce(&str, &Known, &Document) -> T) -> Option<T> {
        let document = self.documents.get_mut(uri.as_str())?;
        let around = &document.known(self.files, &self.folders).around;
        let new = |text: &&String| !self.told.contains(*text);
        let problems: Vec<String> = around.problems.iter().filter(new).cloned().collect();
        let notes: Vec<String> = around.notes.iter().filter(new).cloned().collect();
        for problem in problems {
            self.tell(MessageType::WARNING, &problem);
            self.told.insert(problem);
        }
        for note in notes {
            self.log(visible::one_line(&note).into_owned());
            self.told.insert(note);
        }
        let document = self.documents.get(uri.as_str())?;
        let (text, known) = document.looked_at()?;
        Some(ask(text, known, document))
    }

    fn tell(&self, typ: MessageType, message: &str) {
        self.notify::<notification::ShowMessage>(&ShowMessageParams {
            typ,
            message: visible::one_line(message).into_owned(),
        });
    }

    /// Asks the model of what stands at a place.
    fn at<T>(
        &mut self,
        uri: &Uri,
        position: Position,
        ask: impl FnOnce(&distroless_core::Model<'_>, &Lines<'_>, u32) -> T,
    ) -> Option<T> {
        let encoding = self.client.encoding;
        self.known(uri, |text, known, _| {
            let lines = Lines::new(text, encoding);
            let offset = lines.offset(position) as u32;
            known.model(text, |model| ask(model, &lines, offset))
        })
    }

    fn hover(&mut self, params: &HoverParams) -> Value {
        let at = &params.text_document_position_params;
        let markdown = self.client.markdown;
        let found = self.at(
            &at.text_document.uri,
            at.position,
            |model, lines, offset| {
                let mut page = Page::new(markdown);
                let span = hover::hover(model, lines, offset, &mut page)?;
                Some(Hover {
                    contents: lsp_types::HoverContents::Markup(page.finish()),
                    range: Some(lines.range(span)),
                })
            },
        );
        json!(found.flatten())
    }

    fn definition(&mut self, params: &GotoDefinitionParams) -> Value {
        let at = &params.text_document_position_params;
        let uri = &at.text_document.uri;
        let found = self.at(uri, at.position, |model, lines, offset| {
            let span = navigation::definition(model, offset)?;
            Some(Location::new(uri.clone(), lines.range(span)))
        });
        json!(found.flatten())
    }

    fn references(&mut self, params: &ReferenceParams) -> Value {
        let at = &params.text_document_position;
        let uri = &at.text_document.uri;
        let own = params.context.include_declaration;
        let found = self.at(uri, at.position, |model, lines, offset| {
            let spans = navigation::references(model, offset, own);
            let places = spans.iter().map(|span| lines.range(*span));
            places
                .map(|range| Location::new(uri.clone(), range))
                .collect::<Vec<_>>()
        });
        json!(found)
    }

    fn symbols(&mut self, params: &DocumentSymbolParams) -> Value {
        let uri = &params.text_document.uri;
        let nested = self.client.nested_symbols;
        let found = self.at(uri, Position::default(), |model, lines, _| {
            symbols::symbols(model, lines, uri, nested)
        });
        json!(found)
    }

    fn completion(&mut self, params: &CompletionParams) -> Value {
        let at = &params.text_document_position;
        let found = self.at(&at.text_document.uri, at.position, |model, lines, _| {
            completion::items(model, lines, at.position)
        });
        json!(found)
    }

    fn actions(&mut self, params: &CodeActionParams) -> Value {
        let client = self.client;
        let found = self.known(&params.text_document.uri, |_, _, document| {
            actions::actions(document, params, client)
        });
        json!(found)
    }

    /// Shows the page of a rule: opened by the editor, or as an address to follow.
    fn command(&mut self, params: &ExecuteCommandParams) -> Answer {
        let refuse = |why: &str| Err(Refusal(ErrorCode::InvalidParams, why.to_owned()));
        if params.command != EXPLAIN {
            return refuse("there is no such command");
        }
        let name = params.arguments.first().and_then(Value::as_str);
        let Some(rule) = name.and_then(rules::find) else {
            return refuse("name a rule");
        };
        let address = page::url(&rule.meta);
        match address.parse() {
            Ok(uri) if self.client.shows_documents => {
                self.ask::<request::ShowDocument>(&ShowDocumentParams {
                    uri,
                    external: Some(true),
                    take_focus: Some(true),
                    selection: None,
                });
            }
            _ => {
                let text = format!("{}: {}. See {address}", rule.meta.id, rule.meta.summary);
                self.tell(MessageType::INFO, &text);
            }
        }
        Ok(Value::Null)
    }
}

fn read<P: DeserializeOwned>(params: Value) -> Result<P, Refusal> {
    serde_json::from_value(params)
        .map_err(|error| Refusal(ErrorCode::InvalidParams, error.to_string()))
}
