//! Here-documents: the delimiter at the operator, the body after the line.

use std::sync::{Arc, OnceLock};

use super::Parser;
use crate::ast::{ErrorKind, HereDoc, RedirectTarget};
use crate::word::{Part, PartKind, Word};

/// A here-document whose body was not reached yet.
pub(super) type Pending = Arc<HereDoc>;

impl Parser<'_> {
    /// Reads the delimiter: a word that is never expanded, only unquoted.
    pub(super) fn here_doc_delimiter(&mut self, strip_tabs: bool) -> RedirectTarget {
        while let Some(b' ' | b'\t') = self.peek() {
            self.pos += 1;
        }
        let start = self.pos;
        let mut delimiter = String::new();
        let mut quoted = false;
        while let Some(byte) = self.peek() {
            match byte {
                b' ' | b'\t' | b'\n' | b';' | b'&' | b'|' | b'<' | b'>' | b'(' | b')' => break,
                b'\\' => {
                    self.pos += 1;
                    quoted = true;
                    delimiter.extend(self.bump_char());
                }
                b'\'' | b'"' => {
                    quoted = true;
                    let opening = self.pos;
                    self.pos += 1;
                    self.quoted_delimiter(byte, opening, &mut delimiter);
                }
                b'$' if self.is_bash() && self.raw_at(1) == Some(b'\'') => self.pos += 1,
                _ => delimiter.extend(self.bump_char()),
            }
        }
        if self.pos == start {
            let span = self.token_span();
            self.error(span, ErrorKind::MissingTarget);
            return RedirectTarget::Missing;
        }
        let here_doc = Arc::new(HereDoc {
            delimiter,
            delimiter_span: self.span_from(start),
            expands: !quoted,
            strip_tabs,
            body: OnceLock::new(),
        });
        self.pending.push(Arc::clone(&here_doc));
        RedirectTarget::HereDoc(here_doc)
    }

    fn quoted_delimiter(&mut self, quote: u8, opening: usize, delimiter: &mut String) {
        loop {
            match self.raw() {
                None => {
                    self.unclosed(opening, if quote == b'"' { "\"" } else { "'" });
                    return;
                }
                Some(byte) if byte == quote => {
                    self.pos += 1;
                    return;
                }
                Some(b'\\')
                    if quote == b'"'
                        && matches!(self.raw_at(1), Some(b'"' | b'\\' | b'$' | b'`')) =>
                {
                    self.pos += 1;
                    delimiter.extend(self.bump_char());
                }
                Some(_) => delimiter.extend(self.bump_char()),
            }
        }
    }

    /// Reads the bodies of all pending here-documents; the position is the start of a line.
    pub(super) fn read_here_docs(&mut self) {
        for here_doc in std::mem::take(&mut self.pending) {
            let body = self.here_doc_body(&here_doc);
            // Set once only: each here-document is pending once.
            let _ = here_doc.body.set(body);
        }
    }

    /// At the end of a text: what is still pending has no lines and an empty body.
    pub(super) fn finish_here_docs(&mut self) {
        for here_doc in std::mem::take(&mut self.pending) {
            let span = self.span(self.end, self.end);
            let _ = here_doc.body.set(Word {
                span,
                ..Word::default()
            });
        }
    }

    /// The lines up to the delimiter, or all of them: neither dash nor bash refuses a missing delimiter.
    fn here_doc_body(&mut self, here_doc: &HereDoc) -> Word {
        let start = self.pos;
        let mut continued = false;
        let end = loop {
            let line_start = self.pos;
            let rest = self.rest();
            if rest.is_empty() {
                break line_start;
            }
            let length = rest
                .bytes()
                .position(|byte| byte == b'\n')
                .unwrap_or(rest.len());
            let line = rest.get(..length).unwrap_or_default();
            self.pos = (line_start + length + 1).min(self.end);
            let shown = if here_doc.strip_tabs {
                line.trim_start_matches('\t')
            } else {
                line
            };
            if !continued && shown == here_doc.delimiter {
                break line_start;
            }
            let backslashes = line.bytes().rev().take_while(|byte| *byte == b'\\').count();
            continued = here_doc.expands && backslashes % 2 == 1;
        };
        if here_doc.expands {
            return self.within(start, end, |parser| {
                parser.here_doc_parts(here_doc.strip_tabs)
            });
        }
        let raw = self.slice(start, end);
        let text = if here_doc.strip_tabs {
            raw.split_inclusive('\n')
                .map(|line| line.trim_start_matches('\t'))
                .collect()
        } else {
            raw.to_owned()
        };
        let span = self.span(start, end);
        let parts = if text.is_empty() {
            Vec::new()
        } else {
            vec![Part {
                span,
                kind: PartKind::Literal(text),
            }]
        };
        Word {
            span,
            parts,
            braces: false,
        }
    }
}
