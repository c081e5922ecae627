//! `copy-over-merged-usr`: a copy brings a directory where the image has a link.

use crate::finding::{Finding, Fix, Safety, Severity};
use crate::graph::{BaseTarget, CopyStep, Origin, Stage, Step, StepKind};
use crate::image::path::{absolute, is_below};
use crate::model::Model;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};
use dockerfile_syntax::Span;
use image_knowledge::Presence;

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "copy-over-merged-usr",
        summary: "a copy brings a directory where `/bin`, `/lib` or their like are links",
        group: Group::Runnable,
        severity: Severity::Warning,
        fix: FixAvailability::Sometimes,
        since: "0.1.0",
        docs: page!("copy_over_merged_usr.md"),
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
    let mut directories = None;
    for stage in model.reachable() {
        let facts = model.base(stage).facts();
        if facts.and_then(|facts| facts.merged_usr) != Some(true) {
            continue;
        }
        for step in stage.steps.iter().filter(|step| !step.trigger) {
            let StepKind::Copy(copy) = &step.kind else {
                continue;
            };
            let finding = if let Some(from) = whole(copy) {
                let directories = directories.get_or_insert_with(|| directories_in(model));
                let directory = directories.get(from).copied().flatten();
                directory.and_then(|directory| root(model, stage, step, copy, directory))
            } else {
                linked(model, stage, step, copy)
            };
            if let Some(finding) = finding {
                report(finding);
            }
        }
    }
}

/// A linked copy to a place below a link.
fn linked(model: &Model<'_>, stage: &Stage, step: &Step, copy: &CopyStep) -> Option<Finding> {
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

/// The stage whose root a copy puts on the image's root.
fn whole(copy: &CopyStep) -> Option<usize> {
    let Origin::Stage(from) = copy.origin else {
        return None;
    };
    let [source] = copy.sources.as_slice() else {
        return None;
    };
    let root = absolute("/", source.value.as_deref()?) == "/"
        && absolute(copy.workdir.as_deref()?, copy.destination.value.as_deref()?) == "/";
    (root && !copy.excludes).then_some(from)
}

/// A real directory of a link's name.
#[derive(Clone, Copy)]
struct Directory {
    link: &'static str,
    /// The instruction that makes it.
    by: Span,
}

/// For each stage on the empty image, the first directory that has the name of a link.
fn directories_in(model: &Model<'_>) -> Vec<Option<Directory>> {
    let mut all: Vec<Option<Directory>> = Vec::with_capacity(model.graph.stages.len());
    for stage in &model.graph.stages {
        all.push(match stage.base.target {
            BaseTarget::Scratch => first_directory(stage),
            // Parents come earlier in the file.
            BaseTarget::Stage(below) => match model.root(stage).base.target {
                BaseTarget::Scratch => all
                    .get(below)
                    .copied()
                    .flatten()
                    .or_else(|| first_directory(stage)),
                _ => None,
            },
            BaseTarget::Image(_) | BaseTarget::Unknown => None,
        });
    }
    all
}

fn first_directory(stage: &Stage) -> Option<Directory> {
    stage.steps.iter().find_map(|step| {
        let StepKind::Copy(copy) = &step.kind else {
            return None;
        };
        let to = absolute(copy.workdir.as_deref()?, copy.destination.value.as_deref()?);
        let (link, _) = LINKS
            .iter()
            .find(|(link, _)| is_below(&to, link) && to.len() > link.len())?;
        Some(Directory {
            link,
            by: step.span,
        })
    })
}

/// A copy of a whole stage that has a directory where the image has a link.
fn root(
    model: &Model<'_>,
    stage: &Stage,
    step: &Step,
    copy: &CopyStep,
    directory: Directory,
) -> Option<Finding> {
    let Directory { link, by } = directory;
    if model.base(stage).path(link) != Presence::Present {
        return None;
    }
    let name = model.base_name(stage);
    let message = if copy.link {
        format!(
            "the copy brings a directory `{link}`, which takes the place of the link of `{name}`: what is reached through the link is gone"
        )
    } else {
        format!(
            "the copy brings a directory `{link}`, and in `{name}` that is a link: the build stops with \"cannot copy to non-directory\""
        )
    };
    Some(
        Finding::new(
            &RULE.meta,
            step.span,
            message,
            format!("put the files below `/usr{link}`, where the link leads"),
        )
        .because(
            by,
            format!("here `{link}` becomes a directory in the stage that is copied"),
        )
        .because(
            model.root(stage).base.span,
            format!("in `{name}`, `{link}` is a link to `usr{link}`"),
        ),
    )
}
