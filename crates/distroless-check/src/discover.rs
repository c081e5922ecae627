//! Finding Dockerfiles.

use crate::definitions::is_definition;
use crate::paths;
use distroless_core::config::Config;
use distroless_core::is_dockerfile;
use distroless_report::RunProblem;
use ignore::{DirEntry, WalkBuilder};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The argument that stands for standard input.
pub(crate) const STDIN: &str = "-";

/// The files to check and what went wrong in finding them.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// By the paths that are shown, so that a file named twice is checked once. Names that are not
    /// UTF-8 may look alike: the second part tells them apart.
    pub(crate) files: BTreeMap<(String, Option<PathBuf>), PathBuf>,
    /// Compose and bake files that are named.
    pub(crate) named_definitions: Vec<PathBuf>,
    /// Those in the folders that are searched.
    pub(crate) definitions: Vec<PathBuf>,
    pub(crate) stdin: bool,
    pub(crate) problems: Vec<RunProblem>,
}

/// Looks at each argument: a folder is searched, a file is taken whatever its name, except that with
/// `build_files` one that is called as compose and bake files are stands for what it builds.
pub(crate) fn discover(
    arguments: &[PathBuf],
    current: &Path,
    config: &Config,
    build_files: bool,
) -> Found {
    let mut found = Found::default();
    for argument in arguments {
        if argument.as_os_str() == STDIN {
            found.stdin = true;
        } else if argument.is_dir() {
            found.search(argument, current, config);
        } else if build_files && is_definition(argument) {
            found.named_definitions.push(argument.clone());
        } else {
            // Whether it exists is seen when it is read.
            let path = paths::shown(argument, current);
            found.take(path, argument.clone());
        }
    }
    found
}

impl Found {
    pub(crate) fn take(&mut self, shown: String, path: PathBuf) {
        let raw = path.to_str().is_none().then(|| path.clone());
        self.files.insert((shown, raw), path);
    }

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
                Ok(entry) if is_file(&entry) && is_definition(entry.path()) => {
                    self.definitions.push(entry.into_path());
                }
                Ok(entry) if is_candidate(&entry) => {
                    let path = paths::shown(entry.path(), current);
                    if !config.excludes(&path) {
                        self.take(path, entry.into_path());
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

fn is_file(entry: &DirEntry) -> bool {
    entry.file_type().is_some_and(|kind| kind.is_file())
}

/// Links are not followed: what they lead to is found where it lies.
fn is_candidate(entry: &DirEntry) -> bool {
    is_file(entry) && is_dockerfile(&entry.file_name().to_string_lossy())
}
