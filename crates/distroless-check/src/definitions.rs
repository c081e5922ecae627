//! Compose and bake files around the Dockerfiles: which there are, and what they say.

use crate::args::BuildFilesArgs;
use crate::context::FsContext;
use crate::{paths, source};
use build_definitions::{combine, kind, read};
use distroless_core::Build;
use distroless_report::RunProblem;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

/// How many names of a folder are looked at.
const NAMES_LIMIT: usize = 10_000;

/// What is said of Dockerfiles.
#[derive(Debug, Default)]
pub(crate) struct Definitions {
    /// By the Dockerfile's real folder and name.
    said: HashMap<PathBuf, Said>,
    /// Definitions that cannot be read.
    unread: Vec<Unread>,
    /// The folders of the Dockerfiles, as they are named, without links: asked once for all that lie in one.
    folders: HashMap<PathBuf, Option<PathBuf>>,
}

#[derive(Debug)]
struct Said {
    build: Build,
    /// What paths start from.
    root: PathBuf,
}

/// A definition that says nothing, as it cannot be read.
#[derive(Debug)]
struct Unread {
    path: PathBuf,
    shown: String,
    message: String,
    help: &'static str,
}

/// Whether a file is a definition by its name.
pub(crate) fn is_definition(path: &Path) -> bool {
    path.file_name()
        .and_then(|name| name.to_str())
        .is_some_and(|name| kind(name).is_some())
}

impl Definitions {
    /// Reads `known` definitions, and those in the folders of the Dockerfiles and above, up to the
    /// repository's root, else the current folder.
    pub(crate) fn find<'p>(
        dockerfiles: impl Iterator<Item = &'p Path>,
        known: &[PathBuf],
        current: &Path,
    ) -> Self {
        let current = fs::canonicalize(current).unwrap_or_else(|_| current.to_path_buf());
        let mut roots = Roots {
            current: &current,
            known: HashMap::new(),
        };
        let mut found: BTreeSet<(PathBuf, PathBuf)> = BTreeSet::new();
        for path in known {
            if let Some(path) = real(path)
                && let Some(folder) = path.parent()
            {
                found.insert((roots.of(folder), path));
            }
        }
        let mut seen: BTreeSet<PathBuf> = BTreeSet::new();
        let mut folders = HashMap::new();
        for dockerfile in dockerfiles {
            let Some(parent) = dockerfile.parent() else {
                continue;
            };
            if folders.contains_key(parent) {
                continue;
            }
            let real = paths::real_folder(parent);
            let Some(folder) = folders.entry(parent.to_path_buf()).or_insert(real) else {
                continue;
            };
            let folder = folder.as_path();
            let root = roots.of(folder);
            for folder in folder.ancestors() {
                if !seen.insert(folder.to_path_buf()) {
                    break;
                }
                found.extend(definitions_in(folder).map(|path| (root.clone(), path)));
                if folder == root {
                    break;
                }
            }
        }
        let mut definitions = Self {
            folders,
            ..Self::default()
        };
        definitions.read(found, &current);
        definitions
    }

    fn read(&mut self, found: BTreeSet<(PathBuf, PathBuf)>, current: &Path) {
        let mut builds: BTreeMap<PathBuf, Vec<build_definitions::Build>> = BTreeMap::new();
        for (root, path) in found {
            let shown = paths::shown(&path, current);
            let relative = path
                .strip_prefix(&root)
                .map(|path| paths::shown(path, Path::new("")));
            let text = match source::file(&path) {
                Ok(text) => text,
                Err(error) => {
                    let (message, help) = (error.to_string(), error.help());
                    self.unread.push(Unread {
                        path,
                        shown,
                        message,
                        help,
                    });
                    continue;
                }
            };
            let (read, problems) = read(relative.as_deref().unwrap_or(&shown), &text);
            for problem in problems {
                let message = format!("line {}: {}", problem.line, problem.message);
                let help = "mend it, or use --no-build-files";
                self.unread.push(Unread {
                    path: path.clone(),
                    shown: shown.clone(),
                    message,
                    help,
                });
            }
            let named = read.into_iter().map(|build| build_definitions::Build {
                file: shown.clone(),
                ..build
            });
            builds.entry(root).or_default().extend(named);
        }
        for (root, builds) in builds {
            for (dockerfile, build) in combine(&builds) {
                if let Some(path) = real(&root.join(dockerfile)) {
                    let root = root.clone();
                    // Of two repositories, one in the other, the inner one's own word counts.
                    self.said.insert(path, Said { build, root });
                }
            }
        }
    }

    /// For commands that get Dockerfiles only; what cannot be read is passed over.
    pub(crate) fn around(
        files: &[impl AsRef<Path>],
        args: &BuildFilesArgs,
        current: &Path,
    ) -> Self {
        if args.no_build_files {
            return Self::default();
        }
        Self::find(files.iter().map(AsRef::as_ref), &[], current)
    }

    /// What is said of a Dockerfile.
    pub(crate) fn of(&self, dockerfile: &Path) -> Option<&Build> {
        // Most repositories have none.
        if self.said.is_empty() {
            return None;
        }
        Some(&self.said.get(&self.real(dockerfile)?)?.build)
    }

    /// A Dockerfile by its real folder; one that is a link goes by the name of the link.
    fn real(&self, dockerfile: &Path) -> Option<PathBuf> {
        match self.folders.get(dockerfile.parent()?) {
            Some(folder) => Some(folder.as_deref()?.join(dockerfile.file_name()?)),
            None => real(dockerfile),
        }
    }

    /// The build context of a Dockerfile: the folder that is named, or else the one that is said here, or
    /// else the one that it lies in.
    pub(crate) fn context_of(
        &self,
        dockerfile: Option<&Path>,
        named: Option<&Path>,
    ) -> Option<FsContext> {
        if named.is_none() {
            dockerfile?;
        }
        let real = dockerfile.and_then(|dockerfile| self.real(dockerfile));
        let real = real.as_deref();
        let beside = || real?.parent().map(Path::to_path_buf);
        let root = match named {
            Some(folder) => paths::real_folder(folder),
            None => self.said_context(real).or_else(beside),
        };
        Some(FsContext::new(root, real))
    }

    /// The folder that is said to be the build context of a Dockerfile, which is named without links, if it is
    /// there.
    fn said_context(&self, dockerfile: Option<&Path>) -> Option<PathBuf> {
        let said = self.said.get(dockerfile?)?;
        let folder = said.root.join(said.build.context.as_deref()?);
        paths::real_folder(&folder).filter(|folder| folder.is_dir())
    }

    /// Every Dockerfile that something is said of, and that is there.
    pub(crate) fn dockerfiles(&self) -> impl Iterator<Item = &Path> {
        self.said
            .keys()
            .map(PathBuf::as_path)
            .filter(|path| path.is_file())
    }

    /// What is wrong with definitions: a problem of the run where it was asked for by name, else a note.
    pub(crate) fn problems(&self, named: &[PathBuf]) -> (Vec<RunProblem>, Vec<String>) {
        let named: BTreeSet<PathBuf> = named.iter().filter_map(|path| real(path)).collect();
        let mut problems = Vec::new();
        let mut notes = Vec::new();
        for unread in &self.unread {
            if named.contains(&unread.path) {
                let path = Some(unread.shown.clone());
                problems.push(RunProblem::new(path, unread.message.clone(), unread.help));
            } else {
                notes.push(format!(
                    "note: {}: {}; it is passed over",
                    unread.shown, unread.message
                ));
            }
        }
        (problems, notes)
    }
}

