//! What several rules ask about references to stages.

use crate::graph::{DependencyKind, ProblemKind, Stage, StepKind};
use crate::model::Model;
use crate::order::ByName;
use dockerfile_syntax::image_ref::Reference;
use dockerfile_syntax::{Keyword, Span};

/// A `--from` of COPY or of a mount.
pub(super) struct From<'m> {
    /// The stage it stands in.
    pub(super) stage: &'m Stage,
    /// The text as written.
    pub(super) text: String,
    /// The text's place.
    pub(super) span: Span,
    /// COPY or mount.
    pub(super) kind: DependencyKind,
}

/// Every `--from` of the file, in source order. Those of ONBUILD triggers are left out: they are
/// read in another file.
pub(super) fn froms<'m>(model: &'m Model<'_>) -> Vec<From<'m>> {
    let mut froms = Vec::new();
    for stage in &model.graph.stages {
        for step in &stage.steps {
            let Some(instruction) = model.file.instructions.get(step.instruction) else {
                continue;
            };
            if instruction.keyword == Keyword::Onbuild {
                continue;
            }
            let mut add = |text: &str, span, kind| {
                froms.push(From {
                    stage,
                    text: text.to_owned(),
                    span,
                    kind,
                });
            };
            match &step.kind {
                StepKind::Copy(_) => {
                    if let Some(from) = instruction.flag_value("from") {
                        add(from.as_str(), from.span(), DependencyKind::Copy);
                    }
                }
                StepKind::Run(_) => {
                    for mount in instruction.mounts() {
                        if let Some(from) = mount.from() {
                            add(from.as_str(), from.span(), DependencyKind::Mount);
                        }
                    }
                }
                StepKind::Workdir(_) | StepKind::Other | StepKind::Opaque => {}
            }
        }
    }
    froms
}

/// What a stage is called in messages.
pub(super) fn called(stage: &Stage) -> String {
    match &stage.name {
        Some((name, _)) => format!("stage `{name}`"),
        None => format!("stage {}", stage.index),
    }
}

/// The instruction by which a reference is made, as people write it.
pub(super) const fn written_by(kind: DependencyKind) -> &'static str {
    match kind {
        DependencyKind::Base => "FROM ",
        DependencyKind::Copy => "COPY --from=",
        DependencyKind::Mount => "RUN --mount=from=",
    }
}

/// The place where a stage is named, or its FROM.
pub(super) fn definition(stage: &Stage) -> Span {
    stage.name.as_ref().map_or(stage.from, |(_, span)| *span)
}

/// Whether a name is that of an image with known facts, public or declared by the user.
pub(super) fn is_known_image(model: &Model<'_>, text: &str) -> bool {
    let Ok(image) = Reference::parse(text) else {
        return false;
    };
    let declared = model.config.images.iter().any(|declared| {
        Reference::parse(&declared.name).is_ok_and(|name| name.name() == image.name())
    });
    declared || model.image(&image).public().is_some()
}

/// The names of the file's stages, compared as BuildKit compares them: without case.
pub(super) struct Names(ByName<Vec<usize>>);

impl Names {
    pub(super) fn of(model: &Model<'_>) -> Self {
        let mut names: ByName<Vec<usize>> = ByName::default();
        for stage in &model.graph.stages {
            if let Some((name, _)) = &stage.name
                && let Some(of_name) = names.of(&name.to_ascii_lowercase())
            {
                of_name.push(stage.index);
            }
        }
        Self(names)
    }

    /// The stages of that name, in source order.
    pub(super) fn get(&self, name: &str) -> &[usize] {
        self.0
            .get(&name.to_ascii_lowercase())
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    /// Whether several stages have that name. What goes wrong with it is told by one rule.
    pub(super) fn is_duplicated(&self, name: &str) -> bool {
        self.get(name).len() > 1
    }

    /// The groups of stages that share a name.
    pub(super) fn duplicated(&self) -> impl Iterator<Item = &[usize]> {
        let groups = self.0.iter().map(|(_, group)| group.as_slice());
        groups.filter(|group| group.len() > 1)
    }
}

/// The circles of the file: for each, the stages in order and the reference that closes it.
pub(super) fn cycles<'m>(model: &'m Model<'_>) -> impl Iterator<Item = (&'m [usize], Span)> {
    model
        .graph
        .problems
        .iter()
        .filter_map(|problem| match &problem.kind {
            ProblemKind::Cycle { stages } => Some((stages.as_slice(), problem.span)),
            _ => None,
        })
}
