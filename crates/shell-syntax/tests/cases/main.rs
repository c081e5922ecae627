//! Small scripts and what they parse to.

mod commands;
mod context;
mod exec_form;
mod redirections;
mod tolerance;
mod words;

use shell_syntax::{Dialect, Script, Word, parse};

/// Parses text that is valid in bash.
fn bash(text: &str) -> Script {
    let script = parse(text, Dialect::Bash);
    assert!(script.errors.is_empty(), "{text:?}: {:?}", script.errors);
    script
}

/// Parses text that is valid in sh.
fn sh(text: &str) -> Script {
    let script = parse(text, Dialect::Posix);
    assert!(script.errors.is_empty(), "{text:?}: {:?}", script.errors);
    script
}

/// Every simple command as the texts of its words, in order.
fn commands(script: &Script, text: &str) -> Vec<String> {
    script
        .simple_commands()
        .map(|found| {
            let words: Vec<&str> = found
                .command
                .words
                .iter()
                .map(|word| word.span.text(text))
                .collect();
            words.join(" ")
        })
        .collect()
}

/// The first command's words.
fn words(script: &Script) -> Vec<Word> {
    script
        .simple_commands()
        .last()
        .map(|found| found.command.words.clone())
        .unwrap_or_default()
}
