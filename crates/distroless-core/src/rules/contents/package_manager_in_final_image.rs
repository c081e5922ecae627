//! `package-manager-in-final-image`: what ships can install more.

use crate::finding::{Finding, Severity};
use crate::graph::StepKind;
use crate::image::command::commands;
use crate::model::Model;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};
use image_knowledge::Known;

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "package-manager-in-final-image",
        summary: "a package manager in the final image",
        group: Group::Contents,
        severity: Severity::Info,
        fix: FixAvailability::None,
        since: "0.1.0",
        docs: include_str!("package_manager_in_final_image.md"),
    },
    check,
};

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    for stage in model.shipped() {
        let Known::Known(Some(manager)) = model.base(stage).package_manager() else {
            continue;
        };
        if !model.is_application(stage) {
            continue;
        }
        // Whoever removes something of that name likely means the package manager itself.
        let takes_away = |words: &Vec<String>| {
            let verb = |word: &String| matches!(word.as_str(), "del" | "purge" | "remove" | "rm");
            let tool = |word: &String| word.contains(&*manager) || word.contains("dpkg");
            words.iter().take(2).any(verb) && words.iter().skip(1).any(tool)
        };
        let removed = model
            .chain(stage)
            .flat_map(|stage| &stage.steps)
            .any(|step| match &step.kind {
                StepKind::Run(run) => commands(run).iter().any(takes_away),
                _ => false,
            });
        if removed {
            continue;
        }
        let root = model.root(stage);
        let name = model.base_name(stage);
        let name = name.split('@').next().unwrap_or(name);
        report(
            Finding::new(
                &RULE.meta,
                root.base.span,
                format!(
                    "`{name}` brings `{manager}` into the final image: an application installs nothing when it runs, and whoever gets into the container can"
                ),
                "install packages in a stage that does not ship, and begin the final stage on an image without a package manager, such as distroless",
            )
            .because(root.base.span, format!("`{name}` has `{manager}`")),
        );
    }
}
