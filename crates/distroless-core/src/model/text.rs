//! Where things stand in the file.

use super::Model;
use crate::graph::Step;
use dockerfile_syntax::{Instruction, Kind, Span};

impl<'a> Model<'a> {
    /// The instruction at a place.
    pub fn instruction(&self, span: Span) -> Option<&Instruction<'a>> {
        let index = self
            .file
            .instructions
            .partition_point(|instruction| instruction.span.end <= span.start);
        self.file.instructions.get(index)
    }

    /// What a step is as an instruction; of a trigger, the instruction in the ONBUILD.
    pub fn kind(&self, step: &Step) -> Option<&Kind<'a>> {
        let instruction = self.file.instructions.get(step.instruction)?;
        match &instruction.kind {
            Kind::Onbuild(trigger) if step.trigger => Some(&trigger.kind),
            kind => Some(kind),
        }
    }

    /// What is written after the keyword of an instruction that takes no flags.
    pub fn arguments(&self, span: Span) -> Option<Span> {
        let instruction = self.instruction(span)?;
        let text = Span::new(instruction.keyword_span.end, instruction.span.end);
        let blanks = text.text(self.file.source);
        let blanks = blanks.len() - blanks.trim_start().len();
        Some(Span::new(text.start + blanks as u32, text.end))
    }

    /// How the lines of the file end.
    pub fn line_ending(&self) -> &'static str {
        if self.file.source.contains("\r\n") {
            "\r\n"
        } else {
            "\n"
        }
    }
}
