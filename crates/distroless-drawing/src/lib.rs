//! A picture as SVG: laid out here, for light and dark pages, without scripts or fonts of its own.

#![expect(
    clippy::cast_precision_loss,
    reason = "counts of lines and arrows are far below the limits of floats"
)]

mod layout;
mod measure;
mod route;
mod write;

use distroless_report::drawing::Drawing;

/// More boxes or arrows than anybody could read, and than could be laid out in a second or two.
const LIMIT: usize = 200;

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
#[error("{count} {what}, and at most {LIMIT} can be drawn")]
pub struct TooLarge {
    count: usize,
    what: &'static str,
}

/// The document. Boxes are marked with `data-node`, arrows and their labels with `data-edge`: their
/// indices in the drawing.
pub fn svg(drawing: &Drawing) -> Result<String, TooLarge> {
    let counts = [
        (drawing.nodes.len(), "stages and sources"),
        (drawing.edges.len(), "arrows"),
    ];
    if let Some((count, what)) = counts.into_iter().find(|(count, _)| *count > LIMIT) {
        return Err(TooLarge { count, what });
    }
    Ok(write::document(drawing, &layout::layout(drawing)))
}

#[cfg(test)]
mod tests;
