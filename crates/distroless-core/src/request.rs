//! What an end asks for: a source, options and, where there is one, a build context.

use crate::config::Config;
use crate::toml::Document;
use dockerfile_syntax::Span;
use image_knowledge::Date;
use std::fmt::Debug;
use std::rc::Rc;

/// One Dockerfile to analyse.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// Its path as shown to people: relative to the root of the run, with `/`.
    pub path: &'a str,
    /// Its text.
    pub source: &'a str,
    /// How to look at it.
    pub options: &'a Options,
    /// The files beside it.
    pub context: &'a dyn BuildContext,
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

/// What files that define builds (compose, bake) say of one Dockerfile, as far as they agree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Build {
    /// The folder of the build context, from the root of the run; the root is the empty path. The
    /// ends read the context from there.
    pub context: Option<String>,
    /// The stages that ship; empty when nothing is said. One that the file does not have is passed
    /// over: the definition may be out of date.
    pub targets: Vec<String>,
    /// Build arguments with known values.
    pub args: Vec<(String, String)>,
    /// The names of contexts that any build adds: they stand for the stages and images of these names.
    pub contexts: Vec<String>,
    /// Where that is said, for people.
    pub from: Option<String>,
}

/// The longest text of a build context that is read, in bytes. Lock files of large projects have a
/// few million.
pub const TEXT_LIMIT: u64 = 4 * 1024 * 1024;

/// How many first bytes of a file are read at most: enough for the program headers of an executable.
pub const HEAD_LIMIT: u64 = 4096;

/// The build context of a Dockerfile: answers about files beside it. Every answer may be "I do not
/// know", and nothing is ever written or executed.
///
/// Paths are relative to the root of the context, with `/`. Links are followed inside of it.
pub trait BuildContext: Debug {
    /// What a compose or bake file says of the build. The command line's and the configuration's
    /// word counts before it.
    fn build(&self) -> Option<&Build> {
        None
    }

    /// The path of the Dockerfile itself; `None` when it is not known, or not in the context.
    fn dockerfile(&self) -> Option<String> {
        None
    }

    /// The content of a file; `None` when it is not known (no context, longer than [`TEXT_LIMIT`],
    /// not UTF-8).
    fn read(&self, path: &str) -> Option<String>;

    /// The first bytes of a file, whatever it holds; fewer than [`HEAD_LIMIT`] are all of it.
    fn head(&self, _path: &str) -> Option<Vec<u8>> {
        None
    }

    /// The permissions of a file or folder, as of `chmod` (`0o755`); `None` when they are not known:
    /// there are none on Windows.
    fn mode(&self, _path: &str) -> Option<u32> {
        None
    }

    /// The names in a directory of the context (directories end in `/`); `None` when not known. Many rules
    /// ask for the same one, so that it is shared.
    fn list(&self, path: &str) -> Option<Rc<[String]>>;

    /// A text of TOML, taken apart: by the program itself where it has the parser, else by whoever has it.
    #[cfg(feature = "toml")]
    fn toml(&self, text: &str) -> Document {
        Document::parse(text)
    }

    /// A text of TOML, taken apart by whoever has the parser.
    #[cfg(not(feature = "toml"))]
    fn toml(&self, _text: &str) -> Document {
        Document::default()
    }
}

/// No build context: every answer is unknown.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoContext;

impl BuildContext for NoContext {
    fn read(&self, _: &str) -> Option<String> {
        None
    }

    fn list(&self, _: &str) -> Option<Rc<[String]>> {
        None
    }
}

/// A build context of which a definition says something.
#[derive(Clone, Copy, Debug)]
pub struct DefinedContext<'a> {
    /// The files.
    pub files: &'a dyn BuildContext,
    /// What is said.
    pub build: &'a Build,
}

impl BuildContext for DefinedContext<'_> {
    fn build(&self) -> Option<&Build> {
        Some(self.build)
    }

    fn dockerfile(&self) -> Option<String> {
        self.files.dockerfile()
    }

    fn read(&self, path: &str) -> Option<String> {
        self.files.read(path)
    }

    fn head(&self, path: &str) -> Option<Vec<u8>> {
        self.files.head(path)
    }

    fn mode(&self, path: &str) -> Option<u32> {
        self.files.mode(path)
    }

    fn list(&self, path: &str) -> Option<Rc<[String]>> {
        self.files.list(path)
    }

    fn toml(&self, text: &str) -> Document {
        self.files.toml(text)
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
