//! `prefer-multi-stage`: one stage both compiles and ships.

use super::reference::called;
use super::shipped_build::{Build, Command, Tools, builds};
use crate::finding::{Finding, Severity};
use crate::image::compile::Toolchain;
use crate::model::Model;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};
use std::collections::BTreeSet;

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "prefer-multi-stage",
        summary: "an image that ships what compiled it",
        group: Group::MultiStage,
        severity: Severity::Warning,
        fix: FixAvailability::None,
        since: "0.1.0",
        docs: page!("prefer_multi_stage.md"),
    },
    check,
};

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    let mut told = BTreeSet::new();
    for build in builds(model) {
        // What a stage below compiles is told by final-stage-inherits-builder.
        let own = build.command.stage == build.stage.index;
        if own && told.insert(model.root(build.stage).index) {
            report(finding(model, &build));
        }
    }
}

fn finding(model: &Model<'_>, build: &Build<'_>) -> Finding {
    let Build {
        stage,
        toolchain,
        command: build,
        tools,
    } = build;
    let base = model.base_name(stage);
    let base = base.split('@').next().unwrap_or(base);
    let command = &build.name;
    let at = model.root(stage).base.span;
    let small =
        "name this stage, and begin a final stage on a small image that copies only what is built";
    let finding = match tools {
        Tools::Base if *toolchain == Toolchain::Node => Finding::new(
            &RULE.meta,
            at,
            format!("the packages that only `{command}` needs ship with the image: it is built and run in one stage"),
            "build in a stage of its own, and copy the result and the production packages into the final one",
        )
        .at(Severity::Info)
        .because(at, format!("everything happens on `{base}`")),
        Tools::Base => Finding::new(
            &RULE.meta,
            at,
            format!(
                "`{base}` ships with the compilers, caches and sources of `{command}`, none of which the program needs to \
                 run"
            ),
            small,
        )
        .because(at, format!("`{base}` brings the tools")),
        Tools::Package(brought) => Finding::new(
            &RULE.meta,
            at,
            format!(
                "`{}` and the caches and sources of `{command}` ship with the image, and the program needs none of them \
                 to run",
                brought.name
            ),
            small,
        )
        .because(brought.span, format!("`{}` brings the tools", brought.name)),
    };
    let finding = finding.because(build.span, format!("`{command}` builds here"));
    let finding = match tools {
        Tools::Package(Command {
            removed: Some(removed),
            ..
        }) => finding.because(
            *removed,
            "packages are removed here, by a later layer: the layer before still ships them",
        ),
        _ => finding,
    };
    let start = stage.config.entrypoint.span().or(stage.config.cmd.span());
    match start {
        Some(span) => finding.because(
            span,
            format!(
                "and the same image starts the program, as {}",
                called(stage)
            ),
        ),
        None => finding,
    }
}
