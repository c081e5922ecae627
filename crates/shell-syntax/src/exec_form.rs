//! Whether a script needs a shell at all, or could be written in exec form.

use crate::ast::{Command, Dialect, Script, SimpleCommand, Terminator};
use crate::span::Span;
use crate::word::{Part, PartKind, Word};

/// What a builtin of the shell has outside of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Builtin {
    /// Acts on the shell itself: no program can do it (`cd`, `exec`, `.`).
    ShellOnly,
    /// Most images with coreutils have a program of the same name too (`echo`, `test`).
    AlsoProgram,
}

/// Why a script needs a shell, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShellNeed {
    /// The place.
    pub span: Span,
    /// The reason.
    pub kind: ShellNeedKind,
}

/// Reasons of [`ShellNeed`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ShellNeedKind {
    /// No command: nothing that could be run.
    Empty,
    /// The text is not valid shell.
    Error,
    /// Several commands: `;`, `&&`, `||`, newlines.
    List,
    /// `|` or `!`.
    Pipeline,
    /// `&`.
    Background,
    /// `if`, `for`, `( … )` and the other constructs, functions.
    Compound,
    /// `NAME=value` before the command, or alone.
    Assignment,
    /// `>`, `<` and the like.
    Redirection,
    /// `$name`, `$(…)`, backquotes.
    Expansion,
    /// `*`, `?`, `[…]`.
    Glob,
    /// A leading `~`.
    Tilde,
    /// bash `{a,b}`.
    Braces,
    /// A builtin by this name.
    Builtin(String, Builtin),
}

/// POSIX and bash builtins that have no meaning outside the shell.
const SHELL_ONLY: &[&str] = &[
    ".", ":", "alias", "bg", "break", "cd", "command", "continue", "eval", "exec", "exit",
    "export", "fc", "fg", "getopts", "hash", "jobs", "local", "read", "readonly", "return", "set",
    "shift", "times", "trap", "type", "ulimit", "umask", "unalias", "unset", "wait",
];
const BASH_ONLY: &[&str] = &[
    "bind",
    "builtin",
    "caller",
    "compgen",
    "complete",
    "compopt",
    "declare",
    "dirs",
    "disown",
    "enable",
    "help",
    "history",
    "let",
    "logout",
    "mapfile",
    "popd",
    "pushd",
    "readarray",
    "shopt",
    "source",
    "suspend",
    "typeset",
];
const ALSO_PROGRAMS: &[&str] = &[
    "[", "echo", "false", "kill", "printf", "pwd", "test", "true",
];

/// What the builtin called `name` is in this shell; `None` when it is none.
pub fn builtin(name: &str, dialect: Dialect) -> Option<Builtin> {
    if SHELL_ONLY.contains(&name) || (dialect == Dialect::Bash && BASH_ONLY.contains(&name)) {
        Some(Builtin::ShellOnly)
    } else if ALSO_PROGRAMS.contains(&name) {
        Some(Builtin::AlsoProgram)
    } else {
        None
    }
}

impl Script {
    /// The only simple command of the script, with nothing around it.
    pub fn only_command(&self) -> Option<&SimpleCommand> {
        let [statement] = self.list.statements.as_slice() else {
            return None;
        };
        let [Command::Simple(command)] = statement.first.commands.as_slice() else {
            return None;
        };
        let plain = statement.rest.is_empty()
            && !statement.is_background()
            && !statement.first.negated
            && !statement.first.timed;
        (plain && self.errors.is_empty()).then_some(command)
    }

    /// The arguments of the script's one command, when a shell adds nothing to it: literal words only, no builtin,
    /// nothing that the shell would do itself. Then the exec form with these strings does the same.
    pub fn as_literal_command(&self) -> Option<Vec<String>> {
        if self.shell_needs().is_empty() {
            literals(&self.only_command()?.words)
        } else {
            None
        }
    }

