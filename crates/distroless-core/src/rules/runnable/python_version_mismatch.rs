//! `python-version-mismatch`: packages for one minor version of Python, an interpreter of another.

use super::python::{
    Python, is_placed, is_searched, minor_of, packages, python, python_path, tell, to_minor,
};
use super::python_packages_not_copied::builders;
use crate::context::PythonPackage;
use crate::finding::{Finding, Fix, Safety, Severity};
use crate::graph::Stage;
use crate::image::artifact::Artifact;
use crate::model::Model;
use crate::order::ByName;
use crate::rules::edits;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "python-version-mismatch",
        summary: "packages of Python for another minor version than the interpreter's",
        group: Group::Runnable,
        severity: Severity::Error,
        fix: FixAvailability::Sometimes,
        since: "0.1.0",
        docs: page!("python_version_mismatch.md"),
    },
    check,
};

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    for stage in model.runnable() {
        if model.starts_runtime(stage, &["python"]).is_none() {
            continue;
        }
        let Some(interpreter) = python(model, stage) else {
            continue;
        };
        let mut copied = model
            .contents(stage)
            .artifacts
            .iter()
            .filter(|artifact| artifact.trail.len() > 1 && artifact.sure);
        let other = |artifact: &&Artifact| {
            packages(artifact)
                .and_then(|packages| packages.python.minor.as_ref())
                .is_some_and(|minor| *minor != interpreter.minor)
        };
        if let Some(artifact) = copied.find(other) {
            report_reached(model, stage, &interpreter, artifact, report);
        } else if let Some((builder, artifact)) = builders(model, stage).find(|(_, artifact)| {
            other(artifact) && !packages(artifact).is_some_and(|packages| is_placed(packages.how))
        }) {
            report(meant(model, stage, &interpreter, builder, artifact));
        }
    }
}

/// Packages that are in the image, unless the interpreter does not look for them there at all:
/// python-path-not-searched speaks then.
fn report_reached(
    model: &Model<'_>,
    stage: &Stage,
    interpreter: &Python,
    artifact: &Artifact,
    report: &mut dyn FnMut(Finding),
) {
    let installed = packages(artifact);
    let own = installed.and_then(|installed| installed.python.minor.as_deref());
    let searched = python_path(model, stage)
        .is_none_or(|path| is_searched(interpreter, &path, &artifact.path));
    let closed = model.base(stage).facts().is_some_and(|facts| facts.closed);
    let elsewhere = !searched
        && closed
        && minor_of(&artifact.path) != own
        && !model.script_directories(stage).contains(&artifact.path);
    // Packages in a directory of another version are not found, whatever is in them.
    let runs = minor_of(&artifact.path) != own && has_machine_code(model) == Some(false);
    if !elsewhere && !runs {
        report(reached(model, stage, interpreter, artifact));
    }
}

/// Packages that are in the image.
fn reached(model: &Model<'_>, stage: &Stage, interpreter: &Python, artifact: &Artifact) -> Finding {
    let name = model.base_name(stage);
    let minor = packages(artifact)
        .and_then(|packages| packages.python.minor.clone())
        .unwrap_or_default();
    let image = packages(artifact)
        .map(|packages| packages.python.image.clone())
        .unwrap_or_default();
    let searched = python_path(model, stage)
        .is_none_or(|path| is_searched(interpreter, &path, &artifact.path));
    let never = !searched && minor_of(&artifact.path) == Some(minor.as_str());
    let place = &artifact.path;
    let at = artifact.trail.last().map_or(stage.from, |site| site.span);
    let finding = if never {
        Finding::new(
            &RULE.meta,
            at,
            format!(
                "`{place}` is for Python {minor}; `{name}` has Python {}, which never looks there (ModuleNotFoundError)",
                interpreter.minor
            ),
            format!(
                "build on Python {} and install with `pip install --target`, with PYTHONPATH set in the final stage",
                interpreter.minor
            ),
        )
    } else {
        Finding::new(
            &RULE.meta,
            at,
            format!("packages installed by Python {minor} of `{image}` run on Python {} of `{name}`: those with machine code fail to import", interpreter.minor),
            format!("build on Python {}", interpreter.minor),
        )
        // Without a list of what is installed, all of it may be plain Python, which runs.
        .at(if has_machine_code(model) == Some(true) { Severity::Warning } else { Severity::Info })
    };
    let finding = artifact
        .trail
        .iter()
        .enumerate()
        .fold(finding, |finding, (index, site)| {
            let message = if index == 0 {
                format!("Python {minor} of `{image}` installs them here")
            } else {
                "they are copied here".to_owned()
            };
            finding.because(site.span, message)
        });
    finding
        .because(
            model.root(stage).base.span,
            format!("`{name}` has Python {}", interpreter.minor),
        )
        .likely_unless(model.base(stage).certainty())
        .fix(fix(model, stage, interpreter, artifact, &minor))
}

