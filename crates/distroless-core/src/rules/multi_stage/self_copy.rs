//! `self-copy`: a stage that copies from itself.

use super::reference::{Names, called, definition, written_by};
use crate::finding::{Finding, Severity};
use crate::graph::{DependencyKind, ProblemKind};
use crate::model::Model;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "self-copy",
        summary: "a stage copies from itself",
        group: Group::MultiStage,
        severity: Severity::Error,
        fix: FixAvailability::None,
        since: "0.1.0",
        docs: page!("self_copy.md"),
    },
    check,
};

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    let names = Names::of(model);
    for problem in &model.graph.problems {
        let Some(stage) = model.graph.stages.get(problem.stage) else {
            continue;
        };
        if problem.kind != ProblemKind::Itself
            || problem.by == DependencyKind::Base
            || names.is_duplicated(&problem.text)
        {
            continue;
        }
        let name = called(stage);
        let written = format!("{}{}", written_by(problem.by), problem.text);
        report(
            Finding::new(
                &RULE.meta,
                problem.span,
                format!(
                    "`{written}` names {name}, in which it stands: a stage cannot be a source of its own, and the build \
                     stops with \"circular dependency detected\""
                ),
                "name the stage that holds the files; inside a stage, files are moved with RUN",
            )
            .because(definition(stage), format!("{name} begins here"))
            .because(problem.span, "and this names it again"),
        );
    }
}
