//! What the rules on smaller distroless images share: an image of which everything is known, and the FROM
//! with another image of the family.

use crate::finding::{Fix, Safety};
use crate::graph::{Origin, Stage, StepKind};
use crate::image::artifact::{Artifact, Kind, Linkage, Program};
use crate::model::Model;
use crate::rules::edits::on_other_base;
use image_knowledge::DistrolessTag;

/// A shipped image on a distroless base for compiled programs, with nothing in it whose needs are not known.
pub(super) struct Plain<'m> {
    pub(super) stage: &'m Stage,
    /// The base without its release: `cc`.
    pub(super) image: String,
    /// The program that is started.
    pub(super) artifact: &'m Artifact,
    pub(super) program: &'m Program,
}

/// The images that a rule on smaller bases may speak of.
pub(super) fn plain<'m>(model: &'m Model<'_>) -> impl Iterator<Item = Plain<'m>> {
    model.shipped().filter_map(|stage| {
        let distroless = model.base(stage).facts()?.distroless.as_ref()?;
        let image = distroless.image.to_string();
        let known = matches!(image.as_str(), "base-nossl" | "base" | "cc")
            && matches!(
                distroless.tag,
                DistrolessTag::Latest | DistrolessTag::Nonroot
            );
        if !known || model.runs_anything(stage) || brings_unknown(model, stage) {
            return None;
        }
        let (path, _) = model.started(stage)?;
        let mut artifacts = model.contents(stage).artifacts.iter().rev();
        let artifact = artifacts.find(|artifact| artifact.holds(&path))?;
        match &artifact.kind {
            Kind::Program(program) if artifact.sure => Some(Plain {
                stage,
                image,
                artifact,
                program,
            }),
            _ => None,
        }
    })
}

/// Whether a copy brings something from a stage or an image that may be another program or a library.
fn brings_unknown(model: &Model<'_>, stage: &Stage) -> bool {
    let artifacts = &model.contents(stage).artifacts;
    let harmless = |artifact: &Artifact| {
        matches!(
            artifact.kind,
            Kind::CaBundle
                | Kind::TimeZones
                | Kind::File { .. }
                | Kind::Inline { .. }
                | Kind::Program(_)
        )
    };
    let foreign = artifacts
        .iter()
        .any(|artifact| !harmless(artifact) && !matches!(artifact.kind, Kind::Sources { .. }));
    let needy = artifacts
        .iter()
        .filter_map(crate::image::linked::program)
        .any(|program| program.linkage == Linkage::Unknown);
    let unknown = model
        .chain(stage)
        .flat_map(|stage| &stage.steps)
        .any(|step| match &step.kind {
            StepKind::Copy(copy) => {
                // From the build context come files of the project; a file without a name that ends in
                // something may be a program.
                let program = |source: &crate::graph::Operand| {
                    source.value.as_deref().is_none_or(|path| {
                        let name = crate::image::path::file_name(path);
                        !name.contains('.') && !path.ends_with('/')
                    })
                };
                let brought = artifacts.iter().any(|artifact| {
                    artifact
                        .trail
                        .last()
                        .is_some_and(|site| site.span == step.span)
                });
                match copy.origin {
                    Origin::Context => copy.sources.iter().any(program),
                    _ => !brought,
                }
            }
            StepKind::Opaque => true,
            StepKind::Run(_) | StepKind::Workdir(_) | StepKind::Other => false,
        });
    foreign || needy || unknown
}

/// Whether every program of the image is static.
pub(super) fn all_static(model: &Model<'_>, stage: &Stage) -> bool {
    let mut programs = model
        .contents(stage)
        .artifacts
        .iter()
        .filter_map(crate::image::linked::program);
    programs.all(|program| program.linkage == Linkage::Static && program.proved)
}

/// The base with another image of the family in its name: `gcr.io/distroless/static-debian13:nonroot`.
pub(super) fn instead(model: &Model<'_>, plain: &Plain<'_>, image: &str) -> Option<String> {
    let name = model.base_name(plain.stage);
    let (before, after) = name.rsplit_once(&format!("/{}", plain.image))?;
    let whole = after.is_empty() || after.starts_with(['-', ':']);
    (whole && !name.contains('@')).then(|| format!("{before}/{image}{after}"))
}

/// The FROM with that image.
pub(super) fn fix(model: &Model<'_>, plain: &Plain<'_>, image: &str) -> Option<Fix> {
    let images = [image.to_owned()];
    on_other_base(model, plain.stage, &images, Safety::Unsafe, &|_| true)
}
