//! `run-command-missing`: a RUN starts a command that is not there.

use crate::finding::{Finding, Severity};
use crate::graph::Stage;
use crate::image::Missing;
use crate::model::Model;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};
use image_knowledge::Certainty;
use std::collections::BTreeSet;

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "run-command-missing",
        summary: "RUN with a command that the image does not have",
        group: Group::Runnable,
        severity: Severity::Error,
        fix: FixAvailability::None,
        since: "0.1.0",
        docs: page!("run_command_missing.md"),
    },
    check,
};

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    let mut told = BTreeSet::new();
    for stage in model.reachable() {
        // Without a shell nothing of the shell form is started at all: run-without-shell speaks.
        let closed = model.base(stage).facts().is_some_and(|facts| facts.closed);
        for missing in &model.contents(stage).missing {
            // What is only tried, or asked for first, may well be missing.
            if missing.sure
                && (missing.exec || !closed)
                && told.insert(format!("{} {}", stage.index, missing.name))
            {
                report(finding(model, stage, missing));
            }
        }
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
    .because(missing.answer.by, format!("`{name}` has no `{command}`"));
    if certain {
        finding
    } else {
        finding.at(Severity::Warning)
    }
}
