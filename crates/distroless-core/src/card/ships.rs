//! What an image carries and does not need to run.

use crate::graph::{CommandLine, Origin, Setting, Stage, StepKind};
use crate::image::Purpose;
use crate::image::artifact::{Artifact, Kind, Package};
use crate::image::command::commands;
use crate::image::path::{file_name, has_extension, is_below};
use crate::model::Model;
use crate::order;
use dockerfile_syntax::Span;
use image_knowledge::{
    Known, Language, Purpose as ImagePurpose, RuntimeKind, ToolClass, installed_size, package_class,
};
use std::collections::{BTreeMap, BTreeSet};

/// What kind of needless thing it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ShipKind {
    /// A compiler or SDK.
    Toolchain,
    /// A tool of builds.
    BuildTool,
    /// Headers and static libraries.
    Headers,
    /// Version control.
    VersionControl,
    /// A tool that downloads.
    Fetcher,
    /// Packages for development.
    DevDependencies,
    /// Sources.
    Sources,
    /// What a package manager leaves.
    Cache,
}

impl ShipKind {
    /// The word used in outputs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Toolchain => "toolchain",
            Self::BuildTool => "build-tool",
            Self::Headers => "headers",
            Self::VersionControl => "version-control",
            Self::Fetcher => "fetcher",
            Self::DevDependencies => "dev-dependencies",
            Self::Sources => "sources",
            Self::Cache => "cache",
        }
    }
}

/// A needless thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shipped {
    /// Its name: `build-essential`, `golang:1.21-alpine`.
    pub what: String,
    /// What kind of thing it is.
    pub kind: ShipKind,
    /// Its path, where it has one.
    pub path: Option<String>,
    /// The words that bring it.
    pub span: Span,
    /// About how many KiB it takes, where a source tells.
    pub size: Option<u32>,
}

pub(super) fn ships(model: &Model<'_>, stage: &Stage) -> Vec<Shipped> {
    let mut found = Vec::new();
    if !model.names_base(stage) || !model.is_application(stage) && !takes_project(model, stage) {
        return found;
    }
    base(model, stage, &mut found);
    let builds = Builds::of(model, stage);
    packages(model, stage, &builds, &mut found);
    artifacts(model, stage, &mut found);
    copies(model, stage, &mut found);
    of_languages(model, stage, &builds, &mut found);
    order::sort_by(&mut found, |a, b| {
        (a.span, a.kind, &a.what).cmp(&(b.span, b.kind, &b.what))
    });
    found.dedup();
    found
}

/// Whether an image that starts nothing of its own takes the project in whole, and installs what it depends
/// on: its command comes from elsewhere, out of a compose file or a cluster.
fn takes_project(model: &Model<'_>, stage: &Stage) -> bool {
    if model.purpose(stage) != Purpose::Base || matches!(stage.config.cmd, Setting::Set { .. }) {
        return false;
    }
    let steps = || model.chain(stage).flat_map(|stage| &stage.steps);
    let copies = steps().any(|step| match &step.kind {
        StepKind::Copy(copy) => {
            matches!(copy.origin, Origin::Context)
                && copy.sources.iter().any(|source| {
                    let path = source.value.as_deref().unwrap_or_default();
                    matches!(
                        path,
                        "." | "./" | "src" | "src/" | "app" | "app/" | "./src" | "./app"
                    )
                })
        }
        _ => false,
    });
    let installs = || {
        steps().any(|step| match &step.kind {
            StepKind::Run(run) => commands(run).iter().any(|words| {
                let program = words.first().map_or("", |word| file_name(word));
                FETCHING.contains(&program)
            }),
            _ => false,
        })
    };
    copies && installs()
}

/// A base that is made to build.
fn base(model: &Model<'_>, stage: &Stage, found: &mut Vec<Shipped>) {
    let Some(facts) = model.base(stage).facts() else {
        return;
    };
    let toolchain = facts
        .purpose
        .is_known_and(|purpose| *purpose == ImagePurpose::Toolchain)
        || facts.variant.is_dev == Known::Known(true) && facts.runtime_sibling().is_some();
    let installs = model
        .runtime_command(stage)
        .is_some_and(|name| name == "node")
        && facts.runtime(RuntimeKind::Node).is_some()
        && model.graph.stages.len() == 1
        && model
            .contents(stage)
            .artifacts
            .iter()
            .any(|artifact| matches!(artifact.kind, Kind::NodeModules(_)));
    if installs && !toolchain {
        found.push(Shipped {
            what: "npm".to_owned(),
            kind: ShipKind::BuildTool,
            path: None,
            span: model.root(stage).base.span,
            size: None,
        });
    }
    // Node's own images carry compilers in their full variant, and Python's too; those are told by the
    // choice of the base.
    if toolchain {
        found.push(Shipped {
            what: model.base_name(stage).to_owned(),
            kind: ShipKind::Toolchain,
            path: None,
            span: model.root(stage).base.span,
            size: None,
        });
    }
}

