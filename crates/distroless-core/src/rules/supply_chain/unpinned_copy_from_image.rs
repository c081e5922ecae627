//! `unpinned-copy-from-image`: files are taken from an image without a version.

use super::unpinned;
use crate::finding::{Finding, Severity};
use crate::graph::{Operand, Origin, StepKind};
use crate::model::Model;
use crate::order;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};
use dockerfile_syntax::image_ref::Reference;

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "unpinned-copy-from-image",
        summary: "files taken from an image without a version",
        group: Group::SupplyChain,
        severity: Severity::Warning,
        fix: FixAvailability::None,
        since: "0.1.0",
        docs: page!("unpinned_copy_from_image.md"),
    },
    check,
};

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    let ships = model.in_images();
    let problems = model.graph.problems.iter();
    let problems = order::set(problems.map(|problem| problem.span.start as usize));
    for stage in model.reachable() {
        let copied = if ships.contains(&stage.index) {
            Severity::Warning
        } else {
            Severity::Info
        };
        for step in stage.steps.iter().filter(|step| !step.trigger) {
            let mut tell = |origin: &Origin, from: &Option<Operand>, severity| {
                if let (Origin::Image(image), Some(from)) = (origin, from)
                    // A name that is close to a stage's is told as that.
                    && !problems.contains(&(from.span.start as usize))
                    && let Some(finding) = finding(model, image, from, severity)
                {
                    report(finding);
                }
            };
            match &step.kind {
                StepKind::Copy(copy) => tell(&copy.origin, &copy.from, copied),
                // What is mounted is used by a command; it is not in the image.
                StepKind::Run(run) => run
                    .mounts
                    .iter()
                    .for_each(|mount| tell(&mount.origin, &mount.from, Severity::Info)),
                StepKind::Workdir(_) | StepKind::Other | StepKind::Opaque => {}
            }
        }
    }
}

fn finding(
    model: &Model<'_>,
    image: &Reference,
    from: &Operand,
    severity: Severity,
) -> Option<Finding> {
    let message = unpinned(model, image)?;
    let what = match severity {
        Severity::Info => "what the stage builds can change without a change in the repository",
        _ => "the files in the image can change without a change in the repository",
    };
    Some(
        Finding::new(
            &RULE.meta,
            from.span,
            format!("{message}: {what}"),
            "write the version you build and test with, or a digest; bots find it more easily in a FROM, `FROM image:version AS name`",
        )
        .at(severity)
        .because(from.span, "no version and no digest"),
    )
}
