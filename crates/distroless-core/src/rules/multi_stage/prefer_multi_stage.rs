//! `prefer-multi-stage`: one stage both compiles and ships.

use super::compile::{Deed, Toolchain, deeds};
use super::reference::called;
use crate::finding::{Finding, Severity};
use crate::graph::{CommandLine, Setting, Stage, Step, StepKind};
use crate::image::{Purpose, path::file_name, purpose};
use crate::model::Model;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};
use dockerfile_syntax::{Kind, Span};
use std::collections::BTreeSet;

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

/// What was found in a stage and those below it.
struct Build {
    /// The RUN.
    span: Span,
    command: String,
    toolchain: Toolchain,
}

/// A package that brings a toolchain.
struct Brought {
    /// The RUN.
    span: Span,
    package: String,
    toolchain: Toolchain,
}

/// Where the tools come from.
enum Tools {
    Base,
    Package(Brought),
}

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    let declared = model.config.purpose_for(model.path);
    let mut told = BTreeSet::new();
    for stage in model.shipped() {
        let root = model.root(stage);
        if purpose(&model.graph, stage.index, model.path, declared) != Purpose::Application
            || starts_toolchain(stage)
        {
            continue;
        }
        let Some((build, tools)) = find_build(model, stage) else {
            continue;
        };
        if told.insert(root.index) {
            report(finding(model, stage, root, &build, &tools));
        }
    }
}

fn finding(
    model: &Model<'_>,
    stage: &Stage,
    root: &Stage,
    build: &Build,
    tools: &Tools,
) -> Finding {
    let base = model.base_name(stage);
    let base = base.split('@').next().unwrap_or(base);
    let command = &build.command;
    let at = root.base.span;
    let small =
        "name this stage, and begin a final stage on a small image that copies only what is built";
    let finding = match tools {
        Tools::Base if build.toolchain == Toolchain::Node => Finding::new(
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
                brought.package
            ),
            small,
        )
        .because(brought.span, format!("`{}` brings the tools", brought.package)),
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

/// The last command that compiles in the stage or below it, with a toolchain that the base is known
/// to bring, or that was installed and never removed.
fn find_build(model: &Model<'_>, stage: &Stage) -> Option<(Build, Tools)> {
    let facts = model.base(stage).facts();
    let mut chain: Vec<&Stage> = model.chain(stage).collect();
    chain.reverse();
    let mut builds: Vec<Build> = Vec::new();
    let mut brought: Vec<Brought> = Vec::new();
    let mut all_packages = false;
    for stage in chain {
        let mut production = false;
        for step in &stage.steps {
            production |= sets_production(model, step);
            let StepKind::Run(run) = &step.kind else {
                continue;
            };
            let span = step.span;
            for deed in deeds(run) {
                match deed {
                    Deed::InstallsAll => all_packages = !production,
                    Deed::Prunes => all_packages = false,
                    Deed::Removes => brought.clear(),
                    Deed::Brings(package, toolchain) => brought.push(Brought {
                        span,
                        package,
                        toolchain,
                    }),
                    Deed::Compiles(command, toolchain) => builds.push(Build {
                        span,
                        command,
                        toolchain,
                    }),
                }
            }
        }
    }
    let from_base = |build: &Build| facts.is_some_and(|facts| build.toolchain.is_in(facts));
    let compiled = |build: &Build| build.toolchain != Toolchain::Node;
    if let Some(at) = builds
        .iter()
        .rposition(|build| compiled(build) && from_base(build))
    {
        return Some((builds.swap_remove(at), Tools::Base));
    }
    let with = |build: &Build| {
        brought
            .iter()
            .position(|brought| build.toolchain.is_brought_by(brought.toolchain))
    };
    if let Some((at, package)) = builds
        .iter()
        .enumerate()
        .rev()
        .find_map(|(at, build)| Some((at, with(build)?)))
    {
        let tools = Tools::Package(brought.swap_remove(package));
        return Some((builds.swap_remove(at), tools));
    }
    let at = builds
        .iter()
        .rposition(|build| !compiled(build) && from_base(build))?;
    all_packages.then(|| (builds.swap_remove(at), Tools::Base))
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
