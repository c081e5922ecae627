//! A client that sends what it is told to and keeps what comes.

use distroless_core::config::Config;
use distroless_core::{Build, BuildContext, Options};
use distroless_lsp::{Around, Files, serve};
use image_knowledge::Date;
use lsp_server::{Connection, Message, Notification, Request, RequestId, Response};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

/// Where the Dockerfile is that tests open.
pub(crate) const URI: &str = "file:///project/Dockerfile";

const PATIENCE: Duration = Duration::from_secs(20);

/// What lies around every Dockerfile of a test.
#[derive(Clone, Debug, Default)]
pub(crate) struct Disk {
    pub(crate) files: BTreeMap<&'static str, &'static str>,
    pub(crate) build: Option<Build>,
    pub(crate) problems: Vec<String>,
    pub(crate) config: Config,
    /// How often somebody asked.
    pub(crate) asked: Arc<AtomicUsize>,
}

#[derive(Debug)]
struct Folder(BTreeMap<&'static str, &'static str>);

impl BuildContext for Folder {
    fn read(&self, path: &str) -> Option<String> {
        self.0.get(path).map(|text| (*text).to_owned())
    }

    fn list(&self, _: &str) -> Option<Rc<[String]>> {
        Some(
            self.0
                .keys()
                .map(|name| (*name).to_owned())
                .collect::<Rc<[String]>>(),
        )
    }
}

impl Files for Disk {
    fn around(&self, dockerfile: Option<&Path>, folder: Option<&Path>) -> Around {
        self.asked.fetch_add(1, Ordering::SeqCst);
        let path = dockerfile.map_or_else(String::new, |path| {
            let shown = folder.and_then(|folder| path.strip_prefix(folder).ok());
            shown.unwrap_or(path).to_string_lossy().into_owned()
        });
        Around {
            path,
            options: Options {
                today: Date::parse("2026-11-28").unwrap(),
                target: None,
                build_args: Vec::new(),
                config: self.config.clone(),
            },
            context: Box::new(Folder(self.files.clone())),
            build: self.build.clone(),
            problems: self.problems.clone(),
            notes: Vec::new(),
        }
    }
}

pub(crate) struct Client {
    pub(crate) connection: Connection,
    server: JoinHandle<u8>,
    /// What came and was not asked for yet.
    kept: Vec<Message>,
    requests: i32,
    pub(crate) capabilities: Value,
}

/// What modern editors can do.
pub(crate) fn modern() -> Value {
    json!({
        "textDocument": {
            "hover": { "contentFormat": ["markdown", "plaintext"] },
            "documentSymbol": { "hierarchicalDocumentSymbolSupport": true },
            "codeAction": {
                "isPreferredSupport": true,
                "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [] } },
            },
            "publishDiagnostics": {
                "relatedInformation": true,
                "codeDescriptionSupport": true,
                "tagSupport": { "valueSet": [1, 2] },
            },
        },
        "workspace": {
            "workspaceEdit": { "documentChanges": true, "snippetEditSupport": true },
            "didChangeWatchedFiles": { "dynamicRegistration": true },
        },
        "window": { "showDocument": { "support": true } },
    })
}

impl Client {
    /// A server that nothing was said to yet.
    pub(crate) fn silent(disk: Disk) -> Self {
        let (connection, theirs) = Connection::memory();
        let server = std::thread::spawn(move || serve(&theirs, &disk, "1.2.3"));
        Self {
            connection,
            server,
            kept: Vec::new(),
            requests: 0,
            capabilities: Value::Null,
        }
    }

    pub(crate) fn new(capabilities: Value, disk: Disk) -> Self {
        let mut client = Self::silent(disk);
        let folder = json!({ "uri": "file:///project", "name": "project" });
        let result = client.ask(
            "initialize",
            json!({ "processId": null, "rootUri": null, "capabilities": capabilities, "workspaceFolders": [folder] }),
        );
        client.capabilities = result["capabilities"].clone();
        client.notify("initialized", json!({}));
        client
    }

    /// A modern editor with one Dockerfile open.
    pub(crate) fn with(text: &str) -> Self {
        let mut client = Self::new(modern(), Disk::default());
        client.open(text);
        client
    }

