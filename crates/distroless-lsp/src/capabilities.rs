//! What client and server can do.

use crate::lines::Encoding;
use lsp_types::{
    CodeActionKind, CodeActionOptions, CompletionOptions, ExecuteCommandOptions,
    HoverProviderCapability, InitializeParams, MarkupKind, OneOf, PositionEncodingKind,
    SaveOptions, ServerCapabilities, TextDocumentSyncKind, TextDocumentSyncOptions,
    WorkspaceFoldersServerCapabilities, WorkspaceServerCapabilities,
};
use serde_json::Value;

/// The command that shows the page of a rule.
pub(crate) const EXPLAIN: &str = "distroless-check.explain";

/// Where all safe fixes of a file are: editors ask for `source.fixAll`, or for this one.
pub(crate) const FIX_ALL: CodeActionKind = CodeActionKind::new("source.fixAll.distroless-check");

/// What the client can do, as far as it makes a difference.
#[derive(Clone, Copy, Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "capabilities, each independent of the others"
)]
pub(crate) struct Client {
    pub(crate) encoding: Encoding,
    /// Hovers in Markdown.
    pub(crate) markdown: bool,
    /// Code actions, not commands only.
    pub(crate) code_actions: bool,
    pub(crate) is_preferred: bool,
    /// Edits that name the version of the text they are for.
    pub(crate) versioned_edits: bool,
    /// Edits with a place for the cursor.
    pub(crate) snippet_edits: bool,
    /// Symbols below symbols.
    pub(crate) nested_symbols: bool,
    pub(crate) related: bool,
    pub(crate) code_links: bool,
    pub(crate) tags: bool,
    /// Opening of pages of the web.
    pub(crate) shows_documents: bool,
    /// Registration of files to watch.
    pub(crate) watches: bool,
}

impl Client {
    /// `raw` are the same parameters: what came after the types were written is read from there.
    pub(crate) fn new(params: &InitializeParams, raw: &Value) -> Self {
        let text = params.capabilities.text_document.as_ref();
        let workspace = params.capabilities.workspace.as_ref();
        let window = params.capabilities.window.as_ref();
        let published = text.and_then(|it| it.publish_diagnostics.as_ref());
        let actions = text.and_then(|it| it.code_action.as_ref());
        let edits = workspace.and_then(|it| it.workspace_edit.as_ref());
        let hover = text.and_then(|it| it.hover.as_ref()?.content_format.as_ref());
        let encodings = params.capabilities.general.as_ref();
        let encodings = encodings.and_then(|it| it.position_encodings.as_ref());
        let snippets = "/capabilities/workspace/workspaceEdit/snippetEditSupport";
        Self {
            encoding: match encodings {
                Some(known) if known.contains(&PositionEncodingKind::UTF8) => Encoding::Utf8,
                _ => Encoding::Utf16,
            },
            markdown: hover.is_some_and(|known| known.contains(&MarkupKind::Markdown)),
            code_actions: actions.is_some_and(|it| it.code_action_literal_support.is_some()),
            is_preferred: actions.and_then(|it| it.is_preferred_support) == Some(true),
            versioned_edits: edits.and_then(|it| it.document_changes) == Some(true),
            snippet_edits: raw.pointer(snippets) == Some(&Value::Bool(true)),
            nested_symbols: text
                .and_then(|it| it.document_symbol.as_ref())
                .and_then(|it| it.hierarchical_document_symbol_support)
                == Some(true),
            related: published.and_then(|it| it.related_information) == Some(true),
            code_links: published.and_then(|it| it.code_description_support) == Some(true),
            tags: published.is_some_and(|it| it.tag_support.is_some()),
            shows_documents: window
                .and_then(|it| it.show_document.as_ref())
                .is_some_and(|it| it.support),
            watches: workspace
                .and_then(|it| it.did_change_watched_files.as_ref())
                .and_then(|it| it.dynamic_registration)
                == Some(true),
        }
    }

    /// What the server offers to this client.
    pub(crate) fn offered(self) -> ServerCapabilities {
        ServerCapabilities {
            position_encoding: Some(match self.encoding {
                Encoding::Utf8 => PositionEncodingKind::UTF8,
                Encoding::Utf16 => PositionEncodingKind::UTF16,
            }),
            text_document_sync: Some(
                TextDocumentSyncOptions {
                    open_close: Some(true),
                    change: Some(TextDocumentSyncKind::INCREMENTAL),
                    save: Some(SaveOptions::default().into()),
                    ..TextDocumentSyncOptions::default()
                }
                .into(),
            ),
            hover_provider: Some(HoverProviderCapability::Simple(true)),
            definition_provider: Some(OneOf::Left(true)),
            references_provider: Some(OneOf::Left(true)),
            document_symbol_provider: Some(OneOf::Left(true)),
            completion_provider: Some(CompletionOptions {
                trigger_characters: Some(vec!["=".to_owned()]),
                ..CompletionOptions::default()
            }),
            code_action_provider: self.code_actions.then(|| {
                CodeActionOptions {
                    code_action_kinds: Some(vec![CodeActionKind::QUICKFIX, FIX_ALL]),
                    ..CodeActionOptions::default()
                }
                .into()
            }),
            execute_command_provider: Some(ExecuteCommandOptions {
                commands: vec![EXPLAIN.to_owned()],
                ..ExecuteCommandOptions::default()
            }),
            workspace: Some(WorkspaceServerCapabilities {
                workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                    supported: Some(true),
                    change_notifications: Some(OneOf::Left(true)),
                }),
                file_operations: None,
            }),
            ..ServerCapabilities::default()
        }
    }
}
