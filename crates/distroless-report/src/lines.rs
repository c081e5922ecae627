//! From byte offsets to the lines and columns that people and programs count.

use dockerfile_syntax::Span;

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

/// How many bytes lie between two places whose UTF-16 offset is remembered.
const STRIDE: usize = 1024;

/// Where the lines of a text begin. Looking up a place costs the same however long its line is.
#[derive(Clone, Debug)]
pub struct LineIndex<'s> {
    source: &'s str,
    /// Offsets of the first bytes of the lines.
    starts: Vec<u32>,
    /// How many UTF-16 units begin before byte `k * STRIDE`; empty when the text is ASCII.
    units: Vec<u32>,
}

impl<'s> LineIndex<'s> {
    /// Reads the text once.
    pub fn new(source: &'s str) -> Self {
        let newlines = source
            .bytes()
            .enumerate()
            .filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(0)
            .chain(newlines.map(|(at, _)| at as u32 + 1))
            .collect();
        let mut units = Vec::new();
        if !source.is_ascii() {
            let mut count = 0;
            for chunk in source.as_bytes().chunks(STRIDE) {
                units.push(count);
                count += units_in(chunk);
            }
            units.push(count);
        }
        Self {
            source,
            starts,
            units,
        }
    }

    /// The text.
    pub const fn source(&self) -> &'s str {
        self.source
    }

    /// The place of a byte; the end of the text for an offset beyond it.
    pub fn position(&self, offset: u32) -> Position {
        let offset = offset.min(self.source.len() as u32);
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = line
            .checked_sub(1)
            .and_then(|index| self.starts.get(index))
            .copied()
            .unwrap_or_default();
        Position {
            line: line.max(1) as u32,
            column: self
                .units_before(offset)
                .saturating_sub(self.units_before(start))
                + 1,
        }
    }

    /// The places of a span.
    pub fn range(&self, span: Span) -> Range {
        let start = self.position(span.start);
        Range {
            start,
            end: self.position(span.end.max(span.start)),
        }
    }

    /// Where the lines from `first` to `last`, both included, stand in the text.
    pub fn bytes(&self, first: u32, last: u32) -> std::ops::Range<usize> {
        let begin = |line: u32| {
            let start = self.starts.get((line as usize).saturating_sub(1));
            start.map_or(self.source.len(), |start| *start as usize)
        };
        let start = begin(first);
        start..begin(last.saturating_add(1)).max(start)
    }

    fn units_before(&self, offset: u32) -> u32 {
        let offset = offset as usize;
        let chunk = offset / STRIDE;
        match self.units.get(chunk) {
            Some(before) => {
                let rest = self.source.as_bytes().get(chunk * STRIDE..offset);
                before + units_in(rest.unwrap_or_default())
            }
            // ASCII: bytes are units.
            None => offset as u32,
        }
    }
}

/// How many UTF-16 units begin in these bytes: one a character, two from U+10000 on.
fn units_in(bytes: &[u8]) -> u32 {
    bytes
        .iter()
        .map(|byte| match byte {
            0x80..=0xBF => 0,
            0xF0.. => 2,
            _ => 1,
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::{LineIndex, STRIDE};
    use dockerfile_syntax::Span;

    /// Counts as the definition says, slowly.
    fn counted(source: &str, offset: usize) -> (u32, u32) {
        let before = &source[..offset];
        let line = before.matches('\n').count() + 1;
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let column = source[start..offset].encode_utf16().count() + 1;
        (line as u32, column as u32)
    }

    #[test]
    fn counts_utf16_units_at_every_character() {
        let long = format!("# {}\nFROM a😀b\r\nCMD x", "ü€😀".repeat(STRIDE));
        for source in [
            "",
            "\n",
            "FROM a\nCMD b",
            "# ü😀\n\n",
            "\u{feff}FROM é",
            &long,
        ] {
            let lines = LineIndex::new(source);
            let ends = source
                .char_indices()
                .map(|(at, _)| at)
                .chain([source.len()]);
            for offset in ends {
                let got = lines.position(offset as u32);
                assert_eq!((got.line, got.column), counted(source, offset), "{offset}");
            }
        }
    }

    #[test]
    fn finds_the_bytes_of_lines() {
        let lines = LineIndex::new("a\nbc\n\nd");
        assert_eq!(lines.bytes(1, 1), 0..2);
        assert_eq!(lines.bytes(2, 3), 2..6);
        assert_eq!(lines.bytes(4, 9), 6..7);
        assert_eq!(lines.bytes(9, 1), 7..7);
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
