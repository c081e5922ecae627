//! The resolved model of one Dockerfile: computed once, then only read.

mod bases;
mod files;
pub(crate) mod libraries;
pub(crate) mod sources;
pub(crate) mod started;
mod steps;
mod text;

use crate::config::Config;
use crate::context::Surroundings;
use crate::graph::{self, BaseTarget, GraphOptions, Stage, StageGraph};
use crate::image::{Accounts, Base, BuildCommand, Images, Purpose, images, purpose};
use crate::request::{Build, Request};
use bases::Bases;
use dockerfile_syntax::{Dockerfile, Span};
use image_knowledge::Date;
use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::rc::Rc;

/// Everything rules may look at.
#[derive(Debug)]
pub struct Model<'a> {
    /// The path of the file, as shown to people.
    pub path: &'a str,
    /// The syntax tree.
    pub file: &'a Dockerfile<'a>,
    /// What compose and bake files say of its build, if they do.
    pub build: Option<&'a Build>,
    /// Stages, their steps and configuration.
    pub graph: StageGraph,
    /// The user's configuration.
    pub config: &'a Config,
    /// The day end of life is judged on.
    pub today: Date,
    /// For each stage, the stage whose FROM names an image from outside.
    roots: Vec<usize>,
    /// For each stage, the image from outside it is built on in the end.
    bases: Vec<Rc<Base>>,
    /// All images from outside that were asked for.
    known: Bases<'a>,
    images: Images,
    /// The build context.
    surroundings: Surroundings<'a>,
    /// Read when a rule first asks.
    accounts: OnceCell<Accounts>,
    /// For each stage, what is found when a rule first asks.
    found: Vec<Found>,
    /// For each stage, what it or one below it compiles; read when a rule first asks.
    builds: OnceCell<Vec<Option<BuildCommand>>>,
}

/// What is found out of a stage once, for all rules that ask.
#[derive(Debug, Default)]
struct Found {
    /// The program it starts.
    started: OnceCell<Option<(String, Span)>>,
    /// What its image is for.
    purpose: OnceCell<Purpose>,
}

/// The names among `wanted` that stages of the file have, the last stage's first: a definition that
/// names what is not there is out of date, which is no matter of the Dockerfile.
fn stages_of(file: &Dockerfile<'_>, wanted: &[String]) -> Vec<String> {
    let stages = file.stages();
    let names = stages.iter().rev().filter_map(|stage| stage.name.as_ref());
    let is_wanted = |name: &&String| {
        wanted
            .iter()
            .any(|wanted| wanted.eq_ignore_ascii_case(name))
    };
    names.filter(is_wanted).cloned().collect()
}

impl<'a> Model<'a> {
    /// Resolves a file.
    pub fn new(request: &Request<'a>, file: &'a Dockerfile<'a>) -> Self {
        let options = request.options;
        let config = &options.config;
        let known = Bases::new(config);
        // What is said for this run wins over the configuration, and that over compose and bake files.
        let target = options
            .target
            .as_ref()
            .or(config.targets_for(request.path).first());
        let build = request.context.build();
        let defined = build.filter(|_| target.is_none());
        let mut defined = defined
            .map(|build| stages_of(file, &build.targets))
            .unwrap_or_default();
        let others = defined.split_off(defined.len().min(1));
        let target = target.or(defined.first());
        let build_args = build.map(|build| build.args.as_slice()).unwrap_or_default();
        let build_args = build_args
            .iter()
            .chain(&config.build_args)
            .chain(&options.build_args);
        let graph = graph::build(
            file,
            &GraphOptions {
                target: target.cloned(),
                others,
                contexts: build
                    .map(|build| build.contexts.clone())
                    .unwrap_or_default(),
                build_args: build_args.cloned().collect(),
                ..GraphOptions::default()
            },
            &known,
        );
        let mut roots: Vec<usize> = Vec::with_capacity(graph.stages.len());
        let mut bases: Vec<Rc<Base>> = Vec::with_capacity(graph.stages.len());
        for stage in &graph.stages {
            match &stage.base.target {
                BaseTarget::Stage(index) if *index < stage.index => {
                    roots.push(roots[*index]);
                    bases.push(Rc::clone(&bases[*index]));
                }
                BaseTarget::Unknown if stage.base.has_variables => {
                    roots.push(stage.index);
                    let any = known.for_any_processor(&stage.base.written);
                    bases.push(any.unwrap_or_else(|| known.of(&BaseTarget::Unknown)));
                }
                target => {
                    roots.push(stage.index);
                    bases.push(known.of(target));
                }
            }
        }
        let found = graph.stages.iter().map(|_| Found::default()).collect();
        let surroundings = Surroundings::new(request.context);
        let images = images(&graph, file, &surroundings, &|target| known.of(target));
        Self {
            path: request.path,
            file,
            build,
            graph,
            config,
            today: options.today,
            roots,
            bases,
            known,
            images,
            surroundings,
            accounts: OnceCell::new(),
            found,
            builds: OnceCell::new(),
        }
    }

