//! `static-image-suffices`: a static program on a base with a C library.

use super::smaller::{all_static, fix, instead, plain};
use crate::finding::{Finding, Severity};
use crate::model::Model;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "static-image-suffices",
        summary: "static program on a distroless base with a C library",
        group: Group::Distroless,
        severity: Severity::Info,
        fix: FixAvailability::Sometimes,
        since: "0.1.0",
        docs: page!("static_image_suffices.md"),
    },
    check,
};

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    for plain in plain(model) {
        if !all_static(model, plain.stage) {
            continue;
        }
        let Some(image) = instead(model, &plain, "static") else {
            continue;
        };
        let (name, program) = (model.base_name(plain.stage), plain.program);
        let root = model.root(plain.stage);
        let made = plain.artifact.made().map_or(root.from, |site| site.span);
        report(
            Finding::new(
                &RULE.meta,
                root.base.span,
                format!("everything that starts here is linked statically, so it needs no C library: `{image}` is `{name}` without it"),
                format!("use `{image}`"),
            )
            .because(made, format!("`{}` makes `{}`, linked statically", program.command, plain.artifact.path))
            .fix(fix(model, &plain, &image)),
        );
    }
}
