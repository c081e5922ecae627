//! `glibc-too-old`: built against a newer C library than the one it runs on.

use super::compiled::started;
use crate::finding::{Finding, Safety, Severity};
use crate::image::linked::{self, numbers};
use crate::model::Model;
use crate::rules::edits::{on_other_base, on_system_of};
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};
use image_knowledge::{Language, LibcKind};

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "glibc-too-old",
        summary: "program built against a newer glibc than the image has",
        group: Group::Runnable,
        severity: Severity::Error,
        fix: FixAvailability::Sometimes,
        since: "0.1.0",
        docs: page!("glibc_too_old.md"),
    },
    check,
};

/// Every program linked with this version or a later one asks for `__libc_start_main@GLIBC_2.34`.
/// Source: the release notes of glibc 2.34, checked 2026-11-23.
const START_MAIN: (u32, u32) = (2, 34);

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    for started in started(model) {
        let Some((LibcKind::Glibc, Some(built))) = linked::libc(started.program) else {
            continue;
        };
        let Some(facts) = model.base(started.stage).facts() else {
            continue;
        };
        let Some(libc) = facts
            .libc
            .as_ref()
            .known()
            .filter(|libc| libc.kind == LibcKind::Glibc)
        else {
            continue;
        };
        let Some(there) = libc.version.known() else {
            continue;
        };
        let (Some(needs), Some(has)) = (numbers(built), numbers(there)) else {
            continue;
        };
        let brought = model.path(started.stage, "/usr/lib/x86_64-linux-gnu/libc.so.6");
        let crosses = needs >= START_MAIN && has < START_MAIN;
        // What Go links of the C library are old functions, but for the threads that moved into it; only
        // code of the project's own may ask for newer ones.
        let old = started.program.language == Language::Go && !crosses && !started.proved();
        if has >= needs || old || brought.touched && !model.only_packages_touch(started.stage) {
            continue;
        }
        let proved = crosses && started.proved();
        let (path, name) = (&started.path, model.base_name(started.stage));
        let finding = Finding::new(
            &RULE.meta,
            started.span,
            if proved {
                format!(
                    "`{path}` is linked with glibc {built} and asks for GLIBC_2.34 at least; `{name}` has {there}: the container cannot start"
                )
            } else {
                format!(
                    "`{path}` is linked with glibc {built}, and `{name}` has {there}: it likely asks for functions that are not there (\"version `GLIBC_{built}' not found\")"
                )
            },
            format!(
                "build on the release that the final image is made of, or use a final image with glibc {built} or later"
            ),
        );
        let finding = match (proved, crosses) {
            (true, _) => finding,
            (false, true) => finding.at(Severity::Warning),
            // Small programs ask for nothing new: they run.
            (false, false) => finding.at(Severity::Info),
        };
        let why = format!("`{name}` has glibc {there}");
        let fix = started.builder(model).and_then(|builder| {
            let images = on_system_of(model, builder, started.stage);
            on_other_base(model, builder, &images, Safety::Unsafe, &|facts| {
                let libc = facts.libc.as_ref().known();
                libc.and_then(|libc| libc.version.known()) == Some(there)
            })
        });
        let certainty = model.base(started.stage).certainty();
        report(
            started
                .explain(finding, model, &why)
                .likely_unless(certainty)
                .fix(fix),
        );
    }
}
