//! Text of a logical line and where each of its bytes came from.

use crate::parse::logical::pieces;
use crate::span::Span;
use std::borrow::Cow;
use std::sync::OnceLock;

/// Part of a logical line: what is left of one or several source lines once continuation marks,
/// line ends and comment lines between them are taken out (and, for JSON strings, escapes decoded).
#[derive(Clone, Debug)]
pub struct Text<'s>(Form<'s>);

/// Most texts stand in the source as they are; those are kept small.
#[derive(Clone, Debug)]
enum Form<'s> {
    Plain { value: &'s str, start: u32 },
    Joined(Box<Joined<'s>>),
    Lines(Box<Lines<'s>>),
}

/// Text of several lines, which is put together when it is first read: most of a Dockerfile is
/// long commands, and not every question needs them.
#[derive(Clone, Debug)]
struct Lines<'s> {
    source: &'s str,
    /// Where in the source the text begins.
    start: u32,
    escape: u8,
    /// Without the source's lifetime, so that a text stays covariant in it.
    joined: OnceLock<Joined<'static>>,
}

impl Lines<'_> {
    fn joined(&self) -> &Joined<'static> {
        self.joined.get_or_init(|| {
            let mut value = String::new();
            let mut places = Vec::new();
            let mut span = Span::new(self.start, self.start);
            for (start, end) in pieces(self.source, self.start as usize, self.escape) {
                places.push((value.len() as u32, start));
                value.push_str(Span::new(start, end).text(self.source));
            }
            value.truncate(value.trim_end().len());
            while let Some((at, start)) = places.last() {
                let length = (value.len() as u32).saturating_sub(*at);
                if length > 0 {
                    span.end = start + length;
                    break;
                }
                places.pop();
            }
            Joined {
                value: Cow::Owned(value),
                span,
                pieces: places,
            }
        })
    }
}

#[derive(Clone, Debug)]
struct Joined<'s> {
    value: Cow<'s, str>,
    /// Where in the source the text begins and ends.
    span: Span,
    /// Where contiguous pieces begin: (offset in `value`, offset in the source), ascending.
    /// Empty when the text is one piece of the source.
    pieces: Vec<(u32, u32)>,
}

impl<'s> Text<'s> {
    /// Text that stands in the source as it is.
    pub const fn plain(value: &'s str, start: u32) -> Self {
        Self(Form::Plain { value, start })
    }

    /// Text put together from pieces: (offset in `value`, offset in the source), ascending.
    pub fn joined(value: impl Into<Cow<'s, str>>, span: Span, pieces: Vec<(u32, u32)>) -> Self {
        let value = value.into();
        Self(Form::Joined(Box::new(Joined {
            value,
            span,
            pieces,
        })))
    }

    /// The rest of the logical line from `start` on, without blanks at its end.
    pub(crate) fn lines(source: &'s str, start: u32, escape: u8) -> Self {
        Self(Form::Lines(Box::new(Lines {
            source,
            start,
            escape,
            joined: OnceLock::new(),
        })))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Form::Plain { value, .. } => value,
            Form::Joined(joined) => &joined.value,
            Form::Lines(lines) => &lines.joined().value,
        }
    }

    /// Whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.as_str().is_empty()
    }

    /// The place of the whole text in the source.
    pub fn span(&self) -> Span {
        match &self.0 {
            Form::Plain { value, start } => {
                Span::new(*start, start.saturating_add(value.len() as u32))
            }
            Form::Joined(joined) => joined.span,
            Form::Lines(lines) => lines.joined().span,
        }
    }

    /// The place in the source of a range of bytes of this text.
    pub fn locate(&self, start: usize, end: usize) -> Span {
        let from = self.offset(start);
        if start >= end {
            return Span::new(from, from);
        }
        // The end is found from the last byte inside, so that it does not leap over a line end.
        let to = self.offset(end - 1).saturating_add(1).min(self.span().end);
        Span::new(from, to.max(from))
    }

    /// A part of this text, given as a range of its bytes; empty where the range does not fit.
    #[must_use]
    pub fn slice(&self, start: usize, end: usize) -> Self {
        let span = self.locate(start, end);
        let joined = match &self.0 {
            Form::Plain { value, .. } => {
                return Self::plain(value.get(start..end).unwrap_or_default(), span.start);
            }
            Form::Joined(joined) => joined,
            Form::Lines(lines) => lines.joined(),
        };
        let value = match &joined.value {
            Cow::Borrowed(text) => Cow::Borrowed(text.get(start..end).unwrap_or_default()),
            Cow::Owned(text) => Cow::Owned(text.get(start..end).unwrap_or_default().to_owned()),
        };
        let (from, to) = (start as u32, end as u32);
        let after = joined.pieces.partition_point(|piece| piece.0 <= from);
        let inner = joined.pieces.get(after..).unwrap_or_default();
        let first = (!joined.pieces.is_empty()).then_some((0, span.start));
        let pieces = first
            .into_iter()
            .chain(
                inner
                    .iter()
                    .take_while(|piece| piece.0 < to)
                    .map(|piece| (piece.0 - from, piece.1)),
            )
            .collect();
        Self::joined(value, span, pieces)
    }

    fn offset(&self, at: usize) -> u32 {
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        let span = self.span();
        let pieces = match &self.0 {
            Form::Plain { .. } => &[],
            Form::Joined(joined) => joined.pieces.as_slice(),
            Form::Lines(lines) => lines.joined().pieces.as_slice(),
        };
        let before = pieces.partition_point(|piece| piece.0 <= at);
        let (text, source) = before
            .checked_sub(1)
            .and_then(|last| pieces.get(last).copied())
            .unwrap_or((0, span.start));
        source.saturating_add(at - text).min(span.end)
    }
}
