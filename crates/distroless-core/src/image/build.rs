//! The command by which a stage shows that it builds a program.

use super::compile::{Deed, Toolchain, deeds};
use crate::graph::{RunStep, Step, StepKind};
use dockerfile_syntax::Span;
use image_knowledge::Language;
use shell_syntax::{Script, SimpleCommand, Word};

/// A command that turns sources into a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuildCommand {
    /// The RUN it stands in.
    pub span: Span,
    /// The command as people name it: `go build`.
    pub name: String,
    /// What it compiles, where the command tells.
    pub language: Option<Language>,
    /// Whether the RUN itself switches cgo off: `CGO_ENABLED=0 go build`.
    pub without_cgo: bool,
}

/// The first command among the steps that compiles a program.
pub fn build_command<'g>(steps: impl IntoIterator<Item = &'g Step>) -> Option<BuildCommand> {
    steps.into_iter().find_map(|step| match &step.kind {
        StepKind::Run(run) => {
            let (name, toolchain) = deeds(run).into_iter().find_map(|deed| match deed {
                Deed::Compiles(name, toolchain) => Some((name, toolchain)),
                _ => None,
            })?;
            Some(BuildCommand {
                span: step.span,
                name,
                language: language(toolchain),
                without_cgo: switches_cgo_off(run),
            })
        }
        _ => None,
    })
}

const fn language(toolchain: Toolchain) -> Option<Language> {
    match toolchain {
        Toolchain::C => Some(Language::C),
        Toolchain::Dotnet => Some(Language::Dotnet),
        Toolchain::Go => Some(Language::Go),
        Toolchain::Java => Some(Language::Java),
        Toolchain::Node => Some(Language::Node),
        Toolchain::Rust => Some(Language::Rust),
        Toolchain::Haskell | Toolchain::Swift | Toolchain::Any => None,
    }
}

/// Whether a command of the RUN is started with `CGO_ENABLED=0`, or exports it.
fn switches_cgo_off(run: &RunStep) -> bool {
    run.scripts()
        .iter()
        .flat_map(Script::simple_commands)
        .any(|found| sets_no_cgo(found.command))
}

fn sets_no_cgo(command: &SimpleCommand) -> bool {
    let assigned = command.assignments.iter().any(|assignment| {
        assignment.name == "CGO_ENABLED"
            && assignment.value.literal().is_some_and(|value| value == "0")
    });
    let mut words = command.words.iter().filter_map(Word::literal);
    let exported = words.next().is_some_and(|name| name == "export")
        && words.any(|word| word == "CGO_ENABLED=0");
    assigned || exported
}

#[cfg(test)]
mod tests {
    use super::*;
    use shell_syntax::{Dialect, parse};

    #[test]
    fn cgo_is_switched_off_before_the_command_or_by_export() {
        for (text, expected) in [
            ("CGO_ENABLED=0 go build", true),
            ("export CGO_ENABLED=0 && go build", true),
            ("CGO_ENABLED=1 go build", false),
            ("echo CGO_ENABLED=0", false),
            ("go build", false),
        ] {
            let script = parse(text, Dialect::Bash);
            let off = script
                .simple_commands()
                .any(|found| sets_no_cgo(found.command));
            assert_eq!(off, expected, "{text}");
        }
    }
}
