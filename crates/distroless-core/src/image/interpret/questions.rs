//! What commands may ask of the image as it is when they run.

use super::machine::{Machine, minor};
use crate::image::artifact::{Artifact, Interpreter};
use crate::image::base::Base;
use crate::image::contents::{Answer, Ask, Layer, Root};
use crate::image::path::{absolute, is_below, merged};
use crate::image::script::{Host, Invocation, Shell, Value};
use dockerfile_syntax::Span;
use image_knowledge::{LibcKind, Presence, RuntimeKind};

impl Machine<'_, '_> {
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
    pub(crate) fn is_directory(&mut self, path: &str) -> bool {
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

    /// What is at a path or below it: in the image, and in what mounts show.
    pub(super) fn things_at(&self, path: &str) -> Vec<Artifact> {
        let own = self.contents().artifacts.iter();
        let shown = self.current.iter().flat_map(|current| &current.visible);
        own.chain(shown)
            .filter(|artifact| is_below(&artifact.path, path) || artifact.holds(path))
            .cloned()
            .collect()
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
}