fn packages(model: &Model<'_>, stage: &Stage, builds: &Builds<'_>, found: &mut Vec<Shipped>) {
    let in_earlier_layer = |package: &Package| {
        package
            .removed
            .is_some_and(|removed| !model.in_one_step(package.site, removed))
    };
    let packages = &model.contents(stage).packages;
    for package in packages
        .iter()
        .filter(|package| package.sure)
        .filter(|package| package.removed.is_none() || in_earlier_layer(package))
    {
        let kind = match package_class(package.manager, &package.name) {
            Some(ToolClass::Toolchain) => ShipKind::Toolchain,
            Some(ToolClass::BuildTool) => ShipKind::BuildTool,
            Some(ToolClass::Headers) => ShipKind::Headers,
            Some(ToolClass::Vcs) if builds.use_package(package) => ShipKind::VersionControl,
            Some(ToolClass::NetworkDownload)
                if builds.use_package(package) && !starts(model, stage, &package.name) =>
            {
                ShipKind::Fetcher
            }
            _ => continue,
        };
        found.push(Shipped {
            what: package.name.clone(),
            kind,
            path: None,
            span: package.site.span,
            size: installed_size(package.manager, &package.name),
        });
    }
}

/// Tools of languages that call version control themselves.
const FETCHING: &[&str] = &[
    "bun", "bundle", "cargo", "composer", "gem", "go", "mix", "npm", "pip", "pip3", "pipenv",
    "pnpm", "poetry", "uv", "yarn",
];

/// The commands of an image's RUNs, each with where its step ends: read once, asked often.
struct Builds<'m> {
    commands: Vec<(u32, &'m [String])>,
    /// Where a program is started last.
    last: BTreeMap<String, u32>,
    /// Programs that are started to read what they say, as far as a text shows it.
    substituted: BTreeMap<String, u32>,
    /// Words of commands that uninstall.
    uninstalled: BTreeSet<String>,
}

impl<'m> Builds<'m> {
    fn of(model: &'m Model<'_>, stage: &'m Stage) -> Self {
        let mut builds = Self {
            commands: Vec::new(),
            last: BTreeMap::new(),
            substituted: BTreeMap::new(),
            uninstalled: BTreeSet::new(),
        };
        for step in model.chain(stage).flat_map(|stage| &stage.steps) {
            let StepKind::Run(run) = &step.kind else {
                continue;
            };
            let end = step.span.end;
            if let CommandLine::Shell { text, .. } = &run.command {
                for rest in text.split("$(").skip(1) {
                    let name = rest.split_whitespace().next().unwrap_or_default();
                    latest(&mut builds.substituted, name, end);
                }
            }
            for words in commands(run) {
                latest(
                    &mut builds.last,
                    file_name(words.first().map_or("", |word| word)),
                    end,
                );
                if words.iter().any(|word| word == "uninstall") {
                    builds.uninstalled.extend(words.iter().cloned());
                }
                builds.commands.push((step.span.start, words));
            }
        }
        builds
    }

    /// Whether a RUN uses what a package brings. What none does is there for the program to use, or for
    /// people: nobody installs what is for nothing.
    fn use_package(&self, package: &Package) -> bool {
        let installed = package.site.span.start;
        let name = package.name.split(['=', '~']).next().unwrap_or_default();
        let starts = |program: &str| {
            [&self.last, &self.substituted]
                .iter()
                .any(|programs| programs.get(program).is_some_and(|end| *end > installed))
        };
        starts(name)
            || match name {
                "openssh-client" => ["ssh", "ssh-keygen", "ssh-keyscan"]
                    .iter()
                    .any(|name| starts(name)),
                "git" => FETCHING.iter().any(|name| starts(name)),
                _ => false,
            }
    }
}

