//! What an image would be better on: multi-stage, distroless, both or neither, and which base.

use super::Fact;
use super::ships::{LANGUAGE_TOOLS, ShipKind, Shipped};
use crate::graph::{BaseTarget, CommandLine, Operand, Setting, Stage, Step, StepKind};
use crate::image::artifact::{Kind, Linkage as Linked};
use crate::image::command::commands;
use crate::image::path::{file_name, merged};
use crate::image::{Purpose, Start};
use crate::model::{Model, libraries};
use dockerfile_syntax::Span;
use image_knowledge::{
    Family, Language, LibcKind, Linkage, RuntimeKind, minimal_bases, newest_minimal_base,
};

/// What is advised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AdviceKind {
    /// Nothing: it is as it should be, or nothing better can hold it.
    None,
    /// A build stage of its own.
    Multistage,
    /// A final stage without a shell.
    Distroless,
    /// Both.
    Both,
}

impl AdviceKind {
    /// The word used in outputs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Multistage => "multistage",
            Self::Distroless => "distroless",
            Self::Both => "both",
        }
    }
}

/// What is advised, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    /// What.
    pub kind: AdviceKind,
    /// The base that fits, where another one does.
    pub base: Option<String>,
    /// The reason in a sentence.
    pub why: String,
    /// How well it fits.
    pub fit: Fit,
    /// Where the tools come from that ship needlessly, if they are the reason.
    pub tools: Option<Span>,
}

/// How well an advised base fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fit {
    /// The image runs on it as it does today.
    Same,
    /// It has another release of the runtime.
    OtherRelease,
    /// The image runs on it unless its program needs libraries of which nothing is known.
    Likely,
}

/// What is started, as far as it decides the base.
enum Runs {
    /// A compiled program.
    Program,
    /// A runtime with a script or an archive: its language and the version in the image.
    Runtime(Language, Option<String>),
    /// Something that needs a shell, or nothing that is known.
    Shell,
    /// Something that may need the packages of the system beside it.
    Packages,
    Unknown,
}

pub(super) fn advice(model: &Model<'_>, stage: &Stage, ships: &[Shipped]) -> Fact<Advice> {
    let none = |why: &str| {
        Fact::Known(Advice {
            kind: AdviceKind::None,
            base: None,
            why: why.to_owned(),
            fit: Fit::Same,
            tools: None,
        })
    };
    match model.purpose(stage) {
        Purpose::Application => {}
        Purpose::Development => return none("people develop in this image"),
        Purpose::Ci => return none("builds or tests run in this image"),
        Purpose::Base => return none("others build on this image, or nothing is started in it"),
        Purpose::Unknown => {
            return Fact::Unknown("what the image is for cannot be told".to_owned());
        }
    }
    if !model.names_base(stage) {
        return Fact::Unknown("it is not known what it is built on".to_owned());
    }
    // A base with a compiler that compiles nothing here is a matter of the base alone.
    let compiles = model.build_command(stage).is_some();
    let single = model.graph.stages.len() == 1;
    let within = |step: &Step, thing: &Shipped| {
        step.span.start <= thing.span.start && thing.span.end <= step.span.end
    };
    let fetches = uses_toolchain(model, stage);
    let of_builders = of_builders(model, ships);
    let shared_with_builder = |thing: &Shipped| {
        let after = of_builders.partition_point(|step| step.start <= thing.span.start);
        let step = after.checked_sub(1).and_then(|at| of_builders.get(at));
        step.is_some_and(|step| thing.span.end <= step.end)
    };
    let tools = ships.iter().find(|thing| match thing.kind {
        ShipKind::Toolchain => {
            compiles
                || model.runtime_command(stage) == Some("go")
                || fetches
                || thing.span != model.root(stage).base.span
        }
        // A tool copied as one file is left out as easily as it came.
        ShipKind::BuildTool => {
            thing.path.is_none() && !LANGUAGE_TOOLS.contains(&thing.what.as_str())
        }
        // Headers among the packages of a final stage that compiles nothing are a matter of choosing packages.
        ShipKind::Headers => compiles || single || shared_with_builder(thing),
        _ => false,
    });
    // What is copied from a builder can be left out there.
    let installs = |thing: &Shipped| {
        let mut steps = model.chain(stage).flat_map(|stage| &stage.steps);
        steps.any(|step| matches!(step.kind, StepKind::Run(_)) && within(step, thing))
    };
    let needless = ships
        .iter()
        .find(|thing| thing.kind == ShipKind::DevDependencies && (single || installs(thing)));
    let multistage = tools.or(needless);
    let minimal = minimal(model, stage);
    match (multistage, minimal) {
        (Some(thing), Ok(Some(base))) => Fact::Known(Advice {
            kind: AdviceKind::Both,
            why: format!("`{}` ships and is not needed to run", thing.what),
            base: Some(base.image),
            fit: base.fit,
            tools: Some(thing.span),
        }),
        (Some(thing), _) => Fact::Known(Advice {
            kind: AdviceKind::Multistage,
            why: format!("`{}` ships and is not needed to run", thing.what),
            base: model
                .base(stage)
                .facts()
                .and_then(image_knowledge::ImageFacts::runtime_sibling),
            fit: Fit::Same,
            tools: Some(thing.span),
        }),
        // Without a shell nothing is installed: that takes a stage of its own.
        (None, Ok(Some(base))) if single && model.runs_anything(stage) => Fact::Known(Advice {
            kind: AdviceKind::Both,
            why: "what is installed here can be installed in a stage of its own, and runs without a shell".to_owned(),
            base: Some(base.image),
            fit: base.fit,
            tools: None,
        }),
        (None, Ok(Some(base))) => Fact::Known(Advice {
            kind: AdviceKind::Distroless,
            why: "the shell and the package manager of the base are not needed to run".to_owned(),
            base: Some(base.image),
            fit: base.fit,
            tools: None,
        }),
        (None, Ok(None)) => none("it is on a minimal base already"),
        (None, Err(why))
            if !model.base(stage).is_known() && !matches!(why, THROUGH_A_SCRIPT | NEEDS_PACKAGES) =>
        {
            Fact::Unknown(format!("nothing is known of `{}`", model.base_name(stage)))
        }
        (None, Err(why)) => none(why),
    }
}

