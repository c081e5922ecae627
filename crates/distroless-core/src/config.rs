//! `distroless-check.toml`: what a project tells the checker about itself.
//!
//! [`read`] turns the text into a [`Config`]; finding and reading the file is for the ends.

mod narrow;
mod parse;
#[cfg(all(test, feature = "toml"))]
mod tests;

pub use narrow::UnknownRule;
#[cfg(feature = "toml")]
pub use parse::parse;
pub use parse::{ConfigError, read};

use crate::finding::Severity;
use crate::rules;

/// The configuration, as it stands after defaults.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// Rules to run; empty means all that are not opt-in.
    pub select: Vec<String>,
    /// Rules not to run.
    pub ignore: Vec<String>,
    /// Severities set by the user, by rule. A rule that is `off` stands in `ignore`.
    pub severities: Vec<(String, Severity)>,
    /// The mildest severity that fails a run; `None` when the file does not say.
    pub fail_on: Option<FailOn>,
    /// Globs of Dockerfiles not to look at, unless they are named on the command line.
    pub exclude: Vec<String>,
    /// Build arguments for every file, in the order of the file.
    pub build_args: Vec<(String, String)>,
    /// What holds for some files only, in the order of the file.
    pub files: Vec<FileConfig>,
    /// Facts on base images that are not publicly known.
    pub images: Vec<ImageConfig>,
    /// The way from the folder of the configuration to the root of the run, which paths are shown
    /// from: globs are matched from the former. Set by the ends; empty when both are the same.
    pub prefix: String,
}

impl Config {
    /// Whether a rule is to run. A rule that is opt-in runs where it is selected, or where its
    /// severity is set.
    pub fn runs(&self, rule: &str) -> bool {
        let named = |list: &[String]| list.iter().any(|id| id == rule);
        let selected = if self.select.is_empty() {
            !rules::is_opt_in(rule) || self.severity_of(rule).is_some()
        } else {
            named(&self.select)
        };
        selected && !named(&self.ignore)
    }

    /// The severity set for a rule.
    pub fn severity_of(&self, rule: &str) -> Option<Severity> {
        self.severities
            .iter()
            .rev()
            .find(|(id, _)| id == rule)
            .map(|(_, severity)| *severity)
    }

    /// Whether the file, or a folder that it lies in, is not to be looked at. The path is as shown.
    pub fn excludes(&self, path: &str) -> bool {
        if self.exclude.is_empty() {
            return false;
        }
        let path = self.resolved(path);
        let folders = path.match_indices('/').map(|(at, _)| path.get(..at));
        let parts: Vec<&str> = folders.flatten().chain([path.as_str()]).collect();
        self.exclude
            .iter()
            .any(|glob| parts.iter().any(|part| fast_glob::glob_match(glob, part)))
    }

    /// The stages that ship from the file, the primary first; empty when nothing is said. Of
    /// several entries the last one that says it counts. The path is as shown.
    pub fn targets_for(&self, path: &str) -> &[String] {
        let says = |file: &&FileConfig| !file.targets.is_empty();
        self.last(path, says)
            .map(|file| file.targets.as_slice())
            .unwrap_or_default()
    }

    /// What the images of the file are for, where it is said. The path is as shown.
    pub fn purpose_for(&self, path: &str) -> Option<ImagePurpose> {
        let says = |file: &&FileConfig| file.purpose.is_some();
        self.last(path, says)?.purpose
    }

    fn last(&self, path: &str, says: impl Fn(&&FileConfig) -> bool) -> Option<&FileConfig> {
        if self.files.is_empty() {
            return None;
        }
        let path = self.resolved(path);
        let matching = |file: &&FileConfig| fast_glob::glob_match(&file.path, &path);
        self.files.iter().rev().filter(says).find(matching)
    }

