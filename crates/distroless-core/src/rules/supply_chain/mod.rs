//! Does the base image come from a release that is named and maintained?

mod base_eol;
mod base_not_digest_pinned;
mod unpinned_base;
mod unpinned_copy_from_image;

use super::Rule;
use crate::finding::Severity;
use crate::graph::Stage;
use crate::model::Model;
use crate::order;
use dockerfile_syntax::image_ref::Reference;
use image_knowledge::Family;

pub(super) static RULES: &[&Rule] = &[
    &base_eol::RULE,
    &base_not_digest_pinned::RULE,
    &unpinned_base::RULE,
    &unpinned_copy_from_image::RULE,
];

/// The stages a shipping image needs whose FROM names an image from outside, and how grave a fault
/// of that image is: what ships stands on it, or it only builds.
fn outside_bases<'m>(model: &'m Model<'_>) -> impl Iterator<Item = (&'m Stage, Severity)> {
    let ships = order::set(model.shipped().map(|stage| model.root(stage).index));
    model
        .reachable()
        .filter(|stage| model.root(stage).index == stage.index)
        .map(move |stage| {
            let severity = if ships.contains(&stage.index) {
                Severity::Warning
            } else {
                Severity::Info
            };
            (stage, severity)
        })
}

/// A reference as messages name it: without the digest, which tells nobody what it is.
fn shown(reference: &str) -> &str {
    reference.split('@').next().unwrap_or(reference)
}

/// Words of tags that name a variant or a channel, and no version. A tag of nothing else moves.
const MOVING: &[&str] = &[
    "alpine", "current", "edge", "full", "latest", "lts", "main", "mainline", "master", "nightly",
    "rolling", "slim", "stable",
];

/// What is wrong with a reference that names no version; `None` where it names one.
fn unpinned(model: &Model<'_>, image: &Reference) -> Option<String> {
    if image.digest().is_some() || is_versioned_otherwise(model, image) {
        return None;
    }
    let name = image.familiar();
    match image.tag() {
        None if is_local_name(model, image) => None,
        None => Some(format!(
            "`{name}` has no tag, so it is whatever `latest` is on the day of the build"
        )),
        Some(tag) if is_moving(tag) => Some(format!(
            "the tag of `{name}` names no version, so it moves with every release"
        )),
        Some(_) => None,
    }
}

/// Whether the tag is not what says the version: the free Chainguard images have no other one, and
/// distroless and universal base images carry the release in their name.
fn is_versioned_otherwise(model: &Model<'_>, image: &Reference) -> bool {
    let family = model.image(image).public().map(|facts| facts.family);
    matches!(
        family,
        Some(Family::Scratch | Family::Distroless | Family::Chainguard | Family::Ubi)
    ) || image.name().starts_with("cgr.dev/chainguard/")
        || image.name().starts_with("gcr.io/distroless/")
}

/// Whether a name without registry and path is one that no public image is known by: an image that
/// was built before, or a named context.
fn is_local_name(model: &Model<'_>, image: &Reference) -> bool {
    !image.familiar().contains('/') && model.image(image).public().is_none()
}

fn is_moving(tag: &str) -> bool {
    tag.split(['-', '.', '_'])
        .all(|word| MOVING.contains(&word))
}
