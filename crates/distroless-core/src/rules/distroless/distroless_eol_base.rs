//! `distroless-eol-base`: a distroless image that is not built any more.

use crate::finding::{Finding, Severity};
use crate::graph::BaseTarget;
use crate::model::Model;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};
use image_knowledge::Maintained;

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "distroless-eol-base",
        summary: "distroless image that is not built any more",
        group: Group::Distroless,
        severity: Severity::Warning,
        fix: FixAvailability::None,
        since: "0.1.0",
        docs: page!("distroless_eol_base.md"),
    },
    check,
};

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    for stage in model.reachable() {
        if !matches!(stage.base.target, BaseTarget::Image(_)) {
            continue;
        }
        let Some(facts) = model
            .base(stage)
            .facts()
            .filter(|facts| facts.distroless.is_some())
        else {
            continue;
        };
        let Some(end) = facts
            .end_of_life
            .iter()
            .find(|end| end.subject == Maintained::Image && end.is_over(model.today))
        else {
            continue;
        };
        let name = model.base_name(stage);
        let help = facts.replacement.as_ref().map_or_else(
            || {
                "there is no successor of the same name: choose a maintained runtime image"
                    .to_owned()
            },
            |replacement| {
                format!("move to `{replacement}`, and build what you copy into it for that release")
            },
        );
        report(
            Finding::new(
                &RULE.meta,
                stage.base.span,
                format!(
                    "`{name}` has not been maintained since {}: no security fix reaches it",
                    end.date
                ),
                help,
            )
            .because(
                stage.base.span,
                format!("{}: maintained until {}", facts.repository, end.date),
            ),
        );
    }
}
