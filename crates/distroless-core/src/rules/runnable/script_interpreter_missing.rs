//! `script-interpreter-missing`: a script is started, and what reads it is not in the image.

use crate::finding::{Finding, Severity};
use crate::graph::Stage;
use crate::image::artifact::{Artifact, Kind};
use crate::image::path::has_extension;
use crate::model::Model;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "script-interpreter-missing",
        summary: "script whose interpreter is not in the image",
        group: Group::Runnable,
        severity: Severity::Error,
        fix: FixAvailability::None,
        since: "0.1.0",
        docs: page!("script_interpreter_missing.md"),
    },
    check,
};

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    for stage in model.runnable() {
        let Some((path, span)) = model.started(stage) else {
            continue;
        };
        // What was put there last is what is there.
        let artifacts = &model.contents(stage).artifacts;
        let Some(artifact) = artifacts
            .iter()
            .rev()
            .find(|artifact| artifact.holds(&path))
        else {
            continue;
        };
        let read = interpreter(model, artifact, &path);
        // A file of that name is a script for a shell, whichever its first line names.
        let guessed = read.is_none()
            && has_extension(&path, "sh")
            && matches!(artifact.kind, Kind::File { .. } | Kind::Sources { .. });
        let Some(wanted) = read.or_else(|| guessed.then(|| vec!["/bin/sh".to_owned()])) else {
            continue;
        };
        if guessed && has_shell(model, stage) {
            continue;
        }
        let missing = wanted.iter().find_map(|program| {
            let answer = model.program(stage, program);
            answer.is_absent().then_some((program, answer))
        });
        let Some((program, answer)) = missing else {
            continue;
        };
        let name = model.base_name(stage);
        let finding = Finding::new(
            &RULE.meta,
            span,
            if guessed {
                format!(
                    "`{path}` is likely a script for a shell, and `{name}` has none: the container cannot start (\"no such file or directory\")"
                )
            } else {
                format!(
                    "`{path}` is a script for `{program}`, which `{name}` does not have: the container cannot start (\"no such file or directory\")"
                )
            },
            "start the program itself, in exec form, or use a final base that has the interpreter",
        );
        let finding = if guessed {
            finding.at(Severity::Warning)
        } else {
            finding
        };
        let finding = artifact.trail.iter().fold(finding, |finding, site| {
            finding.because(site.span, "the script comes from here")
        });
        report(
            finding
                .because(
                    answer.by,
                    format!("`{name}` has no `{program}`, and nothing copied onto it brings it"),
                )
                .proved_by(answer),
        );
    }
}

/// Whether the image has any shell, or may have been given one.
fn has_shell(model: &Model<'_>, stage: &Stage) -> bool {
    ["/bin/sh", "/bin/bash", "/busybox/sh"]
        .iter()
        .any(|shell| !model.path(stage, shell).is_absent())
}

/// The programs that a script needs to be started: its interpreter and, through `env`, the one that is
/// looked for.
fn interpreter(model: &Model<'_>, artifact: &Artifact, path: &str) -> Option<Vec<String>> {
    let Kind::Inline { interpreter: line } = &artifact.kind else {
        let shebang = model
            .surroundings()
            .shebang(&artifact.context_path(path)?)?;
        let mut wanted = vec![shebang.interpreter.clone()];
        wanted.extend(shebang.through_env.clone());
        return Some(wanted);
    };
    let line = line.as_deref()?;
    let mut words = line.split_whitespace();
    let first = words.next()?.to_owned();
    let through_env = first.ends_with("/env");
    let then = words
        .find(|word| !word.starts_with('-'))
        .filter(|_| through_env);
    Some(
        [Some(first), then.map(str::to_owned)]
            .into_iter()
            .flatten()
            .collect(),
    )
}
