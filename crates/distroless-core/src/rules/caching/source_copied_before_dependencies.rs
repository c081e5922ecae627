//! `source-copied-before-dependencies`: every change of a source installs the dependencies anew.

use crate::finding::{Finding, Fix, Safety, Severity};
use crate::graph::{CopyStep, Origin, RunStep, Stage, Step, StepKind};
use crate::image::command::commands;
use crate::image::install::{Install, install};
use crate::image::path::{absolute, file_name};
use crate::model::Model;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta, edits};
use image_knowledge::Presence;

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "source-copied-before-dependencies",
        summary: "dependencies installed anew with every change of a source",
        group: Group::Caching,
        severity: Severity::Info,
        fix: FixAvailability::Sometimes,
        since: "0.1.0",
        docs: page!("source_copied_before_dependencies.md"),
    },
    check,
};

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    for stage in model.reachable() {
        if let Some(finding) = finding(model, stage) {
            report(finding);
        }
    }
}

fn finding(model: &Model<'_>, stage: &Stage) -> Option<Finding> {
    let mut copied: Option<(&Step, String)> = None;
    for step in stage.steps.iter().filter(|step| !step.trigger) {
        match (&step.kind, &copied) {
            (StepKind::Copy(copy), None) => {
                copied = whole_context(copy).map(|destination| (step, destination));
            }
            (StepKind::Run(run), Some((copy, destination))) => match first(run) {
                First::Installs(install) => {
                    let here = run.workdir.as_ref() == Some(destination);
                    // With a cache, what was downloaded once is still there.
                    let cached = run.mounts.iter().any(|mount| mount.kind == "cache");
                    return (here && !cached).then(|| {
                        let fix = reorder(model, copy, step, run, install);
                        tell(copy, step, install).fix(fix)
                    });
                }
                First::Nothing => {}
                First::Other => return None,
            },
            // What was installed before the sources came is kept.
            (StepKind::Run(run), None) => {
                if matches!(first(run), First::Installs(_)) {
                    return None;
                }
            }
            (StepKind::Opaque, _) => return None,
            _ => {}
        }
    }
    None
}

fn tell(copy: &Step, run: &Step, install: Install) -> Finding {
    let Install { name, manifests } = install;
    Finding::new(
        &RULE.meta,
        copy.span,
        format!(
            "all sources are copied before `{name}` runs: every change of any file installs the dependencies anew"
        ),
        format!("copy {manifests} first, then run `{name}`, then copy the sources"),
    )
    .because(copy.span, "the whole build context goes into the image")
    .because(run.span, format!("`{name}` reads {manifests} only"))
}

/// Copies what the command reads first and the rest after it, where the RUN does nothing else.
fn reorder(
    model: &Model<'_>,
    copy: &Step,
    step: &Step,
    run: &RunStep,
    install: Install,
) -> Option<Fix> {
    let lock = match install.name.split(' ').next()? {
        "npm" => None,
        "yarn" => Some("yarn.lock"),
        "pnpm" => Some("pnpm-lock.yaml"),
        "bun" => Some("bun.lock"),
        _ if install.manifests.contains(' ') && !install.manifests.contains(" file") => None,
        _ => return None,
    };
    let files = match (install.name.starts_with("npm"), lock) {
        (true, _) => "package*.json".to_owned(),
        (_, Some(lock)) => format!("package.json {lock}"),
        _ => install.manifests.replace(" and ", " "),
    };
    // Nobody copies a file that is not there.
    let around = model.surroundings();
    let is_there = |file: &str| {
        !around.matching(file).is_empty() || around.presence(file) == Presence::Present
    };
    if commands(run).len() != 1 || !files.split(' ').all(is_there) {
        return None;
    }
    let StepKind::Copy(copied) = &copy.kind else {
        return None;
    };
    let folder = copied.destination.value.as_deref()?;
    let folder = folder.trim_end_matches('/');
    let text = copy.span.text(model.file.source);
    let plain = !text.contains(['\n', '-']) && edits::is_plain(folder);
    let later = edits::after(model, step.span, &[text.to_owned()]).filter(|_| plain)?;
    let first = edits::replace(copy.span, format!("COPY {files} {folder}/"));
    let title = format!("copy {files} first");
    Some(edits::fix(title, Safety::Unsafe, vec![first, later]))
}

/// Where a copy of the whole build context goes to.
fn whole_context(copy: &CopyStep) -> Option<String> {
    let [source] = copy.sources.as_slice() else {
        return None;
    };
    let source = source.value.as_deref()?;
    let whole = matches!(copy.origin, Origin::Context)
        && matches!(source, "." | "./" | "/")
        && copy.heredocs == 0
        && !copy.excludes
        && !copy.parents;
    let destination = copy.destination.value.as_deref().filter(|_| whole)?;
    Some(absolute(copy.workdir.as_deref()?, destination))
}

/// What a RUN does first, of the things that matter.
enum First {
    /// It installs the dependencies of the project in the working directory.
    Installs(Install),
    /// Nothing that changes what the dependencies are.
    Nothing,
    /// Something that may.
    Other,
}

/// Programs that do not change a project: package managers of systems and their like.
const BYSTANDERS: &[&str] = &[
    "apk", "apt", "apt-get", "chmod", "chown", "corepack", "dnf", "echo", "export", "groupadd",
    "microdnf", "mkdir", "rm", "set", "tdnf", "true", "useradd", "yum",
];

fn first(run: &RunStep) -> First {
    for words in commands(run) {
        if let Some(install) = install(words) {
            return First::Installs(install);
        }
        let program = words
            .first()
            .map(|word| file_name(word))
            .unwrap_or_default();
        let tool = |option: &str| words.iter().any(|word| word == option);
        let bystander = BYSTANDERS.contains(&program)
            || matches!(program, "npm" | "pnpm" | "yarn")
                && (tool("-g") || tool("--global") || tool("config"))
            || matches!(program, "pip" | "pip3") && (tool("--upgrade") || tool("-U"));
        if !bystander {
            return First::Other;
        }
    }
    First::Nothing
}
