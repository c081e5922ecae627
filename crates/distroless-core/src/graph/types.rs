//! What the graph says.

use super::arguments::Arguments;
use super::environment::{Environment, Moment};
use dockerfile_syntax::Span;
use dockerfile_syntax::image_ref::Reference;
use shell_syntax::{Dialect, Script, parse};
use std::cell::OnceCell;

/// The stages of one Dockerfile and how they depend on each other.
#[derive(Clone, Debug, Default)]
pub struct StageGraph {
    /// The stages, in source order.
    pub stages: Vec<Stage>,
    /// The stages that ship, the primary one first. Empty without stages.
    pub targets: Vec<usize>,
    /// References that do not mean what their author must have meant.
    pub problems: Vec<ReferenceProblem>,
    /// Variables of every stage at every moment.
    pub(super) environment: Environment,
    /// What FROM sees.
    pub(super) arguments: Arguments,
}

/// One stage: a FROM and what follows it.
#[derive(Clone, Debug)]
pub struct Stage {
    /// Its place in the file, from 0.
    pub index: usize,
    /// Its name, as written and with its place.
    pub name: Option<(String, Span)>,
    /// The FROM instruction.
    pub from: Span,
    /// What it is built on.
    pub base: Base,
    /// `--platform`, expanded.
    pub platform: Option<Operand>,
    /// Every use of another stage, in source order.
    pub dependencies: Vec<Dependency>,
    /// Whether a shipping target needs it, or it is one.
    pub reachable: bool,
    /// Whether the primary target needs it, or it is that.
    pub needed: bool,
    /// Whether the targets can be reached only when it is the one named by `--target`, i.e. nothing
    /// depends on it.
    pub leaf: bool,
    /// How many ONBUILD instructions it has for those who build on it.
    pub triggers: usize,
    /// Its instructions, ONBUILD triggers of parent stages first, in the order they run.
    pub steps: Vec<Step>,
    /// The image's configuration at the end of the stage.
    pub config: Config,
}

impl Stage {
    /// The first of its steps that a place of the file lies in, by its index.
    pub fn step_at(&self, place: Span) -> Option<(usize, &Step)> {
        let mut steps = self.steps.iter().enumerate();
        steps.find(|(_, step)| step.span.start <= place.start && place.end <= step.span.end)
    }
}

/// What a stage is built on.
#[derive(Clone, Debug)]
pub struct Base {
    /// The word after FROM, quotes and variables untouched.
    pub written: String,
    /// Its place.
    pub span: Span,
    /// Its text after expansion; `None` when it depends on a variable without a value.
    pub expanded: Option<String>,
    /// Whether a variable is in it.
    pub has_variables: bool,
    /// The names of variables in it that have a value, sorted.
    pub matched: Vec<String>,
    /// The names of those that have none, sorted.
    pub unmatched: Vec<String>,
    /// The names of those that only the build knows, sorted.
    pub unknown: Vec<String>,
    /// What it names.
    pub target: BaseTarget,
}

/// What the word after FROM names.
#[derive(Clone, Debug)]
pub enum BaseTarget {
    /// An earlier stage.
    Stage(usize),
    /// The empty image.
    Scratch,
    /// An image from outside.
    Image(Reference),
    /// It depends on a variable, or is no valid reference.
    Unknown,
}

/// A use of another stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dependency {
    /// The stage that is used.
    pub stage: usize,
    /// How.
    pub kind: DependencyKind,
    /// The word that names it.
    pub span: Span,
}

/// How a stage is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DependencyKind {
    /// `FROM stage`.
    Base,
    /// `COPY --from=stage` or `ADD --from=stage`.
    Copy,
    /// `RUN --mount=from=stage`.
    Mount,
}

/// A word of the file after expansion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operand {
    /// The text; `None` when it depends on a variable without a known value.
    pub value: Option<String>,
    /// Where it is written.
    pub span: Span,
}

/// A command line in one of its two forms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CommandLine {
    /// Handed to the shell in force.
    Shell {
        /// The text: continuation lines joined, comments taken out, bodies of heredocs not in it.
        text: String,
        /// Where it is written.
        span: Span,
    },
    /// Started as it stands.
    Exec(Vec<Operand>),
}

/// An instruction of a stage that does something to its file system or is checked by rules.
#[derive(Clone, Debug)]
pub struct Step {
    /// The instruction's place in the file: index into `Dockerfile::instructions`.
    pub instruction: usize,
    /// The instruction's span.
    pub span: Span,
    /// What it does.
    pub kind: StepKind,
    /// Whether it is an ONBUILD trigger of the stage below; `instruction` is the ONBUILD then.
    pub trigger: bool,
    /// The variables and labels that ENV, ARG and LABEL set, expanded.
    pub assignments: Vec<Assignment>,
    /// The expanded words of WORKDIR, USER, VOLUME, EXPOSE and STOPSIGNAL.
    pub operands: Vec<Operand>,
    /// The moment before it, to ask for the variables that its words see.
    pub before: Moment,
    /// The moment after it, to ask for variables.
    pub moment: Moment,
}

