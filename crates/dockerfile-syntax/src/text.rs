//! Text of a logical line and where each of its bytes came from.

use crate::span::Span;
use std::borrow::Cow;

/// Part of a logical line: what is left of one or several source lines once continuation marks,
/// line ends and comment lines between them are taken out (and, for JSON strings, escapes decoded).
#[derive(Clone, Debug)]
pub struct Text<'s> {
    value: Cow<'s, str>,
    /// Where in the source the text begins and ends.
    span: Span,
    /// Where contiguous pieces begin: (offset in `value`, offset in the source), ascending.
    /// Empty when the text is one piece of the source.
    pieces: Box<[(u32, u32)]>,
}

impl<'s> Text<'s> {
    /// Text that stands in the source as it is.
    pub fn plain(value: &'s str, start: u32) -> Self {
        Self {
            value: Cow::Borrowed(value),
            span: Span::new(start, start + value.len() as u32),
            pieces: Box::default(),
        }
    }

    /// Text put together from pieces: (offset in `value`, offset in the source), ascending.
    pub fn joined(value: impl Into<Cow<'s, str>>, span: Span, pieces: Vec<(u32, u32)>) -> Self {
        Self {
            value: value.into(),
            span,
            pieces: pieces.into_boxed_slice(),
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.value
    }

    /// The place of the whole text in the source.
    pub const fn span(&self) -> Span {
        self.span
    }

    /// The place in the source of a range of bytes of this text.
    pub fn locate(&self, start: usize, end: usize) -> Span {
        if start >= end {
            let at = self.offset(start);
            return Span::new(at, at);
        }
        // The end is found from the last byte inside, so that it does not leap over a line end.
        Span::new(self.offset(start), self.offset(end - 1) + 1)
    }

    fn offset(&self, at: usize) -> u32 {
        let at = at as u32;
        match self.pieces.partition_point(|piece| piece.0 <= at) {
            0 => (self.span.start + at).min(self.span.end),
            n => (self.pieces[n - 1].1 + (at - self.pieces[n - 1].0)).min(self.span.end),
        }
    }
}
