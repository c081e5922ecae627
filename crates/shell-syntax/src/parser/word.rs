//! Words: runs of text, quotes, expansions.

use super::Parser;
use super::token::TokenKind;
use crate::ast::ErrorKind;
use crate::braces;
use crate::span::Span;
use crate::word::{Part, PartKind, Word};

/// Parts in the making; neighbouring text of one kind grows one part.
pub(super) struct Parts {
    parts: Vec<Part>,
}

impl Parts {
    pub(super) fn new() -> Self {
        Self { parts: Vec::new() }
    }

    pub(super) fn push(&mut self, span: Span, kind: PartKind) {
        if self.parts.is_empty() {
            // Nearly all words have one part.
            self.parts.reserve_exact(1);
        }
        self.parts.push(Part { span, kind });
    }

    pub(super) fn text(&mut self, span: Span, piece: &str) {
        if let Some(Part {
            span: whole,
            kind: PartKind::Literal(text),
        }) = self.parts.last_mut()
        {
            whole.end = span.end;
            text.push_str(piece);
        } else {
            self.push(span, PartKind::Literal(piece.to_owned()));
        }
    }

    pub(super) fn escaped(&mut self, span: Span, char: char) {
        if let Some(Part {
            span: whole,
            kind: PartKind::Escaped(text),
        }) = self.parts.last_mut()
        {
            whole.end = span.end;
            text.push(char);
        } else {
            self.push(span, PartKind::Escaped(char.to_string()));
        }
    }

    pub(super) fn finish(self) -> Vec<Part> {
        self.parts
    }

    /// The text when there is nothing but unquoted text.
    fn bare(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [
                Part {
                    kind: PartKind::Literal(text),
                    ..
                },
            ] => Some(text),
            _ => None,
        }
    }

    fn ends_with_extglob_prefix(&self) -> bool {
        matches!(
            self.parts.last(),
            Some(Part { kind: PartKind::Literal(text), .. }) if text.ends_with(['?', '*', '+', '@', '!'])
        )
    }
}

/// Bytes that mean something in unquoted text.
const fn is_special(byte: u8) -> bool {
    matches!(
        byte,
        b' ' | b'\t'
            | b'\n'
            | b';'
            | b'&'
            | b'|'
            | b'('
            | b')'
            | b'<'
            | b'>'
            | b'\\'
            | b'\''
            | b'"'
            | b'$'
            | b'`'
    )
}

