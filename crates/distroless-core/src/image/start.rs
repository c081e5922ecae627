//! How a container of the image starts.

use crate::graph::{CommandLine, Config, Operand, Setting};
use dockerfile_syntax::Span;

/// What the engine starts, as far as it is known.
#[derive(Clone, Copy, Debug)]
pub enum Start<'g> {
    /// ENTRYPOINT and CMD depend on something that is not known.
    Unknown,
    /// Neither is set.
    Nothing,
    /// The shell in force reads a text.
    Shell(&'g str),
    /// A program of this file's choice is started as it stands.
    Program {
        /// Its words.
        words: &'g [Operand],
        /// The instruction.
        span: Span,
        /// `ENTRYPOINT` or `CMD`.
        keyword: &'static str,
    },
    /// The base image's entrypoint is started.
    Inherited {
        /// Its words.
        entrypoint: &'g [Operand],
        /// What this file, or the base, gives it as arguments.
        cmd: &'g Setting<CommandLine>,
    },
    /// The base image's command is started, with nothing of this file.
    InheritedCommand,
}

impl<'g> Start<'g> {
    /// What an image of that configuration starts.
    pub fn of(config: &'g Config) -> Self {
        match &config.entrypoint {
            Setting::Unknown | Setting::Inherited(CommandLine::Shell { .. }) => Self::Unknown,
            Setting::Set { value, span, .. } => Self::line(value, *span, "ENTRYPOINT"),
            Setting::Inherited(CommandLine::Exec(entrypoint)) => Self::Inherited {
                entrypoint,
                cmd: &config.cmd,
            },
            Setting::Unset => match &config.cmd {
                Setting::Unknown | Setting::Inherited(CommandLine::Shell { .. }) => Self::Unknown,
                Setting::Unset => Self::Nothing,
                Setting::Set { value, span, .. } => Self::line(value, *span, "CMD"),
                Setting::Inherited(CommandLine::Exec(_)) => Self::InheritedCommand,
            },
        }
    }

    /// The words of the command that the entrypoint script of an official image hands over to.
    pub fn handed_over(self) -> Option<&'g [Operand]> {
        let Self::Inherited {
            entrypoint: [script],
            cmd:
                Setting::Set {
                    value: CommandLine::Exec(words),
                    ..
                },
        } = self
        else {
            return None;
        };
        let is_script = script.value.as_deref()?.ends_with("entrypoint.sh");
        is_script.then_some(words)
    }

    fn line(line: &'g CommandLine, span: Span, keyword: &'static str) -> Self {
        match line {
            CommandLine::Shell { text, .. } => Self::Shell(text),
            CommandLine::Exec(words) => Self::Program {
                words,
                span,
                keyword,
            },
        }
    }
}
