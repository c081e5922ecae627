//! What is asked of the file before anything is planned.

use crate::family::Family;
use crate::obstacle::{Obstacle, Refusal};
use crate::run::{Run, runs};
use distroless_core::Model;
use distroless_core::graph::{CommandLine, Origin, Setting, Stage, Step, StepKind};
use distroless_core::image::artifact::{Kind as Made, Package};
use distroless_core::image::path::merged;
use distroless_core::image::{Purpose, is_root};
use dockerfile_syntax::{Instruction, Kind, Span};
use image_knowledge::{ImageFacts, LibcKind, RuntimeKind, ToolClass, package_class};

/// The image that is migrated, and what was found out about it.
#[derive(Debug)]
pub(crate) struct Survey<'m, 'a> {
    pub(crate) model: &'m Model<'a>,
    /// The stage that ships.
    pub(crate) stage: &'m Stage,
    pub(crate) family: Family,
    /// The RUNs of that stage.
    pub(crate) runs: Vec<Run<'m>>,
}

/// The longest file that is migrated, in bytes and in instructions: what is generated is migrated where it is
/// generated from.
const LONGEST: usize = 512 * 1024;
const MOST: usize = 1000;

impl<'m, 'a> Survey<'m, 'a> {
    /// Looks at a file; refuses what no recipe can help.
    pub(crate) fn of(model: &'m Model<'a>, family: Family) -> Result<Self, Refusal> {
        let start = Span::new(0, 0);
        if let Some(error) = model.file.errors.first() {
            return Err(Refusal::one(Obstacle::new(
                error.span,
                format!("the file does not build: {}", error.message),
                "mend that first",
            )));
        }
        let Some(stage) = model.shipped().next() else {
            return Err(Refusal::one(Obstacle::new(
                start,
                "there is no stage in this file",
                "a Dockerfile begins with FROM",
            )));
        };
        let long = model.file.source.len() > LONGEST || model.file.instructions.len() > MOST;
        if long {
            return Err(Refusal::one(Obstacle::new(
                start,
                "the file is longer than anybody writes by hand",
                "migrate what it is generated from",
            )));
        }
        let survey = Self {
            model,
            stage,
            family,
            runs: runs(model, stage),
        };
        survey.is_worth_it()?;
        let obstacles = survey.of_any_language();
        if obstacles.is_empty() {
            Ok(survey)
        } else {
            Err(Refusal::all(obstacles))
        }
    }

    /// Says what is as it should be, or is no matter of migrations.
    fn is_worth_it(&self) -> Result<(), Refusal> {
        let from = self.stage.from;
        let nothing = |why: String| Err(Refusal::nothing_to_do(from, why));
        if let Some(facts) = self.facts() {
            let minimal = facts.shells.is_known_and(|shells| shells.is_empty())
                && facts.package_manager.is_known_and(Option::is_none);
            if minimal {
                let base = self.model.base_name(self.stage);
                return nothing(format!("it is on a minimal base already: `{base}`"));
            }
        }
        if self.is_server() {
            return Ok(());
        }
        let service = self.facts().is_some_and(|facts| {
            facts
                .purpose
                .is_known_and(|purpose| *purpose == image_knowledge::Purpose::Service)
        });
        if service
            && self.stage.config.entrypoint.span().is_none()
            && self.stage.config.cmd.span().is_none()
        {
            return nothing(format!(
                "`{}` is a program of its own, and this file only configures it",
                self.model.base_name(self.stage)
            ));
        }
        match self.model.purpose(self.stage) {
            Purpose::Development => nothing("people develop in this image".to_owned()),
            Purpose::Ci => nothing("builds or tests run in this image".to_owned()),
            Purpose::Base => nothing(
                "others build on this image, or nothing of this file is started in it".to_owned(),
            ),
            Purpose::Application | Purpose::Unknown => Ok(()),
        }
    }

