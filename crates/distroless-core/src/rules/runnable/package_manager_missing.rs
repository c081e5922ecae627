//! `package-manager-missing`: the image starts a package manager that it does not have.

use crate::finding::{Finding, Fix, Safety, Severity};
use crate::graph::{CommandLine, Operand, Setting, Stage};
use crate::image::command::first_program;
use crate::image::path::{file_name, merged};
use crate::image::{Answer, Start, exec_form};
use crate::model::Model;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};
use dockerfile_syntax::Span;
use image_knowledge::{Presence, RuntimeKind};

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "package-manager-missing",
        summary: "start command of a package manager that the image does not have",
        group: Group::Runnable,
        severity: Severity::Error,
        fix: FixAvailability::Sometimes,
        since: "0.1.0",
        docs: page!("package_manager_missing.md"),
    },
    check,
};

/// Package managers of systems and languages, and the runners that come with them.
const NAMES: &[&str] = &[
    "apk", "apt", "apt-get", "bundle", "bundler", "cargo", "composer", "conda", "corepack", "dnf",
    "gem", "gradle", "microdnf", "mvn", "npm", "npx", "pdm", "pip", "pip3", "pipenv", "pipx",
    "pnpm", "pnpx", "poetry", "rye", "uv", "uvx", "yarn", "yarnpkg", "yum", "zypper",
];

/// Interpreters that take their first argument for a program text.
const INTERPRETERS: &[&str] = &["java", "node", "python"];

/// Whether a command is a package manager.
pub(super) fn is_package_manager(program: &str) -> bool {
    NAMES.contains(&file_name(program))
}

/// A package manager that an image starts.
struct Started<'m> {
    name: String,
    span: Span,
    /// All words, where it is the exec form.
    words: Option<&'m [Operand]>,
    /// The entrypoint of the base that takes it for a program text.
    interpreter: Option<&'m str>,
    answer: Answer,
}

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    for stage in model.runnable() {
        let Some(started) = started(model, stage) else {
            continue;
        };
        let (name, base) = (&started.name, model.base_name(stage));
        let message = match started.interpreter {
            Some(interpreter) => format!(
                "`{base}` has no `{name}`, and its entrypoint `{interpreter}` takes `{name}` for the program to run: the container ends at once"
            ),
            None => format!("`{base}` has no `{name}`: the container cannot start"),
        };
        report(
            Finding::new(
                &RULE.meta,
                started.span,
                message,
                format!("start what `{name}` would start, such as `CMD [\"server.js\"]` for a script of package.json"),
            )
            .because(started.answer.by, format!("`{base}` has no `{name}`, and nothing copied onto it brings it"))
            .proved_by(started.answer)
            .fix(fix(model, stage, &started)),
        );
    }
}

fn started<'m>(model: &'m Model<'_>, stage: &'m Stage) -> Option<Started<'m>> {
    let absent = |name: &str| Some(model.program(stage, name)).filter(|answer| answer.is_absent());
    match Start::of(&stage.config) {
        Start::Program { words, span, .. } => {
            let name = words
                .first()?
                .value
                .as_deref()
                .filter(|name| is_package_manager(name))?;
            Some(Started {
                name: file_name(name).to_owned(),
                span,
                words: Some(words),
                interpreter: None,
                answer: absent(name)?,
            })
        }
        Start::Shell(text) => {
            // Without a shell the command does not matter: exec-form-required speaks.
            let shell = model.shell(stage).1;
            let name = first_program(text).filter(|name| is_package_manager(name))?;
            let span = stage.config.entrypoint.span().or(stage.config.cmd.span())?;
            (shell.presence == Presence::Present).then_some(())?;
            Some(Started {
                answer: absent(&name)?,
                name,
                span,
                words: None,
                interpreter: None,
            })
        }
        Start::Inherited { entrypoint, cmd } => {
            let Setting::Set {
                value: CommandLine::Exec(words),
                span,
                ..
            } = cmd
            else {
                return None;
            };
            let interpreter = entrypoint.first()?.value.as_deref()?;
            let plain =
                file_name(interpreter).trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
            let name = words.first()?.value.as_deref()?;
            let text = merged(&model.absolute(stage, name)?);
            // A program text that really has that name.
            let there = model.path(stage, &text).presence == Presence::Present;
            if !INTERPRETERS.contains(&plain)
                || name.contains('/')
                || !is_package_manager(name)
                || there
            {
                return None;
            }
            Some(Started {
                name: name.to_owned(),
                span: *span,
                words: Some(words),
                interpreter: Some(interpreter),
                answer: absent(name)?,
            })
        }
        Start::Unknown | Start::Nothing | Start::InheritedCommand => None,
    }
}

/// The program that the script of package.json starts, in place of the package manager.
fn fix(model: &Model<'_>, stage: &Stage, started: &Started<'_>) -> Option<Fix> {
    let words: Vec<&str> = started
        .words?
        .iter()
        .map(|word| word.value.as_deref())
        .collect::<Option<_>>()?;
    let script = match words.as_slice() {
        ["npm" | "yarn" | "pnpm", "start"] | ["yarn" | "npm" | "pnpm", "run", "start"] => "start",
        ["npm" | "yarn" | "pnpm", "run", script] => script,
        _ => return None,
    };
    let workdir = model.absolute(stage, ".")?;
    let folder = model.contents(stage).context_of(&merged(&workdir))?;
    let project = model.surroundings().project(&folder);
    let line = project.node()?.scripts.get(script)?;
    // Variables, several commands and tools of node_modules need more than a program and its arguments.
    if line.contains(['$', '&', '|', ';', '>', '<', '"', '\'', '*', '`', '=', '\\']) {
        return None;
    }
    let mut line = line.split_whitespace();
    if line.next()? != "node" {
        return None;
    }
    let arguments: Vec<&str> = line.collect();
    let program = match started.interpreter {
        Some(_) => None,
        None => Some(
            model
                .base(stage)
                .facts()?
                .runtime(RuntimeKind::Node)?
                .executable
                .as_ref()
                .known()?
                .to_string(),
        ),
    };
    let place = model.arguments(started.span)?;
    let text = exec_form::array(program.as_deref().into_iter().chain(arguments));
    Some(Fix::replace(
        format!("start what the script `{script}` of package.json starts"),
        Safety::Unsafe,
        place,
        text,
    ))
}
