//! The ways of arrows: out of a box at a right angle, each at a place of its own, through the room
//! the layout keeps for them, and into the other box in the same manner.

use super::layout::{Place, Way};
use distroless_report::drawing::Edge;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Pixels between arrows at one side of a box, where there is room.
const GAP: f64 = 20.0;
/// Pixels between them at least.
const NARROW_GAP: f64 = 11.0;
/// Pixels of the shortest line that is drawn.
const SHORTEST: f64 = 0.1;
/// Pixels at the ends of a side where no arrow begins: corners are round.
const CORNER: f64 = 16.0;

/// The side along which ranks follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Axis {
    /// Ranks from top to bottom.
    Down,
    /// Ranks from left to right.
    Right,
}

/// An arrow at a side of a box: where it goes next across the ranks, whether it begins here, and its
/// index.
type Docked = (f64, bool, usize);

/// A point as (along the ranks, across them).
type Turned = (f64, f64);

impl Axis {
    /// Turns a point, there and back.
    const fn turn(self, (x, y): (f64, f64)) -> Turned {
        match self {
            Self::Down => (y, x),
            Self::Right => (x, y),
        }
    }
}

/// The length of a side, in pixels, that has room for so many arrows.
pub(super) fn side(arrows: usize) -> f64 {
    arrows.saturating_sub(1) as f64 * NARROW_GAP + 2.0 * CORNER
}

/// Draws the way of each arrow as the data of an SVG path.
pub(super) fn paths(axis: Axis, edges: &[Edge], ways: &[Way], nodes: &[Place]) -> Vec<String> {
    let ports = ports(axis, edges, ways, nodes);
    let depths = depths(axis, nodes, ways);
    let depth = |place: &Place| {
        let middle = axis.turn((place.x, place.y)).0;
        depths.get(&rank(middle)).copied().unwrap_or_default()
    };
    edges
        .iter()
        .zip(ways)
        .zip(ports)
        .map(|((edge, way), (begin, end))| {
            let (Some(from), Some(to)) = (nodes.get(edge.from), nodes.get(edge.to)) else {
                return String::new();
            };
            let forward = if begin.0 <= end.0 { 1.0 } else { -1.0 };
            let from_middle = axis.turn((from.x, from.y)).0;
            let to_middle = axis.turn((to.x, to.y)).0;
            // Straight until the boxes and labels of the same rank are left behind.
            let mut stops = vec![(begin, (from_middle + forward * depth(from), begin.1))];
            let inner = way.points.iter().skip(1);
            for point in inner.take(way.points.len().saturating_sub(2)) {
                let (along, across) = axis.turn(*point);
                let half = depths.get(&rank(along)).copied().unwrap_or_default();
                stops.push((
                    (along - forward * half, across),
                    (along + forward * half, across),
                ));
            }
            stops.push(((to_middle - forward * depth(to), end.1), end));
            path(axis, &stops)
        })
        .collect()
}

/// Straight from the first to the second point of each stop, and curves between stops.
fn path(axis: Axis, stops: &[(Turned, Turned)]) -> String {
    let mut out = String::new();
    let mut last: Option<Turned> = None;
    for (enter, leave) in stops {
        let (x, y) = axis.turn(*enter);
        // Writing to a string cannot fail.
        if let Some(last) = last {
            let half = f64::midpoint(last.0, enter.0);
            let (ax, ay) = axis.turn((half, last.1));
            let (bx, by) = axis.turn((half, enter.1));
            _ = write!(out, "C{ax:.1} {ay:.1} {bx:.1} {by:.1} {x:.1} {y:.1}");
        } else {
            _ = write!(out, "M{x:.1} {y:.1}");
        }
        let (to_x, to_y) = axis.turn(*leave);
        // A line of no length has no direction, and the head of an arrow at its end would have none.
        if (to_x - x).abs() > SHORTEST || (to_y - y).abs() > SHORTEST {
            _ = write!(out, "L{to_x:.1} {to_y:.1}");
        }
        last = Some(*leave);
    }
    out
}

/// Boxes of one rank have one middle, and so have labels.
fn rank(middle: f64) -> i64 {
    middle.round() as i64
}

/// Half of the depth of each rank.
fn depths(axis: Axis, nodes: &[Place], ways: &[Way]) -> BTreeMap<i64, f64> {
    let mut depths = BTreeMap::new();
    let labels = ways.iter().filter_map(|way| way.label.as_ref());
    for place in nodes.iter().chain(labels) {
        let middle = axis.turn((place.x, place.y)).0;
        let half = axis.turn((place.width, place.height)).0 / 2.0;
        let depth = depths.entry(rank(middle)).or_insert(half);
        *depth = half.max(*depth);
    }
    depths
}

/// Where each arrow begins and ends.
fn ports(axis: Axis, edges: &[Edge], ways: &[Way], nodes: &[Place]) -> Vec<(Turned, Turned)> {
    let mut ports = vec![Default::default(); edges.len()];
    let mut sides: BTreeMap<(usize, bool), Vec<Docked>> = BTreeMap::new();
    for (index, (edge, way)) in edges.iter().zip(ways).enumerate() {
        let (Some(from), Some(to)) = (nodes.get(edge.from), nodes.get(edge.to)) else {
            continue;
        };
        let forward = axis.turn((from.x, from.y)).0 <= axis.turn((to.x, to.y)).0;
        let next = |point: Option<&(f64, f64)>| axis.turn(point.copied().unwrap_or_default()).1;
        let begin = next(way.points.get(1));
        let end = next(way.points.iter().rev().nth(1));
        sides
            .entry((edge.from, forward))
            .or_default()
            .push((begin, true, index));
        sides
            .entry((edge.to, !forward))
            .or_default()
            .push((end, false, index));
    }
    for ((node, after), mut side) in sides {
        let Some(place) = nodes.get(node) else {
            continue;
        };
        let (along, across) = axis.turn((place.x, place.y));
        let (depth, length) = axis.turn((place.width, place.height));
        let along = along + if after { depth } else { -depth } / 2.0;
        side.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.2.cmp(&b.2)));
        let count = side.len().saturating_sub(1) as f64;
        let gap = if count > 0.0 {
            GAP.min((length - 2.0 * CORNER).max(0.0) / count)
        } else {
            0.0
        };
        for (position, (_, begins, index)) in side.into_iter().enumerate() {
            let port = (along, across + (position as f64 - count / 2.0) * gap);
            if let Some((begin, end)) = ports.get_mut(index) {
                *(if begins { begin } else { end }) = port;
            }
        }
    }
    ports
}
