//! The compiled program that an image starts.

use super::Model;
use crate::graph::{CommandLine, Operand, Stage};
use crate::image::Start;
use crate::image::artifact::{Artifact, Kind};
use crate::image::path::merged;
use dockerfile_syntax::Span;

/// What was built of the project's own and is started.
pub(crate) struct Built<'m> {
    /// The program, archive or application.
    pub(crate) artifact: &'m Artifact,
    /// The path that is started.
    pub(crate) path: String,
    /// Where that is said.
    pub(crate) span: Span,
}

/// The compiled program, the Java archive or the application of .NET that the stage's image starts, where
/// the model knows how it was made.
pub(crate) fn built<'m>(model: &'m Model<'_>, stage: &'m Stage) -> Option<Built<'m>> {
    let artifacts = &model.contents(stage).artifacts;
    if let Some((path, span)) = model.started(stage)
        && let Some(artifact) = artifacts
            .iter()
            .find(|it| it.sure && matches!(it.kind, Kind::Program(_)) && it.holds(&path))
    {
        return Some(Built {
            artifact,
            path,
            span,
        });
    }
    words(stage).find_map(|word| {
        let path = merged(&model.absolute(stage, word.value.as_deref()?)?);
        let artifact = artifacts.iter().find(|it| {
            it.sure && matches!(it.kind, Kind::Jar(_) | Kind::DotnetApp(_)) && it.holds(&path)
        })?;
        Some(Built {
            artifact,
            path,
            span: word.span,
        })
    })
}

/// The words of what is started, where no shell reads them.
fn words(stage: &Stage) -> impl Iterator<Item = &Operand> {
    let (entrypoint, cmd): (&[Operand], _) = match Start::of(&stage.config) {
        Start::Program { words, .. } => (words, stage.config.cmd.value()),
        Start::Inherited { cmd, .. } => (&[], cmd.value()),
        _ => (&[], None),
    };
    let cmd = match cmd {
        Some(CommandLine::Exec(words)) => words.as_slice(),
        _ => &[],
    };
    entrypoint.iter().chain(cmd)
}
