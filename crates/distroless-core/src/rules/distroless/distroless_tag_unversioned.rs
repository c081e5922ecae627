//! `distroless-tag-unversioned`: a distroless name that moves between Debian releases.

use crate::finding::{Finding, Fix, Safety, Severity};
use crate::graph::BaseTarget;
use crate::model::Model;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "distroless-tag-unversioned",
        summary: "distroless image named without its Debian release",
        group: Group::Distroless,
        severity: Severity::Warning,
        fix: FixAvailability::Sometimes,
        since: "0.1.0",
        docs: page!("distroless_tag_unversioned.md"),
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
            .filter(|facts| !facts.pinned_by_digest)
        else {
            continue;
        };
        let Some(versioned) = facts
            .distroless
            .as_ref()
            .and_then(|image| image.versioned.as_deref())
        else {
            continue;
        };
        let fix = stage
            .base
            .written
            .strip_prefix(facts.repository.as_ref())
            .map(|rest| {
                Fix::replace(
                    format!("name the release: `{versioned}`"),
                    Safety::Safe,
                    stage.base.span,
                    format!("{versioned}{rest}"),
                )
            });
        report(
            Finding::new(
                &RULE.meta,
                stage.base.span,
                format!(
                    "`{}` names no Debian release: today it is `{versioned}`, and it will move to the next release by itself",
                    model.base_name(stage)
                ),
                format!("write `{versioned}`, so that the C library and the runtime change when you decide"),
            )
            .because(stage.base.span, format!("the name without a suffix stands for `{versioned}`"))
            .fix(fix),
        );
    }
}
