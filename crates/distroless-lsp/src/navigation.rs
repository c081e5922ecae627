//! From names to what they name, and back.

use crate::place;
use distroless_core::Model;
use distroless_core::graph::{Setting, Stage};
use dockerfile_syntax::{Kind, Span};

/// Where what is named at a byte is defined: a stage, or the ARG or ENV that set a variable.
pub(crate) fn definition(model: &Model<'_>, offset: u32) -> Option<Span> {
    if let Some(stage) = stage_used(model, offset) {
        return Some(name_of(stage));
    }
    let variable = place::variable(model.file, offset)?;
    match setting(model, &variable) {
        Some(Setting::Set { span, .. }) => Some(assignment(model, span, variable.name)),
        Some(_) => None,
        None => global(model, variable.name),
    }
}

/// The uses of the stage that is named at a byte, by its own FROM or by a use.
pub(crate) fn references(model: &Model<'_>, offset: u32, definition: bool) -> Vec<Span> {
    let stage = stage_used(model, offset).or_else(|| {
        let mut stages = model.graph.stages.iter();
        stages.find(|stage| touches(name_of(stage), offset))
    });
    let Some(stage) = stage else {
        return Vec::new();
    };
    let mut found: Vec<Span> = model
        .graph
        .stages
        .iter()
        .flat_map(|other| &other.dependencies)
        .filter(|dependency| dependency.stage == stage.index)
        .map(|dependency| dependency.span)
        .chain(definition.then(|| name_of(stage)))
        .collect();
    found.sort_unstable();
    // Triggers of one ONBUILD count in every stage above.
    found.dedup();
    found
}

/// The stage that a word at a byte uses.
fn stage_used<'m>(model: &'m Model<'_>, offset: u32) -> Option<&'m Stage> {
    let mut used = model
        .graph
        .stages
        .iter()
        .flat_map(|stage| &stage.dependencies);
    let dependency = used.find(|it| touches(it.span, offset))?;
    model.graph.stages.get(dependency.stage)
}

fn touches(span: Span, offset: u32) -> bool {
    span.start <= offset && offset <= span.end
}

/// The stage's name; its FROM where it has none.
fn name_of(stage: &Stage) -> Span {
    stage.name.as_ref().map_or(stage.from, |(_, span)| *span)
}

/// A variable as the instruction sees it that names it; `None` where only global ARGs are seen.
pub(crate) fn setting(
    model: &Model<'_>,
    variable: &place::Variable<'_>,
) -> Option<Setting<String>> {
    let instruction = model.file.instructions.get(variable.instruction)?;
    let after = model
        .graph
        .stages
        .partition_point(|stage| stage.from.start <= instruction.span.start);
    let stage = model.graph.stages.get(after.checked_sub(1)?)?;
    if stage.from == instruction.span {
        return None;
    }
    let mut steps = stage.steps.iter();
    let step = steps.find(|step| step.instruction == variable.instruction && !step.trigger)?;
    Some(match &instruction.kind {
        // What runs later sees what is in the image then.
        Kind::Cmd(_) | Kind::Entrypoint(_) | Kind::Healthcheck(_) => {
            model.graph.env(stage.index, variable.name)
        }
        _ => model.graph.build_env(step.before, variable.name),
    })
}

/// The pair of an ARG or ENV that sets a variable; all of the instruction where it is hidden in a variable.
pub(crate) fn assignment(model: &Model<'_>, instruction: Span, name: &str) -> Span {
    let steps = model.graph.stages.iter().flat_map(|stage| &stage.steps);
    let mut steps = steps.filter(|step| step.span == instruction);
    let pair = steps.find_map(|step| {
        let mut pairs = step.assignments.iter().rev();
        pairs.find(|pair| pair.name.as_deref() == Some(name))
    });
    pair.map_or(instruction, |pair| pair.span)
}

/// The global ARG of a name.
pub(crate) fn global(model: &Model<'_>, name: &str) -> Option<Span> {
    let pairs = model.file.meta_args().filter_map(|it| match &it.kind {
        Kind::Arg(pairs) => Some(pairs),
        _ => None,
    });
    let pairs = pairs.flatten().filter(|pair| pair.name.as_str() == name);
    pairs.last().map(|pair| pair.span)
}
