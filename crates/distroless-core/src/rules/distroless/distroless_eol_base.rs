//! `distroless-eol-base`: a distroless image that is not built any more.

use crate::finding::{Finding, Fix, Safety, Severity};
use crate::graph::{BaseTarget, Stage};
use crate::model::Model;
use crate::rules::edits::on_other_base;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};
use image_knowledge::{ImageFacts, Maintained, RuntimeKind};

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "distroless-eol-base",
        summary: "distroless image that is not built any more",
        group: Group::Distroless,
        severity: Severity::Warning,
        fix: FixAvailability::Sometimes,
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
            )
            .fix(successor(model, stage, facts)),
        );
    }
}

/// The same image of a maintained release. Its runtime may be another one, and what was built for the old one
/// may want that.
fn successor(model: &Model<'_>, stage: &Stage, facts: &ImageFacts) -> Option<Fix> {
    let name = facts.replacement.as_ref()?;
    let tag = model.base_name(stage).rsplit_once(':');
    let image = match tag {
        Some((_, tag)) => format!("{name}:{tag}"),
        None => name.clone(),
    };
    // Packages of Python are for one minor.
    let same = |new: &ImageFacts| {
        let versions =
            |facts| ImageFacts::runtime(facts, RuntimeKind::Python).map(|it| &it.version);
        versions(new) == versions(facts)
    };
    on_other_base(model, stage, &[image], Safety::Unsafe, &same)
}
