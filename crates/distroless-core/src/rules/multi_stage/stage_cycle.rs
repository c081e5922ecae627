//! `stage-cycle`: stages that need each other.

use super::reference::{called, cycles, definition};
use crate::finding::{Finding, Severity};
use crate::graph::{BaseTarget, Stage};
use crate::model::Model;
use crate::order;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};
use dockerfile_syntax::Span;
use std::collections::BTreeSet;

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "stage-cycle",
        summary: "stages that need each other in a circle",
        group: Group::MultiStage,
        severity: Severity::Error,
        fix: FixAvailability::None,
        since: "0.1.0",
        docs: page!("stage_cycle.md"),
    },
    check,
};

/// Stages named in a message; a longer circle is cut.
const SHOWN: usize = 6;

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    let mut seen = BTreeSet::new();
    for (circle, span) in cycles(model) {
        let mut members = circle.to_vec();
        order::sort_by(&mut members, Ord::cmp);
        let members = members.iter().map(usize::to_string).collect::<Vec<_>>();
        if !seen.insert(members.join(" ")) {
            continue;
        }
        let stages: Vec<&Stage> = circle
            .iter()
            .filter_map(|index| model.graph.stages.get(*index))
            .collect();
        let Some(first) = stages.first() else {
            continue;
        };
        let around = || stages.iter().zip(stages.iter().cycle().skip(1));
        let needs: Vec<String> = around()
            .take(SHOWN)
            .map(|(stage, needed)| format!("{} needs {}", called(stage), called(needed)))
            .collect();
        let mut finding = Finding::new(
            &RULE.meta,
            span,
            format!(
                "{}{}: none of them can be built before the other, and the build stops",
                needs.join(", "),
                if stages.len() > SHOWN {
                    ", and so on around"
                } else {
                    ""
                }
            ),
            "move what several of them need into a stage of its own above them",
        )
        .because(definition(first), format!("{} begins here", called(first)));
        for (stage, needed) in around() {
            finding = finding.because(
                use_of(stage, needed.index),
                format!("{} takes from {}", called(stage), called(needed)),
            );
        }
        report(finding);
    }
}

/// Where a stage says that it needs another one.
fn use_of(stage: &Stage, needed: usize) -> Span {
    let dependency = stage
        .dependencies
        .iter()
        .find(|dependency| dependency.stage == needed);
    match (dependency, &stage.base.target) {
        (Some(dependency), _) => dependency.span,
        (None, BaseTarget::Stage(base)) if *base == needed => stage.base.span,
        _ => stage.from,
    }
}
