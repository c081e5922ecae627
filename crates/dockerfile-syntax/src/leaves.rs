//! The file as a sequence of leaves which, one after the other, are the whole text.

use crate::ast::{Dockerfile, Instruction, Kind};
use crate::parse::BOM;
use crate::parse::logical::{RawLine, skip_space, strip_continuation};
use crate::span::Span;

/// What a leaf is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LeafKind {
    /// The byte order mark at the head of the file.
    Bom,
    /// A parser directive, from `#`.
    Directive,
    /// A comment, from `#`.
    Comment,
    /// A line of nothing but white space, its end included.
    Blank,
    /// White space inside a line.
    Space,
    /// An instruction's keyword.
    Keyword,
    /// An instruction's flag.
    Flag,
    /// Arguments: all that stands on one line.
    Argument,
    /// The escape character at the end of a line that goes on, and the blanks after it.
    Continuation,
    /// A heredoc's lines, with their ends.
    HeredocBody,
    /// A heredoc's end mark, and the tabs before it.
    HeredocEnd,
    /// Line feed, and the carriage returns before it.
    LineEnd,
}

/// A piece of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Leaf {
    /// What it is.
    pub kind: LeafKind,
    /// Where it is; never empty.
    pub span: Span,
}

impl Dockerfile<'_> {
    /// The leaves of the text, in order and without gaps.
    pub fn leaves(&self) -> impl Iterator<Item = Leaf> + use<> {
        let mut walk = Walk {
            file: self,
            at: 0,
            leaves: Vec::new(),
        };
        walk.file();
        walk.leaves.into_iter()
    }
}

struct Walk<'f, 's> {
    file: &'f Dockerfile<'s>,
    at: usize,
    leaves: Vec<Leaf>,
}

impl Walk<'_, '_> {
    /// Ends a leaf. Everything goes through here, so that leaves have neither gaps nor overlaps.
    fn leaf(&mut self, kind: LeafKind, end: usize) {
        if end > self.at {
            let span = Span::new(self.at as u32, end as u32);
            self.leaves.push(Leaf { kind, span });
            self.at = end;
        }
    }

    fn file(&mut self) {
        let source = self.file.source;
        if source.starts_with(BOM) {
            self.leaf(LeafKind::Bom, BOM.len());
        }
        let mut instructions = self.file.instructions.iter().peekable();
        while let Some(line) = RawLine::at(source, self.at) {
            match instructions.next_if(|instruction| (instruction.span.start as usize) < line.next)
            {
                Some(instruction) => {
                    self.leaf(LeafKind::Space, instruction.span.start as usize);
                    self.instruction(instruction);
                }
                None => self.outside(line),
            }
        }
    }

    /// A line that belongs to no logical line's text.
    fn outside(&mut self, line: RawLine) {
        let content = self.file.source.get(..line.end).unwrap_or_default();
        let start = skip_space(content, line.start, line.end);
        match content.as_bytes().get(start) {
            None => self.leaf(LeafKind::Blank, line.next),
            Some(b'#') => {
                self.leaf(LeafKind::Space, start);
                let directives = &self.file.directives;
                let is_directive = directives
                    .binary_search_by_key(&(start as u32), |directive| directive.span.start)
                    .is_ok();
                let kind = if is_directive {
                    LeafKind::Directive
                } else {
                    LeafKind::Comment
                };
                self.leaf(kind, line.end);
            }
            Some(_) => self.leaf(LeafKind::Argument, line.end),
        }
        self.leaf(LeafKind::LineEnd, line.next);
    }

    fn instruction(&mut self, instruction: &Instruction<'_>) {
        let source = self.file.source;
        let escape = if self.file.escape == '`' { b'`' } else { b'\\' };
        let until = instruction
            .heredocs
            .first()
            .map_or(instruction.span.end, |heredoc| heredoc.body.start);
        let mut marks = Vec::new();
        collect_marks(instruction, &mut marks);
        let mut first = true;
        while let Some(line) =
            RawLine::at(source, self.at).filter(|line| first || line.start <= until as usize)
        {
            if !first && (line.start == until as usize && !instruction.heredocs.is_empty()) {
                break;
            }
            let content = source.get(..line.end).unwrap_or_default();
            let text = skip_space(content, line.start, line.end);
            if !first && matches!(content.as_bytes().get(text), None | Some(b'#')) {
                self.outside(line);
                continue;
            }
            first = false;
            let content = source.get(line.start..line.end).unwrap_or_default();
            let kept = strip_continuation(content.as_bytes(), escape);
            self.text(line.start + kept.unwrap_or(content.len()), &marks);
            self.leaf(LeafKind::Continuation, line.end);
            self.leaf(LeafKind::LineEnd, line.next);
            if kept.is_none() {
                break;
            }
        }
        for heredoc in &instruction.heredocs {
            self.leaf(LeafKind::HeredocBody, heredoc.body.end as usize);
            if let Some(line) = RawLine::at(source, self.at).filter(|_| !heredoc.close.is_empty()) {
                self.leaf(LeafKind::HeredocEnd, line.end);
                self.leaf(LeafKind::LineEnd, line.next);
            }
        }
    }

    /// One line's part of an instruction, up to `end`.
    fn text(&mut self, end: usize, marks: &[(Span, LeafKind)]) {
        let source = self.file.source;
        while self.at < end {
            let next = marks.partition_point(|mark| mark.0.end as usize <= self.at);
            let mark = marks.get(next);
            if let Some((span, kind)) = mark.filter(|mark| mark.0.start as usize <= self.at) {
                self.leaf(*kind, end.min(span.end as usize));
                continue;
            }
            let limit = mark.map_or(end, |mark| end.min(mark.0.start as usize));
            let rest = source.get(self.at..limit).unwrap_or_default();
            let start = rest.len() - rest.trim_start().len();
            self.leaf(LeafKind::Space, self.at + start);
            self.leaf(
                LeafKind::Argument,
                limit - (rest.len() - rest.trim_end().len()).min(limit - self.at),
            );
            self.leaf(LeafKind::Space, limit);
        }
    }
}

/// The places of keywords and flags, ascending.
fn collect_marks(instruction: &Instruction<'_>, marks: &mut Vec<(Span, LeafKind)>) {
    marks.push((instruction.keyword_span, LeafKind::Keyword));
    marks.extend(
        instruction
            .flags
            .iter()
            .map(|flag| (flag.span, LeafKind::Flag)),
    );
    if let Kind::Onbuild(inner) = &instruction.kind {
        collect_marks(inner, marks);
    }
}
