//! What a shipping image was compiled with, and in which stage.

use crate::graph::{BaseTarget, CommandLine, Setting, Stage, Step, StepKind};
use crate::image::compile::{Deed, Toolchain, deeds};
use crate::image::path::file_name;
use crate::model::Model;
use crate::order;
use dockerfile_syntax::{Kind, Span};
use image_knowledge::ImageFacts;
use std::rc::Rc;

/// A command of a RUN.
#[derive(Clone)]
pub(super) struct Command {
    /// The RUN.
    pub(super) span: Span,
    /// The command, or the package it installs.
    pub(super) name: Rc<str>,
    /// Its place among all that was found.
    at: usize,
    /// The stage it stands in.
    pub(super) stage: usize,
    /// A later RUN that removes packages: the layer before ships them all the same.
    pub(super) removed: Option<Span>,
}

/// What has been done in a stage and those below it. Of each kind the last is kept, so that a stage
/// takes over from the one below in no time.
#[derive(Clone, Default)]
struct Done {
    builds: Vec<(Toolchain, Command)>,
    /// Packages that bring a toolchain and have not been removed in the same layer.
    brought: Vec<(Toolchain, Command)>,
    /// Whether the packages for development of a Node.js project are there.
    all_packages: bool,
}

/// Where the tools come from.
pub(super) enum Tools {
    Base,
    Package(Command),
}

/// A compilation whose tools ship.
pub(super) struct Build<'m> {
    /// The stage that ships.
    pub(super) stage: &'m Stage,
    /// What compiles.
    pub(super) toolchain: Toolchain,
    /// The command.
    pub(super) command: Command,
    /// What brings the tools.
    pub(super) tools: Tools,
}

/// The images that run an application and were compiled in place: for each, the last command that
/// compiles in the stage or in one below it.
pub(super) fn builds<'m>(model: &'m Model<'_>) -> impl Iterator<Item = Build<'m>> {
    let mut done: Option<Vec<Done>> = None;
    model
        .shipped()
        .filter(|stage| model.is_application(stage) && !starts_toolchain(stage))
        .filter_map(move |stage| {
            let done = done
                .get_or_insert_with(|| done_in(model))
                .get(stage.index)?;
            let (toolchain, command, tools) = find_build(done, model.base(stage).facts())?;
            Some(Build {
                stage,
                toolchain,
                command,
                tools,
            })
        })
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
                        stage: stage.index,
                        removed: None,
                    }
                };
                match deed {
                    Deed::InstallsAll => done.all_packages = !production,
                    Deed::Prunes => done.all_packages = false,
                    Deed::Removes => {
                        done.brought
                            .retain(|(_, package)| package.span != step.span);
                        for (_, package) in &mut done.brought {
                            package.removed.get_or_insert(step.span);
                        }
                    }
                    Deed::Brings(package, toolchain) => {
                        keep(&mut done.brought, toolchain, command(package));
                    }
                    Deed::Compiles(name, toolchain) => {
                        keep(&mut done.builds, toolchain, command(name));
                    }
                }
            }
        }
        all.push(done);
    }
    all
}

/// Keeps the last command of a toolchain, in the order of toolchains.
fn keep(commands: &mut Vec<(Toolchain, Command)>, toolchain: Toolchain, command: Command) {
    match commands.binary_search_by_key(&toolchain, |(it, _)| *it) {
        Ok(at) => commands
            .splice(at..=at, [(toolchain, command)])
            .for_each(drop),
        Err(at) => commands.insert(at, (toolchain, command)),
    }
}

/// The last command that compiles, with a toolchain that the base is known to bring, or that was
/// installed and never removed.
fn find_build(done: &Done, facts: Option<&ImageFacts>) -> Option<(Toolchain, Command, Tools)> {
    let from_base = |toolchain: Toolchain| facts.is_some_and(|facts| toolchain.is_in(facts));
    let mut builds: Vec<_> = done.builds.iter().collect();
    order::sort_by_key(&mut builds, |(_, build)| std::cmp::Reverse(build.at));
    let compiled = || {
        builds
            .iter()
            .filter(|(toolchain, _)| *toolchain != Toolchain::Node)
    };
    if let Some((toolchain, build)) = compiled().find(|(toolchain, _)| from_base(*toolchain)) {
        return Some((*toolchain, build.clone(), Tools::Base));
    }
    let with = |toolchain: Toolchain| {
        let mut brought = done.brought.iter();
        brought.find_map(|(brought, package)| {
            toolchain.is_brought_by(*brought).then(|| package.clone())
        })
    };
    if let Some((toolchain, build, package)) = compiled()
        .find_map(|(toolchain, build)| Some((*toolchain, build.clone(), with(*toolchain)?)))
    {
        return Some((toolchain, build, Tools::Package(package)));
    }
    let (_, node) = done.builds.iter().find(|(it, _)| *it == Toolchain::Node)?;
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
pub(super) fn starts_toolchain(stage: &Stage) -> bool {
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
