//! The part of a source that a finding shows.
//!
//! Only the lines near the labels are handed to the renderer: its work grows with the text it is
//! given, and a file may be long and have many findings. What could act on a terminal is written
//! out, and the labels move along.

use crate::{LineIndex, visible};
use annotate_snippets::{Annotation, AnnotationKind, Element, Origin, Snippet};
use dockerfile_syntax::Span;
use std::ops::Range;

/// How many lines may lie between two labels that are shown in one excerpt.
const GAP: u32 = 40;
/// How many lines of one place are underlined: of a longer one, the first.
const LINES: u32 = 8;
/// How many bytes of source are shown at a time.
const BYTES: usize = 32 * 1024;

/// A place and what is said about it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Label<'a> {
    pub(super) kind: AnnotationKind,
    pub(super) span: Span,
    pub(super) text: &'a str,
}

/// The excerpts in which the labels stand; the first label is the one that matters.
pub(super) fn snippets<'a>(
    path: &'a str,
    lines: &LineIndex<'a>,
    labels: &[Label<'a>],
) -> Vec<Element<'a>> {
    let mut clusters: Vec<(Range<u32>, Vec<Label<'a>>)> = Vec::new();
    let mut sorted: Vec<(Range<u32>, Label<'a>)> = labels
        .iter()
        .map(|label| {
            let range = lines.range(label.span);
            let last = range.end.line.min(range.start.line + LINES - 1);
            (range.start.line..last, *label)
        })
        .collect();
    sorted.sort_by_key(|(at, label)| (at.start, label.span));
    for (at, label) in sorted {
        match clusters.last_mut() {
            Some((before, inside)) if at.start <= before.end.saturating_add(GAP) => {
                before.end = before.end.max(at.end);
                inside.push(label);
            }
            _ => clusters.push((at, vec![label])),
        }
    }
    // The excerpt with the primary label leads.
    clusters.sort_by_key(|(_, inside)| {
        let primary = |label: &Label<'_>| matches!(label.kind, AnnotationKind::Primary);
        !inside.iter().any(primary)
    });
    clusters
        .into_iter()
        .map(|(at, inside)| excerpt(path, lines, at, &inside))
        .collect()
}

/// The lines `at`, first to last, with their labels.
fn excerpt<'a>(
    path: &'a str,
    lines: &LineIndex<'a>,
    at: Range<u32>,
    labels: &[Label<'a>],
) -> Element<'a> {
    let bytes = lines.bytes(at.start, at.end);
    let source = lines.source().get(bytes.clone()).unwrap_or_default();
    if source.len() > BYTES {
        // Too much to show: the place alone.
        let column = labels
            .first()
            .map_or(1, |label| lines.position(label.span.start).column as usize);
        return Origin::path(path)
            .line(at.start as usize)
            .char_column(column)
            .into();
    }
    let shown = Shown::new(source, bytes.start);
    let annotations: Vec<Annotation<'a>> = labels
        .iter()
        .map(|label| {
            let place = shown.place(label.span);
            let annotation = label.kind.span(place);
            if label.text.is_empty() {
                annotation
            } else {
                annotation.label(visible::one_line(label.text))
            }
        })
        .collect();
    Snippet::source(shown.text)
        .path(path)
        .line_start(at.start as usize)
        .annotations(annotations)
        .into()
}

/// A text in which hidden characters are written out.
struct Shown {
    text: String,
    /// Where the original begins in its file.
    base: usize,
    /// Where the two run in step again, behind a character that was written out: (offset in the
    /// original, offset in the text), ascending.
    steps: Vec<(usize, usize)>,
    len: usize,
}

impl Shown {
    fn new(source: &str, base: usize) -> Self {
        let mut text = String::with_capacity(source.len());
        let mut steps = Vec::new();
        let mut chars = source.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let ends_line = c == '\r' && chars.peek().is_none_or(|(_, next)| *next == '\n');
            if ends_line {
                steps.push((at + 1, text.len()));
                continue;
            }
            let mut buffer = [0; 4];
            let one: &str = c.encode_utf8(&mut buffer);
            let written = visible::many_lines(one);
            text.push_str(&written);
            if written.len() != one.len() {
                steps.push((at + one.len(), text.len()));
            }
        }
        Self {
            text,
            base,
            steps,
            len: source.len(),
        }
    }

    /// Where a place of the file is in the text; cut to it where it goes beyond.
    fn place(&self, span: Span) -> Range<usize> {
        let start = self.offset(span.start);
        let end = self.offset(span.end).max(start);
        // An empty place is shown at one character, if there is one left on the line.
        let next = self.text.get(start..).and_then(|rest| rest.chars().next());
        match next {
            Some(c) if end == start && c != '\n' => start..start + c.len_utf8(),
            _ => start..end,
        }
    }

    fn offset(&self, at: u32) -> usize {
        let at = (at as usize).saturating_sub(self.base).min(self.len);
        let step = self.steps.partition_point(|(original, _)| *original <= at);
        let (original, moved) = step
            .checked_sub(1)
            .and_then(|index| self.steps.get(index))
            .copied()
            .unwrap_or_default();
        self.text.floor_char_boundary(moved + (at - original))
    }
}
