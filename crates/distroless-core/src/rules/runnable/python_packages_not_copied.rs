//! `python-packages-not-copied`: packages are installed in a builder, and stay there.

use super::python::{self, packages, python, tell};
use crate::finding::{Finding, Fix, Safety};
use crate::graph::{BaseTarget, Origin, Stage, StepKind};
use crate::image::artifact::{Artifact, Kind, PythonInstall, PythonPackages};
use crate::image::command::commands;
use crate::model::Model;
use crate::rules::edits;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "python-packages-not-copied",
        summary: "packages of Python that stay in the builder",
        group: Group::Runnable,
        severity: crate::finding::Severity::Error,
        fix: FixAvailability::Sometimes,
        since: "0.1.0",
        docs: page!("python_packages_not_copied.md"),
    },
    check,
};

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    for stage in model.runnable() {
        // Only where nothing else can have brought packages: a base that is known whole, and no commands.
        let closed = model.base(stage).facts().is_some_and(|facts| facts.closed);
        let Some(start) = model.starts_runtime(stage, &["python"]) else {
            continue;
        };
        let Some(interpreter) = python(model, stage).filter(|_| closed) else {
            continue;
        };
        if brings_packages(model, stage, &interpreter) {
            continue;
        }
        let Some((builder, artifact, installed)) = left_behind(model, stage) else {
            continue;
        };
        let name = model.base_name(stage);
        let from = &installed.python.image;
        let place = &artifact.path;
        let path = interpreter
            .path
            .clone()
            .unwrap_or_else(|| "python3".to_owned());
        let searched = interpreter.searched.join("`, `");
        let minor = &interpreter.minor;
        let builder_of_minor = match &installed.python.minor {
            Some(installed) if installed == minor => String::new(),
            _ => format!("; use a builder with Python {minor}"),
        };
        let finding = Finding::new(
            &RULE.meta,
            start,
            format!(
                "what pip installs in `{place}` on `{from}` is not copied into the image: `{path}` of `{name}` does not find it (ModuleNotFoundError)"
            ),
            format!(
                "install with `pip install --target=/packages`, copy /packages, and set `PYTHONPATH=/packages`{builder_of_minor}"
            ),
        );
        let finding = artifact.trail.iter().fold(finding, |finding, site| {
            finding.because(
                site.span,
                format!("packages are installed here, into `{place}`"),
            )
        });
        let finding = copies(model, stage, builder)
            .fold(finding, |finding, span| {
                finding.because(span, "this copy does not bring them")
            })
            .because(
                model.root(stage).base.span,
                format!(
                    "`{name}` has Python {}, which searches `{searched}`",
                    interpreter.minor
                ),
            );
        let fix = fix(model, stage, builder, artifact, installed);
        report(
            finding
                .likely_unless(model.base(stage).certainty())
                .fix(fix),
        );
    }
}

/// Where the fix has packages.
const PLACE: &str = "/packages";

/// Installs into a directory of its own, copies that, and tells the interpreter.
fn fix(
    model: &Model<'_>,
    stage: &Stage,
    builder: &Stage,
    artifact: &Artifact,
    installed: &PythonPackages,
) -> Option<Fix> {
    let (name, _) = builder.name.as_ref()?;
    let made = artifact.made()?.span;
    let text = made.text(model.file.source);
    let runs: Vec<_> = model
        .chain(builder)
        .flat_map(|stage| &stage.steps)
        .filter_map(|step| match &step.kind {
            StepKind::Run(run) => Some((step, run)),
            _ => None,
        })
        .collect();
    // Packages of several commands would each go their own way, and what runs later may need them.
    let installs = runs
        .iter()
        .flat_map(|(_, run)| commands(run))
        .filter(|words| words.iter().any(|word| word == "install"))
        .count();
    let last = runs.iter().all(|(step, _)| step.span.start <= made.start);
    let is_base = |stage: &Stage| matches!(stage.base.target, BaseTarget::Stage(index) if index == builder.index);
    if installs != 1
        || !last
        || model.graph.stages.iter().any(is_base)
        || model.path(stage, PLACE).touched
        || model.path(builder, PLACE).touched
    {
        return None;
    }
    let start = |at: usize| made.start + at as u32;
    let target = format!("--target={PLACE}");
    let install = match installed.how {
        PythonInstall::System => {
            let at = ["pip install", "pip3 install"].iter().find_map(|words| {
                let at = text.find(words)?;
                Some(at + words.len())
            })?;
            edits::insert(start(at), format!(" {target}"))
        }
        PythonInstall::User => {
            let at = text.find("--user")?;
            let span = dockerfile_syntax::Span::new(start(at), start(at + "--user".len()));
            edits::replace(span, target)
        }
        PythonInstall::Target | PythonInstall::Prefix | PythonInstall::Venv => return None,
    };
    let copy = edits::copy_from(stage, builder)?;
    let line = format!("COPY --from={name} {PLACE} {PLACE}");
    let bring = tell(model, stage, copy.span, vec![line], PLACE)?;
    Some(edits::fix(
        format!("install into `{PLACE}`, and copy that"),
        Safety::Unsafe,
        vec![install, bring],
    ))
}

/// Whether packages, or something that may hold some, reach the image.
fn brings_packages(model: &Model<'_>, stage: &Stage, interpreter: &python::Python) -> bool {
    let contents = model.contents(stage);
    let known = contents
        .artifacts
        .iter()
        .any(|artifact| matches!(artifact.kind, Kind::PythonPackages(_) | Kind::Venv(_)));
    let searched = interpreter
        .searched
        .iter()
        .any(|directory| model.path(stage, &format!("{directory}/x")).touched);
    let elsewhere = python::python_path(model, stage).is_none_or(|path| !path.is_empty());
    known || searched || elsewhere || model.runs_anything(stage)
}

/// Packages of the application that a builder of the image installs for its own interpreter.
fn left_behind<'m>(
    model: &'m Model<'_>,
    stage: &'m Stage,
) -> Option<(&'m Stage, &'m Artifact, &'m PythonPackages)> {
    let (builder, artifact) = builders(model, stage).next()?;
    Some((builder, artifact, packages(artifact)?))
}

/// The stages that the image copies from, and the packages that are installed there for sure.
pub(super) fn builders<'m>(
    model: &'m Model<'_>,
    stage: &'m Stage,
) -> impl Iterator<Item = (&'m Stage, &'m Artifact)> {
    sources(model, stage).filter_map(|builder| {
        let mut artifacts = model.contents(builder).artifacts.iter();
        let artifact = artifacts.find(|artifact| artifact.sure && packages(artifact).is_some())?;
        Some((builder, artifact))
    })
}

fn copies<'m>(
    model: &'m Model<'_>,
    stage: &'m Stage,
    builder: &'m Stage,
) -> impl Iterator<Item = dockerfile_syntax::Span> + 'm {
    model.chain(stage).flat_map(|stage| &stage.steps).filter_map(move |step| match &step.kind {
        StepKind::Copy(copy) if matches!(copy.origin, Origin::Stage(index) if index == builder.index) => Some(step.span),
        _ => None,
    })
}

/// The stages that the image copies from.
pub(super) fn sources<'m>(
    model: &'m Model<'_>,
    stage: &'m Stage,
) -> impl Iterator<Item = &'m Stage> {
    model
        .chain(stage)
        .flat_map(|stage| &stage.steps)
        .filter_map(|step| match &step.kind {
            StepKind::Copy(copy) => match copy.origin {
                Origin::Stage(index) => model.graph.stages.get(index),
                _ => None,
            },
            _ => None,
        })
}