    pub(crate) fn open(&mut self, text: &str) {
        self.open_as(URI, "dockerfile", text);
    }

    pub(crate) fn open_as(&mut self, uri: &str, language: &str, text: &str) {
        let item = json!({ "uri": uri, "languageId": language, "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": item }));
    }

    pub(crate) fn change(&mut self, version: i32, changes: Value) {
        let params = json!({ "textDocument": { "uri": URI, "version": version }, "contentChanges": changes });
        self.notify("textDocument/didChange", params);
    }

    pub(crate) fn notify(&mut self, method: &str, params: Value) {
        let notification = Notification::new(method.to_owned(), params);
        self.connection.sender.send(notification.into()).unwrap();
    }

    pub(crate) fn send(&mut self, method: &str, params: Value) -> RequestId {
        self.requests += 1;
        let id = RequestId::from(self.requests);
        let request = Request::new(id.clone(), method.to_owned(), params);
        self.connection.sender.send(request.into()).unwrap();
        id
    }

    pub(crate) fn response(&mut self, id: &RequestId) -> Response {
        let is_it = |message: &Message| matches!(message, Message::Response(it) if it.id == *id);
        match self.next(is_it) {
            Message::Response(response) => response,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) fn ask(&mut self, method: &str, params: Value) -> Value {
        let id = self.send(method, params);
        match self.response(&id).response_result {
            Ok(result) => result,
            Err(error) => panic!("{method}: {error:?}"),
        }
    }

    pub(crate) fn error(&mut self, method: &str, params: Value) -> i32 {
        let id = self.send(method, params);
        self.response(&id).response_result.unwrap_err().code
    }

    /// The next notification or request of a kind.
    pub(crate) fn told(&mut self, method: &str) -> Value {
        let is_it = |message: &Message| match message {
            Message::Notification(it) => it.method == method,
            Message::Request(it) => it.method == method,
            Message::Response(_) => false,
        };
        match self.next(is_it) {
            Message::Notification(it) => it.params,
            Message::Request(it) => it.params,
            other @ Message::Response(_) => panic!("{other:?}"),
        }
    }

    /// Whether a notification came before what was asked for last.
    pub(crate) fn was_told(&self, method: &str) -> bool {
        let is_it =
            |message: &Message| matches!(message, Message::Notification(it) if it.method == method);
        self.kept.iter().any(is_it)
    }

    pub(crate) fn diagnostics(&mut self) -> Vec<Value> {
        let params = self.told("textDocument/publishDiagnostics");
        params["diagnostics"].as_array().unwrap().clone()
    }

    fn next(&mut self, is_it: impl Fn(&Message) -> bool) -> Message {
        if let Some(at) = self.kept.iter().position(&is_it) {
            return self.kept.remove(at);
        }
        loop {
            let message = self.connection.receiver.recv_timeout(PATIENCE).unwrap();
            if is_it(&message) {
                return message;
            }
            self.kept.push(message);
        }
    }

    /// What a request about a place gives, which stands behind `|` in the text. The text is opened.
    pub(crate) fn at(&mut self, method: &str, marked: &str) -> Value {
        let (before, after) = marked.split_once('|').unwrap();
        self.open(&format!("{before}{after}"));
        let line = before.matches('\n').count();
        let column = before.rsplit('\n').next().unwrap().encode_utf16().count();
        let params = json!({
            "textDocument": { "uri": URI },
            "position": { "line": line, "character": column },
            "context": { "includeDeclaration": true, "triggerKind": 1 },
        });
        self.ask(method, params)
    }

    /// Ends the conversation; gives the exit code.
    pub(crate) fn end(mut self) -> u8 {
        self.ask("shutdown", Value::Null);
        self.notify("exit", Value::Null);
        self.join()
    }

    /// Goes without a word.
    pub(crate) fn leave(self) -> u8 {
        drop(self.connection);
        self.server.join().unwrap()
    }

    pub(crate) fn join(self) -> u8 {
        self.server.join().unwrap()
    }
}

/// A range of one line.
pub(crate) fn range(line: u32, from: u32, to: u32) -> Value {
    json!({ "start": { "line": line, "character": from }, "end": { "line": line, "character": to } })
}