    /// What stands in the way whatever the language is.
    fn of_any_language(&self) -> Vec<Obstacle> {
        let mut found = Vec::new();
        let stage = self.stage;
        let facts = self.facts();
        let windows = facts.is_some_and(|facts| {
            facts
                .libc
                .is_known_and(|libc| libc.kind == LibcKind::Windows)
        });
        let name = self.model.base_name(stage);
        if windows
            || ["windows", "nanoserver", "servercore"]
                .iter()
                .any(|word| name.contains(word))
        {
            found.push(Obstacle::new(
                stage.base.span,
                "this is an image of Windows, and minimal images are of Linux",
                "build the application for Linux first",
            ));
        } else if !self.model.names_base(stage) {
            found.push(Obstacle::new(
                stage.base.span,
                "which image it is built on depends on a variable that only the build sets",
                "give the ARG a default, or name it with --build-arg",
            ));
        } else if facts.is_none() {
            found.push(Obstacle::new(
                stage.base.span,
                format!("nothing is known of `{name}`"),
                "describe it in distroless-check.toml as [[image]], or migrate by hand: `distroless-check explain distroless`",
            ));
        }
        for step in &stage.steps {
            if step.trigger || matches!(step.kind, StepKind::Opaque) {
                found.push(Obstacle::new(
                    step.span,
                    "ONBUILD runs in the builds of others, which a stage of its own would change",
                    "write its instructions out where they are used",
                ));
            }
        }
        for instruction in self.instructions() {
            if matches!(instruction.kind, Kind::Onbuild(_)) {
                found.push(Obstacle::new(
                    instruction.span,
                    "ONBUILD is for images that build on this one",
                    "write its instructions out where they are used",
                ));
            }
        }
        if stage
            .platform
            .as_ref()
            .is_some_and(|platform| platform.value.is_none())
        {
            found.push(Obstacle::new(
                stage.from,
                "the platform of the image depends on a variable",
                "build for other platforms with `docker buildx build --platform`",
            ));
        }
        found
    }

    /// Whether the file has one stage only.
    pub(crate) fn is_single(&self) -> bool {
        self.model.graph.stages.len() == 1
    }

    /// The text.
    pub(crate) fn source(&self) -> &'a str {
        self.model.file.source
    }

    /// What is known of the base.
    pub(crate) fn facts(&self) -> Option<&ImageFacts> {
        self.model.base(self.stage).facts()
    }

    /// The instructions of the stage that ships, without its FROM, in the order of the file.
    pub(crate) fn instructions(&self) -> &'m [Instruction<'a>] {
        let all = &self.model.file.instructions;
        let first = all.partition_point(|it| it.span.start <= self.stage.from.start);
        let rest = all.get(first..).unwrap_or_default();
        let end = rest
            .iter()
            .position(|it| matches!(it.kind, Kind::From { .. }));
        rest.get(..end.unwrap_or(rest.len())).unwrap_or_default()
    }

    /// The directory in force at the end.
    pub(crate) fn workdir(&self) -> Option<&'m str> {
        match &self.stage.config.workdir {
            Setting::Unset => Some("/"),
            setting => setting.value().map(|path| without_slash(path)),
        }
    }

    /// The directory in force before a place of the file.
    pub(crate) fn workdir_before(&self, at: u32) -> Option<&'m str> {
        let steps = self.stage.steps.iter().rev();
        let mut before = steps.filter(|step| step.span.start < at);
        let directory = before.find_map(|step| match &step.kind {
            StepKind::Workdir(path) => Some(path),
            StepKind::Run(run) => Some(&run.workdir),
            StepKind::Copy(copy) => Some(&copy.workdir),
            StepKind::Other | StepKind::Opaque => None,
        });
        directory?.as_deref().map(without_slash)
    }

    /// The directories that the stage works in.
    pub(crate) fn workdirs(&self) -> Vec<&'m str> {
        let steps = self.stage.steps.iter().filter_map(|step| match &step.kind {
            StepKind::Workdir(Some(path)) => Some(path.trim_end_matches('/')),
            _ => None,
        });
        let all = steps.chain(self.workdir());
        all.filter(|path| !path.is_empty()).collect()
    }

    /// The version of a runtime in the base, where it is known.
    pub(crate) fn version(&self, kind: RuntimeKind) -> Option<String> {
        let runtime = self.facts()?.runtime(kind)?;
        runtime.version.as_ref().known().map(ToString::to_string)
    }

    pub(crate) fn has_runtime(&self, kind: RuntimeKind) -> bool {
        self.facts()
            .is_some_and(|facts| facts.runtime(kind).is_some())
    }

    /// Whether the base has musl.
    pub(crate) fn is_musl(&self) -> bool {
        self.facts()
            .is_some_and(|facts| facts.libc.is_known_and(|libc| libc.kind == LibcKind::Musl))
    }

    /// The commands of all RUNs, in order.
    pub(crate) fn commands(&self) -> impl Iterator<Item = (&Run<'m>, &crate::run::Cmd)> {
        self.runs
            .iter()
            .flat_map(|run| run.commands.iter().map(move |command| (run, command)))
    }

    /// Steps with a copy of the build context.
    pub(crate) fn context_copies(
        &self,
    ) -> impl Iterator<Item = (&'m Step, &'m distroless_core::graph::CopyStep)> {
        self.stage.steps.iter().filter_map(|step| match &step.kind {
            StepKind::Copy(copy) if matches!(copy.origin, Origin::Context) => Some((step, copy)),
            _ => None,
        })
    }

    /// Whether it is a server of pages, which the base starts itself.
    pub(crate) fn is_server(&self) -> bool {
        let name = self.model.base_name(self.stage).split(['@', ':']).next();
        let started = match distroless_core::image::Start::of(&self.stage.config) {
            distroless_core::image::Start::Inherited { entrypoint, cmd } => {
                let own = match cmd {
                    Setting::Set {
                        value: CommandLine::Exec(words),
                        ..
                    } => words
                        .first()
                        .is_some_and(|word| word.value.as_deref() == Some("nginx")),
                    Setting::Set { .. } => false,
                    _ => true,
                };
                own && entrypoint
                    .first()
                    .and_then(|word| word.value.as_deref())
                    .is_some_and(|script| script.ends_with("docker-entrypoint.sh"))
            }
            _ => false,
        };
        name == Some("nginx") && started
    }

    /// Whether files of the build context can be asked for.
    pub(crate) fn sees_context(&self) -> bool {
        self.model.surroundings().files().list("").is_some()
    }

    /// The file of the build context that a path of the image is a copy of.
    pub(crate) fn file_of_context(&self, path: &str) -> Option<String> {
        let path = merged(&self.model.absolute(self.stage, path)?);
        let contents = self.model.contents(self.stage);
        let mut artifacts = contents.artifacts.iter().rev();
        let copied = artifacts.find_map(|artifact| match &artifact.kind {
            Made::File { context } if artifact.path == path => Some(context.clone()),
            _ => None,
        });
        copied.or_else(|| {
            let (folder, name) = path.rsplit_once('/')?;
            let folder = contents.context_of(folder)?;
            Some(if folder.is_empty() {
                name.to_owned()
            } else {
                format!("{folder}/{name}")
            })
        })
    }

    /// The user at the end, as written; `None` where none is set by the file.
    pub(crate) fn user(&self) -> Option<(&str, Span)> {
        match &self.stage.config.user {
            Setting::Set { value, span, .. } => Some((value.value.as_deref()?, *span)),
            _ => None,
        }
    }

    /// Whether the author says that it starts as root.
    pub(crate) fn wants_root(&self) -> bool {
        self.user().is_some_and(|(user, _)| is_root(user))
    }

    /// Whether nothing that builds comes after the USER in force at the end.
    pub(crate) fn sets_user_at_end(&self) -> bool {
        let Some((_, span)) = self.user() else {
            return false;
        };
        let mut after = self
            .stage
            .steps
            .iter()
            .filter(|step| step.span.start > span.start);
        !after.any(|step| matches!(step.kind, StepKind::Run(_) | StepKind::Copy(_)))
    }

    /// Whether a program may need a package when it runs.
    pub(crate) fn needs(package: &Package) -> bool {
        !is_for_builds(package)
    }

    /// Packages of the system that a program may need when it runs, of those that are installed at the end.
    pub(crate) fn needed_packages(&self) -> Vec<&'m Package> {
        let installed = self.model.contents(self.stage).installed();
        // Packages with machine code are compiled by tools that are written in Python.
        let node = self.has_runtime(RuntimeKind::Node) && !self.has_runtime(RuntimeKind::Python);
        let compiles = |name: &str| {
            node && matches!(
                name,
                "py3-setuptools" | "python" | "python2" | "python3" | "python3-setuptools"
            )
        };
        installed
            .filter(|package| !is_for_builds(package) && !compiles(&package.name))
            .collect()
    }
}

