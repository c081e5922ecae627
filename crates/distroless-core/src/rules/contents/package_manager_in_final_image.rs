//! `package-manager-in-final-image`: what ships can install more.

use crate::card::advice_on;
use crate::finding::{Finding, Fix, Safety, Severity};
use crate::graph::{Setting, Stage, Step, StepKind};
use crate::image::command::commands;
use crate::image::is_root;
use crate::model::Model;
use crate::rules::distroless::on_minimal_base;
use crate::rules::edits;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};
use image_knowledge::Known;

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "package-manager-in-final-image",
        summary: "a package manager in the final image",
        group: Group::Contents,
        severity: Severity::Info,
        fix: FixAvailability::Sometimes,
        since: "0.1.0",
        docs: page!("package_manager_in_final_image.md"),
    },
    check,
};

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    let mut removed = None;
    for stage in model.shipped() {
        let Known::Known(Some(manager)) = model.base(stage).package_manager() else {
            continue;
        };
        if !model.is_application(stage) {
            continue;
        }
        let removed = removed.get_or_insert_with(|| model.with_step(removes_tools));
        if removed.get(stage.index) != Some(&false) {
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
            .because(root.base.span, format!("`{name}` has `{manager}`"))
            .fix(fix(model, stage, &manager)),
        );
    }
}

/// A base without one, or the command that removes it.
fn fix(model: &Model<'_>, stage: &Stage, manager: &str) -> Option<Fix> {
    if !edits::is_small(model) {
        return None;
    }
    let advice = advice_on(model, stage);
    let advice = advice.known();
    advice
        .and_then(|advice| on_minimal_base(model, stage, advice))
        .or_else(|| without(model, stage, manager))
}

/// The last command of root, where Alpine's own manager removes itself.
fn without(model: &Model<'_>, stage: &Stage, manager: &str) -> Option<Fix> {
    let starts = [&stage.config.entrypoint, &stage.config.cmd];
    let starts = starts.into_iter().filter_map(Setting::span);
    let place = match &stage.config.user {
        Setting::Set { span, .. } => Some(*span),
        Setting::Inherited(user) if !user.value.as_deref().is_some_and(is_root) => None,
        _ => starts.min(),
    };
    // In this stage, behind all that may install something.
    let place = place.filter(|place| place.start > stage.from.start)?;
    let quiet = stage.steps.iter().all(|step| {
        step.span.end <= place.start || matches!(step.kind, StepKind::Other | StepKind::Copy(_))
    });
    let line = "RUN apk del apk-tools";
    (manager == "apk" && quiet).then(|| {
        let edits = vec![edits::before(model, place, line)];
        edits::fix("remove `apk`".to_owned(), Safety::Unsafe, edits)
    })
}

/// Whether a step removes a package manager, or something that is called like one.
fn removes_tools(step: &Step) -> bool {
    const MANAGERS: &[&str] = &["apk", "apt", "dnf", "dpkg", "rpm", "yum"];
    let StepKind::Run(run) = &step.kind else {
        return false;
    };
    commands(run).iter().any(|words| {
        let mut first = words.iter().take(2);
        let verb = first.any(|word| matches!(word.as_str(), "del" | "purge" | "remove" | "rm"));
        // A list of packages or a cache is not the tool.
        let tool = |word: &String| {
            MANAGERS.iter().any(|manager| word.contains(manager)) && !word.starts_with("/var/")
        };
        verb && words.iter().skip(1).any(tool)
    })
}
