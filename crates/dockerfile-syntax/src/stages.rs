//! The stages of a Dockerfile, as a plain view of the tree.

use crate::ast::{Dockerfile, Instruction, Keyword, Kind};
use crate::go::to_lower;
use crate::line_index::LineIndex;
use crate::text::Text;
use std::ops::Range;

/// Whether a stage may have this name: in lower case it is `^[a-z][a-z0-9-_.]*$`.
pub fn is_stage_name(name: &str) -> bool {
    if !name.is_ascii() {
        let lowered = to_lower(name);
        return lowered.is_ascii() && is_stage_name(&lowered);
    }
    name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
}

/// A build stage: a FROM and the instructions up to the next one.
#[derive(Clone, Debug)]
pub struct Stage<'f, 's> {
    /// Its number, from 0.
    pub index: usize,
    /// Its name in lower case, if it has one.
    pub name: Option<String>,
    /// The base image or stage, variables not expanded; empty where FROM lacks it.
    pub base: &'f Text<'s>,
    /// The value of `--platform`.
    pub platform: Option<&'f Text<'s>>,
    /// The FROM itself.
    pub from: &'f Instruction<'s>,
    /// What follows it.
    pub instructions: &'f [Instruction<'s>],
    /// Both, as indexes into [`Dockerfile::instructions`].
    pub range: Range<usize>,
}

impl Stage<'_, '_> {
    /// The line of FROM, from 1.
    pub fn line(&self, lines: &LineIndex<'_>) -> u32 {
        lines.line(self.from.span.start)
    }
}

impl<'s> Dockerfile<'s> {
    /// The stages, in order.
    pub fn stages(&self) -> Vec<Stage<'_, 's>> {
        let starts: Vec<usize> = self
            .instructions
            .iter()
            .enumerate()
            .filter(|(_, instruction)| instruction.keyword == Keyword::From)
            .map(|(index, _)| index)
            .collect();
        let ends = starts
            .iter()
            .copied()
            .skip(1)
            .chain([self.instructions.len()]);
        starts
            .iter()
            .zip(ends)
            .enumerate()
            .filter_map(|(index, (&start, end))| {
                let (from, instructions) = self.instructions.get(start..end)?.split_first()?;
                let (base, name) = match &from.kind {
                    Kind::From { image, name } => (image, name.as_ref()),
                    Kind::Invalid(text) => (text, None),
                    _ => return None,
                };
                Some(Stage {
                    index,
                    name: name.map(|name| to_lower(name.as_str())),
                    base,
                    platform: from.flag_value("platform"),
                    from,
                    instructions,
                    range: start..end,
                })
            })
            .collect()
    }

    /// What stands before the first FROM: in a file BuildKit accepts, the global ARGs.
    pub fn preamble(&self) -> &[Instruction<'s>] {
        let end = self
            .instructions
            .iter()
            .position(|instruction| instruction.keyword == Keyword::From)
            .unwrap_or(self.instructions.len());
        self.instructions.get(..end).unwrap_or_default()
    }

    /// The ARGs before the first FROM, which FROM can use.
    pub fn meta_args(&self) -> impl Iterator<Item = &Instruction<'s>> {
        self.preamble()
            .iter()
            .filter(|instruction| instruction.keyword == Keyword::Arg)
    }
}
