//! `healthcheck-needs-shell`: the health check runs through a shell that the image does not have.

use super::healthcheck_command_missing::drop_check;
use crate::finding::{Finding, Fix, Safety, Severity};
use crate::graph::{CommandLine, Setting};
use crate::image::exec_form;
use crate::model::Model;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "healthcheck-needs-shell",
        summary: "shell-form HEALTHCHECK in an image without a shell",
        group: Group::Runnable,
        severity: Severity::Error,
        fix: FixAvailability::Sometimes,
        since: "0.1.0",
        docs: page!("healthcheck_needs_shell.md"),
    },
    check,
};

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    for stage in model.runnable() {
        let Setting::Set {
            value: Some(line),
            span,
            ..
        } = &stage.config.healthcheck
        else {
            continue;
        };
        let CommandLine::Shell { span: text, .. } = line else {
            continue;
        };
        let (shell, answer) = model.shell(stage);
        if !answer.is_absent() {
            continue;
        }
        let base = model.base_name(stage);
        // Without its program the check would fail in exec form too.
        let fix = exec_form::literal_words(line)
            .filter(|words| {
                words
                    .first()
                    .is_some_and(|program| !model.program(stage, program).is_absent())
            })
            .map(|words| {
                Fix::replace(
                    "use the exec form",
                    Safety::Safe,
                    *text,
                    exec_form::array(words),
                )
            })
            .or_else(|| {
                let closed = model.base(stage).facts().is_some_and(|facts| facts.closed);
                closed.then(|| drop_check(model, *span)).flatten()
            });
        report(
            Finding::new(
                &RULE.meta,
                *span,
                format!("the health check runs through `{shell}`, which `{base}` does not have: the container is never healthy"),
                "write it as a JSON array that starts a program of the image, such as the application with a flag of its own",
            )
            .because(answer.by, format!("`{base}` has no `{shell}`, and nothing copied onto it brings one"))
            .because(*text, format!("the shell form starts `{shell}`"))
            .proved_by(answer)
            .fix(fix),
        );
    }
}
