//! `java-fonts-missing`: fonts that are installed where a Java application is built, and not where it runs.

use super::python_packages_not_copied::sources;
use crate::finding::{Finding, Severity};
use crate::graph::Stage;
use crate::image::artifact::Package;
use crate::model::Model;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};
use image_knowledge::Presence;

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "java-fonts-missing",
        summary: "fonts of a Java builder that the final image does not have",
        group: Group::Runnable,
        severity: Severity::Info,
        fix: FixAvailability::None,
        since: "0.1.0",
        docs: page!("java_fonts_missing.md"),
    },
    check,
};

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    for stage in model.runnable() {
        let Some(start) = model.starts_runtime(stage, &["java"]) else {
            continue;
        };
        // A copy below /usr/share or a command may bring fonts.
        let brought = [
            "/usr/share/fonts/any",
            "/usr/local/share/fonts/any",
            "/etc/fonts/any",
        ]
        .iter()
        .any(|path| model.path(stage, path).touched);
        let installs = model.contents(stage).installed().next().is_some();
        if brought || installs {
            continue;
        }
        if let Some(package) = fonts(model, stage) {
            let name = model.base_name(stage);
            let has = has_some(model, stage);
            let what = if has {
                "has no other fonts than DejaVu"
            } else {
                "may have neither fonts nor fontconfig"
            };
            report(
                Finding::new(
                    &RULE.meta,
                    start,
                    format!("`{}` is installed where the application is built and not where it runs: `{name}` {what}, so that drawing text fails or shows boxes", package.name),
                    "copy `/usr/share/fonts` (and `/etc/fonts`) from the builder, or use a base image with fonts",
                )
                .because(package.site.span, "fonts are installed here")
                .because(model.root(stage).base.span, format!("`{name}` is what runs")),
            );
        }
    }
}

/// Fonts, or what finds them, that a stage which the image copies from installs.
fn fonts<'m>(model: &'m Model<'_>, stage: &'m Stage) -> Option<&'m Package> {
    sources(model, stage)
        .flat_map(|builder| model.contents(builder).installed())
        .find(|package| {
            let name = package.name.as_str();
            name == "fontconfig"
                || ["fonts-", "font-", "ttf-", "msttcorefonts"]
                    .iter()
                    .any(|start| name.starts_with(start))
        })
}

/// Whether the base brings the libraries that draw text.
fn has_some(model: &Model<'_>, stage: &Stage) -> bool {
    let facts = model.base(stage).facts();
    facts.is_some_and(|facts| facts.has_libraries_of("libfontconfig1") == Presence::Present)
}
