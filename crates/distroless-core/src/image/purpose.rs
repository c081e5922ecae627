//! What an image is for: whether advice on what ships applies to it.

mod names;
mod program;

pub(crate) use names::of_stage as stage_name_purpose;

use crate::config::ImagePurpose;
use crate::graph::{CommandLine, Config, Operand, Setting, Stage};

/// What an image is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// It runs an application.
    Application,
    /// People develop in it.
    Development,
    /// It runs builds or tests.
    Ci,
    /// Others build on it, or nothing is started in it: it is exported, or it is data.
    Base,
    /// It cannot be told.
    Unknown,
}

/// What the image of a stage is for: as the configuration says, else by the path of the file, the
/// name of the stage and what is started.
pub fn purpose(stage: &Stage, path: &str, declared: Option<ImagePurpose>) -> Purpose {
    if let Some(declared) = declared {
        return match declared {
            ImagePurpose::Application => Purpose::Application,
            ImagePurpose::Development => Purpose::Development,
            ImagePurpose::Ci => Purpose::Ci,
            ImagePurpose::Base => Purpose::Base,
        };
    }
    // What is triggered by building on it is for nothing else.
    if stage.triggers > 0 {
        return Purpose::Base;
    }
    by_name(stage)
        .or_else(|| by_label(stage))
        .or_else(|| names::of_path(path))
        .unwrap_or_else(|| by_start(&stage.config))
}

/// Whether a path, or the name of a stage, a service or a value, tells by a word that it is about
/// developing, testing or building on, and not about what ships.
pub fn path_is_for_work(path: &str) -> bool {
    names::of_path(path).is_some()
}

/// A stage called after what is done in it. `base` and `build` tell nothing here: where such a
/// stage ships a program, it is the image of an application all the same.
fn by_name(stage: &Stage) -> Option<Purpose> {
    let (name, _) = stage.name.as_ref()?;
    stage_name_purpose(name)
}

/// Images that turn sources into images carry the tools for that on purpose.
/// Source: the label that source-to-image reads, checked 2026-11-23.
fn by_label(stage: &Stage) -> Option<Purpose> {
    let builds = stage
        .steps
        .iter()
        .flat_map(|step| &step.assignments)
        .any(|label| label.name.as_deref() == Some("io.openshift.s2i.scripts-url"));
    builds.then_some(Purpose::Base)
}

fn by_start(config: &Config) -> Purpose {
    match (&config.entrypoint, &config.cmd) {
        // An entrypoint of this file; what it gets by default tells more than a script's name.
        (Setting::Set { value, .. }, cmd) => of_lines(value, cmd.value()),
        // Whatever the base's entrypoint is: this file says what it is given.
        (_, Setting::Set { value, .. }) => of_lines(value, None),
        (Setting::Unknown, _) | (Setting::Unset, Setting::Unknown) => Purpose::Unknown,
        (Setting::Unset, Setting::Unset) => Purpose::Base,
        (Setting::Unset, Setting::Inherited(line)) => inherited(line),
        (Setting::Inherited(entrypoint), cmd) => match cmd {
            Setting::Inherited(line) if is_script(entrypoint) => inherited(line),
            _ => inherited(entrypoint),
        },
    }
}

/// What this file starts.
fn of_lines(line: &CommandLine, arguments: Option<&CommandLine>) -> Purpose {
    let words = match (line, arguments) {
        (CommandLine::Shell { text, .. }, _) => {
            return program::of_script(text).unwrap_or(Purpose::Application);
        }
        (CommandLine::Exec(_), Some(CommandLine::Exec(arguments))) if is_script(line) => {
            texts(arguments)
        }
        (CommandLine::Exec(words), Some(CommandLine::Exec(arguments))) => {
            let mut words = texts(words);
            words.extend(texts(arguments));
            words
        }
        (CommandLine::Exec(words), _) => texts(words),
    };
    // A bare shell is for people; a bare interpreter or build tool is for other images to use.
    match program::of_words(&words) {
        Some(purpose) => purpose,
        None if program::is_prompt(&words) => Purpose::Base,
        None => Purpose::Application,
    }
}

/// What the base starts: a shell or a prompt stands for "nothing in particular".
fn inherited(line: &CommandLine) -> Purpose {
    match line {
        CommandLine::Exec(words) if program::is_prompt(&texts(words)) => Purpose::Base,
        _ => Purpose::Application,
    }
}

/// Whether an entrypoint is a script that hands over to the command.
fn is_script(line: &CommandLine) -> bool {
    match line {
        CommandLine::Exec(words) => {
            words
                .iter()
                .filter_map(|word| word.value.as_deref())
                .any(|word| {
                    word.rsplit_once('.').is_some_and(|(_, end)| end == "sh")
                        || word.ends_with("entrypoint")
                })
        }
        CommandLine::Shell { .. } => false,
    }
}

/// The words; one that is not known is empty.
fn texts(words: &[Operand]) -> Vec<&str> {
    words
        .iter()
        .map(|word| word.value.as_deref().unwrap_or_default())
        .collect()
}
