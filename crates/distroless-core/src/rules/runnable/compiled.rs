//! What the rules on compiled programs share: which program is started, and how it came there.

use crate::finding::Finding;
use crate::graph::Stage;
use crate::image::artifact::{Artifact, Program};
use crate::image::linked;
use crate::model::Model;
use dockerfile_syntax::Span;

/// A compiled program that a shipped image starts.
pub(super) struct Started<'m> {
    pub(super) stage: &'m Stage,
    pub(super) path: String,
    /// ENTRYPOINT or CMD.
    pub(super) span: Span,
    pub(super) artifact: &'m Artifact,
    pub(super) program: &'m Program,
}

/// The compiled programs that shipped images start.
pub(super) fn started<'m>(model: &'m Model<'_>) -> impl Iterator<Item = Started<'m>> {
    model.runnable().filter_map(|stage| {
        let (path, span) = model.started(stage)?;
        // What was put there last is what is there.
        let artifact = model
            .contents(stage)
            .artifacts
            .iter()
            .rev()
            .find(|artifact| artifact.holds(&path) && linked::program(artifact).is_some())?;
        Some(Started {
            stage,
            path,
            span,
            artifact,
            program: linked::program(artifact)?,
        })
    })
}

impl<'m> Started<'m> {
    /// The stage that makes it.
    pub(super) fn builder(&self, model: &'m Model<'_>) -> Option<&'m Stage> {
        model.graph.stages.get(self.artifact.made()?.stage)
    }

    /// The chain from the command that made it to the base it is started on.
    pub(super) fn explain(&self, finding: Finding, model: &Model<'_>, base: &str) -> Finding {
        let mut finding = finding;
        for (index, site) in self.artifact.trail.iter().enumerate() {
            let message = if index == 0 {
                format!(
                    "`{}` makes it on `{}`",
                    self.program.command, self.program.built_on
                )
            } else {
                "it is copied here".to_owned()
            };
            finding = finding.because(site.span, message);
        }
        finding.because(model.root(self.stage).base.span, base.to_owned())
    }

    /// Whether the linkage is a proof: the command says it, and nothing else was put in its place.
    pub(super) fn proved(&self) -> bool {
        self.program.proved && self.artifact.sure
    }
}
