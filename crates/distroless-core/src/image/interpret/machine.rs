//! The state in which commands are followed, and what their effects may say.

use super::mount::Mounts;
use super::{Contents, Images};
use crate::context::Surroundings;
use crate::graph::{BaseTarget, RunStep, Setting, StageGraph, Step};
use crate::image::artifact::{Artifact, Site};
use crate::image::base::Base;
use crate::image::contents::{FileSystem, FileSystems, Layer, Root};
use crate::image::touch::Touch;
use crate::order;
use dockerfile_syntax::{Dockerfile, Span};
use std::collections::BTreeSet;
use std::rc::Rc;

/// Commands that are followed in one file; after that, everything is open.
const COMMANDS: u32 = 20_000;

/// Questions about paths that are asked while following one file: each walks layers.
const QUESTIONS: u32 = 4_000;

/// Things that stages take over from those below them in one file; after that, nothing is known of what
/// they inherit. Hostile files chain thousands of stages.
const INHERITED: usize = 20_000;

/// How deep scripts in scripts (`sh -c '…'`) are followed.
pub(super) const SCRIPT_DEPTH: u32 = 4;

/// Follows the stages of one file, one after the other.
pub(crate) struct Machine<'m, 'c> {
    pub(super) graph: &'m StageGraph,
    pub(super) file: &'m Dockerfile<'m>,
    pub(crate) context: &'m Surroundings<'c>,
    pub(super) base_of: &'m dyn Fn(&BaseTarget) -> Rc<Base>,
    pub(super) files: FileSystems,
    pub(super) contents: Vec<Contents>,
    /// The names that ARG and ENV of the file set somewhere.
    pub(super) declared: BTreeSet<String>,
    /// The user in force: empty for none, `None` for not known.
    pub(super) user: Option<String>,
    /// The RUN that is followed.
    pub(super) current: Option<Current<'m>>,
    pub(super) commands: u32,
    pub(super) questions: u32,
    pub(super) inherited: usize,
    /// For each stage, the one whose FROM names an image from outside.
    pub(super) roots: Vec<usize>,
}

/// A RUN that is followed.
pub(super) struct Current<'m> {
    pub(super) run: &'m RunStep,
    pub(super) touches: Vec<Touch>,
    pub(super) mounts: Mounts,
    /// What mounts show.
    pub(super) visible: Vec<Artifact>,
    pub(super) places: Places<'m>,
    pub(super) depth: u32,
    pub(super) span: Span,
}

/// Where the text that is followed stands in the file.
pub(super) enum Places<'m> {
    /// The instruction's own text.
    Text(&'m dockerfile_syntax::Text<'m>),
    /// A heredoc's body that begins there.
    Body(u32),
    /// Somewhere in this.
    Within(Span),
}

impl<'m, 'c> Machine<'m, 'c> {
    pub(super) fn new(
        graph: &'m StageGraph,
        file: &'m Dockerfile<'m>,
        context: &'m Surroundings<'c>,
        base_of: &'m dyn Fn(&BaseTarget) -> Rc<Base>,
    ) -> Self {
        Self {
            graph,
            file,
            context,
            base_of,
            files: FileSystems::default(),
            contents: Vec::new(),
            declared: order::set(
                graph
                    .stages
                    .iter()
                    .flat_map(|stage| &stage.steps)
                    .flat_map(|step| &step.assignments)
                    .filter_map(|assignment| assignment.name.clone()),
            ),
            user: None,
            current: None,
            commands: COMMANDS,
            questions: QUESTIONS,
            inherited: INHERITED,
            roots: Vec::new(),
        }
    }

    pub(super) fn inherited(&mut self, stage: usize) -> Contents {
        let Some(below) = self.contents.get(stage) else {
            return Contents::default();
        };
        let many = below.artifacts.len()
            + below.packages.len()
            + below.owned.len()
            + below.accounts.len()
            + below.settings.len();
        let Some(left) = self.inherited.checked_sub(many) else {
            return Contents::default();
        };
        self.inherited = left;
        let below = below.clone();
        Contents {
            // Those are the business of the stage below.
            missing: Vec::new(),
            buried: Vec::new(),
            ..below
        }
    }

    pub(super) fn begin(&mut self, system: FileSystem, contents: Contents) {
        self.user = match &system.root {
            Root::Stage(below) => match self
                .graph
                .stages
                .get(*below)
                .map(|stage| &stage.config.user)
            {
                Some(Setting::Unset) => Some(String::new()),
                Some(setting) => setting.value().and_then(|user| user.value.clone()),
                None => None,
            },
            Root::Image(base) => base.user().known(),
        };
        let stage = self.files.stages.len();
        let root = match &system.root {
            Root::Stage(below) => self.roots.get(*below).copied().unwrap_or(stage),
            Root::Image(_) => stage,
        };
        self.roots.push(root);
        self.files.stages.push(system);
        self.contents.push(contents);
    }

    pub(super) fn end_step(&mut self, layer: Layer) {
        if let Some(system) = self.files.stages.last_mut() {
            system.layers.push(layer);
        }
    }

    pub(super) fn finish(self) -> Images {
        Images {
            files: self.files,
            contents: self.contents,
        }
    }

    /// The source of the file.
    pub(crate) const fn source(&self) -> &'m str {
        self.file.source
    }

    /// The instruction of a step, unless it is a trigger of the base.
    pub(super) fn instruction(
        &self,
        step: &Step,
    ) -> Option<&'m dockerfile_syntax::Instruction<'m>> {
        self.file
            .instructions
            .get(step.instruction)
            .filter(|_| !step.trigger)
    }

    /// The stage that is followed.
    pub(crate) fn stage(&self) -> usize {
        self.files.stages.len().saturating_sub(1)
    }

    pub(crate) fn site(&self, span: Span) -> Site {
        Site {
            stage: self.stage(),
            span,
        }
    }

    /// What is known to be in the stage so far.
    pub(crate) fn contents(&self) -> &Contents {
        const NONE: &Contents = &Contents {
            artifacts: Vec::new(),
            buried: Vec::new(),
            packages: Vec::new(),
            accounts: Vec::new(),
            owned: Vec::new(),
            missing: Vec::new(),
            settings: Vec::new(),
        };
        self.contents.last().unwrap_or(NONE)
    }

    pub(super) fn contents_of(&self, stage: usize) -> Option<&Contents> {
        self.contents.get(stage)
    }

    pub(crate) fn contents_mut(&mut self) -> Option<&mut Contents> {
        self.contents.last_mut()
    }

    /// USER is set.
    pub(super) fn set_user(&mut self, step: &Step) {
        let instruction = self.file.instructions.get(step.instruction);
        if instruction.is_some_and(|it| it.keyword == dockerfile_syntax::Keyword::User) {
            self.user = step.operands.first().and_then(|user| user.value.clone());
        }
    }
}

/// `3.13` of `3.13.5`.
pub(crate) fn minor(version: &str) -> Option<String> {
    let mut parts = version.split('.');
    let (major, minor) = (parts.next()?, parts.next()?);
    let number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    (number(major) && number(minor)).then(|| format!("{major}.{minor}"))
}