/// `NAME=VALUE` after expansion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// The name; `None` where it depends on a variable without a known value.
    pub name: Option<String>,
    /// The value; of an ARG the value its variable has then, and `None` for none.
    pub value: Option<Operand>,
    /// Both as written.
    pub span: Span,
}

/// What a step does.
#[derive(Clone, Debug)]
pub enum StepKind {
    /// COPY, ADD.
    Copy(CopyStep),
    /// RUN.
    Run(RunStep),
    /// WORKDIR: the absolute path, `None` when it is not known.
    Workdir(Option<String>),
    /// ENV, ARG, USER, CMD, LABEL …: their effect is in the configuration.
    Other,
    /// ONBUILD triggers that come with a base and are not known, or could not be read.
    Opaque,
}

/// COPY or ADD.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "the instruction's flags, each independent of the others"
)]
pub struct CopyStep {
    /// Whether it is ADD (which unpacks archives and follows URLs).
    pub add: bool,
    /// Where the sources are.
    pub origin: Origin,
    /// The value of `--from`, where there is one.
    pub from: Option<Operand>,
    /// The source paths, heredocs not counted.
    pub sources: Vec<Operand>,
    /// How many sources are heredocs.
    pub heredocs: usize,
    /// The names of those, which the files get.
    pub heredoc_names: Vec<String>,
    /// The destination as expanded, relative or absolute, its trailing slash kept.
    pub destination: Operand,
    /// The working directory the destination is relative to; `None` when not known.
    pub workdir: Option<String>,
    /// `--parents`: source paths keep their directories.
    pub parents: bool,
    /// `--exclude` is used.
    pub excludes: bool,
    /// What `--exclude` names; `*` where that is not known.
    pub excluded: Vec<String>,
    /// `--link`: a layer of its own, made without a look at the image below.
    pub link: bool,
    /// `--chown`.
    pub chown: Option<Operand>,
    /// `--chmod`.
    pub chmod: Option<Operand>,
}

/// Where the sources of a copy or a mount are.
#[derive(Clone, Debug)]
pub enum Origin {
    /// In the build context.
    Context,
    /// In another stage.
    Stage(usize),
    /// In an image from outside, or a named context.
    Image(Reference),
    /// Not known.
    Unknown,
}

/// RUN.
#[derive(Clone, Debug)]
pub struct RunStep {
    /// The command.
    pub command: CommandLine,
    /// Bodies of the heredocs of the instruction, tabs stripped where `<<-` asks for it.
    pub heredocs: Vec<String>,
    /// The shell in force for the shell form.
    pub shell: Vec<String>,
    /// The user in force; `None` when not known, empty for none.
    pub user: Option<String>,
    /// The working directory in force; `None` when not known.
    pub workdir: Option<String>,
    /// `--mount`s.
    pub mounts: Vec<MountStep>,
    /// The moment it runs, to ask for the variables it sees.
    pub moment: Moment,
    /// What the text and the heredocs say to a shell, once that has been asked for.
    pub(crate) scripts: OnceCell<Vec<Script>>,
    /// The commands it starts, as words, likewise.
    pub(crate) commands: OnceCell<Vec<Vec<String>>>,
}

impl RunStep {
    /// The text and each heredoc, as a shell reads them; none in exec form.
    pub(crate) fn scripts(&self) -> &[Script] {
        self.scripts.get_or_init(|| match &self.command {
            CommandLine::Exec(_) => Vec::new(),
            CommandLine::Shell { text, .. } => std::iter::once(text)
                .chain(&self.heredocs)
                .map(|text| parse(text, Dialect::Bash))
                .collect(),
        })
    }
}

/// One `--mount`.
#[derive(Clone, Debug)]
pub struct MountStep {
    /// `bind`, `cache`, `tmpfs`, `secret`, `ssh`; `bind` when not said.
    pub kind: String,
    /// Where the files are, for `bind` and `cache`.
    pub origin: Origin,
    /// The value of `from`, which is not expanded.
    pub from: Option<Operand>,
    /// The source path as expanded; `None` where there is none or it is not known.
    pub source: Option<String>,
    /// The target path as expanded.
    pub target: Option<String>,
    /// Its place.
    pub span: Span,
}

/// A part of the configuration and who set it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Setting<T> {
    /// Nobody sets it: neither the file nor the base image.
    Unset,
    /// An instruction of this file does.
    Set {
        /// What it is set to.
        value: T,
        /// The instruction.
        span: Span,
        /// The stage it stands in.
        stage: usize,
    },
    /// The base image does.
    Inherited(T),
    /// The base image is not known, or the value depends on a variable that is not.
    #[default]
    Unknown,
}

