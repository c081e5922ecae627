//! `inspect --graph --format json`: the stages of a file and what they are made of, in BuildKit's
//! terms. What depends on something that is not known is `null`.

use distroless_core::graph::{
    Assignment, BaseTarget, CommandLine, CopyStep, DependencyKind, Operand, Origin, ProblemKind,
    ReferenceProblem, RunStep, Setting, Stage, StageGraph, Step, StepKind,
};
use dockerfile_syntax::{Command, Dockerfile, Instruction, Kind, LineIndex, Text};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Bytes of environment variables that are written. Every stage lists what it inherits, so a chain
/// of stages could make a small file's report as large as it likes.
const ENV_BYTES: usize = 1 << 24;

/// One file as a graph of stages.
#[derive(Debug, Serialize)]
pub struct GraphReport<'f> {
    /// The path as it was given.
    path: &'f str,
    /// The stages that ship, the primary one first.
    targets: &'f [usize],
    /// The stages, in order.
    stages: Vec<StageReport<'f>>,
    /// References that do not mean what their author must have meant.
    problems: Vec<ProblemReport<'f>>,
}

#[derive(Debug, Serialize)]
struct StageReport<'f> {
    index: usize,
    /// In lower case, as BuildKit keeps it.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    line: u32,
    /// As written.
    base: &'f str,
    base_expanded: Option<&'f str>,
    /// Normalised, for an image from outside.
    #[serde(skip_serializing_if = "Option::is_none")]
    base_ref: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    base_stage: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    platform: Option<&'f str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    vars_matched: &'f [String],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    vars_unmatched: &'f [String],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    vars_unknown: &'f [String],
    /// Whether the primary target needs it.
    reachable: bool,
    /// The stages it copies from or mounts.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    deps: BTreeSet<usize>,
    commands: Vec<CommandReport<'f>>,
    /// Settings nobody can know from the file; they are missing below.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    unknown: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    workdir: Option<&'f str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<&'f str>,
    /// `NAME=VALUE`, or the name alone where the value is not known. `null` where it would be too
    /// long.
    env: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    entrypoint: Option<Vec<&'f str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cmd: Option<Vec<&'f str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    shell: Option<&'f [String]>,
    /// `NONE`, or `CMD` and the words, or `CMD-SHELL` and the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    healthcheck: Option<Vec<&'f str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stopsignal: Option<&'f str>,
}

#[derive(Debug, Default, Serialize)]
struct CommandReport<'f> {
    name: String,
    line: u32,
    #[serde(skip_serializing_if = "is_false")]
    onbuild: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    sources: Option<Vec<Option<&'f str>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dest: Option<&'f str>,
    /// Names of heredocs that are copied.
    #[serde(skip_serializing_if = "Option::is_none")]
    inline: Option<&'f [String]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<&'f str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    from_stage: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'f str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<&'f str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    signal: Option<&'f str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    env: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    args: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    labels: Option<BTreeMap<&'f str, Option<&'f str>>>,
    /// Sorted, as BuildKit does.
    #[serde(skip_serializing_if = "Option::is_none")]
    ports: Option<Vec<Option<&'f str>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    volumes: Option<Vec<Option<&'f str>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mounts: Option<Vec<MountReport<'f>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cmdline: Option<Vec<&'f str>>,
    #[serde(skip_serializing_if = "is_false")]
    shell_form: bool,
    /// The working directory of RUN, COPY and ADD, and the new one of WORKDIR.
    #[serde(skip_serializing_if = "Option::is_none")]
    workdir: Option<&'f str>,
    /// The user of RUN.
    #[serde(skip_serializing_if = "Option::is_none")]
    run_user: Option<&'f str>,
    /// The shell of RUN's shell form.
    #[serde(skip_serializing_if = "Option::is_none")]
    shell: Option<&'f [String]>,
}

#[derive(Debug, Serialize)]
struct MountReport<'f> {
    #[serde(rename = "type")]
    kind: &'f str,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<&'f str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    from_stage: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'f str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<&'f str>,
}

#[derive(Debug, Serialize)]
struct ProblemReport<'f> {
    kind: &'static str,
    stage: usize,
    line: u32,
    /// `FROM`, `COPY` or `RUN`.
    by: &'static str,
    text: &'f str,
    /// The stage, or the stages of a circle, that the problem is about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    stages: Vec<usize>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands over references"
)]
const fn is_false(value: &bool) -> bool {
    !*value
}

/// The report on one file.
pub fn graph_report<'f>(
    path: &'f str,
    file: &'f Dockerfile<'_>,
    graph: &'f StageGraph,
) -> GraphReport<'f> {
    let lines = LineIndex::new(file.source);
    let mut left = ENV_BYTES;
    GraphReport {
        path,
        targets: &graph.targets,
        stages: graph
            .stages
            .iter()
            .map(|stage| StageReport::new(stage, file, graph, &lines, &mut left))
            .collect(),
        problems: graph
            .problems
            .iter()
            .map(|problem| ProblemReport::new(problem, &lines))
            .collect(),
    }
}

