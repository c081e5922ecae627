//! `env-expansion-without-shell`: a variable in an exec-form command that nothing expands.

use crate::finding::{Finding, Severity};
use crate::graph::{CommandLine, Operand, Setting};
use crate::image::path::{file_name, has_extension};
use crate::model::Model;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};
use dockerfile_syntax::Span;

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "env-expansion-without-shell",
        summary: "variable in an exec-form command of an image without a shell",
        group: Group::Runnable,
        severity: Severity::Warning,
        fix: FixAvailability::None,
        since: "0.1.0",
        docs: page!("env_expansion_without_shell.md"),
    },
    check,
};

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    for stage in model.shipped() {
        let config = &stage.config;
        let mut lines: Vec<(&[Operand], Span, &str)> = Vec::new();
        if let Setting::Set {
            value: CommandLine::Exec(words),
            span,
            ..
        } = &config.entrypoint
        {
            lines.push((words, *span, "ENTRYPOINT"));
        }
        if let Setting::Set {
            value: CommandLine::Exec(words),
            span,
            ..
        } = &config.cmd
        {
            lines.push((words, *span, "CMD"));
        }
        if let Setting::Set {
            value: Some(CommandLine::Exec(words)),
            span,
            ..
        } = &config.healthcheck
        {
            lines.push((words, *span, "HEALTHCHECK"));
        }
        // An entrypoint that resolves such marks itself sees those of CMD too.
        let java = inherits_java(&config.entrypoint);
        for (words, span, keyword) in lines {
            let own = if java && keyword == "CMD" { &[] } else { words };
            let Some((word, variable)) = before_archive(own).find_map(unexpanded) else {
                continue;
            };
            let (shell, answer) = model.shell(stage);
            if !answer.is_absent() {
                continue;
            }
            let base = model.base_name(stage);
            report(
                Finding::new(
                    &RULE.meta,
                    span,
                    format!("`{variable}` is not expanded: {keyword} is in exec form, so its program likely receives these characters as they stand"),
                    "let the program read its environment, or write the value; a shell that would expand it is not in this image",
                )
                .because(word.span, format!("`{variable}` stands in an exec-form command"))
                .because(answer.by, format!("`{base}` has no `{shell}` that could expand it")),
            );
        }
    }
}

/// The words that the program itself reads: what comes after a Java archive is the application's,
/// and Spring's resolve `${…}` themselves.
fn before_archive(words: &[Operand]) -> impl Iterator<Item = &Operand> {
    let end = words
        .iter()
        .position(|word| {
            word.value
                .as_deref()
                .is_some_and(|text| has_extension(text, "jar"))
        })
        .unwrap_or(words.len());
    words[..end].iter()
}

fn inherits_java(entrypoint: &Setting<CommandLine>) -> bool {
    match entrypoint {
        Setting::Inherited(CommandLine::Exec(words)) => words
            .first()
            .and_then(|word| word.value.as_deref())
            .is_some_and(|program| file_name(program) == "java"),
        _ => false,
    }
}

/// The first `$NAME` or `${NAME}` in a word, by the habit that environment variables are in capital
/// letters: `$host` is a template's far more often.
fn unexpanded(word: &Operand) -> Option<(&Operand, &str)> {
    let text = word.value.as_deref()?;
    let mut from = 0;
    while let Some(found) = text[from..].find('$') {
        let at = from + found;
        from = at + 1;
        let rest = &text[from..];
        let (inner, close) = match rest.strip_prefix('{') {
            Some(inner) => (inner, 1),
            None => (rest, 0),
        };
        let length = inner
            .bytes()
            .take_while(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || *byte == b'_')
            .count();
        let named = inner.starts_with(|c: char| c.is_ascii_uppercase());
        let ended = match close {
            1 => inner[length..].starts_with('}'),
            _ => !inner[length..].starts_with(|c: char| c.is_ascii_lowercase()),
        };
        if named && ended {
            return Some((word, &text[at..at + 1 + length + 2 * close]));
        }
    }
    None
}
