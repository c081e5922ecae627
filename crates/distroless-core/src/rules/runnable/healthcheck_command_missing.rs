//! `healthcheck-command-missing`: the health check starts a program that is not in the image.

use crate::finding::{Finding, Severity};
use crate::graph::{CommandLine, Setting};
use crate::image::command::first_program;
use crate::model::Model;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "healthcheck-command-missing",
        summary: "HEALTHCHECK whose program is not in the image",
        group: Group::Runnable,
        severity: Severity::Error,
        fix: FixAvailability::None,
        since: "0.1.0",
        docs: page!("healthcheck_command_missing.md"),
    },
    check,
};

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    for stage in model.shipped() {
        let Setting::Set {
            value: Some(line),
            span,
            ..
        } = &stage.config.healthcheck
        else {
            continue;
        };
        let program = match line {
            CommandLine::Exec(words) => words.first().and_then(|word| word.value.clone()),
            // Without the shell the program does not matter: healthcheck-needs-shell speaks.
            CommandLine::Shell { .. } if model.shell(stage).1.is_absent() => None,
            CommandLine::Shell { text, .. } => first_program(text),
        };
        let Some(program) = program.filter(|program| !program.is_empty() && !program.contains('$'))
        else {
            continue;
        };
        let answer = model.program(stage, &program);
        if !answer.is_absent() {
            continue;
        }
        let base = model.base_name(stage);
        report(
            Finding::new(
                &RULE.meta,
                *span,
                format!("the health check starts `{program}`, which is not in the image: the container is never healthy"),
                "let the application check itself, or add the program to the final stage",
            )
            .because(answer.by, format!("`{base}` has no `{program}`, and nothing in this file adds it"))
            .proved_by(answer),
        );
    }
}
