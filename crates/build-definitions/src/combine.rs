//! What several builds of one Dockerfile agree on.

use crate::{Build, Target};
use distroless_core::image::path_is_for_work;
use std::collections::BTreeMap;

/// How many builds are named as the source.
const NAMED: usize = 3;

/// Words in the name of a stage that others are built from.
const STEPS: &[&str] = &[
    "compile",
    "dependencies",
    "deps",
    "install",
    "source",
    "sources",
    "src",
];

/// Whether a compose or bake file is for developing, testing, or laid over another by the tools
/// themselves.
pub(crate) fn file_is_for_work(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    path_is_for_work(path) || name.contains("override")
}

pub(crate) fn stage_is_for_work(target: &Target) -> bool {
    match target {
        Target::Stage(name) => {
            let lower = name.to_ascii_lowercase();
            let mut words = lower.split(|c: char| !c.is_ascii_alphanumeric());
            path_is_for_work(name) || words.any(|word| STEPS.contains(&word))
        }
        Target::Last | Target::Unknown => false,
    }
}

/// Whether an argument says that this is a build for developing: `NODE_ENV: development`.
pub(crate) fn args_are_for_work(args: &BTreeMap<String, Option<String>>) -> bool {
    args.values()
        .flatten()
        .any(|value| !value.contains(['/', ':']) && path_is_for_work(value))
}

/// What is said of each Dockerfile, by its path. Only what all agree on counts: the context of all
/// builds, and of those that ship the arguments that every one gives with one value, and the stages
/// where every one names one.
pub fn combine(builds: &[Build]) -> BTreeMap<String, distroless_core::Build> {
    let mut files: BTreeMap<&str, Vec<&Build>> = BTreeMap::new();
    for build in builds {
        files.entry(&build.dockerfile).or_default().push(build);
    }
    let said = files
        .into_iter()
        .map(|(path, builds)| (path.to_owned(), one(&builds)));
    said.collect()
}

fn one(builds: &[&Build]) -> distroless_core::Build {
    let context = builds.first().map(|build| build.context.as_str());
    let context = context.filter(|context| builds.iter().all(|build| build.context == *context));
    let ships: Vec<&Build> = builds.iter().copied().filter(|build| build.ships).collect();

    let mut targets: Vec<String> = Vec::new();
    let stages: Option<Vec<&String>> = ships
        .iter()
        .map(|build| match &build.target {
            Target::Stage(name) => Some(name),
            Target::Last | Target::Unknown => None,
        })
        .collect();
    for stage in stages.unwrap_or_default() {
        if !targets.contains(stage) {
            targets.push(stage.clone());
        }
    }
    let mut args = Vec::new();
    if let Some((first, others)) = ships.split_first() {
        for (name, value) in &first.args {
            let Some(value) = value else { continue };
            let agrees = |build: &&Build| {
                build
                    .args
                    .get(name)
                    .is_some_and(|other| other.as_ref() == Some(value))
            };
            if others.iter().all(agrees) {
                args.push((name.clone(), value.clone()));
            }
        }
    }
    let sources: &[&Build] = if ships.is_empty() { builds } else { &ships };
    let mut from: Vec<String> = sources
        .iter()
        .take(NAMED)
        .map(|build| format!("{}: {}", build.file, build.name))
        .collect();
    if sources.len() > NAMED {
        from.push(format!("{} more", sources.len() - NAMED));
    }
    distroless_core::Build {
        context: context.map(str::to_owned),
        targets,
        args,
        from: Some(from.join(", ")),
    }
}