const THROUGH_A_SCRIPT: &str = "it starts through a shell or a script";
const NEEDS_PACKAGES: &str = "what it starts may need the packages that are installed";

/// The steps of all stages that compile, and of those below them, in the file's order; none where no headers
/// ship, since nobody asks then.
fn of_builders(model: &Model<'_>, ships: &[Shipped]) -> Vec<Span> {
    if !ships.iter().any(|thing| thing.kind == ShipKind::Headers) {
        return Vec::new();
    }
    let mut of_builder = vec![false; model.graph.stages.len()];
    // A stage stands behind the one that it begins on.
    for stage in model.graph.stages.iter().rev() {
        let builds =
            of_builder.get(stage.index) == Some(&true) || model.build_command(stage).is_some();
        if let Some(known) = of_builder.get_mut(stage.index) {
            *known = builds;
        }
        if let (true, BaseTarget::Stage(parent)) = (builds, &stage.base.target)
            && let Some(known) = of_builder.get_mut(*parent)
        {
            *known = true;
        }
    }
    let stages = model.graph.stages.iter().zip(of_builder);
    let stages = stages.filter(|(_, builds)| *builds);
    stages
        .flat_map(|(stage, _)| stage.steps.iter().map(|step| step.span))
        .collect()
}

/// Whether a RUN of the image starts a tool that fetches and compiles in one go: `go get`, `lein deps`.
fn uses_toolchain(model: &Model<'_>, stage: &Stage) -> bool {
    let steps = model.chain(stage).flat_map(|stage| &stage.steps);
    steps
        .filter_map(|step| match &step.kind {
            StepKind::Run(run) => Some(run),
            _ => None,
        })
        .flat_map(commands)
        .any(|words| {
            let program = words.first().map_or("", |word| file_name(word));
            matches!(program, "cargo" | "go" | "lein" | "sbt" | "stack")
        })
}

/// A minimal base.
struct Minimal {
    image: String,
    fit: Fit,
}

