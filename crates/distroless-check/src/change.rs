//! What changed since a revision of git: which Dockerfiles, their text at that revision, and their lines.
//!
//! Git is asked as a program, with lists of arguments and never through a shell; nothing that the
//! repository configures is run for it.

use crate::definitions::is_definition;
use crate::paths;
use build_definitions::{combine, read};
use distroless_core::decides;
use distroless_report::visible;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::path::{Component, Path, PathBuf};
use std::process::{Command, Stdio};

/// Why it is not known what changed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ChangeError {
    #[error("git cannot be run: {0} (install it, or leave out --changed-since)")]
    NoGit(std::io::Error),
    #[error("there is no repository of git here (run in one, or leave out --changed-since)")]
    NoRepository,
    #[error("`{0}` names no commit of this clone (fetch it, or name another revision)")]
    NoCommit(String),
    #[error("git {command} failed: {message} (check the repository)")]
    Failed { command: String, message: String },
}

/// How a file came to differ.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Origin {
    /// It was not there.
    New,
    /// It was there, under this path.
    Was(PathBuf),
}

/// What differs between a commit and the work tree.
#[derive(Debug)]
pub(crate) struct Change {
    /// The root of the work tree, without links.
    top: PathBuf,
    /// The commit that the change began at.
    base: String,
    /// By path from the root.
    files: BTreeMap<PathBuf, Origin>,
    /// Every path that differs, also of what is there no more.
    names: BTreeSet<PathBuf>,
    /// Folders with a changed file in them that decides findings, from the root.
    decided: BTreeSet<PathBuf>,
    /// Whether a compose or bake file is among what differs.
    redefined: bool,
    /// What such files built before, by path from the root.
    built: BTreeSet<PathBuf>,
}

/// What a change has to do with a Dockerfile.
#[derive(Debug)]
pub(crate) enum Touched {
    /// Nothing.
    No,
    /// It changed itself.
    Itself(Before),
}

/// A Dockerfile as it was, and the lines that changed.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Before {
    /// Its text; `None` for a new file.
    pub(crate) source: Option<String>,
    /// Lines of the text now, from the first to the last, counted from 1.
    pub(crate) lines: Vec<(u32, u32)>,
}

impl Before {
    /// The same where every line is of the change.
    pub(crate) fn whole(self) -> Self {
        Self {
            lines: vec![(1, u32::MAX)],
            ..self
        }
    }
}

impl Change {
    /// Asks git in a folder. The change begins where the revision and the commit that is checked out
    /// parted, as pull requests count.
    pub(crate) fn since(revision: &str, folder: &Path) -> Result<Self, ChangeError> {
        let top = text(git(folder, &["rev-parse", "--show-toplevel"])?);
        let top = PathBuf::from(top.ok_or(ChangeError::NoRepository)?);
        let top = top.canonicalize().unwrap_or(top);
        let unknown = || ChangeError::NoCommit(visible::one_line(revision).into_owned());
        if revision.starts_with('-') {
            return Err(unknown());
        }
        let commit = format!("{revision}^{{commit}}");
        let commit = [
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            &commit,
        ];
        let commit = text(git(&top, &commit)?).ok_or_else(unknown)?;
        let parted = text(git(&top, &["merge-base", &commit, "HEAD"])?);
        let mut change = Self {
            base: parted.unwrap_or(commit),
            top,
            files: BTreeMap::new(),
            names: BTreeSet::new(),
            decided: BTreeSet::new(),
            redefined: false,
            built: BTreeSet::new(),
        };
        change.differing()?;
        let new = ["ls-files", "-z", "--others", "--exclude-standard"];
        for path in names(&change.ask(&new)?) {
            change.add(path, Origin::New);
        }
        change.built = change.built_before();
        Ok(change)
    }

