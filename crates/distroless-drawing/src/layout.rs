//! Where everything is: boxes in ranks, arrows round them, labels with room of their own.
//!
//! Laid out by `dagre`, the port of the layout that Mermaid draws with. Of the layout crates it is
//! the one that knows the sizes of boxes and gives labels room and arrows a way round boxes, and
//! it needs nothing but `log`; it is exact about its order, so equal input gives equal pictures.

use super::measure::{self, LINE};
use super::route::{self, Axis};
use dagre::graph::{Graph, GraphOptions};
use dagre::layout::types::LabelPos;
use dagre::{EdgeLabel, LayoutOptions, NodeLabel, RankDir};
use distroless_report::drawing::{Drawing, Edge, Node};

/// Pixels between a box's border and its text.
const PADDING: (f64, f64) = (18.0, 12.0);
/// The narrowest box, in pixels.
const NARROWEST: f64 = 110.0;
/// Pixels round a label.
pub(super) const LABEL_PADDING: f64 = 5.0;

/// A box or the room of a label: its middle and its size, in pixels.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Place {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

/// The way of an arrow.
#[derive(Clone, Debug, Default)]
pub(super) struct Way {
    pub(super) points: Vec<(f64, f64)>,
    pub(super) label: Option<Place>,
}

/// Where everything is, in the order of the drawing.
#[derive(Clone, Debug, Default)]
pub(super) struct Layout {
    pub(super) nodes: Vec<Place>,
    pub(super) edges: Vec<Way>,
    /// The data of each arrow's SVG path.
    pub(super) paths: Vec<String>,
    pub(super) width: f64,
    pub(super) height: f64,
}

/// The widest picture with ranks from top to bottom, in pixels: a column of a page. Names and paths
/// are wide, and many of them side by side would be far wider than high.
const COLUMN: f64 = 900.0;

/// Lays the picture out, beginning at (0, 0).
pub(super) fn layout(drawing: &Drawing) -> Layout {
    let down = directed(drawing, Axis::Down);
    if down.width <= COLUMN {
        return down;
    }
    let right = directed(drawing, Axis::Right);
    if right.width < down.width {
        right
    } else {
        down
    }
}

fn directed(drawing: &Drawing, axis: Axis) -> Layout {
    let mut graph: Graph<NodeLabel, EdgeLabel> = Graph::with_options(GraphOptions {
        directed: true,
        multigraph: true,
        compound: false,
    });
    let arrows = arrows(drawing);
    for (index, node) in drawing.nodes.iter().enumerate() {
        let (width, height) = size(node);
        let side = route::side(arrows.get(index).copied().unwrap_or_default());
        let (width, height) = match axis {
            Axis::Down => (width.max(side), height),
            Axis::Right => (width, height.max(side)),
        };
        let label = NodeLabel {
            width,
            height,
            ..NodeLabel::default()
        };
        graph.set_node(index.to_string(), Some(label));
    }
    for (index, edge) in drawing.edges.iter().enumerate() {
        let (width, height) = label_size(edge);
        let label = EdgeLabel {
            width,
            height,
            // What ships goes straight.
            weight: if edge.ships { 4 } else { 1 },
            labelpos: LabelPos::Center,
            ..EdgeLabel::default()
        };
        let (from, to) = (edge.from.to_string(), edge.to.to_string());
        graph.set_edge(from, to, Some(label), Some(&index.to_string()));
    }
    dagre::layout(
        &mut graph,
        Some(LayoutOptions {
            rankdir: match axis {
                Axis::Down => RankDir::TB,
                Axis::Right => RankDir::LR,
            },
            nodesep: 26.0,
            edgesep: 14.0,
            ranksep: match axis {
                Axis::Down => 64.0,
                Axis::Right => 84.0,
            },
            ..LayoutOptions::default()
        }),
    );
    placed(drawing, &graph, axis)
}

