//! Writing the document.

use super::layout::{LABEL_PADDING, Layout, Place, mark_width};
use super::measure::{self, LINE};
use distroless_report::drawing::{Drawing, Edge, EdgeKind, Node, NodeKind, Role};
use std::fmt::Write;

/// Pixels round the picture.
const MARGIN: f64 = 24.0;
/// Colours and fonts.
const STYLE: &str = include_str!("style.css");
/// The heads of arrows, which end at their tips.
const HEADS: &str = r#"<defs>
<marker id="h" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path class="head" d="M0 0.5L8 4L0 7.5z"/></marker>
<marker id="s" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="11" markerHeight="11" markerUnits="userSpaceOnUse" orient="auto"><path class="ships-head" d="M0 0.5L8 4L0 7.5z"/></marker>
</defs>
"#;

/// The whole document. What ships is drawn last, above the rest; labels above all arrows.
pub(super) fn document(drawing: &Drawing, layout: &Layout) -> String {
    let width = (layout.width + 2.0 * MARGIN).ceil();
    let height = (layout.height + 2.0 * MARGIN).ceil();
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-labelledby=\"t d\" \
         width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">\n<title id=\"t\">"
    );
    escape(&mut out, &format!("The stages of {}", drawing.title));
    out.push_str("</title>\n<desc id=\"d\">");
    escape(&mut out, &description(drawing));
    // Writing to a string cannot fail.
    _ = write!(
        out,
        "</desc>\n<style>\n{STYLE}</style>\n{HEADS}\
         <rect class=\"page\" width=\"{width}\" height=\"{height}\" rx=\"12\"/>\n\
         <g transform=\"translate({MARGIN} {MARGIN})\">\n"
    );
    let ways = || drawing.edges.iter().zip(&layout.paths).enumerate();
    for (index, (edge, path)) in ways().filter(|(_, (edge, _))| !edge.ships) {
        arrow(&mut out, index, edge, path);
    }
    for (index, (edge, path)) in ways().filter(|(_, (edge, _))| edge.ships) {
        arrow(&mut out, index, edge, path);
    }
    for (index, (edge, way)) in drawing.edges.iter().zip(&layout.edges).enumerate() {
        if let Some(place) = way.label {
            label(&mut out, index, edge, place);
        }
    }
    for (index, (node, place)) in drawing.nodes.iter().zip(&layout.nodes).enumerate() {
        stage(&mut out, index, node, *place);
    }
    out.push_str("</g>\n</svg>\n");
    out
}

/// The picture in words.
fn description(drawing: &Drawing) -> String {
    let mut out = String::new();
    let title = |index: usize| drawing.nodes.get(index).map_or("", |node| &node.title);
    let shipped = drawing.nodes.iter().find(|node| node.role == Role::Shipped);
    if let Some(shipped) = shipped {
        _ = write!(out, "{} ships.", shipped.title);
    }
    for edge in &drawing.edges {
        let verb = match edge.kind {
            EdgeKind::Base => "is built on",
            EdgeKind::Copy => "copies from",
            EdgeKind::Mount => "mounts",
        };
        _ = write!(out, " {} {verb} {}.", title(edge.to), title(edge.from));
    }
    out.trim().to_owned()
}

fn edge_class(edge: &Edge) -> &'static str {
    match (edge.unreached, edge.ships, edge.kind) {
        (true, _, EdgeKind::Mount) => "mount unreached",
        (true, _, EdgeKind::Base | EdgeKind::Copy) => "unreached",
        (false, true, _) => "ships",
        (false, false, EdgeKind::Mount) => "mount",
        (false, false, EdgeKind::Base | EdgeKind::Copy) => "flow",
    }
}

fn arrow(out: &mut String, index: usize, edge: &Edge, path: &str) {
    let class = edge_class(edge);
    let head = if edge.ships { 's' } else { 'h' };
    _ = writeln!(
        out,
        "<g class=\"{class}\" data-edge=\"{index}\"><path class=\"way\" marker-end=\"url(#{head})\" d=\"{path}\"/></g>"
    );
}

fn label(out: &mut String, index: usize, edge: &Edge, place: Place) {
    let lines = edge.label();
    if lines.is_empty() {
        return;
    }
    let (left, top) = corner(place);
    _ = write!(
        out,
        "<g class=\"{}\" data-edge=\"{index}\"><rect class=\"behind\" x=\"{left:.1}\" y=\"{top:.1}\" width=\"{:.1}\" height=\"{:.1}\" rx=\"4\"/>",
        edge_class(edge),
        place.width,
        place.height
    );
    for (index, line) in lines.iter().enumerate() {
        let baseline = top + LABEL_PADDING + LINE * (index as f64 + 0.74);
        _ = write!(
            out,
            "<text x=\"{:.1}\" y=\"{baseline:.1}\" text-anchor=\"middle\">",
            place.x
        );
        escape(out, line);
        out.push_str("</text>");
    }
    out.push_str("</g>\n");
}

fn stage(out: &mut String, index: usize, node: &Node, place: Place) {
    let class = match (node.kind, node.role) {
        (NodeKind::Stage, Role::Shipped) => "shipped",
        (NodeKind::Stage, Role::Target) => "target",
        (NodeKind::Stage, Role::Layers) => "layers",
        (NodeKind::Stage, Role::Needed) => "needed",
        (NodeKind::Stage, Role::Unreached) => "unreached",
        (_, Role::Unreached) => "outside unreached",
        _ => "outside",
    };
    let (left, top) = corner(place);
    // A stage has rounded corners, a source round ends.
    let radius = match node.kind {
        NodeKind::Stage => 9.0,
        NodeKind::Image | NodeKind::Context | NodeKind::Remote => (place.height / 2.0).min(22.0),
    };
    _ = write!(
        out,
        "<g class=\"{class}\" data-node=\"{index}\"><rect class=\"box\" x=\"{left:.1}\" y=\"{top:.1}\" width=\"{:.1}\" height=\"{:.1}\" rx=\"{radius:.1}\"/>",
        place.width, place.height
    );
    let mark = node.role.mark().filter(|_| node.kind == NodeKind::Stage);
    let room = mark.map_or(0.0, mark_width);
    let name_width = measure::name(&node.title);
    let baseline = if node.detail.is_some() {
        place.y - 4.0
    } else {
        place.y + 5.0
    };
    _ = write!(
        out,
        "<text class=\"name\" x=\"{:.1}\" y=\"{baseline:.1}\" text-anchor=\"middle\">",
        place.x - room / 2.0
    );
    escape(out, &node.title);
    out.push_str("</text>");
    if let Some(mark) = mark {
        let width = room - 8.0;
        let start = place.x - room / 2.0 + name_width / 2.0 + 8.0;
        _ = write!(
            out,
            "<rect class=\"mark\" x=\"{start:.1}\" y=\"{:.1}\" width=\"{width:.1}\" height=\"17\" rx=\"8.5\"/>\
             <text class=\"marked\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{mark}</text>",
            baseline - 13.0,
            start + width / 2.0,
            baseline - 0.5
        );
    }
    if let Some(detail) = &node.detail {
        _ = write!(
            out,
            "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">",
            place.x,
            place.y + 15.0
        );
        escape(out, detail);
        out.push_str("</text>");
    }
    out.push_str("</g>\n");
}

/// The upper left corner.
fn corner(place: Place) -> (f64, f64) {
    (place.x - place.width / 2.0, place.y - place.height / 2.0)
}

/// Writes text as XML's. Characters that XML cannot hold are not in a drawing, except for those
/// that mean nothing anywhere.
fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
}