fn latest(programs: &mut BTreeMap<String, u32>, name: &str, end: u32) {
    let last = programs.entry(name.to_owned()).or_default();
    *last = end.max(*last);
}

/// Whether what the image starts, or its health check, names a program. A script may start anything.
fn starts(model: &Model<'_>, stage: &Stage, program: &str) -> bool {
    let config = &stage.config;
    let check = config.healthcheck.value().and_then(Option::as_ref);
    // A script of the base knows nothing of what is installed here.
    let entrypoint = match &config.entrypoint {
        Setting::Inherited(_) => None,
        setting => setting.value(),
    };
    let lines = [entrypoint, config.cmd.value(), check];
    lines.into_iter().flatten().any(|line| match line {
        CommandLine::Shell { text, .. } => text.contains(program),
        CommandLine::Exec(words) => words.iter().any(|word| {
            word.value.as_deref().is_none_or(|text| {
                text.contains(program) || has_extension(text, "sh") || text.contains("entrypoint")
            })
        }),
    }) || model
        .chain(stage)
        .flat_map(|stage| &stage.steps)
        .any(|step| match &step.kind {
            // Copied scripts may use it as well.
            StepKind::Copy(copy) => copy.sources.iter().any(|source| {
                source
                    .value
                    .as_deref()
                    .is_some_and(|path| has_extension(path, "sh"))
            }),
            _ => false,
        })
}

/// Tools of builds that are copied in as one file.
const COPIED_TOOLS: &[&str] = &["composer", "install-php-extensions", "poetry", "uv", "uvx"];

/// Tools of builds that are installed as packages of Python or Node.js.
pub(super) const LANGUAGE_TOOLS: &[&str] = &[
    "@angular/cli",
    "@nestjs/cli",
    "cmake",
    "conan",
    "grunt-cli",
    "gulp-cli",
    "hatch",
    "lerna",
    "meson",
    "ninja",
    "node-gyp",
    "nx",
    "pdm",
    "pipenv",
    "poetry",
    "turbo",
    "uv",
    "webpack-cli",
];

/// Tools of builds that a package manager of a language installs for all, and that nothing starts.
fn of_languages(model: &Model<'_>, stage: &Stage, builds: &Builds<'_>, found: &mut Vec<Shipped>) {
    if starts_script(stage) {
        return;
    }
    for tool in LANGUAGE_TOOLS {
        let mut installs = builds.commands.iter();
        let installed = installs.find(|(_, words)| installs_for_all(words, tool));
        let Some((start, _)) = installed else {
            continue;
        };
        if builds.uninstalled.contains(*tool) || starts(model, stage, tool) {
            continue;
        }
        let mut steps = model.chain(stage).flat_map(|stage| &stage.steps);
        if let Some(step) = steps.find(|step| step.span.start == *start) {
            found.push(Shipped {
                what: (*tool).to_owned(),
                kind: ShipKind::BuildTool,
                path: None,
                span: step.span,
                size: None,
            });
        }
    }
}

/// Whether a command installs a tool beside the interpreter.
fn installs_for_all(words: &[String], tool: &str) -> bool {
    let globally = |word: &String| matches!(word.as_str(), "-g" | "--global" | "global");
    let packages = match words {
        [_, option, pip, verb, rest @ ..]
            if option == "-m" && pip == "pip" && verb == "install" =>
        {
            rest
        }
        [program, rest @ ..] => match (file_name(program), rest) {
            ("pip" | "pip3", [verb, rest @ ..]) if verb == "install" => rest,
            ("npm" | "pnpm" | "yarn", _) if rest.iter().any(globally) => rest,
            _ => &[],
        },
        [] => &[],
    };
    packages.iter().any(|word| {
        let end = word
            .char_indices()
            .skip(1)
            .find(|(_, c)| "=<>~!@[".contains(*c));
        end.and_then(|(at, _)| word.get(..at)).unwrap_or(word) == tool
    })
}

/// Whether a script of the project's manifest is started: it may start any tool.
fn starts_script(stage: &Stage) -> bool {
    let config = &stage.config;
    let lines = [config.entrypoint.value(), config.cmd.value()];
    lines.into_iter().flatten().any(|line| match line {
        CommandLine::Shell { text, .. } => {
            text.contains('$') || text.split_whitespace().any(is_runner)
        }
        CommandLine::Exec(words) => words
            .iter()
            .any(|word| is_runner(word.value.as_deref().unwrap_or_default())),
    })
}

