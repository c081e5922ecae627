//! What the image has besides the application: files from elsewhere, directories, packages.

use crate::obstacle::Obstacle;
use crate::plan::{CopyLine, Note};
use crate::survey::Survey;
use distroless_core::graph::{Origin, StepKind};
use distroless_core::image::path::{absolute, file_name, is_below, merged};
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

/// Commands that put nothing in place that a program of another directory would need.
const HARMLESS: &[&str] = &[
    "",
    ".",
    ":",
    "[",
    "add-apt-repository",
    "addgroup",
    "adduser",
    "apk",
    "apt",
    "apt-get",
    "apt-key",
    "awk",
    "cat",
    "cd",
    "chgrp",
    "chmod",
    "chown",
    "command",
    "cp",
    "curl",
    "cut",
    "date",
    "dpkg",
    "dpkg-reconfigure",
    "echo",
    "env",
    "exec",
    "exit",
    "export",
    "false",
    "find",
    "git",
    "gpg",
    "grep",
    "groupadd",
    "gunzip",
    "head",
    "id",
    "install",
    "ln",
    "locale-gen",
    "ls",
    "mkdir",
    "mktemp",
    "mv",
    "printf",
    "pwd",
    "read",
    "rm",
    "rmdir",
    "sed",
    "set",
    "sha256sum",
    "sleep",
    "sort",
    "source",
    "strip",
    "tail",
    "tar",
    "tee",
    "test",
    "touch",
    "tr",
    "true",
    "umask",
    "uname",
    "unset",
    "unzip",
    "update-ca-certificates",
    "upx",
    "useradd",
    "usermod",
    "wc",
    "wget",
    "which",
    "whoami",
    "xargs",
];

/// What the final image needs besides the application in some directories.
pub(crate) struct Rest {
    pub(crate) copies: Vec<CopyLine>,
    pub(crate) notes: Vec<Note>,
}

