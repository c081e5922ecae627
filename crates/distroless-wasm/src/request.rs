//! What the host asks for.

use crate::settings::ConfigRequest;
use distroless_core::Build;
use serde::Deserialize;

/// One run. Unknown fields are refused, so that a misspelt one is not silently without effect.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct RunRequest {
    pub(crate) files: Vec<FileRequest>,
    /// `YYYY-MM-DD`.
    pub(crate) today: String,
    #[serde(default)]
    pub(crate) target: Option<String>,
    /// `NAME=VALUE` each.
    #[serde(default)]
    pub(crate) build_args: Vec<String>,
    #[serde(default)]
    pub(crate) config: Option<ConfigRequest>,
    #[serde(default)]
    pub(crate) select: Vec<String>,
    #[serde(default)]
    pub(crate) ignore: Vec<String>,
    #[serde(default)]
    pub(crate) fail_on: Option<String>,
    /// Equal input gives equal bytes.
    #[serde(default)]
    pub(crate) reproducible: bool,
    /// Whether SARIF lists what comments silence.
    #[serde(default = "yes")]
    pub(crate) show_suppressed: bool,
    /// Names of output formats.
    pub(crate) formats: Vec<String>,
    /// A report of an earlier run, in the format `json`.
    #[serde(default)]
    pub(crate) baseline: Option<String>,
    /// `off`, `annotate` or `gate`.
    #[serde(default)]
    pub(crate) changed_lines: Option<String>,
    /// Whether the answer holds safe fixes as lines.
    #[serde(default)]
    pub(crate) suggestions: bool,
    /// What stands before a path where the web shows the file, for links in Markdown.
    #[serde(default)]
    pub(crate) links: Option<String>,
}

const fn yes() -> bool {
    true
}

/// A Dockerfile.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FileRequest {
    /// From the root of the run, with `/`.
    pub(crate) path: String,
    /// Its text; without it, `error` says why it could not be read and `help` what to do.
    #[serde(default)]
    pub(crate) source: Option<String>,
    #[serde(default)]
    pub(crate) error: Option<String>,
    #[serde(default)]
    pub(crate) help: Option<String>,
    /// What compose and bake files say of its build.
    #[serde(default)]
    pub(crate) build: Option<BuildRequest>,
    /// Its text before the change that is looked at.
    #[serde(default)]
    pub(crate) base: Option<String>,
    /// The lines that the change added or edited: from the first to the last, counted from 1.
    #[serde(default)]
    pub(crate) changed: Option<Vec<(u32, u32)>>,
}

/// What compose and bake files say of the build of a Dockerfile, as their own module answers it.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct BuildRequest {
    /// The folder of the build context, from the root of the run.
    context: Option<String>,
    targets: Vec<String>,
    /// `NAME=VALUE` each.
    args: Vec<String>,
    contexts: Vec<String>,
    from: Option<String>,
}

impl BuildRequest {
    pub(crate) fn build(&self) -> Build {
        Build {
            context: self.context.clone(),
            targets: self.targets.clone(),
            args: self
                .args
                .iter()
                .filter_map(|pair| named_value(pair))
                .collect(),
            contexts: self.contexts.clone(),
            from: self.from.clone(),
        }
    }
}

/// The parts of `NAME=VALUE`.
pub(crate) fn named_value(pair: &str) -> Option<(String, String)> {
    let (name, value) = pair.split_once('=')?;
    (!name.is_empty()).then(|| (name.to_owned(), value.to_owned()))
}
