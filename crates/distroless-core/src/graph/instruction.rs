//! One instruction of a stage: its operands expanded, its effect on variables and configuration.

use super::arguments::Value;
use super::budget::{Budget, Word};
use super::build::{Current, Walk};
use super::environment::Source;
use super::references::problem;
use super::settings::{default_shell, workdir};
use super::types::{
    Assignment, CommandLine, Config, CopyStep, Dependency, DependencyKind, MountStep, Operand,
    Origin, RunStep, Setting, StepKind,
};
use dockerfile_syntax::expand::Variable;
use dockerfile_syntax::{
    Command, Heredoc, Instruction, Kind, Mount, MountKind, Pair, Span, Text, Transfer, to_lower,
};
use std::cell::OnceCell;
use std::sync::Arc;

/// Arguments that BuildKit reads itself and shows to no instruction.
const HIDDEN_ARGUMENTS: [&str; 2] = ["BUILDKIT_SBOM_SCAN_CONTEXT", "BUILDKIT_SBOM_SCAN_STAGE"];

/// What comes of an instruction.
#[derive(Debug)]
pub(super) struct Effect {
    pub(super) kind: StepKind,
    pub(super) assignments: Vec<Assignment>,
    pub(super) operands: Vec<Operand>,
}

impl From<StepKind> for Effect {
    fn from(kind: StepKind) -> Self {
        Self {
            kind,
            assignments: Vec::new(),
            operands: Vec::new(),
        }
    }
}

impl Effect {
    fn of_operand(operand: Operand) -> Self {
        Self::of_operands(vec![operand])
    }

    fn of_operands(operands: Vec<Operand>) -> Self {
        Self {
            operands,
            ..StepKind::Other.into()
        }
    }
}

impl Walk<'_, '_> {
    fn word(&self, text: &str) -> Word {
        self.budget
            .expand(text, |name| self.environment.build.lookup(name))
    }

    fn operand(&self, text: &Text<'_>) -> Operand {
        Operand {
            value: self.word(text.as_str()).value,
            span: text.span(),
        }
    }

    fn optional(&self, text: Option<&Text<'_>>) -> Option<Operand> {
        text.map(|text| self.operand(text))
    }

    /// Follows an instruction. `at` is its place in the file, `span` what a setting of it points to.
    pub(super) fn follow(
        &mut self,
        current: &mut Current,
        instruction: &Instruction<'_>,
        at: usize,
        span: Span,
    ) -> Effect {
        let stage = current.index;
        match &instruction.kind {
            Kind::Env(pairs) => self.env(current, pairs, span),
            Kind::Arg(pairs) => self.arg(current, pairs, span),
            Kind::Label(pairs) => Effect {
                assignments: pairs.iter().map(|pair| self.pair(pair)).collect(),
                ..StepKind::Other.into()
            },
            Kind::User(text) => {
                let user = self.operand(text);
                current.config.user = if user.value.is_some() {
                    set(user.clone(), span, stage)
                } else {
                    Setting::Unknown
                };
                Effect::of_operand(user)
            }
            Kind::Workdir(text) => {
                let path = self.operand(text);
                let directory = workdir(&current.config.workdir, path.value.as_deref())
                    .filter(|directory| self.budget.take(directory.len()));
                current.config.workdir = match &directory {
                    Some(directory) => set(directory.clone(), span, stage),
                    None => Setting::Unknown,
                };
                Effect {
                    operands: vec![path],
                    ..StepKind::Workdir(directory).into()
                }
            }
            Kind::Shell(words) => {
                let words: Vec<String> =
                    words.iter().map(|word| word.as_str().to_owned()).collect();
                current.config.shell = set(words, span, stage);
                StepKind::Other.into()
            }
            Kind::Entrypoint(command) => {
                current.config.entrypoint_shell = shell_of(command, &current.config);
                current.config.entrypoint = started(command, span, stage);
                // A base's CMD was written for the base's ENTRYPOINT.
                if !current.has_cmd {
                    current.config.cmd = Setting::Unset;
                    current.config.cmd_shell = Vec::new();
                }
                StepKind::Other.into()
            }
            Kind::Cmd(command) => {
                current.has_cmd = true;
                current.config.cmd_shell = shell_of(command, &current.config);
                current.config.cmd = started(command, span, stage);
                StepKind::Other.into()
            }
            Kind::Healthcheck(command) => {
                current.config.healthcheck = set(command.as_ref().map(line), span, stage);
                StepKind::Other.into()
            }
            Kind::Stopsignal(text) => {
                let signal = self.operand(text);
                current.config.stopsignal = match &signal.value {
                    Some(signal) => set(signal.clone(), span, stage),
                    None => Setting::Unknown,
                };
                Effect::of_operand(signal)
            }
            Kind::Volume(words) => {
                Effect::of_operands(words.iter().map(|word| self.operand(word)).collect())
            }
            Kind::Expose(words) => {
                Effect::of_operands(words.iter().flat_map(|word| self.ports(word)).collect())
            }
            Kind::Copy(transfer) => {
                let copy = self.copy(current, instruction, transfer, at, false);
                StepKind::Copy(copy).into()
            }
            Kind::Add(transfer) => {
                let copy = self.copy(current, instruction, transfer, at, true);
                StepKind::Copy(copy).into()
            }
            Kind::Run(command) => {
                let run = self.run(current, instruction, command, at);
                StepKind::Run(run).into()
            }
            // Something BuildKit refuses: what it would have done is not known.
            Kind::Invalid(_) => StepKind::Opaque.into(),
            Kind::From { .. } | Kind::Maintainer(_) | Kind::Onbuild(_) => StepKind::Other.into(),
        }
    }

