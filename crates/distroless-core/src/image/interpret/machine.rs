//! The state in which commands are followed, and what their effects may say.

use super::mount::Mounts;
use super::{Contents, Images, MadeAccount, Missing, Owned};
use crate::context::Surroundings;
use crate::graph::CommandLine;
use crate::graph::{BaseTarget, RunStep, Setting, StageGraph, Step};
use crate::image::artifact::{Artifact, Interpreter, Kind, Package, Shape, Site};
use crate::image::base::Base;
use crate::image::contents::{Answer, Ask, FileSystem, FileSystems, Layer, Root};
use crate::image::path::{absolute, is_below, merged};
use crate::image::script::{Host, Invocation, Shell, Value, follow};
use crate::image::touch::{Deed, Region, Touch};
use crate::image::{effects, interpret::Buried};
use crate::order;
use dockerfile_syntax::{Command, Dockerfile, Kind as Instruction, Span};
use image_knowledge::{LibcKind, Presence, RuntimeKind};
use shell_syntax::{Dialect, Script, builtin, parse};
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
const SCRIPT_DEPTH: u32 = 4;

/// Follows the stages of one file, one after the other.
pub(crate) struct Machine<'m, 'c> {
    pub(super) graph: &'m StageGraph,
    file: &'m Dockerfile<'m>,
    pub(crate) context: &'m Surroundings<'c>,
    pub(super) base_of: &'m dyn Fn(&BaseTarget) -> Rc<Base>,
    files: FileSystems,
    contents: Vec<Contents>,
    /// The names that ARG and ENV of the file set somewhere.
    declared: BTreeSet<String>,
    /// The user in force: empty for none, `None` for not known.
    user: Option<String>,
    /// The RUN that is followed.
    current: Option<Current<'m>>,
    commands: u32,
    questions: u32,
    inherited: usize,
    /// For each stage, the one whose FROM names an image from outside.
    roots: Vec<usize>,
}

/// A RUN that is followed.
struct Current<'m> {
    run: &'m RunStep,
    touches: Vec<Touch>,
    mounts: Mounts,
    /// What mounts show.
    visible: Vec<Artifact>,
    places: Places<'m>,
    depth: u32,
    span: Span,
}

