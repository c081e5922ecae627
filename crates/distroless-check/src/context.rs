//! The build context in the file system.

use distroless_core::{BuildContext, HEAD_LIMIT, TEXT_LIMIT};
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::fs::{self, File, Metadata};
use std::io::Read;
use std::path::{Component, Path, PathBuf};
use std::rc::Rc;

/// How many names of a folder are read.
const NAMES_LIMIT: usize = 10_000;

/// A folder of the file system. Nothing outside of it is ever read, by whatever way.
#[derive(Debug)]
pub(crate) struct FsContext {
    /// Without links, so that what a path leads to can be compared with it.
    root: Option<PathBuf>,
    dockerfile: Option<String>,
    /// The names in folders that were asked for.
    listed: RefCell<HashMap<String, Option<Rc<[String]>>>>,
}

impl FsContext {
    /// The context in the folder `root`, with the place of its Dockerfile, both without links; every answer is
    /// unknown where there is no such folder.
    pub(crate) fn new(root: Option<PathBuf>, dockerfile: Option<&Path>) -> Self {
        let way = |root: &PathBuf| {
            let way = dockerfile?.strip_prefix(root).ok()?.components();
            let names: Option<Vec<&str>> = way.map(|part| part.as_os_str().to_str()).collect();
            Some(names?.join("/"))
        };
        Self {
            dockerfile: root.as_ref().and_then(way),
            root,
            listed: RefCell::default(),
        }
    }

    /// The folder, without links.
    pub(crate) fn root(&self) -> Option<&Path> {
        self.root.as_deref()
    }

    /// Where a path of the context leads, links followed, if that is inside of the context, and what is there.
    fn inside(&self, path: &str) -> Option<(PathBuf, Metadata)> {
        let root = self.root.as_deref()?;
        let relative = Path::new(path.trim_start_matches('/'));
        let mut real = root.to_path_buf();
        let mut found = None;
        for part in relative.components() {
            match part {
                Component::Normal(name) => real.push(name),
                Component::CurDir => continue,
                _ => return None,
            }
            let metadata = fs::symlink_metadata(&real).ok()?;
            if metadata.is_symlink() {
                return self.behind_links(relative);
            }
            found = Some(metadata);
        }
        let metadata = match found {
            Some(metadata) => metadata,
            None => fs::metadata(&real).ok()?,
        };
        Some((real, metadata))
    }

    /// The same where there is a link on the way.
    fn behind_links(&self, relative: &Path) -> Option<(PathBuf, Metadata)> {
        let root = self.root.as_deref()?;
        let plain = |part: Component<'_>| matches!(part, Component::Normal(_) | Component::CurDir);
        if !relative.components().all(plain) {
            return None;
        }
        let real = fs::canonicalize(root.join(relative)).ok()?;
        let metadata = fs::metadata(&real).ok()?;
        real.starts_with(root).then_some((real, metadata))
    }

    /// The same for a file that can be read: a pipe or a device could block or never end.
    fn file(&self, path: &str) -> Option<(PathBuf, Metadata)> {
        self.inside(path).filter(|(_, metadata)| metadata.is_file())
    }

    fn names(&self, path: &str) -> Option<Rc<[String]>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(self.inside(path)?.0).ok()? {
            let entry = entry.ok()?;
            // A list with a name left out would be a wrong answer, not an unknown one.
            let mut name = entry.file_name().into_string().ok()?;
            if entry.file_type().ok()?.is_dir() {
                name.push('/');
            }
            if names.len() == NAMES_LIMIT {
                return None;
            }
            names.push(name);
        }
        names.sort();
        Some(names.into())
    }
}

fn first_bytes(path: &Path, limit: u64) -> Option<Vec<u8>> {
    let file = File::open(path).ok()?;
    let length = file.metadata().ok()?.len().min(limit);
    // A byte more, for the read that finds the end.
    let mut bytes = Vec::with_capacity(length as usize + 1);
    file.take(limit).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

impl BuildContext for FsContext {
    fn dockerfile(&self) -> Option<String> {
        self.dockerfile.clone()
    }

    fn read(&self, path: &str) -> Option<String> {
        let (path, metadata) = self.file(path)?;
        if metadata.len() > TEXT_LIMIT {
            return None;
        }
        let bytes = first_bytes(&path, TEXT_LIMIT + 1)?;
        if bytes.len() as u64 > TEXT_LIMIT {
            return None;
        }
        String::from_utf8(bytes).ok()
    }

    fn head(&self, path: &str) -> Option<Vec<u8>> {
        first_bytes(&self.file(path)?.0, HEAD_LIMIT)
    }

    #[cfg(unix)]
    fn mode(&self, path: &str) -> Option<u32> {
        use std::os::unix::fs::PermissionsExt;
        Some(self.inside(path)?.1.permissions().mode() & 0o7777)
    }

    fn list(&self, path: &str) -> Option<Rc<[String]>> {
        let mut listed = self.listed.borrow_mut();
        if let Some(names) = listed.get(path) {
            return names.clone();
        }
        let names = self.names(path);
        listed.insert(path.to_owned(), names.clone());
        names
    }
}

/// A context that notes which files its answers rest on.
#[derive(Debug)]
pub(crate) struct Recording<'c> {
    context: &'c FsContext,
    asked: RefCell<BTreeSet<String>>,
}