/// The minimal base that fits; `Ok(None)` where it is on one, and the reason where none does.
fn minimal(model: &Model<'_>, stage: &Stage) -> Result<Option<Minimal>, &'static str> {
    let Some(facts) = model.base(stage).facts() else {
        // Whatever it is built on, a script needs a shell.
        return Err(match runs(model, stage) {
            Runs::Shell => THROUGH_A_SCRIPT,
            Runs::Packages => NEEDS_PACKAGES,
            _ => "nothing is known of the base",
        });
    };
    let tools = facts.shells.is_known_and(|shells| !shells.is_empty())
        || facts.package_manager.is_known_and(Option::is_some);
    if !tools {
        return Ok(None);
    }
    // What is published as a program of its own has no smaller form here.
    if facts
        .purpose
        .is_known_and(|purpose| *purpose == image_knowledge::Purpose::Service)
    {
        return Err("the base is a program of its own");
    }
    let runs = runs(model, stage);
    let mut fit = Fit::Same;
    let candidate = match runs {
        Runs::Shell => return Err(THROUGH_A_SCRIPT),
        Runs::Packages => return Err(NEEDS_PACKAGES),
        Runs::Unknown => return Err("what it starts is not known well enough"),
        Runs::Program => {
            return for_program(model, stage).map(Some);
        }
        Runs::Runtime(language, version) => {
            // Interpreters with packages of the system beside them, and minors that have no minimal image.
            if matches!(language, Language::Php | Language::Ruby) {
                return Err("there is no minimal image of this language");
            }
            let candidates = minimal_bases(language, version.as_deref());
            let fits = candidates
                .into_iter()
                .find(|candidate| candidate.nonroot.is_some());
            match (fits, language) {
                (Some(candidate), _) => Some(candidate),
                // Another minor of Python is another application.
                (None, Language::Python) => {
                    return Err("no minimal image has this version of Python");
                }
                // Java 17 and later run what was compiled for 17; what is older was written for another world.
                (None, Language::Java)
                    if version
                        .as_deref()
                        .and_then(major)
                        .is_none_or(|major| major < 17) =>
                {
                    return Err("no minimal image has this version of Java");
                }
                (None, _) => {
                    fit = Fit::OtherRelease;
                    newest_minimal_base(language)
                }
            }
        }
    };
    match candidate {
        Some(candidate) => {
            let mut image = candidate.nonroot.unwrap_or(candidate.image);
            if image.ends_with("-chiseled") && has_icu(model, stage) {
                image.push_str("-extra");
            }
            Ok(Some(Minimal { image, fit }))
        }
        None => Err("there is no minimal image of this runtime"),
    }
}

/// The minimal base for the compiled programs of an image.
fn for_program(model: &Model<'_>, stage: &Stage) -> Result<Minimal, &'static str> {
    let programs = model
        .contents(stage)
        .artifacts
        .iter()
        .filter_map(|artifact| match &artifact.kind {
            Kind::Program(program) => Some(program),
            _ => None,
        });
    let mut linkage = Linkage::Static;
    let mut language = Language::Go;
    let mut libc_only = true;
    // Of a program that comes from elsewhere only the image tells that runs it today.
    let mut fit = Fit::Likely;
    if model
        .base(stage)
        .facts()
        .is_some_and(|facts| facts.libc.is_known_and(|libc| libc.kind == LibcKind::Glibc))
    {
        (linkage, language) = (Linkage::GlibcCpp, Language::Cpp);
    }
    for (index, program) in programs.enumerate() {
        if index == 0 {
            (linkage, fit) = (Linkage::Static, Fit::Same);
        }
        if program.linkage == Linked::Unknown {
            fit = Fit::Likely;
        }
        if !libraries::needs(model, program, None, None)
            .iter()
            .all(|need| OF_MINIMAL.contains(&need.package))
        {
            return Err("it is linked with libraries that no minimal image has");
        }
        libc_only &= libraries::needs_libc_only(program);
        let needs = match &program.linkage {
            Linked::Static => Linkage::Static,
            Linked::Dynamic {
                libgcc: false,
                libstdcxx: false,
                ..
            } => Linkage::Glibc,
            Linked::Unknown if program.language == Language::Go => Linkage::Glibc,
            Linked::Dynamic { .. } | Linked::Unknown => Linkage::GlibcCpp,
        };
        if needs >= linkage {
            linkage = needs;
            language = program.language;
        }
    }
    let candidates = minimal_bases(language, None);
    let candidate = candidates
        .iter()
        .find(|candidate| candidate.linkage == linkage)
        .or(candidates.first());
    let image = match candidate {
        _ if linkage == Linkage::Glibc && libc_only => {
            "gcr.io/distroless/base-nossl-debian13:nonroot".to_owned()
        }
        None => "gcr.io/distroless/base-debian13:nonroot".to_owned(),
        Some(candidate) => {
            let image = candidate.nonroot.as_ref().unwrap_or(&candidate.image);
            image.clone()
        }
    };
    Ok(Minimal { image, fit })
}

/// The packages with libraries of `gcr.io/distroless/base` on Debian 13, beside the C library; and what the
/// same libraries are called in Debian 12 and Alpine.
/// Source: GoogleContainerTools/distroless base/BUILD, checked 2026-08-21.
const OF_MINIMAL: &[&str] = &[
    "libcrypto3",
    "libssl3",
    "libssl3t64",
    "libzstd1",
    "zlib",
    "zlib1g",
    "zstd-libs",
];

/// Programs that start another one and pass signals on to it; `docker run --init` does the same, and they
/// run wherever a program of the base does.
const INITS: &[&str] = &[
    "catatonit",
    "docker-init",
    "dumb-init",
    "tini",
    "tini-static",
];

/// The words behind an init.
fn behind_init<'w>(words: &[&'w str]) -> Option<Vec<&'w str>> {
    let (program, rest) = words.split_first()?;
    if !INITS.contains(&file_name(program)) {
        return None;
    }
    let start = match rest.iter().position(|word| *word == "--") {
        Some(at) => Some(at + 1),
        None => rest.iter().position(|word| !word.starts_with('-')),
    };
    let rest = start
        .and_then(|start| rest.get(start..))
        .unwrap_or_default();
    Some(rest.to_vec())
}

