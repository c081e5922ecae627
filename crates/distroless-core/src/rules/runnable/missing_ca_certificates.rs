//! `missing-ca-certificates`: nothing in the image says which certificate authorities to trust.

use super::compiled::started;
use super::python_packages_not_copied::sources;
use crate::finding::{Finding, Severity};
use crate::graph::Stage;
use crate::image::artifact::{Artifact, Kind};
use crate::model::Model;
use crate::rules::edits::bring;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};
use image_knowledge::Presence;

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "missing-ca-certificates",
        summary: "image without certificate authorities for a program that may need them",
        group: Group::Runnable,
        severity: Severity::Warning,
        fix: FixAvailability::Sometimes,
        since: "0.1.0",
        docs: page!("missing_ca_certificates.md"),
    },
    check,
};

/// Where Go and OpenSSL look on Debian, Alpine and distroless.
/// Source: crypto/x509/root_linux.go of Go 1.26, checked 2026-11-23.
const BUNDLE: &str = "/etc/ssl/certs/ca-certificates.crt";

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    for started in started(model) {
        let stage = started.stage;
        let answer = model.path(stage, BUNDLE);
        let copied = model
            .contents(stage)
            .artifacts
            .iter()
            .any(|artifact| matches!(artifact.kind, Kind::CaBundle));
        // A directory of unknown content could hold one.
        if !answer.is_absent() || copied || model.sets_variable("SSL_CERT_FILE") {
            continue;
        }
        let name = model.base_name(stage);
        let bundle = bundle(model, stage);
        // Who installs them where the program is built means them to be there; else a program may never need
        // any.
        let Some((builder, bundle)) = bundle else {
            continue;
        };
        let finding = Finding::new(
            &RULE.meta,
            started.span,
            format!(
                "`{name}` has no certificate authorities: where `{}` speaks TLS to other hosts, it trusts none (\"certificate signed by unknown authority\")",
                started.path
            ),
            format!(
                "copy the bundle: `COPY --from=… {BUNDLE} {BUNDLE}`, or use `gcr.io/distroless/static-debian13`, which has it"
            ),
        );
        let finding = bundle.trail.iter().fold(finding, |finding, site| {
            finding.because(
                site.span,
                "they are installed here, and not copied into the image",
            )
        });
        // Where the builder keeps them elsewhere, nothing tells the file.
        let fix = (model.path(builder, BUNDLE).presence == Presence::Present
            || bundle.sure && bundle.holds(BUNDLE))
        .then(|| bring(model, stage, builder, BUNDLE, "the authorities"));
        report(
            finding
                .because(answer.by, format!("`{name}` has no {BUNDLE}"))
                .fix(fix.flatten()),
        );
    }
}

/// The bundle that a stage which the image copies from installs itself.
fn bundle<'m>(model: &'m Model<'_>, stage: &'m Stage) -> Option<(&'m Stage, &'m Artifact)> {
    sources(model, stage).find_map(|builder| {
        let mut artifacts = model.contents(builder).artifacts.iter();
        let bundle = artifacts.find(|artifact| matches!(artifact.kind, Kind::CaBundle))?;
        Some((builder, bundle))
    })
}
