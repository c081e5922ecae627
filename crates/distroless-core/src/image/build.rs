//! Commands that compile: how a stage shows that it builds something.

use super::path::file_name;
use crate::graph::{CommandLine, RunStep, Step, StepKind};
use dockerfile_syntax::Span;
use image_knowledge::Language;
use shell_syntax::{Dialect, SimpleCommand, Word, parse};

/// A command that turns sources into a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuildCommand {
    /// The RUN it stands in.
    pub span: Span,
    /// The command as people name it: `go build`.
    pub name: String,
    /// What it compiles, where the command tells.
    pub language: Option<Language>,
    /// Whether the result needs neither the tools nor the sources to run. False for interpreters,
    /// whose packages are part of what ships.
    pub compiled: bool,
    /// Whether the command itself switches cgo off (`CGO_ENABLED=0 go build`).
    pub without_cgo: bool,
}

/// The first command among the steps that compiles something.
pub fn build_command<'g>(steps: impl IntoIterator<Item = &'g Step>) -> Option<BuildCommand> {
    steps.into_iter().find_map(|step| match &step.kind {
        StepKind::Run(run) => in_run(run).map(|found| BuildCommand {
            span: step.span,
            name: found.name,
            language: found.language,
            compiled: found.compiled,
            without_cgo: found.without_cgo,
        }),
        _ => None,
    })
}

#[derive(Debug)]
struct Found {
    name: String,
    language: Option<Language>,
    compiled: bool,
    without_cgo: bool,
}

fn in_run(run: &RunStep) -> Option<Found> {
    match &run.command {
        CommandLine::Exec(words) => {
            let words: Option<Vec<&str>> = words.iter().map(|word| word.value.as_deref()).collect();
            recognise(&words?)
        }
        CommandLine::Shell { text, .. } => {
            in_script(text).or_else(|| run.heredocs.iter().find_map(|body| in_script(body)))
        }
    }
}

fn in_script(text: &str) -> Option<Found> {
    parse(text, Dialect::Bash)
        .simple_commands()
        .find_map(|found| in_command(found.command))
        .map(|found| Found {
            without_cgo: found.without_cgo || exports_no_cgo(text),
            ..found
        })
}

/// Whether a script exports `CGO_ENABLED=0`.
fn exports_no_cgo(text: &str) -> bool {
    parse(text, Dialect::Bash).simple_commands().any(|found| {
        let mut words = found.command.words.iter().filter_map(Word::literal);
        words.next().is_some_and(|name| name == "export")
            && words.any(|word| word == "CGO_ENABLED=0")
    })
}

fn in_command(command: &SimpleCommand) -> Option<Found> {
    let words: Vec<_> = command
        .words
        .iter()
        // An argument with a variable in it does not hide the words before it.
        .map(|word| word.literal().unwrap_or_default())
        .collect();
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    let mut assignments = command.assignments.iter();
    let without_cgo = assignments
        .any(|it| it.name == "CGO_ENABLED" && it.value.literal().is_some_and(|value| value == "0"));
    let found = recognise(&words)?;
    Some(Found {
        without_cgo,
        ..found
    })
}

/// Which build tool with which verb compiles what.
const TOOLS: &[(&str, &[&str], Option<Language>)] = &[
    ("cargo", &["build", "install", "b"], Some(Language::Rust)),
    (
        "dotnet",
        &["build", "publish", "msbuild"],
        Some(Language::Dotnet),
    ),
    ("go", &["build", "install"], Some(Language::Go)),
    ("gradle", GRADLE, Some(Language::Java)),
    ("gradlew", GRADLE, Some(Language::Java)),
    ("mvn", MAVEN, Some(Language::Java)),
    ("mvnw", MAVEN, Some(Language::Java)),
];
const GRADLE: &[&str] = &[
    "assemble",
    "bootJar",
    "build",
    "installDist",
    "jar",
    "shadowJar",
];
const MAVEN: &[&str] = &["compile", "install", "package", "verify"];
const SCRIPTS: &[&str] = &["bun", "npm", "pnpm", "yarn"];

fn recognise(words: &[&str]) -> Option<Found> {
    let (program, arguments) = words.split_first()?;
    let program = file_name(program);
    if let Some((tool, verbs, language)) = TOOLS.iter().find(|(tool, ..)| *tool == program) {
        // Gradle's tasks may carry a project path: `:app:build`.
        let is_verb =
            |argument: &&str| verbs.contains(&argument.rsplit(':').next().unwrap_or(argument));
        let verb = arguments.iter().copied().find(is_verb)?;
        return Some(Found {
            name: format!("{tool} {verb}"),
            language: *language,
            compiled: true,
            without_cgo: false,
        });
    }
    if SCRIPTS.contains(&program) {
        let mut arguments = arguments
            .iter()
            .copied()
            .filter(|argument| !argument.starts_with('-'));
        let first = arguments.next()?;
        let script = if matches!(first, "run" | "run-script") {
            arguments.next()?
        } else {
            first
        };
        let builds = script == "build" || script.starts_with("build:");
        return builds.then(|| Found {
            name: format!("{program} run {script}"),
            language: Some(Language::Node),
            compiled: false,
            without_cgo: false,
        });
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn build_tools_are_known_by_their_verbs() {
        for (text, expected) in [
            ("CGO_ENABLED=0 go build -o /app .", Some("go build")),
            ("cd src && cargo build --release", Some("cargo build")),
            ("./mvnw -B -DskipTests package", Some("mvnw package")),
            (
                "./gradlew :app:installDist",
                Some("gradlew :app:installDist"),
            ),
            ("npm ci && npm run build", Some("npm run build")),
            ("yarn build", Some("yarn run build")),
            ("go mod download", None),
            ("npm ci", None),
            ("echo go build", None),
        ] {
            assert_eq!(
                in_script(text).map(|found| found.name).as_deref(),
                expected,
                "{text}"
            );
        }
    }
}
