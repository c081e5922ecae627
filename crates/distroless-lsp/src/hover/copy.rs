//! Where what a COPY brings came from.

use super::line;
use crate::lines::Lines;
use crate::page::Page;
use distroless_core::Model;
use distroless_core::card::{Entry, Origin as Known, tree};
use distroless_core::graph::{CopyStep, Origin, Stage};
use dockerfile_syntax::Span;
use image_knowledge::Presence;

/// How many things are told of.
const MOST: usize = 12;

/// What a copy from a stage or an image brings into `stage`.
pub(super) fn tell(
    model: &Model<'_>,
    lines: &Lines<'_>,
    stage: &Stage,
    copy: &CopyStep,
    by: Span,
    page: &mut Page,
) {
    page.words("Copied from ");
    match &copy.origin {
        Origin::Stage(index) => {
            let source = model.graph.stages.get(*index);
            match source.and_then(|stage| stage.name.as_ref()) {
                Some((name, _)) => page.words("stage ").code(name),
                None => page.words(&format!("stage {index}")),
            };
            if let Some(source) = source {
                page.words(", which is built on ")
                    .code(model.base_name(source));
            }
        }
        Origin::Image(image) => {
            let written = copy.from.as_ref().and_then(|from| from.value.clone());
            page.words("the image ");
            page.code(&written.unwrap_or_else(|| image.to_string()));
        }
        Origin::Context | Origin::Unknown => {
            page.words("what is not known here");
        }
    }
    for source in copy.sources.iter().take(MOST) {
        page.item();
        if let Some(path) = &source.value {
            page.code(path);
            source_of(model, lines, &copy.origin, path, page);
        } else {
            page.code(source.span.text(lines.text()));
            page.words(": it depends on a variable that only the build sets");
        }
    }
    let tree = tree(model, stage);
    let comes = |entry: &&Entry| {
        let within = |span: &Span| by.start <= span.start && span.end <= by.end;
        entry.trail.iter().any(within)
    };
    let found: Vec<&Entry> = tree.entries.iter().filter(comes).collect();
    if found.is_empty() {
        return;
    }
    page.paragraph().words("In this image:");
    for entry in found.iter().take(MOST) {
        page.item().code(&entry.path);
        match &entry.origin {
            Known::Known(what) => page.words(", ").said(what),
            Known::Package(name) => page.words(", of the package ").code(name),
            Known::Command | Known::Copy | Known::Workdir => page,
        };
        if !entry.sure {
            page.words(" (likely)");
        }
        for step in &entry.trail {
            page.words("\n  - ");
            line(page, lines, *step);
        }
    }
    if let Some(more) = found.len().checked_sub(MOST).filter(|more| *more > 0) {
        page.item().words(&format!("{more} more"));
    }
}

/// Whether a source is there, and what put it there.
fn source_of(model: &Model<'_>, lines: &Lines<'_>, origin: &Origin, path: &str, page: &mut Page) {
    if path.contains(['*', '?', '[']) {
        return;
    }
    // Paths of a source start at its root.
    let path = format!("/{}", path.trim_start_matches('/'));
    match origin {
        Origin::Stage(index) => {
            let Some(source) = model.graph.stages.get(*index) else {
                return;
            };
            let answer = model.path(source, &path);
            match answer.presence {
                Presence::Present => {
                    page.words(": there by ");
                    line(page, lines, answer.by);
                }
                Presence::Absent => {
                    page.words(": it is not there");
                }
                Presence::Unknown => {
                    page.words(": it is not known whether it is there");
                }
            }
        }
        Origin::Image(image) => {
            page.words(match model.image(image).path(&path) {
                Presence::Present => ": the image has it",
                Presence::Absent => ": the image does not have it",
                Presence::Unknown => ": it is not known whether the image has it",
            });
        }
        Origin::Context | Origin::Unknown => {}
    }
}
