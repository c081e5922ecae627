//! `secret-in-final-image`: a file with a secret is in an image that ships.

use super::files::{found, is_proved, is_sample};
use super::mounts::in_place_of_file;
use crate::finding::{Finding, Severity};
use crate::graph::Stage;
use crate::image::Purpose;
use crate::image::artifact::{Artifact, Kind, Proof, Secret};
use crate::model::Model;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};
use std::collections::BTreeSet;

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "secret-in-final-image",
        summary: "a private key, token or password file in the final image",
        group: Group::Secrets,
        severity: Severity::Error,
        fix: FixAvailability::Sometimes,
        since: "0.1.0",
        docs: page!("secret_in_final_image.md"),
    },
    check,
};

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    if is_sample(model) {
        return;
    }
    let mut seen = BTreeSet::new();
    for stage in model.shipped() {
        for artifact in &model.contents(stage).artifacts {
            // Images that share a stage share its secret: one place is to be mended.
            if let Kind::Secret(secret) = &artifact.kind
                && let Some(last) = artifact.trail.last()
                && seen.insert(format!("{} {}", last.span.start, artifact.path))
            {
                report(finding(model, stage, artifact, secret));
            }
        }
    }
}

fn finding(model: &Model<'_>, stage: &Stage, artifact: &Artifact, secret: &Secret) -> Finding {
    let path = &artifact.path;
    let at = artifact.trail.last().map_or(stage.from, |site| site.span);
    let reach = "whoever can pull the image can read it";
    let message = match secret.proof {
        Proof::Name | Proof::Content | Proof::Written if artifact.sure => format!(
            "`{path}` holds {} and stays in the final image: {reach}",
            secret.what
        ),
        Proof::LikelyName => format!(
            "`{path}` likely holds {}, as files of that name do, and stays in the final image: {reach}",
            secret.what
        ),
        Proof::LikelyContent => format!(
            "`{path}` likely holds a secret ({}) and stays in the final image: {reach}",
            secret.what
        ),
        _ => format!(
            "`{path}` likely holds {} in some builds, and stays in the final image: {reach}",
            secret.what
        ),
    };
    let help = match secret.proof {
        Proof::Written => {
            "mount it for the command that needs it: `RUN --mount=type=secret`; and replace the secret where such an image was pushed"
        }
        _ => {
            "mount it where the build needs it (`RUN --mount=type=secret`), give it to the container when it starts, or list it in .dockerignore; and replace the secret where such an image was pushed"
        }
    };
    let proved = is_proved(artifact, secret)
        && !matches!(model.purpose(stage), Purpose::Development | Purpose::Ci);
    let severity = if proved {
        Severity::Error
    } else {
        Severity::Warning
    };
    found(
        artifact,
        secret,
        Finding::new(&RULE.meta, at, message, help).at(severity),
    )
    .fix(in_place_of_file(model, artifact, None))
}
