//! Does the base image come from a release that is named and maintained?

mod base_eol;
mod unpinned_base;

use super::Rule;
use crate::finding::Severity;
use crate::graph::Stage;
use crate::model::Model;
use std::collections::BTreeSet;

pub(super) static RULES: &[&Rule] = &[&base_eol::RULE, &unpinned_base::RULE];

/// The stages a shipping image needs whose FROM names an image from outside, and how grave a fault
/// of that image is: what ships stands on it, or it only builds.
fn outside_bases<'m>(model: &'m Model<'_>) -> impl Iterator<Item = (&'m Stage, Severity)> {
    let ships: BTreeSet<usize> = model
        .shipped()
        .map(|stage| model.root(stage).index)
        .collect();
    model
        .reachable()
        .filter(|stage| model.root(stage).index == stage.index)
        .map(move |stage| {
            let severity = if ships.contains(&stage.index) {
                Severity::Warning
            } else {
                Severity::Info
            };
            (stage, severity)
        })
}

/// A reference as messages name it: without the digest, which tells nobody what it is.
fn shown(reference: &str) -> &str {
    reference.split('@').next().unwrap_or(reference)
}
