//! Names and paths.

/// What a file is, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A compose file, or one that is laid over another.
    Compose,
    /// A bake file in HCL.
    BakeHcl,
    /// A bake file in JSON.
    BakeJson,
}

/// Which kind of definition a file is by its name; `None` for other files.
pub fn kind(path: &str) -> Option<Kind> {
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    let begins = |word: &str| {
        let rest = name.strip_prefix(word);
        rest.is_some_and(|rest| rest.starts_with(['.', '-', '_']))
    };
    match name.rsplit_once('.')?.1 {
        "yaml" | "yml" if begins("compose") || begins("docker-compose") => Some(Kind::Compose),
        "hcl" if begins("docker-bake") => Some(Kind::BakeHcl),
        "json" if begins("docker-bake") => Some(Kind::BakeJson),
        _ => None,
    }
}

/// Whether a compose file is the one that others are laid over.
pub(crate) fn is_main(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.matches('.').count() == 1
        && (name.starts_with("compose.") || name.starts_with("docker-compose."))
}

pub(crate) fn is_json(path: &str) -> bool {
    kind(path) == Some(Kind::BakeJson)
}

/// The folder of a file; the root is the empty path.
pub(crate) fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// A path that stands in a file of `folder`, from the root of the run; `None` where it leads out,
/// or is none of this system.
pub(crate) fn resolve(folder: &str, path: &str) -> Option<String> {
    let elsewhere = path.starts_with(['/', '~']) || path.contains(['\\', ':', '\0', '$']);
    if elsewhere {
        return None;
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

/// A build context that is a folder; `None` for repositories, images and other builds.
pub(crate) fn context(folder: &str, written: &str) -> Option<String> {
    let remote = written.is_empty()
        || written.contains('#')
        || written == "-"
        || written.starts_with("git@")
        || written.starts_with("github.com/")
        || written.rsplit('.').next() == Some("git");
    if remote {
        None
    } else {
        resolve(folder, written)
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, context, is_main, kind, resolve};

    #[test]
    fn names_tell() {
        for (name, expected) in [
            ("compose.yaml", Some(Kind::Compose)),
            ("deploy/docker-compose.prod.yml", Some(Kind::Compose)),
            ("docker-compose-ci.yml", Some(Kind::Compose)),
            ("docker-bake.hcl", Some(Kind::BakeHcl)),
            ("docker-bake.override.json", Some(Kind::BakeJson)),
            ("composer.json", None),
            ("composer.yaml", None),
            ("compose", None),
            ("main.hcl", None),
        ] {
            assert_eq!(kind(name), expected, "{name}");
        }
        assert!(is_main("a/compose.yaml") && !is_main("a/compose.prod.yaml"));
    }

    #[test]
    fn paths_stay_inside() {
        assert_eq!(resolve("a/b", "../c/./d").as_deref(), Some("a/c/d"));
        assert_eq!(resolve("", ".").as_deref(), Some(""));
        for out in ["../x", "/x", "~/x", "C:\\x", "a/../../x"] {
            assert_eq!(resolve("", out), None, "{out}");
        }
        for remote in [
            "https://example.com/a.git",
            "git@example.com:a",
            "github.com/a/b",
            "target:x",
            "a.git#main",
            "-",
            "",
        ] {
            assert_eq!(context("", remote), None, "{remote}");
        }
    }
}
