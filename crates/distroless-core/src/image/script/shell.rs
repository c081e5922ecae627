//! The state of a shell, and the commands that change it: the directory it is in, its variables, its options.

use super::Value;
use super::invocation::Arg;
use super::walk::Host;
use crate::image::path::{absolute, file_name, has_extension};
use crate::order::ByName;
use shell_syntax::Command;

/// The state of a shell.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shell<'s> {
    /// The directory it is in; `None` where that is not known.
    pub(crate) workdir: Option<String>,
    /// Variables it has set; `None` where the value is not known.
    pub(super) vars: ByName<Option<String>>,
    pub(super) functions: ByName<&'s Command>,
    pub(super) depth: usize,
    /// A file was read into the shell: it may have set any variable.
    sourced: bool,
    pub(super) options: Options,
}

/// The options of a shell that decide what ends it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Options {
    /// `-e`: the first statement that fails.
    pub(super) errexit: bool,
    /// A pipeline fails where any of its commands does.
    pub(super) pipefail: bool,
}

impl Options {
    /// As words set them, of `set` or in the way the shell is started.
    fn set<'w>(&mut self, words: impl Iterator<Item = &'w str>) {
        for word in words {
            let (on, letters) = match (word.strip_prefix('-'), word.strip_prefix('+')) {
                (Some(letters), _) => (true, letters),
                (None, Some(letters)) => (false, letters),
                (None, None) => {
                    self.errexit |= word == "errexit";
                    self.pipefail |= word == "pipefail";
                    continue;
                }
            };
            if !letters.starts_with('-') && letters.contains('e') {
                self.errexit = on;
            }
            // Which one is named behind it.
            if !on && letters.contains('o') {
                *self = Self::default();
                return;
            }
        }
    }

    const fn both(self, other: Self) -> Self {
        Self {
            errexit: self.errexit && other.errexit,
            pipefail: self.pipefail && other.pipefail,
        }
    }
}

impl Shell<'_> {
    /// A shell that starts in a directory.
    pub(crate) fn new(workdir: Option<String>) -> Self {
        Self {
            workdir,
            ..Self::default()
        }
    }

    /// The same, started by these words: `/bin/bash -euo pipefail -c`.
    pub(crate) fn started_by<'w>(mut self, words: impl Iterator<Item = &'w str>) -> Self {
        self.options.set(words);
        self
    }

    /// A shell that this one starts, with variables that are set for it alone. Which of its own this one exports
    /// is not followed: they may have any value there.
    pub(crate) fn child(&self, own: &[(String, Option<String>)]) -> Self {
        let mut child = Self::new(self.workdir.clone());
        child.sourced = self.sourced || !self.vars.is_empty();
        for (name, value) in own {
            child.vars.set(name, value.clone());
        }
        child
    }

    /// A variable: the shell's own, or of its environment.
    pub(crate) fn lookup(&self, name: &str, host: &dyn Host) -> Value {
        match self.vars.get(name) {
            Some(value) => value.clone().map_or(Value::Unknown, Value::Known),
            None if name == "PWD" => self.workdir.clone().map_or(Value::Unknown, Value::Known),
            None if name.chars().all(|c| c.is_alphanumeric() || c == '_')
                && !name.starts_with(|c: char| c.is_ascii_digit()) =>
            {
                match host.variable(name) {
                    Value::Unset if self.sourced => Value::Unknown,
                    known => known,
                }
            }
            // Positions, `$?` and the like.
            None => Value::Unknown,
        }
    }

    /// What is true of both.
    pub(super) fn join(&mut self, other: &Self) {
        self.options = self.options.both(other.options);
        if self.workdir != other.workdir {
            self.workdir = None;
        }
        self.sourced |= other.sourced;
        // A variable that the other shell does not have is not known any more; nor is one that only
        // the other one has.
        let mut joined = ByName::default();
        for (name, value) in self.vars.iter() {
            let same = other.vars.get(name) == Some(value);
            joined.insert(name, value.clone().filter(|_| same));
        }
        for (name, _) in other.vars.iter() {
            joined.insert(name, None);
        }
        self.vars = joined;
    }

    /// A command that changes the shell itself. Whether it was one.
    pub(super) fn builtin(&mut self, program: &str, args: &[Arg], host: &dyn Host) -> bool {
        match program {
            "cd" | "pushd" => {
                let target = args.iter().find(|arg| !arg.is_option());
                self.workdir = match target {
                    None => match self.lookup("HOME", host) {
                        Value::Known(home) => Some(home),
                        _ => None,
                    },
                    Some(target) => match (target.plain(), &self.workdir) {
                        (Some("-"), _) => None,
                        (Some(path), _) if path.starts_with('/') => Some(absolute("/", path)),
                        (Some(path), Some(workdir)) => Some(absolute(workdir, path)),
                        _ => None,
                    },
                };
                true
            }
            "." | "source" => {
                let file = args.first();
                let venv = file
                    .and_then(Arg::plain)
                    .and_then(|path| path.strip_suffix("/bin/activate"));
                let Some(venv) = venv else {
                    self.sourced = true;
                    self.vars.things_mut().for_each(|value| *value = None);
                    return file.is_some_and(|file| only_sets(file.shown()));
                };
                let venv = match &self.workdir {
                    Some(workdir) => Some(absolute(workdir, venv)),
                    None => venv.starts_with('/').then(|| venv.to_owned()),
                };
                let path = match (&venv, self.lookup("PATH", host)) {
                    (Some(venv), Value::Known(path)) => Some(format!("{venv}/bin:{path}")),
                    (Some(venv), Value::Unset) => Some(format!("{venv}/bin")),
                    _ => None,
                };
                self.vars.set("VIRTUAL_ENV", venv);
                self.vars.set("PATH", path);
                true
            }
            "popd" => {
                self.workdir = None;
                true
            }
            "export" | "readonly" | "local" | "declare" | "typeset" => {
                for arg in args.iter().filter(|arg| !arg.is_option()) {
                    if let Some((name, value)) = arg.known.split_once('=') {
                        let value = arg.complete.then(|| value.to_owned());
                        self.vars.set(name, value);
                    }
                }
                true
            }
            "read" | "getopts" | "mapfile" | "readarray" => {
                for arg in args.iter().filter(|arg| !arg.is_option()) {
                    self.vars.set(&arg.known, None);
                }
                true
            }
            "unset" => {
                for arg in args.iter().filter(|arg| !arg.is_option()) {
                    self.vars.set(&arg.known, Some(String::new()));
                }
                true
            }
            "set" => {
                self.options.set(args.iter().map(Arg::shown));
                true
            }
            ":" | "shift" | "return" | "exit" | "break" | "continue" | "shopt" | "ulimit"
            | "umask" | "wait" | "hash" | "alias" => true,
            _ => false,
        }
    }
}

/// Files that are read into a shell for the variables and functions they set.
fn only_sets(path: &str) -> bool {
    let name = file_name(path);
    matches!(
        name,
        "os-release" | "profile" | "env" | "envvars" | "nvm.sh" | ".bashrc" | ".profile"
    ) || has_extension(name, "env")
}
