//! Building the graph.

use super::Moment;
use super::arguments::Arguments;
use super::budget::Budget;
use super::environment::{Environment, Source, StageVariables};
use super::reach::{base_dependency, circles, mark_leaves, reachable, targets};
use super::references::{References, problem};
use super::settings::{empty, from_stage, inherited};
use super::types::{
    Base, BaseConfig, BaseConfigs, BaseTarget, Config, Dependency, DependencyKind, GraphOptions,
    Operand, ProblemKind, ReferenceProblem, Setting, Stage, StageGraph, Step, StepKind,
};
use crate::order;
use dockerfile_syntax::expand::Variable;
use dockerfile_syntax::{Dockerfile, Instruction, Kind, Span};
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

/// PATH of images that do not say one (BuildKit's `system.DefaultPathEnvUnix`).
const DEFAULT_PATH: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/// Computes the graph of a file. `bases` is asked once for every FROM of an image from outside.
pub fn build(file: &Dockerfile<'_>, options: &GraphOptions, bases: &dyn BaseConfigs) -> StageGraph {
    let budget = Budget::new(file.source.len(), file.escape);
    let references = References::new(file, &options.contexts);
    let written = file.stages();
    let (target, mut problems) = target(options, &references, written.len());
    let target_name = match (&options.target, written.last()) {
        (Some(name), _) => name.clone(),
        (None, last) => last
            .and_then(|stage| stage.name.clone())
            .unwrap_or_default(),
    };
    let others = options.others.iter();
    let others: Vec<usize> = others.filter_map(|name| references.last(name)).collect();
    let arguments = Arguments::new(file, options, &target_name, &budget);

    let mut drafts = Vec::with_capacity(written.len());
    for stage in &written {
        let draft = Draft::new(stage, &references, &arguments, &budget);
        problems.extend(draft.problem.clone());
        drafts.push(draft);
    }
    let duplicates = references.duplicates();
    for draft in &drafts {
        if let (Some(first), Some((name, span))) =
            (duplicates.get(draft.index).copied().flatten(), &draft.name)
        {
            let kind = ProblemKind::DuplicateName { first };
            problems.push(problem(
                kind,
                draft.index,
                *span,
                name,
                DependencyKind::Base,
            ));
        }
    }

    let mut walk = Walk {
        file,
        bases,
        budget,
        arguments,
        references,
        environment: Environment::default(),
        problems,
        onbuild: (0..)
            .zip(&file.instructions)
            .filter(|(_, instruction)| matches!(instruction.kind, Kind::Onbuild(_)))
            .map(|(at, _)| at)
            .collect(),
    };
    let mut stages = walk.stages(drafts);
    mark_leaves(&mut stages);
    let targets = targets(&stages, target, &others);
    let needed = reachable(&stages, targets.get(..1).unwrap_or_default());
    let reached = reachable(&stages, &targets);
    for ((stage, needed), reached) in stages.iter_mut().zip(needed).zip(reached) {
        stage.needed = needed;
        stage.reachable = reached;
    }
    let mut problems = walk.problems;
    problems.extend(circles(&stages));
    order::sort_by_key(&mut problems, |problem| (problem.span.start, problem.stage));
    problems.dedup();
    StageGraph {
        stages,
        targets,
        problems,
        environment: walk.environment,
        arguments: walk.arguments,
    }
}

/// The stage `--target` names.
fn target(
    options: &GraphOptions,
    references: &References,
    stages: usize,
) -> (Option<usize>, Vec<ReferenceProblem>) {
    let Some(name) = &options.target else {
        return (None, Vec::new());
    };
    let index = || name.parse().ok().filter(|index| *index < stages);
    if let Some(stage) = references.last(name).or_else(index) {
        return (Some(stage), Vec::new());
    }
    let kind = ProblemKind::NoSuchTarget;
    let unknown = problem(kind, 0, Span::default(), name, DependencyKind::Base);
    (None, vec![unknown])
}

impl StageGraph {
    /// A variable of the image's configuration at the end of a stage.
    pub fn env(&self, stage: usize, name: &str) -> Setting<String> {
        self.environment.env(stage, name)
    }

    /// Every variable of the image's configuration at the end of a stage, in the order BuildKit
    /// keeps them.
    pub fn env_list(&self, stage: usize) -> Vec<(&str, Setting<String>)> {
        self.environment.list(stage)
    }

    /// A variable, ENV or ARG, as instructions see it at a moment.
    pub fn build_env(&self, moment: Moment, name: &str) -> Setting<String> {
        self.environment.build_env(moment, name)
    }

    /// A variable as FROM sees it, and a global ARG after its own.
    pub fn global(&self, name: &str) -> Variable<'_> {
        self.arguments.lookup(name)
    }
}

/// What a FROM says, before its stage is followed.
struct Draft {
    index: usize,
    name: Option<(String, Span)>,
    from: Span,
    base: Base,
    platform: Option<Operand>,
    /// Its instructions, as places in the file.
    range: Range<usize>,
    problem: Option<ReferenceProblem>,
}

