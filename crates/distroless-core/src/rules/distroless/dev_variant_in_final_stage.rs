//! `dev-variant-in-final-stage`: the image that ships is a build variant.

use crate::finding::{Finding, Safety, Severity};
use crate::image::Start;
use crate::image::path::{file_name, has_extension};
use crate::model::Model;
use crate::rules::edits::on_other_base;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "dev-variant-in-final-stage",
        summary: "final image on the build variant of its base",
        group: Group::Distroless,
        severity: Severity::Warning,
        fix: FixAvailability::Sometimes,
        since: "0.1.0",
        docs: page!("dev_variant_in_final_stage.md"),
    },
    check,
};

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    for stage in model.shipped() {
        let Some(facts) = model.base(stage).facts() else {
            continue;
        };
        let Some(sibling) = facts.runtime_sibling() else {
            continue;
        };
        if !facts.variant.is_dev.is_known_and(|dev| *dev)
            || !model.is_application(stage)
            || starts_build_tool(Start::of(&stage.config))
            // Where the stage compiles, the whole layout is wrong: prefer-multi-stage speaks.
            || model.build_command(stage).is_some()
        {
            continue;
        }
        let root = model.root(stage);
        let name = model.base_name(stage);
        report(
            Finding::new(
                &RULE.meta,
                root.base.span,
                format!(
                    "`{name}` is made for building: its compilers and tools ship in the final image"
                ),
                format!("ship on `{sibling}`, and keep `{name}` for the stage that builds"),
            )
            .because(
                root.base.span,
                format!("`{sibling}` is the same base without the build tools"),
            )
            .fix(on_other_base(
                model,
                stage,
                std::slice::from_ref(&sibling),
                Safety::Unsafe,
                &|_| true,
            )),
        );
    }
}

/// Whether the container itself builds or watches, so that it needs the tools.
fn starts_build_tool(start: Start<'_>) -> bool {
    const TOOLS: &[&str] = &[
        "cargo", "go", "gradle", "gradlew", "jshell", "mvn", "mvnw", "npm", "pnpm", "sbt", "yarn",
    ];
    let Start::Program { words, .. } = start else {
        // A shell text or a base's entrypoint may do anything.
        return true;
    };
    let mut words = words
        .iter()
        .map(|word| word.value.as_deref().unwrap_or_default());
    let program = words.next().map_or("", file_name);
    match program {
        // `dotnet app.dll` runs, `dotnet watch` builds.
        "dotnet" => !words
            .next()
            .is_some_and(|argument| has_extension(argument, "dll")),
        _ => TOOLS.contains(&program),
    }
}
