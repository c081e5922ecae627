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
            span: Span::new(start, start.saturating_add(value.len() as u32)),
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

    /// Whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.value.is_empty()
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
        let from = self.offset(start);
        let to = self.offset(end - 1).saturating_add(1).min(self.span.end);
        Span::new(from, to.max(from))
    }

    /// A part of this text, given as a range of its bytes; empty where the range does not fit.
    #[must_use]
    pub fn slice(&self, start: usize, end: usize) -> Self {
        let span = self.locate(start, end);
        let value = match &self.value {
            Cow::Borrowed(text) => Cow::Borrowed(text.get(start..end).unwrap_or_default()),
            Cow::Owned(text) => Cow::Owned(text.get(start..end).unwrap_or_default().to_owned()),
        };
        let pieces = if self.pieces.is_empty() || value.is_empty() {
            Vec::new()
        } else {
            let (start, end) = (start as u32, end as u32);
            let after = self.pieces.partition_point(|piece| piece.0 <= start);
            let inner = self.pieces.get(after..).unwrap_or_default();
            std::iter::once((0, span.start))
                .chain(
                    inner
                        .iter()
                        .take_while(|piece| piece.0 < end)
                        .map(|piece| (piece.0 - start, piece.1)),
                )
                .collect()
        };
        Self::joined(value, span, pieces)
    }

    fn offset(&self, at: usize) -> u32 {
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        let before = self.pieces.partition_point(|piece| piece.0 <= at);
        let (text, source) = before
            .checked_sub(1)
            .and_then(|last| self.pieces.get(last).copied())
            .unwrap_or((0, self.span.start));
        source.saturating_add(at - text).min(self.span.end)
    }
}
