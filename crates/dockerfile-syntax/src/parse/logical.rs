//! Physical lines, and the logical line that continuation marks make of them.

use crate::span::Span;
use crate::text::Text;
use memchr::memchr;
use std::cell::Cell;

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

/// Finds line feeds one after the other. Lines are short, so that a search per line costs more
/// than it finds; this looks at 64 bytes at a time and keeps what it has seen.
#[derive(Debug)]
pub(crate) struct LineFeeds<'s> {
    bytes: &'s [u8],
    /// Where the block in `found` begins.
    block: usize,
    /// A bit for every line feed of the block that is not yet passed.
    found: u64,
}

impl<'s> LineFeeds<'s> {
    /// The line feeds at `from` or after it.
    pub(crate) fn new(source: &'s str, from: usize) -> Self {
        let mut feeds = Self {
            bytes: source.as_bytes(),
            block: from,
            found: 0,
        };
        feeds.look();
        feeds
    }

    #[inline(never)]
    fn look(&mut self) {
        let rest = self.bytes.get(self.block..).unwrap_or_default();
        let mut last = [0; 64];
        let block: &[u8; 64] = rest.first_chunk().unwrap_or_else(|| {
            for (to, from) in last.iter_mut().zip(rest) {
                *to = *from;
            }
            &last
        });
        // The compiler makes vector instructions of this loop.
        let mut feeds = [0; 64];
        for (feed, byte) in feeds.iter_mut().zip(block) {
            *feed = u8::from(*byte == b'\n');
        }
        self.found = 0;
        for (index, feeds) in feeds.as_chunks::<8>().0.iter().enumerate() {
            // The multiplication gathers the eight bits in the highest byte, in order.
            let bits = u64::from_le_bytes(*feeds).wrapping_mul(0x0102_0408_1020_4080) >> 56;
            self.found |= bits << (index * 8);
        }
    }

    /// The offset of the next line feed.
    #[expect(clippy::inline_always, reason = "a few instructions a line")]
    #[inline(always)]
    fn next(&mut self) -> Option<usize> {
        while self.found == 0 {
            if self.block + 64 >= self.bytes.len() {
                return None;
            }
            self.block += 64;
            self.look();
        }
        let at = self.block + self.found.trailing_zeros() as usize;
        self.found &= self.found - 1;
        Some(at)
    }

    /// The line that begins at `start`, which is where the one before ended.
    #[expect(clippy::inline_always, reason = "a few instructions a line")]
    #[inline(always)]
    pub(crate) fn line(&mut self, start: usize) -> Option<RawLine> {
        if start >= self.bytes.len() {
            return None;
        }
        Some(match self.next() {
            Some(at) => RawLine::new(self.bytes, start, at, at + 1),
            None => RawLine::new(self.bytes, start, self.bytes.len(), self.bytes.len()),
        })
    }
}

impl RawLine {
    #[inline]
    fn new(bytes: &[u8], start: usize, mut end: usize, next: usize) -> Self {
        while end > start && bytes.get(end - 1) == Some(&b'\r') {
            end -= 1;
        }
        Self { start, end, next }
    }

    /// The line that begins at `start`; `None` at the end of the text.
    pub(crate) fn at(source: &str, start: usize) -> Option<Self> {
        let bytes = source.as_bytes();
        let rest = bytes.get(start..).filter(|rest| !rest.is_empty())?;
        Some(match memchr(b'\n', rest) {
            Some(length) => Self::new(bytes, start, start + length, start + length + 1),
            None => Self::new(bytes, start, bytes.len(), bytes.len()),
        })
    }

    /// Whether the line is too long for BuildKit.
    pub(crate) const fn is_overlong(self) -> bool {
        // A line feed may be the last byte that fits.
        self.next - self.start > LONGEST_LINE
            || (self.next - self.start == LONGEST_LINE && self.end == self.next)
    }
}

/// Offset of the first character in `from..end` that Unicode does not call white space; `end` if
/// there is none.
#[inline]
pub(crate) fn skip_space(text: &str, from: usize, end: usize) -> usize {
    let bytes = text.as_bytes().get(..end).unwrap_or_default();
    let mut at = from;
    // Indents vary; eight bytes at a time spare the processor the guessing.
    while let Some(word) = bytes.get(at..).and_then(<[u8]>::first_chunk::<8>) {
        let others = u64::from_le_bytes(*word) ^ u64::from_le_bytes([b' '; 8]);
        at += others.trailing_zeros() as usize / 8;
        if others != 0 {
            break;
        }
    }
    while let Some(byte) = bytes.get(at) {
        match byte {
            b' ' | b'\t'..=b'\r' => at += 1,
            0x80.. => {
                let rest = text.get(at..end).unwrap_or_default();
                return end - rest.trim_start().len();
            }
            _ => break,
        }
    }
    at
}