/// Where the text that is followed stands in the file.
enum Places<'m> {
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

    /// The image from outside that the stage is built on in the end.
    pub(crate) fn base(&self) -> Option<&Base> {
        let root = *self.roots.last()?;
        match &self.files.stages.get(root)?.root {
            Root::Image(base) => Some(base),
            Root::Stage(_) => None,
        }
    }

    /// What that image is called, as the author wrote it.
    pub(crate) fn base_name(&self) -> String {
        let root = self
            .roots
            .last()
            .and_then(|root| self.graph.stages.get(*root));
        root.map_or_else(String::new, |stage| {
            let base = &stage.base;
            base.expanded
                .clone()
                .unwrap_or_else(|| base.written.clone())
        })
    }

    /// The C library of the stage's image, and its version.
    pub(crate) fn libc(&self) -> Option<(LibcKind, Option<String>)> {
        let libc = self.base()?.facts()?.libc.as_ref().known()?;
        Some((libc.kind, libc.version.known().map(str::to_owned)))
    }

    /// The distribution and release: `debian 13`.
    pub(crate) fn system(&self) -> Option<String> {
        let facts = self.base()?.facts()?;
        let os = facts.os.as_ref().known()?.as_ref()?;
        Some(format!("{} {}", os.id, os.release.known()?))
    }

    /// The version of a language's runtime in the base image.
    pub(crate) fn runtime(&self, kind: RuntimeKind) -> Option<&image_knowledge::Runtime> {
        self.base()?.facts()?.runtime(kind)
    }

    /// The interpreter of Python that a name starts.
    pub(crate) fn python(&self) -> Interpreter {
        let image = self.base_name();
        let libc = self.libc().map(|(kind, _)| kind);
        let Some(runtime) = self.runtime(RuntimeKind::Python) else {
            return Interpreter {
                libc,
                image,
                ..Interpreter::default()
            };
        };
        Interpreter {
            path: runtime.executable.as_ref().known().map(ToString::to_string),
            minor: runtime
                .version
                .as_ref()
                .known()
                .and_then(|version| minor(version)),
            libc,
            image,
        }
    }

    /// Whether a path is there now, what the command before did included.
    pub(crate) fn path(&mut self, path: &str) -> Presence {
        self.ask(path, "/", Ask::Presence).presence
    }

    /// Whether a path (as under merged `/usr`) is a directory for sure, before the step that is followed.
    pub(super) fn is_directory(&mut self, path: &str) -> bool {
        let Some(left) = self.questions.checked_sub(1) else {
            return false;
        };
        self.questions = left;
        self.files.directory(self.stage(), path).is_some()
    }

    /// Whether a command is found now.
    pub(crate) fn command(&mut self, name: &str, ask: Ask) -> Answer {
        let workdir = self
            .current
            .as_ref()
            .and_then(|current| current.run.workdir.clone())
            .unwrap_or_else(|| "/".to_owned());
        self.ask(name, &workdir, ask)
    }

    fn ask(&mut self, name: &str, workdir: &str, ask: Ask) -> Answer {
        let stage = self.stage();
        let from = self
            .graph
            .stages
            .get(stage)
            .map_or(Span::default(), |stage| stage.from);
        let Some(left) = self.questions.checked_sub(1) else {
            return Answer::unknown(from);
        };
        self.questions = left;
        // What this RUN did so far.
        let search = match self.variable("PATH") {
            Value::Known(path) => Some(path),
            Value::Unset => None,
            Value::Unknown if name.contains('/') => None,
            Value::Unknown => return Answer::unknown(from),
        };
        let pending = self
            .current
            .as_ref()
            .is_some_and(|current| !current.touches.is_empty());
        if pending {
            let layer = Layer {
                span: from,
                change: crate::image::contents::Change::Run(
                    self.current
                        .as_mut()
                        .map(|current| std::mem::take(&mut current.touches))
                        .unwrap_or_default(),
                ),
            };
            self.end_step(layer);
        }
        let answer = self
            .files
            .command(stage, usize::MAX, name, workdir, search.as_deref(), ask);
        if pending
            && let Some(Layer {
                change: crate::image::contents::Change::Run(touches),
                ..
            }) = self
                .files
                .stages
                .last_mut()
                .and_then(|system| system.layers.pop())
            && let Some(current) = &mut self.current
        {
            current.touches = touches;
        }
        answer
    }

    /// A path of an argument, from the directory the command is started in.
    pub(crate) fn absolute(invocation: &Invocation, path: &str) -> Option<String> {
        if path.starts_with('/') {
            Some(absolute("/", path))
        } else {
            Some(absolute(invocation.workdir.as_deref()?, path))
        }
    }

    /// A variable as the command sees it.
    pub(crate) fn env(&self, invocation: &Invocation, shell: &Shell<'_>, name: &str) -> Value {
        match invocation.own_env(name) {
            Some(Some(value)) => Value::Known(value.to_owned()),
            Some(None) => Value::Unknown,
            None => shell.lookup(name, self),
        }
    }

    /// The home directory of who runs.
    pub(crate) fn home(&self, invocation: &Invocation, shell: &Shell<'_>) -> Option<String> {
        match self.env(invocation, shell, "HOME") {
            Value::Known(home) => Some(home),
            Value::Unset | Value::Unknown => None,
        }
    }

    /// Whether a path leaves nothing behind, because something is mounted there.
    fn is_mounted(&self, path: &str) -> bool {
        self.current
            .as_ref()
            .is_some_and(|current| current.mounts.covers(path))
    }

    /// Whether a cache is mounted at a path or above it.
    pub(crate) fn is_cached(&self, path: &str) -> bool {
        self.is_mounted(&merged(path))
    }

    fn touch(&mut self, deed: Deed, sure: bool, span: Span) {
        if let Some(current) = &mut self.current {
            current.touches.push(Touch { deed, sure, span });
        }
    }

    /// Files may be made or changed in a region.
    pub(crate) fn opens(&mut self, region: Region, invocation: &Invocation) {
        if let Region::Below(path) = &region
            && self.is_mounted(path)
        {
            return;
        }
        self.touch(Deed::Opens(region), invocation.sure, invocation.span);
    }

    /// Files may be made or changed below a directory; anywhere when that is not known.
    pub(crate) fn opens_below(&mut self, path: Option<String>, invocation: &Invocation) {
        let region = match path {
            Some(path) if path != "/" => Region::Below(merged(&path)),
            _ => Region::Everything,
        };
        self.opens(region, invocation);
    }

    /// A file or directory is made.
    pub(crate) fn makes(&mut self, path: &str, invocation: &Invocation) {
        self.makes_for(path, invocation.span, invocation.sure);
    }

    /// A file or directory is made for what stands at `span`: the name of a package.
    pub(crate) fn makes_for(&mut self, path: &str, span: Span, sure: bool) {
        let path = merged(path);
        if !self.is_mounted(&path) {
            self.touch(Deed::Makes(path), sure, span);
        }
    }

    /// A path is removed with all below it.
    pub(crate) fn removes(&mut self, path: &str, invocation: &Invocation) {
        let path = merged(path);
        // Nothing would be left to build with: the path is not what it seems.
        if path == "/" || self.is_mounted(&path) {
            return;
        }
        self.touch(
            Deed::Removes(path.clone()),
            invocation.sure,
            invocation.span,
        );
        let site = self.site(invocation.span);
        let sure = invocation.sure;
        // What the same RUN made is gone without a trace.
        let now = self.current.as_ref().map(|current| current.span);
        self.buries(&|artifact| is_below(&artifact.path, &path), site, sure, now);
    }

    /// All below a directory is removed, the directory stays: `rm -rf /var/lib/apt/lists/*`.
    pub(crate) fn empties(&mut self, path: &str, invocation: &Invocation) {
        let path = merged(path);
        if self.is_mounted(&path) {
            return;
        }
        self.touch(
            Deed::Empties(path.clone()),
            invocation.sure,
            invocation.span,
        );
        let site = self.site(invocation.span);
        let now = self.current.as_ref().map(|current| current.span);
        self.buries(
            &|artifact| is_below(&artifact.path, &path),
            site,
            invocation.sure,
            now,
        );
    }

    /// The files below a directory are removed, but for some that do not matter: what package managers keep
    /// there is gone.
    pub(crate) fn drops_cache(&mut self, path: &str, invocation: &Invocation) {
        let path = merged(path);
        let site = self.site(invocation.span);
        let now = self.current.as_ref().map(|current| current.span);
        let is_cache = |artifact: &Artifact| {
            matches!(artifact.kind, Kind::Cache(_)) && is_below(&artifact.path, &path)
        };
        self.buries(&is_cache, site, invocation.sure, now);
        self.may_remove(Some(&path));
    }

    /// All that a pattern (absolute) names is removed.
    pub(crate) fn removes_matching(&mut self, pattern: &str, invocation: &Invocation) {
        let pattern = merged(pattern);
        let site = self.site(invocation.span);
        let now = self.current.as_ref().map(|current| current.span);
        let matches = |artifact: &Artifact| {
            std::iter::successors(Some(artifact.path.as_str()), |path| {
                Some(path.rsplit_once('/')?.0)
            })
            .any(|path| fast_glob::glob_match(&pattern, path))
        };
        self.buries(&matches, site, invocation.sure, now);
    }

    /// A file gets another content: a secret in it is gone, as if it were removed.
    pub(crate) fn overwrites(&mut self, path: &str, invocation: &Invocation) {
        let path = merged(path);
        let site = self.site(invocation.span);
        let now = self.current.as_ref().map(|current| current.span);
        let is_secret =
            |artifact: &Artifact| matches!(artifact.kind, Kind::Secret(_)) && artifact.path == path;
        self.buries(&is_secret, site, invocation.sure, now);
    }

    /// Files are removed whose names are not known, below a directory or anywhere: a secret may be gone.
    pub(crate) fn may_remove(&mut self, directory: Option<&str>) {
        let Some(contents) = self.contents_mut() else {
            return;
        };
        for artifact in &mut contents.artifacts {
            if matches!(artifact.kind, Kind::Secret(_))
                && directory.is_none_or(|directory| is_below(&artifact.path, directory))
            {
                artifact.sure = false;
            }
        }
    }

    /// What is known at some paths is gone; what an earlier layer brought ships all the same.
    fn buries(
        &mut self,
        wanted: &dyn Fn(&Artifact) -> bool,
        site: Site,
        sure: bool,
        now: Option<Span>,
    ) {
        let Some(contents) = self.contents_mut() else {
            return;
        };
        let mut buried = Vec::new();
        contents.artifacts.retain_mut(|artifact| {
            if !wanted(artifact) {
                return true;
            }
            if !sure {
                artifact.sure = false;
                return true;
            }
            let here = artifact.trail.last().is_some_and(|last| {
                last.stage == site.stage
                    && now
                        .is_some_and(|now| now.start <= last.span.start && last.span.end <= now.end)
            });
            if !here {
                buried.push(Buried {
                    artifact: artifact.clone(),
                    by: site,
                });
            }
            false
        });
        contents.buried.extend(buried);
    }

    /// Something is made whose nature is known.
    pub(crate) fn adds(&mut self, path: &str, shape: Shape, kind: Kind, invocation: &Invocation) {
        self.adds_for(path, shape, kind, invocation.span, invocation.sure);
    }

    /// Something whose nature is known is made for what stands at `span`: the name of a package.
    pub(crate) fn adds_for(
        &mut self,
        path: &str,
        shape: Shape,
        kind: Kind,
        span: Span,
        sure: bool,
    ) {
        let path = merged(path);
        if self.is_mounted(&path) {
            return;
        }
        self.touch(Deed::Makes(path.clone()), sure, span);
        if matches!(shape, Shape::Tree | Shape::Files) {
            self.touch(Deed::Opens(Region::Below(path.clone())), sure, span);
        }
        let artifact = Artifact {
            path,
            shape,
            kind,
            trail: vec![self.site(span)],
            sure,
        };
        if let Some(contents) = self.contents_mut() {
            contents.add(artifact);
        }
    }

    /// A package of the system is installed.
    pub(crate) fn installs(&mut self, manager: &'static str, name: &str, span: Span, sure: bool) {
        let site = self.site(span);
        if let Some(contents) = self.contents_mut()
            && contents.packages.len() < super::MOST
        {
            contents.packages.push(Package {
                manager,
                name: name.to_owned(),
                group: None,
                site,
                removed: None,
                sure,
            });
        }
    }

    /// The package installed last is removed with others by a name.
    pub(crate) fn groups(&mut self, package: &str, group: &str) {
        if let Some(last) = self
            .contents_mut()
            .and_then(|contents| contents.packages.last_mut())
            && last.name == package
        {
            last.group = Some(group.to_owned());
        }
    }

    /// Packages of the system are removed; all that `wanted` picks.
    pub(crate) fn uninstalls(&mut self, span: Span, wanted: &dyn Fn(&Package) -> bool) {
        let site = self.site(span);
        if let Some(contents) = self.contents_mut() {
            for package in &mut contents.packages {
                if package.removed.is_none() && wanted(package) {
                    package.removed = Some(site);
                }
            }
        }
    }

    /// Packages of the system that may be removed; all that `wanted` picks.
    pub(crate) fn doubts(&mut self, wanted: &dyn Fn(&Package) -> bool) {
        if let Some(contents) = self.contents_mut() {
            for package in &mut contents.packages {
                package.sure &= !wanted(package);
            }
        }
    }

    /// An account is made.
    pub(crate) fn account(&mut self, name: &str, uid: Option<u32>, span: Span) {
        let site = self.site(span);
        if let Some(contents) = self.contents_mut() {
            contents.accounts.push(MadeAccount {
                name: name.to_owned(),
                uid,
                site,
            });
        }
    }

    /// A directory's owner is known.
    pub(crate) fn owns(&mut self, owned: Owned) {
        if let Some(contents) = self.contents_mut()
            && contents.owned.len() < super::MOST
        {
            contents.owned.push(owned);
        }
    }

    /// A tool keeps a setting.
    pub(crate) fn keeps(&mut self, name: &str, value: &str) {
        if let Some(contents) = self.contents_mut() {
            contents.settings.push((name.to_owned(), value.to_owned()));
        }
    }

    /// A setting that a tool keeps.
    pub(crate) fn setting(&self, name: &str) -> Option<&str> {
        let settings = self.contents().settings.iter().rev();
        settings
            .into_iter()
            .find(|(kept, _)| kept == name)
            .map(|(_, value)| value.as_str())
    }

    /// The user in force, as written; `root` for none.
    pub(crate) fn user(&self) -> Option<String> {
        let user = match &self.current {
            Some(current) => current.run.user.clone()?,
            None => self.user.clone()?,
        };
        Some(if user.is_empty() {
            "root".to_owned()
        } else {
            user
        })
    }

    /// USER is set.
    pub(super) fn set_user(&mut self, step: &Step) {
        let instruction = self.file.instructions.get(step.instruction);
        if instruction.is_some_and(|it| it.keyword == dockerfile_syntax::Keyword::User) {
            self.user = step.operands.first().and_then(|user| user.value.clone());
        }
    }

    /// What is at a path or below it: in the image, and in what mounts show.
    fn things_at(&self, path: &str) -> Vec<Artifact> {
        let own = self.contents().artifacts.iter();
        let shown = self.current.iter().flat_map(|current| &current.visible);
        own.chain(shown)
            .filter(|artifact| is_below(&artifact.path, path) || artifact.holds(path))
            .cloned()
            .collect()
    }

    /// Something is copied, linked or moved inside the image: what is known of it goes along.
    pub(crate) fn copies(
        &mut self,
        source: &str,
        destination: &str,
        into: bool,
        invocation: &Invocation,
    ) {
        let (source, destination) = (merged(source), merged(destination));
        if self.is_mounted(&destination) {
            return;
        }
        let site = self.site(invocation.span);
        for artifact in self.things_at(&source) {
            if let Some(mut copy) = artifact.copied(&source, &destination, into, site) {
                copy.sure &= invocation.sure;
                if let Some(contents) = self.contents_mut() {
                    contents.add(copy);
                }
            }
        }
    }

    /// Something is made in a mount, where later commands of the same RUN see it.
    pub(crate) fn shows(&mut self, path: &str, shape: Shape, kind: Kind, invocation: &Invocation) {
        let artifact = Artifact {
            path: merged(path),
            shape,
            kind,
            trail: vec![self.site(invocation.span)],
            sure: invocation.sure,
        };
        if let Some(current) = &mut self.current {
            current.visible.push(artifact);
        }
    }

    /// Whether a C compiler is found; `None` where that is not known.
    pub(crate) fn has_c_compiler(&mut self) -> Option<bool> {
        let brought = self.contents().installed().any(|package| {
            let name = package
                .name
                .split(['=', '<', '>', '~', ':'])
                .next()
                .unwrap_or_default();
            matches!(
                name,
                "gcc" | "build-essential" | "build-base" | "clang" | "g++"
            )
        });
        if brought {
            return Some(true);
        }
        match self.command("gcc", Ask::Presence).presence {
            Presence::Present => Some(true),
            Presence::Absent => Some(false),
            Presence::Unknown => match self.base().and_then(Base::facts) {
                // A command that is in the base, at a path that is not told.
                Some(facts)
                    if facts.runtime(RuntimeKind::Gcc).is_some()
                        || facts.command("gcc") == Presence::Present =>
                {
                    Some(true)
                }
                _ => None,
            },
        }
    }

    /// The development packages that are installed.
    pub(crate) fn development_packages(&self) -> Vec<String> {
        self.contents()
            .installed()
            .filter(|package| {
                let name = package
                    .name
                    .split(['=', '<', '>', '~', ':'])
                    .next()
                    .unwrap_or_default();
                name.ends_with("-dev") || name.ends_with("-devel")
            })
            .map(|package| format!("{} {}", package.manager, package.name))
            .collect()
    }

    /// The directory of the build context that a directory of the image was copied from.
    pub(crate) fn context_of(&self, path: &str) -> Option<String> {
        self.contents().context_of(&merged(path))
    }

    /// Follows a script in a script: `sh -c '…'`.
    pub(crate) fn nested(&mut self, text: &str, shell: &Shell<'_>, invocation: &Invocation) {
        let Some(current) = &mut self.current else {
            return;
        };
        if current.depth >= SCRIPT_DEPTH {
            self.opens(Region::Everything, invocation);
            return;
        }
        current.depth += 1;
        let before = std::mem::replace(&mut current.places, Places::Within(invocation.span));
        let script = parse(text, Dialect::Bash);
        let mut own = Shell::new(shell.workdir.clone());
        follow(&script, &mut own, self, invocation.sure);
        if let Some(current) = &mut self.current {
            current.depth -= 1;
            current.places = before;
        }
    }

    /// Follows a RUN; what it did to paths.
    pub(super) fn run(&mut self, run: &'m RunStep, step: &'m Step, _index: usize) -> Vec<Touch> {
        let mounts = Mounts::new(run);
        let own = self
            .file
            .instructions
            .get(step.instruction)
            .filter(|_| !step.trigger);
        let (text, heredocs) =
            match own.map(|instruction| (&instruction.kind, &instruction.heredocs)) {
                Some((Instruction::Run(Command::Shell(text)), heredocs)) => {
                    (Some(text), Some(heredocs))
                }
                Some((_, heredocs)) => (None, Some(heredocs)),
                None => (None, None),
            };
        self.current = Some(Current {
            run,
            touches: Vec::new(),
            mounts,
            visible: self.mounted_artifacts(run),
            places: text.map_or(Places::Within(step.span), Places::Text),
            depth: 0,
            span: step.span,
        });
        match &run.command {
            CommandLine::Exec(words) => self.exec(words, run, step.span),
            CommandLine::Shell { text, .. } => {
                let heredoc_script =
                    text.trim_start().starts_with("<<") && text.split_whitespace().count() == 1;
                if is_posix(&run.shell) {
                    let mut shell = Shell::new(run.workdir.clone());
                    if heredoc_script {
                        let scripts = run.scripts().get(1..).unwrap_or_default();
                        for (index, (body, script)) in run.heredocs.iter().zip(scripts).enumerate()
                        {
                            let start = heredocs
                                .and_then(|all| all.get(index))
                                .filter(|it| !it.chomp);
                            let places = start.map_or(Places::Within(step.span), |it| {
                                Places::Body(it.body.start)
                            });
                            if let Some(current) = &mut self.current {
                                current.places = places;
                            }
                            self.heredoc(body, script, &shell, step.span);
                        }
                    } else if let Some(script) = run.scripts().first() {
                        follow(script, &mut shell, self, true);
                        // A heredoc that is fed to something can be a script for it.
                        if script.list.statements.is_empty() && !run.heredocs.is_empty() {
                            self.opaque(step.span);
                        }
                    }
                } else {
                    self.opaque(step.span);
                }
            }
        }
        self.current
            .take()
            .map(|current| current.touches)
            .unwrap_or_default()
    }

    /// The body of `RUN <<EOF`: a script for the shell, or for what its first line names.
    fn heredoc(&mut self, body: &str, script: &Script, shell: &Shell<'_>, span: Span) {
        let interpreter = body.lines().next().and_then(|line| line.strip_prefix("#!"));
        if interpreter.is_some_and(|line| !line.contains("sh")) {
            self.opaque(span);
            return;
        }
        let mut own = Shell::new(shell.workdir.clone());
        follow(script, &mut own, self, true);
    }

    fn exec(&mut self, words: &[crate::graph::Operand], run: &RunStep, span: Span) {
        use crate::image::script::Arg;
        let args: Vec<Arg> = words
            .iter()
            .map(|word| match &word.value {
                Some(value) => Arg::new(value.clone(), word.span),
                None => Arg::unknown(word.span),
            })
            .collect();
        let Some((first, rest)) = args.split_first() else {
            return;
        };
        let Some(program) = first.plain().map(str::to_owned) else {
            self.opaque(span);
            return;
        };
        let invocation = Invocation {
            name: crate::image::path::file_name(&program).to_owned(),
            program,
            args: rest.to_vec(),
            env: Vec::new(),
            workdir: run.workdir.clone(),
            sure: true,
            output: None,
            reads: false,
            span,
        };
        let shell = Shell::new(run.workdir.clone());
        Host::run(self, &invocation, &shell);
    }

    /// Notes a command that is proved to be missing when it is started.
    fn note_missing(&mut self, invocation: &Invocation) {
        // A program below a mount is what the mount brings.
        if invocation.program.is_empty()
            || builtin(&invocation.program, Dialect::Bash).is_some()
            || self
                .current
                .as_ref()
                .is_some_and(|current| !current.mounts.is_empty())
        {
            return;
        }
        let answer = self.command(&invocation.program, Ask::Absence);
        if answer.is_absent()
            && let Some(contents) = self.contents.last_mut()
            && contents.missing.len() < 100
        {
            contents.missing.push(Missing {
                name: invocation.program.clone(),
                answer,
                span: invocation.span,
                sure: invocation.sure && !invocation.reads,
                exec: self
                    .current
                    .as_ref()
                    .is_some_and(|current| matches!(current.run.command, CommandLine::Exec(_))),
            });
        }
    }
}

