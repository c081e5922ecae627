//! `run-without-shell`: a build step needs a shell that its stage does not have.

use crate::finding::{Edit, Finding, Fix, Safety, Severity};
use crate::graph::{CommandLine, CopyStep, RunStep, Stage, Step, StepKind};
use crate::image::command::commands;
use crate::image::path::{absolute, file_name, has_extension, is_below, merged};
use crate::model::Model;
use crate::rules::edits;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "run-without-shell",
        summary: "shell-form RUN in a stage without a shell",
        group: Group::Runnable,
        severity: Severity::Error,
        fix: FixAvailability::Sometimes,
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
                .proved_by(answer)
                .fix(fix(model, stage, index)),
            );
            // The build stops there.
            break;
        }
    }
}

/// Instructions that do the same, for each RUN of the stage from there on.
fn fix(model: &Model<'_>, stage: &Stage, from: usize) -> Option<Fix> {
    let mut edits = Vec::new();
    for (index, step) in stage.steps.iter().enumerate().skip(from) {
        if let StepKind::Run(run) = &step.kind {
            let before = stage.steps.get(..index)?;
            edits.extend(instead(model, stage, before, step, run)?);
        }
    }
    Some(edits::fix(
        "do it without a shell".to_owned(),
        Safety::Unsafe,
        edits,
    ))
}

/// WORKDIR for a RUN that makes directories, `--chmod` and `--chown` for one that sets those of what the copy
/// right before it brings.
fn instead(
    model: &Model<'_>,
    stage: &Stage,
    before: &[Step],
    step: &Step,
    run: &RunStep,
) -> Option<Vec<Edit>> {
    let CommandLine::Shell { text, .. } = &run.command else {
        return None;
    };
    let plain = |c: char| c.is_alphanumeric() || c.is_whitespace() || "/._-+:&".contains(c);
    let instruction = step.span.text(model.file.source);
    if !text.chars().all(plain)
        || !run.heredocs.is_empty()
        || step.trigger
        || instruction.contains("--")
    {
        return None;
    }
    let workdir = run.workdir.as_deref()?;
    let copied = before.last();
    let mut directories: Vec<String> = Vec::new();
    let mut flags = String::new();
    for words in commands(run) {
        let (program, arguments) = words.split_first()?;
        let mut operands: Vec<&str> = Vec::new();
        let mut whole = false;
        for word in arguments {
            match (program.as_str(), word.as_str()) {
                (_, word) if !word.starts_with('-') => operands.push(word),
                ("mkdir", "-p") => {}
                ("chmod" | "chown", "-R" | "--recursive") => whole = true,
                _ => return None,
            }
        }
        if program == "mkdir" {
            for path in operands {
                directories.push(absolute(workdir, path));
            }
            continue;
        }
        let [value, path] = operands[..] else {
            return None;
        };
        let (copy, brought) = brought(copied?, workdir)?;
        let (flag, taken) = match program.as_str() {
            "chmod" => (" --chmod=", &copy.chmod),
            "chown" => (" --chown=", &copy.chown),
            _ => return None,
        };
        let value = match value {
            "+x" | "a+x" => "0755",
            mode if flag == " --chmod=" && !mode.bytes().all(|byte| byte.is_ascii_digit()) => {
                return None;
            }
            value => value,
        };
        // A copy gives its mode to all that it brings, and what programs have is nothing for a folder of settings.
        let is_file = file_name(path).contains('.') && !has_extension(path, "d");
        if program == "chmod" && !matches!(value, "755" | "0755") && !whole && !is_file {
            return None;
        }
        if taken.is_some() || flags.contains(flag) || absolute(workdir, path) != brought {
            return None;
        }
        flags.push_str(flag);
        flags.push_str(value);
    }
    if flags.is_empty() == directories.is_empty() {
        return None;
    }
    if directories.is_empty() {
        let keyword = model
            .file
            .instructions
            .get(copied?.instruction)?
            .keyword_span;
        return Some(vec![
            edits::insert(keyword.end, flags),
            edits::without(model, step.span)?,
        ]);
    }
    let mut steps = stage.steps.iter();
    let next = steps.find(|next| next.span.start > step.span.start);
    // Back to where it was.
    if !next.is_some_and(|next| matches!(next.kind, StepKind::Workdir(_))) {
        directories.push(workdir.to_owned());
    }
    let last = directories.pop()?;
    let mut text = String::new();
    for directory in directories {
        let line = format!("WORKDIR {directory}");
        text.push_str(&edits::before(model, step.span, &line).replacement);
    }
    text.push_str("WORKDIR ");
    text.push_str(&last);
    Some(vec![edits::replace(step.span, text)])
}

/// The one file or directory that a copy brings.
fn brought<'m>(step: &'m Step, workdir: &str) -> Option<(&'m CopyStep, String)> {
    let StepKind::Copy(copy) = &step.kind else {
        return None;
    };
    let [source] = copy.sources.as_slice() else {
        return None;
    };
    let to = copy.destination.value.as_deref()?;
    let path = absolute(workdir, to);
    let into = to.ends_with('/') || file_name(to) == ".";
    let path = if into {
        absolute(&path, file_name(source.value.as_deref()?))
    } else {
        path
    };
    Some((copy, path))
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