fn runs(model: &Model<'_>, stage: &Stage) -> Runs {
    if checks_by_shell(stage) {
        return Runs::Shell;
    }
    // What commands did to the image, the application may need.
    let changed = model
        .chain(stage)
        .flat_map(|stage| &stage.steps)
        .any(|step| matches!(&step.kind, StepKind::Run(_)));
    let packages = model.contents(stage).installed().any(|package| {
        !INITS.contains(&package.name.as_str())
            && !matches!(package.name.as_str(), "ca-certificates" | "tzdata" | "nodejs" | "npm" | "python3" | "gcc" | "build-essential" | "make" | "wget" | "curl")
            && !matches!(image_knowledge::package_class(package.manager, &package.name), Some(class) if class != image_knowledge::ToolClass::RuntimeOk)
    });
    if packages {
        return Runs::Packages;
    }
    let facts = model.base(stage).facts();
    let words = match words(stage) {
        Ok(words) => words,
        Err(runs) => return runs,
    };
    let Some(program) = words
        .first()
        .copied()
        .map(file_name)
        .filter(|name| !name.is_empty())
    else {
        return Runs::Unknown;
    };
    let version = |kind: RuntimeKind| {
        facts
            .and_then(|facts| facts.runtime(kind))
            .and_then(|runtime| runtime.version.as_ref().known().map(ToString::to_string))
    };
    match program.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.') {
        "sh" | "bash" | "ash" | "dash" | "busybox" | "supervisord" => Runs::Shell,
        "node" | "npm" | "yarn" | "npx" => {
            Runs::Runtime(Language::Node, version(RuntimeKind::Node))
        }
        "java" => Runs::Runtime(Language::Java, version(RuntimeKind::Java)),
        "dotnet" => Runs::Runtime(Language::Dotnet, dotnet_version(model, stage)),
        "python" | "gunicorn" | "uvicorn" | "flask" | "celery" | "opentelemetry-instrument" => {
            Runs::Runtime(Language::Python, version(RuntimeKind::Python))
        }
        "php" | "php-fpm" | "apache2-foreground" => Runs::Runtime(Language::Php, None),
        "ruby" | "bundle" | "rails" | "puma" => Runs::Runtime(Language::Ruby, None),
        "go" => Runs::Program,
        name if name
            .rsplit_once('.')
            .is_some_and(|(_, extension)| extension == "sh")
            || name.contains("entrypoint") =>
        {
            Runs::Shell
        }
        _ => {
            if let Some(facts) = facts {
                if facts.family == Family::Dotnet {
                    return Runs::Runtime(Language::Dotnet, dotnet_version(model, stage));
                }
                if facts.runtime(RuntimeKind::Java).is_some() {
                    return Runs::Runtime(Language::Java, version(RuntimeKind::Java));
                }
                let interpreted = [
                    RuntimeKind::Python,
                    RuntimeKind::Node,
                    RuntimeKind::Ruby,
                    RuntimeKind::Php,
                    RuntimeKind::Erlang,
                    RuntimeKind::Elixir,
                    RuntimeKind::Bun,
                    RuntimeKind::Deno,
                ];
                if interpreted
                    .iter()
                    .any(|kind| facts.runtime(*kind).is_some())
                {
                    return Runs::Unknown;
                }
            }
            let path = words.first().and_then(|word| model.absolute(stage, word));
            let started = model.started(stage).map(|(path, _)| path);
            let paths = [started, path.map(|path| merged(&path))];
            let compiled = paths.into_iter().flatten().any(|path| {
                model.contents(stage).artifacts.iter().any(|artifact| {
                    artifact.holds(&path) && matches!(artifact.kind, Kind::Program(_))
                })
            });
            // A program that comes from elsewhere stands alone only where nothing else is done to the image.
            if compiled || !changed {
                Runs::Program
            } else {
                Runs::Unknown
            }
        }
    }
}

