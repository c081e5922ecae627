//! `unpinned-base`: a base image without a version.

use super::outside_bases;
use crate::finding::{Finding, Severity};
use crate::graph::BaseTarget;
use crate::model::Model;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};
use dockerfile_syntax::image_ref::Reference;
use image_knowledge::{Family, ImageName, lookup};

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "unpinned-base",
        summary: "base image without a version",
        group: Group::SupplyChain,
        severity: Severity::Warning,
        fix: FixAvailability::None,
        since: "0.1.0",
        docs: include_str!("unpinned_base.md"),
    },
    check,
};

/// Words of tags that name a variant or a channel, and no version. A tag of nothing else moves.
const MOVING: &[&str] = &[
    "alpine", "current", "edge", "full", "latest", "lts", "main", "mainline", "master", "nightly",
    "rolling", "slim", "stable",
];

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    for (stage, severity) in outside_bases(model) {
        let BaseTarget::Image(image) = &stage.base.target else {
            continue;
        };
        if image.digest().is_some() || is_versioned_otherwise(image) {
            continue;
        }
        let name = image.familiar();
        let message = match image.tag() {
            None if is_local_name(&name, image) => continue,
            None => format!(
                "`{name}` has no tag, so it is whatever `latest` is on the day of the build"
            ),
            Some(tag) if is_moving(tag) => {
                format!("the tag of `{name}` names no version, so it moves with every release")
            }
            Some(_) => continue,
        };
        let what = match severity {
            Severity::Info => "what the stage builds can change without a change in the repository",
            _ => "the same file gives another image tomorrow",
        };
        let finding = Finding::new(
            &RULE.meta,
            stage.base.span,
            format!("{message}: {what}"),
            "write the version you build and test with, or a digest",
        );
        // Who can set the version by an argument may well do so.
        let severity = if is_argument(&stage.base.written, image.tag()) {
            Severity::Info
        } else {
            severity
        };
        let shown = if stage.base.has_variables {
            format!("`{}` stands for `{name}` by default", stage.base.written)
        } else {
            "no version and no digest".to_owned()
        };
        report(finding.at(severity).because(stage.base.span, shown));
    }
}

/// Whether the tag is not what says the version: the free Chainguard images have no other one, and
/// distroless and universal base images carry the release in their name.
fn is_versioned_otherwise(image: &Reference) -> bool {
    let facts = lookup(&name_of(image));
    let family = facts.map(|facts| facts.family);
    matches!(
        family,
        Some(Family::Scratch | Family::Distroless | Family::Chainguard | Family::Ubi)
    ) || image.name().starts_with("cgr.dev/chainguard/")
        || image.name().starts_with("gcr.io/distroless/")
}

/// Whether a name without registry and path is one that no public image is known by: an image that
/// was built before, or a named context.
fn is_local_name(name: &str, image: &Reference) -> bool {
    !name.contains('/') && lookup(&name_of(image)).is_none()
}

/// Whether the part of a reference that says the version is a variable.
fn is_argument(written: &str, tag: Option<&str>) -> bool {
    match tag {
        Some(tag) => !written.trim_end_matches(['"', '\'']).ends_with(tag),
        None => written
            .rsplit('/')
            .next()
            .is_some_and(|name| name.contains('$')),
    }
}

fn is_moving(tag: &str) -> bool {
    tag.split(['-', '.', '_'])
        .all(|word| MOVING.contains(&word))
}

fn name_of(image: &Reference) -> ImageName<'_> {
    ImageName {
        registry: image.registry(),
        repository: image.repository(),
        tag: image.tag(),
        digest: image.digest(),
    }
}
