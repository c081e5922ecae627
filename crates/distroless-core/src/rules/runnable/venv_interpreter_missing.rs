//! `venv-interpreter-missing`: a virtual environment links to an interpreter of the builder.

use crate::finding::{Finding, Severity};
use crate::graph::Stage;
use crate::image::artifact::{Artifact, Kind, Venv};
use crate::image::path::{file_name, is_below};
use crate::model::Model;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};
use dockerfile_syntax::Span;
use image_knowledge::Presence;

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "venv-interpreter-missing",
        summary: "virtual environment whose interpreter is not in the image",
        group: Group::Runnable,
        severity: Severity::Error,
        fix: FixAvailability::None,
        since: "0.1.0",
        docs: page!("venv_interpreter_missing.md"),
    },
    check,
};

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    for stage in model.shipped() {
        let Some((path, span)) = model.started(stage) else {
            continue;
        };
        for artifact in &model.contents(stage).artifacts {
            let Kind::Venv(venv) = &artifact.kind else {
                continue;
            };
            let programs = format!("{}/bin", artifact.path);
            // Environments that may be moved have other links.
            let moved = artifact.sure && !venv.relocatable && artifact.trail.len() > 1;
            if !moved || !is_below(&path, &programs) {
                continue;
            }
            let finding = of_link(model, stage, artifact, venv, &path, span)
                .or_else(|| of_script(model, stage, artifact, venv, &path, span));
            if let Some(finding) = finding {
                report(finding);
            }
        }
    }
}

/// The interpreter that the environment's links lead to.
fn of_link(
    model: &Model<'_>,
    stage: &Stage,
    artifact: &Artifact,
    venv: &Venv,
    path: &str,
    span: Span,
) -> Option<Finding> {
    let interpreter = venv.python.path.as_deref()?;
    let answer = model.path(stage, interpreter);
    answer.is_absent().then_some(())?;
    let (place, name, image) = (&artifact.path, model.base_name(stage), &venv.python.image);
    let finding = Finding::new(
        &RULE.meta,
        span,
        format!(
            "`{path}` leads to `{interpreter}` of `{image}`, which `{name}` does not have: the container cannot start"
        ),
        "build on the image that runs it, or install with `pip install --target` and set PYTHONPATH",
    );
    let made = format!("`{place}` is made here, with links to `{interpreter}`");
    Some(
        told(finding, artifact, &made)
            .because(answer.by, format!("`{name}` has no `{interpreter}`"))
            .proved_by(answer),
    )
}

/// The interpreter that a script of the environment names in its first line: the one of the place where the
/// environment was made.
fn of_script(
    model: &Model<'_>,
    stage: &Stage,
    artifact: &Artifact,
    venv: &Venv,
    path: &str,
    span: Span,
) -> Option<Finding> {
    let name = file_name(path);
    // These are links, not scripts.
    if venv.made_at == artifact.path || name.starts_with("python") {
        return None;
    }
    let named = format!("{}/bin/python", venv.made_at);
    let answer = model.path(stage, &named);
    // No image from outside has an environment of that project.
    if answer.presence == Presence::Present || answer.touched && !answer.is_absent() {
        return None;
    }
    let base = model.base_name(stage);
    let (made_at, place) = (&venv.made_at, &artifact.path);
    let finding = Finding::new(
        &RULE.meta,
        span,
        format!(
            "`{path}` is a script for `{named}`, where the environment was made and which the image does not have: the container cannot start (\"no such file or directory\")"
        ),
        format!(
            "make the environment at `{place}` in the builder too, start `{place}/bin/python -m …`, or use `uv venv --relocatable`"
        ),
    );
    let made = format!("it is made at `{made_at}`, and its scripts name that path");
    let finding = told(finding, artifact, &made).because(
        model.root(stage).base.span,
        format!("`{base}` has no `{named}`"),
    );
    Some(if answer.is_absent() {
        finding.proved_by(answer)
    } else {
        finding.at(Severity::Warning)
    })
}

/// How the environment came there.
fn told(finding: Finding, artifact: &Artifact, made: &str) -> Finding {
    artifact
        .trail
        .iter()
        .enumerate()
        .fold(finding, |finding, (index, site)| {
            let message = if index == 0 {
                made
            } else {
                "it is copied here"
            };
            finding.because(site.span, message)
        })
}