impl Draft {
    fn new(
        stage: &dockerfile_syntax::Stage<'_, '_>,
        references: &References,
        arguments: &Arguments,
        budget: &Budget,
    ) -> Self {
        let name = match &stage.from.kind {
            Kind::From { name, .. } => name.as_ref(),
            _ => None,
        };
        let word = budget.expand(stage.base.as_str(), |name| arguments.lookup(name));
        let expanded = word.value.filter(|text| !text.is_empty());
        let (target, wrong) = match &expanded {
            Some(text) => references.base(stage.index, stage.name.as_deref(), text),
            None => (BaseTarget::Unknown, None),
        };
        let span = stage.base.span();
        let list = |names: &BTreeSet<String>| names.iter().cloned().collect();
        Self {
            index: stage.index,
            name: name.map(|name| (name.as_str().to_owned(), name.span())),
            from: stage.from.span,
            platform: stage.platform.map(|platform| Operand {
                value: budget
                    .expand(platform.as_str(), |name| arguments.lookup(name))
                    .value,
                span: platform.span(),
            }),
            problem: wrong.map(|kind| {
                let text = expanded.as_deref().unwrap_or_default();
                problem(kind, stage.index, span, text, DependencyKind::Base)
            }),
            base: Base {
                written: stage.base.as_str().to_owned(),
                span,
                has_variables: word.expansion.has_variables(),
                matched: list(&word.expansion.matched),
                unmatched: list(&word.expansion.unmatched),
                unknown: list(&word.expansion.unknown),
                expanded,
                target,
            },
            range: stage.range.start.saturating_add(1)..stage.range.end,
        }
    }
}

/// The stage that is being followed.
pub(super) struct Current {
    pub(super) index: usize,
    pub(super) config: Config,
    pub(super) dependencies: Vec<Dependency>,
    /// Whether the stage has had a CMD.
    pub(super) has_cmd: bool,
    /// The variables it adds to those of its base, in order.
    pub(super) added: Vec<usize>,
    steps: Vec<Step>,
}

/// Everything the stages share while they are followed.
pub(super) struct Walk<'f, 's> {
    pub(super) file: &'f Dockerfile<'s>,
    bases: &'f dyn BaseConfigs,
    pub(super) budget: Budget,
    pub(super) arguments: Arguments,
    pub(super) references: References,
    pub(super) environment: Environment,
    pub(super) problems: Vec<ReferenceProblem>,
    /// The places of ONBUILD instructions in the file.
    onbuild: Vec<usize>,
}

/// What the walk over the trees of stages does next.
enum Visit {
    Enter(usize),
    /// Change the variables back: marks of the image's and of the build's.
    Leave(usize, usize),
}

impl Walk<'_, '_> {
    /// Follows every stage, each right after one that it is built on.
    fn stages(&mut self, drafts: Vec<Draft>) -> Vec<Stage> {
        let count = drafts.len();
        let mut children: Vec<Vec<usize>> = vec![Vec::new(); count];
        let mut open: Vec<Visit> = Vec::new();
        for draft in drafts.iter().rev() {
            match draft.base.target {
                BaseTarget::Stage(parent) if parent < draft.index => {
                    if let Some(children) = children.get_mut(parent) {
                        children.push(draft.index);
                    }
                }
                _ => open.push(Visit::Enter(draft.index)),
            }
        }
        self.environment.stages = vec![StageVariables::default(); count];
        let ranges: Vec<Range<usize>> = drafts.iter().map(|draft| draft.range.clone()).collect();
        let mut drafts: Vec<Option<Draft>> = drafts.into_iter().map(Some).collect();
        let mut done: Vec<Option<Stage>> = std::iter::repeat_with(|| None).take(count).collect();
        while let Some(visit) = open.pop() {
            match visit {
                Visit::Leave(image, build) => {
                    self.environment.image.leave(image);
                    self.environment.build.leave(build);
                }
                Visit::Enter(index) => {
                    let Some(draft) = drafts.get_mut(index).and_then(Option::take) else {
                        continue;
                    };
                    let below = match draft.base.target {
                        BaseTarget::Stage(parent) => done
                            .get(parent)
                            .and_then(Option::as_ref)
                            .zip(ranges.get(parent).cloned()),
                        _ => None,
                    };
                    open.push(Visit::Leave(
                        self.environment.image.enter(),
                        self.environment.build.enter(),
                    ));
                    let stage = self.stage(draft, below);
                    if let Some(place) = done.get_mut(index) {
                        *place = Some(stage);
                    }
                    let children = children.get(index).into_iter().flatten();
                    open.extend(children.map(|child| Visit::Enter(*child)));
                }
            }
        }
        done.into_iter().flatten().collect()
    }

