//! What a full run leaves unproved.

use super::case::{self, Case, Trial};
use super::trial::{Outcome, works};
use crate::root;
use distroless_core::Severity;
use distroless_core::rules::{self, Group};
use std::collections::BTreeSet;
use std::error::Error;
use std::fs;

/// Rules that cannot be tried here, and why.
pub(super) const UNTRIED: &[(&str, &str)] = &[
    (
        "copy-over-merged-usr",
        "buildah follows links where BuildKit does not, and knows no `--link`",
    ),
    (
        "dotnet-globalization-missing",
        ".NET is in none of Debian's packages",
    ),
    (
        "java-fonts-missing",
        "it is about packages that a builder installs, and cases have no network",
    ),
];

/// Every rule of the runnable group that may be an error or a warning needs an image that fails and
/// for which it is found, the repaired one that runs, and one that looks alike, runs, and is not
/// complained about; every other rule of the group an image for which it is found. Every rule with a
/// safe fix needs an image that was mended by it.
pub(super) fn gaps(done: &[(&Case, Vec<Outcome>)]) -> Result<Vec<String>, Box<dyn Error>> {
    let mut gaps = Vec::new();
    let proved = rules::all()
        .filter(|rule| rule.meta.group == Group::Runnable)
        .filter(|rule| !UNTRIED.iter().any(|(untried, _)| *untried == rule.meta.id));
    for rule in proved {
        let advice = rule.meta.severity < Severity::Warning;
        let rule = rule.meta.id;
        let trials = || {
            done.iter()
                .flat_map(|(case, _)| case.trials.iter().map(move |trial| (*case, trial)))
        };
        if advice {
            let found = |trial: &Trial| trial.findings.iter().any(|found| found == rule);
            if !trials().any(|(_, (_, trial))| found(trial)) {
                gaps.push(format!("no image for which {rule} is found"));
            }
            continue;
        }
        let fails = |trial: &Trial| {
            !works(trial.expect) && trial.findings.iter().any(|found| found == rule)
        };
        let silent = |trial: &Trial| {
            works(trial.expect) && !trial.findings.iter().any(|found| found == rule)
        };
        let is = |file: &'static str| {
            move |(name, trial): &(&str, Trial)| *name == file && silent(trial)
        };
        let failing = || {
            trials()
                .filter(|(_, (_, trial))| fails(trial))
                .map(|(case, _)| case)
        };
        if failing().next().is_none() {
            gaps.push(format!("no image fails for which {rule} is found"));
        } else if !failing().any(|case| case.trials.iter().any(is(case::FIXED))) {
            gaps.push(format!("no image is repaired for which {rule} is found"));
        }
        let near = trials()
            .filter(|(case, _)| case.rule == rule)
            .any(|(_, trial)| is(case::NEAR)(trial) || is(case::AS_WRITTEN)(trial));
        if !near {
            gaps.push(format!("no near miss of {rule} runs"));
        }
    }
    let mended: BTreeSet<&str> = done
        .iter()
        .flat_map(|(_, outcomes)| outcomes)
        .flat_map(|outcome| outcome.mended_by.iter().map(String::as_str))
        .collect();
    for rule in with_safe_fixes()? {
        if !mended.contains(rule.as_str()) {
            gaps.push(format!("no image is mended by the safe fix of {rule}"));
        }
    }
    Ok(gaps)
}

/// The rules whose source says of a fix that it is safe.
fn with_safe_fixes() -> Result<BTreeSet<String>, Box<dyn Error>> {
    let mut safe = BTreeSet::new();
    for group in fs::read_dir(root::path().join("crates/distroless-core/src/rules"))? {
        let group = group?.path();
        for file in group
            .is_dir()
            .then(|| fs::read_dir(&group))
            .into_iter()
            .flatten()
            .flatten()
        {
            let file = file?.path();
            let stem = file.file_stem().unwrap_or_default().to_string_lossy();
            let rule = stem.replace('_', "-");
            let is_rule = file.extension().is_some_and(|extension| extension == "rs")
                && rules::all().any(|known| known.meta.id == rule);
            if is_rule && fs::read_to_string(&file)?.contains("Safety::Safe") {
                safe.insert(rule);
            }
        }
    }
    Ok(safe)
}