impl<'f> StageReport<'f> {
    fn new(
        stage: &'f Stage,
        file: &'f Dockerfile<'_>,
        graph: &'f StageGraph,
        lines: &LineIndex<'_>,
        left: &mut usize,
    ) -> Self {
        let config = &stage.config;
        let used = stage.dependencies.iter();
        let mut unknown = Vec::new();
        let mut note = |name, is_unknown| {
            if is_unknown {
                unknown.push(name);
            }
        };
        note("workdir", config.workdir == Setting::Unknown);
        note("user", config.user == Setting::Unknown);
        note("entrypoint", config.entrypoint == Setting::Unknown);
        note("cmd", config.cmd == Setting::Unknown);
        note("shell", config.shell == Setting::Unknown);
        note("healthcheck", config.healthcheck == Setting::Unknown);
        note("stopsignal", config.stopsignal == Setting::Unknown);
        Self {
            index: stage.index,
            name: stage.name.as_ref().map(|(name, _)| name.to_lowercase()),
            line: lines.line(stage.from.start),
            base: &stage.base.written,
            base_expanded: stage.base.expanded.as_deref(),
            base_ref: match &stage.base.target {
                BaseTarget::Image(image) => Some(image.canonical()),
                _ => None,
            },
            base_stage: match &stage.base.target {
                BaseTarget::Stage(index) => Some(*index),
                _ => None,
            },
            platform: stage
                .platform
                .as_ref()
                .and_then(|platform| platform.value.as_deref()),
            vars_matched: &stage.base.matched,
            vars_unmatched: &stage.base.unmatched,
            vars_unknown: &stage.base.unknown,
            reachable: stage.needed,
            deps: used
                .filter(|dependency| dependency.kind != DependencyKind::Base)
                .map(|dependency| dependency.stage)
                .collect(),
            commands: stage
                .steps
                .iter()
                .map(|step| CommandReport::new(step, file, lines))
                .collect(),
            unknown,
            workdir: config.workdir.value().map(String::as_str),
            user: config.user.value().and_then(|user| user.value.as_deref()),
            env: env(stage.index, graph, left),
            entrypoint: config
                .entrypoint
                .value()
                .map(|line| command_line(line, &config.entrypoint_shell)),
            cmd: config
                .cmd
                .value()
                .map(|line| command_line(line, &config.cmd_shell)),
            shell: config.shell.value().map(Vec::as_slice),
            healthcheck: config
                .healthcheck
                .value()
                .map(|check| healthcheck(check.as_ref())),
            stopsignal: config.stopsignal.value().map(String::as_str),
        }
    }
}

/// A stage's environment, as long as there are bytes left for it.
fn env(stage: usize, graph: &StageGraph, left: &mut usize) -> Option<Vec<String>> {
    if *left == 0 {
        return None;
    }
    let entries: Vec<String> = graph
        .env_list(stage)
        .into_iter()
        .map(|(name, value)| match value.value() {
            Some(value) => format!("{name}={value}"),
            None => name.to_owned(),
        })
        .collect();
    let bytes = entries.iter().map(|entry| entry.len() + 8).sum();
    *left = left.saturating_sub(bytes);
    Some(entries)
}

fn command_line<'f>(line: &'f CommandLine, shell: &'f [String]) -> Vec<&'f str> {
    match line {
        CommandLine::Shell { text, .. } => shell
            .iter()
            .map(String::as_str)
            .chain([text.as_str()])
            .collect(),
        CommandLine::Exec(words) => words
            .iter()
            .filter_map(|word| word.value.as_deref())
            .collect(),
    }
}

fn healthcheck(check: Option<&CommandLine>) -> Vec<&str> {
    match check {
        None => vec!["NONE"],
        Some(CommandLine::Shell { text, .. }) => vec!["CMD-SHELL", text],
        Some(CommandLine::Exec(words)) => ["CMD"]
            .into_iter()
            .chain(words.iter().filter_map(|word| word.value.as_deref()))
            .collect(),
    }
}

impl<'f> CommandReport<'f> {
    fn new(step: &'f Step, file: &'f Dockerfile<'_>, lines: &LineIndex<'_>) -> Self {
        let written = file
            .instructions
            .get(step.instruction)
            .map(|instruction| match &instruction.kind {
                Kind::Onbuild(trigger) if step.trigger => trigger.as_ref(),
                _ => instruction,
            });
        let mut report = Self {
            name: written.map_or_else(String::new, |written| {
                written.keyword.as_str().to_uppercase()
            }),
            line: lines.line(step.span.start),
            onbuild: step.trigger,
            ..Self::default()
        };
        match &step.kind {
            StepKind::Copy(copy) => report.copy(copy),
            StepKind::Run(run) => report.run(run),
            StepKind::Workdir(path) => {
                report.path = words(&step.operands).into_iter().next().flatten();
                report.workdir = path.as_deref();
            }
            StepKind::Other | StepKind::Opaque => {
                if let Some(written) = written {
                    report.other(step, written);
                }
            }
        }
        report
    }

