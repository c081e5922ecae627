//! `prefer-cache-mount`: what a build stage downloads is lost with its layer.

use crate::finding::{Edit, Finding, Fix, Safety, Severity};
use crate::graph::{RunStep, Setting, Stage, Step, StepKind};
use crate::image::cache::{Cache, cache_of};
use crate::image::command::commands;
use crate::model::Model;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};
use dockerfile_syntax::Span;
use std::collections::BTreeSet;

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "prefer-cache-mount",
        summary: "downloads of a build stage without a cache mount",
        group: Group::Caching,
        severity: Severity::Info,
        fix: FixAvailability::Sometimes,
        since: "0.1.0",
        docs: page!("prefer_cache_mount.md"),
    },
    check,
};

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    let ships = model.in_images();
    for stage in model.reachable() {
        if !ships.contains(&stage.index) {
            of_stage(model, stage, report);
        }
    }
}

fn of_stage(model: &Model<'_>, stage: &Stage, report: &mut dyn FnMut(Finding)) {
    let mut told = BTreeSet::new();
    for step in stage.steps.iter().filter(|step| !step.trigger) {
        let StepKind::Run(run) = &step.kind else {
            continue;
        };
        // The folders are those of root.
        let root = matches!(run.user.as_deref(), Some("" | "0" | "root"));
        if !root || run.mounts.iter().any(|mount| mount.kind == "cache") {
            continue;
        }
        let commands = commands(run);
        let Some(cache) = commands.iter().find_map(|words| cache_of(words)) else {
            continue;
        };
        let Some(folder) = folder(model, stage, run, cache) else {
            continue;
        };
        if told.insert(cache.name) {
            let alone = commands.len() == 1;
            report(finding(model, step, cache, &folder, alone));
        }
    }
}

fn finding(model: &Model<'_>, step: &Step, cache: &Cache, folder: &str, alone: bool) -> Finding {
    let name = cache.name;
    let mount = format!("--mount=type=cache,target={folder}");
    let help = if cache.copies {
        format!("add `{mount}` to the RUN")
    } else {
        format!(
            "add `{mount}` to this RUN, and to every later one of the stage that needs what {name} got"
        )
    };
    // What was installed does not need the copies, so nothing else sees the difference.
    let place = model
        .instruction(step.span)
        .map(|instruction| instruction.keyword_span.end);
    let fix = place.filter(|_| cache.copies && alone).map(|at| Fix {
        title: format!("keep what {name} downloads"),
        safety: Safety::Safe,
        edits: vec![Edit {
            span: Span::new(at, at),
            replacement: format!(" {mount}"),
        }],
    });
    Finding::new(
        &RULE.meta,
        step.span,
        format!(
            "what {name} downloads is kept in this layer only: as soon as something before it changes, everything is downloaded again"
        ),
        help,
    )
    .because(step.span, format!("{name} keeps its downloads in `{folder}`"))
    .fix(fix)
}

/// Where the downloads are, if that is known.
fn folder(model: &Model<'_>, stage: &Stage, run: &RunStep, cache: &Cache) -> Option<String> {
    let variable = |name: &str| model.graph.build_env(run.moment, name);
    match variable("HOME") {
        Setting::Set { .. } => return None,
        Setting::Inherited(home) if home != "/root" => return None,
        _ => {}
    }
    let says_otherwise = [
        "PIP_NO_CACHE_DIR",
        "GOMODCACHE",
        "GOFLAGS",
        "NPM_CONFIG_CACHE",
    ]
    .iter()
    .any(|name| matches!(variable(name), Setting::Set { .. } | Setting::Inherited(_)));
    if says_otherwise {
        return None;
    }
    let folder = match variable(cache.variable) {
        Setting::Unset => cache.default.to_owned(),
        // No public image is known to move these; at worst the mount stays empty.
        Setting::Unknown if cache.copies && model.base(stage).facts().is_some() => {
            cache.default.to_owned()
        }
        Setting::Unknown => return None,
        known => format!("{}{}", known.value()?.trim_end_matches('/'), cache.below),
    };
    let plain = folder.starts_with('/')
        && folder
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"/._-".contains(&byte));
    plain.then_some(folder)
}
