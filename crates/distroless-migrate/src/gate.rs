//! Whether a migrated file holds: it is analysed anew, and what does not hold is refused.

use crate::obstacle::{Obstacle, Refusal, Verdict};
use crate::survey::Survey;
use distroless_core::card::{Card, cards};
use distroless_core::rules::Group;
use distroless_core::{Analysis, Model, Request, Severity, analyze_model};
use std::collections::BTreeMap;

/// What the analysis of the new text says.
pub(crate) struct Judged {
    pub(crate) before: Card,
    pub(crate) after: Card,
    pub(crate) analysis: Analysis,
}

/// Analyses the new text; refuses it where it has an error, a warning of the rules on what runs that was
/// not there, or an image that is no better.
pub(crate) fn judge(
    request: &Request<'_>,
    model: &Model<'_>,
    survey: &Survey<'_, '_>,
    old: &Analysis,
    source: &str,
) -> Result<Judged, Refusal> {
    // The stage that ships keeps its name, where it has one; the last one ships otherwise.
    let request = Request { source, ..*request };
    let file = dockerfile_syntax::parse(source);
    let new = Model::new(&request, &file);
    let analysis = analyze_model(&new, &request);
    let from = survey.stage.from;
    let mut found = Vec::new();
    for problem in &analysis.problems {
        found.push(Obstacle::new(
            from,
            format!("the migrated file would not be read: {}", problem.message),
            "migrate by hand",
        ));
    }
    let (was, is) = (warnings(old), warnings(&analysis));
    for finding in &analysis.findings {
        let known = was.get(finding.rule.id).copied().unwrap_or_default();
        let now = is.get(finding.rule.id).copied().unwrap_or_default();
        let harmful = finding.severity == Severity::Error
            || finding.rule.group == Group::Runnable && now > known;
        let same = old
            .findings
            .iter()
            .find(|known| known.rule.id == finding.rule.id && known.severity == Severity::Error);
        if let (true, Some(same)) = (harmful, same) {
            found.push(Obstacle::new(
                same.span,
                format!(
                    "the file has this error already: {} ({})",
                    same.message, same.rule.id
                ),
                same.help.clone(),
            ));
        } else if harmful {
            found.push(Obstacle::new(
                from,
                format!(
                    "the migrated file would not hold: {} ({})",
                    finding.message, finding.rule.id
                ),
                finding.help.clone(),
            ));
        }
    }
    let before = cards(model).into_iter().next();
    let after = cards(&new).into_iter().next();
    let (Some(before), Some(after)) = (before, after) else {
        return Err(Refusal::one(Obstacle::new(
            from,
            "nothing ships",
            "name the stage with --target",
        )));
    };
    if found.is_empty() && !is_better(model, &new, &before, &after) {
        let base = after.base.known().map_or("another base", String::as_str);
        return Err(Refusal::nothing_to_do(
            from,
            format!("nothing better is known: the image would be no smaller on `{base}`"),
        ));
    }
    if found.is_empty() {
        Ok(Judged {
            before,
            after,
            analysis,
        })
    } else {
        Err(Refusal {
            verdict: Verdict::DoesNotHold,
            ..Refusal::all(found)
        })
    }
}

/// How many warnings there are of each rule on what runs.
fn warnings(analysis: &Analysis) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    let runnable = analysis.findings.iter().filter(|finding| {
        finding.rule.group == Group::Runnable && finding.severity >= Severity::Warning
    });
    for finding in runnable {
        *counts.entry(finding.rule.id).or_default() += 1;
    }
    counts
}

/// Whether a base is the small variant of another one of the same repository.
fn is_leaner(old: &Model<'_>, new: &Model<'_>) -> bool {
    let facts = |model: &Model<'_>| {
        let stage = model.shipped().next()?;
        let facts = model.base(stage).facts()?;
        Some((
            facts.repository.clone(),
            facts.variant_name.unwrap_or_default(),
        ))
    };
    let (Some((old, before)), Some((new, after))) = (facts(old), facts(new)) else {
        return false;
    };
    let small = |variant: &str| match variant {
        variant if variant.contains("slim") => 2,
        variant if variant.contains("alpine") => 1,
        _ => 0,
    };
    old == new && small(after) > small(before)
}

/// Whether an image lost something that it does not need and gained nothing of that kind.
fn is_better(old: &Model<'_>, new: &Model<'_>, before: &Card, after: &Card) -> bool {
    let flag = |fact: Option<&bool>| fact.copied();
    let manager = |card: &Card| card.package_manager.known().map(Option::is_some);
    let pairs = [
        (flag(before.shell.known()), flag(after.shell.known())),
        (manager(before), manager(after)),
        (flag(before.root.known()), flag(after.root.known())),
    ];
    let gained = pairs.contains(&(Some(false), Some(true)));
    let lost = pairs.contains(&(Some(true), Some(false)));
    let smaller = matches!((before.sizes.base, after.sizes.base), (Some(before), Some(after)) if after < before);
    let larger = matches!((before.sizes.base, after.sizes.base), (Some(before), Some(after)) if after > before + before / 10);
    let smaller = smaller || is_leaner(old, new);
    let fewer = after.ships.len() < before.ships.len();
    let other = before.base.known() != after.base.known();
    let lost = lost && other;
    !gained && !larger && after.ships.len() <= before.ships.len() && (lost || smaller || fewer)
}