impl<T> Setting<T> {
    /// The value, whoever set it.
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Set { value, .. } | Self::Inherited(value) => Some(value),
            Self::Unset | Self::Unknown => None,
        }
    }

    /// The instruction of this file that set it.
    pub const fn span(&self) -> Option<Span> {
        match self {
            Self::Set { span, .. } => Some(*span),
            Self::Unset | Self::Inherited(_) | Self::Unknown => None,
        }
    }
}

/// An image's configuration at the end of a stage.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// USER: name or number, group included.
    pub user: Setting<Operand>,
    /// WORKDIR, absolute.
    pub workdir: Setting<String>,
    /// SHELL; `Unset` stands for `/bin/sh -c`.
    pub shell: Setting<Vec<String>>,
    /// ENTRYPOINT; `Unset` also after `ENTRYPOINT []`.
    pub entrypoint: Setting<CommandLine>,
    /// CMD; `Unset` where an ENTRYPOINT of the file took the base's away, or after `CMD []`.
    pub cmd: Setting<CommandLine>,
    /// HEALTHCHECK; a value of `None` is `HEALTHCHECK NONE`.
    pub healthcheck: Setting<Option<CommandLine>>,
    /// STOPSIGNAL.
    pub stopsignal: Setting<String>,
    /// The shell in force where ENTRYPOINT was set, which a later SHELL does not change.
    pub entrypoint_shell: Vec<String>,
    /// The shell in force where CMD was set.
    pub cmd_shell: Vec<String>,
}

/// What a base image from outside brings; `None` in a field: not known.
#[derive(Clone, Debug, Default)]
pub struct BaseConfig {
    /// Environment variables; a value of `None` is set to something that is not known.
    pub env: Vec<(String, Option<String>)>,
    /// Whether `env` is all of them.
    pub env_complete: bool,
    /// The user; empty for none.
    pub user: Option<String>,
    /// The working directory; empty for none.
    pub workdir: Option<String>,
    /// The entrypoint; `Some(None)` for none.
    pub entrypoint: Option<Option<Vec<String>>>,
    /// The command; `Some(None)` for none.
    pub cmd: Option<Option<Vec<String>>>,
    /// Whether there is a health check.
    pub healthcheck: Option<bool>,
    /// Whether there are no ONBUILD triggers for sure.
    pub no_triggers: bool,
}

/// Answers what an image from outside brings.
pub trait BaseConfigs {
    /// The configuration of an image; `None` when nothing is known of it.
    fn config(&self, image: &Reference) -> Option<BaseConfig>;
}

/// How to read the graph.
#[derive(Clone, Debug, Default)]
pub struct GraphOptions {
    /// The stage that ships, where one is named (`--target`): a name or an index.
    pub target: Option<String>,
    /// Stages that ship beside `target`, by name; without a `target` they say nothing.
    pub others: Vec<String>,
    /// Build arguments; a later one wins.
    pub build_args: Vec<(String, String)>,
    /// Whether `build_args` is all that the build will get. An ARG without a value is unset then;
    /// otherwise it is not known.
    pub complete: bool,
    /// The platform that is built for and on, such as `linux/amd64`. Without one, the platform
    /// arguments are not known.
    pub platform: Option<String>,
    /// The names of named contexts (`--build-context NAME=…`), which stand for stages and images.
    pub contexts: Vec<String>,
}

/// A reference that does not mean what its author must have meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferenceProblem {
    /// What is the matter.
    pub kind: ProblemKind,
    /// The stage the reference stands in.
    pub stage: usize,
    /// The word that refers (for a duplicate: the later name).
    pub span: Span,
    /// The text of the reference, expanded.
    pub text: String,
    /// How it refers.
    pub by: DependencyKind,
}

/// What is the matter with a reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// A stage number that no earlier stage has; BuildKit refuses it.
    NoSuchIndex,
    /// It names a stage that comes later. FROM takes such a name for an image from outside; COPY and
    /// mounts are refused.
    Forward {
        /// The later stage.
        stage: usize,
    },
    /// It names the stage it stands in.
    Itself,
    /// Stages that depend on each other in a circle (by COPY or mounts of later stages), in order.
    Cycle {
        /// The stages, beginning with the one the reference stands in.
        stages: Vec<usize>,
    },
    /// The name is given to an earlier stage too.
    DuplicateName {
        /// The earlier stage.
        first: usize,
    },
    /// It is no stage and cannot be the name of an image.
    InvalidReference,
    /// `--target` (or the configuration) names a stage that is not in the file.
    NoSuchTarget,
    /// It names no stage, but is close to the name of an earlier one.
    NearMiss {
        /// The stage whose name is close.
        stage: usize,
    },
}
