//! Finding Dockerfiles.

use crate::definitions::is_definition;
use crate::paths;
use distroless_core::config::Config;
use distroless_core::is_dockerfile;
use distroless_report::RunProblem;
use ignore::{DirEntry, WalkBuilder, WalkState};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc;

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
            .threads(rayon::current_num_threads())
            .build_parallel();
        let (met, all) = mpsc::channel();
        walk.run(|| {
            let met = met.clone();
            Box::new(move |entry| {
                if let Some(one) = Met::of(entry, current, config) {
                    // Nobody stops listening before the end.
                    met.send(one).ok();
                }
                WalkState::Continue
            })
        });
        drop(met);
        for met in all {
            match met {
                Met::Definition(path) => self.definitions.push(path),
                Met::Dockerfile { shown, path } => self.take(shown, path),
                Met::Problem(problem) => self.problems.push(problem),
            }
        }
        // Threads come to them in any order.
        self.definitions.sort();
        self.problems
            .sort_by(|one, other| one.message.cmp(&other.message));
    }
}

/// What is met in a folder and matters.
enum Met {
    Definition(PathBuf),
    Dockerfile { shown: String, path: PathBuf },
    Problem(RunProblem),
}

impl Met {
    fn of(entry: Result<DirEntry, ignore::Error>, current: &Path, config: &Config) -> Option<Self> {
        match entry {
            Ok(entry) if is_file(&entry) && is_definition(entry.path()) => {
                Some(Self::Definition(entry.into_path()))
            }
            Ok(entry) if is_candidate(&entry) => {
                let shown = paths::shown(entry.path(), current);
                (!config.excludes(&shown)).then(|| Self::Dockerfile {
                    shown,
                    path: entry.into_path(),
                })
            }
            Ok(_) => None,
            Err(error) => Some(Self::Problem(RunProblem::new(
                None,
                format!("cannot be searched: {error}"),
                "check the path and its permissions",
            ))),
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
