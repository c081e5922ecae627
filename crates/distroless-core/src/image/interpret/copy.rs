//! COPY, ADD and WORKDIR: where things go, what they are, whose they are.

use super::machine::Machine;
use super::{Copied, Owned};
use crate::graph::{BaseTarget, CopyStep, Origin, Step};
use crate::image::artifact::{Artifact, Kind, Runtime, Secret, Shape, Site};
use crate::image::base::Base;
use crate::image::contents::{Change, Source};
use crate::image::path::{absolute, file_name, has_extension, is_below, merged, within};
use crate::image::secrets;
use dockerfile_syntax::Span;
use image_knowledge::{Presence, RuntimeKind};

/// How many names of one directory of the build context are looked at.
const NAMES: usize = 500;

/// Extensions that no directory has.
const FILES: &[&str] = &[
    "crt", "dll", "jar", "js", "json", "mjs", "pem", "py", "sh", "toml", "txt", "war", "xml",
    "yaml", "yml",
];

impl<'m> Machine<'m, '_> {
    /// Follows COPY or ADD.
    pub(super) fn copy(&mut self, copy: &'m CopyStep, step: &'m Step) -> Change {
        let change = self.change(copy);
        let Change::Copy {
            destination: Some(destination),
            into,
            files,
            ..
        } = &change
        else {
            return change;
        };
        let site = self.site(step.span);
        let was_there = !copy.link && self.is_directory(destination);
        let found = match &copy.origin {
            Origin::Stage(stage) => self.of_stage(*stage, copy, destination, *into, site),
            Origin::Image(image) => {
                let base = (self.base_of)(&BaseTarget::Image(image.clone()));
                let name = copy.from.as_ref().and_then(|from| from.value.clone());
                of_image(
                    &base,
                    &name.unwrap_or_default(),
                    copy,
                    destination,
                    *into,
                    site,
                )
            }
            Origin::Context => self.of_context(copy, destination, *into, step, site),
            Origin::Unknown => Vec::new(),
        };
        if let Some(contents) = self.contents_mut() {
            for artifact in found {
                contents.add(artifact);
            }
        }
        let owner = match &copy.chown {
            None => Some("root".to_owned()),
            Some(chown) => chown.value.as_deref().map(user_of),
        };
        let open = copy
            .chmod
            .as_ref()
            .and_then(|mode| mode.value.as_deref())
            .is_some_and(is_open);
        self.owns(Owned {
            path: destination.clone(),
            owner,
            recursive: true,
            below_only: was_there,
            copied: Some(if *files { Copied::Files } else { Copied::Trees }),
            open,
            site,
        });
        change
    }

    /// A directory made by WORKDIR belongs to the user in force.
    /// Source: moby/buildkit frontend/dockerfile2llb/convert.go, dispatchWorkdir, checked 2026-11-23.
    pub(super) fn workdir(&mut self, path: &str, step: &Step) {
        let path = merged(path);
        let known = self.contents().owned.iter().any(|owned| owned.path == path);
        if known {
            return;
        }
        let (owner, site) = (self.user(), self.site(step.span));
        self.owns(Owned {
            path,
            owner: owner.map(|user| user_of(&user)),
            recursive: false,
            below_only: false,
            copied: None,
            open: false,
            site,
        });
    }

    /// What the step does to paths.
    fn change(&mut self, copy: &CopyStep) -> Change {
        let count = copy.sources.len() + copy.heredocs;
        let destination = copy.destination.value.as_deref();
        let absolute_destination = match (destination, &copy.workdir) {
            (Some(path), _) if path.starts_with('/') => Some(merged(&absolute("/", path))),
            (Some(path), Some(workdir)) => Some(merged(&absolute(workdir, path))),
            _ => None,
        };
        // A file that is copied to a directory is put into it. A layer of its own (`--link`) does not see the
        // directory.
        let into = count > 1
            || destination.is_some_and(|path| path.ends_with(['/', '.']))
            || !copy.link
                && absolute_destination
                    .as_deref()
                    .is_some_and(|path| self.is_directory(path));
        // Paths are followed only where a source lands where its name says: archives are unpacked by
        // ADD, --parents keeps directories, a wildcard stands for several names.
        let plain = !copy.add && !copy.parents && !copy.excludes && copy.heredocs == 0;
        let paths = plain
            .then(|| {
                copy.sources
                    .iter()
                    .map(|source| literal(source.value.as_deref()))
            })
            .and_then(Iterator::collect::<Option<Vec<_>>>)
            .unwrap_or_default();
        Change::Copy {
            source: match &copy.origin {
                Origin::Stage(index) => Source::Stage(*index),
                Origin::Image(image) => {
                    Source::Image((self.base_of)(&BaseTarget::Image(image.clone())))
                }
                Origin::Context | Origin::Unknown => Source::Elsewhere,
            },
            paths,
            destination: absolute_destination,
            into,
            files: plain && !copy.sources.is_empty() && self.are_files(copy),
        }
    }

    /// Whether every source of a copy is a file for sure.
    fn are_files(&self, copy: &CopyStep) -> bool {
        copy.sources.iter().all(|source| {
            let Some(written) = source.value.as_deref() else {
                return false;
            };
            let path = merged(&absolute("/", written));
            match &copy.origin {
                Origin::Stage(stage) => self.contents_of(*stage).is_some_and(|contents| {
                    let is = |artifact: &Artifact| {
                        artifact.shape != Shape::Tree && artifact.holds(&path)
                    };
                    contents.artifacts.iter().any(is)
                }),
                Origin::Context => {
                    let name = file_name(&path);
                    let context = path.trim_start_matches('/');
                    let files = self.context.files();
                    !written.ends_with('/')
                        && files.list(context).is_none()
                        && (files.head(context).is_some()
                            || files.read(context).is_some()
                            || FILES.iter().any(|extension| has_extension(name, extension)))
                }
                Origin::Image(_) | Origin::Unknown => false,
            }
        })
    }

    fn of_stage(
        &self,
        stage: usize,
        copy: &CopyStep,
        destination: &str,
        into: bool,
        site: Site,
    ) -> Vec<Artifact> {
        let Some(contents) = self.contents_of(stage) else {
            return Vec::new();
        };
        if copy.parents {
            return Vec::new();
        }
        let mut found = Vec::new();
        for source in copy
            .sources
            .iter()
            .filter_map(|source| source.value.as_deref())
        {
            let source = merged(&absolute("/", source));
            for artifact in &contents.artifacts {
                let copied = if source.contains(['*', '?', '[']) {
                    by_pattern(artifact, &source, destination, into, site)
                } else {
                    artifact.copied(&source, destination, into, site)
                };
                found.extend(copied);
            }
        }
        if copy.excludes {
            for artifact in &mut found {
                artifact.sure = false;
            }
        }
        found
    }

    fn of_context(
        &self,
        copy: &CopyStep,
        destination: &str,
        into: bool,
        step: &Step,
        site: Site,
    ) -> Vec<Artifact> {
        let mut found = Vec::new();
        let values = copy
            .sources
            .iter()
            .filter_map(|source| source.value.as_deref());
        let paths = values
            .filter(|source| !source.contains("://"))
            .flat_map(|source| {
                if source.contains(['*', '?', '[']) {
                    self.context.matching(source)
                } else {
                    vec![source.to_owned()]
                }
            });
        for source in paths {
            let context = absolute("/", &source).trim_start_matches('/').to_owned();
            let name = file_name(&context);
            let file = self.is_file(&context, &source);
            let path = if file && into {
                absolute(destination, name)
            } else {
                destination.to_owned()
            };
            if file || !into && secrets::is_secret_file(&path) {
                found.extend(self.secret(&context, &path, site));
            } else if !copy.parents
                && copy
                    .excluded
                    .iter()
                    .all(|name| !name.contains(['*', '?', '[', '!']))
            {
                let mut secrets = Vec::new();
                self.secrets_in(&context, &path, site, &mut secrets);
                let excluded = |secret: &Artifact| {
                    let mut names = copy.excluded.iter();
                    names.any(|name| is_below(&secret.path, &absolute(&path, name)))
                };
                found.extend(secrets.into_iter().filter(|secret| !excluded(secret)));
            }
            let (shape, kind) = if file {
                (Shape::File, Kind::File { context })
            } else {
                (Shape::Tree, Kind::Sources { context })
            };
            found.push(Artifact {
                path,
                shape,
                kind,
                trail: vec![site],
                sure: true,
            });
        }
        for (index, name) in copy.heredoc_names.iter().enumerate() {
            let path = if into {
                absolute(destination, name)
            } else {
                destination.to_owned()
            };
            if let Some(secret) = self.heredoc_secret(step, index, &path) {
                found.push(Artifact {
                    path: path.clone(),
                    shape: Shape::File,
                    kind: Kind::Secret(secret),
                    trail: vec![site],
                    sure: true,
                });
            }
            found.push(Artifact {
                path,
                shape: Shape::File,
                kind: Kind::Inline {
                    interpreter: self.interpreter(step, index),
                },
                trail: vec![site],
                sure: true,
            });
        }
        found
    }

    /// The secret in a file of the build context that is copied to a path.
    fn secret(&self, context: &str, path: &str, site: Site) -> Option<Artifact> {
        let text = secrets::is_worth_reading(context)
            .then(|| self.context.files().read(context))
            .flatten();
        let mut found = secrets::of_file(context, text.as_deref());
        if found.is_none() && text.is_none() && !secrets::is_fixture(context) {
            // A file of another name becomes one by where it is put.
            let renamed = file_name(context) != file_name(path) && !has_extension(context, "pub");
            found = secrets::of_file(path, None).filter(|_| renamed);
        }
        let found = found.filter(|_| !secrets::is_fixture(path))?;
        Some(Artifact {
            path: path.to_owned(),
            shape: Shape::File,
            kind: Kind::Secret(found),
            trail: vec![site],
            sure: true,
        })
    }

    /// Secrets in a directory of the build context: those that lie directly in it, and in directories that
    /// are for them. What the build does not get is none.
    fn secrets_in(&self, context: &str, path: &str, site: Site, found: &mut Vec<Artifact>) {
        const FOLDERS: &[&str] = &[".ssh", ".aws", ".docker", ".kube"];
        let files = self.context.files();
        let Some(names) = files.list(context) else {
            return;
        };
        let mut all: Vec<String> = Vec::new();
        for name in names.iter().take(NAMES) {
            match name.strip_suffix('/') {
                None => all.push(name.clone()),
                Some(folder) if FOLDERS.contains(&folder) => {
                    let inner = files.list(&within(context, folder)).unwrap_or_default();
                    let inner = inner.iter().take(NAMES).filter(|it| !it.ends_with('/'));
                    all.extend(inner.map(|it| format!("{folder}/{it}")));
                }
                Some(_) => {}
            }
        }
        for name in all {
            let source = within(context, &name);
            if secrets::is_worth_reading(&source)
                && self.context.presence(&source) == Presence::Present
                && let Some(artifact) = self.secret(&source, &absolute(path, &name), site)
            {
                found.push(artifact);
            }
        }
    }

    /// Whether a path of the build context is a file: as the context says, else as its name does.
    fn is_file(&self, context: &str, written: &str) -> bool {
        if context.is_empty() || written.ends_with('/') {
            return false;
        }
        let files = self.context.files();
        if files.list(context).is_some() {
            return false;
        }
        if files.head(context).is_some() || files.read(context).is_some() {
            return true;
        }
        let name = file_name(context);
        secrets::is_secret_file(context)
            || name.trim_start_matches('.').contains('.')
            || matches!(
                name,
                "Makefile" | "Gemfile" | "Pipfile" | "LICENSE" | "Procfile" | "gradlew" | "mvnw"
            )
    }

    /// The secret that a heredoc writes down.
    fn heredoc_secret(&self, step: &Step, index: usize, path: &str) -> Option<Secret> {
        let heredoc = self.instruction(step)?.heredocs.get(index)?;
        secrets::of_heredoc(path, self.source_text(heredoc.body), heredoc.expand)
    }

    /// The interpreter line of a heredoc.
    fn interpreter(&self, step: &Step, index: usize) -> Option<String> {
        let instruction = self.instruction(step)?;
        let heredoc = instruction.heredocs.get(index)?;
        let mut first = self.source_text(heredoc.body).lines().next()?;
        if heredoc.chomp {
            first = first.trim_start_matches('\t');
        }
        Some(first.strip_prefix("#!")?.trim().to_owned())
    }

    fn source_text(&self, span: Span) -> &str {
        span.text(self.source())
    }
}

