//! `shell-in-final-image`: a shell is copied into an image that has none, and nothing uses it.

use crate::finding::{Finding, Severity};
use crate::graph::{CommandLine, CopyStep, Operand, Origin, Setting, Stage, StepKind};
use crate::image::Start;
use crate::image::path::{file_name, has_extension};
use crate::model::Model;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};
use std::collections::BTreeSet;

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "shell-in-final-image",
        summary: "a shell copied into an image that has none",
        group: Group::Contents,
        severity: Severity::Info,
        fix: FixAvailability::None,
        since: "0.1.0",
        docs: page!("shell_in_final_image.md"),
    },
    check,
};

const SHELLS: &[&str] = &["ash", "bash", "busybox", "dash", "sh"];

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    let mut runs = None;
    let mut seen = BTreeSet::new();
    for stage in model.shipped() {
        let facts = model.base(stage).facts();
        let bare = facts.is_some_and(|facts| facts.shells.is_known_and(|shells| shells.is_empty()));
        if !bare || !model.is_application(stage) || may_use_shell(stage) {
            continue;
        }
        let runs = runs.get_or_insert_with(|| {
            model.with_step(|step| matches!(step.kind, StepKind::Run(_) | StepKind::Opaque))
        });
        if runs.get(stage.index) != Some(&false) {
            continue;
        }
        let name = model.base_name(stage);
        let new = model
            .chain(stage)
            .take_while(|stage| seen.insert(stage.index));
        for step in new.flat_map(|stage| &stage.steps) {
            let StepKind::Copy(copy) = &step.kind else {
                continue;
            };
            let Some(shell) = shell(copy) else {
                continue;
            };
            report(
                Finding::new(
                    &RULE.meta,
                    step.span,
                    format!(
                        "`{shell}` is copied into an image on `{name}`, which has no shell: nothing in this file starts it, and an attacker can"
                    ),
                    "leave it out; to look into a running container, use `docker debug` or `kubectl debug`, or an image with a `debug` tag",
                )
                .because(model.root(stage).base.span, format!("`{name}` has no shell"))
                .because(step.span, format!("`{shell}` comes from another image")),
            );
        }
    }
}

/// The shell that a copy from another image brings, by its name.
fn shell(copy: &CopyStep) -> Option<&str> {
    if !matches!(copy.origin, Origin::Stage(_) | Origin::Image(_)) {
        return None;
    }
    let mut sources = copy
        .sources
        .iter()
        .filter_map(|source| source.value.as_deref());
    sources.find(|source| {
        let folder = source.strip_suffix(file_name(source)).unwrap_or_default();
        SHELLS.contains(&file_name(source)) && folder.ends_with("bin/")
    })
}

/// Whether a command of the file may start a shell, by itself or for a script.
fn may_use_shell(stage: &Stage) -> bool {
    let health = match &stage.config.healthcheck {
        Setting::Set {
            value: Some(CommandLine::Exec(words)),
            ..
        } => any_script(words),
        Setting::Set {
            value: Some(CommandLine::Shell { .. }),
            ..
        } => true,
        _ => false,
    };
    let start = match Start::of(&stage.config) {
        Start::Program { words, .. } => any_script(words),
        Start::Inherited {
            entrypoint,
            cmd: Setting::Set { value, .. },
        } => match value {
            CommandLine::Exec(words) => any_script(entrypoint) || any_script(words),
            CommandLine::Shell { .. } => true,
        },
        Start::Inherited { entrypoint, .. } => any_script(entrypoint),
        Start::Shell(_) | Start::Unknown | Start::Nothing | Start::InheritedCommand => true,
    };
    let arguments = match &stage.config.cmd {
        Setting::Set {
            value: CommandLine::Exec(words),
            ..
        } => any_script(words),
        _ => false,
    };
    health || start || arguments
}

/// Whether a word names a shell or something that is likely a script: a program of unknown name, a
/// script by its name, or a tool that starts its work through a shell.
fn any_script(words: &[Operand]) -> bool {
    words.iter().any(|word| {
        word.value.as_deref().is_none_or(|word| {
            let name = file_name(word);
            SHELLS.contains(&name)
                || has_extension(name, "sh")
                || name.contains("entrypoint")
                || matches!(name, "catalina" | "npm" | "npx" | "pnpm" | "yarn")
        })
    })
}