fn is_runner(program: &str) -> bool {
    matches!(
        file_name(program),
        "" | "bash" | "make" | "npm" | "pnpm" | "sh" | "yarn"
    )
}

/// Tools, and whole directories of programs of a builder with a toolchain.
fn copies(model: &Model<'_>, stage: &Stage, found: &mut Vec<Shipped>) {
    for step in model.chain(stage).flat_map(|stage| &stage.steps) {
        let StepKind::Copy(copy) = &step.kind else {
            continue;
        };
        for source in &copy.sources {
            let Some(path) = source.value.as_deref() else {
                continue;
            };
            let path = path.trim_end_matches('/');
            match &copy.origin {
                Origin::Image(_) | Origin::Stage(_) if COPIED_TOOLS.contains(&file_name(path)) => {
                    found.push(Shipped {
                        what: file_name(path).to_owned(),
                        kind: ShipKind::BuildTool,
                        path: copy.destination.value.clone(),
                        span: source.span,
                        size: None,
                    });
                }
                Origin::Stage(from)
                    if matches!(
                        path,
                        "/usr" | "/usr/local" | "/usr/include" | "/usr/local/include"
                    ) =>
                {
                    let builder = model.graph.stages.get(*from);
                    let builds = builder.is_some_and(|builder| {
                        model.contents(builder).packages.iter().any(|package| {
                            matches!(
                                package_class(package.manager, &package.name),
                                Some(ToolClass::Toolchain)
                            )
                        })
                    });
                    if builds {
                        found.push(Shipped {
                            what: format!("headers and static libraries in {path}"),
                            kind: ShipKind::Headers,
                            path: Some(path.to_owned()),
                            span: source.span,
                            size: None,
                        });
                    }
                }
                _ => {}
            }
        }
    }
}

fn artifacts(model: &Model<'_>, stage: &Stage, found: &mut Vec<Shipped>) {
    let contents = model.contents(stage);
    for artifact in &contents.artifacts {
        let Some(last) = artifact.trail.last() else {
            continue;
        };
        let (what, kind) = match &artifact.kind {
            Kind::Toolchain(name) => ((*name).to_owned(), ShipKind::Toolchain),
            Kind::NodeModules(modules) if modules.dev == Some(true) => (
                "packages for development in node_modules".to_owned(),
                ShipKind::DevDependencies,
            ),
            Kind::Bundle(bundle) if bundle.dev == Some(true) => (
                format!("packages for development ({})", bundle.manager),
                ShipKind::DevDependencies,
            ),
            // A tree of sources that something was made of, where it lies or in a builder.
            Kind::Sources { context } if artifact.sure => {
                let is_product = |other: &Artifact| {
                    matches!(
                        other.kind,
                        Kind::Program(_) | Kind::Jar(_) | Kind::DotnetApp(_)
                    ) && is_below(&other.path, &artifact.path)
                };
                let copied = artifact.trail.len() > 1;
                let product = copied && contents.artifacts.iter().any(is_product);
                if !product && !is_built(model, artifact, context) {
                    continue;
                }
                ("the sources of the program".to_owned(), ShipKind::Sources)
            }
            Kind::Cache(manager) => (format!("downloads of {manager}"), ShipKind::Cache),
            _ => continue,
        };
        found.push(Shipped {
            what,
            kind,
            path: Some(artifact.path.clone()),
            span: last.span,
            size: None,
        });
    }
}

/// Whether a program is compiled of a tree of sources. What Node.js builds is told apart from them only where
/// the whole project is taken along: otherwise it may be among them.
fn is_built(model: &Model<'_>, sources: &Artifact, context: &str) -> bool {
    let mut places = sources.trail.iter().rev();
    let Some(place) = places.nth(usize::from(sources.trail.len() > 1)) else {
        return false;
    };
    let stage = model.graph.stages.get(place.stage);
    let Some(build) = stage.and_then(|stage| model.build_command(stage)) else {
        return false;
    };
    let here = build.span.start > place.span.start;
    match build.language {
        Some(Language::Node) => sources.trail.len() > 1 && context.is_empty(),
        Some(Language::C | Language::Go | Language::Java | Language::Rust | Language::Dotnet) => {
            sources.trail.len() > 1 || here
        }
        _ => false,
    }
}
