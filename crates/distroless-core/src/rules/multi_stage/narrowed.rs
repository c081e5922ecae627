//! A copy of a directory, made one of the program in it.

use crate::finding::{Fix, Safety};
use crate::graph::{CopyStep, Operand, Stage, Step};
use crate::image::artifact::Kind;
use crate::image::path::{absolute, file_name, is_below, merged};
use crate::model::Model;
use crate::model::started::Built;
use crate::rules::edits::{self, is_plain};

/// The copy of the compiled program that the image starts, in the place of a copy of the directory that it
/// lies in.
pub(super) fn narrowed(
    model: &Model<'_>,
    stage: &Stage,
    step: &Step,
    copy: &CopyStep,
    program: &Built<'_>,
) -> Option<Fix> {
    let by_this =
        |site: &crate::image::artifact::Site| site.stage == stage.index && site.span == step.span;
    let brought = program.artifact.trail.last().is_some_and(by_this)
        && matches!(program.artifact.kind, Kind::Program(_));
    let [source] = copy.sources.as_slice() else {
        return None;
    };
    let to = copy.destination.value.as_deref()?;
    let directory = merged(&absolute(copy.workdir.as_deref()?, to));
    let rest = program.path.strip_prefix(directory.trim_end_matches('/'))?;
    let plain = is_below(&program.path, &directory)
        && rest.starts_with('/')
        && is_plain(rest)
        && !copy.parents
        && copy.heredocs == 0;
    let written = |operand: &Operand| {
        let text = operand.span.text(model.file.source);
        let same = is_plain(text) && operand.value.as_deref() == Some(text);
        same.then(|| {
            edits::replace(
                operand.span,
                format!("{}{rest}", text.trim_end_matches('/')),
            )
        })
    };
    let edits = vec![written(source)?, written(&copy.destination)?];
    (brought && plain).then(|| {
        let title = format!("copy `{}` by its name", file_name(&program.path));
        edits::fix(title, Safety::Unsafe, edits)
    })
}
