//! What the rules on files with secrets share.

use crate::finding::Finding;
use crate::image::artifact::{Artifact, Proof, Secret};
use crate::image::secrets::is_fixture;
use crate::model::Model;

/// Whether the Dockerfile itself lies among tests or examples, whose keys are made to be seen.
pub(super) fn is_sample(model: &Model<'_>) -> bool {
    let folder = model.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    // What an absolute path passes through is not the project's.
    !folder.starts_with('/') && is_fixture(folder)
}

/// Whether the secret is one for sure, and there in every build.
pub(super) fn is_proved(artifact: &Artifact, secret: &Secret) -> bool {
    artifact.sure && secret.proof.is_sure()
}

/// The way of a secret through the stages, as evidence.
pub(super) fn found(artifact: &Artifact, secret: &Secret, finding: Finding) -> Finding {
    let first = match secret.proof {
        Proof::Name => "a file of that name holds nothing else; it comes in here",
        Proof::LikelyName => "it comes from the build context here",
        Proof::Content | Proof::LikelyContent => {
            "it stands in the file of the build context that comes in here"
        }
        Proof::Written => "a command writes it into the file here",
    };
    artifact
        .trail
        .iter()
        .enumerate()
        .fold(finding, |finding, (index, site)| {
            let message = if index == 0 {
                first
            } else {
                "it is copied on here"
            };
            finding.because(site.span, message)
        })
}
