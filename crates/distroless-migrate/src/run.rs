//! The commands of RUN instructions, with their places in the file.

use distroless_core::graph::{CommandLine, Stage, Step, StepKind};
use distroless_core::image::path::file_name;
use distroless_core::{Model, image::command};
use dockerfile_syntax::{Command, Kind, Span, Text};
use shell_syntax::{Dialect, parse};

/// A RUN of a stage.
#[derive(Clone, Debug)]
pub(crate) struct Run<'m> {
    pub(crate) step: &'m Step,
    /// Its commands, in the order of the text.
    pub(crate) commands: Vec<Cmd>,
    /// Whether all of its text is understood, so that a command can be edited.
    pub(crate) editable: bool,
}

/// A command.
#[derive(Clone, Debug)]
pub(crate) struct Cmd {
    /// Its words after quote removal; one that depends on a variable is empty.
    pub(crate) words: Vec<String>,
    /// For each word, its place; of the whole instruction where that is not known.
    pub(crate) places: Vec<Span>,
    /// Whether it is one of several in a pipeline, in a branch or the like.
    pub(crate) plain: bool,
}

impl Cmd {
    /// The program's name, without directories.
    pub(crate) fn program(&self) -> &str {
        self.words.first().map_or("", |word| file_name(word))
    }

    /// The word at a place.
    pub(crate) fn word(&self, at: usize) -> &str {
        self.words.get(at).map_or("", String::as_str)
    }

    /// The place after the last word.
    pub(crate) fn end(&self) -> Option<u32> {
        self.places.last().map(|place| place.end)
    }

    pub(crate) fn has(&self, words: &[&str]) -> bool {
        self.words.iter().any(|word| words.contains(&word.as_str()))
    }

    /// The words from the first that is no option on, the program and options left out.
    pub(crate) fn plain_words(&self) -> impl Iterator<Item = &str> {
        let words = self.words.iter().skip(1).map(String::as_str);
        words.filter(|word| !word.starts_with('-'))
    }
}

/// The RUNs of a stage.
pub(crate) fn runs<'m>(model: &'m Model<'_>, stage: &'m Stage) -> Vec<Run<'m>> {
    let steps = stage.steps.iter();
    steps.filter_map(|step| of_step(model, step)).collect()
}

fn of_step<'m>(model: &'m Model<'_>, step: &'m Step) -> Option<Run<'m>> {
    let StepKind::Run(run) = &step.kind else {
        return None;
    };
    let text = match model.kind(step) {
        Some(Kind::Run(Command::Shell(text))) if run.heredocs.is_empty() => Some(text),
        _ => None,
    };
    let (Some(text), CommandLine::Shell { .. }) = (text, &run.command) else {
        let commands = command::commands(run).iter().cloned().map(|words| Cmd {
            places: vec![step.span; words.len()],
            words,
            plain: false,
        });
        return Some(Run {
            step,
            commands: commands.collect(),
            editable: false,
        });
    };
    let script = parse(text.as_str(), Dialect::Bash);
    let editable = script.errors.is_empty() && !step.trigger;
    let commands = script.simple_commands().filter_map(|found| {
        let words = &found.command.words;
        (!found.context.substitution && !words.is_empty()).then(|| Cmd {
            words: words
                .iter()
                .map(|word| word.static_text().unwrap_or_default().into_owned())
                .collect(),
            places: words.iter().map(|word| locate(text, word.span)).collect(),
            plain: !found.context.may_not_run() && !found.context.pipeline,
        })
    });
    Some(Run {
        step,
        commands: commands.map(without_sudo).collect(),
        editable,
    })
}

fn without_sudo(mut command: Cmd) -> Cmd {
    if command.words.len() > 1 && command.word(0) == "sudo" {
        command.words.remove(0);
        command.places.remove(0);
    }
    command
}

fn locate(text: &Text<'_>, span: shell_syntax::Span) -> Span {
    text.locate(span.start as usize, span.end as usize)
}
