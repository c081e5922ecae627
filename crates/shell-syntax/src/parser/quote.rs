//! Quotes: `'…'`, `"…"`, bash's `$'…'`, and the bodies of here-documents.

use super::Parser;
use super::word::Parts;
use crate::word::{PartKind, Word};

impl Parser<'_> {
    pub(super) fn single_quoted(&mut self, parts: &mut Parts) {
        let start = self.pos;
        self.pos += 1;
        let rest = self.rest();
        let kind = if let Some(length) = rest.bytes().position(|byte| byte == b'\'') {
            self.pos += length + 1;
            PartKind::SingleQuoted(rest.get(..length).unwrap_or_default().to_owned())
        } else {
            self.pos = self.end;
            self.unclosed(start, "'");
            PartKind::Opaque
        };
        parts.push(self.span_from(start), kind);
    }

    /// `"…"`; `start` is where the part begins (before the `$` of `$"…"`), the position is the opening quote.
    pub(super) fn double_quoted(&mut self, start: usize, parts: &mut Parts) {
        self.pos += 1;
        if !self.enter() {
            parts.push(self.span_from(start), PartKind::Opaque);
            return;
        }
        let mut inner = Parts::new();
        loop {
            match self.peek() {
                None => {
                    self.unclosed(start, "\"");
                    break;
                }
                Some(b'"') => {
                    self.pos += 1;
                    break;
                }
                Some(byte) => self.quoted_piece(byte, b"$`\"\\", &mut inner),
            }
        }
        self.leave();
        parts.push(
            self.span_from(start),
            PartKind::DoubleQuoted(inner.finish()),
        );
    }

    /// One piece of text where only `$`, backquotes and backslashes are special; `escapable` are the
    /// characters that a backslash quotes there.
    pub(super) fn quoted_piece(&mut self, byte: u8, escapable: &[u8], parts: &mut Parts) {
        match byte {
            b'$' => self.dollar(true, parts),
            b'`' => self.backquote(true, parts),
            b'\\' => {
                let start = self.pos;
                if let Some(next) = self.raw_at(1)
                    && escapable.contains(&next)
                {
                    self.pos += 2;
                    let piece = self.slice(start + 1, start + 2);
                    parts.text(self.span_from(start), piece);
                } else {
                    self.plain(parts, 1);
                }
            }
            _ => {
                let special =
                    |byte: u8| matches!(byte, b'$' | b'`' | b'\\' | b'"' | b'}' | b'\'' | b'\n');
                let rest = self.rest();
                let run = rest
                    .bytes()
                    .skip(1)
                    .position(special)
                    .map_or(rest.len(), |run| run + 1);
                self.plain(parts, run);
            }
        }
    }

    /// The body of a here-document that is expanded, up to the end of the range.
    pub(super) fn here_doc_parts(&mut self, strip_tabs: bool) -> Word {
        let start = self.pos;
        let mut parts = Parts::new();
        if self.enter() {
            let mut line_start = true;
            while let Some(byte) = self.peek() {
                if line_start && strip_tabs && byte == b'\t' {
                    self.pos += 1;
                    continue;
                }
                line_start = byte == b'\n';
                if line_start {
                    self.plain(&mut parts, 1);
                } else {
                    self.quoted_piece(byte, b"$`\\", &mut parts);
                }
            }
            self.leave();
        } else {
            parts.push(self.span_from(start), PartKind::Opaque);
        }
        Word {
            span: self.span_from(start),
            parts: parts.finish(),
            braces: false,
        }
    }

    /// bash `$'…'`; the position is the quote.
    pub(super) fn ansi_quoted(&mut self, start: usize, parts: &mut Parts) {
        self.pos += 1;
        let mut text = String::new();
        let kind = loop {
            match self.bump_char() {
                None => {
                    self.unclosed(start, "'");
                    break PartKind::Opaque;
                }
                Some('\'') => break PartKind::AnsiQuoted(text),
                Some('\\') => self.ansi_escape(&mut text),
                Some(char) => text.push(char),
            }
        };
        parts.push(self.span_from(start), kind);
    }

    fn ansi_escape(&mut self, text: &mut String) {
        let Some(char) = self.bump_char() else {
            return;
        };
        let decoded = match char {
            'a' => '\u{7}',
            'b' => '\u{8}',
            'e' | 'E' => '\u{1b}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\u{b}',
            '\\' | '\'' | '"' | '?' => char,
            'x' => return self.ansi_code(16, 2, char, text),
            'u' => return self.ansi_code(16, 4, char, text),
            'U' => return self.ansi_code(16, 8, char, text),
            '0'..='7' => {
                self.pos -= 1;
                return self.ansi_code(8, 3, char, text);
            }
            'c' => match self.bump_char() {
                Some(control) => char::from(control as u8 & 0x1f),
                None => return,
            },
            _ => {
                text.push('\\');
                char
            }
        };
        text.push(decoded);
    }

    /// Digits of a character code; bytes above ASCII become the replacement character, as text is UTF-8 here.
    fn ansi_code(&mut self, radix: u32, most: usize, letter: char, text: &mut String) {
        let digits = self
            .rest()
            .chars()
            .take(most)
            .take_while(|char| char.is_digit(radix))
            .count();
        if digits == 0 {
            text.push('\\');
            text.push(letter);
            return;
        }
        let code =
            u32::from_str_radix(self.slice(self.pos, self.pos + digits), radix).unwrap_or_default();
        self.pos += digits;
        let is_byte = !matches!(letter, 'u' | 'U');
        let char = if is_byte && code > 0x7f {
            char::REPLACEMENT_CHARACTER
        } else {
            char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
        };
        text.push(char);
    }

    /// Text in braces inside double quotes: a single quote that bash pairs but keeps.
    pub(super) fn kept_single_quotes(&mut self, parts: &mut Parts) {
        let start = self.pos;
        let rest = self.rest();
        if let Some(length) = rest.bytes().skip(1).position(|byte| byte == b'\'') {
            self.plain(parts, length + 2);
        } else {
            self.pos = self.end;
            self.unclosed(start, "'");
            parts.push(self.span_from(start), PartKind::Opaque);
        }
    }
}
