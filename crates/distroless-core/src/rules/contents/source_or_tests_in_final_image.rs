//! `source-or-tests-in-final-image`: a copy of the build context brings what no container needs.

use crate::finding::{Finding, Fix, Safety, Severity};
use crate::graph::{CopyStep, Operand, Stage, StepKind};
use crate::image::artifact::{Artifact, Kind};
use crate::image::path::{absolute, is_below, within};
use crate::model::Model;
use crate::model::sources::holds_sources;
use crate::model::started::built;
use crate::rules::edits::{self, understands};
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};
use image_knowledge::Presence;
use std::collections::BTreeSet;

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "source-or-tests-in-final-image",
        summary: "the repository's history, tests or sources in the final image",
        group: Group::Contents,
        severity: Severity::Info,
        fix: FixAvailability::Sometimes,
        since: "0.1.0",
        docs: page!("source_or_tests_in_final_image.md"),
    },
    check,
};

/// What no container of an application needs, whatever the language.
const NEEDLESS: &[&str] = &[
    ".git",
    "test",
    "tests",
    "__tests__",
    "node_modules",
    ".venv",
    "coverage",
];

/// What is named along with it, and is not worth a word by itself.
const ALONG: &[&str] = &[
    ".github",
    ".idea",
    ".vscode",
    "Dockerfile",
    "docker-compose.yml",
    "compose.yaml",
    "docs",
];

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    let mut seen = BTreeSet::new();
    for stage in model.shipped().filter(|stage| model.is_application(stage)) {
        // Where the stage compiles the application, prefer-multi-stage speaks.
        if model.build_command(stage).is_some() {
            continue;
        }
        for artifact in &model.contents(stage).artifacts {
            let Kind::Sources { context } = &artifact.kind else {
                continue;
            };
            let found = of_copy(model, stage, artifact, context);
            if let Some(finding) = found
                && seen.insert(finding.span.start)
            {
                report(finding);
            }
        }
    }
}

fn of_copy(
    model: &Model<'_>,
    stage: &Stage,
    artifact: &Artifact,
    context: &str,
) -> Option<Finding> {
    let last = artifact.trail.last().filter(|_| artifact.sure)?;
    // What is removed again from the image is not in it; a layer below keeps it, but that is another defect.
    if model.path(stage, &artifact.path).is_absent() {
        return None;
    }
    let direct = artifact.trail.len() == 1;
    let program = built(model, stage);
    // A directory of another stage, beside a program that was compiled there: copy-broad-directory.
    if program.is_some() && !direct {
        return None;
    }
    let copy = copied_by(model, artifact)?;
    let mut needless = needless(model, stage, artifact, context);
    needless.retain(|name| !copy.excluded.iter().any(|excluded| excluded == name));
    let heavy = needless.iter().any(|name| NEEDLESS.contains(name));
    let elsewhere = program.filter(|program| {
        program
            .artifact
            .made()
            .is_some_and(|made| model.chain(stage).all(|own| own.index != made.stage))
            // A tool may be given the project to work on.
            && is_below(&program.path, &artifact.path)
    });
    let finding = match elsewhere {
        Some(program) if holds_sources(model, context) => Finding::new(
            &RULE.meta,
            last.span,
            format!(
                "the sources are copied to `{}` and ship, though the image starts `{}`, which was compiled in another stage",
                artifact.path, program.path
            ),
            "copy only the files that the program reads when it runs, each by its name",
        )
        .because(
            program.artifact.made()?.span,
            "the program is compiled here",
        )
        .because(program.span, "the image starts it here"),
        _ if !heavy => return None,
        _ => {
            Finding::new(
                &RULE.meta,
                last.span,
                if needless.len() == 1 {
                    format!(
                        "{} of the build context goes to `{}` and ships: no container needs it",
                        list(&needless),
                        artifact.path
                    )
                } else {
                    format!(
                        "{} of the build context go to `{}` and ship: no container needs them",
                        list(&needless),
                        artifact.path
                    )
                },
                "list what no container needs in .dockerignore, or copy by name what the application is made of",
            )
        }
    };
    let first = artifact.made()?;
    let shown = match (heavy, model.surroundings().ignore()) {
        (false, _) => "they come from the build context here".to_owned(),
        (true, Some(ignore)) if ignore.path.is_some() => {
            format!(
                "the build context holds {}, and .dockerignore lets that through",
                list(&needless)
            )
        }
        _ => format!(
            "the build context holds {}, and no .dockerignore keeps that out",
            list(&needless)
        ),
    };
    let finding = finding.because(first.span, shown);
    Some(if direct {
        finding.fix(fix(model, copy, last.span, &needless))
    } else {
        finding.because(last.span, "the directory is copied on here")
    })
}

/// The copy that brings something from the build context.
fn copied_by<'m>(model: &'m Model<'_>, artifact: &Artifact) -> Option<&'m CopyStep> {
    let first = artifact.made()?;
    let mut steps = model.graph.stages.get(first.stage)?.steps.iter();
    steps.find_map(|step| match &step.kind {
        StepKind::Copy(copy) if step.span == first.span => Some(copy),
        _ => None,
    })
}

/// The release of Docker's frontend since which `--exclude` is for everybody.
/// Source: moby/buildkit, release notes of Dockerfile 1.19.0, checked 2026-11-28.
const EXCLUDES: u32 = 19;

/// The copy without that.
fn fix(
    model: &Model<'_>,
    copy: &CopyStep,
    span: dockerfile_syntax::Span,
    needless: &[&str],
) -> Option<Fix> {
    // Names are looked for where the copy begins.
    let [
        Operand {
            value: Some(source),
            ..
        },
    ] = copy.sources.as_slice()
    else {
        return None;
    };
    let whole = matches!(source.as_str(), "." | "./" | "/");
    let instruction = model
        .instruction(span)
        .filter(|_| whole && !copy.add && understands(model, EXCLUDES))?;
    let mut flags = String::new();
    for name in needless {
        flags.push_str(" --exclude=");
        flags.push_str(name);
    }
    let edit = edits::insert(instruction.keyword_span.end, flags);
    let title = format!("leave out {}", list(needless));
    (!needless.is_empty()).then(|| edits::fix(title, Safety::Unsafe, vec![edit]))
}

/// What the directory of the build context holds that no container needs, and is still in the image.
fn needless(
    model: &Model<'_>,
    stage: &Stage,
    artifact: &Artifact,
    context: &str,
) -> Vec<&'static str> {
    NEEDLESS
        .iter()
        .chain(ALONG)
        .copied()
        .filter(|name| {
            model.surroundings().presence(&within(context, name)) == Presence::Present
                && !model
                    .path(stage, &absolute(&artifact.path, name))
                    .is_absent()
                && !is_made_anew(model, stage, &absolute(&artifact.path, name))
        })
        .collect()
}

/// Whether a package manager makes the directory itself, in the place of what was copied.
fn is_made_anew(model: &Model<'_>, stage: &Stage, path: &str) -> bool {
    let artifacts = &model.contents(stage).artifacts;
    artifacts.iter().any(|artifact| {
        artifact.path == path && matches!(artifact.kind, Kind::NodeModules(_) | Kind::Venv(_))
    })
}

fn list(names: &[&str]) -> String {
    let names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [all @ .., last] => format!("{} and {last}", all.join(", ")),
    }
}
