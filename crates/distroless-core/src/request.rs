//! What an end asks for: a source, options and, where there is one, a build context.

use crate::config::Config;
use dockerfile_syntax::Span;
use image_knowledge::Date;

/// One Dockerfile to analyse.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// Its path as shown to people: relative to the root of the run, with `/`.
    pub path: &'a str,
    /// Its text.
    pub source: &'a str,
    /// How to look at it.
    pub options: &'a Options,
}

/// How to look at Dockerfiles; the same for every file of a run.
#[derive(Clone, Debug)]
pub struct Options {
    /// The day end of life is judged on. The ends take it from the clock or SOURCE_DATE_EPOCH.
    pub today: Date,
    /// The stage that ships, where the user names one.
    pub target: Option<String>,
    /// Build arguments, in the order given; a later one wins.
    pub build_args: Vec<(String, String)>,
    /// The configuration.
    pub config: Config,
}

/// The build context of a Dockerfile: answers about files beside it. Every answer may be "I do not
/// know", and nothing is ever written or executed.
pub trait BuildContext {
    /// The content of a file, by its path relative to the context's root with `/`;
    /// `None` when it is not known (no context, too large, not text).
    fn read(&self, path: &str) -> Option<String>;

    /// The names in a directory of the context (directories end in `/`); `None` when not known.
    fn list(&self, path: &str) -> Option<Vec<String>>;
}

/// No build context: every answer is unknown.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoContext;

impl BuildContext for NoContext {
    fn read(&self, _: &str) -> Option<String> {
        None
    }

    fn list(&self, _: &str) -> Option<Vec<String>> {
        None
    }
}

/// Something in a file that cannot be worked with; the run goes on and ends with exit code 2.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
    /// Where.
    pub span: Span,
}
