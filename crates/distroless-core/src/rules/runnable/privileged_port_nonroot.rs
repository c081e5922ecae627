//! `privileged-port-nonroot`: a port below 1024 for a user other than root.

use crate::finding::{Finding, Severity};
use crate::graph::{Setting, Stage};
use crate::image::is_root;
use crate::model::Model;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};
use dockerfile_syntax::{Kind, Span};
use image_knowledge::Purpose;
use std::collections::BTreeSet;

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "privileged-port-nonroot",
        summary: "a port below 1024 that not every runtime gives to a user other than root",
        group: Group::Runnable,
        severity: Severity::Info,
        fix: FixAvailability::None,
        since: "0.1.0",
        docs: page!("privileged_port_nonroot.md"),
    },
    check,
};

/// The first port that needs no right.
/// Source: Linux, `net.ipv4.ip_unprivileged_port_start`, checked 2026-11-23.
const FIRST_FREE: u32 = 1024;

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    let mut seen = BTreeSet::new();
    let mut right = None;
    for stage in model.runnable() {
        let Some(user) = stage.config.user.value() else {
            continue;
        };
        let Some(name) = user.value.as_deref().filter(|user| !is_root(user)) else {
            continue;
        };
        // Servers bring a program that may be given the right in their own image.
        let service = model.base(stage).facts().is_none_or(|facts| {
            facts
                .purpose
                .is_known_and(|purpose| *purpose == Purpose::Service)
        });
        if service
            || !model.is_application(stage)
            || *right.get_or_insert_with(|| may_have_the_right(model))
        {
            continue;
        }
        for (span, port) in exposed(model, stage, &mut seen) {
            let set = match &stage.config.user {
                Setting::Set { span, .. } => *span,
                _ => stage.from,
            };
            report(
                Finding::new(
                    &RULE.meta,
                    span,
                    format!(
                        "the image starts as `{name}` and names port {port}: Docker lets it listen there, but Kubernetes on CRI-O or containerd 1 does not"
                    ),
                    "listen on a port from 1024 on, and map it where the container is started; or set the sysctl `net.ipv4.ip_unprivileged_port_start=0` for the pod",
                )
                .because(set, format!("the image starts as `{name}`"))
                .because(span, format!("port {port} is below 1024")),
            );
        }
    }
}

/// Whether the stage's image names such a port.
pub(in crate::rules) fn names_port(model: &Model<'_>, stage: &Stage) -> bool {
    !exposed(model, stage, &mut BTreeSet::new()).is_empty()
}

/// The ports below 1024 that the stage's image names. Each stage is looked at once.
fn exposed(model: &Model<'_>, stage: &Stage, seen: &mut BTreeSet<usize>) -> Vec<(Span, u32)> {
    let mut found = Vec::new();
    for stage in model.chain(stage) {
        if !seen.insert(stage.index) {
            break;
        }
        for step in stage.steps.iter().filter(|step| !step.trigger) {
            if !matches!(model.kind(step), Some(Kind::Expose(_))) {
                continue;
            }
            for operand in &step.operands {
                let number = operand.value.as_deref().unwrap_or_default();
                let number = number.split(['/', '-']).next().unwrap_or_default();
                if let Ok(port) = number.parse::<u32>()
                    && (1..FIRST_FREE).contains(&port)
                {
                    found.push((operand.span, port));
                }
            }
        }
    }
    found
}

/// Whether a stage of the file gives a program the right to open such ports. A copy keeps it.
fn may_have_the_right(model: &Model<'_>) -> bool {
    model
        .reachable()
        .flat_map(|stage| &stage.steps)
        .any(|step| Model::runs(step, "setcap"))
}
