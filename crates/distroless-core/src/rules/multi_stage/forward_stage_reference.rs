//! `forward-stage-reference`: a stage is used above its definition.

use super::reference::{Names, called, cycles, definition, is_known_image, written_by};
use crate::finding::{Finding, Severity};
use crate::graph::{DependencyKind, ProblemKind, Stage};
use crate::model::Model;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "forward-stage-reference",
        summary: "a stage is used above its definition",
        group: Group::MultiStage,
        severity: Severity::Error,
        fix: FixAvailability::None,
        since: "0.1.0",
        docs: page!("forward_stage_reference.md"),
    },
    check,
};

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    let names = Names::of(model);
    // For each stage, the first circle it is in.
    let mut circles: Vec<Option<usize>> = vec![None; model.graph.stages.len()];
    for (number, (circle, _)) in cycles(model).enumerate() {
        for stage in circle {
            if let Some(slot) = circles.get_mut(*stage) {
                slot.get_or_insert(number);
            }
        }
    }
    for problem in &model.graph.problems {
        let ProblemKind::Forward { stage: later } = problem.kind else {
            continue;
        };
        let stages = &model.graph.stages;
        let (Some(stage), Some(later)) = (stages.get(problem.stage), stages.get(later)) else {
            continue;
        };
        let circle = |stage: &Stage| circles.get(stage.index).copied().flatten();
        let in_circle = circle(stage).is_some() && circle(stage) == circle(later);
        if in_circle {
            continue;
        }
        let written = format!("{}{}", written_by(problem.by), problem.text);
        let name = called(later);
        let finding = if problem.by == DependencyKind::Base {
            if is_known_image(model, &problem.text) {
                continue;
            }
            Finding::new(
                &RULE.meta,
                problem.span,
                format!(
                    "`{written}` stands above {name}, so it does not mean the stage: FROM takes the name for an image \
                     from a registry, which likely fails or gives something else"
                ),
                "move the stage above this one, or rename it when the image is meant",
            )
            .at(Severity::Warning)
        } else if names.is_duplicated(&problem.text) {
            continue;
        } else {
            let finding = Finding::new(
                &RULE.meta,
                problem.span,
                format!(
                    "`{written}` names {name}, which comes only below: stages are built in the order of the file, and \
                     the build stops with \"it needs to be defined before current stage\""
                ),
                "move the stage above this one",
            );
            // A stage that is not built is not looked at.
            if stage.reachable {
                finding
            } else {
                finding.at(Severity::Warning)
            }
        };
        report(
            finding
                .because(problem.span, format!("used here, in {}", called(stage)))
                .because(definition(later), format!("{name} is defined only here")),
        );
    }
}