    /// As [`Self::as_literal_command`], but `exec program …` counts as `program …`: the exec form does what `exec`
    /// is written for.
    pub fn as_exec_command(&self) -> Option<Vec<String>> {
        let words = self.only_command()?.words.as_slice();
        let (first, rest) = words.split_first()?;
        if first.literal().as_deref() != Some("exec") {
            return self.as_literal_command();
        }
        let program = rest.first()?.literal()?;
        // `exec -a name program` is bash's; a leading dash is left to the author.
        if program.starts_with('-') {
            return None;
        }
        let other = |need: &ShellNeed| need.span != first.span;
        if self.shell_needs().iter().any(other)
            || builtin(&program, self.dialect) == Some(Builtin::ShellOnly)
        {
            return None;
        }
        literals(rest)
    }

    /// Everything that makes the script need a shell, in the order of the text; empty when it needs none.
    pub fn shell_needs(&self) -> Vec<ShellNeed> {
        let mut needs = Vec::new();
        let mut need = |span: Span, kind: ShellNeedKind| needs.push(ShellNeed { span, kind });
        for error in &self.errors {
            need(error.span, ShellNeedKind::Error);
        }
        if self.list.statements.is_empty() {
            need(self.list.span, ShellNeedKind::Empty);
        }
        if self.list.statements.len() > 1 {
            need(self.list.span, ShellNeedKind::List);
        }
        for statement in &self.list.statements {
            if !statement.rest.is_empty() {
                need(statement.span, ShellNeedKind::List);
            }
            if statement.terminator == Terminator::Background {
                need(statement.span, ShellNeedKind::Background);
            }
            for (_, pipeline) in statement.pipelines() {
                if pipeline.commands.len() > 1 || pipeline.negated || pipeline.timed {
                    need(pipeline.span, ShellNeedKind::Pipeline);
                }
                for command in &pipeline.commands {
                    match command {
                        Command::Simple(simple) => self.simple_needs(simple, &mut need),
                        Command::Compound(_) | Command::Function(_) => {
                            need(command.span(), ShellNeedKind::Compound);
                        }
                        Command::Opaque(span) => need(*span, ShellNeedKind::Error),
                    }
                }
            }
        }
        needs
    }

    fn simple_needs(&self, command: &SimpleCommand, need: &mut impl FnMut(Span, ShellNeedKind)) {
        for assignment in &command.assignments {
            need(assignment.span, ShellNeedKind::Assignment);
        }
        if let Some(name) = command.name()
            && let Some(text) = name.literal()
            && let Some(kind) = builtin(&text, self.dialect)
        {
            need(name.span, ShellNeedKind::Builtin(text.into_owned(), kind));
        }
        for word in &command.words {
            word_needs(word, need);
        }
        for redirection in &command.redirections {
            need(redirection.span, ShellNeedKind::Redirection);
        }
    }
}

fn word_needs(word: &Word, need: &mut impl FnMut(Span, ShellNeedKind)) {
    fn expansions(parts: &[Part], need: &mut impl FnMut(Span, ShellNeedKind)) {
        for part in parts {
            match &part.kind {
                PartKind::DoubleQuoted(inner) => expansions(inner, need),
                PartKind::Literal(_)
                | PartKind::Escaped(_)
                | PartKind::SingleQuoted(_)
                | PartKind::AnsiQuoted(_)
                | PartKind::ExtendedGlob(_) => {}
                PartKind::Opaque => need(part.span, ShellNeedKind::Error),
                _ => need(part.span, ShellNeedKind::Expansion),
            }
        }
    }
    if word.has_tilde() {
        need(word.span, ShellNeedKind::Tilde);
    }
    if word.has_glob() {
        need(word.span, ShellNeedKind::Glob);
    }
    if word.braces {
        need(word.span, ShellNeedKind::Braces);
    }
    expansions(&word.parts, need);
}

fn literals(words: &[Word]) -> Option<Vec<String>> {
    words
        .iter()
        .map(|word| word.literal().map(std::borrow::Cow::into_owned))
        .collect()
}
