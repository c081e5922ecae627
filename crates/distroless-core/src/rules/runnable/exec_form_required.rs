//! `exec-form-required`: the image starts through a shell that it does not have.

use super::duplicated_entrypoint::behind;
use crate::finding::{Finding, Fix, Safety, Severity};
use crate::graph::{CommandLine, Setting, Stage};
use crate::image::exec_form;
use crate::model::Model;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};
use dockerfile_syntax::Span;

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "exec-form-required",
        summary: "shell-form CMD or ENTRYPOINT in an image without a shell",
        group: Group::Runnable,
        severity: Severity::Error,
        fix: FixAvailability::Sometimes,
        since: "0.1.0",
        docs: page!("exec_form_required.md"),
    },
    check,
};

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    for stage in model.runnable() {
        let Some((line, span, keyword)) = shell_start(stage) else {
            continue;
        };
        let (shell, answer) = model.shell(stage);
        if !answer.is_absent() {
            continue;
        }
        let base = model.base_name(stage);
        let effect = match &stage.config.entrypoint {
            Setting::Inherited(CommandLine::Exec(words)) => format!(
                "the base's entrypoint `{}` takes `{shell}` for its argument",
                words
                    .first()
                    .and_then(|word| word.value.as_deref())
                    .unwrap_or_default()
            ),
            _ => "the container cannot start".to_owned(),
        };
        let takes_script = keyword == "CMD" && starts_shell(&stage.config.entrypoint);
        let words =
            exec_form::literal_words(line).and_then(|words| match &stage.config.entrypoint {
                Setting::Inherited(CommandLine::Exec(entrypoint)) => behind(entrypoint, words),
                _ => Some(words),
            });
        let fix = words.zip(model.arguments(span)).map(|(words, place)| {
            if takes_script {
                // As a CMD the program would be the shell's script.
                return Fix::replace(
                    "use ENTRYPOINT, in exec form",
                    Safety::Safe,
                    Span::new(span.start, place.end),
                    format!("ENTRYPOINT {}", exec_form::array(words)),
                );
            }
            // The exec form of an ENTRYPOINT begins to take CMD as its arguments.
            let safety = match (keyword, &stage.config.cmd) {
                ("CMD", _) | (_, Setting::Unset) => Safety::Safe,
                _ => Safety::Unsafe,
            };
            Fix::replace("use the exec form", safety, place, exec_form::array(words))
        });
        report(
            Finding::new(
                &RULE.meta,
                span,
                format!("{keyword} is in shell form and runs through `{shell}`, which `{base}` does not have: {effect}"),
                if takes_script {
                    "name the program in ENTRYPOINT, as a JSON array of it and its arguments"
                } else {
                    "write it as a JSON array of the program and its arguments, or use a base with a shell"
                },
            )
            .because(answer.by, format!("`{base}` has no `{shell}`, and nothing copied onto it brings one"))
            .because(span, format!("the shell form starts `{shell}`"))
            .proved_by(answer)
            .fix(fix),
        );
    }
}

/// The shell-form instruction of this file that the image starts with. A shell-form CMD after an
/// ENTRYPOINT of the file is left alone: the program gets the words, and may expect them.
fn shell_start(stage: &Stage) -> Option<(&CommandLine, Span, &'static str)> {
    let (setting, keyword) = match &stage.config.entrypoint {
        Setting::Set { .. } => (&stage.config.entrypoint, "ENTRYPOINT"),
        Setting::Unset | Setting::Inherited(_) => (&stage.config.cmd, "CMD"),
        Setting::Unknown => return None,
    };
    match setting {
        Setting::Set { value, span, .. } if matches!(value, CommandLine::Shell { .. }) => {
            Some((value, *span, keyword))
        }
        _ => None,
    }
}

/// Whether an inherited entrypoint is a shell without arguments, as that of distroless debug tags:
/// it takes what CMD names for a script.
fn starts_shell(entrypoint: &Setting<CommandLine>) -> bool {
    let Setting::Inherited(CommandLine::Exec(words)) = entrypoint else {
        return false;
    };
    matches!(words.as_slice(), [shell] if shell.value.as_deref().is_some_and(|path| path.ends_with("/sh")))
}
