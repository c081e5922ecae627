//! `run-command-missing`: a RUN starts a command that is not there.

use crate::finding::{Finding, Fix, Safety, Severity};
use crate::graph::{RunStep, Stage, StepKind};
use crate::image::{Missing, is_root};
use crate::model::Model;
use crate::rules::edits;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};
use image_knowledge::Certainty;
use std::collections::BTreeSet;

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "run-command-missing",
        summary: "RUN with a command that the image does not have",
        group: Group::Runnable,
        severity: Severity::Error,
        fix: FixAvailability::Sometimes,
        since: "0.1.0",
        docs: page!("run_command_missing.md"),
    },
    check,
};

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    let mut told = BTreeSet::new();
    for stage in model.reachable() {
        for missing in &model.contents(stage).missing {
            // What is only tried, or asked for first, may well be missing.
            if missing.sure
                && (missing.exec || has_shell(model, stage, missing))
                && told.insert(format!("{} {}", stage.index, missing.name))
            {
                report(finding(model, stage, missing));
            }
        }
    }
}

/// Whether a shell may start it: without one, nothing of the shell form is started at all, and run-without-shell
/// speaks.
fn has_shell(model: &Model<'_>, stage: &Stage, missing: &Missing) -> bool {
    let closed = model.base(stage).facts().is_some_and(|facts| facts.closed);
    let lacks_shell = |(at, run): (usize, &RunStep)| {
        let shell = model.shell_before(stage, at, &run.shell);
        shell.is_absent()
    };
    !closed && !run_of(stage, missing).is_some_and(lacks_shell)
}

/// The RUN that starts it, and its place among the steps of the stage.
fn run_of<'s>(stage: &'s Stage, missing: &Missing) -> Option<(usize, &'s RunStep)> {
    let (index, step) = stage.step_at(missing.span)?;
    match &step.kind {
        StepKind::Run(run) => Some((index, run)),
        _ => None,
    }
}

fn finding(model: &Model<'_>, stage: &Stage, missing: &Missing) -> Finding {
    let (command, name) = (&missing.name, model.base_name(stage));
    let certain = missing.answer.certainty == Certainty::Certain;
    let what = if certain {
        "the build stops here"
    } else {
        "it likely fails"
    };
    let finding = Finding::new(
        &RULE.meta,
        missing.span,
        format!(
            "`{command}` is not in `{name}`, and nothing before installs it: {what} (\"not found\")"
        ),
        format!("install `{command}` first, or use a base image that has it"),
    )
    .because(missing.answer.by, format!("`{name}` has no `{command}`"))
    .fix(fix(model, stage, missing));
    if certain {
        finding
    } else {
        finding.at(Severity::Warning)
    }
}

/// Installs the command before it is started.
fn fix(model: &Model<'_>, stage: &Stage, missing: &Missing) -> Option<Fix> {
    let command = &missing.name;
    let (index, run) = run_of(stage, missing)?;
    let step = stage.steps.get(index).filter(|step| !step.trigger)?;
    let user = run.user.as_deref()?;
    let line = edits::installing(model, stage, command).filter(|_| is_root(user))?;
    Some(edits::fix(
        format!("install `{command}` first"),
        Safety::Unsafe,
        vec![edits::before(model, step.span, &line)],
    ))
}
