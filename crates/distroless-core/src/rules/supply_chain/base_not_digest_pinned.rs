//! `base-not-digest-pinned`: a base image whose content can change under its name.

use super::{is_local_name, outside_bases};
use crate::finding::{Finding, Severity};
use crate::graph::BaseTarget;
use crate::model::Model;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "base-not-digest-pinned",
        summary: "base image without a digest",
        group: Group::SupplyChain,
        severity: Severity::Info,
        fix: FixAvailability::None,
        since: "0.1.0",
        docs: page!("base_not_digest_pinned.md"),
    },
    check,
};

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    for (stage, _) in outside_bases(model) {
        let BaseTarget::Image(image) = &stage.base.target else {
            continue;
        };
        // Without a tag it may be an image of this machine, or a named context.
        if image.digest().is_some() || (image.tag().is_none() && is_local_name(model, image)) {
            continue;
        }
        let name = image.familiar();
        let shown = if stage.base.has_variables {
            format!("`{}` stands for `{name}` by default", stage.base.written)
        } else {
            "a name without a digest".to_owned()
        };
        report(
            Finding::new(
                &RULE.meta,
                stage.base.span,
                format!(
                    "`{name}` is not pinned by digest: whoever may push to it decides what the next build is made on"
                ),
                "add the digest that you have tested, `@sha256:…`, and let a bot keep it fresh",
            )
            .because(stage.base.span, shown),
        );
    }
}
