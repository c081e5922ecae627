//! What a Dockerfile's images are, for those who review a change of it.

use crate::drawing::{Drawing, mermaid};
use distroless_core::card::{Card, cards};
use distroless_core::{Model, Request};

/// The cards of the images that ship, and how the stages hang together.
#[derive(Clone, Debug)]
pub struct Overview {
    /// The primary target first.
    pub cards: Vec<Card>,
    /// A Mermaid flowchart; `None` where there is one stage only.
    pub stages: Option<String>,
}

impl Overview {
    /// Looks at a Dockerfile.
    pub fn of(request: &Request<'_>) -> Self {
        let file = dockerfile_syntax::parse(request.source);
        let model = Model::new(request, &file);
        let several = model.graph.stages.len() > 1;
        Self {
            cards: cards(&model),
            stages: several.then(|| mermaid(&Drawing::new(request.path, &file, &model.graph))),
        }
    }
}
