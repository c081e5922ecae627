//! `openssl-abi-mismatch`: the program is linked with an OpenSSL that the image does not have.

use super::compiled::{Started, started};
use super::missing_shared_library::{is_openssl, with_libraries};
use crate::finding::{Finding, Fix, Safety, Severity};
use crate::model::Model;
use crate::rules::edits::{on_other_base, on_system_of};
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};
use image_knowledge::Presence;

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "openssl-abi-mismatch",
        summary: "program linked with an OpenSSL that the final image does not have",
        group: Group::Runnable,
        severity: Severity::Warning,
        fix: FixAvailability::Sometimes,
        since: "0.1.0",
        docs: page!("openssl_abi_mismatch.md"),
    },
    check,
};

/// The packages with OpenSSL, and the names of the library in them.
/// Source: Debian's and Alpine's packages, checked 2026-11-23.
const VERSIONS: &[(&str, &str)] = &[
    ("libssl1.1", "libssl.so.1.1"),
    ("libssl3", "libssl.so.3"),
    ("libssl3t64", "libssl.so.3"),
];

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    for started in started(model) {
        if !started.has_c_library(model) {
            continue;
        }
        let missing = started.missing(model);
        let Some(need) = missing.iter().find(|need| is_openssl(need.package)) else {
            continue;
        };
        let Some(facts) = model.base(started.stage).facts() else {
            continue;
        };
        let library = VERSIONS
            .iter()
            .find(|(package, _)| *package == need.package)
            .map_or("libssl", |(_, library)| library);
        let other = VERSIONS.iter().find(|(package, name)| {
            *name != library && facts.has_libraries_of(package) == Presence::Present
        });
        let name = model.base_name(started.stage);
        let has = match other {
            Some((_, other)) => format!("`{name}` has {other}"),
            None => format!("`{name}` has no OpenSSL"),
        };
        let path = &started.path;
        let finding = Finding::new(
            &RULE.meta,
            started.span,
            format!(
                "`{path}` likely needs {library} of its builder, since {}, and {has}: it would end with \"error while loading shared libraries\"",
                need.why
            ),
            "use a builder and a final image of the same release, `gcr.io/distroless/base-debian13` rather than `base-nossl`, or a TLS library that is linked statically (rustls, `openssl` with `vendored`)",
        );
        let fix =
            with_libraries(model, &started, &missing).or_else(|| on_its_system(model, &started));
        report(started.explain(finding, model, &has).fix(fix));
    }
}

/// A builder of the release that the image is made of, where that has OpenSSL.
fn on_its_system(model: &Model<'_>, started: &Started<'_>) -> Option<Fix> {
    let facts = model.base(started.stage).facts()?;
    let has = |package: &str| facts.has_libraries_of(package) == Presence::Present;
    VERSIONS.iter().find(|(package, _)| has(package))?;
    let release = facts.os.as_ref().known()?.as_ref()?.release.known()?;
    let builder = started.builder(model)?;
    let images = on_system_of(model, builder, started.stage);
    on_other_base(model, builder, &images, Safety::Unsafe, &|facts| {
        let os = facts.os.as_ref().known().and_then(Option::as_ref);
        os.is_some_and(|os| os.release.known() == Some(release))
    })
}
