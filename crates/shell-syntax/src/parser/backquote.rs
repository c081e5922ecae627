//! Backquotes: the text between them is unescaped first, then parsed.

use super::word::Parts;
use super::{Parser, Places};
use crate::ast::List;
use crate::word::{CommandSubstitution, PartKind};

impl Parser<'_> {
    /// Reads a substitution in backquotes; the position is the opening one.
    pub(super) fn backquote(&mut self, quoted: bool, parts: &mut Parts) {
        let start = self.pos;
        self.pos += 1;
        let inner = self.pos;
        let mut escapes = false;
        let closed = loop {
            match self.raw() {
                None => break false,
                Some(b'`') => break true,
                Some(b'\\') => {
                    escapes |= matches!(self.raw_at(1), Some(b'\\' | b'`' | b'$' | b'"'));
                    self.pos = (self.pos + 2).min(self.end);
                }
                Some(_) => self.pos += 1,
            }
        };
        let end = self.pos;
        if closed {
            self.pos += 1;
        } else {
            self.unclosed(start, "`");
        }
        let list = if !self.enter() {
            parts.push(self.span_from(start), PartKind::Opaque);
            return;
        } else if escapes {
            self.unescaped(inner, end, quoted)
        } else {
            self.within(inner, end, Self::list)
        };
        self.leave();
        let substitution = CommandSubstitution {
            backquoted: true,
            list,
        };
        parts.push(self.span_from(start), PartKind::Command(substitution));
    }

    /// Removes one level of backslashes and parses what is left, with a table of where its bytes were.
    fn unescaped(&mut self, start: usize, end: usize, quoted: bool) -> List {
        let mut text = String::with_capacity(end - start);
        let mut places = Vec::with_capacity(end - start + 1);
        let mut chars = self.slice(start, end).char_indices().peekable();
        while let Some((mut offset, mut char)) = chars.next() {
            if char == '\\'
                && let Some(&(next_offset, next)) = chars.peek()
                && (matches!(next, '\\' | '`' | '$') || (quoted && next == '"'))
            {
                chars.next();
                (offset, char) = (next_offset, next);
            }
            for byte in 0..char.len_utf8() {
                places.push(self.place(start + offset + byte));
            }
            text.push(char);
        }
        places.push(self.place(end));
        let mut inner = Parser::new(&text, Places::Table(&places), self.dialect);
        inner.depth = self.depth;
        inner.gave_up = self.gave_up;
        inner.extended_globs = self.extended_globs;
        let list = inner.list();
        inner.finish_here_docs();
        let Parser {
            comments,
            errors,
            gave_up,
            ..
        } = inner;
        self.gave_up = gave_up;
        self.comments.extend(comments);
        self.errors.extend(errors);
        list
    }
}
