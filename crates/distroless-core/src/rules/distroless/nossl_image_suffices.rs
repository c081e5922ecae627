//! `nossl-image-suffices`: a program that uses no OpenSSL on a base with it.

use super::smaller::{Plain, all_static, fix, instead, plain};
use crate::finding::{Finding, Severity};
use crate::model::Model;
use crate::model::libraries::needs_libc_only;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "nossl-image-suffices",
        summary: "program without OpenSSL on a distroless base with it",
        group: Group::Distroless,
        severity: Severity::Info,
        fix: FixAvailability::Sometimes,
        since: "0.1.0",
        docs: page!("nossl_image_suffices.md"),
    },
    check,
};

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    for plain in plain(model) {
        if plain.image != "base" || all_static(model, plain.stage) || !uses_libc_only(model, &plain)
        {
            continue;
        }
        let Some(image) = instead(model, &plain, "base-nossl") else {
            continue;
        };
        let (name, program) = (model.base_name(plain.stage), plain.program);
        let root = model.root(plain.stage);
        let made = plain.artifact.made().map_or(root.from, |site| site.span);
        report(
            Finding::new(
                &RULE.meta,
                root.base.span,
                format!(
                    "`{}` needs the C library and no OpenSSL: `{image}` is `{name}` without it",
                    plain.artifact.path
                ),
                format!("use `{image}`"),
            )
            .because(
                made,
                format!("`{}` links it with the C library alone", program.command),
            )
            .fix(fix(model, &plain, &image)),
        );
    }
}

/// Whether all programs are linked with the C library and nothing else.
fn uses_libc_only(model: &Model<'_>, plain: &Plain<'_>) -> bool {
    let mut programs = model
        .contents(plain.stage)
        .artifacts
        .iter()
        .filter_map(crate::image::linked::program);
    programs.all(needs_libc_only)
}
