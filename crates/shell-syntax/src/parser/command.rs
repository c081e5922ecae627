//! Lists, statements, pipelines, simple commands.

use super::Parser;
use super::token::{Op, Reserved, Stops, TokenKind};
use crate::assign;
use crate::ast::{AndOr, Command, ErrorKind, List, Pipeline, SimpleCommand, Statement, Terminator};
use crate::span::Span;
use crate::word::{PartKind, Word};

/// Commands whose arguments bash reads as assignments, arrays included.
const DECLARATIONS: &[&str] = &[
    "alias", "declare", "eval", "export", "let", "local", "readonly", "typeset",
];

impl Parser<'_> {
    /// Statements up to a token that closes the construct around them.
    pub(super) fn list(&mut self) -> List {
        let mut statements: Vec<Statement> = Vec::new();
        loop {
            self.skip_newlines();
            if self.at_stop() {
                break;
            }
            let mut statement = self.statement();
            statement.terminator = self.terminator();
            statements.push(statement);
        }
        let span = if let (Some(first), Some(last)) = (statements.first(), statements.last()) {
            first.span.join(last.span)
        } else {
            let at = self.token_start();
            self.span(at, at)
        };
        List { span, statements }
    }

    /// A list that ends at one of `stops` and must not be empty.
    pub(super) fn body(&mut self, stops: Stops) -> List {
        let list = self.maybe_empty_body(stops);
        if list.statements.is_empty() {
            let span = self.token_span();
            self.error(span, ErrorKind::MissingCommand);
        }
        list
    }

    pub(super) fn maybe_empty_body(&mut self, stops: Stops) -> List {
        let outer = self.stops;
        self.stops = outer.with(stops);
        let list = self.list();
        self.stops = outer;
        list
    }

    fn terminator(&mut self) -> Terminator {
        match self.token() {
            TokenKind::Newline => {
                self.take();
                Terminator::Newline
            }
            TokenKind::Op(Op::Semi) => {
                self.take();
                Terminator::Semicolon
            }
            TokenKind::Op(Op::Amp) => {
                self.take();
                Terminator::Background
            }
            // Else something that no command can be followed by: the list goes on with it and says so.
            _ => Terminator::End,
        }
    }

    fn statement(&mut self) -> Statement {
        let first = self.pipeline();
        let mut rest = Vec::new();
        let mut span = first.span;
        loop {
            let op = match self.op() {
                Some(Op::AndAnd) => AndOr::And,
                Some(Op::OrOr) => AndOr::Or,
                _ => break,
            };
            self.take();
            self.skip_newlines();
            let pipeline = self.pipeline();
            span = span.join(pipeline.span);
            rest.push((op, pipeline));
        }
        if !self.at_stop()
            && !matches!(
                self.token(),
                TokenKind::Newline | TokenKind::Op(Op::Semi | Op::Amp)
            )
        {
            // The command is over, and what follows belongs to none.
            let opaque = self.unexpected();
            span = span.join(opaque);
            rest.push((AndOr::And, single(Command::Opaque(opaque))));
        }
        Statement {
            span,
            first,
            rest,
            terminator: Terminator::End,
        }
    }

    fn pipeline(&mut self) -> Pipeline {
        let start = self.token_start();
        let mut negated = false;
        let mut timed = false;
        loop {
            match self.reserved() {
                Some(Reserved::Bang) if self.is_bash() || !negated => negated = !negated,
                Some(Reserved::Time) => timed = true,
                _ => break,
            }
            self.take();
            if timed {
                while matches!(self.token(), TokenKind::Word(word) if matches!(word.bare(), Some("-p" | "--")))
                {
                    self.take();
                }
            }
        }
        let mut pipeline = Pipeline {
            span: Span::default(),
            negated,
            timed,
            commands: Vec::with_capacity(1),
            pipes_stderr: Vec::new(),
        };
        let ends =
            self.at_stop() || matches!(self.token(), TokenKind::Newline | TokenKind::Op(Op::Semi));
        if ends && self.is_bash() && (timed || negated) {
            // bash takes a lone `time` or `!` as one before an empty command.
            let span = self.span(start, start);
            pipeline.commands.push(Command::Simple(SimpleCommand {
                span,
                ..SimpleCommand::default()
            }));
        } else {
            pipeline.commands.push(self.command());
        }
        while let Some(op @ (Op::Pipe | Op::PipeAmp)) = self.op() {
            self.take();
            self.skip_newlines();
            pipeline.pipes_stderr.push(op == Op::PipeAmp);
            let command = if self.reserved() == Some(Reserved::Time) {
                // The keyword begins a pipeline; inside one it is the program of that name.
                self.simple()
            } else {
                self.command()
            };
            pipeline.commands.push(command);
        }
        let end = pipeline
            .commands
            .last()
            .map_or(self.place(start), |last| last.span().end);
        pipeline.span = Span::new(self.place(start), end.max(self.place(start)));
        pipeline
    }

    pub(super) fn command(&mut self) -> Command {
        match self.token() {
            TokenKind::Op(Op::Open) => self.compound(Self::parenthesised),
            TokenKind::Word(_) => match self.reserved() {
                None => self.simple(),
                Some(word) => self.reserved_command(word),
            },
            TokenKind::Redirect(..) | TokenKind::Descriptor(_) => self.simple(),
            _ => Command::Opaque(self.unexpected()),
        }
    }

    /// A simple command, or the definition of a function when `()` follows its name.
    fn simple(&mut self) -> Command {
        let start = self.token_start();
        self.simple_from(start, None)
    }

    /// As [`Self::simple`], when the first word was taken already.
    pub(super) fn simple_from(&mut self, start: usize, first: Option<Word>) -> Command {
        let mut command = SimpleCommand {
            span: self.span(start, start),
            ..SimpleCommand::default()
        };
        if let Some(word) = first {
            command.span = command.span.join(word.span);
            self.add_word(&mut command, word);
        }
        loop {
            match self.token() {
                TokenKind::Word(_) => {
                    if let TokenKind::Word(word) = self.take().kind {
                        command.span = command.span.join(word.span);
                        self.add_word(&mut command, word);
                    }
                }
                TokenKind::Redirect(..) | TokenKind::Descriptor(_) => {
                    let redirection = self.redirection();
                    command.span = command.span.join(redirection.span);
                    command.redirections.push(redirection);
                }
                TokenKind::Op(Op::Open)
                    if command.words.len() == 1
                        && command.assignments.is_empty()
                        && command.redirections.is_empty() =>
                {
                    let name = command.words.pop().unwrap_or_default();
                    return self.function_after_name(start, &name);
                }
                _ => break,
            }
        }
        Command::Simple(command)
    }

    fn add_word(&mut self, command: &mut SimpleCommand, mut word: Word) {
        if command.words.is_empty() {
            match assign::take_word(word, self.dialect) {
                Ok(assignment) => {
                    command.assignments.push(assignment);
                    return;
                }
                Err(other) => word = other,
            }
        }
        let has_array = word
            .parts
            .iter()
            .any(|part| matches!(part.kind, PartKind::Array(_)));
        if has_array {
            let declares = command
                .words
                .first()
                .and_then(Word::static_text)
                .is_some_and(|name| DECLARATIONS.contains(&name.as_ref()));
            if !declares {
                self.error(word.span, ErrorKind::Unexpected);
            }
        }
        command.words.push(word);
    }

    /// Notes an error at the next token and skips what belongs to no command: up to a separator, an operator that
    /// joins commands, or a token that closes a construct around.
    pub(super) fn unexpected(&mut self) -> Span {
        let start = self.token_start();
        let span = self.token_span();
        let kind = if self.at_stop() {
            ErrorKind::MissingCommand
        } else {
            ErrorKind::Unexpected
        };
        self.error(span, kind);
        let mut skipped = self.span(start, start);
        loop {
            if self.at_stop() {
                break;
            }
            match self.token() {
                TokenKind::Newline
                | TokenKind::End
                | TokenKind::Op(
                    Op::Semi | Op::Amp | Op::AndAnd | Op::OrOr | Op::Pipe | Op::PipeAmp,
                ) => break,
                TokenKind::Redirect(..) | TokenKind::Descriptor(_) => {
                    // Read as one, so that a here-document takes its lines along.
                    skipped = skipped.join(self.redirection().span);
                }
                _ => {
                    let token = self.take();
                    skipped = skipped.join(self.span(token.start, token.end));
                }
            }
        }
        skipped
    }

    /// The next token's place.
    pub(super) fn token_span(&mut self) -> Span {
        self.token();
        match &self.lookahead {
            Some(token) => self.span(token.start, token.end),
            None => self.span(self.pos, self.pos),
        }
    }

    /// Takes the reserved word that must come now; notes an error when it does not.
    pub(super) fn expect(&mut self, wanted: Reserved) -> bool {
        if self.eat_reserved(wanted) {
            return true;
        }
        let span = self.token_span();
        self.error(span, ErrorKind::Expected(wanted.text()));
        false
    }
}

fn single(command: Command) -> Pipeline {
    Pipeline {
        span: command.span(),
        negated: false,
        timed: false,
        commands: vec![command],
        pipes_stderr: Vec::new(),
    }
}