/// What an image from outside is known to hold at the sources of a copy.
fn of_image(
    base: &Base,
    name: &str,
    copy: &CopyStep,
    destination: &str,
    into: bool,
    site: Site,
) -> Vec<Artifact> {
    let Some(facts) = base.facts() else {
        return Vec::new();
    };
    let libc = facts.libc.as_ref().known().map(|libc| libc.kind);
    let mut found = Vec::new();
    for source in copy
        .sources
        .iter()
        .filter_map(|source| source.value.as_deref())
    {
        let source = merged(&absolute("/", source));
        for runtime in &facts.runtimes {
            let Some(executable) = runtime.executable.as_ref().known() else {
                continue;
            };
            let artifact = Artifact {
                path: merged(executable),
                shape: Shape::File,
                kind: runtime_kind(runtime.kind, libc, name),
                trail: Vec::new(),
                sure: true,
            };
            found.extend(artifact.copied(&source, destination, into, site));
        }
        for (path, kind) in [
            ("/etc/ssl/certs/ca-certificates.crt", Kind::CaBundle),
            ("/usr/share/zoneinfo", Kind::TimeZones),
        ] {
            let artifact = Artifact {
                path: path.to_owned(),
                shape: if kind == Kind::CaBundle {
                    Shape::File
                } else {
                    Shape::Tree
                },
                kind,
                trail: Vec::new(),
                sure: true,
            };
            found.extend(artifact.copied(&source, destination, into, site));
        }
    }
    found
}

