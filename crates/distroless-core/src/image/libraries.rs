//! The shared libraries that a program needs, by the packages of its builder's system, and whether an image
//! has them.

use super::artifact::{Linkage, Program};
use super::path::{absolute, is_below, merged};
use crate::graph::{Stage, StepKind};
use crate::model::Model;
use image_knowledge::{Language, Presence, development_package, is_linked, runtime_packages};

/// A package that a program needs when it runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Need {
    /// The package with the library: `libpq5`.
    pub(crate) package: &'static str,
    /// The development package it belongs to: `libpq-dev`.
    pub(crate) development: String,
    /// Why it is needed, in a few words.
    pub(crate) why: String,
}

/// What is known of a system by its name: `debian 13`.
fn system(name: &str) -> Option<(&'static str, Option<&str>)> {
    let (id, release) = name.split_once(' ').unwrap_or((name, ""));
    let manager = match id {
        "debian" => "apt",
        "alpine" => "apk",
        _ => return None,
    };
    Some((manager, Some(release).filter(|release| !release.is_empty())))
}

/// The packages that a program needs at run time beside the C library.
pub(crate) fn needs(model: &Model<'_>, program: &Program, folder: Option<&str>) -> Vec<Need> {
    let Linkage::Dynamic {
        system: Some(name), ..
    } = &program.linkage
    else {
        return Vec::new();
    };
    let Some((manager, release)) = system(name) else {
        return Vec::new();
    };
    let mut needs = Vec::new();
    let mut add = |development: &str, why: String| {
        for package in runtime_packages(manager, development, release).unwrap_or_default() {
            needs.push(Need {
                package,
                development: development.to_owned(),
                why: why.clone(),
            });
        }
    };
    for library in &program.linked {
        if let Some(development) = development_package(manager, library) {
            add(development, format!("it is linked with `-l{library}`"));
        }
    }
    let locked = folder.and_then(|folder| {
        let project = model.surroundings().project(folder);
        project.rust()?.system_libraries()
    });
    match (program.language, locked) {
        // The command names what it links.
        (Language::C | Language::Cpp, _) => {}
        (Language::Rust, Some(libraries)) => {
            for library in libraries {
                if library.source_locked || library.may_bundle {
                    continue;
                }
                if let Some(development) = development_package(manager, library.library) {
                    add(development, format!("it uses the crate `{}`", library.name));
                }
            }
        }
        // What is installed for building it is there to be linked with.
        _ => {
            for installed in &program.libraries {
                if let Some((_, package)) = installed.split_once(' ')
                    && is_linked(manager, package)
                {
                    add(package, format!("`{package}` is installed to build it"));
                }
            }
        }
    }
    needs
}

/// Packages that bring no library but those named here.
const HARMLESS: &[(&str, &[&str])] = &[
    ("ca-certificates", &["libssl3", "libcrypto3", "libssl1.1"]),
    ("dumb-init", &[]),
    ("gosu", &[]),
    ("netbase", &[]),
    ("su-exec", &[]),
    ("tini", &[]),
    ("tzdata", &[]),
];

/// Whether an image is proved to lack the library of a package: its base has no such package, nothing that is
/// installed brings it, and no copy or unknown command may have.
pub(crate) fn lacks(model: &Model<'_>, stage: &Stage, package: &str) -> bool {
    let Some(facts) = model.base(stage).facts() else {
        return false;
    };
    let installed = model.contents(stage).installed().all(|installed| {
        HARMLESS.iter().any(|(name, brings)| {
            installed.name == *name && !brings.contains(&package.replace("t64", "").as_str())
        })
    });
    // A command that may do anything would reach this path too.
    let opaque = model.path(stage, "/lost+found/any").touched;
    installed
        && !opaque
        && !copies_libraries(model, stage)
        && !model.sets_variable("LD_LIBRARY_PATH")
        && facts.has_libraries_of(package) == Presence::Absent
}

/// Whether a copy brings files to where libraries are looked for.
fn copies_libraries(model: &Model<'_>, stage: &Stage) -> bool {
    let steps = model.chain(stage).flat_map(|stage| &stage.steps);
    let mut copies = steps.filter_map(|step| match &step.kind {
        StepKind::Copy(copy) => Some(copy),
        _ => None,
    });
    copies.any(|copy| {
        let (Some(to), Some(workdir)) =
            (copy.destination.value.as_deref(), copy.workdir.as_deref())
        else {
            return copy
                .destination
                .value
                .as_deref()
                .is_none_or(|path| !path.starts_with('/') || is_searched(path));
        };
        is_searched(&absolute(workdir, to))
            || copy.sources.iter().any(|source| {
                let name = source.value.as_deref().unwrap_or(".so");
                name.contains(".so") || name.ends_with("/lib") || name.contains("/lib/")
            })
    })
}

/// Whether libraries are looked for at a path or below it.
fn is_searched(path: &str) -> bool {
    let path = merged(&absolute("/", path));
    ["/usr/lib", "/usr/lib64", "/usr/local/lib"]
        .iter()
        .any(|directory| is_below(&path, directory) || is_below(directory, &path))
}
