//! `dynamic-binary-on-static`: the program needs a C library, and the final image has none.

use super::compiled::{Started, started};
use crate::finding::{Finding, Fix, Safety, Severity};
use crate::graph::Setting;
use crate::image::artifact::Linkage;
use crate::image::linked;
use crate::model::Model;
use crate::model::libraries::needs_libc_only;
use crate::rules::edits::{self, of_family, on_other_base};
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};
use image_knowledge::{Language, LibcKind};

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "dynamic-binary-on-static",
        summary: "program that needs a C library on an image without one",
        group: Group::Runnable,
        severity: Severity::Error,
        fix: FixAvailability::Sometimes,
        since: "0.1.0",
        docs: page!("dynamic_binary_on_static.md"),
    },
    check,
};

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    for started in started(model) {
        let Some((libc, _)) = linked::libc(started.program) else {
            continue;
        };
        let base = model.base(started.stage);
        let none = base
            .facts()
            .is_some_and(|facts| facts.libc.is_known_and(|libc| libc.kind == LibcKind::None));
        let loaders = linked::loaders(libc);
        // The base has none; what matters is whether a copy may have brought one.
        let brought = loaders.is_empty()
            || loaders.iter().any(|loader| {
                let answer = model.path(started.stage, loader);
                answer.touched && !answer.is_absent()
            });
        if !none || brought {
            continue;
        }
        let (path, name) = (&started.path, model.base_name(started.stage));
        let (library, command) = (linked::name(libc), &started.program.command);
        let proved = started.proved();
        let likely = if proved { "" } else { "likely " };
        let help = match started.program.language {
            Language::Go if !proved => {
                "set `CGO_ENABLED=0` for the build, or use a final base with a C library (`gcr.io/distroless/base-debian13`)"
            }
            Language::Go => {
                "link statically (`-ldflags '-extldflags \"-static\"'`), or use a final base with a C library (`gcr.io/distroless/base-debian13`)"
            }
            Language::Rust => "build for a musl target, or use `gcr.io/distroless/cc-debian13`",
            _ => "link statically (`-static`), or use a final base with a C library",
        };
        let finding = Finding::new(
            &RULE.meta,
            started.span,
            format!(
                "`{path}`, made by `{command}`, is {likely}linked with {library}, and `{name}` has no C library: the container cannot start (\"no such file or directory\")"
            ),
            help,
        );
        let finding = if proved {
            finding
        } else {
            finding.at(Severity::Warning)
        };
        let finding = started.explain(finding, model, &format!("`{name}` has no C library"));
        let finding = finding.likely_unless(base.certainty());
        report(finding.fix(without_cgo(model, &started).or_else(|| with_library(model, &started))));
    }
}

/// Switches cgo off for the command. Where the project has no code in C, that is the same program.
fn without_cgo(model: &Model<'_>, started: &Started<'_>) -> Option<Fix> {
    let made = started.artifact.made()?.span;
    let text = made.text(model.file.source);
    // Only where the command stands in the text as it runs, and nothing is said of cgo yet.
    if started.program.language != Language::Go
        || started.proved()
        || !text.contains("go build") && !text.contains("go install")
        || text.contains("CGO_ENABLED")
    {
        return None;
    }
    let safety = if started.program.without_c {
        Safety::Safe
    } else {
        Safety::Unsafe
    };
    let edit = edits::insert(made.start, "CGO_ENABLED=0 ".to_owned());
    Some(edits::fix(
        "set `CGO_ENABLED=0`".to_owned(),
        safety,
        vec![edit],
    ))
}

/// A base with the library.
fn with_library(model: &Model<'_>, started: &Started<'_>) -> Option<Fix> {
    let image = match &started.program.linkage {
        Linkage::Dynamic {
            libc: LibcKind::Glibc,
            libgcc: false,
            libstdcxx: false,
            ..
        } if needs_libc_only(started.program) => "base-nossl",
        Linkage::Dynamic {
            libc: LibcKind::Glibc,
            libgcc: false,
            libstdcxx: false,
            ..
        } => "base",
        Linkage::Dynamic {
            libc: LibcKind::Glibc,
            ..
        } => "cc",
        _ => return None,
    };
    let stage = started.stage;
    let mut images = of_family(model, stage, image);
    if images.is_empty() {
        // On the empty image nothing says who is to run it.
        let user = match stage.config.user {
            Setting::Unset => ":nonroot",
            _ => "",
        };
        images.push(format!("gcr.io/distroless/{image}-debian13{user}"));
    }
    on_other_base(model, stage, &images, Safety::Unsafe, &|_| true)
}
