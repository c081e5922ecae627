//! `compiler-in-final-image`: what only building needs is installed in an image that ships.

use crate::finding::{Finding, Severity};
use crate::image::artifact::Package;
use crate::model::Model;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};
use image_knowledge::{ToolClass, package_class};

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "compiler-in-final-image",
        summary: "compilers, build tools or headers in the final image",
        group: Group::Contents,
        severity: Severity::Warning,
        fix: FixAvailability::None,
        since: "0.1.0",
        docs: page!("compiler_in_final_image.md"),
    },
    check,
};

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    for stage in model.shipped().filter(|stage| model.is_application(stage)) {
        // Where the stage compiles the application, prefer-multi-stage speaks.
        if model.build_command(stage).is_some() || !model.names_base(stage) {
            continue;
        }
        let mut found: Vec<(&Package, &str)> = Vec::new();
        for package in &model.contents(stage).packages {
            let what = match package_class(package.manager, &package.name) {
                Some(ToolClass::Toolchain) => "compiles",
                Some(ToolClass::BuildTool) => "builds",
                Some(ToolClass::Headers) => "helps to compile",
                _ => continue,
            };
            let gone = package
                .removed
                .is_some_and(|removed| model.in_one_step(package.site, removed));
            // By itself it only inspects and strips programs.
            let bare = package.name == "binutils";
            // Installed again, it is the same package.
            let told = found.iter().any(|(other, _)| other.name == package.name);
            if package.sure && !gone && !bare && !told {
                found.push((package, what));
            }
        }
        let Some(((first, what), rest)) = found.split_first() else {
            continue;
        };
        let more = if rest.is_empty() {
            String::new()
        } else {
            let names: Vec<_> = rest
                .iter()
                .map(|(package, _)| format!("`{}`", package.name))
                .collect();
            let shown = names.iter().take(3).cloned().collect::<Vec<_>>().join(", ");
            let left = names.len().saturating_sub(3);
            if left > 0 {
                format!(", with {shown} and {left} more,")
            } else {
                format!(", with {shown},")
            }
        };
        let mut finding = Finding::new(
            &RULE.meta,
            first.site.span,
            format!(
                "`{}`{more} ships in the image and only {what} programs: nothing of it is needed to run",
                first.name
            ),
            "install it in a stage of its own, build there, and copy the result into the final stage",
        );
        if let Some(removed) = first.removed {
            finding = finding.because(
                removed.span,
                "removed here, by a later layer: the layer before still ships it",
            );
        }
        for (package, _) in rest {
            finding = finding.because(
                package.site.span,
                format!("`{}` ships as well", package.name),
            );
        }
        report(finding);
    }
}
