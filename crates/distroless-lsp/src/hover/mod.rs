//! What is known of what stands at a place.

mod copy;
mod image;
mod variable;

use crate::lines::Lines;
use crate::page::Page;
use crate::place;
use distroless_core::Model;
use distroless_core::graph::StepKind;
use dockerfile_syntax::{Keyword, Span};

/// How many characters of a line are shown.
const SHOWN: usize = 60;

/// Fills the page; says what it is about, `None` where there is nothing to say.
pub(crate) fn hover(
    model: &Model<'_>,
    lines: &Lines<'_>,
    offset: u32,
    page: &mut Page,
) -> Option<Span> {
    if let Some(variable) = place::variable(model.file, offset) {
        return variable::tell(model, lines, &variable, page);
    }
    let (index, instruction) = place::instruction(model.file, offset)?;
    let mut stages = model.graph.stages.iter();
    if instruction.keyword == Keyword::From {
        let stage = stages.find(|stage| stage.from == instruction.span)?;
        image::tell(model, stage, page);
        return Some(instruction.span);
    }
    let after = stages
        .as_slice()
        .partition_point(|stage| stage.from.start <= offset);
    let stage = model.graph.stages.get(after.checked_sub(1)?)?;
    let mut steps = stage.steps.iter();
    let step = steps.find(|step| step.instruction == index && !step.trigger)?;
    match &step.kind {
        StepKind::Copy(step) if step.from.is_some() => {
            copy::tell(model, lines, stage, step, instruction.span, page);
            Some(instruction.span)
        }
        _ => None,
    }
}

/// A place, by its line and how that begins.
fn line(page: &mut Page, lines: &Lines<'_>, span: Span) {
    let number = lines.line(span.start as usize) + 1;
    let text = span.text(lines.text());
    let first = text.lines().next().unwrap_or_default().trim();
    let mut shown: String = first.chars().take(SHOWN).collect();
    if shown.len() < text.trim().len() {
        shown = format!("{} …", shown.trim_end_matches(['\\', ' ']));
    }
    page.words(&format!("line {number}: ")).code(&shown);
}
