//! Where tools keep what they download.

use super::path::file_name;

/// A tool that downloads, and where it keeps what it got.
#[derive(Debug)]
pub(crate) struct Cache {
    /// The tool and what it does, as people name it.
    pub(crate) name: &'static str,
    program: &'static str,
    verbs: &'static [&'static str],
    /// Options with which nothing is kept, or nothing is downloaded.
    without: &'static [&'static str],
    /// The variable that moves the place.
    pub(crate) variable: &'static str,
    /// The folder below what the variable says.
    pub(crate) below: &'static str,
    /// The folder where the variable is not set, below the home of root.
    pub(crate) default: &'static str,
    /// Whether the folder holds copies only: what was installed does not need them.
    pub(crate) copies: bool,
}

const fn cache(
    name: &'static str,
    program: &'static str,
    verbs: &'static [&'static str],
    without: &'static [&'static str],
    (variable, below, default): (&'static str, &'static str, &'static str),
    copies: bool,
) -> Cache {
    Cache {
        name,
        program,
        verbs,
        without,
        variable,
        below,
        default,
        copies,
    }
}

const NPM: (&str, &str, &str) = ("npm_config_cache", "", "/root/.npm");
const PIP: (&str, &str, &str) = ("PIP_CACHE_DIR", "", "/root/.cache/pip");
const GO: (&str, &str, &str) = ("GOPATH", "/pkg/mod", "/root/go/pkg/mod");
const CARGO: (&str, &str, &str) = ("CARGO_HOME", "/registry", "/root/.cargo/registry");
const GRADLE: (&str, &str, &str) = ("GRADLE_USER_HOME", "", "/root/.gradle");
const NUGET: (&str, &str, &str) = ("NUGET_PACKAGES", "", "/root/.nuget/packages");
/// Maven has no variable for it; this name is never set.
const MAVEN: (&str, &str, &str) = ("", "", "/root/.m2");

/// Source: the tools' own documentation, checked 2026-11-23.
static CACHES: &[Cache] = &[
    cache(
        "npm",
        "npm",
        &["ci", "i", "install"],
        &["--offline", "-g", "--global"],
        NPM,
        true,
    ),
    cache("pip", "pip", &["install"], &["--no-cache-dir"], PIP, true),
    cache("pip", "pip3", &["install"], &["--no-cache-dir"], PIP, true),
    cache(
        "go",
        "go",
        &["build", "install", "mod"],
        &["-mod=vendor"],
        GO,
        false,
    ),
    cache(
        "cargo",
        "cargo",
        &["build", "fetch", "install"],
        &["--offline"],
        CARGO,
        false,
    ),
    cache("Maven", "mvn", &[], &["-o", "--offline"], MAVEN, false),
    cache("Maven", "mvnw", &[], &["-o", "--offline"], MAVEN, false),
    cache("Gradle", "gradle", &[], &["--offline"], GRADLE, false),
    cache("Gradle", "gradlew", &[], &["--offline"], GRADLE, false),
    cache(
        "dotnet",
        "dotnet",
        &["build", "publish", "restore"],
        &["--no-restore"],
        NUGET,
        false,
    ),
];

/// The cache that a command fills, by its words.
pub(crate) fn cache_of(words: &[String]) -> Option<&'static Cache> {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let words = match words.as_slice() {
        [python, "-m", rest @ ..] if file_name(python).starts_with("python") => rest,
        words => words,
    };
    let (program, arguments) = words.split_first()?;
    let verb = arguments.iter().find(|word| !word.starts_with('-'));
    CACHES.iter().find(|cache| {
        cache.program == file_name(program)
            && verb.is_some_and(|verb| cache.verbs.is_empty() || cache.verbs.contains(verb))
            && !arguments.iter().any(|word| cache.without.contains(word))
    })
}
