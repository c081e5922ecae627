//! `prefer-multi-stage`: one stage both compiles and ships.

use super::reference::called;
use crate::finding::{Finding, Severity};
use crate::graph::{BaseTarget, CommandLine, Setting, Stage, Step, StepKind};
use crate::image::compile::{Deed, Toolchain, deeds};
use crate::image::path::file_name;
use crate::model::Model;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};
use dockerfile_syntax::{Kind, Span};
use image_knowledge::ImageFacts;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "prefer-multi-stage",
        summary: "an image that ships what compiled it",
        group: Group::MultiStage,
        severity: Severity::Warning,
        fix: FixAvailability::None,
        since: "0.1.0",
        docs: include_str!("prefer_multi_stage.md"),
    },
    check,
};

/// A command of a RUN.
#[derive(Clone)]
struct Command {
    /// The RUN.
    span: Span,
    /// The command, or the package it installs.
    name: Rc<str>,
    /// Its place among all that was found.
    at: usize,
}

/// What has been done in a stage and those below it. Of each kind the last is kept, so that a stage
/// takes over from the one below in no time.
#[derive(Clone, Default)]
struct Done {
    builds: BTreeMap<Toolchain, Command>,
    /// Packages that bring a toolchain and have not been removed.
    brought: BTreeMap<Toolchain, Command>,
    /// Whether the packages for development of a Node.js project are there.
    all_packages: bool,
}

/// Where the tools come from.
enum Tools {
    Base,
    Package(Command),
}

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    let mut told = BTreeSet::new();
    let mut done: Option<Vec<Done>> = None;
    for stage in model.shipped() {
        let root = model.root(stage);
        if !model.is_application(stage) || starts_toolchain(stage) {
            continue;
        }
        let done = done.get_or_insert_with(|| done_in(model));
        let found = done
            .get(stage.index)
            .and_then(|done| find_build(done, model.base(stage).facts()));
        let Some((toolchain, build, tools)) = found else {
            continue;
        };
        if told.insert(root.index) {
            report(finding(model, stage, toolchain, &build, &tools));
        }
    }
}

fn finding(
    model: &Model<'_>,
    stage: &Stage,
    toolchain: Toolchain,
    build: &Command,
    tools: &Tools,
) -> Finding {
    let base = model.base_name(stage);
    let base = base.split('@').next().unwrap_or(base);
    let command = &build.name;
    let at = model.root(stage).base.span;
    let small =
        "name this stage, and begin a final stage on a small image that copies only what is built";
    let finding = match tools {
        Tools::Base if toolchain == Toolchain::Node => Finding::new(
            &RULE.meta,
            at,
            format!("the packages that only `{command}` needs ship with the image: it is built and run in one stage"),
            "build in a stage of its own, and copy the result and the production packages into the final one",
        )
        .at(Severity::Info)
        .because(at, format!("everything happens on `{base}`")),
        Tools::Base => Finding::new(
            &RULE.meta,
            at,
            format!(
                "`{base}` ships with the compilers, caches and sources of `{command}`, none of which the program needs to \
                 run"
            ),
            small,
        )
        .because(at, format!("`{base}` brings the tools")),
        Tools::Package(brought) => Finding::new(
            &RULE.meta,
            at,
            format!(
                "`{}` and the caches and sources of `{command}` ship with the image, and the program needs none of them \
                 to run",
                brought.name
            ),
            small,
        )
        .because(brought.span, format!("`{}` brings the tools", brought.name)),
    };
    let finding = finding.because(build.span, format!("`{command}` builds here"));
    let start = stage.config.entrypoint.span().or(stage.config.cmd.span());
    match start {
        Some(span) => finding.because(
            span,
            format!(
                "and the same image starts the program, as {}",
                called(stage)
            ),
        ),
        None => finding,
    }
}

