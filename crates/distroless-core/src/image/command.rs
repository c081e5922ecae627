//! The commands of a RUN as lists of words.

use crate::graph::{CommandLine, RunStep};
use shell_syntax::{Command, Dialect, Script, builtin, parse};

/// The commands that a RUN starts, in order, each as its words after quote removal. A word that
/// depends on a variable is empty. Commands in substitutions, and a `sudo` in front, are left out.
pub fn commands(run: &RunStep) -> &[Vec<String>] {
    run.commands.get_or_init(|| read(run))
}

fn read(run: &RunStep) -> Vec<Vec<String>> {
    let mut commands: Vec<Vec<String>> = match &run.command {
        CommandLine::Exec(words) => {
            let words = words.iter();
            vec![
                words
                    .map(|word| word.value.clone().unwrap_or_default())
                    .collect(),
            ]
        }
        CommandLine::Shell { .. } => run.scripts().iter().flat_map(of_script).collect(),
    };
    for words in &mut commands {
        if words.first().is_some_and(|word| word == "sudo") {
            words.remove(0);
        }
    }
    commands.retain(|words| !words.is_empty());
    commands
}

/// The program that a shell starts first, where it starts one for sure.
pub(crate) fn first_program(text: &str) -> Option<String> {
    let script = parse(text, Dialect::Posix);
    if !script.errors.is_empty() {
        return None;
    }
    let first = script.list.statements.first()?.first.commands.first()?;
    let Command::Simple(command) = first else {
        return None;
    };
    // An assignment before it may be of PATH.
    let name = command
        .name()
        .filter(|_| command.assignments.is_empty())?
        .literal()?;
    builtin(&name, Dialect::Posix)
        .is_none()
        .then(|| name.into_owned())
}

fn of_script(script: &Script) -> Vec<Vec<String>> {
    script
        .simple_commands()
        .filter(|found| !found.context.substitution)
        .map(|found| {
            let words = found.command.words.iter();
            words
                .map(|word| word.static_text().unwrap_or_default().into_owned())
                .collect()
        })
        .collect()
}
