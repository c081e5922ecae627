//! Questions to an instruction that need no more than its own parts.

use crate::ast::{Command, Flag, Instruction, Keyword};
use crate::text::Text;

impl<'s> Instruction<'s> {
    /// The first flag of this name (without dashes, exact case as in BuildKit).
    pub fn flag(&self, name: &str) -> Option<&Flag<'s>> {
        self.flags_named(name).next()
    }

    /// The value of the first flag of this name; `None` where there is no flag or no `=`.
    pub fn flag_value(&self, name: &str) -> Option<&Text<'s>> {
        self.flag(name)?.value.as_ref()
    }

    /// Every flag of this name, in order, such as `--mount` or `--exclude`.
    pub fn flags_named(&self, name: &str) -> impl Iterator<Item = &Flag<'s>> {
        self.flags
            .iter()
            .filter(move |flag| flag.name.as_str() == name)
    }

    /// Whether a switch such as `--link` is on: given, and not given as `=false`.
    pub fn switch(&self, name: &str) -> bool {
        self.flag(name).is_some_and(|flag| {
            flag.value
                .as_ref()
                .is_none_or(|value| !value.as_str().eq_ignore_ascii_case("false"))
        })
    }
}

impl Keyword {
    /// The keyword in lower case; empty for [`Keyword::Unknown`].
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Arg => "arg",
            Self::Cmd => "cmd",
            Self::Copy => "copy",
            Self::Entrypoint => "entrypoint",
            Self::Env => "env",
            Self::Expose => "expose",
            Self::From => "from",
            Self::Healthcheck => "healthcheck",
            Self::Label => "label",
            Self::Maintainer => "maintainer",
            Self::Onbuild => "onbuild",
            Self::Run => "run",
            Self::Shell => "shell",
            Self::Stopsignal => "stopsignal",
            Self::User => "user",
            Self::Volume => "volume",
            Self::Workdir => "workdir",
            Self::Unknown => "",
        }
    }
}

impl<'s> Command<'s> {
    /// The command line of the shell form.
    pub const fn shell(&self) -> Option<&Text<'s>> {
        match self {
            Self::Shell(text) => Some(text),
            Self::Exec(_) => None,
        }
    }

    /// The words of the exec form.
    pub fn exec(&self) -> Option<&[Text<'s>]> {
        match self {
            Self::Shell(_) => None,
            Self::Exec(words) => Some(words),
        }
    }
}
