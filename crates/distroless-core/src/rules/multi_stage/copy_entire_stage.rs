//! `copy-entire-stage`: the whole file system of another stage is copied into the final image.

use super::narrowed::narrowed;
use super::reference::called;
use crate::finding::{Finding, Fix, Severity};
use crate::graph::{BaseTarget, CopyStep, Origin, Setting, Stage, Step, StepKind};
use crate::image::artifact::{Kind, Linkage};
use crate::image::path::absolute;
use crate::model::Model;
use crate::model::started::built;
use crate::rules::edits::has_libc;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};
use std::collections::BTreeSet;

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "copy-entire-stage",
        summary: "the whole file system of another stage in the final image",
        group: Group::MultiStage,
        severity: Severity::Warning,
        fix: FixAvailability::Sometimes,
        since: "0.1.0",
        docs: page!("copy_entire_stage.md"),
    },
    check,
};

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    let runs = model.with_step(|step| matches!(step.kind, StepKind::Run(_)));
    let mut seen = BTreeSet::new();
    for shipped in model.shipped() {
        if !model.is_application(shipped) {
            continue;
        }
        for stage in model.chain(shipped) {
            if !seen.insert(stage.index) {
                break;
            }
            for step in stage.steps.iter().filter(|step| !step.trigger) {
                if let StepKind::Copy(copy) = &step.kind
                    && let Some(source) = whole(model, &runs, copy)
                {
                    let fix = fix(model, shipped, stage, step, copy);
                    report(finding(model, stage, source, copy, step.span).fix(fix));
                }
            }
        }
    }
}

/// The copy of the program that is started, onto a base that runs it by itself.
fn fix(
    model: &Model<'_>,
    shipped: &Stage,
    stage: &Stage,
    step: &Step,
    copy: &CopyStep,
) -> Option<Fix> {
    let program = built(model, shipped)?;
    let Kind::Program(kind) = &program.artifact.kind else {
        return None;
    };
    let facts = model.base(stage).facts()?;
    let runs = match &kind.linkage {
        Linkage::Static => true,
        Linkage::Dynamic { libc, .. } => has_libc(facts, *libc),
        Linkage::Unknown => false,
    };
    // On the empty image, what the program reads of the system is in the copy alone; and so are the programs
    // of a health check.
    let alone = !matches!(model.root(stage).base.target, BaseTarget::Scratch)
        && !matches!(shipped.config.healthcheck, Setting::Set { .. })
        && !model.runs_anything(stage);
    narrowed(model, stage, step, copy, &program).filter(|_| runs && alone)
}

/// The stage whose root a copy puts on the image's root.
fn whole<'m>(model: &'m Model<'_>, runs: &[bool], copy: &CopyStep) -> Option<&'m Stage> {
    let Origin::Stage(source) = copy.origin else {
        return None;
    };
    let source = model.graph.stages.get(source)?;
    let [root] = copy.sources.as_slice() else {
        return None;
    };
    // Paths in a stage are read from its root.
    let from = absolute("/", root.value.as_deref()?);
    let to = absolute(copy.workdir.as_deref()?, copy.destination.value.as_deref()?);
    let is_system = from == "/" && to == "/" && !copy.excludes && has_system(model, runs, source);
    is_system.then_some(source)
}

/// Whether a stage holds an operating system: its base is one, or its commands need one.
fn has_system(model: &Model<'_>, runs: &[bool], stage: &Stage) -> bool {
    let base = &model.root(stage).base.target;
    if matches!(base, BaseTarget::Scratch | BaseTarget::Unknown) {
        return false;
    }
    let facts = model.base(stage).facts();
    facts.is_some_and(|facts| facts.shells.is_known_and(|shells| !shells.is_empty()))
        || facts.is_none() && runs.get(stage.index).copied().unwrap_or_default()
}

fn finding(
    model: &Model<'_>,
    stage: &Stage,
    source: &Stage,
    copy: &CopyStep,
    span: dockerfile_syntax::Span,
) -> Finding {
    let name = called(source);
    let base = model.base_name(source);
    let at = copy.from.as_ref().map_or(span, |from| from.span);
    if matches!(stage.base.target, BaseTarget::Scratch) {
        return Finding::new(
            &RULE.meta,
            span,
            format!(
                "the image is {name} in one layer: what its instructions deleted is gone, and everything else of `{base}` ships"
            ),
            "where the application needs a part only, copy that part onto a small image",
        )
        .at(Severity::Info)
        .because(at, format!("all of {name} is copied onto the empty image"));
    }
    Finding::new(
        &RULE.meta,
        span,
        format!(
            "all of {name} is copied over `{}`: the operating system of `{base}`, its tools and caches ship, and files of the two systems mix",
            model.base_name(stage)
        ),
        "copy the files that the application needs, each to its place",
    )
    .because(source.base.span, format!("{name} is on `{base}`"))
    .because(at, "its root goes to the root of the final image")
}
