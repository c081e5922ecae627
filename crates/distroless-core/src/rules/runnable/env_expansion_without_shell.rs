//! `env-expansion-without-shell`: a variable in an exec-form command that nothing expands.

use crate::finding::{Edit, Finding, Fix, Safety, Severity};
use crate::graph::{CommandLine, Operand, Setting, Stage};
use crate::image::path::{file_name, has_extension};
use crate::model::Model;
use crate::rules::edits;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};
use dockerfile_syntax::{Kind, Span};

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "env-expansion-without-shell",
        summary: "variable in an exec-form command of an image without a shell",
        group: Group::Runnable,
        severity: Severity::Warning,
        fix: FixAvailability::Sometimes,
        since: "0.1.0",
        docs: page!("env_expansion_without_shell.md"),
    },
    check,
};

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    for stage in model.runnable() {
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
            let first = before_archive(own)
                .find_map(|word| Some((word, unexpanded(word.value.as_deref()?, 0)?.1)));
            let Some((word, variable)) = first else {
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
                .because(answer.by, format!("`{base}` has no `{shell}` that could expand it"))
                .fix(fix(model, stage, words)),
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

/// What stands for every variable of a command: its value, where the image sets it, and for the options of
/// Java the variable that Java reads itself.
fn fix(model: &Model<'_>, stage: &Stage, words: &[Operand]) -> Option<Fix> {
    let java = words.first().and_then(|word| word.value.as_deref());
    let java = java.is_some_and(|program| file_name(program) == "java");
    let mut edits = Vec::new();
    let mut title = "write the value";
    for (index, word) in before_archive(words).enumerate() {
        let text = word.value.as_deref()?;
        let mut from = 0;
        while let Some((at, variable)) = unexpanded(text, from) {
            from = at + variable.len();
            let name = variable.trim_matches(['$', '{', '}']);
            if java && variable == text && (name.ends_with("_OPTS") || name.ends_with("_OPTIONS")) {
                let next = words.get(index + 1)?;
                edits.push(edits::replace(
                    Span::new(word.span.start, next.span.start),
                    String::new(),
                ));
                edits.extend(renamed(model, stage, name)?);
                title = "let Java read `JAVA_TOOL_OPTIONS`";
                continue;
            }
            let value = model.graph.env(stage.index, name);
            let value = value.value().filter(|value| edits::is_plain(value))?;
            // Only where the word stands in the text as it is.
            (word.span.text(model.file.source) == text).then_some(())?;
            let start = word.span.start + at as u32;
            let span = Span::new(start, start + variable.len() as u32);
            edits.push(edits::replace(span, value.clone()));
        }
    }
    Some(edits::fix(title.to_owned(), Safety::Unsafe, edits))
}

/// The edits by which the file sets JAVA_TOOL_OPTIONS, where it sets a variable of another name for it.
fn renamed(model: &Model<'_>, stage: &Stage, name: &str) -> Option<Vec<Edit>> {
    const READ: &str = "JAVA_TOOL_OPTIONS";
    if name == READ {
        return Some(Vec::new());
    }
    (!model.sets_variable(READ)).then_some(())?;
    let steps = model.chain(stage).flat_map(|stage| &stage.steps);
    let assignments = steps.flat_map(|step| step.assignments.iter().map(move |one| (step, one)));
    let own = assignments.filter(|(_, assignment)| assignment.name.as_deref() == Some(name));
    let edits = own.map(|(step, assignment)| {
        let start = assignment.span.start;
        let span = Span::new(start, start + name.len() as u32);
        // An ARG is not there when the container runs, whatever it is called.
        let is_env = matches!(model.kind(step), Some(Kind::Env(_)));
        let is_written = is_env && span.text(model.file.source) == name;
        is_written.then(|| edits::replace(span, READ.to_owned()))
    });
    edits.collect()
}

/// The first `$NAME` or `${NAME}` in a word from a place on, and where it is, by the habit that environment
/// variables are in capital letters: `$host` is a template's far more often.
fn unexpanded(text: &str, mut from: usize) -> Option<(usize, &str)> {
    while let Some(found) = text.get(from..)?.find('$') {
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
            return Some((at, &text[at..at + 1 + length + 2 * close]));
        }
    }
    None
}
