//! Messages in their order, without those that nobody waits for any more.

use lsp_server::{Connection, ErrorCode, Message, RequestId, Response};
use lsp_types::notification::{Cancel, Notification};
use lsp_types::{CancelParams, NumberOrString};
use std::collections::VecDeque;

/// What has come and is not dealt with yet.
pub(crate) struct Inbox<'c> {
    connection: &'c Connection,
    waiting: VecDeque<Message>,
}

impl<'c> Inbox<'c> {
    pub(crate) const fn new(connection: &'c Connection) -> Self {
        Self {
            connection,
            waiting: VecDeque::new(),
        }
    }

    /// The next message, if one is there.
    pub(crate) fn next(&mut self) -> Option<Message> {
        while let Ok(message) = self.connection.receiver.try_recv() {
            self.take(message);
        }
        self.waiting.pop_front()
    }

    /// Waits for a message; `None` where there will be none.
    pub(crate) fn wait(&mut self) -> Option<Message> {
        self.connection.receiver.recv().ok()
    }

    /// A request that is taken back is answered at once, if it still waits. What is being answered, or was,
    /// stays so.
    pub(crate) fn take(&mut self, message: Message) {
        let Message::Notification(notification) = &message else {
            return self.waiting.push_back(message);
        };
        if notification.method != Cancel::METHOD {
            return self.waiting.push_back(message);
        }
        let Ok(CancelParams { id }) = serde_json::from_value(notification.params.clone()) else {
            return;
        };
        let id = match id {
            NumberOrString::Number(number) => RequestId::from(number),
            NumberOrString::String(text) => RequestId::from(text),
        };
        let is_it = |message: &Message| matches!(message, Message::Request(it) if it.id == id);
        if let Some(at) = self.waiting.iter().position(is_it) {
            self.waiting.remove(at);
            let code = ErrorCode::RequestCanceled as i32;
            let response = Response::new_err(id, code, "taken back".to_owned());
            // Where nobody listens, the next wait ends the loop.
            _ = self.connection.sender.send(response.into());
        }
    }
}
