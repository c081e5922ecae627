//! `custom-ca-ignored`: a certificate authority is copied to where only a command reads it, and no command
//! does.

use crate::finding::{Finding, Severity};
use crate::graph::{Stage, StepKind};
use crate::image::path::{absolute, is_below, merged};
use crate::model::Model;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "custom-ca-ignored",
        summary: "certificate authority that is copied but not trusted",
        group: Group::Runnable,
        severity: Severity::Info,
        fix: FixAvailability::None,
        since: "0.1.0",
        docs: page!("custom_ca_ignored.md"),
    },
    check,
};

/// Directories that are read by one command only, which writes the bundle.
/// Sources: update-ca-certificates(8) of Debian and Alpine, update-ca-trust(8) of Fedora, checked 2026-11-23.
const ANCHORS: &[(&str, &str)] = &[
    ("/usr/local/share/ca-certificates", "update-ca-certificates"),
    ("/usr/share/ca-certificates", "update-ca-certificates"),
    ("/etc/pki/ca-trust/source/anchors", "update-ca-trust"),
];

/// Variables by which programs are told of other certificates.
const VARIABLES: &[&str] = &[
    "AWS_CA_BUNDLE",
    "CURL_CA_BUNDLE",
    "GIT_SSL_CAINFO",
    "NODE_EXTRA_CA_CERTS",
    "REQUESTS_CA_BUNDLE",
    "SSL_CERT_DIR",
    "SSL_CERT_FILE",
];

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    for stage in model.runnable() {
        // A command after the copy may be the one, or a script that calls it.
        if model.runs_anything(stage) || VARIABLES.iter().any(|name| model.sets_variable(name)) {
            continue;
        }
        let copies = model.chain(stage).flat_map(|stage| &stage.steps);
        for step in copies {
            let StepKind::Copy(copy) = &step.kind else {
                continue;
            };
            let Some(destination) = copy.destination.value.as_deref() else {
                continue;
            };
            let Some(destination) = copy
                .workdir
                .as_deref()
                .or_else(|| destination.starts_with('/').then_some("/"))
                .map(|workdir| merged(&absolute(workdir, destination)))
            else {
                continue;
            };
            let Some((_, command)) = ANCHORS
                .iter()
                .find(|(directory, _)| is_below(&destination, directory))
            else {
                continue;
            };
            if bundle_follows(model, stage) {
                continue;
            }
            let name = model.base_name(stage);
            report(
                Finding::new(
                    &RULE.meta,
                    step.span,
                    format!(
                        "nothing in the image reads `{destination}`: it is `{command}` that adds certificates from there to the bundle, and it never runs here"
                    ),
                    format!(
                        "run `{command}` in a builder and copy the bundle (`/etc/ssl/certs/ca-certificates.crt`) from it; Java reads a key store of its own"
                    ),
                )
                .because(step.span, "the certificate is put here")
                .because(
                    model.root(stage).from,
                    format!("no command runs on top of `{name}`"),
                ),
            );
        }
    }
}

/// Whether a bundle is copied from another stage too, which may hold the certificate.
fn bundle_follows(model: &Model<'_>, stage: &Stage) -> bool {
    model
        .path(stage, "/etc/ssl/certs/ca-certificates.crt")
        .touched
        || model.path(stage, "/etc/ssl/certs/x").touched
        || model.path(stage, "/etc/pki/ca-trust/extracted/x").touched
}