    fn copy(&mut self, copy: &'f CopyStep) {
        self.sources = (!copy.sources.is_empty()).then(|| words(&copy.sources));
        self.dest = copy.destination.value.as_deref();
        self.inline = (!copy.heredoc_names.is_empty()).then_some(copy.heredoc_names.as_slice());
        self.from = copy.from.as_ref().and_then(|from| from.value.as_deref());
        self.from_stage = stage_of(&copy.origin);
        self.workdir = copy.workdir.as_deref();
    }

    fn run(&mut self, run: &'f RunStep) {
        match &run.command {
            CommandLine::Shell { text, .. } => {
                self.cmdline = Some(vec![text]);
                self.shell_form = true;
                self.shell = Some(&run.shell);
            }
            CommandLine::Exec(list) => {
                self.cmdline = Some(
                    list.iter()
                        .filter_map(|word| word.value.as_deref())
                        .collect(),
                );
            }
        }
        self.workdir = run.workdir.as_deref();
        self.run_user = run.user.as_deref().filter(|user| !user.is_empty());
        self.mounts = (!run.mounts.is_empty()).then(|| {
            run.mounts
                .iter()
                .map(|mount| MountReport {
                    kind: &mount.kind,
                    from: match &mount.from {
                        Some(from) => from.value.as_deref(),
                        // A new cache begins with the empty image.
                        None => (mount.kind == "cache").then_some("scratch"),
                    },
                    from_stage: stage_of(&mount.origin),
                    source: mount.source.as_deref(),
                    target: mount.target.as_deref(),
                })
                .collect()
        });
    }

    fn other(&mut self, step: &'f Step, written: &'f Instruction<'_>) {
        let first = || words(&step.operands).into_iter().next().flatten();
        match &written.kind {
            Kind::Env(_) => self.env = Some(pairs(&step.assignments)),
            Kind::Arg(_) => self.args = Some(pairs(&step.assignments)),
            Kind::Label(_) => {
                self.labels = Some(
                    step.assignments
                        .iter()
                        .filter_map(|label| {
                            let value = label
                                .value
                                .as_ref()
                                .and_then(|value| value.value.as_deref());
                            Some((label.name.as_deref()?, value))
                        })
                        .collect(),
                );
            }
            Kind::User(_) => self.user = first(),
            Kind::Stopsignal(_) => self.signal = first(),
            Kind::Expose(_) if !step.operands.is_empty() => {
                let mut ports = words(&step.operands);
                ports.sort_unstable();
                self.ports = Some(ports);
            }
            Kind::Volume(_) => self.volumes = Some(words(&step.operands)),
            Kind::Cmd(command) | Kind::Entrypoint(command) => match command {
                Command::Shell(text) => {
                    self.cmdline = Some(vec![text.as_str()]);
                    self.shell_form = true;
                }
                Command::Exec(list) if list.is_empty() => {}
                Command::Exec(list) => self.cmdline = Some(list.iter().map(Text::as_str).collect()),
            },
            _ => {}
        }
    }
}

fn words(operands: &[Operand]) -> Vec<Option<&str>> {
    operands
        .iter()
        .map(|operand| operand.value.as_deref())
        .collect()
}

/// `NAME=VALUE`; the name alone where there is no value, or none that is known.
fn pairs(assignments: &[Assignment]) -> Vec<String> {
    assignments
        .iter()
        .map(|assignment| {
            let name = assignment.name.as_deref().unwrap_or_default();
            match assignment
                .value
                .as_ref()
                .and_then(|value| value.value.as_deref())
            {
                Some(value) => format!("{name}={value}"),
                None => name.to_owned(),
            }
        })
        .collect()
}

const fn stage_of(origin: &Origin) -> Option<usize> {
    match origin {
        Origin::Stage(index) => Some(*index),
        Origin::Context | Origin::Image(_) | Origin::Unknown => None,
    }
}

impl<'f> ProblemReport<'f> {
    fn new(problem: &'f ReferenceProblem, lines: &LineIndex<'_>) -> Self {
        let (kind, stages) = match &problem.kind {
            ProblemKind::NoSuchIndex => ("no-such-index", Vec::new()),
            ProblemKind::Forward { stage } => ("forward", vec![*stage]),
            ProblemKind::Itself => ("itself", Vec::new()),
            ProblemKind::Cycle { stages } => ("cycle", stages.clone()),
            ProblemKind::DuplicateName { first } => ("duplicate-name", vec![*first]),
            ProblemKind::InvalidReference => ("invalid-reference", Vec::new()),
            ProblemKind::NoSuchTarget => ("no-such-target", Vec::new()),
            ProblemKind::NearMiss { stage } => ("near-miss", vec![*stage]),
        };
        Self {
            kind,
            stage: problem.stage,
            line: lines.line(problem.span.start),
            by: match problem.by {
                DependencyKind::Base => "FROM",
                DependencyKind::Copy => "COPY",
                DependencyKind::Mount => "RUN",
            },
            text: &problem.text,
            stages,
        }
    }
}
