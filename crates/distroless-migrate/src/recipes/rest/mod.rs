//! What the image has besides the application: files from elsewhere, directories, packages.

mod commands;

use crate::obstacle::Obstacle;
use crate::plan::{CopyLine, Lines, Plan};
use crate::survey::Survey;
use commands::{commands, packages};
use distroless_core::graph::{CopyStep, Origin, Step, StepKind};
use distroless_core::image::path::{absolute, file_name, is_below, merged};
use dockerfile_syntax::Kind;
use std::collections::BTreeSet;

/// Directories of systems and caches: what is made there is of the build.
const OF_BUILDS: &[&str] = &[
    "/etc/apt",
    "/etc/ssl",
    "/go",
    "/opt/poetry",
    "/root",
    "/tmp",
    "/usr/include",
    "/usr/lib",
    "/usr/local/cargo",
    "/usr/local/go",
    "/usr/local/include",
    "/usr/local/lib",
    "/usr/local/rustup",
    "/usr/local/share/.cache",
    "/usr/share",
    "/usr/src",
    "/var/cache",
    "/var/lib/apt",
    "/var/log",
    "/home",
];

/// Programs that builds copy from other images.
const BUILD_TOOLS: &[&str] = &[
    "bun",
    "cargo-chef",
    "composer",
    "install-php-extensions",
    "poetry",
    "uv",
    "uvx",
    "xx",
];

/// Directories of tools that only a build uses: what the author copies to another one, the program may read.
const OF_TOOLS: &[&str] = &[
    "/etc/apt",
    "/go",
    "/root",
    "/tmp",
    "/usr/local/cargo",
    "/usr/local/go",
];

/// Where authorities of one's own are put, and the bundle that has all of them.
pub(super) const AUTHORITIES: &str = "/usr/local/share/ca-certificates";
const BUNDLE: &str = "/etc/ssl/certs/ca-certificates.crt";

/// Directories that every image has: what is made in them is looked at by itself.
const OF_SYSTEMS: &[&str] = &[
    "/",
    "/etc",
    "/opt",
    "/usr",
    "/usr/local",
    "/usr/local/bin",
    "/var",
];

/// What the final image needs besides the application in some directories.
#[derive(Debug, Default)]
pub(crate) struct Rest {
    copies: Vec<CopyLine>,
    /// Directories of volumes, which are to belong to the image's user.
    volumes: Vec<String>,
}

impl Rest {
    /// Puts it into a plan.
    pub(crate) fn into_plan(self, plan: &mut Plan) {
        for copy in self.copies {
            let there =
                |known: &CopyLine| is_below(&copy.from, &known.from) && copy.from == copy.to;
            if !plan.copies.iter().any(there) {
                plan.copies.push(copy);
            }
        }
        if plan.owner.is_none() || self.volumes.is_empty() {
            return;
        }
        plan.build_as_root.push(Lines {
            lines: vec![format!("RUN mkdir -p {}", self.volumes.join(" "))],
            reason: "the user of the image may write to its volumes".to_owned(),
        });
        let volumes = self.volumes.into_iter();
        plan.copies
            .extend(volumes.map(|path| CopyLine::same(path, true)));
    }
}

/// Looks at everything outside of `covered`; `tools` are programs of the language, which do their work inside.
/// Copies after the last RUN go to the final stage where `moves_copies` says so, and packages are installed
/// again where `installs` does.
pub(crate) fn rest(
    survey: &Survey<'_, '_>,
    covered: &[&str],
    tools: &[&str],
    moves_copies: bool,
    installs: bool,
) -> Result<Rest, Vec<Obstacle>> {
    let mut look = Look {
        survey,
        covered,
        seen: BTreeSet::new(),
        rest: Rest::default(),
        found: commands(survey, tools),
    };
    if !installs {
        look.found.extend(packages(survey));
    }
    let last_run = survey.runs.last().map_or(0, |run| run.step.span.start);
    for step in &survey.stage.steps {
        match &step.kind {
            StepKind::Copy(copy) => {
                let moved = moves_copies
                    && step.span.start > last_run
                    && copy.from.is_none()
                    && copy.chown.is_none();
                if !moved {
                    look.copy(step, copy);
                }
            }
            _ if matches!(survey.model.kind(step), Some(Kind::Volume(_))) => look.volume(step),
            _ => {}
        }
    }
    look.directories();
    if look.found.is_empty() {
        Ok(look.rest)
    } else {
        Err(look.found)
    }
}

struct Look<'s, 'm, 'a> {
    survey: &'s Survey<'m, 'a>,
    covered: &'s [&'s str],
    seen: BTreeSet<String>,
    rest: Rest,
    found: Vec<Obstacle>,
}

