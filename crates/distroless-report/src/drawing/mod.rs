//! `graph`: the stages of a file and what flows between them, as a picture.
//!
//! A [`Drawing`] says what is shown, in no format; [`mermaid`] and [`dot`] write it. All text in it
//! has one line and a bounded length, and every character of it may still be hostile to a format.

mod collect;
mod dot;
mod flow;
mod mermaid;

pub use dot::dot;
pub use mermaid::{mermaid, mermaid_comment};

use distroless_core::graph::StageGraph;
use dockerfile_syntax::Dockerfile;

/// What is shown: boxes and the arrows between them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drawing {
    /// The file's path, on one line.
    pub title: String,
    /// The stages in the order of the file, then what they take from outside in the order of its
    /// first use.
    pub nodes: Vec<Node>,
    /// The arrows, by the stage they lead to.
    pub edges: Vec<Edge>,
}

/// A box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// What it stands for.
    pub kind: NodeKind,
    /// Its first line.
    pub title: String,
    /// Its second line: of a stage the base image, where that is none of the stages.
    pub detail: Option<String>,
    /// How much it matters.
    pub role: Role,
}

/// What a box stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeKind {
    /// A stage.
    Stage,
    /// An image from outside that is copied from or mounted.
    Image,
    /// The build context.
    Context,
    /// A server that ADD downloads from.
    Remote,
}

/// How much a box matters for what ships.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The primary target.
    Shipped,
    /// Another target.
    Target,
    /// Its layers are part of the primary target: it is built on this stage.
    Layers,
    /// A target needs it.
    Needed,
    /// No target needs it.
    Unreached,
}

/// An arrow, along which files flow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    /// The index of the box it begins at.
    pub from: usize,
    /// The index of the stage it leads to.
    pub to: usize,
    /// How the stage uses the other.
    pub kind: EdgeKind,
    /// What flows: `source → destination`, a few of them.
    pub lines: Vec<String>,
    /// How many more there are.
    pub more: usize,
    /// Whether what flows is part of the primary target.
    pub ships: bool,
    /// Whether no target needs it.
    pub unreached: bool,
}

/// How a stage uses what an arrow comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EdgeKind {
    /// `FROM`.
    Base,
    /// `COPY` and `ADD`.
    Copy,
    /// `RUN --mount`.
    Mount,
}

impl Drawing {
    /// What is shown of one file.
    pub fn new(path: &str, file: &Dockerfile<'_>, graph: &StageGraph) -> Self {
        collect::drawing(path, file, graph)
    }
}

impl Node {
    /// The lines of the box, with the mark of what ships.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        [
            Some(self.title.as_str()),
            self.detail.as_deref(),
            self.role.mark(),
        ]
        .into_iter()
        .flatten()
    }
}

impl Role {
    /// What is written to targets.
    pub const fn mark(self) -> Option<&'static str> {
        match self {
            Self::Shipped => Some("ships"),
            Self::Target => Some("target"),
            Self::Layers | Self::Needed | Self::Unreached => None,
        }
    }
}

impl Edge {
    /// The lines of the label.
    pub fn label(&self) -> Vec<String> {
        let mut label = Vec::with_capacity(self.lines.len() + 2);
        label.extend(self.kind.heading().map(str::to_owned));
        label.extend(self.lines.iter().cloned());
        if self.more > 0 {
            label.push(format!("+{} more", self.more));
        }
        label
    }
}

impl EdgeKind {
    /// What stands above the paths; nothing for copies, which the paths say all about.
    pub const fn heading(self) -> Option<&'static str> {
        match self {
            Self::Base => Some("FROM"),
            Self::Copy => None,
            Self::Mount => Some("RUN --mount"),
        }
    }
}

#[cfg(test)]
mod tests;