impl<'c> Recording<'c> {
    pub(crate) const fn of(context: &'c FsContext) -> Self {
        Self {
            context,
            asked: RefCell::new(BTreeSet::new()),
        }
    }

    /// The paths of files that were asked for, as they were.
    pub(crate) fn asked(self) -> BTreeSet<String> {
        self.asked.into_inner()
    }

    fn note(&self, path: &str) -> &FsContext {
        self.asked.borrow_mut().insert(path.to_owned());
        self.context
    }
}

impl BuildContext for Recording<'_> {
    fn dockerfile(&self) -> Option<String> {
        self.context.dockerfile()
    }

    fn read(&self, path: &str) -> Option<String> {
        self.note(path).read(path)
    }

    fn head(&self, path: &str) -> Option<Vec<u8>> {
        self.note(path).head(path)
    }

    fn mode(&self, path: &str) -> Option<u32> {
        self.note(path).mode(path)
    }

    fn list(&self, path: &str) -> Option<Rc<[String]>> {
        self.context.list(path)
    }
}

#[cfg(test)]
mod tests {
    use super::FsContext;
    use crate::paths;
    use distroless_core::{BuildContext, HEAD_LIMIT, TEXT_LIMIT};
    use std::fs;
    use std::path::Path;

    fn of(root: &Path) -> FsContext {
        FsContext::new(paths::real_folder(root), None)
    }

    #[test]
    fn answers_about_what_is_inside_only() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("context");
        fs::create_dir_all(root.join("src")).unwrap();
        fs::write(folder.path().join("secret"), "x").unwrap();
        fs::write(root.join("src/main.py"), "print()").unwrap();
        fs::write(root.join("blob"), [0xFF, 0xFE]).unwrap();
        fs::write(root.join("huge"), vec![b'a'; TEXT_LIMIT as usize + 1]).unwrap();
        let context = of(&root);
        assert_eq!(context.read("src/main.py").as_deref(), Some("print()"));
        assert_eq!(context.read("/src/./main.py").as_deref(), Some("print()"));
        for unknown in [
            "blob",
            "huge",
            "src",
            "none",
            "../secret",
            "src/../../secret",
            "",
        ] {
            assert_eq!(context.read(unknown), None, "{unknown}");
        }
        let names = ["blob", "huge", "src/"].map(str::to_owned);
        assert_eq!(context.list(".").as_deref(), Some(&names[..]));
        assert_eq!(context.list("/").as_deref(), Some(&names[..]));
        assert_eq!(context.list(".."), None);
        assert_eq!(context.list("blob"), None);
        assert_eq!(context.head("blob"), Some(vec![0xFF, 0xFE]));
        let head = context.head("huge").map(|bytes| bytes.len() as u64);
        assert_eq!(head, Some(HEAD_LIMIT));
        assert_eq!(context.head("src"), None);
        assert_eq!(context.head("../secret"), None);
        assert_eq!(context.mode("../secret"), None);
        assert_eq!(of(&root.join("none")).list("."), None);
    }

    #[test]
    fn knows_where_the_dockerfile_is() {
        let root = Path::new("/context");
        let of = |path: &str| FsContext::new(Some(root.into()), Some(Path::new(path))).dockerfile();
        let inner = of("/context/docker/app.Dockerfile");
        assert_eq!(inner.as_deref(), Some("docker/app.Dockerfile"));
        assert_eq!(of("/context/Dockerfile").as_deref(), Some("Dockerfile"));
        assert_eq!(of("/Dockerfile"), None);
        assert_eq!(of("/contexts/Dockerfile"), None);
    }

    #[cfg(unix)]
    #[test]
    fn modes_are_those_of_the_target_of_a_link() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let script = folder.path().join("run.sh");
        fs::write(&script, "#!/bin/sh\n").unwrap();
        symlink("run.sh", folder.path().join("link")).unwrap();
        let context = of(folder.path());
        for mode in [0o644, 0o755, 0o500] {
            fs::set_permissions(&script, fs::Permissions::from_mode(mode)).unwrap();
            assert_eq!(context.mode("run.sh"), Some(mode));
            assert_eq!(context.mode("link"), Some(mode));
        }
        assert_eq!(context.mode("none"), None);
    }

    #[cfg(unix)]
    #[test]
    fn links_do_not_lead_out() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("context");
        fs::create_dir(&root).unwrap();
        fs::write(folder.path().join("secret"), "x").unwrap();
        fs::write(root.join("open"), "y").unwrap();
        symlink(folder.path().join("secret"), root.join("out")).unwrap();
        symlink("../secret", root.join("up")).unwrap();
        symlink("..", root.join("dir")).unwrap();
        symlink("open", root.join("in")).unwrap();
        symlink("loop", root.join("loop")).unwrap();
        let context = of(&root);
        assert_eq!(context.read("in").as_deref(), Some("y"));
        for unknown in ["out", "up", "dir/secret", "loop"] {
            assert_eq!(context.read(unknown), None, "{unknown}");
        }
        assert_eq!(context.list("dir"), None);
    }
}