/// A directory without the slash at its end.
fn without_slash(path: &str) -> &str {
    match path.trim_end_matches('/') {
        "" => "/",
        path => path,
    }
}

/// Packages that every minimal base has in its place, or that change nothing in an image that runs
/// something else.
const IN_EVERY_BASE: &[&str] = &[
    "apt-transport-https",
    "apt-utils",
    "bash",
    "ca-certificates",
    "catatonit",
    "dialog",
    "dumb-init",
    "gcompat",
    "libc6",
    "libc6-compat",
    "libgcc",
    "libssl3",
    "libstdc++",
    "libstdc++6",
    "locales",
    "lsb-release",
    "musl",
    "netbase",
    "openssl",
    "tini",
    "tzdata",
    "zlib",
    "zlib1g",
];

/// Whether a package is for the build, or for people who look into the image.
fn is_for_builds(package: &Package) -> bool {
    let name = package
        .name
        .split(['=', '~', '<', '>', ':'])
        .next()
        .unwrap_or_default();
    if IN_EVERY_BASE.contains(&name)
        || package.group.as_deref().is_some_and(|it| !it.is_empty()) && name.starts_with('.')
    {
        return true;
    }
    match package_class(package.manager, name) {
        None | Some(ToolClass::RuntimeOk | ToolClass::DataClient) => false,
        // Something may be started by these.
        Some(ToolClass::ProcessAdmin) => matches!(
            name,
            "htop"
                | "lsof"
                | "man-db"
                | "procps"
                | "procps-ng"
                | "psmisc"
                | "shadow"
                | "sudo"
                | "screen"
        ),
        Some(_) => true,
    }
}
