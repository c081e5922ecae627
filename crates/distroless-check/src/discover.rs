//! Finding Dockerfiles.

use crate::paths;
use distroless_core::config::Config;
use distroless_report::RunProblem;
use ignore::{DirEntry, WalkBuilder};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The argument that stands for standard input.
pub(crate) const STDIN: &str = "-";

/// Endings of what is not a Dockerfile though its name begins like one: ignore lists, texts about
/// Dockerfiles, back-up copies, and templates, which become Dockerfiles only later.
const OTHERS: &[&str] = &[
    "bak",
    "dockerignore",
    "ejs",
    "erb",
    "hbs",
    "in",
    "j2",
    "jinja",
    "jinja2",
    "liquid",
    "m4",
    "md",
    "mustache",
    "old",
    "orig",
    "rej",
    "rst",
    "save",
    "swp",
    "template",
    "tmp",
    "tmpl",
    "tpl",
    "txt",
];

/// The files to check, by the paths that are shown, and what went wrong in finding them.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) files: BTreeMap<String, PathBuf>,
    pub(crate) stdin: bool,
    pub(crate) problems: Vec<RunProblem>,
}

/// Looks at each argument: a file is taken whatever its name, a folder is searched.
pub(crate) fn discover(arguments: &[PathBuf], current: &Path, config: &Config) -> Found {
    let mut found = Found::default();
    for argument in arguments {
        if argument.as_os_str() == STDIN {
            found.stdin = true;
        } else if argument.is_dir() {
            found.search(argument, current, config);
        } else {
            // Whether it exists is seen when it is read.
            let path = paths::shown(argument, current);
            found.files.insert(path, argument.clone());
        }
    }
    found
}

impl Found {
    fn search(&mut self, folder: &Path, current: &Path, config: &Config) {
        let walk = WalkBuilder::new(folder)
            // Names that begin with a dot are searched too: `.devcontainer`, `.github`.
            .hidden(false)
            // A `.gitignore` means what it says outside of a repository too.
            .require_git(false)
            .filter_entry(|entry| entry.file_name() != ".git")
            .build();
        for entry in walk {
            match entry {
                Ok(entry) if is_candidate(&entry) => {
                    let path = paths::shown(entry.path(), current);
                    if !config.excludes(&path) {
                        self.files.insert(path, entry.into_path());
                    }
                }
                Ok(_) => {}
                Err(error) => self.problems.push(RunProblem::new(
                    None,
                    format!("cannot be searched: {error}"),
                    "check the path and its permissions",
                )),
            }
        }
    }
}

/// Links are not followed: what they lead to is found where it lies.
fn is_candidate(entry: &DirEntry) -> bool {
    entry.file_type().is_some_and(|kind| kind.is_file())
        && entry.file_name().to_str().is_some_and(is_dockerfile)
}

/// Whether a file of that name is a Dockerfile by custom.
fn is_dockerfile(name: &str) -> bool {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let other = ending.ends_with('~') || OTHERS.iter().any(|it| it.eq_ignore_ascii_case(ending));
    let begins = |stem: &str| {
        name.strip_prefix(stem)
            .is_some_and(|rest| rest.is_empty() || rest.len() > 1 && rest.starts_with('.'))
    };
    // The builder looks for `Dockerfile`, then for `dockerfile`.
    let named = ["Dockerfile", "dockerfile", "Containerfile", "containerfile"]
        .iter()
        .any(|stem| begins(stem) || ending == *stem);
    named && !other
}

#[cfg(test)]
mod tests {
    use super::is_dockerfile;

    #[test]
    fn knows_dockerfiles_by_name() {
        for name in [
            "Dockerfile",
            "dockerfile",
            "Dockerfile.dev",
            "Dockerfile.x.y",
            "api.Dockerfile",
            "api.dockerfile",
            "Containerfile",
            "Containerfile.ubi9",
            "api.Containerfile",
        ] {
            assert!(is_dockerfile(name), "{name}");
        }
        for name in [
            "DOCKERFILE",
            "Dockerfile.",
            "Dockerfile.dockerignore",
            ".dockerignore",
            "Dockerfile.j2",
            "Dockerfile.tmpl",
            "Dockerfile.MD",
            "Dockerfile.bak",
            "Dockerfile.orig",
            "Dockerfile.dev~",
            "Dockerfiles",
            "MyDockerfile",
            "docker-compose.yml",
        ] {
            assert!(!is_dockerfile(name), "{name}");
        }
    }
}
