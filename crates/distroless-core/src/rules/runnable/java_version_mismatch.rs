//! `java-version-mismatch`: classes for a newer Java than the one that runs them.

use crate::finding::{Finding, Safety, Severity};
use crate::graph::Stage;
use crate::image::artifact::{Artifact, Jar, Kind};
use crate::model::Model;
use crate::rules::edits::{in_version, of_family, on_other_base};
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};
use image_knowledge::{ImageFacts, RuntimeKind};

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "java-version-mismatch",
        summary: "classes compiled for a newer Java than the final image has",
        group: Group::Runnable,
        severity: Severity::Warning,
        fix: FixAvailability::Sometimes,
        since: "0.1.0",
        docs: page!("java_version_mismatch.md"),
    },
    check,
};

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    for stage in model.runnable() {
        let (Some(_), Some(has)) = (
            model.starts_runtime(stage, &["java"]),
            model.base(stage).facts().and_then(java),
        ) else {
            continue;
        };
        let newer = model.contents(stage).artifacts.iter().find_map(|artifact| {
            let Kind::Jar(jar) = &artifact.kind else {
                return None;
            };
            let needed = needed(jar)?;
            (artifact.trail.len() > 1 && needed > has).then_some((artifact, jar, needed))
        });
        if let Some((artifact, jar, needed)) = newer {
            report(finding(model, stage, has, artifact, jar, needed));
        }
    }
}

/// The release that runs the classes: as the project says, else the compiler's own.
fn needed(jar: &Jar) -> Option<u32> {
    jar.release.or_else(|| jar.jdk.as_ref()?.parse().ok())
}

/// The major version of Java in an image.
fn java(facts: &ImageFacts) -> Option<u32> {
    let version = facts.runtime(RuntimeKind::Java)?.version.as_ref().known()?;
    version.split('.').next()?.parse().ok()
}

fn finding(
    model: &Model<'_>,
    stage: &Stage,
    has: u32,
    artifact: &Artifact,
    jar: &Jar,
    needed: u32,
) -> Finding {
    let name = model.base_name(stage);
    let at = artifact.trail.last().map_or(stage.from, |site| site.span);
    let why = if jar.release.is_some() {
        format!("the build asks for Java {needed}")
    } else {
        format!(
            "`{}` compiles for that release unless the project names another",
            jar.image
        )
    };
    let finding = Finding::new(
        &RULE.meta,
        at,
        format!(
            "`{}` is for Java {needed} and `{name}` has Java {has}: it likely ends with UnsupportedClassVersionError ({why})",
            artifact.path
        ),
        format!(
            "use an image with Java {needed}, or compile with `--release {has}` (Maven: `-Dmaven.compiler.release={has}`)"
        ),
    );
    let finding = artifact
        .trail
        .iter()
        .enumerate()
        .fold(finding, |finding, (index, site)| {
            let message = if index == 0 {
                format!("`{}` compiles it on `{}`", jar.command, jar.image)
            } else {
                "it is copied here".to_owned()
            };
            finding.because(site.span, message)
        });
    let mut images = of_family(model, stage, &format!("java{needed}"));
    if images.is_empty() {
        images = in_version(name, &needed.to_string());
    }
    let fix = on_other_base(model, stage, &images, Safety::Unsafe, &|facts| {
        java(facts) == Some(needed)
    });
    finding
        .because(
            model.root(stage).base.span,
            format!("`{name}` has Java {has}"),
        )
        .fix(fix)
}