/// Whether the health check needs a shell, or a tool that is found by its name.
fn checks_by_shell(stage: &Stage) -> bool {
    let check = match &stage.config.healthcheck {
        Setting::Set { value, .. } | Setting::Inherited(value) => value.as_ref(),
        Setting::Unset | Setting::Unknown => None,
    };
    check.is_some_and(|line| match line {
        // A program by its path is as well started without a shell.
        CommandLine::Shell { text, .. } => !plain_words(text)
            .and_then(|words| words.first().copied())
            .is_some_and(|program| program.contains('/') && !file_name(program).ends_with("sh")),
        CommandLine::Exec(words) => {
            let program = words.first().and_then(|word| word.value.as_deref());
            program.is_some_and(|program| file_name(program).ends_with("sh"))
        }
    })
}

/// The words of a shell-form command that needs no shell.
fn plain_words(text: &str) -> Option<Vec<&str>> {
    let plain = text
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b" -_./:=,@%+".contains(&byte));
    plain.then(|| text.split_whitespace().collect())
}

/// Whether a program of .NET finds ICU in the image: all of .NET's images have it but the small ones, where a
/// package brings it.
fn has_icu(model: &Model<'_>, stage: &Stage) -> bool {
    let facts = model.base(stage).facts();
    let installed = model
        .contents(stage)
        .installed()
        .any(|package| package.name.starts_with("icu"));
    let alpine = facts.is_some_and(image_knowledge::ImageFacts::is_dotnet_without_icu);
    // Those that need no runtime are for programs that bring what they need.
    let deps = facts.is_some_and(|facts| facts.repository.ends_with("/runtime-deps"));
    installed || !alpine && !deps
}

/// The version of .NET, which is that of the tag in all of its images.
fn dotnet_version(model: &Model<'_>, stage: &Stage) -> Option<String> {
    // A digest beside the tag hides it from the reference; it is still what the author chose.
    let name = model.base_name(stage).split('@').next()?;
    let version = name.rsplit_once(':')?.1.split('-').next()?;
    version
        .starts_with(|c: char| c.is_ascii_digit())
        .then(|| version.to_owned())
}

fn major(version: &str) -> Option<u32> {
    version.split('.').next()?.parse().ok()
}

/// The words that are started, through the entrypoint script of an official image too.
fn words<'s>(stage: &'s Stage) -> Result<Vec<&'s str>, Runs> {
    let texts = |words: &'s [Operand]| -> Vec<&'s str> {
        words
            .iter()
            .map(|word| word.value.as_deref().unwrap_or_default())
            .collect()
    };
    Ok(match Start::of(&stage.config) {
        Start::Program { words, .. } => {
            let words = texts(words);
            match behind_init(&words) {
                None => words,
                Some(rest) if !rest.is_empty() => rest,
                // An init as the entrypoint starts the command.
                Some(_) => match stage.config.cmd.value() {
                    Some(CommandLine::Exec(words)) => texts(words),
                    Some(CommandLine::Shell { .. }) => return Err(Runs::Shell),
                    None => return Err(Runs::Unknown),
                },
            }
        }
        Start::Shell(text) => match plain_words(text) {
            Some(words) => words,
            None => return Err(Runs::Shell),
        },
        start => match start.handed_over() {
            Some(words) => texts(words),
            None => return Err(Runs::Unknown),
        },
    })
}