/// Takes a continuation mark off the end of a line's content, if there is one: the escape
/// character with nothing but blanks after it and no escape character before it.
#[inline]
pub(crate) fn strip_continuation(content: &[u8], escape: u8) -> Option<usize> {
    let mut end = content.len();
    while end > 0 && matches!(content.get(end - 1), Some(b' ' | b'\t')) {
        end -= 1;
    }
    let (last, before) = content.get(..end)?.split_last()?;
    (*last == escape && before.last() != Some(&escape)).then_some(before.len())
}

/// The pieces of the logical line that begins at `start`: what its physical lines hold before
/// their continuation marks, as places in the source. Comments and blank lines between them, and
/// pieces without any text, are left out.
pub(crate) fn pieces(source: &str, start: usize, escape: u8) -> impl Iterator<Item = (u32, u32)> {
    let mut next = Some(start);
    std::iter::from_fn(move || {
        while let Some(line) = RawLine::at(source, next?) {
            let continues = line.start != start;
            next = Some(line.next);
            if continues {
                let text = skip_space(source, line.start, line.end);
                let byte = source.as_bytes().get(text).filter(|_| text < line.end);
                if matches!(byte, None | Some(b'#')) {
                    continue;
                }
            }
            let content = source.as_bytes().get(line.start..line.end);
            let kept = strip_continuation(content.unwrap_or_default(), escape);
            if kept.is_none() {
                next = None;
            }
            let end = kept.map_or(line.end, |kept| line.start + kept);
            if line.start < end {
                return Some((line.start as u32, end as u32));
            }
            next?;
        }
        None
    })
}

/// A logical line: the text, and where its pieces stand in the source.
#[derive(Debug)]
pub(crate) struct Line<'l, 's> {
    pub(crate) source: &'s str,
    pub(crate) text: &'l str,
    /// (offset in `text`, offset in the source), ascending, the first at offset 0.
    pieces: &'l [(u32, u32)],
    /// The answer to the last question for a piece: the next one is mostly near.
    last: Cell<usize>,
}

impl<'l, 's> Line<'l, 's> {
    /// A line with at least one piece.
    pub(crate) const fn new(source: &'s str, text: &'l str, pieces: &'l [(u32, u32)]) -> Self {
        Self {
            source,
            text,
            pieces,
            last: Cell::new(1),
        }
    }
}

impl<'s> Line<'_, 's> {
    /// How many pieces the line has.
    pub(crate) const fn piece_count(&self) -> usize {
        self.pieces.len()
    }

    /// How many pieces begin at `at` or before it.
    #[inline]
    fn after(&self, at: usize) -> usize {
        if self.pieces.len() == 1 {
            return 1;
        }
        let begins_by = |index: usize| self.pieces.get(index).map(|piece| piece.0 as usize <= at);
        let last = self.last.get();
        for after in [last, last + 1] {
            if begins_by(after - 1) == Some(true) && begins_by(after) != Some(true) {
                self.last.set(after);
                return after;
            }
        }
        let after = self.pieces.partition_point(|piece| piece.0 as usize <= at);
        self.last.set(after.max(1));
        after
    }

    /// The piece that holds the byte at `at`, and the offset in the text of the next piece.
    #[inline]
    fn piece(&self, at: usize) -> ((usize, usize), usize) {
        if let [(text, source)] = self.pieces {
            return ((*text as usize, *source as usize), usize::MAX);
        }
        let after = self.after(at);
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
    #[inline]
    pub(crate) fn offset(&self, at: usize) -> usize {
        let ((text, source), _) = self.piece(at);
        (source + (at - text)).min(self.source.len())
    }

    /// The place in the source of a range of the text.
    #[inline]
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
    #[inline]
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
        self.join(start, end)
    }

    /// A range that stands in the source in several pieces.
    fn join(&self, start: usize, end: usize) -> Text<'s> {
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
        let within = self.after(end.saturating_sub(1)) - self.after(start);
        let mut pieces = Vec::with_capacity(runs.len() + within);
        for (index, &(at, from)) in runs.iter().enumerate() {
            let to = runs.get(index + 1).map_or(value.len(), |run| run.0);
            pieces.push((at as u32, self.offset(from) as u32));
            // A run that crosses continuation marks has more than one place in the source.
            let until = (from + to.saturating_sub(at)).min(end);
            for piece in self.pieces.get(self.after(from)..).unwrap_or_default() {
                if piece.0 as usize >= until {
                    break;
                }
                pieces.push(((at + (piece.0 as usize - from)) as u32, piece.1));
            }
        }
        Text::joined(value, self.locate(start, end), pieces)
    }
}
