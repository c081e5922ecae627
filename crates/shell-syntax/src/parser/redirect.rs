//! Redirections.

use super::Parser;
use super::token::TokenKind;
use crate::ast::{ErrorKind, RedirectOp, RedirectTarget, Redirection};

impl Parser<'_> {
    /// Reads a redirection; the next token is its descriptor or operator. Afterwards the position is its end.
    pub(super) fn redirection(&mut self) -> Redirection {
        let mut token = self.take();
        let start = token.start;
        let mut fd = None;
        if let TokenKind::Descriptor(descriptor) = token.kind {
            fd = Some(descriptor);
            token = self.take();
        }
        let TokenKind::Redirect(op, tabs) = token.kind else {
            // Only an operator follows a descriptor; kept total all the same.
            return Redirection {
                span: self.span(start, token.end),
                fd,
                op: RedirectOp::Read,
                target: RedirectTarget::Missing,
            };
        };
        let target = if op == RedirectOp::HereDoc {
            self.here_doc_delimiter(tabs)
        } else if self.is_bash()
            && matches!(op, RedirectOp::DuplicateInput | RedirectOp::DuplicateOutput)
            && self.at_digit()
        {
            // After `>&` bash takes digits for the target even if another operator follows directly.
            RedirectTarget::Word(self.word())
        } else if let TokenKind::Word(_) = self.token() {
            match self.take().kind {
                TokenKind::Word(word) => RedirectTarget::Word(word),
                _ => RedirectTarget::Missing,
            }
        } else {
            let span = self.token_span();
            self.error(span, ErrorKind::MissingTarget);
            RedirectTarget::Missing
        };
        let end = match &target {
            RedirectTarget::Word(word) => word.span.end,
            RedirectTarget::HereDoc(here_doc) => here_doc.delimiter_span.end,
            RedirectTarget::Missing => self.place(token.end),
        };
        let mut span = self.span(start, start);
        span.end = end.max(span.start);
        Redirection {
            span,
            fd,
            op,
            target,
        }
    }

    fn at_digit(&mut self) -> bool {
        if self.lookahead.is_some() {
            return false;
        }
        while let Some(b' ' | b'\t') = self.peek() {
            self.pos += 1;
        }
        matches!(self.peek(), Some(b'0'..=b'9'))
    }

    /// All redirections that follow.
    pub(super) fn redirections(&mut self) -> Vec<Redirection> {
        let mut redirections = Vec::new();
        while let TokenKind::Redirect(..) | TokenKind::Descriptor(_) = self.token() {
            redirections.push(self.redirection());
        }
        redirections
    }
}