impl Look<'_, '_, '_> {
    fn is_inside(&self, path: &str) -> bool {
        let mut covered = self.covered.iter();
        covered.any(|directory| is_below(&merged(path), &merged(directory)))
    }

    fn copy(&mut self, step: &Step, copy: &CopyStep) {
        if !matches!(copy.origin, Origin::Context) {
            return self.copy_of_image(step, copy);
        }
        let Some(target) = target(self.survey, copy) else {
            self.found.push(Obstacle::new(
                step.span,
                "where it copies to depends on a variable",
                "write the path out",
            ));
            return;
        };
        if is_below(&target.path, AUTHORITIES) {
            // The bundle has them after `update-ca-certificates`, at the place where the base has its own.
            let updates = self.survey.commands();
            let mut updates = updates.map(|(_, command)| command.program());
            if updates.any(|program| program == "update-ca-certificates")
                && self.seen.insert(BUNDLE.to_owned())
            {
                self.rest.copies.push(CopyLine::same(BUNDLE, false));
            }
            return;
        }
        let of_build = OF_TOOLS
            .iter()
            .any(|directory| is_below(&target.path, directory));
        if self.is_inside(&target.path) || of_build || is_settings(&target.path) {
            return;
        }
        if target.files.is_empty() && OF_SYSTEMS.contains(&target.path.as_str()) {
            self.found.push(Obstacle::new(
                step.span,
                format!(
                    "it copies into `{}`, among the files of the system",
                    target.path
                ),
                "copy into a directory of its own, with WORKDIR",
            ));
        } else if target.files.is_empty() {
            self.bring(target.path);
        } else {
            for file in target.files {
                self.bring(absolute(&target.path, &file));
            }
        }
    }

    fn bring(&mut self, path: String) {
        if self.seen.insert(path.clone()) {
            self.rest.copies.push(CopyLine::same(path, true));
        }
    }

    fn copy_of_image(&mut self, step: &Step, copy: &CopyStep) {
        let names = copy
            .sources
            .iter()
            .filter_map(|source| source.value.as_deref());
        let names: Vec<&str> = names.map(file_name).collect();
        let tools = !names.is_empty() && names.iter().all(|name| BUILD_TOOLS.contains(name));
        let destination = copy.destination.value.as_deref().unwrap_or_default();
        let path = absolute(copy.workdir.as_deref().unwrap_or("/"), destination);
        if !tools && !self.is_inside(&path) {
            self.found.push(Obstacle::new(
                step.span,
                "it takes files of another image, and what they need to run is not known",
                "copy them in the final stage by hand, where the program needs them",
            ));
        }
    }

    fn volume(&mut self, step: &Step) {
        for operand in &step.operands {
            let path = operand.value.as_deref().unwrap_or_default();
            let plain = path
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"/._-".contains(&byte));
            if path.starts_with('/')
                && plain
                && !self.is_inside(path)
                && !OF_SYSTEMS.contains(&path)
                && self.seen.insert(path.to_owned())
            {
                let owned = &self.survey.model.contents(self.survey.stage).owned;
                let made = owned.iter().any(|owned| owned.path == merged(path));
                if made {
                    self.rest.copies.push(CopyLine::same(path, true));
                } else {
                    self.rest.volumes.push(path.to_owned());
                }
            }
        }
    }

    /// Directories that commands make for the program to write to.
    fn directories(&mut self) {
        let survey = self.survey;
        for owned in &survey.model.contents(survey.stage).owned {
            let path = &owned.path;
            let made = survey.runs.iter().any(|run| {
                run.step.span.start <= owned.site.span.start
                    && owned.site.span.end <= run.step.span.end
            });
            let system = OF_BUILDS.iter().any(|directory| is_below(path, directory))
                || OF_SYSTEMS.contains(&path.as_str());
            let known = self
                .rest
                .copies
                .iter()
                .any(|copy| is_below(path, &copy.from))
                || self
                    .rest
                    .volumes
                    .iter()
                    .any(|volume| is_below(path, volume));
            if made && !self.is_inside(path) && !system && !known {
                self.bring(path.clone());
            }
        }
    }
}

/// Settings of tools in the home directory or at the root of the project.
fn is_settings(path: &str) -> bool {
    matches!(
        file_name(path),
        ".npmrc" | ".yarnrc" | ".yarnrc.yml" | "pip.conf" | ".netrc" | ".gitconfig"
    )
}

/// Where a copy puts its sources.
pub(crate) struct Target {
    /// A directory, or the file itself.
    pub(crate) path: String,
    /// The names of files that are put into it, where that is known; else the path is what is copied.
    pub(crate) files: Vec<String>,
}

/// Extensions of files; a name with another one may be that of a folder (`conf.d`).
const FILES: &[&str] = &[
    "cer",
    "cfg",
    "cnf",
    "conf",
    "crt",
    "css",
    "csv",
    "db",
    "env",
    "html",
    "ini",
    "jar",
    "js",
    "json",
    "key",
    "mjs",
    "pem",
    "properties",
    "py",
    "rb",
    "sh",
    "sql",
    "sqlite",
    "toml",
    "ts",
    "txt",
    "war",
    "xml",
    "yaml",
    "yml",
];

/// Where a copy of the build context puts its sources; `None` where that depends on a variable.
pub(crate) fn target(survey: &Survey<'_, '_>, copy: &CopyStep) -> Option<Target> {
    let destination = copy.destination.value.as_deref()?;
    let path = absolute(copy.workdir.as_deref()?, destination);
    let many = copy.sources.len() + copy.heredocs > 1;
    let into = destination.ends_with('/') || many || matches!(destination, "." | "..");
    let whole = Target {
        path: path.clone(),
        files: Vec::new(),
    };
    if !into {
        return Some(whole);
    }
    // Archives are unpacked, addresses fetched, and parents kept: what is there then is not told.
    if copy.add || copy.parents {
        return Some(whole);
    }
    let context = survey.model.surroundings().files();
    let mut files = copy.heredoc_names.clone();
    for source in &copy.sources {
        let source = source.value.as_deref()?.trim_end_matches('/');
        let name = file_name(source);
        let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
        let folder = context.list(source.trim_start_matches("./")).is_some();
        let known = FILES.contains(&extension) && !source.contains(['*', '?', '[']);
        // The content of a directory, or several files.
        if matches!(source, "" | ".") || folder || !known {
            return Some(whole);
        }
        files.push(name.to_owned());
    }
    Some(Target { path, files })
}