    /// The stages that ship, the primary one first.
    pub fn shipped(&self) -> impl Iterator<Item = &Stage> {
        self.graph
            .targets
            .iter()
            .filter_map(|index| self.graph.stages.get(*index))
    }

    /// Those of them that are run as they are: to the others, whoever builds on them adds what ONBUILD says.
    pub fn runnable(&self) -> impl Iterator<Item = &Stage> {
        self.shipped().filter(|stage| stage.triggers == 0)
    }

    /// The stages that a shipping one needs, itself included.
    pub fn reachable(&self) -> impl Iterator<Item = &Stage> {
        self.graph.stages.iter().filter(|stage| stage.reachable)
    }

    /// A stage and the stages below it, down to the one whose FROM names an image from outside.
    pub fn chain<'m>(&'m self, stage: &'m Stage) -> impl Iterator<Item = &'m Stage> {
        std::iter::successors(Some(stage), |stage| match stage.base.target {
            // Parents come earlier in the file, so this ends.
            BaseTarget::Stage(index) if index < stage.index => self.graph.stages.get(index),
            _ => None,
        })
    }

    /// The stage whose FROM names the image from outside that `stage` is built on.
    pub fn root<'m>(&'m self, stage: &'m Stage) -> &'m Stage {
        self.roots
            .get(stage.index)
            .and_then(|index| self.graph.stages.get(*index))
            .unwrap_or(stage)
    }

    /// The image from outside that a stage is built on.
    pub fn base(&self, stage: &Stage) -> &Base {
        &self.bases[stage.index]
    }

    /// What the base image is called in messages: as the author wrote it.
    pub fn base_name<'m>(&'m self, stage: &'m Stage) -> &'m str {
        let base = &self.root(stage).base;
        base.expanded.as_deref().unwrap_or(&base.written)
    }

    /// Whether it is known which image the stage is built on in the end.
    pub fn names_base(&self, stage: &Stage) -> bool {
        let target = &self.root(stage).base.target;
        !matches!(target, BaseTarget::Unknown) || self.base(stage).is_known()
    }

    /// What the build context says.
    pub fn surroundings(&self) -> &Surroundings<'a> {
        &self.surroundings
    }

    /// What the stage's image is for.
    pub fn purpose(&self, stage: &Stage) -> Purpose {
        let find = || {
            let declared = self.config.purpose_for(self.path);
            purpose(stage, self.path, declared)
        };
        match self.found.get(stage.index) {
            Some(found) => *found.purpose.get_or_init(find),
            None => find(),
        }
    }

    /// Whether advice on what ships applies: the image runs an application for sure.
    pub fn is_application(&self, stage: &Stage) -> bool {
        self.purpose(stage) == Purpose::Application
    }

    /// The stages whose layers and history are in a shipping image, by index: those that ship, and
    /// those they are built on.
    pub fn in_images(&self) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        for shipped in self.shipped() {
            for stage in self.chain(shipped) {
                // Whatever is below was found with the first image that stands on it.
                if !found.insert(stage.index) {
                    break;
                }
            }
        }
        found
    }
}
