//! Which files are Dockerfiles by their names, and which ones beside them decide findings: one answer
//! for every end.

/// Endings of what is not a Dockerfile though its name begins like one: ignore lists, texts about
/// Dockerfiles, back-up copies, and templates, which become Dockerfiles only later.
const OTHERS: &[&str] = &[
    "bak",
    "dockerignore",
    "ejs",
    "erb",
    "hbs",
    "in",
    "j2",
    "jinja",
    "jinja2",
    "liquid",
    "m4",
    "md",
    "mustache",
    "old",
    "orig",
    "rej",
    "rst",
    "save",
    "swp",
    "template",
    "tmp",
    "tmpl",
    "tpl",
    "txt",
];

/// Files of a build context that findings rest on, by their names; see [`crate::context`].
const DECIDE: &[&str] = &[
    ".dockerignore",
    "Cargo.lock",
    "Cargo.toml",
    "Directory.Build.props",
    "Pipfile.lock",
    "build.gradle",
    "build.gradle.kts",
    "bun.lock",
    "go.mod",
    "npm-shrinkwrap.json",
    "package-lock.json",
    "package.json",
    "pdm.lock",
    "pnpm-lock.yaml",
    "pnpm-workspace.yaml",
    "poetry.lock",
    "pom.xml",
    "pylock.toml",
    "pyproject.toml",
    "rust-toolchain",
    "rust-toolchain.toml",
    "settings.gradle",
    "settings.gradle.kts",
    "uv.lock",
    "yarn.lock",
];

/// Whether a change of a file of this name, somewhere in a build context, may change what is found.
pub fn decides(name: &str) -> bool {
    let project = |ending: &str| matches!(ending, "csproj" | "fsproj" | "vbproj" | "dockerignore");
    DECIDE.contains(&name)
        || name.starts_with("requirements") && name.strip_suffix(".txt").is_some()
        || name.rsplit_once('.').is_some_and(|(_, it)| project(it))
}

/// The names that [`decides`] knows, as globs, for programs that watch files.
pub fn deciding() -> Vec<String> {
    let patterns = ["requirements*.txt", "*.{csproj,fsproj,vbproj,dockerignore}"];
    DECIDE
        .iter()
        .chain(&patterns)
        .map(|name| (*name).to_owned())
        .collect()
}

/// Whether a file is a Dockerfile by the custom of its name; `path` may have folders, with `/`.
pub fn is_dockerfile(path: &str) -> bool {
    let (name, ending) = parts(path);
    let begins = |stem: &str| {
        name.strip_prefix(stem)
            .is_some_and(|rest| rest.is_empty() || rest.len() > 1 && rest.starts_with('.'))
    };
    // The builder looks for `Dockerfile`, then for `dockerfile`.
    let named = ["Dockerfile", "dockerfile", "Containerfile", "containerfile"]
        .iter()
        .any(|stem| begins(stem) || ending == *stem);
    named && !is_like_dockerfile(path)
}

/// Whether a file is no Dockerfile by its ending, though its name, or an editor, may say so: a template, an
/// ignore list, a copy that was put aside.
pub fn is_like_dockerfile(path: &str) -> bool {
    let (_, ending) = parts(path);
    ending.ends_with('~') || OTHERS.iter().any(|it| it.eq_ignore_ascii_case(ending))
}

/// The name, and what stands behind its last dot.
fn parts(path: &str) -> (&str, &str) {
    let name = path.rsplit('/').next().unwrap_or(path);
    (name, name.rsplit_once('.').map_or("", |(_, ending)| ending))
}

#[cfg(test)]
mod tests {
    use super::{decides, deciding, is_dockerfile, is_like_dockerfile};

    #[test]
    fn what_is_watched_decides() {
        for pattern in deciding() {
            let (before, after) = pattern.split_once('{').unwrap_or((&pattern, ""));
            let name = match after.split_once(',') {
                Some((first, _)) => format!("{before}{first}"),
                None => before.to_owned(),
            };
            assert!(decides(&name.replace('*', "x")), "{pattern}");
        }
    }

    #[test]
    fn knows_what_only_looks_like_dockerfiles() {
        for name in ["Dockerfile.j2", "a/build.docker.tmpl", "Dockerfile.dev~"] {
            assert!(is_like_dockerfile(name), "{name}");
        }
        assert!(!is_like_dockerfile("a.txt/build.docker"));
    }

    #[test]
    fn knows_dockerfiles_by_name() {
        for name in [
            "Dockerfile",
            "dockerfile",
            "Dockerfile.dev",
            "Dockerfile.x.y",
            "api.Dockerfile",
            "api.dockerfile",
            "Containerfile",
            "Containerfile.ubi9",
            "api.Containerfile",
        ] {
            assert!(is_dockerfile(name), "{name}");
        }
        for name in [
            "DOCKERFILE",
            "Dockerfile.",
            "Dockerfile.dockerignore",
            ".dockerignore",
            "Dockerfile.j2",
            "Dockerfile.tmpl",
            "Dockerfile.MD",
            "Dockerfile.bak",
            "Dockerfile.orig",
            "Dockerfile.dev~",
            "Dockerfiles",
            "MyDockerfile",
            "docker-compose.yml",
        ] {
            assert!(!is_dockerfile(name), "{name}");
        }
    }
}
