//! `cargo xtask docs`: the pages of docs/ that are made from what they describe.

mod action;
mod rules;

use crate::{root, site};
use std::error::Error;
use std::fs;

/// Writes them, or with `check` compares them.
pub(crate) fn run(check: bool) -> Result<(), Box<dyn Error>> {
    let pages = [
        ("docs/action.md", action::document()?),
        (
            "docs/other-tools.md",
            site::equivalents_document(&site::Equivalents::read()?),
        ),
        ("docs/rules.md", rules::document()?),
    ];
    let mut stale = Vec::new();
    for (place, text) in pages {
        let path = root::path().join(place);
        if !check {
            fs::write(path, text)?;
        } else if fs::read_to_string(&path).unwrap_or_default() != text {
            stale.push(place);
        }
    }
    if stale.is_empty() {
        return Ok(());
    }
    Err(format!(
        "{} is not what it is made from; run `cargo xtask docs`",
        stale.join(", ")
    )
    .into())
}
