//! What a command does to paths.

use super::path::is_below;
use dockerfile_syntax::Span;

/// Where a command may write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Region {
    /// Anywhere: an unknown program, a script.
    Everything,
    /// Where packages of the system put their files.
    System,
    /// A directory and all below it, as under merged `/usr`.
    Below(String),
}

/// Directories of the root that no package of a system writes to.
const NOT_SYSTEM: &[&str] = &[
    "app",
    "home",
    "root",
    "src",
    "tmp",
    "work",
    "workspace",
    "code",
    "build",
    "out",
    "go",
];

/// Whether no package of a system writes to a path.
fn is_outside(path: &str) -> bool {
    let mut parts = path.splitn(4, '/').skip(1);
    match parts.next() {
        Some("usr") => matches!(parts.next(), Some("local" | "src")),
        Some(first) => NOT_SYSTEM.contains(&first),
        None => false,
    }
}

impl Region {
    /// Whether a path, or something below it, may be in the region.
    pub(crate) fn reaches(&self, path: &str) -> bool {
        match self {
            Self::Everything => true,
            Self::System => !is_outside(path),
            Self::Below(directory) => is_below(path, directory) || is_below(directory, path),
        }
    }
}

/// One thing a command does to paths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Deed {
    /// Files may be made or changed there.
    Opens(Region),
    /// A path is made, and the directories above it.
    Makes(String),
    /// A path, and all below it, is removed.
    Removes(String),
    /// All below a path is removed.
    Empties(String),
}

/// A deed, and who does it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Touch {
    pub(crate) deed: Deed,
    /// Whether it is done in every build that succeeds.
    pub(crate) sure: bool,
    pub(crate) span: Span,
}

/// What a command did to a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    None,
    /// It may be there now.
    Opened,
    /// It is there now.
    Made,
    /// It is gone now.
    Removed,
}

impl Touch {
    /// What it did to a path (as under merged `/usr`).
    pub(crate) fn on(&self, path: &str) -> Effect {
        let effect = match &self.deed {
            Deed::Opens(region) if region.reaches(path) => Effect::Opened,
            Deed::Makes(made) if is_below(made, path) => Effect::Made,
            Deed::Removes(removed) if is_below(path, removed) => Effect::Removed,
            Deed::Empties(emptied) if path != emptied && is_below(path, emptied) => Effect::Removed,
            _ => Effect::None,
        };
        match effect {
            Effect::Made | Effect::Removed if !self.sure => Effect::Opened,
            other => other,
        }
    }
}
