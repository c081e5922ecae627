//! `missing-execute-bit`: the file that is started may not be executed.

use crate::finding::{Finding, Fix, Safety, Severity};
use crate::graph::{Origin, Stage, StepKind};
use crate::image::Start;
use crate::model::Model;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};
use dockerfile_syntax::Span;

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "missing-execute-bit",
        summary: "started file that is not executable in the build context",
        group: Group::Runnable,
        severity: Severity::Info,
        fix: FixAvailability::Sometimes,
        since: "0.1.0",
        docs: page!("missing_execute_bit.md"),
    },
    check,
};

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    for stage in model.runnable() {
        if !matches!(Start::of(&stage.config), Start::Program { .. }) {
            continue;
        }
        let Some((path, span)) = model.started(stage) else {
            continue;
        };
        let Some((artifact, source)) = model.context_file(stage, &path) else {
            continue;
        };
        if model.surroundings().executable(&source) != Some(false) {
            continue;
        }
        let Some(copy) = artifact.trail.last() else {
            continue;
        };
        // Only what is copied last and by itself keeps the mode of the context for sure.
        let Some(keyword_end) = plain_copy(model, stage, copy.span, artifact.trail.len()) else {
            continue;
        };
        let fix = Fix::replace(
            "make it executable with `--chmod`",
            Safety::Safe,
            Span::new(keyword_end, keyword_end),
            " --chmod=0755",
        );
        report(
            Finding::new(
                &RULE.meta,
                span,
                format!("`{path}` is `{source}` of the build context, which is not executable: the container cannot start (\"permission denied\")"),
                format!("copy it with `--chmod=0755`, or run `git update-index --chmod=+x {source}`"),
            )
            .because(copy.span, "the mode of the file in the build context is kept")
            .fix(Some(fix)),
        );
    }
}

/// Where `--chmod` would stand in the copy that brings the file, where nothing changes modes: one copy from
/// the context without that flag, and no command afterwards.
fn plain_copy(model: &Model<'_>, stage: &Stage, span: Span, copies: usize) -> Option<u32> {
    let steps: Vec<_> = model.chain(stage).flat_map(|stage| &stage.steps).collect();
    let step = steps.iter().find(|step| step.span == span)?;
    let StepKind::Copy(copy) = &step.kind else {
        return None;
    };
    let plain = copies == 1 && matches!(copy.origin, Origin::Context) && copy.chmod.is_none();
    let later = steps.iter().any(|step| {
        step.span.start > span.start && matches!(step.kind, StepKind::Run(_) | StepKind::Opaque)
    });
    let instruction = model.file.instructions.get(step.instruction)?;
    (plain && !later && !step.trigger).then_some(instruction.keyword_span.end)
}
