//! `secret-in-arg-or-env`: a secret is handed over by ARG or ENV.

use super::mounts::in_place_of_variable;
use crate::finding::{Finding, Severity};
use crate::graph::{Assignment, Stage};
use crate::image::secrets::{self, is_secret_name};
use crate::model::Model;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};
use dockerfile_syntax::Kind;
use std::collections::BTreeSet;

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "secret-in-arg-or-env",
        summary: "a secret handed over by ARG or ENV",
        group: Group::Secrets,
        severity: Severity::Warning,
        fix: FixAvailability::Sometimes,
        since: "0.1.0",
        docs: page!("secret_in_arg_or_env.md"),
    },
    check,
};

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    let ships = model.in_images();
    for stage in model.reachable() {
        of_stage(model, stage, ships.contains(&stage.index), report);
    }
}

fn of_stage(model: &Model<'_>, stage: &Stage, ships: bool, report: &mut dyn FnMut(Finding)) {
    let assignments = |wanted: Keyword| {
        let steps = stage.steps.iter().filter(|step| !step.trigger);
        steps
            .filter(move |step| match model.kind(step) {
                Some(Kind::Env(_)) => wanted == Keyword::Env,
                Some(Kind::Arg(_)) => wanted == Keyword::Arg,
                _ => false,
            })
            .flat_map(|step| &step.assignments)
            .filter_map(|assignment| Some((assignment.name.as_deref()?, assignment)))
            .filter(|(name, _)| is_secret_name(name))
    };
    let mut kept = BTreeSet::new();
    for (name, assignment) in assignments(Keyword::Env) {
        // An ENV without a value only says that the container expects one.
        if assignment.value.is_none() || !may_be_secret(assignment) || is_empty(assignment) {
            continue;
        }
        // Where a variable is set twice, the first place is the cause.
        if kept.insert(name) {
            // What is in the image, the application may read.
            let fix = (!ships).then(|| in_place_of_variable(model, stage, name));
            report(finding(name, assignment, Keyword::Env, ships).fix(fix.flatten()));
        }
    }
    for (name, assignment) in assignments(Keyword::Arg) {
        // An ENV of the name is how the argument gets into the image: one finding is enough.
        if may_be_secret(assignment) && kept.insert(name) {
            let fix = in_place_of_variable(model, stage, name);
            report(finding(name, assignment, Keyword::Arg, ships).fix(fix));
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Keyword {
    Arg,
    Env,
}

fn finding(name: &str, assignment: &Assignment, keyword: Keyword, ships: bool) -> Finding {
    let message = match (keyword, ships) {
        (Keyword::Env, true) => format!(
            "`{name}` is named like a secret, and ENV keeps its value in the image: whoever can pull the image can read it"
        ),
        (Keyword::Arg, true) => format!(
            "`{name}` is named like a secret, and the value of a build argument stays in the history of the image: whoever can pull the image can read it"
        ),
        (Keyword::Env, false) => format!(
            "`{name}` is named like a secret, and ENV keeps its value in the build cache; it is not in the final image"
        ),
        (Keyword::Arg, false) => format!(
            "`{name}` is named like a secret, and the value of a build argument stays in the build cache and in the full provenance of the image; it is not in the image itself"
        ),
    };
    let help = match keyword {
        Keyword::Env => {
            "give it to the container when it starts; where a command of the build needs it, mount it: `RUN --mount=type=secret`"
        }
        Keyword::Arg => {
            "mount it where a command of the build needs it: `RUN --mount=type=secret`, and `--secret` for `docker build`"
        }
    };
    let shown = match keyword {
        Keyword::Env => "set here, for this stage and all that is built on it",
        Keyword::Arg => {
            "whoever builds gives the value here, by `--build-arg`, or takes the default"
        }
    };
    let severity = if ships {
        Severity::Warning
    } else {
        Severity::Info
    };
    Finding::new(&RULE.meta, assignment.span, message, help)
        .at(severity)
        .because(assignment.span, shown)
}

/// Whether what is assigned can be a secret, as far as its value is known.
fn may_be_secret(assignment: &Assignment) -> bool {
    let value = assignment.value.as_ref();
    value
        .and_then(|value| value.value.as_deref())
        .is_none_or(secrets::may_be_secret)
}

fn is_empty(assignment: &Assignment) -> bool {
    let value = assignment.value.as_ref();
    value.is_some_and(|value| {
        value
            .value
            .as_deref()
            .is_some_and(|it| it.trim().is_empty())
    })
}
