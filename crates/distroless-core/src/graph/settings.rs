//! The configuration a stage begins with.

use super::budget::Budget;
use super::types::{BaseConfig, CommandLine, Config, Operand, Setting};
use dockerfile_syntax::Span;

/// Shell forms are handed to this where no SHELL says otherwise.
pub(super) fn default_shell() -> Vec<String> {
    vec!["/bin/sh".to_owned(), "-c".to_owned()]
}

/// `FROM scratch`: BuildKit's empty image has a working directory, and nothing else is set.
pub(super) fn empty() -> Config {
    Config {
        user: Setting::Unset,
        workdir: Setting::Inherited("/".to_owned()),
        shell: Setting::Unset,
        entrypoint: Setting::Unset,
        cmd: Setting::Unset,
        healthcheck: Setting::Unset,
        stopsignal: Setting::Unset,
        entrypoint_shell: Vec::new(),
        cmd_shell: Vec::new(),
    }
}

/// What a base image brings; `span` is where it is named. SHELL and STOPSIGNAL are not told: base
/// images of Linux have no SHELL.
pub(super) fn inherited(base: &BaseConfig, span: Span) -> Config {
    let operand = |text: &String| Operand {
        value: Some(text.clone()),
        span,
    };
    let text = |text: &Option<String>| match text {
        None => Setting::Unknown,
        Some(text) if text.is_empty() => Setting::Unset,
        Some(text) => Setting::Inherited(text.clone()),
    };
    let command = |words: &Option<Option<Vec<String>>>| match words {
        None => Setting::Unknown,
        Some(None) => Setting::Unset,
        Some(Some(words)) => {
            Setting::Inherited(CommandLine::Exec(words.iter().map(operand).collect()))
        }
    };
    Config {
        user: match text(&base.user) {
            Setting::Inherited(user) => Setting::Inherited(operand(&user)),
            Setting::Unset => Setting::Unset,
            _ => Setting::Unknown,
        },
        workdir: text(&base.workdir),
        shell: Setting::Unset,
        entrypoint: command(&base.entrypoint),
        cmd: command(&base.cmd),
        healthcheck: match base.healthcheck {
            Some(false) => Setting::Unset,
            Some(true) | None => Setting::Unknown,
        },
        stopsignal: Setting::Unknown,
        entrypoint_shell: Vec::new(),
        cmd_shell: Vec::new(),
    }
}

/// The configuration of the stage below, where it can be paid for.
pub(super) fn from_stage(parent: &Config, budget: &Budget) -> Config {
    if budget.take(size(parent)) {
        parent.clone()
    } else {
        Config::default()
    }
}

/// About how many bytes a copy takes.
fn size(config: &Config) -> usize {
    let words = |words: &Vec<String>| words.iter().map(|word| word.len() + 24).sum::<usize>();
    let operand = |operand: &Operand| operand.value.as_ref().map_or(0, String::len);
    let line = |line: &CommandLine| match line {
        CommandLine::Shell { text, .. } => text.len(),
        CommandLine::Exec(words) => words.iter().map(|word| operand(word) + 32).sum(),
    };
    config.user.value().map_or(0, operand)
        + config.workdir.value().map_or(0, String::len)
        + config.shell.value().map_or(0, words)
        + config.entrypoint.value().map_or(0, line)
        + config.cmd.value().map_or(0, line)
        + config
            .healthcheck
            .value()
            .and_then(Option::as_ref)
            .map_or(0, line)
        + config.stopsignal.value().map_or(0, String::len)
        + words(&config.entrypoint_shell)
        + words(&config.cmd_shell)
}

/// The directory WORKDIR leads to, as BuildKit makes it: an absolute path stays as it is written,
/// a relative one is joined to the present one and cleaned.
pub(super) fn workdir(present: &Setting<String>, path: Option<&str>) -> Option<String> {
    let path = path?;
    if path.starts_with('/') {
        return Some(path.to_owned());
    }
    let present = match present {
        Setting::Unset => "/",
        Setting::Unknown => return None,
        Setting::Set { value, .. } | Setting::Inherited(value) => value,
    };
    if path.is_empty() {
        return Some(present.to_owned());
    }
    Some(crate::image::path::absolute(present, path))
}
