//! `base-eol`: a base image that is not maintained any more.

use super::{outside_bases, shown};
use crate::finding::{Finding, Fix, Safety, Severity};
use crate::graph::Stage;
use crate::model::Model;
use crate::order;
use crate::rules::edits::{in_system, in_version, is_same_kind, on_other_base, parts};
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};
use image_knowledge::{EndOfLife, ImageFacts, Maintained};

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "base-eol",
        summary: "base image that is not maintained any more",
        group: Group::SupplyChain,
        severity: Severity::Warning,
        fix: FixAvailability::Sometimes,
        since: "0.1.0",
        docs: page!("base_eol.md"),
    },
    check,
};

/// Products whose every release ends with the next one, weeks later: there is no release to stay
/// on, and the tag says no more than which day it was.
const ROLLING: &[&str] = &["rust"];

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    for (stage, severity) in outside_bases(model) {
        let Some(facts) = model.base(stage).facts() else {
            continue;
        };
        let ended = ended_in(model, facts);
        let Some(first) = ended.first() else {
            continue;
        };
        let name = shown(model.base_name(stage));
        let listed: Vec<String> = ended
            .iter()
            .map(|end| format!("{} {} ended on {}", end.product, end.cycle, end.last_day()))
            .collect();
        let risk = match (severity, first.subject) {
            (Severity::Info, _) => {
                "its tools and libraries, which make what ships, get no security fix any more"
            }
            (_, Maintained::Os) => "its packages get no security fix any more",
            _ => "it gets no security fix any more",
        };
        let mut finding = Finding::new(
            &RULE.meta,
            stage.base.span,
            format!(
                "`{name}` is not maintained: {}, and {risk}",
                listed.join(", ")
            ),
            format!("move to a maintained release of {}", first.product),
        )
        .at(severity)
        .fix(fix(model, stage, facts, &ended));
        for end in ended {
            finding = finding.because(
                stage.base.span,
                format!(
                    "{} {} was maintained until {}",
                    end.product,
                    end.cycle,
                    end.last_day()
                ),
            );
        }
        report(finding);
    }
}

/// What has ended in an image, its own runtime or program before the system below. A distroless name
/// that is not built any more is told by `distroless-eol-base`, which speaks for all that is in it;
/// a tag of another image that is not built any more may only be an older patch release.
pub(super) fn ended_in<'f>(model: &Model<'_>, facts: &'f ImageFacts) -> Vec<&'f EndOfLife> {
    let over = |end: &EndOfLife| end.is_over_with_extension(model.today);
    let image = |end: &EndOfLife| end.subject == Maintained::Image && end.is_over(model.today);
    if facts.distroless.is_some() && facts.end_of_life.iter().any(image) {
        return Vec::new();
    }
    let mut ended: Vec<&EndOfLife> = facts
        .end_of_life
        .iter()
        .filter(|end| {
            end.subject != Maintained::Image
                && over(end)
                && !ROLLING.contains(&end.product.as_ref())
        })
        .collect();
    order::sort_by_key(&mut ended, |end| std::cmp::Reverse(end.subject));
    ended
}

/// Releases that a fix looks at for each thing that has ended: the nearest.
const NEAR: usize = 4;

/// The same image in the nearest release that is maintained, of everything that has ended.
fn fix(model: &Model<'_>, stage: &Stage, facts: &ImageFacts, ended: &[&EndOfLife]) -> Option<Fix> {
    let system = facts
        .os
        .as_ref()
        .known()
        .and_then(|os| Some(os.as_ref()?.id));
    let mut names = vec![model.base_name(stage).to_owned()];
    for end in ended {
        let mut later = Vec::new();
        for name in &names {
            let (repository, tag) = parts(name);
            let whole = repository.rsplit('/').next() == system;
            let word = tag.split('-').next().unwrap_or_default();
            let rest = word.strip_prefix(end.cycle.as_ref());
            let versioned = rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
            for release in facts.successors(end, model.today).into_iter().take(NEAR) {
                let numbered = release.starts_with(|c: char| c.is_ascii_digit());
                // A system that is the image itself has the release for its version.
                if end.subject != Maintained::Os || whole && versioned {
                    if versioned && numbered {
                        later.extend(in_version(name, release));
                    }
                } else if system == Some("alpine") {
                    later.extend(in_system(name, &format!("alpine{release}")));
                } else if !numbered {
                    later.extend(in_system(name, release));
                }
            }
        }
        names = later;
    }
    on_other_base(model, stage, &names, Safety::Unsafe, &|other| {
        is_same_kind(facts, other) && ended_in(model, other).is_empty()
    })
}
