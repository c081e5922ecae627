//! A picture as a Mermaid flowchart, as GitHub shows it in Markdown.
//!
//! Colours are chosen to be read on GitHub's light and dark pages alike: boxes take the theme's
//! own colour of text and are tinted by a colour that lets the page through. GitHub shows at most
//! 50 000 characters and 500 arrows.

use super::{Drawing, Edge, EdgeKind, NodeKind, Role};
use crate::visible;
use std::fmt::Write;

/// The classes that are used, with what they look like.
const CLASSES: [(&str, &str); 6] = [
    (
        "shipped",
        "fill:#1f6feb,stroke:#1f6feb,stroke-width:2px,color:#ffffff",
    ),
    (
        "target",
        "fill:#1f6feb26,stroke:#1f6feb,stroke-width:2px,stroke-dasharray:6 3",
    ),
    ("layers", "fill:#1f6feb26,stroke:#1f6feb,stroke-width:2px"),
    ("needed", "fill:#8b949e26,stroke:#8b949e"),
    (
        "outside",
        "fill:#8b949e0d,stroke:#8b949e,stroke-dasharray:2 3",
    ),
    (
        "unreached",
        "fill:#8b949e0d,stroke:#8b949e,stroke-dasharray:4 4,opacity:0.55",
    ),
];

/// The colour of arrows along which flows what ships.
const ACCENT: &str = "#1f6feb";
/// The colour of other arrows.
const LINE: &str = "#8b949e";

/// The flowchart.
pub fn mermaid(drawing: &Drawing) -> String {
    let mut out = String::from("flowchart TD\n");
    // Writing to a string cannot fail.
    for (index, node) in drawing.nodes.iter().enumerate() {
        let (open, close) = match node.kind {
            NodeKind::Stage => ("(\"", "\")"),
            NodeKind::Image => ("([\"", "\"])"),
            NodeKind::Context => ("[/\"", "\"/]"),
            NodeKind::Remote => (">\"", "\"]"),
        };
        _ = write!(out, "  n{index}{open}");
        lines(&mut out, node.lines());
        _ = writeln!(out, "{close}:::{}", class(node.kind, node.role));
    }
    for edge in &drawing.edges {
        let arrow = match (edge.ships, edge.kind) {
            (true, _) => "==>",
            (false, EdgeKind::Mount) => "-.->",
            (false, EdgeKind::Base | EdgeKind::Copy) => "-->",
        };
        _ = write!(out, "  n{} {arrow}", edge.from);
        let label = edge.label();
        if !label.is_empty() {
            out.push_str("|\"");
            lines(&mut out, label.iter().map(String::as_str));
            out.push_str("\"|");
        }
        _ = writeln!(out, " n{}", edge.to);
    }
    for (name, style) in CLASSES {
        let used = |node: &super::Node| class(node.kind, node.role) == name;
        if drawing.nodes.iter().any(used) {
            _ = writeln!(out, "  classDef {name} {style}");
        }
    }
    link_style(&mut out, drawing, |edge| edge.ships, ACCENT);
    link_style(&mut out, drawing, |edge| !edge.ships, LINE);
    out
}

/// A line of its own that names a file; Mermaid does not show it.
pub fn mermaid_comment(text: &str) -> String {
    let mut out = String::from("%% ");
    escape(&mut out, &visible::one_line(text));
    out.push('\n');
    out
}

const fn class(kind: NodeKind, role: Role) -> &'static str {
    match (kind, role) {
        (_, Role::Unreached) => "unreached",
        (NodeKind::Stage, Role::Shipped) => "shipped",
        (NodeKind::Stage, Role::Target) => "target",
        (NodeKind::Stage, Role::Layers) => "layers",
        (NodeKind::Stage, Role::Needed) => "needed",
        (NodeKind::Image | NodeKind::Context | NodeKind::Remote, _) => "outside",
    }
}

fn link_style(out: &mut String, drawing: &Drawing, which: impl Fn(&Edge) -> bool, colour: &str) {
    let numbers: Vec<String> = drawing
        .edges
        .iter()
        .enumerate()
        .filter(|(_, edge)| which(edge))
        .map(|(index, _)| index.to_string())
        .collect();
    if !numbers.is_empty() {
        _ = writeln!(out, "  linkStyle {} stroke:{colour}", numbers.join(","));
    }
}

fn lines<'d>(out: &mut String, lines: impl Iterator<Item = &'d str>) {
    for (index, line) in lines.enumerate() {
        if index > 0 {
            out.push_str("<br/>");
        }
        escape(out, line);
    }
}

/// Writes text so that neither Mermaid, nor the Markdown and HTML it makes of labels, sees
/// anything but letters. Mermaid's escape is `#` and the decimal number of the character.
fn escape(out: &mut String, text: &str) {
    // A label that begins like a list item or a link is taken for one: `1. x`, `www.x`.
    let mut digits_only = true;
    let mut previous = [' '; 3];
    let mut chars = text.chars().peekable();
    let mut first = true;
    while let Some(c) = chars.next() {
        let plain = match c {
            '.' => (first || !digits_only) && !previous.iter().all(|c| matches!(c, 'w' | 'W')),
            '-' => !first,
            ':' => chars.peek() != Some(&'/'),
            ' ' | '/' | ',' => true,
            c => c.is_alphanumeric() || c == '→' || c == '…',
        };
        if plain {
            out.push(c);
        } else {
            _ = write!(out, "#{};", u32::from(c));
        }
        digits_only &= c.is_ascii_digit();
        previous = [previous[1], previous[2], c];
        first = false;
    }
}