/// A file by its real folder; one that is a link goes by the name of the link.
fn real(path: &Path) -> Option<PathBuf> {
    Some(paths::real_folder(path.parent()?)?.join(path.file_name()?))
}

fn definitions_in(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().take(NAMES_LIMIT);
    entries
        .filter_map(Result::ok)
        // Pipes and devices are not opened, and what a link leads to is found where it lies.
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()))
        .map(|entry| entry.path())
        .filter(|path| is_definition(path))
}

/// Where looking upwards ends.
struct Roots<'r> {
    current: &'r Path,
    known: HashMap<PathBuf, PathBuf>,
}

impl Roots<'_> {
    /// The root of the repository that a folder (without links) lies in; else the current folder, if it
    /// is above; else the folder itself.
    fn of(&mut self, folder: &Path) -> PathBuf {
        if let Some(root) = self.known.get(folder) {
            return root.clone();
        }
        let git = folder
            .ancestors()
            .find(|folder| folder.join(".git").exists());
        let root = match git {
            Some(root) => root,
            None if folder.starts_with(self.current) => self.current,
            None => folder,
        };
        self.known.insert(folder.to_path_buf(), root.to_path_buf());
        root.to_path_buf()
    }
}

#[cfg(test)]
mod tests {
    use super::Definitions;
    use distroless_core::BuildContext;
    use std::fs;
    use std::path::{Path, PathBuf};

    #[test]
    fn a_dockerfile_has_its_place_in_the_context_by_whatever_path() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("context");
        fs::create_dir_all(root.join("docker")).unwrap();
        let inner = root.join("docker/../docker/app.Dockerfile");
        let outer = folder.path().join("Dockerfile");
        let missing = root.join("none/Dockerfile");
        let dockerfiles = [&inner, &outer, &missing].map(PathBuf::as_path);
        let found = Definitions::find(dockerfiles.into_iter(), &[], folder.path());
        for definitions in [Definitions::default(), found] {
            let of = |path: &Path, root| definitions.context_of(Some(path), root)?.dockerfile();
            let named = Some(root.as_path());
            assert_eq!(of(&inner, named).as_deref(), Some("docker/app.Dockerfile"));
            assert_eq!(of(&inner, None).as_deref(), Some("app.Dockerfile"));
            assert_eq!(of(&outer, named), None);
            assert_eq!(of(&outer, None).as_deref(), Some("Dockerfile"));
            assert_eq!(of(&missing, named), None);
            assert_eq!(of(&missing, None), None);
        }
    }
}
