//! `base-needs-cc`: the program needs the compiler's own libraries, which the base lacks.

use super::compiled::started;
use crate::finding::{Finding, Safety, Severity};
use crate::image::artifact::Linkage;
use crate::model::Model;
use crate::rules::edits::{of_family, on_other_base};
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};
use image_knowledge::LibcKind;

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "base-needs-cc",
        summary: "Rust or C++ program on a base without libgcc or libstdc++",
        group: Group::Runnable,
        severity: Severity::Warning,
        fix: FixAvailability::Sometimes,
        since: "0.1.0",
        docs: page!("base_needs_cc.md"),
    },
    check,
};

/// The distroless images that have the C library alone.
/// Source: the package lists of GoogleContainerTools/distroless, checked 2026-11-23.
const WITHOUT: &[&str] = &["distroless/base", "distroless/base-nossl"];

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    for started in started(model) {
        let Linkage::Dynamic {
            libc: LibcKind::Glibc,
            libgcc,
            libstdcxx,
            ..
        } = &started.program.linkage
        else {
            continue;
        };
        let library = match (libgcc, libstdcxx) {
            (_, true) => "libstdc++.so.6",
            (true, false) => "libgcc_s.so.1",
            (false, false) => continue,
        };
        let Some(facts) = model.base(started.stage).facts() else {
            continue;
        };
        let repository = facts.repository.trim_start_matches("gcr.io/");
        let plain = repository
            .split("-debian")
            .next()
            .is_some_and(|name| WITHOUT.contains(&name));
        // A copied library, or a copied directory of libraries, is enough.
        let copied = model
            .path(
                started.stage,
                &format!("/usr/lib/x86_64-linux-gnu/{library}"),
            )
            .touched
            || model
                .path(
                    started.stage,
                    &format!("/usr/lib/aarch64-linux-gnu/{library}"),
                )
                .touched;
        if !plain || copied {
            continue;
        }
        let (path, name) = (&started.path, model.base_name(started.stage));
        let finding = Finding::new(
            &RULE.meta,
            started.span,
            format!(
                "`{path}`, made by `{}`, likely needs {library}, which `{name}` does not have: it would end with \"error while loading shared libraries\"",
                started.program.command
            ),
            "use `gcr.io/distroless/cc-debian13`, which has it, or link statically",
        );
        // All that `base` has is in `cc` too, as it is.
        let images = of_family(model, started.stage, "cc");
        let fix = on_other_base(
            model,
            started.stage,
            images.get(..1).unwrap_or_default(),
            Safety::Safe,
            &|_| true,
        );
        let why = format!("`{name}` has the C library and not {library}");
        report(started.explain(finding, model, &why).fix(fix));
    }
}
