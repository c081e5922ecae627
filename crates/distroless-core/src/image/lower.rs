//! From the steps of the graph to changes of file systems.

use super::base::Base;
use super::contents::{Change, FileSystem, FileSystems, Layer, Root, Source};
use super::path::{absolute, merged};
use crate::graph::{BaseTarget, CopyStep, Origin, StageGraph, Step, StepKind};
use std::rc::Rc;

/// The file systems of every stage. `base` answers for images from outside, by their reference.
pub(crate) fn file_systems(
    graph: &StageGraph,
    base: &dyn Fn(&BaseTarget) -> Rc<Base>,
) -> FileSystems {
    let stages = graph.stages.iter().map(|stage| FileSystem {
        root: match &stage.base.target {
            // A reference forward or to itself is no stage for the engine; the graph says so.
            BaseTarget::Stage(index) if *index < stage.index => Root::Stage(*index),
            other => Root::Image(base(other)),
        },
        from: stage.from,
        layers: stage.steps.iter().map(|step| layer(step, base)).collect(),
    });
    FileSystems {
        stages: stages.collect(),
    }
}

/// One layer for each step, so that a step's place in its stage is its layer's too.
fn layer(step: &Step, base: &dyn Fn(&BaseTarget) -> Rc<Base>) -> Layer {
    let change = match &step.kind {
        StepKind::Copy(copy) => copied(copy, base),
        StepKind::Workdir(Some(path)) => Change::Directory(merged(path)),
        StepKind::Run(_) | StepKind::Workdir(None) | StepKind::Opaque => Change::Opaque,
        StepKind::Other => Change::Nothing,
    };
    Layer {
        span: step.span,
        change,
    }
}

fn copied(copy: &CopyStep, base: &dyn Fn(&BaseTarget) -> Rc<Base>) -> Change {
    let count = copy.sources.len() + copy.heredocs;
    let destination = copy.destination.value.as_deref();
    let into = count > 1 || destination.is_some_and(|path| path.ends_with(['/', '.']));
    let absolute_destination = match (destination, &copy.workdir) {
        (Some(path), _) if path.starts_with('/') => Some(merged(&absolute("/", path))),
        (Some(path), Some(workdir)) => Some(merged(&absolute(workdir, path))),
        _ => None,
    };
    // Paths are followed only where a source lands where its name says: archives are unpacked by
    // ADD, --parents keeps directories, a wildcard stands for several names.
    let plain = !copy.add && !copy.parents && !copy.excludes && copy.heredocs == 0;
    let paths = plain
        .then(|| {
            copy.sources
                .iter()
                .map(|source| literal(source.value.as_deref()))
        })
        .and_then(Iterator::collect::<Option<Vec<_>>>)
        .unwrap_or_default();
    Change::Copy {
        source: match &copy.origin {
            Origin::Stage(index) => Source::Stage(*index),
            Origin::Image(image) => Source::Image(base(&BaseTarget::Image(image.clone()))),
            Origin::Context | Origin::Unknown => Source::Elsewhere,
        },
        paths,
        destination: absolute_destination,
        into,
    }
}

/// An absolute path without wildcards; a copy from a stage starts at the stage's root.
fn literal(path: Option<&str>) -> Option<String> {
    let path = path?;
    (!path.contains(['*', '?', '['])).then(|| absolute("/", path))
}
