//! The resolved model of one Dockerfile: computed once, then only read.

pub(crate) mod libraries;
pub(crate) mod sources;
pub(crate) mod started;

use crate::config::Config;
use crate::context::Surroundings;
use crate::graph::{
    self, BaseConfig, BaseConfigs, BaseTarget, GraphOptions, Setting, Stage, StageGraph, Step,
    StepKind,
};
use crate::image::{
    Accounts, Answer, Ask, Base, BuildCommand, Contents, Images, Layer, Ownership, Purpose,
    build_command,
    command::commands,
    images,
    path::{absolute, file_name},
    purpose,
};
use crate::order::ByName;
use crate::request::{Build, Request};
use dockerfile_syntax::image_ref::Reference;
use dockerfile_syntax::{Dockerfile, Instruction, Kind, Span};
use image_knowledge::{Date, ImageFacts, ImageName, Known, Presence, lookup};
use std::cell::{OnceCell, RefCell};
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
    /// For each stage, the program it starts; found when a rule first asks.
    started: Vec<OnceCell<Option<(String, Span)>>>,
    /// For each stage, what it or one below it compiles; read when a rule first asks.
    builds: OnceCell<Vec<Option<BuildCommand>>>,
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
        let started = graph.stages.iter().map(|_| OnceCell::new()).collect();
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
            started,
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

    /// The path of the program that the stage's image starts, as it stands, and where that is said. A name
    /// without a slash is looked for among what is known to be in the image.
    pub fn started(&self, stage: &Stage) -> Option<(String, Span)> {
        let find = || self.find_started(stage);
        match self.started.get(stage.index) {
            Some(known) => known.get_or_init(find).clone(),
            None => find(),
        }
    }

    fn find_started(&self, stage: &Stage) -> Option<(String, Span)> {
        let crate::image::Start::Program { words, span, .. } =
            crate::image::Start::of(&stage.config)
        else {
            return None;
        };
        let program = words.first()?.value.as_deref()?;
        if program.contains('/') {
            return Some((
                crate::image::path::merged(&self.absolute(stage, program)?),
                span,
            ));
        }
        let search = match self.graph.env(stage.index, "PATH") {
            Setting::Unset => {
                "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin".to_owned()
            }
            known => known.value()?.clone(),
        };
        search.split(':').find_map(|directory| {
            let path = crate::image::path::merged(&absolute(directory, program));
            let here = self.path(stage, &path).presence == Presence::Present
                || self
                    .contents(stage)
                    .artifacts
                    .iter()
                    .any(|artifact| artifact.holds(&path));
            here.then_some((path, span))
        })
    }

    /// The first word of what the image starts, without directories, where it is a program started as it
    /// stands, through the entrypoint script of an official image too.
    pub fn runtime_command<'m>(&'m self, stage: &'m Stage) -> Option<&'m str> {
        let words = match crate::image::Start::of(&stage.config) {
            crate::image::Start::Program { words, .. } => words,
            crate::image::Start::Inherited {
                entrypoint: [script],
                cmd:
                    Setting::Set {
                        value: crate::graph::CommandLine::Exec(words),
                        ..
                    },
            } if script
                .value
                .as_deref()
                .is_some_and(|script| script.ends_with("entrypoint.sh")) =>
            {
                words
            }
            _ => return None,
        };
        words.first()?.value.as_deref().map(file_name)
    }

    /// Whether two places are in one RUN, so that what one makes and the other removes is in no layer.
    pub fn in_one_step(
        &self,
        one: crate::image::artifact::Site,
        other: crate::image::artifact::Site,
    ) -> bool {
        one.stage == other.stage
            && self.graph.stages.get(one.stage).is_some_and(|stage| {
                stage.steps.iter().any(|step| {
                    let holds =
                        |span: Span| step.span.start <= span.start && span.end <= step.span.end;
                    holds(one.span) && holds(other.span)
                })
            })
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

    /// The language's runtime, as the base has it, that the stage's image starts with something of the file:
    /// by the base's own entrypoint, or by name.
    pub fn starts_runtime(&self, stage: &Stage, names: &[&str]) -> Option<Span> {
        use crate::image::Start;
        let is_runtime = |word: &crate::graph::Operand| {
            word.value.as_deref().is_some_and(|program| {
                let name =
                    file_name(program).trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
                // Another of the same name may have been brought.
                names.contains(&name) && !self.program(stage, program).touched
            })
        };
        match Start::of(&stage.config) {
            Start::Program { words, span, .. } => {
                words.first().is_some_and(is_runtime).then_some(span)
            }
            Start::Inherited { entrypoint, cmd } => entrypoint
                .first()
                .is_some_and(is_runtime)
                .then(|| cmd.span())?,
            _ => None,
        }
    }

    /// The directories that an interpreter may search because of what it is given: those of the script, and
    /// the working directory. As under merged `/usr`.
    pub fn script_directories(&self, stage: &Stage) -> Vec<String> {
        use crate::graph::CommandLine;
        let lines = [stage.config.entrypoint.value(), stage.config.cmd.value()];
        let words = lines.into_iter().flatten().flat_map(|line| match line {
            CommandLine::Exec(words) => words.as_slice(),
            CommandLine::Shell { .. } => &[],
        });
        words
            .filter_map(|word| self.absolute(stage, word.value.as_deref()?))
            .filter_map(|path| Some(path.rsplit_once('/')?.0.to_owned()))
            .chain(self.absolute(stage, "."))
            .map(|path| crate::image::path::merged(&path))
            .collect()
    }

    /// Whether nothing but packages of the system's own manager can have made files outside of what is
    /// named in the file: no unknown program, no copy of a directory of libraries.
    pub fn only_packages_touch(&self, stage: &Stage) -> bool {
        self.chain(stage)
            .flat_map(|stage| &stage.steps)
            .all(|step| match &step.kind {
                StepKind::Copy(copy) => copy.destination.value.as_deref().is_some_and(|path| {
                    let path = crate::image::path::merged(path);
                    path != "/"
                        && !crate::image::path::is_below(&path, "/usr/lib")
                        && !crate::image::path::is_below(&path, "/usr/lib64")
                }),
                StepKind::Opaque => false,
                StepKind::Run(_) | StepKind::Workdir(_) | StepKind::Other => true,
            })
    }

    /// Whether it is known which image the stage is built on in the end.
    pub fn names_base(&self, stage: &Stage) -> bool {
        let target = &self.root(stage).base.target;
        !matches!(target, BaseTarget::Unknown) || self.base(stage).is_known()
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

    /// What the build context says.
    pub fn surroundings(&self) -> &Surroundings<'a> {
        &self.surroundings
    }

    /// What is known to be in the stage's image, besides paths.
    pub fn contents(&self, stage: &Stage) -> &Contents {
        &self.images.contents[stage.index]
    }

    /// Whether a path is in the stage's image.
    pub fn path(&self, stage: &Stage, path: &str) -> Answer {
        self.images.files.path(stage.index, usize::MAX, path)
    }

    /// What the steps of a stage change, in their order.
    pub(crate) fn layers(&self, stage: &Stage) -> &[Layer] {
        let system = self.images.files.stages.get(stage.index);
        system.map_or(&[], |system| system.layers.as_slice())
    }

    /// What is known of an image from outside.
    pub fn image(&self, image: &Reference) -> Rc<Base> {
        self.known.image(image)
    }

    /// Whether a path (absolute) is in an image from outside, named at `by`.
    pub(crate) fn path_of_image(&self, image: &Reference, path: &str, by: Span) -> Answer {
        Answer::of_image(&self.image(image), path, by)
    }

    /// The instruction by which a path (absolute, as under merged `/usr`) is a directory of the stage's
    /// image for sure.
    pub fn directory(&self, stage: &Stage, path: &str) -> Option<Span> {
        self.images.files.directory(stage.index, path)
    }

    /// Who owns a path (absolute, as under merged `/usr`) of the stage's image, where that is known.
    pub(crate) fn ownership(&self, stage: &Stage, path: &str) -> Option<Ownership<'_>> {
        let owned = &self.contents(stage).owned;
        self.images.files.ownership(stage.index, owned, path)
    }

    /// Whether a path (absolute, as under merged `/usr`) is a directory that this file makes, with nothing
    /// in it.
    pub(crate) fn is_made_empty(&self, stage: &Stage, path: &str) -> bool {
        self.images.files.is_made_empty(stage.index, path)
    }

    /// Whether a program is found when the stage's image starts it.
    pub fn program(&self, stage: &Stage, name: &str) -> Answer {
        self.program_at(stage, usize::MAX, name, Ask::Presence)
    }

    fn program_at(&self, stage: &Stage, steps: usize, name: &str, ask: Ask) -> Answer {
        let unknown = Answer::unknown(stage.from);
        let path = self.graph.env(stage.index, "PATH");
        let search = match &path {
            Setting::Unset => None,
            Setting::Unknown => {
                if !name.contains('/') {
                    return unknown;
                }
                None
            }
            known => known.value().map(String::as_str),
        };
        let workdir = match &stage.config.workdir {
            Setting::Unset => "/",
            known => match known.value() {
                Some(workdir) => workdir,
                None if name.starts_with('/') => "/",
                None => return unknown,
            },
        };
        self.images
            .files
            .command(stage.index, steps, name, workdir, search, ask)
    }

    /// The program of the shell that shell-form instructions of the stage's image start, and
    /// whether it is there.
    pub fn shell(&self, stage: &Stage) -> (String, Answer) {
        let shell = match &stage.config.shell {
            Setting::Unset => "/bin/sh".to_owned(),
            known => match known.value().and_then(|words| words.first()) {
                Some(program) => program.clone(),
                None => return (String::new(), Answer::unknown(stage.from)),
            },
        };
        let answer = self.program(stage, &shell);
        (shell, answer)
    }

    /// Whether the shell of a RUN is missing when its step comes.
    pub(crate) fn shell_before(&self, stage: &Stage, step: usize, shell: &[String]) -> Answer {
        match shell.first() {
            Some(program) => self.program_at(stage, step, program, Ask::Absence),
            None => Answer::unknown(stage.from),
        }
    }

    /// An absolute path of the stage's image; `None` when its working directory matters and is not
    /// known.
    pub fn absolute(&self, stage: &Stage, path: &str) -> Option<String> {
        match &stage.config.workdir {
            _ if path.starts_with('/') => Some(absolute("/", path)),
            Setting::Unset => Some(absolute("/", path)),
            known => known.value().map(|workdir| absolute(workdir, path)),
        }
    }

    /// What the stage's image is for.
    pub fn purpose(&self, stage: &Stage) -> Purpose {
        let declared = self.config.purpose_for(self.path);
        // What is triggered by building on it is for nothing else.
        let triggers =
            |step: &Step| !step.trigger && matches!(self.kind(step), Some(Kind::Onbuild(_)));
        if declared.is_none() && stage.steps.iter().any(triggers) {
            return Purpose::Base;
        }
        purpose(&self.graph, stage.index, self.path, declared)
    }

    /// Whether advice on what ships applies: the image runs an application for sure.
    pub fn is_application(&self, stage: &Stage) -> bool {
        self.purpose(stage) == Purpose::Application
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

    /// The number of a user of the stage's image, where the base has the account, or a command of
    /// this file makes it with a number.
    pub fn uid(&self, stage: &Stage, name: &str) -> Option<u32> {
        let accounts = self
            .accounts
            .get_or_init(|| Accounts::of(&self.graph.stages));
        accounts.uid(stage.index, self.base(stage), name)
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

    /// The instruction at a place.
    pub fn instruction(&self, span: Span) -> Option<&Instruction<'a>> {
        let index = self
            .file
            .instructions
            .partition_point(|instruction| instruction.span.end <= span.start);
        self.file.instructions.get(index)
    }

    /// What a step is as an instruction; of a trigger, the instruction in the ONBUILD.
    pub fn kind(&self, step: &Step) -> Option<&Kind<'a>> {
        let instruction = self.file.instructions.get(step.instruction)?;
        match &instruction.kind {
            Kind::Onbuild(trigger) if step.trigger => Some(&trigger.kind),
            kind => Some(kind),
        }
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

    /// What is written after the keyword of an instruction that takes no flags.
    pub fn arguments(&self, span: Span) -> Option<Span> {
        let instruction = self.instruction(span)?;
        let text = Span::new(instruction.keyword_span.end, instruction.span.end);
        let blanks = text.text(self.file.source);
        let blanks = blanks.len() - blanks.trim_start().len();
        Some(Span::new(text.start + blanks as u32, text.end))
    }

    /// How the lines of the file end.
    pub fn line_ending(&self) -> &'static str {
        if self.file.source.contains("\r\n") {
            "\r\n"
        } else {
            "\n"
        }
    }

    /// Whether the stage's image has a package manager, and which.
    pub fn package_manager(&self, stage: &Stage) -> Option<Option<String>> {
        match self.base(stage).package_manager() {
            Known::Known(Some(name)) => Some(Some(name)),
            // A base without one can still be given one by a copy or a command.
            Known::Known(None)
                if self.path(stage, "/usr/bin/apt-get").presence == Presence::Absent =>
            {
                Some(None)
            }
            _ => None,
        }
    }
}

