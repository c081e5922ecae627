//! `dynamic-binary-on-static`: the program needs a C library, and the final image has none.

use super::compiled::started;
use crate::finding::{Finding, Severity};
use crate::image::linked;
use crate::model::Model;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};
use image_knowledge::{Language, LibcKind};

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "dynamic-binary-on-static",
        summary: "program that needs a C library on an image without one",
        group: Group::Runnable,
        severity: Severity::Error,
        fix: FixAvailability::None,
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
        report(finding.likely_unless(base.certainty()));
    }
}
