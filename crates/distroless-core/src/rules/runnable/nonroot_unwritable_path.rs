//! `nonroot-unwritable-path`: a directory for data that the image's user may not write.

use crate::finding::{Finding, Fix, Safety, Severity};
use crate::graph::{Stage, StepKind};
use crate::image::is_root;
use crate::image::path::{absolute, file_name, is_below, merged};
use crate::model::Model;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};
use dockerfile_syntax::{Kind, Span};
use std::collections::BTreeSet;

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "nonroot-unwritable-path",
        summary: "directory for data that belongs to root, in an image with another user",
        group: Group::Runnable,
        severity: Severity::Warning,
        fix: FixAvailability::Sometimes,
        since: "0.1.0",
        docs: page!("nonroot_unwritable_path.md"),
    },
    check,
};

/// Names of directories that programs write to. Others may be empty because something is mounted there.
const DATA: &[&str] = &[
    "cache", "data", "database", "db", "log", "logs", "output", "queue", "spool", "state",
    "storage", "tmp", "upload", "uploads",
];

/// Why a directory is meant to be written.
struct Wanted {
    path: String,
    why: &'static str,
    at: Span,
}

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    for stage in model.runnable() {
        let Some(user) = stage
            .config
            .user
            .value()
            .and_then(|user| user.value.as_deref())
        else {
            continue;
        };
        if is_root(user) {
            continue;
        }
        let mut told = BTreeSet::new();
        for wanted in wanted(model, stage) {
            if let Some((owner, by)) = unwritable(model, stage, user, &wanted.path)
                && told.insert(wanted.path.clone())
            {
                report(finding(model, stage, user, &wanted, owner, by));
            }
        }
    }
}

/// The directories that are meant to be written.
fn wanted(model: &Model<'_>, stage: &Stage) -> Vec<Wanted> {
    let mut all = Vec::new();
    for step in model.chain(stage).flat_map(|stage| &stage.steps) {
        if step.trigger || !matches!(model.kind(step), Some(Kind::Volume(_))) {
            continue;
        }
        for operand in &step.operands {
            if let Some(path) = operand
                .value
                .as_deref()
                .filter(|path| path.starts_with('/'))
            {
                all.push(Wanted {
                    path: merged(&absolute("/", path)),
                    why: "is a volume",
                    at: step.span,
                });
            }
        }
    }
    for owned in &model.contents(stage).owned {
        let path = &owned.path;
        let data = DATA.contains(&file_name(path)) || is_below(path, "/var/lib");
        if data && !is_below(path, "/usr") && model.is_made_empty(stage, path) {
            all.push(Wanted {
                path: path.clone(),
                why: "is made and left empty, to be written",
                at: owned.site.span,
            });
        }
    }
    all
}

/// Whether a directory of the image is meant to be written.
pub(in crate::rules) fn is_written(model: &Model<'_>, stage: &Stage) -> bool {
    !wanted(model, stage).is_empty()
}

/// Who owns a directory that the user may not write, and what shows it; `None` where the user may, or nobody
/// knows.
fn unwritable<'m>(
    model: &'m Model<'_>,
    stage: &'m Stage,
    user: &str,
    path: &str,
) -> Option<(&'m str, Span)> {
    if let Some(ownership) = model.ownership(stage, path) {
        let differ = differ(model, stage, ownership.owner, user)?;
        return (differ && !ownership.open).then_some((ownership.owner, ownership.by));
    }
    // The engine makes the directory of a volume that is not there, for root.
    let answer = model.path(stage, path);
    answer.is_absent().then_some(("root", answer.by))
}

/// Whether two users are not the same; `None` where that is not known.
fn differ(model: &Model<'_>, stage: &Stage, owner: &str, user: &str) -> Option<bool> {
    let number = |user: &str| {
        let name = user.split(':').next().unwrap_or_default();
        match name {
            "" | "root" => Some(0),
            _ => name.parse().ok().or_else(|| model.uid(stage, name)),
        }
    };
    let name = |user: &str| user.split(':').next().unwrap_or_default().to_owned();
    if name(owner) == name(user) {
        return Some(false);
    }
    match (number(owner), number(user)) {
        (Some(owner), Some(user)) => Some(owner != user),
        // Who is called otherwise is not root.
        (Some(0), None) => Some(true),
        _ => None,
    }
}

fn finding(
    model: &Model<'_>,
    stage: &Stage,
    user: &str,
    wanted: &Wanted,
    owner: &str,
    by: Span,
) -> Finding {
    let Wanted { path, why, at } = wanted;
    let owner = if is_root(owner) { "root" } else { owner };
    let set = stage.config.user.span().unwrap_or(stage.from);
    let finding = Finding::new(
        &RULE.meta,
        *at,
        format!("`{path}` {why}, and belongs to `{owner}`, while the image starts as `{user}`: writing there likely fails (\"permission denied\")"),
        format!("give it to the user: `COPY --chown={user}`, `RUN install -d -o {user} {path}` where there is a shell, or WORKDIR after USER"),
    )
    .because(set, format!("the image starts as `{user}`"));
    let finding = if by == *at {
        finding
    } else {
        finding.because(by, format!("this gives it to `{owner}`"))
    };
    finding.fix(fix(model, stage, user, by))
}

/// `--chown` for the copy that brings the directory.
fn fix(model: &Model<'_>, stage: &Stage, user: &str, by: Span) -> Option<Fix> {
    let step = stage
        .steps
        .iter()
        .find(|step| step.span == by && !step.trigger)?;
    let StepKind::Copy(copy) = &step.kind else {
        return None;
    };
    // A name must be known where the copy runs; a number always is.
    let plain = user
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b':');
    let instruction = model.file.instructions.get(step.instruction)?;
    let place = instruction.keyword_span.end;
    (plain && copy.chown.is_none()).then(|| {
        Fix::replace(
            format!("give it to `{user}`"),
            Safety::Safe,
            Span::new(place, place),
            format!(" --chown={user}"),
        )
    })
}
