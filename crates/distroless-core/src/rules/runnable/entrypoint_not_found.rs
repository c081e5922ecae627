//! `entrypoint-not-found`: the program that the image starts is not in it.

use super::package_manager_missing::is_package_manager;
use crate::finding::{Finding, Severity};
use crate::image::Start;
use crate::model::Model;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "entrypoint-not-found",
        summary: "ENTRYPOINT or CMD whose program is not in the image",
        group: Group::Runnable,
        severity: Severity::Error,
        fix: FixAvailability::None,
        since: "0.1.0",
        docs: page!("entrypoint_not_found.md"),
    },
    check,
};

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    for stage in model.runnable() {
        let Start::Program {
            words,
            span,
            keyword,
        } = Start::of(&stage.config)
        else {
            continue;
        };
        let Some(program) = words.first().and_then(|word| word.value.as_deref()) else {
            continue;
        };
        // A package manager is a defect of its own: package-manager-missing speaks.
        if program.is_empty() || program.contains('$') || is_package_manager(program) {
            continue;
        }
        let answer = model.program(stage, program);
        if !answer.is_absent() {
            continue;
        }
        let base = model.base_name(stage);
        let (place, help) = if program.contains('/') {
            let path = model
                .absolute(stage, program)
                .unwrap_or_else(|| program.to_owned());
            (
                format!("there is nothing at `{path}`"),
                "copy the program to that path, or start the path it was copied to",
            )
        } else {
            (
                "no directory of PATH has it".to_owned(),
                "start the program by its absolute path, or add it to a directory of PATH",
            )
        };
        report(
            Finding::new(
                &RULE.meta,
                span,
                format!("{keyword} starts `{program}`, which is not in the image ({place}): the container cannot start"),
                help,
            )
            .because(answer.by, format!("`{base}` does not have it, and nothing copied onto it brings it"))
            .proved_by(answer),
        );
    }
}
