//! Places as the protocol counts them.
//!
//! Other than in reports, a carriage return alone ends a line too, and a byte order mark is a character:
//! that is how editors count.

use dockerfile_syntax::Span;
use lsp_types::{Position, Range};

/// How many bytes apart the counts of UTF-16 units are kept.
const STEP: usize = 1024;

/// What columns count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// Bytes.
    Utf8,
    /// UTF-16 code units.
    #[default]
    Utf16,
}

/// Where the lines of a text begin.
#[derive(Debug)]
pub(crate) struct Lines<'t> {
    text: &'t str,
    encoding: Encoding,
    /// Offset of each line's first byte.
    starts: Vec<usize>,
    /// For texts with more than ASCII: UTF-16 units before every `STEP` bytes.
    units: Vec<usize>,
}

impl<'t> Lines<'t> {
    pub(crate) fn new(text: &'t str, encoding: Encoding) -> Self {
        let bytes = text.as_bytes();
        let ends = bytes.iter().enumerate().filter(|(at, byte)| {
            **byte == b'\n' || **byte == b'\r' && bytes.get(at + 1) != Some(&b'\n')
        });
        let starts = std::iter::once(0).chain(ends.map(|(at, _)| at + 1));
        let mut units = Vec::new();
        if encoding == Encoding::Utf16 && !text.is_ascii() {
            let mut before = 0;
            for (at, c) in text.char_indices() {
                while units.len() * STEP <= at {
                    units.push(before);
                }
                before += c.len_utf16();
            }
        }
        Self {
            text,
            encoding,
            starts: starts.collect(),
            units,
        }
    }

    pub(crate) const fn text(&self) -> &'t str {
        self.text
    }

    /// The byte at a place. A column behind the line's end is the end, and a line behind the last one the
    /// end of the text.
    pub(crate) fn offset(&self, position: Position) -> usize {
        let line = position.line as usize;
        let Some(&start) = self.starts.get(line) else {
            return self.text.len();
        };
        let end = self.starts.get(line + 1).copied();
        let content = self.text.get(start..end.unwrap_or(self.text.len()));
        let content = content.unwrap_or_default().trim_end_matches(['\r', '\n']);
        let column = position.character as usize;
        match self.encoding {
            Encoding::Utf8 => start + content.floor_char_boundary(column),
            Encoding::Utf16 => {
                let mut units = 0;
                let inside = content.char_indices().find(|(_, c)| {
                    units += c.len_utf16();
                    units > column
                });
                start + inside.map_or(content.len(), |(at, _)| at)
            }
        }
    }

    /// The place of a byte; the end of the text for an offset beyond it.
    pub(crate) fn position(&self, offset: usize) -> Position {
        let offset = self.text.floor_char_boundary(offset);
        let line = self.line(offset);
        let start = self.starts.get(line).copied().unwrap_or_default();
        let column = match self.encoding {
            Encoding::Utf8 => offset - start,
            Encoding::Utf16 => self.count(offset) - self.count(start),
        };
        Position::new(line as u32, column as u32)
    }

    pub(crate) fn range(&self, span: Span) -> Range {
        let end = span.end.max(span.start);
        Range::new(
            self.position(span.start as usize),
            self.position(end as usize),
        )
    }

    /// The number of the line, from 0, that holds a byte.
    pub(crate) fn line(&self, offset: usize) -> usize {
        let after = self.starts.partition_point(|start| *start <= offset);
        after.saturating_sub(1)
    }

    /// The part of a line before a byte.
    pub(crate) fn before(&self, offset: usize) -> &'t str {
        let start = self.starts.get(self.line(offset)).copied();
        self.text
            .get(start.unwrap_or_default()..offset)
            .unwrap_or_default()
    }

    /// UTF-16 units before a character's first byte.
    fn count(&self, offset: usize) -> usize {
        let step = (offset / STEP).min(self.units.len().saturating_sub(1));
        let Some(&before) = self.units.get(step) else {
            return offset;
        };
        // The count holds the character that crosses the step.
        let from = (step * STEP..=self.text.len())
            .find(|at| self.text.is_char_boundary(*at))
            .unwrap_or(offset);
        let rest = self.text.get(from..offset).unwrap_or_default();
        before + rest.chars().map(char::len_utf16).sum::<usize>()
    }
}

#[cfg(test)]
mod tests {
    use super::{Encoding, Lines};
    use lsp_types::Position;

    #[test]
    fn there_and_back_again() {
        let far = format!("{}\u{1f600}é\nü", "aé".repeat(900));
        for text in ["a\u{1f600}é\r\n\rüx\n\n", "\u{feff}ab", "", &far] {
            for encoding in [Encoding::Utf8, Encoding::Utf16] {
                let lines = Lines::new(text, encoding);
                for (at, _) in text.char_indices() {
                    // The line feed of a pair is behind the end of its line.
                    if text[..at].ends_with('\r') && text[at..].starts_with('\n') {
                        continue;
                    }
                    assert_eq!(lines.offset(lines.position(at)), at, "{encoding:?}");
                }
            }
        }
    }

    #[test]
    fn columns_are_those_of_the_encoding() {
        let text = "x\n\u{1f600}é=";
        let at = text.find('=').unwrap();
        let column = |encoding| Lines::new(text, encoding).position(at);
        assert_eq!(column(Encoding::Utf16), Position::new(1, 3));
        assert_eq!(column(Encoding::Utf8), Position::new(1, 6));
    }

    #[test]
    fn bears_places_that_are_not_there() {
        let lines = Lines::new("ab\r\nc", Encoding::Utf16);
        assert_eq!(lines.offset(Position::new(0, 9)), 2);
        assert_eq!(lines.offset(Position::new(7, 0)), 5);
        assert_eq!(lines.position(99), Position::new(1, 1));
        let lines = Lines::new("\u{1f600}", Encoding::Utf16);
        assert_eq!(lines.offset(Position::new(0, 1)), 0);
        let lines = Lines::new("é", Encoding::Utf8);
        assert_eq!(lines.offset(Position::new(0, 1)), 0);
    }
}
