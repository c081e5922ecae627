//! From byte offsets to the lines and columns that programs read.

use dockerfile_syntax::{LineIndex as Index, Span};

/// A place in a text: lines from 1, columns from 1 in UTF-16 code units, as editors, SARIF and
/// GitHub count them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line, from 1. A line ends with its line feed.
    pub line: u32,
    /// The column, from 1, in UTF-16 code units.
    pub column: u32,
}

/// From a place up to and without another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Range {
    /// The first place.
    pub start: Position,
    /// The place after the last.
    pub end: Position,
}

impl Range {
    /// Whether it begins and ends on one line.
    pub const fn is_one_line(self) -> bool {
        self.start.line == self.end.line
    }
}

/// Where the lines of a text begin, with columns as the outputs count them.
#[derive(Clone, Debug)]
pub struct LineIndex<'s> {
    source: &'s str,
    index: Index<'s>,
}

impl<'s> LineIndex<'s> {
    /// Reads the text once.
    pub fn new(source: &'s str) -> Self {
        Self {
            source,
            index: Index::new(source),
        }
    }

    /// The text.
    pub const fn source(&self) -> &'s str {
        self.source
    }

    /// The place of a byte; the end of the text for an offset beyond it.
    pub fn position(&self, offset: u32) -> Position {
        let offset = offset.min(self.source.len() as u32);
        let position = self.index.position(offset);
        Position {
            line: position.line,
            column: position.utf16,
        }
    }

    /// The places of a span; one that is turned round is empty.
    pub fn range(&self, span: Span) -> Range {
        let start = self.position(span.start);
        Range {
            start,
            end: self.position(span.end.max(span.start)),
        }
    }

    /// Where the lines from `first` to `last`, both included, stand in the text, without the last
    /// line end.
    pub fn bytes(&self, first: u32, last: u32) -> std::ops::Range<usize> {
        let end = self.source.len();
        let last = last.min(self.index.line_count());
        match (self.index.line_span(first), self.index.line_span(last)) {
            (Some(first), Some(last)) if first.start <= last.end => {
                first.start as usize..last.end as usize
            }
            _ => end..end,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::LineIndex;
    use dockerfile_syntax::Span;

    #[test]
    fn columns_are_utf16_units() {
        let lines = LineIndex::new("# \u{1f600}\r\nCMD \u{fc} x\n");
        let range = lines.range(Span::new(2, 6));
        assert_eq!((range.start.column, range.end.column), (3, 5));
        let range = lines.range(Span::new(12, 15));
        assert_eq!(
            (range.start.line, range.start.column, range.end.column),
            (2, 5, 7)
        );
    }

    #[test]
    fn finds_the_bytes_of_lines() {
        let lines = LineIndex::new("a\nbc\r\n\nd");
        assert_eq!(lines.bytes(1, 1), 0..1);
        assert_eq!(lines.bytes(2, 3), 2..6);
        assert_eq!(lines.bytes(4, 9), 7..8);
        assert_eq!(lines.bytes(9, 1), 8..8);
        assert_eq!(lines.bytes(0, 1), 8..8);
    }

    #[test]
    fn bears_spans_that_do_not_fit() {
        let lines = LineIndex::new("a\nb");
        let end = lines.position(3);
        assert_eq!(lines.range(Span::new(7, 9)).end, end);
        let range = lines.range(Span::new(2, 0));
        assert_eq!(range.start, range.end);
    }
}
