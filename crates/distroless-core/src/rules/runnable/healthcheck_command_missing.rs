//! `healthcheck-command-missing`: the health check starts a program that is not in the image.

use crate::finding::{Finding, Fix, Safety, Severity};
use crate::graph::{CommandLine, Setting, Stage};
use crate::image::command::first_program;
use crate::model::Model;
use crate::rules::edits;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};
use dockerfile_syntax::Span;

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "healthcheck-command-missing",
        summary: "HEALTHCHECK whose program is not in the image",
        group: Group::Runnable,
        severity: Severity::Error,
        fix: FixAvailability::Sometimes,
        since: "0.1.0",
        docs: page!("healthcheck_command_missing.md"),
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
            .proved_by(answer)
            .fix(fix(model, stage, *span, &program)),
        );
    }
}

/// Installs the program where the image has a package manager, and there is a package with it.
fn fix(model: &Model<'_>, stage: &Stage, span: Span, program: &str) -> Option<Fix> {
    if model.base(stage).facts()?.closed {
        return drop_check(model, span);
    }
    let line = edits::installing(model, model.root(stage), program);
    edits::at_once(model, stage, program, line)
}

/// Takes a check away that never passes. One of the base or of a stage below would come back without the
/// word.
pub(super) fn drop_check(model: &Model<'_>, span: Span) -> Option<Fix> {
    Some(Fix::replace(
        "drop the health check, which never passes",
        Safety::Unsafe,
        model.arguments(span)?,
        "NONE",
    ))
}
