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

/// Whether a file is a Dockerfile by the custom of its name; `path` may have folders, with `/`.
pub fn is_dockerfile(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let other = ending.ends_with('~') || OTHERS.iter().any(|it| it.eq_ignore_ascii_case(ending));
    let begins = |stem: &str| {
        name.strip_prefix(stem)
            .is_some_and(|rest| rest.is_empty() || rest.len() > 1 && rest.starts_with('.'))
    };
    // The builder looks for `Dockerfile`, then for `dockerfile`.
    let named = ["Dockerfile", "dockerfile", "Containerfile", "containerfile"]
        .iter()
        .any(|stem| begins(stem) || ending == *stem);
    named && !other
}

#[cfg(test)]
mod tests {
    use super::is_dockerfile;

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
