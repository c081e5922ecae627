//! `missing-tzdata`: a time zone is asked for in an image that knows none.

use super::compiled;
use super::python_packages_not_copied::sources;
use crate::finding::{Finding, Fix, Severity};
use crate::graph::{Setting, Stage};
use crate::image::artifact::Kind;
use crate::model::Model;
use crate::rules::edits::bring;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};
use dockerfile_syntax::Span;
use image_knowledge::Presence;

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "missing-tzdata",
        summary: "time zone that the image has no data for",
        group: Group::Runnable,
        severity: Severity::Info,
        fix: FixAvailability::Sometimes,
        since: "0.1.0",
        docs: page!("missing_tzdata.md"),
    },
    check,
};

/// Where Go, the C libraries and .NET look.
const ZONES: &str = "/usr/share/zoneinfo";

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    for stage in model.runnable() {
        let answer = model.path(stage, ZONES);
        let contents = model.contents(stage);
        let has = contents
            .artifacts
            .iter()
            .any(|artifact| matches!(artifact.kind, Kind::TimeZones));
        // Node.js and Java bring zones of their own.
        let own = model
            .starts_runtime(stage, &["node", "java", "bun", "deno"])
            .is_some();
        let embedded = compiled::started(model)
            .any(|started| started.stage.index == stage.index && started.program.time_zones);
        if !answer.is_absent() || has || own || embedded {
            continue;
        }
        let Some((span, why)) = wanted(model, stage) else {
            continue;
        };
        let name = model.base_name(stage);
        report(
            Finding::new(
                &RULE.meta,
                span,
                format!("`{name}` has no time zones, and {why}: times are told in UTC, or the program ends with \"unknown time zone\""),
                format!("copy `{ZONES}` from the builder, use `gcr.io/distroless/static-debian13`, which has it, or compile the zones in (Go: `-tags timetzdata`)"),
            )
            .because(answer.by, format!("`{name}` has no {ZONES}"))
            .fix(fix(model, stage)),
        );
    }
}

/// Where zones are asked for, and how.
fn wanted(model: &Model<'_>, stage: &Stage) -> Option<(Span, String)> {
    if let Setting::Set { value, span, .. } = model.graph.env(stage.index, "TZ")
        && is_zone(&value)
    {
        return Some((span, format!("TZ is `{value}`")));
    }
    // Who installs them where the program is built means them to be there.
    let builder = sources(model, stage)
        .flat_map(|builder| &model.contents(builder).artifacts)
        .find(|artifact| matches!(artifact.kind, Kind::TimeZones))?;
    let started = compiled::started(model).find(|started| started.stage.index == stage.index)?;
    let installed = builder.made()?;
    let by_builder = started
        .artifact
        .made()
        .is_some_and(|made| made.stage == installed.stage);
    by_builder.then(|| {
        (
            installed.span,
            "the builder installs tzdata, which stays there".to_owned(),
        )
    })
}

/// Whether a value of TZ is the name of a zone: other values are rules or UTC, which need no data.
fn is_zone(value: &str) -> bool {
    let name = value.trim_start_matches(':');
    let area = name.split_once('/').map(|(area, _)| area);
    area.is_some_and(|area| {
        !matches!(area, "" | "Etc") && area.bytes().all(|byte| byte.is_ascii_alphabetic())
    })
}

/// A copy of the zones from the stage that the program comes from, where that has them.
fn fix(model: &Model<'_>, stage: &Stage) -> Option<Fix> {
    let has = |builder: &&Stage| model.path(builder, ZONES).presence == Presence::Present;
    let builder = sources(model, stage).find(has)?;
    bring(model, stage, builder, ZONES, "the time zones")
}
