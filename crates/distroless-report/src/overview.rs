//! What a Dockerfile's images are, for those who review a change of it.

use crate::drawing::{Drawing, mermaid};
use distroless_core::card::{Card, cards};
use distroless_core::{Analysis, Model, Request, analyze_model};

/// The cards of the images that ship, and how the stages hang together.
#[derive(Clone, Debug)]
pub struct Overview {
    /// The primary target first.
    pub cards: Vec<Card>,
    /// A Mermaid flowchart; `None` where there is one stage only.
    pub stages: Option<String>,
}

impl Overview {
    fn of(model: &Model<'_>) -> Self {
        let several = model.graph.stages.len() > 1;
        Self {
            cards: cards(model),
            stages: several.then(|| mermaid(&Drawing::new(model.path, model.file, &model.graph))),
        }
    }
}

/// Analyses a Dockerfile and, where that is wanted, tells what its images are. Both rest on one model,
/// which is most of the work.
pub fn examine(request: &Request<'_>, detailed: bool) -> (Analysis, Option<Overview>) {
    let file = dockerfile_syntax::parse(request.source);
    let model = Model::new(request, &file);
    let overview = detailed.then(|| Overview::of(&model));
    (analyze_model(&model, request), overview)
}
