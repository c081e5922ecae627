//! A picture in the DOT language of Graphviz.

use super::{Drawing, EdgeKind, Node, NodeKind, Role};
use std::fmt::Write;

/// What holds for all: a page of any colour shows through.
const HEAD: &str = r##"  graph [rankdir=TB, bgcolor="transparent", nodesep=0.4, ranksep=0.6]
  node [shape=box, style="rounded,filled", fontname="Helvetica", fontsize=12, margin="0.2,0.12", color="#8b949e", fillcolor="#eaeef2", fontcolor="#1f2328"]
  edge [fontname="Courier", fontsize=10, color="#8b949e", fontcolor="#6e7781", arrowsize=0.7]
"##;

/// The graph.
pub fn dot(drawing: &Drawing) -> String {
    let mut out = String::from("digraph \"");
    escape(&mut out, &drawing.title);
    out.push_str("\" {\n");
    out.push_str(HEAD);
    // Writing to a string cannot fail.
    for (index, node) in drawing.nodes.iter().enumerate() {
        _ = write!(out, "  n{index} [label=\"");
        lines(&mut out, node.lines(), "\\n");
        _ = writeln!(out, "\"{}]", node_style(node));
    }
    for edge in &drawing.edges {
        _ = write!(out, "  n{} -> n{} [label=\"", edge.from, edge.to);
        let label = edge.label();
        // Left-justified, which in DOT ends each line.
        lines(&mut out, label.iter().map(String::as_str), "\\l");
        out.push_str(if label.is_empty() { "\"" } else { "\\l\"" });
        if edge.ships {
            out.push_str(", color=\"#1f6feb\", penwidth=2.5");
        }
        if edge.kind == EdgeKind::Mount {
            out.push_str(", style=dashed");
        } else if edge.unreached {
            out.push_str(", style=dotted");
        }
        out.push_str("]\n");
    }
    out.push_str("}\n");
    out
}

const fn node_style(node: &Node) -> &'static str {
    match (node.kind, node.role) {
        (NodeKind::Stage, Role::Shipped) => {
            ", color=\"#1f6feb\", fillcolor=\"#1f6feb\", fontcolor=\"#ffffff\", penwidth=2"
        }
        (NodeKind::Stage, Role::Layers) => ", color=\"#1f6feb\", fillcolor=\"#ddf4ff\", penwidth=2",
        (NodeKind::Stage, Role::Target) => {
            ", color=\"#1f6feb\", fillcolor=\"#ddf4ff\", style=\"rounded,filled,dashed\""
        }
        (NodeKind::Stage, Role::Needed) => "",
        (NodeKind::Stage, Role::Unreached) => {
            ", color=\"#afb8c1\", fillcolor=\"#f6f8fa\", fontcolor=\"#8c959f\", style=\"rounded,filled,dashed\""
        }
        (NodeKind::Image | NodeKind::Context | NodeKind::Remote, Role::Unreached) => {
            ", color=\"#afb8c1\", fillcolor=\"#f6f8fa\", fontcolor=\"#8c959f\", style=\"filled,dotted\""
        }
        (NodeKind::Image, _) => ", shape=cylinder, style=filled, fillcolor=\"#f6f8fa\"",
        (NodeKind::Context, _) => ", shape=folder, style=filled, fillcolor=\"#f6f8fa\"",
        (NodeKind::Remote, _) => ", style=\"filled,dashed\", fillcolor=\"#f6f8fa\"",
    }
}

fn lines<'d>(out: &mut String, lines: impl Iterator<Item = &'d str>, end: &str) {
    for (index, line) in lines.enumerate() {
        if index > 0 {
            out.push_str(end);
        }
        escape(out, line);
    }
}

/// Writes text into a quoted string. Graphviz also reads HTML's character references there.
fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c => out.push(c),
        }
    }
}
