//! `run-without-shell`: a build step needs a shell that its stage does not have.

use crate::finding::{Finding, Severity};
use crate::graph::{CommandLine, RunStep, StepKind};
use crate::image::path::{is_below, merged};
use crate::model::Model;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "run-without-shell",
        summary: "shell-form RUN in a stage without a shell",
        group: Group::Runnable,
        severity: Severity::Error,
        fix: FixAvailability::None,
        since: "0.1.0",
        docs: page!("run_without_shell.md"),
    },
    check,
};

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    for stage in model.reachable() {
        for (index, step) in stage.steps.iter().enumerate() {
            let StepKind::Run(run) = &step.kind else {
                continue;
            };
            if !matches!(run.command, CommandLine::Shell { .. }) || brings_interpreter(run) {
                continue;
            }
            let answer = model.shell_before(stage, index, &run.shell);
            if !answer.is_absent() {
                continue;
            }
            let shell = run.shell.first().map_or("/bin/sh", String::as_str);
            let base = model.base_name(stage);
            report(
                Finding::new(
                    &RULE.meta,
                    step.span,
                    format!("this RUN needs `{shell}`, which `{base}` does not have: the build stops here"),
                    "do the work in a stage with a shell and copy the result with COPY --from",
                )
                .because(answer.by, format!("`{base}` has no `{shell}`, and nothing copied onto it brings one"))
                .because(step.span, format!("the shell form starts `{shell}`"))
                .proved_by(answer),
            );
            // The build stops there.
            break;
        }
    }
}

/// Whether a mount puts something where the shell is looked for, or the script names its own
/// interpreter (a heredoc that begins with `#!` is started without the shell).
fn brings_interpreter(run: &RunStep) -> bool {
    let shell = run.shell.first().map_or("/bin/sh", String::as_str);
    let covers =
        |target: &str| !shell.starts_with('/') || is_below(&merged(shell), &merged(target));
    run.mounts
        .iter()
        .any(|mount| mount.target.as_deref().is_none_or(covers))
        || run.heredocs.iter().any(|body| body.starts_with("#!"))
}