    fn pair(&self, pair: &Pair<'_>) -> Assignment {
        let value = match &pair.value {
            Some(value) => self.operand(value),
            None => Operand {
                value: Some(String::new()),
                span: pair.span,
            },
        };
        Assignment {
            name: self.word(pair.name.as_str()).value,
            value: Some(value),
            span: pair.span,
        }
    }

    fn env(&mut self, current: &mut Current, pairs: &[Pair<'_>], span: Span) -> Effect {
        let source = Source::File {
            span,
            stage: current.index,
        };
        // All of them see the variables before the instruction.
        let assignments: Vec<Assignment> = pairs.iter().map(|pair| self.pair(pair)).collect();
        for assignment in &assignments {
            let Some(name) = &assignment.name else {
                self.environment.image.forget(source);
                self.environment.build.forget(source);
                continue;
            };
            let value = assignment
                .value
                .as_ref()
                .and_then(|value| value.value.as_deref());
            let value: Option<Arc<str>> = value.map(Arc::from);
            let added = self.environment.image.set(name, value.clone(), source);
            current.added.extend(added);
            self.environment.build.set(name, value, source);
        }
        Effect {
            assignments,
            ..StepKind::Other.into()
        }
    }

    fn arg(&mut self, current: &Current, pairs: &[Pair<'_>], span: Span) -> Effect {
        let source = Source::File {
            span,
            stage: current.index,
        };
        let mut assignments = Vec::with_capacity(pairs.len());
        for pair in pairs {
            let name = pair.name.as_str();
            let value = self.argument(name, pair.value.as_ref());
            let hidden = HIDDEN_ARGUMENTS.contains(&name);
            if let Some(value) = value.filter(|_| !hidden) {
                self.environment.build.set(name, value, source);
            }
            let place = pair.value.as_ref().map_or(pair.span, Text::span);
            let operand = |value: Option<&str>| Operand {
                value: value.map(str::to_owned),
                span: place,
            };
            let value = match self.environment.build.lookup(name) {
                Variable::Set(value) if self.budget.take(value.len()) => Some(operand(Some(value))),
                Variable::Set(_) | Variable::Unknown => Some(operand(None)),
                Variable::Unset => None,
            };
            assignments.push(Assignment {
                name: Some(name.to_owned()),
                value,
                span: pair.span,
            });
        }
        Effect {
            assignments,
            ..StepKind::Other.into()
        }
    }

    /// What an ARG sets its variable to; `None`: it stays what it was.
    fn argument(&self, name: &str, default: Option<&Text<'_>>) -> Option<Value> {
        if let Some(value) = self.arguments.outside(name, default.is_some()) {
            return Some(value.filter(|value| self.budget.take(value.len())));
        }
        if let Some(default) = default {
            return Some(self.word(default.as_str()).value.map(Arc::from));
        }
        // Without any value somebody will give one, unless the variable has one already.
        let open = !self.arguments.are_complete()
            && self.environment.build.lookup(name) == Variable::Unset;
        open.then_some(None)
    }

    /// EXPOSE splits its words after expansion.
    fn ports(&self, text: &Text<'_>) -> Vec<Operand> {
        let span = text.span();
        let words = self
            .budget
            .expand_words(text, |name| self.environment.build.lookup(name));
        match words {
            Some(words) => words
                .into_iter()
                .map(|word| Operand {
                    value: Some(word),
                    span,
                })
                .collect(),
            None => vec![Operand { value: None, span }],
        }
    }

    /// Resolves a `from`, and keeps what comes of it.
    fn named(
        &mut self,
        current: &mut Current,
        text: &Text<'_>,
        at: usize,
        kind: DependencyKind,
    ) -> Origin {
        let stage = current.index;
        let named = self.references.named(stage, at, text.as_str(), kind);
        if let Some(found) = named.problem {
            self.problems
                .push(problem(found, stage, text.span(), text.as_str(), kind));
        }
        if let Some(found) = named.stage.filter(|found| *found != stage) {
            current.dependencies.push(Dependency {
                stage: found,
                kind,
                span: text.span(),
            });
        }
        named.origin
    }

    fn copy(
        &mut self,
        current: &mut Current,
        instruction: &Instruction<'_>,
        transfer: &Transfer<'_>,
        at: usize,
        add: bool,
    ) -> CopyStep {
        let from = instruction
            .flag_value("from")
            .filter(|from| !from.is_empty());
        let origin = match from {
            Some(from) => self.named(current, from, at, DependencyKind::Copy),
            None => Origin::Context,
        };
        let heredoc_names: Vec<String> = instruction
            .heredocs
            .iter()
            .map(|heredoc| heredoc.name.as_str().to_owned())
            .collect();
        let excluded = instruction.flags_named("exclude").map(|flag| {
            let pattern = flag.value.as_ref().map(|value| self.operand(value).value);
            pattern.flatten().unwrap_or_else(|| "*".to_owned())
        });
        CopyStep {
            excluded: excluded.collect(),
            add,
            origin,
            from: from.map(literal),
            sources: transfer
                .sources
                .iter()
                .map(|source| self.operand(source))
                .collect(),
            heredocs: heredoc_names.len(),
            heredoc_names,
            destination: self.operand(&transfer.destination),
            workdir: directory(&current.config),
            parents: instruction.switch("parents"),
            excludes: instruction.flag("exclude").is_some(),
            link: instruction.switch("link"),
            chown: self.optional(instruction.flag_value("chown")),
            chmod: self.optional(instruction.flag_value("chmod")),
        }
    }

    fn run(
        &mut self,
        current: &mut Current,
        instruction: &Instruction<'_>,
        command: &Command<'_>,
        at: usize,
    ) -> RunStep {
        let mounts = instruction.mounts();
        let mounts = mounts
            .iter()
            .map(|mount| self.mount(current, mount, at))
            .collect();
        let source = self.file.source;
        RunStep {
            command: line(command),
            heredocs: instruction
                .heredocs
                .iter()
                .map(|heredoc| body(heredoc, source))
                .collect(),
            shell: shell(&current.config),
            user: match &current.config.user {
                Setting::Unset => Some(String::new()),
                user => user.value().and_then(|user| user.value.clone()),
            },
            workdir: directory(&current.config),
            mounts,
            moment: self.environment.build.now(),
            scripts: OnceCell::new(),
            commands: OnceCell::new(),
        }
    }

    fn mount(&mut self, current: &mut Current, mount: &Mount<'_>, at: usize) -> MountStep {
        let value = |walk: &Self, text: Option<&Text<'_>>| {
            walk.optional(text).and_then(|operand| operand.value)
        };
        let kind = match mount
            .option(&["type"])
            .and_then(|option| option.value.as_ref())
        {
            None => "bind".to_owned(),
            Some(text) => to_lower(&self.word(text.as_str()).value.unwrap_or_default()),
        };
        let from = mount.from().filter(|from| !from.is_empty());
        let files = matches!(
            mount.kind(),
            Some(MountKind::Bind | MountKind::Cache) | None
        );
        let origin = match from {
            Some(from) if files => self.named(current, from, at, DependencyKind::Mount),
            None if kind == "bind" => Origin::Context,
            _ => Origin::Unknown,
        };
        MountStep {
            kind,
            origin,
            from: from.map(literal),
            source: value(self, mount.source()),
            target: value(self, mount.target()),
            span: mount.span,
        }
    }
}

const fn set<T>(value: T, span: Span, stage: usize) -> Setting<T> {
    Setting::Set { value, span, stage }
}

/// ENTRYPOINT and CMD: an empty list takes away what was set below.
fn started(command: &Command<'_>, span: Span, stage: usize) -> Setting<CommandLine> {
    match command {
        Command::Exec(words) if words.is_empty() => Setting::Unset,
        _ => set(line(command), span, stage),
    }
}

/// Text that stands for itself.
fn literal(text: &Text<'_>) -> Operand {
    Operand {
        value: Some(text.as_str().to_owned()),
        span: text.span(),
    }
}

fn line(command: &Command<'_>) -> CommandLine {
    match command {
        Command::Shell(text) => CommandLine::Shell {
            text: text.as_str().to_owned(),
            span: text.span(),
        },
        Command::Exec(words) => CommandLine::Exec(words.iter().map(literal).collect()),
    }
}

fn shell(config: &Config) -> Vec<String> {
    match config.shell.value() {
        Some(shell) if !shell.is_empty() => shell.clone(),
        _ => default_shell(),
    }
}

fn shell_of(command: &Command<'_>, config: &Config) -> Vec<String> {
    match command {
        Command::Shell(_) => shell(config),
        Command::Exec(_) => Vec::new(),
    }
}

fn directory(config: &Config) -> Option<String> {
    match &config.workdir {
        Setting::Unset => Some("/".to_owned()),
        workdir => workdir.value().cloned(),
    }
}

/// How many bytes a step copies from the configuration, besides what it says itself.
pub(super) fn cost(instruction: &Instruction<'_>, config: &Config) -> usize {
    let workdir = config.workdir.value().map_or(1, String::len);
    let shell = || {
        config
            .shell
            .value()
            .map_or(16, |words| words.iter().map(|word| word.len() + 24).sum())
    };
    let configured = match &instruction.kind {
        Kind::Run(_) => {
            let user = config.user.value().and_then(|user| user.value.as_ref());
            workdir + shell() + user.map_or(0, String::len)
        }
        Kind::Copy(_) | Kind::Add(_) | Kind::Workdir(_) => workdir,
        Kind::Cmd(_) | Kind::Entrypoint(_) => shell(),
        _ => 0,
    };
    configured + instruction.span.len() as usize
}

/// A heredoc's body as the command gets it, not expanded.
fn body(heredoc: &Heredoc<'_>, source: &str) -> String {
    let text = heredoc.body.text(source);
    if !heredoc.chomp {
        return text.to_owned();
    }
    text.split_inclusive('\n')
        .map(|line| line.trim_start_matches('\t'))
        .collect()
}

impl Budget {
    /// Whether there is enough for a step.
    pub(super) fn affords(&self, instruction: &Instruction<'_>, config: &Config) -> bool {
        self.take(cost(instruction, config))
    }
}