    fn differing(&mut self) -> Result<(), ChangeError> {
        let base = self.base.clone();
        let arguments = [
            "diff",
            "--name-status",
            "-z",
            "-M",
            "--no-ext-diff",
            "--end-of-options",
            &base,
        ];
        let answer = self.ask(&arguments)?;
        let mut words = names(&answer);
        while let Some(status) = words.next() {
            let status = status.to_string_lossy().into_owned();
            let Some(path) = words.next() else { break };
            match status.as_bytes().first() {
                // Renamed or copied: the old path, then the new one.
                Some(b'R' | b'C') => {
                    let Some(new) = words.next() else { break };
                    self.decide(&path);
                    self.add(new, Origin::Was(path));
                }
                Some(b'A') => self.add(path, Origin::New),
                Some(b'D') => self.decide(&path),
                _ => self.add(path.clone(), Origin::Was(path)),
            }
        }
        Ok(())
    }

    /// The Dockerfiles that changed compose and bake files named at the base: one that is deleted builds
    /// nothing any more.
    fn built_before(&self) -> BTreeSet<PathBuf> {
        let definitions = self.names.iter().filter(|path| is_definition(path));
        let builds = definitions.flat_map(|path| {
            let mut object = OsString::from(format!("{}:", self.base));
            object.push(path);
            let blob = ["cat-file".as_ref(), "blob".as_ref(), object.as_os_str()];
            let text = git(&self.top, &blob).ok().flatten();
            let text = text.and_then(|bytes| String::from_utf8(bytes).ok());
            let shown = paths::shown(path, Path::new(""));
            text.map(|text| read(&shown, &text).0).unwrap_or_default()
        });
        let builds: Vec<_> = builds.collect();
        combine(&builds).into_keys().map(PathBuf::from).collect()
    }

    /// Whether a compose or bake file changed, so that a Dockerfile that one builds, or built before, may
    /// be built otherwise.
    pub(crate) fn redefines(&self, dockerfile: &Path, is_built: bool) -> bool {
        let was_built = || {
            let path = self.below_top(dockerfile);
            path.is_some_and(|path| self.built.contains(&path))
        };
        self.redefined && (is_built || was_built())
    }

    fn add(&mut self, path: PathBuf, origin: Origin) {
        self.decide(&path);
        self.files.insert(path, origin);
    }

    /// Notes the folders above a file that decides findings.
    fn decide(&mut self, path: &Path) {
        self.names.insert(path.to_path_buf());
        self.redefined |= is_definition(path);
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if decides(&name) {
            self.decided
                .extend(path.ancestors().skip(1).map(Path::to_path_buf));
        }
    }

    /// Whether a file changed that decides findings of Dockerfiles that are in a folder, or built in it.
    pub(crate) fn decides(&self, folder: &Path) -> bool {
        let folder = folder.canonicalize().ok();
        let folder = folder
            .as_deref()
            .and_then(|it| it.strip_prefix(&self.top).ok());
        folder.is_some_and(|folder| self.decided.contains(folder))
    }

