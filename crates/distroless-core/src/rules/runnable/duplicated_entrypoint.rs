//! `duplicated-entrypoint`: CMD repeats the program that the base's ENTRYPOINT starts already.

use crate::finding::{Finding, Fix, Safety, Severity};
use crate::graph::{CommandLine, Operand, Setting};
use crate::image::{Start, exec_form, path::file_name};
use crate::model::Model;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};
use image_knowledge::Presence;

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "duplicated-entrypoint",
        summary: "CMD begins with the program of the base image's ENTRYPOINT",
        group: Group::Runnable,
        severity: Severity::Error,
        fix: FixAvailability::Sometimes,
        since: "0.1.0",
        docs: page!("duplicated_entrypoint.md"),
    },
    check,
};

/// Interpreters that take their first argument for a program text. Entrypoint scripts, which may
/// treat a word of their own kind in any way, are not among them.
const INTERPRETERS: &[&str] = &["java", "node", "python"];

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    for stage in model.runnable() {
        let Start::Inherited { entrypoint, cmd } = Start::of(&stage.config) else {
            continue;
        };
        let Setting::Set {
            value: CommandLine::Exec(words),
            span,
            ..
        } = cmd
        else {
            continue;
        };
        let (Some(own), Some(repeated)) = (value(entrypoint, 0), value(words, 0)) else {
            continue;
        };
        let interpreter = plain_name(file_name(own));
        let names_it =
            repeated == own || (!repeated.contains('/') && plain_name(repeated) == interpreter);
        if !INTERPRETERS.contains(&interpreter) || !names_it || words.len() < 2 {
            continue;
        }
        // A program text that really has the interpreter's name.
        let text = model.absolute(stage, repeated);
        let is_there = |text: String| model.path(stage, &text).presence == Presence::Present;
        if repeated != own && text.is_some_and(is_there) {
            continue;
        }
        let given = words.iter().map(|word| word.value.clone());
        let fix = given
            .collect::<Option<Vec<_>>>()
            .and_then(|words| rest(entrypoint, words))
            .zip(model.arguments(*span))
            .map(|(rest, place)| {
                let title = format!("leave `{repeated}` to the base image's entrypoint");
                Fix::replace(title, Safety::Safe, place, exec_form::array(rest))
            });
        let base = model.base_name(stage);
        let started = shown(entrypoint.iter().chain(words));
        report(
            Finding::new(
                &RULE.meta,
                *span,
                format!("CMD is appended to the entrypoint of `{base}`, so this starts `{started}`: `{repeated}` is taken for the program to run"),
                "give CMD only what comes after the interpreter, or set ENTRYPOINT",
            )
            .because(
                model.root(stage).from,
                format!("`{base}` has the entrypoint `{}`", shown(entrypoint)),
            )
            .because(*span, format!("`{repeated}` is added to it"))
            .likely_unless(model.base(stage).certainty())
            .fix(fix),
        );
    }
}

/// What comes after the interpreter that an entrypoint starts, where a command repeats it.
fn rest(entrypoint: &[Operand], mut words: Vec<String>) -> Option<Vec<String>> {
    words.remove(0);
    // `java -jar` is all of it in the entrypoint, so that the option is repeated too. `java -cp …` after
    // `java -jar` needs an ENTRYPOINT of its own, not a shorter CMD.
    if let Some(option) = value(entrypoint, 1) {
        if words.first().map(String::as_str) != Some(option) {
            return None;
        }
        words.remove(0);
    }
    (!words.is_empty()).then_some(words)
}

/// The words of a command behind an entrypoint, without an interpreter that both name.
pub(super) fn behind(entrypoint: &[Operand], words: Vec<String>) -> Option<Vec<String>> {
    let own = value(entrypoint, 0)?;
    let interpreter = plain_name(file_name(own));
    let repeats = words.first().is_some_and(|first| {
        first == own || !first.contains('/') && plain_name(first) == interpreter
    });
    if repeats && INTERPRETERS.contains(&interpreter) {
        rest(entrypoint, words)
    } else {
        Some(words)
    }
}

fn value(words: &[Operand], index: usize) -> Option<&str> {
    words.get(index)?.value.as_deref()
}

/// `python3.13` and `python3` are `python`.
fn plain_name(name: &str) -> &str {
    name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.')
}

fn shown<'w>(words: impl IntoIterator<Item = &'w Operand>) -> String {
    let words = words
        .into_iter()
        .map(|word| word.value.as_deref().unwrap_or("…"));
    words.collect::<Vec<_>>().join(" ")
}
