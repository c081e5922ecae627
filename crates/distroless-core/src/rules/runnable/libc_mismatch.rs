//! `libc-mismatch`: the program is linked with another C library than the final image has.

use super::compiled::started;
use crate::finding::{Finding, Safety, Severity};
use crate::graph::Stage;
use crate::image::artifact::Kind;
use crate::image::linked;
use crate::model::Model;
use crate::rules::edits::{has_libc, on_other_base, on_system_of};
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};
use image_knowledge::{LibcKind, Presence};

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "libc-mismatch",
        summary: "program linked with another C library than the image has",
        group: Group::Runnable,
        severity: Severity::Error,
        fix: FixAvailability::Sometimes,
        since: "0.1.0",
        docs: page!("libc_mismatch.md"),
    },
    check,
};

/// Packages that make programs of the other C library run.
const BRIDGES: &[&str] = &["gcompat", "libc6-compat", "musl", "musl-tools", "glibc"];

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    for started in started(model) {
        let Some((libc, _)) = linked::libc(started.program) else {
            continue;
        };
        let Some(other) = other(model, started.stage, libc) else {
            continue;
        };
        let (path, name) = (&started.path, model.base_name(started.stage));
        let proved = started.proved();
        let likely = if proved { "" } else { "likely " };
        let finding = Finding::new(
            &RULE.meta,
            started.span,
            format!(
                "`{path}`, made by `{}` on `{}`, is {likely}linked with {}, and `{name}` has {}: the container cannot start (\"no such file or directory\")",
                started.program.command,
                started.program.built_on,
                linked::name(libc),
                linked::name(other)
            ),
            "build on the distribution of the final stage, or link statically",
        );
        let finding = if proved {
            finding
        } else {
            finding.at(Severity::Warning)
        };
        let why = format!("`{name}` has {}", linked::name(other));
        let fix = started.builder(model).and_then(|builder| {
            let images = on_system_of(model, builder, started.stage);
            on_other_base(model, builder, &images, Safety::Unsafe, &|facts| {
                has_libc(facts, other)
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
    for stage in model.runnable() {
        runtimes(model, stage, report);
    }
}

/// The C library of the image, where it is another and nothing makes up for it.
fn other(model: &Model<'_>, stage: &Stage, libc: LibcKind) -> Option<LibcKind> {
    let facts = model.base(stage).facts()?;
    let there = facts.libc.as_ref().known()?.kind;
    let differs = matches!(
        (libc, there),
        (LibcKind::Glibc, LibcKind::Musl) | (LibcKind::Musl, LibcKind::Glibc)
    );
    let bridged = model.contents(stage).installed().any(|package| {
        BRIDGES
            .iter()
            .any(|bridge| package.name.starts_with(bridge))
    });
    // A program by its name may be a wrapper that brings its own loader.
    (differs && !bridged && !loader_may_be_there(model, stage, libc)).then_some(there)
}

/// Whether a command made the loader's path, or a copy may have brought it.
fn loader_may_be_there(model: &Model<'_>, stage: &Stage, libc: LibcKind) -> bool {
    linked::loaders(libc).iter().any(|loader| {
        let answer = model.path(stage, loader);
        let made = answer.presence == Presence::Present || !model.only_packages_touch(stage);
        !answer.is_absent() && answer.touched && made
    })
}

/// Runtimes that are copied without the libraries they need.
fn runtimes(model: &Model<'_>, stage: &Stage, report: &mut dyn FnMut(Finding)) {
    let Some((path, span)) = model.started(stage) else {
        return;
    };
    for artifact in &model.contents(stage).artifacts {
        let Kind::Runtime(runtime) = &artifact.kind else {
            continue;
        };
        let Some(libc) = runtime.libc.filter(|_| artifact.path == path) else {
            continue;
        };
        let Some(there) = other(model, stage, libc) else {
            continue;
        };
        let name = model.base_name(stage);
        let finding = Finding::new(
            &RULE.meta,
            span,
            format!(
                "`{}` is copied from `{}` and linked with {}, and `{name}` has {}: the container cannot start",
                runtime.name,
                runtime.from,
                linked::name(libc),
                linked::name(there)
            ),
            format!(
                "copy it from a variant of `{}` that is built on the distribution of the final stage",
                runtime.from
            ),
        );
        let finding = artifact
            .trail
            .iter()
            .fold(finding, |finding, site| {
                finding.because(site.span, "it is copied here")
            })
            .because(
                model.root(stage).base.span,
                format!("`{name}` has {}", linked::name(there)),
            );
        report(finding.likely_unless(model.base(stage).certainty()));
    }
}
