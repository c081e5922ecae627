//! `venv-interpreter-missing`: a virtual environment links to an interpreter of the builder.

use super::python::{python, tell, to_minor};
use crate::finding::{Edit, Finding, Fix, Safety, Severity};
use crate::graph::Stage;
use crate::image::Start;
use crate::image::artifact::{Artifact, Kind, Venv};
use crate::image::path::{file_name, is_below};
use crate::model::Model;
use crate::rules::edits;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};
use dockerfile_syntax::Span;
use image_knowledge::Presence;

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "venv-interpreter-missing",
        summary: "virtual environment whose interpreter is not in the image",
        group: Group::Runnable,
        severity: Severity::Error,
        fix: FixAvailability::Sometimes,
        since: "0.1.0",
        docs: page!("venv_interpreter_missing.md"),
    },
    check,
};

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    for stage in model.runnable() {
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
            .proved_by(answer)
            .fix(own_interpreter(model, stage, artifact, venv, path)),
    )
}

/// Console scripts that can be started as modules of the same name.
/// Source: the `__main__.py` of each, checked 2026-11-27.
const MODULES: &[&str] = &[
    "celery",
    "daphne",
    "fastapi",
    "flask",
    "gunicorn",
    "hypercorn",
    "streamlit",
    "uvicorn",
];

/// The program's word, started by an interpreter.
fn started_by(stage: &Stage, interpreter: &str, path: &str) -> Option<Edit> {
    let name = file_name(path);
    let Start::Program { words, .. } = Start::of(&stage.config) else {
        return None;
    };
    // Between the quotes of the word.
    let word = words.first().filter(|_| edits::is_plain(interpreter))?;
    let text = if name.starts_with("python") {
        interpreter.to_owned()
    } else if MODULES.contains(&name) {
        format!("{interpreter}\", \"-m\", \"{name}")
    } else {
        return None;
    };
    Some(edits::replace(word.span, text))
}

/// The image's own interpreter, which is told of the environment's packages.
fn own_interpreter(
    model: &Model<'_>,
    stage: &Stage,
    artifact: &Artifact,
    venv: &Venv,
    path: &str,
) -> Option<Fix> {
    let own = python(model, stage)?;
    let (minor, program) = (own.minor, own.path?);
    let old = venv.python.minor.as_deref()?;
    let mut edits = vec![started_by(stage, &program, path)?];
    if old != minor {
        let builder = model.graph.stages.get(artifact.made()?.stage)?;
        edits.extend(to_minor(model, builder, old, &minor)?);
    }
    let place = format!("{}/lib/python{minor}/site-packages", artifact.path);
    let copy = artifact.trail.last()?.span;
    edits.push(tell(model, stage, copy, Vec::new(), &place)?);
    Some(edits::fix(
        format!("start `{program}`, with the packages of the environment"),
        Safety::Unsafe,
        edits,
    ))
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
    let python = format!("{place}/bin/python");
    let fix = started_by(stage, &python, path).map(|edit| {
        let title = format!("start `{python} -m {name}`");
        edits::fix(title, Safety::Unsafe, vec![edit])
    });
    let finding = told(finding, artifact, &made).because(
        model.root(stage).base.span,
        format!("`{base}` has no `{named}`"),
    );
    let finding = finding.fix(fix);
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
