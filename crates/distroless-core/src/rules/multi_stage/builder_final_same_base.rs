//! `builder-final-same-base`: the final stage begins on the image that the builder needs.

use super::reference::{called, definition};
use super::shipped_build::starts_toolchain;
use crate::card::advice_on;
use crate::finding::{Finding, Fix, Severity};
use crate::graph::{BaseTarget, DependencyKind, Stage};
use crate::image::BuildCommand;
use crate::model::Model;
use crate::rules::distroless::on_minimal_base;
use crate::rules::edits::is_small;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};
use dockerfile_syntax::Span;
use image_knowledge::Purpose;

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "builder-final-same-base",
        summary: "the final stage begins on the toolchain that only the builder needs",
        group: Group::MultiStage,
        severity: Severity::Info,
        fix: FixAvailability::Sometimes,
        since: "0.1.0",
        docs: page!("builder_final_same_base.md"),
    },
    check,
};

/// Stages, and copies, that are looked at for one final stage. No file that is written by people
/// has as many.
const FAR: usize = 100;

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    for stage in model.shipped() {
        let Some(facts) = model.base(stage).facts() else {
            continue;
        };
        let toolchain = facts
            .purpose
            .is_known_and(|purpose| *purpose == Purpose::Toolchain);
        // Where the same image exists without the tools, dev-variant-in-final-stage names it.
        if !toolchain
            || facts.runtime_sibling().is_some()
            || !model.is_application(stage)
            || starts_toolchain(stage)
            || model.build_command(stage).is_some()
        {
            continue;
        }
        let Some((builder, build, copy)) = builder(model, stage) else {
            continue;
        };
        let root = model.root(stage);
        let base = model.base_name(stage);
        let base = base.split('@').next().unwrap_or(base);
        let name = called(builder);
        report(
            Finding::new(
                &RULE.meta,
                root.base.span,
                format!(
                    "the final stage begins on `{base}` as the builder does: the compilers that {name} is there for ship all the same"
                ),
                "begin the final stage on a small image that has what the program needs to run",
            )
            .because(definition(builder), format!("{name} is on `{base}` too"))
            .because(build.span, format!("`{}` builds here", build.name))
            .because(copy, "and only the result is copied from it")
            .fix(fix(model, stage)),
        );
    }
}

/// The minimal base that runs what was built.
fn fix(model: &Model<'_>, stage: &Stage) -> Option<Fix> {
    let advice = is_small(model).then(|| advice_on(model, stage))?;
    on_minimal_base(model, stage, advice.known()?)
}

/// A stage that compiles on the same image, and from which the final stage copies.
fn builder<'m>(model: &'m Model<'_>, stage: &Stage) -> Option<(&'m Stage, BuildCommand, Span)> {
    let image = |stage: &Stage| match &model.root(stage).base.target {
        BaseTarget::Image(image) => Some(image.to_string()),
        _ => None,
    };
    let own = image(stage)?;
    model
        .chain(stage)
        .take(FAR)
        .flat_map(|stage| &stage.dependencies)
        .take(FAR)
        .filter(|dependency| dependency.kind == DependencyKind::Copy)
        .find_map(|dependency| {
            let builder = model.graph.stages.get(dependency.stage)?;
            let same = image(builder)? == own;
            let build = model.build_command(builder).filter(|_| same)?;
            Some((builder, build, dependency.span))
        })
}