/// What has been done in each stage, by index.
fn done_in(model: &Model<'_>) -> Vec<Done> {
    let mut all: Vec<Done> = Vec::with_capacity(model.graph.stages.len());
    let mut found = 0;
    for stage in &model.graph.stages {
        let mut done = match stage.base.target {
            // Stages below come earlier in the file.
            BaseTarget::Stage(below) => all.get(below).cloned().unwrap_or_default(),
            _ => Done::default(),
        };
        let mut production = false;
        for step in &stage.steps {
            production |= sets_production(model, step);
            let StepKind::Run(run) = &step.kind else {
                continue;
            };
            for deed in deeds(run) {
                let mut command = |name: String| {
                    found += 1;
                    Command {
                        span: step.span,
                        name: name.into(),
                        at: found,
                    }
                };
                match deed {
                    Deed::InstallsAll => done.all_packages = !production,
                    Deed::Prunes => done.all_packages = false,
                    Deed::Removes => done.brought.clear(),
                    Deed::Brings(package, toolchain) => {
                        _ = done.brought.insert(toolchain, command(package));
                    }
                    Deed::Compiles(name, toolchain) => {
                        _ = done.builds.insert(toolchain, command(name));
                    }
                }
            }
        }
        all.push(done);
    }
    all
}

/// The last command that compiles, with a toolchain that the base is known to bring, or that was
/// installed and never removed.
fn find_build(done: &Done, facts: Option<&ImageFacts>) -> Option<(Toolchain, Command, Tools)> {
    let from_base = |toolchain: Toolchain| facts.is_some_and(|facts| toolchain.is_in(facts));
    let mut builds: Vec<_> = done.builds.iter().collect();
    builds.sort_by_key(|(_, build)| std::cmp::Reverse(build.at));
    let compiled = || {
        builds
            .iter()
            .filter(|(toolchain, _)| **toolchain != Toolchain::Node)
    };
    if let Some((toolchain, build)) = compiled().find(|(toolchain, _)| from_base(**toolchain)) {
        return Some((**toolchain, (*build).clone(), Tools::Base));
    }
    let with = |toolchain: Toolchain| {
        let mut brought = done.brought.iter();
        brought.find_map(|(brought, package)| {
            toolchain.is_brought_by(*brought).then(|| package.clone())
        })
    };
    if let Some((toolchain, build, package)) = compiled()
        .find_map(|(toolchain, build)| Some((**toolchain, (*build).clone(), with(**toolchain)?)))
    {
        return Some((toolchain, build, Tools::Package(package)));
    }
    let node = done.builds.get(&Toolchain::Node)?;
    (done.all_packages && from_base(Toolchain::Node))
        .then(|| (Toolchain::Node, node.clone(), Tools::Base))
}

/// Whether an ENV tells Node's package managers to leave the packages for development out.
fn sets_production(model: &Model<'_>, step: &Step) -> bool {
    let instruction = model.file.instructions.get(step.instruction);
    match instruction.map(|instruction| &instruction.kind) {
        Some(Kind::Env(pairs)) => pairs.iter().any(|pair| {
            let value = pair
                .value
                .as_ref()
                .map(|value| value.as_str().trim_matches(['"', '\'']));
            pair.name.as_str() == "NODE_ENV" && value == Some("production")
        }),
        _ => false,
    }
}

/// Whether what is started is a tool of the toolchain itself: then it has to be there.
fn starts_toolchain(stage: &Stage) -> bool {
    let lines = [&stage.config.entrypoint, &stage.config.cmd];
    lines.into_iter().filter_map(Setting::value).any(|line| {
        let program = match line {
            CommandLine::Exec(words) => words.first().and_then(|word| word.value.as_deref()),
            CommandLine::Shell { text, .. } => text.split_whitespace().next(),
        };
        let program = program.map(file_name).unwrap_or_default();
        matches!(
            program,
            "cargo"
                | "cmake"
                | "gcc"
                | "go"
                | "gradle"
                | "gradlew"
                | "javac"
                | "make"
                | "mvn"
                | "mvnw"
                | "rustc"
                | "sbt"
                | "stack"
                | "swift"
        )
    })
}
