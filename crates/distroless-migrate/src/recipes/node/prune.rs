//! Packages for development, which the final image does not get.

use super::{TOOLS, folder};
use crate::plan::{Lines, Note, Plan};
use crate::recipes::insert;
use crate::run::{Cmd, Run};
use crate::start::Started;
use crate::survey::Survey;
use image_knowledge::RuntimeKind;

/// How packages are installed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Manager {
    Npm,
    Yarn,
    YarnBerry,
    Pnpm,
}

/// Whether a command installs the packages of the project, and how.
fn installs(command: &Cmd) -> Option<Manager> {
    let words: Vec<&str> = command.plain_words().collect();
    let global = command.has(&["-g", "--global", "global"]);
    match (command.program(), words.as_slice()) {
        _ if global => None,
        ("npm", ["ci" | "install" | "i" | "clean-install"]) => Some(Manager::Npm),
        ("yarn", [] | ["install"]) => Some(Manager::Yarn),
        ("pnpm", ["install" | "i"]) => Some(Manager::Pnpm),
        _ => None,
    }
}

/// Whether a command leaves packages for development out.
fn is_for_production(survey: &Survey<'_, '_>, run: &Run<'_>, command: &Cmd) -> bool {
    let text = command.words.join(" ");
    let flags = [
        "--omit=dev",
        "--omit dev",
        "--production",
        "--only=production",
        "--only=prod",
        "--prod",
        "-P",
        "--only production",
    ];
    let flagged =
        flags.iter().any(|flag| text.contains(flag)) && !text.contains("--production=false");
    let set = survey.model.graph.env(survey.stage.index, "NODE_ENV");
    let before = survey.stage.steps.iter().any(|step| {
        step.span.start < run.step.span.start
            && step.assignments.iter().any(|it| {
                it.name.as_deref() == Some("NODE_ENV")
                    && it
                        .value
                        .as_ref()
                        .is_some_and(|value| value.value.as_deref() == Some("production"))
            })
    });
    flagged
        || before
            && set.value().is_some_and(|value| value == "production")
            && !text.contains("--include=dev")
}

/// Leaves packages for development out of the final image.
pub(super) fn prune(survey: &Survey<'_, '_>, plan: &mut Plan, root: &str, started: &Started) {
    let mut install: Option<(&Run<'_>, &Cmd, Manager)> = None;
    let mut several = false;
    let mut pruned = false;
    let mut later = false;
    for (run, command) in survey.commands() {
        if let Some(manager) = installs(command) {
            several |= install.is_some();
            install = Some((run, command, manager));
            later = false;
            pruned = is_for_production(survey, run, command);
        } else if TOOLS.contains(&command.program()) {
            later |= install.is_some();
            pruned |= command.has(&["prune", "focus"]);
        }
    }
    let Some((run, command, mut manager)) = install else {
        return;
    };
    if pruned {
        return;
    }
    let project = survey.model.surroundings().project(&folder(survey));
    if project
        .node()
        .is_some_and(|node| node.dev_dependencies.is_empty() && !node.workspaces)
    {
        return;
    }
    if project
        .locks()
        .iter()
        .any(|lock| lock.kind == distroless_core::context::LockKind::YarnBerry)
    {
        manager = Manager::YarnBerry;
    }
    if project.node().is_some_and(|node| node.workspaces) || run.step.span.end > plan_end(survey) {
        plan.notes.push(Note::at(
            run.step.span,
            "packages for development of a workspace are kept: leave them out by hand",
        ));
        return;
    }
    if let Some(name) = needed(survey, started) {
        plan.notes.push(Note::at(
            run.step.span,
            format!("packages for development are kept: the program loads `{name}`, which is one of them; move it to `dependencies`"),
        ));
        return;
    }
    let reason = "packages for development are not needed to run";
    let elsewhere = match &run.step.kind {
        distroless_core::graph::StepKind::Run(run) => run.workdir.as_deref() != Some(root),
        _ => true,
    };
    let old = survey
        .version(RuntimeKind::Node)
        .and_then(|it| it.split('.').next()?.parse::<u32>().ok())
        .is_some_and(|major| major < 16);
    if !later && !several && run.editable && command.plain && manager != Manager::YarnBerry {
        let flag = match manager {
            Manager::Npm if old => " --only=production",
            Manager::Npm => " --omit=dev",
            Manager::Yarn => " --production",
            Manager::Pnpm | Manager::YarnBerry => " --prod",
        };
        if let Some(end) = command.end() {
            plan.edits.push(insert(end, flag, reason));
        }
        return;
    }
    if elsewhere {
        plan.notes.push(Note::at(
            run.step.span,
            "packages for development are kept: it is not known where to leave them out",
        ));
        return;
    }
    let line = match manager {
        Manager::Npm if old => "RUN npm prune --production",
        Manager::Npm => "RUN npm prune --omit=dev",
        Manager::Yarn => "RUN yarn install --production --ignore-scripts --prefer-offline",
        Manager::YarnBerry => "RUN yarn workspaces focus --all --production",
        Manager::Pnpm => "RUN CI=true pnpm prune --prod",
    };
    plan.builds_here = true;
    plan.build.push(Lines {
        lines: vec![line.to_owned()],
        reason: "packages for development are needed to build, and not to run".to_owned(),
    });
}

/// The end of the last RUN.
fn plan_end(survey: &Survey<'_, '_>) -> u32 {
    survey.runs.last().map_or(0, |run| run.step.span.end)
}

/// A package for development that the started script names, or that Node.js is told to load before it.
fn needed(survey: &Survey<'_, '_>, started: &Started) -> Option<String> {
    let project = survey.model.surroundings().project(&folder(survey));
    let node = project.node()?;
    let words = started.words();
    let loads = words
        .windows(2)
        .filter(|pair| matches!(pair, ["-r" | "--require" | "--import" | "--loader", _]))
        .filter_map(|pair| pair.get(1).copied());
    let script = words.iter().skip(1).find(|word| !word.starts_with('-'));
    let text = script.and_then(|script| {
        let path = survey.file_of_context(script)?;
        survey.model.surroundings().files().read(&path)
    });
    let text = text.unwrap_or_default();
    let dev = node
        .dev_dependencies
        .keys()
        .filter(|name| !node.dependencies.contains_key(*name));
    let named = |name: &str| {
        ["'", "\""].iter().any(|quote| {
            text.contains(&format!("{quote}{name}{quote}"))
                || text.contains(&format!("{quote}{name}/"))
        })
    };
    let loads: Vec<&str> = loads.collect();
    let mut dev = dev.filter(|name| {
        named(name)
            || loads
                .iter()
                .any(|load| load == name || load.starts_with(&format!("{name}/")))
    });
    dev.next().cloned()
}
