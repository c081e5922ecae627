//! Where an interpreter of Python looks for packages, and what is there.

use crate::graph::{Setting, Stage};
use crate::image::artifact::{Artifact, Kind, PythonInstall, PythonPackages};
use crate::image::path::{is_below, merged};
use crate::model::Model;
use image_knowledge::{Runtime, RuntimeKind};

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
    let minor = crate::image::minor(runtime.version.as_ref().known()?)?;
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
