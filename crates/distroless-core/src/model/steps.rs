//! What the steps of stages do, asked of all of them.

use super::Model;
use crate::graph::{BaseTarget, Stage, Step, StepKind};
use crate::image::artifact::Site;
use crate::image::command::commands;
use crate::image::path::{file_name, is_below, merged};
use crate::image::{BuildCommand, build_command};

impl Model<'_> {
    /// Whether two places are in one RUN, so that what one makes and the other removes is in no layer.
    pub fn in_one_step(&self, one: Site, other: Site) -> bool {
        let step = |site: Site| {
            let stage = self.graph.stages.get(site.stage)?;
            Some((site.stage, stage.step_at(site.span)?.0))
        };
        step(one).is_some_and(|first| step(other) == Some(first))
    }

    /// Whether an ARG or ENV of the file sets a variable anywhere.
    pub fn sets_variable(&self, name: &str) -> bool {
        self.graph
            .stages
            .iter()
            .flat_map(|stage| &stage.steps)
            .flat_map(|step| &step.assignments)
            .any(|assignment| assignment.name.as_deref().is_none_or(|set| set == name))
    }

    /// Whether nothing but packages of the system's own manager can have made files outside of what is
    /// named in the file: no unknown program, no copy of a directory of libraries.
    pub fn only_packages_touch(&self, stage: &Stage) -> bool {
        self.chain(stage)
            .flat_map(|stage| &stage.steps)
            .all(|step| match &step.kind {
                StepKind::Copy(copy) => copy.destination.value.as_deref().is_some_and(|path| {
                    let path = merged(path);
                    path != "/" && !is_below(&path, "/usr/lib") && !is_below(&path, "/usr/lib64")
                }),
                StepKind::Opaque => false,
                StepKind::Run(_) | StepKind::Workdir(_) | StepKind::Other => true,
            })
    }

    /// Whether a command runs in the stage or one below it.
    pub fn runs_anything(&self, stage: &Stage) -> bool {
        self.chain(stage)
            .flat_map(|stage| &stage.steps)
            .any(|step| matches!(step.kind, StepKind::Run(_) | StepKind::Opaque))
    }

    /// Whether a RUN of the stage, or of one below it, uses files of another image: of a base without a
    /// shell, such a RUN alone could bring one.
    pub fn runs_of_others(&self, stage: &Stage) -> bool {
        let steps = self.chain(stage).flat_map(|stage| &stage.steps);
        steps.into_iter().any(|step| match &step.kind {
            StepKind::Run(run) => run.mounts.iter().any(|mount| mount.from.is_some()),
            StepKind::Opaque => true,
            _ => false,
        })
    }

    /// Whether a copy from another image brings what may be a shell: by its name, or in a directory of
    /// programs.
    pub fn copies_shell(&self, stage: &Stage) -> bool {
        let copies = self.chain(stage).flat_map(|stage| &stage.steps);
        copies
            .filter_map(|step| match &step.kind {
                StepKind::Copy(copy) => Some(copy),
                _ => None,
            })
            .any(|copy| {
                copy.from.is_some()
                    && copy.sources.iter().any(|source| {
                        source.value.as_deref().is_none_or(|path| {
                            let name = file_name(path.trim_end_matches('/'));
                            matches!(
                                name,
                                "" | "."
                                    | "bin"
                                    | "sbin"
                                    | "usr"
                                    | "busybox"
                                    | "sh"
                                    | "bash"
                                    | "dash"
                                    | "ash"
                            )
                        })
                    })
            })
    }

    /// The command by which a stage, or one below it, compiles something.
    pub fn build_command(&self, stage: &Stage) -> Option<BuildCommand> {
        let builds = self.builds.get_or_init(|| {
            let mut all: Vec<Option<BuildCommand>> = Vec::with_capacity(self.graph.stages.len());
            for stage in &self.graph.stages {
                let own = build_command(&stage.steps);
                all.push(own.or_else(|| match stage.base.target {
                    BaseTarget::Stage(parent) => all.get(parent).cloned().flatten(),
                    _ => None,
                }));
            }
            all
        });
        builds.get(stage.index).cloned().flatten()
    }

    /// For each stage, whether the test holds for a step of it or of a stage below it.
    pub fn with_step(&self, test: impl Fn(&Step) -> bool) -> Vec<bool> {
        let mut all: Vec<bool> = Vec::with_capacity(self.graph.stages.len());
        for stage in &self.graph.stages {
            let below = match stage.base.target {
                // Parents come earlier in the file.
                BaseTarget::Stage(parent) => all.get(parent).copied().unwrap_or_default(),
                _ => false,
            };
            all.push(below || stage.steps.iter().any(&test));
        }
        all
    }

    /// Whether a command of the step starts a program of that name.
    pub fn runs(step: &Step, program: &str) -> bool {
        match &step.kind {
            StepKind::Run(run) => commands(run)
                .iter()
                .filter_map(|words| words.first())
                .any(|word| file_name(word) == program),
            _ => false,
        }
    }
}
