//! `prefer-minimal-final-base`: a minimal base runs the same thing.

use crate::finding::{Finding, Severity};
use crate::graph::{CommandLine, CopyStep, Operand, Origin, Setting, Stage, StepKind};
use crate::image::{BuildCommand, Start, path::absolute, path::file_name, path::has_extension};
use crate::model::Model;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};
use image_knowledge::{
    Candidate, ImageFacts, Language, LibcKind, Linkage, Maintained, RuntimeKind, minimal_bases,
    newest_minimal_base,
};

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "prefer-minimal-final-base",
        summary: "final image on a full base where a minimal one runs the same",
        group: Group::Distroless,
        severity: Severity::Info,
        fix: FixAvailability::None,
        since: "0.1.0",
        docs: page!("prefer_minimal_final_base.md"),
    },
    check,
};

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    for stage in model.shipped() {
        let Some(facts) = model.base(stage).facts() else {
            continue;
        };
        // Whatever a command did to the image, the application may need.
        let runs = |stage: &Stage| {
            let mut steps = stage.steps.iter();
            steps.any(|step| matches!(step.kind, StepKind::Run(_) | StepKind::Opaque))
        };
        let has_tools = facts.shells.is_known_and(|shells| !shells.is_empty())
            && facts.package_manager.is_known_and(Option::is_some);
        if !has_tools
            || !model.is_application(stage)
            || model.chain(stage).any(runs)
            || needs_shell(stage)
        {
            continue;
        }
        let Start::Program { words, span, .. } = program(stage) else {
            continue;
        };
        let Some(advice) = interpreter(model, facts, words).or_else(|| binary(model, stage, words))
        else {
            continue;
        };
        let root = model.root(stage);
        let name = model.base_name(stage);
        let minimal = &advice.candidate;
        let shown = minimal.nonroot.as_ref().unwrap_or(&minimal.image);
        let does = if advice.same_version {
            "runs the same"
        } else {
            "is enough once the runtime is on a maintained release"
        };
        report(
            Finding::new(
                &RULE.meta,
                root.base.span,
                format!("`{name}` ships a shell and a package manager that this image never uses; `{shown}` {does}"),
                format!("use `{shown}` for the final stage, and build what is copied into it on Debian"),
            )
            .because(root.base.span, format!("`{name}` brings more than the application needs"))
            .because(span, advice.why),
        );
    }
}

/// A minimal base that fits.
struct Advice {
    candidate: Candidate,
    /// Whether it has the very runtime of the base today.
    same_version: bool,
    /// What shows that it is enough.
    why: String,
}

/// The program that is started, through the entrypoint script of an official image too: those hand
/// over to the command.
fn program(stage: &Stage) -> Start<'_> {
    match Start::of(&stage.config) {
        Start::Inherited {
            entrypoint: [script],
            cmd:
                Setting::Set {
                    value: CommandLine::Exec(words),
                    span,
                    ..
                },
        } if script
            .value
            .as_deref()
            .is_some_and(|script| file_name(script) == "docker-entrypoint.sh") =>
        {
            Start::Program {
                words,
                span: *span,
                keyword: "CMD",
            }
        }
        start => start,
    }
}

fn needs_shell(stage: &Stage) -> bool {
    let check = match &stage.config.healthcheck {
        Setting::Set { value, .. } | Setting::Inherited(value) => value.as_ref(),
        Setting::Unset | Setting::Unknown => None,
    };
    check.is_some_and(|line| match line {
        CommandLine::Shell { .. } => true,
        CommandLine::Exec(words) => !starts_with_path(words),
    })
}

fn starts_with_path(words: &[Operand]) -> bool {
    words
        .first()
        .and_then(|word| word.value.as_deref())
        .is_some_and(|program| program.starts_with('/') && !program.ends_with("sh"))
}