impl Host for Machine<'_, '_> {
    fn tick(&mut self) -> bool {
        if let Some(left) = self.commands.checked_sub(1) {
            self.commands = left;
            true
        } else {
            if let Some(span) = self.current.as_ref().map(|current| current.span) {
                self.opaque(span);
            }
            false
        }
    }

    fn variable(&self, name: &str) -> Value {
        let Some(current) = &self.current else {
            return Value::Unknown;
        };
        match self.graph.build_env(current.run.moment, name) {
            Setting::Set { value, .. } | Setting::Inherited(value) => Value::Known(value),
            Setting::Unset if name == "HOME" => match self.user().as_deref() {
                Some("root" | "0" | "0:0" | "root:root") => Value::Known("/root".to_owned()),
                _ => Value::Unknown,
            },
            Setting::Unset => Value::Unset,
            Setting::Unknown => match (name, self.user().as_deref()) {
                ("HOME", Some("root" | "0")) => Value::Known("/root".to_owned()),
                // Not every variable of a known base is in the data, but those that steer builds are.
                _ if !self.declared.contains(name)
                    && self.base().is_some_and(|base| base.facts().is_some()) =>
                {
                    Value::Unset
                }
                _ => Value::Unknown,
            },
        }
    }

    fn locate(&self, span: shell_syntax::Span) -> Span {
        let Some(current) = &self.current else {
            return Span::default();
        };
        match &current.places {
            Places::Text(text) => text.locate(span.start as usize, span.end as usize),
            Places::Body(start) => Span::new(
                start.saturating_add(span.start),
                start.saturating_add(span.end),
            ),
            Places::Within(span) => *span,
        }
    }

