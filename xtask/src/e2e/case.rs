//! The cases: a folder each, with `case.toml`, up to three Dockerfiles, and their sources.

use distroless_tests::files_below;
use dockerfile_syntax::parse;
use serde::Deserialize;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

/// What the engine has to make of an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Expect {
    /// The build stops, with the message.
    BuildFails,
    /// The container cannot be started, or its program ends with an error; with the message.
    StartFails,
    /// The container ends without an error and writes the output.
    Runs,
    /// The container keeps running, and its HEALTHCHECK fails.
    Unhealthy,
    /// The container keeps running, and its HEALTHCHECK succeeds.
    Healthy,
}

/// One Dockerfile of a case.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Trial {
    pub(super) expect: Expect,
    /// A part of what a failure says.
    pub(super) message: Option<String>,
    /// A part of what the program writes.
    pub(super) output: Option<String>,
    /// The findings of the runnable group, all of them, and any others that are to be checked.
    #[serde(default)]
    pub(super) findings: Vec<String>,
    /// Findings that the checker should give and does not yet.
    #[serde(default)]
    pub(super) pending: Vec<String>,
    /// Starts the container with a file system that cannot be written.
    #[serde(default)]
    pub(super) read_only: bool,
    /// Starts the container as this user instead of the image's, as clusters may.
    pub(super) user: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    rule: String,
    about: String,
    today: String,
    #[serde(default)]
    select: Vec<String>,
    dockerfile: Trial,
    fixed: Option<Trial>,
    near: Option<Trial>,
}

#[derive(Debug)]
pub(super) struct Case {
    pub(super) name: String,
    pub(super) folder: PathBuf,
    /// The rule that the case is evidence for.
    pub(super) rule: String,
    /// What it shows, in a sentence.
    pub(super) about: String,
    /// The day that the checker judges on.
    pub(super) today: String,
    /// The only rules that run, for a rule that runs where it is asked for; all others where empty.
    pub(super) select: Vec<String>,
    /// Dockerfiles by name.
    pub(super) trials: Vec<(&'static str, Trial)>,
}

/// A file of a case and what is in it.
pub(super) type Source = (PathBuf, Vec<u8>);

pub(super) const AS_WRITTEN: &str = "Dockerfile";
pub(super) const FIXED: &str = "Dockerfile.fixed";
pub(super) const NEAR: &str = "Dockerfile.near";

impl Case {
    /// How its Dockerfile begins, up to the end of the first stage.
    pub(super) fn first_stage(&self) -> Result<String, Box<dyn Error>> {
        let text = fs::read_to_string(self.folder.join(AS_WRITTEN))?;
        let file = parse(&text);
        let stages = file.stages();
        let end = stages.get(1).map(|stage| stage.from.span.start);
        let end = end.map_or(text.len(), |end| end as usize);
        Ok(text.get(..end).unwrap_or_default().to_owned())
    }

    /// Its sources by name: cases may have the same.
    pub(super) fn sources(&self) -> Result<Vec<Source>, Box<dyn Error>> {
        let mut sources = Vec::new();
        for file in files_below(&self.folder)? {
            let name = file.strip_prefix(&self.folder)?.to_path_buf();
            if !name.starts_with("case.toml") && !name.to_string_lossy().starts_with(AS_WRITTEN) {
                sources.push((name, fs::read(&file)?));
            }
        }
        Ok(sources)
    }

    /// Whether it takes longer than most.
    pub(super) fn is_slow(&self) -> bool {
        let file = fs::read_to_string(self.folder.join(AS_WRITTEN)).unwrap_or_default();
        SLOW.iter().any(|image| file.contains(image))
    }

    /// How many findings are expected of rules that are not written yet.
    pub(super) fn pending(&self) -> usize {
        self.trials
            .iter()
            .map(|(_, trial)| trial.pending.len())
            .sum()
    }
}

/// Images whose tools take their time.
const SLOW: &[&str] = &["FROM python", "FROM golang", "FROM node", "FROM rust"];

/// Every case, by name.
pub(super) fn read_all(folder: &Path) -> Result<Vec<Case>, Box<dyn Error>> {
    let mut cases = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let case = read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        cases.push(case);
    }
    cases.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(cases)
}

fn read(folder: &Path) -> Result<Case, Box<dyn Error>> {
    let file: File = toml::from_str(&fs::read_to_string(folder.join("case.toml"))?)?;
    let mut trials = vec![(AS_WRITTEN, file.dockerfile)];
    trials.extend(file.fixed.map(|trial| (FIXED, trial)));
    trials.extend(file.near.map(|trial| (NEAR, trial)));
    for name in [AS_WRITTEN, FIXED, NEAR] {
        if folder.join(name).is_file() != trials.iter().any(|(trial, _)| *trial == name) {
            return Err(format!("{name} and its table in case.toml belong together").into());
        }
    }
    for (name, trial) in &trials {
        let fails = matches!(trial.expect, Expect::BuildFails | Expect::StartFails);
        if fails != trial.message.is_some() {
            return Err(format!("{name}: a failure has a message, and nothing else has").into());
        }
        if (trial.expect == Expect::Runs) != trial.output.is_some() {
            return Err(format!("{name}: what runs has an output, and nothing else has").into());
        }
    }
    Ok(Case {
        name: folder
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned(),
        folder: folder.to_path_buf(),
        rule: file.rule,
        about: file.about,
        today: file.today,
        select: file.select,
        trials,
    })
}

#[cfg(test)]
mod tests {
    use super::read_all;
    use crate::root;

    /// The cases can be read on any machine, whether or not they can be run there.
    #[test]
    fn every_case_is_well_formed() {
        let cases =
            read_all(&root::path().join("tests/e2e/cases")).map_err(|error| error.to_string());
        assert!(
            cases.as_ref().is_ok_and(|cases| !cases.is_empty()),
            "{cases:?}"
        );
    }
}
