//! `copy-source-not-produced`: a copy from a stage or an image that does not have the path.

use crate::finding::{Finding, Severity};
use crate::graph::{CopyStep, Origin, Stage, Step, StepKind};
use crate::image::Answer;
use crate::image::path::absolute;
use crate::model::Model;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};
use dockerfile_syntax::Span;

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "copy-source-not-produced",
        summary: "COPY --from of a path that the stage does not have",
        group: Group::MultiStage,
        severity: Severity::Error,
        fix: FixAvailability::None,
        since: "0.1.0",
        docs: page!("copy_source_not_produced.md"),
    },
    check,
};

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    for stage in model.reachable() {
        for step in &stage.steps {
            if let StepKind::Copy(copy) = &step.kind {
                of_copy(model, stage, step, copy, report);
            }
        }
    }
}

fn of_copy(
    model: &Model<'_>,
    stage: &Stage,
    step: &Step,
    copy: &CopyStep,
    report: &mut dyn FnMut(Finding),
) {
    for source in &copy.sources {
        let Some(written) = source.value.as_deref() else {
            continue;
        };
        if written.contains(['*', '?', '[']) {
            continue;
        }
        let path = absolute("/", written);
        let Some((answer, name, from)) = ask(model, copy, &path) else {
            continue;
        };
        if !answer.is_absent() {
            continue;
        }
        let name = name.map_or_else(|| "the stage".to_owned(), |name| format!("`{name}`"));
        let finding = Finding::new(
            &RULE.meta,
            source.span,
            format!("{name} has nothing at `{path}`: the build stops here (\"not found\")"),
            similar(model, copy, &path).map_or_else(
                || "copy a path that the stage makes, or make it there".to_owned(),
                |other| format!("copy `{other}`, which the stage makes"),
            ),
        );
        let finding = match from {
            Some(by) if by != step.span => {
                finding.because(by, format!("nothing from here on makes `{path}`"))
            }
            _ => finding.because(stage.from, "the copy belongs to this stage"),
        };
        report(finding.proved_by(answer));
    }
}

/// Whether the path is there, what the source is called, and the place that decides.
fn ask(
    model: &Model<'_>,
    copy: &CopyStep,
    path: &str,
) -> Option<(Answer, Option<String>, Option<Span>)> {
    match &copy.origin {
        Origin::Stage(index) => {
            let stage = model.graph.stages.get(*index)?;
            let answer = model.path(stage, path);
            let name = stage.name.as_ref().map(|(name, _)| name.clone());
            Some((answer, name, Some(answer.by)))
        }
        Origin::Image(image) => {
            let name = copy.from.as_ref()?;
            let answer = model.path_of_image(image, path, name.span);
            Some((answer, name.value.clone(), None))
        }
        Origin::Context | Origin::Unknown => None,
    }
}

/// Something of the same name that the stage makes elsewhere.
fn similar(model: &Model<'_>, copy: &CopyStep, path: &str) -> Option<String> {
    let Origin::Stage(index) = copy.origin else {
        return None;
    };
    let stage = model.graph.stages.get(index)?;
    let name = path.rsplit('/').next()?;
    let artifacts = &model.contents(stage).artifacts;
    artifacts
        .iter()
        .find(|artifact| artifact.path.rsplit('/').next() == Some(name))
        .map(|artifact| artifact.path.clone())
}