    /// Whether one of some paths of a folder, which has no links in it, differs.
    pub(crate) fn has_any<'p>(
        &self,
        folder: &Path,
        mut paths: impl Iterator<Item = &'p str>,
    ) -> bool {
        let Ok(folder) = folder.strip_prefix(&self.top) else {
            return false;
        };
        paths.any(|path| {
            let path = Path::new(path.trim_start_matches('/'));
            let plain = path.components().filter(|it| *it != Component::CurDir);
            self.names
                .contains(&folder.join(plain.collect::<PathBuf>()))
        })
    }

    /// Whether anything below a folder, which has no links in it, differs.
    pub(crate) fn reaches(&self, folder: &Path) -> bool {
        let Ok(folder) = folder.strip_prefix(&self.top) else {
            return false;
        };
        let mut below = self.names.range(folder.to_path_buf()..);
        below.next().is_some_and(|path| path.starts_with(folder))
    }

    /// What the change has to do with the text of a Dockerfile.
    pub(crate) fn of(&self, dockerfile: &Path) -> Result<Touched, ChangeError> {
        let Some(path) = self.below_top(dockerfile) else {
            return Ok(Touched::No);
        };
        let origin = match self.files.get(&path) {
            None => return Ok(Touched::No),
            Some(Origin::New) => {
                return Ok(Touched::Itself(Before {
                    source: None,
                    lines: vec![(1, u32::MAX)],
                }));
            }
            Some(Origin::Was(old)) => old,
        };
        let mut object = OsString::from(format!("{}:", self.base));
        object.push(origin);
        let source = git(
            &self.top,
            &[OsStr::new("cat-file"), OsStr::new("blob"), &object],
        )?;
        let source = source
            .ok_or(())
            .and_then(|bytes| String::from_utf8(bytes).map_err(|_| ()));
        let hunks = [
            OsStr::new("diff"),
            OsStr::new("--unified=0"),
            OsStr::new("--no-color"),
            OsStr::new("--no-ext-diff"),
            OsStr::new("--no-textconv"),
            &object,
            path.as_os_str(),
        ];
        let hunks = git(&self.top, &hunks)?.unwrap_or_default();
        Ok(Touched::Itself(Before {
            source: source.ok(),
            lines: added(&String::from_utf8_lossy(&hunks)),
        }))
    }

    /// A path from the root of the work tree, where it lies in it.
    fn below_top(&self, path: &Path) -> Option<PathBuf> {
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new(".")).canonicalize().ok()?;
        Some(folder.strip_prefix(&self.top).ok()?.join(path.file_name()?))
    }

    fn ask(&self, arguments: &[&str]) -> Result<Vec<u8>, ChangeError> {
        git(&self.top, arguments)?.ok_or_else(|| ChangeError::Failed {
            command: arguments.first().copied().unwrap_or_default().to_owned(),
            message: format!("it cannot tell what differs from {}", self.base),
        })
    }

    /// The commit, for people.
    pub(crate) fn base(&self) -> &str {
        self.base.get(..12).unwrap_or(&self.base)
    }
}

/// The lines that the hunks of a diff without context add: `@@ -3 +4,2 @@`.
fn added(diff: &str) -> Vec<(u32, u32)> {
    let hunks = diff.lines().filter_map(|line| {
        let (_, new) = line.strip_prefix("@@ -")?.split_once(" +")?;
        let (new, _) = new.split_once(" @@")?;
        let (first, count) = new.split_once(',').unwrap_or((new, "1"));
        let (first, count): (u32, u32) = (first.parse().ok()?, count.parse().ok()?);
        // Where lines were taken away only, those around it are as they were.
        (count > 0).then(|| (first, first.saturating_add(count - 1)))
    });
    hunks.collect()
}

/// What git answers; `None` where it says no.
fn git<S: AsRef<OsStr>>(folder: &Path, arguments: &[S]) -> Result<Option<Vec<u8>>, ChangeError> {
    let output = Command::new("git")
        // What a repository configures must not start programs.
        .args([
            "-c",
            "core.fsmonitor=false",
            "-c",
            "core.quotePath=false",
            "--literal-pathspecs",
        ])
        .args(arguments)
        .current_dir(folder)
        .env("GIT_OPTIONAL_LOCKS", "0")
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .map_err(ChangeError::NoGit)?;
    Ok(output.status.success().then_some(output.stdout))
}

/// One line of text.
fn text(answer: Option<Vec<u8>>) -> Option<String> {
    let line = String::from_utf8(answer?).ok()?;
    let line = line.trim_end_matches(['\r', '\n']);
    (!line.is_empty()).then(|| line.to_owned())
}

/// Names that end in NUL.
fn names(answer: &[u8]) -> impl Iterator<Item = PathBuf> {
    answer
        .split(|byte| *byte == 0)
        .filter(|name| !name.is_empty())
        .map(paths::from_bytes)
}

#[cfg(test)]
mod tests {
    use super::added;

    #[test]
    fn hunks_tell_the_lines_that_they_add() {
        let diff = "--- a\n+++ b\n@@ -3 +4,2 @@ FROM x\n+a\n+b\n@@ -9,2 +11,0 @@\n-c\n@@ -20 +20 @@\n-d\n+@@ -1 +1 @@\n";
        assert_eq!(added(diff), [(4, 5), (20, 20)]);
        assert_eq!(added("Binary files differ\n"), []);
    }
}
