//! Where an interpreter of Python looks for packages, and what is there.

use crate::finding::Edit;
use crate::graph::{Setting, Stage};
use crate::image::artifact::{Artifact, Kind, PythonInstall, PythonPackages};
use crate::image::path::{is_below, merged};
use crate::model::Model;
use crate::rules::edits::{self, in_version, other_base};
use dockerfile_syntax::{Kind as Instruction, Span};
use image_knowledge::{ImageFacts, Runtime, RuntimeKind};

/// The interpreter of an image, as its base brings it.
#[derive(Clone, Debug)]
pub(super) struct Python {
    /// `/usr/bin/python3.13`
    pub(super) path: Option<String>,
    /// `3.13`
    pub(super) minor: String,
    /// Directories of its own where it looks, as under merged `/usr`.
    pub(super) searched: Vec<String>,
}

/// The interpreter of Python in a stage's image, where all of it is known.
pub(super) fn python(model: &Model<'_>, stage: &Stage) -> Option<Python> {
    let facts = model.base(stage).facts()?;
    let runtime: &Runtime = facts.runtime(RuntimeKind::Python)?;
    let minor = minor(facts)?;
    let searched = runtime
        .package_dirs
        .iter()
        .map(|directory| merged(directory))
        .collect();
    Some(Python {
        path: runtime.executable.as_ref().known().map(ToString::to_string),
        minor,
        searched,
    })
}

/// The minor version of Python in an image.
fn minor(facts: &ImageFacts) -> Option<String> {
    let version = &facts.runtime(RuntimeKind::Python)?.version;
    crate::image::minor(version.as_ref().known()?)
}

/// The edits that build on another minor version of Python: the builder's image, and its directories wherever
/// they are named.
pub(super) fn to_minor(
    model: &Model<'_>,
    builder: &Stage,
    old: &str,
    new: &str,
) -> Option<Vec<Edit>> {
    let root = model.root(builder).index;
    let is_old = |stage: &Stage| {
        let facts = model.base(stage).facts();
        model.root(stage).index != root && facts.and_then(minor).as_deref() == Some(old)
    };
    // What is named may be another stage's.
    if model.graph.stages.iter().any(is_old) {
        return None;
    }
    let images = in_version(model.base_name(builder), new);
    let fits = |facts: &ImageFacts| minor(facts).as_deref() == Some(new);
    let mut edits = vec![other_base(model, builder, &images, &fits)?.0];
    let (name, by) = (format!("python{old}"), format!("python{new}"));
    for instruction in &model.file.instructions {
        if matches!(instruction.kind, Instruction::From { .. }) {
            continue;
        }
        let text = instruction.span.text(model.file.source);
        for (at, _) in text.match_indices(&name) {
            let rest = text.get(at + name.len()..).unwrap_or_default();
            if !rest.starts_with(|c: char| c.is_ascii_digit()) {
                let start = instruction.span.start + at as u32;
                let span = Span::new(start, start + name.len() as u32);
                edits.push(edits::replace(span, by.clone()));
            }
        }
    }
    Some(edits)
}

/// The line that tells the interpreter of a directory, after the copy that brings it; `None` where PYTHONPATH
/// is set already, or the path would not stand for itself.
pub(super) fn tell(
    model: &Model<'_>,
    stage: &Stage,
    copy: Span,
    mut lines: Vec<String>,
    place: &str,
) -> Option<Edit> {
    let unset = python_path(model, stage).is_some_and(|path| path.is_empty());
    if !unset || !edits::is_plain(place) {
        return None;
    }
    lines.push(format!("ENV PYTHONPATH={place}"));
    edits::after(model, copy, &lines)
}

/// The directories of PYTHONPATH; `None` where it is not known.
pub(super) fn python_path(model: &Model<'_>, stage: &Stage) -> Option<Vec<String>> {
    match model.graph.env(stage.index, "PYTHONPATH") {
        Setting::Unset => Some(Vec::new()),
        // No base of the data sets it, and what the file sets is known or not.
        Setting::Unknown => model
            .sets_variable("PYTHONPATH")
            .then_some(())
            .map_or_else(|| Some(Vec::new()), |()| None),
        known => {
            let value = known.value()?;
            Some(
                value
                    .split(':')
                    .filter(|entry| !entry.is_empty())
                    .map(merged)
                    .collect(),
            )
        }
    }
}

/// Packages of Python among what is known of an image.
pub(super) fn packages(artifact: &Artifact) -> Option<&PythonPackages> {
    match &artifact.kind {
        Kind::PythonPackages(packages) => Some(packages),
        _ => None,
    }
}

/// The minor version that a directory is for: `…/python3.12/site-packages`.
pub(super) fn minor_of(path: &str) -> Option<&str> {
    path.split('/').find_map(|part| {
        let version = part.strip_prefix("python")?;
        version.contains('.').then_some(version)
    })
}

/// Whether an interpreter looks into a directory.
pub(super) fn is_searched(python: &Python, python_path: &[String], path: &str) -> bool {
    python
        .searched
        .iter()
        .chain(python_path)
        .any(|directory| directory == path || is_below(path, directory))
}

/// Whether packages installed that way are found by their place, not by the interpreter.
pub(super) const fn is_placed(how: PythonInstall) -> bool {
    matches!(how, PythonInstall::Target)
}
