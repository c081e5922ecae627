//! `node-abi-mismatch`: packages with machine code for another Node.js or another C library.

use crate::context::NativeAddon;
use crate::finding::{Finding, Fix, Safety, Severity};
use crate::graph::Stage;
use crate::image::artifact::{Artifact, Kind, NodeModules};
use crate::image::linked;
use crate::model::Model;
use crate::rules::edits::{has_libc, in_version, on_other_base, on_system_of};
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};
use image_knowledge::{ImageFacts, LibcKind, RuntimeKind};

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "node-abi-mismatch",
        summary: "node_modules with machine code for another Node.js or C library",
        group: Group::Runnable,
        severity: Severity::Warning,
        fix: FixAvailability::Sometimes,
        since: "0.1.0",
        docs: page!("node_abi_mismatch.md"),
    },
    check,
};

/// Packages that are compiled against one major version of Node.js. Most others use Node-API, which is the
/// same in all of them.
/// Source: their binding.gyp and dependency on `nan`, or their list of prebuilt files, checked 2026-11-23.
const OF_ONE_MAJOR: &[&str] = &[
    "better-sqlite3",
    "canvas",
    "cpu-features",
    "deasync",
    "farmhash",
    "grpc",
    "heapdump",
    "isolated-vm",
    "libxmljs",
    "libxmljs2",
    "node-expat",
    "node-rdkafka",
    "node-sass",
    "nodegit",
    "re2",
];

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    for stage in model.runnable() {
        if model.starts_runtime(stage, &["node"]).is_none()
            && model.runtime_command(stage) != Some("node")
        {
            continue;
        }
        let artifacts = &model.contents(stage).artifacts;
        let copied = artifacts.iter().find_map(|artifact| match &artifact.kind {
            Kind::NodeModules(modules) if artifact.trail.len() > 1 => Some((artifact, modules)),
            _ => None,
        });
        if let Some((artifact, modules)) = copied
            && let Some(finding) = finding(model, stage, artifact, modules)
        {
            report(finding);
        }
    }
}

/// What differs between where packages were installed and where they run.
struct Difference {
    built: String,
    runs: String,
    /// The packages that do not survive it.
    addons: Vec<NativeAddon>,
}

fn finding(
    model: &Model<'_>,
    stage: &Stage,
    artifact: &Artifact,
    modules: &NodeModules,
) -> Option<Finding> {
    let project = model.surroundings().project(modules.project.as_deref()?);
    let addons: Vec<NativeAddon> = project
        .native_addons()
        .or_else(|| Some(project.node()?.declared_addons()))?
        .into_iter()
        // What is optional may be missing as well.
        .filter(|addon| addon.dev != Some(true) && !addon.optional)
        .filter(|addon| !brings_both(model, &addon.name))
        .collect();
    let difference = of_libc(model, stage, modules, &addons)
        .or_else(|| of_major(model, stage, modules, addons))?;
    let names: Vec<String> = difference
        .addons
        .iter()
        .take(3)
        .map(|addon| format!("`{}`", addon.name))
        .collect();
    let (first, names) = (names.first()?.clone(), names.join(", "));
    let name = model.base_name(stage);
    let (built, runs) = (&difference.built, &difference.runs);
    let finding = Finding::new(
        &RULE.meta,
        artifact.trail.last()?.span,
        format!(
            "packages installed for {built} run on {runs} of `{name}`: {names} has machine code and likely fails to load"
        ),
        format!("install on an image with {runs}, so that {first} is compiled or fetched for it"),
    );
    let finding = artifact
        .trail
        .iter()
        .enumerate()
        .fold(finding, |finding, (index, site)| {
            let message = if index == 0 {
                format!(
                    "`{}` installs them on `{}`, which has {built}",
                    modules.command, modules.image
                )
            } else {
                "they are copied here".to_owned()
            };
            finding.because(site.span, message)
        });
    let finding = finding.because(model.root(stage).base.span, format!("`{name}` has {runs}"));
    Some(finding.fix(fix(model, stage, artifact)))
}

/// A builder with the C library and the Node.js of the image.
fn fix(model: &Model<'_>, stage: &Stage, artifact: &Artifact) -> Option<Fix> {
    let facts = model.base(stage).facts()?;
    let libc = facts.libc.as_ref().known()?.kind;
    let major = major(facts)?;
    let builder = model.graph.stages.get(artifact.made()?.stage)?;
    let mut images = vec![model.base_name(builder).to_owned()];
    if !model
        .base(builder)
        .facts()
        .is_some_and(|facts| has_libc(facts, libc))
    {
        images = on_system_of(model, builder, stage);
    }
    let images: Vec<String> = images
        .iter()
        .flat_map(|image| in_version(image, major))
        .collect();
    on_other_base(model, builder, &images, Safety::Unsafe, &|facts| {
        has_libc(facts, libc) && self::major(facts) == Some(major)
    })
}

/// The major version of Node.js in an image.
fn major(facts: &ImageFacts) -> Option<&str> {
    let version = facts.runtime(RuntimeKind::Node)?.version.as_ref().known()?;
    version.split('.').next()
}

fn of_libc(
    model: &Model<'_>,
    stage: &Stage,
    modules: &NodeModules,
    addons: &[NativeAddon],
) -> Option<Difference> {
    let built = modules.libc?;
    let runs = model.base(stage).facts()?.libc.as_ref().known()?.kind;
    let pair = [built, runs];
    let differ =
        pair == [LibcKind::Glibc, LibcKind::Musl] || pair == [LibcKind::Musl, LibcKind::Glibc];
    let addons = addons.iter().filter(|addon| differ && addon.one_libc);
    let addons: Vec<NativeAddon> = addons.cloned().collect();
    (!addons.is_empty()).then(|| Difference {
        built: linked::name(built).to_owned(),
        runs: linked::name(runs).to_owned(),
        addons,
    })
}

fn of_major(
    model: &Model<'_>,
    stage: &Stage,
    modules: &NodeModules,
    addons: Vec<NativeAddon>,
) -> Option<Difference> {
    let built = modules.major.as_deref()?;
    let runs = major(model.base(stage).facts()?)?;
    let addons = addons.into_iter();
    let addons: Vec<_> = addons
        .filter(|addon| OF_ONE_MAJOR.contains(&addon.name.as_str()))
        .collect();
    (built != runs && !addons.is_empty()).then(|| Difference {
        built: format!("Node.js {built}"),
        runs: format!("Node.js {runs}"),
        addons,
    })
}

/// Whether a package has files for both C libraries, because the project asks for them.
fn brings_both(model: &Model<'_>, name: &str) -> bool {
    name.starts_with("@prisma/")
        && ["prisma/schema.prisma", "schema.prisma"]
            .iter()
            .any(|path| {
                let text = model.surroundings().files().read(path);
                text.is_some_and(|text| text.contains("binaryTargets"))
            })
}
