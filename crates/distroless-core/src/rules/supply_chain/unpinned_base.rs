//! `unpinned-base`: a base image without a version.

use super::base_eol::ended_in;
use super::{outside_bases, unpinned};
use crate::finding::{Finding, Fix, Safety, Severity};
use crate::graph::{BaseTarget, Stage};
use crate::model::Model;
use crate::rules::edits::{is_same_kind, on_other_base, parts};
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "unpinned-base",
        summary: "base image without a version",
        group: Group::SupplyChain,
        severity: Severity::Warning,
        fix: FixAvailability::Sometimes,
        since: "0.1.0",
        docs: page!("unpinned_base.md"),
    },
    check,
};

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    for (stage, severity) in outside_bases(model) {
        let BaseTarget::Image(image) = &stage.base.target else {
            continue;
        };
        let Some(message) = unpinned(model, image) else {
            continue;
        };
        let what = match severity {
            Severity::Info => "what the stage builds can change without a change in the repository",
            _ => "the same file gives another image tomorrow",
        };
        let finding = Finding::new(
            &RULE.meta,
            stage.base.span,
            format!("{message}: {what}"),
            "write the version you build and test with, or a digest",
        );
        // Who can set the version by an argument may well do so.
        let severity = if is_argument(&stage.base.written, image.tag()) {
            Severity::Info
        } else {
            severity
        };
        let shown = if stage.base.has_variables {
            format!(
                "`{}` stands for `{}` by default",
                stage.base.written,
                image.familiar()
            )
        } else {
            "no version and no digest".to_owned()
        };
        let finding = finding.at(severity).because(stage.base.span, shown);
        report(finding.fix(fix(model, stage)));
    }
}

/// The release that the tag stood for when the list of tags was read, where it is maintained.
fn fix(model: &Model<'_>, stage: &Stage) -> Option<Fix> {
    let facts = model.base(stage).facts()?;
    let (repository, _) = parts(model.base_name(stage));
    let image = format!("{repository}:{}", facts.versioned_tag()?);
    on_other_base(model, stage, &[image], Safety::Unsafe, &|other| {
        is_same_kind(facts, other) && ended_in(model, other).is_empty()
    })
}

/// Whether the part of a reference that says the version is a variable.
fn is_argument(written: &str, tag: Option<&str>) -> bool {
    match tag {
        Some(tag) => !written.trim_end_matches(['"', '\'']).ends_with(tag),
        None => written
            .rsplit('/')
            .next()
            .is_some_and(|name| name.contains('$')),
    }
}
