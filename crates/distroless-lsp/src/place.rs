//! What stands at a place of a Dockerfile.

use dockerfile_syntax::expand::names;
use dockerfile_syntax::{Command, Dockerfile, Instruction, Kind, Span};

/// A variable that is named at a place.
#[derive(Debug)]
pub(crate) struct Variable<'f> {
    pub(crate) name: &'f str,
    /// Where it is named.
    pub(crate) span: Span,
    /// The instruction it is named in, by its index.
    pub(crate) instruction: usize,
}

/// The instruction around a byte, or right before it, with its index.
pub(crate) fn instruction<'f, 's>(
    file: &'f Dockerfile<'s>,
    offset: u32,
) -> Option<(usize, &'f Instruction<'s>)> {
    let index = file
        .instructions
        .partition_point(|instruction| instruction.span.end < offset);
    let instruction = file.instructions.get(index)?;
    (instruction.span.start <= offset).then_some((index, instruction))
}

/// The variable that is named at a byte, where something puts its value there: the builder, or a shell.
pub(crate) fn variable<'f>(file: &'f Dockerfile<'_>, offset: u32) -> Option<Variable<'f>> {
    let (index, instruction) = instruction(file, offset)?;
    let in_comment = |span: &Span| span.start <= offset && offset <= span.end;
    if !is_expanded(&instruction.kind) || file.comments.iter().any(in_comment) {
        return None;
    }
    let text = file.source.get(instruction.span.range())?;
    let at = offset.checked_sub(instruction.span.start)? as usize;
    let named = names(text, file.escape).find(|it| it.range.start <= at && at <= it.range.end)?;
    let start = instruction.span.start;
    Some(Variable {
        name: named.name,
        span: Span::new(
            start + named.range.start as u32,
            start + named.range.end as u32,
        ),
        instruction: index,
    })
}

/// Whether variables in an instruction mean anything: in exec form they stand for themselves.
fn is_expanded(kind: &Kind<'_>) -> bool {
    match kind {
        Kind::Run(command) | Kind::Cmd(command) | Kind::Entrypoint(command) => is_shell(command),
        Kind::Healthcheck(command) => command.as_ref().is_some_and(is_shell),
        Kind::Onbuild(trigger) => is_expanded(&trigger.kind),
        Kind::Shell(_) | Kind::Maintainer(_) | Kind::Invalid(_) => false,
        _ => true,
    }
}

const fn is_shell(command: &Command<'_>) -> bool {
    matches!(command, Command::Shell(_))
}
