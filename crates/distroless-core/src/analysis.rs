//! What comes out: everything known about one Dockerfile.

use crate::finding::Finding;
use crate::request::Problem;
use dockerfile_syntax::Span;

/// The result for one Dockerfile.
#[derive(Clone, Debug)]
pub struct Analysis {
    /// The path of the request.
    pub path: String,
    /// What was found and not suppressed, in source order, then by rule.
    pub findings: Vec<Finding>,
    /// What was found and suppressed by a comment in the file.
    pub suppressed: Vec<Suppressed>,
    /// Why the file, or a part of it, could not be read.
    pub problems: Vec<Problem>,
    /// The images that ship, the primary target first.
    pub targets: Vec<TargetSummary>,
}

/// A finding that a comment in the file silences.
#[derive(Clone, Debug)]
pub struct Suppressed {
    /// What was found.
    pub finding: Finding,
    /// The comment.
    pub comment: Span,
    /// The reason given there.
    pub reason: String,
}

/// What is known of an image that ships. `None` means unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetSummary {
    /// The stage's index.
    pub stage: usize,
    /// The stage's name, as written.
    pub name: Option<String>,
    /// The base image at the bottom of its chain of stages, as the author wrote it.
    pub base: Option<String>,
    /// Whether there is a shell at `/bin/sh`.
    pub shell: Option<bool>,
    /// The package manager; `Some(None)` where there is none.
    pub package_manager: Option<Option<String>>,
    /// The user it starts as.
    pub user: Option<String>,
}