    /// Follows one stage; `below` is the stage it is built on and where its instructions are.
    fn stage(&mut self, draft: Draft, below: Option<(&Stage, Range<usize>)>) -> Stage {
        let mut current = Current {
            index: draft.index,
            config: Config::default(),
            dependencies: base_dependency(&draft.base.target, draft.base.span)
                .into_iter()
                .collect(),
            has_cmd: false,
            added: Vec::new(),
            steps: Vec::new(),
        };
        let parent = below
            .as_ref()
            .and_then(|(stage, _)| self.environment.below(stage.index));
        match (&draft.base.target, below) {
            (BaseTarget::Stage(_), Some((stage, range))) => {
                current.config = from_stage(&stage.config, &self.budget);
                self.triggers(&mut current, &range);
            }
            (BaseTarget::Scratch, _) => {
                current.config = empty();
                self.default_path(&mut current);
            }
            (BaseTarget::Image(image), _) => match self.bases.config(image) {
                Some(base) => self.begin(&mut current, &base, &draft),
                None => self.lose(&mut current),
            },
            _ => self.lose(&mut current),
        }
        let file = self.file;
        let triggers = self.onbuild_in(&draft.range).len();
        for (at, instruction) in file
            .instructions
            .iter()
            .enumerate()
            .take(draft.range.end)
            .skip(draft.range.start)
        {
            self.step(&mut current, instruction, at, instruction.span, false);
        }
        if let Some(variables) = self.environment.stages.get_mut(draft.index) {
            *variables = StageVariables {
                end: self.environment.image.now(),
                below: parent,
                added: current.added,
            };
        }
        Stage {
            index: draft.index,
            name: draft.name,
            from: draft.from,
            base: draft.base,
            platform: draft.platform,
            dependencies: current.dependencies,
            reachable: false,
            needed: false,
            leaf: false,
            triggers,
            steps: current.steps,
            config: current.config,
        }
    }

    /// Begins with an image from outside.
    fn begin(&mut self, current: &mut Current, base: &BaseConfig, draft: &Draft) {
        current.config = inherited(base, draft.base.span);
        if !base.env_complete {
            self.environment.image.forget(Source::Base);
            self.environment.build.forget(Source::Base);
        }
        for (name, value) in &base.env {
            let value: Option<Arc<str>> = value.as_deref().map(Arc::from);
            self.base_variable(current, name, value);
        }
        if base.env_complete && !base.env.iter().any(|(name, _)| name == "PATH") {
            self.default_path(current);
        }
        if !base.no_triggers {
            current.steps.push(Step {
                instruction: draft.range.start.saturating_sub(1),
                span: draft.from,
                kind: StepKind::Opaque,
                trigger: true,
                assignments: Vec::new(),
                operands: Vec::new(),
                before: self.environment.build.now(),
                moment: self.environment.build.now(),
            });
        }
    }

    fn default_path(&mut self, current: &mut Current) {
        self.base_variable(current, "PATH", Some(DEFAULT_PATH.into()));
    }

    fn base_variable(&mut self, current: &mut Current, name: &str, value: Option<Arc<str>>) {
        let added = self
            .environment
            .image
            .set(name, value.clone(), Source::Base);
        current.added.extend(added);
        self.environment.build.set(name, value, Source::Base);
    }

    /// Nothing of the configuration is known any more.
    fn lose(&mut self, current: &mut Current) {
        current.config = Config::default();
        self.environment.image.forget(Source::Base);
        self.environment.build.forget(Source::Base);
    }

    /// Which of the ONBUILD instructions stand in a range of instructions.
    fn onbuild_in(&self, range: &Range<usize>) -> Range<usize> {
        let before = |end: usize| self.onbuild.partition_point(|at| *at < end);
        before(range.start)..before(range.end)
    }

    /// The ONBUILD instructions of the stage below, which stand in `range`.
    fn triggers(&mut self, current: &mut Current, range: &Range<usize>) {
        let file = self.file;
        for number in self.onbuild_in(range) {
            let Some(at) = self.onbuild.get(number).copied() else {
                break;
            };
            if let Some(instruction) = file.instructions.get(at)
                && let Kind::Onbuild(trigger) = &instruction.kind
            {
                // One stage with many triggers below many stages makes many steps.
                if !self.budget.take(size_of::<Step>()) {
                    self.lose(current);
                    break;
                }
                self.step(current, trigger, at, instruction.span, true);
            }
        }
    }

    fn step(
        &mut self,
        current: &mut Current,
        instruction: &Instruction<'_>,
        at: usize,
        span: Span,
        trigger: bool,
    ) {
        let before = self.environment.build.now();
        let effect = if self.budget.affords(instruction, &current.config) {
            self.follow(current, instruction, at, span)
        } else {
            self.lose(current);
            StepKind::Opaque.into()
        };
        current.steps.push(Step {
            instruction: at,
            span,
            kind: effect.kind,
            trigger,
            assignments: effect.assignments,
            operands: effect.operands,
            before,
            moment: self.environment.build.now(),
        });
    }
}
