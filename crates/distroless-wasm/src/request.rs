//! What the host asks for.

use crate::fields::{Fields, Read};
use crate::settings::ConfigRequest;
use distroless_core::Build;
use serde_json::Value;

/// One run.
#[derive(Debug)]
pub(crate) struct RunRequest {
    pub(crate) files: Vec<FileRequest>,
    /// `YYYY-MM-DD`.
    pub(crate) today: String,
    pub(crate) target: Option<String>,
    /// `NAME=VALUE` each.
    pub(crate) build_args: Vec<String>,
    pub(crate) config: Option<ConfigRequest>,
    pub(crate) select: Vec<String>,
    pub(crate) ignore: Vec<String>,
    pub(crate) fail_on: Option<String>,
    /// Equal input gives equal bytes.
    pub(crate) reproducible: bool,
    /// Whether SARIF lists what comments silence.
    pub(crate) show_suppressed: bool,
    /// Names of output formats.
    pub(crate) formats: Vec<String>,
    /// A report of an earlier run, in the format `json`.
    pub(crate) baseline: Option<String>,
    /// `off`, `annotate` or `gate`.
    pub(crate) changed_lines: Option<String>,
    /// Whether the answer holds safe fixes as lines.
    pub(crate) suggestions: bool,
    /// What stands before a path where the web shows the file, for links in Markdown.
    pub(crate) links: Option<String>,
    /// Whether and how the answer holds the text for people.
    #[cfg(feature = "terminal")]
    pub(crate) text: Option<TextRequest>,
}

impl Read for RunRequest {
    fn read(value: Value) -> Result<Self, String> {
        let mut fields = Fields::of(value)?;
        let request = Self {
            files: fields.required("files")?,
            today: fields.required("today")?,
            target: fields.optional("target")?,
            build_args: fields.optional("buildArgs")?,
            config: fields.optional("config")?,
            select: fields.optional("select")?,
            ignore: fields.optional("ignore")?,
            fail_on: fields.optional("failOn")?,
            reproducible: fields.optional("reproducible")?,
            show_suppressed: fields.or("showSuppressed", true)?,
            formats: fields.required("formats")?,
            baseline: fields.optional("baseline")?,
            changed_lines: fields.optional("changedLines")?,
            suggestions: fields.optional("suggestions")?,
            links: fields.optional("links")?,
            #[cfg(feature = "terminal")]
            text: fields.optional("text")?,
        };
        fields.end()?;
        Ok(request)
    }
}

/// How the text for people is shown.
#[cfg(feature = "terminal")]
#[derive(Debug)]
pub(crate) struct TextRequest {
    /// With the escape sequences of a terminal.
    pub(crate) coloured: bool,
    /// The findings only.
    pub(crate) quiet: bool,
    /// How many columns there are.
    pub(crate) width: Option<u32>,
}

#[cfg(feature = "terminal")]
impl Read for TextRequest {
    fn read(value: Value) -> Result<Self, String> {
        let mut fields = Fields::of(value)?;
        let text = Self {
            coloured: fields.optional("coloured")?,
            quiet: fields.optional("quiet")?,
            width: fields.optional("width")?,
        };
        fields.end()?;
        Ok(text)
    }
}

/// A Dockerfile.
#[derive(Debug)]
pub(crate) struct FileRequest {
    /// From the root of the run, with `/`.
    pub(crate) path: String,
    /// Its text; without it, `error` says why it could not be read and `help` what to do.
    pub(crate) source: Option<String>,
    pub(crate) error: Option<String>,
    pub(crate) help: Option<String>,
    /// What compose and bake files say of its build.
    pub(crate) build: Option<BuildRequest>,
    /// Its text before the change that is looked at.
    pub(crate) base: Option<String>,
    /// The lines that the change added or edited: from the first to the last, counted from 1.
    pub(crate) changed: Option<Vec<(u32, u32)>>,
}

impl Read for FileRequest {
    fn read(value: Value) -> Result<Self, String> {
        let mut fields = Fields::of(value)?;
        let file = Self {
            path: fields.required("path")?,
            source: fields.optional("source")?,
            error: fields.optional("error")?,
            help: fields.optional("help")?,
            build: fields.optional("build")?,
            base: fields.optional("base")?,
            changed: fields.optional("changed")?,
        };
        fields.end()?;
        Ok(file)
    }
}

/// What compose and bake files say of the build of a Dockerfile, as their own module answers it.
#[derive(Debug)]
pub(crate) struct BuildRequest {
    /// The folder of the build context, from the root of the run.
    context: Option<String>,
    targets: Vec<String>,
    /// `NAME=VALUE` each.
    args: Vec<String>,
    contexts: Vec<String>,
    from: Option<String>,
}

impl Read for BuildRequest {
    fn read(value: Value) -> Result<Self, String> {
        let mut fields = Fields::of(value)?;
        let build = Self {
            context: fields.optional("context")?,
            targets: fields.optional("targets")?,
            args: fields.optional("args")?,
            contexts: fields.optional("contexts")?,
            from: fields.optional("from")?,
        };
        fields.end()?;
        Ok(build)
    }
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