/// A builder with the interpreter's version, and PYTHONPATH where that does not look for its packages by
/// itself.
fn fix(
    model: &Model<'_>,
    stage: &Stage,
    interpreter: &Python,
    artifact: &Artifact,
    minor: &str,
) -> Option<Fix> {
    let own = &interpreter.minor;
    let builder = model.graph.stages.get(artifact.made()?.stage)?;
    let mut edits = to_minor(model, builder, minor, own)?;
    let renamed = |path: &str| path.replace(&format!("/python{minor}/"), &format!("/python{own}/"));
    let place = renamed(&artifact.path);
    let path: Vec<String> = python_path(model, stage)?
        .iter()
        .map(|path| renamed(path))
        .collect();
    if let [_, .., copy] = artifact.trail.as_slice()
        && !is_searched(interpreter, &path, &place)
    {
        edits.push(tell(model, stage, copy.span, Vec::new(), &place)?);
    }
    Some(edits::fix(
        format!("build on Python {own}"),
        Safety::Unsafe,
        edits,
    ))
}

/// Packages that stay in the builder today: once they are copied, they do not fit.
fn meant(
    model: &Model<'_>,
    stage: &Stage,
    interpreter: &Python,
    builder: &Stage,
    artifact: &Artifact,
) -> Finding {
    let name = model.base_name(stage);
    let packages = packages(artifact);
    let minor = packages
        .and_then(|packages| packages.python.minor.clone())
        .unwrap_or_default();
    let from = packages
        .and_then(|packages| packages.python.path.clone())
        .unwrap_or_else(|| "python3".to_owned());
    let to = interpreter
        .path
        .clone()
        .unwrap_or_else(|| "python3".to_owned());
    let image = model.base_name(builder);
    let finding = Finding::new(
        &RULE.meta,
        model.root(builder).base.span,
        format!("the builder installs packages for Python {minor} (`{from}` of `{image}`), and the image runs Python {} (`{to}` of `{name}`): those with machine code likely fail to import", interpreter.minor),
        format!("use a builder with Python {}, such as `python:{}-slim`", interpreter.minor, interpreter.minor),
    )
    .at(Severity::Warning);
    artifact
        .trail
        .iter()
        .fold(finding, |finding, site| {
            finding.because(
                site.span,
                format!("packages are installed here, into `{}`", artifact.path),
            )
        })
        .because(
            model.root(stage).base.span,
            format!("`{name}` has Python {}", interpreter.minor),
        )
        .fix(fix(model, stage, interpreter, artifact, &minor))
}

/// Whether a package of the project has machine code for one version of Python only, as far as its own files
/// say; that there is none is known where all that packages need in turn is locked.
fn has_machine_code(model: &Model<'_>) -> Option<bool> {
    let project = model.surroundings().project("");
    let python = project.python()?;
    // What keeps to the stable ABI runs on later versions too: `cp39-abi3-…`.
    let is_stable = |package: &PythonPackage| {
        !package.wheels.is_empty() && package.wheels.iter().all(|tag| tag.contains("-abi3-"))
    };
    // A package that a list names is told of by the lock file.
    let mut told: ByName<Option<bool>> = ByName::default();
    let needed = || python.packages.iter().filter(|it| it.dev != Some(true));
    let locked = needed().filter(|package| !package.wheels.is_empty());
    for package in locked.chain(needed()) {
        let binary = if is_stable(package) {
            Some(false)
        } else {
            package.binary
        };
        match told.get_mut(&package.name) {
            Some(known) => *known = known.or(binary),
            None => told.insert(&package.name, binary),
        }
    }
    if told.iter().any(|(_, binary)| *binary == Some(true)) {
        return Some(true);
    }
    let all = python.locked && told.iter().all(|(_, binary)| binary.is_some());
    all.then_some(false)
}
