//! `build-cache-in-final-image`: what package managers downloaded ships.

use crate::finding::{Finding, Severity};
use crate::image::artifact::Kind;
use crate::model::Model;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "build-cache-in-final-image",
        summary: "downloads of package managers in the final image",
        group: Group::Contents,
        severity: Severity::Info,
        fix: FixAvailability::None,
        since: "0.1.0",
        docs: page!("build_cache_in_final_image.md"),
    },
    check,
};

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    for stage in model.shipped().filter(|stage| model.is_application(stage)) {
        for artifact in &model.contents(stage).artifacts {
            let Kind::Cache(manager) = artifact.kind else {
                continue;
            };
            let Some(made) = artifact.made().filter(|_| artifact.sure) else {
                continue;
            };
            let help = match manager {
                "apt" => "end the RUN with `rm -rf /var/lib/apt/lists/*`",
                "apk" => "install with `apk add --no-cache`",
                "pip" => "install with `pip install --no-cache-dir`",
                "dnf" => "end the RUN with `dnf clean all`",
                "zypper" => "end the RUN with `zypper clean --all`",
                // What Node.js's managers keep is told by prefer-cache-mount where it is asked for.
                _ => continue,
            };
            let finding = Finding::new(
                &RULE.meta,
                made.span,
                format!(
                    "what {manager} keeps in `{}` ships with the image, and nothing reads it there",
                    artifact.path
                ),
                help,
            );
            report(finding.because(
                made.span,
                "it is downloaded here, and still there at the end of the layer",
            ));
        }
    }
}
