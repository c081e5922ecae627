//! `compiler-in-final-image`: packages that only a build needs ship with the application.

use crate::finding::Finding;
use crate::finding::Severity;
use crate::graph::Stage;
use crate::image::Start;
use crate::image::artifact::{Kind, Package, Site};
use crate::image::path::file_name;
use crate::model::Model;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};
use image_knowledge::{ToolClass, package_class};
use std::collections::BTreeSet;

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "compiler-in-final-image",
        summary: "compilers, build tools or headers installed in an image that runs an application",
        group: Group::Contents,
        severity: Severity::Warning,
        fix: FixAvailability::None,
        since: "0.1.0",
        docs: include_str!("compiler_in_final_image.md"),
    },
    check,
};

/// Names that a message lists.
const SHOWN: usize = 4;

/// Packages of Python that compile while they run.
/// Source: the installation pages of PyTorch (torch.compile), Triton, CuPy and vLLM, checked 2026-11-23.
const COMPILE_LATER: &[&str] = &["torch", "triton", "cupy", "vllm", "deepspeed", "cffi"];

/// Programs that build, or may build, whenever the container starts.
const BUILDERS: &[&str] = &[
    "cargo", "cmake", "g++", "gcc", "go", "gradle", "make", "mvn", "ninja", "npm", "pip", "pip3",
    "pnpm", "yarn",
];

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    let mut told = BTreeSet::new();
    for stage in model.shipped() {
        if !model.is_application(stage)
            // prefer-multi-stage and final-stage-inherits-builder speak of what compiles.
            || model.build_command(stage).is_some()
            // dev-variant-in-final-stage speaks of the base.
            || model
                .base(stage)
                .facts()
                .is_some_and(|facts| facts.variant.is_dev.is_known_and(|dev| *dev))
            || compiles_later(model, stage)
        {
            continue;
        }
        let found: Vec<&Package> = model
            .contents(stage)
            .packages
            .iter()
            .filter(|package| package.sure && is_for_building(package))
            .filter(|package| {
                package
                    .removed
                    .is_none_or(|removed| !in_one_layer(model, package.site, removed))
            })
            .collect();
        if let Some(first) = found.first()
            && told.insert((first.site.stage, first.site.span.start))
        {
            report(finding(model, stage, first, &found));
        }
    }
}

fn is_for_building(package: &Package) -> bool {
    // Programs read and strip object files while they run: `jlink` does.
    package.name != "binutils"
        && matches!(
            package_class(package.manager, &package.name),
            Some(ToolClass::Toolchain | ToolClass::BuildTool | ToolClass::Headers)
        )
}

/// Whether both stand in one instruction, so that its layer has neither.
fn in_one_layer(model: &Model<'_>, a: Site, b: Site) -> bool {
    let same = |a: Option<_>, b: Option<_>| a.is_some() && a == b;
    a.stage == b.stage
        && same(
            model
                .instruction(a.span)
                .map(|instruction| instruction.span),
            model
                .instruction(b.span)
                .map(|instruction| instruction.span),
        )
}

/// Whether the application may need the tools when it runs.
fn compiles_later(model: &Model<'_>, stage: &Stage) -> bool {
    // An image of source-to-image is a builder, whatever it starts.
    if model.base_name(stage).contains("s2i") {
        return true;
    }
    let builder = match Start::of(&stage.config) {
        Start::Program { words, .. } => words
            .first()
            .and_then(|word| word.value.as_deref())
            .is_none_or(|program| BUILDERS.contains(&file_name(program))),
        Start::Shell(text) => text
            .split(|c: char| c.is_whitespace() || ";&|".contains(c))
            .any(|word| BUILDERS.contains(&file_name(word))),
        _ => false,
    };
    builder
        || model.contents(stage).artifacts.iter().any(|artifact| {
            matches!(&artifact.kind, Kind::PythonPackages(packages)
            if packages.names.iter().any(|name| {
                let end = name.find(|c: char| !c.is_alphanumeric()).unwrap_or(name.len());
                COMPILE_LATER.contains(&name.get(..end).unwrap_or_default())
            }))
        })
}

fn finding(model: &Model<'_>, stage: &Stage, first: &Package, found: &[&Package]) -> Finding {
    let mut names: Vec<String> = found
        .iter()
        .take(SHOWN)
        .map(|package| format!("`{}`", package.name))
        .collect();
    if found.len() > SHOWN {
        names.push(format!("{} more", found.len() - SHOWN));
    }
    let (names, base) = (names.join(", "), model.base_name(stage));
    let verb = if found.len() == 1 { "ships" } else { "ship" };
    let finding = match first.removed {
        Some(removed) => Finding::new(
            &RULE.meta,
            first.site.span,
            format!(
                "{names} still {verb} with the image: a later instruction removes what the layer of this one keeps"
            ),
            "remove it in the RUN that installs it, or install it in a stage of its own and copy the result",
        )
        .because(removed.span, "removed here, in another layer"),
        None => Finding::new(
            &RULE.meta,
            first.site.span,
            format!(
                "{names} {verb} with the image, and only a build needs such packages"
            ),
            "install this in a stage that builds, copy the result, and keep only the libraries that the program \
             loads",
        ),
    };
    finding.because(
        model.root(stage).base.span,
        format!("the image that runs the application stands on `{base}`"),
    )
}
