//! Arithmetic: its text is kept, its expansions are parts.

use super::Parser;
use super::word::Parts;
use crate::word::{PartKind, Word};

/// How an arithmetic text ended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// `))`
    Closed,
    /// A `)` alone: these were commands in parentheses.
    Single,
    Text,
}

impl Parser<'_> {
    /// Reads `((…))`, the position being its second `(`. `None`, with nothing taken, when bash would read commands.
    pub(super) fn try_arithmetic(&mut self, start: usize) -> Option<Word> {
        let opening = self.pos;
        let (errors, comments, pending) =
            (self.errors.len(), self.comments.len(), self.pending.len());
        self.pos += 1;
        if !self.enter() {
            return Some(self.opaque_from(opening));
        }
        let (expression, end) = self.arithmetic();
        self.leave();
        match end {
            End::Closed => {}
            End::Text => self.unclosed(start, "))"),
            End::Single => {
                let read = self.pos - opening;
                if read <= self.second_readings {
                    self.second_readings -= read;
                    self.pos = opening;
                    self.errors.truncate(errors);
                    self.comments.truncate(comments);
                    self.pending.truncate(pending);
                    return None;
                }
                self.pos += 1;
                self.unclosed(start, "))");
            }
        }
        Some(expression)
    }

    /// bash's `$[…]`; the position is after the bracket.
    pub(super) fn bracket_arithmetic(&mut self, start: usize, parts: &mut Parts) {
        if !self.enter() {
            parts.push(self.span_from(start), PartKind::Opaque);
            return;
        }
        let inner = self.pos;
        let mut text = Parts::new();
        let mut nested = 0_usize;
        loop {
            match self.peek() {
                None => {
                    self.unclosed(start, "]");
                    break;
                }
                Some(b']') if nested == 0 => break,
                Some(byte) => {
                    match byte {
                        b'[' => nested += 1,
                        b']' => nested -= 1,
                        _ => {}
                    }
                    self.arithmetic_piece(byte, &mut text);
                }
            }
        }
        let expression = Word {
            span: self.span_from(inner),
            parts: text.finish(),
            braces: false,
        };
        self.eat(b']');
        self.leave();
        parts.push(self.span_from(start), PartKind::Arithmetic(expression));
    }

    /// The clauses of `for ((…;…;…))`; the position is after the second `(`.
    pub(super) fn arithmetic_clauses(&mut self, start: usize) -> Vec<Word> {
        let mut clauses = Vec::new();
        let mut nested = 0_usize;
        let mut clause = Parts::new();
        let mut clause_start = self.pos;
        loop {
            let at = self.pos;
            match self.peek() {
                None => {
                    self.unclosed(start, "))");
                    break;
                }
                Some(b')') if nested == 0 => break,
                Some(b';') if nested == 0 => {
                    clauses.push(Word {
                        span: self.span(clause_start, at),
                        parts: std::mem::replace(&mut clause, Parts::new()).finish(),
                        braces: false,
                    });
                    self.pos += 1;
                    clause_start = self.pos;
                }
                Some(byte) => {
                    match byte {
                        b'(' => nested += 1,
                        b')' => nested -= 1,
                        _ => {}
                    }
                    self.arithmetic_piece(byte, &mut clause);
                }
            }
        }
        clauses.push(Word {
            span: self.span_from(clause_start),
            parts: clause.finish(),
            braces: false,
        });
        if self.eat(b')') && !self.eat(b')') {
            self.unclosed(start, "))");
        }
        clauses
    }

    /// Text up to `))`, which is taken.
    fn arithmetic(&mut self) -> (Word, End) {
        let start = self.pos;
        let mut parts = Parts::new();
        let mut nested = 0_usize;
        let mut text_end = None;
        let end = loop {
            match self.peek() {
                None => break End::Text,
                Some(b')') if nested == 0 => {
                    let at = self.pos;
                    self.pos += 1;
                    if self.eat(b')') {
                        text_end = Some(at);
                        break End::Closed;
                    }
                    if self.is_bash() {
                        self.pos = at;
                        break End::Single;
                    }
                    // dash does not guess again: it is text.
                    self.pos = at;
                    self.plain(&mut parts, 1);
                }
                Some(byte) => {
                    match byte {
                        b'(' => nested += 1,
                        b')' => nested -= 1,
                        _ => {}
                    }
                    self.arithmetic_piece(byte, &mut parts);
                }
            }
        };
        let word = Word {
            span: self.span(start, text_end.unwrap_or(self.pos)),
            parts: parts.finish(),
            braces: false,
        };
        (word, end)
    }

    fn arithmetic_piece(&mut self, byte: u8, parts: &mut Parts) {
        let at = self.pos;
        match byte {
            b'$' => self.dollar(true, parts),
            b'`' => self.backquote(true, parts),
            b'\\' => self.escape(parts),
            b'"' if self.is_bash() => self.double_quoted(at, parts),
            b'\'' if self.is_bash() => self.single_quoted(parts),
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b' ' => {
                let plain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b' ');
                let run = self.rest().bytes().take_while(plain).count();
                self.plain(parts, run);
            }
            _ => self.plain(parts, 1),
        }
    }

    pub(super) fn opaque_from(&mut self, start: usize) -> Word {
        let span = self.span_from(start);
        let mut parts = Parts::new();
        parts.push(span, PartKind::Opaque);
        Word {
            span,
            parts: parts.finish(),
            braces: false,
        }
    }
}
