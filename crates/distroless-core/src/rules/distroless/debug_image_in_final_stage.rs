//! `debug-image-in-final-stage`: the image that ships has the debugging shell in it.

use crate::finding::{Finding, Fix, Safety, Severity};
use crate::graph::{Setting, Stage, StepKind};
use crate::image::Start;
use crate::model::Model;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "debug-image-in-final-stage",
        summary: "final image on a distroless debug tag",
        group: Group::Distroless,
        severity: Severity::Warning,
        fix: FixAvailability::Sometimes,
        since: "0.1.0",
        docs: page!("debug_image_in_final_stage.md"),
    },
    check,
};

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    for stage in model.shipped() {
        let Some(facts) = model.base(stage).facts() else {
            continue;
        };
        if !facts.variant.is_debug.is_known_and(|debug| *debug) || is_meant(model, stage) {
            continue;
        }
        let root = model.root(stage);
        let name = model.base_name(stage);
        let sibling = facts.release_sibling().filter(|_| !facts.pinned_by_digest);
        let fix = sibling
            .as_ref()
            .filter(|_| !root.base.has_variables)
            .map(|sibling| {
                // The debug tag's entrypoint is its shell; only a file that sets its own, and never
                // calls the shell, starts the same program without it.
                let safety = if needs_shell(model, stage) {
                    Safety::Unsafe
                } else {
                    Safety::Safe
                };
                Fix::replace(
                    format!("use `{sibling}`"),
                    safety,
                    root.base.span,
                    sibling.clone(),
                )
            });
        let help = sibling.map_or_else(
            || {
                "ship the tag without `debug`; build a debug stage with --target when it is needed"
                    .to_owned()
            },
            |sibling| {
                format!("ship `{sibling}`; build a debug stage with --target when it is needed")
            },
        );
        report(
            Finding::new(
                &RULE.meta,
                root.base.span,
                format!("`{name}` ships a shell and BusyBox's tools, which distroless images exist to leave out"),
                help,
            )
            .because(root.base.span, "the debug tags add /busybox to the image")
            .fix(fix),
        );
    }
}

/// Whether the author says that the image is for debugging.
fn is_meant(model: &Model<'_>, stage: &Stage) -> bool {
    let says = |text: &str| text.to_ascii_lowercase().contains("debug");
    says(model.path)
        || model
            .chain(stage)
            .any(|stage| stage.name.as_ref().is_some_and(|(name, _)| says(name)))
}

fn needs_shell(model: &Model<'_>, stage: &Stage) -> bool {
    let runs = |stage: &Stage| {
        let mut steps = stage.steps.iter();
        steps.any(|step| matches!(step.kind, StepKind::Run(_) | StepKind::Opaque))
    };
    let names_shell = |text: &str| text.contains("busybox") || text.ends_with("sh");
    let starts_shell = match Start::of(&stage.config) {
        Start::Program { words, .. } => words
            .first()
            .and_then(|word| word.value.as_deref())
            .is_none_or(names_shell),
        _ => true,
    };
    starts_shell
        || stage.config.shell.span().is_some()
        || matches!(
            stage.config.healthcheck,
            Setting::Set { value: Some(_), .. }
        )
        || model.chain(stage).any(runs)
}