    fn run(&mut self, invocation: &Invocation, shell: &Shell<'_>) {
        self.note_missing(invocation);
        effects::apply(self, invocation, shell);
        effects::keep_secrets(self, invocation, shell);
    }

    fn opaque(&mut self, span: Span) {
        self.touch(Deed::Opens(Region::Everything), true, span);
    }

    fn writes(&mut self, path: Option<String>, sure: bool, span: Span) {
        match path {
            Some(path) if is_below(&path, "/dev") || is_below(&path, "/proc") => {}
            Some(path) => {
                let path = merged(&path);
                if !self.is_mounted(&path) {
                    self.touch(Deed::Makes(path), sure, span);
                }
            }
            None => self.touch(Deed::Opens(Region::Everything), sure, span),
        }
    }
}

/// Whether the shell in force reads the language of `sh`.
fn is_posix(shell: &[String]) -> bool {
    shell.first().is_none_or(|program| {
        let name = program.rsplit('/').next().unwrap_or(program);
        matches!(
            name,
            "sh" | "bash" | "ash" | "dash" | "zsh" | "ksh" | "busybox"
        )
    })
}

/// `3.13` of `3.13.5`.
pub(crate) fn minor(version: &str) -> Option<String> {
    let mut parts = version.split('.');
    let (major, minor) = (parts.next()?, parts.next()?);
    let number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    (number(major) && number(minor)).then(|| format!("{major}.{minor}"))
}