/// What is known of images from outside; each reference is looked up once.
#[derive(Debug)]
struct Bases<'a> {
    config: &'a Config,
    seen: RefCell<ByName<Rc<Base>>>,
}

impl<'a> Bases<'a> {
    fn new(config: &'a Config) -> Self {
        Self {
            config,
            seen: RefCell::default(),
        }
    }

    fn of(&self, target: &BaseTarget) -> Rc<Base> {
        match target {
            BaseTarget::Image(image) => self.image(image),
            BaseTarget::Scratch => Rc::new(Base::new(Some(ImageFacts::scratch()), None)),
            BaseTarget::Stage(_) | BaseTarget::Unknown => Rc::new(Base::new(None, None)),
        }
    }

    /// What is known of a base that is named by a variable for the processor: its images differ in
    /// nothing that is asked here.
    fn for_any_processor(&self, written: &str) -> Option<Rc<Base>> {
        let mut name = written.to_owned();
        for variable in ["${TARGETARCH}", "$TARGETARCH", "${ARCH}", "$ARCH"] {
            name = name.replace(variable, "amd64");
        }
        let image = (!name.contains('$')).then(|| Reference::parse(&name).ok())??;
        let base = self.image(&image);
        base.is_known().then_some(base)
    }

    fn image(&self, image: &Reference) -> Rc<Base> {
        let key = image.to_string();
        if let Some(base) = self.seen.borrow().get(&key) {
            return Rc::clone(base);
        }
        let declared = self.config.images.iter().find(|declared| {
            Reference::parse(&declared.name).is_ok_and(|name| {
                name.registry() == image.registry()
                    && name.repository() == image.repository()
                    && (name.tag().is_none() || name.tag() == image.tag())
            })
        });
        let facts = lookup(&ImageName {
            registry: image.registry(),
            repository: image.repository(),
            tag: image.tag(),
            digest: image.digest(),
        });
        let base = Rc::new(Base::new(facts, declared.cloned()));
        self.seen.borrow_mut().insert(&key, Rc::clone(&base));
        base
    }
}

impl BaseConfigs for Bases<'_> {
    fn config(&self, image: &Reference) -> Option<BaseConfig> {
        let base = self.image(image);
        if !base.is_known() {
            return None;
        }
        let (env, env_complete) = base.env();
        Some(BaseConfig {
            env: env
                .into_iter()
                .map(|(name, value)| (name, value.known()))
                .collect(),
            env_complete,
            user: base.user().known(),
            workdir: base.workdir().known(),
            entrypoint: base.entrypoint().known(),
            cmd: base.cmd().known(),
            healthcheck: base.facts().and_then(|facts| facts.healthcheck.known()),
            // No image of the data has triggers but the `onbuild` variants, which are not in it.
            no_triggers: true,
        })
    }
}
