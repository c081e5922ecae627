//! What the playground of the site shows beside findings, for the browser: JSON in, JSON out. A module of
//! its own, as the action has no use for it; findings come from the module that the action loads.
//!
//! Each function takes `{ source, today, target?, family? }` and never throws: what cannot be read gives
//! an empty answer.

mod picture;
mod question;

use distroless_core::{Model, Request, Safety, analyze, fix};
use distroless_migrate::migrate as migrated;
use distroless_report::inspect::image::image_report;
use distroless_report::migration::{Migrated, document};
use distroless_report::{inspection, serialised};
use dockerfile_syntax::parse;
use picture::Picture;
use question::Question;
use serde_json::json;
use wasm_bindgen::prelude::wasm_bindgen;

/// What the images that ship are, as `distroless-check inspect --format json` writes it. With `target`, that
/// stage is the one that ships.
#[wasm_bindgen]
pub fn inspect(request: &str) -> String {
    let question = Question::read(request);
    let file = parse(&question.source);
    let model = Model::new(&question.request(), &file);
    inspection(&[image_report(&model)])
}

/// The stages and what flows between them: the boxes and arrows, and the picture of them as SVG.
#[wasm_bindgen]
pub fn draw(request: &str) -> String {
    let question = Question::read(request);
    let file = parse(&question.source);
    let model = Model::new(&question.request(), &file);
    serialised(&Picture::of(&file, &model), false)
}

/// The text with its safe fixes, as `distroless-check --fix` applies them: `{ source, applied: [title] }`.
#[wasm_bindgen]
pub fn mend(request: &str) -> String {
    let question = Question::read(request);
    let asked = question.request();
    let check = |source: &str| analyze(&Request { source, ..asked });
    let mended = fix::mend(asked.source, check(asked.source), Safety::Safe, &check);
    let applied = mended.applied.iter().map(|fix| fix.title.as_str());
    serialised(
        &json!({ "source": mended.source, "applied": applied.collect::<Vec<_>>() }),
        false,
    )
}

/// What becomes of the file on a minimal base, as `distroless-check migrate --format json` writes it.
#[wasm_bindgen]
pub fn migrate(request: &str) -> String {
    let question = Question::read(request);
    let asked = question.request();
    let outcome = migrated(&asked, question.family);
    document(&Migrated {
        path: asked.path,
        source: asked.source,
        outcome: outcome.as_ref(),
    })
}

#[cfg(test)]
mod tests;