fn runtime_kind(kind: RuntimeKind, libc: Option<image_knowledge::LibcKind>, from: &str) -> Kind {
    let toolchain = match kind {
        RuntimeKind::Go => "Go",
        RuntimeKind::Rust => "Rust",
        RuntimeKind::Gcc => "GCC",
        RuntimeKind::Haskell => "GHC",
        RuntimeKind::Swift => "Swift",
        _ => "",
    };
    if !toolchain.is_empty() {
        return Kind::Toolchain(toolchain);
    }
    let name = match kind {
        RuntimeKind::Python => "python3",
        RuntimeKind::Node => "node",
        RuntimeKind::Java => "java",
        RuntimeKind::Ruby => "ruby",
        RuntimeKind::Php => "php",
        RuntimeKind::Perl => "perl",
        RuntimeKind::Bun => "bun",
        RuntimeKind::Deno => "deno",
        RuntimeKind::Erlang | RuntimeKind::Elixir => "erl",
        _ => "dotnet",
    };
    Kind::Runtime(Runtime {
        name: name.to_owned(),
        libc,
        from: from.to_owned(),
    })
}

/// A copy whose source is a pattern: what it names by its own path, and what lies directly in the
/// directory of a pattern of files.
fn by_pattern(
    artifact: &Artifact,
    pattern: &str,
    destination: &str,
    into: bool,
    site: Site,
) -> Option<Artifact> {
    if fast_glob::glob_match(pattern, &artifact.path) {
        return artifact.copied(
            &artifact.path,
            destination,
            into && artifact.shape == Shape::File,
            site,
        );
    }
    let (directory, name) = pattern.rsplit_once('/')?;
    if artifact.shape == Shape::Files && artifact.path == directory && name.contains('*') {
        let mut copy = artifact.clone();
        destination.clone_into(&mut copy.path);
        if !into {
            copy.shape = Shape::File;
        }
        copy.trail.push(site);
        return Some(copy);
    }
    // A whole directory's content: `/app/*`.
    if name == "*" {
        return artifact.copied(directory, destination, into, site);
    }
    None
}

/// An absolute path without wildcards; a copy from a stage starts at the stage's root.
fn literal(path: Option<&str>) -> Option<String> {
    let path = path?;
    (!path.contains(['*', '?', '['])).then(|| absolute("/", path))
}

/// The user of `user:group`.
pub(crate) fn user_of(chown: &str) -> String {
    chown.split(':').next().unwrap_or(chown).to_owned()
}

/// Whether a mode lets everybody write: `0777`, `a+rwx`, `o+w`.
pub(crate) fn is_open(mode: &str) -> bool {
    let others = mode.bytes().last().filter(u8::is_ascii_digit);
    if mode.bytes().all(|byte| byte.is_ascii_digit()) {
        return others.is_some_and(|digit| (digit - b'0') & 2 != 0);
    }
    mode.split(',').any(|part| {
        part.split_once(['+', '=']).is_some_and(|(who, what)| {
            what.contains('w') && (who.is_empty() || who.contains(['a', 'o']))
        })
    })
}