    /// The path from the folder of the configuration, without `.` and, as far as can be, `..`.
    fn resolved(&self, path: &str) -> String {
        let absolute = path.starts_with('/');
        let prefix = if absolute { "" } else { self.prefix.as_str() };
        let mut parts: Vec<&str> = Vec::new();
        for part in prefix.split('/').chain(path.split('/')) {
            match part {
                "" | "." => {}
                ".." if parts.last().is_some_and(|last| *last != "..") => _ = parts.pop(),
                part => parts.push(part),
            }
        }
        let joined = parts.join("/");
        if absolute {
            format!("/{joined}")
        } else {
            joined
        }
    }
}

/// From which severity on findings fail a run (exit code 1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum FailOn {
    /// Only on errors.
    Error,
    /// On warnings and errors. The default: advice does not fail a build, a defect does.
    #[default]
    Warning,
    /// On any finding.
    Info,
    /// Never: findings are shown only.
    Never,
}

impl FailOn {
    /// Every threshold, from grave to mild.
    pub const ALL: &'static [Self] = &[Self::Error, Self::Warning, Self::Info, Self::Never];

    /// The word used on the command line, in the configuration and in outputs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
            Self::Never => "never",
        }
    }

    /// The threshold of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|fail_on| fail_on.name() == name)
    }

    /// Whether a finding of that severity fails the run.
    pub fn fails(self, severity: Severity) -> bool {
        match self {
            Self::Error => severity >= Severity::Error,
            Self::Warning => severity >= Severity::Warning,
            Self::Info => true,
            Self::Never => false,
        }
    }
}

/// What holds for the Dockerfiles that a glob matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileConfig {
    /// Which files: a glob on the path as shown to people.
    pub path: String,
    /// The stages that ship, the primary first; empty when the file does not say.
    pub targets: Vec<String>,
    /// What the images are for.
    pub purpose: Option<ImagePurpose>,
}

/// What an image is for, in the user's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ImagePurpose {
    /// It runs an application.
    Application,
    /// People develop in it; advice on what ships does not apply.
    Development,
    /// It runs builds or tests; advice on what ships does not apply.
    Ci,
    /// Others build on it; advice on what ships does not apply.
    Base,
}

impl ImagePurpose {
    /// Every purpose.
    pub const ALL: &'static [Self] = &[Self::Application, Self::Development, Self::Ci, Self::Base];

    /// The word used in the configuration.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Application => "application",
            Self::Development => "development",
            Self::Ci => "ci",
            Self::Base => "base",
        }
    }
}

/// Facts on one base image. `None` means that the user does not say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImageConfig {
    /// The image: registry and repository, and a tag where the facts hold for that tag only.
    pub name: String,
    /// The operating system, such as `debian 12`.
    pub os: Option<String>,
    /// The C library.
    pub libc: Option<LibcConfig>,
    /// Paths of the shells; empty when there is none.
    pub shells: Option<Vec<String>>,
    /// The package manager; `Some(None)` when there is none.
    pub package_manager: Option<Option<String>>,
    /// The user it starts as.
    pub user: Option<String>,
    /// Its ENTRYPOINT in exec form; empty when there is none.
    pub entrypoint: Option<Vec<String>>,
    /// Its CMD in exec form; empty when there is none.
    pub cmd: Option<Vec<String>>,
    /// Its working directory.
    pub workdir: Option<String>,
    /// Its environment, in the order of the file.
    pub env: Vec<(String, String)>,
    /// Whether everything of note in it is listed here, so that what is not listed is absent.
    pub closed: bool,
}

/// The C library of an image, in the user's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LibcConfig {
    /// GNU.
    Glibc,
    /// musl.
    Musl,
    /// There is none: only static programs run.
    None,
}

impl LibcConfig {
    /// Every C library.
    pub const ALL: &'static [Self] = &[Self::Glibc, Self::Musl, Self::None];

    /// The word used in the configuration.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Glibc => "glibc",
            Self::Musl => "musl",
            Self::None => "none",
        }
    }
}
