//! The build context in the file system.

use distroless_core::BuildContext;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Component, Path, PathBuf};

/// The longest file that is read, in bytes: manifests and scripts are far shorter.
const FILE_LIMIT: u64 = 1024 * 1024;
/// How many names of a folder are read.
const NAMES_LIMIT: usize = 10_000;

/// A folder of the file system. Nothing outside of it is ever read, by whatever way.
#[derive(Debug)]
pub(crate) struct FsContext {
    /// Without links, so that what a path leads to can be compared with it.
    root: Option<PathBuf>,
}

impl FsContext {
    /// The context at `root`; every answer is unknown where there is no such folder.
    pub(crate) fn new(root: &Path) -> Self {
        // The folder of `Dockerfile` is the empty path.
        let here = Path::new(".");
        let root = if root == Path::new("") { here } else { root };
        Self {
            root: fs::canonicalize(root).ok().filter(|root| root.is_dir()),
        }
    }

    /// Where a path of the context leads, links followed, if that is inside of the context.
    fn inside(&self, path: &str) -> Option<PathBuf> {
        let root = self.root.as_deref()?;
        let relative = Path::new(path.trim_start_matches('/'));
        let plain = |part: Component<'_>| matches!(part, Component::Normal(_) | Component::CurDir);
        if !relative.components().all(plain) {
            return None;
        }
        let real = fs::canonicalize(root.join(relative)).ok()?;
        real.starts_with(root).then_some(real)
    }
}

impl BuildContext for FsContext {
    fn read(&self, path: &str) -> Option<String> {
        let path = self.inside(path)?;
        // A pipe or a device could block or never end.
        let metadata = fs::metadata(&path).ok()?;
        if !metadata.is_file() || metadata.len() > FILE_LIMIT {
            return None;
        }
        let mut bytes = Vec::new();
        let file = File::open(path).ok()?;
        file.take(FILE_LIMIT + 1).read_to_end(&mut bytes).ok()?;
        if bytes.len() as u64 > FILE_LIMIT {
            return None;
        }
        String::from_utf8(bytes).ok()
    }

    fn list(&self, path: &str) -> Option<Vec<String>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(self.inside(path)?).ok()? {
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
        Some(names)
    }
}

#[cfg(test)]
mod tests {
    use super::{FILE_LIMIT, FsContext};
    use distroless_core::BuildContext;
    use std::fs;

    #[test]
    fn answers_about_what_is_inside_only() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("context");
        fs::create_dir_all(root.join("src")).unwrap();
        fs::write(folder.path().join("secret"), "x").unwrap();
        fs::write(root.join("src/main.py"), "print()").unwrap();
        fs::write(root.join("blob"), [0xFF, 0xFE]).unwrap();
        fs::write(root.join("huge"), vec![b'a'; FILE_LIMIT as usize + 1]).unwrap();
        let context = FsContext::new(&root);
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
        assert_eq!(FsContext::new(&root.join("none")).list("."), None);
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
        let context = FsContext::new(&root);
        assert_eq!(context.read("in").as_deref(), Some("y"));
        for unknown in ["out", "up", "dir/secret", "loop"] {
            assert_eq!(context.read(unknown), None, "{unknown}");
        }
        assert_eq!(context.list("dir"), None);
    }
}
