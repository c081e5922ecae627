//! `dev-dependencies-in-final-image`: packages that only development needs ship.

use crate::finding::{Finding, Fix, Safety, Severity};
use crate::graph::{Step, StepKind};
use crate::image::artifact::{Artifact, Kind};
use crate::model::Model;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta, edits};

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "dev-dependencies-in-final-image",
        summary: "packages for development in the final image",
        group: Group::Contents,
        severity: Severity::Warning,
        fix: FixAvailability::Sometimes,
        since: "0.1.0",
        docs: page!("dev_dependencies_in_final_image.md"),
    },
    check,
};

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    for stage in model.shipped().filter(|stage| model.is_application(stage)) {
        // A start command of the package manager may run a tool for development.
        let runs = model.runtime_command(stage);
        if matches!(
            runs,
            None | Some(
                "npm"
                    | "npx"
                    | "yarn"
                    | "pnpm"
                    | "bun"
                    | "nodemon"
                    | "ts-node"
                    | "tsx"
                    | "sh"
                    | "bash"
            )
        ) {
            continue;
        }
        let own_build = model.build_command(stage).is_some();
        for artifact in &model.contents(stage).artifacts {
            let (what, help) = match &artifact.kind {
                Kind::NodeModules(modules) if modules.dev == Some(true) && !own_build => (
                    format!(
                        "`{}` installs the packages for development too",
                        modules.command
                    ),
                    "install with `npm ci --omit=dev` in a stage that the final one copies from, or run `npm prune --omit=dev` after the build",
                ),
                Kind::Bundle(bundle)
                    if bundle.dev == Some(true) && bundle.manager == "composer" =>
                {
                    (
                        "`composer install` installs the packages for development too".to_owned(),
                        "install with `composer install --no-dev`",
                    )
                }
                _ => continue,
            };
            let at = artifact.trail.last().map_or(stage.from, |site| site.span);
            if !artifact.sure {
                continue;
            }
            let finding = Finding::new(
                &RULE.meta,
                at,
                format!(
                    "packages that only development needs ship in `{}`: {what}",
                    artifact.path
                ),
                help,
            );
            report(
                artifact
                    .trail
                    .iter()
                    .enumerate()
                    .fold(finding, |finding, (index, site)| {
                        let message = if index == 0 {
                            "they are installed here"
                        } else {
                            "they are copied here"
                        };
                        finding.because(site.span, message)
                    })
                    .fix(fix(model, artifact)),
            );
        }
    }
}

/// Installs without them, or takes them away where the builder is done with them.
fn fix(model: &Model<'_>, artifact: &Artifact) -> Option<Fix> {
    let made = artifact.made()?;
    let stage = model.graph.stages.get(made.stage)?;
    let (command, option, prune) = match &artifact.kind {
        Kind::Bundle(_) => ("composer install", "--no-dev", None),
        Kind::NodeModules(modules) => match modules.command.as_str() {
            command @ ("npm ci" | "npm install") => {
                (command, "--omit=dev", Some("npm prune --omit=dev"))
            }
            "pnpm install" => ("pnpm install", "--prod", Some("pnpm prune --prod")),
            _ => return None,
        },
        _ => return None,
    };
    let edit = if let Some(prune) = prune.filter(|_| artifact.trail.len() > 1) {
        // Where the stage's last command leaves it, which is where this one runs.
        let workdir = stage.config.workdir.value().map(String::as_str);
        let project = |it: &&Artifact| {
            let folder = it.path.strip_suffix("/node_modules");
            it.made() == Some(made) && folder.is_some() && folder == workdir
        };
        model.contents(stage).artifacts.iter().find(project)?;
        let run = |step: &&Step| matches!(step.kind, StepKind::Run(_)) && !step.trigger;
        let last = stage.steps.iter().rfind(run)?;
        edits::after(model, last.span, &[format!("RUN {prune}")])?
    } else {
        let text = made.span.text(model.file.source);
        let end = text.find(command)? + command.len();
        edits::insert(made.span.start + end as u32, format!(" {option}"))
    };
    let title = "leave the packages for development out".to_owned();
    Some(edits::fix(title, Safety::Unsafe, vec![edit]))
}
