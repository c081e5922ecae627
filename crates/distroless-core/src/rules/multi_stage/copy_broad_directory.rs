//! `copy-broad-directory`: a directory of a build stage is copied for the program in it, and brings what
//! only building needs.

use super::narrowed::narrowed;
use super::reference::called;
use crate::finding::Finding;
use crate::finding::Severity;
use crate::graph::{CopyStep, Origin, Stage, Step, StepKind};
use crate::image::artifact::Kind;
use crate::image::path::{absolute, file_name, is_below, merged};
use crate::model::Model;
use crate::model::sources::holds_sources;
use crate::model::started::{Built, built};
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};
use dockerfile_syntax::Span;
use image_knowledge::{RuntimeKind, ToolClass, package_class};
use std::collections::BTreeSet;

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "copy-broad-directory",
        summary: "a copied directory holds sources or a toolchain beside the program",
        group: Group::MultiStage,
        severity: Severity::Warning,
        fix: FixAvailability::Sometimes,
        since: "0.1.0",
        docs: page!("copy_broad_directory.md"),
    },
    check,
};

/// Something that only building needs.
struct Inside {
    what: String,
    /// Where it comes into the stage that is copied from.
    span: Span,
    shown: String,
}

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    let mut seen = BTreeSet::new();
    for shipped in model.shipped().filter(|stage| model.is_application(stage)) {
        // Where the image compiles by itself, prefer-multi-stage speaks.
        if model.build_command(shipped).is_some() {
            continue;
        }
        // What an interpreter reads are sources: only a program that was compiled needs none.
        let Some(program) = built(model, shipped) else {
            continue;
        };
        for stage in model.chain(shipped) {
            for step in stage.steps.iter().filter(|step| !step.trigger) {
                let StepKind::Copy(copy) = &step.kind else {
                    continue;
                };
                let Origin::Stage(source) = copy.origin else {
                    continue;
                };
                let Some(source) = model.graph.stages.get(source) else {
                    continue;
                };
                let inside = inside(model, shipped, stage, step, copy, source);
                if !inside.is_empty() && seen.insert(step.span.start) {
                    let fix = narrowed(model, stage, step, copy, &program);
                    report(finding(source, step, copy, &program, &inside).fix(fix));
                }
            }
        }
    }
}

/// What is known to come along with a copy, and only building needs.
fn inside(
    model: &Model<'_>,
    shipped: &Stage,
    stage: &Stage,
    step: &Step,
    copy: &CopyStep,
    source: &Stage,
) -> Vec<Inside> {
    let directories: Vec<String> = copy
        .sources
        .iter()
        .filter_map(|source| source.value.as_deref())
        .filter(|path| !path.contains(['*', '?', '[']))
        .map(|path| merged(&absolute("/", path)))
        .collect();
    // All of it is copy-entire-stage's.
    if directories.iter().any(|path| path == "/") {
        return Vec::new();
    }
    let mut found: Vec<Inside> = Vec::new();
    for artifact in &model.contents(shipped).artifacts {
        let by_this = artifact
            .trail
            .last()
            .is_some_and(|last| last.stage == stage.index && last.span == step.span);
        let Some(made) = artifact.made().filter(|_| by_this && artifact.sure) else {
            continue;
        };
        if model.path(shipped, &artifact.path).is_absent() {
            continue;
        }
        match &artifact.kind {
            Kind::Sources { context } if holds_sources(model, context) => found.push(Inside {
                what: "the sources".to_owned(),
                span: made.span,
                shown: "the sources come in here".to_owned(),
            }),
            Kind::Toolchain(name) => found.push(Inside {
                what: format!("the toolchain of {name}"),
                span: made.span,
                shown: format!("the toolchain of {name} comes in here"),
            }),
            _ => {}
        }
    }
    if copy.excludes {
        return found;
    }
    // The file itself is copied by its name: it is wanted.
    let holds = |path: &str| {
        directories
            .iter()
            .any(|directory| path != directory && is_below(path, directory))
    };
    let root = model.root(source);
    if let Some(facts) = model.base(source).facts() {
        for runtime in &facts.runtimes {
            if let Some(name) = toolchain(runtime.kind)
                && runtime
                    .executable
                    .as_ref()
                    .known()
                    .is_some_and(|path| holds(&merged(path)))
            {
                found.push(Inside {
                    what: format!("the toolchain of {name}"),
                    span: root.base.span,
                    shown: format!(
                        "`{}` holds the toolchain of {name}",
                        model.base_name(source)
                    ),
                });
            }
        }
    }
    // Where packages of the system put their programs.
    if holds("/usr/bin/cc") {
        let compiler = model.contents(source).installed().find(|package| {
            package.sure
                && package_class(package.manager, &package.name) == Some(ToolClass::Toolchain)
        });
        if let Some(package) = compiler {
            found.push(Inside {
                what: format!("`{}`", package.name),
                span: package.site.span,
                shown: format!("`{}` is installed here", package.name),
            });
        }
    }
    found
}

const fn toolchain(kind: RuntimeKind) -> Option<&'static str> {
    match kind {
        RuntimeKind::Go => Some("Go"),
        RuntimeKind::Rust => Some("Rust"),
        RuntimeKind::Gcc => Some("GCC"),
        RuntimeKind::Haskell => Some("GHC"),
        RuntimeKind::Swift => Some("Swift"),
        _ => None,
    }
}

fn finding(
    source: &Stage,
    step: &Step,
    copy: &CopyStep,
    program: &Built<'_>,
    inside: &[Inside],
) -> Finding {
    let name = called(source);
    let mut whats: Vec<&str> = Vec::new();
    for it in inside {
        if !whats.contains(&it.what.as_str()) {
            whats.push(&it.what);
        }
    }
    let what = match whats.as_slice() {
        [all @ .., last] if !all.is_empty() => format!("{} and {last}", all.join(", ")),
        [one] => (*one).to_owned(),
        _ => String::new(),
    };
    let directory = copy
        .sources
        .iter()
        .find_map(|source| source.value.as_deref())
        .unwrap_or_default();
    let finding = Finding::new(
        &RULE.meta,
        step.span,
        format!(
            "all of `{directory}` of {name} is copied, and with it {what}: the image starts `{}` and needs none of that",
            program.path
        ),
        format!(
            "copy `{}` by its name, and what it reads when it runs",
            file_name(&program.path)
        ),
    );
    inside
        .iter()
        .fold(finding, |finding, it| finding.because(it.span, &*it.shown))
        .because(program.span, "the image starts the program here")
}
