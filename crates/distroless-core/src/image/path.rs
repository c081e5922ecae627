//! Paths inside an image: always absolute, `/`-separated, without `.` and `..`.

/// The path that `path` means when it is read in the directory `workdir` (itself absolute).
pub fn absolute(workdir: &str, path: &str) -> String {
    if is_clean(path) {
        return path.to_owned();
    }
    let mut parts: Vec<&str> = Vec::new();
    let start = if path.starts_with('/') { "" } else { workdir };
    for part in start.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    let mut out = String::with_capacity(path.len() + workdir.len() + 1);
    for part in parts {
        out.push('/');
        out.push_str(part);
    }
    if out.is_empty() {
        out.push('/');
    }
    out
}

/// The path of a name (of a file, or as a path of its own) in a directory, which is read in `workdir`.
pub(crate) fn named_in(workdir: &str, directory: &str, name: &str) -> String {
    if is_clean(directory) && !matches!(name, "" | "." | "..") && !name.contains('/') {
        return [directory, "/", name].concat();
    }
    absolute(&absolute(workdir, directory), name)
}

/// Whether a path is for sure as this module has them.
fn is_clean(path: &str) -> bool {
    let pairs = || path.as_bytes().windows(2);
    path.len() > 1
        && path.starts_with('/')
        && !path.ends_with('/')
        && !pairs().any(|pair| pair == b"//" || pair == b"/.")
}

/// Whether `path` is `directory` or lies below it. Both are absolute and clean.
pub fn is_below(path: &str, directory: &str) -> bool {
    if directory == "/" {
        return true;
    }
    path.strip_prefix(directory)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The last part of a path, or of a bare name.
pub fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Whether a path ends in `.extension`, in any case.
pub fn has_extension(path: &str, extension: &str) -> bool {
    path.rsplit_once('.')
        .is_some_and(|(_, end)| end.eq_ignore_ascii_case(extension))
}

/// The same place under merged `/usr`, where `/bin`, `/sbin`, `/lib` and `/lib64` are links into
/// `/usr`. Most current distributions are merged; two paths that may be the same must be treated
/// as the same wherever absence is to be proved.
pub fn merged(path: &str) -> String {
    if is_linked(path) {
        ["/usr", path].concat()
    } else {
        path.to_owned()
    }
}

/// Whether a path has another name under merged `/usr`.
pub(crate) fn is_linked(path: &str) -> bool {
    let links = ["/bin", "/sbin", "/lib", "/lib64"];
    links.iter().any(|link| is_below(path, link))
}

/// A path in a directory of the build context.
pub(crate) fn within(folder: &str, name: &str) -> String {
    if folder.is_empty() {
        name.to_owned()
    } else {
        format!("{folder}/{name}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_paths_are_read_in_the_working_directory() {
        for (workdir, path, expected) in [
            ("/", "app", "/app"),
            ("/app", "./server", "/app/server"),
            ("/app", "../x//y/.", "/x/y"),
            ("/app", "/", "/"),
            ("/app", "", "/app"),
            ("/", "../../..", "/"),
        ] {
            assert_eq!(absolute(workdir, path), expected, "{path} in {workdir}");
        }
    }

    #[test]
    fn a_name_that_only_begins_alike_is_not_below() {
        assert!(is_below("/usr/bin/x", "/usr/bin"));
        assert!(is_below("/usr/bin", "/usr/bin"));
        assert!(is_below("/anything", "/"));
        assert!(!is_below("/usr/bin2", "/usr/bin"));
    }

    #[test]
    fn links_of_merged_usr_fold() {
        assert_eq!(merged("/bin/sh"), "/usr/bin/sh");
        assert_eq!(merged("/lib64/ld.so"), "/usr/lib64/ld.so");
        assert_eq!(merged("/binary"), "/binary");
    }
}
