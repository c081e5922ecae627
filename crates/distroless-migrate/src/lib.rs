//! Rewriting a Dockerfile as a multi-stage build on the best minimal base.
//!
//! [`migrate`] is the one entry. It asks the model what the application is and how it starts, looks for
//! what stands in the way, plans by the recipe of the language, writes the plan as edits over the author's
//! text, and analyses the result: what does not hold is refused. Nothing here reads files, and nothing can
//! fail: what cannot be migrated comes out as a [`Refusal`] that says why.

mod bases;
mod family;
mod gate;
mod health;
mod image;
mod obstacle;
mod obstacle_of;
mod order;
mod plan;
mod ports;
mod recipes;
mod run;
mod start;
mod survey;
mod writer;

pub use family::Family;
pub use obstacle::{Obstacle, Refusal, Verdict};
pub use plan::{Change, Note};

use distroless_core::card::Card;
use distroless_core::{Analysis, Model, Request, analyze_model, fix};

/// A Dockerfile on a minimal base, and how it came there.
#[derive(Clone, Debug)]
pub struct Migration {
    /// The new text.
    pub source: String,
    /// What changes, in the order of the text, each with its reason.
    pub changes: Vec<Change>,
    /// What the image was.
    pub before: Card,
    /// What it is.
    pub after: Card,
    /// What there is to say of the new text.
    pub analysis: Analysis,
    /// What is good to know: what is left out, what works otherwise.
    pub notes: Vec<Note>,
}

/// Migrates one Dockerfile to the best base of a family.
pub fn migrate(request: &Request<'_>, family: Family) -> Result<Migration, Refusal> {
    let file = dockerfile_syntax::parse(request.source);
    let model = Model::new(request, &file);
    let survey = survey::Survey::of(&model, family)?;
    let analysis = analyze_model(&model, request);
    let mut plan = recipes::plan(&survey)?;
    if !plan.swap {
        plan.edits.extend(order::changes(&survey, &analysis));
    }
    let changes = writer::changes(&survey, &plan);
    let edits: Vec<_> = changes.iter().map(|change| change.edit.clone()).collect();
    let source = fix::apply(request.source, &edits).map_err(|unfit| {
        Refusal::one(Obstacle::new(
            survey.stage.from,
            format!("the changes do not fit the file: {unfit}"),
            "report this file as a defect of the checker",
        ))
    })?;
    let judged = gate::judge(request, &model, &survey, &analysis, &source)?;
    Ok(Migration {
        source,
        changes,
        before: judged.before,
        after: judged.after,
        analysis: judged.analysis,
        notes: plan.notes,
    })
}
