//! `exec-target-not-a-file`: what the image starts is a directory.

use crate::finding::{Finding, Severity};
use crate::image::{Start, path::merged};
use crate::model::Model;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "exec-target-not-a-file",
        summary: "ENTRYPOINT or CMD that starts a directory",
        group: Group::Runnable,
        severity: Severity::Warning,
        fix: FixAvailability::None,
        since: "0.1.0",
        docs: page!("exec_target_not_a_file.md"),
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
        // A name without a slash is looked for on PATH, where directories do not count.
        if !program.contains('/') || program.contains('$') {
            continue;
        }
        let Some(path) = model.absolute(stage, program).map(|path| merged(&path)) else {
            continue;
        };
        let Some(by) = model.directory(stage, &path) else {
            continue;
        };
        let inside = model.contents(stage).artifacts.iter().find(|artifact| {
            artifact
                .path
                .rsplit_once('/')
                .is_some_and(|(parent, _)| parent == path)
        });
        let help = match inside {
            Some(artifact) => format!("start `{}`, which lies in it", artifact.path),
            None => format!("start a file, or copy the program to `{path}` with no `/` at the end"),
        };
        report(
            Finding::new(
                &RULE.meta,
                span,
                format!(
                    "{keyword} starts `{path}`, which is a directory in the image: the container cannot start (\"permission denied\")"
                ),
                help,
            )
            .because(by, format!("this makes `{path}` a directory")),
        );
    }
}
