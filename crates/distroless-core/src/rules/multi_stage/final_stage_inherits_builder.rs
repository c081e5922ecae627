//! `final-stage-inherits-builder`: the final stage is built on the stage that compiles.

use super::reference::{called, definition};
use super::shipped_build::{Build, Tools, builds};
use crate::card::{Fit, advice_on};
use crate::finding::{Finding, Fix, Safety, Severity};
use crate::graph::{BaseTarget, Setting, Stage, StepKind};
use crate::image::artifact::Kind;
use crate::image::compile::Toolchain;
use crate::image::path::file_name;
use crate::model::Model;
use crate::model::started::built;
use crate::rules::edits::{self, is_plain};
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "final-stage-inherits-builder",
        summary: "the final stage is built on the stage that compiles",
        group: Group::MultiStage,
        severity: Severity::Warning,
        fix: FixAvailability::Sometimes,
        since: "0.1.0",
        docs: page!("final_stage_inherits_builder.md"),
    },
    check,
};

/// Stages that are looked at between the final one and the builder. No file that is written by
/// people has as many.
const FAR: usize = 100;

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    for build in builds(model) {
        if build.command.stage != build.stage.index
            && let Some(finding) = finding(model, &build)
        {
            report(finding);
        }
    }
}

fn finding(model: &Model<'_>, build: &Build<'_>) -> Option<Finding> {
    let builder = model.graph.stages.get(build.command.stage)?;
    // The stage above the builder is where the two should part.
    let above = model
        .chain(build.stage)
        .take(FAR)
        .take_while(|stage| stage.index != builder.index)
        .last()?;
    if !matches!(above.base.target, BaseTarget::Stage(below) if below == builder.index) {
        return None;
    }
    let base = model.base_name(build.stage);
    let base = base.split('@').next().unwrap_or(base);
    let name = called(builder);
    let command = &build.command.name;
    let brought = match &build.tools {
        Tools::Base => format!("`{base}`, with its tools"),
        Tools::Package(package) => format!("`{}`", package.name),
    };
    let node = build.toolchain == Toolchain::Node;
    let what = if node {
        "the packages that only it needs".to_owned()
    } else {
        format!("{brought}, the sources and the caches")
    };
    let sibling = model
        .base(build.stage)
        .facts()
        .and_then(image_knowledge::ImageFacts::runtime_sibling);
    let small = match sibling {
        Some(sibling) => format!("`{sibling}`"),
        None => "a small image".to_owned(),
    };
    let severity = if node {
        Severity::Info
    } else {
        Severity::Warning
    };
    let finding = Finding::new(
        &RULE.meta,
        above.base.span,
        format!(
            "FROM takes over all of {name}, where `{command}` builds: {what} ship with the image"
        ),
        format!(
            "begin this stage on {small}, and take from {name} only what is built: `COPY --from=`"
        ),
    )
    .at(severity)
    .because(definition(builder), format!("{name} is on `{base}`"))
    .because(build.command.span, format!("`{command}` builds here"));
    let finding = finding.fix(fix(model, build.stage, above, builder));
    Some(match &build.tools {
        Tools::Package(package) => {
            finding.because(package.span, format!("`{}` brings the tools", package.name))
        }
        Tools::Base => finding,
    })
}

/// The minimal base that fits, and a copy of the program, for a stage that does nothing but start it.
fn fix(model: &Model<'_>, stage: &Stage, above: &Stage, builder: &Stage) -> Option<Fix> {
    let program = built(model, stage).filter(|_| edits::is_small(model))?;
    let path = program.path.as_str();
    let started = [&stage.config.entrypoint, &stage.config.cmd];
    let own = started.into_iter().all(|line| match line {
        Setting::Set { stage: set, .. } => *set == stage.index,
        _ => true,
    });
    let numeric = stage.config.user.value().is_none_or(|user| {
        let user = user.value.as_deref().unwrap_or("?");
        user.bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b':')
    });
    // What the builder sets, the program may read.
    let sets = |stage: &Stage| {
        stage.steps.iter().any(|step| {
            !step.assignments.is_empty() || matches!(step.kind, StepKind::Opaque) || step.trigger
        })
    };
    let runs = |stage: &Stage| {
        let mut steps = stage.steps.iter();
        steps.any(|step| matches!(step.kind, StepKind::Run(_)))
    };
    let simple = stage.index == above.index
        && matches!(program.artifact.kind, Kind::Program(_))
        && is_plain(path)
        && own
        && numeric
        && !runs(stage)
        && !model.chain(builder).any(sets);
    let advice = advice_on(model, stage);
    let advice = advice.known().filter(|_| simple)?;
    let base = advice
        .base
        .as_ref()
        .filter(|_| advice.fit != Fit::OtherRelease)?;
    let (name, _) = builder.name.as_ref()?;
    let copy = format!("COPY --from={name} {path} {path}");
    let edits = vec![
        edits::replace(stage.base.span, base.clone()),
        edits::after(model, stage.from, &[copy])?,
    ];
    let title = format!("copy `{}` onto `{base}`", file_name(path));
    Some(edits::fix(title, Safety::Unsafe, edits))
}