/// The minimal image of the runtime that the command starts, in the version the base has; the
/// newest where that version is not maintained any more.
fn interpreter(model: &Model<'_>, facts: &ImageFacts, words: &[Operand]) -> Option<Advice> {
    let mut words = words.iter().map(|word| word.value.as_deref());
    let program = file_name(words.next()??);
    let (kind, language) = match program.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.')
    {
        "node" => (RuntimeKind::Node, Language::Node),
        "java" => (RuntimeKind::Java, Language::Java),
        "python" => (RuntimeKind::Python, Language::Python),
        _ => return None,
    };
    let version = facts.runtime(kind)?.version.as_ref().known()?;
    // Images with a shell stand among the candidates too, where there is nothing smaller.
    let minimal = |candidate: &Candidate| candidate.nonroot.is_some();
    let candidate = minimal_bases(language, Some(version))
        .into_iter()
        .find(minimal);
    let ended = facts
        .end_of_life
        .iter()
        .any(|end| end.subject == Maintained::Runtime && end.is_over(model.today));
    let same_version = candidate.is_some();
    let candidate = candidate.or_else(|| newest_minimal_base(language).filter(|_| ended))?;
    // A module run by Python, or a tool installed beside the program, may need more than it says.
    let argument = words.next().flatten()?;
    let plain = match kind {
        RuntimeKind::Java => argument.starts_with('-'),
        RuntimeKind::Python => has_extension(argument, "py"),
        _ => !argument.starts_with('-'),
    };
    plain.then(|| Advice {
        candidate,
        same_version,
        why: format!("all that starts is `{program} {argument}`"),
    })
}

/// The minimal image for a program that another stage of the file compiles.
fn binary(model: &Model<'_>, stage: &Stage, words: &[Operand]) -> Option<Advice> {
    let program = words.first()?.value.as_deref()?;
    let path = model.absolute(stage, program)?;
    let from = model
        .chain(stage)
        .flat_map(|stage| &stage.steps)
        .find_map(|step| match &step.kind {
            StepKind::Copy(copy) => match copy.origin {
                Origin::Stage(from) if copies_to(copy, &path) => Some(from),
                _ => None,
            },
            _ => None,
        })?;
    let builder = model.graph.stages.get(from)?;
    let build = model.build_command(builder)?;
    let language = build
        .language
        .filter(|language| matches!(language, Language::Go | Language::Rust))?;
    let linkage = linkage(model, builder, &build, language);
    let candidate = minimal_bases(language, None)
        .into_iter()
        .find(|candidate| candidate.linkage == linkage)?;
    Some(Advice {
        candidate,
        same_version: true,
        why: format!("all that starts is `{program}`, made by `{}`", build.name),
    })
}

/// What the program is linked with by all that is seen: statically where nothing can link it
/// otherwise, else with the C library of the builder.
fn linkage(
    model: &Model<'_>,
    builder: &Stage,
    build: &BuildCommand,
    language: Language,
) -> Linkage {
    let musl = model
        .base(builder)
        .facts()
        .is_some_and(|facts| facts.libc.is_known_and(|libc| libc.kind == LibcKind::Musl));
    let cgo = model.graph.env(builder.index, "CGO_ENABLED");
    let no_cgo = build.without_cgo || cgo.value().is_some_and(|value| value == "0");
    match language {
        // Alpine's golang images have no C compiler, and Rust links musl statically by default.
        _ if musl => Linkage::Static,
        Language::Go if no_cgo => Linkage::Static,
        Language::Go => Linkage::Glibc,
        _ => Linkage::GlibcCpp,
    }
}

/// Whether a copy from a stage puts a file at `path`.
fn copies_to(copy: &CopyStep, path: &str) -> bool {
    let Some(destination) = copy.destination.value.as_deref() else {
        return false;
    };
    let workdir = copy.workdir.as_deref().unwrap_or("/");
    let target = absolute(workdir, destination);
    if target == path {
        return true;
    }
    let inside = path
        .strip_prefix(target.as_str())
        .map(|rest| rest.trim_start_matches('/'));
    inside.is_some_and(|name| {
        copy.sources.iter().any(|source| {
            source
                .value
                .as_deref()
                .is_some_and(|source| file_name(source) == name)
        })
    })
}