impl Parser<'_> {
    /// Reads a word. Takes at least one byte when the next one can begin a word.
    pub(super) fn word(&mut self) -> Word {
        self.word_in(false)
    }

    /// A word in which `(`, `)` and `|` are text: the right side of bash's `=~`.
    pub(super) fn regex_word(&mut self) -> Word {
        while let Some(b' ' | b'\t') = self.peek() {
            self.pos += 1;
        }
        self.word_in(true)
    }

    fn word_in(&mut self, regex: bool) -> Word {
        let start = self.pos;
        let mut parts = Parts::new();
        let mut parens = 0_u32;
        while let Some(byte) = self.peek() {
            let at = self.pos;
            match byte {
                b' ' | b'\t' if parens > 0 => self.plain(&mut parts, 1),
                b'(' if regex => {
                    parens += 1;
                    self.plain(&mut parts, 1);
                }
                b')' if regex && parens > 0 => {
                    parens -= 1;
                    self.plain(&mut parts, 1);
                }
                b'|' if regex && (parens > 0 || self.raw_at(1) != Some(b'|')) => {
                    self.plain(&mut parts, 1);
                }
                b';' | b'&' | b'<' | b'>' if regex && parens > 0 => self.plain(&mut parts, 1),
                b'(' if self.extended_globs && parts.ends_with_extglob_prefix() => {
                    self.extended_glob(&mut parts);
                }
                b'(' if self.is_bash() && parts.bare().is_some_and(takes_array) => {
                    self.pos += 1;
                    self.array(at, &mut parts);
                }
                b' ' | b'\t' | b'\n' | b';' | b'&' | b'|' | b'(' | b')' => break,
                b'<' | b'>' => {
                    if !self.is_bash() || !self.process_substitution(byte, &mut parts) {
                        break;
                    }
                }
                b'\\' => self.escape(&mut parts),
                b'\'' => self.single_quoted(&mut parts),
                b'"' => self.double_quoted(at, &mut parts),
                b'$' => self.dollar(false, &mut parts),
                b'`' => self.backquote(false, &mut parts),
                _ => {
                    let run = self.run();
                    self.plain(&mut parts, run);
                }
            }
        }
        let parts = parts.finish();
        let braces = self.is_bash() && braces::expands(&parts);
        Word {
            span: self.span_from(start),
            parts,
            braces,
        }
    }

    /// The length of the run of ordinary bytes here, at least one; it ends after an `=`, where bash looks for
    /// `name=(`.
    fn run(&self) -> usize {
        let rest = self.rest();
        for (index, byte) in rest.bytes().enumerate() {
            if is_special(byte) {
                return index.max(1);
            }
            if byte == b'=' {
                return index + 1;
            }
        }
        rest.len().max(1)
    }

    /// Takes `length` bytes as text.
    pub(super) fn plain(&mut self, parts: &mut Parts, length: usize) {
        let start = self.pos;
        let mut end = start.saturating_add(length).min(self.end);
        while !self.text.is_char_boundary(end) {
            end += 1;
        }
        self.pos = end;
        let piece = self.slice(start, end);
        parts.text(self.span(start, end), piece);
    }

    /// A backslash and the character it quotes.
    pub(super) fn escape(&mut self, parts: &mut Parts) {
        let start = self.pos;
        self.pos += 1;
        match self.bump_char() {
            Some(char) => parts.escaped(self.span_from(start), char),
            // At the very end bash drops it; in dash it stands for itself.
            None if self.is_bash() => {}
            None => parts.escaped(self.span_from(start), '\\'),
        }
    }

    /// `(` after `name=`: the elements up to `)`.
    fn array(&mut self, start: usize, parts: &mut Parts) {
        if !self.enter() {
            parts.push(self.span_from(start), PartKind::Opaque);
            return;
        }
        let mut elements = Vec::new();
        let lookahead = self.lookahead.take();
        loop {
            let token = self.take();
            match token.kind {
                TokenKind::Newline => {}
                TokenKind::Word(word) => elements.push(word),
                TokenKind::Op(super::token::Op::Close) => break,
                TokenKind::End => {
                    self.unclosed(start, ")");
                    break;
                }
                _ => {
                    let span = self.span(token.start, token.end);
                    self.error(span, ErrorKind::Unexpected);
                }
            }
        }
        self.lookahead = lookahead;
        self.leave();
        parts.push(self.span_from(start), PartKind::Array(elements));
    }

    /// `@(a|b)` and the like, kept as text: alternatives are patterns, not commands.
    fn extended_glob(&mut self, parts: &mut Parts) {
        let start = self.pos;
        let mut depth = 0_usize;
        let mut text = String::new();
        loop {
            match self.raw() {
                None | Some(b'\n') => {
                    self.unclosed(start, ")");
                    break;
                }
                Some(b'(') => depth += 1,
                Some(b')') => depth -= 1,
                Some(b'\\') => self.pos += 1,
                _ => {}
            }
            text.extend(self.bump_char());
            if depth == 0 {
                break;
            }
        }
        parts.push(self.span_from(start), PartKind::ExtendedGlob(text));
    }

    /// `<(…)` or `>(…)`; takes nothing and returns `false` when no parenthesis follows.
    fn process_substitution(&mut self, byte: u8, parts: &mut Parts) -> bool {
        let start = self.pos;
        self.pos += 1;
        if !self.eat(b'(') {
            self.pos = start;
            return false;
        }
        match self.substitution(start) {
            Some(list) => {
                let kind = PartKind::Process {
                    output: byte == b'>',
                    list,
                };
                parts.push(self.span_from(start), kind);
            }
            None => parts.push(self.span_from(start), PartKind::Opaque),
        }
        true
    }
}

/// Whether `text` is `name=`, `name+=` or `name[…]=`.
fn takes_array(text: &str) -> bool {
    let Some(target) = text.strip_suffix('=') else {
        return false;
    };
    let target = target.strip_suffix('+').unwrap_or(target);
    let name = match target.split_once('[') {
        Some((name, subscript)) if subscript.ends_with(']') => name,
        Some(_) => return false,
        None => target,
    };
    crate::assign::is_name(name)
}
