//! Paths: as they are shown (relative to the current directory where they lie in it, with `/`), and as the file
//! system has them.

use std::fs;
use std::path::{Component, Path, PathBuf};

/// The path as people and programs read it, the same on every system.
pub(crate) fn shown(path: &Path, current: &Path) -> String {
    let path = path.strip_prefix(current).unwrap_or(path);
    let mut parts: Vec<String> = Vec::new();
    let mut root = String::new();
    for component in path.components() {
        match component {
            Component::Prefix(prefix) => {
                root = prefix.as_os_str().to_string_lossy().replace('\\', "/");
            }
            Component::RootDir => root.push('/'),
            Component::CurDir => {}
            Component::ParentDir => parts.push("..".to_owned()),
            Component::Normal(name) => parts.push(name.to_string_lossy().into_owned()),
        }
    }
    let joined = parts.join("/");
    match (root.as_str(), joined.as_str()) {
        ("", "") => ".".to_owned(),
        _ => format!("{root}{joined}"),
    }
}

/// A folder without the links that lead to it, if it is there.
pub(crate) fn real_folder(folder: &Path) -> Option<PathBuf> {
    // The folder of `Dockerfile` is the empty path.
    let here = Path::new(".");
    let folder = if folder == Path::new("") {
        here
    } else {
        folder
    };
    fs::canonicalize(folder).ok()
}

/// A path in the bytes that git uses.
pub(crate) fn from_bytes(bytes: &[u8]) -> PathBuf {
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt;
        PathBuf::from(std::ffi::OsStr::from_bytes(bytes))
    }
    #[cfg(not(unix))]
    {
        PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::shown;
    use std::path::Path;

    #[test]
    fn paths_are_short_and_plain() {
        let current = Path::new("/home");
        let of = |path: &str| shown(Path::new(path), current);
        assert_eq!(of("./a/./Dockerfile"), "a/Dockerfile");
        assert_eq!(of("a//Dockerfile"), "a/Dockerfile");
        assert_eq!(of("/home/a"), "a");
        assert_eq!(of("../a"), "../a");
        assert_eq!(of("/etc/a"), "/etc/a");
        assert_eq!(of("."), ".");
        assert_eq!(of("/"), "/");
    }
}
