//! What compose and bake files say of the builds of Dockerfiles: context, stage, build arguments.
//!
//! Their text is hostile: nothing here fails, recurses without a bound or takes more than linear
//! time. The environment that a build runs in is not known. So a variable has the default that the
//! file gives it, or no known value, and what is not understood is unknown, never guessed.

mod bake;
mod combine;
mod compose;
mod hcl;
mod interpolate;
mod path;
mod tree;
mod yaml;

pub use combine::combine;
pub use path::{Kind, kind};

use std::collections::BTreeMap;

/// The longest text that is looked at, in bytes.
pub const TEXT_LIMIT: usize = 1024 * 1024;

/// How many builds and arguments one file may have.
const ITEMS: usize = 5_000;

/// One build of a Dockerfile that lies in the run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Build {
    /// The file that says it, from the root of the run.
    pub file: String,
    /// The line that it begins on, from 1.
    pub line: u32,
    /// The service or target, such as `service web`.
    pub name: String,
    /// The Dockerfile, from the root of the run.
    pub dockerfile: String,
    /// The folder of the build context, from the root of the run; the root is the empty path.
    pub context: String,
    /// The stage that is built.
    pub target: Target,
    /// Build arguments; `None` where the value is not known.
    pub args: BTreeMap<String, Option<String>>,
    /// The names of further contexts, which stand for stages and images.
    pub contexts: Vec<String>,
    /// The platforms that are named and known.
    pub platforms: Vec<String>,
    /// Whether what it builds is, by all signs, for others to use: not for developing, testing or
    /// building on.
    pub ships: bool,
}

/// The stage that a build makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// None is named, so the last one.
    Last,
    /// The one of this name.
    Stage(String),
    /// It is not known.
    Unknown,
}

/// Why a file says nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong.
    pub message: String,
    /// The line, from 1.
    pub line: u32,
}

/// The builds that a file defines. `path` is its way from the root of the run, with `/`; a file
/// that is by its name neither of compose nor of bake defines nothing.
pub fn read(path: &str, text: &str) -> (Vec<Build>, Vec<Problem>) {
    let Some(kind) = kind(path) else {
        return (Vec::new(), Vec::new());
    };
    let tree = match kind {
        _ if text.len() > TEXT_LIMIT => Err(Problem {
            message: "this file is longer than 1 MiB".to_owned(),
            line: 1,
        }),
        // JSON is YAML.
        Kind::Compose | Kind::BakeJson => yaml::parse(text),
        Kind::BakeHcl => hcl::parse(text),
    };
    let builds = tree.map(|tree| {
        let builds = match kind {
            Kind::Compose => compose::builds(path, &tree),
            Kind::BakeHcl | Kind::BakeJson => bake::builds(path, &tree),
        };
        // A part of what is said would be something else.
        builds.filter(|_| !tree.is_used_up())
    });
    match builds {
        Ok(Some(builds)) => (builds, Vec::new()),
        Ok(None) => {
            let message = "this file defines more builds than are looked at".to_owned();
            (Vec::new(), vec![Problem { message, line: 1 }])
        }
        Err(problem) => (Vec::new(), vec![problem]),
    }
}
