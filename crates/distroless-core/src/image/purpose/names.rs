//! What the names of files, folders and stages tell.

use super::Purpose;

/// Words in the name of a stage or a file that is for developing.
const DEVELOPMENT: &[&str] = &[
    "debug",
    "dev",
    "devcontainer",
    "devel",
    "develop",
    "developer",
    "development",
    "devenv",
    "gitpod",
    "hotreload",
    "livereload",
    "local",
    "playground",
    "sandbox",
    "toolbox",
    "watch",
    "workspace",
];

/// Words in the name of a stage or a file that is for testing and checking.
const CI: &[&str] = &[
    "bench",
    "benchmark",
    "check",
    "ci",
    "coverage",
    "e2e",
    "integration",
    "lint",
    "linter",
    "linting",
    "test",
    "tester",
    "testing",
    "tests",
    "unittest",
    "unittests",
    "validate",
];

/// Words in the name of a file whose image others build in or on. A stage of such a name is
/// ordinary.
const BASE: &[&str] = &["base", "build", "builder", "buildenv"];

/// Folders of development environments.
const DEVELOPMENT_FOLDERS: &[&str] = &[
    ".devcontainer",
    ".gitpod",
    "dev",
    "devcontainer",
    "development",
];

/// Folders of pipelines and tests.
const CI_FOLDERS: &[&str] = &[
    ".buildkite",
    ".ci",
    ".circleci",
    ".github",
    ".gitlab",
    "__tests__",
    "ci",
    "e2e",
    "fixtures",
    "hack",
    "integration",
    "test",
    "testdata",
    "testing",
    "tests",
];

/// What the name of a stage tells.
pub(crate) fn of_stage(name: &str) -> Option<Purpose> {
    let name = name.to_ascii_lowercase();
    words(&name).find_map(of_word)
}

/// What the path of a Dockerfile tells: its name, then the folders it lies in. Of an absolute path the last
/// folder counts alone: where a project is kept tells nothing of it.
pub(super) fn of_path(path: &str) -> Option<Purpose> {
    let path = path.to_ascii_lowercase();
    let (folders, file) = path.rsplit_once(['/', '\\']).unwrap_or(("", &path));
    let is_absolute = folders.starts_with(['/', '\\']) || folders.get(1..2) == Some(":");
    let folders = match folders.rsplit_once(['/', '\\']) {
        Some((_, last)) if is_absolute => last,
        _ => folders,
    };
    let by_file = words(file).find_map(|word| {
        let base = BASE.contains(&word).then_some(Purpose::Base);
        of_word(word).or(base)
    });
    by_file.or_else(|| {
        folders.split(['/', '\\']).rev().find_map(|folder| {
            if DEVELOPMENT_FOLDERS.contains(&folder) {
                Some(Purpose::Development)
            } else {
                CI_FOLDERS.contains(&folder).then_some(Purpose::Ci)
            }
        })
    })
}

fn words(name: &str) -> impl Iterator<Item = &str> {
    name.split(|c: char| !c.is_ascii_alphanumeric())
}

fn of_word(word: &str) -> Option<Purpose> {
    if DEVELOPMENT.contains(&word) {
        Some(Purpose::Development)
    } else {
        CI.contains(&word).then_some(Purpose::Ci)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_tell_by_file_and_folder() {
        for (path, expected) in [
            ("Dockerfile", None),
            ("cmd/server/Dockerfile", None),
            ("build/Dockerfile", None),
            ("deploy/production.Dockerfile", None),
            ("Dockerfile.dev", Some(Purpose::Development)),
            ("app/Dockerfile-dev", Some(Purpose::Development)),
            (".devcontainer/Dockerfile", Some(Purpose::Development)),
            ("Dockerfile.builder", Some(Purpose::Base)),
            ("docker/ci/Dockerfile", Some(Purpose::Ci)),
            ("test/images/web/Dockerfile", Some(Purpose::Ci)),
            ("latest/Dockerfile", None),
            ("device/Dockerfile", None),
            ("/home/me/tests/shop/Dockerfile", None),
            ("/home/me/shop/tests/Dockerfile", Some(Purpose::Ci)),
            ("C:\\dev\\shop\\Dockerfile", None),
        ] {
            assert_eq!(of_path(path), expected, "{path}");
        }
    }

    #[test]
    fn stages_tell_by_whole_words() {
        for (name, expected) in [
            ("dev", Some(Purpose::Development)),
            ("Dev-Env", Some(Purpose::Development)),
            ("integration-tests", Some(Purpose::Ci)),
            ("runtime", None),
            ("build", None),
            ("device", None),
        ] {
            assert_eq!(of_stage(name), expected, "{name}");
        }
    }
}
