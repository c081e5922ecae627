//! Physical lines, and the logical line that continuation marks make of them.

use crate::span::Span;
use crate::text::Text;
use memchr::memchr;

/// BuildKit reads lines into a buffer of this many bytes and refuses longer ones.
const LONGEST_LINE: usize = 65_536;

/// One physical line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RawLine {
    /// Offset of its first byte.
    pub(crate) start: usize,
    /// Offset after its last byte that is no line end. BuildKit takes every carriage return
    /// before the line feed for part of the line end.
    pub(crate) end: usize,
    /// Offset of the next line.
    pub(crate) next: usize,
}

impl RawLine {
    /// The line that begins at `start`; `None` at the end of the text.
    pub(crate) fn at(source: &str, start: usize) -> Option<Self> {
        let rest = source.as_bytes().get(start..)?;
        if rest.is_empty() {
            return None;
        }
        let (length, next) = match memchr(b'\n', rest) {
            Some(length) => (length, start + length + 1),
            None => (rest.len(), source.len()),
        };
        let content = rest.get(..length).unwrap_or_default();
        let returns = content
            .iter()
            .rev()
            .take_while(|byte| **byte == b'\r')
            .count();
        Some(Self {
            start,
            end: start + length - returns,
            next,
        })
    }

    /// Whether the line is too long for BuildKit.
    pub(crate) const fn is_overlong(self) -> bool {
        // A line feed may be the last byte that fits.
        self.next - self.start > LONGEST_LINE
            || (self.next - self.start == LONGEST_LINE && self.end == self.next)
    }
}

/// Offset of the first character at or after `from` that Unicode does not call white space.
pub(crate) fn skip_space(text: &str, from: usize) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    for (index, byte) in rest.bytes().enumerate() {
        match byte {
            b' ' | b'\t'..=b'\r' => {}
            0x80.. => {
                return from + rest.len()
                    - rest.get(index..).map_or(0, |tail| tail.trim_start().len());
            }
            _ => return from + index,
        }
    }
    from + rest.len()
}

/// Takes a continuation mark off the end of a line's content, if there is one: the escape
/// character with nothing but blanks after it and no escape character before it.
pub(crate) fn strip_continuation(content: &[u8], escape: u8) -> Option<usize> {
    let blanks = content
        .iter()
        .rev()
        .take_while(|byte| matches!(byte, b' ' | b'\t'))
        .count();
    let (last, before) = content.get(..content.len() - blanks)?.split_last()?;
    (*last == escape && before.last() != Some(&escape)).then_some(before.len())
}

/// A logical line: the text, and where its pieces stand in the source.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line<'l, 's> {
    pub(crate) source: &'s str,
    pub(crate) text: &'l str,
    /// (offset in `text`, offset in the source), ascending, the first at offset 0.
    pub(crate) pieces: &'l [(u32, u32)],
}

impl<'s> Line<'_, 's> {
    /// The piece that holds the byte at `at`, and the offset in the text of the next piece.
    fn piece(&self, at: usize) -> ((usize, usize), usize) {
        let after = self.pieces.partition_point(|piece| piece.0 as usize <= at);
        let (text, source) = after
            .checked_sub(1)
            .and_then(|last| self.pieces.get(last))
            .copied()
            .unwrap_or_default();
        let next = self
            .pieces
            .get(after)
            .map_or(usize::MAX, |piece| piece.0 as usize);
        ((text as usize, source as usize), next)
    }

    /// The place in the source of the byte at `at`.
    pub(crate) fn offset(&self, at: usize) -> usize {
        let ((text, source), _) = self.piece(at);
        (source + (at - text)).min(self.source.len())
    }

    /// The place in the source of a range of the text.
    pub(crate) fn locate(&self, start: usize, end: usize) -> Span {
        let from = self.offset(start);
        let to = if start < end {
            self.offset(end - 1) + 1
        } else {
            from
        };
        Span::new(from as u32, to.max(from) as u32)
    }

    /// A range of the text as a string.
    pub(crate) fn get(&self, start: usize, end: usize) -> &str {
        self.text.get(start..end).unwrap_or_default()
    }

    /// A range of the text; it borrows from the source where it stands there in one piece.
    pub(crate) fn slice(&self, start: usize, end: usize) -> Text<'s> {
        let ((text, source), next) = self.piece(start);
        let from = (source + (start - text)).min(self.source.len());
        if start >= end {
            return Text::plain("", from as u32);
        }
        if end <= next {
            let value = self
                .source
                .get(from..from + (end - start))
                .unwrap_or_default();
            return Text::plain(value, from as u32);
        }
        self.build(self.get(start, end).to_owned(), &[(0, start)], start, end)
    }

    /// Text made of runs of this line: (offset in `value`, offset in the line), ascending.
    /// `start` and `end` are the part of the line that the text stands for.
    pub(crate) fn build(
        &self,
        value: String,
        runs: &[(usize, usize)],
        start: usize,
        end: usize,
    ) -> Text<'s> {
        let mut pieces = Vec::with_capacity(runs.len() + 1);
        for (index, &(at, from)) in runs.iter().enumerate() {
            let to = runs.get(index + 1).map_or(value.len(), |run| run.0);
            pieces.push((at as u32, self.offset(from) as u32));
            // A run that crosses continuation marks has more than one place in the source.
            let until = (from + to.saturating_sub(at)).min(end);
            let crossed = self
                .pieces
                .partition_point(|piece| piece.0 as usize <= from);
            for piece in self.pieces.get(crossed..).unwrap_or_default() {
                if piece.0 as usize >= until {
                    break;
                }
                pieces.push(((at + (piece.0 as usize - from)) as u32, piece.1));
            }
        }
        Text::joined(value, self.locate(start, end), pieces)
    }
}
