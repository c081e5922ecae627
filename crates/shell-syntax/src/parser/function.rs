//! Function definitions.

use super::Parser;
use super::token::{Op, TokenKind};
use crate::ast::{Command, ErrorKind, FunctionDefinition};
use crate::word::Word;

impl Parser<'_> {
    /// `name()` was read up to the `(`, which is the next token.
    pub(super) fn function_after_name(&mut self, start: usize, name: &Word) -> Command {
        if !self.enter() {
            self.lookahead = None;
            return Command::Opaque(self.span(start, self.end));
        }
        self.take();
        let command = if self.eat_op(Op::Close) {
            // bash asks for a plain word only when the definition runs.
            if !self.is_bash() && !name.bare().is_some_and(crate::assign::is_name) {
                self.error(name.span, ErrorKind::BadName);
            }
            self.function_body(start, name)
        } else {
            let opaque = self.unexpected();
            Command::Opaque(self.span(start, start).join(opaque))
        };
        self.leave();
        command
    }

    /// bash `function name [()] body`; the next token is `function`.
    pub(super) fn function_keyword(&mut self) -> Command {
        let start = self.token_start();
        if !self.enter() {
            self.lookahead = None;
            return Command::Opaque(self.span(start, self.end));
        }
        self.take();
        let command = if let Some(name) = self.take_word() {
            // In `function f ( … )` the parenthesis begins the body instead.
            if self.op() == Some(Op::Open) {
                let blanks = self
                    .rest()
                    .bytes()
                    .take_while(|byte| matches!(byte, b' ' | b'\t'))
                    .count();
                if self.raw_at(blanks) == Some(b')') {
                    self.take();
                    self.take();
                }
            }
            self.function_body(start, &name)
        } else {
            let opaque = self.unexpected();
            Command::Opaque(self.span(start, start).join(opaque))
        };
        self.leave();
        command
    }

    fn function_body(&mut self, start: usize, name: &Word) -> Command {
        self.skip_newlines();
        if self.is_bash() && !self.at_compound() {
            let span = self.token_span();
            self.error(span, ErrorKind::Unexpected);
        }
        let body = if matches!(self.token(), TokenKind::End) {
            Command::Opaque(self.unexpected())
        } else {
            self.command()
        };
        Command::Function(FunctionDefinition {
            span: self.span(start, start).join(body.span()),
            name: name.static_text().unwrap_or_default().into_owned(),
            body: Box::new(body),
        })
    }
}
