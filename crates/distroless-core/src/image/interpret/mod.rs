//! From the steps of the graph to what each stage's image holds: every instruction is followed, every
//! command of a RUN has the effect that its tool's file in [`super::effects`] gives it.

mod copy;
mod deeds;
mod machine;
mod mount;

pub(crate) use copy::{is_open, user_of};
pub(crate) use machine::{Machine, minor};

mod project;
mod questions;
mod running;
mod things;

use super::artifact::{Artifact, Kind, Package, Site};
use super::base::Base;
use super::contents::{Answer, Change, FileSystem, FileSystems, Layer, Root};
use super::path::{absolute, is_below, merged};
use crate::context::Surroundings;
use crate::graph::{BaseTarget, StageGraph, StepKind};
use dockerfile_syntax::{Dockerfile, Span};
use std::rc::Rc;

/// More things than this are not kept for one stage: hostile files copy stages into stages.
const MOST: usize = 2_000;

/// What is known to be in a stage's image, besides paths.
#[derive(Clone, Debug, Default)]
pub struct Contents {
    /// Programs, packages of languages, caches, sources, secrets.
    pub artifacts: Vec<Artifact>,
    /// What was in a layer and is removed by a later one: it ships all the same.
    pub buried: Vec<Buried>,
    /// Packages of the system, in the order they are installed.
    pub packages: Vec<Package>,
    /// Accounts that commands made.
    pub accounts: Vec<MadeAccount>,
    /// Who owns directories that instructions made.
    pub owned: Vec<Owned>,
    /// Commands that are not there when they are started.
    pub missing: Vec<Missing>,
    /// Settings that tools keep: `go env -w`, `npm config set`.
    pub(crate) settings: Vec<(String, String)>,
}

/// Something that a later layer removes.
#[derive(Clone, Debug)]
pub struct Buried {
    /// What.
    pub artifact: Artifact,
    /// Where it is removed.
    pub by: Site,
}

/// An account that a command made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MadeAccount {
    /// Its name.
    pub name: String,
    /// Its number, where the command says it.
    pub uid: Option<u32>,
    /// The command.
    pub site: Site,
}

/// A directory or file and its owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owned {
    /// Its absolute path, as under merged `/usr`.
    pub path: String,
    /// The owner as written: a name, a number; `None` where that is not known.
    pub owner: Option<String>,
    /// Whether all below it belongs to the owner too.
    pub recursive: bool,
    /// Whether the directory itself was there before and keeps its owner: of a copy to it.
    pub below_only: bool,
    /// What is copied there, if this is of a copy: it gives no other owner to a directory that is there.
    pub copied: Option<Copied>,
    /// Whether others may write there.
    pub open: bool,
    /// The instruction.
    pub site: Site,
}

/// What a copy brings, as far as it matters to the directories that are there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copied {
    /// Files for sure, and no directories.
    Files,
    /// Directories, perhaps, and what is in them.
    Trees,
}

/// A command that is not in the image when a RUN starts it.
#[derive(Clone, Debug)]
pub struct Missing {
    /// Its name, as written.
    pub name: String,
    /// What proves it.
    pub answer: Answer,
    /// Where it is started.
    pub span: Span,
    /// Whether every build starts it, and fails by that.
    pub sure: bool,
    /// Whether the engine starts it itself, without a shell.
    pub exec: bool,
}

impl Contents {
    pub(crate) fn add(&mut self, artifact: Artifact) {
        if self.artifacts.len() < MOST {
            // What is made again replaces what was there.
            self.artifacts.retain(|there| {
                there.path != artifact.path || !same_kind(&there.kind, &artifact.kind)
            });
            self.artifacts.push(artifact);
        }
    }

    /// The directory of the build context that a directory of the image (absolute, as under merged `/usr`)
    /// was copied from.
    pub fn context_of(&self, path: &str) -> Option<String> {
        self.artifacts
            .iter()
            .rev()
            .find_map(|artifact| match &artifact.kind {
                Kind::Sources { context } if is_below(path, &artifact.path) => {
                    let rest = path.get(artifact.path.len()..)?.trim_start_matches('/');
                    let folder = absolute(&format!("/{context}"), rest);
                    Some(folder.trim_start_matches('/').to_owned())
                }
                Kind::File { context } => {
                    let (directory, name) = artifact.path.rsplit_once('/')?;
                    let (parent, source) = context.rsplit_once('/').unwrap_or(("", context));
                    (directory == path && name == source).then(|| parent.to_owned())
                }
                _ => None,
            })
    }

    /// The packages that are installed at the end.
    pub fn installed(&self) -> impl Iterator<Item = &Package> {
        self.packages
            .iter()
            .filter(|package| package.removed.is_none())
    }
}

fn same_kind(a: &super::artifact::Kind, b: &super::artifact::Kind) -> bool {
    std::mem::discriminant(a) == std::mem::discriminant(b)
}

/// What all stages hold.
#[derive(Debug, Default)]
pub(crate) struct Images {
    pub(crate) files: FileSystems,
    pub(crate) contents: Vec<Contents>,
}

/// Follows every stage. `base` answers for images from outside.
pub(crate) fn images(
    graph: &StageGraph,
    file: &Dockerfile<'_>,
    context: &Surroundings<'_>,
    base: &dyn Fn(&BaseTarget) -> Rc<Base>,
) -> Images {
    let mut machine = Machine::new(graph, file, context, base);
    for stage in &graph.stages {
        let (root, contents) = match &stage.base.target {
            // A reference forward or to itself is no stage for the engine; the graph says so.
            BaseTarget::Stage(index) if *index < stage.index => {
                (Root::Stage(*index), machine.inherited(*index))
            }
            other => (Root::Image(base(other)), Contents::default()),
        };
        machine.begin(
            FileSystem {
                root,
                from: stage.from,
                layers: Vec::with_capacity(stage.steps.len()),
            },
            contents,
        );
        for (index, step) in stage.steps.iter().enumerate() {
            let change = match &step.kind {
                StepKind::Copy(copy) => machine.copy(copy, step),
                StepKind::Workdir(Some(path)) => {
                    machine.workdir(path, step);
                    Change::Directory(merged(path))
                }
                StepKind::Run(run) => Change::Run(machine.run(run, step, index)),
                StepKind::Workdir(None) | StepKind::Opaque => Change::Opaque,
                StepKind::Other => {
                    machine.set_user(step);
                    Change::Nothing
                }
            };
            machine.end_step(Layer {
                span: step.span,
                change,
            });
        }
    }
    machine.finish()
}
