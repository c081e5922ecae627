//! The stages as a picture, and the same as data for whoever cannot see it.

use distroless_core::Model;
use distroless_drawing::svg;
use distroless_report::drawing::{Drawing, Edge, EdgeKind, Node, NodeKind, Role};
use dockerfile_syntax::{Dockerfile, LineIndex};
use serde::Serialize;

/// What is shown.
#[derive(Debug, Serialize)]
pub(crate) struct Picture {
    /// The document; its parts name their box by `data-node` and their arrow by `data-edge`.
    svg: Option<String>,
    /// Why there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<String>,
    nodes: Vec<NodeReport>,
    edges: Vec<EdgeReport>,
}

#[derive(Debug, Serialize)]
struct NodeReport {
    kind: &'static str,
    title: String,
    detail: Option<String>,
    role: &'static str,
    /// Of a stage: its number, and the line of its FROM.
    stage: Option<usize>,
    line: Option<u32>,
}

#[derive(Debug, Serialize)]
struct EdgeReport {
    from: usize,
    to: usize,
    kind: &'static str,
    /// What flows: `source → destination`.
    lines: Vec<String>,
    /// How many more there are.
    more: usize,
    ships: bool,
}

impl Picture {
    pub(crate) fn of(file: &Dockerfile<'_>, model: &Model<'_>) -> Self {
        let drawing = Drawing::new(model.path, file, &model.graph);
        let drawn = svg(&drawing);
        let nodes = drawing.nodes.iter().enumerate();
        let lines = LineIndex::new(file.source);
        Self {
            problem: drawn.as_ref().err().map(ToString::to_string),
            svg: drawn.ok(),
            nodes: nodes
                .map(|(index, node)| node_report(index, node, model, &lines))
                .collect(),
            edges: drawing.edges.iter().map(edge_report).collect(),
        }
    }
}

fn node_report(index: usize, node: &Node, model: &Model<'_>, lines: &LineIndex<'_>) -> NodeReport {
    // Stages come first, in the order of the file.
    let stage = model.graph.stages.get(index);
    let stage = stage.filter(|_| node.kind == NodeKind::Stage);
    NodeReport {
        kind: match node.kind {
            NodeKind::Stage => "stage",
            NodeKind::Image => "image",
            NodeKind::Context => "context",
            NodeKind::Remote => "remote",
        },
        title: node.title.clone(),
        detail: node.detail.clone(),
        role: match node.role {
            Role::Shipped => "shipped",
            Role::Target => "target",
            Role::Layers => "layers",
            Role::Needed => "needed",
            Role::Unreached => "unreached",
        },
        stage: stage.map(|_| index),
        line: stage.map(|stage| lines.line(stage.from.start)),
    }
}

fn edge_report(edge: &Edge) -> EdgeReport {
    EdgeReport {
        from: edge.from,
        to: edge.to,
        kind: match edge.kind {
            EdgeKind::Base => "base",
            EdgeKind::Copy => "copy",
            EdgeKind::Mount => "mount",
        },
        lines: edge.lines.clone(),
        more: edge.more,
        ships: edge.ships,
    }
}
