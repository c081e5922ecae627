//! The parser: one pass over the bytes, one token of look-ahead, words parsed to their parts as they are met.
//!
//! Three rules keep it total and linear:
//! - every loop either takes a byte or leaves;
//! - recursion goes through [`Parser::enter`], which gives up on the rest of the text beyond [`MAX_DEPTH`];
//! - the only second reading (bash's `$((` that turns out to be a subshell) is paid from a budget
//!   proportional to the text.

mod arithmetic;
mod backquote;
mod command;
mod compound;
mod condition;
mod function;
mod heredoc;
mod parameter;
mod quote;
mod redirect;
mod token;
mod word;

use crate::ast::{Dialect, ErrorKind, Script, SyntaxError};
use crate::span::Span;
use heredoc::Pending;
use token::{Stops, Token};

/// How deep constructs may be nested (substitutions, compound commands, quoted expansions, each one level).
/// Deeper text becomes opaque up to its end. Real scripts stay below 15.
pub const MAX_DEPTH: u16 = 100;

/// Parses `text`. Never fails: [`Script::errors`] says what the shell would refuse.
///
/// `text` is what the shell gets: for the shell form, the instruction's body with the Dockerfile's continuation
/// lines removed; for a heredoc of `RUN`, its content. A carriage return is an ordinary character, as in dash and bash.
/// Texts of 4 GiB and more are cut there.
pub fn parse(text: &str, dialect: Dialect) -> Script {
    let mut parser = Parser::new(text, Places::Same, dialect);
    let list = parser.list();
    parser.finish_here_docs();
    Script {
        dialect,
        list,
        comments: parser.comments,
        errors: parser.errors,
    }
}

/// From offsets in the parser's text to offsets in the text given by the caller.
#[derive(Clone, Copy)]
enum Places<'t> {
    Same,
    /// One entry for each byte, and one for the end.
    Table(&'t [u32]),
}

struct Parser<'t> {
    text: &'t str,
    pos: usize,
    /// Reading stops here; less than the length of the text inside backquotes and here-documents.
    end: usize,
    places: Places<'t>,
    dialect: Dialect,
    lookahead: Option<Token>,
    /// The tokens that close a construct around the current position.
    stops: Stops,
    depth: u16,
    /// Set when the rest was given up: what is then missing is no further error.
    gave_up: bool,
    pending: Vec<Pending>,
    extended_globs: bool,
    second_readings: usize,
    comments: Vec<Span>,
    errors: Vec<SyntaxError>,
}

impl<'t> Parser<'t> {
    fn new(text: &'t str, places: Places<'t>, dialect: Dialect) -> Self {
        let mut end = text.len().min(u32::MAX as usize - 1);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        Self {
            text,
            pos: 0,
            end,
            places,
            dialect,
            lookahead: None,
            stops: Stops::NONE,
            depth: 0,
            gave_up: false,
            pending: Vec::new(),
            // Extended patterns change how a text is split to tokens from the line after `shopt -s extglob`.
            extended_globs: dialect == Dialect::Bash && text.contains("extglob"),
            second_readings: text.len().saturating_mul(4).saturating_add(4096),
            comments: Vec::new(),
            errors: Vec::new(),
        }
    }

    fn is_bash(&self) -> bool {
        self.dialect == Dialect::Bash
    }

    /// The next byte as it stands.
    fn raw(&self) -> Option<u8> {
        if self.pos < self.end {
            self.text.as_bytes().get(self.pos).copied()
        } else {
            None
        }
    }

    /// The byte `ahead` of the next, as it stands.
    fn raw_at(&self, ahead: usize) -> Option<u8> {
        let at = self.pos.saturating_add(ahead);
        if at < self.end {
            self.text.as_bytes().get(at).copied()
        } else {
            None
        }
    }

    /// The next byte after line continuations, which are taken.
    fn peek(&mut self) -> Option<u8> {
        loop {
            let byte = self.raw();
            if byte == Some(b'\\') && self.raw_at(1) == Some(b'\n') {
                self.pos += 2;
            } else {
                return byte;
            }
        }
    }

    /// Takes the next byte if it is `wanted`.
    fn eat(&mut self, wanted: u8) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.pos += 1;
        }
        found
    }

    /// The rest of the text.
    fn rest(&self) -> &'t str {
        self.slice(self.pos, self.end)
    }

    fn slice(&self, start: usize, end: usize) -> &'t str {
        self.text.get(start..end).unwrap_or_default()
    }

    /// Takes the next character, whatever it is.
    fn bump_char(&mut self) -> Option<char> {
        let char = self.rest().chars().next()?;
        self.pos += char.len_utf8();
        Some(char)
    }

    fn place(&self, offset: usize) -> u32 {
        match self.places {
            Places::Same => offset as u32,
            Places::Table(table) => table
                .get(offset)
                .or(table.last())
                .copied()
                .unwrap_or_default(),
        }
    }

    fn span(&self, start: usize, end: usize) -> Span {
        let first = self.place(start);
        if end <= start {
            return Span::new(first, first);
        }
        // Just after the last byte, not at the next: backslashes may lie between them.
        Span::new(first, self.place(end - 1).saturating_add(1))
    }

    fn span_from(&self, start: usize) -> Span {
        self.span(start, self.pos.max(start))
    }

    /// Notes an error, unless one at this place was noted just before: what follows from it is not news.
    fn error(&mut self, span: Span, kind: ErrorKind) {
        if self.gave_up
            || self
                .errors
                .last()
                .is_some_and(|last| last.span.start == span.start)
        {
            return;
        }
        self.errors.push(SyntaxError { span, kind });
    }

    fn unclosed(&mut self, start: usize, what: &'static str) {
        let span = self.span_from(start);
        if self.pos >= self.end
            && self
                .errors
                .last()
                .is_some_and(|last| last.span.end == span.end)
        {
            // An inner construct ran to the end already.
            return;
        }
        self.error(span, ErrorKind::Unclosed(what));
    }

    /// Begins a nested construct; `false` when it is too deep, and the rest of the text is then skipped.
    fn enter(&mut self) -> bool {
        if self.depth >= MAX_DEPTH {
            let span = self.span(self.pos.min(self.end), self.end);
            self.error(span, ErrorKind::TooDeep);
            self.gave_up = true;
            self.pos = self.end;
            return false;
        }
        self.depth += 1;
        true
    }

    fn leave(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }

    /// Reads a part of the text as a text of its own.
    fn within<R>(&mut self, start: usize, end: usize, read: impl FnOnce(&mut Self) -> R) -> R {
        let (pos, limit) = (self.pos, self.end);
        let lookahead = self.lookahead.take();
        let stops = std::mem::replace(&mut self.stops, Stops::NONE);
        let pending = std::mem::take(&mut self.pending);
        self.pos = start;
        self.end = end.min(limit);
        let result = read(self);
        self.finish_here_docs();
        self.pos = pos;
        self.end = limit;
        self.lookahead = lookahead;
        self.stops = stops;
        self.pending = pending;
        result
    }
}
