//! `copy-over-merged-usr`: a linked copy puts a directory in the place of `/bin` or `/lib`.

use crate::finding::{Finding, Fix, Safety, Severity};
use crate::graph::{CopyStep, Stage, Step, StepKind};
use crate::image::path::{absolute, is_below};
use crate::model::Model;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};
use image_knowledge::Presence;

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "copy-over-merged-usr",
        summary: "a linked copy takes the place of `/bin`, `/lib` or their like",
        group: Group::Runnable,
        severity: Severity::Warning,
        fix: FixAvailability::Sometimes,
        since: "0.1.0",
        docs: include_str!("copy_over_merged_usr.md"),
    },
    check,
};

/// Links of a merged `/usr`, and what is reached through them.
const LINKS: &[(&str, &str)] = &[
    (
        "/bin",
        "the programs that are started by that path are gone",
    ),
    (
        "/lib",
        "what is looked for by that path is gone, the loader of dynamic programs on arm64 for one",
    ),
    (
        "/lib64",
        "the loader of dynamic programs on amd64 is gone: none of them starts",
    ),
    (
        "/sbin",
        "the programs that are started by that path are gone",
    ),
];

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    for stage in model.reachable() {
        let facts = model.base(stage).facts();
        if facts.and_then(|facts| facts.merged_usr) != Some(true) {
            continue;
        }
        for step in stage.steps.iter().filter(|step| !step.trigger) {
            if let StepKind::Copy(copy) = &step.kind
                && let Some(finding) = finding(model, stage, step, copy)
            {
                report(finding);
            }
        }
    }
}

fn finding(model: &Model<'_>, stage: &Stage, step: &Step, copy: &CopyStep) -> Option<Finding> {
    if !copy.link {
        return None;
    }
    let written = copy.destination.value.as_deref()?;
    let to = absolute(copy.workdir.as_deref()?, written);
    let (link, lost) = LINKS.iter().find(|(link, _)| is_below(&to, link))?;
    // A file of the link's name takes its place as well; that is another defect.
    let inside = to.len() > link.len() || written.ends_with('/') || copy.sources.len() > 1;
    if !inside || model.base(stage).path(link) != Presence::Present {
        return None;
    }
    let name = model.base_name(stage);
    let plain =
        copy.destination.span.text(model.file.source) == written && written.starts_with(link);
    let fix = plain.then(|| {
        Fix::replace(
            format!("copy to `/usr{written}`"),
            Safety::Unsafe,
            copy.destination.span,
            format!("/usr{written}"),
        )
    });
    Some(
        Finding::new(
            &RULE.meta,
            step.span,
            format!(
                "a copy with `--link` does not follow the link `{link}` of `{name}`: `{link}` becomes a directory with nothing but what is copied, and {lost}"
            ),
            format!("copy to `/usr{link}`, where the link leads, or leave `--link` out"),
        )
        .because(
            model.root(stage).base.span,
            format!("in `{name}`, `{link}` is a link to `usr{link}`"),
        )
        .because(
            copy.destination.span,
            "the layer of a linked copy is made without a look at the image below",
        )
        .fix(fix),
    )
}
