//! `useless-package-steps`: a stage that does not ship is cleaned up.

use crate::finding::{Edit, Finding, Fix, Safety, Severity};
use crate::graph::{Origin, StepKind};
use crate::image::cleanup::{FOLDERS, cleanups, cut};
use crate::image::path::{absolute, is_below};
use crate::model::Model;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};
use std::collections::BTreeSet;

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "useless-package-steps",
        summary: "caches deleted in a stage that does not ship",
        group: Group::Distroless,
        severity: Severity::Info,
        fix: FixAvailability::Sometimes,
        since: "0.1.0",
        docs: page!("useless_package_steps.md"),
    },
    check,
};

/// Commands of one RUN that a fix takes out. Each is looked for in its whole text.
const MANY: usize = 16;

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    let mut kept = model.in_images();
    kept.extend(copied_whole(model));
    for stage in model.reachable() {
        if kept.contains(&stage.index) {
            continue;
        }
        for step in stage.steps.iter().filter(|step| !step.trigger) {
            let StepKind::Run(run) = &step.kind else {
                continue;
            };
            let found = cleanups(run);
            let Some(first) = found.first() else {
                continue;
            };
            let few = found.len() <= MANY;
            let edits: Option<Vec<Edit>> = found
                .iter()
                .take(MANY)
                .map(|cleanup| {
                    let span = cut(model.file, step.span, &cleanup.text)?;
                    Some(Edit {
                        span,
                        replacement: String::new(),
                    })
                })
                .collect();
            // Nothing of a stage that is left behind is seen by anybody.
            let fix = edits.filter(|_| few).map(|edits| Fix {
                title: "leave the cleaning out".to_owned(),
                safety: Safety::Safe,
                edits,
            });
            report(
                Finding::new(
                    &RULE.meta,
                    step.span,
                    format!(
                        "`{}` saves nothing: no image that ships holds this stage",
                        first.text
                    ),
                    "leave it out: in stages that only build, caches may stay",
                )
                .because(stage.from, "nothing that ships is built on this stage")
                .because(step.span, "it is cleaned up here")
                .fix(fix),
            );
        }
    }
}

/// The stages from which a copy may take the caches, and those they are built on.
fn copied_whole(model: &Model<'_>) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    let copies = model.reachable().flat_map(|stage| &stage.steps);
    for step in copies {
        let StepKind::Copy(copy) = &step.kind else {
            continue;
        };
        let Origin::Stage(from) = copy.origin else {
            continue;
        };
        let wide = copy.sources.iter().any(|source| {
            source.value.as_deref().is_none_or(|source| {
                // What comes before a pattern decides how much it can match.
                let start = source.split(['*', '?', '[']).next().unwrap_or_default();
                let open = start.len() < source.len();
                let path = absolute("/", start);
                open && path.split('/').count() < 4
                    || FOLDERS
                        .iter()
                        .any(|folder| is_below(folder, &path) || is_below(&path, folder))
            })
        });
        if let Some(stage) = model.graph.stages.get(from).filter(|_| wide) {
            for stage in model.chain(stage) {
                if !found.insert(stage.index) {
                    break;
                }
            }
        }
    }
    found
}