/// Looks at everything outside of `covered`; `tools` are programs of the language, which do their work inside.
pub(crate) fn rest(
    survey: &Survey<'_, '_>,
    covered: &[&str],
    tools: &[&str],
    moves_copies: bool,
    installs: bool,
) -> Result<Rest, Vec<Obstacle>> {
    let mut rest = Rest {
        copies: Vec::new(),
        notes: Vec::new(),
    };
    let mut found = commands(survey, tools);
    if !installs {
        found.extend(packages(survey));
    }
    let inside = |path: &str| {
        covered
            .iter()
            .any(|directory| is_below(&merged(path), &merged(directory)))
    };
    let last_run = survey.runs.last().map_or(0, |run| run.step.span.start);
    let mut seen = BTreeSet::new();
    for step in &survey.stage.steps {
        let StepKind::Copy(copy) = &step.kind else {
            continue;
        };
        let names: Vec<&str> = copy
            .sources
            .iter()
            .filter_map(|source| source.value.as_deref())
            .map(file_name)
            .collect();
        if !matches!(copy.origin, Origin::Context) {
            if names.iter().all(|name| BUILD_TOOLS.contains(name)) && !names.is_empty() {
                continue;
            }
            let destination = copy.destination.value.as_deref().unwrap_or_default();
            if inside(&absolute(
                copy.workdir.as_deref().unwrap_or("/"),
                destination,
            )) {
                continue;
            }
            found.push(Obstacle::new(
                step.span,
                "it takes files of another image, and what they need to run is not known",
                "copy them in the final stage by hand, where the program needs them",
            ));
            continue;
        }
        if moves_copies && step.span.start > last_run && copy.from.is_none() && copy.chown.is_none()
        {
            continue;
        }
        let Some(target) = target(copy) else {
            found.push(Obstacle::new(
                step.span,
                "where it copies to depends on a variable",
                "write the path out",
            ));
            continue;
        };
        if inside(&target.path) || !seen.insert(target.path.clone()) {
            continue;
        }
        if OF_BUILDS
            .iter()
            .any(|directory| is_below(&target.path, directory))
            || is_settings(&target.path)
        {
            continue;
        }
        if target.files.is_empty() {
            if target.path == "/" {
                found.push(Obstacle::new(
                    step.span,
                    "it copies into the root directory, among the files of the system",
                    "copy into a directory of its own, with WORKDIR",
                ));
                continue;
            }
            rest.copies.push(CopyLine::same(target.path, true));
        } else {
            for file in target.files {
                rest.copies
                    .push(CopyLine::same(absolute(&target.path, &file), true));
            }
        }
    }
    for owned in &survey.model.contents(survey.stage).owned {
        let path = &owned.path;
        let made = survey.runs.iter().any(|run| {
            run.step.span.start <= owned.site.span.start && owned.site.span.end <= run.step.span.end
        });
        let system = OF_BUILDS.iter().any(|directory| is_below(path, directory))
            || path.matches('/').count() < 1;
        let bare = [
            "/etc",
            "/usr",
            "/var",
            "/opt",
            "/usr/local",
            "/usr/local/bin",
            "/",
        ]
        .contains(&path.as_str());
        if made
            && !inside(path)
            && !system
            && !bare
            && !rest.copies.iter().any(|copy| is_below(path, &copy.from))
        {
            rest.copies.push(CopyLine::same(path.clone(), true));
        }
    }
    if found.is_empty() {
        Ok(rest)
    } else {
        Err(found)
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

/// Where a copy of the build context puts its sources; `None` where that depends on a variable.
pub(crate) fn target(copy: &distroless_core::graph::CopyStep) -> Option<Target> {
    let destination = copy.destination.value.as_deref()?;
    let path = absolute(copy.workdir.as_deref()?, destination);
    let into =
        destination.ends_with('/') || copy.sources.len() > 1 || matches!(destination, "." | "..");
    let mut files = Vec::new();
    if into || copy.heredocs > 0 {
        for source in &copy.sources {
            let source = source.value.as_deref()?.trim_end_matches('/');
            let name = file_name(source);
            // The content of a directory, or several files.
            if matches!(source, "" | ".") || source.contains('*') || !name.contains('.') {
                return Some(Target {
                    path,
                    files: Vec::new(),
                });
            }
            files.push(name.to_owned());
        }
    }
    Some(Target { path, files })
}

/// Commands of which it is not known what they put where.
fn commands(survey: &Survey<'_, '_>, tools: &[&str]) -> Vec<Obstacle> {
    let mut found = Vec::new();
    for (run, command) in survey.commands() {
        let program = command.program();
        let base = program.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
        let known =
            HARMLESS.contains(&program) || tools.contains(&program) || tools.contains(&base);
        if !known {
            found.push(Obstacle::new(
                run.step.span,
                format!("what `{program}` puts into the image, and whether the program needs it, is not known"),
                "copy what the program needs of it in a final stage, by hand",
            ));
        }
        if let Some(path) = downloads(command) {
            let path = absolute(survey.workdir().unwrap_or("/"), path);
            let search = [
                "/usr/local/bin",
                "/usr/bin",
                "/bin",
                "/usr/local/sbin",
                "/opt",
            ];
            if search.iter().any(|directory| is_below(&path, directory)) {
                found.push(Obstacle::new(
                    run.step.span,
                    format!("`{path}` is downloaded; whether the program starts it, and what it needs, is not known"),
                    "copy it in the final stage by hand, where the program needs it",
                ));
            }
        }
    }
    found
}

/// The file that a download is written to.
fn downloads(command: &crate::run::Cmd) -> Option<&str> {
    let options: &[&str] = match command.program() {
        "curl" => &["-o", "--output", "-Lo", "-sLo", "-fsSLo", "-sSLo"],
        "wget" => &["-O", "-qO", "-P", "--output-document"],
        _ => return None,
    };
    let at = command
        .words
        .iter()
        .position(|word| options.contains(&word.as_str()))?;
    command
        .words
        .get(at + 1)
        .map(String::as_str)
        .filter(|path| path.starts_with('/'))
}

/// Packages that the program may need when it runs.
fn packages(survey: &Survey<'_, '_>) -> Vec<Obstacle> {
    let needed = survey.needed_packages();
    let found = needed.iter().map(|package| {
        Obstacle::new(
            package.site.span,
            format!(
                "the program may need the package `{}` when it runs, and no minimal base has it",
                package.name
            ),
            "leave it out if only the build needs it; else stay on a slim image: --base slim",
        )
    });
    found.collect()
}