fn placed(drawing: &Drawing, graph: &Graph<NodeLabel, EdgeLabel>, axis: Axis) -> Layout {
    let nodes: Vec<Place> = (0..drawing.nodes.len())
        .map(|index| {
            let node = graph.node(&index.to_string());
            node.map_or_else(Place::default, |node| Place {
                x: node.x.unwrap_or_default(),
                y: node.y.unwrap_or_default(),
                width: node.width,
                height: node.height,
            })
        })
        .collect();
    let edges: Vec<Way> = drawing
        .edges
        .iter()
        .enumerate()
        .map(|(index, edge)| {
            let (from, to) = (edge.from.to_string(), edge.to.to_string());
            let Some(label) = graph.edge(&from, &to, Some(&index.to_string())) else {
                return Way::default();
            };
            Way {
                points: label
                    .points
                    .iter()
                    .map(|point| (point.x, point.y))
                    .collect(),
                label: label.x.zip(label.y).map(|(x, y)| Place {
                    x,
                    y,
                    width: label.width,
                    height: label.height,
                }),
            }
        })
        .collect();
    let mut layout = at_origin(nodes, edges);
    layout.paths = route::paths(axis, &drawing.edges, &layout.edges, &layout.nodes);
    layout
}

/// Moves everything so that it begins at (0, 0), and says how far it goes: curves stay between
/// their points.
fn at_origin(mut nodes: Vec<Place>, mut edges: Vec<Way>) -> Layout {
    let (mut left, mut top) = (f64::INFINITY, f64::INFINITY);
    let (mut right, mut bottom) = (f64::NEG_INFINITY, f64::NEG_INFINITY);
    let mut cover = |x: f64, y: f64, width: f64, height: f64| {
        left = left.min(x - width / 2.0);
        top = top.min(y - height / 2.0);
        right = right.max(x + width / 2.0);
        bottom = bottom.max(y + height / 2.0);
    };
    for place in nodes
        .iter()
        .chain(edges.iter().filter_map(|way| way.label.as_ref()))
    {
        cover(place.x, place.y, place.width, place.height);
    }
    for (x, y) in edges.iter().flat_map(|way| &way.points) {
        cover(*x, *y, 0.0, 0.0);
    }
    if left > right {
        return Layout::default();
    }
    for place in nodes
        .iter_mut()
        .chain(edges.iter_mut().filter_map(|way| way.label.as_mut()))
    {
        place.x -= left;
        place.y -= top;
    }
    for (x, y) in edges.iter_mut().flat_map(|way| &mut way.points) {
        *x -= left;
        *y -= top;
    }
    Layout {
        nodes,
        edges,
        paths: Vec::new(),
        width: right - left,
        height: bottom - top,
    }
}

/// How many arrows each box has at the side where it has most.
fn arrows(drawing: &Drawing) -> Vec<usize> {
    let mut counts = vec![(0_usize, 0_usize); drawing.nodes.len()];
    for edge in &drawing.edges {
        if let Some((out, _)) = counts.get_mut(edge.from) {
            *out += 1;
        }
        if let Some((_, into)) = counts.get_mut(edge.to) {
            *into += 1;
        }
    }
    counts
        .into_iter()
        .map(|(out, into)| out.max(into))
        .collect()
}

/// The width and height of a box.
fn size(node: &Node) -> (f64, f64) {
    let name = measure::name(&node.title) + node.role.mark().map_or(0.0, mark_width);
    let detail = node.detail.as_deref().map_or(0.0, measure::mono);
    let lines = if node.detail.is_some() { 2.2 } else { 1.2 };
    (
        (name.max(detail) + 2.0 * PADDING.0).max(NARROWEST),
        lines * LINE + 2.0 * PADDING.1,
    )
}

/// The width of the mark beside a name, and of the gap before it.
pub(super) fn mark_width(mark: &str) -> f64 {
    measure::mono(mark) + 22.0
}

fn label_size(edge: &Edge) -> (f64, f64) {
    let lines = edge.label();
    if lines.is_empty() {
        return (0.0, 0.0);
    }
    let widths = lines.iter().map(|line| measure::mono(line));
    (
        widths.fold(0.0, f64::max) + 2.0 * LABEL_PADDING,
        lines.len() as f64 * LINE + 2.0 * LABEL_PADDING,
    )
}
