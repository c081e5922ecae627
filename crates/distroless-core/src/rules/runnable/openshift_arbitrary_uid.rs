//! `openshift-arbitrary-uid`: the application lies in a home directory that only its owner may enter.

use crate::finding::{Finding, Severity};
use crate::image::path::is_below;
use crate::model::Model;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "openshift-arbitrary-uid",
        summary: "application in a home directory that other users may not enter",
        group: Group::Runnable,
        severity: Severity::Info,
        fix: FixAvailability::None,
        since: "0.1.0",
        docs: page!("openshift_arbitrary_uid.md"),
    },
    check,
};

/// The home of distroless images' user, with mode 0700.
/// Source: GoogleContainerTools/distroless common/variables.bzl, checked 2026-08-21.
const HOME: &str = "/home/nonroot";

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    for stage in model.runnable() {
        let distroless = model
            .base(stage)
            .facts()
            .is_some_and(|facts| facts.distroless.is_some());
        if !distroless {
            continue;
        }
        let started = model
            .started(stage)
            .filter(|(path, _)| is_below(path, HOME))
            .map(|(path, span)| (format!("`{path}`"), span));
        // An entrypoint of the base is given a path in the working directory.
        let given = || {
            let directories = model.script_directories(stage);
            let cmd = stage.config.cmd.span()?;
            let lies = directories
                .iter()
                .any(|directory| is_below(directory, HOME));
            let brought = model
                .contents(stage)
                .artifacts
                .iter()
                .any(|artifact| is_below(&artifact.path, HOME));
            (lies && brought).then_some(("the application".to_owned(), cmd))
        };
        let Some((path, span)) = started.or_else(given) else {
            continue;
        };
        let name = model.base_name(stage);
        report(
            Finding::new(
                &RULE.meta,
                span,
                format!("{path} lies in `{HOME}`, which only user 65532 may enter: where the platform chooses the user, as OpenShift does, it cannot be started"),
                "copy the application to a directory of its own, such as `/app`",
            )
            .because(model.root(stage).base.span, format!("`{name}` has `{HOME}` with mode 0700")),
        );
    }
}
