//! `secret-removed-in-later-layer`: a layer brings a secret, and a later one removes it in vain.

use super::files::{found, is_proved, is_sample};
use super::mounts::in_place_of_file;
use crate::finding::{Finding, Severity};
use crate::image::Buried;
use crate::image::artifact::{Kind, Secret};
use crate::model::Model;
use crate::order;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "secret-removed-in-later-layer",
        summary: "a secret that a later layer removes in vain",
        group: Group::Secrets,
        severity: Severity::Error,
        fix: FixAvailability::Sometimes,
        since: "0.1.0",
        docs: page!("secret_removed_in_later_layer.md"),
    },
    check,
};

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    if is_sample(model) {
        return;
    }
    // What is still somewhere in an image that ships is the business of secret-in-final-image: it was moved.
    let kept = model
        .shipped()
        .flat_map(|stage| &model.contents(stage).artifacts)
        .filter(|artifact| matches!(artifact.kind, Kind::Secret(_)))
        .filter_map(|artifact| Some(artifact.made()?.span.start as usize));
    let mut seen = order::set(kept);
    let in_images = model.in_images();
    for stage in in_images
        .iter()
        .filter_map(|index| model.graph.stages.get(*index))
    {
        for buried in &model.contents(stage).buried {
            if let Kind::Secret(secret) = &buried.artifact.kind
                && let Some(made) = buried.artifact.made()
                && seen.insert(made.span.start as usize)
            {
                let fix = in_place_of_file(model, &buried.artifact, Some(buried.by));
                report(finding(buried, secret).fix(fix));
            }
        }
    }
}

fn finding(buried: &Buried, secret: &Secret) -> Finding {
    let artifact = &buried.artifact;
    let at = artifact
        .trail
        .last()
        .map_or(buried.by.span, |site| site.span);
    let (severity, holds) = if is_proved(artifact, secret) {
        (Severity::Error, "holds")
    } else {
        (Severity::Warning, "likely holds")
    };
    let finding = Finding::new(
        &RULE.meta,
        at,
        format!(
            "`{}` {holds} {}, and removing it in a later layer does not help: this layer ships with the image, and whoever can pull it can read the file",
            artifact.path, secret.what
        ),
        "mount it for the command that needs it (`RUN --mount=type=secret`, for a key of ssh `--mount=type=ssh`), and replace the secret where such an image was pushed",
    )
    .at(severity);
    found(artifact, secret, finding).because(
        buried.by.span,
        "it is removed here, which only hides it: the layer before keeps it",
    )
}
