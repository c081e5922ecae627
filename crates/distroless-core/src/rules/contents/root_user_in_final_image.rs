//! `root-user-in-final-image`: the image starts as root.

use crate::finding::{Edit, Finding, Fix, Safety, Severity};
use crate::graph::{CommandLine, Operand, Setting, Stage, StepKind};
use crate::image::path::{file_name, has_extension};
use crate::image::{Start, is_root};
use crate::model::Model;
use crate::rules::distroless::nonroot_base;
use crate::rules::edits;
use crate::rules::runnable::{is_written, names_port};
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};
use dockerfile_syntax::Span;
use image_knowledge::Purpose;

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "root-user-in-final-image",
        summary: "final image starts as root",
        group: Group::Contents,
        severity: Severity::Warning,
        fix: FixAvailability::Sometimes,
        since: "0.1.0",
        docs: page!("root_user_in_final_image.md"),
    },
    check,
};

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    for stage in model.shipped() {
        let start = Start::of(&stage.config);
        if !model.is_application(stage) || may_change_user(start) || is_wasm(start) {
            continue;
        }
        let (span, why) = match &stage.config.user {
            Setting::Set { value, span, .. } => match value.value.as_deref() {
                Some(user) if is_root(user) => (*span, format!("USER is `{user}`")),
                _ => continue,
            },
            // Where a tag of the base is all it takes, nonroot-variant-available says so.
            _ if nonroot_base(model, stage).is_some() => continue,
            Setting::Inherited(user) if user.value.as_deref().is_some_and(is_root) => (
                stage.from,
                format!(
                    "`{}` starts as root, and no USER in this file changes it",
                    model.base_name(stage)
                ),
            ),
            Setting::Unset => (
                stage.from,
                format!(
                    "`{}` sets no user, which is root, and no USER in this file changes it",
                    model.base_name(stage)
                ),
            ),
            Setting::Inherited(_) | Setting::Unknown => continue,
        };
        // Servers that open their port as root and hand the work to another user.
        let service = model.base(stage).facts().is_some_and(|facts| {
            facts
                .purpose
                .is_known_and(|purpose| *purpose == Purpose::Service)
        });
        if service && stage.config.user.span().is_none() {
            continue;
        }
        report(
            Finding::new(
                &RULE.meta,
                span,
                "the final image starts as root: a fault in the application has every right in its container",
                "add USER with a number, such as `USER 65532`, after the last step that needs root, and give it the directories it writes to",
            )
            .because(span, why)
            .fix(fix(model, stage)),
        );
    }
}

/// The user of images whose base has no account for it: no account of a system has the number.
const NOBODY_ELSE: u32 = 10_001;

/// USER where nothing that needs root comes after it. What must be written or opened below port 1024 may
/// need root when it runs.
fn fix(model: &Model<'_>, stage: &Stage) -> Option<Fix> {
    if !edits::is_small(model) || is_written(model, stage) || names_port(model, stage) {
        return None;
    }
    let accounts = model.base(stage).facts().map(|facts| facts.accounts.iter());
    let named = accounts
        .into_iter()
        .flatten()
        .filter(|account| account.name != "nobody");
    let mut numbers = named.filter_map(|account| account.uid.known());
    let number = numbers.find(|uid| *uid >= 1000).unwrap_or(NOBODY_ELSE);
    let edit = user(model, stage, number)?;
    let title = format!("start as user {number}");
    Some(edits::fix(title, Safety::Unsafe, vec![edit]))
}

fn user(model: &Model<'_>, stage: &Stage, number: u32) -> Option<Edit> {
    let as_root = stage.steps.iter().rev().find(|step| {
        step.trigger
            || matches!(
                step.kind,
                StepKind::Run(_) | StepKind::Workdir(_) | StepKind::Opaque
            )
    });
    // A trigger has no place of its own in the stage.
    let as_root = match as_root {
        Some(step) if step.trigger => return None,
        step => step.map(|step| step.span),
    };
    let is_after = |span: Span| as_root.is_none_or(|last| last.end <= span.start);
    if let Setting::Set {
        value,
        span,
        stage: set,
    } = &stage.config.user
        && *set == stage.index
        && is_after(*span)
    {
        return Some(edits::replace(value.span, number.to_string()));
    }
    let line = format!("USER {number}");
    let starts = [&stage.config.entrypoint, &stage.config.cmd];
    let starts = starts.into_iter().filter_map(Setting::span);
    let own = starts
        .filter(|span| span.start > stage.from.start && is_after(*span))
        .min();
    match own {
        Some(start) => Some(edits::before(model, start, &line)),
        None => edits::after(model, as_root.unwrap_or(stage.from), &[line]),
    }
}

/// Whether a runtime of WebAssembly starts the image: there are no users in it.
fn is_wasm(start: Start<'_>) -> bool {
    matches!(start, Start::Program { words: [program, ..], .. }
        if program.value.as_deref().is_some_and(|path| has_extension(path, "wasm")))
}

/// Whether what starts may give root's rights up by itself.
fn may_change_user(start: Start<'_>) -> bool {
    // Servers that open their port as root and hand the work to another user, as they are configured by
    // those who package them.
    const SERVERS: &[&str] = &[
        "apache2",
        "apache2-foreground",
        "apache2ctl",
        "apachectl",
        "httpd",
        "httpd-foreground",
        "nginx",
        "php-fpm",
    ];
    const SWITCHERS: &[&str] = &[
        "chroot",
        "gosu",
        "init",
        "runuser",
        "s6-svscan",
        "setpriv",
        "su",
        "su-exec",
        "sudo",
        "supervisord",
    ];
    let first = |words: &[Operand]| {
        let program = words.first().and_then(|word| word.value.as_deref());
        program.map(|program| file_name(program).to_owned())
    };
    let is_server = |name: &str| {
        let plain = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
        SERVERS.contains(&name) || SERVERS.contains(&plain)
    };
    let program = match start {
        Start::Program { words, .. } => first(words),
        Start::Inherited { entrypoint, cmd } => {
            // The scripts of official images hand over to the command.
            if let Some(CommandLine::Exec(words)) = cmd.value()
                && first(words).is_some_and(|name| is_server(&name))
            {
                return true;
            }
            first(entrypoint)
        }
        // A text for the shell can do it too, but hardly ever does without naming one of them.
        Start::Shell(text) => return SWITCHERS.iter().any(|name| text.contains(name)),
        Start::Unknown | Start::Nothing | Start::InheritedCommand => return true,
    };
    program.is_none_or(|name| {
        let script = has_extension(&name, "sh") || name.contains("entrypoint");
        is_server(&name)
            || SWITCHERS.contains(&name.as_str())
            || (script && matches!(start, Start::Program { .. }))
    })
}
