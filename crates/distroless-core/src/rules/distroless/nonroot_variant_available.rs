//! `nonroot-variant-available`: the same base exists with a user other than root.

use crate::finding::{Finding, Fix, Safety, Severity};
use crate::graph::{Operand, Setting, Stage, Step, StepKind};
use crate::image::{Start, is_root};
use crate::model::Model;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "nonroot-variant-available",
        summary: "final image starts as root although its base has a nonroot tag",
        group: Group::Distroless,
        severity: Severity::Info,
        fix: FixAvailability::Sometimes,
        since: "0.1.0",
        docs: page!("nonroot_variant_available.md"),
    },
    check,
};

/// The nonroot form of the base a stage starts as root on, without the file asking for root.
pub(crate) fn nonroot_base(model: &Model<'_>, stage: &Stage) -> Option<String> {
    let facts = model
        .base(stage)
        .facts()
        .filter(|facts| !facts.pinned_by_digest)?;
    let sibling = facts.nonroot_sibling()?;
    inherits_root(&stage.config.user).then_some(sibling)
}

/// Whether the user is root because nobody in the file said anything.
pub(crate) fn inherits_root(user: &Setting<Operand>) -> bool {
    match user {
        Setting::Unset => true,
        Setting::Inherited(user) => user.value.as_deref().is_some_and(is_root),
        Setting::Set { .. } | Setting::Unknown => false,
    }
}

/// Whether what is started is found by the working directory, or lies in it and is started by its whole path:
/// that of `nonroot` tags is another one.
fn depends_on_workdir(stage: &Stage) -> bool {
    let Start::Program {
        words:
            [
                Operand {
                    value: Some(program),
                    ..
                },
                ..,
            ],
        ..
    } = Start::of(&stage.config)
    else {
        return false;
    };
    let relative = |step: &Step| match &step.kind {
        StepKind::Copy(copy) => copy
            .destination
            .value
            .as_deref()
            .is_some_and(|to| !to.starts_with('/')),
        _ => false,
    };
    if program.starts_with('/') {
        stage.steps.iter().any(relative)
    } else {
        program.contains('/')
            && !stage
                .steps
                .iter()
                .all(|step| relative(step) || !matches!(step.kind, StepKind::Copy(_)))
    }
}

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    for stage in model.shipped() {
        let Some(sibling) = nonroot_base(model, stage).filter(|_| model.is_application(stage))
        else {
            continue;
        };
        let root = model.root(stage);
        let name = model.base_name(stage);
        let moves =
            !matches!(stage.config.workdir, Setting::Set { .. }) && depends_on_workdir(stage);
        let fix = (!root.base.has_variables && !moves).then(|| {
            Fix::replace(
                format!("use `{sibling}`"),
                Safety::Unsafe,
                root.base.span,
                sibling.clone(),
            )
        });
        report(
            Finding::new(
                &RULE.meta,
                root.base.span,
                format!("the image starts as root; `{sibling}` is the same base with user 65532"),
                format!("use `{sibling}` where the application writes to no directory of root's"),
            )
            .because(
                root.base.span,
                format!("`{name}` sets root, and no USER in this file changes it"),
            )
            .fix(fix),
        );
    }
}
