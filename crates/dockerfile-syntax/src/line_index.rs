//! Offsets to lines and columns.

use crate::parse::BOM;
use crate::span::Span;
use memchr::memchr_iter;

/// How many bytes apart the counts of characters are kept.
const STEP: usize = 1024;

/// Where the lines of a text begin.
///
/// As in BuildKit and in editors a line ends with a line feed, with or without a carriage
/// return before it; a carriage return alone ends nothing.
#[derive(Clone, Debug)]
pub struct LineIndex<'s> {
    source: &'s str,
    /// Offset of each line's first byte.
    starts: Vec<u32>,
    /// For texts with more than ASCII: characters and UTF-16 units before every `STEP` bytes.
    counts: Vec<(u32, u32)>,
}

/// A place as line and column, all counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line.
    pub line: u32,
    /// The column in UTF-16 code units, as LSP, SARIF and GitHub count.
    pub utf16: u32,
    /// The column in Unicode characters.
    pub chars: u32,
}

impl<'s> LineIndex<'s> {
    /// Reads a text once.
    pub fn new(source: &'s str) -> Self {
        let mut starts = vec![0];
        starts.extend(memchr_iter(b'\n', source.as_bytes()).map(|at| at as u32 + 1));
        let mut counts = Vec::new();
        if !source.is_ascii() {
            let (mut chars, mut utf16) = (0, 0);
            for (at, c) in source.char_indices() {
                while counts.len() * STEP <= at {
                    counts.push((chars, utf16));
                }
                chars += 1;
                utf16 += c.len_utf16() as u32;
            }
        }
        Self {
            source,
            starts,
            counts,
        }
    }

    /// How many lines there are. After a final line feed there is one more, empty line.
    pub const fn line_count(&self) -> u32 {
        self.starts.len() as u32
    }

    /// The line, from 1, that holds the byte at `offset`.
    pub fn line(&self, offset: u32) -> u32 {
        self.starts.partition_point(|start| *start <= offset).max(1) as u32
    }

    /// Line and column of `offset`. Offsets inside a character are taken to its begin, offsets
    /// after the end to the end. A byte order mark at the head of the text has no width.
    pub fn position(&self, offset: u32) -> Position {
        let line = self.line(offset);
        let start = self.start(line) as usize;
        let offset = self.source.floor_char_boundary(offset as usize);
        let (from, to) = (self.count(start), self.count(offset));
        let mark = u32::from(start == 0 && offset > 0 && self.source.starts_with(BOM));
        Position {
            line,
            chars: (to.0 - from.0).saturating_sub(mark) + 1,
            utf16: (to.1 - from.1).saturating_sub(mark) + 1,
        }
    }

    /// A line's text without its line end; `None` where there is no such line. Lines count
    /// from 1.
    pub fn line_span(&self, line: u32) -> Option<Span> {
        if line == 0 || line > self.line_count() {
            return None;
        }
        let start = self.start(line);
        let next = self.starts.get(line as usize).copied();
        let end = next.map_or(self.source.len() as u32, |next| next - 1);
        let content = self
            .source
            .get(start as usize..end as usize)
            .unwrap_or_default();
        let ended = next.is_some() && content.ends_with('\r');
        Some(Span::new(start, end - u32::from(ended)))
    }

    fn start(&self, line: u32) -> u32 {
        (line as usize)
            .checked_sub(1)
            .and_then(|index| self.starts.get(index))
            .copied()
            .unwrap_or_default()
    }

    /// Characters and UTF-16 units before `offset`, a character's begin.
    fn count(&self, offset: usize) -> (u32, u32) {
        let Some(&(mut chars, mut utf16)) = self.counts.get(offset / STEP).or(self.counts.last())
        else {
            return (offset as u32, offset as u32);
        };
        let step = (offset / STEP).min(self.counts.len() - 1) * STEP;
        // The count holds the character that crosses the step.
        let from = (step..=self.source.len())
            .find(|at| self.source.is_char_boundary(*at))
            .unwrap_or(step);
        for c in self.source.get(from..offset).unwrap_or_default().chars() {
            chars += 1;
            utf16 += c.len_utf16() as u32;
        }
        (chars, utf16)
    }
}
